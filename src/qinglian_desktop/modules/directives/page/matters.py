"""What the street asks, one line each; below it the whole text and what this side does about it.

The unit reads and answers, the street reads the answer and closes or sends back. Neither can
write into the other's words.
"""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QSplitter, QVBoxLayout, QWidget

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.kinds import DAY, FILES
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Field
from qinglian_desktop.modules.directives import actions, reads
from qinglian_desktop.modules.directives.records import (
    CLOSED,
    DOING,
    DONE,
    NOTICE,
    OPEN,
    WITHDRAWN,
    Directive,
    DirectiveAnswer,
)
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.files_editor import FilesEditor
from qinglian_desktop.ui.flow import FlowLayout, emptied
from qinglian_desktop.ui.head_row import HeadRow
from qinglian_desktop.ui.messages import Banner, fill, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.scrolled import scrolled
from qinglian_desktop.ui.small_form import SmallForm

_BOTH = 900  # px at 标准 that both halves of the open matter need beside each other
_SEEN = "directives_seen"  # setting: what somebody has opened on this computer
_LIST = (
    Heading("到哪一步", 120, state=True),
    Heading("类型", 96),
    Heading("事项", 0, private=True),
    Heading("截止日期", 140),
    Heading("发出日期", 140),
)
_OF_STREET = (_LIST[0], Heading("单位", 160), *_LIST[1:])
_TOLD = ("number", "what", "ground", "evidence")
_CLOSING = {
    "closed_note": Directive.fields["closed_note"]._replace(
        label="说明", example="现场看过，已改好"
    ),
}
_ANSWER = {
    name: DirectiveAnswer.fields[name]._replace(required=False)
    for name in ("state", "said", "done_on", "files")
}


