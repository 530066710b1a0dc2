"""离任资料包: the counts are those of the ledgers, the binder has contents and page numbers."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QApplication

from office import make_entry, make_person
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.audits import dossier
from qinglian_desktop.modules.audits.actions import leaving
from qinglian_desktop.modules.audits.dossier import Term, term_of
from qinglian_desktop.modules.audits.page.dossier import DossierPage
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui.desk import Desk

TERM = Term("郑建国", date(2024, 1, 1), date(2026, 10, 31))


BOOK = {"book": "集体经济组织"}


def add(office: Book, table: str, **facts: Any) -> str:
    with office.change("登记") as change:
        return change.add(office.tables[table], facts)


@pytest.fixture
def office(book: Book) -> Book:
    """What Zheng touched in his term, beside it, and what others did."""
    make_entry(book, 100_000, date(2024, 5, 1), approver="郑建国", counterparty="李小红")
    make_entry(book, 200_000, date(2026, 10, 31), handler="郑建国", approver="郑建国")
    make_entry(book, 400_000, date(2026, 11, 1), approver="郑建国")  # a day too late
    make_entry(book, 800_000, date(2025, 1, 1))
    chaired = add(book, "matter", number="2025-001", title="修路", opened_on="2025-02-01",
                  amount_fen=5_000_000)  # fmt: skip
    add(book, "matter_step", matter_id=chaired, gate="决议", held_on="2025-02-20", chair="郑建国")
    sat = add(book, "matter", number="2025-002", title="出租门面", opened_on="2025-03-01")
    step = add(book, "matter_step", matter_id=sat, gate="决议", held_on="2025-03-20", chair="吴芳")
    add(book, "step_person", step_id=step, name="郑建国", attendance="到会")
    before = add(book, "matter", number="2023-009", title="老事", opened_on="2023-03-01")
    add(book, "matter_step", matter_id=before, gate="决议", held_on="2023-03-20", chair="郑建国")
    add(book, "asset", number="GD-0001", name="办公楼", keeper="郑建国", acquired_on="2010-05-01",
        value_fen=90_000_000)  # fmt: skip
    add(book, "asset", number="GD-0002", name="旧车", keeper="郑建国", acquired_on="2010-05-01",
        retired_on="2023-12-31")  # fmt: skip
    add(book, "audit", number="2026-01", kind="定期审计", subject="郑建国", noticed_on="2026-05-01")
    return book


def test_the_counts_are_those_of_the_ledgers(office: Book) -> None:
    found = dossier.collected(office, TERM)
    assert list(found) == list(dossier.GROUPS)
    money = [
        row for row in office.rows(_all("entry"))
        if "郑建国" in (row["handler"], row["approver"], row["reviewer"], row["counterparty"])
        and "2024-01-01" <= row["day"] <= "2026-10-31"
    ]  # fmt: skip
    assert {one.row_id for one in found[dossier.MONEY]} == {row["id"] for row in money}
    counts = {group: len(rows) for group, rows in found.items() if rows}
    assert counts == {dossier.DECISIONS: 2, dossier.MONEY: 2, dossier.ASSETS: 1, dossier.AUDITS: 1}
    assert [one.role for one in found[dossier.MONEY]] == ["审批人", "经手人、审批人"]
    assert [one.role for one in found[dossier.DECISIONS]] == ["主持人", "到会"]
    assert [one.what for one in found[dossier.ASSETS]] == ["GD-0001 办公楼"]


def _all(table: str) -> Any:
    from qinglian_desktop.core.module import Query

    return Query(table)


def test_every_ledger_that_is_looked_through_has_its_day_and_a_name(book: Book) -> None:
    """A trace with a wrong word would find nothing, and nobody would notice."""
    there = [trace for trace in dossier.TRACES if trace.table in book.tables.records]
    assert {"matter", "entry", "asset", "audit", "inventory"} <= {t.table for t in there}
    for trace in there:
        record = book.tables[trace.table]
        assert trace.day in record.fields, trace
        for name in (trace.until, trace.money):
            assert not name or name in record.fields, trace
        links = any(field.link == "matter" for field in record.fields.values())
        assert dossier.names_of(record, trace.fields) or links, trace


def test_the_term_must_be_whole(book: Book) -> None:
    with pytest.raises(Refused, match="任期不完整，请先补任职起止"):
        term_of("郑建国", date(2024, 1, 1), None)
    with pytest.raises(Refused, match="任期不完整"):
        term_of("郑建国", None, date(2024, 1, 1))
    with pytest.raises(Refused, match="早于"):
        term_of("郑建国", date(2024, 1, 2), date(2024, 1, 1))
    with pytest.raises(Refused, match="没有找到"):
        leaving.contents_paper(book, TERM)


def test_the_binder_has_contents_and_every_page_its_number(office: Book) -> None:
    (pdf,) = leaving.make_dossier(office, TERM, True, lambda *told: True).result  # type: ignore[misc]
    pages = [page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages]
    contents = next(text for text in pages if "目" in text and "收支（2 件）" in text)
    for title in ("基本情况", "决策（2 件）", "收支（2 件）", "资产（1 件）", "审计清查（1 件）"):
        assert title in contents
    whole = "\n".join(pages)
    assert "离任资料包" in pages[0] and "2024年1月1日至2026年10月31日" in whole
    assert "李小红" not in whole


def test_other_people_are_masked_and_namesakes_are_told(office: Book) -> None:
    make_person(office, "郑建国")
    make_person(office, "郑建国", group_name="3组")
    text = "\n".join(str(block) for block in leaving.contents_paper(office, TERM).blocks)
    assert "名册里有 2 个人叫郑建国" in text
    record = office.tables["audit"]
    said = dossier.called(record, {"number": "2026-02", "subject": "李小红"}, "郑建国")
    assert said == "2026-02 李＊＊"


def test_the_list_is_a_workbook_with_a_sheet_for_each_group(office: Book, tmp_path: Path) -> None:
    path = tmp_path / "清单.xlsx"
    assert leaving.save_list(office, TERM, path).result == 6
    sheets = load_workbook(path)
    assert sheets.sheetnames == [dossier.DECISIONS, dossier.MONEY, dossier.ASSETS, dossier.AUDITS]


@pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)
def test_the_page_counts_and_makes_the_package(
    qtbot: Any, desk: Desk, office: Book, previewed: list[bytes]
) -> None:
    add(office, "post", body="理事会", person_name="郑建国", title="理事长", from_on="2024-01-01")
    page = DossierPage(desk)
    qtbot.addWidget(page)
    page.resize(1166, 640)
    page.show()
    assert not page.make.isEnabled()
    page.who.setCurrentIndex(1)
    page.who.activated.emit(1)
    assert "任期不完整，请先补任职起止" in page.said.text() and not page.make.isEnabled()
    page.last.set_stored("2026-10-31")
    page.count()
    assert "共 6 件" in page.said.text() and page.make.isEnabled()
    shown = {row[0]: row[1] for row in page.groups.records.rows}
    assert shown[dossier.MONEY] == "2" and shown[dossier.CONTRACTS] == "0"
    page.groups.selectRow(2)
    assert len(page.rows.records.rows) == 2
    with qtbot.waitSignal(desk.runner.busy, check_params_cb=lambda on: not on, timeout=20_000):
        page.make_it()
    QApplication.processEvents()
    qtbot.waitUntil(lambda: bool(previewed), timeout=20_000)
    assert previewed[0].startswith(b"%PDF")


def test_what_was_paid_on_a_decision_and_the_receipts_he_kept_are_in_it_too(office: Book) -> None:
    (road,) = [row for row in office.rows(_all("matter")) if row["title"] == "修路"]
    rests = {**BOOK, "direction": "支出", "matter_id": road["id"]}
    paid = add(office, "entry", **rests, day="2025-06-01", voucher_no="0009", amount_fen=5)
    add(office, "entry", **rests, day="2023-06-01", voucher_no="0001", amount_fen=1)
    slips = add(office, "receipt_book", first_no="001", last_no="050", keeper="郑建国",
                received_on="2023-05-01")  # fmt: skip
    talked = add(office, "consultation", topic="修路", held_on="2025-01-10", chair="郑建国")
    found = dossier.collected(office, TERM)
    money = {one.row_id: one.role for one in found[dossier.MONEY]}
    assert money[paid] == "参加了决策" and slips in money and len(money) == 4
    assert talked in {one.row_id for one in found[dossier.DECISIONS]}
