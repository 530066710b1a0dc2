"""What the street does about inspections, joint meetings and good practice."""

from qinglian_desktop.modules.inspection.actions.findings import (
    begin_finding,
    close_at_once,
    drop_finding,
    fail_recheck,
    follow_directive,
    pass_recheck,
    save_finding,
    send_all_down,
    send_down,
)
from qinglian_desktop.modules.inspection.actions.library import (
    demonstration_paper,
    export_demonstration,
    library_paper,
    note_practice,
    save_demonstration_as_word,
    save_library_as_word,
)
from qinglian_desktop.modules.inspection.actions.meetings import (
    agenda_paper,
    assign,
    assign_all,
    collect_agenda,
    drop_meeting,
    drop_task,
    minutes_paper,
    save_minutes_as_word,
    save_task,
    save_topic,
    task_from_topic,
)
from qinglian_desktop.modules.inspection.actions.rounds import (
    plan_paper,
    plan_visits,
    report_paper,
    save_report_as_word,
    save_round,
    save_visit,
    sheet_paper,
    sheets_paper,
)

__all__ = [
    "agenda_paper", "assign", "assign_all", "begin_finding", "close_at_once", "collect_agenda",
    "demonstration_paper", "drop_finding", "drop_meeting", "drop_task",
    "export_demonstration", "fail_recheck",
    "follow_directive", "library_paper", "minutes_paper", "note_practice", "pass_recheck",
    "plan_paper", "plan_visits", "report_paper", "save_demonstration_as_word", "save_finding",
    "save_library_as_word", "save_minutes_as_word", "save_report_as_word", "save_round",
    "save_task", "save_topic", "save_visit", "send_all_down", "send_down", "sheet_paper",
    "sheets_paper", "task_from_topic",
]  # fmt: skip
