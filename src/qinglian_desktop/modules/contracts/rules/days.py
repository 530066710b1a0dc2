"""Days of a stored row, where they can be read."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from qinglian_desktop.core.kinds import DAY


def day_of(row: Mapping[str, Any], name: str) -> date | None:
    value = row.get(name)
    return DAY.load(value) if value and DAY.fits(value) else None
