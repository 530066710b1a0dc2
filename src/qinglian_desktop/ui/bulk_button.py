"""批量改 beside the filters: which rows it is for, and what is said when it is done."""

from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from qinglian_desktop.core.bulk import Line
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.ui import look
from qinglian_desktop.ui.runner import Runner
from qinglian_desktop.ui.table import RecordTable


class BulkActions(NamedTuple):
    """How an edit is tried and done; the first argument is the book of the worker."""

    try_out: Callable[..., list[Line]]  # (book, table, ids, edit, tick)
    carry_out: Callable[..., Changes]  # (book, table, lines, edit, tick)
    locked: tuple[str, ...] = ()  # fields that only a command moves


class BulkButton(QPushButton):
    """`ready()` saves what waits and answers whether the page may be left alone."""

    done = Signal(str, object)  # words, Changes

    def __init__(
        self,
        table: RecordTable,
        runner: Runner,
        actions: BulkActions | None,
        *,
        query: Callable[[], Query],
        show: Callable[[str, Any], str],
        ready: Callable[[], bool],
    ) -> None:
        super().__init__("批量改")
        self._table, self._runner, self._actions = table, runner, actions
        self._query, self._show, self._ready = query, show, ready
        self.setProperty("kind", "link")
        look.set_icon(self, "edit")
        look.named(self, "批量改", "选中的或列表里的全部，一次改一项，先看后改")
        self.clicked.connect(self.edit)

    def edit(self) -> None:
        """The chosen rows, or all that the list shows."""
        if self._actions is None or not self._table.records.ids or not self._ready():
            return
        from qinglian_desktop.ui.bulk_edit import BulkEdit, Scope  # with the first use

        records = self._table.records
        chosen, listed = self._table.selected_ids(), records.reader.ids(self._query())
        scopes = [Scope(f"选中的 {len(chosen):,} 条", chosen)] if chosen else []
        scopes.append(Scope(f"列表里的全部 {len(listed):,} 条", listed))
        dialog = BulkEdit(
            records.record_type, scopes, reader=records.reader, runner=self._runner,
            actions=self._actions, show=self._show, parent=self.window(),
        )  # fmt: skip
        dialog.done_with.connect(self._on_done)
        dialog.open()

    def _on_done(self, changes: Changes) -> None:
        count = len(changes.ids(self._table.records.record_type.table))
        self.done.emit(f"已改 {count:,} 条。", changes)
