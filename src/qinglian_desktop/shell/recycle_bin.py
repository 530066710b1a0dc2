"""回收站: what was deleted in the last 180 days, and the way back (W-10)."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget
from shiboken6 import isValid

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules import saving
from qinglian_desktop.shell import allowed
from qinglian_desktop.store import people, recycling, retention
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.recycling import Gone, Key, ParentsGone
from qinglian_desktop.ui import look
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.filter_bar import PAUSE
from qinglian_desktop.ui.messages import fill, push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.word_question import ask_word

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_LINES = (
    Heading("名称", 0, private=True),
    Heading("原位置", 220),
    Heading("删除时间", 170),
    Heading("谁删的", 110),
    Heading("还能保留", 110),
)
_ALL = "全部"


def open_it(window: "Window", table: str = "") -> "RecycleBin":
    """The bin over the page that is open; with `table`, only rows of that kind."""
    if isinstance(window.page, RecycleBin):
        window.close_over()  # one of them is enough
    page = RecycleBin(window, table)
    page.closed.connect(window.close_over)
    window.lay_over(page)
    page.reload()
    return page


class RecycleBin(OverPage):
    def __init__(self, window: "Window", table: str = "", parent: QWidget | None = None) -> None:
        super().__init__("bin", "回收站", parent)
        self._window, self.kind, self.lines = window, table, list[Gone]()
        self.restore = push_button("还原", "primary", icon="undo")
        self.both = push_button("一起还原")
        self.for_good = push_button("彻底删除…", "danger")
        self._parents: tuple[Key, ...] = ()
        self.kinds = push_button("", icon="filter")
        self._menu = QMenu(self.kinds)
        self.kinds.setMenu(self._menu)
        self.search = QLineEdit()
        self.search.setPlaceholderText("找删掉的（Ctrl+F）")
        self.search.setMinimumWidth(look.metrics().px(280))
        look.named(self.search, "找删掉的")
        self.table = PlainTable("删掉的记录", _LINES)
        self.table.setSelectionMode(PlainTable.SelectionMode.ExtendedSelection)
        self.empty = EmptyCard("回收站是空的。", "delete")
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._lay_out()
        self._pause.timeout.connect(self.reload)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.restore.clicked.connect(self.on_restore)
        self.both.clicked.connect(self.on_both)
        self.for_good.clicked.connect(self.on_destroy)
        self.table.opened.connect(self.on_restore)
        self.table.selectionModel().selectionChanged.connect(self._offer)
        window.runner.changed.connect(self._on_changed)
        self._say_kind()
        self._offer()

    def _lay_out(self) -> None:
        self.head.addWidget(self.for_good)
        self.head.addWidget(self.restore)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.kinds)
        row.addWidget(self.search)
        row.addStretch(1)
        banner = QHBoxLayout()
        self.column.removeWidget(self.banner)
        banner.addWidget(self.banner, 1)
        banner.addWidget(self.both)
        self.both.hide()
        self.column.addLayout(row)
        self.column.addLayout(banner)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.empty, 1)
        self.column.addWidget(self.said)
        enter_at(self, self.table)

    # -- the list -------------------------------------------------------------------------

    def reload(self) -> None:
        table, text = self.kind, self.search.text().strip()

        def answered(found: list[Gone]) -> None:
            if isValid(self) and (table, text) == (self.kind, self.search.text().strip()):
                self._fill(found)

        hidden = allowed.hidden(self._window)

        def asked(book: Book) -> list[Gone]:
            found = recycling.gone(book, table=table, search=text)
            return [one for one in found if one.table not in hidden]

        self._window.runner.read(asked, answered)

    def _fill(self, found: list[Gone]) -> None:
        self.lines = found
        self.table.fill([self._texts(line) for line in found])
        looked = bool(self.kind or self.search.text().strip())
        self.empty.text.setText("没有找到。换个类别或少打一个字。" if looked else "回收站是空的。")
        self.table.setVisible(bool(found))
        self.empty.setVisible(not found)
        self.said.setText(
            f"共 {len(found):,} 条。删掉的留 {recycling.DAYS} 天，过了就不在这里，"
            "经过仍留在留痕里。按住 Ctrl 或 Shift 可以选几条一起还原。"
        )
        self.table.clearSelection()
        if found:
            self.table.selectRow(0)
        # With nothing to choose the keys are where one looks on, not in the header's search.
        begins = self.table if found else self.search
        enter_at(self, begins)
        if not self.search.hasFocus():
            begins.setFocus(Qt.FocusReason.OtherFocusReason)
        self._offer()

    def _texts(self, line: Gone) -> tuple[str, ...]:
        record = self._window.book.tables[line.table]
        tab = self._window.tabs.get(self._window.tab_of(line.table))
        place = record.label if tab is None or tab.label == record.label else (
            f"{tab.label} › {record.label}"
        )  # fmt: skip
        return (line.name, place, line.at.replace("T", " ")[:16], line.who, f"{line.left} 天")

    def _on_changed(self, _changes: Changes, _initiator: object = None) -> None:
        self.reload()

    def chosen(self) -> list[Key]:
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self.lines[row].key for row in rows if row < len(self.lines)]

    def _offer(self, *_: object) -> None:
        count = len(self.chosen())
        self.restore.setEnabled(count > 0)
        self.for_good.setVisible(count > 0)
        fill(self.restore, count > 0)
        self.restore.setText(f"还原 {count} 条" if count > 1 else "还原")
        self.restore.setAccessibleName(self.restore.text())

    # -- which kind -----------------------------------------------------------------------

    def _say_kind(self) -> None:
        tables = self._window.book.tables
        label = tables[self.kind].label if self.kind else _ALL
        self.kinds.setText(f"类别：{label}")
        self.kinds.setAccessibleName(self.kinds.text())
        self._menu.clear()
        hidden = allowed.hidden(self._window)
        seen = [r for r in recycling.kinds(self._window.book) if r.table not in hidden]
        kinds = [("", _ALL)] + [(r.table, r.label) for r in seen]
        for table, word in kinds:
            action = QAction(word, self._menu)
            action.triggered.connect(partial(self._on_kind, table))
            self._menu.addAction(action)

    def _on_kind(self, table: str, _checked: bool = False) -> None:
        self.kind = table
        self._say_kind()
        self.reload()

    def on_destroy(self) -> None:
        """For good (an administrator's act): the word has to be written out."""
        keys = self.chosen()
        if (no := people.may(self._window.book, "彻底删除")) is not None:
            no.again = self.on_destroy
            self.banner.say(no)
            return
        asked = f"这 {len(keys):,} 条彻底删除后找不回来，经过里也看不到内容。删以前会先备份一次。"
        answer = ask_word(self, asked, retention.WORD, "彻底删除", "先不删")
        if answer is None:
            return

        def work(book: Book, tick: Callable[[int, int], bool]) -> Changes:
            return retention.destroy(book, keys, *answer, tick)

        self._window.runner.job(
            work,
            label="正在彻底删除",
            on_done=lambda changes: self._window.bar.say(f"彻底删除了 {changes.result} 条。"),
            on_refused=self._on_refused,
        )

    # -- the way back ---------------------------------------------------------------------

    def on_restore(self, *_: object) -> None:
        self._bring_back(self.chosen())

    def on_both(self) -> None:
        self._bring_back([*self._parents, *self.chosen()])

    def _bring_back(self, keys: Sequence[Key]) -> None:
        if not keys:
            return
        self.banner.hide()
        self.both.hide()

        def work(book: Book, tick: Callable[[int, int], bool]) -> Changes:
            return recycling.restore(book, keys, bring_back)

        self._window.runner.job(
            work, label="正在还原", on_done=self._on_back, on_refused=self._on_refused
        )

    def _on_back(self, changes: Changes) -> None:
        self._window.bar.say(
            f"已还原 {changes.result} 条，在原来的地方。",
            action=partial(self._window.runner.undo_step, changes.step),
        )

    def _on_refused(self, refused: Refused) -> None:
        if not isValid(self):
            return
        self.banner.say(refused)
        if isinstance(refused, ParentsGone):
            self._parents = refused.parents
            self.both.show()
            self.both.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Find):
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            super().keyPressEvent(event)


def bring_back(book: Book, table: str, row_id: str) -> object:
    return saving.restorer(table)(book, row_id)
