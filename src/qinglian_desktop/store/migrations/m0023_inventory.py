"""The yearly count, audits with what they found, reports. Never edited once released."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database

# table: declared columns; a name alone is text, a name ending in # is an integer.
_TABLES: dict[str, str] = {
    "inventory": (
        "year# as_of light# state leader members report_by report_why numbered_on counted_on "
        "entered_on verified_on verified_by notice_id posted_on public_until public_why "
        "matter_id confirmed_on ledgers_on filed_with filed_on receipt summed_on reported_to "
        "reported_on photos note"
    ),
    "inventory_line": (
        "inventory_id number# asset_id asset_no name place nature kind account measure "
        "book_qty# book_fen# worn_fen# mark seen_qty# in_qty# out_qty# counted_qty# "
        "counted_fen# spoilt_qty# result cause responsible handling paid_fen# found_on "
        "open_fen# found_voucher matter_id handled_on handled_voucher remark"
    ),
    "audit": (
        "number kind subject is_person# post term_from term_until left_early# election_on "
        "period_from period_until scope organiser auditor members requested_on start_by "
        "start_why due_on due_why noticed_on opened_on drafted_on opinions_by opinions_why "
        "opinions reported_on report_no opinion publish_by publish_why published_on notice_id "
        "state files note"
    ),
    "finding": (
        "audit_id seq# issue content basis amount_fen# responsible due_on due_why measures "
        "begun_on recovered_fen# evidence submitted_on closed_on closed_by state note"
    ),
    "collective_report": (
        "kind period who due_on due_why body written_on heard_by heard_on opinion state files note"
    ),
}
_INDEXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("inventory_line", ("inventory_id",)),
    ("inventory_line", ("asset_id",)),
    ("finding", ("audit_id",)),
    ("audit", ("subject",)),
    ("collective_report", ("period",)),
)


def main(db: "Database") -> None:
    for name, listed in _TABLES.items():
        columns: dict[str, Any] = dict.fromkeys(("id", "owner", "vv", "fv"), str)
        columns |= {"deleted": int} | dict.fromkeys(("row_hash", "ext", "created_at"), str)
        columns |= dict.fromkeys(("updated_at", "updated_by"), str)
        for column in listed.split():
            columns[column.rstrip("#")] = int if column.endswith("#") else str
        db.table(name).create(
            columns,
            pk="id",
            strict=True,
            not_null={"owner", "vv", "fv", "deleted", "row_hash", "ext", "created_at"},
        )
    for table, index in _INDEXES:
        db.table(table).create_index(list(index))
