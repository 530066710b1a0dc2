"""Self-checks of the Party organisation, what was moved down, cadres' files. Never edited once
released."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database

# table: declared columns; a name alone is text, a name ending in # is an integer.
_TABLES: dict[str, str] = {
    "party_check": (
        "year# kind branch checked_on checked_by finding reported_on outcome listed_on "
        "document_no plan helpers due_on accepted_on score# dissatisfied# passed# cleared_on "
        "recheck_on recheck files note"
    ),
    "party_check_point": "check_id code situation hit# found files",
    "party_check_measure": "check_id point_id what responsible due_on closed_on result files",
    "party_check_month": "check_id month progress next_steps sent_on files",
    "moved_down": (
        "kind title from_unit person phone duty where_to when from_on until_on files note"
    ),
    "moved_down_log": "moved_down_id served_on present# what people# result files",
    "report_platform": (
        "name level asked_by keeper items every day repeats settled checked_on until_on note"
    ),
    "integrity_note": "person kind done_on title result held# kept_at files note",
}
_INDEXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("party_check", ("listed_on",)),
    ("party_check", ("recheck_on",)),
    ("party_check_point", ("check_id",)),
    ("party_check_measure", ("check_id",)),
    ("party_check_measure", ("due_on",)),
    ("party_check_month", ("check_id",)),
    ("moved_down_log", ("moved_down_id",)),
    ("moved_down_log", ("served_on",)),
    ("integrity_note", ("person",)),
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
