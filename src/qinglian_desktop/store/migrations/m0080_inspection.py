"""Inspections, joint meetings and the library of practices. Never edited once released."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database

# table: declared columns; a name alone is text, a name ending in # is an integer.
_TABLES: dict[str, str] = {
    "inspection_round": "title sheet from_on to_on inspectors ground focus files",
    "inspection_visit": (
        "round_id unit_id unit_name planned_on inspectors visited_on met result files"
    ),
    "inspection_finding": (
        "number visit_id unit_id unit_name found_on point item what severity ground asked "
        "evidence due_on due_reason files state directive_id recheck_on recheck rechecked_by "
        "closed_on"
    ),
    "street_meeting": (
        "title held_on begins_at place chair recorder attendees absent minutes issued_on files"
    ),
    "street_topic": (
        "meeting_id seq# kind unit_id unit_name title state_words decision source_table source_id"
    ),
    "meeting_task": (
        "meeting_id topic_id what unit_id unit_name office evidence due_on directive_id task_id"
    ),
    "experience_note": "experience_id title unit_name chosen category remark noted_on",
}
_INDEXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("inspection_visit", ("round_id",)),
    ("inspection_finding", ("directive_id",)),
    ("street_topic", ("meeting_id",)),
    ("meeting_task", ("meeting_id",)),
    ("experience_note", ("experience_id",)),
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
    db.table("directive").add_column("origin", str)
