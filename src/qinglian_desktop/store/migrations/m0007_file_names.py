"""Names of attachments, and an index whose lines stand together by table. Frozen text."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def main(db: "Database") -> None:
    db.execute(
        "CREATE TABLE file_name (file_id TEXT NOT NULL, table_name TEXT NOT NULL, "
        "row_id TEXT NOT NULL, name TEXT NOT NULL, "
        "PRIMARY KEY (table_name, row_id, file_id)) STRICT, WITHOUT ROWID"
    )
    # The places of the lines mean something now: the index is made anew in the quiet. Dropped and
    # not emptied: a hundred thousand lines would be taken out one by one, at the start.
    db.execute("DROP TABLE finder_words")
    db.execute(
        "CREATE VIRTUAL TABLE finder_words USING fts5 (words, said, alike, "
        "tokenize = 'unicode61', prefix = '1 2 3 4', detail = full)"
    )
    db.execute("DELETE FROM finder")
    db.execute("DELETE FROM setting WHERE name = 'finder'")
