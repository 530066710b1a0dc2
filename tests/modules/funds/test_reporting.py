"""A statement in the layout it was issued in: each cell of the workbook, each line of the paper."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from office import make_book
from plain_books import COLLECTIVE, COMMITTEE, Leg, Voucher
from posted import post
from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.funds.actions import reporting
from qinglian_desktop.modules.funds.reads.telling import NAMES, names_of
from qinglian_desktop.store.book import Book

GOLDEN = Path(__file__).parent / "golden"
TODAY = date(2026, 10, 12)


def _one(day: str, kind: str, *legs: tuple[str, int, int] | tuple[str, int, int, str],
         purpose: str = "", book: str = COLLECTIVE) -> Voucher:  # fmt: skip
    return Voucher(book, day, kind, tuple(Leg(*leg) for leg in legs), purpose)


STORY = [
    _one("2026-01-01", "期初", ("101", 3_000_00, 0), ("10201", 497_000_00, 0),
         ("15101", 300_000_00, 0), ("152", 0, 60_000_00), ("11301", 1_200_00, 0, "李建国"),
         ("301", 0, 700_000_00), ("32202", 0, 41_200_00)),
    _one("2026-01-10", "收支", ("102", 120_000_00, 0), ("50102", 0, 120_000_00, "綦江建材店"),
         purpose="门面租金"),
    _one("2026-02-03", "收支", ("51302", 2_380_50, 0, "某文具店"), ("101", 0, 2_380_50),
         purpose="办公费"),
    _one("2026-04-02", "转账", ("51301", 30_000_00, 0), ("11301", 0, 3_000_00, "王秀英"),
         ("10201", 0, 27_000_00)),
    _one("2026-06-30", "转账", ("51306", 12_000_00, 0), ("152", 0, 12_000_00)),
    _one("2026-07-09", "收支", ("102", 50_000_00, 0), ("24103", 0, 50_000_00, "区农业农村委"),
         purpose="扶持资金"),
    _one("2026-08-01", "收支", ("51308", 8_888_00, 0, "赵大海"), ("102", 0, 8_888_00),
         purpose="误工补贴"),
    _one("2026-03-03", "收支", ("102", 20_000_00, 0), ("50101", 0, 20_000_00, "通惠街道"),
         purpose="办公经费拨款", book=COMMITTEE),
]  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_book(tmp_path) as made:
        post(made, STORY)
        yield made


def _cells(path: Path) -> list[str]:
    """Each filled cell with what it says and how: text or number, format, bold."""
    said = []
    for sheet in openpyxl.load_workbook(path).worksheets:
        said.append(f"[{sheet.title}] {' '.join(sorted(map(str, sheet.merged_cells.ranges)))}")
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    looks = f"{cell.number_format}{' b' if cell.font.bold else ''}"
                    said.append(f"{cell.coordinate}\t{cell.value!r}\t{looks}")
    return said


@pytest.mark.parametrize(
    ("account", "name"), [(COLLECTIVE, "collective"), (COMMITTEE, "committee")]
)
def test_each_cell_of_the_issued_layout(
    book: Book, tmp_path: Path, account: str, name: str
) -> None:
    out = tmp_path / "报表.xlsx"
    reporting.write_statements(book, account, names_of(account), Period.parse("2026Q3"), out)
    golden = GOLDEN / f"statements-{name}.txt"
    assert _cells(out) == golden.read_text(encoding="utf-8").splitlines()


def test_paper_is_a_draft_until_the_month_is_closed(book: Book) -> None:
    drawn = reporting.print_statement(book, COLLECTIVE, "position", Period.parse("2026Q3")).result
    assert isinstance(drawn, reporting.Drawn)
    assert (drawn.pages, drawn.draft, drawn.broken, drawn.missing) == (1, True, 0, ())


def test_what_a_book_or_a_year_has_not_is_said_in_words(book: Book, tmp_path: Path) -> None:
    period, out = Period.parse("2026Q3"), tmp_path / "表.xlsx"
    with pytest.raises(Refused, match="这本账不编") as refused:
        reporting.print_statement(book, COMMITTEE, "position", period)
    assert refused.value.code == "QL-SZ-391"
    with pytest.raises(Refused, match="没有“利润表”这张报表"):
        reporting.write_statements(book, COLLECTIVE, ("利润表",), period, out)
    with pytest.raises(Refused, match="还是旧的会计制度"):
        reporting.print_statement(book, COLLECTIVE, "result", Period.parse("2023"))
    with pytest.raises(Refused, match="请把文件名写成"):
        reporting.write_statements(book, COLLECTIVE, ("trial",), period, tmp_path / "表.pdf")
    assert len(NAMES) == 9 and not out.exists()
