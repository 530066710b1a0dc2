"""Several computers keep the books of one office: whole vouchers, numbers, closed months."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from exchange.at_work import World
from exchange.test_peers import (
    hear,
    joined,
    pass_on,
    quickly_shut,  # noqa: F401
    shared,
    tell,
)
from office import unguarded
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.period import Period
from qinglian_desktop.exchange import conflicting
from qinglian_desktop.modules.decisions.records import MatterStep, StepPerson
from qinglian_desktop.modules.funds import actions, checks, reads
from qinglian_desktop.modules.funds import due as books_due
from qinglian_desktop.modules.funds.books import Line
from qinglian_desktop.modules.funds.reads.late import came_late
from qinglian_desktop.modules.funds.records import COLLECTIVE
from qinglian_desktop.store import signers
from qinglian_desktop.store.book import Book

DAY = date(2026, 9, 1)


@pytest.fixture(autouse=True)
def today() -> None:
    clock.fix(date(2026, 11, 26))


def moves(debit: int, *credited: int) -> tuple[Line, ...]:
    accounts = ("21101", "221", "231")
    return (Line("121", debit), *(Line(a, 0, n) for a, n in zip(accounts, credited, strict=False)))


def post(book: Book, *amounts: int) -> str:
    return str(actions.post_voucher(book, COLLECTIVE, DAY, "某事", moves(*amounts)).result)


def change(book: Book, voucher_id: str, *amounts: int) -> None:
    actions.change_voucher(book, voucher_id, DAY, "某事", moves(*amounts))


def stands(book: Book, voucher_id: str) -> tuple[int, Sequence[int], Sequence[int]]:
    """Its sum, and both sides of its lines."""
    row = book.row("voucher", voucher_id)
    assert row is not None
    lines = book.rows(Query("voucher_line", order=(("place", False),)))
    debits, credited = ([r[n] for r in lines if r[n]] for n in ("debit_fen", "credit_fen"))
    return row["amount_fen"] * (not row["deleted"]), debits, credited


APART = {
    "sum on one, another account on the other": ((300, 300), (100, 60, 40)),
    "other lines on both": ((100, 10, 90), (100, 20, 30, 50)),
    "both sums": ((300, 300), (500, 200, 300)),
}


@pytest.mark.parametrize("there", [1, 0])
@pytest.mark.parametrize("name", APART)
def test_a_voucher_changed_apart_is_one_of_the_two_and_the_other_is_told(
    world: World, unit: Book, name: str, there: int
) -> None:
    voucher_id, second = post(unit, 100, 100), joined(world, unit)
    pair = (unit, second) if there else (second, unit)
    for book, amounts in zip(pair, APART[name], strict=True):
        change(book, voucher_id, *amounts)
    for _ in range(2):
        pass_on(unit, second, usb=world.usb)
    assert shared(unit) == shared(second)
    made = stands(unit, voucher_id)
    written = [(one[0], [one[0]], list(one[1:])) for one in APART[name]]
    assert made in written
    assert not reads.off_balance(unit, COLLECTIVE, date(2026, 9, 30))
    other = next(one for one in written if one != made)
    told = str([line.other for line in conflicting.listed(unit)])
    assert all(f"{fen / 100:.2f}" in told or str(fen) in told for fen in other[1] + other[2])


def test_three_that_each_change_a_voucher_end_with_one_whole(world: World, unit: Book) -> None:
    voucher_id = post(unit, 100, 100)
    ring = (unit, joined(world, unit), joined(world, unit, "pc3"))
    written = ((300, 300), (100, 60, 40), (700, 100, 200, 400))
    for book, amounts in zip(ring, written, strict=True):
        change(book, voucher_id, *amounts)
    for _ in range(4):
        pass_on(*ring, usb=world.usb)
    assert shared(ring[0]) == shared(ring[1]) == shared(ring[2])
    assert stands(unit, voucher_id) in [(one[0], [one[0]], list(one[1:])) for one in written]


def test_a_voucher_deleted_here_and_changed_there_stays_whole(world: World, unit: Book) -> None:
    voucher_id, second = post(unit, 100, 100), joined(world, unit)
    actions.drop_voucher(unit, voucher_id)
    change(second, voucher_id, 100, 60, 40)
    for _ in range(2):
        pass_on(unit, second, usb=world.usb)
    assert shared(unit) == shared(second)
    assert stands(unit, voucher_id) in [(100, [100], [60, 40]), (0, [], [])]
    assert conflicting.waiting(unit)


def test_a_review_stands_over_the_lines_that_were_reviewed(world: World, unit: Book) -> None:
    voucher_id, second = post(unit, 100, 100), joined(world, unit)
    with unit.change("复核") as step:
        step.known["the second person was asked"] = True
        step.put_row("voucher", voucher_id, {"reviewer": "王秀英", "reviewed_on": "2026-09-02"})
    change(second, voucher_id, 100, 60, 40)
    for _ in range(2):
        pass_on(unit, second, usb=world.usb)
    assert shared(unit) == shared(second)
    assert stands(second, voucher_id) == (100, [100], [100])
    (line,) = conflicting.listed(second)
    assert "0.60" in str(line.other)


def _noted(book: Book, ids: tuple[str, str]) -> None:
    for word in ("看过", "再看过"):  # two steps on one side only
        actions.save_entry(book, ids[0], {"note": word})


def _moved_over(book: Book, ids: tuple[str, str], fen: int) -> None:
    with book.change("两边一起改") as step:
        for row_id in ids:
            step.put_row("entry", row_id, {"amount_fen": fen})


PAIRS: dict[str, tuple[Callable[[Book, tuple[str, str]], object], ...]] = {
    "deleted here, a word on one side there": (
        lambda book, ids: actions.drop_entry(book, ids[1]), _noted,
    ),
    "both sums here, a word on one side there": (
        lambda book, ids: _moved_over(book, ids, 700), _noted,
    ),
    "both sums on both, after a word on one side": (
        lambda book, ids: _moved_over(book, ids, 700),
        lambda book, ids: (_noted(book, ids), _moved_over(book, ids, 900)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("there", [1, 0])
@pytest.mark.parametrize("name", PAIRS)
def test_a_transfer_changed_apart_is_a_pair_or_is_gone(
    world: World, unit: Book, name: str, there: int
) -> None:
    made = actions.transfer(unit, COLLECTIVE, DAY, 500, "借支付水电", "往来款").result
    assert isinstance(made, tuple)
    second = joined(world, unit)
    for book, act in zip((unit, second) if there else (second, unit), PAIRS[name], strict=True):
        act(book, made)
    for _ in range(2):
        pass_on(unit, second, usb=world.usb)
    assert shared(unit) == shared(second)
    sides = unit.rows(Query("entry", (Where("transfer_id", "filled"),)))
    assert len(sides) in (0, 2) and len({row["amount_fen"] for row in sides}) < 2
    assert sum(checks.cross_balances(unit, date(2026, 11, 26))) == 0
    told = conflicting.listed(unit)
    assert told, "what gave way is told"
    if len(told) == 1:
        assert told[0].labels == ("跨账划转的一对",)
        assert "借支付水电" in str((told[0].now, told[0].other))


def test_a_transfer_one_computer_deleted_and_the_other_left_alone_is_gone_on_both(
    world: World, unit: Book
) -> None:
    made = actions.transfer(unit, COLLECTIVE, DAY, 500, "借支付水电", "往来款").result
    assert isinstance(made, tuple)
    second = joined(world, unit)
    actions.drop_entry(second, made[0])
    pass_on(second, unit, usb=world.usb)
    assert shared(unit) == shared(second)
    assert not unit.count(Query("entry")) and not conflicting.listed(unit)


def test_a_number_given_on_both_stops_the_closing_until_it_is_given_anew(
    world: World, unit: Book
) -> None:
    second = joined(world, unit)
    for book in (unit, second):
        post(book, 100, 100)
    pass_on(unit, second, usb=world.usb)
    month = Period.parse("2026-09")
    (told,) = (
        one for one in checks.of_month(unit, COLLECTIVE, month) if one.name == checks.NUMBERS
    )
    assert told.blocks
    assert told.words == "0001 号用了两次，请先“补齐凭证号”"
    actions.close_gaps(unit, COLLECTIVE, 2026)
    assert sorted(checks.used_numbers(unit, COLLECTIVE, 2026)) == ["0001", "0002"]


def test_both_put_the_numbers_right_the_same_way(world: World, unit: Book) -> None:
    second = joined(world, unit)
    for book in (unit, second):
        post(book, 100, 100)
    pass_on(unit, second, usb=world.usb)
    for book in (unit, second):
        actions.close_gaps(book, COLLECTIVE, 2026)
    for _ in range(2):
        pass_on(unit, second, usb=world.usb)
    assert shared(unit) == shared(second)
    assert sorted(checks.used_numbers(second, COLLECTIVE, 2026)) == ["0001", "0002"]


def test_a_month_both_have_closed_is_open_after_one_opening(world: World, unit: Book) -> None:
    second, month = joined(world, unit), Period.parse("2026-09")
    for book in (unit, second):
        actions.close_month(book, COLLECTIVE, month)
    pass_on(unit, second, usb=world.usb)
    signers.add(unit, "王秀英", "监委会", "246810")
    actions.reopen_month(unit, COLLECTIVE, month, "金额多打了一个0", "王秀英", "246810")
    assert not reads.closed(unit, COLLECTIVE, DAY)


def test_what_another_computer_booked_into_a_closed_month_is_named(
    world: World, unit: Book
) -> None:
    """It is not refused and not silent: 今日 says what came, and what to do."""
    second, month = joined(world, unit), Period.parse("2026-09")
    post(unit, 100, 100)
    actions.close_month(unit, COLLECTIVE, month)
    assert came_late(unit) == []
    mine = post(second, 300, 300)
    pass_on(second, unit, usb=world.usb)
    (case,) = came_late(unit)
    assert (case.book, case.month, case.row_id) == (COLLECTIVE, "2026-09", mine)
    (told,) = (one for one in books_due.due(unit, clock.today()) if "结账以后" in one.subject)
    assert "并入 1 笔" in told.subject and "某事" in told.subject
    assert "反结账" in told.why
    signers.add(unit, "王秀英", "监委会", "246810")
    actions.reopen_month(unit, COLLECTIVE, month, "另一台电脑还有一笔", "王秀英", "246810")
    assert came_late(unit) == [], "opened again, it will be closed with it"


def test_clashing_numbers_point_to_where_they_are_put_right(world: World, unit: Book) -> None:
    second = joined(world, unit)
    for book in (unit, second):
        post(book, 100, 100)
    notes = hear(unit, tell(second, world.usb).path).notes
    assert any("补齐凭证号" in note for note in notes)


def meeting(book: Book) -> str:
    with book.change("登记会议") as step:
        step_id = step.put(MatterStep(matter_id="m", gate="会议表决", due_count=2, yes_count=0))
        for name in ("张晓梅", "李建华"):
            step.put(StepPerson(step_id=step_id, name=name, attendance="缺席"))
    return step_id


def attend(book: Book, step_id: str, name: str, *, count: bool) -> None:
    """One came and said yes; on one computer the sum was not carried along yet."""
    (person,) = book.rows(Query("step_person", (Where("name", "=", name),)))
    with book.change("到会") as step:
        step.put_row("step_person", person["id"], {"attendance": "到会"})
        if count:
            step.put_row("matter_step", step_id, {"present_count": 1, "yes_count": 1})


@pytest.mark.parametrize("there", [1, 0])
def test_a_meeting_written_apart_is_one_of_the_two_and_the_other_is_told(
    world: World, unit: Book, there: int
) -> None:
    """Never the people of the one under the votes of the other."""
    with unguarded():
        step_id, second = meeting(unit), joined(world, unit)
        first, other = (unit, second) if there else (second, unit)
        attend(first, step_id, "张晓梅", count=True)
        attend(other, step_id, "李建华", count=False)
    for _ in range(2):
        pass_on(unit, second, usb=world.usb)
    assert shared(unit) == shared(second)
    row, people = unit.row("matter_step", step_id), unit.rows(Query("step_person"))
    came = {one["name"] for one in people if one["attendance"] == "到会"}
    assert row is not None
    assert (row["yes_count"], came) in [(1, {"张晓梅"}), (0, {"李建华"})]
    (line,) = conflicting.listed(unit)
    assert line.labels == ("整场会",)
    assert ({"张晓梅", "李建华"} - came).pop() + "（到会）" in str(line.other)
