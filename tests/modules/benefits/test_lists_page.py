"""名单 on the screen: check, explain, publish, all with the keyboard."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from office import make_book
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.benefits import actions
from qinglian_desktop.modules.benefits.page import ListsPage
from qinglian_desktop.modules.benefits.records import BenefitLine
from qinglian_desktop.shell.window import Window
from qinglian_desktop.ui import cover
from windows import LONG, Clerk, program, window_on


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path) -> Iterator[Window]:
    with program(qapp):
        book = make_book(tmp_path)
        with book.change("导入名单") as change:
            for n, holder in enumerate(("李建华", "李小妹"), 1):
                change.add(
                    BenefitLine,
                    {"programme": "慰问金", "period": "2026", "row_no": n, "name": "李建华",
                     "amount_fen": 10_000, "card_holder": holder},
                )  # fmt: skip
            change.add(BenefitLine, {"programme": "助学金", "period": "2025", "row_no": 1,
                                     "name": "张晓梅", "amount_fen": 1})  # fmt: skip
        with window_on(book) as made:
            yield made


def lists(window: Window) -> ListsPage:
    window.go("benefits")
    page = window.page.current  # type: ignore[attr-defined]
    assert isinstance(page, ListsPage)
    return page


def test_the_clerk_checks_explains_and_publishes(window: Window, qtbot: Any) -> None:
    page, clerk = lists(window), Clerk(window)
    card = page._card
    assert card is not None
    card.which.setCurrentIndex(card.which.findText("慰问金 2026"))
    qtbot.waitUntil(lambda: len(page.table.records.ids) == 2, timeout=LONG)
    clerk.reach(card.check)
    clerk.key(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.filters.state() == "待核实", timeout=LONG)
    qtbot.waitUntil(lambda: len(page.table.records.ids) == 1, timeout=LONG)
    clerk.press("生成公示")
    assert "还有 1 行没写核实结果" in page.banner.text.text()
    page.open_record(page.table.records.ids[0])
    clerk.fill(page.drawer.form.editors["answer"].input, "本人的卡丢了，有书面委托")
    page.close_drawer()
    page.filters.clear()
    assert "可以生成公示" in card.said.text()
    clerk.press("生成公示")
    assert "公示已编好" in card.said.text()
    assert not card.publish.isEnabled()
    notices = window.book.rows(Query("notice"))
    assert [notice["kind"] for notice in notices] == ["补贴发放名单"]


def test_a_new_row_belongs_to_the_list_that_is_shown(window: Window) -> None:
    page = lists(window)
    card = page._card
    assert card is not None
    card.which.setCurrentIndex(card.which.findText("助学金 2025"))
    page.new_record()
    form = page.drawer.form
    assert form.editors["programme"].input.text() == "助学金"
    Clerk(window).write("王小明")
    Clerk(window).fill(form.editors["amount_fen"].input, "500")
    assert page.save_now()
    row = window.book.find(BenefitLine, name="王小明")
    assert row is not None
    assert (row["programme"], row["period"], row["row_no"]) == ("助学金", "2025", 2)


def test_f9_hides_whom_a_finding_names(window: Window, qtbot: Any) -> None:
    page = lists(window)
    actions.check_list(window.book, "慰问金", "2026")
    page._card.which.setCurrentIndex(page._card.which.findText("慰问金 2026"))  # type: ignore[union-attr]
    page.reload()
    model = page.table.records
    column = model.columns.index("problem")
    qtbot.waitUntil(lambda: "卡主是李小妹" in model.text(1, column), timeout=LONG)
    cover.set_covered(True)
    assert model.text(1, column) == cover.STARS
