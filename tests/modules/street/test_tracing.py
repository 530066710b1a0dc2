"""溯源码: the code under a printed number opens the rows whose sum it is, also next month."""

import random
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.at_work import World, drop, edit, report
from office import make_entry
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Table, as_text
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.disclosure.records import PlannedPosting
from qinglian_desktop.modules.street import actions, codes, notices, reads, tracing
from qinglian_desktop.modules.street.records import TracedPaper
from qinglian_desktop.modules.tasks.records import Task
from qinglian_desktop.paper.draw import pages_of
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.store.book import Book

TODAY = date(2026, 11, 24)
YEAR = Period.parse("2026")


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    clock.fix(TODAY)
    yield
    clock.fix(None)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    chance = random.Random(7)
    made.units = []  # type: ignore[attr-defined]
    for number in range(1, 4):
        unit = made.unit(number)
        for place in range(8):
            make_entry(
                unit, chance.randrange(1, 900_000), day=date(2026, chance.randrange(1, 11), 3),
                direction=chance.choice(("收入", "支出")), voucher_no=f"{place:04d}",
            )  # fmt: skip
        report(unit, made.street, made.usb)
        made.units.append(unit)  # type: ignore[attr-defined]
    yield made
    made.close()


def units(world: World) -> list[Book]:
    found: list[Book] = world.units  # type: ignore[attr-defined]
    return found


def printed(world: World, by: str = "单位") -> dict[str, int]:
    """Every code of the printed tables with the number over it."""
    tables = actions.summary(world.street, YEAR, by)
    marks = tracing.keep(world.street, tables, "汇总表")
    return {
        code: value
        for table, lines in zip(tables, marks, strict=True)
        for values, line in zip(
            [*(n.values for n in table.lines), table.totals], lines, strict=True
        )
        for code, value in zip(line, values, strict=True)
    }


def test_a_hundred_codes_open_rows_whose_sum_is_the_number(world: World) -> None:
    found = printed(world) | printed(world, "期间") | printed(world, "事项")
    assert len(found) > 150
    chosen = random.Random(100).sample(sorted(found), 100)
    for code in chosen:
        opened = tracing.open_code(world.street, code.lower())
        assert opened.value == found[code] == sum(row.then for row in opened.rows)
        of_that_day = opened.table and "公开情况" in opened.title
        assert opened.now == (None if of_that_day else found[code])
        stored = [world.street.row(opened.table, row.row_id) for row in opened.rows]
        field = opened.field
        assert found[code] == sum(row[field] if field else 1 for row in stored if row)


def test_next_month_the_code_still_says_what_the_paper_says(world: World) -> None:
    found = printed(world)
    code = next(c for c, n in found.items() if tracing.open_code(world.street, c).field and n)
    before = tracing.open_code(world.street, code)
    unit = next(u for u in units(world) if u.row("entry", before.rows[0].row_id))
    edit(unit, before.rows[0].row_id, amount_fen=before.rows[0].then + 500)
    gone = before.rows[1:2]
    drop(unit, *(row.row_id for row in gone))
    clock.fix(date(2026, 12, 24))
    report(unit, world.street, world.usb)
    after = tracing.open_code(world.street, code)
    assert (after.value, [row.then for row in after.rows]) == (
        before.value, [row.then for row in before.rows],
    )  # fmt: skip
    assert after.now == before.value + 500 - sum(row.then for row in gone)
    assert "1 条改过金额" in after.said and f"现在汇总是 {after.shown(after.now)}" in after.said
    assert ("1 条已经删除" in after.said) == bool(gone)
    assert after.printed_on == TODAY


