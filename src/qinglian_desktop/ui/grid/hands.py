"""What does each key of a list do? Cells typed, pasted, filled, cleared, found: one change each."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.held import RowEdit
from qinglian_desktop.core.outcome import Problem, Refused
from qinglian_desktop.core.record import Level, Row
from qinglian_desktop.ui import at_hand, wording
from qinglian_desktop.ui.grid import filling, finding, locks
from qinglian_desktop.ui.grid.cell_editor import CellEditor
from qinglian_desktop.ui.grid.clipboard import ClipWriter
from qinglian_desktop.ui.grid.reading import Names, read
from qinglian_desktop.ui.revealing import asked_why


class Hands(ClipWriter):
    """The acts of one list, by the names its table gives them."""

    def __init__(self, *given: Any, keyword: Callable[[], str] = str, **more: Any) -> None:
        super().__init__(*given, **more)
        self._keyword = keyword
        self._acts: Mapping[str, Callable[[Any], object]] = {
            "open": self._open, "mode": self._mode, "copy": self.copy, "cut": self._cut,
            "paste": self.paste, "delete": self._delete, "clear": self._clear,
            "fill": self._fill, "fill down": self._fill_down, "fill all": self._fill_all,
            "today": self._today, "above": self._above, "tick": self._tick, "drop": self._drop,
            "next hit": self._next_hit, "next problem": self._next_problem,
        }  # fmt: skip
        self.table.asked.connect(self.on_asked)

    def on_asked(self, act: str, given: object) -> None:
        self._acts[act](given)

    def _mode(self, _given: object = None) -> None:
        why = locks.locked_row(self.table.records.reader, self._record, {})
        if why and not self.table.entering:
            self._say(why)
            return
        self.table.set_entering(not self.table.entering)

    # -- one cell -------------------------------------------------------------------------

    def _open(self, over: object = None) -> None:
        """With `over` what stands there is not shown: the next letter takes its place."""
        table, here = self.table, self.table.currentIndex()
        name, records = table.current_name(), table.records
        if why := self.lock(here.row(), name):
            self._say(why)
            return
        row = records.row(here.row())
        if not row and self._runner.working:  # each of its cells would become a row of its own
            self._say("正在办上一件事，等它办完再写新的一行。")
            return
        problem = records.held(here.row(), here.column())
        there = problem is not None or row.get(name) not in (None, "")
        if there and not over and not self._may_see(row, name):
            return
        table.editor = CellEditor(
            self._record.fields[name],
            records.reader,
            row_id=str(row.get("id") or ""),
            name=name,
            stored=row.get(name),
            done=self._on_typed,
            special=self._special,
            parent=table.viewport(),
        )
        personal = self._record.fields[name].level >= Level.PERSON
        if problem is not None and not (over and personal):
            table.editor.show_held(problem)

    def _may_see(self, row: Row, name: str) -> bool:
        """Is it nothing personal, or written down that it is seen?"""
        field = self._record.fields[name]
        if field.level < Level.PERSON:
            return True
        why = ""
        sensitive = field.level >= Level.SENSITIVE
        if sensitive and not (why := asked_why(self.table, self._record.label)):
            return False
        try:
            at_hand.now().reveal(self._record.table, str(row["id"]), field.label, why)
        except Refused as refused:
            self._say(str(refused))
            return False
        return True

    def _special(self, which: str) -> str | None:
        """The text for Ctrl+; and Ctrl+' while a cell is being typed into."""
        here, name = self.table.currentIndex(), self.table.current_name()
        field = self._record.fields[name]
        if which == "today":
            return clock.today().isoformat() if field.kind.name == "day" else None
        row = self.table.records.row(here.row() - 1) if here.row() else {}
        stored = row.get(name)
        if stored in (None, "") or field.kind.name == "link" or not field.kind.fits(stored):
            return None
        if not self._may_see(row, name):  # it is seen as soon as it stands in the open cell
            return None
        text = field.kind.show(field.kind.load(stored))
        return wording.said(text) if field.kind.name == "choice" else text

    def _on_typed(self, how: str) -> None:
        """The editor was left: what was typed is stored or held, then on to the next cell."""
        table, editor = self.table, self.table.editor
        if editor is None:
            return
        table.close_editor()
        if how == "give up" or not editor.touched:
            table.step(how)
            return
        edits = self._typed_into(editor, everywhere=how == "fill")
        line = -1 if editor.row_id else len(table.records.ids)  # where a new row will stand
        if self.write(edits, f"填充 {len(edits)} 行" if len(edits) > 1 else ""):
            table.step(how, line)

    def _typed_into(self, editor: CellEditor, *, everywhere: bool) -> list[RowEdit]:
        names = Names(self.table.records.reader)

        def meant(name: str) -> tuple[Any, Problem | None]:
            value, problem = editor.outcome()
            if name == editor.name and (problem is None or not self._record.fields[name].link):
                return value, problem
            return read(self._record, name, editor.text(), names)

        area = self.table.area()
        if not everywhere or area is None or area.is_one:
            return [_edit_of(editor.row_id, {editor.name: meant(editor.name)})]
        found = {name: meant(name) for name in self.table.names_of(area) if name in
                 self._record.fields}  # fmt: skip
        edits, is_chosen = [], self._chosen()
        for line, row_id in enumerate(self.table.ids_of(area), area.top):
            open_ones = {
                name: told for name, told in found.items()
                if is_chosen(line, name) and not self.lock(line, name)
            }  # fmt: skip
            if row_id and open_ones:
                edits.append(_edit_of(row_id, open_ones))
        return edits

    # -- filling --------------------------------------------------------------------------

    def _fill_down(self, _given: object = None) -> None:
        """Ctrl+D: the uppermost line of the block into all below; one cell takes the one above."""
        area = self.table.area()
        if area is None or (area.height == 1 and area.top == 0):
            return
        source = area.top if area.height > 1 else area.top - 1
        rows = self.table.records.row(source)
        if self._waits(source, self.table.names_of(area)):
            return
        edits = self._edits(lambda _line, name: rows.get(name))
        self._write_filled([edit for edit in edits if edit.row_id != rows.get("id")])

    def _fill_all(self, _given: object = None) -> None:
        """Ctrl+Enter on a block: the current cell into every chosen cell of its column."""
        here, name = self.table.currentIndex(), self.table.current_name()
        if not here.isValid():
            return
        stored = self.table.records.row(here.row()).get(name)
        if self._waits(here.row(), (name,)):
            return
        edits = self._edits(lambda _line, _name: stored)
        kept = [e._replace(values={name: stored}) for e in edits if name in e.values]
        self._write_filled(kept)

    def _fill(self, given: Any) -> None:
        """The handle was dragged: series, or copies with Ctrl."""
        wide, copy = given
        area = self.table.area()
        if area is None:
            return
        names = self.table.names_of(area)
        if any(self._waits(line, names) for line in range(area.top, area.bottom + 1)):
            return
        sideways = wide.width > area.width
        made = filling.across(self.table, area, wide) if sideways else filling.down(
            self.table, area, wide, copy=copy
        )  # fmt: skip
        why, edits, ids = "", [], self.table.ids_of(wide)
        for line, values in sorted(made.items()):
            locked = {name: self.lock(line, name) for name in values}
            why = why or next(filter(None, locked.values()), "")
            kept = {name: value for name, value in values.items() if not locked[name]}
            if kept:
                edits.append(RowEdit(ids[line - wide.top], kept))
        if why:
            self._say(why)
        self._write_filled(edits)
        self.table.choose(wide)

    def _waits(self, line: int, names: Sequence[str]) -> bool:
        """Is there a text on this line that is no value? What the cell shows is not stored."""
        waiting = [name for name in names if name in self.table.records.held_in(line)]
        if waiting:
            label = self._record.fields[waiting[0]].label
            self._say(f"第 {line + 1} 行的〔{label}〕还没改好，不能照着填。请先改好它（F2）。")
        return bool(waiting)

    def _write_filled(self, edits: Sequence[RowEdit]) -> None:
        several = len(edits) > 1
        self.write(edits, f"填充 {len(edits)} 行" if several else "",
                   "已填充 {rows:,} 行" if several else "")  # fmt: skip

    # -- one key, one value ---------------------------------------------------------------

    def _today(self, _given: object = None) -> None:
        field = self._record.fields.get(self.table.current_name())
        if field is None or field.kind.name != "day":
            self._say("这一格不是日期，Ctrl+; 填的是今天的日期。")
            return
        today = clock.today().isoformat()
        days = {n for n, field in self._record.fields.items() if field.kind.name == "day"}
        self._put(lambda _line, name: today, days)

    def _above(self, _given: object = None) -> None:
        here = self.table.currentIndex()
        if here.isValid() and here.row():
            row, name = self.table.records.row(here.row() - 1), self.table.current_name()
            if not self._waits(here.row() - 1, (name,)):
                self._put_here(name, row.get(name))

    def _tick(self, _given: object = None) -> None:
        here, name = self.table.currentIndex(), self.table.current_name()
        field = self._record.fields.get(name)
        if field is None or field.kind.name != "flag":
            return
        on = self.table.records.row(here.row()).get(name)
        flags = {n for n, other in self._record.fields.items() if other.kind.name == "flag"}
        self._put(lambda _line, _name: int(not on), flags)

    def _put(self, value: Callable[[int, str], Any], names: set[str]) -> None:
        """Into every chosen cell of these columns; the blank line takes it as a new row."""
        if self._on_blank_line():
            name = self.table.current_name()
            self._put_here(name, value(self.table.currentIndex().row(), name))
            return
        edits = [
            edit._replace(values={n: v for n, v in edit.values.items() if n in names})
            for edit in self._edits(value)
        ]
        edits = [edit for edit in edits if edit.values]
        self.write(edits, f"改 {len(edits)} 行" if len(edits) > 1 else "")

    def _put_here(self, name: str, value: Any) -> None:
        line = self.table.currentIndex().row()
        if why := self.lock(line, name):
            self._say(why)
            return
        row_id = str(self.table.records.row(line).get("id") or "")
        self.write([RowEdit(row_id, {name: value})])

    def _on_blank_line(self) -> bool:
        return self.table.currentIndex().row() >= len(self.table.records.ids)

    # -- going to ------------------------------------------------------------------------

    def _next_hit(self, _given: object = None) -> None:
        word = self._keyword()
        if not word:
            self._say("先按 Ctrl+F 写要找的字，再按 F3 找下一处。")
        elif not finding.next_hit(self.table, word):
            self._say(f"没有再找到“{word[:20]}”。")

    def _next_problem(self, _given: object = None) -> None:
        if not finding.next_problem(self.table):
            self._say("没有有问题的格子，也没有没填完的行。")


def _edit_of(row_id: str, told: Mapping[str, tuple[Any, Problem | None]]) -> RowEdit:
    bad = tuple(problem for _, problem in told.values() if problem is not None)
    return RowEdit(row_id, {n: v for n, (v, problem) in told.items() if problem is None}, bad)
