"""Party work of the units side by side: counted as their own scores are, opened row by row."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from exchange.at_work import World, report
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.modules.evaluation import computing
from qinglian_desktop.modules.saving import saver
from qinglian_desktop.modules.street import party_work
from qinglian_desktop.store.book import Book

TODAY = date(2026, 7, 10)


def put(book: Book, table: str, **draft: Any) -> str:
    return str(saver(table)(book, None, draft).result)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("party"))
    with clock.fixed(TODAY):
        later, first = made.unit(2), made.unit(1)
        for month in (1, 2, 4):
            put(first, "duty_log", done_on=f"2026-0{month}-05", person="郑立", text="部署")
            put(first, "party_meeting", kind="支委会", topic="研究", held_on=f"2026-0{month}-06")
        put(first, "joint_meeting", held_on="2026-02-03", topic="三张清单")
        for name, post in (("王芳", "宣传岗"), ("刘洋", None)):
            put(first, "check_in", person=name, unit="某某小学", reported_on="2026-01-10",
                post=post)  # fmt: skip
        put(
            first, "party_check", checked_on="2026-01-12", outcome="列入整顿",
            listed_on="2026-03-10",
        )  # fmt: skip
        for unit in (later, first):
            report(unit, made.street, made.usb)
        yield made
    made.close()


def told(world: World, line: int) -> dict[str, str]:
    found = party_work.party_work(world.street, 2026, TODAY)[line]
    cells = (cell.said for cell in found.cells)
    return dict(zip(party_work.headings(world.street), cells, strict=True))


def test_units_stand_by_code_with_what_was_due_and_what_was_kept(world: World) -> None:
    found = party_work.party_work(world.street, 2026, TODAY)
    assert [line.unit for line in found] == ["第1社区", "第2社区"]
    one = told(world, 0)
    assert (one["履责纪实"], one["联席会"], one["认领岗位"]) == ("3/6", "1/2", "1/2")
    assert one["整顿"] == "在列"
    assert told(world, 1)["整顿"] == ""
    lacks = {h: c.lacks for h, c in
             zip(party_work.headings(world.street), found[0].cells, strict=True)}  # fmt: skip
    assert lacks["履责纪实"] == "缺3月、5月、6月"


def test_each_figure_opens_rows_of_its_unit_alone(world: World) -> None:
    (office,) = {row["owner"] for row in world.street.rows(Query("duty_log"))}
    for cell in party_work.party_work(world.street, 2026, TODAY)[0].cells:
        for query in cell.behind:
            assert {row["owner"] for row in world.street.rows(query)} == {office}
    logs = party_work.party_work(world.street, 2026, TODAY)[0].cells[2].behind[0]
    every = world.street.rows(Query("duty_log", (Where("owner", "=", office),)))
    assert {row["id"] for row in world.street.rows(logs)} == {row["id"] for row in every}


def test_what_the_table_says_is_what_the_score_of_the_unit_counts(world: World) -> None:
    (office,) = {row["owner"] for row in world.street.rows(Query("duty_log"))}
    scored = {
        part.part.measure: part.found
        for one in computing.suggestions(world.street, 2026, unit=office, cutoff=TODAY)
        for part in one.parts
        if part.found is not None
    }
    one = told(world, 0)
    for heading, measure in party_work.COLUMNS.items():
        found = scored[measure]
        said = f"{int(found.good)}/{int(found.of)}" if found.of else "—"
        assert one[heading] == said


def test_before_anything_is_due_nothing_is_called_missing(world: World) -> None:
    found = party_work.party_work(world.street, 2026, date(2026, 1, 20))
    assert found[1].cells[2] == ("—", "", ())
