"""How is a list looked at? Sorting, keys, copying, the footer and the state marks of rows."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget
from shiboken6 import isValid

from qinglian_desktop.core import money
from qinglian_desktop.core.module import Query, Reader, Where
from qinglian_desktop.core.record import Record
from qinglian_desktop.ui import clipboard, cover, look
from qinglian_desktop.ui.cells import CellPainter
from qinglian_desktop.ui.column_widths import ColumnWidths
from qinglian_desktop.ui.grid import clips
from qinglian_desktop.ui.header_view import ColumnHeader
from qinglian_desktop.ui.model import FIRST, PagedModel, money_columns, totals

Lane = Callable[[Callable[[Any], Any], Callable[[Any], None]], None]
MOST_COPIED = 5000  # rows
_LARGE = 4 * FIRST  # from here on a changed question is answered beside the window


class RecordTable(QTableView):
    """A list of one kind of record. `lane` (the runner's `read`) answers long questions."""

    opened = Signal(str)  # Enter or double click: row id
    dropped = Signal(object)  # Delete: row ids
    footer_changed = Signal(str)
    said = Signal(str)

    def __init__(
        self,
        record_type: type[Record],
        *,
        reader: Reader,
        columns: Sequence[str] | None = None,
        lane: Lane | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.records = PagedModel(record_type, reader, columns, self)
        self._lane = lane
        self._asked = 0
        self.wanted = Query(record_type.table)  # asked last; what is shown may still be the old
        self._length = 0  # of the whole list when last known
        self._sums: Mapping[str, int] = {}
        self._keep: tuple[list[str], str, int] = ([], "", 0)
        self.footer = ""
        self.split_by = ""  # a choice field whose sides are added up apart
        self.summed = True
        self.whole = 0  # rows of the whole list, where only some of them are shown
        self.headings = ColumnHeader(self)
        self.setHorizontalHeader(self.headings)
        self.beside = False  # every question is a long one
        self.more_acts: Sequence[tuple[str, Callable[[], object]]] = ()  # of the context menu
        self.setModel(self.records)
        self._widths = ColumnWidths(self, self.records)
        self._dress(record_type)
        self._fit()
        self.headings.sectionClicked.connect(self._on_heading)
        self.headings.sort_asked.connect(self.sort_by)
        self.doubleClicked.connect(self._on_double_click)
        self.selectionModel().selectionChanged.connect(self._on_selection)
        cover.cover().changed.connect(self._on_cover)

    @property
    def widths(self) -> ColumnWidths:
        return self._widths

    def _dress(self, record_type: type[Record]) -> None:
        self.setItemDelegate(CellPainter(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        down = self.verticalHeader()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.hide()
        look.named(self, f"{record_type.label}列表")

    def _fit(self) -> None:
        sized = look.metrics()
        self.verticalHeader().setDefaultSectionSize(sized.row)
        across = self.horizontalHeader()
        across.setFixedHeight(sized.header)
        self._widths.measure()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "footer"):
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._widths.settle()

    def expect(self, rows: int, *, some: bool) -> None:
        """How long the whole list is, told before `some` or all of its rows are asked for."""
        self._length = max(self._length, rows)
        self.whole = rows if some else 0

    def counted(self, rows: int, *, some: bool) -> None:
        """The same, told later."""
        self._length = rows
        self.whole = rows if some else 0
        self._tell()

    @property
    def length(self) -> int:
        """Rows of the whole list when last known."""
        return self._length

    @property
    def is_long(self) -> bool:
        """Are its questions answered beside the window?"""
        return self._lane is not None and self._length > _LARGE

    # -- filling --------------------------------------------------------------------------

    def ask(self, query: Query) -> None:
        """Show the rows of `query`, keeping place and selection where the rows still are."""
        self._asked += 1
        self.wanted = query
        self._remember()
        plain = not (query.where or query.search or query.order)
        if self._lane is not None and (self.beside or (self._length > _LARGE and not plain)):
            self._ask_beside(query)
            return
        first = self.records.reader.ids(query._replace(limit=FIRST))
        whole = len(first) < FIRST
        if not whole and self._lane is None:
            first, whole = self.records.reader.ids(query), True
        self.records.fill(query, first)
        self._restore()
        if whole:
            self._length = len(first)
            self._sums = self._asked_sums()(self.records.reader, query)
            self._tell()
        else:
            self.footer_changed.emit("正在数…")
            self._ask_beside(query)

    def _ask_beside(self, query: Query) -> None:
        number, added = self._asked, self._asked_sums()

        def question(book: Reader) -> tuple[Sequence[str], Mapping[str, int]]:
            return book.ids(query), added(book, query)

        def answered(answer: tuple[Sequence[str], Mapping[str, int]]) -> None:
            if isValid(self):  # the page may have been closed meanwhile
                self._on_answer(number, query, *answer)

        assert self._lane is not None
        self._lane(question, answered)

    def _asked_sums(self) -> Callable[[Reader, Query], Mapping[str, int]]:
        """What the footer adds up, as a question that can be answered beside the window."""
        record, names = self.records.record_type, money_columns(self.records)
        names, split = (names if self.summed else ()), self.split_by
        return partial(_added_up, record, names, split)

    def _on_answer(
        self, number: int, query: Query, ids: Sequence[str], summed: Mapping[str, int]
    ) -> None:
        if number != self._asked:
            return  # a newer question is on its way
        if self.records.query == query:
            self.records.extend(ids)
        else:
            self.records.fill(query, ids)
        self._restore()
        self._length = max(self._length, len(ids)) if query.where or query.search else len(ids)
        self._sums = summed
        self._tell()

    def _remember(self) -> None:
        self._keep = (self.selected_ids(), self.current_id(), self.verticalScrollBar().value())

    def _restore(self) -> None:
        self._widths.look_at_rows()
        chosen, current, scroll = self._keep
        places = [p for p in (self.records.place(i) for i in chosen) if p >= 0] if chosen else []
        block = QItemSelection()
        last = len(self.records.columns) - 1
        for place in places:
            left, right = self.records.index(place, 0), self.records.index(place, last)
            block.select(left, right)
        model, flag = self.selectionModel(), QItemSelectionModel.SelectionFlag
        if (place := self.records.place(current) if current else -1) >= 0:
            model.setCurrentIndex(self.records.index(place, 0), flag.NoUpdate)
        model.select(block, flag.ClearAndSelect)
        self.verticalScrollBar().setValue(scroll)

    # -- what is chosen -------------------------------------------------------------------

    def current_id(self) -> str:
        place = self.currentIndex().row()
        return self.records.ids[place] if 0 <= place < len(self.records.ids) else ""

    def selected_places(self) -> list[int]:
        return sorted(
            {place for block in self._blocks() for place in range(block[0], block[1] + 1)}
        )

    def selected_count(self) -> int:
        # Counted by block: 全选 of a long ledger must not build a list.
        return sum(bottom - top + 1 for top, bottom in self._blocks())

    def _blocks(self) -> set[tuple[int, int]]:
        chosen = self.selectionModel().selection()
        return {(chosen.at(n).top(), chosen.at(n).bottom()) for n in range(chosen.count())}

    def selected_ids(self) -> list[str]:
        return [self.records.ids[place] for place in self.selected_places()]

    def select_id(self, row_id: str) -> bool:
        """Choose this row and bring it into view; False when it is not in the list."""
        place = self.records.place(row_id)
        if place < 0:
            return False
        self.selectRow(place)
        self.scrollTo(self.records.index(place, 0))
        return True

    # -- sorting --------------------------------------------------------------------------

    def _on_heading(self, column: int) -> None:
        shift = Qt.KeyboardModifier.ShiftModifier
        self.sort_by(column, bool(QGuiApplication.keyboardModifiers() & shift))

    def sort_by(self, column: int, beside: bool = False) -> None:
        """Rising, then falling, then as entered; with `beside` after the column sorted by."""
        name, before = self.records.columns[column], self.wanted.order
        self.order_by(next_order(before, name, beside=beside))

    def order_by(self, order: tuple[tuple[str, bool], ...]) -> None:
        self.ask(self.wanted._replace(order=order, natural=True))
        self._widths.measure()  # the heading carries its mark now
        self.horizontalHeader().viewport().update()

    def show_columns(self, columns: tuple[str, ...]) -> None:
        """Other columns of the same rows; place and selection stay."""
        self._remember()
        self.records.show_columns(columns)
        self._widths.begin_anew()
        self._restore()

    # -- footer ---------------------------------------------------------------------------

    def _on_selection(self) -> None:
        self._tell()

    def _on_cover(self, _on: bool) -> None:
        self._tell()

    def _tell(self) -> None:
        shown = len(self.records.ids)
        parts = [f"共 {self.whole:,} 条", f"筛选后 {shown:,} 条"] if self.whole else []
        parts = parts or [f"共 {shown:,} 条"]
        parts += self._chosen_words()
        for label, total in self._sums.items():
            amount = cover.STARS if cover.cover().on else money.show(total)
            parts.append(f"{label if '合计' in label else label + '合计'} {amount}")
        self.footer = " · ".join(parts)
        self.footer_changed.emit(self.footer)

    def _chosen_words(self) -> list[str]:
        chosen = self.selected_count()
        return [f"选中 {chosen:,} 条"] if chosen else []

    # -- keys and copying -----------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_id():
            self.opened.emit(self.current_id())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() == Qt.Key.Key_Delete and self.selected_count():
            self.dropped.emit(self.selected_ids())
        elif event.key() == Qt.Key.Key_Home and not event.modifiers():
            self._go(0)
        elif event.key() == Qt.Key.Key_End and not event.modifiers():
            self._go(len(self.records.ids) - 1)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Bare letters belong to input methods; and a search would read the whole ledger."""

    def _go(self, place: int) -> None:
        if 0 <= place < len(self.records.ids):
            self.selectRow(place)

    def _on_double_click(self, index: QModelIndex) -> None:
        self.opened.emit(self.records.ids[index.row()])

    def copy(self) -> None:
        """The chosen rows as a block for a spreadsheet, as they are shown (masked)."""
        if self.selected_count() > MOST_COPIED:
            self.said.emit(f"选中的超过 {MOST_COPIED:,} 条，一次放不下。请用“导出”。")
            return
        places = self.selected_places()
        if not places:
            return
        columns = range(len(self.records.columns))
        self._lay_on_clipboard([[self.records.text(p, c) for c in columns] for p in places])
        self.said.emit(f"已复制 {len(places):,} 条")

    def copy_cell(self) -> None:
        index = self.currentIndex()
        if index.isValid():
            QGuiApplication.clipboard().setText(self.records.text(index.row(), index.column()))

    def _lay_on_clipboard(self, rows: list[list[str]]) -> None:
        """As a table too: there a word that begins with = stays a word, and 0012 stays 0012."""
        numeric = [field.kind.numeric for field in self.records.fields]
        clip = clips.clip_of(rows, [not number for number in numeric])
        clipboard.put(clip.plain, clip.html)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("打开", self._open_current)
        menu.addAction("复制这一格", self.copy_cell)
        menu.addAction("复制选中的行", self.copy)
        for word, act in self.more_acts:
            menu.addAction(word, act)
        menu.popup(event.globalPos())

    def _open_current(self) -> None:
        if self.current_id():
            self.opened.emit(self.current_id())


def next_order(
    before: tuple[tuple[str, bool], ...], name: str, *, beside: bool
) -> tuple[tuple[str, bool], ...]:
    """The order after a click on a heading: rising, falling, none; `beside` keeps the others."""
    falls = dict(before).get(name)
    turned = () if falls else ((name, falls is not None),)
    if not beside:
        return turned
    place = next((n for n, one in enumerate(before) if one[0] == name), min(len(before), 1))
    return (*before[:place], *turned, *before[place + 1 :])


def _added_up(
    record: type[Record], names: Sequence[str], split: str, reader: Reader, query: Query
) -> Mapping[str, int]:
    """Totals by their word; with `split` one for each side, since both together mean nothing."""
    if not split:
        return {record.fields[n].label: v for n, v in totals(reader, record, query, names).items()}
    made: dict[str, int] = {}
    for side in record.fields[split].choices:
        part = query._replace(where=(*query.where, Where(split, "=", side)))
        for total in totals(reader, record, part, names).values():
            made[side] = made.get(side, 0) + total
    return made
