"""Which catalogue rows does an office take, when is each due, and how long must a paper stay up?

The figures come from the dated packs `disclosure-catalogue`, `disclosure-rules` and
`self-government`; nothing here knows a number of days.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from qinglian_desktop.core.calendar import Calendar
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import FIRM, OWN, Pack, evidence_label
from qinglian_desktop.core.period import FREQUENCIES, Period, Term
from qinglian_desktop.core.reckoning import End, Reckoning, Way, reckon
from qinglian_desktop.modules.disclosure.frequency import Limit, eventful_letters, limits_of
from qinglian_desktop.modules.disclosure.records import FINANCE

STATUTORY = ("政务", "财务", "服务")  # Party matters are outside V35 and R34
# The committee's book is posted under one code in a village and another in a community.
VILLAGE_FINANCE, COMMUNITY_FINANCE, COLLECTIVE_FINANCE = "F03", "F04", "F05"
FINANCE_CODES = (VILLAGE_FINANCE, COMMUNITY_FINANCE, COLLECTIVE_FINANCE)
# Whose review the catalogue asks for → the body whose members may give it.
BODY_OF = {"监委会": "务监督委员会", "监事会": "集体经济组织监事会"}

_LAW_OF_THE_OTHER = {"village": "居民委员会组织法", "community": "村民委员会组织法"}
_WORKDAYS = re.compile(r"(\d{1,3})\s*(?:个工作日|wd)")
_DAYS = re.compile(r"(\d{1,3})\s*天?")
_BEFORE = re.compile(r"提前\s*(\d{1,3})\s*天?")


def takes(item: Mapping[str, Any], unit_kind: str, has_collective: bool) -> bool:
    """Does an office of this kind take this row of the catalogue?

    A community that still has collective land and assets takes the village's 财务 rows too,
    save the village committee's own book, which its own row for the committee replaces.
    """
    if item["scope"] == "B" or item["scope"] == ("V" if unit_kind == "village" else "C"):
        return True
    collective = has_collective and unit_kind == "community" and item["category"] == "财务"
    return bool(collective and item["id"] != VILLAGE_FINANCE)


def held_in(item: Mapping[str, Any], year: int) -> bool:
    """Does a row of the catalogue pack hold in that year? What a law brought begins with it."""
    first, last = item.get("first"), item.get("last")
    return (first is None or first.year <= year) and (last is None or last.year >= year)


def frequency_words(letters: str) -> str:
    """Q/M → 每季度/每月, E+Y → 随时+每年."""
    return re.sub(r"[A-Z]", lambda found: FREQUENCIES[found[0]], letters)


def term_of(text: str | None) -> Term:
    """15天, 5 个工作日, 长期, 提前 20 天, and the catalogue's own 15, 5wd, L, -20."""
    word = (text or "").strip()
    if word in ("长期", "L"):
        return Term(0, "day", lasting=True)
    if found := _BEFORE.fullmatch(word):
        return Term(int(found[1]), "day", before=True)
    if found := _WORKDAYS.fullmatch(word):
        return Term(int(found[1]), "workday")
    if found := _DAYS.fullmatch(word):
        return Term(int(found[1]), "day")
    return Term.parse(word)


def due_of(
    item: Mapping[str, Any], period: Period, rules: Pack, calendar: Calendar, unit_kind: str
) -> tuple[date, str]:
    """The day by which a closed period must be on the board, and why that day.

    The reason is stored as `core.reckoning` keeps it. What the item says itself (时限) goes before
    the pack. A plan made at the head of the year (年初) is due in its own year, not in the next
    one. A day off moves to the next working day.
    """
    rule, own = rules.value("due").get(period.kind), own_limit(item)
    early = period.kind == "Y" and str(item.get("trigger") or "").startswith("年初")
    closed = period.previous if early else period
    if own:
        way = own.way(closed)._replace(
            what=f"{period.label}：目录里写的时限是{item['due_rule']}", rule="catalogue due_rule"
        )
    else:
        last = closed.due_on(rules.value("due"))
        what = f"年初的事项，{paper_day(last)}前上墙" if early else rule["what"]
        way = Way(
            "place",
            closed.last,
            int(rule["months"]),
            on=int(rule["day"]),
            end="later",
            what=f"{period.label}：{what}",
            by=ground(rule, unit_kind),
            rule=f"{rules.id} due.{period.kind}",
        )
    found = reckon(calendar, way)
    return found.day, found.stored()


def own_limit(item: Mapping[str, Any]) -> Limit | None:
    """What the item itself says about its closed periods; None where the pack decides."""
    limits = limits_of(item.get("due_rule"))
    if limits.periods or eventful(item):
        return limits.periods
    return limits.events


