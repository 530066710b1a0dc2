"""What would taking a change back do today? Row by row: free, changed later, or held."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Record, Row, naming
from qinglian_desktop.core.signer import Signer
from qinglian_desktop.store import engine, links, trail
from qinglian_desktop.store.change import same
from qinglian_desktop.store.trail import Image

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book

DAYS = 30  # so long a batch may be taken back

Key = tuple[str, str]  # (table, row id)


class Rules(NamedTuple):
    """What the subjects say; the store knows none of it."""

    hold: Callable[[str, Row], str] = lambda table, row: ""  # why such a row may not go back
    admit: Callable[["Book", str, str], object] = lambda book, table, row_id: None  # or Refused
    facts: frozenset[str] = frozenset()  # tables of what was sent, received or given out
    parts: Mapping[str, str] = {}  # tables whose rows go only with the row this link names


class Later(NamedTuple):
    """A row of the change that somebody changed since: as it was then, as it is now, by whom."""

    table: str
    row_id: str
    before: Row | None
    then: Row | None
    now: Row
    who: str
    at: str
    label: str

    @property
    def key(self) -> Key:
        return self.table, self.row_id


class Held(NamedTuple):
    """A row that cannot go back, and why."""

    table: str
    row_id: str
    name: str
    why: str


class Told(NamedTuple):
    """A change as the trail tells it, one image a row: before its first touch, after its last."""

    step: int
    label: str
    kind: str
    entered_on: date
    images: Mapping[Key, Image]

    def of_units(self, book: "Book") -> bool:
        # Only settling changes rows of a unit in a way that can be undone (exchange/unmatched.py).
        return book.unit.is_street and self.kind in ("settle", "undo")

    def is_whole(self, book: "Book") -> bool:
        """Rows of other offices and what is noted about them: all of it goes back, or nothing."""
        mine = book.unit.office_id
        sides = (side for i in self.images.values() for side in (i.before, i.after))
        return any(side is not None and side["owner"] != mine for side in sides)


class Plan(NamedTuple):
    step: int
    label: str
    free: tuple[Key, ...] = ()  # untouched since
    later: tuple[Later, ...] = ()
    held: tuple[Held, ...] = ()
    there: int = 0  # rows that are already as they were before


def plan(book: "Book", step: int, rules: Rules | None = None) -> Plan:
    """What could be taken back of this change today; nothing is written.

    Refused when the change is too long ago, is taken back already, or is another office's word.
    """
    rules = rules or Rules()
    return plan_of(book, told(book, step, rules), rules)


def plan_of(book: "Book", change: Told, rules: Rules) -> Plan:
    if clock.today() - change.entered_on > timedelta(days=DAYS):
        raise Refused(
            f"“{change.label}”是 {change.entered_on} 做的，过了 {DAYS} 天，不能整批撤销",
            "要改请打开记录逐条改，删掉的到回收站还原",
            code="QL-EN-051",
        )
    now = rows_now(book, change.images)
    free: list[Key] = []
    later: list[Later] = []
    held: list[Held] = []
    there = 0
    for key, image in change.images.items():
        row, record = now.get(key), book.tables[image.table]
        if row is not None and _is_back(record, row, image):
            there += 1
        elif _untouched(record, row, image):
            free.append(key)
        elif row is None:
            held.append(Held(*key, naming(record, image.after or {}), "被别的工具删掉了"))
        elif why := _why_not(book, change, row) or rules.hold(image.table, row):
            held.append(Held(*key, naming(record, row), why))
        else:
            later.append(_later(book, image, row))
    going = {key for key in free if goes(change.images[key])}
    going |= {one.key for one in later if _leaves(one.before)}
    staying = leaning_on(book, going, now)
    staying |= _left_behind(book, change, rules, set(free) - staying.keys())
    staying |= _orphaned(book, {key for key in free if comes(book, change.images[key])}, now)
    return Plan(
        change.step,
        change.label,
        tuple(key for key in free if key not in staying),
        tuple(one for one in later if one.key not in staying),
        (*held, *staying.values()),
        there,
    )


# -- what the change was ---------------------------------------------------------------------


def told(book: "Book", step: int, rules: Rules) -> Told:
    """The change with its images; refused when it is none that can be taken back.

    Of a change that was taken back and done again, the doing again is what counts.
    """
    with engine.plain_words():
        step, undone = _last_word(book, step)
        found = book.connection.execute(
            "SELECT label, kind, entered_on FROM change WHERE id = ?", (step,)
        ).fetchone()
        if found is None:
            raise Refused("没有这一步可以撤销", "请在撤销中心里选一步")
        if undone:
            raise Refused("这一步已经撤销过了", "要恢复请撤销那次撤销")
        label, kind, day = found
        images = _net(trail.images(book.connection, step))
    if kind == "peer":
        raise Refused("和另一台电脑对数不能整批撤销", "哪条不对就改哪条，再对一次数")
    if kind == "transfer":
        raise Refused("按移交令做的不能撤销", "要移回去，请街道再签一份移回的", code="QL-UB-258")
    if kind == "merge" or not images or _of_a_merge(book, step):
        raise Refused(
            "合并别的单位的包不能在这里撤销",
            "请到“撤销中心”里撤销这次合并；撤销过的请把那个包再导入一次",
        )
    if kept := [table for table, _ in images if table in rules.facts]:
        # A mark that it is deleted would not call back what is on somebody's stick.
        signer = kept[0] == Signer.table
        raise Refused(
            f"“{label}”写下的是{book.tables[kept[0]].label}，要照实留着，不能撤销",
            "要改请到“谁在用”里办" if signer else "报错了内容就改好，再写一个新包",
            code="QL-EN-056",
        )
    return Told(step, label, kind, date.fromisoformat(day), images)


def _of_a_merge(book: "Book", step: int | None) -> bool:
    """Is it the taking back of a merge? Only the bundle itself brings that again."""
    while step is not None:
        kind, step = book.connection.execute(
            "SELECT kind, undoes FROM change WHERE id = ?", (step,)
        ).fetchone()
        if kind == "merge":
            return True
    return False


def _last_word(book: "Book", step: int) -> tuple[int, bool]:
    """The last undoing or doing again of a change, and whether it is undone now."""
    undone = False
    while (
        later := engine.one(book.connection, "SELECT max(id) FROM change WHERE undoes = ?", (step,))
    ) is not None:
        step, undone = later, not undone
    return step, undone


def _net(pictures: Iterable[Image]) -> dict[Key, Image]:
    first: dict[Key, Image] = {}
    last: dict[Key, Image] = {}
    for image in pictures:
        key = image.table, image.row_id
        first.setdefault(key, image)
        last[key] = image
    return {
        key: Image(image.seq, image.change_id, *key, image.op, first[key].before, image.after)
        for key, image in reversed(last.items())
    }


# -- what became of its rows -----------------------------------------------------------------


def rows_now(book: "Book", keys: Iterable[Key]) -> dict[Key, Row]:
    ids: dict[str, list[str]] = {}
    for table, row_id in keys:
        ids.setdefault(table, []).append(row_id)
    return {
        (table, row["id"]): row for table, wanted in ids.items() for row in book.page(table, wanted)
    }


def _is_back(record: type[Record], row: Row, image: Image) -> bool:
    """Is the row already as the change found it?"""
    if image.before is None:
        return bool(row["deleted"])
    return same(record, row, image.before)


def _untouched(record: type[Record], row: Row | None, image: Image) -> bool:
    if row is None or image.after is None:
        return row is None and image.after is None and image.before is not None
    return same(record, row, image.after)


def _why_not(book: "Book", change: Told, row: Row) -> str:
    if row["owner"] == book.unit.office_id:
        return ""
    return "单位后来又报来新的，以单位的为准" if change.of_units(book) else "现在归别的单位"


def goes(image: Image) -> bool:
    """Does taking the change back put this row into the recycle bin?"""
    return image.after is not None and not image.after["deleted"] and _leaves(image.before)


def comes(book: "Book", image: Image) -> bool:
    """Does taking the change back bring this own row out of the recycle bin?"""
    before, after = image.before, image.after
    if before is None or before["deleted"] or before["owner"] != book.unit.office_id:
        return False
    return after is None or bool(after["deleted"])


def _leaves(before: Row | None) -> bool:
    return before is None or bool(before["deleted"])


def _later(book: "Book", image: Image, now: Row) -> Later:
    with engine.plain_words():
        who, at, label = book.connection.execute(
            "SELECT c.operator, c.at, c.label FROM trail t JOIN change c ON c.id = t.change_id "
            "WHERE t.table_name = ? AND t.row_id = ? ORDER BY t.seq DESC LIMIT 1",
            (image.table, image.row_id),
        ).fetchone()
    return Later(image.table, image.row_id, image.before, image.after, now, who, at, label)


def leaning_on(book: "Book", going: set[Key], now: Mapping[Key, Row]) -> dict[Key, Held]:
    """Rows of `going` that a row which stays points to; they stay too, and so on."""
    held: dict[Key, Held] = {}
    while pointed := links.pointing(book, going):
        for key, who in pointed.items():
            name = naming(book.tables[key[0]], now.get(key) or {})
            held[key] = Held(*key, name, f"还有 {who} 用着它")
        going = going - pointed.keys()
    return held


def _left_behind(book: "Book", change: Told, rules: Rules, going: set[Key]) -> dict[Key, Held]:
    """Parts of a row that would go while the row itself, made with them, stays."""
    held: dict[Key, Held] = {}
    for key in going:
        image, link = change.images[key], rules.parts.get(key[0])
        row = image.after
        if link is None or row is None or not goes(image):
            continue
        record = book.tables[image.table]
        whole = record.fields[link].link, str(row[link])
        if whole in change.images and whole not in going:
            held[key] = Held(*key, naming(record, row), f"它所在的{record.fields[link].label}还在")
    return held


def _orphaned(book: "Book", coming: set[Key], now: Mapping[Key, Row]) -> dict[Key, Held]:
    """Rows of `coming` whose parent is deleted and does not come with them; they stay too."""
    held: dict[Key, Held] = {}
    while orphans := links.orphans(book, coming):
        for key, why in orphans.items():
            held[key] = Held(*key, naming(book.tables[key[0]], now.get(key) or {}), why)
        coming = coming - orphans.keys()
    return held
