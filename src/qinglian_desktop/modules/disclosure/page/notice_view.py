"""One notice: its wording, its one next step, and the paper as it will hang."""

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.disclosure import actions, steps
from qinglian_desktop.modules.disclosure.notices import VARIANT_LABELS
from qinglian_desktop.modules.disclosure.page import doubts, papers, states
from qinglian_desktop.modules.disclosure.page.kind_form import KindForm, KindPicker
from qinglian_desktop.modules.disclosure.page.next_step import NextStep, StepBar, step_of
from qinglian_desktop.modules.disclosure.page.outward import OutwardButtons
from qinglian_desktop.modules.disclosure.page.word import WordButtons
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.form import RecordForm
from qinglian_desktop.ui.messages import Banner, ask, push_button
from qinglian_desktop.ui.one_line import OneLine
from qinglian_desktop.ui.paper_view import PaperView

_WORDING = ("title", "body", "basis", "contact", "contact_phone", "mode", "code", "period",
            "subject", "event_on", "sheet")  # fmt: skip
_PAUSE = 400  # ms before the paper is drawn again


class NoticeView(QWidget):
    closed = Signal()
    other_asked = Signal(str)  # another notice's id (a correction that was just written)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self.row_id, self._variant = desk, "", "board"
        self.row: dict[str, Any] = {}
        self._drawing = 0
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.back = push_button("返回列表", "link", icon="back")
        self.name = OneLine("title")
        self.state = look.chip("草稿", parent=self)
        self.steps = StepBar()
        self.banner = Banner()
        self.next = NextStep(desk.store_file)
        self.form = RecordForm(
            Notice, reader=desk.book, fields=_WORDING, store_file=desk.store_file
        )
        self.facts, self.kinds = KindForm(desk), KindPicker(desk)
        self.paper = PaperView(widest=1000)
        self._variants = QButtonGroup(self)
        self.word = WordButtons(desk, self.banner)
        self.outward = OutwardButtons(desk, self.banner, self)
        self._lay_out()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.draw_paper)
        self.back.clicked.connect(self._on_back)
        self.next.asked.connect(self.on_step)
        self.form.edited.connect(self.save_now)
        self.form.submitted.connect(self.save_now)
        self.facts.edited.connect(self.save_facts)
        self.kinds.asked.connect(self._on_kind)
        desk.runner.changed.connect(self._on_changed)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.back)
        head.addWidget(self.name, 1)
        head.addWidget(self.state, 0, Qt.AlignmentFlag.AlignVCenter)
        inner = QWidget()
        inner.setProperty("role", "clear")
        left = QVBoxLayout(inner)
        left.setContentsMargins(0, 0, 8, 16)
        left.setSpacing(12)
        for part in (self.kinds, self.steps, self.next, self.facts):
            left.addWidget(part)
        self._wording = look.label("内容", "group")
        left.addWidget(self._wording)
        left.addWidget(self.form)
        left.addStretch(1)
        self.body = QScrollArea()
        self.body.setWidgetResizable(True)
        self.body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.setWidget(inner)
        right = QVBoxLayout()
        right.setSpacing(8)
        choices = QWidget()  # wraps where the type is large: the wording keeps its half
        words = FlowLayout(choices, gap=8)
        for variant, word in VARIANT_LABELS.items():
            button = push_button(word, "choice")
            button.setCheckable(True)
            button.setChecked(variant == "board")
            button.clicked.connect(partial(self.show_variant, variant))
            self._variants.addButton(button)
            words.addWidget(button)
        for choice in (self.word, *self.outward.buttons):
            words.addWidget(choice)
        right.addWidget(choices)
        right.addWidget(self.paper, 1)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.body, 11)
        middle.addLayout(right, 10)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addLayout(middle, 1)

    # -- which notice ---------------------------------------------------------------------

    def open_row(self, row_id: str) -> None:
        self.flush()
        self.row_id = row_id
        self.banner.hide()
        self.next.place.clear()
        self.next.photo.set_stored(None)
        self.body.verticalScrollBar().setValue(0)
        self.reload()

    def new_row(self) -> None:
        """A general notice from nothing; it gets its number with its title."""
        self.flush()
        self.row_id, self.row = "", {}
        self.banner.hide()
        self.name.say("写公告")
        self.state.say("草稿", "draft")
        self.steps.show_step(0)
        self.next.show_state("先写标题和正文，右边就会画出公开栏上的样子。", ())
        self._show_wording(True)
        self.facts.show_notice(None, False)
        self.kinds.fill()
        self.kinds.show()
        self.body.verticalScrollBar().setValue(0)
        self.form.set_row({})
        self.paper.say("写好标题后，这里就是公开栏上的样子。")
        self.form.focus_first()

    def reload(self) -> None:
        if not self.row_id:
            return
        found = self._desk.book.page("notice", [self.row_id])
        if not found or found[0]["deleted"]:
            self.row_id = ""
            self.closed.emit()
            return
        self.row = dict(found[0])
        self.word.row = self.row
        self.name.say(f"{self.row['number']} {self.row['title'] or ''}")
        self.state.say(self.row["state"])
        self.steps.show_step(step_of(self.row))
        states.show(self._desk.book, self.row, self.next)
        editable = self.row["state"] in steps.EDITABLE
        self._show_wording(editable)
        self.kinds.hide()
        if not self.facts.waits:
            self.facts.show_notice(self.row, editable)
        if editable and not self.form.waits:
            self.form.set_row(self.row)
        self.draw_paper()

    def _show_wording(self, yes: bool) -> None:
        self.outward.show_for(self.row if self.row_id else {})
        self.word.setVisible(bool(self.row_id))  # a notice without a title is no paper yet
        self._wording.setVisible(yes)
        self.form.setVisible(yes)

    def _on_changed(self, changes: Changes, initiator: object) -> None:
        if not self.isVisible() or initiator is self or not self.row_id:
            return
        if self.row_id in changes.ids("notice") or changes.touches("detail_line"):
            self.reload()

    def _on_back(self) -> None:
        self.flush()
        self.closed.emit()

    # -- wording --------------------------------------------------------------------------

    def save_now(self) -> None:
        if not self.form.isVisibleTo(self) or self.form.unreadable():
            return
        self.form.wait_no_more()
        draft = self.form.changes() if self.row_id else self.form.draft()
        if not draft or (not self.row_id and not (draft.get("title") or "").strip()):
            return
        changes = self._desk.runner.act(
            actions.save_notice,
            self.row_id or None,
            draft,
            initiator=self,
            on_refused=self._on_refused,
        )
        if changes is None:
            return
        self.banner.hide()
        self.row_id = self.row_id or next(iter(changes.ids("notice")), "")
        self.row = dict(self._desk.book.page("notice", [self.row_id])[0])
        self.form.settled(self.row)
        self.word.row = self.row
        self.word.show()
        self.outward.show_for(self.row)
        self.name.say(f"{self.row['number']} {self.row['title']}")
        states.show(self._desk.book, self.row, self.next)
        self._pause.start()

    def save_facts(self) -> None:
        """What was typed into the form of its kind; the paper beside it follows."""
        made = self.facts.changes() if not self.facts.isHidden() else {}
        if not made or not self.row_id:
            return
        changes = self._desk.runner.act(
            actions.fill, self.row_id, made, initiator=self, on_refused=self._on_refused
        )
        if changes is None:
            return
        self.banner.hide()
        self.row = dict(self._desk.book.page("notice", [self.row_id])[0])
        self.facts.saved(actions.facts_of(self._desk.book, self.row_id), self.row_id)
        if not self.form.waits:
            self.form.set_row(self.row)
        self.name.say(f"{self.row['number']} {self.row['title']}")
        states.show(self._desk.book, self.row, self.next)
        self._pause.start()

    def _on_kind(self, label: str) -> None:
        """A draft of this kind from nothing; its form is filled in at once."""
        usual = actions.kind_named(self._desk.book, label).usual or None
        changes = self._desk.runner.act(
            partial(actions.draft, code=usual), label, {}, on_refused=self._on_refused
        )
        if changes is not None:
            self.open_row(changes.ids("notice")[-1])
            if self.facts.form is not None:
                self.facts.form.focus_first()

    def flush(self) -> None:
        if self.facts.waits:
            self.save_facts()
        if self.form.waits:
            self.save_now()

    # -- the paper ------------------------------------------------------------------------

    def show_variant(self, variant: str, _checked: bool = False) -> None:
        self._variant = variant
        self.draw_paper()

    def draw_paper(self) -> None:
        """Draws the paper beside the window; an answer that comes too late is dropped."""
        self._drawing += 1
        wanted = partial(self._on_drawn, self._drawing)
        self._desk.runner.read(partial(papers.drawn, self.row_id, self._variant), wanted)

    def _on_drawn(self, number: int, made: list[QImage] | str) -> None:
        if number != self._drawing:
            return
        if isinstance(made, str):
            self.paper.say(made)
        else:
            self.paper.show_images(made)

    def print_page(self) -> None:
        self.on_step("print", {"variants": [self._variant]})

    # -- the steps ------------------------------------------------------------------------

    def on_step(self, step: str, filled: dict[str, Any]) -> None:
        self.flush()
        self.banner.hide()
        {
            "send": self._send,
            "approve": self._approve,
            "send_back": self._send_back,
            "withdraw": self._withdraw,
            "hide": self._hide,
            "print": self._print,
            "post": self._post,
            "take_down": self._take_down,
            "correct": self._correct,
        }[step](filled)

    def _act(self, action: Any, *args: Any, say: str = "") -> Changes | None:
        return self._desk.runner.act(
            action, self.row_id, *args, say=say, on_refused=self._on_refused
        )

    def _send(self, _filled: dict[str, Any]) -> None:
        if (told := self.facts.unreadable()) and not self.facts.isHidden():
            self.banner.say(f"{told[0]}。改好这一格再送审核。")
            return
        if doubts.cleared(self, self._desk, self.row_id, self.banner):
            self._act(actions.send_to_review, say="已送审核。")

    def _approve(self, filled: dict[str, Any]) -> None:
        given = filled["reviewer"], filled["opinion"] or "同意公开", filled["pin"]
        self._act(actions.approve, *given, say="审核同意，可以打印了。")

    def _send_back(self, filled: dict[str, Any]) -> None:
        self._act(actions.send_back, filled["reviewer"], filled["opinion"], say="已退回修改。")

    def _withdraw(self, filled: dict[str, Any]) -> None:
        who = self.row["reviewer"] or ""
        self._act(actions.send_back, who, filled["reason"], say="已退回修改。")

    def _hide(self, _filled: dict[str, Any]) -> None:
        self._act(actions.hide, say="纸上的号码都遮住了，底稿没有动。")

    def _print(self, filled: dict[str, Any]) -> None:
        if not filled["variants"]:
            self.banner.say("还没选要打印哪一版。请至少勾一版。")
            return
        number = self.row["number"]
        self._desk.runner.job(
            papers.printed,
            self.row_id,
            tuple(filled["variants"]),
            label=f"画{number}的纸面",
            on_done=partial(self._on_printed, tuple(filled["variants"])),
            on_refused=self._on_refused,
        )

    def _on_printed(self, variants: tuple[str, ...], changes: Changes) -> None:
        title = f"{self.row['number']} {papers.file_title(self._desk.book, self.row)}"
        facts = papers.facts_of(self.row, variants)
        pdf = changes.result
        assert isinstance(pdf, bytes)
        self._desk.preview(pdf, title, facts)

    def _post(self, filled: dict[str, Any]) -> None:
        if not self._may_hang():
            return
        changes = self._act(actions.put_up, filled["place"], None, filled["photos"])
        if changes is not None:
            until = changes.result
            assert isinstance(until, date)
            self._desk.runner.said.emit(f"已上墙，最早 {until.month}月{until.day}日 可以撤下。")

    def _may_hang(self) -> bool:
        stay = actions.stay_of(self._desk.book, self.row, clock.today())
        mode = self.row["mode"] or "公开"
        counted = "从今天起长期公开" if stay.term.lasting else f"从今天起算 {stay.days} 天"
        text = f"{mode}{counted}，期间不能改内容，只能发更正。"
        if stay.by and stay.by < clock.today():
            text = f"这份应在{paper_day(stay.by)}前上墙，今天已经晚了。{text}"
        fresh = self.row["state"] in steps.EDITABLE  # whoever sent it to review has seen them
        seen = not fresh or doubts.cleared(self, self._desk, self.row_id, self.banner)
        return seen and ask(self, text, "已上墙", "还没贴")

    def _take_down(self, filled: dict[str, Any]) -> None:
        self._act(actions.take_down, None, filled["reason"], say="已撤下。")

    def _correct(self, filled: dict[str, Any]) -> None:
        text = filled["reason"]
        changes = self._act(actions.correct, text, say="更正公告的草稿写好了，请核对后送审核。")
        if changes is not None:
            self.other_asked.emit(next(iter(changes.ids("notice"))))

    def _on_refused(self, refused: Refused) -> None:
        if self.facts.show_problem(refused):
            self.banner.say(refused)
            return
        if refused.field and self.form.isVisibleTo(self) and self.form.show_problem(refused):
            return
        self.banner.say(refused)
        self.next.point_at(refused.field)

    # -- keys -----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_back()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.row_id and self.isVisible():
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        self.next.buttons.updateGeometry()
