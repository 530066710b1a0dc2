"""Decisions: cases, steps, people, households, delegations. Never edited once released."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database

# table: declared columns; a name alone is text, a name ending in # is an integer.
_TABLES: dict[str, str] = {
    "matter": (
        "number title matter_class origin opened_on group_name proposed_by content "
        "amount_fen# path body threshold for_collective# pre_review# route_answers route_pack "
        "basis executor planned_on state stage next_step public_until late# emergency# "
        "emergency_reason authorised_by street_told_on ratify_by one_sitting_reason "
        "supersedes revokes# ended_on ended_reason archived_on archive_no files note"
    ),
    "matter_step": (
        "matter_id gate round_no# sitting_no# after_id part body planned_at place told_on held_on "
        "held_time entered_on late# ratifies# rule_pack threshold basis counted_by "
        "roster_count# excluded_count# due_count# present_count# avoiding_count# base_count# "
        "yes_count# no_count# abstain_count# vote_way result decision opinions dissent chair "
        "recorder street_people supervisors combined# delegation_id slip_no slip_opinion "
        "notice_id published_note supervision minutes_file files note"
    ),
    "step_person": (
        "step_id seq# person_id name role group_name household_no votes# attendance delegate "
        "interest note"
    ),
    "excluded_adult": ("step_id person_id name reason contacted_on evidence files"),
    "household_view": (
        "matter_id household_id household_no group_name head signer view asked_on entered_on note"
    ),
    "matter_link": ("matter_id other_table other_id other_name explanation"),
    "delegation": (
        "granted_by granted_on matter_id to_body classes matters limit_fen# from_on until_on "
        "revoked_on files note"
    ),
    "consultation": (
        "topic source form held_on entered_on late# place chair participants points outcome "
        "assignee due_on done published_on matter_id notice_id files"
    ),
    "meeting_paper": ("step_id paper pages# printed_on fingerprint scans scanned_pages# note"),
    "matter_standard": (
        "matter_class amount_fen# pre_review# raised_fen# from_on matter_id resolution "
        "filed_on files note"
    ),
}
_INDEXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("matter", ("number",)),
    ("matter_step", ("matter_id",)),
    ("matter_step", ("notice_id",)),
    ("step_person", ("step_id",)),
    ("excluded_adult", ("step_id",)),
    ("household_view", ("matter_id",)),
    ("matter_link", ("other_table", "other_id")),
    ("matter_link", ("matter_id",)),
    ("meeting_paper", ("step_id",)),
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
