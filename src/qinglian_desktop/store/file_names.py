"""Under which name was a file attached? Kept per record, on this computer only.

The content lies under its hash; the name is the clerk's own word for it (“王大爷低保申请.jpg”) and
may say more than the record may tell. So it has no trail, goes into no bundle and no export.
"""

from collections.abc import Iterable
from typing import NamedTuple

from qinglian_desktop.store.engine import Connection

_LONGEST = 120  # characters; more is no name


class Named(NamedTuple):
    """One attachment of one record."""

    table: str
    row_id: str
    file_id: str
    name: str

    @property
    def key(self) -> str:
        """How the index of the search calls it."""
        return f"{self.table} {self.row_id} {self.file_id}"


def note(connection: Connection, file_id: str, name: str) -> None:
    """A file was taken in under this name; the record it is attached to comes later."""
    plain = " ".join(name.split())[-_LONGEST:]
    connection.execute(
        "INSERT INTO file_name (file_id, table_name, row_id, name) VALUES (?, '', '', ?) "
        "ON CONFLICT DO UPDATE SET name = excluded.name",
        (file_id, plain),
    )


def link(connection: Connection, table: str, row_id: str, file_ids: Iterable[str]) -> None:
    """The record now has these files: each keeps the name under which it was last taken in."""
    for file_id in file_ids:
        connection.execute(
            "INSERT INTO file_name (file_id, table_name, row_id, name) "
            "SELECT file_id, ?, ?, name FROM file_name WHERE table_name = '' AND row_id = '' "
            "AND file_id = ? ON CONFLICT DO UPDATE SET name = excluded.name",
            (table, row_id, file_id),
        )


def of_row(connection: Connection, table: str, row_id: str) -> dict[str, str]:
    """File id → name; a file that came in a bundle or from before names were kept has none."""
    found = connection.execute(
        "SELECT file_id, name FROM file_name WHERE table_name = ? AND row_id = ?", (table, row_id)
    )
    return {str(file_id): str(name) for file_id, name in found}


def unread(connection: Connection, most: int) -> list[Named]:
    """Attachments the index of the search has not read under their name of now."""
    found = connection.execute(
        "SELECT n.table_name, n.row_id, n.file_id, n.name FROM file_name n "
        "LEFT JOIN finder f ON f.table_name = 'file_name' "
        "AND f.row_id = n.table_name || ' ' || n.row_id || ' ' || n.file_id "
        "WHERE n.table_name <> '' AND (f.place IS NULL OR f.row_hash <> n.name) LIMIT ?",
        (most,),
    )
    return [Named(*map(str, row)) for row in found]
