"""A copied data folder that was worked on becomes a history of its own (exchange §4.5).

Two computers that counted under one name have given one version number to two contents. What this
one wrote since the other side last confirmed is said again under a new name: its versions then
stand apart from the other's and merge like those of any two computers, and nothing is thrown away.
"""

import json
from typing import TYPE_CHECKING, Any

from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.record import Owner, Row
from qinglian_desktop.store import envelope, identity, outbox, rows

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book


def branch(book: "Book", base: int, beyond: int = 0, *, named: str = "") -> Changes:
    """Goes on as a new stream (`named` by the street, or by itself); what changed after image
    `base` counts as written by it.

    `result` is how many rows that were.
    """
    old, unit = book.unit.stream_id, identity.next_stream(book.unit, beyond)
    unit = unit._replace(stream_id=named or unit.stream_id)
    with book.change("这份数据另起一个数据流", kind="stream") as change:
        known = outbox.changed_since(book.connection, base)
        for table, changed in known.items():
            record = book.tables.records.get(table)
            if record is None or record.owner is Owner.LOCAL:
                continue
            for row in book.page(table, list(changed)):
                if row["owner"] != unit.office_id:
                    continue
                image = changed[row["id"]].image
                had = json.loads(json.loads(image)["vv"]) if image else {}
                made = renamed(row, had.get(old, 0), old, unit.stream_id)
                rows.write(book.connection, table, made, there=True)
                change.touch(table, row["id"])
        identity.save(book.connection, unit)
        change.result = len(change.touched)
    book.unit = unit
    return change.changes


def renamed(row: Row, up_to: int, old: str, new: str) -> Row:
    """The row with what stream `old` did to it after its count `up_to` said to be `new`'s."""
    vv: dict[str, int] = json.loads(row["vv"])
    fv: dict[str, list[Any]] = json.loads(row["fv"])
    last = vv.get(old, 0)
    if last <= up_to:
        return row
    if up_to:
        vv[old] = up_to
    else:
        del vv[old]
    vv[new] = last
    stamps = {
        name: [number, new] if stream == old and number > up_to else [number, stream]
        for name, (number, stream) in fv.items()
    }
    made = {**row, "vv": envelope.text(vv), "fv": envelope.text(stamps)}
    made["row_hash"] = envelope.hash_of(made)
    return made
