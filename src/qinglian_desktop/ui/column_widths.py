"""How wide are the columns of a ledger? Measured from its first rows, until the clerk drags one."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtWidgets import QTableView

from qinglian_desktop.ui import look
from qinglian_desktop.ui.header_view import ColumnHeader
from qinglian_desktop.ui.model import STATE_FIELDS, PagedModel
from qinglian_desktop.ui.widths import SAMPLE, Ruler, Want, settle

# px at 标准: what a text can be cut to, and what it asks for at most.
_LEAST = {"long": 200, "reason": 200, "text": 110, "name": 110, "link": 110}
_MOST = {"long": 560, "reason": 560, "text": 320, "name": 240, "link": 240}
_NAMING = 180  # the column people know a row by
_MARK = 72  # room for 草稿 before the first column


class ColumnWidths(QObject):
    dragged = Signal()

    def __init__(self, table: QTableView, records: PagedModel) -> None:
        super().__init__(table)
        self.by_hand: dict[str, int] = {}  # px at 标准 of the columns the clerk dragged
        self._table, self._records = table, records
        self._sample: list[list[str]] = []  # texts by column, so that a new size asks nothing
        self._seen, self._drafts = 0, False
        self._wants: list[Want] = []
        self._fitting = False
        header = table.horizontalHeader()
        header.sectionResized.connect(self._on_resized)
        header.sectionHandleDoubleClicked.connect(self.fit_again)

    def look_at_rows(self) -> None:
        """When there are rows at last, or many more; a list that is filtered does not jump."""
        rows = min(len(self._records.ids), SAMPLE)
        if rows <= 2 * self._seen:
            return
        self._seen, columns = rows, range(len(self._records.columns))
        self._sample = [[self._records.text(row, c) for row in range(rows)] for c in columns]
        self._drafts = any(self._records.is_draft(row) for row in range(rows))
        self.measure()

    def look_at_changed(self, places: Sequence[int]) -> None:
        """What was written may be wider, or a draft; nothing ever becomes narrower by typing."""
        if not self._sample:
            self.look_at_rows()
            return
        before = [max(texts, key=len, default="") for texts in self._sample], self._drafts
        for place in places[:SAMPLE]:
            for column, texts in enumerate(self._sample):
                texts.append(self._records.text(place, column))
            self._drafts = self._drafts or self._records.is_draft(place)
        self._sample = [sorted(texts, key=len)[-SAMPLE:] for texts in self._sample]
        if before != ([max(texts, key=len) for texts in self._sample], self._drafts):
            self.measure()

    def measure(self) -> None:
        """In the type size of now, and with the sort mark where it stands now."""
        ruler = Ruler(self._table)
        self._wants = [self._want(ruler, place) for place in range(len(self._records.columns))]
        self.settle()

    def begin_anew(self) -> None:
        """Other columns: their rows are looked at afresh."""
        self._seen = 0
        self._sample = []
        self.look_at_rows()
        self.measure()

    def settle(self) -> None:
        self._fitting = True
        settle(self._table, self._wants)
        self._fitting = False

    def fit_again(self, column: int) -> None:
        """A double click on the edge: as wide as the program would make it."""
        self.by_hand.pop(self._records.columns[column], None)
        self.measure()
        self.dragged.emit()

    def _on_resized(self, column: int, _old: int, new: int) -> None:
        if not self._fitting and new and column < len(self._records.columns):
            self.by_hand[self._records.columns[column]] = round(new / look.metrics().scale)
            if column < len(self._wants):  # the others stay where they are under the mouse
                self._wants[column] = Want(new, new)
            self.dragged.emit()

    def _want(self, ruler: Ruler, place: int) -> Want:
        field, name = self._records.fields[place], self._records.columns[place]
        sized, kind = look.metrics(), field.kind.name
        if name in self.by_hand:
            wide = sized.px(self.by_hand[name])
            return Want(wide, wide)
        head = ruler.heading(field.label, sorts=name in dict(self._records.query.order))
        header = self._table.horizontalHeader()
        head += header.mark_room() if isinstance(header, ColumnHeader) else 0
        wide = ruler.cells(self._sample[place] if self._sample else ())
        if name in STATE_FIELDS:
            wide = ruler.chips(field.choices, QSize(sized.icon, sized.icon))
        if place == 0 and self._drafts:
            wide += sized.px(_MARK)
        if kind not in _LEAST:
            return Want(max(head, wide), max(head, wide))
        least = sized.px(_LEAST[kind])
        if name in self._records.record_type.named_by:
            least = max(least, sized.px(_NAMING))
        wide = max(head, min(wide, sized.px(_MOST[kind])))
        return Want(wide, min(wide, max(head, least)), grows=True)
