"""Reads the dated rule packs: those that ship, and those an office took in; core/pack says what.

A pack is parsed when its name is first asked for: the catalogue and the plan are long, and the
first screen needs neither.
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from qinglian_desktop import RESOURCES
from qinglian_desktop.core.outcome import Damaged
from qinglian_desktop.core.pack import Pack, in_words, parse_pack
from qinglian_desktop.store.engine import Connection
from qinglian_desktop.store.files import FileStore

if TYPE_CHECKING:
    from qinglian_desktop.core.lunar import Lunar

_FOLDER = RESOURCES / "packs"
_HEAD = 4096  # bytes; a test looks that each name stands there
_NAME = re.compile(rb'^name\s*=\s*"([^"]+)"', re.MULTILINE)


@cache
def shipped(folder: Path = _FOLDER) -> tuple[Pack, ...]:
    """Every pack under the folder, in the order of their paths."""
    return tuple(read(path) for path in sorted(folder.rglob("*.toml")))


@cache
def named(name: str, folder: Path = _FOLDER) -> tuple[Pack, ...]:
    """The packs of one name, whatever their dates; parses no other."""
    return tuple(read(path) for path, found in _names(folder) if found == name)


@cache
def worded(name: str, unit_kind: str) -> tuple[Pack, ...]:
    """The packs of one name in the words of one kind of unit; "" is the joint form."""
    return tuple(in_words(pack, named("words"), unit_kind) for pack in named(name))


def held(connection: Connection, files: FileStore, name: str, unit_kind: str) -> tuple[Pack, ...]:
    """The packs of one name in the words of the office: those shipped, and those taken in later.

    Which were taken in is asked anew each time (a few rows at most): an undo takes one out again.
    """
    found = connection.execute(
        "SELECT content FROM rule_pack WHERE name = ? AND deleted = 0 ORDER BY id", (name,)
    ).fetchall()
    if not found:
        return worded(name, unit_kind)
    own = (_kept_worded(files, file_id, unit_kind) for (file_id,) in found)
    return (*worded(name, unit_kind), *own)


def taken(connection: Connection, files: FileStore) -> tuple[Pack, ...]:
    """Every pack an office took in, as it was written."""
    found = connection.execute(
        "SELECT content FROM rule_pack WHERE deleted = 0 ORDER BY name, from_on, version"
    ).fetchall()
    return tuple(kept(files, file_id) for (file_id,) in found)


# By the hash of its text, and in whose words: what that says never changes.
_OWN: dict[str, Pack] = {}
_OWN_WORDED: dict[tuple[str, str], Pack] = {}


def _kept_worded(files: FileStore, file_id: str, unit_kind: str) -> Pack:
    key = file_id, unit_kind
    if key not in _OWN_WORDED:
        _OWN_WORDED[key] = in_words(kept(files, file_id), named("words"), unit_kind)
    return _OWN_WORDED[key]


def kept(files: FileStore, file_id: str) -> Pack:
    """A pack that was taken in, by the id of its text."""
    if file_id not in _OWN:
        _OWN[file_id] = parse_pack(tomllib.loads(files.read(file_id).decode("utf-8-sig")))
    return _OWN[file_id]


@cache
def lunar() -> "Lunar":
    from qinglian_desktop.core.lunar import Lunar

    return Lunar.of(named("lunar"))


@cache
def _names(folder: Path) -> tuple[tuple[Path, str], ...]:
    return tuple((path, _name_of(path)) for path in sorted(folder.rglob("*.toml")))


def _name_of(path: Path) -> str:
    """Its name stands among the first lines; what follows is read when somebody asks for it."""
    try:
        with path.open("rb", buffering=0) as file:
            found = _NAME.search(file.read(_HEAD))
        return found[1].decode() if found else ""
    except (OSError, UnicodeDecodeError) as trouble:
        raise _unreadable(path) from trouble


def _unreadable(path: Path) -> Damaged:
    return Damaged(f"规则包〔{path.name}〕读不出来", "请重新安装程序")


def read(path: Path) -> Pack:
    """One pack from its file; Damaged when it cannot be read as TOML."""
    try:
        return parse_pack(tomllib.loads(path.read_text("utf-8")), where=path.name)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as trouble:
        raise _unreadable(path) from trouble
