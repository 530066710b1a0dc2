"""走过场自检: does the record of a matter look as if it had only been gone through the motions?

For the clerk's own eyes, before anything is posted: each hint names what stands out and how to
make it good. What an honest small office does (one sitting for several matters, unanimous small
committees, two bodies of the same few people) gives no hint.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import NamedTuple

from qinglian_desktop.core.days import paper_day

SAME_DAY, SAME_LIST, SAME_MINUTES = "同日连开", "名单雷同", "记录雷同"
ALWAYS_ALL, MISSING_PAGE, AT_ONCE = "次次全票", "缺签名页", "一天补齐"
TWO_PLACES, NO_SUPERVISOR, SHORT_NOTICE = "同时两处", "没有监委会", "通知太晚"

_CHAIN = 3  # meetings of one matter on one day
_FEW = 5  # people; below, two equal lists mean nothing
_RUN = 5  # votes in a row
_LARGE = 10  # people; smaller bodies often agree
_TEXT = 30  # characters; below, minutes may well be alike
_ALIKE = 0.8  # of what stands in either of two minutes
_NOISE = re.compile(r"[\W\d_]+|[一二三四五六七八九十百千万两]+")
_SMALL_BODIES = frozenset({"提议", "商议"})  # 支委会 and 两委 may be the same people


class Held(NamedTuple):
    """One meeting as it was entered."""

    id: str
    gate: str
    body: str
    held_on: date
    held_time: str = ""
    place: str = ""
    told_on: date | None = None
    notice_days: int | None = None
    due: int | None = None
    present: int | None = None
    yes: int | None = None
    there: frozenset[str] = frozenset()
    chair: str = ""
    recorder: str = ""
    supervisors: str = ""
    minutes: str = ""
    entered_on: date | None = None
    late: bool = False
    decides: bool = False  # the vote that settles the matter
    papers: tuple[tuple[str, int, int], ...] = ()  # (paper, pages, pages that came back signed)
    meeting: str = ""  # the same for every matter of one meeting


class Case(NamedTuple):
    """A matter with its meetings."""

    id: str
    number: str
    title: str
    held: tuple[Held, ...]
    emergency: bool = False


class Hint(NamedTuple):
    """One thing that stands out; `key` stays the same as long as the same steps show it."""

    pattern: str
    matter_id: str
    matter: str
    what: str
    remedy: str
    steps: tuple[str, ...]

    @property
    def key(self) -> str:
        return "|".join((self.pattern, *sorted(self.steps)))


def hints(cases: Iterable[Case]) -> tuple[Hint, ...]:
    """Everything that stands out in these matters, matter by matter, then across them."""
    listed = tuple(cases)
    found = [hint for case in listed for hint in _within(case)]
    return (*found, *_alike(listed), *_unanimous(listed), *_two_places(listed))


def _within(case: Case) -> Iterator[Hint]:
    yield from _same_day(case)
    yield from _same_list(case)
    yield from _at_once(case)
    for one in case.held:
        yield from _one_step(case, one)


def _hint(case: Case, pattern: str, what: str, remedy: str, held: Sequence[Held]) -> Hint:
    name = f"{case.number} {case.title}".strip()
    return Hint(pattern, case.id, name, what, remedy, tuple(one.id for one in held))


def _same_day(case: Case) -> Iterator[Hint]:
    days: dict[date, list[Held]] = defaultdict(list)
    for one in case.held:
        days[one.held_on].append(one)
    for day, held in days.items():
        gates = list(dict.fromkeys(one.gate for one in held))
        if len(gates) >= _CHAIN:
            what = f"{paper_day(day)}一天里开了{'、'.join(gates)}"
            yield _hint(case, SAME_DAY, what, "真是一天开的写明原因，日期填错的改过来", held)


def _same_list(case: Case) -> Iterator[Hint]:
    for a, b in combinations(case.held, 2):
        if a.gate == b.gate or {a.gate, b.gate} <= _SMALL_BODIES:
            continue
        if len(a.there) >= _FEW and a.there == b.there:
            what = f"{a.gate}和{b.gate}到会的 {len(a.there)} 个人一模一样"
            yield _hint(case, SAME_LIST, what, "对照签到表，把到会的人改成真到的", (a, b))


def _at_once(case: Case) -> Iterator[Hint]:
    entered: dict[date, list[Held]] = defaultdict(list)
    for one in case.held:
        if one.entered_on is not None and one.late:
            entered[one.entered_on].append(one)
    for day, held in entered.items():
        if len({one.held_on for one in held}) >= _CHAIN:
            what = f"{len(held)} 次会议都是{paper_day(day)}一天补登的"
            yield _hint(case, AT_ONCE, what, "把当时的签到表、记录扫描附上", held)


def _one_step(case: Case, one: Held) -> Iterator[Hint]:
    for paper, pages, back in one.papers:
        if back < pages:
            lacking = "、".join(str(n) for n in range(back + 1, pages + 1))
            what = f"{one.gate}的{paper}有 {pages} 页，少第 {lacking} 页"
            yield _hint(case, MISSING_PAGE, what, "找到签字的那一页，扫描附上", (one,))
    if one.decides and not one.supervisors.strip():
        what = f"{one.gate}没有写监委会谁到场"
        yield _hint(case, NO_SUPERVISOR, what, "到场的补上名字；没到场的请监委会看记录", (one,))
    if one.told_on and one.notice_days and not case.emergency:
        given = (one.held_on - one.told_on).days
        if given < one.notice_days:
            what = f"{one.gate}提前 {given} 天通知，要提前 {one.notice_days} 天"
            yield _hint(case, SHORT_NOTICE, what, "通知日期填错的改过来；真晚了写明原因", (one,))


def _alike(cases: Sequence[Case]) -> Iterator[Hint]:
    """Minutes that say almost the same in two places; the later one is named."""
    texts = [
        (case, one, grams)
        for case in cases
        for one in case.held
        if len(one.minutes) >= _TEXT and (grams := _grams(one.minutes))
    ]
    texts.sort(key=lambda text: text[1].held_on)
    for place, (case, one, grams) in enumerate(texts):
        for other, before, known in texts[:place]:
            if _like(grams, known) and not _one_sitting(one, before):
                where = "" if other.id == case.id else f"{other.number} {other.title}的"
                what = f"{one.gate}的记录和{where}{before.gate}几乎一样"
                yield _hint(case, SAME_MINUTES, what, "照当时说的写，别套用", (before, one))
                break


def _grams(text: str) -> frozenset[str]:
    plain = _NOISE.sub("", text)
    return frozenset(plain[at : at + 3] for at in range(len(plain) - 2))


def _like(a: frozenset[str], b: frozenset[str]) -> bool:
    if min(len(a), len(b)) < _ALIKE * max(len(a), len(b)):
        return False
    return len(a & b) >= _ALIKE * len(a | b)


def _one_sitting(a: Held, b: Held) -> bool:
    """One meeting that dealt with several matters has one record."""
    if a.meeting and (a.meeting, a.held_on) == (b.meeting, b.held_on):
        return True
    return (a.body, a.held_on, a.place) == (b.body, b.held_on, b.place)


def _unanimous(cases: Sequence[Case]) -> Iterator[Hint]:
    """A large body in which always everybody comes and always everybody agrees.

    The matters of one meeting are one vote in the run: who came is known once.
    """
    votes: dict[str, list[tuple[Held, Case]]] = defaultdict(list)
    for case in cases:
        for one in case.held:
            if one.yes is not None and (one.due or 0) >= _LARGE:
                votes[one.body].append((one, case))
    for body, cast in votes.items():
        run: list[list[tuple[Held, Case]]] = []
        for meeting in _meetings(cast):
            all_agreed = all(one.yes == one.present == one.due for one, _ in meeting)
            run = [*run, meeting] if all_agreed else []
            if len(run) == _RUN:  # told once, where the run becomes one
                what = f"{body}连着 {_RUN} 次人人到会、人人赞成"
                held = [vote for votes in run for vote, _ in votes]
                case = meeting[-1][1]
                yield _hint(case, ALWAYS_ALL, what, "对照签到表和表决票，照实登记", held)


def _meetings(cast: list[tuple[Held, Case]]) -> list[list[tuple[Held, Case]]]:
    """Votes of a body in the order of their days, those of one meeting together."""
    made: list[list[tuple[Held, Case]]] = []
    for vote in sorted(cast, key=lambda vote: (vote[0].held_on, vote[0].held_time, vote[0].place)):
        same = next((there for there in made if _one_sitting(there[0][0], vote[0])), None)
        if same is None:
            made.append([vote])
        else:
            same.append(vote)
    return made


def _two_places(cases: Sequence[Case]) -> Iterator[Hint]:
    """The same person leads or writes two different meetings at the same time."""
    at: dict[tuple[date, str], list[tuple[Held, Case]]] = defaultdict(list)
    for case in cases:
        for one in case.held:
            if one.held_time:
                at[one.held_on, one.held_time].append((one, case))
    for (day, time), held in at.items():
        for (a, _), (b, case) in combinations(held, 2):
            both = {a.chair, a.recorder} & {b.chair, b.recorder} - {""}
            if both and (a.body, a.place) != (b.body, b.place) and not _one_sitting(a, b):
                who = "、".join(sorted(both))
                what = f"{who}{paper_day(day)} {time}同时在{a.gate}和{b.gate}两个会上"
                yield _hint(case, TWO_PLACES, what, "核对时间、地点和主持、记录的人", (a, b))
