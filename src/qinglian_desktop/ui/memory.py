"""What does a list remember for the person at the desk? Asked of whoever keeps it."""

from collections.abc import Mapping
from typing import Any, Protocol


class Memory(Protocol):
    """Kept per list and per person; the shell gives a page the one that survives a restart."""

    @property
    def who(self) -> str: ...

    def recall(self, key: str) -> Mapping[str, Any]: ...

    def keep(self, key: str, values: Mapping[str, Any]) -> None: ...


class Forgetful:
    """For a page nobody remembers anything for: until it is closed."""

    who = ""

    def __init__(self) -> None:
        self._kept: dict[str, Mapping[str, Any]] = {}

    def recall(self, key: str) -> Mapping[str, Any]:
        return self._kept.get(key, {})

    def keep(self, key: str, values: Mapping[str, Any]) -> None:
        self._kept[key] = values
