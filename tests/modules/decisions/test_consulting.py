"""协商: the record on paper, the outcome on the board, and on to a matter."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cases import make_office
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import as_text
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.decisions import actions, papers, reads
from qinglian_desktop.modules.decisions.actions import consulting
from qinglian_desktop.store.book import Book

TODAY = date(2026, 3, 16)
GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_office(tmp_path) as made:
        yield made


def consulted(book: Book, **facts: Any) -> str:
    draft = {
        "topic": "小区门口停车", "source": "居民反映", "form": "议事会", "place": "社区议事厅",
        "held_on": "2026-03-15", "chair": "郑甲", "participants": "居民代表5人，物业1人，交巡警1人",
        "points": "居民：早晚高峰堵路。\n物业：可以划临时车位。", "outcome": "门口划12个临时车位。",
        "assignee": "李物业", "due_on": "2026-04-30", **facts,
    }  # fmt: skip
    return str(actions.save_consultation(book, None, draft).result)


def text_of(book: Book, row_id: str) -> list[str]:
    return as_text(papers.consultation(consulting.consulted(book, row_id)))


def test_the_record_says_what_it_must(book: Book) -> None:
    golden = (GOLDEN / "consultation.txt").read_text("utf-8").splitlines()
    assert text_of(book, consulted(book)) == golden


def test_what_only_people_know_is_marked_to_be_written(book: Book) -> None:
    bare = consulted(book, participants=None, points=None, outcome=None, assignee=None, due_on=None)
    text = "\n".join(text_of(book, bare))
    for what in ("参加的人和身份", "各方的意见", "协商一致的意见"):
        assert f"【请补写：{what}" in text


def test_one_entered_late_says_so(book: Book) -> None:
    late = consulted(book, held_on=(TODAY - timedelta(days=40)).isoformat())
    text = "\n".join(text_of(book, late))
    assert "（补录，2026年3月16日登记）" in text and "补录：2026年3月16日登记" in text


def test_the_outcome_becomes_a_draft_on_the_board_once(book: Book) -> None:
    row_id = consulted(book)
    number = consulting.publish_consultation(book, row_id).result
    notice = book.find(book.tables["notice"], number=number)
    assert notice is not None
    assert (notice["code"], notice["state"]) == ("G14", "草稿")
    assert "协商结果：门口划12个临时车位。" in notice["body"]
    with pytest.raises(Refused, match="已经编了"):
        consulting.publish_consultation(book, row_id)


def test_without_an_outcome_there_is_nothing_to_publish(book: Book) -> None:
    with pytest.raises(Refused, match="还没写协商结果"):
        consulting.publish_consultation(book, consulted(book, outcome=None))


def test_what_needs_a_meeting_becomes_a_matter_once(book: Book) -> None:
    row_id = consulted(book)
    done = consulting.raise_consultation(book, row_id)
    matter = reads.case(book, str(done.result)).matter
    assert (matter["title"], matter["origin"], matter["stage"]) == (
        "小区门口停车", "党员群众提出", "提议",
    )  # fmt: skip
    assert f"已立为决策事项：{matter['number']} 小区门口停车。" in "\n".join(text_of(book, row_id))
    with pytest.raises(Refused, match="已经立为"):
        consulting.raise_consultation(book, row_id)
    book.undo(done.step)
    assert consulting.raise_consultation(book, row_id).result


def test_one_in_the_bin_is_refused(book: Book) -> None:
    row_id = consulted(book)
    with book.change("删") as change:
        change.drop("consultation", row_id)
    with pytest.raises(Refused, match="回收站"):
        consulting.consulted(book, row_id)
