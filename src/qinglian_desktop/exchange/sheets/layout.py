"""How does a workbook of ours look: formats, sheet names, print set-up?"""

import io
import re
from typing import Any

from qinglian_desktop.core import made_by
from qinglian_desktop.core.kinds import Kind

_FORMATS = {
    "money": "#,##0.00",
    "count": "0",
    "day": "yyyy-mm-dd",
    "long": "General",
    "reason": "General",
}


class NewWorkbook:
    """An XlsxWriter workbook in memory that writes rows as they come and keeps none."""

    def __init__(self, *, constant_memory: bool = True) -> None:
        import xlsxwriter

        self._buffer = io.BytesIO()
        self.book: Any = xlsxwriter.Workbook(
            self._buffer,
            {
                "constant_memory": constant_memory,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self.looks = Looks(self.book)
        if said := made_by.mark("导出"):
            self.book.set_properties({"author": made_by.who(), "comments": said})

    def __enter__(self) -> "NewWorkbook":
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self.book.close()

    def content(self) -> bytes:
        return self._buffer.getvalue()


def new_workbook(*, constant_memory: bool = True) -> NewWorkbook:
    return NewWorkbook(constant_memory=constant_memory)


class Looks:
    """The formats of one workbook, made once each."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.title = self("font_size", 16, "bold", True)
        self.header = self(
            "bold", True, "border", 1, "bg_color", "#E8EDF5", "align", "center",
            "valign", "vcenter", "text_wrap", True,
        )  # fmt: skip

    def __call__(self, *pairs: Any) -> Any:
        said = {
            "font_name": "宋体",
            "font_size": 11,
            **dict(zip(pairs[::2], pairs[1::2], strict=True)),
        }
        key = tuple(sorted(said.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(said)
        return self._made[key]

    def of(self, kind: Kind, *, bold: bool = False, quoted: bool = False) -> Any:
        """The cell format of one kind; `quoted` keeps a text a text when it is edited."""
        pairs: list[Any] = ["num_format", number_format(kind)]
        pairs += ["bold", True] if bold else []
        pairs += ["quote_prefix", True] if quoted else []
        return self(*pairs)


def number_format(kind: Kind) -> str:
    """Text columns are text cells also where nothing stands yet, so that 0012 stays 0012."""
    return _FORMATS.get(kind.name, "General" if kind.numeric else "@")


def sheet_name(title: str, taken: set[str]) -> str:
    """A name Excel takes: at most 31 characters, none of []:*?/\\, and not twice."""
    name = re.sub(r"[\[\]:*?/\\'\x00-\x1f]", "", title).strip()[:31] or "表"
    stem, number = name, 2
    while name.casefold() in taken:
        name = f"{stem[:27]}（{number}）"
        number += 1
    taken.add(name.casefold())
    return name


def foot() -> str:
    """Pages in the middle; who had it made and when on the left, where that is known."""
    said = made_by.mark("导出").replace("&", "&&")
    return f"{'&L' if said else ''}{said}&C第 &P 页，共 &N 页"


def set_up_print(page: Any, header_row: int) -> None:
    """A4 lying, as wide as the page, header on every page, page numbers at the foot."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(header_row)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    page.hide_gridlines(0)  # printed; borders of every cell would cost as much as the cells
    page.set_footer(foot())
    page.freeze_panes(header_row + 1, 0)
