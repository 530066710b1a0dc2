"""Who checks becomes who uses the program. Never edited once released."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def main(db: "Database") -> None:
    for name in ("checks", "admin"):
        db.table("signer").add_column(name, int)
