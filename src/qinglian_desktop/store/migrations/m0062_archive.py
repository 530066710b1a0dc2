"""Files of the unit: baseline, problems, plans, initiatives, papers. Never edited once released."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database

# table: declared columns; a name alone is text, a name ending in # is an integer.
_TABLES: dict[str, str] = {
    "baseline": "year# made_on made_by strong weak files note",
    "baseline_figure": ("year# item number# name value unit origin source counted counted_on note"),
    "problem": (
        "number found_on source category description plan_item responsible measures due_on due_why "
        "status done_on recheck_on recheck_why recheck rechecked_by closed_on task_id files note"
    ),
    "unit_plan": (
        "year# version# title aims weak schedule safeguards annex state meeting_id approved_by "
        "approved_on filed_on files note"
    ),
    "optional_action": (
        "year# title problem measures start_on responsible status results level media files"
    ),
    "filed_paper": "year# volume entry title document_no made_on files note",
}
_INDEXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("baseline_figure", ("year",)),
    ("problem", ("status",)),
    ("problem", ("task_id",)),
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
