"""What can be done with a self-assessment, the negative list, the bonus, an issued table."""

from qinglian_desktop.modules.evaluation.actions.assessing import (
    begin,
    bring_back_assessment,
    drop_assessment,
    drop_line,
    guard_line,
    new_version,
    refresh,
    save_line,
    take_suggestions,
    to_tasks,
)
from qinglian_desktop.modules.evaluation.actions.issuing import (
    export_system,
    issue_system,
    read_workbook,
)
from qinglian_desktop.modules.evaluation.actions.ruling import rule, save_ruling
from qinglian_desktop.modules.evaluation.actions.submitting import (
    drop_step,
    finish,
    freeze,
    guard_assessment,
    hear,
    note_step,
    save_assessment,
    save_step,
    take_back,
)
from qinglian_desktop.modules.evaluation.actions.vetoing import (
    drop_veto,
    guard_veto,
    lift_veto,
    save_bonus,
    save_veto,
)

__all__ = [
    "begin",
    "bring_back_assessment",
    "drop_assessment",
    "drop_line",
    "drop_step",
    "drop_veto",
    "export_system",
    "finish",
    "freeze",
    "guard_assessment",
    "guard_line",
    "guard_veto",
    "hear",
    "issue_system",
    "lift_veto",
    "new_version",
    "note_step",
    "read_workbook",
    "refresh",
    "rule",
    "save_assessment",
    "save_bonus",
    "save_line",
    "save_ruling",
    "save_step",
    "save_veto",
    "take_back",
    "take_suggestions",
    "to_tasks",
]
