"""某日状态: any list as it stood at the end of a chosen day, and against today (W-09)."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
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
from qinglian_desktop.core.kinds import DAY
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Field, Record
from qinglian_desktop.shell import allowed, as_of_paper
from qinglian_desktop.shell.as_of_compared import Compared, compared
from qinglian_desktop.store import recycling
from qinglian_desktop.store.as_of import Day
from qinglian_desktop.ui import look
from qinglian_desktop.ui.editors import editor_for
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.filter_bar import FilterBar
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.model import STATE_FIELDS
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import PlainTable
from qinglian_desktop.ui.table import RecordTable
from qinglian_desktop.ui.where import where_to

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_PAUSE = 400  # ms after the last letter of the day


def open_it(window: "Window", page: LedgerPage | None = None) -> "AsOfPage":
    """The list of `page`, or of the page that is open, as it stood at the end of last month."""
    if isinstance(window.page, AsOfPage):
        window.close_over()  # one of them is enough
    if page is None:
        page = next((p for p in _ledgers(window) if p.isVisible()), None)
    made = AsOfPage(window, page)
    made.closed.connect(window.close_over)
    window.lay_over(made)
    return made


def _ledgers(window: "Window") -> list[LedgerPage]:
    shown = window.page
    return [shown] if isinstance(shown, LedgerPage) else shown.findChildren(LedgerPage)


def day_word(day: date) -> str:
    """3月31日; with the year where it is not this one."""
    year = "" if day.year == clock.today().year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def usual_days(today: date) -> list[tuple[str, date]]:
    """The days people ask for: yesterday, and the ends of month, quarter and year."""
    month = today.replace(day=1)
    quarter = month.replace(month=(today.month - 1) // 3 * 3 + 1)
    one = timedelta(days=1)
    return [
        ("昨天", today - one),
        ("上月末", month - one),
        ("上季末", quarter - one),
        ("去年末", date(today.year - 1, 12, 31)),
    ]


class AsOfPage(OverPage):
    def __init__(self, window: "Window", page: LedgerPage | None = None) -> None:
        super().__init__("as_of", "某日状态")
        self._window = window
        self._began = window.book.began_on
        self.day = _first_day(self._began)
        self.record: type[Record] = page.record_type if page is not None else self._seen()[0]
        self._columns = page.table.records.columns if page is not None else None
        self._base = page.query() if page is not None else Query(self.record.table)
        self.kinds = push_button("", icon="filter")
        self.line = editor_for(Field("哪一天", DAY))
        self.line.set_stored(self.day.isoformat())
        self.compare = push_button("与今天比较", "choice")
        self.compare.setCheckable(True)
        self.export, self.print = push_button("导出", icon="export"), push_button("打印", "primary")
        self.said = look.label("", "group")
        self.footer = look.label("", "hint")
        self.nothing = EmptyCard("那天还没有记录。", "clock")
        self.against = PlainTable("和今天比", ())
        self.stack = QStackedWidget()
        self._shown: tuple[QWidget, ...] = ()  # what goes when another list is taken
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._lay_out()
        self.take(self.record, self._base, self._columns)
        self.compare.toggled.connect(self._on_compare)
        self.export.clicked.connect(self.on_export)
        self.print.clicked.connect(self.print_page)
        self.line.changed.connect(self._pause.start)
        self.line.left.connect(self._on_typed)
        self._pause.timeout.connect(self._on_typed)

    def _lay_out(self) -> None:
        for button in (self.compare, self.export, self.print):
            self.head.addWidget(button)
        chosen = QWidget()
        days = FlowLayout(chosen)
        days.addWidget(self.kinds)
        asked = look.label("哪一天：")
        asked.setMinimumHeight(look.metrics().field)
        days.addWidget(asked)
        days.addWidget(self.line)
        for word, day in usual_days(clock.today()):
            button = push_button(word, "link")
            button.clicked.connect(partial(self.set_day, day))
            days.addWidget(button)
        menu = QMenu(self.kinds)
        for record in self._seen():
            action = QAction(record.label, menu)
            action.triggered.connect(partial(self._on_kind, record))
            menu.addAction(action)
        self.kinds.setMenu(menu)
        frame = QFrame()
        frame.setProperty("role", "past")
        self._inside = QVBoxLayout(frame)
        self._inside.setContentsMargins(16, 12, 16, 8)
        self._inside.setSpacing(8)
        self._over = QHBoxLayout()
        self._over.addWidget(self.said, 1)
        self._inside.addLayout(self._over)
        self._inside.addWidget(self.stack, 1)
        self._inside.addWidget(self.footer)
        self.column.addWidget(chosen)
        self.column.addWidget(frame, 1)
        for part in (self.nothing, self.against):
            self.stack.addWidget(part)

    # -- which list, which day ------------------------------------------------------------

    def _seen(self) -> list[type[Record]]:
        hidden = allowed.hidden(self._window)
        return [r for r in recycling.kinds(self._window.book) if r.table not in hidden]

    def take(self, record: type[Record], base: Query, columns: Sequence[str] | None = None) -> None:
        """Shows the list of this record, filtered and sorted as `base` says."""
        for old in self._shown:
            old.setParent(None)
            old.deleteLater()
        self.record, self._base = record, base
        self.kinds.setText(f"列表：{record.label}")
        self.kinds.setAccessibleName(self.kinds.text())
        state = next((name for name in STATE_FIELDS if name in record.fields), "")
        states = record.fields[state].choices if state else ()
        self.filters = FilterBar(states, record.fields[state].label if state else "")
        chosen = next((w.value for w in base.where if (w.field, w.op) == (state, "=")), "")
        self._more = tuple(w for w in base.where if (w.field, w.op) != (state, "="))
        if chosen in states and chosen:
            self.filters.choose_state(chosen)
        self.filters.line.setText(base.search)
        self._state = state
        self._over.addWidget(self.filters)
        reader = Day(self._window.book, self.day)
        self.table = RecordTable(record, reader=reader, columns=columns, lane=self._lane)
        self.table.beside = True
        self.table.summed, self.table.split_by = record.adds_up, record.sides
        self.table.records.query = base
        self.table.footer_changed.connect(self._on_footer)
        self.stack.insertWidget(0, self.table)
        self._shown = (self.table, self.filters)
        enter_at(self, self.table)
        self.filters.changed.connect(self.reload)
        self.reload()

    def _on_kind(self, record: type[Record], _checked: bool = False) -> None:
        self.take(record, Query(record.table))

    def _lane(self, question: Callable[[Any], Any], on_done: Callable[[Any], None]) -> None:
        day = self.day
        self._window.runner.read(lambda book: question(Day(book, day)), on_done)

    def set_day(self, day: date, _checked: bool = False) -> None:
        self.line.set_stored(day.isoformat())
        self._pause.stop()
        self._look_at(day)

    def _on_typed(self) -> None:
        self._pause.stop()
        stored = self.line.stored()
        self.line.show_problem(self.line.problem())
        if stored and stored != self.day.isoformat():
            self._look_at(date.fromisoformat(stored))

    def _look_at(self, day: date) -> None:
        self.day = day
        self.reload()

    def query(self) -> Query:
        """The list's filters, over what its own list was filtered by."""
        where = self._more
        if state := self.filters.state():
            where = (*where, Where(self._state, "=", state))
        order = self.table.records.query.order
        return self._base._replace(where=where, search=self.filters.keyword(), order=order)

    # -- showing --------------------------------------------------------------------------

    def reload(self) -> None:
        trouble = self._no_such_day()
        comparing = self.compare.isChecked()
        for button in (self.export, self.print):
            button.setVisible(not comparing)
            button.setEnabled(not trouble)
        self.compare.setEnabled(not trouble)
        self.said.setText("" if trouble else f"正在翻到 {day_word(self.day)}…")
        if trouble:
            self._say_nothing(trouble)
        elif comparing:
            self._compare()
        else:
            self.table.records.reader = Day(self._window.book, self.day)
            self.table.ask(self.query())

    def _no_such_day(self) -> str:
        if self._began is None:
            return "还没有登记过，没有可以看的日子。"
        if self.day > clock.today():
            return f"还没到 {day_word(self.day)}。选今天或以前的一天。"
        if self.day < self._began:
            return f"早于 {self._began} 的数据是导入的，没有当时状态。"
        return ""

    def _say_nothing(self, words: str) -> None:
        self.nothing.text.setText(words)
        self.stack.setCurrentWidget(self.nothing)
        self._say_footer("")

    def _say_footer(self, text: str) -> None:
        if self._window.book.unit.is_street:
            text = " · ".join(filter(None, (text, "只含本街道自己登记的")))
        self.footer.setText(text)
        self.footer.setVisible(bool(text))

    def _on_footer(self, text: str) -> None:
        if self.compare.isChecked() or self._no_such_day() or text == "正在数…":
            return
        self.said.setText(self._heading())
        if self.table.records.ids:
            self.stack.setCurrentWidget(self.table)
            self._say_footer(text)
        elif self.filters.active or self._more:
            self._say_nothing("那天没有符合条件的记录。")
        else:
            self._say_nothing("那天还没有记录。")

    def _heading(self) -> str:
        return f"这是 {day_word(self.day)} 的样子"

    # -- against today --------------------------------------------------------------------

    def _on_compare(self, _on: bool) -> None:
        self.reload()

    def _compare(self) -> None:
        day, query, columns = self.day, self.query(), self.table.records.columns

        def answered(found: Compared) -> None:
            if isValid(self) and self.compare.isChecked() and day == self.day:
                self._show_compared(found)

        self._window.runner.read(lambda book: compared(Day(book, day), query, columns), answered)

    def _show_compared(self, found: Compared) -> None:
        self.said.setText(f"{self._heading()}，和今天比")
        if not found.rows:
            self._say_nothing("和今天一样，没有变化。")
            return
        self.against.fill(found.rows, found.headings, marks=found.marks)
        self.stack.setCurrentWidget(self.against)
        self._say_footer(found.said)
        self.against.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- on paper, in a workbook ----------------------------------------------------------

    def print_page(self) -> None:
        if not self._no_such_day():
            as_of_paper.print_day(self._window, self.day, self.query())

    def on_export(self) -> None:
        place = where_to(
            self, f"导出{self.record.label}", f"{self.record.label}_{self.day}.xlsx",
            "表格 (*.xlsx *.csv)", (".xlsx", ".csv"),
        )  # fmt: skip
        if place is not None:
            as_of_paper.export_day(self._window, self.day, self.query(), place)


def _first_day(began: date | None) -> date:
    """The end of last month, where there was something then; else yesterday, or today."""
    today = clock.today()
    month = today.replace(day=1) - timedelta(days=1)
    yesterday = today - timedelta(days=1)
    return next((day for day in (month, yesterday) if began and day >= began), today)
