"""What can be done with the negative list and the bonus, and with an issued table."""

from qinglian_desktop.modules.evaluation.actions.issuing import (
    export_system,
    issue_system,
    read_workbook,
)
from qinglian_desktop.modules.evaluation.actions.vetoing import (
    drop_veto,
    guard_veto,
    lift_veto,
    save_bonus,
    save_veto,
)

__all__ = [
    "drop_veto",
    "export_system",
    "guard_veto",
    "issue_system",
    "lift_veto",
    "read_workbook",
    "save_bonus",
    "save_veto",
]
