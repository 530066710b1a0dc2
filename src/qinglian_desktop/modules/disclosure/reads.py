"""What stands in the catalogue, the packs and the rows about a notice? Reads, changes nothing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import doubt
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.reckoning import Reckoning, Way, reckon
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure import rules, yearly
from qinglian_desktop.modules.disclosure.records import (
    CATEGORIES,
    FINANCE,
    GENERAL,
    PRIVACY,
    CatalogItem,
    DisclosurePlan,
    Notice,
)
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

_CLASSES = {category: place for place, category in enumerate(CATEGORIES)}
CATALOGUE, RULES, LAW = "disclosure-catalogue", "disclosure-rules", "self-government"
KINDS = "notice-kinds"
YEARLY = "disclosure-yearly"
# Settings of the office that every notice carries.
CONTACT, CONTACT_PHONE = "contact", "contact_phone"
SUPERVISION_PHONE, COLLECTIVE_NAME, PARTY_NAME = (
    "supervision_phone", "collective_name", "party_name",
)  # fmt: skip


def own_notice(book: Book, row_id: str) -> Row:
    """The notice's row; refused when it is gone."""
    row = ledger.there(book, Notice.table, row_id)
    if row["deleted"]:
        raise Refused(f"{row['number']}已在回收站", "先找回再用", code="QL-PD-017")
    return row


def catalogue_row(item: Mapping[str, Any], year: int) -> Row:
    """A row of the catalogue pack as stored values of CatalogItem."""
    return {
        "year": year,
        "code": item["id"],
        "category": item["category"],
        "item": item["item"],
        "frequency": rules.frequency_words(item["frequency"]),
        "due_rule": item.get("due_rule"),
        "trigger": item["trigger"],
        "min_posting": rules.term_of(item["days"]).label,
        "channel": "公开栏",
        "reviewer": item["reviewer"],
        "privacy": PRIVACY[item["pd"]],
        "standard_code": item.get("standard_code"),
        "basis": item["basis"],
        "confirmed": int(not doubt(item)),
        "enabled": 1,
    }


def row_of(book: Book, item: Mapping[str, Any], year: int) -> Row:
    """The same with its ground as the law of that year called it."""
    row = catalogue_row(item, year)
    table = book.pack(YEARLY, date(year, 12, 31)).value("before_2026")
    if year <= table["last"]:
        told = rules.ground_before_2026(row["basis"], table)
        row |= {"basis": told.basis or None, "confirmed": int(row["confirmed"] and told.checked)}
    return row


def items_of(book: Book, year: int, *, deleted: bool = False) -> list[Row]:
    """The office's own catalogue of that year: the four classes in their order, then the codes."""
    own = (Where("year", "=", year), Where("owner", "=", book.unit.office_id))
    rows = book.rows(Query(CatalogItem.table, own, order=(("code", False),), deleted=deleted))
    return sorted(rows, key=lambda row: _CLASSES.get(row["category"], len(_CLASSES)))


def previous_year(book: Book, year: int) -> int | None:
    """The latest year before this one that has a catalogue; None for the first."""
    own = (Where("year", "<", year), Where("owner", "=", book.unit.office_id))
    found = book.rows(Query(CatalogItem.table, own, order=(("year", True),), limit=1))
    return int(found[0]["year"]) if found else None


def plan_of(book: Book, year: int) -> Row | None:
    """How far the catalogue of that year has come; None where nobody drafted it here."""
    return book.find(DisclosurePlan, year=year, owner=book.unit.office_id)


def opinion_due(book: Book, sent_on: date) -> Reckoning:
    """Until when the supervisors may object to the plan that was sent to them that day."""
    return _within(book, "OB09", sent_on, "送审查")


def answer_due(book: Book, reviewed_on: date) -> Reckoning:
    """Until when the committee answers the opinion of that day."""
    return _within(book, "OB10", reviewed_on, "收到审查意见")


def _within(book: Book, rule_id: str, start: date, what: str) -> Reckoning:
    pack = book.pack(RULES, start)
    rule = next(row for row in pack.rows("objections") if row["id"] == rule_id)
    told = f"{paper_day(start)}{what}，{rule['days']} 天内{rule['what']}，当天不算"
    way = Way("count", start, int(rule["days"]), end="later", what=told,
              by=rules.ground(rule, book.unit.kind), rule=f"{pack.id} {rule_id}")  # fmt: skip
    return reckon(book.calendar(), way)


def is_open(book: Book, year: int) -> bool:
    """Does the catalogue of that year hold? The first one does as it stands (沿用现行目录);
    every later one only after its adjustment went through all steps.
    """
    plan = plan_of(book, year)
    if plan is not None:
        return bool(plan["state"] == yearly.IN_FORCE) or previous_year(book, year) is None
    return previous_year(book, year) is None


def year_in_force(book: Book, day: date) -> int:
    """Whose catalogue holds that day: the year's own, or the last one until that is through."""
    last = previous_year(book, day.year)
    if last is not None and (not items_of(book, day.year) or not is_open(book, day.year)):
        return last
    return day.year


def item_of(book: Book, code: str | None, period: str | None = None) -> Row | None:
    """The catalogue row behind a code: the office's own of that year, else the pack's.

    While the year's catalogue is still being adjusted, the one before holds. A code of the
    national standard (国标编号) means the row that carries it. None without a code; refused for
    one that neither has.
    """
    if not code:
        return None
    day = Period.parse(period).last if period else clock.today()
    for year in _years(book, day.year):
        for name in ("code", "standard_code"):
            found = book.find(
                CatalogItem, **{"year": year, name: code, "owner": book.unit.office_id}
            )
            if found is not None:
                return found
    for item in book.pack(CATALOGUE, day).rows("items"):
        if item["id"] == code:
            return row_of(book, item, day.year)
    raise Refused(
        f"公开目录里没有“{code}”", "请从目录里选一项，或先在目录里新增", field="code",
        code="QL-PD-018",
    )  # fmt: skip


