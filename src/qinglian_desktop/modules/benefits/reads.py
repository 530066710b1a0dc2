"""Which lists are there, what is held against them, and what did the check leave open?"""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from qinglian_desktop.core import check, clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.pack import Pack
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.benefits import rules
from qinglian_desktop.modules.benefits.records import (
    ANSWERED,
    DOUBTED,
    UNSEEN,
    BenefitLine,
    SubsidyStandard,
)
from qinglian_desktop.modules.benefits.rules import Around, Line, Standard, Tie
from qinglian_desktop.modules.benefits.who import Known, card_of, plot_of
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.modules.registry import reads as registry
from qinglian_desktop.modules.registry.records import Kin, Person
from qinglian_desktop.modules.registry.rules import bare, serves, tags_of
from qinglian_desktop.store.book import Book

PACK = "subsidy-checks"
# Whose members and kin are looked for; a representative of the residents decides on no benefit.
_WATCHED = ("党组织", "委员会", "务监督委员会", "集体经济组织理事会", "集体经济组织监事会")


class List(NamedTuple):
    """One list (补贴项目、期间) with what stands in it."""

    programme: str
    period: str
    rows: int = 0
    amount_fen: int = 0
    unseen: int = 0
    doubted: int = 0  # found and not yet explained
    answered: int = 0
    notice_id: str = ""
    moved: bool = False  # the notice says other rows or another sum

    @property
    def label(self) -> str:
        return f"{self.programme} {self.period}"


def pack_of(book: Book) -> Pack:
    return book.pack(PACK, clock.today())


def lists(book: Book) -> tuple[List, ...]:
    """Every list of this office, the latest period first; added up by the store, not row by row."""
    query = Query(BenefitLine.table, (Where("owner", "=", book.unit.office_id),))
    by = ("programme", "period", "state", "notice_id")
    found: dict[tuple[str, str], List] = {}
    for programme, period, state, notice_id, fen, many in book.grouped(query, by, "amount_fen"):
        if not programme or not period:
            continue
        one = found.get((programme, period), List(programme, period))
        found[programme, period] = one._replace(
            rows=one.rows + many,
            amount_fen=one.amount_fen + fen,
            unseen=one.unseen + many * (state == UNSEEN),
            doubted=one.doubted + many * (state == DOUBTED),
            answered=one.answered + many * (state == ANSWERED),
            notice_id=one.notice_id or notice_id or "",
        )
    found = _with_living_notices(book, found)
    return tuple(sorted(found.values(), key=lambda one: (one.period, one.programme), reverse=True))


def _with_living_notices(
    book: Book, found: dict[tuple[str, str], List]
) -> dict[tuple[str, str], List]:
    """A notice that was thrown away is none: another may be drafted."""
    ids = list({one.notice_id for one in found.values() if one.notice_id})
    living = {row["id"]: row for row in book.page(Notice.table, ids) if not row["deleted"]}
    return {
        key: one._replace(moved=_says_otherwise(book, one, living[one.notice_id]))
        if one.notice_id in living
        else one._replace(notice_id="")
        for key, one in found.items()
    }


def _says_otherwise(book: Book, one: List, notice: Row) -> bool:
    """Was the list changed since it became a notice, and nothing put right on the board?"""
    fen, rows = notice["total_fen"], notice["line_count"]
    if fen in (None, one.amount_fen) and rows in (None, one.rows):
        return False
    return not book.count(Query(Notice.table, (Where("corrects", "=", notice["number"]),)))


def rows_of(book: Book, programme: str, period: str) -> list[Row]:
    """The rows of a list in its order."""
    where = (
        Where("programme", "=", programme),
        Where("period", "=", period),
        Where("owner", "=", book.unit.office_id),
    )
    return book.rows(Query(BenefitLine.table, where, order=(("row_no", False),)))


def line_of(row: Row, place: int = 0, posted: Mapping[str, date] = MappingProxyType({})) -> Line:
    """A row as the rules look at it; half-filled rows too, and one that came without a number."""
    paid, number = row["paid_on"], "".join((row["id_number"] or "").split()).upper()
    return Line(
        row["id"], row["row_no"] or place, row["programme"] or "", row["period"] or "",
        bare(row["name"]), number, card_of(row["card_no"]),
        bare(row["card_holder"]), bare(row["agent"]), plot_of(row["plot"]), row["area"],
        row["rate_fen"], row["amount_fen"], date.fromisoformat(paid) if paid else None,
        posted.get(row["notice_id"] or ""),
    )  # fmt: skip


def posted_on(book: Book, rows: Sequence[Row]) -> dict[str, date]:
    """When the notices of these rows went up, by notice."""
    ids = list({row["notice_id"] for row in rows if row["notice_id"]})
    found = book.page(Notice.table, ids) if ids else ()
    return {row["id"]: date.fromisoformat(row["posted_on"]) for row in found if row["posted_on"]}


def around(book: Book, programme: str, period: str) -> Around:
    """What a list is held against: register, posts of today, kin, other lists, the standard."""
    own, today = Where("owner", "=", book.unit.office_id), clock.today()
    people = [
        Known(bare(one.name), one.id_number or "", one.state, one.left_on, tags_of(one.tags))
        for one in book.records(Person, own)
    ]
    posts = {
        bare(post.person_name): f"{post.body}{post.title}"
        for kind in _WATCHED
        for post in registry.serving(book, kind, today)
        if serves(post, today)
    }
    others = [
        line_of(row)
        for row in book.rows(Query(BenefitLine.table, (own,)))
        if (row["programme"], row["period"]) != (programme, period)
    ]
    return Around(people, posts, _ties(book, posts), others, standard_of(book, programme, period))


def _ties(book: Book, posts: dict[str, str]) -> list[Tie]:
    """Kin of whoever serves, both ways round."""
    made = []
    for one in book.records(Kin, Where("owner", "=", book.unit.office_id)):
        for cadre, relative in (
            (bare(one.person_name), bare(one.relative_name)),
            (bare(one.relative_name), bare(one.person_name)),
        ):
            if cadre in posts:
                made.append(Tie(cadre, relative, one.relation))
    return made


def standard_of(book: Book, programme: str, period: str) -> Standard | None:
    """The standard of the year, by the programme's name or the kind it belongs to."""
    year, kind = rules.year_of(period), rules.programme_of(pack_of(book), programme).name
    where = (Where("year", "=", year), Where("owner", "=", book.unit.office_id))
    for row in book.rows(Query(SubsidyStandard.table, where)):
        named = row["programme"] or ""
        if named in (programme, kind) and check.is_complete(SubsidyStandard, row):
            return Standard(row["rate_fen"], row["area_from"], row["area_to"])
    return None
