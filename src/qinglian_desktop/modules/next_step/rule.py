"""One line of the table: a step, and when it is the next one."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple


class Next(NamedTuple):
    """A step with when it is the next one.

    `states`: in one of these, () is any; `empty`: these fields hold nothing; `filled`: they do.
    `until`: the day has not come yet; `since`: it is reached; `within`: so many days before it.
    """

    key: str
    label: str
    states: tuple[str, ...] = ()
    due: str = ""  # the field with the day by which
    empty: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()
    until: str = ""
    since: str = ""
    within: int = 0
    when: Callable[[Mapping[str, Any]], bool] | None = None
