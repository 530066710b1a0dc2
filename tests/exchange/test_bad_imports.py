"""Do ten thousand bad bundles, taken the way of a clerk's file, leave the street as it was?

Each goes through the whole import (the action behind the page and behind `bundle import`), most
of them signed and sealed by an enrolled unit. Refused in words with a code, exit status 1 or 3,
and not one byte of the data folder changed. QINGLIAN_EXPLORE=1 makes 10,000 of them.
"""

import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest

from exchange.at_work import FORBIDDEN, state, take
from exchange.desk import ASKED_ABOUT, Desk
from exchange.memory import steady_memory
from kill_rig import EXPLORE
from qinglian_desktop.core.outcome import Damaged, NewerData, Refused
from qinglian_desktop.exchange import gates, incoming
from qinglian_desktop.exchange.payload import PayloadReader
from qinglian_desktop.store.book import Book

SHARE = 100 if EXPLORE else 10  # mutants for each hundredth of the plan
CODE = re.compile(r"QL-[A-Z]{2}-\d{3}")
# Bytes that say nothing (the time of a ZIP member), a header field of a later program.
HARMLESS = {"header changed and signed", "ZIP changed, encrypted and signed"}


@dataclass
class Report:
    refused: Counter[str] = field(default_factory=Counter)
    harmless: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)


def attack(desk: Desk, share: int) -> Report:
    """So many mutants for each hundredth of the plan; AssertionError where one is not met well."""
    factory, made = desk.factory, Report()
    for name, part, mutate in factory.kinds():
        while made.refused[name] < share * part:
            mutate()
            if factory.path.read_bytes() == factory.data:
                continue  # chance changed nothing
            trouble = desk.judge()
            if trouble is None:
                assert name in HARMLESS, name
                made.harmless[name] += 1
                continue
            made.refused[name] += 1
            made.codes[trouble.code] += 1
            made.statuses[trouble.status] += 1
            in_words(trouble)
            # Much that is deleted may be looked at, and is asked about when it is imported.
            if made.refused[name] % 10 == 0 and trouble.code != ASKED_ABOUT:
                with pytest.raises(type(trouble)):
                    incoming.inspect(desk.book, factory.path)
    return made


def in_words(trouble: Refused) -> None:
    assert type(trouble) in (Refused, Damaged, NewerData), repr(trouble)
    assert trouble.status in (1, 3)
    assert trouble.what and trouble.remedy, trouble
    assert CODE.fullmatch(trouble.code), f"{trouble} has no code"
    assert not any(word in str(trouble) for word in FORBIDDEN), str(trouble)


def test_bad_bundles_are_refused_in_words_and_change_nothing(desk: Desk) -> None:
    with steady_memory(80):
        made = attack(desk, SHARE)
    sys.stdout.write(
        f"\n{made.refused.total()} refused: {dict(made.refused)}\n"
        f"status {dict(made.statuses)}, {dict(made.codes)}\n"
        f"taken, being what they say: {dict(made.harmless)}\n"
    )
    assert made.refused.total() >= SHARE * 100
    assert made.harmless.total() < made.refused.total() // 20
    assert len(made.codes) >= 15, made.codes
    take(desk.book, desk.factory.honest)  # a street that refuses everything would pass the rest
    assert state(desk.book) == desk.merged


def test_the_rig_finds_an_import_that_leaves_a_member_unproved(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PayloadReader, "prove_others", lambda *_: None)
    with pytest.raises(AssertionError):
        attack(desk, 2)


def test_the_rig_finds_an_import_that_notes_before_it_has_looked(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    road = incoming.ROADS["up"]

    def hasty(book: Book, *rest: Any) -> Any:
        book.put_setting("last_seen", str(rest[0].bundle_id))
        return road.look(book, *rest)

    monkeypatch.setattr(incoming, "ROADS", {"up": road._replace(look=hasty)})
    with pytest.raises(AssertionError, match="something was changed"):
        attack(desk, 1)


def test_the_rig_finds_an_import_that_breaks_off(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gates, "refuse_forks", lambda plans, _: plans["entry"])
    with pytest.raises(TypeError):
        attack(desk, 1)
