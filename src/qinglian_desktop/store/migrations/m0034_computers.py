"""The computers of an office, those the street has stopped, and which one wrote a bundle."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database

# table: declared columns; a name alone is text, a name ending in # is an integer.
_TABLES: dict[str, str] = {
    "computer": "number# name key_id proof state added_on stopped_on last_stream last_seq#",
    "stopped_computer": "office_id office_name key_id last_stream last_seq# reason stopped_on",
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
    db.table("received_bundle").add_column("signer", str)
    conflicts = db.table("merge_conflict")
    conflicts.add_column("lost_number", int)
    conflicts.add_column("lost_by", str)
    conflicts.add_column("lost_at", str)
