"""UB-12: what is missing, contradictory or does not add up is listed before a report leaves."""

from pathlib import Path
from typing import Any

import pytest

from exchange.at_work import World, export, take
from office import make_entry
from qinglian_desktop.core import clock
from qinglian_desktop.core.crosscheck import (
    AddUp,
    AtMost,
    Balance,
    GoTogether,
    InOrder,
    Readable,
    Total,
)
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.record import Owner, columns
from qinglian_desktop.exchange import outgoing
from qinglian_desktop.exchange.preflight import preflight
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.crosschecks import RULES
from qinglian_desktop.modules.saving import saver
from qinglian_desktop.store import envelope, rows
from qinglian_desktop.store.book import Book

TABLES = {record.table: record for record in RECORDS}
# Twenty faults of the three sorts, each with the field the clerk is led to.
MISSING: list[tuple[str, dict[str, Any], str]] = [
    ("entry", {"summary": "办公用品"}, "amount_fen"),
    ("person", {"note": "没有姓名"}, "name"),
    ("contract", {"number": "1"}, "title"),
    ("notice", {"title": "没有编号的公告"}, "number"),
    ("asset", {"name": "水泵"}, "nature"),
    ("project", {"number": "3"}, "name"),
]
CONTRADICTORY: list[tuple[str, dict[str, Any], str]] = [
    ("contract", {"start_on": "2026-05-01", "end_on": "2025-05-01"}, "end_on"),
    ("matter", {"opened_on": "2026-05-01", "ended_on": "2026-04-01"}, "ended_on"),
    ("notice", {"posted_on": "2026-05-01", "removed_on": "2026-04-30"}, "removed_on"),
    ("post", {"from_on": "2026-05-01", "until_on": "2020-05-01"}, "until_on"),
    ("delegation", {"from_on": "2026-05-01", "until_on": "2026-04-30"}, "until_on"),
    ("matter_step", {"present_count": 12, "due_count": 9}, "present_count"),
    ("matter_step", {"yes_count": 12, "present_count": 9, "held_on": "2026-05-01"}, "yes_count"),
    ("asset", {"worn_fen": 900, "value_fen": 800}, "worn_fen"),
    ("receipt_slip", {"state": "作废"}, "void_reason"),
    ("notice", {"removed_on": "2026-05-01"}, "posted_on"),
]
TOTALS: list[tuple[str, dict[str, Any], str]] = [
    ("invoice", {"net_fen": 100, "tax_fen": 3, "total_fen": 104}, "total_fen"),
    (
        "matter_step",
        {"yes_count": 5, "no_count": 1, "abstain_count": 1, "base_count": 9, "present_count": 9,
         "held_on": "2026-05-01"},
        "base_count",
    ),
]  # fmt: skip


def seed(book: Book, table: str, **values: Any) -> str:
    """A row as a sheet or an older program may have left it: no rule of its subject was asked."""
    row_id = clock.new_id()
    row = dict.fromkeys(columns(TABLES[table])) | values
    row |= {"id": row_id, "owner": book.unit.office_id, "deleted": 0, "ext": "{}"}
    row |= {"created_at": clock.now(), "updated_at": clock.now(), "updated_by": "文书"}
    with book.change("旧数据") as change:
        made = envelope.stamped(row, None, book.unit.stream_id)
        rows.write(book.connection, table, made, there=False)
        change.touch(table, row_id)
    return row_id


def test_twenty_seeded_faults_are_listed_each_at_its_row_and_field(unit: Book) -> None:
    make_entry(unit)  # one that is as it should be
    seeded = {
        seed(unit, table, **values): field
        for table, values, field in (*MISSING, *CONTRADICTORY, *TOTALS)
    }
    pay = seed(unit, "labour_pay", number="1", month="2026-05", total_fen=900)
    seed(unit, "labour_day", pay_id=pay, amount_fen=400)
    seed(unit, "labour_day", pay_id=pay, amount_fen=400)
    seeded[pay] = "total_fen"
    voucher = seed(unit, "voucher", voucher_no="1", amount_fen=500)
    seed(unit, "voucher_line", voucher_id=voucher, debit_fen=500)
    seed(unit, "voucher_line", voucher_id=voucher, credit_fen=400)
    seeded[voucher] = ""
    assert len(seeded) == 20
    found = preflight(unit, RULES)
    told = {(problem.value, problem.field) for problem in found}
    assert set(seeded.items()) <= told
    assert all(problem.what and problem.remedy for problem in found)
    assert len(told) == len(found), "nothing is told twice"
    right = unit.rows(Query("entry", order=(("created_at", False),)))
    assert not {row["id"] for row in right if row["amount_fen"]} & {one.value for one in found}


