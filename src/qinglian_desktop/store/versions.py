"""Which of two versions of a row is newer, and what becomes of two that never met.

Between offices the second case cannot occur (one owner a row); among the computers of one office
it can. The result does not depend on order, grouping or repetition (exchange §4.3).
"""

import json
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from qinglian_desktop.core.record import ENVELOPE, Row
from qinglian_desktop.store import envelope

_NAMESPACE = uuid.UUID("6f1d6c1e-5a0e-5c53-9d6e-7b6f2f1f0a11")  # names conflict rows for ever


@dataclass(frozen=True, slots=True)
class Lost:
    """A value that gave way to one its writer had never seen; kept as a conflict row."""

    field: str
    kept: Any
    lost: Any
    lost_stream: str
    id: str  # the same on every computer, so that all list the same conflicts


def covers(one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    """Has the writer of `one` seen everything in `other`?"""
    return all(one.get(stream, 0) >= number for stream, number in other.items())


def relation(local: Mapping[str, Any], incoming: Mapping[str, Any]) -> str:
    """same, fork (same version, other content), newer, older or apart."""
    if local["vv"] == incoming["vv"]:
        return "same" if local["row_hash"] == incoming["row_hash"] else "fork"
    mine, theirs = json.loads(local["vv"]), json.loads(incoming["vv"])
    if covers(theirs, mine):
        return "newer"
    return "older" if covers(mine, theirs) else "apart"


def merged(local: Row, incoming: Row) -> tuple[Row, list[Lost]]:
    """Field by field the higher stamp (counter, stream) wins; nothing is lost unlisted.

    Fields of a newer program, kept folded in `ext`, are merged one by one like any other.
    """
    known = local.keys()
    local, incoming = _unfolded(local), _unfolded(incoming)
    mine, theirs = json.loads(local["fv"]), json.loads(incoming["fv"])
    seen_by_me, seen_by_them = json.loads(local["vv"]), json.loads(incoming["vv"])
    made, stamps, lost = dict(local), dict(mine), []
    names = [n for n in local | incoming if n not in ENVELOPE or n == "deleted"]
    for name in sorted(names):
        my_stamp, their_stamp = mine.get(name, [0, ""]), theirs.get(name, [0, ""])
        if _order(their_stamp, incoming, name) > _order(my_stamp, local, name):
            made[name] = incoming.get(name)
            if their_stamp != [0, ""]:
                stamps[name] = their_stamp
            loser, stamp, winner_saw = local.get(name), my_stamp, seen_by_them
        else:
            loser, stamp, winner_saw = incoming.get(name), their_stamp, seen_by_me
        unseen = winner_saw.get(stamp[1], 0) < stamp[0]
        if loser != made.get(name) and unseen:
            lost.append(_lost(local["id"], name, made.get(name), loser, stamp))
    made["vv"] = envelope.text(
        {s: max(seen_by_me.get(s, 0), seen_by_them.get(s, 0)) for s in seen_by_me | seen_by_them}
    )
    made["fv"] = envelope.text(stamps)
    made["created_at"] = min(local["created_at"], incoming["created_at"])
    latest = max((local, incoming), key=_last_edit)
    made |= {"updated_at": latest["updated_at"], "updated_by": latest["updated_by"]}
    made = _folded(made, known)
    made["row_hash"] = envelope.hash_of(made)
    return made, lost


def _last_edit(row: Row) -> tuple[Any, ...]:
    """By the counters, since a clock may go back; a row never edited has its maker's word."""
    stamps = json.loads(row["fv"]).values()
    return max(stamps, default=[0, ""]), row["updated_at"] or "", row["updated_by"] or ""


def _order(stamp: list[Any], row: Row, name: str) -> tuple[list[Any], str]:
    """Equal stamps hold equal values, save where two computers made one row apart (a conflict
    row, named after what it tells): then the value decides, the same way everywhere."""
    return stamp, json.dumps(row.get(name), ensure_ascii=False, sort_keys=True)


def _unfolded(row: Row) -> Row:
    return {**json.loads(row["ext"]), **row}


def _folded(row: Row, known: Collection[str]) -> Row:
    ext = {n: value for n, value in row.items() if n not in known and value is not None}
    return {**{name: row[name] for name in known}, "ext": envelope.text(ext)}


def _lost(row_id: str, name: str, kept: Any, lost: Any, stamp: list[Any]) -> Lost:
    named = uuid.uuid5(_NAMESPACE, f"{row_id}/{name}/{stamp[0]}/{stamp[1]}")
    return Lost(name, kept, lost, stamp[1], str(named))
