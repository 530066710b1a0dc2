"""The book of one office: everything that is read, and the one door through which all is written.

    with book.change("登记一笔支出") as change:
        change.put(entry)
    changes = change.changes

A book belongs to the thread that opened it; a long job opens its own with `again()`.
"""

import contextlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Record
from qinglian_desktop.store import (
    beginning,
    database,
    engine,
    identity,
    keyfile,
    rows,
    settled,
    trail,
    unlocked,
)
from qinglian_desktop.store.change import Change
from qinglian_desktop.store.engine import Connection
from qinglian_desktop.store.files import FileStore, tag_of
from qinglian_desktop.store.identity import Unit
from qinglian_desktop.store.readings import Readings
from qinglian_desktop.store.rows import Tables
from qinglian_desktop.store.unlocked import MAIN, SEALED, Unlocked

if TYPE_CHECKING:
    from qinglian_desktop.store.copies import Copy

FILES, SEALED_FILES = "files", "sealed_files"  # each locked with the key of its own database


class Operator(NamedTuple):
    """Who sits at the desk; goes into every change."""

    name: str = "文书"
    role: str = "文书"
    person: str = ""  # the row of the list of people; "" while nobody is told apart
    lent: tuple[str, ...] = ()  # acts somebody else allowed with a PIN, for this once


