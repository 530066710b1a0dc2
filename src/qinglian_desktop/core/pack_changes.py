"""What does a changed rule pack change? Value by value, in words; and does it keep its shape?

Rows of a table are told apart by what names them (id, code, day); everything else by its place.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.numerals import SAID, words
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import EVIDENCE_LABELS, Pack
from qinglian_desktop.core.period import Term

_NAMES = ("id", "code", "day", "first", "year")  # what tells a row of a table, the first it has
_SHOWN = ("label", "item", "applies_to", "what", "text", "title", "name", "content")
# How a row is told, not what it rules: a change there alone is no news to a clerk.
_SILENT = frozenset({"words", "without", "beats", "apart", "parts", "rule", "needs", "measure"})
_SHARES = frozenset({"quorum", "passing", "share_of_members", "women_share", "called_by"})
_CALLERS = frozenset({"adults", "households_call", "representatives", "callers_electors"})
_SPANS = frozenset({"households", "households_each"})  # from so many to so many
# Tables whose rows the program asks for by name: none may go.
_ASKED = frozenset({"bodies", "classes", "questions", "approvals"})
NOTHING = "没有"


class ValueChange(NamedTuple):
    """One value that differs: where it stands in words, what it was, what it becomes."""

    where: str
    before: str
    after: str


def changes(old: Pack | None, new: Pack, labels: Mapping[str, str]) -> tuple[ValueChange, ...]:
    """Every value of `new` that differs from `old`; all of it where there is no older one."""
    found = [] if old is None else list(_dates(old, new))
    before: Mapping[str, Any] = {} if old is None else old.data
    return (*found, *_compared(before, new.data, (), labels))


def _dates(old: Pack, new: Pack) -> Iterator[ValueChange]:
    for word, a, b in (
        ("名称", old.title, new.title),
        ("依据", old.source, new.source),
        ("生效日期", old.effective_from, new.effective_from),
        ("失效日期", old.effective_to, new.effective_to),
    ):
        if a != b:
            yield ValueChange(word, _said(a), _said(b))


def _compared(
    old: Any, new: Any, place: tuple[str, ...], labels: Mapping[str, str]
) -> Iterator[ValueChange]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in (*old, *(key for key in new if key not in old)):
            if key not in _SILENT:
                inner = (*place, labels.get(key, "别的项"))
                yield from _compared(old.get(key), new.get(key), inner, labels)
    elif _is_table(old) or _is_table(new):
        yield from _rows(old or (), new or (), place, labels)
    elif old != new:
        yield ValueChange("－".join(place), _said(old), _said(new))


def _rows(
    old: Sequence[Any], new: Sequence[Any], place: tuple[str, ...], labels: Mapping[str, str]
) -> Iterator[ValueChange]:
    before, after = _named(old), _named(new)
    for name, row in before.items():
        if name not in after:
            yield ValueChange("－".join((*place, _title(row))), "有这一条", "去掉")
        else:
            yield from _compared(row, after[name], (*place, _title(row)), labels)
    for name, row in after.items():
        if name not in before:
            yield ValueChange("－".join((*place, _title(row))), NOTHING, _row_said(row, labels))


def _is_table(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and any(isinstance(row, Mapping) for row in value)


def _named(rows: Sequence[Any]) -> dict[str, Mapping[str, Any]]:
    """The rows by what names them; rows that share a name are told apart by their order."""
    found: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        key = next((str(row[name]) for name in _NAMES if name in row), "") or str(
            tuple(row.get(name) for name in ("what", "whose", "reach"))
        )
        while key in found:
            key += "′"
        found[key] = row
    return found


def _title(row: Mapping[str, Any]) -> str:
    said = next((str(row[name]) for name in _SHOWN if row.get(name)), "")
    at = row.get("day") or row.get("first")
    if isinstance(at, date):
        last = row.get("last")
        span = f"{paper_day(at)}至{paper_day(last)}" if isinstance(last, date) else paper_day(at)
        return f"{said} {span}".strip()
    return said or str(row.get("id") or row.get("code") or "一条")


def _row_said(row: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    parts = (
        f"{labels.get(key, '别的项')} {_said(value)}"
        for key, value in row.items()
        if key not in (*_SILENT, *_NAMES, *_SHOWN, "last")
    )
    return "；".join(parts) or "新增"


def _said(value: Any) -> str:
    """A value as a clerk reads it."""
    if value is None or value in ("", [], ()):
        return NOTHING
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return paper_day(value)
    if isinstance(value, (list, tuple)):
        if len(value) == 2 and all(type(part) is int for part in value):
            return (
                f"{words(value[1], SAID)}分之{words(value[0], SAID)}"
                if value[0] < value[1] <= 10
                else "—".join(map(str, value))
            )
        return "、".join(_said(part) for part in value)
    if isinstance(value, Mapping):
        return "；".join(_said(part) for part in value.values())
    return EVIDENCE_LABELS.get(str(value), str(value))


def impossible(new: Pack) -> tuple[str, ...]:
    """Figures no rule can have: below zero, a share of more than all, a term nobody can read."""
    return tuple(_impossible(new.data, ""))


def _impossible(value: Any, key: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _impossible(inner, name)
    elif key in _SHARES | _CALLERS | _SPANS and isinstance(value, (list, tuple)):
        if [type(part) for part in value] != [int, int] or not 0 < value[0] <= value[1]:
            yield f"{key} {value}"
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _impossible(inner, key)
    elif key == "days" and isinstance(value, str):
        try:
            Term.parse(value)
        except Refused:
            yield f"{key} {value}"
    elif type(value) is int and value < 0:
        yield f"{key} {value}"


def lacking(old: Pack, new: Pack) -> tuple[str, ...]:
    """What the program needs and a changed pack has no more, or has in another sort.

    Tables may gain and lose rows; a value, a table, or what every row of one has, may not go.
    """
    return tuple(dict.fromkeys(_lost(old.data, new.data, ())))


def _lost(old: Any, new: Any, place: tuple[str, ...]) -> Iterator[str]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key, value in old.items():
            inner = (*place, key)
            yield from _lost(value, new[key], inner) if key in new else (".".join(inner),)
    elif _is_table(old) and _is_table(new):
        yield from _lost_in_rows(old, new, place)
    elif _is_table(old) or not _alike(old, new):
        yield ".".join(place)


def _lost_in_rows(old: Sequence[Any], new: Sequence[Any], place: tuple[str, ...]) -> Iterator[str]:
    if not all(isinstance(row, Mapping) for row in new):
        yield ".".join(place)
        return
    needed = sorted(set.intersection(*(set(row) for row in old)))
    before, after = _named(old), _named(new)
    if place[-1] in _ASKED:
        yield from (".".join((*place, name)) for name in before if name not in after)
    known = {key: row[key] for row in reversed(old) for key in row}
    for name, row in after.items():
        like = {**known, **before.get(name, {})}
        for key in needed:
            if key not in row:
                yield ".".join((*place, name, key))
        for key, value in row.items():
            if key in like and not _alike(like[key], value):
                yield ".".join((*place, name, key))


def _alike(old: Any, new: Any) -> bool:
    """Are two values of one sort? 10 and 15 are, 10 and "十" are not; nor lists of these."""
    if isinstance(old, (list, tuple)) and isinstance(new, (list, tuple)):
        sorts = {type(part) for part in old} or {str}
        nested = [part for part in old if isinstance(part, (list, tuple))]
        return {type(part) for part in new} <= sorts and all(
            _alike(nested[0], part) for part in new if nested
        )
    return type(old) is type(new)
