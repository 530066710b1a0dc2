"""Work to be killed at: writing to the stick and merging; and the same made wrong on purpose."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from exchange.at_work import export, take
from kill_rig import Say, mark, mark_commits, weak_spot
from office import entry_of
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.exchange import (
    directing,
    outgoing,
    outgoing_volumes,
    photos,
    receipts,
    stick,
    taking_back,
    taking_in,
)
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.directives import actions
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.store import before, merge_steps
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change
from qinglian_desktop.store.engine import Connection
from qinglian_desktop.store.table_plan import TablePlan

ROWS, PEOPLE = 60, 5  # what each bundle of the merge brings, and one paper


def batch(unit: Book, number: int, rows: int = ROWS, people: int = PEOPLE) -> None:
    """Rows of two tables and a paper, which belong together."""
    paper = unit.files.add(f"第 {number} 批".encode() * 400)
    with unit.change("登记一批") as change:
        for voucher in range(number * rows, (number + 1) * rows):
            change.put(entry_of(voucher_no=f"{voucher:05d}", files=(paper,)))
        for place in range(people):
            change.put(Person(name=f"张建国{number}之{place}"))


# -- writing to the stick -------------------------------------------------------------------


def write(home: Path, say: Say) -> None:
    """One more row, paper and bundle, for ever; says number and hash of each once it stands."""
    seal = outgoing._seal

    def marked_seal(*given: object) -> object:
        mark("sealing")
        return seal(*given)  # type: ignore[arg-type]

    outgoing._seal = marked_seal  # type: ignore[assignment]
    unit = _begun(home, say)
    while True:
        batch(unit, int(clock.new_id()[:8], 16) % 90_000, rows=1, people=0)
        sent = export(unit, home.parent / "U盘")
        say(f"{sent.number} {_hash_of(unit, sent.number)}")


def write_photos(home: Path, say: Say) -> None:
    """Three volumes after three volumes; says each volume once it stands."""
    outgoing_volumes.VOLUME = 6000
    split, write_one = outgoing_volumes.split, outgoing_volumes._write
    outgoing_volumes.split = lambda photos, room: split(photos, room, 6000)  # type: ignore[assignment]

    def marked(*given: object) -> Path:
        mark("volume")
        return write_one(*given)  # type: ignore[arg-type]

    outgoing_volumes._write = marked
    unit = _begun(home, say)
    while True:
        if outgoing_volumes.waiting(unit) is None:
            for _ in range(3):
                photo = unit.files.add(f"{clock.new_id()}".encode() * 120)
                with unit.change("登记") as change:
                    change.put(entry_of(voucher_no=clock.new_id()[-8:], files=(photo,)))
            export(unit, home.parent / "U盘")
        else:
            outgoing.send_photos(unit, home.parent / "U盘")
        say("done")


def write_and_say_too_early(home: Path, say: Say) -> None:
    """Wrong: "you may pull it out" before the bundle has its name on the stick."""
    rename = stick._rename

    def told(part: Path, final: Path, device: stick.Device) -> None:
        say(f"{int(final.name.split('第')[-1][:3])} early")
        weak_spot()
        rename(part, final, device)

    stick._rename = told
    unit = _begun(home, say)
    while True:
        batch(unit, 1, rows=1, people=0)
        export(unit, home.parent / "U盘")


def write_in_place(home: Path, say: Say) -> None:
    """Wrong: the bundle grows under its final name."""

    def in_place(source: Path, target: Path, **_: object) -> Path:
        data = source.read_bytes()
        with target.open("wb", buffering=0) as file:
            file.write(data[: len(data) // 2])
            weak_spot()
            file.write(data[len(data) // 2 :])
        return target

    stick.write_file = in_place  # type: ignore[assignment]
    write(home, say)


def write_with_the_number_noted_last(home: Path, say: Say) -> None:
    """Wrong: a number is spent only when its bundle stands, so a dead one is used again."""
    number, noted = Change.number, outgoing._noted

    def looked_up(self: Change, series: str) -> int:
        row = self.book.connection.execute(
            "SELECT last FROM counter WHERE series = ?", (series,)
        ).fetchone()
        return (row[0] if row else 0) + 1

    def noted_now(sealed: object, path: Path) -> object:
        weak_spot()
        number(book._open_change, f"bundle {book.unit.stream_id}")  # type: ignore[arg-type]
        return noted(sealed, path)  # type: ignore[arg-type]

    Change.number, outgoing._noted = looked_up, noted_now  # type: ignore[assignment,method-assign]
    book = _begun(home, say)
    while True:
        batch(book, 1, rows=1, people=0)
        export(book, home.parent / "U盘")


# -- merging --------------------------------------------------------------------------------


def merge(home: Path, say: Say) -> None:
    """Merges what lies on the stick, in the order of the numbers; says each when it is in."""
    street = _begun(home, say)
    for path in bundles(home):
        mark("reading and staging")
        take(street, path)
        say(path.name)


def take_back(home: Path, say: Say) -> None:
    """Takes every merge back, the newest first; says the number of each when it is out."""
    street = _begun(home, say)
    while (found := merge_steps.newest(street.connection, _office_of(street))) is not None:
        mark("taking back")
        taking_back.take_back(street, found[0])
        say(str(found[1]))


def take_back_table_by_table(home: Path, say: Say) -> None:
    """Wrong: each table is committed as soon as its rows are gone."""
    whole = before.take_out

    def early(connection: Connection, table: str, ids: Iterable[str]) -> int:
        gone = whole(connection, table, ids)
        connection.execute("COMMIT")
        weak_spot()
        connection.execute("BEGIN IMMEDIATE")
        return gone

    before.take_out = early  # type: ignore[assignment]
    take_back(home, say)


def _office_of(street: Book) -> str:
    return str(street.rows(Query("enrolled_unit"))[0]["office_id"])


def merge_and_say_too_early(home: Path, say: Say) -> None:
    """Wrong: the clerk reads "merged" before it is."""
    street = _begun(home, say)
    for path in bundles(home):
        say(path.name)
        weak_spot()
        take(street, path)


def merge_table_by_table(home: Path, say: Say) -> None:
    """Wrong: each table is committed as soon as it is merged."""
    whole = taking_in.Merge.apply

    def early(self: taking_in.Merge, plan: TablePlan, *rest: object) -> None:
        whole(self, plan, *rest)  # type: ignore[arg-type]
        self._connection.execute("COMMIT")
        if plan.new:
            weak_spot()
        self._connection.execute("BEGIN IMMEDIATE")

    taking_in.Merge.apply = early  # type: ignore[method-assign,assignment]
    merge(home, say)


def merge_before_the_papers(home: Path, say: Say) -> None:
    """Wrong: the rows are committed before the papers they name."""
    keep, put_off = photos.keep_all, list[tuple[object, ...]]()

    def later(*given: object) -> list[str]:
        put_off.append(given)
        return []

    photos.keep_all = later  # type: ignore[assignment]
    answer = receipts.answer

    def late(*given: object) -> object:
        weak_spot()
        while put_off:
            keep(*put_off.pop())  # type: ignore[arg-type]
        return answer(*given)  # type: ignore[arg-type]

    receipts.answer = late  # type: ignore[assignment]
    merge(home, say)


def merge_and_answer_first(home: Path, say: Say) -> None:
    """Wrong: the receipt lies on the stick before the merge is committed."""
    commit, answer = Change.commit, receipts.answer
    waiting: list[Callable[[], object]] = []

    def late_commit(self: Change) -> None:
        if self.kind == "merge":
            waiting.append(lambda: commit(self))
        else:
            commit(self)

    def early_answer(*given: object) -> object:
        made = answer(*given)  # type: ignore[arg-type]
        weak_spot()
        while waiting:
            waiting.pop()()
        return made

    Change.commit, receipts.answer = late_commit, early_answer  # type: ignore[method-assign,assignment]
    merge(home, say)


def take_down(home: Path, say: Say) -> None:
    """A unit takes in what the street wrote, bundle after bundle; says each when it is in."""
    unit = _begun(home, say)
    for path in bundles(home, "*_给*包.qlb"):
        mark("reading and staging")
        take(unit, path)
        say(path.name)


def write_down(home: Path, say: Say) -> None:
    """The street asks once more and writes to its units, for ever; says the number of each."""
    street = _begun(home, say)
    while True:
        units = directing.enrolled(street)
        actions.issue(street, [unit["code"] for unit in units], {"title": "一件"})
        made: Any = directing.write_down(street, home.parent / "U盘").result
        for one in made:
            say(f"{one.name} {one.number}")


def bundles(home: Path, names: str = "*包.qlb") -> list[Path]:
    return sorted((home.parent / "U盘").glob(names))


def _begun(home: Path, say: Say) -> Book:
    book = Book.open(home, RECORDS)
    mark_commits(book.connection)
    say("ready")
    return book


def _hash_of(unit: Book, number: int) -> str:
    found = unit.find(outgoing.SentBundle, number=number)
    assert found is not None
    return str(found["bundle_hash"])
