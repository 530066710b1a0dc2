"""How states and ends of contracts are said on a day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from qinglian_desktop.modules.contracts.records import RUNNING
from qinglian_desktop.modules.contracts.rules.days import day_of

_SOON = 180  # days ahead of which the end is worth a word


def state_word(row: Mapping[str, Any], day: date) -> str:
    """A contract still carried out past its end is 到期未续."""
    end = day_of(row, "end_on")
    if row.get("state") == RUNNING and end and end < day:
        return "到期未续"
    return str(row.get("state") or "")


def end_words(row: Mapping[str, Any], day: date) -> str:
    """2027-02-01（还有 69 天）."""
    end = day_of(row, "end_on")
    if end is None:
        return "不定期" if row.get("open_ended") else ""
    left = (end - day).days
    if row.get("state") != RUNNING or left > _SOON:
        return end.isoformat()
    return f"{end}（还有 {left} 天）" if left >= 0 else f"{end}（已过 {-left} 天）"
