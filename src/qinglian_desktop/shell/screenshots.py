"""Every page of the window as a picture, for review and for the demonstration."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QBuffer,
    QDeadlineTimer,
    QEventLoop,
    QMessageLogContext,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.decisions import reads
from qinglian_desktop.modules.decisions.page.matter_view import MatterView
from qinglian_desktop.modules.decisions.records import MEETINGS
from qinglian_desktop.modules.disclosure.page.notice_view import NoticeView
from qinglian_desktop.shell import acts, display, keys
from qinglian_desktop.shell.preferences import Preferences
from qinglian_desktop.shell.start import application
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.files import write_whole
from qinglian_desktop.ui import look
from qinglian_desktop.ui.sections import Sections

_NOISE = "This plugin does not support propagateSizeHints()"
_PATIENCE = 15_000  # ms a page may take to come to rest; drawing a paper is the slowest
_CALM = 5  # rounds of events without work after which a page is taken


# What lies over a tab, by its word.
_OVER = {
    "undo-centre": "撤销中心", "bin": "回收站", "some-day": "某日状态", "year": "日历",
    "holidays": "放假安排", "routines": "周期任务", "rule-packs": "规则包",
    "formality": "走过场自检", "links": "决议关联", "slips": "打明白卡",
}  # fmt: skip


def take(
    home: Path,
    out: Path,
    *,
    size: tuple[int, int] = (1366, 768),
    text_size: str = "standard",
    theme: str = "light",
) -> list[Path]:
    """A PNG of every tab, of the sections within, and of the forms and papers they open."""
    display.do_without()
    with _without_noise():
        return _taken(home, out, size, text_size, theme)


@contextmanager
def _without_noise() -> Iterator[None]:
    """A window drawn in memory has no frame to be told its size, and Qt says so each time.

    Only that sentence is left out; everything else goes where it went before.
    """

    def say(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        if text == _NOISE:
            return
        if before is not None:
            before(kind, context, text)
        else:
            sys.stderr.write(f"{text}\n")

    before = qInstallMessageHandler(say)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def _taken(home: Path, out: Path, size: tuple[int, int], text_size: str, theme: str) -> list[Path]:
    app = application()
    out.mkdir(parents=True, exist_ok=True)
    look.apply(app, theme=theme, size=text_size)
    window = Window(Book.open(home, RECORDS), Preferences(size=text_size, theme=theme))
    window.resize(*size)
    window.show()
    made = []
    for number, (name, show) in enumerate(_views(window), start=1):
        show()
        _settle(app, window)
        path = out / f"{number:02d}-{name}-{text_size}.png"
        _save(window.grab(), path)
        made.append(path)
    window.close()
    window.deleteLater()
    app.processEvents()
    return made


def _save(picture: QPixmap, path: Path) -> None:
    made = QBuffer()
    made.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.save(made, "PNG")
    write_whole(path, bytes(made.data().data()))


def _views(window: Window) -> Iterator[tuple[str, Callable[[], Any]]]:
    """(name, how to get there), in the order of the navigation."""
    for page_id in window.tabs:
        yield page_id, partial(window.go, page_id)
        page = window.pages[page_id]
        found = page if isinstance(page, Sections) else page.findChild(Sections)
        if found is not None:
            for key in found.keys()[1:]:
                yield f"{page_id}-{key}", partial(found.show_section, key)
        yield from _opened(window, page_id, page)
    window.go("tasks")
    offered = keys.acts(window)
    for name, word in _OVER.items():
        if word in offered:
            yield name, offered[word]


def _opened(window: Window, page_id: str, page: QWidget) -> Iterator[tuple[str, Callable[[], Any]]]:
    """What a page opens beside its lists: a notice with its paper, an empty form."""
    notices = window.book.ids(Query("notice", order=(("number", True),), limit=1))
    if page_id == "disclosure" and notices:
        yield "disclosure-one-notice", partial(window.go, page_id, "notice", notices[0])
        for name, asked in (("three-papers", "three_asked"), ("compare", "compare_asked")):
            yield f"disclosure-{name}", partial(_over_a_notice, window, notices[0], asked)
    if page_id == "decisions":
        for place, row_id in enumerate(window.book.ids(Query("matter", limit=2)), 1):
            yield f"decisions-matter-{place}", partial(window.go, page_id, "matter", row_id)
        yield "decisions-new-matter", partial(_new_matter, window)
        if waiting := _before_a_meeting(window):
            for name, asked in (("meeting", "prepare_asked"), ("households", "homes_asked")):
                yield f"decisions-{name}", partial(_over_a_matter, window, *waiting, asked)
    if page_id == "funds":
        window.go("funds", "entry")
        yield "funds-new-entry", window.new_record
    if page_id == "settings":
        for place, word in enumerate(acts.PAPERS, 1):
            yield f"paper-{place}", partial(acts.do, window, word)
    if page_id == "summary" and window.book.count(Query("enrolled_unit")):
        yield "summary-one-figure", partial(page.open_figure, 0, 1)  # type: ignore[attr-defined]


def _before_a_meeting(window: Window) -> tuple[str, str] | None:
    """A matter that waits for a meeting, and the gate of that meeting."""
    found = ((row_id, reads.case(window.book, row_id)) for row_id in window.book.ids(
        Query("matter", limit=9)))  # fmt: skip
    return next(
        ((row_id, case.next_gate) for row_id, case in found if case.next_gate in MEETINGS), None
    )


def _over_a_matter(window: Window, row_id: str, gate: str, asked: str) -> None:
    """As its buttons open it: the preparation of a meeting, the round of the households."""
    window.go("decisions", "matter", row_id)
    view = window.page.findChild(MatterView)
    if view is not None:
        getattr(view, asked).emit(*((row_id, gate) if asked == "prepare_asked" else (row_id,)))


def _over_a_notice(window: Window, row_id: str, asked: str) -> None:
    """As its buttons open it: the three papers, what is covered."""
    window.go("disclosure", "notice", row_id)
    view = window.page.findChild(NoticeView)
    if view is not None:
        getattr(view.outward, asked).emit(row_id)


def _new_matter(window: Window) -> None:
    window.go("decisions", "matter")
    window.new_record()


def _settle(app: QApplication, window: Window) -> None:
    """Lets what runs beside the window answer and the layout come to rest."""
    patience, calm = QDeadlineTimer(_PATIENCE), 0
    while calm < _CALM and not patience.hasExpired():
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        calm = calm + 1 if window.runner.quiet else 0
    window.repaint()
    app.processEvents()
