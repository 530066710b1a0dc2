"""Which rows point to a row? By the link fields of the declarations, and by nothing else."""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Row, Tie, naming
from qinglian_desktop.store import engine

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book

Key = tuple[str, str]  # (table, row id)
_ANY = frozenset(Tie)


def pointing(book: "Book", rows: Collection[Key], ties: Collection[Tie] = _ANY) -> dict[Key, str]:
    """For each row that others point to: how many of what. `rows` themselves do not count."""
    counted: dict[Key, dict[str, int]] = {}
    for target in {table for table, _ in rows}:
        ids = json.dumps([row_id for table, row_id in rows if table == target])
        for table, field in _links_to(book, target, ties):
            with engine.plain_words():
                found = book.connection.execute(
                    f'SELECT id, "{field}" FROM "{table}" WHERE deleted = 0 '
                    f'AND "{field}" IN (SELECT value FROM json_each(?))',
                    (ids,),
                ).fetchall()
            label = book.tables[table].label
            for row_id, pointed in found:
                if (table, row_id) not in rows:
                    labels = counted.setdefault((target, pointed), {})
                    labels[label] = labels.get(label, 0) + 1
    return {
        key: "、".join(f"{count} 条{label}" for label, count in labels.items())
        for key, labels in counted.items()
    }


def left(book: "Book", ids: Mapping[str, Collection[str]]) -> dict[str, int]:
    """How many rows of each table point to one of these (by table) without being one of them."""
    asking: dict[str, set[str]] = {}
    for target, wanted in ids.items():
        for table, field in _links_to(book, target):
            with engine.plain_words():
                found = book.connection.execute(
                    f'SELECT id FROM "{table}" WHERE deleted = 0 '
                    f'AND "{field}" IN (SELECT value FROM json_each(?))',
                    (json.dumps(list(wanted)),),
                ).fetchall()
            asking.setdefault(table, set()).update(row_id for (row_id,) in found)
    counts = {table: len(found - set(ids.get(table, ()))) for table, found in asking.items()}
    return {table: count for table, count in counts.items() if count}


def _links_to(book: "Book", target: str, ties: Collection[Tie] = _ANY) -> list[Key]:
    return [
        (table, name)
        for table, record in book.tables.records.items()
        for name, field in record.fields.items()
        if field.link == target and field.tie in ties
    ]


def refuse_hanging(book: "Book", gone: Collection[Key]) -> None:
    """Refused while a row that stays hangs on one of these that lie in the bin."""
    # What came back within the same change, or was taken back with a part of it, is not there.
    there = {key for key in gone if (book.row(*key) or {}).get("deleted")}
    hanging = pointing(book, there, (Tie.HOLDS, Tie.PART))
    if not hanging:
        return
    (table, row_id), what = next(iter(hanging.items()))
    record = book.tables[table]
    name = naming(record, book.row(table, row_id) or {})[:30]
    more = f"，另有 {len(hanging) - 1} 条也是这样" if len(hanging) > 1 else ""
    remedy = f"先删那些记录，或在那些记录里改选别的{record.label}，再删这一条"
    if _of_others(book, (table, row_id)):
        remedy = "其中有别的单位登记的，本单位删不了，这一条请留着"
    raise Refused(
        f"〔{name}〕还有 {what}连着这条{record.label}，不能删{more}",
        record.rather or remedy,
        code="QL-EN-062",
    )


def _of_others(book: "Book", key: Key) -> bool:
    """Does a row of another office hang on this one? It cannot be deleted or changed here."""
    for table, field in _links_to(book, key[0], (Tie.HOLDS, Tie.PART)):
        with engine.plain_words():
            found = book.connection.execute(
                f'SELECT 1 FROM "{table}" WHERE deleted = 0 AND "{field}" = ? AND owner <> ?',
                (key[1], book.unit.office_id),
            ).fetchone()
        if found:
            return True
    return False


def parts(book: "Book", table: str, row_id: str) -> list[Key]:
    """The own rows that go to the bin with this one."""
    return _parts(book, table, row_id, "deleted = 0")


def went_along(book: "Book", table: str, row_id: str) -> list[Key]:
    """The own rows that went to the bin in the very change in which this one went."""
    last = "(SELECT max(change_id) FROM trail WHERE table_name = {} AND row_id = {})"
    same = f"{last.format(':part', 'id')} = {last.format(':whole', ':id')}"
    return _parts(book, table, row_id, f"deleted = 1 AND {same}")


def _parts(book: "Book", whole: str, row_id: str, where: str) -> list[Key]:
    found = []
    for table, field in _links_to(book, whole, (Tie.PART,)):
        asked = {"id": row_id, "office": book.unit.office_id, "part": table, "whole": whole}
        with engine.plain_words():
            ids = book.connection.execute(
                f'SELECT id FROM "{table}" WHERE "{field}" = :id AND owner = :office AND {where}',
                asked,
            ).fetchall()
        found += [(table, part) for (part,) in ids]
    return found


def lacking(book: "Book", rows: Iterable[Key]) -> list[tuple[Key, str]]:
    """Deleted rows that these rows point to, with their names; theirs in turn come first."""
    asked, found = set(rows), []
    waiting = list(asked)
    while waiting:
        table, row_id = waiting.pop()
        row = book.row(table, row_id)
        for key, parent in _parents(book, table, row or {}):
            if key not in asked and parent["deleted"]:
                asked.add(key)
                waiting.append(key)
                found.append((key, naming(book.tables[key[0]], parent)))
    return found[::-1]


def orphans(book: "Book", rows: Collection[Key]) -> dict[Key, str]:
    """Rows that point to a deleted one which is not among them, with what that one is."""
    found = {}
    for key in rows:
        for parent, row in _parents(book, key[0], book.row(*key) or {}):
            if row["deleted"] and parent not in rows:
                record = book.tables[parent[0]]
                found[key] = f"原来的{record.label}〔{naming(record, row)[:40]}〕也删了"
    return found


def _parents(book: "Book", table: str, row: Row) -> Iterable[tuple[Key, Row]]:
    for name, field in book.tables[table].fields.items():
        if field.link and row.get(name):
            parent = book.row(field.link, row[name])
            if parent is not None:
                yield (field.link, row[name]), parent
