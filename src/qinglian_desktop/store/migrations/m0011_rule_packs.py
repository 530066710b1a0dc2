"""Rule packs that came after the program did; why a hint of the self-check is no fault. Frozen."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def main(db: "Database") -> None:
    common: dict[str, Any] = dict.fromkeys(("id", "owner", "vv", "fv"), str)
    common |= {"deleted": int} | dict.fromkeys(("row_hash", "ext", "created_at"), str)
    common |= dict.fromkeys(("updated_at", "updated_by"), str)
    needed = {"owner", "vv", "fv", "deleted", "row_hash", "ext", "created_at"}
    columns = common | dict.fromkeys(("name", "version", "title", "from_on", "until_on"), str)
    columns |= dict.fromkeys(("unit_kind", "source", "came_from", "content"), str)
    columns |= dict.fromkeys(("taken_at", "taken_by"), str)
    db.table("rule_pack").create(columns, pk="id", strict=True, not_null=needed)
    db.table("rule_pack").create_index(["name"])
    columns = common | dict.fromkeys(("matter_id", "pattern", "hint_key", "explanation"), str)
    columns |= {"noted_on": str}
    db.table("check_note").create(columns, pk="id", strict=True, not_null=needed)
    db.table("check_note").create_index(["matter_id"])
