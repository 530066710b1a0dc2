"""How is a row taken away for good (§4.4), so that no byte of it is left? In four places.

The row says nothing any more: a new version with `erased` in its ext, which travels like any other
and blanks the copies of the other office. Its images in the trail are blanked where they stand, so
that the chain goes on. What was noted beside it goes. Then, after COMMIT, `finish` takes away the
files nobody names any more and has the file written anew, so that no free page holds it. A kill
in between is made good at the next opening, and so is a backup that is older than the erasing: the
orders lie beside the database, by id, and are carried out again.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.erasing import (
    ADDRESS,
    AT_RESTORE,
    BY_HAND,
    ERASED,
    Erasure,
    is_erased,
)
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Record, Row, columns
from qinglian_desktop.store import (
    before,
    engine,
    envelope,
    erased_files,
    finder,
    identity,
    rows,
    trail,
)
from qinglian_desktop.store.change import Change
from qinglian_desktop.store.engine import Connection

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book

Key = tuple[str, str]  # (table, row id)
GONE_WORDS = "（说明已清除）"
_OPINION = "review"
_LEFT = "erasing"  # setting: an erasing was committed and is not finished
_REMEMBERED = ("used", "list/")  # settings that may hold what a clerk typed or picked
_BESIDE: Mapping[str, tuple[str, str]] = {  # what is kept about a row: its table and row columns
    "held_cell": ("of_table", "of_row"),
    "merge_conflict": ("table_name", "row_id"),
    "unmatched_row": ("table_name", "row_id"),
    "waiting_link": ("table_name", "row_id"),
}
_LOOK = "revealed_row"  # who looked at a row, and when, stays; why may name somebody
_HEARD = "erasures heard"  # setting: how many orders of other offices were looked after
_SHORTEST = 2  # characters of a value that may stand in a label or be remembered


def erase(book: "Book", keys: Iterable[Key], why: str, reason: str = "") -> Changes:
    """Takes these rows away for good; `result` is how many. There is no way back.

    Refused where a row is not here any more or belongs to another office. Call `finish` next.
    """
    wanted = list(dict.fromkeys(keys))
    found = {key: _own(book, *key) for key in wanted}
    found |= _opinions(book, wanted)
    with book.change(f"清除 {len(wanted)} 条", reason=reason, kind="erase") as change:
        _erase(change, found, why, reason)
        change.result = len(wanted)
    return change.changes


def follow(change: Change, keys: Iterable[Key], reason: str) -> None:
    """Inside a change: rows that came blank, by an order that stays with another office. What
    stands of them here goes too, by an order of this one. Call `finish` next.
    """
    book = change.book
    listed = ((key, book.row(*key)) for key in keys)
    found = {key: row for key, row in listed if row and (not is_erased(row) or _spoke(book, key))}
    if found:
        _erase(change, found, BY_HAND, reason, always=True)


def _spoke(book: "Book", key: Key) -> bool:
    """Does an image in the trail tell what this row said?"""
    images = book.connection.execute(
        "SELECT before, after FROM trail WHERE table_name = ? AND row_id = ?", key
    )
    return any(side and not is_erased(json.loads(side)) for image in images for side in image)


def _opinions(book: "Book", keys: Iterable[Key]) -> dict[Key, Row]:
    """What the street has said of these rows names and quotes them: it goes with them, here and,
    by an order of its own, where it was written.
    """
    if _OPINION not in book.tables.records:
        return {}
    wanted = set(keys)
    found = book.rows(Query(_OPINION, deleted=True))
    about = [row for row in found if (row["target_table"], row["target_id"]) in wanted]
    return {(_OPINION, row["id"]): row for row in about if not is_erased(row)}


def _own(book: "Book", table: str, row_id: str) -> Row:
    record, row = book.tables[table], book.row(table, row_id)
    if row is None or is_erased(row):
        raise Refused(f"这条{record.label}已经不在了", "再看一遍清单再做", code="QL-SE-125")
    if row["owner"] != book.unit.office_id:
        what = f"这条{record.label}是别的单位登记的，本单位不能清除"
        raise Refused(what, "请登记的单位清除，下次报送时这里也会清掉", code="QL-SE-126")
    return row


def _erase(
    change: Change, found: Mapping[Key, Row], why: str, reason: str, *, always: bool = False
) -> None:
    book, connection = change.book, change.book.connection
    named = erased_files.ids_in([*found.values(), *_images(connection, found)])
    beside = [key for key in _beside(book, found) if key not in found]
    looks = [key for key in _reasoned(book, found) if key not in found]
    told = {key: _told(book, key, row) for key, row in found.items()}
    day, speaking = clock.today(), [key for key, row in found.items() if not is_erased(row)]
    for key in speaking:
        _write_blank(change, key, found[key])
    for table, row_id in beside:
        connection.execute(f'DELETE FROM "{table}" WHERE id = ?', (row_id,))
    for table, row_id in looks:
        change.put_row(table, row_id, {"why": None})
    steps = _steps_telling(connection, found, told)
    for key in found:
        if key not in speaking and not steps[key] and not always:
            continue  # the order came with the blank, and there is nothing to add to it
        change.put(
            Erasure(
                of_table=key[0],
                of_row=key[1],
                what=book.tables[key[0]].label,
                why=why,
                reason=reason or None,
                who=book.operator.name,
                erased_on=day,
                steps=json.dumps(sorted(steps[key])) if steps[key] else None,
            )
        )
    for table, row_id in (*beside, *looks):  # its own trail says as much as it did
        change.put(Erasure(of_table=table, of_row=row_id, what=book.tables[table].label, why=why,
                           who=book.operator.name, erased_on=day))  # fmt: skip
    with trail.opened(connection):
        _blank_images(connection, [*found, *beside, *looks])
        _blank_words(connection, set[int]().union(*steps.values()), change.step)
    _forget(connection, [*found, *beside], set[str]().union(*told.values()))
    erased_files.wait_for(connection, named)  # and the names they were taken in under
    identity.put_setting(connection, _LEFT, True)


def _write_blank(change: Change, key: Key, row: Row) -> None:
    """The row one version on, without a word; past the guards of its subject, which ask for them.

    A row of another office keeps its version and hash: the next one is for its owner to give.
    """
    table, record = key[0], change.book.tables[key[0]]
    blank = {name: None for name in record.fields if name != ADDRESS}
    mark = envelope.text({ERASED: clock.today().isoformat()})
    made = {**row, **blank, "deleted": 1, "ext": mark, "updated_at": clock.now()}
    if row["owner"] == change.book.unit.office_id:
        made["updated_by"] = change.book.operator.name
        made = envelope.stamped(made, row, change.book.unit.stream_id)
    rows.write(change.book.connection, table, made, there=True)


def _told(book: "Book", key: Key, row: Row) -> set[str]:
    """What the row says and ever said that could stand in a label or in what a list remembers."""
    sides = [json.loads(s) for image in _images(book.connection, [key]) for s in image.values()]
    record = book.tables[key[0]]
    names = [n for n, f in record.fields.items() if f.kind.column is str and not f.choices]
    values = (side.get(name) for side in (row, *sides) for name in names)
    return {text for text in values if isinstance(text, str) and len(text) >= _SHORTEST}


def _images(connection: Connection, keys: Iterable[Key]) -> list[dict[str, str]]:
    """What these rows ever were: a photo that was replaced since is named only there."""
    found = []
    for key in keys:
        sides = connection.execute(
            "SELECT before, after FROM trail WHERE table_name = ? AND row_id = ?", key
        )
        found += [{n: s for n, s in zip(("before", "after"), image, strict=True) if s}
                  for image in sides]  # fmt: skip
    return found


def _beside(book: "Book", found: Mapping[Key, Row]) -> list[Key]:
    made: list[Key] = []
    for table, (of_table, of_row) in _BESIDE.items():
        if table not in book.tables.records:
            continue
        for of, row_id in found:
            listed = book.connection.execute(
                f'SELECT id FROM "{table}" WHERE "{of_table}" = ? AND "{of_row}" = ?', (of, row_id)
            )
            made += [(table, str(one)) for (one,) in listed]
    return made


def _reasoned(book: "Book", found: Iterable[Key]) -> list[Key]:
    """Looks at these rows whose reason is still told, by the log or by its trail."""
    if _LOOK not in book.tables.records:
        return []
    sql = (
        "SELECT DISTINCT l.id FROM revealed_row l LEFT JOIN trail t "
        "ON t.table_name = ?1 AND t.row_id = l.id WHERE l.of_table = ?2 AND l.of_row = ?3 "
        "AND coalesce(l.why, t.before ->> 'why', t.after ->> 'why') IS NOT NULL"
    )
    keys = [book.connection.execute(sql, (_LOOK, *key)).fetchall() for key in found]
    return [(_LOOK, str(look)) for listed in keys for (look,) in listed]


def _steps_telling(
    connection: Connection, found: Mapping[Key, Row], told: Mapping[Key, set[str]]
) -> dict[Key, set[int]]:
    """The changes of each row whose wording tells something of it."""
    made: dict[Key, set[int]] = {}
    for key in found:
        listed = connection.execute(
            "SELECT DISTINCT c.id, c.label || ' ' || c.reason FROM trail t "
            "JOIN change c ON c.id = t.change_id WHERE t.table_name = ? AND t.row_id = ?",
            key,
        ).fetchall()
        made[key] = {step for step, words in listed if any(text in words for text in told[key])}
    return made


def _blank_images(connection: Connection, keys: Iterable[Key]) -> None:
    """Every declared field of every image becomes null; envelope, place and hash stay."""
    kept = set(columns(Record)) - {"ext"}
    for key in keys:
        found = connection.execute(
            "SELECT seq, before, after FROM trail WHERE table_name = ? AND row_id = ?", key
        ).fetchall()
        blanked = [(_blanked(before, kept), _blanked(after, kept), s) for s, before, after in found]
        connection.executemany("UPDATE trail SET before = ?, after = ? WHERE seq = ?", blanked)


def _blanked(side: str | None, kept: Collection[str]) -> str | None:
    if side is None:
        return None
    made = {n: v if n in kept else None for n, v in json.loads(side).items()}
    made["ext"] = envelope.text({ERASED: 1})
    return json.dumps({**made, ERASED: 1}, ensure_ascii=False, separators=(",", ":"))


def _blank_words(connection: Connection, steps: Iterable[int], own: int) -> None:
    for step in steps:
        if step != own:
            connection.execute(
                "UPDATE change SET label = ?, reason = '' WHERE id = ?", (GONE_WORDS, step)
            )


def _forget(connection: Connection, keys: Iterable[Key], texts: Collection[str]) -> None:
    """The index of the search, names of files, what forms and lists remember."""
    for table, row_id in keys:
        connection.execute(
            "DELETE FROM file_name WHERE table_name = ? AND row_id = ?", (table, row_id)
        )
        connection.execute(
            "DELETE FROM finder_words WHERE rowid IN "
            "(SELECT place FROM finder WHERE row_id = ?1 OR row_id LIKE ?2 || ' ' || ?1 || ' %')",
            (row_id, table),
        )
        connection.execute(
            "DELETE FROM finder WHERE row_id = ?1 OR row_id LIKE ?2 || ' ' || ?1 || ' %'",
            (row_id, table),
        )
    listed = connection.execute("SELECT name, value FROM setting").fetchall()
    for name, value in listed:
        if name.startswith(_REMEMBERED) and any(text in value for text in texts):
            identity.put_setting(connection, name, _without(json.loads(value), texts))


def _without(value: Any, texts: Collection[str]) -> Any:
    if isinstance(value, dict):
        return {n: _without(v, texts) for n, v in value.items() if not _tells(n, texts)}
    if isinstance(value, list):
        return [_without(v, texts) for v in value if not _tells(v, texts)]
    return None if _tells(value, texts) else value


def _tells(value: Any, texts: Collection[str]) -> bool:
    return isinstance(value, str) and any(text in value for text in texts)


# -- afterwards --------------------------------------------------------------------------------


def finish(book: "Book") -> None:
    """Nothing of what was erased is left in files, free pages or the journal; may be repeated.

    Refused when the disk is full or another program holds the file: it is made good later.
    """
    from qinglian_desktop.store import mirror  # most starts erase nothing

    connection = book.connection
    erased_files.write_orders(book.home, _orders(connection))
    mirror.forget(book.home)
    erased_files.take_away(book)
    with engine.plain_words():
        finder.catch_up(connection, book.tables)  # rows that came blank still stand in its words
    with engine.plain_words():
        connection.execute("INSERT INTO finder_words (finder_words) VALUES ('optimize')")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("VACUUM")
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if not busy:
        identity.put_setting(connection, _LEFT, None)


def _orders(connection: Connection) -> list[Key]:
    found = connection.execute("SELECT of_table, of_row FROM erasure WHERE deleted = 0 ORDER BY id")
    return [(str(table), str(row_id)) for table, row_id in found]


def waits(book: "Book") -> bool:
    """Is an erasing unfinished, or has this file not heard of one yet?"""
    left = identity.setting(book.connection, _LEFT) or _others(book) != _heard(book)
    return bool(left) or bool(_unheard(book))


def _others(book: "Book") -> int:
    """Orders of other offices and other computers; their rows came blank in the same bundle."""
    sql = "SELECT count(*) FROM erasure WHERE instr(vv, ?) = 0"
    return int(engine.one(book.connection, sql, (book.unit.stream_id,)))


def _came_blank(book: "Book") -> list[Key]:
    """Rows that another computer erased, while the trail here still tells what they said."""
    listed = book.connection.execute(
        "SELECT DISTINCT e.of_table, e.of_row FROM erasure e JOIN trail t "
        "ON t.table_name = e.of_table AND t.row_id = e.of_row "
        "WHERE e.deleted = 0 AND (t.before NOT LIKE ?1 OR t.after NOT LIKE ?1)",
        (f'%"{ERASED}":1}}',),
    ).fetchall()
    tables = set(book.tables.records) - {*_BESIDE, _LOOK}
    return [(str(table), str(row_id)) for table, row_id in listed if table in tables]


def _heard(book: "Book") -> int:
    return int(identity.setting(book.connection, _HEARD) or 0)


def _unheard(book: "Book") -> list[Key]:
    """Orders of this office, and of others, about rows that still speak here."""
    orders = dict.fromkeys((*erased_files.read_orders(book.home), *_orders(book.connection)))
    made = []
    for table, row_id in orders:
        row = book.row(table, row_id) if table in book.tables.records else None
        if row is not None and not is_erased(row) and table not in (*_BESIDE, _LOOK):
            made.append((table, row_id))
    return list(dict.fromkeys((*made, *_opinions(book, orders))))


def catch_up(book: "Book") -> int:
    """What was ordered and is not done here is done now; how many rows.

    After a restore, since the backup is older; at a street, for orders of its units; after a kill.
    """
    others = _others(book)
    fresh = others != _heard(book)
    keys = list(dict.fromkeys((*_unheard(book), *(_came_blank(book) if fresh else ()))))
    if keys:
        found = {key: row for key in keys if (row := book.row(*key)) is not None}
        with book.change(f"按清除单补清 {len(keys)} 条", kind="erase") as change:
            _erase(change, found, AT_RESTORE, "")
    if fresh:
        before.forget(book)  # what stood before a merge may tell what was erased
        erased_files.wait_for(book.connection, erased_files.nobodys(book))
        identity.put_setting(book.connection, _HEARD, others)
    if keys or fresh or identity.setting(book.connection, _LEFT):
        finish(book)
    return len(keys)
