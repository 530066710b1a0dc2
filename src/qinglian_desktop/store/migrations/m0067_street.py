"""Papers whose numbers can be traced by a code. Never edited once released."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def main(db: "Database") -> None:
    columns: dict[str, Any] = dict.fromkeys(("id", "owner", "vv", "fv"), str)
    columns |= {"deleted": int} | dict.fromkeys(("row_hash", "ext", "created_at"), str)
    columns |= dict.fromkeys(("updated_at", "updated_by"), str)
    columns |= dict.fromkeys(("first", "runs"), int)
    columns |= dict.fromkeys(("title", "printed_on", "meaning", "evidence"), str)
    db.table("traced_paper").create(
        columns,
        pk="id",
        strict=True,
        not_null={"owner", "vv", "fv", "deleted", "row_hash", "ext", "created_at"},
    )
    db.table("traced_paper").create_index(["first"])
