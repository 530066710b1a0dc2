"""入户征求意见 (D-06): the form goes from door to door, the answers come in with 1, 2 and 3."""

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.decisions.actions import households
from qinglian_desktop.modules.decisions.actions.households import FORM, SUMMARY, Answers, Round
from qinglian_desktop.modules.decisions.page import outgoing
from qinglian_desktop.modules.decisions.page.matter_over import MatterOver
from qinglian_desktop.modules.decisions.records import HouseholdView
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.editors import editor_for
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_HEADINGS = (
    Heading("组", 80), Heading("户号", 100), Heading("户主", 110, private=True),
    Heading("意见", 110, state=True, holds="不同意"), Heading("签字人", 110, private=True),
    Heading("备注", 0, private=True),
)  # fmt: skip
_HOW = "按 1 同意、2 不同意、3 其他，自动到下一户；回车写签字人和备注，Delete 取消。"


class TallyTable(PlainTable):
    """A list of households in which one key enters an answer."""

    answered = Signal(str)  # the view; "" takes it back

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier,
        )  # fmt: skip
        if plain and event.text() in households.KEYS:
            self.answered.emit(households.KEYS[event.text()])
        elif event.key() == Qt.Key.Key_Delete:
            self.answered.emit("")
        else:
            super().keyPressEvent(event)


