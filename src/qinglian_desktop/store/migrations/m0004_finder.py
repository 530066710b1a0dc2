"""The index of the search. Frozen text: never edited once released, imports nothing."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def main(db: "Database") -> None:
    db.execute(
        "CREATE TABLE finder (place INTEGER PRIMARY KEY, table_name TEXT NOT NULL, "
        "row_id TEXT NOT NULL, row_hash TEXT NOT NULL) STRICT"
    )
    db.execute("CREATE UNIQUE INDEX finder_row ON finder (table_name, row_id)")
    db.execute(
        "CREATE VIRTUAL TABLE finder_words USING fts5 (words, said, alike, "
        "tokenize = 'unicode61', prefix = '1 2 3 4', detail = full)"
    )
