"""What can be done with a project: set it up, take the next step, change it, publish, print."""

from qinglian_desktop.modules.projects.actions.changing import drop_change, save_change
from qinglian_desktop.modules.projects.actions.papering import print_papers
from qinglian_desktop.modules.projects.actions.publishing import draft_project_notice
from qinglian_desktop.modules.projects.actions.working import (
    go_back,
    go_on,
    make_asset,
    number_projects,
    save_project,
)

__all__ = [
    "draft_project_notice", "drop_change", "go_back", "go_on", "make_asset", "number_projects",
    "print_papers", "save_change", "save_project",
]  # fmt: skip
