"""What a notice covers and what was let through with a reason. Frozen text: never edited."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def main(db: "Database") -> None:
    db.execute("ALTER TABLE notice ADD COLUMN hides INTEGER")
    db.execute("ALTER TABLE notice ADD COLUMN let_through TEXT")
