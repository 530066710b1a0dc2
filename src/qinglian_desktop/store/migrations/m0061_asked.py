"""Tables that were asked for in between. Never edited once released."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def main(db: "Database") -> None:
    columns: dict[str, Any] = dict.fromkeys(("id", "owner", "vv", "fv"), str)
    columns |= {"deleted": int} | dict.fromkeys(("row_hash", "ext", "created_at"), str)
    columns |= dict.fromkeys(("updated_at", "updated_by", "asked_on", "who", "what"), str)
    columns |= dict.fromkeys(("due_on", "wanted", "held", "note"), str)
    columns |= dict.fromkeys(("field_count", "held_count", "again"), int)
    db.table("asked_table").create(
        columns,
        pk="id",
        strict=True,
        not_null={"owner", "vv", "fv", "deleted", "row_hash", "ext", "created_at"},
    )
