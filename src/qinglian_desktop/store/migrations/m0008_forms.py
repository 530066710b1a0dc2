"""Forms from above and numbers handed up. Frozen text: never edited once released."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def main(db: "Database") -> None:
    texts = ("name", "asked_by", "filled_on", "id_writing", "content", "blank")
    _table(db, "form_map", dict.fromkeys(texts, str) | {"times": int})
    numbers: dict[str, Any] = dict.fromkeys(("reported_on", "to_whom", "what"), str)
    numbers |= dict.fromkeys(("definition", "unit", "reason", "origin"), str)
    numbers |= dict.fromkeys(("meaning", "evidence"), str)
    _table(db, "reported_number", numbers | {"value": int, "rows": int})
    db.table("reported_number").create_index(["meaning"])


def _table(db: "Database", name: str, fields: dict[str, Any]) -> None:
    columns: dict[str, Any] = dict.fromkeys(("id", "owner", "vv", "fv"), str)
    columns |= {"deleted": int} | dict.fromkeys(("row_hash", "ext", "created_at"), str)
    columns |= dict.fromkeys(("updated_at", "updated_by"), str) | fields
    db.table(name).create(
        columns,
        pk="id",
        strict=True,
        not_null={"owner", "vv", "fv", "deleted", "row_hash", "ext", "created_at"},
    )
