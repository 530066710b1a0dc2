"""廉洁档案: the open half of a cadre's file; of the other half only whether there is one."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Table, as_text
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.oversight import actions
from qinglian_desktop.store.book import Book

TODAY = date(2026, 11, 20)
SECRET = "信访核查后提醒谈话"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_book(tmp_path) as made:
        yield made


def save(book: Book, table: str, row_id: str | None = None, **draft: Any) -> Row:
    saved = saving.saver(table)(book, row_id, draft).result
    return book.row(table, str(saved)) or {}


def note(book: Book, **draft: Any) -> Row:
    told = {"person": "郑立", "kind": "廉洁承诺", "done_on": "2026-01-08", "title": "承诺书"}
    return save(book, "integrity_note", **{**told, **draft})


@pytest.mark.parametrize("field", ["title", "result", "note", "files"])
def test_nothing_of_a_verdict_is_written_but_that_there_is_one(book: Book, field: str) -> None:
    blank = {"title": None, "kind": "组织结论"}
    given = {**blank, "held": 1, field: '["x"]' if field == "files" else SECRET}
    with pytest.raises(Refused, match="组织结论不能写"):
        note(book, **given)
    with pytest.raises(Refused, match="还没选有没有"):
        note(book, **blank)
    row = note(book, **blank, held=1, kept_at="通纪存2026-3")
    with pytest.raises(Refused, match="组织结论不能写"):  # the same by a later edit
        save(book, "integrity_note", row["id"], **{field: '["x"]' if field == "files" else SECRET})
    with pytest.raises(Refused, match="只有“组织结论”"):
        note(book, kept_at="通纪存2026-4")


def test_a_file_gathers_what_the_ledgers_hold_of_one_cadre(book: Book) -> None:
    save(book, "body", name="居委会", kind="委员会")
    save(book, "post", body="居委会", person_name="郑立", title="主任", from_on="2024-01-01")
    first = note(book)
    note(book, kind="述职述廉", done_on="2026-10-10", title="述廉报告", result="满意 38 票")
    note(book, kind="组织结论", title=None, held=1, kept_at="通纪存2026-3")
    note(book, person="周建国", title="周的承诺书")
    save(
        book, "personal_report", reporter="郑立", event_on="2026-05-02", guests="请了30桌的名单",
        reported_on="2026-04-20",
    )  # fmt: skip
    save(
        book, "key_person_talk", person="郑立", by="周建国", held_on="2026-06-30", topic="节日提醒",
        summary="谈话要点的内容",
    )  # fmt: skip
    text = "\n".join(as_text(actions.cadre_paper(book, first["id"])))
    for told in (
        "郑立廉洁档案", "居委会", "述廉报告", "满意 38 票", "婚事", "事前报告，还没有事后补报",
        "谈话提醒", "有，见街道存档号通纪存2026-3",
    ):  # fmt: skip
        assert told in text
    for hidden in ("周的承诺书", "请了30桌的名单", "谈话要点的内容", "节日提醒"):
        assert hidden not in text


def test_the_list_of_files_counts_each_class_of_this_year(book: Book) -> None:
    save(book, "body", name="居委会", kind="委员会")
    save(book, "post", body="居委会", person_name="郑立", title="主任", from_on="2024-01-01")
    save(
        book, "post", body="居委会", person_name="何平", title="委员", from_on="2021-01-01",
        until_on="2024-01-01",
    )  # fmt: skip
    save(book, "body", name="居民代表会议", kind="代表会议")
    save(
        book, "post", body="居民代表会议", person_name="秦淑芬", title="居民代表",
        from_on="2024-01-01",
    )  # fmt: skip
    note(book)
    note(book, done_on="2025-01-08")
    note(book, kind="组织结论", title=None, held=1, kept_at="通纪存2026-3")  # on no list
    table = next(b for b in actions.cadres_paper(book).blocks if isinstance(b, Table))
    assert table.rows == (("1", "郑立", "主任", "1", "", "", "", "", ""),)


def test_an_entry_without_a_name_is_no_file(book: Book) -> None:
    row = save(book, "integrity_note", kind="廉洁承诺")
    with pytest.raises(Refused, match="还没填干部姓名"):
        actions.cadre_paper(book, row["id"])
    table = next(b for b in actions.cadres_paper(book).blocks if isinstance(b, Table))
    assert not any(map("".join, table.rows))
