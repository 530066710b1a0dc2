"""The catalogue's year, events in the plan, relatives. Frozen text: never edited once released."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def main(db: "Database") -> None:
    item = db.table("catalog_item")
    for name in ("due_rule", "publisher", "channel", "privacy", "standard_code"):
        item.add_column(name, str)
    planned = db.table("planned_posting")
    for name in ("event_on", "event"):
        planned.add_column(name, str)
    texts: tuple[str, ...] = ("state", "prepared_by", "prepared_on", "opinions_from")
    texts += ("opinions_until", "heard", "sent_on", "review_due_on", "review_why", "reviewer")
    texts += ("reviewed_on", "verdict", "opinion", "answer_due_on", "answer_why", "answered_by")
    texts += ("answered_on", "answer", "meeting", "decided_on", "decision", "notice_id")
    texts += ("filed_with", "filed_on", "receipt")
    _table(db, "disclosure_plan", {"year": int, "opinions": int} | dict.fromkeys(texts, str))
    kin = ("person_name", "relative_name", "relation", "note")
    _table(db, "kin", dict.fromkeys(kin, str))


def _table(db: "Database", name: str, fields: dict[str, Any]) -> None:
    columns: dict[str, Any] = dict.fromkeys(("id", "owner", "vv", "fv"), str)
    columns |= {"deleted": int} | dict.fromkeys(("row_hash", "ext", "created_at"), str)
    columns |= dict.fromkeys(("updated_at", "updated_by"), str) | fields
    db.table(name).create(
        columns,
        pk="id",
        strict=True,
        not_null={"owner", "vv", "fv", "deleted", "row_hash", "ext", "created_at"},
    )
