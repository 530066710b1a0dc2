"""Rows in which a street and a unit no longer agree. Frozen text: never edited once released."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def main(db: "Database") -> None:
    columns: dict[str, Any] = dict.fromkeys(("id", "owner", "vv", "fv"), str)
    columns |= {"deleted": int} | dict.fromkeys(("row_hash", "ext", "created_at"), str)
    columns |= dict.fromkeys(("updated_at", "updated_by"), str)
    columns |= dict.fromkeys(("from_office", "table_name", "row_id", "what", "content"), str)
    columns |= dict.fromkeys(("unit_hash", "state", "found_at"), str)
    db.table("unmatched_row").create(
        columns,
        pk="id",
        strict=True,
        not_null={"owner", "vv", "fv", "deleted", "row_hash", "ext", "created_at"},
    )
    db.table("unmatched_row").create_index(["from_office"])
    db.table("received_bundle").add_column("epoch", int)
    db.table("received_bundle").add_column("mismatch", str)
    db.table("receipt").add_column("unmatched", str)
    db.table("receipt").add_column("unmatched_count", int)
