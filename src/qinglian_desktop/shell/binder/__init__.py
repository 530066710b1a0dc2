"""装订成册: papers ticked and put in order become one binder with a contents page."""

from qinglian_desktop.shell.binder.page import open_it

__all__ = ["open_it"]
