"""What a notice of one of the twenty kinds carries besides. Frozen text, never edited.

The kinds that were there (财务收支, 一般公开) keep their names, so no row changes.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def main(db: "Database") -> None:
    for name in ("about", "event_on", "window_on", "sheet"):
        db.table("notice").add_column(name, str)
