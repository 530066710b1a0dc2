"""How does a paper of a meeting get into the preview, or into a Word file? Drawn beside the window.

Whoever prints hands over what is to be said when it could not be done.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QWidget

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.modules.decisions.actions import consulting, households, minutes, papering
from qinglian_desktop.modules.decisions.actions.papering import Sheets
from qinglian_desktop.modules.decisions.actions.preparing import Asked
from qinglian_desktop.ui import cover
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.paper_view import joined
from qinglian_desktop.ui.where import where_to

Say = Callable[[Refused | str], None]
NO_FILE_SIGNS = '\\/:*?"<>|\n'


def meeting_papers(
    desk: Desk, step_id: str, asked: Asked, chosen: Sequence[str], title: str, say: Say
) -> None:
    """The chosen papers of a planned meeting, one after the other."""
    _draw(desk, papering.print_before, (step_id, asked, tuple(chosen)), title, step_id, say)


def minutes_paper(desk: Desk, step_id: str, title: str, say: Say) -> None:
    _draw(desk, papering.print_minutes, (step_id,), title, step_id, say)


def register_forms(desk: Desk, matter_id: str, gates: Sequence[str], title: str, say: Say) -> None:
    """《决策实施登记表》 of these steps, a page each."""
    _draw(desk, papering.print_register, (matter_id, tuple(gates)), title, matter_id, say)


def household_paper(desk: Desk, matter_id: str, name: str, title: str, say: Say) -> None:
    """The empty form, or the summary of what was said."""
    _draw(desk, households.print_round, (matter_id, name), title, matter_id, say)


def consultation_paper(desk: Desk, row_id: str, title: str, say: Say) -> None:
    _draw(desk, consulting.print_consultation, (row_id,), title, row_id, say)


def _draw(
    desk: Desk, work: Callable[..., Changes], given: tuple[Any, ...], title: str, about: str,
    say: Say,
) -> None:  # fmt: skip
    if covered := cover.stops("打印"):
        say(covered)
        return
    desk.runner.job(
        partial(_joined, work, given),
        label=f"正在排{title[:20]}",
        on_done=partial(_preview, desk, title, about),
        on_refused=say,
    )


def _joined(work: Callable[..., Changes], given: tuple[Any, ...], book: Any, tick: Any) -> Changes:
    """What was drawn as one PDF; the pages of each paper were noted on the way."""
    changes = work(book, *given, tick)
    drawn: tuple[Sheets, ...] = tuple(changes.result)  # type: ignore[arg-type]
    made = joined([one.pdf for one in drawn])
    return Changes(changes.label, changes.touched, changes.step, (made, drawn))


def _preview(desk: Desk, title: str, about: str, changes: Changes) -> None:
    made: Any = changes.result
    pdf, drawn = made
    names = "+".join(dict.fromkeys(one.name for one in drawn))
    desk.preview(pdf, title, PaperFacts(f"decisions:{about}:{names}", note=_note(drawn)))


def _note(drawn: Sequence[Sheets]) -> str:
    """Which papers lie in it, and what no font could draw."""
    pages: Counter[str] = Counter()
    for one in drawn:
        pages[one.name] += one.pages
    said = "、".join(f"{name} {many} 页" for name, many in pages.items()) + "。"
    missing = list(dict.fromkeys(sign for one in drawn for sign in one.missing))
    if missing:
        said += f"有 {len(missing)} 个字没有字形：{'、'.join(missing[:5])}，纸上印成〓。"
    return said


def save_minutes(parent: QWidget, desk: Desk, step_id: str, name: str, say: Say) -> None:
    """Asks where, and writes the minutes as a Word file."""
    if cover.cover().on:
        say("正在遮挡，先不往外存。请按 F9 恢复后再存。")
        return
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    plain = "".join(sign for sign in name if sign not in NO_FILE_SIGNS)[:60]
    wanted = str(Path(folder) / f"{plain} 会议记录.docx")
    place = where_to(parent, "会议记录存为 Word", wanted, "Word 文件 (*.docx)", (".docx",))
    if place is not None:
        save_minutes_as(desk, step_id, place, say)


def save_minutes_as(desk: Desk, step_id: str, path: Path, say: Say) -> None:
    desk.runner.job(
        partial(_write, step_id, path),
        label="正在存会议记录",
        on_done=partial(_written, desk, path, say),
        on_refused=say,
    )


def _write(step_id: str, path: Path, book: Any, _tick: Any) -> Changes:
    return minutes.save_minutes(book, step_id, path)


def _written(desk: Desk, path: Path, say: Say, changes: Changes) -> None:
    unknown: Any = changes.result
    if unknown:
        names = "、".join(unknown[:3])
        say(f"已存好，但模板里的{names}认不出，原样留着。请改成模板原来的名字。")
    else:
        desk.runner.said.emit(f"已存为 Word：{path}")