def test_a_number_of_a_day_does_not_claim_to_be_that_of_today(world: World) -> None:
    unit, street = units(world)[0], world.street
    with unit.change("计划") as change:
        change.put(
            PlannedPosting(year=2026, code="F1", category="财务", item="收支", period="2026Q3",
                           due_on=date(2026, 10, 1), state="待公开")
        )  # fmt: skip
        change.put(Task(year=2026, code="1", title="办事", item="党建", due_on=date(2026, 10, 1)))
    report(unit, street, world.usb)
    tables = reads.summary(street, YEAR)
    marks = tracing.keep(street, tables, "汇总")
    codes_of = {
        heading: code
        for table, marked in zip(tables, marks, strict=True)
        for heading, code in zip(table.columns, marked[0], strict=True)
    }
    with unit.change("办了") as change:
        for table, done in (("planned_posting", "已公开"), ("task", "已完成")):
            for row_id in unit.ids(Query(table)):
                change.put_row(table, row_id, {"state": done})
    report(unit, street, world.usb)
    posting = tracing.open_code(street, codes_of["逾期未公开"])
    assert (posting.value, posting.now) == (1, None)
    assert "是按打印那天的情况分的" in posting.said and "没有变" not in posting.said
    task = tracing.open_code(street, codes_of["逾期"])
    assert (task.value, task.now, task.rows[0].counts) == (1, 0, False)
    assert "1 条改过，现在不再算在内；现在汇总是 0" in task.said


def test_the_same_paper_keeps_its_codes_and_another_gets_its_own(world: World) -> None:
    first = printed(world)
    assert printed(world) == first
    assert len(world.street.rows(Query(TracedPaper.table))) == 1
    make_entry(units(world)[0], 123, voucher_no="0900")
    report(units(world)[0], world.street, world.usb)
    assert not set(printed(world)) & set(first)


def test_every_number_of_the_paper_has_its_code_under_it(world: World) -> None:
    tables = actions.summary(world.street, YEAR)
    marks = tracing.keep(world.street, tables, "汇总表")
    paper = notices.summary_paper("通惠街道", YEAR.label, tables, TODAY, codes=marks)
    for block, lines in zip([b for b in paper.blocks if isinstance(b, Table)], marks, strict=True):
        assert block.marks == tuple(("", "", *line) for line in lines)
    said = [text for page in pages_of(paper, fonts=Fonts()) for text in page.texts]
    drawn = {text.text: text for text in said}
    for code in (code for lines in marks for line in lines for code in line):
        over = min(
            (t for t in said if t.text[-1].isdigit() and 0 < drawn[code].y - t.y < 20
             and abs(t.x - drawn[code].x) < 60 and t.size > drawn[code].size),
            key=lambda t: drawn[code].y - t.y,
        )  # fmt: skip
        assert over.text.replace(",", "").replace(".", "").lstrip("-").isdigit()
    assert all(code in "".join(as_text(paper)) for code in marks[0][0])


def test_what_is_printed_is_kept_and_ctrl_z_does_not_take_it_back(world: World) -> None:
    actions.write_summary(world.street, YEAR, BytesIO())
    (kept,) = world.street.rows(Query(TracedPaper.table))
    assert kept["title"] == "2026年汇总表" and kept["printed_on"] == TODAY.isoformat()
    step = world.street.steps(1)[0]
    assert step["kind"] == "print"


@given(st.integers(0, 100_000), st.integers(0, codes.EACH - 1))
def test_a_code_is_read_as_it_was_written(serial: int, place: int) -> None:
    code = codes.code_of(serial, place)
    assert codes.read(code) == (serial, place)
    assert codes.read(f" {code[:2]}-{code[2:]} ".lower()) == (serial, place)


@given(st.integers(0, 100_000), st.integers(0, codes.EACH - 1), st.data())
def test_one_wrong_sign_or_two_changed_places_are_noticed(
    serial: int, place: int, data: st.DataObject
) -> None:
    code = codes.code_of(serial, place)
    at = data.draw(st.integers(0, len(code) - 1))
    other = data.draw(st.sampled_from(codes.SIGNS.replace(code[at], "")))
    assert not codes.is_one(code[:at] + other + code[at + 1 :])
    if at and code[at - 1] != code[at]:
        assert not codes.is_one(code[: at - 1] + code[at] + code[at - 1] + code[at + 1 :])


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "没有写全"), ("3A2", "没有写全"), ("O1A27", "没有“O”"), ("溯源码", "没有“溯”")],
)
def test_what_is_no_code_is_said(world: World, typed: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        tracing.open_code(world.street, typed)


def test_a_code_of_no_paper_is_said(world: World) -> None:
    some: dict[str, Any] = printed(world)
    unknown = [
        codes.code_of(number, place) for number, place in ((900, 0), (3, 0), (248, len(some)))
    ]
    for code in unknown:
        with pytest.raises(Refused, match="没有打印过带这个溯源码的表"):
            tracing.open_code(world.street, code)
