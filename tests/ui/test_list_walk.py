"""Whatever is done to a list, in any order: it shows what it was asked, cells in their place."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from office import make_person
from qinglian_desktop.core.pick import Pick, View
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.list_tools import Extras
from qinglian_desktop.ui.runner import Runner
from ui.conftest import drop, on_screen, save

VIEWS = (View("二组", (Pick("group_name", "in", ("2组",)),), (("name", True),)),)
STEPS = 60


class Walk:
    """One random act after the other on a page of people."""

    def __init__(self, page: LedgerPage, app: QApplication, chance: random.Random) -> None:
        self.page, self.table, self.tools = page, page.table, page.tools
        self.app, self.chance = app, chance
        self.acts: tuple[Callable[[], object], ...] = (
            self.arrange, self.hide, self.tools.columns.reset, self.freeze, self.scroll,
            self.scroll, self.sort, self.filter, self.view, self.tools.toggle_marks,
            self.drag, self.size,
        )  # fmt: skip

    def step(self) -> None:
        self.chance.choice(self.acts)()
        for _ in range(3):
            QApplication.processEvents()

    def arrange(self) -> None:
        names = list(self.tools.columns.offered)
        self.chance.shuffle(names)
        self.tools.columns.show(names[: self.chance.randrange(1, len(names))])

    def hide(self) -> None:
        self.tools.columns.hide(self.chance.choice(self.tools.columns.shown))

    def freeze(self) -> None:
        self.tools.columns.freeze(self.chance.randrange(5))

    def scroll(self) -> None:
        self.table.horizontalScrollBar().setValue(self.chance.randrange(1500))
        self.table.verticalScrollBar().setValue(self.chance.randrange(30))

    def sort(self) -> None:
        self.table.sort_by(self.column(), self.chance.random() < 0.4)

    def column(self) -> int:
        return self.chance.randrange(len(self.table.records.columns))

    def filter(self) -> None:
        value = self.chance.choice(("2组", "10组", "没有这组"))
        pick = Pick("group_name", "in", (value,)) if self.chance.random() < 0.6 else None
        self.page.filters.pick("group_name", pick)

    def view(self) -> None:
        self.tools.view_button.choose(self.chance.choice(("二组", "全部")))

    def drag(self) -> None:
        self.table.headings.resizeSection(self.column(), self.chance.randrange(40, 500))

    def size(self) -> None:
        look.apply(self.app, size=self.chance.choice(look.SIZES))


@pytest.mark.parametrize("seed", [1, 2])
def test_any_order_of_acts(
    qtbot: Any, qapp: QApplication, book: Book, runner: Runner, seed: int
) -> None:
    for number in range(40):
        make_person(book, f"人{number}", group_name=f"{number % 11}组", phone=f"138{number:08d}")
    page = LedgerPage(
        Person, reader=book, runner=runner, save=save, drop=drop, extras=Extras(VIEWS)
    )
    qtbot.addWidget(page)
    page.resize(1000, 600)
    on_screen(qtbot, page)
    walk = Walk(page, qapp, random.Random(seed))
    records, headings, frozen = page.table.records, page.table.headings, page.tools.columns.frozen
    try:
        for _ in range(STEPS):
            walk.step()
            assert list(records.ids) == book.ids(page.query())
            assert headings.count() == len(records.columns) == len(records.fields)
            assert [headings.visualIndex(n) for n in range(headings.count())] == list(
                range(headings.count())
            )
            if frozen.isVisible():
                held = [n for n in range(frozen.header.count()) if not frozen.isColumnHidden(n)]
                assert (
                    held == list(range(len(held))) and len(held) <= page.tools.columns.frozen_count
                )
                assert all(frozen.columnWidth(n) == page.table.columnWidth(n) for n in held)
            for place in range(min(3, len(records.ids))):
                row = book.row("person", records.ids[place]) or {}
                for column, name in enumerate(records.columns):
                    if name == "name":
                        assert records.text(place, column) == row["name"]
    finally:
        cover.set_covered(False)
        look.apply(qapp)
