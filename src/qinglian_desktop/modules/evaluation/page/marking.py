"""核评自评 (K-05): the street looks through what its units have handed in, one after the other."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.modules.evaluation import assessment_rules as rules
from qinglian_desktop.modules.evaluation import marking
from qinglian_desktop.modules.evaluation.marking import Standing
from qinglian_desktop.modules.evaluation.page.mark_view import MarkView
from qinglian_desktop.modules.evaluation.system import shown
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.year_box import YearBox

_UNITS = (
    Heading("编码", 130), Heading("单位", 0), Heading("版本", 90), Heading("报送日期", 110),
    Heading("自评", 70, numeric=True), Heading("已核评", 80, numeric=True),
    Heading("核评", 70, numeric=True), Heading("进展", 110, state=True),
)  # fmt: skip
_HOW = "按单位编码排列。选中一家按回车逐条核评；核评完发回，随下次下发带给单位。"
_TABLES = ("assessment", "assessment_line", "assessment_mark", "assessment_review",
           "enrolled_unit")  # fmt: skip
_LOOKED_BACK_UNTIL = 6  # the month to which the year before is still looked through


def asked_year(years: Sequence[int]) -> int:
    """The year that is looked through now: the last one while this one has nothing."""
    now = clock.today()
    if now.year in years or now.year - 1 not in years or now.month > _LOOKED_BACK_UNTIL:
        return now.year
    return now.year - 1


class MarkingPage(OverPage):
    def __init__(self, desk: Desk) -> None:
        super().__init__("marking", "核评自评")
        self._desk = desk
        self._years = marking.years(desk.book)
        self.year = asked_year(self._years)
        self.rows: list[Standing] = []
        self._place = -1
        self.years = YearBox()
        self.head.addWidget(self.years)
        self.said = look.label(_HOW, "hint")
        self.said.setWordWrap(True)
        self.units = PlainTable("各单位的自评", _UNITS)
        self.empty = EmptyCard("还没有收到自评。单位报送自评、街道合并以后，在这里逐条核评。",
                               "assessment")  # fmt: skip
        self.view = MarkView(desk, self.banner)
        first = QWidget()
        first.setProperty("role", "clear")
        column = QVBoxLayout(first)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.said)
        column.addWidget(self.units, 1)
        column.addWidget(self.empty, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(first)
        self.stack.addWidget(self.view)
        self.column.addWidget(self.stack, 1)
        self.units.opened.connect(lambda place, _column: self.open_unit(place))
        self.years.chosen.connect(self.choose)
        self.view.stepped.connect(self.step_unit)
        self.view.back.clicked.connect(self.leave)
        desk.runner.changed.connect(self._on_changed)
        enter_at(self, self.units)
        self.reload()

    def reload(self) -> None:
        book = self._desk.book
        self._years = marking.years(book)
        self.years.offer([*self._years, clock.today().year], self.year)
        self.rows = marking.units(book, self.year)
        self.units.fill([_unit(one) for one in self.rows])
        there = any(one.marked for one in self.rows)
        self.units.setVisible(there)
        self.said.setVisible(there)
        self.empty.setVisible(not there)
        if there and self.units.row() < 0:
            self.units.selectRow(0)

    def _show_head(self, *, on: bool) -> None:
        """A unit has a head of its own."""
        for part in (self.back, self.heading, self.years):
            part.setVisible(on)

    def choose(self, year: int) -> None:
        self.year = year
        self._to_units()

    # -- one unit -------------------------------------------------------------------------

    def open_unit(self, place: int) -> None:
        """Its lines; who has handed in nothing yet has none."""
        one = self.rows[place]
        self.banner.hide()
        if one.marked is None:
            self.banner.say(f"{one.unit['name']}还没有报送 {self.year} 年的自评。")
            return
        if not self.view.flush():
            return
        self._place = place
        self._show_head(on=False)
        self.stack.setCurrentWidget(self.view)
        self.view.show_unit(one.unit["name"], one.unit["office_id"], self.year)

    def open_office(self, office: str) -> None:
        """For a page that knows which unit it wants."""
        ids = [one.unit["office_id"] for one in self.rows]
        if office in ids:
            self.open_unit(ids.index(office))

    def step_unit(self, way: int) -> None:
        """下一家, past those that have handed in nothing."""
        self.rows = marking.units(self._desk.book, self.year)  # others may have reported since
        places = [place for place, one in enumerate(self.rows) if one.marked is not None]
        further = [p for p in places if p > self._place] if way > 0 else [
            p for p in reversed(places) if p < self._place
        ]  # fmt: skip
        if further:
            self.units.selectRow(further[0])
            self.open_unit(further[0])
        else:
            self.banner.say("已经是最后一家了。" if way > 0 else "已经是第一家了。")

    def _to_units(self) -> None:
        self.banner.hide()
        self.stack.setCurrentIndex(0)
        self._show_head(on=True)
        self.reload()
        self.units.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        if self.stack.currentIndex() == 0:
            super().leave()
        elif not self.view.leave():
            self._to_units()

    def flush(self) -> None:
        self.view.flush()

    def print_page(self) -> None:
        if self.stack.currentWidget() is self.view:
            self.view.print_page()

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if self.stack.currentIndex() == 0 and changes.touches(*_TABLES):
            self.reload()


def _unit(one: Standing) -> tuple[str, ...]:
    code, name, given = one.unit["code"], one.unit["name"], one.marked
    if given is None:
        return (code, name, "", "", "", "", "", "未报送")
    row, review = given.row, given.review
    if given.sent is not None:
        state = given.sent["outcome"]
    else:
        state = "核评中" if given.marks else "待核评"
    return (
        code, name, f"第 {row['version']} 版", row["frozen_on"], rules.told(row["total"]),
        f"{review.said}/{review.asked}", shown(review.points) if given.marks else "", state,
    )  # fmt: skip
