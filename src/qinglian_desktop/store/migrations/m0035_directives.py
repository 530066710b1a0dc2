"""What the street sends down, what came of it, and what both hold of the other's past.

Never edited once released.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database

# table: declared columns; a name alone is text, a name ending in # is an integer.
_TABLES: dict[str, str] = {
    "directive": (
        "kind to_name to_office number title what ground evidence due_on due_reason files "
        "issued_on state closed_on closed_note"
    ),
    "directive_answer": "directive_id title state said done_on files task_id",
    "review": (
        "to_name to_office about verdict said made_on field_name target_table target_id "
        "target_version"
    ),
    "down_taken": "from_office from_stream from_number# street_stream seq# number# roster# told_at",
    "offered_pack": "name version title content came_from came_on state",
}
_INDEXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("directive", ("to_office",)),
    ("directive_answer", ("directive_id",)),
    ("review", ("target_id",)),
    ("down_taken", ("from_office",)),
)


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
    for table, index in _INDEXES:
        db.table(table).create_index(list(index))
    db.table("receipt").add_column("anchor_seq", int)
    db.table("receipt").add_column("anchor_head", str)
    db.table("receipt").add_column("anchor_sign", str)
    db.table("received_bundle").add_column("rewritten", str)
