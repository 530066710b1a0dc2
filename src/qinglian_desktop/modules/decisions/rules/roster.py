"""Is the body itself in order: its roster, who is counted, who may call it, how often it meets?"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.decisions.rules.law import Law
from qinglian_desktop.modules.decisions.rules.votes import Share


class Callers(NamedTuple):
    """Who may demand a meeting, and which part of them is enough."""

    meeting: str  # meeting or representatives
    who: str
    share: Share
    basis: str


class Rhythm(NamedTuple):
    """How often a body must meet: M, Q, H or Y."""

    body: str
    every: str
    basis: str


def roster_problems(
    law: Law, members: int, representatives: int, women: int, households: int | None = None
) -> tuple[str, ...]:
    """What is wrong with the roster of the representative meeting, in words; () when nothing.

    `members` are all who sit in it, `representatives` those elected to represent households,
    `women` the women among these.
    """
    rule: Mapping[str, Any] = law.local.data.get("representatives", {})
    if not rule:
        return ("当时的法律没有代表会议，要开全体会议",)
    if members <= 0:
        return ("名册里没有代表，请先录名册",)
    found = []
    seats = Share(*rule["share_of_members"])
    if not seats.met(representatives, members):
        found.append(
            f"组成人员 {members} 人，代表只有 {representatives} 人，"
            f"至少要 {seats.least(members)} 人（{seats.words}）"
        )
    if "women_share" in rule and not (share := Share(*rule["women_share"])).met(women, members):
        found.append(
            f"组成人员 {members} 人，女代表只有 {women} 人，"
            f"至少要 {share.least(members)} 人（{share.words}）"
        )
    if households is not None and (between := _between(rule, households)):
        fewest, most = between
        if not fewest <= representatives <= most:
            found.append(
                f"{households} 户选 {representatives} 名代表，"
                f"应在 {fewest} 到 {most} 名之间（每 {_each(rule)} 户选 1 名）"
            )
    return tuple(found)


def _between(rule: Mapping[str, Any], households: int) -> tuple[int, int] | None:
    if "households_each" not in rule:
        return None
    least, most = rule["households_each"]
    return -(-households // most), max(1, households // least)


def _each(rule: Mapping[str, Any]) -> str:
    return "—".join(str(number) for number in rule["households_each"])


def counted_adults(law: Law, adults: int, excluded: int) -> int:
    """Adults that count for the quorum: those left out by CQ7 come off; refused where none may."""
    if not 0 <= excluded <= adults:
        raise Refused("不计入的人数比成年人总数还多", "请核对不计入名单", field="excluded")
    if excluded and (law.chongqing is None or "adults" not in law.chongqing.data):
        raise Refused(
            "社区开居民会议，没有查到可以不计入的规定",
            "请按全部成年人计算",
            field="excluded",
            code="QL-DW-008",
        )
    return adults - excluded


def parts_allowed(law: Law) -> bool:
    """May the full meeting be held area by area, adding attendance and votes?"""
    return law.chongqing is not None and bool(law.chongqing.data.get("parts", {}).get("allowed"))


def callers(law: Law) -> tuple[Callers, ...]:
    """Who may demand the full meeting or the representative meeting, under the law of the day."""
    found = []
    call = law.local.data.get("meeting_call", {})
    names = (
        ("adults", "十八周岁以上的人"),
        ("households_call", "户"),
        ("groups", "小组"),
        ("representatives", "代表"),
    )
    for key, who in names:
        if key in call:
            found.append(Callers("meeting", who, Share(*call[key]), call["basis"]))
    rule = law.local.data.get("representatives", {})
    if "called_by" in rule:
        found.append(Callers("representatives", "代表", Share(*rule["called_by"]), rule["basis"]))
    return tuple(found)


def call_within_days(law: Law) -> int | None:
    """Days in which a demanded representative meeting must be called; None without a rule."""
    rule = law.chongqing.data.get("calling", {}) if law.chongqing else {}
    return rule.get("within_days")


def rhythms(law: Law) -> tuple[Rhythm, ...]:
    """Which bodies must meet how often: what 今日 and the year calendar remind of."""
    found = []
    meeting = law.local.data.get("meeting", {})
    if meeting.get("yearly_at_least"):
        found.append(Rhythm("meeting", "Y", meeting["basis"]))
    rule = law.local.data.get("representatives", {})
    if rule.get("every"):
        found.append(Rhythm("representatives", rule["every"], rule["basis"]))
    if law.collective is not None:
        yearly = law.collective.data.get("rhythm", {})
        if yearly.get("members_yearly"):
            found.append(Rhythm("members", "Y", yearly["basis"]))
    party = law.bodies.value("rhythm")
    found.append(Rhythm("party-meeting", party["party_meeting"], party["basis"]))
    found.append(Rhythm("party-committee", party["party_committee"], party["basis"]))
    return tuple(found)


def notice_by(meeting_on: date, days: int | None) -> date | None:
    """The last day to tell people; None where no number of days is fixed."""
    return None if days is None else date.fromordinal(meeting_on.toordinal() - days)


def studied_before(law: Law, body: str) -> str:
    """On what ground the Party organisation must have studied it on an earlier day; "" if none.

    `body`: who decides, as the vote table names it. Custom alone asks only for the order.
    """
    if law.collective is not None and body in ("members", "member-representatives"):
        return str(law.collective.value("party_study")["basis"])
    if body in ("meeting", "representatives"):
        first = law.local.data.get("meeting", {}).get("party_study_first")
        return str(law.local.value("decides")["basis"]) if first else ""
    return ""
