"""The index of entries knows which way money went. Frozen text: never edited once released."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def main(db: "Database") -> None:
    # The merged tables of a street add up years of entries: from the index alone, a third quicker.
    db.execute("DROP INDEX entry_numbers")
    db.execute(
        "CREATE INDEX entry_numbers ON entry "
        "(book, owner, deleted, day, voucher_no, amount_fen, id, direction)"
    )
