"""Which body decides a matter under the law of a day, with which approvals and papers?

The law is data (packs); here is only the order of the questions: is it forbidden, is it
somebody else's, whose property is it, is there a 集体经济组织, may representatives decide.
"""

from collections.abc import Mapping
from typing import Any

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import cited
from qinglian_desktop.modules.decisions.rules import grounds
from qinglian_desktop.modules.decisions.rules.delegation import delegation_problem
from qinglian_desktop.modules.decisions.rules.law import Law
from qinglian_desktop.modules.decisions.rules.matters import OWNED, Matter, class_of, matter
from qinglian_desktop.modules.decisions.rules.routes import (
    APPRAISAL_STEPS,
    ASK,
    ELSEWHERE,
    FORBIDDEN,
    FULL,
    FULL_STEPS,
    HOMESTEAD_STEPS,
    NONE,
    PAPERS,
    PRE_REVIEW_STEP,
    SHORT,
    SHORT_STEPS,
    Approval,
    Choice,
    Facts,
    Route,
)
from qinglian_desktop.modules.decisions.rules.votes import rules_on

# Roads that lead to the members of the collective once its law holds.
_COLLECTIVE = ("members", "members-only", "land-only", "land-lease", "benefit")
_LAND = ("land-only", "outsiders", "adjust")
_LEASES = ("land-lease",)
# Before the law of the collectives these were matters of its charter alone.
_CHARTER_ONLY = frozenset(
    {
        "council-election",
        "collective-rules",
        "collective-charter",
        "merger",
        "benefit",
        "council-pay",
    }
)
# A group decides what is its own, never what the whole collective is; who belongs and who
# shares is its own only where it is a collective by itself.
_NEVER_A_GROUP = frozenset(
    {"council-election", "collective-rules", "collective-charter", "merger", "council-pay"}
)
_WHO_BELONGS = frozenset({"membership", "shares", "benefit"})
_HAS_COLLECTIVE = "{place}有没有集体经济组织？"


def route(law: Law, matter_id: str, facts: Facts | None = None) -> Route:
    """How this matter is decided on the law's day; ASK with questions when a fact is missing."""
    facts = facts or Facts()
    row = matter(law, matter_id)
    if row.track in _LEASES and facts.outsiders:
        row = matter(law, "land-outsiders")
    found = _ROADS.get(row.track, _body_decides)(law, row, facts)
    return _dressed(law, found, facts)


# --- who decides ----------------------------------------------------------------------------


def _guarantee(law: Law, row: Matter, facts: Facts) -> Route:
    for pack in (law.local, law.collective):
        rule = pack.data.get("guarantee") if pack else None
        if rule and rule["forbidden"]:
            notes = (rule["note"],)
            return Route(row, FORBIDDEN, decided_by=row.who, basis=cited(rule), notes=notes)
    return Route(
        row,
        ASK,
        notes=("当时的法律没有写明能不能担保；2026年1月1日起禁止",),
        questions=("街道同意办这件事吗？请先书面问街道",),
    )


def _elsewhere(law: Law, row: Matter, facts: Facts) -> Route:
    return Route(row, ELSEWHERE, decided_by=row.who)


def _owners(law: Law, row: Matter, facts: Facts) -> Route:
    choice = Choice(row.track, "owners", "业主大会（业主共同决定）", allowed=True)
    return Route(row, ELSEWHERE, (choice,), decided_by=row.who)


def _none(law: Law, row: Matter, facts: Facts) -> Route:
    if row.by_amount and _large(facts):
        return _self(law, row, facts)._replace(notes=("超过本单位的大额标准，按大额开支办",))
    return Route(row, NONE)


def _short(law: Law, row: Matter, facts: Facts) -> Route:
    if _large(facts):
        return _self(law, row, facts)._replace(notes=("超过本单位的大额标准，走完整程序",))
    return Route(row, SHORT, (_two_committees(law),), steps=SHORT_STEPS)


