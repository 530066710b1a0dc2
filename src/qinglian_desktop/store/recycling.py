"""What lies in the recycle bin of this office, and how does it come back?"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.erasing import ERASED
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Level, Owner, Record, columns, naming
from qinglian_desktop.store import engine, links, rows

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book

DAYS = 180  # so long a deleted row can be brought back from here; the trail keeps it for good
MOST = 2000  # rows shown; who looks for an older one names it

_LONGEST = 120  # characters of a name; some rows are called by a whole text

Key = tuple[str, str]  # (table, row id)
Restore = Callable[["Book", str, str], object]  # (book, table, row id); Refused by its subject


class Gone(NamedTuple):
    """One row in the bin."""

    table: str
    row_id: str
    name: str
    at: str
    who: str
    left: int  # days it stays

    @property
    def key(self) -> Key:
        return self.table, self.row_id


class ParentsGone(Refused):
    """What the rows point to is deleted too; `parents` are those rows, topmost first."""

    def __init__(self, label: str, names: Sequence[str], parents: tuple[Key, ...]) -> None:
        listed = "".join(f"〔{name}〕" for name in names[:3])
        more = f"等 {len(names)} 条" if len(names) > 3 else ""
        super().__init__(f"原来的{label}也删了", f"先还原{label}{listed}{more}", code="QL-EN-061")
        self.parents = parents


def gone(book: "Book", *, table: str = "", search: str = "") -> list[Gone]:
    """Own deleted rows of the last 180 days, the newest first."""
    since = clock.today() - timedelta(days=DAYS)
    found: list[Gone] = []
    for record in kinds(book):
        if not table or record.table == table:
            found += _of(book, record, since, search)
    return sorted(found, key=lambda one: one.at, reverse=True)[:MOST]


def kinds(book: "Book") -> list[type[Record]]:
    """The tables whose rows can come back: this office writes them, by hand or from sheets."""
    others = Owner.COMMUNITY if book.unit.is_street else Owner.STREET
    return [r for r in book.tables.records.values() if r.owner not in (Owner.LOCAL, others)]


def _of(book: "Book", record: type[Record], since: date, search: str) -> list[Gone]:
    names = list(columns(record))
    texts = [n for n, f in record.fields.items() if f.kind.column is str and f.level < Level.PERSON]
    looked = " OR ".join(f'instr("{name}", ?) > 0' for name in texts)
    where = f" AND ({looked})" if search and texts else ""
    with engine.plain_words():
        lines = book.connection.execute(
            f'SELECT {rows.name_list(names)} FROM "{record.table}" '
            f"WHERE deleted = 1 AND owner = ? AND updated_at >= ?{where} "
            f"AND ext NOT LIKE '%\"{ERASED}\":%' "
            f"ORDER BY updated_at DESC LIMIT {MOST}",
            [book.unit.office_id, since.isoformat(), *([search] * len(texts) if where else [])],
        ).fetchall()
    made = []
    for line in lines:
        row = dict(zip(names, line, strict=True))
        left = (date.fromisoformat(row["updated_at"][:10]) - since).days
        name = naming(record, row)[:_LONGEST]
        made.append(
            Gone(record.table, row["id"], name, row["updated_at"], row["updated_by"] or "", left)
        )
    return made


def restore(book: "Book", keys: Iterable[Key], bring_back: Restore) -> Changes:
    """Brings rows back in one change; all of them, or none when one is refused.

    ParentsGone when a row points to one that is deleted too and does not come back with it.
    """
    wanted = list(dict.fromkeys(keys))
    lacking = links.lacking(book, wanted)
    if lacking:
        label = book.tables[lacking[-1][0][0]].label
        names = [name for _, name in lacking]
        raise ParentsGone(label, names, tuple(key for key, _ in lacking))
    with book.change(_label(book, wanted)) as change:
        for table, row_id in wanted:
            bring_back(book, table, row_id)
        change.result = len(wanted)
    return change.changes


def _label(book: "Book", keys: Sequence[Key]) -> str:
    if len(keys) > 1:
        return f"还原 {len(keys)} 条"
    table, row_id = keys[0]
    record = book.tables[table]
    return f"还原{record.label}：{naming(record, book.row(table, row_id) or {})[:40]}"
