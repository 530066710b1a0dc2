"""What a merge leaves for later: what stood before it, links that wait, files set aside.

Frozen text: never edited once released.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database

# table: declared columns; a name alone is text, a name ending in # is an integer.
_TABLES: dict[str, str] = {
    "waiting_link": (
        "from_office table_name row_id field_name what waits_table waits_for bundle_id since"
    ),
    "quarantined_file": ("file_name from_name sha256 size# code what remedy found_at state answer"),
}


def main(db: "Database") -> None:
    for name, listed in _TABLES.items():
        columns: dict[str, Any] = dict.fromkeys(("id", "owner", "vv", "fv"), str)
        columns |= {"deleted": int} | dict.fromkeys(("row_hash", "ext", "created_at"), str)
        columns |= dict.fromkeys(("updated_at", "updated_by"), str)
        for column in listed.split():
            columns[column.rstrip("#")] = int if column.endswith("#") else str
        db.table(name).create(
            columns,
            pk="id",
            strict=True,
            not_null={"owner", "vv", "fv", "deleted", "row_hash", "ext", "created_at"},
        )
    db.table("waiting_link").create_index(["row_id"])
    db.table("received_bundle").add_column("kept_before", str)
    db.table("received_bundle").add_column("taken_back_at", str)
    db.table("unmatched_row").add_column("how", str)