def eventful(item: Mapping[str, Any]) -> bool:
    """Is it posted when something happens, so that the clerk says when it did?"""
    if not item.get("frequency"):
        return False
    return bool(eventful_letters(item["frequency"])) or counts_back(item)


def counts_back(item: Mapping[str, Any]) -> bool:
    """Must it be up some days before its event (election, appraisal, assembly)?"""
    return bool(item.get("min_posting")) and term_of(item["min_posting"]).before


def due_of_event(
    item: Mapping[str, Any], event_on: date, rules: Pack, calendar: Calendar, unit_kind: str
) -> tuple[date, str]:
    """The day by which something that happened must be on the board, and why that day.

    What must be up before its event is counted backwards from it.
    """
    own, told = limits_of(item.get("due_rule")).events, paper_day(event_on)
    by = f"依据：{item['basis']}" if item.get("basis") else ""
    if counts_back(item):
        term = term_of(item["min_posting"])
        way = Way("count", event_on, -term.amount, term.unit, end="earlier",
                  what=f"{told}的事，要{term.label}公开", by=by, rule="catalogue days")  # fmt: skip
    elif own:
        what = f"{told}发生，目录里写的时限是{item['due_rule']}，当天不算"
        way = own.way_from(event_on)._replace(what=what, by=by, rule="catalogue due_rule")
    else:
        rule = rules.value("due.E")
        way = Way("count", event_on, int(rule["days"]), end="later",
                  what=f"{told}发生，{rule['what']}，当天不算", by=ground(rule, unit_kind),
                  rule=f"{rules.id} due.E")  # fmt: skip
    found = reckon(calendar, way)
    return found.day, found.stored()


def ground(rule: Mapping[str, Any], unit_kind: str) -> str:
    """On what a rule rests, in words; a village's rule only serves a community as a model."""
    label = evidence_label(rule)
    if rule["evidence"] == OWN:
        return f"依据：{rule['basis']}（{label}）"
    if rule["evidence"] not in FIRM:
        return f"依据：{label}"
    model = "，社区参照" if unit_kind == "community" and rule["evidence"] == "CQ" else ""
    return f"依据：{rule['basis']}（{label}{model}）"


def printed_basis(item: Mapping[str, Any], unit_kind: str) -> str | None:
    """What a notice may name as its ground: titles in 《》 of a confirmed row, not a law that
    only binds the other kind of office.
    """
    if not item["confirmed"]:
        return None
    foreign = _LAW_OF_THE_OTHER.get(unit_kind, "《")
    parts = (item["basis"] or "").split("；")
    return "；".join(p for p in parts if p.startswith("《") and foreign not in p) or None


class Stay(NamedTuple):
    """How long a paper stays up: earliest removal, and the days as printed.

    `window_on` is the last day on which people may object to a 公示; its next step opens after
    it, though the paper may have to hang longer. `by` is the day by which a paper that is counted
    backwards from an event had to be up.
    """

    posted_on: date
    until_on: date
    term: Term
    reckoned: Reckoning
    window_on: date | None = None
    by: date | None = None
    window: Reckoning | None = None  # how that last day was counted

    @property
    def why(self) -> tuple[str, ...]:
        return self.reckoned.parts

    @property
    def days(self) -> int:
        """Calendar days from posting (day 0) to the earliest removal."""
        return (self.until_on - self.posted_on).days

    @property
    def label(self) -> str:
        """2026年10月12日至2026年10月27日（15个自然日，张贴当天不算）."""
        if self.term.lasting:
            return f"{paper_day(self.posted_on)}起长期公开，内容有变动时更换"
        last = self.window_on or self.until_on
        if self.term.unit == "workday" and (self.window_on or last == self.until_on):
            unit = f"{self.term.amount}个工作日"
        else:
            unit = f"{(last - self.posted_on).days}个自然日"
        return f"{paper_day(self.posted_on)}至{paper_day(last)}（{unit}，张贴当天不算）"

    @property
    def hangs_on(self) -> str:
        """For how long it hangs when that is longer than people may object; "" otherwise."""
        if self.window_on is None or self.window_on >= self.until_on:
            return ""
        return f"{paper_day(self.until_on)}（公开不少于{self.days}个自然日）"


def own_term(text: str | None, category: str, statutory_days: int) -> Term | None:
    """The item's own number of days; None where it only repeats the law's figure.

    `statutory_days` is what the catalogue pack writes for “as the law says”: that figure was
    another one before 2026, so the law in force on the day is asked instead.
    """
    if not text:
        return None
    term = term_of(text)
    repeats = term == Term(statutory_days, "day") and category in STATUTORY
    return None if repeats else term


