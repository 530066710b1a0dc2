"""The first tables of both files. Frozen text: never edited once released, imports nothing."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database

_ENVELOPE: dict[str, Any] = {
    "id": str,
    "owner": str,
    "vv": str,
    "fv": str,
    "deleted": int,
    "row_hash": str,
    "ext": str,
    "created_at": str,
    "updated_at": str,
    "updated_by": str,
}

# table: declared columns; a name alone is text, a name ending in # is an integer.
_TABLES: dict[str, str] = {
    "task": (
        "year# code title item clause lead_office offices frequency issuer source_no "
        "assignee due_on due_reason state percent# done_on evidence files note"
    ),
    "task_note": "task_id noted_on who text files",
    "notice": (
        "number kind mode title code period book subject body basis total_fen# "
        "line_count# contact contact_phone state prepared_by reviewer reviewed_on opinion "
        "place posted_on min_days# until_on removed_on removal_reason proof content_file "
        "paper_file fingerprint corrects"
    ),
    "planned_posting": "year# code category item period due_on why state notice_id reason",
    "catalog_item": (
        "year# code category item frequency trigger min_posting reviewer basis confirmed# "
        "enabled# reason assignee"
    ),
    "detail_line": (
        "subject seq# place item category quantity# measure price_fen# amount_fen# note source"
    ),
    "entry": (
        "book day direction summary purpose counterparty is_person# amount_fen# "
        "voucher_no receipt_no channel handler approver reviewer decision_no files note"
    ),
    "opening_balance": "book year# cash_fen# bank_fen#",
    "grant_line": "year# township receiver category amount_fen# source",
    "balance_line": "sheet side group_name item line_no# opening_fen# closing_fen#",
    "subsidy_standard": "year# programme area_from# area_to# rate_fen# source",
    "person": (
        "name sex id_number born_on phone household_no relation group_name address tags state note"
    ),
    "household": "number head group_name address phone note",
    "body": "name kind seats# note",
    "post": "body person_name person_id title from_on until_on votes# phone",
    "sent_bundle": (
        "number# bundle_id file_name to_office stream_id base_seq# high_seq# full# "
        "row_count# size# bundle_hash written_at"
    ),
    "received_bundle": (
        "bundle_id from_office from_name number# stream_id base_seq# high_seq# full# "
        "bundle_hash prev_hash new_count# changed_count# same_count# refused_count# note "
        "trail_head returned needs_full# received_at"
    ),
    "receipt": (
        "number# bundle_id from_office stream_id street_stream acked_seq# accepted# "
        "returned# details missing needs_full# received_at"
    ),
    "enrolled_unit": (
        "office_id code name kind contact phone state public_keys stream_id fingerprint enrolled_on"
    ),
    "merge_conflict": "table_name row_id field_name kept lost lost_stream state",
}

# Ledgers are read by these; each index is the order or the filter of one screen.
_INDEXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("person", ("name",)),
    ("person", ("household_no",)),
    ("task", ("due_on",)),
    ("task_note", ("task_id",)),
    ("planned_posting", ("due_on",)),
    ("notice", ("number",)),
    ("detail_line", ("subject",)),
    ("entry", ("book", "day")),
    ("entry", ("owner", "book")),
    ("received_bundle", ("bundle_id",)),
)


def main(db: "Database") -> None:
    for table, listed in _TABLES.items():
        columns = dict(_ENVELOPE)
        for name in listed.split():
            columns[name.rstrip("#")] = int if name.endswith("#") else str
        db.table(table).create(
            columns,
            pk="id",
            strict=True,
            not_null={"owner", "vv", "fv", "deleted", "row_hash", "ext", "created_at"},
        )
    for table, index in _INDEXES:
        db.table(table).create_index(list(index))
    _frame(db)


def sealed(db: "Database") -> None:
    _frame(db)


def _frame(db: "Database") -> None:
    """What every file has beside its tables: trail, door, counters, settings."""
    db.execute(
        "CREATE TABLE change (id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT NOT NULL, "
        "kind TEXT NOT NULL, operator TEXT NOT NULL, stream_id TEXT NOT NULL, at TEXT NOT NULL, "
        "event_on TEXT NOT NULL, entered_on TEXT NOT NULL, reason TEXT NOT NULL, "
        "undoes INTEGER REFERENCES change (id)) STRICT"
    )
    db.execute(
        "CREATE TABLE trail (seq INTEGER PRIMARY KEY AUTOINCREMENT, change_id INTEGER, "
        "table_name TEXT NOT NULL, row_id TEXT NOT NULL, op TEXT NOT NULL, before TEXT, "
        "after TEXT, prev TEXT, hash TEXT) STRICT"
    )
    db.execute("CREATE INDEX trail_row ON trail (table_name, row_id, seq)")
    db.execute("CREATE INDEX trail_change ON trail (change_id)")
    db.execute("CREATE INDEX trail_open ON trail (seq) WHERE hash IS NULL")
    db.execute("CREATE INDEX change_undoes ON change (undoes) WHERE undoes IS NOT NULL")
    db.execute("CREATE TABLE door (change_id INTEGER, quiet INTEGER NOT NULL) STRICT")
    db.execute("INSERT INTO door VALUES (NULL, 0)")
    db.execute("CREATE TABLE counter (series TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT")
    db.execute(
        "CREATE TABLE digest (owner TEXT NOT NULL, table_name TEXT NOT NULL, "
        "row_count INTEGER NOT NULL, total TEXT NOT NULL, "
        "PRIMARY KEY (owner, table_name)) STRICT"
    )
    db.execute("CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")
