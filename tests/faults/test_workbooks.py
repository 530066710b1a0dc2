"""Sheets as they come: any cell is read or refused, any text leaves as a text, twice is once."""

from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.sheets.corpus import write_csv, write_xlsx
from faults.counting import counted
from kill_rig import EXPLORE
from office import make_book
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.sheets import (
    ImportRefused,
    OutColumn,
    check_sheet,
    import_file,
    read_sheets,
    write_table,
)
from qinglian_desktop.modules.registry.records import Household, Person

# What a file can hold at all: no lone surrogates, none of the letters XML does not know.
TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\t\n"), max_size=40
)
STARTS = st.sampled_from(["", "=", "+", "-", "@", "\t", "＝", "'", "=cmd|' /C calc'!A0"])
CELLS = st.one_of(
    TEXTS,
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.dates(),
    st.none(),
)


@settings(max_examples=300 if EXPLORE else 30)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=12))
def test_any_cells_are_read_or_refused_and_never_run(rows: list[list[object]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        clean = [[_plain(cell) for cell in row] for row in rows]
        write_xlsx(path, [["姓名", "身份证号", "联系电话"], *clean])
        try:
            intake = check_sheet(None, Person, path)
        except Refused as refused:
            assert refused.what and refused.remedy
        else:
            assert all(cell.reason and cell.remedy for cell in intake.bad)
    counted("F63", 1, "any cells")


def _plain(cell: object) -> object:
    """openpyxl itself takes no text that begins with = for a text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith("=") else cell


@settings(max_examples=300 if EXPLORE else 40)
@given(STARTS, TEXTS.filter(lambda text: "\n" not in text))
def test_any_text_leaves_as_a_text_and_comes_back(start: str, text: str) -> None:
    said = start + text
    if not said.strip():
        return
    with TemporaryDirectory() as folder:
        workbook, table = Path(folder) / "a.xlsx", Path(folder) / "a.csv"
        for path in (workbook, table):
            write_table(path, [OutColumn("编号"), OutColumn("备注")], [["1", said]])
        cell = openpyxl.load_workbook(workbook).active["B2"]  # type: ignore[index]
        assert cell.data_type in ("s", "inlineStr")
        for path in (workbook, table):
            back = read_sheets(path)[0].rows[1][1]
            assert str(back).strip() == said.strip()
        line = table.read_text("utf-8-sig").splitlines()[1].partition(",")[2].lstrip('"')
        assert not line.startswith(tuple("=+-@\t＝＋－＠"))
    counted("F64", 1, "any text")


@settings(max_examples=60 if EXPLORE else 12)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=12), st.booleans())
def test_twice_is_once_and_half_is_none(numbers: list[int], spoilt: bool) -> None:
    with TemporaryDirectory() as folder:
        rows = [["户号", "组别", "联系电话"], *([f"2-{n}", "1组", "13800000001"] for n in numbers)]
        if spoilt:
            rows[-1][2] = "12"  # one cell that is no telephone
        path = write_csv(Path(folder) / "a.csv", rows)
        with make_book(Path(folder)) as book:
            try:
                import_file(book, Household, path)
            except ImportRefused:
                assert spoilt
                assert book.count(Query("household")) == 0, "half a sheet"
                return
            assert not spoilt
            there = book.count(Query("household"))
            assert there == len(set(numbers))
            import_file(book, Household, path)
            assert book.count(Query("household")) == there, "twice"
    counted("F65", 1, "any sheet, twice")
