"""Why that day? A deadline as data, from which its day can be worked out again (为什么是这天).

A record keeps it beside its day as one text: JSON with every start, amount, unit, pause and
article, and the days off that moved the end. `words` says it to people; a text that is no such
JSON (what somebody typed, what an older program wrote) is its own words.
"""

import json
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple, Self

from qinglian_desktop.core.calendar import (
    LONGEST,
    WEEKDAYS,
    Calendar,
    Pause,
    Step,
    Unit,
    missing_words,
    say,
)
from qinglian_desktop.core.days import FIRST, LAST, paper_day

How = Literal["count", "place", "given"]
End = Literal["later", "earlier", "stay"]  # where a last day goes that is a day off
_MOST_WAYS, _MOST_MONTHS, _MOST_PAUSED = 20, 1200, 10_000  # of one way; more is nobody's rule
_MOVED = {"later": "顺延到", "earlier": "提前到"}


class Way(NamedTuple):
    """One way to a last day, and the rule that says so.

    `count`: `amount` days or working days after `start` (negative: before it), without the
    pauses. `place`: the day `on` of the month `amount` months after that of `start`; 0, or a day
    the month does not have, is its last. `given`: `start` itself. A day off at the end moves as
    `end` says, but never before `floor`.
    """

    how: How
    start: date
    amount: int = 0
    unit: Unit = "day"
    on: int = 0
    end: End = "stay"
    pauses: tuple[Pause, ...] = ()
    floor: date | None = None
    what: str = ""  # the rule in words
    by: str = ""  # the article it rests on, with how sure it is
    rule: str = ""  # pack id and row: disclosure-rules@2026-1 due.Q

    def walk(self, calendar: Calendar) -> tuple[Step, ...]:
        """Every day on the way, counted or not, and why; the last is the day itself."""
        if self.how == "count":
            counted = calendar.deadline(self.start, self.amount, self.unit, roll=False,
                                        pauses=self.pauses)  # fmt: skip
            steps = list(counted.steps)
        else:
            steps = [Step(self.landing(calendar), False, self.what or "定的日期")]
        day, moved = steps[-1].day, "顺延到下一个工作日" if self.end == "later" else "提前"
        for off, why in self.passed(calendar, day):
            last = steps.pop()
            steps.append(Step(off, last.counted, f"{last.reason}；{why}，{moved}"))
            step = 1 if self.end == "later" else -1
            steps.append(Step(date.fromordinal(off.toordinal() + step), False, "最后一天"))
        return tuple(steps)

    def landing(self, calendar: Calendar) -> date:
        """The last day before a day off moves it."""
        if self.how == "given":
            return self.start
        if self.how == "place":
            return placed(self.start, self.amount, self.on)
        return calendar.deadline(
            self.start, self.amount, self.unit, roll=False, pauses=self.pauses
        ).day

    def passed(self, calendar: Calendar, day: date) -> list[tuple[date, str]]:
        """The days off, from `day` on, that the end moves over, each with its reason."""
        found: list[tuple[date, str]] = []
        if self.end == "stay":
            return found
        step = 1 if self.end == "later" else -1
        while why := calendar.hindrance(day, self.pauses):
            if step < 0 and self.floor is not None and day <= self.floor:
                break
            found.append((day, why))
            day = date.fromordinal(day.toordinal() + step)
        return found

    def last(self, calendar: Calendar) -> tuple[date, list[tuple[date, str]]]:
        """The last day and the days off passed over at its end."""
        day = self.landing(calendar)
        passed = self.passed(calendar, day)
        if passed:
            day = date.fromordinal(passed[-1][0].toordinal() + (1 if self.end == "later" else -1))
        return day, passed

    def years(self, day: date) -> set[int]:
        """The years whose schedule was asked for; natural days ask only at their end."""
        if self.how == "count" and self.unit == "workday" and self.amount:
            first, last = sorted((self.start, day))
            return set(range(first.year, last.year + 1))
        return set() if self.end == "stay" else {day.year}


