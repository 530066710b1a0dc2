"""Where is the lunar table, for whoever reads what is typed? The window says it, once."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qinglian_desktop.core.lunar import Lunar

_source: "list[Callable[[], Lunar]]" = []


def use(source: "Callable[[], Lunar] | None") -> None:
    """Read lunar dates by this table from now on; None for not at all."""
    _source[:] = [] if source is None else [source]


def table() -> "Lunar | None":
    return _source[0]() if _source else None
