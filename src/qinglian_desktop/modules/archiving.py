"""The subject 清廉档案 in the table of contents: its records and what can be done with a row."""

from qinglian_desktop.core.module import Command, Module, Operation
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.archive import records as archive
from qinglian_desktop.modules.calling import due_where, later


def _state(*states: str) -> Operation:
    def stands(row: Row) -> bool:
        return row["state"] in states

    return stands


def _status(*states: str) -> Operation:
    def stands(row: Row) -> bool:
        return row["status"] in states

    return stands


def _no_task(row: Row) -> bool:
    """A problem that is no task yet and still to be put right."""
    return not row["task_id"] and row["status"] in (archive.FOUND, archive.AT_WORK)


ARCHIVE = Module(
    name="archive",
    label="清廉档案",
    tab="archive",
    records=archive.RECORDS,
    commands=(
        Command("重新取数", later("archive", "fill_baseline"), "baseline", primary=True),
        Command("转为任务", later("archive", "raise_task"), "problem", _no_task),
        Command("开始整改", later("archive", "begin"), "problem", _status(archive.FOUND)),
        Command(
            "整改完成",
            later("archive", "report_done"),
            "problem",
            _status(archive.AT_WORK),
            primary=True,
        ),
        Command(
            "销号",
            later("archive", "close_problem"),
            "problem",
            _status(archive.TO_RECHECK),
            primary=True,
        ),
        Command("复查没过", later("archive", "reopen"), "problem", _status(archive.TO_RECHECK)),
        Command("起草", later("archive", "draft_plan"), "unit_plan", _state(archive.DRAFT)),
        Command(
            "会议通过",
            later("archive", "approve"),
            "unit_plan",
            _state(archive.DRAFT),
            primary=True,
        ),
        Command(
            "报街道",
            later("archive", "file_plan"),
            "unit_plan",
            _state(archive.APPROVED),
            primary=True,
        ),
        Command(
            "另起新版",
            later("archive", "new_version"),
            "unit_plan",
            _state(archive.APPROVED, archive.FILED),
        ),
    ),
    due=due_where("archive", "due", "problem", "unit_plan"),
    sheets=(archive.Problem, archive.BaselineFigure, archive.OptionalAction),
    roles=("unit",),
)
