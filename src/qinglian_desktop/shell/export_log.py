"""导出记录: what left this computer as a file, masked or not, by whom and why."""

from typing import TYPE_CHECKING, NamedTuple

from qinglian_desktop.core.module import Query
from qinglian_desktop.exchange.records import ExportNote, RevealedExport
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import look
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_HEADINGS = (
    Heading("时间", 150), Heading("导出了什么", 0, private=True), Heading("条数", 80, numeric=True),
    Heading("个人信息", 100, state=True), Heading("文件名", 220, private=True),
    Heading("经办", 90, private=True), Heading("为什么不遮", 180),
)  # fmt: skip
MASKED, OPEN = "遮着", "没有遮"
_MOST = 500  # lines shown


class Left(NamedTuple):
    """One export."""

    at: str
    row_id: str
    what: str
    rows: int
    state: str
    file_name: str
    who: str
    why: str

    @property
    def texts(self) -> tuple[str, ...]:
        moment = self.at.replace("T", " ")[:16]
        why = self.why or ("没有写" if self.state == OPEN else "")
        return (moment, self.what, f"{self.rows:,}", self.state, self.file_name, self.who, why)


def open_it(window: "Window") -> None:
    page = ExportLog(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


def log(book: Book) -> list[Left]:
    """The newest first."""
    order = (("exported_at", True),)
    made = [
        Left(row["exported_at"], row["id"], row["what"], row["row_count"], state, row["file_name"],
             row["who"], row.get("why") or "")
        for record, state in ((ExportNote, MASKED), (RevealedExport, OPEN))
        for row in book.rows(Query(record.table, order=order, limit=_MOST))
    ]  # fmt: skip
    return sorted(made, key=lambda one: (one.at, one.row_id), reverse=True)[:_MOST]


class ExportLog(OverPage):
    def __init__(self, window: "Window") -> None:
        super().__init__("export-log", "导出记录")
        self._window = window
        self.lines: list[Left] = []
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        self.table = PlainTable(self.title, _HEADINGS)
        self.empty = EmptyCard("还没有导出过。导出表格、打不遮的标签以后，这里会记下来。", "export")
        self.column.addWidget(self.said)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.empty, 1)
        enter_at(self, self.table)
        self.reload()

    def reload(self) -> None:
        self.lines = log(self._window.book)
        self.table.fill([line.texts for line in self.lines])
        self.table.setVisible(bool(self.lines))
        self.empty.setVisible(not self.lines)
        bare = sum(line.state == OPEN for line in self.lines)
        told = f"其中 {bare} 次没有遮个人信息。" if bare else "都遮着个人信息。"
        self.said.setText(f"共 {len(self.lines)} 次，{told}打印的在“打印记录”里。")
        self.said.setVisible(bool(self.lines))