def stay(
    posted_on: date,
    term: Term | None,
    mode: str,
    category: str,
    law: Pack,
    calendar: Calendar,
    *,
    event_on: date | None = None,
) -> Stay:
    """The earliest day on which a paper posted that day may come down.

    `term` is the item's own, None for none; `law` is the pack `self-government` in force on the
    day of posting, whose least days hold for every item but Party matters. The last day of a
    公示, during which people may object, moves off a day off (民法典 203); the days of a 公开
    are only counted. A paper that must be up so many days before an event (`event_on`) stays
    until that event.
    """
    posting, rolls = law.value("posting"), mode == "公示"
    least = int(posting["min_posting_days"])
    hung = f"{paper_day(posted_on)}张贴，当天不算"
    end: End = "later" if rolls else "stay"
    ways = [Way("given", posted_on, what=hung, rule="posted")]
    by: date | None = None
    window: Reckoning | None = None
    if term is not None and term.before and event_on is not None:
        back = Way("count", event_on, -term.amount, term.unit, end="earlier")
        by = back.last(calendar)[0]
        said = f"{paper_day(event_on)}的事，{term.label}上墙：{paper_day(by)}前"
        ways.append(Way("given", event_on, what=said, rule="event"))
    elif term is not None and not term.lasting:
        own = Way("count", posted_on, term.amount, term.unit, end=end,
                  what=f"目录规定：{term.label}", rule="catalogue days")  # fmt: skip
        ways.append(own)
        window = reckon(calendar, ways[0], own) if rolls else None
    # A paper outside the catalogue is a matter to be made public, save the call to a meeting.
    public = category in STATUTORY or (not category and not (term and term.before))
    if public or term is None:
        ways.append(
            Way("count", posted_on, least, end="later" if rolls and term is None else "stay",
                what=f"不少于 {least} 天：{posting['basis']}，{evidence_label(posting)}",
                rule=f"{law.id} posting.min_posting_days")
        )  # fmt: skip
    found = reckon(calendar, *ways, told="最早{day}可以撤下")
    if rolls and window is None and not (term and term.lasting):
        window = found._replace(told="")
    until = window.day if window else None
    return Stay(posted_on, found.day, term or Term(least, "day"), found, until, by, window)


def needs_review(reviewer: str | None, kind: str) -> bool:
    """May it be posted without an opinion? What the 监委会 or 监事会 reviews may not."""
    return kind == FINANCE or (reviewer or "") in BODY_OF


NEAR = 3  # days before its due day from which an open period is amber


def word_for(state: str, due_on: date, day: date) -> str:
    """The cell of the coverage matrix: 已公开, 不适用, 逾期 or 待公开."""
    if state in ("已公开", "不适用"):
        return state
    return "逾期" if due_on < day else "待公开"


_STANDARD = r"[0-9A-Za-z]{1,4}(?:[-.·/]?[0-9A-Za-z]{1,6}){0,5}"


def standard_code(text: str) -> str:
    """A code of GB/T 40088-2021 in one spelling: full-width signs narrowed, blanks left out."""
    word = unicodedata.normalize("NFKC", re.sub(r"\s", "", text)).upper()
    if not re.fullmatch(_STANDARD, word) or not any(sign.isdigit() for sign in word):
        raise Refused(
            f"国标编号“{text[:20]}”看不懂",
            "照 GB/T 40088-2021 里的编号写，只有数字、字母和点、横线",
            field="standard_code",
            code="QL-PD-150",
        )
    return word


class Ground(NamedTuple):
    """On what a row of the catalogue rests, and whether all of it was checked."""

    basis: str
    checked: bool


_ARTICLE = r"(《[^》]+》)第(\d+)([^条]*)条(?:第\d+项)?"


def ground_before_2026(basis: str, table: Mapping[str, Any]) -> Ground:
    """A basis as it was called before the two organic laws were amended.

    `table` is `before_2026` of the pack `disclosure-yearly`. An article whose number of then is
    not known is named by its law alone, and counts as unchecked.
    """
    was = {(row["law"], row["article"]): row["was"] for row in table["articles"]}
    gone = {(row["law"], article) for row in table["dropped"] for article in row["articles"]}
    laws = {law for law, _ in (*was, *gone)}
    kept, checked = [], True
    for part in (basis or "").split("；"):
        found = re.match(_ARTICLE, part)
        if not found or found[1] not in laws:
            kept.append(part)
        elif not found[3] and (found[1], found[2]) in was:
            kept.append(f"{found[1]}{was[found[1], found[2]]}")
        elif (found[1], found[2]) not in gone:
            kept.append(f"{found[1]}{table['unknown']}")
            checked = False
    return Ground("；".join(dict.fromkeys(part for part in kept if part)), checked and bool(kept))
