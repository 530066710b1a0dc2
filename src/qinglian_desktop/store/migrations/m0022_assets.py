"""Assets, what happens to them and what wears off. Frozen text: never edited once released."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database

# table → (texts and days, whole numbers)
_TABLES: dict[str, tuple[str, str]] = {
    "asset": (
        (
            "number name nature kind book account spec unit area_unit method worn_until "
            "acquired_on source funding location boundary coordinates holder right_kind cert_no "
            "status status_since keeper user_name contract_no used_until share looked_after_on "
            "retired_on photos files note"
        ),
        "quantity area value_fen residual_fen life_months worn_fen disputed income_fen",
    ),
    "asset_event": (
        (
            "number asset_id day kind appraiser other until matter_id handler reason "
            "status_after status_before since_before user_before until_before keeper_before "
            "voucher_id reversed_on reversed_why files note"
        ),
        "amount_fen change_fen proceeds_fen appraised_fen",
    ),
    "wear_run": ("book month day voucher_id reversed_on reversed_why", "count total_fen"),
    "wear_line": ("run_id event_id asset_id month expense contra", "amount_fen"),
}


def main(db: "Database") -> None:
    for table, (texts, numbers) in _TABLES.items():
        columns: dict[str, Any] = dict.fromkeys(("id", "owner", "vv", "fv"), str)
        columns |= {"deleted": int} | dict.fromkeys(("row_hash", "ext", "created_at"), str)
        columns |= dict.fromkeys(("updated_at", "updated_by"), str)
        columns |= dict.fromkeys(texts.split(), str) | dict.fromkeys(numbers.split(), int)
        db.table(table).create(
            columns,
            pk="id",
            strict=True,
            not_null={"owner", "vv", "fv", "deleted", "row_hash", "ext", "created_at"},
        )
    db.table("entry").add_column("asset_id", str)
    db.table("asset").create_index(["number"])
    db.table("asset_event").create_index(["asset_id"])
    db.table("wear_line").create_index(["asset_id"])
    db.table("wear_line").create_index(["run_id"])
