"""Boards, hangings, and what people said about notices. Frozen text: never edited once released."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database

# table → (texts and days, whole numbers)
_TABLES: dict[str, tuple[str, str]] = {
    "notice_board": ("name place note", "across down"),
    "hanging": (
        (
            "number spot state posted_on until_on until_why removed_on removal_reason posted_by "
            "witness removed_by proof notice_id board_id placed_on content_file paper_file "
            "fingerprint"
        ),
        "slot",
    ),
    "objection": (
        (
            "number kind state notice_id raised_on way raised_by phone content stage due_on "
            "due_reason result correction_id closed_on files"
        ),
        "",
    ),
    "objection_step": (
        "objection_no objection_id stage who rule from_on due_on why done_on done_by outcome text",
        "seq",
    ),
    "question": (
        (
            "notice_no state notice_id asked_on asked_by question answer answered_on answered_by "
            "due_on due_reason wanted_on printed_on"
        ),
        "seq",
    ),
    "inspection_request": (
        (
            "number requested_on person phone wanted state due_on due_reason shown shown_on "
            "shown_by refusal files"
        ),
        "signed",
    ),
    "disclosure_demand": (
        "number demanded_on matter side state due_on due_reason notice_id files",
        "signers base",
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
    db.table("hanging").create_index(["notice_id"])
    db.table("objection_step").create_index(["objection_id"])
    db.table("question").create_index(["notice_id"])
