"""What can be done with a list of who gets what: check it, explain, publish."""

from qinglian_desktop.modules.benefits.actions.checking import check_list, number_lines, save_line
from qinglian_desktop.modules.benefits.actions.publishing import draft_list_notice

__all__ = ["check_list", "draft_list_notice", "number_lines", "save_line"]
