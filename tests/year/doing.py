"""The calendar of one unit: things to be done, each on its day, by the doors of the program."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.kinds import FILES
from qinglian_desktop.modules import saving
from qinglian_desktop.store.book import Book
from year.units import Profile

YEAR = 2025
LAST = date(YEAR, 12, 31)


class Ref(str):
    """The id of a row that is written earlier, by the name given to it."""

    __slots__ = ()


class Paper(str):
    """The text of a paper that is put into the file store and named by its hash."""

    __slots__ = ()


class Year:
    """The calendar of one unit: things to be done, each on its day."""

    def __init__(self, book: Book, profile: Profile, seed: int) -> None:
        self.book, self.profile, self.random = book, profile, Random(seed)
        self.ids: dict[str, str] = {}
        self._todo: list[tuple[date, int, Callable[[], None]]] = []

    def done(self) -> bool:
        return self.random.random() < self.profile.diligence

    def day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.random.randrange((last - first).days + 1))

    def on(self, day: date, act: Callable[[], None]) -> None:
        self._todo.append((day, len(self._todo), act))

    def add(self, day: date, table: str, name: str = "", /, **draft: Any) -> str:
        """Writes a row on a day; `name` is how later ones may refer to it."""
        name = name or f"{table}:{len(self._todo)}"
        self.on(day, lambda: self._save(table, name, draft))
        return name

    def put(self, day: date, table: str, name: str = "", /, **draft: Any) -> str:
        """Through the door alone: a row whose own way takes meetings, papers and weeks."""
        name = name or f"{table}:{len(self._todo)}"
        record = self.book.tables[table]

        def write() -> None:
            with self.book.change(f"登记{record.label}") as change:
                self.ids[name] = change.add(record, self._told(draft))

        self.on(day, write)
        return name

    def change(self, day: date, table: str, name: str, /, **draft: Any) -> None:
        self.on(day, lambda: self._saver(table)(self.book, self.ids[name], self._told(draft)))

    def drop(self, day: date, table: str, name: str) -> None:
        self.on(day, lambda: saving.dropper(table)(self.book, self.ids[name]))

    def closing(self, table: str, name: str, due: date, **more: Any) -> None:
        """Closed in time, late or not at all, as this unit works."""
        drawn = self.random.random()
        if drawn < self.profile.diligence:
            on = due - timedelta(days=self.random.randrange(1, 6))
        elif drawn < (1 + self.profile.diligence) / 2:
            on = due + timedelta(days=self.random.randrange(1, 25))
        else:
            return
        if on <= LAST:
            self.change(on, table, name, **more, closed_on=on)

    def play(self, upto: date) -> None:
        """Everything up to a day, in the order of the days."""
        self._todo.sort(key=lambda one: one[:2])
        while self._todo and self._todo[0][0] <= upto:
            day, _, act = self._todo.pop(0)
            with clock.fixed(day):
                act()

    def _save(self, table: str, name: str, draft: dict[str, Any]) -> None:
        made = self._saver(table)(self.book, None, self._told(draft))
        self.ids[name] = str(made.result)

    def _saver(self, table: str) -> Callable[..., Any]:
        return saving.saver(table)

    def _told(self, draft: dict[str, Any]) -> dict[str, Any]:
        return {name: self._one(value) for name, value in draft.items()}

    def _one(self, value: Any) -> Any:
        if isinstance(value, Ref):
            return self.ids[value]
        if isinstance(value, Paper):
            return FILES.dump((self.book.files.add(value.encode()),))
        return value.isoformat() if isinstance(value, date) else value


def first_of(month: int) -> date:
    return date(YEAR, month, 1)


def last_of(month: int) -> date:
    return date(YEAR + month // 12, month % 12 + 1, 1) - timedelta(days=1)
