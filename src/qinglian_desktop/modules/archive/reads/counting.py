"""The figures of the baseline: what the ledgers say, and where each number comes from."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from qinglian_desktop.core import money
from qinglian_desktop.core.days import show_day
from qinglian_desktop.core.kinds import show_quantity
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.archive import rules
from qinglian_desktop.modules.archive.reads.rows import own, pack_of
from qinglian_desktop.modules.archive.records import BY_HAND, COUNTED, EMPTY
from qinglian_desktop.modules.registry.records import Body, Post
from qinglian_desktop.store.book import Book

_Spec = Mapping[str, Any]


class Figure(NamedTuple):
    """One line of the form: `counted` is None where no ledger can say it yet."""

    item: str
    number: int
    group: str
    name: str
    unit: str
    source: str  # in words; "" where it is filled in by hand
    counted: str | None
    table: str = ""


def figures(book: Book, year: int, on: date) -> tuple[Figure, ...]:
    """Every figure of the form as the ledgers stand on the day."""
    pack = pack_of(book, rules.BASELINE, on)
    return tuple(
        Figure(
            one["id"], number, one["group"], one["name"], one["unit"], one.get("from", ""),
            _counted(book, one, year, on), one.get("table", Post.table if "how" in one else ""),
        )
        for number, one in enumerate(pack.rows("figures"), 1)
    )  # fmt: skip


def origin_of(value: str | None, counted: str | None) -> str:
    """Where a number that stands in the form comes from."""
    if not (value or "").strip():
        return EMPTY
    return COUNTED if value == counted else BY_HAND


def _counted(book: Book, one: _Spec, year: int, on: date) -> str | None:
    how = one.get("how", "")
    table = one.get("table", "")
    if not how or (table and table not in book.tables.records):
        return None
    return _WAYS[how](book, one, year, on)


def _query(book: Book, one: _Spec, year: int) -> Query:
    where = [Where("owner", "=", book.unit.office_id)]
    where += [Where(f, op, None if v == "" else v) for f, op, v in one.get("where", ())]
    if name := one.get("year"):
        where += [Where(name, ">=", str(year)), Where(name, "<", str(year + 1))]
    return Query(one["table"], tuple(where))


def _count(book: Book, one: _Spec, year: int, _on: date) -> str | None:
    """Of a ledger nobody has begun nothing is said: 0 would be an answer."""
    if not book.any_of(one["table"]):
        return None
    return str(book.count(_query(book, one, year)))


def _any(book: Book, one: _Spec, year: int, _on: date) -> str | None:
    if not book.any_of(one["table"]):
        return None
    return "有" if book.count(_query(book, one, year)) else "没有"


def _distinct(book: Book, one: _Spec, year: int, _on: date) -> str | None:
    found = {value for _, value in book.filled(_query(book, one, year), one["field"])}
    return str(len(found)) if found else None


def _sum(book: Book, one: _Spec, year: int, _on: date) -> str | None:
    if not book.any_of(one["table"]):
        return None
    return money.show(book.totals(_query(book, one, year), (one["field"],))[one["field"]])


def _latest(book: Book, one: _Spec, year: int, on: date) -> str | None:
    days = [value for _, value in book.filled(_query(book, one, year), one["field"])]
    past = [day for day in days if day <= on.isoformat()]
    return show_day(date.fromisoformat(max(past))) if past else None


def _average(book: Book, one: _Spec, year: int, _on: date) -> str | None:
    """Of quantities, which are stored in thousandths; to one place, half upwards."""
    values = [value for _, value in book.filled(_query(book, one, year), one["field"])]
    if not values:
        return None
    tenths = (sum(values) * 2 + 100 * len(values)) // (200 * len(values))
    return show_quantity(tenths * 100)


def _posts(book: Book, one: _Spec, _year: int, on: date) -> str | None:
    """How many people hold a post in bodies of these kinds; each counts once."""
    bodies = {row["name"] for row in own(book, Body, Where("kind", "in", tuple(one["bodies"])))}
    people = {row["person_name"] for row in _in_office(book, on) if row["body"] in bodies}
    return str(len(people)) if people else None


def _both(book: Book, _one: _Spec, _year: int, on: date) -> str | None:
    """Does one person hold both 书记 and 主任? The committee of supervisors has 主任, too."""
    kinds = {row["name"]: row["kind"] for row in own(book, Body)}
    posts = [row for row in _in_office(book, on) if row["body"] in kinds]
    firsts = {
        row["person_name"] for row in posts
        if kinds[row["body"]] == "党组织" and row["title"] in ("书记", "党委书记", "党支部书记")
    }  # fmt: skip
    heads = {
        row["person_name"] for row in posts
        if kinds[row["body"]] == "委员会" and row["title"] == "主任"
    }  # fmt: skip
    if not firsts or not heads:
        return None
    return "是" if firsts & heads else "不是"


def _in_office(book: Book, on: date) -> list[Row]:
    day = on.isoformat()
    return [
        row for row in own(book, Post, Where("from_on", "<=", day))
        if not row["until_on"] or row["until_on"] >= day
    ]  # fmt: skip


_WAYS: Mapping[str, Callable[[Book, _Spec, int, date], str | None]] = MappingProxyType(
    {
        "count": _count,
        "any": _any,
        "distinct": _distinct,
        "sum": _sum,
        "latest": _latest,
        "average": _average,
        "posts": _posts,
        "both": _both,
    }
)
