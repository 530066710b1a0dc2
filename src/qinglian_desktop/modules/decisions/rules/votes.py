"""Is the meeting quorate, and did the vote pass? Whole numbers only, never percentages.

A row of the vote table is data in the packs (`[[bodies]]`); what it says is judged here:
`n/d 以上` is n·whole <= d·part, 过半数 and 超过 are strict.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.numerals import SAID, words
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import Pack, cited, doubt
from qinglian_desktop.modules.decisions.rules.law import Law

PRESENT, ALL = "present", "all"
PERSONS, HOUSEHOLDS, DELEGATES = "persons", "households", "delegates"


class Share(NamedTuple):
    """A part of a whole: at least top/bottom of it, or more than that (`over`)."""

    top: int
    bottom: int
    over: bool = False

    def met(self, part: int, whole: int) -> bool:
        """Is `part` of `whole` enough? Of nobody nothing is enough."""
        if whole <= 0 or part < 0:
            return False
        have, want = part * self.bottom, whole * self.top
        return have > want if self.over else have >= want

    def least(self, whole: int) -> int:
        """The smallest part that is enough; may be more than the whole only for a whole of 0."""
        if whole <= 0:
            return 1
        want = whole * self.top
        return want // self.bottom + 1 if self.over else -(-want // self.bottom)

    @property
    def words(self) -> str:
        """三分之二以上, 过半数."""
        if (self.top, self.bottom, self.over) == (1, 2, True):
            return "过半数"
        top, bottom = (words(n, SAID) for n in (self.top, self.bottom))
        part = f"{bottom}分之{top}"
        return f"超过{part}" if self.over else f"{part}以上"


class VoteRule(NamedTuple):
    """One row of the vote table: who must come, how many must agree, of whom, since when."""

    id: str  # the row: meeting, meeting-households, members-benefit …
    body: str  # the body that meets: meeting, representatives, members …
    label: str
    way: str  # persons, households or delegates
    counts: str  # who is counted as due, in words
    quorum: Share | None  # None: no own figure for attendance
    passing: Share
    base: str  # PRESENT or ALL
    pack: str  # the version that holds: village-2026
    source: str
    basis: str  # the article in words, with its origin
    unsure: str = ""  # 待核实 where the figure was not read in a law
    notice_days: int | None = None
    notice: str = ""
    notice_basis: str = ""
    by_charter: bool = False  # attendance and notice as the charter says
    both_area: bool = False  # counted twice, by heads and by area

    def chartered(self, quorum: Share | None, notice_days: int | None = None) -> "VoteRule":
        """The row with what the charter of the 集体经济组织 says; only where the law leaves it."""
        return self._replace(quorum=quorum, notice_days=notice_days) if self.by_charter else self

    @property
    def words(self) -> str:
        """The predicate as printed: 应到的三分之二以上到会；赞成超过到会人数的半数."""
        whole = "到会人数" if self.base == PRESENT else f"全体人数（{self.counts}）"
        came = f"应到的{self.quorum.words}到会" if self.quorum else "到会人数没有单独规定"
        if self.by_charter and self.quorum is None:
            came = "到会人数按章程"
        half = self.passing == Share(1, 2, over=True)
        agreed = f"超过{whole}的半数" if half else f"达到{whole}的{self.passing.words}"
        twice = "，面积和人数都要够" if self.both_area else ""
        return f"{came}；赞成{agreed}{twice}"


class Count(NamedTuple):
    """The figures of one meeting; sittings in parts are added first (`together`)."""

    due: int  # 应到
    present: int  # 实到
    yes: int
    no: int
    abstain: int
    everyone: int | None = None  # all members, where that is more than those due to come

    @property
    def whole(self) -> int:
        return self.due if self.everyone is None else self.everyone


class Needs(NamedTuple):
    """会前体检: at least so many present, and so many yes when just these are present."""

    due: int
    present: int
    yes: int
    words: str


class Verdict(NamedTuple):
    """What the figures of a meeting mean."""

    quorate: bool
    passed: bool
    words: str
    needs: Needs


def rule_for(law: Law, row: str) -> VoteRule:
    """A row of the vote table as it held on the day; refused when no law of that day had it."""
    found = next((rule for rule in rules_on(law) if rule.id == row), None)
    if found is not None:
        return found
    what = f"{paper_day(law.day)}的法律里没有这种会议的表决规定"
    raise Refused(what, "请核对开会日期，或者换一种会议", field="body", code="QL-DW-001")


def rules_on(law: Law) -> tuple[VoteRule, ...]:
    """Every row of the vote table that held on the day."""
    packs = (pack for pack in (law.local, law.collective, law.bodies) if pack is not None)
    return tuple(_rule(row, pack) for pack in packs for row in pack.data.get("bodies", ()))


def _rule(row: Mapping[str, Any], pack: Pack) -> VoteRule:
    return VoteRule(
        id=row["id"],
        body=row["body"],
        label=row["label"],
        way=row["way"],
        counts=row["counts"],
        quorum=_share(row, "quorum"),
        passing=_share(row, "passing") or Share(1, 2, over=True),
        base=row["of"],
        pack=pack.version,
        source=row["source"],
        basis=cited(row),
        unsure=doubt(row),
        notice_days=row.get("notice_days"),
        notice=row.get("notice", ""),
        notice_basis=row.get("notice_basis", row["basis"]),
        by_charter=row.get("by_charter", False),
        both_area=row.get("both_area", False),
    )


def _share(row: Mapping[str, Any], name: str) -> Share | None:
    given = row.get(name)
    return Share(given[0], given[1], over=bool(row.get(f"{name}_over"))) if given else None


def quorate(rule: VoteRule, present: int, due: int) -> bool:
    """May this meeting vote at all? Somebody must be there, and never more than are due."""
    if not 0 < present <= due:
        return False
    return rule.quorum is None or rule.quorum.met(present, due)


def passes(rule: VoteRule, yes: int, present: int, due: int) -> bool:
    """Did the vote pass, those present being a quorum or not? `due` are all members."""
    return rule.passing.met(yes, present if rule.base == PRESENT else due)


def needs(
    rule: VoteRule, due: int, present: int | None = None, everyone: int | None = None
) -> Needs:
    """到会至少 N 人、赞成至少 M 人, for `due` people; `present` when it is known who comes.

    `everyone` is the denominator of a vote by all members where more belong than are due.
    """
    least = max(1, rule.quorum.least(due) if rule.quorum else 1)
    whole = due if everyone is None else everyone
    if rule.base == PRESENT:
        whole = least if present is None else present
    yes = rule.passing.least(whole)
    unit = "户" if rule.way == HOUSEHOLDS else "人"
    said = f"到会至少 {least} {unit}、赞成至少 {yes} {unit}"
    if present is not None and present >= least:
        said = f"实到 {present} {unit}，赞成至少 {yes} {unit}"
    elif rule.base == PRESENT:
        said += f"（到会正好 {least} {unit}时；来得多，要的赞成也多）"
    elif yes > least:
        said += f"，所以至少要来 {yes} {unit}"
    return Needs(due, least, yes, said)


def together(parts: Iterable[Count]) -> Count:
    """One meeting held in parts, area by area: attendance and votes are added."""
    due = present = yes = no = abstain = whole = 0
    for part in parts:
        due, present, whole = due + part.due, present + part.present, whole + part.whole
        yes, no, abstain = yes + part.yes, no + part.no, abstain + part.abstain
    return Count(due, present, yes, no, abstain, whole)


def sums_up(count: Count) -> None:
    """Refused unless the three kinds of votes are as many as are present, and none too many."""
    cast = count.yes + count.no + count.abstain
    if min(count.yes, count.no, count.abstain, count.present, count.due) < 0:
        raise Refused("人数、票数不能是负数", "请核对填的数", code="QL-DW-002")
    if count.present > count.due:
        what = f"实到 {count.present} 人，比应到 {count.due} 人还多"
        raise Refused(what, "请核对应到名单和签到表", field="present", code="QL-DW-003")
    if count.whole < count.due:
        what = f"全体 {count.whole} 人，比应到 {count.due} 人还少"
        raise Refused(what, "请核对全体人数", field="due", code="QL-DW-004")
    if cast != count.present:
        gap = f"{'差' if cast < count.present else '多'} {abs(cast - count.present)} 票"
        what = f"三项票数合计 {cast}，与实到 {count.present} 不符，{gap}"
        raise Refused(what, "请核对计票单", field="yes", code="QL-DW-022")


def judge(rule: VoteRule, count: Count) -> Verdict:
    """Quorate or not, passed or not, in words that name the figures and the article.

    The sum of the votes is checked first (`sums_up`).
    """
    sums_up(count)
    came = quorate(rule, count.present, count.due)
    agreed = passes(rule, count.yes, count.present, count.whole)
    want = needs(rule, count.due, count.present, count.whole)
    unit = "户" if rule.way == HOUSEHOLDS else "人"
    if not came:
        said = f"到会 {count.present} {unit}，不足 {want.present} {unit}，会议不能表决"
        said += "。可改为“情况通报”或改期"
    else:
        said = f"到会 {count.present} {unit}，赞成 {count.yes} 票，"
        said += "通过" if agreed else f"没有通过（至少要 {want.yes} 票）"
    return Verdict(came, came and agreed, f"{said}。{rule.words}。依据：{rule.basis}", want)


def judge_owners(rule: VoteRule, heads: Count, area: Count) -> Verdict:
    """业主共同决定: by heads and by area (any whole unit); both must be enough."""
    by_heads, by_area = judge(rule, heads), judge(rule, area)
    return Verdict(
        by_heads.quorate and by_area.quorate,
        by_heads.passed and by_area.passed,
        f"按人数：{by_heads.words}；按面积：{by_area.words}",
        by_heads.needs,
    )
