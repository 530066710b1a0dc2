"""How does an act on cells become a change? Now where it is short, beside the window where not.

All of it goes through `write(book, table, edits, label, tick)`, so that the rules of the ledger
hold as in the form; what it cannot store is held beside the row and marked.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from qinglian_desktop.core import held
from qinglian_desktop.core.held import RowEdit, Written
from qinglian_desktop.core.module import Command
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.ui.grid import locks
from qinglian_desktop.ui.grid.table import GridTable
from qinglian_desktop.ui.runner import Runner

Write = Callable[..., Changes]
_AT_ONCE = 100  # rows written in front of the clerk; more of them go beside the window
SAME = "内容和原来一样，没有改动。"
_ONLY_LOOK = "这个列表只能看，不能在这里改。"


class Writer(QObject):
    batch_done = Signal(str, object)  # words of the bar, Changes
    refused = Signal(object)  # Refused
    files_pasted = Signal()  # files or a picture, not cells

    def __init__(
        self,
        table: GridTable,
        runner: Runner,
        write: Write | None,
        *,
        commands: Sequence[Command] = (),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.table, self._runner = table, runner
        self._write: Write = write or _nothing
        records = table.records
        self._record = records.record_type
        self._locked = locks.locked_columns(self._record, records.columns, commands)
        if write is None:
            self._locked = dict.fromkeys(records.columns, _ONLY_LOOK)

    # -- may it be changed? ---------------------------------------------------------------

    def keep_out(self, reasons: Mapping[str, str]) -> None:
        """These columns take nothing typed here, each for its reason."""
        self._locked = {**self._locked, **reasons}

    def lock(self, line: int, name: str) -> str:
        """Why this cell takes nothing; "" when it does."""
        records = self.table.records
        return self._locked.get(name) or locks.locked_row(
            records.reader, self._record, records.row(line)
        )

    def _say(self, words: str) -> None:
        self.table.said.emit(words)
        self.table.note_changed.emit(words)

    def touched(self, changes: Changes) -> list[str]:
        """Rows of this list that a change touched, also those of which only a held text did."""
        beside = map(held.row_of, changes.ids(held.HeldCell.table))
        shown = [row_id for row_id in beside if self.table.records.place(row_id) >= 0]
        return list(dict.fromkeys([*changes.ids(self._record.table), *shown]))

    # -- writing --------------------------------------------------------------------------

    def write(self, edits: Sequence[RowEdit], label: str = "", say: str = "") -> bool:
        """One change now, or beside the window when it is long; False when it was refused.

        While something else is being done it waits for its turn: what was typed is not lost.
        """
        if not edits:
            return True
        if self._runner.working:
            self._runner.when_free(partial(self._write_now, edits, label, say))
            self._say("正在办上一件事，办完就存上。")
            return True
        return self._write_now(edits, label, say)

    def _write_now(self, edits: Sequence[RowEdit], label: str, say: str) -> bool:
        table = self._record.table
        if not isValid(self):  # the page was closed meanwhile
            return self._runner.act(self._write, table, edits, label) is not None
        if len(edits) <= _AT_ONCE:
            changes = self._runner.act(
                self._write, table, edits, label, initiator=self, on_refused=self._on_refused
            )
            if changes is None:
                return False
            self._tell(changes, say)
            return True
        return self._job(partial(_written, self._write, table, edits, label), label, say)

    def _job(self, action: Callable[..., Changes], label: str, say: str) -> bool:
        return self._runner.job(
            action, label=label, initiator=self, on_refused=self._on_refused,
            on_done=lambda changes: self._tell(changes, say),
        )  # fmt: skip

    def _on_refused(self, refused: Refused) -> None:
        self.table.note_changed.emit(str(refused))
        self.refused.emit(refused)

    def _tell(self, changes: Changes, say: str) -> None:
        written = changes.result
        assert isinstance(written, Written)
        if say and changes.step:
            bad = f"，{len(written.held):,} 格有问题（F8 逐个看）" if written.held else ""
            left = f"，有的行没有改：{written.refused[0]}" if written.refused else ""
            self.batch_done.emit(f"{say.format(rows=len(written.row_ids))}{bad}{left}", changes)
        elif written.refused:
            self._say(written.refused[0])
        elif say:
            self._say(SAME)

    def _edits(self, value: Callable[[int, str], Any]) -> list[RowEdit]:
        """`value(line, name)` for every chosen cell that can be changed, row by row."""
        table, area = self.table, self.table.area()
        if area is None:
            return []
        columns = table.seen_columns()[area.left : area.right + 1]
        edits, why, is_chosen = [], "", self._chosen()
        for line, row_id in enumerate(table.ids_of(area), area.top):
            values: dict[str, Any] = {}
            for column in columns:
                name = table.records.columns[column]
                if not row_id or not is_chosen(line, name):
                    continue
                if locked := self.lock(line, name):
                    why = why or locked
                    continue
                values[name] = value(line, name)
            if values:
                edits.append(RowEdit(row_id, values))
        if why:
            self._say(why)
        return edits

    def _chosen(self) -> Callable[[int, str], bool]:
        """Is this cell of the outermost block chosen? Between several blocks some are not."""
        if self.table.is_solid():
            return lambda _line, _name: True
        records, chosen = self.table.records, self.table.selectionModel()
        return lambda line, name: chosen.isSelected(
            records.index(line, records.columns.index(name))
        )


def _nothing(*_: Any) -> Changes:
    raise Refused(_ONLY_LOOK.rstrip("。"), "请打开记录来改")


def _written(
    write: Write, table: str, edits: Sequence[RowEdit], label: str, book: Any,
    tick: Callable[..., bool],
) -> Changes:  # fmt: skip
    return write(book, table, edits, label, tick)