def test_a_wrong_check_digit_is_asked_about_by_name_and_holds_nobody_back(
    world: World, unit: Book, street: Book, usb: Path
) -> None:
    draft = {"name": "王秀英", "id_number": "110105194912310021", "phone": "13800000000"}
    row_id = str(saver("person")(unit, None, draft).result)
    (told,) = [one for one in preflight(unit, RULES) if one.field == "id_number"]
    assert (told.value, told.remedy) == (row_id, "请核对原件")
    assert told.what == "人员〔王秀英〕：〔身份证号〕对不上校验位，可能有一位打错"
    outcome = take(street, export(unit, usb).path)
    assert outcome.preview.returned.count == 0
    came = street.row("person", row_id)
    assert came is not None
    assert {name: came[name] for name in draft} == draft
    saver("person")(unit, row_id, {"id_number": "11010519491231002X"})
    assert not [one for one in preflight(unit, RULES) if one.field == "id_number"]


def test_the_clerk_may_send_with_a_note_and_the_street_reads_it(
    world: World, unit: Book, usb: Path
) -> None:
    seed(unit, "contract", number="1", start_on="2026-05-01", end_on="2025-05-01")
    left = preflight(unit, RULES)
    sent: Any = outgoing.export_bundle(
        unit, usb, remark="合同到期日等 对方确认", unfinished=len(left)
    ).result
    outcome = take(world.street, sent.path)
    note = f"单位附言：合同到期日等 对方确认；单位知道还有 {len(left)} 处没填完"
    assert note in outcome.preview.notes
    (row,) = world.street.rows(Query("received_bundle"))
    assert note in row["note"]


def test_without_a_note_nothing_is_said(world: World, unit: Book, usb: Path) -> None:
    make_entry(unit)
    assert preflight(unit, RULES) == []
    assert not [note for note in take(world.street, export(unit, usb).path).notes if "附言" in note]


def test_a_photo_that_is_gone_is_named_and_stops_nothing(
    world: World, unit: Book, usb: Path
) -> None:
    kept, lost = unit.files.add(b"receipt" * 99), unit.files.add(b"invoice" * 99)
    make_entry(unit, files=(kept,))
    row_id = make_entry(unit, summary="办公用品采购", files=(kept, lost))
    assert preflight(unit, RULES) == []
    unit.files.path(lost).unlink()
    (told,) = preflight(unit, RULES)
    assert (told.value, told.field) == (row_id, "files")
    assert "办公用品采购" in told.what
    assert "附的照片或扫描件有 1 个不在本机了" in told.what
    assert "从备份找" in told.remedy, "one file is fetched; nobody need go back to a backup"
    outcome = take(world.street, export(unit, usb).path)
    assert world.street.count(Query("entry")) == 2
    assert world.street.files.has(kept)
    assert not world.street.files.has(lost)
    assert any("照片还有 1 张未送达" in note for note in outcome.notes)
    assert outcome.receipt is not None
    take(unit, outcome.receipt)
    unit.files.add(b"invoice" * 99)  # found in a copy
    take(world.street, export(unit, usb).path)
    assert world.street.files.has(lost), "asked for, so it goes as soon as it is there again"


def test_a_photo_lost_for_good_and_taken_off_its_row_is_not_waited_for(
    world: World, unit: Book, usb: Path
) -> None:
    lost = unit.files.add(b"invoice" * 99)
    row_id = make_entry(unit, files=(lost,))
    unit.files.path(lost).unlink()
    take(world.street, export(unit, usb).path)
    with unit.change("去掉") as change:
        change.put_row("entry", row_id, {"files": None})
    outcome = take(world.street, export(unit, usb, full=True).path)
    assert not any("未送达" in note for note in outcome.notes)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: "-".join(map(str, rule[:3])))
def test_each_rule_names_fields_that_exist_and_fit(rule: Any) -> None:
    record = TABLES[rule.table]
    assert not record.sealed
    assert record.owner is not Owner.LOCAL
    kinds = {name: field.kind.name for name, field in record.fields.items()}
    numbers = ("money", "count", "quantity")
    match rule:
        case InOrder():
            assert kinds[rule.first] == kinds[rule.then] == "day"
        case AtMost():
            assert kinds[rule.part] == kinds[rule.whole]
            assert kinds[rule.part] in numbers
        case AddUp():
            assert {kinds[part] for part in rule.parts} == {kinds[rule.whole]}
        case GoTogether():
            choices = record.fields[rule.when].choices
            assert rule.needs in kinds
            assert rule.value is None or rule.value in choices
        case Readable():
            assert rule.field in kinds
        case Total():
            assert kinds[rule.whole] in numbers
            assert TABLES[rule.lines].fields[rule.link].link == rule.table
            assert not rule.part or rule.part in TABLES[rule.lines].fields
        case Balance():
            assert TABLES[rule.lines].fields[rule.link].link == rule.table
            assert {rule.one, rule.other} <= TABLES[rule.lines].fields.keys()
