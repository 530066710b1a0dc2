"""What comes round every month, quarter, half year or year and is not in its ledger yet?

The rounds are rows of the pack `ledger-cycles`; a ledger nobody has begun asks for nothing.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Due, Query, Where
from qinglian_desktop.core.pack import cited
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Record, naming
from qinglian_desktop.store.book import Book

PACK = "ledger-cycles"
LEAD = 7  # days beforehand
_LEADS = {"M": LEAD, "Q": LEAD, "H": 14, "Y": 30}

_Rule = Mapping[str, Any]


def due(book: Book, subject: str, day: date) -> Iterator[Due]:
    """The period that runs and the one before, where the ledger has no row of it."""
    for rule in book.pack(PACK, day).rows("cycles"):
        if rule["subject"] != subject or not (since := _since(book, rule)):
            continue
        running, lead = Period.holding(day, rule["every"]), _LEADS[rule["every"]]
        for period in (running.previous, running):
            on = period.last + timedelta(days=rule.get("days", 0))
            if period < since or on > day + timedelta(days=lead) or _there(book, rule, period):
                continue
            yield Due(
                on, rule["what"].replace("<period>", period.label),
                f"{rule['rule']}；依据：{cited(rule)}", subject, "去登记", rule["table"], "", lead,
            )  # fmt: skip


def _since(book: Book, rule: _Rule) -> Period | None:
    """The period of the first row: from then on the ledger is kept."""
    where = (*_own(book, rule), Where(rule["field"], "filled"))
    first = book.rows(Query(rule["table"], where, order=((rule["field"], False),), limit=1))
    return _period(rule, first[0][rule["field"]]) if first else None


def _period(rule: _Rule, stored: Any) -> Period:
    if rule["said"] == "day":
        return Period.holding(date.fromisoformat(stored), rule["every"])
    return Period.parse(str(stored))


def _there(book: Book, rule: _Rule, period: Period) -> bool:
    field = rule["field"]
    within: tuple[Where, ...]
    if rule["said"] == "day":
        within = (
            Where(field, ">=", period.first.isoformat()),
            Where(field, "<=", period.last.isoformat()),
        )  # fmt: skip
    else:
        within = (Where(field, "=", period.year if rule["said"] == "year" else str(period)),)
    done = (Where(rule["done"], "filled"),) if "done" in rule else ()
    return book.count(Query(rule["table"], (*_own(book, rule), *within, *done))) > 0


def _own(book: Book, rule: _Rule) -> tuple[Where, ...]:
    mine = Where("owner", "=", book.unit.office_id)
    kinds = (Where("kind", "in", tuple(rule["kinds"])),) if "kinds" in rule else ()
    return (mine, *kinds)


def open_until(
    book: Book, record: type[Record], due_field: str, done_field: str, subject: str, words: str,
    why: str, act: str, day: date,
) -> Iterator[Due]:  # fmt: skip
    """Rows whose day is near or past while nothing is said to be done."""
    where = (
        Where("owner", "=", book.unit.office_id),
        Where(due_field, "<=", (day + timedelta(days=LEAD)).isoformat()),
        Where(done_field, "empty"),
    )
    for row in book.rows(Query(record.table, where)):
        on = date.fromisoformat(row[due_field])
        late = f"，过了 {(day - on).days} 天" if on < day else ""
        yield Due(
            on, f"{words}：{naming(record, row)}{late}", why.replace("<day>", paper_day(on)),
            subject, act, record.table, row["id"], LEAD,
        )  # fmt: skip
