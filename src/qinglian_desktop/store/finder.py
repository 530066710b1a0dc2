"""Where is that word? An index over every row, kept beside the rows and made from them.

It remembers how far it has read: the trail for what this office writes, the digests of other
offices for what came in bundles. So it catches up by itself after a change, a merge of a hundred
thousand rows or a restore. It is derived data: it has no trail, never leaves this computer and
may be thrown away.
"""

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from qinglian_desktop.core.record import Field, Level, Record, Row
from qinglian_desktop.store import file_names, identity, rows, sounds
from qinglian_desktop.store.engine import Connection, one
from qinglian_desktop.store.rows import Tables

FILES = "file_name"  # the table of the names of attachments
_ROOM = 1 << 40  # places of one table; its lines stand together, so that it is asked alone
_FAR = "finder"  # setting: how far the index has read
ALL = 1 << 62
_CHUNK = 400  # rows of one short transaction: a clerk's own save waits no longer than that
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
_WORD = re.compile(r"[0-9a-z]+", re.ASCII)


class Found(NamedTuple):
    table: str
    row_id: str
    near: bool  # only alike to the ear, not as it was typed


def is_behind(connection: Connection) -> bool:
    return _reached(connection) != _now(connection)


def _reached(connection: Connection) -> dict[str, Any]:
    return dict(identity.setting(connection, _FAR) or {"seq": 0, "digests": {}})


def _now(connection: Connection) -> dict[str, Any]:
    """The last image of the trail, and what other offices' rows add up to, by table."""
    found = connection.execute("SELECT table_name, owner, total FROM digest ORDER BY 1, 2")
    digests: dict[str, str] = {}
    for table, owner, total in found:
        digests[table] = f"{digests.get(table, '')}{owner}:{total};"
    seq = one(connection, "SELECT coalesce(max(seq), 0) FROM trail")
    return {"seq": int(seq), "digests": digests}


def catch_up(connection: Connection, tables: Tables, most: int = ALL) -> int:
    """Reads on from where the index stands, at most so many rows; returns how many it read.

    In short transactions: a kill leaves the index where it is, and it goes on later.
    """
    now, done = _now(connection), 0
    for table in tables.records:
        waiting = _waiting(connection, table, _reached(connection), now)
        for start in range(0, len(waiting), _CHUNK):
            if done >= most:
                return done
            part = waiting[start : start + _CHUNK]
            with _short(connection):
                _index(connection, tables, table, part)
            done += len(part)
    while names := file_names.unread(connection, _CHUNK):
        with _short(connection):
            for named in names:
                _index_name(connection, named)
        done += len(names)
    with _short(connection):
        identity.put_setting(connection, _FAR, now)
    return done


