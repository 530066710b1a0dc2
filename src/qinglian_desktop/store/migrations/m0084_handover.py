"""Who handed the desk over to whom. Never edited once released."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def main(db: "Database") -> None:
    columns: dict[str, Any] = dict.fromkeys(("id", "owner", "vv", "fv"), str)
    columns |= {"deleted": int} | dict.fromkeys(("row_hash", "ext", "created_at"), str)
    columns |= dict.fromkeys(("updated_at", "updated_by", "handed_on", "giver", "taker"), str)
    columns |= dict.fromkeys(("state", "package", "listed", "list_hash", "gave_at", "took_at"), str)
    columns |= dict.fromkeys(("files", "note"), str)
    columns |= dict.fromkeys(("open_count", "late_count", "lacking_count"), int)
    columns |= dict.fromkeys(("row_count", "file_count"), int)
    db.table("handover").create(
        columns,
        pk="id",
        strict=True,
        not_null={"owner", "vv", "fv", "deleted", "row_hash", "ext", "created_at"},
    )
