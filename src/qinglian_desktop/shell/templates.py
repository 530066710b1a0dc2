"""The Word template of notices, reached by its words."""

from functools import partial
from typing import TYPE_CHECKING

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.disclosure.page import word

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window


def edit(window: "Window") -> None:
    word.edit_template(window.desk, partial(_say, window))


def restore(window: "Window") -> None:
    word.restore_template(window.desk, partial(_say, window))


def _say(window: "Window", words: Refused | str) -> None:
    window.bar.say(str(words))
