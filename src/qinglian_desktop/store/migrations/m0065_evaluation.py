"""Confirmed vetoes and claimed bonuses. Frozen text: never edited once released."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def main(db: "Database") -> None:
    texts: tuple[str, ...] = (
        "article", "unit_name", "to_office", "happened_on", "confirmed_by", "document_no",
        "confirmed_on", "files", "lifted_on", "lifted_reason", "lifted_by", "lifted_with",
    )  # fmt: skip
    _ledger(db, "veto_event", texts)
    texts = ("article", "what", "level", "happened_on", "document_no", "files", "note")
    _ledger(db, "bonus_claim", texts, ("year",))


def _ledger(
    db: "Database", table: str, texts: tuple[str, ...], numbers: tuple[str, ...] = ()
) -> None:
    columns: dict[str, Any] = dict.fromkeys(("id", "owner", "vv", "fv"), str)
    columns |= {"deleted": int} | dict.fromkeys(("row_hash", "ext", "created_at"), str)
    columns |= dict.fromkeys(("updated_at", "updated_by", *texts), str)
    columns |= dict.fromkeys(numbers, int)
    db.table(table).create(
        columns,
        pk="id",
        strict=True,
        not_null={"owner", "vv", "fv", "deleted", "row_hash", "ext", "created_at"},
    )
