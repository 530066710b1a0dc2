"""Every screen of the program, one after the other, on an office with something in every list."""

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import Any

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.funds import actions as funds
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.modules.tasks import actions as tasks
from qinglian_desktop.shell.demo import unit as demo
from qinglian_desktop.shell.help.side import sections_of
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from windows import TODAY

Show = Callable[[], Any]
KINDS = ("community", "village", "street")


@cache
def _made(kind: str) -> Path:
    """The office is made once a run; every test works on its own copy."""
    home = Path(mkdtemp(prefix="every-page-"))
    with clock.fixed(TODAY), make_book(home, kind) as book:
        if kind == "street":
            tasks.load_plan(book, TODAY.year)
        else:
            quarter = Period.holding(TODAY, "Q")
            one = demo.Unit(book, Random(5), 0)
            demo.settle(one)
            demo.plan(one, TODAY.year)
            demo.keep_accounts(one, [quarter.previous, quarter])
            funds.compose_quarterly(book, one.accounts[0], quarter.previous)
    return home


def full_office(folder: Path, kind: str = "community") -> Book:
    """A community, village or street in its first year."""
    shutil.copytree(_made(kind), folder, dirs_exist_ok=True)
    return Book.open(folder / "home", RECORDS)


def screens(window: Window) -> Iterator[tuple[str, QWidget]]:
    """(screen id, page), shown and at rest: every tab, every section, what lies over them."""
    for page_id in window.tabs:
        page = window.go(page_id)
        sections = sections_of(page)
        for key in sections.keys() if sections is not None else [""]:
            if sections is not None:
                sections.show_section(key)
            yield rested(window, f"{page_id}.{key}" if key else page_id, page)
    notices = window.book.ids(Query("notice", limit=1))
    if notices:
        page = window.go("disclosure", "notice", notices[0])
        yield rested(window, "disclosure.notice", page)
    window.import_sheet(Person)
    yield rested(window, "import", window.page)
    window.close_over()


def rested(window: Window, name: str, page: QWidget) -> tuple[str, QWidget]:
    """What runs beside the window has answered and the layout stands."""
    patience, calm = QDeadlineTimer(10_000), 0
    while calm < 3 and not patience.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
        calm = calm + 1 if window.runner.quiet else 0
    return name, page
