"""What does a table show of a query? Ids once, then pages of rows as they come into view."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from qinglian_desktop.core import access, check
from qinglian_desktop.core.kinds import NAME
from qinglian_desktop.core.module import Query, Reader, Where
from qinglian_desktop.core.record import Field, Level, Record, Row
from qinglian_desktop.ui import cover, wording
from qinglian_desktop.ui.link_editor import name_of

PAGE = 200  # rows fetched at a time
KEPT = 20  # pages held
FIRST = 500  # ids asked for before the rest of a long ledger
SORT_ROLE = Qt.ItemDataRole.UserRole + 1
STATE_FIELDS = ("state", "status")  # choice fields of these names are states
OWNER = "owner"  # a column of the envelope: which office wrote the row
_WRITTEN_BY = Field("单位", NAME)
ROW_ROLE = Qt.ItemDataRole.UserRole + 2
DRAFT_ROLE = Qt.ItemDataRole.UserRole + 3
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


def usual_columns(record: type[Record]) -> tuple[str, ...]:
    """The columns of a list: no files, no long texts (unless they name the row), nothing sealed.

    The state stands right behind the name; yes-or-no fields come last.
    """
    names = [
        name
        for name, field in record.fields.items()
        if field.level < Level.SEALED
        and (field.kind.name not in ("files", "long") or name in record.named_by)
    ]
    flags = [name for name in names if record.fields[name].kind.name == "flag"]
    states = [name for name in names if name in STATE_FIELDS]
    rest = [name for name in names if name not in flags and name not in states]
    after = max((rest.index(name) for name in record.named_by if name in rest), default=-1) + 1
    return (*rest[:after], *states, *rest[after:], *flags)


def ready(record: type[Record]) -> tuple[Where, ...]:
    """Drafts do not enter totals: the conditions that leave them out."""
    return tuple(Where(name, "filled") for name, field in record.fields.items() if field.required)


class PagedModel(QAbstractTableModel):
    """Rows of one table over a Reader; never more than 20 pages of 200 in memory."""

    def __init__(
        self,
        record_type: type[Record],
        reader: Reader,
        columns: Sequence[str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.record_type, self.reader = record_type, reader
        self._take(tuple(columns) if columns is not None else usual_columns(record_type))
        self.owners: Mapping[str, str] = {}  # names of offices by id, where a street looks
        self.query = Query(record_type.table)
        self.ids: Sequence[str] = ()
        self._pages: OrderedDict[int, dict[str, Row]] = OrderedDict()
        self._linked: dict[tuple[str, str], str] = {}
        self._places: dict[str, int] | None = None
        cover.cover().changed.connect(self._on_cover)

    def _take(self, columns: tuple[str, ...]) -> None:
        self.columns = columns
        self.fields: tuple[Field, ...] = tuple(map(self.field_of, columns))

    def field_of(self, name: str) -> Field:
        return _WRITTEN_BY if name == OWNER else self.record_type.fields[name]

    def show_columns(self, columns: tuple[str, ...]) -> None:
        """Other columns of the same rows."""
        self.beginResetModel()
        self._take(columns)
        self._forget()
        self.endResetModel()

    # -- filling --------------------------------------------------------------------------

    def set_query(self, query: Query) -> None:
        """Show the rows of this query, all ids asked at once."""
        self.fill(query, self.reader.ids(query))

    def fill(self, query: Query, ids: Sequence[str]) -> None:
        """Show these ids, the answer to `query`."""
        self.beginResetModel()
        self.query, self.ids = query, ids
        self._forget()
        self.endResetModel()

    def extend(self, ids: Sequence[str]) -> None:
        """The whole list, whose beginning is already shown."""
        if len(ids) <= len(self.ids) or list(ids[: len(self.ids)]) != list(self.ids):
            self.fill(self.query, ids)
            return
        self.beginInsertRows(_NOWHERE, len(self.ids), len(ids) - 1)
        self.ids, self._places = ids, None
        self._pages.pop((len(self.ids) - 1) // PAGE, None)
        self.endInsertRows()

    def refresh(self) -> None:
        """The same ids, read again."""
        self._forget()
        if self.ids:
            last = self.index(len(self.ids) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _forget(self) -> None:
        self._pages.clear()
        self._linked.clear()
        self._places = None

    def _on_cover(self, _on: bool) -> None:
        if self.ids:
            last = self.index(len(self.ids) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # -- rows -----------------------------------------------------------------------------

    def row(self, place: int) -> Row:
        """The row at this place; empty when it has gone meanwhile."""
        number = place // PAGE
        page = self._pages.get(number)
        if page is None:
            wanted = self.ids[number * PAGE : (number + 1) * PAGE]
            rows = self.reader.page(self.record_type.table, wanted)
            page = self._pages[number] = {row["id"]: row for row in rows}
            self._name_links(rows)
            while len(self._pages) > KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page.get(self.ids[place], {})

    def _name_links(self, rows: Sequence[Row]) -> None:
        """The names of linked rows, one question a page and table."""
        for name, field in zip(self.columns, self.fields, strict=True):
            if field.kind.name != "link":
                continue
            ids = sorted({str(r[name]) for r in rows if r.get(name)})
            if ids:
                for found in self.reader.page(field.link, ids):
                    key = field.link, str(found["id"])
                    self._linked[key] = name_of(self.reader, field.link, found)

    def place(self, row_id: str) -> int:
        """Where this id stands; -1 when it is not in the list."""
        if self._places is None:
            self._places = {found: n for n, found in enumerate(self.ids)}
        return self._places.get(row_id, -1)

    def text(self, place: int, column: int) -> str:
        """A cell as shown on screen: masked, and covered when F9 is on."""
        row, field = self.row(place), self.fields[column]
        stored = row.get(self.columns[column])
        if stored is None or stored == "":
            return ""
        if cover.cover().on and cover.hides(field):
            return cover.STARS
        if self.columns[column] == OWNER:
            return self.owners.get(str(stored), "本街道")
        if field.kind.name == "link":
            return self._linked.get((field.link, str(stored)), "（已不在）")
        if not field.kind.fits(stored):
            return str(stored)  # kept as it came; the draft mark and the form say what is wrong
        text = access.show(field, stored)
        if field.kind.name == "choice":
            return wording.said(text)
        return " ".join(text.split()) if field.kind.name in ("long", "text") else text

    def is_draft(self, place: int) -> bool:
        row = self.row(place)
        return bool(row) and not check.is_complete(self.record_type, row)

    # -- Qt -------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        place, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(place, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = "AlignRight" if self.fields[column].kind.numeric else "AlignLeft"
            return Qt.AlignmentFlag[side] | Qt.AlignmentFlag.AlignVCenter
        if role == SORT_ROLE:
            return self.row(place).get(self.columns[column])
        if role == ROW_ROLE:
            return self.row(place)
        if role == DRAFT_ROLE:
            return self.is_draft(place)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tooltip(place, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            mark = "草稿，" if column == 0 and self.is_draft(place) else ""
            return f"{mark}{self.text(place, column)}"
        return None

    def _tooltip(self, place: int, column: int) -> str:
        if column == 0 and self.is_draft(place):
            row = self.row(place)
            gaps = [p.field for p in check.problems(self.record_type, row)]
            labels = "、".join(self.record_type.fields[name].label for name in gaps[:6])
            more = f"等 {len(gaps)} 项" if len(gaps) > 6 else ""
            return f"草稿：还差 {labels}{more}"
        return self.text(place, column)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return self.data(self.index(0, section), role) if self.ids else None
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return f"第{section + 1}行 共{len(self.ids)}行"
        order = dict(self.query.order).get(self.columns[section])
        word = "" if order is None else (" ↓降" if order else " ↑升")
        if word and len(self.query.order) > 1:  # which of them counts first
            word += str([name for name, _ in self.query.order].index(self.columns[section]) + 1)
        return self.fields[section].label + word


def money_columns(model: PagedModel) -> tuple[str, ...]:
    pairs = zip(model.columns, model.fields, strict=True)
    return tuple(name for name, field in pairs if field.kind.name == "money")


def totals(
    reader: Reader, record: type[Record], query: Query, names: Sequence[str]
) -> Mapping[str, int]:
    if not names:
        return {}
    counted = Query(query.table, (*query.where, *ready(record)), query.search)
    return reader.totals(counted, names)
