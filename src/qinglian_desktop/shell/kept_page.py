"""找回还原前登记的: what a restore replaced, row by row, and the way back into the ledgers."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget
from shiboken6 import isValid

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules import catalog, saving
from qinglian_desktop.store import backup, kept
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.kept import Kept, Line
from qinglian_desktop.ui import look
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import ask, fill, push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_LINES = (
    Heading("记录", 0, private=True),
    Heading("在哪本台账", 200),
    Heading("和现在比", 120, state=True),
    Heading("当时最后改的时间", 180),
    Heading("谁改的", 110),
)
_ALL_HERE = "这次还原以前登记的，现在都在。"
_SHUT = "这一份还没有打开。要看就回到设置再点一次，输入还原以前用的 PIN。"
# Notes of sending and receiving belong to the stream they were made in.
_LEFT_OUT = ("exchange", "grid", "signers", "printing")


def open_it(window: "Window") -> "KeptPage":
    page = KeptPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)
    page.reload()
    return page


def records() -> list[type]:
    """The ledgers whose rows can be taken over."""
    return [
        record
        for module in catalog.MODULES
        if module.name not in _LEFT_OUT
        for record in module.records
        if not record.sealed
    ]


class KeptPage(OverPage):
    def __init__(self, window: "Window", parent: QWidget | None = None) -> None:
        super().__init__("kept", "找回还原前登记的", parent)
        self._window, self.lines = window, list[Line]()
        self.states = kept.listed(window.home)
        self.state: Kept | None = self.states[0] if self.states else None
        self._pin, self._shut = "", False  # the PIN of then, where other keys lock the state
        self.take = push_button("找回", "primary", icon="undo")
        self.every = push_button("全部选上")
        self.which = push_button("", icon="filter")
        self._menu = QMenu(self.which)
        self.which.setMenu(self._menu)
        self.table = PlainTable("还原前登记的", _LINES)
        self.table.setSelectionMode(PlainTable.SelectionMode.ExtendedSelection)
        self.empty = EmptyCard(_ALL_HERE, "undo")
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        self.gone = push_button("清掉这一份", icon="delete")
        self.head.addWidget(self.gone)
        self.head.addWidget(self.every)
        self.head.addWidget(self.take)
        row = QHBoxLayout()
        row.addWidget(self.which)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.empty, 1)
        self.column.addWidget(self.said)
        enter_at(self, self.table)
        self.take.clicked.connect(self.on_take)
        self.every.clicked.connect(self.table.selectAll)
        self.gone.clicked.connect(self.on_clear)
        self.table.opened.connect(self.on_take)
        self.table.selectionModel().selectionChanged.connect(self._offer)
        self._say_which()
        self._fill([])

    def _say_which(self) -> None:
        word = _when(self.state) if self.state else "没有还原过"
        self.which.setText(word)
        self.which.setAccessibleName(f"哪一次还原：{word}")
        self.which.setVisible(len(self.states) > 1)
        self.gone.setVisible(self.state is not None)
        self._menu.clear()
        for state in self.states:
            action = QAction(_when(state), self._menu)
            action.triggered.connect(partial(self._on_which, state))
            self._menu.addAction(action)

    def _on_which(self, state: Kept, _checked: bool = False) -> None:
        self.state, self._pin = state, ""
        self._say_which()
        self.reload()

    # -- the list -------------------------------------------------------------------------

    def reload(self) -> None:
        if self.state is None:
            return
        state, asked = self.state, partial(_lines, self.state.folder, self._pin)
        self._window.runner.read(asked, partial(self._answered, state))

    def _answered(self, state: Kept, found: list[Line] | Refused) -> None:
        if not isValid(self) or state is not self.state:
            return
        if isinstance(found, Refused):
            if found.code == backup.OTHER_KEYS:
                self._ask_pin(found)
            else:
                self.banner.say(found)
            self._fill([])
            self._pin, self._shut = "", True
            self.empty.text.setText(_SHUT)
            return
        self._fill(found)

    def _ask_pin(self, shut: Refused) -> None:
        from qinglian_desktop.shell.other_keys import OtherKeys

        asked = OtherKeys(shut, self, "看看这一份", "不看")
        asked.given.connect(self._on_pin)
        asked.open()

    def _on_pin(self, pin: str) -> None:
        self._pin = pin
        self.banner.hide()
        self.reload()

    def _fill(self, found: list[Line]) -> None:
        self.lines, self._shut = found, False
        self.table.fill(
            [(o.name, o.label, o.what, o.at.replace("T", " ")[:16], o.who) for o in found]
        )
        self.table.setVisible(bool(found))
        self.every.setVisible(bool(found))
        self.empty.setVisible(not found)
        self.empty.text.setText(_ALL_HERE)
        self.said.setText(
            f"共 {len(found):,} 条只在还原前的那份里，或者和现在不一样。"
            "选好按“找回”，会照平常登记一样写进台账，能撤销。那一份一直留着，直到在这里清掉。"
            if found
            else ""
        )
        self.table.clearSelection()
        if found:
            self.table.selectRow(0)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._offer()

    def chosen(self) -> list[Line]:
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self.lines[row] for row in rows if row < len(self.lines)]

    def _offer(self, *_: object) -> None:
        count = len(self.chosen())
        self.take.setEnabled(count > 0)
        fill(self.take, count > 0)
        self.take.setText(f"找回 {count:,} 条" if count > 1 else "找回")
        self.take.setAccessibleName(self.take.text())

    # -- no longer needed -----------------------------------------------------------------

    def on_clear(self) -> None:
        state = self.state
        if state is None:
            return
        only = f"里面还有 {len(self.lines):,} 条现在没有或不一样的，" if self.lines else ""
        only = "里面登记了什么还没有看过。" if self._shut else only
        size = max(kept.size_of(state.folder) / (1 << 20), 0.1)
        asked = f"{_when(state)}这一份占 {size:,.1f} MB。{only}清掉以后找不回来。确实不再需要了吗？"
        if not ask(self, asked, "清掉", "留着", danger=True):
            return
        self.banner.hide()

        def work(book: Book, tick: Callable[[int, int], bool]) -> Changes:
            return kept.clear(book, state.folder)

        self._window.runner.job(
            work, label="正在清掉", on_done=self._on_cleared, on_refused=self.banner.say
        )

    def _on_cleared(self, _changes: Changes) -> None:
        self._window.bar.say("已清掉。备份和现在的数据没有动。")
        if not isValid(self):
            return
        self.states = kept.listed(self._window.home)
        self.state, self._pin = (self.states[0] if self.states else None), ""
        self._say_which()
        self._fill([])
        self.empty.text.setText(_ALL_HERE if self.state else "没有还原前另存的了。")
        self.reload()

    # -- the way back ---------------------------------------------------------------------

    def on_take(self, *_: object) -> None:
        keys, state, pin = [line.key for line in self.chosen()], self.state, self._pin
        if not keys or state is None:
            return
        self.banner.hide()

        def work(book: Book, tick: Callable[[int, int], bool]) -> Changes:
            return kept.take_over(book, state.folder, keys, saving.admit, pin)

        self._window.runner.job(
            work, label="正在找回", on_done=self._on_taken, on_refused=self.banner.say
        )

    def _on_taken(self, changes: Changes) -> None:
        taken = changes.result
        assert isinstance(taken, kept.Taken)
        self._window.bar.say(
            f"已找回 {taken.rows:,} 条，在原来的台账里。",
            action=partial(self._window.runner.undo_step, changes.step),
        )
        if not isValid(self):
            return
        if taken.held:
            one = taken.held[0]
            self.banner.say(f"有 {len(taken.held):,} 条没有找回，例如〔{one.name}〕：{one.why}。")
        self.reload()


def _lines(folder: Path, pin: str, book: Book) -> list[Line] | Refused:
    try:
        return kept.lines(book, folder, records(), pin)
    except Refused as refused:
        return refused


def _when(state: Kept) -> str:
    return f"{state.at[:10]} {state.at[11:16]} 还原时另存的"
