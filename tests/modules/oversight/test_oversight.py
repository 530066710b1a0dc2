"""Supervision and education: shares, numbers, periods, what is due, and what may not be written."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Document, as_text
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.sheets import import_file
from qinglian_desktop.modules import catalog, cycles, ledgers, saving
from qinglian_desktop.modules.education import due as educating
from qinglian_desktop.modules.oversight import actions, due
from qinglian_desktop.modules.oversight.records import NO_CLUES, SupervisionMeeting
from qinglian_desktop.store import packs
from qinglian_desktop.store.book import Book

TODAY = date(2026, 9, 28)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_book(tmp_path) as made:
        yield made


def spoken(document: Document) -> str:
    return "\n".join(as_text(document))


def save(book: Book, table: str, row_id: str | None = None, **draft: Any) -> dict[str, Any]:
    saved = saving.saver(table)(book, row_id, draft).result
    return book.row(table, str(saved)) or {}


def test_what_is_worked_out_is_named_in_the_table_of_savers() -> None:
    """A kind of row that has a rule is saved by it, whatever way it is written."""
    from importlib import import_module

    for subject, tables in saving.WORKED_OUT.items():
        actions_of = import_module(f"qinglian_desktop.modules.{subject}.actions")
        assert set(tables) == set(actions_of.SORTS)
    kept = {
        record
        for module in ledgers.LEDGERS
        for record in module.records
        if "unit" in module.roles
        and any(field.kept or field.given for field in record.fields.values())
    }
    # A table without rules of its own gets the plain save, made anew at each question.
    plain = type(saving.saver("culture_activity"))
    assert plain is partial
    assert [one.table for one in kept if isinstance(saving.saver(one.table), plain)] == []


def test_every_round_of_the_pack_names_a_field_that_is_there() -> None:
    tables = {record.table: record for record in catalog.RECORDS}
    subjects = {module.name: module for module in ledgers.LEDGERS}
    rows = packs.named(cycles.PACK)[0].rows("cycles")
    assert len({row["id"] for row in rows}) == len(rows) == 16
    for row in rows:
        record = tables[row["table"]]
        assert record in subjects[row["subject"]].records
        assert row["field"] in record.fields
        assert row.get("done", row["field"]) in record.fields
        assert set(row.get("kinds", ())) <= set(
            record.fields["kind"].choices if "kinds" in row else ()
        )
        assert (record.fields[row["field"]].kind.name == "day") == (row["said"] == "day")


def test_shares_come_with_the_counts(book: Book) -> None:
    row = save(book, "supervision_meeting", held_on="2026-09-24", expected=3, present=2)
    assert (row["present_rate"], row["due_period"]) == (66_600, "2026-09")
    row = save(book, "training", held_on="2026-09-01", title="警示", expected=8, present=9)
    assert row["present_rate"] == 100_000
    row = save(
        book, "supervision_report", reported_on="2026-12-20", votes=50, satisfied=40, fairly=6
    )
    assert (row["year"], row["satisfied_rate"]) == (2026, None)
    row = save(book, "supervision_report", row["id"], poor=4)
    assert row["satisfied_rate"] == 92_000
    with pytest.raises(Refused, match="三种票加起来 51 张"):
        save(book, "supervision_report", row["id"], poor=5)


def test_opinions_are_numbered_by_year_and_a_number_in_use_is_passed_over(book: Book) -> None:
    words = {"addressed_to": "居委会", "matter": "票据没有签字", "suggestion": "补签"}
    first = save(book, "supervision_opinion", given_on="2025-12-30", **words)
    save(book, "supervision_opinion", given_on="2026-01-05", number="监2026-001", **words)
    third = save(book, "supervision_opinion", given_on="2026-01-06", **words)
    assert (first["number"], third["number"]) == ("监2025-001", "监2026-002")
    with pytest.raises(Refused, match="答复日期早于提出日期"):
        save(book, "supervision_opinion", third["id"], replied_on="2026-01-05")


def test_rows_of_a_sheet_are_worked_out_alike(book: Book, tmp_path: Path) -> None:
    sheet = tmp_path / "例会.csv"
    sheet.write_text("开会日期,应到人数,实到人数\n2026-08-25,3,3\n2026-09-24,3,1\n", "utf-8")
    table = SupervisionMeeting.table
    import_file(
        book, SupervisionMeeting, sheet, reviewer=saving.reviewer(table),
        complete=saving.completer(table),
    )  # fmt: skip
    rows = book.records(SupervisionMeeting)
    told = sorted((row.due_period, row.present_rate) for row in rows)
    assert told == [("2026-08", 100_000), ("2026-09", 33_300)]


def test_the_log_of_a_monitor_says_what_may_not_stand_in_it(book: Book) -> None:
    assert NO_CLUES == "不得填写涉嫌违纪违法的具体内容"
    row = save(book, "monitor_log", month="2026年8月", person="吴监督", meetings=2, households=9)
    assert row["month"] == "2026-08"
    assert NO_CLUES in spoken(actions.log_paper(book, row["id"]))
    with pytest.raises(Refused, match="不是月份"):
        save(book, "monitor_log", month="第三季度", person="吴监督")


def test_the_record_of_a_meeting_has_its_items_and_votes(book: Book) -> None:
    row = save(
        book, "supervision_meeting", held_on="2026-09-24", chair="吴监督", minutes="看了票据"
    )
    blank = spoken(actions.meeting_paper(book, row["id"]))
    assert "居务监督委员会例会记录" in blank
    save(
        book, "supervision_item", meeting_id=row["id"], kind="财务", what="8月票据12张",
        opinion="两张补签", agree=3, against=0,
    )  # fmt: skip
    said = spoken(actions.meeting_paper(book, row["id"]))
    assert "8月票据12张" in said
    assert "两张补签" in said
    assert "看了票据" in said
    with pytest.raises(Refused, match="还有 1 条例会审议事项"):
        saving.dropper("supervision_meeting")(book, row["id"])
    (item,) = book.ids(Query("supervision_item"))
    saving.dropper("supervision_item")(book, item)
    saving.dropper("supervision_meeting")(book, row["id"])
    assert book.count(Query("supervision_meeting")) == 0


def test_an_opinion_prints_its_answer_or_room_for_one(book: Book) -> None:
    row = save(
        book, "supervision_opinion", given_on="2026-09-24", addressed_to="居委会",
        matter="票据没有签字", suggestion="补签", reply_due="2026-10-10",
    )  # fmt: skip
    open_one = spoken(actions.opinion_paper(book, row["id"]))
    assert "请在2026年10月10日前书面答复" in open_one
    assert "□ 采纳" in open_one
    save(
        book,
        "supervision_opinion",
        row["id"],
        adopted=0,
        why_not="另有规定",
        replied_on="2026-10-08",
    )
    assert "没有采纳。原因：另有规定" in spoken(actions.opinion_paper(book, row["id"]))


def test_rounds_are_asked_for_once_a_ledger_is_begun(book: Book) -> None:
    assert due.due(book, TODAY) == []
    save(book, "supervision_meeting", held_on="2026-07-24")
    (august, september) = due.due(book, TODAY)
    assert august.subject == "2026年8月居务监督委员会例会还没登记"
    assert (august.due_on, september.due_on) == (date(2026, 8, 31), date(2026, 9, 30))
    assert "外地做法，待核实" in august.why
    assert (august.table, august.act) == ("supervision_meeting", "去登记")
    save(book, "supervision_meeting", held_on="2026-08-31")
    assert due.due(book, date(2026, 9, 22)) == [], "a week beforehand, not earlier"
    save(book, "supervision_meeting", held_on="2026-09-30")
    assert due.due(book, TODAY) == []


def test_a_log_that_was_not_sent_is_still_due(book: Book) -> None:
    save(book, "monitor_log", month="2026-07", person="吴监督", sent_on="2026-08-03")
    row = save(book, "monitor_log", month="2026-08", person="吴监督")
    (line, next_one) = due.due(book, TODAY)
    assert line.subject == "2026年8月监督员履职纪实还没报纪工委"
    assert (line.due_on, next_one.due_on) == (date(2026, 9, 5), date(2026, 10, 5))
    save(book, "monitor_log", row["id"], sent_on="2026-09-28")
    assert [line.subject for line in due.due(book, TODAY)] == [
        "2026年9月监督员履职纪实还没报纪工委"
    ]


def test_kinds_of_training_have_rounds_of_their_own(book: Book) -> None:
    save(book, "training", held_on="2026-05-10", title="廉政课", kind="廉政")
    asked = [line.subject for line in educating.due(book, TODAY)]
    assert asked == ["2026年第三季度廉政警示教育还没登记"]
    save(book, "training", held_on="2026-09-10", title="以案说纪", kind="警示")
    assert educating.due(book, TODAY) == []


def test_promises_and_answers_are_due_until_they_are_there(book: Book) -> None:
    row = save(
        book, "promise", what="给3组装路灯", promised_on="2026-03-01", due_on="2026-09-26"
    )  # fmt: skip
    save(
        book, "supervision_opinion", given_on="2026-09-01", addressed_to="居委会", matter="事",
        suggestion="办", reply_due="2026-10-05",
    )  # fmt: skip
    assert [line.subject for line in due.due(book, TODAY)] == [
        "监督意见等答复：监2026-001 居委会",
        "承诺办结：诺2026-001 给3组装路灯，过了 2 天",
    ]
    save(book, "promise", row["id"], closed_on="2026-09-28")
    assert len(due.due(book, TODAY)) == 1
