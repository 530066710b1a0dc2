"""Planted secrets, and where in raw bytes they lie: 1,000 ID numbers, phones and clues."""

import os
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from office import make_id_number

MANY = 1000
_MARK = "塘湾举报密语"  # begins every clue, and stands nowhere else
_DIGITS = re.compile(rb"[0-9]{11,}[Xx]?")
_CODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


class Secret(NamedTuple):
    id_number: str
    phone: str
    clue: str


def secrets(first: int = 0, many: int = MANY) -> list[Secret]:
    return [
        Secret(
            make_id_number(
                f"19{n % 80 + 10:02d}{n % 12 + 1:02d}{n % 28 + 1:02d}", f"{n % 1000:03d}"
            ),
            f"139{70_000_000 + n * 7919 % 9_999_991:08d}",
            f"{_MARK}{n:04d}号",
        )
        for n in range(first, first + many)
    ]


def found_in(data: bytes, planted: Iterable[Secret]) -> set[str]:
    """Which of the secrets these bytes tell, in the usual spellings of a text."""
    listed = list(planted)
    digits = {one.id_number[:17] for one in listed} | {one.phone for one in listed}
    told = set[str]()
    for text in (data, data.replace(b"\0", b"")):  # the second one is UTF-16 without its zeros
        for run in _DIGITS.findall(text):
            plain = run.decode()
            for length in (11, 17):
                starts = range(len(plain) - length + 1)
                told |= digits.intersection(plain[at : at + length] for at in starts)
    for coding in _CODINGS:
        if _MARK.encode(coding) in data:
            told |= {one.clue for one in listed if one.clue.encode(coding) in data}
    return told


def leaks(folders: Iterable[Path], planted: Iterable[Secret]) -> dict[str, set[str]]:
    """File → what it tells; names of files count as theirs, and archives are opened."""
    listed, found = list(planted), dict[str, set[str]]()
    for folder in folders:
        for place, _, names in os.walk(folder):
            for name in names:
                path = Path(place) / name
                told = found_in(path.read_bytes(), listed) | found_in(name.encode(), listed)
                told |= _inside(path.read_bytes(), listed)
                if told:
                    found[str(path.relative_to(folder))] = told
    return found


def _inside(data: bytes, planted: list[Secret]) -> set[str]:
    if not data.startswith(b"PK"):
        return set()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    return set[str]().union(*(found_in(part, planted) for part in parts))


def lines_of(tables: Mapping[str, Iterable[Mapping[str, object]]]) -> Iterator[bytes]:
    """What an opened bundle says, table by table, as bytes to look through."""
    for rows in tables.values():
        for row in rows:
            yield repr(row).encode()
