"""What does dragging the fill handle put into which cell? Series down and up, copies sideways."""

from typing import Any

from qinglian_desktop.ui.grid import series
from qinglian_desktop.ui.grid.area import Area
from qinglian_desktop.ui.grid.table import GridTable

Filled = dict[int, dict[str, Any]]  # stored values by line and field


def down(table: GridTable, area: Area, wide: Area, *, copy: bool) -> Filled:
    """From the block at `area` on to the end of `wide`, below it or above it."""
    back, fields = wide.top < area.top, table.records.record_type.fields
    below = range(area.bottom + 1, wide.bottom + 1)
    lines = range(area.top - 1, wide.top - 1, -1) if back else below
    seeds = [table.records.row(line) for line in range(area.top, area.bottom + 1)]
    made: Filled = {line: {} for line in lines}
    for name in table.names_of(area):
        if name not in fields:
            continue
        values = [row.get(name) for row in seeds]
        if copy:
            order = values[::-1] if back else values
            going = [order[n % len(order)] for n in range(len(lines))]
        else:
            going = series.continued(fields[name], values, len(lines), back=back)
        for line, value in zip(lines, going, strict=True):
            made[line][name] = value
    return made


def across(table: GridTable, area: Area, wide: Area) -> Filled:
    """Sideways: the outer column into those of its kind, since others cannot take its values."""
    fields, inside = table.records.record_type.fields, table.names_of(area)
    name = inside[-1] if wide.right > area.right else inside[0]
    if name not in fields:
        return {}
    field = fields[name]
    others = [
        other
        for other in table.names_of(wide)
        if other not in inside
        and other in fields
        and (fields[other].kind, fields[other].choices, fields[other].link)
        == (field.kind, field.choices, field.link)
    ]
    return {
        line: dict.fromkeys(others, table.records.row(line).get(name))
        for line in range(area.top, area.bottom + 1)
    }
