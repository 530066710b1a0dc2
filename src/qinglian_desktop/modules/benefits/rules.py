"""What stands out in a list of who gets what? Pure: the pack, the register and other lists given.

A rule is a row of the pack `subsidy-checks` with its words; here is only when it speaks.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from qinglian_desktop.core import money
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.kinds import show_quantity
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import Pack, cited, marked
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.benefits.who import (
    Known,
    Register,
    key_of,
    numbers_by_name,
    trouble_of,
)

_YEAR = re.compile(r"(?:19|20)\d{2}")
GONE, AWAY = "去世", "迁出"


class Line(NamedTuple):
    """One row of a list, as far as the rules look at it; quantities in thousandths, money in 分."""

    id: str
    row_no: int
    programme: str
    period: str
    name: str
    id_number: str = ""
    card_no: str = ""
    card_holder: str = ""
    agent: str = ""
    plot: str = ""
    area: int | None = None
    rate_fen: int | None = None
    amount_fen: int | None = None
    paid_on: date | None = None
    posted_on: date | None = None  # when its notice went up
    key: str = ""  # who it is, found out among all lists (`who`)

    @property
    def year(self) -> int:
        return year_of(self.period)

    @property
    def who(self) -> str:
        """By what two rows are the same person."""
        return self.key or key_of(self.name, self.id_number)


class Standard(NamedTuple):
    rate_fen: int
    area_from: int | None = None
    area_to: int | None = None


class Tie(NamedTuple):
    """A member of the committee and somebody close to him."""

    cadre: str
    relative: str
    relation: str


class Around(NamedTuple):
    """What a list is held against."""

    people: Sequence[Known] = ()
    posts: Mapping[str, str] = {}  # who serves now → 居委会委员
    ties: Sequence[Tie] = ()
    others: Sequence[Line] = ()  # of other lists of this office
    standard: Standard | None = None


class Finding(NamedTuple):
    line_id: str
    row_no: int
    rule: str
    code: str
    light: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"第 {self.row_no} 行：{self.what}。"


class Programme(NamedTuple):
    """What the pack knows of a kind of benefit; a name nobody knows has no particular rules."""

    name: str
    plot: bool = False
    everybody: bool = False
    least: bool = False
    once: bool = False
    notice: str = "N05"
    code: str | None = None


def programme_of(pack: Pack, title: str) -> Programme:
    for row in pack.rows("programmes"):
        if any(word in title for word in (row["name"], *row["words"])):
            flags = {key: bool(row.get(key)) for key in ("plot", "everybody", "least", "once")}
            return Programme(row["name"], **flags, notice=row["notice"], code=row.get("code"))
    return Programme(title)


def year_of(period: str) -> int:
    found = _YEAR.search(period)
    return int(found[0]) if found else 0


def span_of(period: str) -> tuple[date, date] | None:
    """First and last day of a period as a list writes it."""
    try:
        read = Period.parse(period)
    except Refused:
        year = year_of(period)
        return (date(year, 1, 1), date(year, 12, 31)) if year else None
    return read.first, read.last


def check(pack: Pack, lines: Sequence[Line], around: Around) -> list[Finding]:
    """Every finding of one list, by row; a row may have several."""
    if not lines:
        return []
    told = _Told(pack)
    lines, around = _with_keys(lines, around)
    kind = programme_of(pack, lines[0].programme)
    register = _Register(pack, lines, around)
    found: list[Finding] = []
    for line in lines:
        found += _of_person(told, line, register, kind)
        found += _of_card_and_agent(told, line, around)
        found += _of_money(told, line, around.standard, kind, pack)
        found += _of_posting(told, line, pack)
    found += _twins(told, lines, kind)
    found += _cards(told, lines, around.others)
    found += _areas(told, lines, around.standard)
    found += _elsewhere(told, pack, lines, around.others, kind)
    return sorted(set(found), key=lambda one: (one.row_no, one.code, one.rule))


def _with_keys(lines: Sequence[Line], around: Around) -> tuple[list[Line], Around]:
    """Every row with who it is; a row without a number is whom that name means elsewhere."""
    pairs = [(one.name, one.id_number) for one in (*lines, *around.others)]
    pairs += [(one.name, one.id_number) for one in around.people]
    numbers = numbers_by_name(pairs)

    def keyed(line: Line) -> Line:
        return line._replace(key=key_of(line.name, line.id_number, numbers))

    others = tuple(keyed(line) for line in around.others)
    return [keyed(line) for line in lines], around._replace(others=others)


class _Told:
    """Makes findings in the words of the pack."""

    def __init__(self, pack: Pack) -> None:
        self._rules = {row["id"]: row for row in pack.rows("rules")}

    def __call__(self, line: Line, rule: str, **marks: object) -> Finding:
        row = self._rules[rule]
        what = marked(row["words"], marks)
        remedy = f"{row['remedy']}。依据：{cited(row)}"
        return Finding(line.id, line.row_no, rule, row["code"], row["light"], what, remedy)


class _Register(Register):
    """Who of the register is meant by a row."""

    def __init__(self, pack: Pack, lines: Sequence[Line], around: Around) -> None:
        super().__init__(around.people)
        self.around = around
        self.payroll = frozenset(pack.value("limits.payroll"))
        known = sum(bool(self.meant(line) or self.named(line.name)) for line in lines)
        # A register with a handful of people says nothing about who is missing from it.
        self.whole = known * 100 >= len(lines) * int(pack.value("limits.known_percent"))

    def meant(self, line: Line) -> Known | None:
        return self.person(line.name, line.id_number)


def _of_person(told: _Told, line: Line, register: _Register, kind: Programme) -> Iterator[Finding]:
    trouble = trouble_of(line.id_number)
    if trouble:
        yield told(line, "number", trouble=trouble)
    person = register.meant(line)
    if person is None:
        if register.whole and not trouble:
            others = [one for one in register.named(line.name) if one.id_number and line.id_number]
            yield told(line, "unknown", hint="，有同名的，身份证号不一样" if others else "")
    elif person.name != line.name:
        yield told(line, "wrong-person", other=person.name)
    else:
        yield from _left(told, line, person)
    if kind.everybody:
        return
    yield from _of_cadres(told, line, register.around)
    tags = register.payroll.intersection(person.tags if person else ())
    if tags:
        yield told(line, "payroll", tag="、".join(sorted(tags)))


def _left(told: _Told, line: Line, person: Known) -> Iterator[Finding]:
    """Dead or moved before the period ended; with the money paid before, nothing is wrong."""
    rule = {GONE: "deceased", AWAY: "moved"}.get(person.state)
    if rule is None:
        return
    left, span = person.left_on, span_of(line.period)
    last = line.paid_on or (span[1] if span else None)
    if left is None or last is None or left <= last:
        yield told(line, rule, when=f"（{left:%Y-%m}）" if left else "")


def _of_cadres(told: _Told, line: Line, around: Around) -> Iterator[Finding]:
    if line.name in around.posts:
        yield told(line, "cadre", post=around.posts[line.name])
    for tie in around.ties:
        if tie.relative == line.name:
            yield told(line, "kin", cadre=tie.cadre, relation=tie.relation)
            return


def _of_card_and_agent(told: _Told, line: Line, around: Around) -> Iterator[Finding]:
    if line.card_holder and line.card_holder != line.name:
        yield told(line, "holder", holder=line.card_holder)
    if line.agent and line.agent in around.posts and line.agent != line.name:
        yield told(line, "agent", agent=line.agent)


def _of_money(
    told: _Told, line: Line, standard: Standard | None, kind: Programme, pack: Pack
) -> Iterator[Finding]:
    rate = standard.rate_fen if standard else line.rate_fen
    if not rate or line.area is None or line.amount_fen is None:
        return
    due = (line.area * rate * 2 + 1000) // 2000
    off = line.amount_fen - due
    least = int(pack.value("limits.tolerance_fen"))
    if off < -least or (off > least and not kind.least):
        yield told(line, "amount", due=money.show(due), amount=money.show(line.amount_fen))


def _of_posting(told: _Told, line: Line, pack: Pack) -> Iterator[Finding]:
    """Money that went out before the list had hung long enough."""
    if line.paid_on is None:
        return
    day, days = paper_day(line.paid_on), int(pack.value("limits.posted_days"))
    if line.posted_on is None or line.posted_on > line.paid_on:
        yield told(line, "unposted", day=day, state="名单还没公示")
    elif (line.paid_on - line.posted_on).days < days:
        hung = (line.paid_on - line.posted_on).days
        yield told(line, "unposted", day=day, state=f"公示才 {hung} 天，不到 {days} 天")


def _twins(told: _Told, lines: Sequence[Line], kind: Programme) -> Iterator[Finding]:
    """Each later row of the same person; where plots are paid, of the same plot (`_elsewhere`)."""
    first: dict[tuple[str, str], Line] = {}
    for line in lines:
        key = line.who, line.plot if kind.plot else ""
        before = first.setdefault(key, line)
        if before is not line:
            yield told(line, "twice", row=before.row_no)


def _cards(told: _Told, lines: Sequence[Line], others: Sequence[Line]) -> Iterator[Finding]:
    """A card that takes the money of two people, in this list or in another."""
    holders: dict[str, Line] = {}
    elsewhere = {line.card_no: line for line in others if line.card_no}
    for line in lines:
        if not line.card_no:
            continue
        before = holders.setdefault(line.card_no, line)
        if before is line:
            before = elsewhere.get(line.card_no, line)
        if before.who != line.who and before.name != line.name:
            yield told(line, "card", where=_where(before, line))


def _areas(told: _Told, lines: Sequence[Line], standard: Standard | None) -> Iterator[Finding]:
    """The sum of a person's plots against floor and ceiling, said once."""
    if standard is None:
        return
    sums: Counter[str] = Counter()
    firsts: dict[str, Line] = {}
    for line in lines:
        sums[line.who] += line.area or 0
        firsts.setdefault(line.who, line)
    for who, area in sums.items():
        low, high = standard.area_from, standard.area_to
        if low and area and area < low:
            yield told(firsts[who], "too-small", area=show_quantity(area), limit=show_quantity(low))
        if high and area > high:
            yield told(
                firsts[who], "too-large", area=show_quantity(area), limit=show_quantity(high)
            )


