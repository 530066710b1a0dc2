"""Two computers of one office fill the log of the same month: nobody is paid twice for a day."""

from datetime import date

import pytest

from exchange.at_work import World
from exchange.test_peers import joined, pass_on, quickly_shut, shared  # noqa: F401
from modules.labour.test_labour import note, order
from office import make_opening, make_person
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.funds.records import COLLECTIVE
from qinglian_desktop.modules.labour import actions
from qinglian_desktop.modules.labour.due import due
from qinglian_desktop.store.book import Book

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def today() -> None:
    clock.fix(TODAY)


def both_noted(
    world: World, unit: Book, days: int, other_day: str = "2026-10-12"
) -> tuple[Book, str]:
    """The same person under the same order, on each computer, before they meet; and one row."""
    make_opening(unit, bank_fen=10_000_000, account=COLLECTIVE)
    person, job = make_person(unit, "张守田"), order(unit)
    second = joined(world, unit)
    note(unit, job, person, "2026-10-12", days=days)
    row_id = note(second, job, person, other_day, days=days)
    for _ in range(2):
        pass_on(unit, second, usb=world.usb)
    assert shared(unit) == shared(second)
    return second, row_id


def test_a_day_both_have_noted_is_told_and_paid_once(world: World, unit: Book) -> None:
    second, row_id = both_noted(world, unit, 1000)
    for book in (unit, second):
        told = due(book, TODAY)[0]
        assert "张守田2026年10月12日记了 2 个工" in told.subject and "两台电脑" in told.why
        with pytest.raises(Refused, match="两台电脑都记了这一天") as refused:
            actions.make_pay(book, COLLECTIVE, "2026-10")
        assert "多记的删一条" in refused.value.remedy
    actions.drop_day(unit, row_id)
    assert "公示" in due(unit, TODAY)[0].subject
    pay_id = str(actions.make_pay(unit, COLLECTIVE, "2026-10").result)
    sheet = unit.row("labour_pay", pay_id)
    assert sheet is not None and (sheet["days"], sheet["told"]) == (1000, None)


def test_a_day_that_came_after_the_sheet_was_made_holds_the_money_back(
    world: World, unit: Book
) -> None:
    make_opening(unit, bank_fen=10_000_000, account=COLLECTIVE)
    person, job = make_person(unit, "张守田"), order(unit)
    second = joined(world, unit)
    sheets = []
    for book in (unit, second):
        note(book, job, person, "2026-10-12", days=1000)
        sheets.append(str(actions.make_pay(book, COLLECTIVE, "2026-10").result))
    for _ in range(2):
        pass_on(unit, second, usb=world.usb)
    assert "记了 2 个工" in due(unit, TODAY)[0].subject
    actions.drop_pay(unit, sheets[1])
    (row,) = [one for one in unit.rows(Query("labour_day")) if not one["pay_id"]]
    actions.drop_day(unit, row["id"])
    assert "记了 2 个工" not in str([one.subject for one in due(unit, TODAY)])


def test_halves_of_a_day_noted_on_both_are_told_beside_the_sheet(world: World, unit: Book) -> None:
    both_noted(world, unit, 500)
    pay_id = str(actions.make_pay(unit, COLLECTIVE, "2026-10").result)
    sheet = unit.row("labour_pay", pay_id)
    assert sheet is not None and sheet["days"] == 1000
    assert sheet["told"] == "张守田2026年10月12日两台电脑各记了半天，请核对是不是同一回"


def test_different_days_of_one_month_are_simply_one_log(world: World, unit: Book) -> None:
    both_noted(world, unit, 1000, "2026-10-13")
    assert "记了" not in due(unit, TODAY)[0].subject
    pay_id = str(actions.make_pay(unit, COLLECTIVE, "2026-10").result)
    sheet = unit.row("labour_pay", pay_id)
    assert sheet is not None and (sheet["days"], sheet["told"]) == (2000, None)