def _appraisal(law: Law, row: Matter, facts: Facts) -> Route:
    note = "会上只评议，不作决定；决定由街道或者区作出"
    return Route(row, SHORT, steps=APPRAISAL_STEPS, decided_by=row.who, notes=(note,))


def _homestead(law: Law, row: Matter, facts: Facts) -> Route:
    if law.kind == "community" and not facts.has_collective:
        return _no_collective_here(law, row, facts)
    rows = {rule.id for rule in rules_on(law)}
    choices = (_choice(law, "group"),) if "group" in rows else ()
    who = "街道办事处（乡镇政府）审批"
    return Route(row, SHORT, choices, steps=HOMESTEAD_STEPS, decided_by=who)


def _body_decides(law: Law, row: Matter, facts: Facts) -> Route:
    whole = row.id in _NEVER_A_GROUP
    if row.id in _WHO_BELONGS and law.collective is not None and law.kind == "village":
        whole = not facts.group_collective
    if law.kind == "community" and row.track not in OWNED:
        whole = True  # no law lets a 居民小组 decide for itself; only its property is its own
    if facts.group_owned and not whole:
        return _group(law, row, facts)
    if row.track in _COLLECTIVE:
        return _collective(law, row, facts)
    if row.track in ("outsiders", "adjust"):
        return _land_vote(law, row, facts)
    if row.track == "fundraising":
        return _fundraising(law, row, facts)
    return _self(law, row, facts)


def _self(law: Law, row: Matter, facts: Facts) -> Route:
    """The full meeting of the unit, or its representatives where it has given them the matter."""
    if row.by_amount and _small(facts):
        note = "没有到本单位的大额标准，两委商议后公开就行"
        return Route(row, SHORT, (_two_committees(law),), steps=SHORT_STEPS, notes=(note,))
    decides = law.local.value("decides")
    basis = grounds.joined(grounds.in_force(law, row), cited(decides))
    if not decides["delegable"]:
        note = "当时的法律没有代表会议，要开全体会议"
        return Route(row, FULL, (_choice(law, "meeting"),), basis=basis, notes=(note,))
    problem = delegation_problem(law, facts.delegations, row.class_code, law.day)
    why = problem or "有授权，在授权的事项和期限里"
    choices = (_choice(law, "meeting"), _choice(law, "representatives", why, allowed=not problem))
    return Route(row, FULL, choices, delegable=True, delegation_needed=True, basis=basis)


def _fundraising(law: Law, row: Matter, facts: Facts) -> Route:
    found = _self(law, row, facts)
    full, few = found.choices
    need = "代表要先逐户书面征求意见"
    allowed = few.allowed and facts.canvassed
    why = few.why if not few.allowed else "" if facts.canvassed else "还没有逐户书面征求意见"
    few = few._replace(allowed=allowed, why="；".join(filter(None, (need, why))))
    return found._replace(choices=(full, few))


def _collective(law: Law, row: Matter, facts: Facts) -> Route:
    """The members of the collective; the villagers' meeting where there is no collective."""
    if law.collective is None:
        return _before_the_collective_law(law, row, facts)
    if facts.has_collective is None:
        return _ask_for_collective(law, row)
    if not facts.has_collective:
        return _standing_in(law, row, facts)
    if row.by_amount and _small(facts):
        note = "没有到大额标准，理事会商议、党组织研究后公开就行"
        return Route(row, SHORT, (_choice(law, "council"),), steps=SHORT_STEPS, notes=(note,))
    main = _choice(law, "members-benefit" if row.track == "benefit" else "members")
    if row.track != "members":
        note = "只能由成员大会决定，不能交给成员代表大会"
        return Route(row, FULL, (main,), floor=_floor(row), notes=(note,))
    few = _choice(
        law,
        "member-representatives",
        "章程已经交给成员代表大会"
        if facts.charter_allows
        else "章程写明可以的，才能由代表大会决定",
        allowed=facts.charter_allows,
    )
    return Route(row, FULL, (main, few), delegable=True)


