"""Rule packs that came from the street after the program did. Frozen text: never edited."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def main(db: "Database") -> None:
    columns: dict[str, Any] = dict.fromkeys(("id", "owner", "vv", "fv"), str)
    columns |= {"deleted": int} | dict.fromkeys(("row_hash", "ext", "created_at"), str)
    columns |= dict.fromkeys(("updated_at", "updated_by"), str)
    columns |= dict.fromkeys(("name", "version", "title", "from_on", "until_on"), str)
    columns |= dict.fromkeys(("unit_kind", "source", "came_from", "content"), str)
    columns |= dict.fromkeys(("taken_at", "taken_by"), str)
    db.table("rule_pack").create(
        columns,
        pk="id",
        strict=True,
        not_null={"owner", "vv", "fv", "deleted", "row_hash", "ext", "created_at"},
    )
    db.table("rule_pack").create_index(["name"])
