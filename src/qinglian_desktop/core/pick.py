"""Which rows of a list did the clerk pick, column by column? As data that can be kept and said.

A pick stays as it was meant: 本月 is this month, whenever the view is opened again.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from qinglian_desktop.core.module import Where
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Field

BEFORE, OWN = "今天以前", "自选"
PERIODS = (BEFORE, "今天", "本周", "本月", "本季", "本年")
_LENGTHS = {"本月": "M", "本季": "Q", "本年": "Y"}
_FIRST = date(1, 1, 1)
HOWS = ("in", "holds", "begins", "range", "empty", "filled")
BLANK = "（空白）"


class Pick(NamedTuple):
    """One condition on one column.

    `how`: in (a list of stored values, None for blank), holds, begins (a text as it is shown),
    period (one of PERIODS), range ([lowest, highest] stored, either may be None), empty, filled.
    """

    field: str
    how: str
    value: Any = None


class View(NamedTuple):
    """A way of looking at a list, under a name: which rows, in which order."""

    name: str
    picks: tuple[Pick, ...] = ()
    order: tuple[tuple[str, bool], ...] = ()
    keyword: str = ""
    state: str = ""


def period(word: str, today: date) -> tuple[date, date]:
    """The first and the last day of 今天, 本周 …; weeks begin on Monday."""
    if word == BEFORE:
        return _FIRST, today - timedelta(days=1)
    if word == "今天":
        return today, today
    if word == "本周":
        monday = today - timedelta(days=today.weekday())
        return monday, monday + timedelta(days=6)
    held = Period.holding(today, _LENGTHS[word])
    return held.first, held.last


def wheres(pick: Pick, today: date) -> tuple[Where, ...]:
    """The conditions that stand for a pick on this day."""
    name, how, value = pick
    if how == "in":
        return (Where(name, "in", tuple(value)),)
    if how == "holds":
        return (Where(name, "shows", value),)
    if how == "period":
        first, last = period(value, today)
        return _between(name, first.isoformat(), last.isoformat())
    if how == "range":
        return _between(name, *value)
    return (Where(name, how, value),)


def _between(name: str, low: Any, high: Any) -> tuple[Where, ...]:
    """Both ends belong to it; what is blank lies nowhere."""
    found = [Where(name, "filled")]
    if low is not None:
        found.append(Where(name, ">=", low))
    if isinstance(high, str):  # a moment of the last day counts too, so the day after is the end
        last = date.fromisoformat(high)
        if last < date.max:  # no day follows the last there is, and nothing lies behind it
            found.append(Where(name, "<", (last + timedelta(days=1)).isoformat()))
    elif high is not None:
        found.append(Where(name, "<=", high))
    return tuple(found)


def said(field: Field, pick: Pick, text: Callable[[Any], str]) -> str:
    """A pick in words: 截止日期：本月. `text` shows one stored value."""
    return f"{field.label}：{_condition(pick, text)}"


def _condition(pick: Pick, text: Callable[[Any], str]) -> str:
    how, value = pick.how, pick.value
    if how == "in":
        shown = [BLANK if one is None else text(one) for one in value]
        return "、".join(shown) if len(shown) <= 2 else f"{shown[0]}等 {len(shown)} 个"
    if how == "range":
        low, high = (text(end) if end is not None else "" for end in value)
        return f"{low} 至 {high}" if low and high else f"{low} 起" if low else f"到 {high}"
    words = {"holds": f"含“{value}”", "begins": f"“{value}”开头", "empty": "空白", "filled": "不空"}
    return words.get(how, str(value))


# -- kept and read again ----------------------------------------------------------------------


def kept(view: View) -> dict[str, Any]:
    return view._asdict()


def _is_known(pick: Pick) -> bool:
    """A newer program may have kept conditions this one does not know."""
    return pick.value in PERIODS if pick.how == "period" else pick.how in HOWS


def read(found: Mapping[str, Any], names: Sequence[str]) -> View:
    """A view as it was kept; what names a column that is no longer there is left out."""
    kept_picks = [Pick(str(f), str(h), v) for f, h, v in found.get("picks", ())]
    picks = [one for one in kept_picks if one.field in names and _is_known(one)]
    order = [(str(f), bool(down)) for f, down in found.get("order", ()) if f in names]
    return View(
        str(found["name"]),
        tuple(picks),
        tuple(order),
        str(found.get("keyword", "")),
        str(found.get("state", "")),
    )
