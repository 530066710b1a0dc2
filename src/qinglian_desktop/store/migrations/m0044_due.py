"""What 今日 asks of tables that grow is found by an index, however many years lie in them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils.db import Database

_INDEXES = (
    ("entry", "owner", "direction", "day"),
    ("invoice", "entry_id"),
    ("notice", "state"),
    ("notice", "period"),
    ("planned_posting", "notice_id"),
    ("planned_posting", "state", "due_on"),
    ("planned_posting", "year", "code"),
    ("catalog_item", "year"),
    ("hanging", "state"),
    ("objection", "state"),
    ("question", "state"),
    ("inspection_request", "state"),
    ("disclosure_demand", "state"),
    ("matter", "state"),
    ("consultation", "done"),
    ("delegation", "until_on"),
    ("clean_up", "state", "due_on"),
    ("budget_line", "year"),
    ("receipt_slip", "state"),
    ("inventory_line", "result", "handled_on"),
)


def main(db: "Database") -> None:
    for table, *columns in _INDEXES:
        db.table(table).create_index(columns)
