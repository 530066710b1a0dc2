"""Whose is this ID number? Asked at every saving of a person. Frozen text: never edited."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def main(db: "Database") -> None:
    db.table("person").create_index(["id_number"])
