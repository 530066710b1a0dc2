"""Supervision, education, customs, surveys of satisfaction. Never edited once released."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils.db import Database

# table: declared columns; a name alone is text, a name ending in # is an integer.
_TABLES: dict[str, str] = {
    "supervision_meeting": (
        "held_on begins_at place due_period chair recorder expected# present# present_rate# "
        "attendees guests topic minutes decided files note"
    ),
    "supervision_item": (
        "meeting_id kind what matter_id notice_id opinion agree# against# abstain# follow_up"
    ),
    "supervision_opinion": (
        "number given_on addressed_to meeting_id matter basis suggestion signed_by "
        "reply_due received_on reply replied_on adopted# why_not escalated_on escalated_to "
        "files"
    ),
    "supervision_attendance": (
        "held_on kind topic matter_id expected# present# present_rate# members opinions "
        "adopted# files note"
    ),
    "supervision_report": (
        "year# reported_on heard_by text votes# satisfied# fairly# poor# satisfied_rate# "
        "published_on notice_id files note"
    ),
    "monitor_log": (
        "month person meetings# households# matters findings suggestions signed_on sent_on "
        "receipt files"
    ),
    "monitor_appointment": (
        "person phone document_no appointed_on until_on check_receipt training pledged_on "
        "ended_on end_reason files"
    ),
    "key_person": (
        "person positions combined# from_on until_on authority points listed_on reviewed_on "
        "review audit_due files note"
    ),
    "key_person_talk": "held_on key_person_id person by topic summary files",
    "personal_report": (
        "number reporter post kind relation event_on place tables# table_fen# guests "
        "vehicles# pledged# reported_on received_by after_on actual_tables# actual_guests# "
        "gifts files"
    ),
    "special_plan": "year# theme made_on plan issues responsible published_on files",
    "special_check": (
        "quarter kind plan_id checked_on checked_by compared# hits# result explained "
        "handed_on files"
    ),
    "promise": (
        "number what promised_on published_on source responsible due_on closed_on result "
        "answer files"
    ),
    "training": (
        "kind title held_on place teacher target_group expected# present# present_rate# "
        "tested# passed# passed_rate# content absent files note"
    ),
    "culture_activity": "kind title held_on site_id place people# content media files",
    "culture_site": "name kind place built_on keeper state checked_on found files",
    "experience": (
        "title written_on problem measures results level award_level award media author files"
    ),
    "covenant": (
        "kind version text told asked_on opinions adviser reviewed_by reviewed_on review "
        "review_text meeting_on matter_id present# agree# against# abstain# filed_on "
        "receipt published_on effective_on until_on files"
    ),
    "covenant_check": ("half covenant_id checked_on checked_by found suggestion improved_on files"),
    "council": "kind charter chartered_on elected_on until_on chair files note",
    "council_member": "council_id person post phone from_on until_on",
    "review_meeting": (
        "held_on council_id topic expected# present# present_rate# way praised persuaded "
        "talked_on published_on minutes files"
    ),
    "event_report": (
        "number kind host event_on tables# phone address is_party_member# is_cadre# "
        "relation reported_on place days# per_table# meals# table_fen# drinks_fen# "
        "vehicles# gifts_told# food_no died_on mourning_days# burial ecological# visited_by "
        "advice pledged# actual_tables# complaints# cleaned# note files"
    ),
    "environment_inspection": (
        "inspected_on month place grid inspectors toilet_off# rubbish_off# sewage_off# "
        "looks_off# system_off# score# found published_on files"
    ),
    "environment_issue": (
        "number inspection_id kind found_on place what responsible due_on closed_on result "
        "files after"
    ),
    "toilet": (
        "household_no kind built_in# place in_use# leaks# smells# maggots# overflows# fault "
        "due_on repaired_on files"
    ),
    "sewage_facility": (
        "place kind households# responsible running# maintained_on defect reported_on files"
    ),
    "survey_result": (
        "year# surveyed_on way target_group sample_planned# issued# returned# valid# "
        "satisfied# fairly# middling# poor# unknown# satisfied_rate# told suggestions "
        "published_on files"
    ),
    "survey_line": (
        "survey_id seq# question satisfied# fairly# middling# poor# unknown# satisfied_rate# told"
    ),
}
_INDEXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("supervision_meeting", ("held_on",)),
    ("supervision_item", ("meeting_id",)),
    ("supervision_opinion", ("reply_due",)),
    ("supervision_attendance", ("held_on",)),
    ("monitor_log", ("month",)),
    ("key_person_talk", ("held_on",)),
    ("special_check", ("quarter",)),
    ("promise", ("due_on",)),
    ("training", ("held_on",)),
    ("culture_activity", ("held_on",)),
    ("covenant_check", ("half",)),
    ("council_member", ("council_id",)),
    ("review_meeting", ("held_on",)),
    ("event_report", ("event_on",)),
    ("environment_inspection", ("month",)),
    ("environment_issue", ("due_on",)),
    ("survey_line", ("survey_id",)),
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
