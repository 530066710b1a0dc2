"""Bank statements and matches, receipt books, invoices. Never edited once released."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database

# table: declared columns; a name alone is text, a name ending in # is an integer.
_TABLES: dict[str, str] = {
    "bank_line": (
        "bank_account_id day place# time direction amount_fen# balance_fen# summary "
        "counterparty counter_account bank_ref statement"
    ),
    "bank_tick": (
        "group_key bank_account_id bank_line_id entry_id voucher_line_id amount_fen# how ticked_on"
    ),
    "receipt_book": (
        "book first_no last_no received_on issued_by keeper returned_on returned_to note"
    ),
    "receipt_slip": (
        "number day payer amount_fen# purpose state void_reason entry_id written_by files note"
    ),
    "invoice": (
        "code number day net_fen# tax_fen# total_fen# seller buyer check_code qr_text told "
        "entry_id files note"
    ),
}
_INDEXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("bank_line", ("bank_account_id", "day")),
    ("bank_tick", ("bank_line_id",)),
    ("bank_tick", ("entry_id",)),
    ("bank_tick", ("group_key",)),
    ("receipt_slip", ("number",)),
    ("receipt_slip", ("entry_id",)),
    ("invoice", ("number",)),
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
