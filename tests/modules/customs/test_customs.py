"""Customs and surroundings: a score, words no covenant needs, a report that permits nothing."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Document, as_text
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Board
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.customs import actions, due, rules
from qinglian_desktop.modules.customs.records import DEDUCTED, RECORDS, EventReport
from qinglian_desktop.store import packs
from qinglian_desktop.store.book import Book

TODAY = date(2026, 9, 28)
PARTS = packs.named("customs-rules")[0].rows("parts")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_book(tmp_path) as made:
        yield made


def spoken(document: Document) -> str:
    return "\n".join(as_text(document))


def save(book: Book, table: str, row_id: str | None = None, **draft: Any) -> dict[str, Any]:
    saved = saving.saver(table)(book, row_id, draft).result
    return book.row(table, str(saved)) or {}


def off(*taken: float | None) -> dict[str, int | None]:
    return {
        name: None if one is None else int(one * 1000)
        for name, one in zip(DEDUCTED, taken, strict=True)
    }


def test_the_five_parts_are_a_hundred_points() -> None:
    assert [part["points"] for part in PARTS] == [25, 30, 20, 15, 10]
    assert tuple(part["field"] for part in PARTS) == DEDUCTED


@given(st.lists(st.integers(0, 60_000), min_size=5, max_size=5))
def test_no_part_loses_more_than_it_has(taken: list[int]) -> None:
    row = dict(zip(DEDUCTED, taken, strict=True))
    full = [25_000, 30_000, 20_000, 15_000, 10_000]
    assert rules.score(PARTS, row) == sum(
        max(points - lost, 0) for points, lost in zip(full, taken, strict=True)
    )


def test_the_score_follows_the_parts_and_undo_takes_both_back(book: Book) -> None:
    row = save(book, "environment_inspection", inspected_on="2026-09-03", place="3组")
    assert (row["month"], row["score"]) == ("2026-09", None)
    row = save(book, "environment_inspection", row["id"], **off(4, 3, 0.5, 1, None))
    assert row["score"] is None, "one part is not told yet"
    row = save(book, "environment_inspection", row["id"], system_off=0)
    assert row["score"] == 91_500
    row = save(book, "environment_inspection", row["id"], toilet_off=40_000)
    assert row["score"] == 70_500, "厕所 has 25 points to lose"
    (step, *_) = book.steps()
    book.undo(step["seq"] if "seq" in step else step["step"])
    assert (book.row("environment_inspection", row["id"]) or {})["score"] == 91_500


def test_an_old_sheet_keeps_its_total(book: Book) -> None:
    row = save(
        book, "environment_inspection", inspected_on="2026-03-03", place="全域", score=88_000
    )
    assert row["score"] == 88_000
    with pytest.raises(Refused, match="不在 0 到 100"):
        save(book, "environment_inspection", row["id"], score=100_500)
    with pytest.raises(Refused, match="小于 0"):
        save(book, "environment_inspection", row["id"], toilet_off=-1)


def test_the_month_goes_with_its_day_until_somebody_says_another(book: Book) -> None:
    row = save(book, "environment_inspection", inspected_on="2026-09-03", place="3组")
    row = save(book, "environment_inspection", row["id"], inspected_on="2026-08-31")
    assert row["month"] == "2026-08"
    row = save(book, "environment_inspection", row["id"], month="2026年7月")
    assert row["month"] == "2026-07"
    row = save(book, "environment_inspection", row["id"], inspected_on="2026-08-01")
    assert row["month"] == "2026-07"
    with pytest.raises(Refused, match="不是月份"):
        save(book, "environment_inspection", row["id"], month="2026Q3")


def test_words_of_a_covenant_are_hinted_and_never_refused(book: Book) -> None:
    text = "第三条 乱倒垃圾的罚款50元，停发福利。第四条 邻里互助。"
    row = save(book, "covenant", version="2026年修订", text=text)
    assert row["told"].count("；") == 1
    assert "罚款" in row["told"]
    assert "停发" in row["told"]
    assert "居民公约不能设罚款" in row["told"]
    assert "{" not in row["told"]
    row = save(book, "covenant", row["id"], text="第三条 乱倒垃圾的，批评教育。")
    assert row["told"] is None


def test_a_feast_is_reported_and_nothing_permits_or_forbids_it() -> None:
    labels = " ".join(
        (field.label + " ".join(field.choices)) for field in EventReport.fields.values()
    )
    for word in ("审批", "批准", "同意", "禁止", "罚", "状态"):
        assert word not in labels
    assert not {"state", "status"} & set(EventReport.fields)
    assert all(field.board is Board.OMIT for field in EventReport.fields.values())


def test_only_good_examples_of_a_review_may_hang() -> None:
    review = next(record for record in RECORDS if record.table == "review_meeting")
    assert review.fields["praised"].board is Board.FULL
    assert review.fields["persuaded"].board is Board.OMIT


def test_the_paper_of_a_feast_masks_what_is_personal_and_says_no_leave_is_needed(
    book: Book,
) -> None:
    row = save(
        book, "event_report", kind="丧事", host="李建华", event_on="2026-09-20", tables=12,
        phone="13800001234", address="3组18号", table_fen=32_000,
    )  # fmt: skip
    assert row["number"] == "红白2026-001"
    said = spoken(actions.event_paper(book, row["id"]))
    assert "不需要批准" in said
    assert "13800001234" not in said
    assert "138＊＊＊＊1234" in said
    assert "3组18号" not in said
    assert "320.00 元" in said
    assert "守灵" in said
    wedding = save(book, "event_report", host="王小明", event_on="2026-10-02")
    assert "守灵" not in spoken(actions.event_paper(book, wedding["id"]))


def test_the_sheet_of_a_round_has_every_check_of_the_pack(book: Book) -> None:
    row = save(
        book, "environment_inspection", inspected_on="2026-09-03", place="3组",
        **off(4, 3, 0.5, 1, 0),
    )  # fmt: skip
    save(
        book, "environment_issue", inspection_id=row["id"], found_on="2026-09-03", place="水沟边",
        what="垃圾没有清运", due_on="2026-09-10",
    )  # fmt: skip
    said = spoken(actions.environment_paper(book, row["id"]))
    for part in PARTS:
        for check in part["checks"]:
            assert check in said
    assert "91.5 分" in said
    assert "1. 水沟边：垃圾没有清运，2026年9月10日前整改" in said
    assert "＿＿＿ 分" in spoken(actions.environment_blank(book))


def test_what_is_due_of_customs(book: Book) -> None:
    assert due.due(book, TODAY) == [], "what nobody has begun asks for nothing"
    save(book, "environment_inspection", inspected_on="2026-07-03", place="3组", score=90_000)
    save(book, "covenant", version="2026", meeting_on="2026-09-20")
    save(book, "event_report", host="李建华", kind="婚事", event_on="2026-09-10")
    save(book, "event_report", host="王小明", kind="婚事", event_on="2026-09-25")
    save(
        book, "environment_issue", found_on="2026-09-03", place="水沟边", what="垃圾没有清运",
        due_on="2026-09-26",
    )  # fmt: skip
    found = {line.subject: line for line in due.due(book, TODAY)}
    assert set(found) == {
        "2026年8月人居环境检查还没登记",
        "2026年9月人居环境检查还没登记",
        "居民公约 2026还没报街道备案",
        "红白2026-001 婚事办完了，请补记实际情况",
        "环境整改：环2026-001 垃圾没有清运，过了 2 天",
    }
    assert found["居民公约 2026还没报街道备案"].due_on == date(2026, 9, 30)
    assert all("待核实" in line.why or "整改期限" in line.why for line in found.values())
