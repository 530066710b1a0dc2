"""Which units are played, and how one of them is asked."""

import os
from datetime import date
from decimal import Decimal

from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.evaluation import assessment_reads as reads
from year import units
from year.doing import YEAR, Year
from year.world import World

PROFILES = units.ALL if os.environ.get("QINGLIAN_EXPLORE") else units.FEW
NAMES = [one.name for one in PROFILES]
HANDED_IN = [one.name for one in PROFILES if not one.idle]
AFTER = date(YEAR + 1, 3, 10)


def of(world: World, name: str) -> Year:
    return next(one for one in world.units if one.profile.name == name)


def handed_in(one: Year) -> Row:
    row = reads.current(one.book, YEAR)
    assert row is not None
    return row


def points(stored: int | None) -> Decimal:
    return Decimal(stored or 0) / 1000
