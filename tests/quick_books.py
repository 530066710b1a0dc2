"""A new data folder without going through every migration again.

Thousands of tests begin with an office of their own. The first file goes through the migrations
as in life and gets its triggers; page by page it is then copied into each new one. Where several
processes share the work (tests/all.sh), they share that first file too.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path

from qinglian_desktop.store import database, engine, identity, settled, trail, unfolding
from qinglian_desktop.store.engine import Connection, one
from qinglian_desktop.store.identity import Unit
from qinglian_desktop.store.rows import Tables

Make = Callable[..., None]
_KEY = b"first" + bytes(27)


def quickly(make: Make) -> Make:
    """`beginning._make`, by copying what it made once."""

    @wraps(make)
    def made(path: Path, key: bytes | None, unit: Unit, *, sealed: bool) -> None:
        try:
            _copy(_first(make, key is not None, sealed), path, key, unit)
        except engine.ERRORS:  # no room, no disk: what is wrong the program says itself
            path.unlink(missing_ok=True)
            make(path, key, unit, sealed=sealed)

    return made


def _copy(first: tuple[Connection, int], path: Path, key: bytes | None, unit: Unit) -> None:
    source, counted = first
    identity.save(source, unit)
    connection = engine.connect(str(path), encrypted=key is not None)
    try:
        if key is not None:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in ("journal_mode", "synchronous"):  # the copy says itself that it uses WAL
            connection.execute(f"PRAGMA {pragma} = OFF")
        source.backup(connection)
        # A copy counts anew how often its schema was changed; what `settled` keeps names that.
        connection.execute(f"PRAGMA schema_version = {counted}")
    finally:
        connection.close()


@cache
def _first(make: Make, encrypted: bool, sealed: bool) -> tuple[Connection, int]:
    """The file others are copied from, open, and how often its schema was changed."""
    name = f"first-{'locked' if encrypted else 'plain'}{'-sealed' if sealed else ''}.db"
    key = _KEY if encrypted else None
    shared, own = Path(os.environ.get("KEPT") or _folder()) / name, Path(_folder()) / f"own-{name}"
    if not shared.exists():
        make(own, key, _NOBODY, sealed=sealed)
        connection = database.open_database(own, key)
        settle(connection, sealed=sealed)
        database.close(connection)
        part = shared.with_name(f"{os.getpid()}-{name}")
        shutil.copyfile(own, part)
        part.replace(shared)
    shutil.copyfile(shared, own)
    connection = database.open_database(own, key)
    for pragma in ("synchronous = OFF", "secure_delete = ON"):  # no office finds another's name
        connection.execute(f"PRAGMA {pragma}")
    return connection, one(connection, "PRAGMA schema_version")


@cache
def _folder() -> str:
    _kept.append(made := tempfile.TemporaryDirectory(prefix="first-", ignore_cleanup_errors=True))
    return made.name


_kept = list["tempfile.TemporaryDirectory[str]"]()  # until the process ends
_NOBODY = identity.new_unit(
    office_id="", code="", name="", kind="", role="", street_id="", street_name=""
)


def settle(connection: Connection, *, sealed: bool) -> None:
    """What opening a book for the first time does to its file."""
    from qinglian_desktop.modules.catalog import RECORDS

    tables = Tables(record for record in RECORDS if record.sealed is sealed)
    trail.install(connection, tables.records)
    unfolding.unfold(connection, tables)
    settled.keep(connection, tables)
