"""Cells whose text is no valid value yet. Frozen text: never edited once released."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def main(db: "Database") -> None:
    columns: dict[str, Any] = dict.fromkeys(("id", "owner", "vv", "fv"), str)
    columns |= {"deleted": int} | dict.fromkeys(("row_hash", "ext", "created_at"), str)
    columns |= dict.fromkeys(("updated_at", "updated_by"), str)
    columns |= dict.fromkeys(("of_table", "of_row", "of_field"), str)
    columns |= dict.fromkeys(("text", "what", "remedy", "beside"), str)
    db.table("held_cell").create(
        columns,
        pk="id",
        strict=True,
        not_null={"owner", "vv", "fv", "deleted", "row_hash", "ext", "created_at"},
    )
    db.table("held_cell").create_index(["of_table"])
    # Whoever saves an entry asks which voucher numbers its book and year have: from the index
    # alone, or every row of a long paste would read the whole ledger.
    db.execute(
        "CREATE INDEX entry_numbers ON entry "
        "(book, owner, deleted, day, voucher_no, amount_fen, id)"
    )
