"""Double entry behind receipts and payments. Frozen text: never edited once released."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database

_ENTRY = (
    "account", "bank_account_id", "matter_id", "transfer_id", "reverses_id", "entered_by",
    "reviewed_on",
)  # fmt: skip
_TABLES = {
    "bank_account": (
        "book holder holder_kind bank number kind account opened_on closed_on purpose files note"
    ),
    "account": "book code name from_on closed_on note",
    "voucher": (
        "book day kind voucher_no summary amount_fen# matter_id transfer_id reverses_id "
        "source_table source_id entered_by reviewer reviewed_on files note"
    ),
    "voucher_line": (
        "voucher_id book day kind place# account debit_fen# credit_fen# summary party"
    ),
    "book_month": (
        "book month closed_on closed_by told reopened_on reopened_by confirmed_by reason"
    ),
}
_INDEXES = (
    ("voucher", ("book", "day")),
    ("voucher_line", ("voucher_id",)),
    ("voucher_line", ("book", "day")),
    ("entry", ("reverses_id",)),
    ("entry", ("transfer_id",)),
    ("book_month", ("book", "month")),
)


def main(db: "Database") -> None:
    for name in _ENTRY:
        db.table("entry").add_column(name, str)
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
        db.table(table).create_index(list(index))
