"""各单位党建情况: what was due of each unit and what was kept; a figure opens its rows."""

from typing import TYPE_CHECKING

from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Column, Document, Note, Table
from qinglian_desktop.modules.street import party_work
from qinglian_desktop.modules.street.party_work import UnitWork
from qinglian_desktop.shell.rows_behind import RowsBehindPage
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.plain_table import Heading

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_HOW = "“按期/应做”，照各单位报来的数算到今天；单位按编码排列。选中一格按回车，看是哪些记录。"
_YEARS_BACK = 4
_MEANS = (
    "按期的次数/应做的次数，照自评指标的算法算。组织生活：三会一课等应开的会；专题研究：每半年研究清廉村居；"
    "履责纪实：每月有记录；联席会：大党委每季度开；共建项目：到期的按期办结；认领岗位、服务反馈：在职党员报到。"
    "“—”是还没有到期的，或者还没有登记。"
)


def open_it(window: "Window") -> None:
    page = PartyWorkPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


class PartyWorkPage(RowsBehindPage):
    def __init__(self, window: "Window") -> None:
        empty = EmptyCard("还没有单位报来党建记录。合并报送包以后，这里就有数。", "party")
        super().__init__(
            window, "party-work", "各单位党建情况", (Heading("单位", 0),),
            how=_HOW, rows="这个数后面的记录", empty=empty,
        )  # fmt: skip
        self._lines: list[UnitWork] = []
        self._headings: tuple[str, ...] = ()
        self.year = ChoiceBox("哪一年")
        this = clock.today().year
        for year in range(this, this - _YEARS_BACK, -1):
            self.year.addItem(f"{year}年", year)
        self.head.insertWidget(self.head.indexOf(self.print_button), self.year)
        self.table.select_grid()
        self.year.currentIndexChanged.connect(self.reload)
        self.reload()

    def show_table(self) -> None:
        book = self._window.book
        self._headings = party_work.headings(book)
        self._lines = party_work.party_work(book, int(self.year.currentData()), clock.today())
        self.table.fill(
            [(line.unit, *(cell.said for cell in line.cells)) for line in self._lines],
            (Heading("单位", 0), *(Heading(word, 96) for word in self._headings)),
        )

    def there(self) -> bool:
        return bool(self._lines and self._headings)

    def show_rows(self, on: bool) -> None:
        super().show_rows(on)
        self.year.setVisible(not on)

    def open_rows(self, place: int, column: int = 1) -> None:
        """The rows of a figure, and what is missing beside them."""
        line, cell = self._lines[place], self._lines[place].cells[max(column, 1) - 1]
        word = self._headings[max(column, 1) - 1]
        lacks = f"还缺：{cell.lacks}。" if cell.lacks else ""
        if not cell.behind:
            self.said.setText(f"{line.unit} {word} {cell.said or '不在列'}，没有记录。{lacks}")
            return
        self.list_rows(cell.behind[0], f"{line.unit} {word} {cell.said}。{lacks}")

    def print_page(self) -> None:
        from qinglian_desktop.shell import drawing

        book, year = self._window.book, int(self.year.currentData())
        rows = tuple((line.unit, *(cell.said for cell in line.cells)) for line in self._lines)
        columns = (Column("单位", 20), *(Column(word, 10, "center") for word in self._headings))
        paper = Document(
            f"{book.unit.name}{year}年各单位党建情况", "table",
            (Table(columns, rows), Note(_MEANS)), unit=book.unit.name, made_on=clock.today(),
        )  # fmt: skip
        drawing.show_paper(self._window, paper, self.title)