class HouseholdsPage(MatterOver):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("households", "入户征求意见", parent)
        self._desk, self.matter_id = desk, ""
        self._round: Round | None = None
        self.empty_form = push_button("打印空表", icon="print")
        self.summary = push_button("打印汇总", icon="print")
        self.done = push_button("完成", "primary")
        self.about, self.totals = look.label("", "hint"), look.label("", "strong")
        for words in (self.about, self.totals):
            words.setWordWrap(True)
        self.day = editor_for(HouseholdView.fields["asked_on"], reader=desk.book)
        self.seek, self.signer, self.note = QLineEdit(), QLineEdit(), QLineEdit()
        self.table = TallyTable("各户意见", _HEADINGS)
        self.empty = EmptyCard("打印空表，走访后用数字键录入。名册里还没有户，先去登记。", "people")
        self.go_there = self.empty.add("去人户名册")
        self._lay_out()
        enter_at(self, self.table)
        self.empty_form.clicked.connect(partial(self._print, FORM))
        self.summary.clicked.connect(partial(self._print, SUMMARY))
        self.done.clicked.connect(self.finish)
        self.table.answered.connect(self.answer)
        self.table.opened.connect(self._on_opened)
        self.table.selectionModel().currentRowChanged.connect(self._show_row)
        self.signer.returnPressed.connect(self.note.setFocus)
        self.note.returnPressed.connect(self.explain)
        self.seek.returnPressed.connect(self._on_find)
        self.go_there.clicked.connect(partial(desk.go, "registry", "household", ""))
        desk.runner.changed.connect(self._on_changed)

    def _lay_out(self) -> None:
        for button in (self.empty_form, self.summary, self.done):
            self.head.addWidget(button)
        self.column.addWidget(self.about)
        top = QWidget()
        row = FlowLayout(top, gap=24)
        row.addWidget(_pair("走访日期", self.day))
        row.addWidget(_pair("找户", self.seek))
        self.seek.setPlaceholderText("户号或户主，回车")
        look.named(self.seek, "找户", "户号或户主，回车")
        self.column.addWidget(top)
        self.column.addWidget(self.totals)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.empty, 1)
        foot = QWidget()
        below = QHBoxLayout(foot)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(12)
        for word, line in (("签字人", self.signer), ("备注", self.note)):
            below.addWidget(look.label(word, "field"))
            below.addWidget(line, 1 if line is self.signer else 3)
            look.named(line, word)
        how = look.label(_HOW, "hint")
        how.setWordWrap(True)
        self.column.addWidget(foot)
        self.column.addWidget(how)
        self._beside = (top, self.totals, self.table, foot, how)

    # -- which matter ---------------------------------------------------------------------

    def open_matter(self, matter_id: str) -> None:
        self.matter_id = matter_id
        self.day.set_stored(clock.today().isoformat())
        self.banner.hide()
        self.reload()
        if self._round is not None:
            self._choose(self._next_open(-1))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Reads the whole round again; the chosen household stays chosen."""
        if not self.matter_id:
            return
        try:
            self._round = households.round_of(self._desk.book, self.matter_id)
        except Refused:
            self.closed.emit()  # the matter was deleted meanwhile
            return
        matter = self._round.matter
        self.about.setText(f"{matter['number']} {matter['title']}")
        self.table.fill([_texts(one) for one in self._round.answers])
        self._tell()
        some = bool(self._round.answers)
        for part in self._beside:
            part.setVisible(some)
        self.empty.setVisible(not some)
        for button in (self.empty_form, self.summary, self.done):
            button.setEnabled(some)
        self._show_row()

    def _tell(self) -> None:
        assert self._round is not None
        self.totals.setText(self._round.words)

    def _on_changed(self, changes: Changes, initiator: object) -> None:
        if self.isVisible() and initiator is not self and changes.touches(
            "household_view", "household", "matter"
        ):  # fmt: skip
            self.reload()

    # -- answers --------------------------------------------------------------------------

    def answer(self, view: str) -> None:
        """What the chosen household said; then on to the next one that was not asked yet."""
        place, day = self.table.row(), self._day()
        if self._round is None or not 0 <= place < len(self._round.answers) or day is None:
            return
        house = self._round.answers[place].house
        changes = self._desk.runner.act(
            households.answer, self.matter_id, house.number, view, day,
            initiator=self, on_refused=self.banner.say,
        )  # fmt: skip
        if changes is None:
            return
        self.banner.hide()
        self._put(place)
        if view:
            self._choose(self._next_open(place))

    def _day(self) -> date | None:
        """The day of the visits; None, told under its field, while it cannot be read."""
        stored = self.day.stored()
        problem = self.day.problem()
        if problem is not None or not stored:
            self.banner.say("走访日期看不懂。请先改好走访日期，例：3-12。")
            return None
        return date.fromisoformat(stored)

    def _put(self, place: int) -> None:
        """The one household anew; the list is not read again for every key."""
        assert self._round is not None
        self._round = households.again(self._desk.book, self._round, place)
        model = self.table.records
        model.rows[place] = _texts(self._round.answers[place])
        model.dataChanged.emit(model.index(place, 0), model.index(place, len(_HEADINGS) - 1))
        self._tell()

    def _next_open(self, place: int) -> int:
        """The next household without an answer, from the top again at the end; else the next."""
        assert self._round is not None
        answers = self._round.answers
        order = [*range(place + 1, len(answers)), *range(place + 1)]
        return next(
            (n for n in order if not answers[n].house.view), min(place + 1, len(answers) - 1)
        )

    def _choose(self, place: int) -> None:
        if place < 0:
            return
        self.table.selectRow(place)
        self.table.scrollTo(self.table.records.index(place, 0))

    # -- who signed, what was said besides ------------------------------------------------

    def _show_row(self, *_: Any) -> None:
        place = self.table.row()
        there = self._round is not None and 0 <= place < len(self._round.answers)
        house = self._round.answers[place].house if self._round and there else None
        self.signer.setText(house.signer if house else "")
        self.note.setText(house.note if house else "")

    def _on_opened(self, _row: int, _column: int) -> None:
        self.signer.setFocus(Qt.FocusReason.OtherFocusReason)
        self.signer.selectAll()

    def explain(self) -> None:
        """Keeps signer and note of the chosen household, and goes back to the list."""
        place = self.table.row()
        if self._round is None or not 0 <= place < len(self._round.answers):
            return
        number = self._round.answers[place].house.number
        changes = self._desk.runner.act(
            households.explain, self.matter_id, number, self.signer.text(), self.note.text(),
            initiator=self, on_refused=self.banner.say,
        )  # fmt: skip
        if changes is None:
            return
        self.banner.hide()
        self._put(place)
        self._choose(self._next_open(place))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_find(self) -> None:
        """The first household of that number or head, from the chosen one on."""
        wanted = self.seek.text().strip()
        if self._round is None or not wanted:
            return
        start = self.table.row() + 1
        many = len(self._round.answers)
        for n in (*range(start, many), *range(start)):
            house = self._round.answers[n].house
            if wanted in (house.number, house.head) or house.number.endswith(wanted):
                self._choose(n)
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
                self.banner.hide()
                return
        self.banner.say(f"没有找到〔{wanted}〕。请核对户号或户主姓名。")

    # -- papers and the end ---------------------------------------------------------------

    def finish(self) -> None:
        if self._round is None:
            return
        if self._round.left:
            self.banner.say(
                f"还有 {self._round.left} 户没录。确实找不到人的按 3，在备注里写明原因。"
            )
            self._choose(self._next_open(-1))
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._desk.runner.said.emit(f"入户意见录完了：{self._round.words}")
        self.closed.emit()

    def _print(self, name: str, _checked: bool = False) -> None:
        title = f"{name} {self.about.text()}"
        outgoing.household_paper(self._desk, self.matter_id, name, title, self.banner.say)

    def print_page(self) -> None:
        self._print(SUMMARY)


def _texts(one: Answers) -> tuple[str, ...]:
    house = one.house
    return (
        house.group, house.number, house.head, house.view or "没录", house.signer, house.note,
    )  # fmt: skip


def _pair(word: str, part: QWidget) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(look.label(word, "field"))
    row.addWidget(part)
    return made
