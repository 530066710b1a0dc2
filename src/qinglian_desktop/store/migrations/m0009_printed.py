"""The log of what was printed. Frozen text: never edited once released."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def main(db: "Database") -> None:
    columns: dict[str, Any] = dict.fromkeys(("id", "owner", "vv", "fv"), str)
    columns |= {"deleted": int} | dict.fromkeys(("row_hash", "ext", "created_at"), str)
    columns |= dict.fromkeys(("updated_at", "updated_by"), str)
    columns |= dict.fromkeys(("title", "number", "state", "stage", "pages"), str)
    columns |= dict.fromkeys(("page_count", "copies", "sheets"), int)
    columns |= dict.fromkeys(("printer", "who", "printed_at", "fingerprint"), str)
    columns |= dict.fromkeys(("paper_key", "page_codes", "paper_file"), str)
    db.table("printed_paper").create(
        columns,
        pk="id",
        strict=True,
        not_null={"owner", "vv", "fv", "deleted", "row_hash", "ext", "created_at"},
    )
    db.table("printed_paper").create_index(["paper_key", "printed_at"])
