"""Which columns does a list show, in which order, how wide, and which of them stay?"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from qinglian_desktop.core.record import Level, Owner, Record
from qinglian_desktop.ui.frozen import Frozen
from qinglian_desktop.ui.header_view import ColumnHeader
from qinglian_desktop.ui.model import OWNER
from qinglian_desktop.ui.table import RecordTable

USUAL = -1  # as many as reach the first column that names the row
_TEXTS = ("text", "period", "long", "name")


class Layout(NamedTuple):
    """A layout as it is kept; what the clerk never touched stays empty and follows the program."""

    names: tuple[str, ...] = ()
    widths: Mapping[str, int] = {}  # px at 标准 of the columns that were dragged
    frozen: int = USUAL

    @classmethod
    def read(cls, found: Mapping[str, Any], offered: Sequence[str]) -> "Layout":
        """As it was kept; a column that no longer exists is left out."""
        names = tuple(name for name in found.get("names", ()) if name in offered)
        widths = {n: int(w) for n, w in dict(found.get("widths", {})).items() if n in offered}
        return cls(names, widths, int(found.get("frozen", USUAL)))


def offered(record: type[Record], *, street: bool) -> tuple[str, ...]:
    """Every column a list may show: all fields but the sealed ones; at a street whose row it is."""
    names = tuple(n for n, f in record.fields.items() if f.level < Level.SEALED)
    written_by = street and record.owner in (Owner.COMMUNITY, Owner.EITHER)
    return (OWNER, *names) if written_by else names


class Columns(QObject):
    """Keeps one table's columns as the clerk wants them."""

    changed = Signal()  # by the clerk: worth keeping

    def __init__(self, table: RecordTable, *, street: bool = False) -> None:
        super().__init__(table)
        self.table, self._model = table, table.records
        self.usual = self._model.columns
        self.offered = offered(self._model.record_type, street=street or OWNER in self.usual)
        self._frozen_by = USUAL
        self.frozen = Frozen(table)
        header = table.horizontalHeader()
        assert isinstance(header, ColumnHeader)
        self._header = header
        self._moving = False
        header.sectionMoved.connect(self._on_moved)
        table.widths.dragged.connect(self._on_dragged)
        self._freeze()

    @property
    def shown(self) -> tuple[str, ...]:
        return self._model.columns

    @property
    def frozen_count(self) -> int:
        """How many columns stay at the left."""
        if self._frozen_by != USUAL:
            return min(self._frozen_by, len(self.shown))
        record = self._model.record_type
        naming = [n for n, name in enumerate(self.shown) if name in record.named_by]
        texts = [n for n, f in enumerate(self._model.fields) if f.kind.name in _TEXTS]
        return (naming or texts or [-1])[0] + 1

    def label(self, name: str) -> str:
        record = self._model.record_type
        return "单位" if name == OWNER else record.fields[name].label

    # -- as one whole ---------------------------------------------------------------------

    def layout(self) -> Layout:
        names = () if self.shown == self.usual else self.shown
        return Layout(names, dict(self.table.widths.by_hand), self._frozen_by)

    def use(self, layout: Layout) -> None:
        self._frozen_by = layout.frozen
        self.table.widths.by_hand = dict(layout.widths)
        self._set(layout.names or self.usual)

    # -- what the clerk does --------------------------------------------------------------

    def show(self, names: Sequence[str]) -> None:
        """Exactly these columns, in this order; at least one stays."""
        if names and tuple(names) != self.shown:
            self._set(tuple(names))
            self.changed.emit()

    def hide(self, name: str) -> None:
        self.show([n for n in self.shown if n != name])

    def freeze(self, count: int) -> None:
        """The first `count` columns stay; 0 for none."""
        self._frozen_by = count
        self._freeze()
        self.changed.emit()

    def reset(self) -> None:
        self.use(Layout())
        self.changed.emit()

    def _set(self, names: tuple[str, ...]) -> None:
        if names != self.shown:
            self.table.show_columns(names)
        else:
            self.table.widths.measure()
        self._freeze()

    def _freeze(self) -> None:
        self.frozen.freeze(self.frozen_count)

    def _on_moved(self) -> None:
        # The header is still at it; what it shows moved is made the real order right after.
        if not self._moving:
            self._moving = True
            QTimer.singleShot(0, self, self._take_order)

    def _take_order(self) -> None:
        headers = self._header, self.frozen.header
        moved = headers[1] if _is_moved(headers[1]) else headers[0]
        order = [moved.logicalIndex(place) for place in range(moved.count())]
        for header in headers:
            for logical in range(header.count()):
                header.moveSection(header.visualIndex(logical), logical)
        self._moving = False
        self.show([self.shown[logical] for logical in order])

    def _on_dragged(self) -> None:
        self.frozen.place()
        self.changed.emit()


def _is_moved(header: ColumnHeader) -> bool:
    return any(header.visualIndex(n) != n for n in range(header.count()))
