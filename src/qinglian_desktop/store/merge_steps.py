"""Which merges may be taken back? Read from the trail: what came on top, and what was noted."""

import json
from datetime import date, timedelta
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.record import Row
from qinglian_desktop.store import engine, trail
from qinglian_desktop.store.engine import Connection
from qinglian_desktop.store.trail import Image

DAYS = 30  # so long a merge may be taken back, like any batch
_NOTE = "received_bundle"
_STANDS = "NOT EXISTS (SELECT 1 FROM change u WHERE u.undoes = c.id)"


def is_merge(connection: Connection, step: int) -> bool:
    kind = engine.one(connection, "SELECT kind FROM change WHERE id = ?", (step,))
    return bool(kind == "merge")


def label_and_why_not(connection: Connection, step: int) -> tuple[str, str]:
    """What the merge is called, and why it cannot be taken back today; "" where it can."""
    with engine.plain_words():
        found = connection.execute(
            "SELECT label, kind, entered_on FROM change WHERE id = ?", (step,)
        ).fetchone()
        if found is None or found[1] != "merge":
            return "这一步", "它不是合并"
        return found[0], _why_not(connection, step, date.fromisoformat(found[2]))


def _why_not(connection: Connection, step: int, day: date) -> str:
    if engine.one(connection, "SELECT 1 FROM change WHERE undoes = ?", (step,)):
        return "已经撤销过了，要恢复请把那个包再导入一次"
    if clock.today() - day > timedelta(days=DAYS):
        return f"过了 {DAYS} 天"
    office = _office(connection, step)
    if office is None:
        return "没有留下合并前的内容"
    if _cleared(connection, step):
        return "合并前的内容里有按规定清除的，已经不留"
    if _rerouted(connection, step):
        return "里面有按移交令归了别的单位的记录，内容不对请接收的单位改"
    for kind, table, names, words in (
        ("merge", _NOTE, "from_office", "它上面还有“{}”，请先撤销那一步"),
        ("settle", "unmatched_row", "from_office", "后来做过“{}”，请先撤销那一步"),
        ("transfer", "transfer_order", "to_office", "后来签过移交令“{}”"),
    ):
        later = connection.execute(
            "SELECT c.label FROM change c JOIN trail t ON t.change_id = c.id "
            "WHERE c.kind = ? AND c.id > ? AND t.table_name = ? "
            f"AND json_extract(coalesce(t.after, t.before), '$.{names}') = ? AND {_STANDS} "
            "ORDER BY c.id DESC LIMIT 1",
            (kind, step, table, office),
        ).fetchone()
        if later is not None:
            return words.format(later[0])
    return ""


def _office(connection: Connection, step: int) -> str | None:
    """The office whose bundle it was; None where nothing was kept of what stood before."""
    found = engine.one(
        connection,
        "SELECT after FROM trail WHERE change_id = ? AND table_name = ? AND after IS NOT NULL",
        (step, _NOTE),
    )
    note: dict[str, Any] = json.loads(found) if found else {}
    return None if note.get("kept_before") is None else str(note["from_office"])


def _cleared(connection: Connection, step: int) -> bool:
    """Was what was kept given up because a row in it was erased for good?"""
    sql = (
        "SELECT 1 FROM trail t JOIN received_bundle b ON b.id = t.row_id "
        "WHERE t.change_id = ? AND t.table_name = ? AND b.kept_before IS NULL"
    )
    return engine.one(connection, sql, (step, _NOTE)) is not None


def _rerouted(connection: Connection, step: int) -> bool:
    """Did it bring records that had changed hands? They are the only ones with images of theirs."""
    sql = (
        "SELECT 1 FROM trail n JOIN trail t ON t.change_id = n.change_id "
        "WHERE n.change_id = ? AND n.table_name = ? "
        "AND json_extract(t.after, '$.owner') <> json_extract(n.after, '$.owner') LIMIT 1"
    )
    return engine.one(connection, sql, (step, _NOTE)) is not None


def newest(connection: Connection, office: str) -> tuple[int, int] | None:
    """Step and bundle number of the last merge of an office that was not taken back."""
    found = connection.execute(
        "SELECT c.id, json_extract(t.after, '$.number') FROM change c "
        "JOIN trail t ON t.change_id = c.id WHERE c.kind = 'merge' AND t.table_name = ? "
        f"AND json_extract(t.after, '$.from_office') = ? AND {_STANDS} ORDER BY c.id DESC LIMIT 1",
        (_NOTE, office),
    ).fetchone()
    return None if found is None else (int(found[0]), int(found[1]))


def images(connection: Connection, step: int) -> list[Image]:
    """What the merge noted, each row once: before its first touch, after its last."""
    with engine.plain_words():
        made: dict[tuple[str, str], Image] = {}
        for image in trail.images(connection, step):
            key = image.table, image.row_id
            first = made.pop(key, image)
            made[key] = image._replace(before=first.before)
    return list(made.values())


def before_of(connection: Connection, step: int, row_id: str) -> Row | None:
    """The note of a bundle as an earlier merge of it had left it; None where this was the first."""
    for image in images(connection, step):
        if image.table == _NOTE and image.row_id == row_id:
            return image.before if image.before and not image.before["deleted"] else None
    return None
