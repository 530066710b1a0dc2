"""What has been kept long enough (pack `retention`), and how does it go? Listed first, then erased.

What a kind says is data: which table, from which day, how many years, in which state. An office
may settle the years itself where no law does (core/own_value).
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.erasing import BY_HAND, KEPT_LONG_ENOUGH, is_erased
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.pack import doubt, evidence_label
from qinglian_desktop.core.reckoning import placed
from qinglian_desktop.core.record import Row, naming
from qinglian_desktop.store import backup, erasing, people

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book

PACK, WORD = "retention", "清除"
MOST = 5000  # lines of one list; the rest comes with the next one
_LONGEST = 60  # characters of a name
Key = tuple[str, str]


class Kept(NamedTuple):
    """One row whose time is over."""

    table: str
    row_id: str
    kind: str
    name: str
    since: str  # the day it is counted from
    until: str  # the last day it had to be kept
    basis: str  # why so long

    @property
    def key(self) -> Key:
        return self.table, self.row_id


def over(book: "Book") -> list[Kept]:
    """Every own row that has been kept long enough, the oldest first; nothing is written."""
    found: list[Kept] = []
    for rule in book.pack(PACK, clock.today()).rows("kinds"):
        if rule["table"] in book.tables.records:
            found += _of(book, rule)
    return sorted(found, key=lambda one: (one.until, one.kind, one.name))[:MOST]


def _of(book: "Book", rule: Mapping[str, Any]) -> list[Kept]:
    record, day = book.tables[rule["table"]], str(rule["day"])
    last = _last(rule, clock.today())
    where = [Where("owner", "=", book.unit.office_id), Where(day, "<=", f"{last}T99")]
    if states := rule.get("when"):
        where.append(Where(states[0], "in", list(states[1:])))
    rows = book.rows(Query(record.table, tuple(where), order=((day, False),), deleted=True,
                           limit=MOST))  # fmt: skip
    basis = f"{rule['basis']}（{evidence_label(rule)}）"
    return [
        Kept(
            record.table, row["id"], str(rule["label"]), naming(record, row)[:_LONGEST],
            row[day][:10], _until(rule, date.fromisoformat(row[day][:10])).isoformat(), basis,
        )
        for row in rows
        if row[day] and not is_erased(row)
    ]  # fmt: skip


def _last(rule: Mapping[str, Any], today: date) -> str:
    """The newest day that is old enough today."""
    years = int(rule["years"])
    if rule["whole_years"]:
        return date(today.year - years - 1, 12, 31).isoformat()
    return placed(today, -12 * years, today.day).isoformat()


def _until(rule: Mapping[str, Any], since: date) -> date:
    years = int(rule["years"])
    if rule["whole_years"]:
        return date(since.year + years, 12, 31)
    return placed(since, 12 * years, since.day)


def doubtful(book: "Book") -> list[str]:
    """Kinds whose years rest on no law and that nobody has settled yet."""
    rules = book.pack(PACK, clock.today()).rows("kinds")
    return [str(rule["label"]) for rule in rules if doubt(rule)]


def purge(
    book: "Book",
    keys: Iterable[Key],
    typed: str,
    reason: str = "",
    tick: Callable[[int, int], bool] | None = None,
) -> Changes:
    """Erases rows whose time is over; `typed` is the word the clerk wrote to confirm it.

    Refused when it is another word, when a row is not (any more) on the list, or by who may not.
    """
    people.need(book, "到期清除")
    wanted = list(dict.fromkeys(keys))
    _confirmed(typed, wanted)
    listed = {one.key: one for one in over(book)}
    if young := [key for key in wanted if key not in listed]:
        label = book.tables[young[0][0]].label
        what = f"有 {len(young)} 条{label}现在不在清单里，没有清除"
        raise Refused(what, "再看一遍清单再做", code="QL-SE-127")
    return _go(book, wanted, KEPT_LONG_ENOUGH, reason, tick)


def destroy(
    book: "Book",
    keys: Iterable[Key],
    typed: str,
    reason: str = "",
    tick: Callable[[int, int], bool] | None = None,
) -> Changes:
    """彻底删除 out of the recycle bin: only what lies there already."""
    people.need(book, "彻底删除")
    wanted = list(dict.fromkeys(keys))
    _confirmed(typed, wanted)
    for table, row_id in wanted:
        row: Row = book.row(table, row_id) or {}
        if not row.get("deleted"):
            what = f"这条{book.tables[table].label}不在回收站里，没有删"
            raise Refused(what, "先删到回收站，再彻底删除", code="QL-SE-128")
    return _go(book, wanted, BY_HAND, reason, tick)


def _confirmed(typed: str, wanted: list[Key]) -> None:
    if not wanted:
        raise Refused("没有选要清除的", "先在清单里选", code="QL-SE-129")
    if typed.strip() != WORD:
        raise Refused(f"没有写“{WORD}”，什么也没有动", f"要清除就写上“{WORD}”两个字",
                      field="word", code="QL-SE-130")  # fmt: skip


def _go(
    book: "Book",
    wanted: list[Key],
    why: str,
    reason: str,
    tick: Callable[[int, int], bool] | None,
) -> Changes:
    def at(step: int) -> None:
        if tick is not None:
            tick(step, 3)  # what was confirmed is carried through; there is nothing to stop

    at(0)
    backup.before(book, "清除")
    at(1)
    changes = erasing.erase(book, wanted, why, reason)
    at(2)
    erasing.finish(book)
    at(3)
    return changes


def said(count: int) -> str:
    """The question before it (product-and-ux §7)."""
    return f"这 {count:,} 件已过保存期，清除后找不回来。"


def shown_until(one: Kept) -> str:
    return paper_day(date.fromisoformat(one.until))
