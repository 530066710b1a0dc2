"""Several matters before one meeting. Never edited once released."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def main(db: "Database") -> None:
    db.table("matter_step").add_column("meeting_key", str)
    db.table("matter_step").create_index(["meeting_key"])
