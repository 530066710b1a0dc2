"""What can be done with tasks, and with those that come back."""

from qinglian_desktop.modules.tasks.actions.routines import (
    ahead,
    from_task,
    make_rounds,
    save_routine,
)
from qinglian_desktop.modules.tasks.actions.work import (
    PLAN,
    Rollup,
    add_note,
    attach,
    load_plan,
    move_task,
    next_round,
    notes,
    number_tasks,
    postpone,
    register_message,
    rollup,
    same_message,
    save_task,
    set_progress,
)

__all__ = [
    "PLAN",
    "Rollup",
    "add_note",
    "ahead",
    "attach",
    "from_task",
    "load_plan",
    "make_rounds",
    "move_task",
    "next_round",
    "notes",
    "number_tasks",
    "postpone",
    "register_message",
    "rollup",
    "same_message",
    "save_routine",
    "save_task",
    "set_progress",
]
