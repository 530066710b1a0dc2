"""The subject 督查 in the table of contents: its records and what can be done with a row."""

from qinglian_desktop.core.module import Command, Module
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.calling import due_where, later
from qinglian_desktop.modules.inspection import records as inspection


def _unsent(row: Row) -> bool:
    return row["state"] in (inspection.NOTED,)


def _sent(row: Row) -> bool:
    return row["state"] in (inspection.SENT,)


def _unassigned(row: Row) -> bool:
    return not row["directive_id"] and not row["task_id"]


def _decided(row: Row) -> bool:
    return bool(row["decision"])


INSPECTION = Module(
    name="inspection",
    label="督查会议",
    tab="inspection",
    records=inspection.RECORDS,
    commands=(
        Command("排单位", later("inspection", "plan_visits"), "inspection_round", primary=True),
        Command("下发全部", later("inspection", "send_all_down"), "inspection_visit"),
        Command(
            "下发整改", later("inspection", "send_down"), "inspection_finding", _unsent,
            primary=True,
        ),
        Command(
            "当场改好", later("inspection", "close_at_once"), "inspection_finding", _unsent
        ),
        Command(
            "复查通过", later("inspection", "pass_recheck"), "inspection_finding", _sent,
            primary=True,
        ),
        Command("复查没过", later("inspection", "fail_recheck"), "inspection_finding", _sent),
        Command(
            "生成议程", later("inspection", "collect_agenda"), "street_meeting", primary=True
        ),
        Command("全部派下去", later("inspection", "assign_all"), "street_meeting"),
        Command(
            "派任务", later("inspection", "task_from_topic"), "street_topic", _decided,
            primary=True,
        ),
        Command(
            "派下去", later("inspection", "assign"), "meeting_task", _unassigned, primary=True
        ),
    ),
    due=due_where(
        "inspection", "due", "inspection_visit", "inspection_finding", "street_meeting",
        "meeting_task",
    ),
    roles=("street",),
)  # fmt: skip
