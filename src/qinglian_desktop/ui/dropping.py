"""How do several rows go to the recycle bin as one step?"""

from collections.abc import Callable, Sequence
from typing import Any

from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.record import Record


def drop_all(
    book: Any, drop: Callable[..., Changes], record: type[Record], row_ids: Sequence[str]
) -> Changes:
    """All of them or, when one may not go, none; `result` says what still points to them."""
    if len(row_ids) == 1:
        return drop(book, record.table, row_ids[0])
    with book.change(f"删{record.label} {len(row_ids)} 条") as change:
        dropped = [drop(book, record.table, row_id) for row_id in row_ids]
        change.result = "".join({str(one.result) for one in dropped if one.result})
    result: Changes = change.changes
    return result
