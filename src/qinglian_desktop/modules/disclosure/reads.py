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
from qinglian_desktop.modules.disclosure.records import CatalogItem, Notice
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

CATALOGUE, RULES, LAW = "disclosure-catalogue", "disclosure-rules", "self-government"
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
        return str(book.setting(COLLECTIVE_NAME) or f"{unit.name}集体经济组织")
    if reviewer == "选委会":
        return f"{unit.name}选举委员会"
    if category == "党务":
        party = unit.name.removesuffix(book.word("kind")) + book.word("party")
        return str(book.setting(PARTY_NAME) or party)
    return f"{unit.street_name}{unit.name}{book.word('committee')}"


def stay_of(book: Book, row: Mapping[str, Any], posted_on: date) -> rules.Stay:
    """How long this notice must hang if it is posted on that day, and why."""
    item = item_of(book, row["code"], row["period"])
    catalogue = book.pack(CATALOGUE, posted_on)
    category = item["category"] if item else ""
    term = rules.own_term(
        item["min_posting"] if item else None, category, int(catalogue.value("statutory_days"))
    )
    law = book.pack(LAW, posted_on)
    return rules.stay(posted_on, term, row["mode"] or "公开", category, law, book.calendar())


def row_day(row: Mapping[str, Any]) -> date | None:
    """The day of posting, or the one printed on an approved paper; None before that."""
    return date.fromisoformat(row["posted_on"]) if row["posted_on"] else None
