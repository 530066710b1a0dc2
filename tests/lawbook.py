"""The law of a day for the tests, read from the packs that ship."""

from datetime import date
from functools import cache

from qinglian_desktop.core.pack import Pack, in_force
from qinglian_desktop.modules.decisions.rules import Law, law_on
from qinglian_desktop.store import packs

LAST_2025, FIRST_2026 = "2025-12-31", "2026-01-01"


def day(text: str) -> date:
    return date.fromisoformat(text)


@cache
def law(kind: str, on: str) -> Law:
    def pack_of(name: str, at: date) -> Pack:
        return in_force(packs.worded(name, kind), name, at, kind)

    return law_on(pack_of, day(on), kind)
