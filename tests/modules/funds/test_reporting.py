"""A statement in the layout it was issued in: each cell of the workbook, each line of the paper."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from book_story import STORY, TODAY
from office import make_book
from plain_books import COLLECTIVE, COMMITTEE, Leg, Voucher
from posted import post
from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.exchange.sheets import ImportResult, import_file
from qinglian_desktop.modules.funds.actions import reporting
from qinglian_desktop.modules.funds.papers.statement import statement_paper
from qinglian_desktop.modules.funds.reads.sheets import sheet_reading
from qinglian_desktop.modules.funds.reads.telling import NAMES, names_of, standing_of, statement
from qinglian_desktop.modules.funds.records import BalanceLine
from qinglian_desktop.modules.funds.statements.position import HEADS
from qinglian_desktop.modules.funds.statements.values import Figure, Line, Statement
from qinglian_desktop.store.book import Book

GOLDEN = Path(__file__).parent / "golden"


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


def test_codes_of_the_chart_before_are_not_read_as_those_of_now(tmp_path: Path) -> None:
    """153 was 固定资产清理 until 2023 and is 在建工程 since: the books must be opened anew."""
    debt = Leg("202", 0, 300_00, "通惠超市")
    old = (Leg("101", 1_000_00, 0), Leg("153", 500_00, 0), debt, Leg("301", 0, 1_200_00))
    new = (*old[:1], Leg("154", 500_00, 0), Leg("211", 0, 300_00, "通惠超市"), *old[3:])
    with clock.fixed(TODAY), make_book(tmp_path / "old") as book:
        post(book, [Voucher(COLLECTIVE, "2023-01-01", "期初", old)])
        with pytest.raises(Refused, match="还是旧的会计制度"):
            statement(book, COLLECTIVE, "debts", Period.parse("2023"))
        assert statement(book, COLLECTIVE, "register", Period.parse("2024")).figure("合计", 2)
        for key in ("position", "trial", "debts"):
            with pytest.raises(Refused, match="旧科目的余额没有转过来：固定资产清理、应付款、资本"):
                statement(book, COLLECTIVE, key, Period.parse("2024Q1"))
        with pytest.raises(Refused, match="按新科目登记2024年的期初余额"):
            standing_of(book, COLLECTIVE, Period.parse("2024Q1"))
        post(book, [Voucher(COLLECTIVE, "2024-01-01", "期初", new)])
        told = statement(book, COLLECTIVE, "position", Period.parse("2024Q1"))
    assert told.figure("固定资产清理", 1) == 500_00 and told.figure("在建工程", 1) == 0


def test_the_workbook_of_one_office_is_taken_in_by_another_and_ties(
    book: Book, tmp_path: Path
) -> None:
    out, quarter = tmp_path / "资产负债表.xlsx", Period.parse("2026Q3")
    reporting.write_statements(book, COLLECTIVE, ("position",), quarter, out)
    taken = import_file(book, BalanceLine, out, constants={"sheet": "导回来的"}).result
    assert isinstance(taken, ImportResult) and taken.imported == 39
    found = sheet_reading(book, "导回来的")
    assert found.sound and found.faults == () and found.blanks == ()
    assert sum(share.fen for share in found.shares) == 0


@pytest.mark.parametrize(("fen", "sheet"), [(10**9 - 1, "portrait"), (10**9, "landscape")])
def test_large_amounts_lay_the_balance_sheet_across(fen: int, sheet: str) -> None:
    lines = (Line(("资本", 35, Figure(0), Figure(-fen)), strong=True),)
    told = Statement("position", "资产负债表", COLLECTIVE, "", HEADS, (lines, lines))
    assert statement_paper(told, "某集体经济组织", TODAY).sheet == sheet


def test_the_signed_monthly_paper_says_how_the_trail_ended(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    quarter = Period.parse("2026Q3")

    def foot() -> str:
        drawn = reporting.print_statement(book, COLLECTIVE, "position", quarter).result
        assert isinstance(drawn, reporting.Drawn)
        return PdfReader(BytesIO(drawn.pdf)).pages[0].extract_text().replace("\n", "")

    assert "留痕核对码" not in foot(), "a draft is not kept"
    monkeypatch.setattr(reporting, "closed", lambda *_: True)
    seq, head = book.trail_head()
    assert f"留痕核对码 {head[:12].upper()}（第 {seq:,} 条）" in foot()
