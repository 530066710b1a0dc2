"""A row's line of a bundle, put together by SQLite: the bytes of `envelope.line`, much sooner.

Whether they are the same bytes is not believed: the row carries the hash that proves it.
"""

from collections.abc import Sequence

_AT_ONCE = 90  # arguments of one printf; every build of SQLite takes a hundred
_UNSAID = ("ext", "row_hash")


def line_sql(names: Sequence[str]) -> str:
    """An expression for the line of a row with these columns and nothing in `ext`."""
    order = sorted(name for name in names if name not in _UNSAID)
    middle = order.index("id")  # never empty: commas stand before what follows, after what precedes
    parts = [
        _part(name, ("," if place > middle else "") + f'"{name}":', "," if place < middle else "")
        for place, name in enumerate(order)
    ]
    spelt = [parts[first : first + _AT_ONCE] for first in range(0, len(parts), _AT_ONCE)]
    texts = (f"printf('{'%s' * len(some)}', {', '.join(some)})" for some in spelt)
    return f"CAST('{{' || {' || '.join(texts)} || '}}' AS BLOB)"


def _part(name: str, before: str, after: str) -> str:
    """One field with its comma; NULL, which printf leaves out, for an empty one."""
    value, empty = f'json_quote("{name}")', f'"{name}" IS NULL'
    if name in ("vv", "fv"):  # canonical JSON already
        value = f'"{name}"'
    if name == "fv":
        empty = "coalesce(fv, '') IN ('', '{}')"
    return f"CASE WHEN {empty} THEN NULL ELSE '{before}' || {value} || '{after}' END"
