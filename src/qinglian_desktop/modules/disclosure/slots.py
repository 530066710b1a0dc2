"""May a paper hang in this slot on that day? No slot is promised twice within a legal period."""

from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple


class Hung(NamedTuple):
    """One paper in a slot: from when, at least until when, and when it really came down."""

    id: str
    posted_on: date
    until_on: date
    removed_on: date | None = None
    lasting: bool = False  # stays for good: comes down only with a reason

    def covered_from(self) -> date | None:
        """The first day on which another paper may take its place; None for one that stays."""
        if self.removed_on is not None:
            return self.removed_on
        return None if self.lasting else self.until_on


class Verdict(NamedTuple):
    """`free`, `cover` (it may come down now), `holds` (not yet) or `later` (one follows soon)."""

    word: Literal["free", "cover", "holds", "later"]
    other: Hung | None = None

    @property
    def may(self) -> bool:
        return self.word in ("free", "cover")


def verdict(hung: Iterable[Hung], day: date, until: date) -> Verdict:
    """What a paper meets that would hang in this slot from `day` to at least `until`."""
    there: Hung | None = None
    for one in hung:
        if day < one.posted_on:
            if until > one.posted_on:
                return Verdict("later", one)
            continue
        opens = one.covered_from()
        if opens is None or day < opens:
            return Verdict("holds", one)
        if one.removed_on is None:
            there = one
    return Verdict("cover", there) if there is not None else Verdict("free")


def overlapping(hung: Iterable[Hung]) -> tuple[tuple[Hung, Hung], ...]:
    """Pairs of papers of one slot whose days meet: what a slot promised twice."""
    ordered = sorted(hung, key=lambda one: (one.posted_on, one.id))
    found = []
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            opens = one.covered_from()
            if opens is None or other.posted_on < opens:
                found.append((one, other))
    return tuple(found)