class Book(Readings):
    def __init__(
        self,
        home: Path,
        connection: Connection,
        keys: keyfile.Keys,
        records: Sequence[type[Record]],
        unit: Unit,
        operator: Operator,
        *,
        sealed: bool = False,
    ) -> None:
        self.home, self.connection, self.keys = home, connection, keys
        self.unit, self.operator = unit, operator
        self.is_sealed_file = sealed
        self._declared = tuple(records)
        self.tables = Tables(r for r in records if r.sealed is sealed)
        self.files = (
            FileStore(home / SEALED_FILES, keys.sealed, tag_of(keys.main))
            if sealed
            else FileStore(home / FILES, keys.main)
        )
        self._open_change: Change | None = None
        self._doubtful = False  # the disk gave trouble, and the file was not opened anew yet
        self._told = "" if sealed else self._unit_as_told()
        self.sound = True  # read through as a whole, or small and read through at its opening

    # -- opening and closing --------------------------------------------------------------

    @classmethod
    def create(
        cls, home: Path, records: Sequence[type[Record]], unit: Unit, *, pin: str = ""
    ) -> Self:
        """A new data folder with both files; refused where one already is."""
        beginning.make_files(home, unit, pin)
        return cls.open(home, records, pin=pin)

    @classmethod
    def open(
        cls,
        home: Path,
        records: Sequence[type[Record]],
        *,
        pin: str = "",
        person: str | None = None,
        operator: Operator | None = None,
        check_later: bool = False,
    ) -> Self:
        """Opens a data folder; Refused, NewerData or Damaged in words when that cannot be.

        With `check_later` the caller promises a `quick_check` of its own: a window first shows
        今日 and then reads through the whole file.
        """
        file = Unlocked.at(home, pin=pin, person=person, check_later=check_later)
        return cls.open_unlocked(home, records, file, operator)

    @classmethod
    def open_unlocked(
        cls,
        home: Path,
        records: Sequence[type[Record]],
        file: Unlocked,
        operator: Operator | None = None,
    ) -> Self:
        """Goes on where the file was opened before the declarations were there."""
        connection, keys, sound = file
        book = cls._of(connection, home, records, keys, operator or Operator(), sound=sound)
        if keys.person and operator is None:
            from qinglian_desktop.store import desk  # only where a PIN told who it is

            book.operator = desk.operator_of(book, keys.person) or book.operator
        return book

    @classmethod
    def open_with(
        cls,
        home: Path,
        records: Sequence[type[Record]],
        keys: keyfile.Keys,
        *,
        look_only: bool = False,
    ) -> Self:
        """Opens a copy or a kept state whose keys are in hand; it is brought up to date.

        With `look_only` nothing is written, not even beside the file; it must be of this version.
        """
        if look_only:
            connection = database.open_database(home / MAIN, keys.main, look_only=True)
            with engine.plain_words():
                unit = identity.load(connection)
            return cls(home, connection, keys, records, unit, Operator())
        connection = unlocked.checked(home / MAIN, keys.main)
        return cls._of(connection, home, records, keys, Operator())

    @classmethod
    def _of(
        cls,
        connection: Connection,
        home: Path,
        records: Sequence[type[Record]],
        keys: keyfile.Keys,
        operator: Operator,
        *,
        sealed: bool = False,
        sound: bool = True,
    ) -> Self:
        """The book of an open file: brought up to date, whole, its triggers as they should be."""
        try:
            with engine.plain_words():
                if database.is_behind(connection, sealed=sealed):
                    from qinglian_desktop.store import upgrading  # once after an update

                    path = home / (SEALED if sealed else MAIN)
                    key = keys.sealed if sealed else keys.main
                    connection = upgrading.upgrade(connection, path, key, sealed=sealed)
                unit = identity.load(connection)
                book = cls(home, connection, keys, records, unit, operator, sealed=sealed)
                book.sound = sound
                if not rows.is_whole(connection, book.tables):
                    raise database.broken()
                book._settle()
        except BaseException:
            connection.close()
            raise
        return book

    def _settle(self) -> None:
        """Triggers as the tables are now; changes made past the door are marked and sealed."""
        if not self.writable:
            return
        if not settled.holds(self.connection, self.tables):
            from qinglian_desktop.store import unfolding  # once after an update

            trail.install(self.connection, self.tables.records)
            unfolding.unfold(self.connection, self.tables)
            settled.keep(self.connection, self.tables)
        if trail.unsealed(self.connection):
            with self.change(trail.PAST_THE_DOOR, kind=trail.STRAY):
                pass  # every change first marks and seals what came past the door
        if not self.is_sealed_file and self._erases():
            from qinglian_desktop.store import erasing  # where somebody has ever erased

            erasing.catch_up(self)

    def _erases(self) -> bool:
        """Was anything ever erased here, begun, or ordered by another office?"""
        ordered = engine.one(self.connection, "SELECT 1 FROM erasure LIMIT 1")
        begun = identity.setting(self.connection, "erasing")
        return bool(ordered or begun) or (self.home / "清除单.json").is_file()

    @property
    def path(self) -> Path:
        return self.home / (SEALED if self.is_sealed_file else MAIN)

    def again(self) -> Self:
        """A second connection to the same file, for a job in its own thread."""
        key = self.keys.sealed if self.is_sealed_file else self.keys.main
        connection = database.open_database(self.path, key)
        return type(self)(
            self.home,
            connection,
            self.keys,
            self._declared,
            self.unit if self.is_sealed_file else identity.load(connection),
            self.operator,
            sealed=self.is_sealed_file,
        )

    def sealed(self) -> Self:
        """The second file (线索、联审); its rows and its trail stay inside it.

        Refused for whoever's slot does not hold its key.
        """
        if not self.keys.opens_sealed:
            from qinglian_desktop.store import people

            if people.sees_sealed(self):
                raise people.no_key_yet()
            raise people.refusal(
                people.doing(self, people.SEALED), seeing=True, needs=people.SEALED
            )
        connection = unlocked.checked(self.home / SEALED, self.keys.sealed)
        second = self._of(
            connection, self.home, self._declared, self.keys, self.operator, sealed=True
        )
        second.unit = self.unit  # the stream of now, also after a restore
        return second

    def meet_itself(self) -> None:
        """Another connection may have given this office its new name or the stream of now: a job
        reads what the street has decided beside the window that goes on writing.
        """
        if self.is_sealed_file:
            return
        if (told := self._unit_as_told()) != self._told:
            self._told, self.unit = told, identity.load(self.connection)

    def _unit_as_told(self) -> str:
        return str(engine.one(self.connection, "SELECT value FROM setting WHERE name = 'unit'"))

    def interrupt(self) -> None:
        """From another thread: the statement that runs here is broken off."""
        with contextlib.suppress(*engine.ERRORS):
            self.connection.interrupt()

    def close(self) -> None:
        database.close(self.connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- writing --------------------------------------------------------------------------

    @contextmanager
    def change(
        self,
        label: str,
        *,
        event_on: date | None = None,
        reason: str = "",
        kind: str = "change",
        undoes: int | None = None,
    ) -> Iterator[Change]:
        """One transaction: all of it, or nothing when the block raises.

        `label` is the undo text and the trail text. A change inside a change joins the outer one.
        """
        if self._open_change is not None:
            with engine.plain_words(), self._open_change.part():
                yield self._open_change
            return
        self._before_writing()
        change = Change(self, label, event_on=event_on, reason=reason, kind=kind, undoes=undoes)
        try:
            with engine.plain_words():
                change.begin()
                self._open_change = change
                yield change
                change.commit()
        except BaseException as trouble:
            # A disk that is full may refuse even the rollback; SQLite rolls back at next open.
            with contextlib.suppress(*engine.ERRORS):
                change.rollback()
            if isinstance(trouble, Refused) and trouble.code == engine.TROUBLE:
                self._doubtful = True  # nothing more through this connection
                with contextlib.suppress(Refused):
                    self._begin_afresh()
            raise
        finally:
            self._open_change = None

    def _before_writing(self) -> None:
        """Nothing is written into a file that may be damaged, nor past trouble of the disk.

        A large file is read through beside the window, and who writes meanwhile does not wait;
        what the program writes by itself does.
        """
        if self._doubtful:
            self._begin_afresh()
        if not self.sound and database.is_small(self.path):
            self.quick_check()

    def _begin_afresh(self) -> None:
        """The file opened anew and checked, before anything is written again; Refused if not."""
        key = self.keys.sealed if self.is_sealed_file else self.keys.main
        self.connection = database.afresh(self.path, key, self.connection)
        self._doubtful = False

    def undo(self, step: int) -> Changes:
        """Writes a new change with the values of before; Conflict when a row changed later."""
        from qinglian_desktop.store import undoing  # with the first 撤销

        return undoing.undo(self, step)

    @property
    def began_on(self) -> date | None:
        """The day of the first change in this file; None while nothing was recorded."""
        with engine.plain_words():
            return trail.began_on(self.connection)

    def undone(self, step: int) -> bool:
        return (
            engine.one(self.connection, "SELECT 1 FROM change WHERE undoes = ?", (step,))
            is not None
        )

    def steps(self, limit: int = 200) -> list[dict[str, Any]]:
        """The latest changes, newest first, with how many rows each touched."""
        names = ("step", "label", "kind", "operator", "at", "event_on", "entered_on", "rows")
        with engine.plain_words():
            found = self.connection.execute(
                "SELECT c.id, c.label, c.kind, c.operator, c.at, c.event_on, c.entered_on, "
                "(SELECT count(*) FROM trail t WHERE t.change_id = c.id) FROM change c "
                "ORDER BY c.id DESC LIMIT ?",
                (limit,),
            ).fetchall()
        return [dict(zip(names, row, strict=True)) for row in found]

    # -- settings, backup, soundness ------------------------------------------------------

    def setting(self, name: str, default: Any = None) -> Any:
        with engine.plain_words():
            return identity.setting(self.connection, name, default)

    def put_setting(self, name: str, value: Any) -> None:
        """A preference of this computer: no trail, never leaves."""
        self._before_writing()
        with engine.plain_words():
            identity.put_setting(self.connection, name, value)

    def take_file(self, source: Path) -> str:
        """Keeps a photo or scan and, for the record it will be attached to, its name."""
        from qinglian_desktop.store import file_names

        file_id = self.files.add_file(source)
        with contextlib.suppress(Refused), engine.plain_words():  # a name is not worth a refusal
            file_names.note(self.connection, file_id, source.name)
        return file_id

    def back_up(self, into: Path, *, why: str = "", files: bool = True, tick: Any = None) -> "Copy":
        """A verified copy of both files and all attachments in a new folder under `into`."""
        from qinglian_desktop.store import copying

        with contextlib.ExitStack() as opened:
            connections = {MAIN: self.connection}
            if self.keys.opens_sealed:
                connections[SEALED] = opened.enter_context(self.sealed()).connection
            tables = tuple(self.tables.records)
            source = copying.Source(self.home, self.keys, tables, connections)
            return copying.make(source, into, why=why, files=files, tick=tick)

    def quick_check(self) -> None:
        database.quick_check(self.connection)
        self.sound = True

    def trail_broken_at(self) -> int | None:
        with engine.plain_words():
            return trail.verify(self.connection)

    def trail_head(self) -> tuple[int, str]:
        return trail.head(self.connection)
