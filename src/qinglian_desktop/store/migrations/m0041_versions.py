"""Which tables the other side could not read. Never edited once released."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def main(db: "Database") -> None:
    db.table("received_bundle").add_column("unknown_tables", str)
    db.table("receipt").add_column("unknown_tables", str)
