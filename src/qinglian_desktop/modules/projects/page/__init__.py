"""The pages of small projects."""

from functools import partial

from qinglian_desktop.modules.projects.page.projects import ProjectsPage
from qinglian_desktop.modules.projects.records import Project
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.sections import Section


def sections(desk: Desk) -> tuple[Section, ...]:
    """What the tab 三资 shows of projects."""
    return ((Project.table, "小型工程", partial(ProjectsPage, desk)),)
