"""The month's report stands in 今日 from the month's last days on until it is written."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from exchange.at_work import World, entries, export
from qinglian_desktop.core import clock
from qinglian_desktop.exchange.reporting import due
from qinglian_desktop.store.book import Book


@pytest.fixture
def unit(tmp_path: Path) -> Iterator[Book]:
    clock.fix(date(2026, 9, 20))
    world = World(tmp_path)
    made = world.unit()
    entries(made, 3)
    yield made
    world.close()


def said(unit: Book, day: date) -> list[tuple[str, date]]:
    with clock.fixed(day):
        return [(line.subject, line.due_on) for line in due(unit, day)]


def written(unit: Book, day: date, stick: Path) -> None:
    stick.mkdir(exist_ok=True)
    with clock.fixed(day):
        export(unit, stick)


def test_the_last_days_of_a_month_ask_for_its_report(unit: Book) -> None:
    assert said(unit, date(2026, 9, 24)) == []
    asked = [("9 月报送：还没写入 U 盘", date(2026, 9, 30))]
    assert said(unit, date(2026, 9, 25)) == asked
    assert said(unit, date(2026, 10, 24)) == asked, "late, and still owed"
    assert said(unit, date(2026, 10, 25)) == [("10 月报送：还没写入 U 盘", date(2026, 10, 31))]


def test_a_written_report_is_not_asked_for_again(unit: Book, tmp_path: Path) -> None:
    written(unit, date(2026, 9, 24), tmp_path / "盘")  # before the month's last days
    assert said(unit, date(2026, 9, 30))
    written(unit, date(2026, 10, 3), tmp_path / "盘")  # late, and counts for September
    assert said(unit, date(2026, 10, 4)) == []
    assert said(unit, date(2026, 10, 26))
    written(unit, date(2026, 10, 26), tmp_path / "盘")
    assert said(unit, date(2026, 10, 31)) == said(unit, date(2026, 11, 24)) == []


def test_a_month_before_the_first_record_is_not_owed(unit: Book) -> None:
    assert said(unit, date(2026, 9, 2)) == []


def test_the_day_is_marked_as_not_yet_verified(unit: Book) -> None:
    (line,) = due(unit, date(2026, 9, 28))
    assert line.why == "每月底前向街道报送一次；依据：一般经验（待核实）"
    assert (line.module, line.act) == ("exchange", "去报送")


def test_a_street_reports_to_nobody_here(tmp_path: Path) -> None:
    world = World(tmp_path)
    assert due(world.street, date(2026, 9, 30)) == []
    world.close()
