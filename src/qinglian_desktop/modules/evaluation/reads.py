"""What stands in the way of a unit, and what its claims bring: asked of the book."""

from collections.abc import Sequence
from decimal import Decimal

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.evaluation import standing
from qinglian_desktop.modules.evaluation.computing import Ledgers, frame_of, system_of
from qinglian_desktop.modules.evaluation.measures import registry
from qinglian_desktop.modules.evaluation.records import BonusClaim, BonusRuling, VetoEvent
from qinglian_desktop.modules.evaluation.scoring import Behind
from qinglian_desktop.modules.evaluation.standing import BonusTotal, Standing
from qinglian_desktop.modules.evaluation.system import System, shown
from qinglian_desktop.store import signers
from qinglian_desktop.store.book import Book


def events_of(book: Book, office: str) -> list[Row]:
    """Confirmed situations of a unit: its own, and those the street keeps of it, which come down.

    What one unit says of another counts nowhere.
    """
    rows = book.rows(Query(VetoEvent.table, order=(("happened_on", False),)))
    street = book.unit.is_street
    return [
        row
        for row in rows
        if row["owner"] == office
        or (row["to_office"] == office and (row["owner"] == book.unit.office_id or not street))
    ]


def standing_of(book: Book, year: int, *, unit: str = "") -> Standing:
    """不予认定 or 暂停评价 with the articles; looked at on the cut-off day, or today before it."""
    office = unit or book.unit.office_id
    return standings_of(book, year, (office,))[office]


def standings_of(book: Book, year: int, offices: Sequence[str]) -> dict[str, Standing]:
    """The same of several units; each ledger is read once for all of them."""
    rules = system_of(book, year)
    cutoff = min(rules.cutoff_of(year), clock.today())
    ledgers = Ledgers(book, frame_of(book, year, cutoff, rules), rules.late_days)
    return {
        office: standing.standing(
            rules, cutoff, events_of(book, office), _shown(rules, ledgers, office)
        )
        for office in offices
    }


def _shown(rules: System, ledgers: Ledgers, office: str) -> dict[str, tuple[Behind, ...]]:
    """What the records show by themselves, by article."""
    found = {}
    for veto in rules.vetoes:
        if measure := registry().get(veto.measure):
            counted = ledgers.found(measure, office)
            found[veto.id] = ledgers.behind(measure, counted)
    return found


def claims_of(book: Book, year: int, unit: str = "") -> list[Row]:
    """The claims of a year; at the street of one unit, or of all of them."""
    where = [Where("year", "=", year)]
    if unit:
        where.append(Where("owner", "=", unit))
    return book.rows(Query(BonusClaim.table, tuple(where), order=(("article", False),)))


def rulings_on(book: Book, year: int) -> dict[str, Row]:
    """What the street said to the claims of a year, by claim; the newest word counts."""
    order = (("made_on", False), ("updated_at", False))
    rows = book.rows(Query(BonusRuling.table, (Where("year", "=", year),), order=order))
    return {row["claim_id"]: row for row in rows}


def bonus_of(book: Book, year: int, *, unit: str = "") -> BonusTotal:
    """The claims of a year with what each brings, as the street ruled, capped."""
    office = unit or book.unit.office_id
    rows = claims_of(book, year, office)
    return standing.bonus(system_of(book, year), rows, rulings_on(book, year) if rows else {})


def seconds(book: Book) -> list[str]:
    """Who may be the second person of an act: those with a PIN."""
    return [one["name"] for one in signers.listed(book) if signers.has_pin(book, one)]


def conclusion_of_street(book: Book, year: int) -> str:
    """What the street concluded about this unit, as its notice came down; "" until then."""
    where = (Where("year", "=", year), Where("to_office", "=", book.unit.office_id))
    rows = book.rows(Query("year_verdict", where, order=(("created_at", False),)))
    if not rows:
        return ""
    row = rows[-1]
    points = f"，复核 {shown(Decimal(row['points']) / 1000)} 分" if row["points"] else ""
    said = f"：{row['said']}" if row["said"] else ""
    return f"街道年终评价{points}，结论“{row['conclusion']}”（{row['document_no']}）{said}。"
