"""走过场自检 and 决议关联 in the window, by the keys a clerk presses."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from cases import hold, make_matter, make_office
from office import make_entry
from qinglian_desktop.core.calendar import ONE_DAY
from qinglian_desktop.modules.decisions import links, self_check
from qinglian_desktop.modules.decisions.beside import MatterStandard
from qinglian_desktop.shell import keys
from qinglian_desktop.shell.window import Window
from qinglian_desktop.ui import cover
from windows import LONG, TODAY, Clerk, program, shown_buttons, window_on

LINE = 5_000_000


@pytest.fixture
def window(tmp_path: Path, qapp: QApplication) -> Iterator[Window]:
    with program(qapp):
        book = make_office(tmp_path)
        matter = make_matter(book, TODAY - ONE_DAY, title="修路")
        hold(book, matter, TODAY, apart=0)
        with book.change("定标准") as change:
            change.put(
                MatterStandard(
                    matter_class="M04 大额支出和分配", amount_fen=LINE, from_on=date(2026, 1, 1)
                )
            )
        for number, day in enumerate((date(2026, 5, 1), date(2026, 6, 1))):
            make_entry(book, LINE, day, voucher_no=f"{number:04}")
        with window_on(book) as made:
            yield made


def opened(window: Window, word: str, qtbot: Any) -> Any:
    keys.acts(window)[word]()
    page: Any = window.page
    qtbot.waitUntil(page.table.isVisible, timeout=LONG)
    return page


def test_a_hint_is_explained_with_the_keyboard_and_taken_back(window: Window, qtbot: Any) -> None:
    page, clerk = opened(window, "走过场自检", qtbot), Clerk(window)
    assert [row[1] for row in page.table.records.rows] == ["同日连开"]
    assert page.whole.text().startswith("2026年11月24日一天里开了商议、审议、决议。怎么补：")
    clerk.fill(page.reason, "抢险，四个会接着开的")
    clerk.key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.table.records.rows[0][3] == "已说明", timeout=LONG)
    assert self_check.found(window.book)[0].explanation == "抢险，四个会接着开的"
    keys.acts(window)["撤销"]()
    qtbot.waitUntil(lambda: not page.table.records.rows[0][3], timeout=LONG)
    clerk.key(Qt.Key.Key_Escape, on=page)
    assert window.page is not page


def test_too_short_an_explanation_is_refused_beside_the_field(window: Window, qtbot: Any) -> None:
    page, clerk = opened(window, "走过场自检", qtbot), Clerk(window)
    clerk.press("情况属实", page)
    assert "说明太短" in page.banner.text.text()
    assert QApplication.focusWidget() is page.reason
    assert not self_check.found(window.book)[0].explanation


def test_an_orphan_is_linked_and_another_explained(window: Window, qtbot: Any) -> None:
    page, clerk = opened(window, "决议关联", qtbot), Clerk(window)
    assert [row[2] for row in page.table.records.rows] == ["2026-06-01", "2026-05-01"]
    assert "50,000 元以上" in page.said.text()
    clerk.press("补链接", page)
    assert "还没有选事项" in page.banner.text.text()
    clerk.reach(page.matter)
    clerk.key(Qt.Key.Key_Down, on=page.matter)
    clerk.press("补链接", page)
    qtbot.waitUntil(lambda: len(page.table.records.rows) == 1, timeout=LONG)
    clerk.fill(page.reason, "街道统一代付")
    clerk.key(Qt.Key.Key_Return)
    qtbot.waitUntil(page.empty.isVisible, timeout=LONG)
    assert links.orphans(window.book) == ()
    assert "补链接" not in shown_buttons(page)
    keys.acts(window)["撤销"]()
    qtbot.waitUntil(page.table.isVisible, timeout=LONG)


def test_covered_nobody_reads_who_was_where(window: Window, qtbot: Any) -> None:
    page = opened(window, "走过场自检", qtbot)
    cover.set_covered(True)
    assert page.whole.text().startswith(cover.STARS)
    assert not page.reason.isEnabled(), "stars are never written as an explanation"
    cover.set_covered(False)
    assert "商议" in page.whole.text()


def test_the_self_check_stands_at_the_head_of_the_matters_and_leads_back(
    window: Window, qtbot: Any
) -> None:
    tab, clerk = window.go("decisions", "matter", ""), Clerk(window)
    clerk.press("自检", tab)
    page: Any = window.page
    assert page.page_id == "formality"
    qtbot.waitUntil(page.table.isVisible, timeout=LONG)
    clerk.press("返回", page)
    assert window.page is tab


def test_the_links_are_offered_under_more(window: Window) -> None:
    tab = window.go("decisions", "matter", "")
    menu = shown_buttons(tab)["更多"].menu()
    next(action for action in menu.actions() if action.text() == "决议关联").trigger()
    assert getattr(window.page, "page_id", "") == "decision-links"


def test_what_is_to_be_put_right_is_opened(window: Window, qtbot: Any) -> None:
    page, clerk = opened(window, "走过场自检", qtbot), Clerk(window)
    clerk.press("去补", page)
    assert window.page_id == "decisions"


def test_a_sale_of_an_asset_is_opened_on_the_card_of_the_asset(window: Window, qtbot: Any) -> None:
    """Every row that may need a decision can be looked at, also one without a list of its own."""
    assert all(window.tab_of(kind.opened[1] or kind.table) for kind in links.LINKABLE)
    book = window.book
    with book.change("定标准") as change:
        change.put(
            MatterStandard(
                matter_class="M03 资产资源", amount_fen=LINE, from_on=date(2026, 1, 1)
            )
        )  # fmt: skip
        asset = change.add(book.tables["asset"], {"name": "抽水机", "kind": "设备"})
        change.add(book.tables["asset_event"], {
            "asset_id": asset, "kind": "出售", "day": "2026-07-01", "amount_fen": LINE,
        })  # fmt: skip
    page = opened(window, "决议关联", qtbot)
    assert page.table.records.rows[0][2] == "2026-07-01"
    page.table.selectRow(0)
    page.on_open()
    assert window.page_id == "funds"