def _elsewhere(
    told: _Told, pack: Pack, lines: Sequence[Line], others: Sequence[Line], kind: Programme
) -> Iterator[Finding]:
    """Plots reported twice in the year, benefits that bar one another, once-only ones, growth."""
    year = lines[0].year
    barred, here = _barred(pack, kind.name), {line.id for line in lines}
    same_year: dict[str, list[Line]] = defaultdict(list)
    earlier: dict[str, list[Line]] = defaultdict(list)
    plots: dict[str, Line] = {}
    for other in others:
        if other.year == year:
            same_year[other.who].append(other)
        elif other.year < year and programme_of(pack, other.programme).name == kind.name:
            earlier[other.who].append(other)
        if other.year == year and other.plot and programme_of(pack, other.programme).plot:
            plots.setdefault(other.plot, other)
    for line in lines:
        if kind.plot and line.plot:
            before = plots.setdefault(line.plot, line)
            if before is not line and not (before.id in here and before.who == line.who):
                yield told(line, "plot", plot=line.plot, where=_where(before, line))
        for other in same_year[line.who]:
            if programme_of(pack, other.programme).name in barred:
                yield told(line, "exclusive", programme=other.programme)
        if kind.once and earlier[line.who]:
            year_of_it = max(one.year for one in earlier[line.who])
            yield told(line, "again", year=year_of_it, programme=line.programme)
        yield from _grown(told, pack, line, earlier[line.who])


def _where(before: Line, line: Line) -> str:
    if (before.programme, before.period) == (line.programme, line.period):
        return f"第 {before.row_no} 行{before.name}"
    other = before.programme if before.programme != line.programme else before.period
    return f"{other}第 {before.row_no} 行{before.name}"


def _barred(pack: Pack, name: str) -> frozenset[str]:
    pairs: list[tuple[Any, Any]] = [(r["one"], r["other"]) for r in pack.rows("exclusive")]
    return frozenset(b if a == name else a for a, b in pairs if name in (a, b))


def _grown(told: _Told, pack: Pack, line: Line, earlier: Iterable[Line]) -> Iterator[Finding]:
    """The same plot (or the person's only one) against the year before."""
    before = [
        one.area for one in earlier
        if one.year == line.year - 1 and one.plot == line.plot and one.area
    ]  # fmt: skip
    most = int(pack.value("limits.growth_percent"))
    if before and line.area and line.area * 100 > before[0] * (100 + most):
        more = (line.area - before[0]) * 100 // before[0]
        yield told(line, "growth", before=show_quantity(before[0]), percent=more)