class MattersPage(QWidget):
    """The list and the open matter of it; `street` decides which side acts."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._street = desk, bool(desk.book.unit.is_street)
        self.page_id, self.title = "directive", "下发的事项" if self._street else "街道来件"
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self.matters: list[reads.Matter] = []
        self._open = ""  # the id of the matter below
        self._filled = ""  # the one its form speaks of
        self._put: dict[str, Any] = {}  # what that form began with
        self._typed: dict[str, dict[str, Any]] = {}  # of matters left before it was saved
        self._all = self._filling = False
        self._wide: bool | None = None  # not known before the page has a width
        self.table = PlainTable(self.title, _OF_STREET if self._street else _LIST)
        self.banner = Banner()
        self.more = push_button("办结的也列出", "choice")
        self.more.setCheckable(True)
        self._make_card()
        words = (
            "还没有下发过事项。"
            if self._street
            else "街道还没有来件。街道写在 U 盘上，按“读取回执”读。"
        )
        self.empty = EmptyCard(words, "exchange")
        self._lay_out()
        self.more.toggled.connect(self._on_more)
        self.table.selectionModel().selectionChanged.connect(self._on_chosen)
        self.table.opened.connect(lambda *_: self.form.setFocus())
        desk.runner.changed.connect(self._on_changed)
        cover.cover().changed.connect(self._on_cover)
        enter_at(self, self.table)
        self.reload()

    def _make_card(self) -> None:
        """The words of the matter, the form of this side, and its buttons."""
        self.name, self.told = look.label("", "group"), QWidget()
        self.name.setWordWrap(True)
        self.told.setProperty("role", "clear")
        self._grid = QGridLayout(self.told)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self.papers = FilesEditor(Field("附件", FILES, required=False), None)
        self.papers.set_read_only(True)
        fields: Mapping[str, Field] = _CLOSING if self._street else _ANSWER
        self.form = SmallForm(fields, reader=self._desk.book, store_file=self._desk.store_file)
        if self._street:
            self.first = push_button("办结", "primary")
            self.second = push_button("退回再办")
            self.third = push_button("撤回")
            self.second.setToolTip("佐证不够：写明还差什么，单位再办")
            self.third.setToolTip("不用办了：单位那边也会看到")
            self.first.clicked.connect(self.on_close)
            self.second.clicked.connect(self.on_send_back)
            self.third.clicked.connect(self.on_withdraw)
        else:
            self.first = push_button("保存答复", "primary")
            self.second = push_button("登记到任务台账")
            self.third = push_button("去看那条记录")
            self.first.clicked.connect(self.on_answer)
            self.second.clicked.connect(self.on_take_up)
            self.third.clicked.connect(self._on_target)
        self.form.submitted.connect(self.first.click)

    def _lay_out(self) -> None:
        head = HeadRow((look.label(self.title, "title"),), (self.more,))
        card = QWidget()
        card.setProperty("role", "card")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        read, done = QWidget(), QWidget()
        reading, doing = QVBoxLayout(read), QVBoxLayout(done)
        for part, inside in ((read, reading), (done, doing)):
            part.setProperty("role", "clear")
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(8)
        buttons = QWidget()
        buttons.setProperty("role", "clear")
        flow = FlowLayout(buttons, gap=8)
        for button in (self.first, self.second, self.third):
            flow.addWidget(button)
        for part in (self.name, self.told, self.papers):
            reading.addWidget(part)
        reading.addStretch(1)
        doing.addWidget(buttons)
        doing.addWidget(self.form)
        doing.addStretch(1)
        self._card = QBoxLayout(QBoxLayout.Direction.LeftToRight, card)
        self._card.setContentsMargins(16, 12, 16, 12)
        self._card.setSpacing(24)
        self._card.addWidget(read, 1)
        self._card.addWidget(done, 1)
        self.below = scrolled(card)
        look.named(self.below, "选中的事项")
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.table)
        parts.addWidget(self.below)
        self.parts = parts
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addWidget(head)
        column.addWidget(self.banner)
        column.addWidget(parts, 1)
        column.addWidget(self.empty, 1)

    # -- the list -------------------------------------------------------------------------

    def reload(self) -> None:
        found = reads.matters(self._desk.book)
        over = (CLOSED, WITHDRAWN)
        self.matters = [m for m in found if self._all or m.stand not in over]
        self.table.fill([self._texts(m) for m in self.matters])
        self.more.setVisible(any(m.stand in over for m in found))
        self.parts.setVisible(bool(self.matters))
        self.empty.setVisible(not self.matters)
        self._filling = True
        places = [place for place, m in enumerate(self.matters) if m.row["id"] == self._open]
        if self.matters:
            self.table.selectRow(places[0] if places else 0)
            self._show(self.table.row())
        self._filling = False

    def _texts(self, matter: reads.Matter) -> tuple[str, ...]:
        row = matter.row
        word = matter.stand
        if not self._street and word == OPEN:
            word = OPEN if row["id"] in self._seen() else "没看过"
        if row["kind"] == NOTICE and word == OPEN:
            word = "看过" if not self._street else "已下发"
        days = (_day(row["due_on"]), _day(row["issued_on"]))
        texts = (word, row["kind"] or "", row["title"] or "", *days)
        return (texts[0], row["to_name"], *texts[1:]) if self._street else texts

    def _seen(self) -> list[str]:
        seen: list[str] = self._desk.book.setting(_SEEN) or []
        return seen

    def _on_more(self, on: bool) -> None:
        self._all = on
        self.reload()

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches("directive", "directive_answer", "review", "task", "received_bundle"):
            self.reload()

    def show_row(self, table: str, row_id: str) -> None:
        """From 今日 or the search: that matter, also when it is closed."""
        if table == DirectiveAnswer.table:
            row = self._desk.book.row(table, row_id)
            row_id = row["directive_id"] if row else ""
        self._open = row_id
        known = reads.matter(self._desk.book, row_id)
        if known is not None and known.stand in (CLOSED, WITHDRAWN) and not self._all:
            self.more.setChecked(True)
        self.reload()
        if known is not None and self.current is not None:
            self._mark_seen(self.table.row(), self.current)

    # -- the open matter -------------------------------------------------------------------

    @property
    def current(self) -> reads.Matter | None:
        place = self.table.row()
        return self.matters[place] if 0 <= place < len(self.matters) else None

    def _on_chosen(self, *_: object) -> None:
        self._show(self.table.row())

    def _show(self, place: int) -> None:
        matter = self.matters[place] if 0 <= place < len(self.matters) else None
        if matter is None:
            return
        self._keep_typed()
        another, self._open = matter.row["id"] != self._open, matter.row["id"]
        if another:
            self.banner.hide()
        self._mark_seen(place, matter)
        self._tell()
        self._fill_form(matter)
        self._offer(matter)

    def _mark_seen(self, place: int, matter: reads.Matter) -> None:
        seen = self._seen()
        if self._street or matter.row["id"] in seen or self._filling:
            return
        self._desk.book.put_setting(_SEEN, [*seen, matter.row["id"]][-2000:])
        self.table.records.rows[place] = self._texts(matter)
        self.table.viewport().update()

    def _on_cover(self, _on: bool) -> None:
        self._tell()

    def _tell(self) -> None:
        matter = self.current
        if matter is None:
            return
        row, fields = matter.row, Directive.fields
        self.name.setText(cover.veiled(row["title"] or ""))
        lines = [(fields[name].label, row[name]) for name in _TOLD if row[name]]
        if row["due_on"]:
            lines.append(("截止日期", _day(row["due_on"])))
        if self._street and matter.answer is not None:
            lines += [("单位的答复", _said(matter.answer))]
        back = reads.returned_answers(self._desk.book).get((matter.answer or {}).get("id", ""))
        if back is not None:
            lines.append(("退回的原因", back["said"]))
        if row["closed_note"] and matter.stand == CLOSED:
            lines.append(("办结说明", row["closed_note"]))
        emptied(self._grid)
        for place, (word, text) in enumerate(lines):
            label = look.label(f"{word}：", "field")
            said = look.label(cover.veiled(text))
            said.setWordWrap(True)
            self._grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(said, place, 1)
        shown = row["files"]
        if self._street and matter.answer is not None:
            shown = matter.answer["files"] or shown
        self.papers.setVisible(bool(shown))
        self.papers.set_stored(shown)

    def _fill_form(self, matter: reads.Matter) -> None:
        answer = dict(matter.answer) if matter.answer else {"state": DOING}
        self.form.put({"closed_note": matter.row["closed_note"]} if self._street else answer)
        self._filled, self._put = matter.row["id"], self.form.values()
        if typed := self._typed.get(matter.row["id"]):
            self.form.put(typed)

    def _keep_typed(self) -> None:
        """What stands in the form and is not saved outlives another matter, and a new reading."""
        if self.form.values() == self._put:
            self._typed.pop(self._filled, None)
        elif self._filled:
            self._typed[self._filled] = self.form.values()

    def _offer(self, matter: reads.Matter) -> None:
        over = matter.stand in (CLOSED, WITHDRAWN)
        notice = matter.row["kind"] == NOTICE
        self.form.setVisible(not over and not (notice and not self._street))
        self.first.setVisible(self.form.isVisibleTo(self))
        if self._street:
            self.second.setVisible(not over and matter.answer is not None)
            self.third.setVisible(not over)
            fill(self.first, matter.stand == DONE)
            return
        task = matter.answer["task_id"] if matter.answer else None
        self.second.setVisible(not over and not notice and not task)
        self.third.setVisible(bool(task))
        self.third.setText("去任务台账")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is read beside what is done, where both have room."""
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        wide = self.width() >= look.metrics().px(_BOTH)
        self._card.setDirection(ways.LeftToRight if wide else ways.TopToBottom)
        if wide != self._wide:
            self._wide = wide
            self.parts.setSizes([260, 300] if wide else [175, 350])

    # -- the unit -------------------------------------------------------------------------

    def on_answer(self) -> None:
        """保存答复: in one step; what is not filled is said under its field."""
        if self.current is None or self.form.problem():
            return
        self._act(
            actions.answer,
            self.current.row["id"],
            self.form.values(),
            say="答复已存，随下次报送交给街道。",
        )

    def on_take_up(self) -> None:
        if self.current is None:
            return
        done = self._act(actions.register_task, self.current.row["id"], say="已登记到任务台账。")
        if done is not None and isinstance(done.result, str):
            self._desk.go("tasks", "task", done.result)

    def _on_target(self) -> None:
        if self.current is not None and self.current.answer is not None:
            self._desk.go("tasks", "task", self.current.answer["task_id"])

    # -- the street -----------------------------------------------------------------------

    def on_close(self) -> None:
        if self.current is not None:
            note = self.form.value("closed_note") or ""
            self._act(
                actions.close, self.current.row["id"], note, say="已办结，下次下发时告诉单位。"
            )

    def on_send_back(self) -> None:
        if self.current is not None:
            said = self.form.value("closed_note") or ""
            self._act(
                actions.send_back, self.current.row["id"], said, say="已退回，下次下发时告诉单位。"
            )

    def on_withdraw(self) -> None:
        if self.current is not None:
            self._act(actions.withdraw, self.current.row["id"], say="已撤回，下次下发时告诉单位。")

    def _act(self, action: Any, row_id: str, *given: Any, say: str) -> Changes | None:
        self.banner.hide()
        changes: Changes | None = self._desk.runner.act(
            action, row_id, *given, say=say, on_refused=self._on_refused
        )
        if changes is not None:
            if action is not actions.register_task:  # that alone leaves the form unsaved
                self._typed.pop(row_id, None)
                if self._filled == row_id:
                    self._put = self.form.values()
            self.reload()
        return changes

    def _on_refused(self, refused: Refused) -> None:
        field = "closed_note" if refused.field == "said" and self._street else refused.field
        if not self.form.show_refusal(refused, field):
            self.banner.say(refused)


def _day(stored: str | None) -> str:
    return paper_day(DAY.load(stored)) if stored else ""


def _said(answer: Mapping[str, Any]) -> str:
    stands = "，".join(filter(None, (answer["state"], _day(answer["done_on"]))))
    return "：".join(filter(None, (stands, answer["said"])))
