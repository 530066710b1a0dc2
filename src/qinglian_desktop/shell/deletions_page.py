"""A bundle deletes a lot: the rows by name, and a second person who agrees, or nobody does.

Both ways lead on. Agreed: all of it is merged, and who agreed stands in the trail. Not agreed:
the rest is merged, those rows stay, and the receipt tells the unit.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.shell.merge_details import COLUMNS, lines, looked, window_of
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import look
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import ask, push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.pin_row import PinRow
from qinglian_desktop.ui.plain_table import PlainTable

if TYPE_CHECKING:
    from qinglian_desktop.exchange.differences import Difference
    from qinglian_desktop.exchange.preview import Preview
    from qinglian_desktop.shell.window import Window

Found = Sequence[tuple[Path, "tuple[Preview, list[Difference]]"]]
AGREE, KEEP = "同意删除并合并", "不同意，其余照收"


def open_it(page: QWidget, paths: Sequence[Path], go_on: Callable[[Any], object]) -> None:
    """Asks about these files; `go_on` is called with what was said (exchange/many.Deletions)."""
    window = window_of(page)

    def done(found: Found) -> None:
        over = DeletionsPage(window, found, go_on)
        over.closed.connect(window.close_over)
        window.lay_over(over)
        over.keep.setFocus(Qt.FocusReason.OtherFocusReason)

    window.runner.when_free(
        lambda: window.runner.job(_all, list(paths), label="看要删掉的记录", on_done=done)
    )


def _all(book: Book, paths: Sequence[Path], tick: Any) -> Found:
    return [(path, looked(book, path, tick, only_deleted=True)) for path in paths]


class DeletionsPage(OverPage):
    def __init__(
        self,
        window: "Window",
        found: Found,
        go_on: Callable[[Any], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("deletions", "要删掉的记录", parent)
        self._window, self._go_on = window, go_on
        words = "；".join(_told(seen) for _, seen in found)
        said = look.label(f"{words}。请先和单位核对。同意要第二个人输入 PIN。", "group")
        said.setWordWrap(True)
        self.table = PlainTable("要删掉的记录", COLUMNS)
        self.table.fill([line for _, (_, rows) in found for line in lines(window.book, rows)])
        self.keep = push_button(KEEP, "primary")
        self.later = push_button("先不合并")
        self.pins = PinRow("谁同意", AGREE)
        self.alone = push_button(AGREE, "danger")
        foot = QWidget()
        buttons = FlowLayout(foot)
        buttons.setContentsMargins(0, 0, 0, 0)
        for part in (self.keep, self.pins, self.alone, self.later):
            buttons.addWidget(part)
        self.column.addWidget(said)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(foot)
        enter_at(self, self.keep)
        self.keep.clicked.connect(self.on_keep)
        self.later.clicked.connect(self.leave)
        self.pins.given.connect(self.on_given)
        self.alone.clicked.connect(self.on_alone)
        self._offer()

    def _offer(self) -> None:
        """Where there is a second person, only their PIN will do."""
        names = _others(self._window.book)
        self.pins.offer(names)
        self.pins.setVisible(bool(names))
        self.alone.setVisible(not names)

    def on_keep(self) -> None:
        from qinglian_desktop.exchange.many import Deletions

        self._end(Deletions(kept=True))

    def on_given(self, name: str, pin: str) -> None:
        from qinglian_desktop.exchange.many import Deletions
        from qinglian_desktop.store import signers

        book = self._window.book
        try:
            who = signers.confirm(book, name, pin, other_than=book.operator.name)
        except Refused as refused:
            self.banner.say(refused)
            self.pins.begin()
            return
        self._end(Deletions(approved=True, by=who))

    def on_alone(self) -> None:
        from qinglian_desktop.exchange.many import Deletions

        words = "这里还没有第二个人可以同意。和单位核对过了，确实要删吗？"
        if ask(self, words, AGREE, "再看看", danger=True):
            me = f"{self._window.book.operator.name}（没有第二个人）"
            self._end(Deletions(approved=True, by=me))

    def _end(self, said: Any) -> None:
        self.closed.emit()
        self._window.runner.when_free(partial(self._go_on, said))


def _told(seen: "tuple[Preview, list[Difference]]") -> str:
    preview, rows = seen
    count = sum(len(plan.deleted) for plan in preview.plans)
    shown = f"，下面是前 {len(rows):,} 条" if len(rows) < count else ""
    return f"〔{preview.from_name}〕第 {preview.number} 号包要删掉 {count:,} 条记录{shown}"


def _others(book: Book) -> list[str]:
    """Who could agree beside the one at the desk: those who check, with a PIN."""
    from qinglian_desktop.store import people, signers

    able = (one for one in people.checkers(book) if signers.has_pin(book, one))
    mine = book.operator.name
    return [str(one["name"]) for one in able if not signers.is_same(book, one, mine)]
