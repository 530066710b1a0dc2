"""A paper is saved as Word where the clerk says, to be written on in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QWidget

from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.ui import cover
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.where import where_to


def save_as_word(
    desk: Desk, page: QWidget, act: Callable[..., Changes], what: object, name: str,
    say: Callable[[Any], None],
) -> None:  # fmt: skip
    """Asks for the place; refused while the screen is covered."""
    if cover.cover().on:
        say("正在遮挡，先不往外存。请按 F9 恢复后再存。")
        return
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    plain = "".join(sign for sign in name if sign not in '\\/:*?"<>|\n')
    wanted = str(Path(folder) / f"{plain}.docx")
    place = where_to(page, "存为 Word", wanted, "Word 文件 (*.docx)", (".docx",))
    if place is not None:
        save_at(desk, act, what, place, say)


def save_at(
    desk: Desk, act: Callable[..., Changes], what: object, place: Path,
    say: Callable[[Any], None],
) -> None:  # fmt: skip
    def work(book: Any, _tick: Any) -> Changes:
        return act(book, what, place)

    def done(_changes: Changes) -> None:
        desk.runner.said.emit(f"已存为 Word：{place}")

    desk.runner.job(work, label="正在存文件", on_done=done, on_refused=say)
