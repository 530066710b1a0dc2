"""Party work: meetings, 大党委, members who report, grids. Never edited once released."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database

# table: declared columns; a name alone is text, a name ending in # is an integer.
_TABLES: dict[str, str] = {
    "party_branch": "name kind secretary members# from_on until_on note",
    "party_meeting": (
        "kind branch_id subject topic held_on begins_at place due_period chair recorder "
        "expected# present# attendees absent minutes decided files note"
    ),
    "duty_log": "month done_on person kind text outcome files",
    "member_unit": "name kind organisation deputy contact phone joined_on left_on note",
    "joint_meeting": (
        "held_on begins_at place due_period chair recorder topic present minutes decided files note"
    ),
    "joint_item": (
        "number list title detail raised_on raised_by meeting_id need_id resource_id owner_unit "
        "responsible due_on due_why status done_on result feedback_on feedback opinion files"
    ),
    "check_in": (
        "year# person unit organisation where_to estate phone skills reported_on post post_on "
        "performance result feedback_on receipt_on files note"
    ),
    "service_log": "check_in_id served_on what hours# place witness files",
    "grid": "number name area groups households# buildings# micro# from_on until_on files note",
    "grid_staff": "grid_id person role duty phone from_on until_on change",
    "grid_visit": "grid_id visited_on household_no who purpose findings event_id files",
    "grid_event": (
        "number grid_id found_on kind what place level handler sent_up due_on due_why closed_on "
        "result answer files note"
    ),
}
_INDEXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("party_meeting", ("held_on",)),
    ("duty_log", ("month",)),
    ("joint_item", ("due_on",)),
    ("service_log", ("check_in_id",)),
    ("check_in", ("year",)),
    ("grid_visit", ("visited_on",)),
    ("grid_staff", ("grid_id",)),
    ("grid_event", ("due_on",)),
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
