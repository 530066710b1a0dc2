"""Contracts, what falls due by them, what was paid. Frozen text: never edited once released."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database

# table → (texts and days, whole numbers)
_TABLES: dict[str, tuple[str, str]] = {
    "contract": (
        (
            "number title kind flow state party party_kind legal_rep id_number credit_code phone "
            "address kin_note asset_id subject area_unit signed_on start_on end_on floor_basis "
            "pay_every pay_when award award_reason form matter_id study_on legal_review street_on "
            "filed_on use_allowed sublet follows_id chain ended_on ended_why files note"
        ),
        (
            "is_member area measured_area open_ended rent_fen total_fen floor_fen deposit_fen "
            "pay_days rise_percent rise_every prepaid_years"
        ),
    ),
    "contract_detail": ("contract_id item value", ""),
    "rent_term": ("contract_id kind from_on until_on note", "amount_fen"),
    "rent_due": ("contract_id from_on until_on due_on", "seq amount_fen"),
    "rent_receipt": ("contract_id due_id entry_id voucher_id paid_on", "amount_fen"),
    "deposit_move": ("contract_id day kind reason entry_id voucher_id", "amount_fen"),
    "rent_demand": (
        "contract_id lines served_on received_by way limit_on limit_why files note",
        "amount_fen",
    ),
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
        if table != "contract":
            db.table(table).create_index(["contract_id"])
    db.table("contract").create_index(["asset_id"])
    db.table("contract").create_index(["follows_id"])
    db.table("rent_receipt").create_index(["entry_id"])
    db.table("rent_due").create_index(["due_on"])
    db.table("entry").add_column("contract_id", str)
