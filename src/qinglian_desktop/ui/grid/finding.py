"""Where is the next hit, the next row or cell with a problem?"""

from collections.abc import Iterator

from qinglian_desktop.core import held
from qinglian_desktop.core.module import Where
from qinglian_desktop.ui.grid.table import GridTable

_FAR = 5_000  # rows looked through one by one at a key press


def next_hit(table: GridTable, word: str) -> bool:
    """To the next cell that holds the word, from the current one on and around."""
    for line, column in _from_here(table):
        if word.casefold() in table.records.text(line, column).casefold():
            table.go_to(line, column)
            return True
    return False


def next_problem(table: GridTable) -> bool:
    """To the next cell with a text that is no value, or the first gap of a half-filled row."""
    order, records = table.seen_columns(), table.records
    for line, column in _from_here(table):
        if records.held(line, column) is not None:
            table.go_to(line, column)
            return True
        if column == order[0] and records.is_draft(line) and not records.held_in(line):
            table.go_to(line, _gap(table, line))
            return True
    return len(records.ids) > _FAR and _far_problem(table)


def _far_problem(table: GridTable) -> bool:
    """The same for the rest of a long list: the file is asked, not every row read."""
    records, here = table.records, table.currentIndex().row()
    query, table_name = records.query, records.record_type.table
    found = set(held.waiting(records.reader, table_name)) if records.holds else set()
    for name, field in records.record_type.fields.items():
        if field.required:
            gaps = query._replace(where=(*query.where, Where(name, "empty")), order=())
            found.update(records.reader.ids(gaps))
    places = sorted(place for place in map(records.place, found) if place >= 0)
    line = next((place for place in places if place > here), places[0] if places else -1)
    if line < 0:
        return False
    waiting = [c for c in table.seen_columns() if records.held(line, c) is not None]
    table.go_to(line, waiting[0] if waiting else _gap(table, line))
    return True


def _gap(table: GridTable, line: int) -> int:
    """The first required cell of the row that is empty, where it is seen."""
    row, records = table.records.row(line), table.records
    for column in table.seen_columns():
        field = records.record_type.fields.get(records.columns[column])
        if field is not None and field.required and row.get(records.columns[column]) in (None, ""):
            return column
    return table.seen_columns()[0]


def _from_here(table: GridTable) -> Iterator[tuple[int, int]]:
    """Every cell after the current one, line by line, around to it again."""
    order, rows = table.seen_columns(), len(table.records.ids)
    here = table.currentIndex()
    line = min(here.row(), rows - 1) if here.isValid() else 0
    place = order.index(here.column()) + 1 if here.column() in order else 0
    for step in range(min(rows + 1, _FAR)):
        at = (line + step) % rows if rows else 0
        for column in order[place:] if step == 0 else order:
            yield at, column
