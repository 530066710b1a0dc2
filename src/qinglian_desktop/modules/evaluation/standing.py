"""Is the unit recognised? Pure: what was confirmed and what the records show, against the list."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from qinglian_desktop.core.reckoning import placed
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.evaluation.records import TURNED_DOWN
from qinglian_desktop.modules.evaluation.scoring import Behind
from qinglian_desktop.modules.evaluation.system import Bonus, System, Veto, shown

REFUSED, PAUSED, FREE = "不予认定", "暂停评价", ""


class Hit(NamedTuple):
    """One article that applies: by a confirmation, or by what the records show."""

    veto: Veto
    words: str
    row_id: str = ""  # of the veto_event; "" where the program found it itself
    behind: tuple[Behind, ...] = ()


class Standing(NamedTuple):
    """不予认定, 暂停评价 or "", and the articles that say so."""

    state: str
    hits: tuple[Hit, ...]

    @property
    def words(self) -> str:
        """The state with the article it stands on."""
        return "；".join(one.words for one in self.hits)


class Counted(NamedTuple):
    """One bonus claim, what it brings and why not more."""

    claim_id: str
    bonus: Bonus
    points: Decimal
    words: str
    worth: Decimal = Decimal(0)  # by the pack alone
    ruling: Row | None = None  # of the street, while it holds


class BonusTotal(NamedTuple):
    points: Decimal  # at most the cap of the system
    before_cap: Decimal
    claims: tuple[Counted, ...]

    @property
    def open(self) -> int:
        """So many claims the street has not looked at yet."""
        return sum(one.ruling is None for one in self.claims)


def looks_back(veto: Veto, cutoff: date) -> date:
    """The first day that still counts for an article."""
    return placed(cutoff, -veto.months, cutoff.day)


def standing(
    rules: System,
    cutoff: date,
    events: Iterable[Row],
    shown: Mapping[str, tuple[Behind, ...]],
) -> Standing:
    """`events` are the confirmed situations, `shown` the rows by article the records show."""
    known = {one.id: one for one in rules.vetoes}
    hits = [
        Hit(known[row["article"]], _told(known[row["article"]], row), row["id"])
        for row in events
        if row["article"] in known and _counts(known[row["article"]], row, cutoff)
    ]
    for veto in rules.vetoes:
        if behind := shown.get(veto.id):
            many = sum(one.many for one in behind)
            hits.append(Hit(veto, f"{_article(veto)}，台账里有 {many} 条：{_effect(veto)}",
                            behind=behind))  # fmt: skip
    hits.sort(key=lambda hit: (hit.veto.pauses, hit.veto.number))
    if not hits:
        return Standing(FREE, ())
    refused = any(not hit.veto.pauses for hit in hits)
    return Standing(REFUSED if refused else PAUSED, tuple(hits))


def _counts(veto: Veto, row: Row, cutoff: date) -> bool:
    """Lifted ones and those before the look-back do not; nor what is not confirmed by then."""
    if row["lifted_on"] and row["lifted_on"] <= cutoff.isoformat():
        return False
    first = looks_back(veto, cutoff).isoformat()
    return bool(row["happened_on"]) and first <= row["happened_on"] <= cutoff.isoformat()


def _told(veto: Veto, row: Row) -> str:
    paper = f"（{row['confirmed_by']} {row['document_no']}）" if row["document_no"] else ""
    return f"{_article(veto)}{paper}：{_effect(veto)}"


def _article(veto: Veto) -> str:
    return f"负面清单第 {veto.number} 条“{veto.title}”"


def _effect(veto: Veto) -> str:
    return PAUSED if veto.pauses else REFUSED


# -- bonus ---------------------------------------------------------------------------------------


def bonus(
    rules: System, claims: Sequence[Row], rulings: Mapping[str, Row] | None = None
) -> BonusTotal:
    """What the claims bring together: each article up to its own cap, all up to that of the set.

    `rulings` are the street's words by claim; a claim it has not looked at counts as claimed.
    """
    known = {one.id: one for one in rules.bonuses}
    brought: dict[str, Decimal] = {}
    counted = []
    for row in claims:
        article = known.get(row["article"])
        if article is None:
            continue
        before = brought.get(article.id, Decimal(0))
        worth = _worth(article, row["level"] or "")
        ruling = _holding((rulings or {}).get(row["id"]), row)
        got = _ruled(worth, ruling)
        after = _up_to(article, max(before, got) if article.levels else before + got)
        brought[article.id] = after
        added = after - before
        words = _why_ruled(worth, got, ruling) or _why_less(got, added)
        counted.append(Counted(row["id"], article, added, words, worth, ruling))
    whole = sum((one for one in brought.values() if one > 0), Decimal(0))
    off = sum((one for one in brought.values() if one < 0), Decimal(0))
    return BonusTotal(min(whole, rules.bonus_cap) + off, whole + off, tuple(counted))


def _holding(ruling: Row | None, claim: Row) -> Row | None:
    """A ruling speaks of the article and level it was given for; what changed is judged anew."""
    if ruling is None or any(ruling[name] != claim[name] for name in ("article", "level")):
        return None
    return ruling


def _ruled(worth: Decimal, ruling: Row | None) -> Decimal:
    if ruling is None:
        return worth
    if ruling["verdict"] == TURNED_DOWN:
        return Decimal(0)
    return worth if ruling["points"] is None else min(worth, Decimal(ruling["points"]) / 1000)


def _why_ruled(worth: Decimal, got: Decimal, ruling: Row | None) -> str:
    if ruling is None or got == worth:
        return ""
    said = f"：{ruling['said']}" if ruling["said"] else ""
    what = "街道没有认可" if ruling["verdict"] == TURNED_DOWN else f"街道认可 {shown(got)} 分"
    return f"{what}{said}"


def _why_less(got: Decimal, added: Decimal) -> str:
    if added == got:
        return ""
    return "超过这一条的上限" if added else "同一条已经计过，不再加"


def _up_to(article: Bonus, value: Decimal) -> Decimal:
    return min(value, article.cap) if article.cap >= 0 else max(value, article.cap)


def _worth(article: Bonus, level: str) -> Decimal:
    """Of an article with levels the one that is said; one without is worth what each brings."""
    if article.levels:
        return article.levels.get(level, Decimal(0))
    return article.each or article.cap
