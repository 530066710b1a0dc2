"""Why a notice hangs until that day; tasks that come back. Frozen text: never edited."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database

_WHY = {
    "notice": ("until_why", "window_why"),
    "disclosure_plan": ("opinions_why",),
    "matter": ("planned_why", "public_why", "ratify_why"),
    "delegation": ("until_why",),
    "consultation": ("due_why",),
}


def main(db: "Database") -> None:
    for table, names in _WHY.items():
        for name in names:
            db.table(table).add_column(name, str)
    db.table("task").add_column("routine_id", str)
    db.table("task").add_column("period", str)
    db.table("task").create_index(["routine_id"])
    columns: dict[str, Any] = dict.fromkeys(("id", "owner", "vv", "fv"), str)
    columns |= {"deleted": int} | dict.fromkeys(("row_hash", "ext", "created_at"), str)
    columns |= dict.fromkeys(("updated_at", "updated_by"), str)
    columns |= dict.fromkeys(("code", "title", "every", "shift", "item", "lead_office"), str)
    columns |= dict.fromkeys(("assignee", "evidence", "basis", "from_on", "until_on"), str)
    columns |= dict.fromkeys(("month", "day", "lead", "enabled"), int)
    db.table("routine").create(
        columns,
        pk="id",
        strict=True,
        not_null={"owner", "vv", "fv", "deleted", "row_hash", "ext", "created_at"},
    )
