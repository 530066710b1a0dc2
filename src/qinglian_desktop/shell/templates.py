"""The Word templates of notices and of minutes, reached by their words."""

from functools import partial
from typing import TYPE_CHECKING

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.word.templates import MINUTES
from qinglian_desktop.modules.disclosure.page import word

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window


def edit(window: "Window") -> None:
    word.edit_template(window.desk, partial(_say, window))


def restore(window: "Window") -> None:
    word.restore_template(window.desk, partial(_say, window))


def edit_minutes(window: "Window") -> None:
    word.edit_template(window.desk, partial(_say, window), MINUTES)


def restore_minutes(window: "Window") -> None:
    word.restore_template(window.desk, partial(_say, window), template=MINUTES)


def _say(window: "Window", words: Refused | str) -> None:
    window.bar.say(str(words))
