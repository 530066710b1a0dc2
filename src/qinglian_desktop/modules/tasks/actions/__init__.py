"""What can be done with tasks, and with those that come back."""

from qinglian_desktop.modules.tasks.actions.checklists import (
    add_steps,
    drop_step,
    keep_as_template,
    save_checklist,
    templates,
    tick,
)
from qinglian_desktop.modules.tasks.actions.planning import load_plan, renew_plan
from qinglian_desktop.modules.tasks.actions.routines import (
    ahead,
    from_task,
    make_rounds,
    save_routine,
)
from qinglian_desktop.modules.tasks.actions.work import (
    add_note,
    assign,
    attach,
    move_task,
    next_round,
    number_tasks,
    postpone,
    register_message,
    same_message,
    save_task,
    set_progress,
)
from qinglian_desktop.modules.tasks.reads import PLAN, notes, rollup

__all__ = [
    "PLAN",
    "add_note",
    "add_steps",
    "ahead",
    "assign",
    "attach",
    "drop_step",
    "from_task",
    "keep_as_template",
    "load_plan",
    "make_rounds",
    "move_task",
    "next_round",
    "notes",
    "number_tasks",
    "postpone",
    "register_message",
    "renew_plan",
    "rollup",
    "same_message",
    "save_checklist",
    "save_routine",
    "save_task",
    "set_progress",
    "templates",
    "tick",
]
