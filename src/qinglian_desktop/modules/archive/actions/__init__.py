"""What can be done with the files of a unit."""

from qinglian_desktop.modules.archive.actions.filing import bind, export_folder, gap_paper
from qinglian_desktop.modules.archive.actions.planning import (
    approve,
    draft_plan,
    file_plan,
    new_version,
)
from qinglian_desktop.modules.archive.actions.printing import (
    baseline_paper,
    plan_paper,
    problems_paper,
    save_plan_as_word,
    save_summary_as_word,
    summary_paper,
)
from qinglian_desktop.modules.archive.actions.problems import (
    begin,
    close_problem,
    raise_task,
    reopen,
    report_done,
)
from qinglian_desktop.modules.archive.actions.saving import (
    number_problems,
    review_figures,
    review_problems,
    save_action,
    save_baseline,
    save_figure,
    save_paper,
    save_plan,
    save_problem,
)
from qinglian_desktop.modules.archive.actions.surveying import fill_baseline

__all__ = [
    "approve", "baseline_paper", "begin", "bind", "close_problem", "draft_plan", "export_folder",
    "file_plan", "fill_baseline", "gap_paper", "new_version", "number_problems", "plan_paper",
    "problems_paper", "raise_task", "reopen", "report_done", "review_figures", "review_problems",
    "save_action", "save_baseline", "save_figure", "save_paper", "save_plan",
    "save_plan_as_word", "save_problem", "save_summary_as_word", "summary_paper",
]  # fmt: skip
