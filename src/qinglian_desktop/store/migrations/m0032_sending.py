"""What sending needs: sums of one's own rows, kinds and volumes of bundles, photos that lack."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def main(db: "Database") -> None:
    db.execute(
        "CREATE TABLE own_sum (table_name TEXT PRIMARY KEY, row_count INTEGER NOT NULL, "
        "total TEXT NOT NULL, seq INTEGER NOT NULL) STRICT"
    )
    db.table("sent_bundle").add_column("kind", str)
    db.table("sent_bundle").add_column("note", str)
    db.table("sent_bundle").add_column("volumes", int)
    db.table("sent_bundle").add_column("photos_left", int)
    db.execute(
        "CREATE TABLE wanted_file (owner TEXT NOT NULL, file_id TEXT NOT NULL, "
        "size INTEGER NOT NULL, PRIMARY KEY (owner, file_id)) STRICT"
    )
    db.table("receipt").add_column("files_wanted", str)
    db.table("receipt").add_column("files_missing", int)
