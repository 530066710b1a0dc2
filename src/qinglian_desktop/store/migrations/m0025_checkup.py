"""Lists of benefits, small projects and their changes. Frozen text: never edited once released."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def main(db: "Database") -> None:
    db.table("person").add_column("left_on", str)
    texts: tuple[str, ...] = (
        "programme", "period", "name", "id_number", "card_no", "card_holder", "agent", "plot",
        "paid_on", "state", "problem", "remedy", "answer", "notice_id", "note",
    )  # fmt: skip
    numbers = ("row_no", "area", "rate_fen", "amount_fen", "heads")
    _ledger(db, "benefit_line", texts, numbers)
    db.table("benefit_line").create_index(["programme", "period", "row_no"])
    texts = (
        "number", "name", "place", "content", "book", "money_source", "matter_id", "set_up_on",
        "selection", "chosen_on", "contractor", "contract_no", "started_on", "until_on",
        "approver", "accepted_on", "acceptors", "acceptance", "settled_on", "handed_over",
        "notice_id", "contract_id", "asset_id", "stage", "skipped", "explanation", "photos",
        "files", "note",
    )  # fmt: skip
    _ledger(db, "project", texts, ("budget_fen", "bidders", "contract_fen", "settled_fen"))
    texts = ("project_id", "day", "reason", "matter_id", "files")
    _ledger(db, "project_change", texts, ("amount_fen",))
    db.table("project_change").create_index(["project_id"])
    _beside_contracts(db)
    db.table("entry").add_column("project_id", str)
    db.table("entry").create_index(["project_id"])


def _beside_contracts(db: "Database") -> None:
    _ledger(db, "contract_note", ("contract_id", "rule", "said_on", "reason", "task_id", "terms"))
    texts: tuple[str, ...] = (
        "contract_id", "category", "problem", "state", "measure", "due_on", "found_by",
        "found_on", "rule", "done_on", "files", "note",
    )  # fmt: skip
    _ledger(db, "clean_up", texts, ("amount_fen", "recovered_fen"))
    texts = (
        "day", "document", "applicant", "approver", "contract_id", "seal", "matter_id",
        "notice_id", "files", "note",
    )  # fmt: skip
    _ledger(db, "seal_use", texts, ("copies", "pages"))
    for table in ("contract_note", "clean_up", "seal_use"):
        db.table(table).create_index(["contract_id"])


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
