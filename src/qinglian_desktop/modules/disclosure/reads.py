"""What stands in the catalogue, the packs and the rows about a notice? Reads, changes nothing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import doubt
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure import rules
from qinglian_desktop.modules.disclosure.records import FINANCE, CatalogItem, Notice
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

CATALOGUE, RULES, LAW = "disclosure-catalogue", "disclosure-rules", "self-government"
KINDS = "notice-kinds"
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
        "trigger": item["trigger"],
        "min_posting": rules.term_of(item["days"]).label,
        "reviewer": item["reviewer"],
        "basis": item["basis"],
        "confirmed": int(not doubt(item)),
        "enabled": 1,
    }


def item_of(book: Book, code: str | None, period: str | None = None) -> Row | None:
    """The catalogue row behind a code: the office's own of that year, else the pack's.

    None without a code; refused for a code that neither has.
    """
    if not code:
        return None
    day = Period.parse(period).last if period else clock.today()
    found = book.find(CatalogItem, year=day.year, code=code, owner=book.unit.office_id)
    if found is not None:
        return found
    for item in book.pack(CATALOGUE, day).rows("items"):
        if item["id"] == code:
            return catalogue_row(item, day.year)
    raise Refused(
        f"公开目录里没有“{code}”", "请从目录里选一项，或先在目录里新增", field="code",
        code="QL-PD-018",
    )  # fmt: skip


def issuer_of(book: Book, item: Row | None) -> str:
    """Who issues a notice, in full: committee, collective, Party or election committee."""
    unit = book.unit
    reviewer, category = (item["reviewer"], item["category"]) if item else ("", "")
    if reviewer == "监事会":
        return collective_of(book)
    if reviewer == "选委会":
        return f"{unit.name}选举委员会"
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
        return f"{unit.name}选举委员会"
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
    kind = kind_row(book, row["kind"], posted_on)
    catalogue = book.pack(CATALOGUE, posted_on)
    category = item["category"] if item else ("党务" if kind and kind["issuer"] == "party" else "")
    own = item["min_posting"] if item else (kind["days"] if kind else None)
    term = rules.own_term(own, category or "政务", int(catalogue.value("statutory_days")))
    law = book.pack(LAW, posted_on)
    event = row.get("event_on")
    return rules.stay(
        posted_on, term, row["mode"] or "公开", category, law, book.calendar(),
        event_on=date.fromisoformat(event) if event else None,
    )  # fmt: skip


def row_day(row: Mapping[str, Any]) -> date | None:
    """The day of posting, or the one printed on an approved paper; None before that."""
    return date.fromisoformat(row["posted_on"]) if row["posted_on"] else None
