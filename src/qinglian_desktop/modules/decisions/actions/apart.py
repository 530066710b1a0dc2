"""A meeting that two computers of the office had written apart: one of the two, whole."""

from collections.abc import Sequence

from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions.records import MatterStep
from qinglian_desktop.store.book import Book

_COUNTS = ("due_count", "present_count", "yes_count", "no_count", "abstain_count")


def is_torn(_book: Book, row: Row, people: Sequence[Row]) -> bool:
    """Do people stand under a meeting that is gone?"""
    return bool(row["deleted"] and people)


def in_words(row: Row, people: Sequence[Row]) -> str:
    """The whole meeting on one line, for whoever has to choose between two."""
    counts = [
        f"{MatterStep.fields[name].label} {row[name]}" for name in _COUNTS if row[name] is not None
    ]
    there = [f"{one['name']}（{one['attendance']}）" for one in people]
    parts = ("，".join(counts), row["result"] or "", "、".join(sorted(there)))
    return f"{row['held_on'] or ''} {row['gate']}：{'；'.join(filter(None, parts))}"