@contextmanager
def _short(connection: Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _waiting(
    connection: Connection, table: str, far: dict[str, Any], now: dict[str, Any]
) -> list[str]:
    """The rows of a table that the index has not read as they are now."""
    stale = (
        f'"{table}" r LEFT JOIN finder f ON f.table_name = ? AND f.row_id = r.id '
        "WHERE (f.place IS NULL OR f.row_hash <> r.row_hash)"
    )
    own = connection.execute(
        f"SELECT r.id FROM {stale} AND r.id IN "
        "(SELECT row_id FROM trail WHERE seq > ? AND table_name = ?)",
        (table, far["seq"], table),
    )
    waiting = dict.fromkeys(row_id for (row_id,) in own)
    if far["digests"].get(table) != now["digests"].get(table):
        others = connection.execute(f"SELECT r.id FROM {stale}", (table,))
        waiting |= dict.fromkeys(row_id for (row_id,) in others)
    return list(waiting)


def _index(connection: Connection, tables: Tables, table: str, row_ids: Sequence[str]) -> None:
    record = tables[table]
    there = {row["id"]: row for row in rows.page(connection, tables, table, row_ids)}
    for row_id in row_ids:
        forget(connection, table, row_id)
        row = there.get(row_id)
        if row is None:
            continue
        tokens = ("", "", "") if row["deleted"] else _tokens(record, row)
        _put(connection, table, row_id, row["row_hash"], tokens)


def _index_name(connection: Connection, named: file_names.Named) -> None:
    """An attachment is found by its name as the record is by its own."""
    forget(connection, FILES, named.key)
    text = named.name.lower()
    said = dict.fromkeys(_spoken(text))
    alike = " ".join(dict.fromkeys(map(sounds.fold, said)))
    tokens = (" ".join(_cut(text)), " ".join(said), alike)
    _put(connection, FILES, named.key, named.name, tokens)


def forget(connection: Connection, table: str, row_id: str) -> None:
    """Nothing leads to this row any more."""
    place = one(
        connection, "SELECT place FROM finder WHERE table_name = ? AND row_id = ?", (table, row_id)
    )
    if place is not None:
        connection.execute("DELETE FROM finder_words WHERE rowid = ?", (place,))
        connection.execute("DELETE FROM finder WHERE place = ?", (place,))


def _put(
    connection: Connection, table: str, row_id: str, mark: str, tokens: tuple[str, str, str]
) -> None:
    first, last = _places(table)
    place = one(
        connection,
        "SELECT coalesce(max(place), ?) + 1 FROM finder WHERE place BETWEEN ? AND ?",
        (first, first, last),
    )
    connection.execute(
        "INSERT INTO finder (place, table_name, row_id, row_hash) VALUES (?, ?, ?, ?)",
        (place, table, row_id, mark),
    )
    connection.execute(
        "INSERT INTO finder_words (rowid, words, said, alike) VALUES (?, ?, ?, ?)",
        (place, *tokens),
    )


def _places(table: str) -> tuple[int, int]:
    """The first and last place a line of this table may have."""
    number = zlib.crc32(table.encode()) & 0xFFFFF
    return number * _ROOM, (number + 1) * _ROOM - 1


def _tokens(record: type[Record], row: Row) -> tuple[str, str, str]:
    """(words, pinyin, what sounds alike) of a row, as words with blanks between them."""
    words: list[str] = []
    said: dict[str, None] = {}
    for name, field in record.fields.items():
        if row.get(name) in (None, "") or not _is_text(field):
            continue
        text = field.kind.show(field.kind.load(row[name])).lower()
        if field.kind.numeric:
            text = text.replace(",", "")  # 2,380.00 is looked for as 2380
        words += _cut(text)
        if field.kind.name == "name" or name in record.named_by:
            for letters in _spoken(text):
                said[letters] = None
    return " ".join(words), " ".join(said), " ".join(dict.fromkeys(map(sounds.fold, said)))


def _is_text(field: Field) -> bool:
    return field.level < Level.SEALED and field.kind.name not in ("files", "flag", "link")


def _cut(text: str) -> Iterator[str]:
    """Pairs of neighbouring characters (李建 建华 华), so that any two in a row are found."""
    for run in sounds.runs(text):
        yield from (run[place : place + 2] for place in range(len(run)))
    yield from _WORD.findall(text)


def _spoken(text: str) -> Iterator[str]:
    """Initials and pinyin of each run, also from later characters on: ljh jh, lijianhua jianhua."""
    for run in sounds.runs(text):
        for sound in sounds.sounds(run[:12]):
            for start in range(len(sound.syllables)):
                rest = sounds.Sound(sound.syllables[start:])
                yield rest.initials
                yield rest.full


def find(connection: Connection, text: str, tables: Iterable[str], limit: int) -> list[Found]:
    """Rows that hold the text or sound like it: as typed first, then alike to the ear.

    At most `limit` of each table, in the order of `tables`. The index is asked as it stands.
    """
    asked, found = _question(text), dict[tuple[str, str], Found]()
    if not asked:
        return []
    for table in tables:
        left = limit
        for question, near in asked:
            # In the order of the index itself, newest first: nothing is sorted, and a word that
            # ten thousand rows hold costs no more than one that ten hold.
            listed = connection.execute(
                "SELECT f.row_id FROM (SELECT rowid AS place FROM finder_words "
                "WHERE finder_words MATCH ? AND rowid BETWEEN ? AND ? "
                "ORDER BY rowid DESC LIMIT ?) w JOIN finder f ON f.place = w.place "
                "WHERE f.table_name = ? ORDER BY w.place DESC",
                (question, *_places(table), limit, table),
            )
            for (row_id,) in listed:
                if left and (table, row_id) not in found:
                    found[table, row_id] = Found(table, row_id, near)
                    left -= 1
    return list(found.values())


def holding(connection: Connection, text: str, tables: Iterable[str], most: int) -> list[str]:
    """Which of these tables have a line that answers, told by one look at the whole index.

    All of them when there are more answers than `most`.
    """
    listed, places = list(tables), set[int]()
    for question, _ in _question(text):
        found = connection.execute(
            "SELECT rowid FROM finder_words WHERE finder_words MATCH ? LIMIT ?", (question, most)
        ).fetchall()
        if len(found) == most:
            return listed
        places.update(place // _ROOM for (place,) in found)
    return [table for table in listed if _places(table)[0] // _ROOM in places]


def _question(text: str) -> list[tuple[str, bool]]:
    """What to ask the index: (question, is it only alike to the ear)."""
    text = _THOUSANDS.sub("", text.strip().lower())  # 2,380.00 is looked for as 2380.00
    parts = [_phrase(run) for run in sounds.runs(text)]
    parts += [f'"{word}"*' for word in _WORD.findall(text)]
    if not parts:
        return []
    asked = [("words : (" + " AND ".join(parts) + ")", False)]
    if letters := sounds.letters(text):
        asked.append((f'said : "{letters}"*', False))
        asked.append((f'alike : "{sounds.fold(letters)}"*', True))
    return asked


def _phrase(run: str) -> str:
    """李建华 → the pairs 李建 建华 in a row; one character is the beginning of a pair."""
    if len(run) == 1:
        return f'"{run}"*'
    return '"' + " ".join(run[place : place + 2] for place in range(len(run) - 1)) + '"'
