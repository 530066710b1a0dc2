"""Three units, four bundles each, in any order, any number of times: the street ends the same."""

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exchange.at_work import World, drop, edit, entries, export, state, take
from office import make_person
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.period import Period
from qinglian_desktop.exchange import outgoing, receipts
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.street import actions as desk
from qinglian_desktop.store import merge
from qinglian_desktop.store.book import Book

ORDERS = 300 if os.environ.get("QINGLIAN_EXPLORE") else 8


@dataclass
class Reported:
    """What the units wrote, and what they hold in the end."""

    street: Path
    bundles: list[Path]
    rows: dict[str, dict[str, Any]]  # by id, every row of every unit


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Reported:
    """Three years of one month: edits, deletions, things brought back, full and not."""
    clock.fix(date(2026, 9, 15))
    world = World(tmp_path_factory.mktemp("properties"))
    units = [world.unit(number) for number in (1, 2, 3)]
    bundles: list[Path] = []
    for number, unit in enumerate(units):
        ids = entries(unit, 12)
        person = make_person(unit, "李建华")
        bundles.append(export(unit, world.usb).path)
        edit(unit, ids[0], amount_fen=number + 1)
        drop(unit, ids[1])
        ids += entries(unit, 2, first=20)
        bundles.append(export(unit, world.usb).path)
        # As if a receipt had come: the third bundle holds only what changed since the second.
        seen = unit.trail_head()[0]
        edit(unit, ids[0], summary="又改了一次")
        with unit.change("恢复") as change:
            change.bring_back("entry", ids[1])
            change.put_row("person", person, {"group_name": "3组"})
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(outgoing, "acked_seq", lambda _unit, seen=seen: seen)
            bundles.append(export(unit, world.usb).path)
        drop(unit, ids[2])
        bundles.append(export(unit, world.usb, full=True).path)
    rows = {
        row["id"]: row
        for unit in units
        for table in ("entry", "person")
        for row in unit.rows(Query(table, deleted=True))
    }
    world.close()
    clock.fix(None)
    return Reported(world.street.home, bundles, rows)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of streets in seconds: what is tested is what they hold, not that it lasts."""
    monkeypatch.setattr(os, "fsync", lambda _handle: None)
    monkeypatch.setattr(receipts, "answer", lambda *_: (None, ()))


@contextmanager
def fresh(reported: Reported, folder: Path) -> Iterator[Book]:
    shutil.copytree(reported.street, folder)
    with Book.open(folder, RECORDS) as street:
        street.connection.execute("PRAGMA synchronous = OFF")
        yield street
    shutil.rmtree(folder)


def told(street: Book) -> Any:
    """What the street's desk shows of it."""
    period = Period.holding(date(2026, 9, 15), "Q")
    board = [(line.name, line.state, line.missing) for line in desk.board(street)]
    return board, [(t.title, [one.values for one in t.lines]) for t in desk.summary(street, period)]


def ends(reported: Reported, order: list[Path], folder: Path) -> tuple[str, Any]:
    with fresh(reported, folder) as street:
        for path in order:
            take(street, path, approve=True)
        return state(street), told(street)


def orders(bundles: list[Path], count: int) -> Iterator[list[Path]]:
    chance = random.Random(42)
    for _ in range(count):
        order = bundles * chance.choice((1, 1, 2))
        chance.shuffle(order)
        yield order[: len(bundles) + 6] if set(order[: len(bundles) + 6]) == set(bundles) else order


def test_any_order_and_any_repetition_ends_the_same(
    reported: Reported, tmp_path: Path, hasty: None
) -> None:
    expected = ends(reported, reported.bundles, tmp_path / "street")
    for order in orders(reported.bundles, ORDERS):
        found = ends(reported, order, tmp_path / "street")
        assert found == expected, [path.name for path in order]


def test_what_it_ends_with_is_what_the_units_hold(
    reported: Reported, tmp_path: Path, hasty: None
) -> None:
    with fresh(reported, tmp_path / "street") as street:
        for path in reversed(reported.bundles):
            take(street, path, approve=True)
        held = {
            row["id"]: row
            for table in ("entry", "person")
            for row in street.rows(Query(table, deleted=True))
        }
        assert held == reported.rows
        assert street.trail_broken_at() is None
        # The sums that were kept while merging are the sums of the rows that are there.
        found = street.connection.execute(
            "SELECT owner, table_name, row_count, total FROM digest"
        ).fetchall()
        assert len(found) > 6
        for owner, table, count, total in found:
            assert merge.recount(street.connection, table, owner) == (count, total), table


def test_the_last_bundle_of_each_alone_is_as_good_as_all(
    reported: Reported, tmp_path: Path, hasty: None
) -> None:
    everything = ends(reported, reported.bundles, tmp_path / "a")
    last = [path for number, path in enumerate(reported.bundles) if number % 4 == 3]
    rows, shown = ends(reported, last, tmp_path / "b")
    assert rows == everything[0]
    assert shown == everything[1]


def test_without_the_comparing_of_versions_the_order_would_show(
    reported: Reported, tmp_path: Path, hasty: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test above can fail: a merge that always takes what comes ends otherwise."""
    from qinglian_desktop.store import versions

    monkeypatch.setattr(versions, "relation", lambda local, incoming: "newer")
    found = {ends(reported, order, tmp_path / "street")[0] for order in orders(reported.bundles, 6)}
    assert len(found) > 1


def test_the_units_rows_stay_apart(reported: Reported, tmp_path: Path, hasty: None) -> None:
    """A third of the bundles touches a third of the rows."""
    with fresh(reported, tmp_path / "street") as street:
        for path in reported.bundles[:4]:
            take(street, path, approve=True)
        owners = {row["owner"] for row in street.rows(Query("entry", deleted=True))}
        assert len(owners) == 1
        assert street.count(Query("entry")) == 13
