"""What stands beside a payment. Never edited once released."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database

_TABLES = {
    "entry_paper": "entry_id paper file_id",
    "approval": (
        "book asked_on reason payee amount_fen# sort number tier handler entry_id matter_id files "
        "note"
    ),
    "approval_sign": "approval_id step box name signed_on present",
    "cash_count": "book counted_on book_fen# counted_fen# iou_fen# cashier witness reason files",
    "budget_line": "book year# direction category amount_fen# matter_id over_matter_id note",
    "hint_answer": "hint what reason answered_by answered_on",
}
_INDEXES = (
    ("entry_paper", "entry_id"),
    ("approval", "entry_id"),
    ("approval_sign", "approval_id"),
    ("hint_answer", "hint"),
)


def main(db: "Database") -> None:
    db.table("entry").add_column("expense_kind", str)
    for table, fields in _TABLES.items():
        columns: dict[str, Any] = dict.fromkeys(("id", "owner", "vv", "fv"), str)
        columns |= {"deleted": int} | dict.fromkeys(("row_hash", "ext", "created_at"), str)
        columns |= dict.fromkeys(("updated_at", "updated_by"), str)
        for name in fields.split():
            columns[name.rstrip("#")] = int if name.endswith("#") else str
        db.table(table).create(
            columns,
            pk="id",
            strict=True,
            not_null={"owner", "vv", "fv", "deleted", "row_hash", "ext", "created_at"},
        )
    for table, index in _INDEXES:
        db.table(table).create_index([index])
