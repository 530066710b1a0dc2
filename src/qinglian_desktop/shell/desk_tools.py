"""How does the window build the standard ledgers? Saving, import, export and print from catalog."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qinglian_desktop.core import clock, lunar_table
from qinglian_desktop.core.held import RowEdit
from qinglian_desktop.core.module import Command, Query
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.record import Record, Tie
from qinglian_desktop.modules import catalog, saving, views
from qinglian_desktop.store import cells, packs

if TYPE_CHECKING:
    from qinglian_desktop.shell.list_memory import ListMemory
    from qinglian_desktop.shell.window import Window
    from qinglian_desktop.store.undo_plan import Rules
    from qinglian_desktop.ui.ledger_page import LedgerPage
    from qinglian_desktop.ui.list_tools import Extras

_NEAR = timedelta(days=7)
_DONE = ("已完成", "已终止", "已公开", "不适用", "已归档")


def save(book: Any, table: str, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """The save a subject asks for, or the plain one; a text held beside a field is settled."""
    saver = saving.saver(table)
    if row_id and (settled := cells.let_go(book, saver, table, row_id, draft)) is not None:
        return settled
    changes: Changes = saver(book, row_id, draft)
    return changes


def drop(book: Any, table: str, row_id: str) -> Changes:
    """To the recycle bin; `result` says what went there as a part of it."""
    changes: Changes = saving.dropper(table)(book, row_id)
    parts = {
        record.label
        for record in book.tables.records.values()
        if changes.touches(record.table)
        and any(f.link == table and f.tie is Tie.PART for f in record.fields.values())
    }
    if not parts:
        return changes
    return changes._replace(result=f"它的{'、'.join(sorted(parts))}一起删了，还原时一起回来。")


def undo_step(book: Any, step: int, tick: Any = None) -> Changes:
    """One step taken back by the rules of its subject."""
    from qinglian_desktop.store import undoing

    return undoing.undo(book, step, rules(), tick)


def rules() -> "Rules":
    """What the subjects say to taking back."""
    from qinglian_desktop.store.undo_plan import Rules

    return Rules(saving.hold, saving.admit, saving.FACTS, saving.PARTS)


def write_cells(
    book: Any, table: str, edits: Sequence[RowEdit], label: str, tick: Any = None
) -> Changes:
    """Cells typed, pasted or filled in a list: row by row through the save of the subject."""
    return cells.write_cells(book, saving.saver(table), table, edits, label, tick)


def due_word(row: Mapping[str, Any]) -> str:
    """逾期, 临期 or nothing, from the row's due day and state."""
    if not row.get("due_on") or row.get("state") in _DONE:
        return ""
    left = date.fromisoformat(row["due_on"]) - clock.today()
    return "逾期" if left < timedelta(0) else "临期" if left <= _NEAR else ""


def commands_of(table: str) -> list[Command]:
    """What the catalogue offers to do with a row of this table."""
    return [c for module in catalog.MODULES for c in module.commands if c.table == table]


def next_words(window: "Window", record: type[Record], row: Mapping[str, Any]) -> str:
    """What comes next with this row, and by when; of other offices' rows they say it themselves."""
    if row.get("owner") not in (None, "", window.book.unit.office_id):
        return ""
    from qinglian_desktop.modules.next_step import next_step
    from qinglian_desktop.store import archives

    closed = {one.year for one in archives.listed(window.home)}
    today = clock.today()
    step = next_step(record, row, today, closed)
    return step.words(today) if step is not None else "已归档，不用再办"


class LedgerMaker:
    """Called by pages for the standard page of one record type."""

    def __init__(self, window: "Window") -> None:
        from qinglian_desktop.shell.typing_help import TypingHelp
        from qinglian_desktop.ui import at_hand

        self._window = window
        lunar_table.use(packs.lunar)
        at_hand.use(TypingHelp(window.book, window.runner))
        window.closing.connect(at_hand.leave)
        self._memory: ListMemory | None = None

    def __call__(
        self,
        record: type[Record],
        *,
        title: str = "",
        columns: tuple[str, ...] | None = None,
        page_type: "type[LedgerPage] | None" = None,
    ) -> "LedgerPage":
        from qinglian_desktop.shell import going_back, mending
        from qinglian_desktop.shell.first_words import first_words
        from qinglian_desktop.ui.ledger_page import LedgerPage

        window, make = self._window, page_type or LedgerPage
        module = next((m for m in catalog.MODULES if record in m.records), None)
        importable = module is not None and record in module.sheets
        page = make(
            record,
            reader=window.book,
            runner=window.runner,
            save=save,
            drop=drop,
            write_cells=write_cells,
            commands=commands_of(record.table),
            due=due_word if "due_on" in record.fields else None,
            import_sheet=window.import_sheet if importable else None,
            export_sheet=window.export_sheet,
            print_list=window.print_list,
            store_file=window.store_file,
            words=window.book.word,
            title=title,
            columns=columns,
            owners=offices_of(window.book) if window.book.unit.is_street else None,
            extras=self._extras(record),
        )
        if words := first_words(record.table, window.book.word):
            page.list.empty.text.setText(words)
        page.drawer.next = partial(next_words, window, record)
        going_back.offer(window, page)
        mending.follow(window, page)
        return page

    def _extras(self, record: type[Record]) -> "Extras":
        from qinglian_desktop.shell.list_memory import ListMemory
        from qinglian_desktop.store import batch
        from qinglian_desktop.ui.bulk_button import BulkActions
        from qinglian_desktop.ui.list_tools import Extras
        from qinglian_desktop.ui.model import STATE_FIELDS

        # Where steps lead from state to state, their rules hold for many rows too.
        locked = STATE_FIELDS if commands_of(record.table) else ()
        window = self._window
        self._memory = self._memory or ListMemory(window.book, window.runner)
        return Extras(
            views.VIEWS.get(record.table, ()),
            self._memory,
            BulkActions(partial(batch.try_out, save), partial(batch.carry_out, save), locked),
            street=window.book.unit.is_street,
        )


def offices_of(book: Any) -> dict[str, str]:
    """The units of a street by their id."""
    rows = book.rows(Query("enrolled_unit"))
    return {str(row["office_id"]): str(row["name"]) for row in rows}


def keep_file(book: Any, path: Path) -> str:
    """A photo or scan into the file store; answers its id."""
    file_id: str = book.take_file(path)
    return file_id
