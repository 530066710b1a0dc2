"""Whom does a row of a list mean? By the number, and by the name where a number says nothing. Pure.

A list from above writes one person in many ways: without a number, with the old one of fifteen
digits, with one digit lost. Whoever is meant all the same is held against the register.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from qinglian_desktop.core.idcard import newer, read_id_number
from qinglian_desktop.core.unreadable import Unreadable

_DASHES = re.compile(r"\s*[-‐-―－~～]\s*")
_NO_NUMBERS: Mapping[str, str] = MappingProxyType({})


class Known(NamedTuple):
    """One person of the register."""

    name: str
    id_number: str
    state: str
    left_on: date | None = None
    tags: tuple[str, ...] = ()


def trouble_of(number: str) -> str:
    """What is wrong with a number as it stands; "" when nothing is, or none is there."""
    if not number:
        return ""
    try:
        read_id_number(number)
    except Unreadable as trouble:
        return trouble.what
    return ""


def number_of(text: str) -> str:
    """The eighteen characters that are meant; "" when they cannot be told."""
    try:
        return read_id_number(text)
    except Unreadable:
        return newer(text)


def card_of(text: str | None) -> str:
    """A card without the blanks and dashes in it: 6217 0000-01 and 6217000001 are one."""
    return re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", text or "").upper())


def plot_of(text: str | None) -> str:
    """A plot without blanks, wide characters and kinds of dashes."""
    return "".join(_DASHES.sub("-", unicodedata.normalize("NFKC", text or "")).split())


def numbers_by_name(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Names that stand with one number only, and that number."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, text in pairs:
        if name and (number := number_of(text)):
            found[name].add(number)
    return {name: next(iter(numbers)) for name, numbers in found.items() if len(numbers) == 1}


def key_of(name: str, text: str, numbers: Mapping[str, str] = _NO_NUMBERS) -> str:
    """By what two rows are the same person: the number, else that of the name, else the name."""
    return number_of(text) or numbers.get(name) or name


class Register:
    """The people of the office, to be asked who is meant by a name and a number."""

    def __init__(self, people: Sequence[Known]) -> None:
        self._numbers = {one.id_number: one for one in people if one.id_number}
        self._names: dict[str, list[Known]] = defaultdict(list)
        for one in people:
            self._names[one.name].append(one)

    def person(self, name: str, text: str) -> Known | None:
        """The one with this number; else the only one of this name whom no number tells apart."""
        number = number_of(text)
        if number in self._numbers:
            return self._numbers[number]
        named = self._names.get(name, [])
        if len(named) != 1 or (number and named[0].id_number):
            return None
        return named[0]

    def named(self, name: str) -> list[Known]:
        return self._names.get(name, [])
