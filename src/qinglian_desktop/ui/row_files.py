"""How does a photo come to a record without opening it? Dropped on its row, or pasted there."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from qinglian_desktop.core.kinds import FILES
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import naming
from qinglian_desktop.ui import cover, taking
from qinglian_desktop.ui.files_editor import StoreFile

if TYPE_CHECKING:
    from qinglian_desktop.ui.ledger_page import LedgerPage

_WORKBOOKS = (".xls", ".xlsx", ".xlsm", ".et")  # one of them alone is a form from above
_LONGEST = 20  # characters of a row's name in what is said


class RowFiles(QObject):
    """Takes what is let go over a row of the list, or pasted there, into its field for files."""

    def __init__(
        self,
        page: "LedgerPage",
        runner: Any,
        save: Callable[..., Any],
        store_file: StoreFile,
        row: Callable[[str], Mapping[str, Any]],
    ) -> None:
        super().__init__(page)
        self._page, self._runner, self._save, self._keep = page, runner, save, store_file
        self._row = row
        self._field = field_of(page.record_type)
        if self._field:
            page.setAcceptDrops(True)
            page.installEventFilter(self)
            page.hands.files_pasted.connect(self.paste)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent) and (paths := _files_of(event)):
            if isinstance(event, QDragEnterEvent):
                event.acceptProposedAction()
            elif event.type() == QEvent.Type.Drop:
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()
                self.give(self._row_at(event), paths)
            return event.type() != QEvent.Type.DragMove
        return super().eventFilter(watched, event)

    def _row_at(self, event: QDropEvent) -> str:
        """The row under the mouse; "" beside all rows."""
        table = self._page.table
        place = table.viewport().mapFromGlobal(self._page.mapToGlobal(event.position().toPoint()))
        line = table.rowAt(place.y()) if table.viewport().rect().contains(place) else -1
        ids = table.records.ids
        return ids[line] if 0 <= line < len(ids) else ""

    def paste(self) -> None:
        with taking.on_clipboard() as paths:
            self.give(self._page.table.current_id(), paths)

    def give(self, row_id: str, paths: Sequence[Path]) -> None:
        """These files to this row; an open record takes them into what is typed there."""
        page = self._page
        if not row_id:
            page.banner.say(
                Refused("没有对准哪一条，附件没有放进去", "请拖到要附材料的那一行上再松手")
            )
            return
        if page.drawer.isVisibleTo(page) and page.drawer.row_id == row_id:
            page.drawer.form.attach(paths)
            return
        try:
            kept = [self._keep(path) for path in taking.files_in(paths)]
        except (Refused, OSError) as trouble:
            page.banner.say(_said(trouble))
            return
        self._add(row_id, kept)

    def _add(self, row_id: str, kept: Sequence[str]) -> None:
        page, record = self._page, self._page.record_type
        row = self._row(row_id)
        kind, stored = record.fields[self._field].kind, row.get(self._field)
        before = kind.load(stored) if stored and kind.fits(stored) else ()
        after = tuple(dict.fromkeys((*before, *kept)))
        name = record.label if cover.cover().on else naming(record, row)[:_LONGEST]
        if after == before:
            page.bar.say(f"〔{name}〕里已经有这些文件了，没有再放一份。")
            return
        changes = self._runner.act(
            self._save, record.table, row_id, {self._field: kind.dump(after)},
            on_refused=page.banner.say,
        )  # fmt: skip
        if changes is not None:
            page.bar.say(
                f"已附到〔{name}〕{len(after) - len(before)} 个文件，共 {len(after)} 个。",
                action=partial(self._runner.undo_step, changes.step),
            )


def field_of(record: Any) -> str:
    """The first field of a record that takes files; "" where it has none."""
    return next((name for name, field in record.fields.items() if field.kind is FILES), "")


def _files_of(event: QDropEvent) -> list[Path]:
    paths = [Path(u.toLocalFile()) for u in event.mimeData().urls() if u.isLocalFile()]
    a_form = len(paths) == 1 and paths[0].suffix.lower() in _WORKBOOKS
    return [] if a_form else paths


def _said(trouble: Refused | OSError) -> Refused:
    if isinstance(trouble, Refused):
        return trouble
    return Refused("有文件打不开，这次一个也没有附上", "请确认文件还在，再拖一次")
