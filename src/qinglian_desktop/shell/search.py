"""Where is that? Rows of every ledger by word, initials, pinyin or ear; pages and commands."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from qinglian_desktop.core.access import show
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Level, Record

EACH = 4  # hits of one kind; the page itself shows the rest
_FRESH = 2_000  # rows read into the index before a search answers; the rest follow in the quiet


class Hit(NamedTuple):
    """One row that was found, or (without a table) a thing that can be done."""

    table: str
    row_id: str  # of a command: its words
    label: str
    title: str


def find(
    book: Any, text: str, records: Iterable[type[Record]], acts: Sequence[str] = ()
) -> list[Hit]:
    """What holds or sounds like `text`: commands first, then at most four rows of each kind."""
    by_table = {record.table: record for record in records if not record.sealed}
    freshen(book, _FRESH)
    found = book.find_words(text, tuple(by_table), EACH)
    hits = [Hit("", act, "操作", act) for act in acts_like(text, acts)]
    for near in (False, True):
        for one in found:
            if one.near is near and (row := book.row(one.table, one.row_id)):
                record = by_table[one.table]
                hits.append(Hit(one.table, one.row_id, record.label, _title(record, row)))
    if not book.writable:  # the index may never have been made here
        hits += _read_through(book, text, by_table, {(hit.table, hit.row_id) for hit in hits})
    return hits


def freshen(book: Any, most: int) -> int:
    """Reads the index on; while something long is being written it is asked as it stands."""
    try:
        count: int = book.catch_up_words(most)
    except Refused:
        return 0
    return count


def _read_through(
    book: Any, text: str, by_table: Mapping[str, type[Record]], known: set[tuple[str, str]]
) -> list[Hit]:
    return [
        Hit(table, row["id"], record.label, _title(record, row))
        for table, record in by_table.items()
        for row in book.rows(Query(table, search=text, limit=EACH))
        if (table, row["id"]) not in known
    ]


def acts_like(text: str, acts: Sequence[str]) -> list[str]:
    """The commands that hold the text, or whose initials or pinyin begin with it."""
    from qinglian_desktop.store import sounds

    asked = text.strip().lower()
    return [act for act in acts if asked and (asked in act.lower() or sounds.begins(act, asked))]


def _title(record: type[Record], row: Mapping[str, Any]) -> str:
    """How the row is called in the list; a personal number in its name stays masked.

    People of one name are told apart by group and year of birth.
    """
    parts = [
        show(record.fields[name], row.get(name))
        for name in record.named_by
        if record.fields[name].level < Level.SEALED
    ]
    if record.table == "person":
        parts += [str(row[name] or "")[:4] for name in ("group_name", "born_on")]
    return " ".join(part for part in parts if part)[:60] or f"没有写名称的{record.label}"
