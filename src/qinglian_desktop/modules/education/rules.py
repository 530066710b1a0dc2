"""What follows from what in trainings."""

from qinglian_desktop.core.record import Row
from qinglian_desktop.core.share import percent


def trained(row: Row) -> Row:
    return {
        "present_rate": percent(row.get("present"), row.get("expected")),
        "passed_rate": percent(row.get("passed"), row.get("tested")),
    }
