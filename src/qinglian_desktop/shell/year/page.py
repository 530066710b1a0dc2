"""日历 (W-05): what falls on each day, by month and as a list; days to meet; the year on paper."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from qinglian_desktop.core import clock
from qinglian_desktop.core.calendar import WEEKDAYS
from qinglian_desktop.core.document import Sheet
from qinglian_desktop.core.meeting_days import Avoid, Fair, propose
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.reckoning import placed
from qinglian_desktop.shell import drawing
from qinglian_desktop.shell.year import nodes, paper
from qinglian_desktop.shell.year.market_line import MarketLine
from qinglian_desktop.shell.year.month_grid import MonthGrid, Told
from qinglian_desktop.shell.year.nodes import LAYERS, MEETING, Node
from qinglian_desktop.store import market_days
from qinglian_desktop.ui import look
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_LINES = (
    Heading("日期", 130), Heading("农历", 100), Heading("类别", 64),
    Heading("事项", 0, private=True), Heading("什么日子", 110), Heading("办了没有", 80, state=True),
)  # fmt: skip
_OF_DAY = (Heading("类别", 56), Heading("事项", 0, private=True))
_PROPOSED = (Heading("哪天", 150), Heading("农历", 0))
_AHEAD, _MOST = 90, 20  # days looked ahead for a meeting; days proposed at once
_GRID = 350  # px at 标准 that a month needs
_SIDE = 340  # px at 标准


def open_it(window: "Window") -> None:
    page = YearPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


class YearPage(OverPage):
    def __init__(self, window: "Window") -> None:
        super().__init__("year", "日历")
        self._window = window
        self.found: list[Node] = []
        self._year = 0
        self._calendar, self._lunar = window.book.calendar(), window.book.lunar()
        self.fair = market_days.kept(window.book)
        self.before, self.after = push_button("上个月"), push_button("下个月")
        self.now = push_button("今天")
        self.when = look.label("", "strong")
        self.as_list = push_button("列表", "choice")
        self.as_list.setCheckable(True)
        self.meeting = push_button("找开会的日子", "choice")
        self.meeting.setCheckable(True)
        self.print_menu = push_button("打印全年", icon="print")
        self.layers = {layer: push_button(layer, "choice") for layer in LAYERS}
        self.grid = MonthGrid()
        self.table = PlainTable("这一年的安排", _LINES)
        self.side = _Side(self.fair)
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        self._lay_out()
        self._connect()
        enter_at(self, self.grid)
        self.show_day(clock.today())

    def _lay_out(self) -> None:
        menu = QMenu(self.print_menu)
        sheets: tuple[tuple[str, Sheet], ...] = (("A4 一张", "landscape"), ("A3 一张", "a3"))
        for word, sheet in sheets:
            menu.addAction(word, partial(self.print_year, sheet))
        self.print_menu.setMenu(menu)
        for button in (self.as_list, self.meeting, self.print_menu):
            self.head.addWidget(button)
        tools = QWidget()
        tools.setProperty("role", "clear")
        row = FlowLayout(tools)
        for button in self.layers.values():
            button.setCheckable(True)
            button.setChecked(True)
        self.head.insertWidget(2, self.when)  # right of the title
        for part in (self.before, self.after, self.now, *self.layers.values()):
            row.addWidget(part)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.grid)
        self.stack.addWidget(self.table)
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(self.stack, 1)
        across.addWidget(self.side)
        self.column.addWidget(tools)
        self.column.addLayout(across, 1)
        self.column.addWidget(self.said)

    def _connect(self) -> None:
        self.before.clicked.connect(partial(self.turn, -1))
        self.after.clicked.connect(partial(self.turn, 1))
        self.now.clicked.connect(lambda: self.show_day(clock.today()))
        self.as_list.toggled.connect(self._on_list)
        self.meeting.toggled.connect(self._tell_day)
        for button in self.layers.values():
            button.toggled.connect(self._fill)
        self.grid.chosen.connect(self._on_chosen)
        self.grid.opened.connect(self._on_day)
        self.grid.turned.connect(self.turn)
        self.table.opened.connect(self._on_line)
        self.side.table.opened.connect(self._on_side)
        self.side.open.clicked.connect(lambda: self._on_side(self.side.table.row(), 0))
        self.side.task.clicked.connect(self.new_task)
        self.side.changed.connect(self._tell_day)
        self.side.fair_typed.connect(self._on_fair)
        self._window.runner.changed.connect(self._on_changed)

    # -- which day ------------------------------------------------------------------------

    def show_day(self, day: date) -> None:
        """This day chosen, its month shown, its year read."""
        if day.year != self._year:
            self._year = day.year
            self._read()
        self._show_month(day)
        self.grid.choose(day)

    def turn(self, months: int, *_: object) -> None:
        """The same day of another month, or its last."""
        self.show_day(placed(self.grid.month.first, months, self.grid.day.day))

    def _read(self) -> None:
        year = self._year

        def answered(found: list[Node]) -> None:
            if isValid(self) and year == self._year:
                self.found = found
                self._fill()

        self._window.runner.read(lambda book: nodes.nodes(book, year), answered)

    def _on_changed(self, _changes: Changes, _initiator: object) -> None:
        self._read()

    @property
    def shown(self) -> list[Node]:
        wanted = {layer for layer, button in self.layers.items() if button.isChecked()}
        return [node for node in self.found if node.layer in wanted]

    # -- showing --------------------------------------------------------------------------

    def _fill(self, *_: object) -> None:
        day = self.grid.day
        self._show_month(day)
        self.grid.choose(day)
        self.table.fill([self._texts(node) for node in self.shown])
        missing = "".join(f"{text}。" for text in self._calendar.note(self._year))
        counts = "，".join(
            f"{layer} {count}" for layer in LAYERS
            if (count := sum(node.layer == layer for node in self.found))
        )  # fmt: skip
        self.said.setText(
            f"{self._year}年共 {len(self.found)} 项：{counts or '没有安排'}。{missing}"
        )
        self._tell_day()

    def _show_month(self, day: date) -> None:
        self.when.setText(f"{day.year}年{day.month}月")
        days = nodes.by_day(self.shown)
        begins = day.replace(day=1) - timedelta(days=7)
        span = (begins + timedelta(days=n) for n in range(50))
        self.grid.month.show(day, {one: self._told(one, days.get(one, ())) for one in span})

    def _told(self, day: date, here: Sequence[Node]) -> Told:
        lunar, off = self._lunar.of_day(day), self._calendar.day_off(day)
        mark = "休" if off and day in self._calendar.holidays else ""
        mark = "班" if day in self._calendar.makeups else mark
        if self.fair.holds(day, self._lunar):
            mark += "场"
        lines = []
        for layer in LAYERS:
            of_layer = [node for node in here if node.layer == layer]
            if of_layer:
                lines.append(f"{layer} {_count(of_layer)}")
        return Told(lunar.short if lunar else "", mark, lines, bool(off))

    def _texts(self, node: Node) -> tuple[str, ...]:
        lunar = self._lunar.of_day(node.day)
        day = _said(node.day)
        state = "逾期" if node.day < clock.today() else "待办"
        state = node.state if node.done else state if node.table else ""
        return (day, lunar.label if lunar else "", node.layer, node.words, node.what, state)

    def _on_chosen(self, day: date) -> None:
        first = self.grid.month.first
        if (day.year, day.month) != (first.year, first.month):
            self.show_day(day)
        else:
            self._tell_day()

    def _tell_day(self, *_: object) -> None:
        day, lunar = self.grid.day, self._lunar.of_day(self.grid.day)
        said = [_said(day)]
        said += [f"农历{lunar.label}"] if lunar else []
        said += [off] if (off := self._calendar.day_off(day)) else []
        said += ["赶场"] if self.fair.holds(day, self._lunar) else []
        if self.meeting.isChecked():
            busy = {n.day: n.words for n in self.found if n.layer == MEETING and not n.done}
            days = propose(
                day, day + timedelta(days=_AHEAD), self._calendar, self._lunar, self.fair, busy,
                self.side.avoid,
            )  # fmt: skip
            self.side.propose([(one, self._proposed(one, more)) for one, more in days][:_MOST])
        else:
            self.side.tell(" · ".join(said), [node for node in self.shown if node.day == day])

    def _proposed(self, day: date, more: Sequence[str]) -> tuple[str, str]:
        lunar = self._lunar.of_day(day)
        beside = "，".join([lunar.label if lunar else "", *more])
        return _said(day), beside

    def _on_list(self, on: bool) -> None:
        self.stack.setCurrentIndex(1 if on else 0)
        enter_at(self, self.table if on else self.grid)

    # -- going on -------------------------------------------------------------------------

    def _on_day(self, _day: date) -> None:
        """Enter on a day: into its panel, or to the list where there is none."""
        if self.side.isVisible():
            self.side.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.as_list.setChecked(True)

    def _on_line(self, row: int, _column: int) -> None:
        shown = self.shown
        if row < len(shown):
            self._open(shown[row])

    def _on_side(self, row: int, _column: int) -> None:
        if self.meeting.isChecked():
            if 0 <= row < len(self.side.days):
                day = self.side.days[row]
                self.meeting.setChecked(False)
                self.show_day(day)
        elif 0 <= row < len(self.side.nodes):
            self._open(self.side.nodes[row])

    def _open(self, node: Node) -> None:
        window = self._window
        page_id = window.tab_of(node.table) if node.table else ""
        if page_id:
            window.go(page_id, node.table, node.row_id)
        elif node.table:
            self.banner.say(f"这一条在“{window.book.tables[node.table].label}”里。")
        else:
            self.banner.say(f"这是规定的次数，没有单独的记录。{node.what}")

    def new_task(self) -> None:
        """新建任务, due on the chosen day."""
        day = self.grid.day
        page = self._window.go("tasks")
        page.new_record()  # type: ignore[attr-defined]
        page.drawer.form.editors["due_on"].fill_in(  # type: ignore[attr-defined]
            day.isoformat(), "日历里选的日子"
        )

    def _on_fair(self, fair: Fair) -> None:
        self.fair = fair
        market_days.keep(self._window.book, fair)
        self._fill()

    def print_year(self, sheet: Sheet) -> None:
        book = self._window.book
        made = paper.paper_of(
            self._year, self.shown, book.unit.name, self._calendar, self._lunar, self.fair, sheet
        )
        drawing.show_paper(self._window, made, f"{self._year}年全年安排")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside the month the chosen day has its own panel, where there is room for both."""
        super().resizeEvent(event)
        sized = look.metrics()
        self.side.setFixedWidth(sized.px(_SIDE))
        self.side.setVisible(self.width() >= sized.px(_GRID + _SIDE) + 60)

    def print_page(self) -> None:
        self.print_year("landscape")


