"""What left this computer as a sheet, and why it left unmasked. Never edited once released."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def main(db: "Database") -> None:
    columns: dict[str, Any] = dict.fromkeys(("id", "owner", "vv", "fv"), str)
    columns |= {"deleted": int} | dict.fromkeys(("row_hash", "ext", "created_at"), str)
    columns |= dict.fromkeys(("updated_at", "updated_by", "what"), str)
    columns |= {"row_count": int} | dict.fromkeys(("file_name", "who", "exported_at"), str)
    db.table("export_note").create(
        columns,
        pk="id",
        strict=True,
        not_null={"owner", "vv", "fv", "deleted", "row_hash", "ext", "created_at"},
    )
    db.execute("ALTER TABLE revealed_export ADD COLUMN why TEXT")
