"""Year-end evaluation at the street: rulings on claims, verdicts, issued notices."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database

# table: declared columns; a name alone is text, a name ending in # is an integer.
_TABLES: dict[str, str] = {
    "bonus_ruling": ("to_name to_office claim_id year# article level verdict points# said made_on"),
    "year_verdict": (
        "year# unit_name unit_office assessment_id points# bonus# worked_out conclusion said "
        "settled_on document_no to_office"
    ),
    "year_review": (
        "title year# version# state document_no issued_on demands digest snapshot word_file"
    ),
}
_INDEXES: tuple[tuple[str, str], ...] = (
    ("bonus_ruling", "claim_id"),
    ("bonus_ruling", "to_office"),
    ("year_verdict", "assessment_id"),
    ("year_verdict", "to_office"),
    ("year_review", "year"),
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
    for table, column in _INDEXES:
        db.table(table).create_index([column])
