"""数据质量: what the rows of each unit lack, in words; a sentence opens the rows it speaks of."""

from typing import TYPE_CHECKING

from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Column, Document, Table
from qinglian_desktop.modules.street import quality
from qinglian_desktop.modules.street.quality import Lack
from qinglian_desktop.shell.rows_behind import MOST, RowsBehindPage
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.plain_table import Heading

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_HEADINGS = (Heading("单位", 200), Heading("缺什么", 0))
_HOW = "按单位编码排列。选中一行按回车，看是哪些记录；电话里照着这句话说就行。"


def open_it(window: "Window") -> None:
    page = QualityPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


class QualityPage(RowsBehindPage):
    def __init__(self, window: "Window") -> None:
        empty = EmptyCard("各单位报来的记录里，没有发现缺内容的。", "street")
        super().__init__(
            window, "quality", "数据质量", _HEADINGS, how=_HOW, rows="缺内容的记录", empty=empty
        )
        self._lines: list[tuple[str, Lack]] = []
        self.reload()

    def show_table(self) -> None:
        found = quality.quality(self._window.book)
        self._lines = [(one.unit, lack) for one in found for lack in one.lacks]
        self.table.fill([(unit, lack.words) for unit, lack in self._lines])

    def there(self) -> bool:
        return bool(self._lines)

    def open_rows(self, place: int, _column: int = 0) -> None:
        """The rows a sentence speaks of."""
        unit, lack = self._lines[place]
        more = f"，这里列前 {MOST} 条" if lack.number > MOST else ""
        self.list_rows(lack.behind, f"{unit}：{lack.words}{more}。")

    def print_page(self) -> None:
        from qinglian_desktop.shell import drawing

        book = self._window.book
        rows = tuple((one.unit, one.said) for one in quality.quality(book))
        columns = (Column("单位", 16), Column("缺什么", 60))
        paper = Document(
            f"{book.unit.name}各单位数据质量", "table", (Table(columns, rows),),
            unit=book.unit.name, made_on=clock.today(),
        )  # fmt: skip
        drawing.show_paper(self._window, paper, "数据质量")
