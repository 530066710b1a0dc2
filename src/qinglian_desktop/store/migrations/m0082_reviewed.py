"""What the street says of a whole self-assessment. Never edited once released."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database

_COLUMNS = "to_name to_office assessment_id year# version# outcome said made_on"


def main(db: "Database") -> None:
    columns: dict[str, Any] = dict.fromkeys(("id", "owner", "vv", "fv"), str)
    columns |= {"deleted": int} | dict.fromkeys(("row_hash", "ext", "created_at"), str)
    columns |= dict.fromkeys(("updated_at", "updated_by"), str)
    for column in _COLUMNS.split():
        columns[column.rstrip("#")] = int if column.endswith("#") else str
    db.table("assessment_review").create(
        columns,
        pk="id",
        strict=True,
        not_null={"owner", "vv", "fv", "deleted", "row_hash", "ext", "created_at"},
    )
    for index in ("assessment_id", "to_office"):
        db.table("assessment_review").create_index([index])
