"""A row of the books costs as few index pages as its questions need. Never edited once released."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils.db import Database

_SELDOM = ("project_id", "reverses_id", "transfer_id")  # of a thousand entries a few have one


def main(db: "Database") -> None:
    for name in _SELDOM:
        db.execute(f"DROP INDEX idx_entry_{name}")
        db.execute(f"CREATE INDEX entry_{name} ON entry ({name}) WHERE {name} IS NOT NULL")
    # Who asks for office and book is answered by entry_numbers, which begins with the two.
    db.execute("DROP INDEX idx_entry_owner_book")
