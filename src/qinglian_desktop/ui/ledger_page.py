"""How is an ordinary ledger worked with? A list, a filter, a drawer, and saving by itself.

The callables a page is given:

    save(book, table, row_id | None, draft) -> Changes      drop(book, table, row_id) -> Changes
    write_cells(book, table, edits, label, tick)    cells typed or pasted; without it none can be
    due(row) -> str                  a state word for the drawer (逾期, 临期, or "")
    import_sheet(record_type)        opens the import
    export_sheet(query)              the list as filtered and sorted on screen
    print_list(query)
    store_file(path) -> str          keeps a file, answers its id
    words(key) -> str                the 村/社区 word
    owners                           names of the offices whose rows are listed, by id
    extras                           views, what is kept for a person, 批量改 (ui/list_tools.py)
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Command, Query, Reader, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Record
from qinglian_desktop.ui import look, wording
from qinglian_desktop.ui.drawer import WIDTH, DueWord, RecordDrawer
from qinglian_desktop.ui.dropping import drop_all
from qinglian_desktop.ui.files_editor import StoreFile
from qinglian_desktop.ui.filter_bar import FilterBar
from qinglian_desktop.ui.grid.batch_bar import BatchBar
from qinglian_desktop.ui.grid.hands import Hands
from qinglian_desktop.ui.list_area import ListArea
from qinglian_desktop.ui.list_tools import Extras, ListTools
from qinglian_desktop.ui.messages import Banner, Bar, ask, fill
from qinglian_desktop.ui.model import STATE_FIELDS
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.row_files import RowFiles
from qinglian_desktop.ui.runner import Runner
from qinglian_desktop.ui.title_row import TitleRow

_LOW = 460  # px at 标准 of height: 特大 on a small screen, with a message below
_LOWEST = 310  # below it the footer gives way, too, until the message has gone
ROOM_BESIDE = 660  # px a list needs beside the drawer; with less the drawer covers it


class LedgerPage(QWidget):
    """The standard page over one kind of record."""

    def __init__(
        self,
        record_type: type[Record],
        *,
        reader: Reader,
        runner: Runner,
        save: Callable[..., Changes],
        drop: Callable[..., Changes],
        write_cells: Callable[..., Changes] | None = None,
        commands: Sequence[Command] = (),
        due: DueWord | None = None,
        import_sheet: Callable[[type[Record]], object] | None = None,
        export_sheet: Callable[[Query], object] | None = None,
        print_list: Callable[[Query], object] | None = None,
        store_file: StoreFile | None = None,
        words: Callable[[str], str] | None = None,
        title: str = "",
        columns: Sequence[str] | None = None,
        owners: Mapping[str, str] | None = None,
        extras: Extras | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.record_type, self.words = record_type, words
        if words is not None:
            wording.use(words)
        self.page_id, self.title = record_type.table, title or record_type.label
        self._reader, self._runner, self._save, self._drop = reader, runner, save, drop
        self._import, self._export, self._print = import_sheet, export_sheet, print_list
        self.setProperty("role", "page")
        self.setProperty("restricted", record_type.sealed)  # left alone it closes (shell/idle)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        states = [f.choices for n, f in record_type.fields.items() if n in STATE_FIELDS]
        self.head = TitleRow(
            self.title,
            with_import=import_sheet is not None,
            with_export=export_sheet is not None,
            with_print=print_list is not None,
        )
        self.filters = FilterBar(states[0] if states else (), self._state_label())
        self.banner = Banner()
        self.list = ListArea(
            record_type, reader=reader, columns=columns, lane=runner.read,
            with_import=import_sheet is not None,
        )  # fmt: skip
        self.table = self.list.table
        self.table.records.owners = owners or {}
        self.table.summed, self.table.split_by = record_type.adds_up, record_type.sides
        self.hands = Hands(
            self.table, runner, write_cells, commands=commands, keyword=self.filters.keyword,
            parent=self,
        )  # fmt: skip
        self.bar, self.batch = Bar(), BatchBar(self.hands, runner)
        self.view_batch: Callable[[int], object] | None = None  # 查看 after a batch of this page
        self.drawer = RecordDrawer(
            record_type, reader=reader, commands=commands, due=due, store_file=store_file,
            parent=self,
        )  # fmt: skip
        self.drawer.hide()
        self._column = QVBoxLayout(self)
        self._column.setSpacing(12)
        for part in (self.head, self.filters, self.banner, self.batch):
            self._column.addWidget(part)
        self._column.addWidget(self.list, 1)
        self._column.addWidget(self.bar)
        enter_at(self, self.table)
        self.tools = ListTools(
            self.table, self.filters, runner, key=f"{record_type.table}/{self.title}",
            query=self.query, ready=self._may_leave, extras=extras or Extras(),
        )  # fmt: skip
        if store_file is not None:
            RowFiles(self, runner, save, store_file, self._row)
        self._connect()
        self._place()
        self.reload()

    def put_below_head(self, part: QWidget) -> None:
        """What a subject says about its list, between the title and the filters."""
        self._column.insertWidget(1, part)

    def _state_label(self) -> str:
        fields = self.record_type.fields
        return next((fields[n].label for n in STATE_FIELDS if n in fields), "")

    def _connect(self) -> None:
        self.head.new.connect(self.new_record)
        self.head.import_asked.connect(self._on_import)
        self.head.export_asked.connect(self._on_export)
        self.head.print_asked.connect(self.print_page)
        self.filters.changed.connect(self._on_filter)
        self.tools.many.done.connect(self._on_many)
        self.list.clear_asked.connect(self.filters.clear)
        self.list.new_asked.connect(self.new_record)
        self.list.import_asked.connect(self._on_import)
        self.table.footer_changed.connect(self._on_counted)
        self.table.opened.connect(self.open_record)
        self.table.dropped.connect(self.drop_rows)
        self.table.said.connect(self._runner.said)
        self.drawer.closed.connect(self.close_drawer)
        self.drawer.stepped.connect(self._on_steps)
        self.drawer.drop_asked.connect(self._on_drop_asked)
        self.drawer.command_asked.connect(self._on_command)
        self.drawer.form.edited.connect(self.save_now)
        self.drawer.form.submitted.connect(self._on_submitted)
        self.drawer.form.stepped.connect(self._on_stepped)
        self.hands.refused.connect(self.banner.say)
        self._runner.changed.connect(self._on_changed)

    # -- the list -------------------------------------------------------------------------

    def query(self, *, but: str = "") -> Query:
        """What the list shows: the filters (of all columns `but` one), in the order chosen."""
        state = self.filters.state()
        name = next((n for n in STATE_FIELDS if n in self.record_type.fields), "")
        where = self.filters.where(clock.today(), but=but)
        if state:
            where = (Where(name, "=", state), *where)
        order, shown = self.table.wanted.order, self.table.records.columns
        return Query(
            self.record_type.table, where, self.filters.keyword(), order,
            natural=True, columns=shown,
        )  # fmt: skip

    def reload(self) -> None:
        self.tools.look_again()
        self.list.filtered = self.filters.active
        self.table.ask(self.query())

    def _on_counted(self, _footer: str) -> None:
        # The keys go to the list; where it is empty, to the button that begins one.
        shown = bool(self.table.records.ids) or self.table.entering
        enter_at(self, self.table if shown else self.head.add)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.list.begin_as(self.head.add)

    def _on_filter(self) -> None:
        self.reload()

    def _on_changed(self, changes: Changes, initiator: object) -> None:
        touched = self.hands.touched(changes)
        if not touched:
            return
        if not self.table.take(touched, own=initiator is self.hands):
            self.reload()
        shown = self.drawer.row_id
        if not self.drawer.isVisibleTo(self) or initiator is self:
            return
        if shown and shown in touched:
            row = self._row(shown)
            if row.get("deleted") or not row:
                self._hide_drawer()
            else:
                self.drawer.changed_elsewhere(row, self._history(shown))
                self.drawer.show_problems(self.table.records.problems_of(shown))

    def _row(self, row_id: str) -> Mapping[str, Any]:
        rows = self._reader.page(self.record_type.table, [row_id])
        return rows[0] if rows else {}

    def _history(self, row_id: str) -> Sequence[Mapping[str, Any]]:
        ask = getattr(self._reader, "told_history", None)
        return ask(self.record_type.table, row_id) if ask is not None and row_id else ()

    # -- the drawer -----------------------------------------------------------------------

    def new_record(self) -> None:
        if not self._may_leave():
            return
        self.drawer.show_row({})
        self._show_drawer()
        self.drawer.form.focus_first()

    def open_record(self, row_id: str) -> None:
        """Show this row in the drawer (and choose it in the list where it is listed)."""
        if not self._may_leave():
            return
        row = self._row(row_id)
        if not row:
            self.banner.say(Refused(f"这条{self.record_type.label}已经不在了", "请刷新列表再试"))
            return
        self.table.select_id(row_id)
        self.drawer.show_row(row, self._history(row_id))
        self.drawer.show_problems(self.table.records.problems_of(row_id))
        self._show_drawer()
        self.drawer.form.focus_first()

    def close_drawer(self) -> None:
        if self._may_leave():
            self._hide_drawer()

    def _may_leave(self) -> bool:
        """Everything typed is saved, or the clerk gives up what could not be."""
        saved, unread = self.save_waiting(), self.drawer.form.unreadable()
        if self.drawer.isHidden() or (saved and not unread):
            return True
        which = "、".join(f"〔{label}〕" for label in unread)
        what = f"{which}看不懂，没有存上" if unread else "刚才的改动没有存上"
        return ask(self, f"{what}。离开就没有了。", "不要了", "接着改", danger=True)

    def _on_steps(self) -> None:
        """One filled button on the screen: the next step of the open record, else 新增."""
        fill(self.head.add, not (self.drawer.leads and not self.drawer.isHidden()))

    def _hide_drawer(self) -> None:
        self.drawer.hide()
        self._on_steps()
        self._place()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_drawer(self) -> None:
        self.drawer.show()
        self._on_steps()
        self._place()
        self.drawer.raise_()

    def _on_stepped(self, step: int) -> None:
        place = self.table.records.place(self.drawer.row_id) + step
        if self.drawer.row_id and 0 <= place < len(self.table.records.ids):
            self.open_record(self.table.records.ids[place])

    # -- writing --------------------------------------------------------------------------

    def save_waiting(self) -> bool:
        """Save what is typed and not yet saved (before another row, another page, the end)."""
        if self.table.editor is not None:
            self.table.editor.end("stay")
        return self.drawer.isHidden() or self.save_now()

    flush = save_waiting

    def save_now(self) -> bool:
        """Save the drawer's draft; False when it was refused."""
        form, row_id, table = self.drawer.form, self.drawer.row_id, self.record_type.table
        form.wait_no_more()
        draft = form.changes() if row_id else form.draft()
        if (not row_id and form.is_blank) or not draft:
            return True
        changes = self._runner.act(
            self._save, table, row_id or None, draft, initiator=self, on_refused=self._on_refused
        )
        if changes is None:
            return False
        self.drawer.banner.hide()
        saved = row_id or next(iter(changes.ids(table)), "")
        if saved:
            self.drawer.saved_as(self._row(saved), self._history(saved))
            self.table.select_id(saved)
        return True

    def _on_submitted(self) -> None:
        if self.save_now():
            self.new_record()

    def _on_refused(self, refused: Refused) -> None:
        if not self.drawer.form.show_problem(refused):
            self.drawer.banner.say(refused)

    def _on_command(self, command: Command) -> None:
        self.save_waiting()
        row_id = self.drawer.row_id
        self._runner.act(command.run, row_id, on_refused=self._on_refused)

    def _on_drop_asked(self) -> None:
        self.drop_rows([self.drawer.row_id])

    def drop_rows(self, row_ids: Sequence[str]) -> None:
        """To the recycle bin, at once and as one step; the bar at the bottom takes it back."""
        changes = self._runner.act(
            drop_all, self._drop, self.record_type, row_ids,
            initiator=self.table, on_refused=self.banner.say,
        )  # fmt: skip
        if changes is not None:
            more = changes.result if isinstance(changes.result, str) else ""
            seen = self.view_batch if len(row_ids) > 1 else None
            self.bar.say(
                f"已删到回收站 {len(row_ids):,} 条。{more}",
                action=partial(self._runner.undo_step, changes.step),
                view=partial(seen, changes.step) if seen is not None else None,
            )

    def _on_many(self, words: str, changes: Changes) -> None:
        self.bar.say(words, action=partial(self._runner.undo_step, changes.step))

    # -- other buttons --------------------------------------------------------------------

    def _on_import(self) -> None:
        if self._import is not None:
            self._import(self.record_type)

    def _on_export(self) -> None:
        if self._export is not None:
            self.save_waiting()  # what is being typed belongs to it
            self._export(self.query())

    def print_page(self) -> None:
        if self._print is not None:
            self.save_waiting()
            self._print(self.query())

    # -- place and keys -------------------------------------------------------------------

    def _place(self) -> None:
        """The drawer beside the list where there is room, over it where there is not."""
        sized = look.metrics()
        width = min(sized.px(WIDTH), self.width())
        beside = self.width() - width >= sized.px(ROOM_BESIDE)
        shown = not self.drawer.isHidden()
        right = width if shown and beside else 0
        low = self.height() < sized.px(_LOW)  # air gives way before words and rows do
        self.list.set_foot(self.height() >= sized.px(_LOWEST))
        self._column.setSpacing(6 if low else 12)
        self._column.setContentsMargins(24, 6 if low else 16, 24 + right, 6 if low else 12)
        self.drawer.setGeometry(self.width() - width, 0, width, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_column"):
            QTimer.singleShot(0, self, self._place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.drawer.isHidden():
            self.close_drawer()
        elif event.matches(QKeySequence.StandardKey.Find):
            self.filters.focus_keyword()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.hands.paste()
        elif event.key() == Qt.Key.Key_Insert and not event.modifiers():
            self.hands.on_asked("mode", None)
        else:
            super().keyPressEvent(event)
