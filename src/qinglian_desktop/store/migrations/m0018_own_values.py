"""What an office was told about a rule that nobody had confirmed. Frozen text: never edited."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def main(db: "Database") -> None:
    columns: dict[str, Any] = dict.fromkeys(("id", "owner", "vv", "fv"), str)
    columns |= {"deleted": int} | dict.fromkeys(("row_hash", "ext", "created_at"), str)
    columns |= dict.fromkeys(("updated_at", "updated_by"), str)
    columns |= dict.fromkeys(("pack", "rule", "title", "value", "shown", "instead", "was"), str)
    columns |= dict.fromkeys(("from_on", "until_on", "told_by", "told_on"), str)
    db.table("own_value").create(
        columns,
        pk="id",
        strict=True,
        not_null={"owner", "vv", "fv", "deleted", "row_hash", "ext", "created_at"},
    )
    db.table("own_value").create_index(["pack"])
