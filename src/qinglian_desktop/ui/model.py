"""What does a table show of a query? Ids once, then pages of rows as they come into view."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from qinglian_desktop.core import access, check, held
from qinglian_desktop.core.kinds import NAME
from qinglian_desktop.core.module import Query, Reader, Where
from qinglian_desktop.core.outcome import Problem
from qinglian_desktop.core.record import Field, Level, Record, Row
from qinglian_desktop.ui import cover, wording
from qinglian_desktop.ui.link_editor import name_of
from qinglian_desktop.ui.veil import quotes

PAGE = 200  # rows fetched at a time
KEPT = 20  # pages held
FIRST = 500  # ids asked for before the rest of a long ledger
SORT_ROLE = Qt.ItemDataRole.UserRole + 1
STATE_FIELDS = ("state", "status")  # choice fields of these names are states
OWNER = "owner"  # a column of the envelope: which office wrote the row
_WRITTEN_BY = Field("单位", NAME)
ROW_ROLE = Qt.ItemDataRole.UserRole + 2
DRAFT_ROLE = Qt.ItemDataRole.UserRole + 3
HELD_ROLE = Qt.ItemDataRole.UserRole + 5  # True where a text is held that is no value
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
        and (field.kind.name not in ("files", "long", "reason") or name in record.named_by)
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
        self.says: Mapping[str, Callable[[Row], str]] = {}  # columns shown in other words
        self.titles: Mapping[str, str] = {}  # and what such a column is called then
        self.figures: Collection[str] = ()  # columns of texts that are numbers, mostly
        self.blank_line = False  # an empty line below the last row, to write a new one into
        self.holds = False  # are texts held beside these rows (core/held.py)?
        self._held: dict[str, list[Row]] = {}
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

    def append(self, row_ids: Sequence[str]) -> None:
        """New rows at the end, wherever the order of the list would put them."""
        first = len(self.ids)
        self.beginInsertRows(_NOWHERE, first, first + len(row_ids) - 1)
        self._pages.pop(first // PAGE, None)
        self.ids, self._places = [*self.ids, *row_ids], None
        self.endInsertRows()

    def read_again(self, row_ids: Sequence[str]) -> None:
        """These rows have other values now; they stay where they are."""
        for place in (self.place(row_id) for row_id in row_ids):
            self._pages.pop(place // PAGE, None)
        self._read_held()
        self._on_cover(True)

    def show_blank_line(self, yes: bool) -> None:
        if yes == self.blank_line:
            return
        last = len(self.ids)
        if yes:
            self.beginInsertRows(_NOWHERE, last, last)
            self.blank_line = True
            self.endInsertRows()
        else:
            self.beginRemoveRows(_NOWHERE, last, last)
            self.blank_line = False
            self.endRemoveRows()

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
        self._read_held()

    def _read_held(self) -> None:
        if self.holds:
            self._held = held.by_row(self.reader, self.record_type.table)

    def _on_cover(self, _on: bool) -> None:
        if self.ids:
            last = self.index(len(self.ids) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # -- rows -----------------------------------------------------------------------------

    def row(self, place: int) -> Row:
        """The row at this place; empty when it has gone meanwhile."""
        if place >= len(self.ids):
            return {}  # the blank line
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
        if problem := self.held(place, column):
            return self.shown_text(field, problem.value)
        stored = row.get(self.columns[column])
        if stored is None or stored == "":
            return ""
        if cover.cover().on and cover.hides(field):
            return cover.STARS
        if (words := self.says.get(self.columns[column])) is not None:
            return words(row)
        if self.columns[column] == OWNER:
            return self.owners.get(str(stored), "本街道")
        if field.kind.name == "link":
            return self._linked.get((field.link, str(stored)), "（已不在）")
        if not field.kind.fits(stored):
            return self.shown_text(field, str(stored))  # the draft mark says what is wrong
        text = access.show(field, stored)
        if field.kind.name == "choice":
            return wording.said(text)
        return " ".join(text.split()) if field.kind.name in ("long", "text", "reason") else text

    def shown_text(self, field: Field, text: str) -> str:
        """A text that is no value of its field, as the screen may show it."""
        if cover.cover().on and cover.hides(field):
            return cover.STARS
        masked = field.kind.mask(text) if field.level >= Level.PERSON else text
        return " ".join(masked.split())

    def held(self, place: int, column: int) -> Problem | None:
        """What is wrong with the text held in this cell, if one is."""
        return self.held_in(place).get(self.columns[column]) if self._held else None

    def held_in(self, place: int) -> Mapping[str, Problem]:
        row = self.row(place)
        kept = self._held.get(row["id"]) if row and self._held else None
        return held.standing(kept, row) if kept else {}

    def problems_of(self, row_id: str) -> Sequence[Problem]:
        """What is held beside this row, in the words of the list."""
        place = self.place(row_id)
        return tuple(self.held_in(place).values()) if place >= 0 else ()

    def is_draft(self, place: int) -> bool:
        row = self.row(place)
        if not row:
            return False
        return not check.is_complete(self.record_type, row) or bool(self.held_in(place))

    # -- Qt -------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.ids) + self.blank_line

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        place, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            first_blank = place == len(self.ids) and not column
            return "接着写在这里" if first_blank else self.text(place, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = "AlignRight" if self._is_figure(column) else "AlignLeft"
            return Qt.AlignmentFlag[side] | Qt.AlignmentFlag.AlignVCenter
        if role == SORT_ROLE:
            return self.row(place).get(self.columns[column])
        if role == ROW_ROLE:
            return self.row(place)
        if role == DRAFT_ROLE:
            return self.is_draft(place)
        if role == HELD_ROLE:
            return self.held(place, column) is not None
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tooltip(place, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            mark = "草稿，" if column == 0 and self.is_draft(place) else ""
            mark += "待改，" if self.held(place, column) is not None else ""
            return f"{mark}{self.text(place, column)}"
        return None

    def _is_figure(self, column: int) -> bool:
        """Numbers stand under each other by their last digit; a year is no number to compare."""
        name = self.columns[column]
        return name in self.figures or (self.fields[column].kind.numeric and name != "year")

    def _tooltip(self, place: int, column: int) -> str:
        if (problem := self.held(place, column)) is not None:
            return self.words_of(problem)
        if column == 0 and self.is_draft(place):
            row = self.row(place)
            gaps = [p.field for p in check.problems(self.record_type, row)]
            gaps += [name for name in self.held_in(place) if name not in gaps]
            labels = "、".join(self.record_type.fields[name].label for name in gaps[:6])
            more = f"等 {len(gaps)} 项" if len(gaps) > 6 else ""
            return f"草稿：还差 {labels}{more}"
        return self.text(place, column)

    def words_of(self, problem: Problem) -> str:
        """The message of a held cell; it may repeat what was typed, so the cover hides it too."""
        field = self.record_type.fields[problem.field]
        masked = field.level >= Level.PERSON and quotes(problem)
        if masked or (cover.hides(field) and cover.cover().on):
            return f"〔{field.label}〕有问题，按 F2 看。"
        return str(problem)

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
        name = self.columns[section]
        return self.titles.get(name, self.fields[section].label) + word


def money_columns(model: PagedModel) -> tuple[str, ...]:
    pairs = zip(model.columns, model.fields, strict=True)
    return tuple(name for name, field in pairs if field.kind.name == "money")


def totals(
    reader: Reader, record: type[Record], query: Query, names: Sequence[str]
) -> Mapping[str, int]:
    if not names:
        return {}
    counted = Query(query.table, (*query.where, *ready(record)), query.search)
    if getattr(reader, "tables", None) is not None:
        counted = held.without_waiting(reader, counted)
    return reader.totals(counted, names)