def placed(start: date, months: int, on: int) -> date:
    """The day `on` of the month so many months after that of `start`; 0 is its last."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    longest = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(on or longest, longest))


class Reckoning(NamedTuple):
    """The day, the ways to it (the latest holds), and what was seen on the calendar then."""

    day: date
    ways: tuple[Way, ...]
    passed: tuple[tuple[date, str], ...] = ()  # days off at the end, with their reason
    missing: tuple[int, ...] = ()  # years without a schedule when it was worked out
    told: str = ""  # what is said last: 最早{day}可以撤下

    def again(self, calendar: Calendar) -> Self:
        """The same rules worked out on another calendar."""
        return self._replace(**reckon(calendar, *self.ways)._asdict() | {"told": self.told})

    @property
    def way(self) -> Way:
        """The first way; where there are several, the others are in `ways`."""
        return self.ways[0]

    @property
    def parts(self) -> tuple[str, ...]:
        """What a clerk reads: each rule, its article, what moved the day, what is not known."""
        said = [part for way in self.ways for part in (way.what, way.by) if part]
        if self.passed:
            first, why = self.passed[0]
            way = max(self.ways, key=lambda one: one.end != "stay")
            said.append(f"{say(first)}，{why}，{_MOVED[way.end]}{say(self.day)}")
        said += missing_words(self.missing)
        if self.told:
            said.append(self.closing)
        return tuple(said)

    @property
    def closing(self) -> str:
        return self.told.replace("{day}", paper_day(self.day))

    def stored(self) -> str:
        """One line of JSON; what is empty is left out."""
        made: dict[str, Any] = {"day": self.day.isoformat(), "ways": [_dump(w) for w in self.ways]}
        if self.passed:
            made["passed"] = [[day.isoformat(), why] for day, why in self.passed]
        if self.missing:
            made["missing"] = list(self.missing)
        if self.told:
            made["told"] = self.told
        return json.dumps(made, ensure_ascii=False, separators=(",", ":"))


def reckon(calendar: Calendar, *ways: Way, told: str = "") -> Reckoning:
    """The latest of the last days, and what the calendar had to do with it."""
    ends = [(*way.last(calendar), way) for way in ways]
    day, passed, _ = max(ends, key=lambda end: end[0])
    asked = {year for last, _, way in ends for year in way.years(last)}
    return Reckoning(day, ways, tuple(passed), tuple(sorted(asked - calendar.years)), told)


def skipped(steps: Sequence[Step]) -> list[tuple[date, date, str]]:
    """The stretches of days on the way that were not counted: first, last, why."""
    found: list[tuple[date, date, str]] = []
    for place, step in enumerate(steps):
        if (step.counted or place == 0) and "；" not in step.reason:
            continue
        why = step.reason.rpartition("；")[2].split("，")[0]
        if not why or why == "最后一天":
            continue
        why = "周末" if why in WEEKDAYS else why
        near = found and (step.day - found[-1][1]).days in (1, -1) and found[-1][2] == why
        if near:
            found[-1] = (found[-1][0], step.day, why)
        else:
            found.append((step.day, step.day, why))
    return [(min(a, b), max(a, b), why) for a, b, why in found]


def given(day: date, what: str, *, by: str = "") -> Reckoning:
    """A day that somebody set: a letter from above, a postponement."""
    return Reckoning(day, (Way("given", day, what=what, by=by),))


def why_moved(
    deadlines: Mapping[str, str],
    given_now: Mapping[str, Any],
    before: Mapping[str, Any] | None,
    today: date,
) -> dict[str, Any]:
    """A day somebody sets without saying why is from then on his own: no old reason beside it."""
    made: dict[str, Any] = {}
    for name, why in deadlines.items():
        if name not in given_now or (before and before[name] == given_now[name]):
            continue
        old = before[why] if before else None
        if given_now.get(why, old) != old:
            continue  # the new day brings its own reason
        day = given_now[name] and date.fromisoformat(given_now[name])
        how = f"{paper_day(today)}{'改成' if before and before[name] else '填'}的日期"
        made[why] = given(day, how).stored() if day else None
    return made


def parse(stored: str | None) -> Reckoning | None:
    """The reckoning behind a stored reason; None for plain words."""
    if not stored or not stored.startswith("{"):
        return None
    try:
        made = json.loads(stored)
        return Reckoning(
            _day(made["day"]),
            _ways(made["ways"]),
            tuple((date.fromisoformat(day), str(why)) for day, why in made.get("passed", ())),
            tuple(int(year) for year in made.get("missing", ())),
            str(made.get("told", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None  # somebody's own text that begins with a bracket


def words(stored: str | None) -> str:
    """A stored reason as one line for people; plain words stay as they are."""
    found = parse(stored)
    return (stored or "") if found is None else "；".join(found.parts)


def _dump(way: Way) -> dict[str, Any]:
    made: dict[str, Any] = {"how": way.how, "from": way.start.isoformat()}
    empty = Way(way.how, way.start)
    for name in ("amount", "unit", "on", "end", "what", "by", "rule"):
        if getattr(way, name) != getattr(empty, name):
            made[name] = getattr(way, name)
    if way.pauses:
        made["pauses"] = [[first.isoformat(), last.isoformat()] for first, last in way.pauses]
    if way.floor is not None:
        made["floor"] = way.floor.isoformat()
    return made


def _ways(listed: Sequence[Mapping[str, Any]]) -> tuple[Way, ...]:
    if not 1 <= len(listed) <= _MOST_WAYS:
        raise ValueError("ways")
    return tuple(_load(way) for way in listed)


def _load(made: Mapping[str, Any]) -> Way:
    """Raises ValueError for what no rule of this program gives: it came from elsewhere."""
    how, unit, end = made["how"], made.get("unit", "day"), made.get("end", "stay")
    if how not in ("count", "place", "given") or unit not in ("day", "workday"):
        raise ValueError(how)
    if end not in ("later", "earlier", "stay"):
        raise ValueError(end)
    amount, on = int(made.get("amount", 0)), int(made.get("on", 0))
    pauses = tuple((_day(first), _day(last)) for first, last in made.get("pauses", ()))
    if sum(abs((last - first).days) + 1 for first, last in pauses) > _MOST_PAUSED:
        raise ValueError("pauses")
    if abs(amount) > (_MOST_MONTHS if how == "place" else LONGEST) or not 0 <= on <= 31:
        raise ValueError(amount)
    floor = _day(made["floor"]) if made.get("floor") else None
    what, by, rule = (str(made.get(name, "")) for name in ("what", "by", "rule"))
    return Way(how, _day(made["from"]), amount, unit, on, end, pauses, floor, what, by, rule)


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if not FIRST <= day.year <= LAST:
        raise ValueError(text)
    return day
