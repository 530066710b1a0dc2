"""SE-08: what leaves says who took it out and when, and stands in a list with the reason."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from PySide6.QtWidgets import QFileDialog

from every_page import full_office
from office import WRITER, make_entry, make_person
from qinglian_desktop.core import clock, made_by
from qinglian_desktop.core.document import Column, Document, Table
from qinglian_desktop.core.module import Query
from qinglian_desktop.exchange.sheets import write_table
from qinglian_desktop.exchange.sheets.revealing import write_revealed
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.paper.draw import draw
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.shell import acts, export_log
from qinglian_desktop.shell.export_log import MASKED, OPEN, ExportLog
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover
from windows import LONG, Clerk, window_on


def foot_of(paper: Document) -> str:
    made = BytesIO()
    draw(paper, made, fonts=Fonts())
    return PdfReader(made).pages[0].extract_text()


def test_a_sheet_says_who_took_it_out_and_when(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    make_person(book, "李建华")
    out = tmp_path / "人员.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    with window_on(book) as window:
        page = window.go("registry")
        Clerk(window).press("导出", page)
        qtbot.waitUntil(lambda: book.count(Query("export_note")) == 1, timeout=LONG)
        acts.do(window, "导出记录")
        log = window.page
        assert isinstance(log, ExportLog)
        (line,) = log.lines
        assert (line.what, line.rows, line.state, line.who) == ("人员", 1, MASKED, WRITER)
        assert line.file_name == "人员.xlsx" and log.said.text().startswith("共 1 次，都遮着")
        cover.set_covered(True)
        assert WRITER not in str(log.table.model().index(0, 5).data())
        cover.set_covered(False)
    made = load_workbook(out)
    sheet = made.active
    assert sheet is not None
    assert f"导出 {WRITER} 2026-11-24" in str(sheet.oddFooter.left.text)
    assert f"导出 {WRITER} 2026-11-24" in str(made.properties.description)
    assert [cell.value for cell in sheet[2]][:1] == ["李建华"], "the table itself is as before"


def test_what_left_unmasked_says_why(book: Book, tmp_path: Path) -> None:
    make_person(book, "李建华", phone="13800138000")
    rows = book.rows(Query("person"))
    write_revealed(book, tmp_path / "不遮.xlsx", Person, rows, "报街道核对")
    (line,) = export_log.log(book)
    assert (line.state, line.why, line.rows) == (OPEN, "报街道核对", 1)
    write_revealed(book, tmp_path / "又一次.xlsx", Person, rows)
    assert export_log.log(book)[0].texts[-1] == "没有写"


def test_a_list_on_paper_names_who_printed_it_and_an_issued_paper_does_not() -> None:
    table = Table((Column("姓名", 8),), (("李建华",),))
    facts: dict[str, Any] = {"unit": "红旗村", "made_on": date(2026, 11, 24)}
    listed = Document("名册", "table", (table,), **facts)
    with made_by.hand(WRITER):
        assert f"打印人 {WRITER}" in foot_of(listed)
        frozen = Document("名册", "table", (table,), fingerprint="AB12", **facts)
        assert WRITER not in foot_of(frozen)
    assert "打印人" not in foot_of(listed)


def test_a_name_with_a_sign_of_the_foot_stays_a_name(tmp_path: Path) -> None:
    with clock.fixed(date(2026, 11, 24)), made_by.hand("A&P"):
        write_table(tmp_path / "a.xlsx", Person, [])
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    assert "A&P" in str(sheet.oddFooter.left.text).replace("&&", "&")
    assert made_by.mark("导出") == ""


def test_statements_lists_and_summaries_are_noted_too(dressed: Any, tmp_path: Path) -> None:
    from qinglian_desktop.core.period import Period
    from qinglian_desktop.modules.funds.actions import reporting

    book = full_office(tmp_path)
    make_entry(book, 100)
    account = book.distinct("entry", "book")[0]
    keys = list(reporting.NAMES)[:2]
    reporting.write_statements(book, account, keys, Period.parse("2026Q3"), tmp_path / "报表.xlsx")
    (line,) = export_log.log(book)
    assert line.file_name == "报表.xlsx" and line.rows == 2
    book.close()
