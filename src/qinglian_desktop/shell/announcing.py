"""What is said after a batch: what was done, with 撤销, and 查看 for the undo centre."""

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from qinglian_desktop.core.outcome import Changes

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_DONE = ("导入", "粘贴", "填", "批量", "删", "还原", "合并")  # verbs that go well with 已
_BACK = ("撤销：", "重做：")  # whoever took it back says so


def announce(window: "Window", changes: Changes, initiator: object = None) -> None:
    """Told of every change; speaks up for those that touched several rows of a table."""
    if not changes.step or changes.label.startswith(_BACK) or not is_batch(changes):
        return
    word = "已" if changes.label.startswith(_DONE) else "已完成："
    more = changes.result if isinstance(changes.result, str) else ""
    window.bar.say(
        f"{word}{changes.label}。{more}",
        action=partial(_take_back, window, changes.step),
        view=partial(_show, window, changes.step),
    )


def is_batch(changes: Changes) -> bool:
    return max(Counter(table for table, _ in changes.touched).values(), default=0) > 1


def _take_back(window: "Window", step: int) -> None:
    from qinglian_desktop.shell import undo_centre  # with the first batch taken back

    undo_centre.take_back(window, step)


def _show(window: "Window", step: int) -> None:
    from qinglian_desktop.shell import undo_centre

    undo_centre.open_it(window, step)