def _standing_in(law: Law, row: Matter, facts: Facts) -> Route:
    """Without a collective the villagers' meeting decides, by the collective's thresholds."""
    if law.kind == "community":
        return _no_collective_here(law, row, facts)
    assert law.collective is not None
    vote = "members-benefit" if row.track == "benefit" else "members"
    choice = _choice(law, vote)._replace(
        body="meeting", label=f"{_choice(law, 'meeting').label}（代行集体经济组织职能）"
    )
    rule = law.collective.value("standing_in")
    said = cited(rule)
    if law.local.value("decides.code") == "V":  # since 2026 the organic law says so itself
        said = grounds.joined(cited(law.local.value("decides")), said)
    note = "没有集体经济组织，由全体会议代行，赞成数按全体成员算，不能交给代表会议"
    return Route(
        row,
        FULL,
        (choice,),
        acting_for_collective=True,
        floor=_floor(row),
        basis=grounds.joined(grounds.in_force(law, row), said),
        notes=(note,),
    )


def _before_the_collective_law(law: Law, row: Matter, facts: Facts) -> Route:
    if law.kind == "community":
        return _no_collective_here(law, row, facts)
    if row.id in _CHARTER_ONLY:
        note = "2025年5月1日以前由集体经济组织自己的章程规定"
        return Route(row, ASK, notes=(note,), questions=("集体经济组织的章程怎么规定？请问街道",))
    if _floor(row):  # the law of land contracts named its own two thirds
        return _land_vote(law, row, facts)
    return _self(law, row, facts)


def _land_vote(law: Law, row: Matter, facts: Facts) -> Route:
    """LC28 and LC52 name the bodies themselves: two thirds of members or of representatives."""
    if law.kind == "community" and not facts.has_collective:
        return _no_collective_here(law, row, facts)
    choices = [_choice(law, "land-meeting", "全体成员三分之二以上同意")]
    if law.local.value("decides")["delegable"]:
        choices.append(_choice(law, "land-representatives", "全体代表三分之二以上同意，不另要授权"))
    return Route(row, FULL, tuple(choices), delegable=len(choices) > 1)


def _group(law: Law, row: Matter, facts: Facts) -> Route:
    """What belongs to one group: its own collective where it has one, else the group's meeting."""
    if facts.group_collective and law.collective is not None and row.track != "self":
        main = _choice(law, "members-benefit" if row.track == "benefit" else "members")
        label = "本组集体经济组织成员大会"
        return Route(row, FULL, (main._replace(label=label),), floor=_floor(row))
    if "group" not in {rule.id for rule in rules_on(law)}:
        question = "这个小组有没有自己的集体经济组织？没有的请问街道"
        note = "法律没有写居民小组会议的表决办法"
        asks = "" if law.collective is None else "group_collective"
        return Route(row, ASK, questions=(question,), notes=(note,), asks=asks)
    group = next(rule for rule in rules_on(law) if rule.id == "group")
    note = "小组的财产由小组决定，别的组的人不参加"
    vote = "group-land" if _floor(row) else "group"  # two thirds of all, not of those present
    basis = grounds.joined(group.basis, grounds.in_force(law, row))
    return Route(
        row, FULL, (_choice(law, vote),), basis=basis, notes=(note,),
        acting_for_collective=row.track != "self",
    )  # fmt: skip


def _no_collective_here(law: Law, row: Matter, facts: Facts) -> Route:
    """A community: only one that still holds collective property has such a matter at all."""
    if facts.has_collective is None:
        return _ask_for_collective(law, row)
    if facts.has_collective:  # before the law of the collectives
        note = "2025年5月1日以前按集体经济组织章程和重庆市集体资产条例"
        return Route(row, ASK, notes=(note,), questions=("章程怎么规定？请问街道",))
    note = "本社区没有集体经济组织，这不是社区能决定的事；财产是谁的，请先问街道"
    return Route(row, ELSEWHERE, decided_by="财产的主人", notes=(note,))


