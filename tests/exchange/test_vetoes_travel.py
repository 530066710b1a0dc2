"""A situation the street has confirmed is at its unit before the unit hands in, and at no other."""

from datetime import date
from typing import Any

import pytest

from exchange.at_work import World, report
from exchange.test_marks_travel import down
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.evaluation import actions, reads
from qinglian_desktop.modules.evaluation.standing import FREE, REFUSED
from qinglian_desktop.store import signers
from qinglian_desktop.store.book import Book

YEAR, PIN = 2026, "250718"
TOLD: dict[str, Any] = {
    "article": "V05", "happened_on": "2026-05-06", "confirmed_by": "街道纪工委",
    "document_no": "通惠纪函〔2026〕3号",
}  # fmt: skip


def state(book: Book, office: str = "") -> str:
    return reads.standing_of(book, YEAR, unit=office).state


def test_what_the_street_confirms_reaches_its_unit_and_so_does_the_lifting(
    world: World,
) -> None:
    street, usb = world.street, world.usb
    with clock.fixed(date(YEAR, 12, 20)):
        unit, other = world.unit(1), world.unit(2)
        for each in (unit, other):
            report(each, street, usb)
        save = saving.saver("veto_event")
        made = str(save(street, None, {**TOLD, "unit_name": unit.unit.name}).result)
        save(unit, None, {**TOLD, "article": "V06", "document_no": "自己登记的"})
        for each in (unit, other):
            down(street, each, usb)
        assert state(unit) == REFUSED and len(reads.events_of(unit, unit.unit.office_id)) == 2
        assert other.count(Query("veto_event")) == 0 and state(other) == FREE

        signers.add(unit, "马主任", "主任", PIN)
        with pytest.raises(Refused, match="是街道登记的"):
            actions.lift_veto(unit, made, "自己觉得改好了", "马主任", PIN)
        with pytest.raises(Refused):
            save(unit, made, {"files": None, "confirmed_on": "2026-05-07"})

        report(unit, street, usb)
        assert street.count(Query("veto_event")) == 2, "the unit sends back only its own"
        signers.add(street, "周复核", "纪工委", PIN)
        actions.lift_veto(street, made, "整改验收合格", "周复核", PIN)
        down(street, unit, usb)
        (row,) = (r for r in reads.events_of(unit, unit.unit.office_id) if r["id"] == made)
        assert (row["lifted_on"], row["lifted_with"]) == ("2026-12-20", "周复核")


def test_what_a_unit_says_of_another_counts_nowhere(world: World) -> None:
    street, usb = world.street, world.usb
    with clock.fixed(date(YEAR, 12, 20)):
        unit, other = world.unit(1), world.unit(2)
        with unit.change("别人的") as change:
            row = {**TOLD, "to_office": other.unit.office_id, "unit_name": other.unit.name}
            change.put_row("veto_event", clock.new_id(), row)
        for each in (unit, other):
            report(each, street, usb)
        assert state(street, other.unit.office_id) == FREE
        assert state(street, unit.unit.office_id) == REFUSED, "it is its own row"
