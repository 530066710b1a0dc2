"""Self-assessments: versions, lines, steps, the street's marks. Never edited once released."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database

# table: declared columns; a name alone is text, a name ending in # is an integer.
_TABLES: dict[str, str] = {
    "assessment": (
        "title year# version# state pack cutoff_on done_on heard_on heard_by heard_said "
        "frozen_on total# bonus# level standing digest snapshot"
    ),
    "assessment_line": (
        "assessment_id seq# indicator dimension title points# scoring basis suggested# formula "
        "self_score# note differs files task_id"
    ),
    "assessment_step": (
        "assessment_id step happened_on issued_by document_no level valid_until said files"
    ),
    "assessment_mark": (
        "to_name to_office assessment_id line_id year# indicator score# said made_on"
    ),
}
_INDEXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("assessment", ("year",)),
    ("assessment_line", ("assessment_id",)),
    ("assessment_line", ("task_id",)),
    ("assessment_step", ("assessment_id",)),
    ("assessment_mark", ("assessment_id",)),
    ("assessment_mark", ("to_office",)),
)


def main(db: "Database") -> None:
    for name, listed in _TABLES.items():
        columns: dict[str, Any] = dict.fromkeys(("id", "owner", "vv", "fv"), str)
        columns |= {"deleted": int} | dict.fromkeys(("row_hash", "ext", "created_at"), str)
        columns |= dict.fromkeys(("updated_at", "updated_by"), str)
        for column in listed.split():
            columns[column.rstrip("#")] = int if column.endswith("#") else str
        db.table(name).create(
            columns,
            pk="id",
            strict=True,
            not_null={"owner", "vv", "fv", "deleted", "row_hash", "ext", "created_at"},
        )
    for table, index in _INDEXES:
        db.table(table).create_index(list(index))
