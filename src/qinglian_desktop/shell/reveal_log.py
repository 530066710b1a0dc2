"""查看记录: who looked at the masked personal values of which record on the screen, and why."""

from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from qinglian_desktop.core.erasing import is_erased
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.record import naming
from qinglian_desktop.exchange.records import RevealedRow
from qinglian_desktop.shell import allowed
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import look
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_HEADINGS = (
    Heading("时间", 150), Heading("哪一类", 110), Heading("哪一条", 0, private=True),
    Heading("看了什么", 220), Heading("谁看的", 90, private=True),
    Heading("缘由", 200, private=True),
)  # fmt: skip
_MOST = 500  # lines shown


class Seen(NamedTuple):
    """One look."""

    at: str
    what: str
    which: str
    fields: str
    who: str
    why: str

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.at.replace("T", " ")[:16], *self[1:])


def open_it(window: "Window") -> None:
    page = RevealLog(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


def log(book: Book, hidden: Collection[str] = ()) -> list[Seen]:
    """The newest first, but for rows of the tables in `hidden`."""
    order = (("shown_at", True), ("id", True))
    rows = book.rows(Query(RevealedRow.table, order=order, limit=_MOST))
    return [
        Seen(row["shown_at"], row["what"], _which(book, row["of_table"], row["of_row"]),
             row["shown"], row["who"], row["why"] or "")
        for row in rows
        if row["of_table"] not in hidden
    ]  # fmt: skip


def _which(book: Book, table: str, row_id: str) -> str:
    """The record as it is called now: the log itself names nobody."""
    row = book.row(table, row_id) if table in book.tables.records else None
    if row is None or is_erased(row):
        return "已经清除"
    return naming(book.tables[table], row)


class RevealLog(OverPage):
    def __init__(self, window: "Window") -> None:
        super().__init__("reveal-log", "查看记录")
        self._window = window
        self.lines: list[Seen] = []
        self.said = look.label("", "hint")
        self.table = PlainTable(self.title, _HEADINGS)
        self.empty = EmptyCard("还没有人看过遮着的个人信息。点“显示个人信息”会记到这里。", "search")
        self.column.addWidget(self.said)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.empty, 1)
        enter_at(self, self.table)
        self.reload()

    def reload(self) -> None:
        self.lines = log(self._window.book, allowed.hidden(self._window))
        self.table.fill([line.texts for line in self.lines])
        self.table.setVisible(bool(self.lines))
        self.empty.setVisible(not self.lines)
        self.said.setText(f"最近 {len(self.lines)} 次。导出和打印的另有记录。")
        self.said.setVisible(bool(self.lines))
