"""How is a batch of cells written? Row by row through the saver of the ledger, all in one change.

A text that is no value, and a value the rules of the ledger refuse, is held beside its row
(core/held.py); everything else of the row is stored. So a paste loses nothing and breaks no rule.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from qinglian_desktop.core.held import HeldCell, RowEdit, Written, as_beside, held_id, of_table
from qinglian_desktop.core.outcome import Changes, Problem, Refused, Shut, Stopped
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

Save = Callable[..., Any]  # (book, row id or None, draft)
Tick = Callable[..., bool]
_STEP = 50  # rows between two looks at 停止


def write_cells(
    book: Book, save: Save, table: str, edits: Sequence[RowEdit], label: str = "",
    tick: Tick | None = None,
) -> Changes:  # fmt: skip
    """One change, whatever its size; `result` is Written. Stopped rolls all of it back.

    Refused when not one cell could be stored or held: rows of another office, a ledger of the
    street.
    """
    scribe = _Scribe(book, save, table)
    total = len(edits)
    with book.change(label or _label(book, table, edits)) as change:
        for done, edit in enumerate(edits):
            if tick is not None and done % _STEP == 0 and not tick(done, total):
                raise Stopped
            scribe.write(change, edit)
        if not scribe.rows and scribe.refused:
            raise scribe.refused[0]
        if tick is not None:
            tick(total, total)
        why = tuple(dict.fromkeys(map(str, scribe.refused)))
        change.result = Written(tuple(scribe.rows), tuple(scribe.held), why)
    return change.changes


def let_go(
    book: Book, save: Save, table: str, row_id: str, draft: Mapping[str, Any]
) -> Changes | None:
    """Saves a row and lets go of the texts held beside these fields; None where none are.

    What was written in the form counts, also where it is the value that stood there before.
    """
    held = [held_id(row_id, name) for name in draft]
    standing = [row["id"] for row in book.page(HeldCell.table, held) if not row["deleted"]]
    if not standing:
        return None
    before = book.row(table, row_id) or {}
    label = ledger.label_of("改", book.tables[table], {**before, **draft})
    with book.change(label) as change:
        change.result = save(book, row_id, draft).result
        for key in standing:
            change.drop(HeldCell.table, key)
    return change.changes


def _label(book: Book, table: str, edits: Sequence[RowEdit]) -> str:
    record = book.tables[table]
    if len(edits) != 1:
        return f"改{record.label} {len(edits)} 条"
    edit = edits[0]
    before = (book.row(table, edit.row_id) or {}) if edit.row_id else {}
    return ledger.label_of("改" if edit.row_id else "登记", record, {**before, **edit.values})


class _Scribe:
    """Writes rows one after the other and remembers what could not be stored."""

    def __init__(self, book: Book, save: Save, table: str) -> None:
        self._book, self._save, self._table = book, save, table
        self._record: type[Record] = book.tables[table]
        known = book.rows(of_table(table)._replace(deleted=True))
        self._known: dict[str, Row] = {row["id"]: row for row in known}
        self.rows: list[str] = []
        self.held: list[tuple[str, str]] = []
        self.refused: list[Refused] = []  # rows of which nothing could be stored or held

    def write(self, change: Change, edit: RowEdit) -> None:
        values = dict(edit.values)
        bad = {problem.field: problem for problem in edit.bad}
        values |= dict.fromkeys(bad)  # the old value was written over
        if edit.row_id and self._is_gone(edit.row_id):
            return
        row_id = self._store(edit.row_id, values, bad)
        if row_id is None:
            return
        self.rows.append(row_id)
        row = self._book.row(self._table, row_id) or {}
        for name in edit.values.keys() | bad.keys():
            self._hold(change, row, name, bad.get(name))

    def _store(self, row_id: str, values: Row, bad: dict[str, Problem]) -> str | None:
        """Saves what the ledger takes; moves to `bad` what it refuses. None: nothing can be."""
        while True:
            try:
                if values or not row_id:
                    saved: Changes = self._save(self._book, row_id or None, values)
                    row_id = row_id or next(
                        at for table, at in reversed(saved.touched) if table == self._table
                    )
                return row_id
            except Refused as refused:
                if not self._give_way(refused, row_id, values, bad):
                    self.refused.append(refused)
                    return None

    def _give_way(
        self, refused: Refused, row_id: str, values: Row, bad: dict[str, Problem]
    ) -> bool:
        """Takes out of `values` what was refused; False when there is nothing to take out."""
        if not values or isinstance(refused, Shut):
            return False
        names = [refused.field] if refused.field in values else list(values)
        if not refused.field and row_id and not self._may_write(row_id):
            return False
        for name in names:
            value = values.pop(name)  # the old value stays, what was refused stands beside it
            if value not in (None, ""):
                text = self._as_text(name, value)
                bad[name] = Problem(refused.what, refused.remedy, name, refused.code, text)
            elif name not in bad:
                self.refused.append(refused)  # it may not be emptied, and keeps its value
        return True

    def _is_gone(self, row_id: str) -> bool:
        row = self._book.row(self._table, row_id)
        if row is not None and not row["deleted"]:
            return False
        what = f"这条{self._record.label}已经删了，没有改它"
        self.refused.append(Refused(what, "要改请先从回收站找回"))
        return True

    def _may_write(self, row_id: str) -> bool:
        row = self._book.row(self._table, row_id)
        return row is not None and row["owner"] == self._book.unit.office_id

    def _as_text(self, name: str, value: Any) -> str:
        kind = self._record.fields[name].kind
        return kind.show(kind.load(value)) if kind.fits(value) else str(value)

    def _hold(self, change: Change, row: Row, name: str, problem: Problem | None) -> None:
        key = held_id(row["id"], name)
        known = self._known.get(key)
        if problem is None:
            if known is not None and not known["deleted"]:
                change.drop(HeldCell.table, key)
                known["deleted"] = 1
            return
        if known is not None and known["deleted"]:
            change.bring_back(HeldCell.table, key)
        facts = {
            "of_table": self._table, "of_row": row["id"], "of_field": name,
            "text": problem.value, "what": problem.what, "remedy": problem.remedy,
            "beside": as_beside(row.get(name)),
        }  # fmt: skip
        change.put_row(HeldCell.table, key, facts)
        self._known[key] = {"deleted": 0}
        self.held.append((row["id"], name))
