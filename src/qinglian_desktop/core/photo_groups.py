"""Which photos belong together, and to what? By day and time; a proposal, never a decision."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

_PAUSE = timedelta(minutes=75)  # so long without a photo is another occasion
_TAKEN_ALREADY = 25  # points off for a place another group is proposed for
_LEAST = 30  # points; less is no proposal
_DAY, _PAPER, _NEAR_END = 100, 60, 35
_NEAR = timedelta(days=5)  # before its end a task is worked on


class Group(NamedTuple):
    """Photos by their places in the list given, of one occasion."""

    members: tuple[int, ...]
    first: datetime
    last: datetime


class Place(NamedTuple):
    """Something photos can belong to: when it was, and how it is called."""

    table: str
    row_id: str
    label: str  # 任务, 会议 …
    name: str
    day: date
    at: time | None = None  # when on that day, where it is known
    paper: bool = False  # a voucher or contract: photographed, but seldom an occasion
    until: bool = False  # the day is its end, not when it was


class Proposal(NamedTuple):
    place: int  # in the list of places; -1 is none
    why: str = ""


def grouped(taken: Sequence[datetime]) -> list[Group]:
    """In the order of time; another day or a long pause begins another group."""
    order = sorted(range(len(taken)), key=lambda place: (taken[place], place))
    groups: list[list[int]] = []
    for place in order:
        last = taken[groups[-1][-1]] if groups else None
        if (
            last is not None
            and taken[place].date() == last.date()
            and (taken[place] - last < _PAUSE)
        ):
            groups[-1].append(place)
        else:
            groups.append([place])
    return [Group(tuple(of), taken[of[0]], taken[of[-1]]) for of in groups]


def proposed(groups: Sequence[Group], places: Sequence[Place]) -> list[Proposal]:
    """The likeliest place of each group; one place is proposed twice only where nothing else is."""
    pairs = sorted(
        (
            (-points, which, number)
            for which, group in enumerate(groups)
            for number, place in enumerate(places)
            if (points := fit(group, place)) >= _LEAST
        ),
    )
    found: dict[int, int] = {}
    used: set[int] = set()
    for again in (False, True):  # first each place once, then what is left over
        for points, which, number in pairs:
            if which in found or (number in used and not again):
                continue
            if again and -points - _TAKEN_ALREADY < _LEAST:
                continue
            found[which] = number
            used.add(number)
    return [
        Proposal(found[which], why(group, places[found[which]])) if which in found else Proposal(-1)
        for which, group in enumerate(groups)
    ]


def fit(group: Group, place: Place) -> int:
    """How well a place fits a group, in points; 0 not at all."""
    day = group.first.date()
    if place.until:
        left = place.day - day
        return _NEAR_END - left.days if timedelta(0) <= left <= _NEAR else 0
    if place.day != day:
        return 0
    points = _PAPER if place.paper else _DAY
    if place.at is not None:
        apart = _apart(group, place.at)
        points += 40 if apart <= timedelta(hours=1) else 10 if apart <= timedelta(hours=2) else -45
    return points


def _apart(group: Group, at: time) -> timedelta:
    """How far a time of the day lies from the photos; nothing when among them."""
    moment = datetime.combine(group.first.date(), at)
    if group.first <= moment <= group.last:
        return timedelta(0)
    return min(abs(group.first - moment), abs(group.last - moment))


def why(group: Group, place: Place) -> str:
    if place.until:
        left = (place.day - group.first.date()).days
        return "这天到期" if not left else f"{left} 天后到期"
    if place.at is not None and _apart(group, place.at) <= timedelta(hours=2):
        return f"同一天，{place.at:%H:%M} 开始"
    return "同一天"


def others(group: Group | None, places: Iterable[Place]) -> list[int]:
    """Every place by number, those that fit best first, the rest by how near their day is."""
    listed = list(enumerate(places))
    if group is None:
        listed.sort(key=lambda one: (-one[1].day.toordinal(), one[1].name))
    else:
        day = group.first.date()
        listed.sort(key=lambda one: (-fit(group, one[1]), abs(one[1].day - day), one[1].name))
    return [number for number, _ in listed]
