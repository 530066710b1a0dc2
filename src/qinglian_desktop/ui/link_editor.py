"""How is another record picked, or a person named? By a few letters, from a list that tells
people of one name apart: 姓名 · 组 · 出生年 · 尾号."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from PySide6.QtWidgets import QWidget

from qinglian_desktop.core.access import show
from qinglian_desktop.core.module import Query, Reader
from qinglian_desktop.core.outcome import Problem
from qinglian_desktop.core.record import Field, Level, Record, naming
from qinglian_desktop.core.unreadable import Unreadable
from qinglian_desktop.ui import at_hand
from qinglian_desktop.ui.pick_list import Offer
from qinglian_desktop.ui.picking import LAST, NEAR, PickingEditor

MOST = 20  # lines in the list
_ASKED = 60  # hits looked at, so that the exact ones among them can stand first
_GONE = "（原来的记录已经不在了）"


class Hits(NamedTuple):
    """Rows as they were typed, and rows that only sound like it."""

    exact: Sequence[Mapping[str, Any]]
    near: Sequence[Mapping[str, Any]]


def record_of(reader: Reader, table: str) -> type[Record] | None:
    """The declaration of a linked table, where the reader knows it (a book does)."""
    known = getattr(reader, "tables", None)
    try:
        found = known[table] if known is not None else None
    except KeyError:
        return None
    return found if isinstance(found, type) and issubclass(found, Record) else None


def described(reader: Reader, table: str, row: Mapping[str, Any]) -> str:
    """What names the row, then what tells twins apart: year of birth and last four digits."""
    record = record_of(reader, table)
    if record is not None:
        open_names = [n for n in record.named_by if record.fields[n].level < Level.PERSON]
        parts = [show(record.fields[name], row.get(name)) for name in open_names]
    else:
        named = (row.get(name) for name in ("title", "name", "item", "label", "number"))
        parts = [next((str(text) for text in named if text), str(row.get("id", "")))]
    if born := str(row.get("born_on") or ""):
        parts.append(f"{born[:4]}年")
    if number := str(row.get("id_number") or ""):
        parts.append(f"尾号{number[-4:]}")
    label = record.label if record is not None else ""
    return " · ".join(part for part in parts if part) or f"没有写名称的{label}"


def name_of(reader: Reader, table: str, row: Mapping[str, Any]) -> str:
    """How the row is called in a list, without what tells twins apart."""
    record = record_of(reader, table)
    return naming(record, row) if record is not None else described(reader, table, row)


def look_for(table: str, text: str, used: Sequence[str]) -> Callable[[Any], Hits]:
    """The question to a book: who is that? Those used last stand first among equals."""

    def ask(book: Any) -> Hits:
        if not text:
            there = {row["id"]: row for row in book.page(table, list(used))}
            kept = [there[i] for i in used if i in there and not there[i].get("deleted")]
            return Hits(kept or book.page(table, book.ids(Query(table, limit=MOST))), ())
        find = getattr(book, "find_words", None)
        if find is None:
            return Hits(book.page(table, book.ids(Query(table, search=text, limit=MOST))), ())
        found = find(text, (table,), _ASKED)
        near = {one.row_id for one in found if one.near}
        rows = book.page(table, [one.row_id for one in found])
        rows = [row for row in rows if not row.get("deleted")]
        exact = [row for row in rows if row["id"] not in near]
        exact.sort(key=lambda row: _rank(row, text, used))
        return Hits(exact[:MOST], [row for row in rows if row["id"] in near][: MOST // 2])

    return ask


def _rank(row: Mapping[str, Any], text: str, used: Sequence[str]) -> tuple[bool, int, bool, bool]:
    """The very name, then those used last, then names that begin so before those that hold it."""
    name = str(row.get("name") or "")
    place = used.index(row["id"]) if row["id"] in used else len(used)
    begins = name.startswith(text) or at_hand.now().sounds(name, text.lower())
    return name != text, place, not begins, text not in name


def as_offers(reader: Reader, table: str, hits: Hits) -> list[Offer]:
    """The lines of the list; people whose every shown word is the same get a number."""
    made: list[Offer] = []
    counted: dict[str, int] = {}
    for rows, near in ((hits.exact, False), (hits.near, True)):
        if near and rows:
            made.append(NEAR)
        for row in rows:
            words = described(reader, table, row)
            counted[words] = counted.get(words, 0) + 1
            mark = f"（同名第{counted[words]}位）" if counted[words] > 1 else ""
            made.append(Offer(words + mark, str(row["id"])))
    return made


class LinkEditor(PickingEditor):
    """Stores the id of the picked row, shows its name."""

    def __init__(self, field: Field, reader: Reader | None, parent: QWidget | None = None) -> None:
        self._reader = reader
        self._picked: tuple[str, str] | None = None  # (what is shown, id)
        super().__init__(field, parent)
        self.width_at_standard = 320
        self.with_button()
        self.fit()
        self.line.textEdited.connect(self._unpick)

    def placeholder(self) -> str:
        return "必填，打首字母选" if self.field.required else "打首字母或几个字选"

    def _unpick(self, _text: str) -> None:
        self._picked = None

    def reader(self) -> Reader | None:
        return self._reader

    def question(self, text: str) -> Callable[[Any], Any]:
        return look_for(self.field.link, text, at_hand.now().used(self.field.link))

    def offers(self, text: str, answer: Any) -> Sequence[Offer]:
        if self._reader is None or answer is None:
            return ()
        made = as_offers(self._reader, self.field.link, answer)
        if not text and made and at_hand.now().used(self.field.link):
            made.insert(0, LAST)
        if self.field.link in at_hand.now().makes:
            record = record_of(self._reader, self.field.link)
            label = record.label if record is not None else "一条"
            typed = "" if text.isascii() else f"“{text[:12]}”"
            made.append(Offer(f"＋ 新建{label}{typed}", adds=True))
        return made

    def take(self, offer: Offer) -> bool:
        if offer.adds:
            return self._add()
        self.pick(offer.value, offer.text)
        return True

    def pick(self, row_id: str, words: str = "") -> None:
        """This row from now on."""
        at_hand.now().note(self.field.link, row_id)
        self._picked = words or self.shown(row_id), row_id
        self.put_text(self._picked[0])
        self._heard = None
        self.mark_touched()

    def _add(self) -> bool:
        """Somebody not yet there: a short form, and back with the link set."""
        from qinglian_desktop.ui.new_record import add_record  # forms are built of editors

        typed = self.text().strip()
        added = add_record(self, self._reader, self.field.link, "" if typed.isascii() else typed)
        if added:
            self.pick(added)
        return bool(added)

    def shown(self, stored: Any) -> str:
        if not stored or self._reader is None:
            return str(stored or "")
        rows = self._reader.page(self.field.link, [str(stored)])
        return described(self._reader, self.field.link, rows[0]) if rows else _GONE

    def parsed(self, text: str) -> str:
        if self._picked is not None and self._picked[0] == text:
            return self._picked[1]
        raise Unreadable(f"还没选定“{text.strip()[:20]}”", "请从列出来的名字里选一个")

    def _show_stored(self) -> None:
        self._picked = None
        self.put_text(self.shown(self._original))

    def problem(self) -> Problem | None:
        return super().problem() if self.touched else None


class PersonNameEditor(PickingEditor):
    """A name: of somebody in the register, offered while typing, or any other."""

    marks_first = False

    def __init__(self, field: Field, reader: Reader | None, parent: QWidget | None = None) -> None:
        self._reader = reader
        super().__init__(field, parent)
        self.line.editingFinished.connect(self._remember)

    def reader(self) -> Reader | None:
        return self._reader

    def question(self, text: str) -> Callable[[Any], Any]:
        return look_for(self.field.suggests, text, at_hand.now().used(self.field.suggests))

    def offers(self, text: str, answer: Any) -> Sequence[Offer]:
        if self._reader is None or answer is None:
            return ()
        names = {row["id"]: str(row.get("name") or "") for rows in answer for row in rows}
        written = [
            Offer(name, f" {name}")
            for name in at_hand.now().used(self._key())
            if name not in names.values() and _may_mean(name, text)
        ]
        # Of somebody in the register the id is remembered and the name is written.
        listed = as_offers(self._reader, self.field.suggests, answer)
        lines = [o._replace(value=f"{o.value} {names[o.value]}") if o.value else o for o in listed]
        whole = bool(text) and lines[:1] != [] and lines[0].text == text
        return () if whole else [*written, *lines]

    def take(self, offer: Offer) -> bool:
        row_id, _, name = offer.value.partition(" ")
        if row_id:
            at_hand.now().note(self.field.suggests, row_id)
        self.put_text(name)
        self.mark_touched()
        self._remember()
        return True

    def _key(self) -> str:
        return f"name:{self.field.label}"

    def _remember(self) -> None:
        name = self.text().strip()
        if self.touched and name and not name.isascii():  # letters were only looked for
            at_hand.now().note(self._key(), name)


def _may_mean(name: str, text: str) -> bool:
    return not text or text in name or at_hand.now().sounds(name, text.lower())
