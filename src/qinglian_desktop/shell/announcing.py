"""What is said after a batch: what was done, with 撤销, and 查看 for the undo centre."""

from collections import Counter
from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING

from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.record import Owner

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_DONE = ("导入", "粘贴", "填", "批量", "删", "还原", "合并")  # verbs that go well with 已
_BACK = ("撤销：", "重做：")  # whoever took it back says so


def announce(window: "Window", changes: Changes, initiator: object = None) -> None:
    """Told of every change; speaks up for those that touched several rows of a table.

    A page that names itself as the initiator speaks for itself.
    """
    if initiator is not None or not changes.step or changes.label.startswith(_BACK):
        return
    kept = {t for t, record in window.book.tables.records.items() if record.owner is Owner.LOCAL}
    if not is_batch(changes, kept):
        return
    word = "已" if changes.label.startswith(_DONE) else "已完成："
    made = {row_id for _, row_id in changes.touched}
    words = isinstance(changes.result, str) and changes.result not in made  # not the id of a row
    more = changes.result if words else ""
    window.bar.say(
        f"{word}{changes.label}。{more}",
        action=partial(_take_back, window, changes.step),
        view=partial(show, window, changes.step),
    )


def is_batch(changes: Changes, but: Collection[str] = ()) -> bool:
    """Several rows of one table; what this computer notes for itself (`but`) does not count."""
    counted = Counter(table for table, _ in changes.touched if table not in but)
    return max(counted.values(), default=0) > 1


def _take_back(window: "Window", step: int) -> None:
    from qinglian_desktop.shell import undo_centre  # with the first batch taken back

    undo_centre.take_back(window, step)


def show(window: "Window", step: int) -> None:
    """查看: the details of this batch in the undo centre."""
    from qinglian_desktop.shell import undo_centre

    undo_centre.open_it(window, step)
