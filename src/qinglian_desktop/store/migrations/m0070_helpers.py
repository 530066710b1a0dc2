"""Who helps with a task, and what it rests on. Never edited once released."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def main(db: "Database") -> None:
    db.table("task").add_column("helpers", str)
    db.table("task").add_column("basis", str)