def _ask_for_collective(law: Law, row: Matter) -> Route:
    place = "本村" if law.kind == "village" else "本社区"
    question = _HAS_COLLECTIVE.format(place=place)
    return Route(row, ASK, questions=(question,), asks="has_collective")


_ROADS = {
    "guarantee": _guarantee,
    "elsewhere": _elsewhere,
    "owners": _owners,
    "owners-major": _owners,
    "none": _none,
    "simple": _short,
    "appraisal": _appraisal,
    "homestead": _homestead,
}


# --- what every route carries ---------------------------------------------------------------


def _dressed(law: Law, found: Route, facts: Facts) -> Route:
    """The approvals, papers, steps and switches that follow from the path and the class."""
    row, kind = found.matter, class_of(law, found.matter.class_code)
    full = found.path == FULL
    wanted = kind.pre_review if facts.pre_review is None else facts.pre_review
    reviewed = full and wanted
    lifted = facts.lift_above is not None and (facts.amount or 0) >= facts.lift_above
    steps = found.steps
    if full:
        steps = tuple(step for step in FULL_STEPS if reviewed or step != PRE_REVIEW_STEP)
    notes = [*found.notes, row.note]
    if full and row.by_amount and facts.threshold is None:
        notes.append("还没有定大额标准，先走完整程序；标准由会议通过、报街道备案")
    if reviewed and facts.pre_review is None:
        notes.append("街道预审是默认打开的（待核实，可以逐类改）")
    if lifted:
        notes.append("到了提级监督的金额，报街道")
    return found._replace(
        approvals=_approvals(law, row) if found.path in (FULL, SHORT) else (),
        papers=((PAPERS if full else ()) + row.papers) if found.path in (FULL, SHORT) else (),
        steps=steps,
        party_study=_party_study(law, found) if full else "",
        pre_review=reviewed,
        lifted=lifted,
        emergency_allowed=kind.emergency,
        basis=found.basis or grounds.in_force(law, row),
        notes=tuple(filter(None, notes)),
        versions=law.ids,
    )


def _party_study(law: Law, found: Route) -> str:
    """On what ground the Party organisation studies it first; custom before the law said so."""
    if law.collective is not None and found.body in ("members", "member-representatives"):
        return cited(law.collective.value("party_study"))
    meeting = law.local.data.get("meeting", {})
    if meeting.get("party_study_first"):
        return cited(law.local.value("decides"))
    return "“四议两公开”的做法（待核实）"


def _approvals(law: Law, row: Matter) -> tuple[Approval, ...]:
    held: Mapping[str, Any] = {one["id"]: one for one in law.matters.rows("approvals")}
    found = (held[name] for name in row.approvals if name in held)
    return tuple(
        Approval(one["when"], one["who"], one["what"], ground)
        for one in found
        if (ground := grounds.holding(law, one))  # no law of that day asked for it
    )


def _floor(row: Matter) -> str:
    """The row of the land-contract law that stands under the collective's own vote."""
    return "land-meeting" if row.track in _LAND else ""


def _large(facts: Facts) -> bool:
    return None not in (facts.amount, facts.threshold) and not _small(facts)


def _small(facts: Facts) -> bool:
    """Below the unit's own line; without a line or an amount nothing is small."""
    if facts.amount is None or facts.threshold is None:
        return False
    return facts.amount < facts.threshold


def _choice(law: Law, row: str, why: str = "", *, allowed: bool = True) -> Choice:
    for rule in rules_on(law):
        if rule.id == row:
            return Choice(row, rule.body, rule.label, allowed, why)
    raise Refused("当时的法律里没有这种会议", "请核对日期", code="QL-DW-007")


def _two_committees(law: Law) -> Choice:
    return _choice(law, "two-committees")
