"""Which of two versions of a row is newer, and what becomes of two that never met.

Between offices the second case cannot occur (one owner a row); among the computers of one office
it can. The result does not depend on order, grouping or repetition (exchange §4.3).
"""

import json
import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
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
    number: int = 0  # the count of the version that gave way
    lost_by: str = ""
    lost_at: str = ""


def covers(one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    """Has the writer of `one` seen everything in `other`?"""
    return all(one.get(stream, 0) >= number for stream, number in other.items())


def relation(local: Mapping[str, Any], incoming: Mapping[str, Any]) -> str:
    """same, fork (same version, other content), newer, older or apart."""
    if local["vv"] == incoming["vv"]:
        return "same" if local["row_hash"] == incoming["row_hash"] else "fork"
    return _order_of(local["vv"], incoming["vv"])


@lru_cache(1024)  # the rows of a bundle have few vectors
def _order_of(local: str, incoming: str) -> str:
    mine, theirs = json.loads(local), json.loads(incoming)
    if covers(theirs, mine):
        return "newer"
    return "older" if covers(mine, theirs) else "apart"


def merged(
    local: Row, incoming: Row, stamp_name: Callable[[str], str] = str
) -> tuple[Row, list[Lost]]:
    """Stamp by stamp the higher one (counter, stream) wins; nothing is lost unlisted.

    Fields stamped under one name (`Record.stamp_name`) are taken from one side, all of them.
    Fields of a newer program, kept folded in `ext`, are merged like any other.
    """
    known = local.keys()
    local, incoming = _unfolded(local), _unfolded(incoming)
    mine, theirs = json.loads(local["fv"]), json.loads(incoming["fv"])
    seen_by_me, seen_by_them = json.loads(local["vv"]), json.loads(incoming["vv"])
    made, stamps, lost = dict(local), dict[str, Any](), []
    # A field of a newer program that was emptied has nothing but its stamp left.
    for stamp, names in _grouped(local | incoming | mine | theirs, stamp_name).items():
        keys = {stamp, *names}
        my_stamp, their_stamp = _highest(mine, keys), _highest(theirs, keys)
        if _order(their_stamp, incoming, names) > _order(my_stamp, local, names):
            made |= {name: incoming.get(name) for name in names}
            stamps |= {key: theirs[key] for key in keys & theirs.keys()}
            loser, lost_stamp, winner_saw = local, my_stamp, seen_by_them
        else:
            stamps |= {key: mine[key] for key in keys & mine.keys()}
            loser, lost_stamp, winner_saw = incoming, their_stamp, seen_by_me
        if winner_saw.get(lost_stamp[1], 0) >= lost_stamp[0]:
            continue  # whoever wrote the winner had read the loser
        differing = (name for name in names if loser.get(name) != made.get(name))
        lost += [_lost(loser, name, made.get(name), lost_stamp) for name in differing]
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


def one_sided(local: Row, incoming: Row, beside: Collection[str]) -> Row | None:
    """Two versions that lie apart only by what is no edit (`beside`: orders, and what the street
    settled for the owner): the one that has seen the other, under the versions of both.
    """
    mine, theirs = json.loads(local["vv"]), json.loads(incoming["vv"])
    here, there = (
        {stream: n for stream, n in side.items() if stream not in beside} for side in (mine, theirs)
    )
    if covers(here, there) and not (local["deleted"] and covers(there, here)):
        made = dict(local)
    elif covers(there, here):
        made = dict(incoming)
    else:
        return None
    made["vv"] = envelope.text({s: max(mine.get(s, 0), theirs.get(s, 0)) for s in mine | theirs})
    made["row_hash"] = envelope.hash_of(made)
    return made


def _grouped(row: Mapping[str, Any], stamp_name: Callable[[str], str]) -> dict[str, list[str]]:
    """The fields of a row by the name they are stamped under."""
    groups: dict[str, list[str]] = {}
    for name in sorted(n for n in row if n not in ENVELOPE or n == "deleted"):
        groups.setdefault(stamp_name(name), []).append(name)
    return groups


def _highest(stamps: Mapping[str, list[Any]], keys: Collection[str]) -> list[Any]:
    """A program that did not know the group stamped its fields one by one."""
    return max((stamps[key] for key in keys if key in stamps), default=[0, ""])


def _last_edit(row: Row) -> tuple[Any, ...]:
    """By the counters, since a clock may go back; a row never edited has its maker's word."""
    stamps = json.loads(row["fv"]).values()
    return max(stamps, default=[0, ""]), row["updated_at"] or "", row["updated_by"] or ""


def _order(stamp: list[Any], row: Row, names: Collection[str]) -> tuple[list[Any], str]:
    """Equal stamps hold equal values, save where two computers made one row apart (a conflict
    row, named after what it tells): then the value decides, the same way everywhere."""
    said = [row.get(name) for name in names]
    return stamp, json.dumps(said, ensure_ascii=False, sort_keys=True)


def _unfolded(row: Row) -> Row:
    return {**json.loads(row["ext"]), **row}


def _folded(row: Row, known: Collection[str]) -> Row:
    ext = {n: value for n, value in row.items() if n not in known and value is not None}
    return {**{name: row[name] for name in known}, "ext": envelope.text(ext)}


def _lost(loser: Row, name: str, kept: Any, stamp: list[Any]) -> Lost:
    named = uuid.uuid5(_NAMESPACE, f"{loser['id']}/{name}/{stamp[0]}/{stamp[1]}")
    who, when = loser["updated_by"] or "", loser["updated_at"] or ""
    return Lost(name, kept, loser.get(name), stamp[1], str(named), stamp[0], who, when)