def _years(book: Book, year: int) -> tuple[int, ...]:
    """The year whose catalogue holds; while it is being adjusted the one before, then itself."""
    plan = plan_of(book, year)
    if plan is None or plan["state"] == yearly.IN_FORCE:
        return (year,)
    last = previous_year(book, year)
    return (last, year) if last else (year,)


def issuer_of(book: Book, item: Row | None) -> str:
    """Who issues a notice, in full: committee, collective, Party or election committee."""
    unit = book.unit
    reviewer, category = (item["reviewer"], item["category"]) if item else ("", "")
    if reviewer == "监事会":
        return collective_of(book)
    if reviewer == "选委会":
        return f"{unit.name}{book.word('resident')}选举委员会"
    if category == "党务":
        return party_of(book)
    return f"{unit.street_name}{unit.name}{book.word('committee')}"


def collective_of(book: Book) -> str:
    return str(book.setting(COLLECTIVE_NAME) or f"{book.unit.name}集体经济组织")


def party_of(book: Book) -> str:
    party = book.unit.name.removesuffix(book.word("kind")) + book.word("party")
    return str(book.setting(PARTY_NAME) or party)


def kind_row(book: Book, kind: str, day: date | None = None) -> Mapping[str, Any] | None:
    """What the pack says of a kind of notice by its label; None for the free form.

    Plain, as the start-up list asks it: `kinds` makes typed values of it.
    """
    if kind == GENERAL:
        return None
    rows = book.pack(KINDS, day or clock.today()).rows("kinds")
    return next((row for row in rows if row["label"] == kind), None)


def issuer_of_kind(book: Book, kind: Mapping[str, Any] | None, item: Row | None) -> str:
    """Who issues a notice of this kind.

    An item of the Party, of the collective or of an election has its own issuer, and what the
    kind leaves open the catalogue decides, too.
    """
    unit, told = book.unit, kind["issuer"] if kind else ""
    own = item and (item["category"] == "党务" or item["reviewer"] in ("监事会", "选委会"))
    if told != "street" and own:
        return issuer_of(book, item)
    if told == "street":
        return f"{unit.street_name}办事处"
    if told == "supervisors":
        return f"{unit.street_name}{unit.name}{book.word('supervisors')}"
    if told == "election":
        return f"{unit.name}{book.word('resident')}选举委员会"
    if told == "party":
        return party_of(book)
    if told == "collective":
        return collective_of(book)
    if told == "committee":
        return issuer_of(book, None)
    return issuer_of(book, item)


def reviewer_of(kind: Mapping[str, Any] | None, item: Mapping[str, Any] | None) -> str:
    """Whose opinion a notice needs: as the catalogue says, else as its kind does."""
    if item is not None:
        return str(item["reviewer"] or "")
    return str(kind["reviewer"]) if kind and kind["label"] != FINANCE else ""


def asked_reviewer(book: Book, row: Mapping[str, Any]) -> str:
    """Whose opinion this notice needs; "" when nobody's is asked for."""
    item = item_of(book, row["code"], row["period"])
    return reviewer_of(kind_row(book, row["kind"]), item)


def stay_of(book: Book, row: Mapping[str, Any], posted_on: date) -> rules.Stay:
    """How long this notice must hang if it is posted on that day, and why."""
    item = item_of(book, row["code"], row["period"])
    # The pack of kinds is long, and the start-up list asks for many papers: only when it decides.
    kind = kind_row(book, row["kind"], posted_on) if item is None else None
    catalogue = book.pack(CATALOGUE, posted_on)
    category = item["category"] if item else ("党务" if kind and kind["issuer"] == "party" else "")
    own = item["min_posting"] if item else _days_of(book, row, kind)
    term = rules.own_term(own, category or "政务", int(catalogue.value("statutory_days")))
    law = book.pack(LAW, posted_on)
    event = row.get("event_on")
    return rules.stay(
        posted_on, term, row["mode"] or "公开", category, law, book.calendar(),
        event_on=date.fromisoformat(event) if event else None,
    )  # fmt: skip


def _days_of(book: Book, row: Mapping[str, Any], kind: Mapping[str, Any] | None) -> str | None:
    """The days of a kind; each meeting has its own, which its call says (`days_field`)."""
    if kind is None:
        return None
    name, content, told = kind.get("days_field"), row.get("content_file"), None
    if name and content:
        from qinglian_desktop.modules.disclosure.notices import facts_of  # not at every start

        told = (facts_of(book.files.read(content)) or {}).get(name)
    return f"-{told}" if told else str(kind["days"])


def row_day(row: Mapping[str, Any]) -> date | None:
    """The day of posting, or the one printed on an approved paper; None before that."""
    return date.fromisoformat(row["posted_on"]) if row["posted_on"] else None


def label_of(line: Mapping[str, Any]) -> str:
    """2026年第三季度; for what happened 9月7日（代表会议通过修路方案）."""
    if line["event_on"] and line["event"]:
        day = date.fromisoformat(line["event_on"])
        return f"{day.month}月{day.day}日（{line['event']}）"
    return Period.parse(line["period"]).label