def _count(some: Sequence[Node]) -> str:
    """How many, and how many of them are left: 5, 5 剩 3, 5 已办."""
    left = sum(not node.done for node in some)
    if left == len(some):
        return str(left)
    return f"{len(some)} 剩 {left}" if left else f"{len(some)} 已办"


class _Side(QFrame):
    """What is on the chosen day, or the days that suit a meeting."""

    changed = Signal()
    fair_typed = Signal(object)

    def __init__(self, fair: Fair, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.nodes: list[Node] = []
        self.days: list[date] = []
        self.title = look.label("", "strong")
        self.title.setWordWrap(True)
        self.table = PlainTable("这一天", _OF_DAY)
        self.none = look.label("这一天没有安排。", "hint")
        self.open, self.task = push_button("打开"), push_button("新建任务", icon="add")
        self.kinds = {
            name: push_button(word, "choice")
            for name, word in (
                ("days_off", "避开放假"),
                ("fairs", "避开赶场"),
                ("busy", "避开别的会"),
            )
        }
        self.market = MarketLine(fair)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        column.addWidget(self.title)
        self.wanted = QWidget()
        self.wanted.setProperty("role", "clear")
        ticks = FlowLayout(self.wanted, gap=4)
        for button in self.kinds.values():
            button.setCheckable(True)
            button.setChecked(True)
            button.toggled.connect(self.changed)
            ticks.addWidget(button)
        column.addWidget(self.wanted)
        column.addWidget(self.table, 1)
        column.addWidget(self.none, 1, Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout()
        row.addWidget(self.open)
        row.addWidget(self.task)
        column.addLayout(row)
        column.addWidget(self.market)
        self.market.changed.connect(self.fair_typed)

    @property
    def avoid(self) -> Avoid:
        return Avoid(**{name: button.isChecked() for name, button in self.kinds.items()})

    def tell(self, title: str, here: list[Node]) -> None:
        self.title.setText(title)
        self.nodes, self.days = here, []
        self.table.fill([(node.layer, node.words) for node in here], _OF_DAY)
        self.none.setText("这一天没有安排。")
        self._offer(bool(here), meeting=False)

    def propose(self, found: list[tuple[date, tuple[str, str]]]) -> None:
        self.title.setText("从选中的日子往后，可以开会的日子")
        self.nodes, self.days = [], [day for day, _ in found]
        self.table.fill([texts for _, texts in found], _PROPOSED)
        self.none.setText(f"往后 {_AHEAD} 天里没有这样的日子。少避开一样再看。")
        self._offer(bool(found), meeting=True)

    def _offer(self, some: bool, *, meeting: bool) -> None:
        self.wanted.setVisible(meeting)
        self.table.setVisible(some)
        self.none.setVisible(not some)
        self.open.setEnabled(some)
        self.open.setText("看这一天" if meeting else "打开")
        self.task.setVisible(not meeting)
        if some:
            self.table.selectRow(0)


def _said(day: date) -> str:
    return f"{day.month}月{day.day}日 {WEEKDAYS[day.weekday()]}"
