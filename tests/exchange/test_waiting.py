"""Rows that name rows which have not come yet: merged, counted, named, and found again later."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exchange.at_work import everything, export, take
from qinglian_desktop.core.module import Query
from qinglian_desktop.exchange import due, incoming, outgoing, taking_back, waiting
from qinglian_desktop.modules.tasks.records import Task, TaskNote
from qinglian_desktop.store.book import Book

DAY = date(2026, 9, 15)


def task(unit: Book, title: str = "入户走访") -> str:
    with unit.change("登记任务") as change:
        return change.add(Task, {"title": title})


def note(unit: Book, task_id: str, text: str = "走访了 12 户") -> str:
    with unit.change("登记进展") as change:
        return change.add(TaskNote, {"task_id": task_id, "text": text, "noted_on": "2026-09-01"})


@pytest.fixture
def apart(unit: Book, usb: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path, list[str]]:
    """Two bundles, the second with rows that name one of the first; and those rows."""
    one = task(unit)
    first = export(unit, usb).path
    seen = unit.trail_head()[0]
    ids = [note(unit, one, f"第 {n} 次走访") for n in range(3)]
    with monkeypatch.context() as patch:
        patch.setattr(outgoing, "acked_seq", lambda _unit: seen)
        second = export(unit, usb).path
    return first, second, ids


def waits(street: Book) -> list[tuple[str, str]]:
    return [(row["row_id"], row["field_name"]) for row in waiting.listed(street)]


def test_rows_before_what_they_name_are_taken_and_wait(
    street: Book, apart: tuple[Path, Path, list[str]]
) -> None:
    first, second, ids = apart
    before = everything(street)
    preview = incoming.inspect(street, second)
    assert everything(street) == before
    assert sorted(one.row_id for one in preview.waiting) == sorted(ids)
    outcome = take(street, second)
    assert street.count(Query("task_note")) == 3, "nothing is held back"
    assert sorted(waits(street)) == sorted((row_id, "task_id") for row_id in ids)
    assert any(note.startswith("3 条等待上游数据（") for note in outcome.notes)
    (line,) = [d for d in due.due(street, DAY) if "等待上游" in d.subject]
    assert line.subject.startswith("3 条等待上游数据")
    outcome = take(street, first)
    assert waits(street) == []
    assert any("3 条等着的数据这次到了" in note for note in outcome.notes)
    assert not [d for d in due.due(street, DAY) if "等待上游" in d.subject]


def test_the_other_way_round_nothing_waits(
    street: Book, apart: tuple[Path, Path, list[str]]
) -> None:
    first, second, _ = apart
    take(street, first)
    assert take(street, second).preview.waiting == ()
    assert waits(street) == []


def test_a_second_time_is_counted_once(
    street: Book, apart: tuple[Path, Path, list[str]], unit: Book, usb: Path
) -> None:
    _, second, ids = apart
    take(street, second)
    take(street, second)
    assert len(waits(street)) == len(ids)


def test_a_row_that_no_longer_asks_stops_waiting(
    street: Book, unit: Book, usb: Path, apart: tuple[Path, Path, list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    _, second, ids = apart
    take(street, second)
    seen = unit.trail_head()[0]
    with unit.change("删除") as change:
        change.drop("task_note", ids[0])
    other = task(unit, "排查隐患")
    with unit.change("改") as change:
        change.put_row("task_note", ids[1], {"task_id": other})
    monkeypatch.setattr(outgoing, "acked_seq", lambda _unit: seen)
    take(street, export(unit, usb).path, approve=True)
    assert [row_id for row_id, _ in waits(street)] == [ids[2]]


def test_taking_the_merge_back_ends_and_begins_waiting(
    street: Book, apart: tuple[Path, Path, list[str]]
) -> None:
    first, second, ids = apart
    take(street, second)
    step: Any = incoming.import_file(street, first).step
    assert waits(street) == []
    taking_back.take_back(street, step)
    assert len(waits(street)) == len(ids), "what they wait for is gone again"
    step = street.steps(200)
    merge = next(s["step"] for s in step if s["kind"] == "merge" and "第 2 号" in s["label"])
    taking_back.take_back(street, merge)
    assert waits(street) == []
