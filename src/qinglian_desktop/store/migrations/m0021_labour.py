"""Casual labour: orders, days, pay sheets. Never edited once released."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database

# table: declared columns; a name alone is text, a name ending in # is an integer.
_TABLES: dict[str, str] = {
    "labour_order": (
        "number book ordered_on reason matter_id decision planned_days# rate_fen# budget_fen# "
        "approver state files note"
    ),
    "labour_day": (
        "order_id day person_id days# rate_fen# amount_fen# task witness told pay_id files note"
    ),
    "labour_pay": (
        "number book month made_on people# days# total_fen# told notice_id state paid_on "
        "entry_id note"
    ),
}
_INDEXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("labour_day", ("person_id", "day")),
    ("labour_day", ("order_id",)),
    ("labour_day", ("pay_id",)),
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
