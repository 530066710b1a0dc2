"""How far has each computer of an office read what the others wrote? Pure, told and handed on.

A state is plain JSON: `read` says how far each stream is here without a gap, `told` what each
computer last said of itself. Whoever has all of another's bundle knows all that one knew, so in
a ring nobody needs to hear everybody.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

State = Mapping[str, Any]
NOTHING: State = {"read": {}, "told": {}}
_MOST = 2**53


class Told(NamedTuple):
    """What a bundle says of itself, as far as it can be read."""

    key: str  # of the computer that wrote it
    stream: str
    epoch: int
    base: int
    high: int
    knows: object  # stream → how far
    told: object  # key → what that computer said last


def heard(state: State, own_stream: str, bundle: Told, *, whole: bool) -> dict[str, Any]:
    """The state after this bundle. What could not be taken in whole counts as not read."""
    read, told = dict(state["read"]), dict(state["told"])
    knows = dict(numbers(bundle.knows))
    if whole and bundle.base <= read.get(bundle.stream, 0):
        for stream, reached in (*knows.items(), (bundle.stream, bundle.high)):
            if stream != own_stream:
                read[stream] = max(read.get(stream, 0), reached)
    said = {"epoch": bundle.epoch, "knows": knows, "seq": bundle.high}
    for key, one in (*_statements(bundle.told), (bundle.key, said)):
        newest = told.get(key, {"epoch": 0, "seq": -1})
        if (one["epoch"], one["seq"]) > (newest["epoch"], newest["seq"]):
            told[key] = one
    return {"read": read, "told": told}


def base_for(state: State, others: Collection[str], own_stream: str, own_high: int) -> int:
    """Where the next bundle begins: how far the slowest of the others has read this stream.

    One that has said nothing yet gets everything. Beyond what is here, this is an older copy, and
    only everything will do.
    """
    told = state["told"]
    reached = [told.get(key, {}).get("knows", {}).get(own_stream, 0) for key in others]
    return 0 if any(n > own_high for n in reached) else min(reached, default=0)


def numbers(given: object) -> list[tuple[str, int]]:
    """What another computer says in numbers, as far as it can be read."""
    if not isinstance(given, dict):
        return []
    return [(n, v) for n, v in given.items() if type(v) is int and 0 <= v < _MOST]


def _statements(given: object) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, one in given.items() if isinstance(given, dict) else ():
        if isinstance(one, dict) and all(type(one.get(n)) is int for n in ("epoch", "seq")):
            yield key, {**one, "knows": dict(numbers(one.get("knows")))}
