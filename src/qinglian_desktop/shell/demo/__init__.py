"""The main job done end to end on invented people and published figures (`qinglian demo`)."""

from qinglian_desktop.shell.demo.story import play

__all__ = ["play"]
