"""粘贴成单 (W-17): a message at the left, what it asks at the right; the clerk confirms."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.kinds import DAY, FEN, LONG, NAME, TEXT
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Field, Level
from qinglian_desktop.modules.tasks import actions
from qinglian_desktop.modules.tasks.rules.message import Found, read_message
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.editor import FieldEditor
from qinglian_desktop.ui.editors import editor_for
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.page import enter_at

_BOTH = 780  # px at 标准 that the message and its fields need beside each other
NO_DAY = "没认出日期，请选中正确的文字再按“截止日期”，或直接填。"
_FIELDS: dict[str, Field] = {
    "title": Field("事项", LONG),
    "due_on": Field("截止日期", DAY, required=False, ahead=True),
    "issuer": Field("来文单位", TEXT, required=False, example="街道民政办"),
    "assignee": Field("责任人", NAME, required=False),
    "contact": Field(
        "联系人和电话", TEXT, required=False, level=Level.PERSON, example="李晓梅 13800001111"
    ),
    "amount": Field("金额", FEN, required=False),
    "place": Field("地点", TEXT, required=False, example="街道三楼会议室"),
}


class MessagePage(QWidget):
    """Nothing is saved before 登记; closing it leaves no trace."""

    closed = Signal()
    page_id = "message"

    def __init__(self, desk: Desk, message: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = "粘贴成单"
        self._desk = desk
        self.slip = read_message(_lines(message), clock.today(), desk.book.calendar())
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self.text = _MessageText(self.slip.message)
        self.banner = Banner()
        self.editors: dict[str, FieldEditor] = {}
        self.sources: dict[str, QWidget] = {}
        self.register = push_button("登记", "primary")
        self.register.setAutoDefault(True)  # Enter presses it, also outside a dialog
        self.away = push_button("不要")
        self._lay_out()
        self._propose()
        self.register.clicked.connect(self.on_register)
        self.away.clicked.connect(self.closed)
        self._warn_of_twin()
        enter_at(self, self._first_to_look_at())

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(look.label(self.title, "title"), 1)
        head.addWidget(self.away)
        head.addWidget(self.register)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(
            look.label("原文（标黄的是认出来的；认错了，选中对的字再按下面的按钮）", "hint")
        )
        left.addWidget(self.text, 1)
        left.addLayout(self._takers())
        fields = QWidget()
        fields.setProperty("role", "clear")
        right = QGridLayout(fields)
        right.setContentsMargins(0, 0, 8, 0)
        right.setHorizontalSpacing(8)
        right.setVerticalSpacing(12)
        for row, (name, field) in enumerate(_FIELDS.items()):
            editor = editor_for(field, reader=self._desk.book)
            editor.submitted.connect(self.on_register)
            words = look.label(f"{field.label}：", "field")
            words.setBuddy(editor)
            words.setMinimumHeight(look.metrics().field)  # on the line of the field's text
            right.addWidget(words, row, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            right.addWidget(editor, row, 1)
            self.editors[name] = editor
        right.setRowStretch(len(_FIELDS), 1)
        middle = self._middle = QHBoxLayout()
        middle.setSpacing(24)
        middle.addLayout(left, 1)
        body = QScrollArea()  # in 特大 the fields are taller than the page
        body.setWidgetResizable(True)
        body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body.setWidget(fields)
        middle.addWidget(body, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addLayout(middle, 1)
        column.addWidget(look.label("核对后按 Enter 登记 · Ctrl+Enter 随时登记 · Esc 不要", "hint"))

    def _takers(self) -> FlowLayout:
        """One button a field: put the chosen words of the message there."""
        row = FlowLayout()
        row.setSpacing(4)
        for name, field in _FIELDS.items():
            button = push_button(field.label)
            look.named(
                button, f"选中的字填到{field.label}", f"把原文里选中的字填到〔{field.label}〕"
            )
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab goes from field to field
            button.setProperty("field", name)
            button.clicked.connect(self._on_take)
            row.addWidget(button)
        return row

    def tells(self, message: str) -> bool:
        """Is this the message it shows?"""
        return (
            self.slip.message
            == read_message(_lines(message), clock.today(), self._desk.book.calendar()).message
        )

    # -- proposals ------------------------------------------------------------------------

    def _propose(self) -> None:
        for found in self.slip.found:
            editor = self.editors[found.field]
            editor.set_stored(_stored(found))
            editor.mark_touched()
        self.text.mark(self.slip.found)
        if not self.slip.text("due_on"):
            self.banner.say(NO_DAY)

    def _warn_of_twin(self) -> None:
        twin = actions.same_message(self._desk.book, self.slip.message)
        if twin is not None:
            day = paper_day(date.fromisoformat(twin["created_at"][:10]))
            self.banner.say(f"这段话{day}已经登记过：〔{str(twin['title'])[:20]}〕。不用再登记。")

    def _first_to_look_at(self) -> QWidget:
        """Where nothing is missing Enter registers at once."""
        missing = [name for name in ("title", "due_on") if not self.slip.text(name)]
        return self.editors[missing[0]] if missing else self.register

    def _on_take(self) -> None:
        if covered := cover.stops("填过去"):
            self.banner.say(covered)  # what can be chosen now are stars
            return
        chosen = self.text.chosen()
        name = self.sender().property("field")
        if not chosen:
            self.banner.say("还没有选中文字。先在原文里拖一下，选中要用的字。")
            return
        editor = self.editors[name]
        again = read_message(chosen, clock.today(), self._desk.book.calendar())
        editor.put_text(again.text(name) if name in ("due_on", "amount") else chosen)
        editor.mark_touched()
        editor.check()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- registering ----------------------------------------------------------------------

    def draft(self) -> dict[str, Any]:
        """What stands in the fields: stored values for the task, words for its note."""
        made: dict[str, Any] = {name: e.stored() for name, e in self.editors.items()}
        made["amount"] = self.editors["amount"].text().strip() or None
        return made

    def on_register(self) -> None:
        for name, editor in self.editors.items():
            problem = editor.problem()
            if problem is not None:
                editor.show_problem(problem)
                self.editors[name].setFocus(Qt.FocusReason.OtherFocusReason)
                return
        due = self.editors["due_on"].stored()
        said = f"已登记，截止 {_month_day(due)}。" if due else "已登记，没有截止日期。"
        changes: Changes | None = self._desk.runner.act(
            actions.register_message,
            self.draft(),
            self.slip.message,
            initiator=self,
            on_refused=self._on_refused,
            say=said,
        )
        if changes is not None:
            self.closed.emit()

    def _on_refused(self, refused: Refused) -> None:
        if refused.field in self.editors:
            self.editors[refused.field].setFocus(Qt.FocusReason.OtherFocusReason)
        self.banner.say(refused)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other where both have room; the message above its fields where not."""
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        wide = self.width() >= look.metrics().px(_BOTH)
        self._middle.setDirection(ways.LeftToRight if wide else ways.TopToBottom)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class _MessageText(QTextEdit):
    """The message as it came, the recognised words tinted; read only, to be selected from."""

    def __init__(self, message: str) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setPlainText(message)
        look.named(self, "原文")
        self._found: tuple[Found, ...] = ()
        cover.cover().changed.connect(self._on_cover)
        self._message = message
        self._on_cover(cover.cover().on)

    def mark(self, found: tuple[Found, ...]) -> None:
        self._found = found
        colours, marks = look.tokens(look.theme()), []
        for one in found:
            if one.field == "title":
                continue  # a whole sentence tinted hides what stands in it
            mark = QTextEdit.ExtraSelection()
            look_of = QTextCharFormat()
            look_of.setBackground(QColor(colours["hit.bg"]))
            look_of.setForeground(QColor(colours["hit.fg"]))
            cursor = QTextCursor(self.document())
            cursor.setPosition(_place(self._message, one.start))
            cursor.setPosition(_place(self._message, one.end), QTextCursor.MoveMode.KeepAnchor)
            mark.cursor, mark.format = cursor, look_of
            marks.append(mark)
        self.setExtraSelections(marks)

    def chosen(self) -> str:
        return self.textCursor().selectedText().replace("\u2029", "\n").strip()

    def _on_cover(self, on: bool) -> None:
        self.setPlainText(cover.STARS if on else self._message)
        if not on:
            self.mark(self._found)


def _lines(message: str) -> str:
    """A line ends with one sign, as it does in the text on the screen."""
    return message.replace("\r\n", "\n").replace("\r", "\n")


def _place(text: str, at: int) -> int:
    """The same place as Qt counts: a smiley is two signs there."""
    return len(text[:at].encode("utf-16-le")) // 2


def _stored(found: Found) -> Any:
    if found.field == "amount":
        return FEN.read(found.text)
    return found.text


def _month_day(day: str) -> str:
    """12月5日; with the year where it is not this one."""
    full = paper_day(DAY.load(day))
    return full.removeprefix(f"{clock.today().year}年")


def make_page(desk: Desk, message: str, on_closed: Callable[[], None]) -> MessagePage:
    page = MessagePage(desk, message)
    page.closed.connect(on_closed)
    return page
