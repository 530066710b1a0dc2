"""The pages of the register as a clerk works with them: keys, cards, messages, lists."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from holdings import make_asset
from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.modules.property import reads
from qinglian_desktop.modules.property.page import sections
from qinglian_desktop.modules.property.page.assets import AssetsPage
from qinglian_desktop.modules.property.page.idle import IdlePage
from qinglian_desktop.modules.property.page.tie import TiePage
from qinglian_desktop.modules.property.page.wear import WearPage
from qinglian_desktop.shell.demo import holding, unit
from qinglian_desktop.shell.window import Window
from qinglian_desktop.ui.sections import Sections
from windows import LONG, TODAY, Clerk, program, window_on

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    with program(qapp):
        yield


@pytest.fixture
def window(tmp_path: Path, qtbot: Any) -> Iterator[Window]:
    """A village of the demonstration with what it owns."""
    book = make_book(tmp_path, "village")
    one = unit.Unit(book, Random(5), 0)
    one.director = "郑主任"
    holding.register(one)
    with window_on(book) as made:
        yield made
        qtbot.waitUntil(lambda: made.runner.quiet, timeout=LONG)


@pytest.fixture
def pages(window: Window) -> Sections:
    laid = Sections("property", "资产资源", sections(window.desk))
    window.lay_over(laid)
    return laid


def register(pages: Sections) -> AssetsPage:
    page = pages.show_section("asset")
    assert isinstance(page, AssetsPage)
    return page


def id_of(window: Window, name: str) -> str:
    return window.book.ids(Query("asset", (Where("name", "=", name),)))[0]


def test_the_ledger_tells_counts_and_values_of_the_three_classes(
    window: Window, pages: Sections, qtbot: Any
) -> None:
    page = register(pages)
    qtbot.waitUntil(lambda: bool(page.said.text()), timeout=LONG)
    said = page.said.text()
    assert (
        said.startswith("经营性 14 项，原值 1,711,450.00 元") and "资源性 6 项，293.05 亩" in said
    )
    window.toggle_cover()
    qtbot.waitUntil(lambda: "1,711,450.00" not in page.said.text(), timeout=LONG)


def test_a_thing_is_let_from_its_card_with_the_keyboard(window: Window, pages: Sections) -> None:
    clerk, page = Clerk(window), register(pages)
    asset = id_of(window, "老粮站仓库")
    page.open_record(asset)
    card = page.view.changing
    assert window.focusWidget() is page.view.happened
    clerk.key(Qt.Key.Key_Space)
    clerk.fill(card.form.editors["other"].input, "周明远")
    clerk.fill(card.form.editors["amount_fen"].input, "24000")
    clerk.key(Qt.Key.Key_Return, CTRL)
    row = reads.asset(window.book, asset)
    assert (row["status"], row["user_name"], row["income_fen"]) == ("出租", "周明远", 2_400_000)
    assert page.view.state.accessibleName() == "出租" and not card.isVisible()
    assert page.view.table.records.rows[0][:4] == (TODAY.isoformat(), "出租", "24,000.00", "周明远")
    clerk.assert_within(acts=2, fills=2)


def test_a_disposal_over_the_line_says_so_before_and_leads_to_the_decision(
    window: Window, pages: Sections
) -> None:
    clerk, page = Clerk(window), register(pages)
    asset = id_of(window, "老粮站仓库")
    page.open_record(asset)
    clerk.click(page.view.dispose)
    card = page.view.disposal
    assert (
        "要先有决议：这件 98,000.00 元，超过 10,000.00 元要有决议（依据：外地做法（待核实））"
        in card.said.text()
    )
    clerk.click(card.go)
    assert card.banner.text.text().startswith("处置超过限额，要先有决议。")
    assert card.banner.code.text() == "QL-SZ-236"
    assert reads.asset(window.book, asset)["status"] == "闲置"
    clerk.click(card.to_decision)
    assert window.page_id == "decisions"


def test_the_last_change_is_taken_back_from_the_card(window: Window, pages: Sections) -> None:
    clerk, page = Clerk(window), register(pages)
    page.open_record(id_of(window, "文化站音响"))
    clerk.click(page.view.reverse)
    clerk.fill(page.view.undo_card.form.editors["reason"].input, "登错了资产")
    clerk.click(page.view.undo_card.go)
    assert page.view.table.records.rows[0][-1] == f"{TODAY.isoformat()} 冲销"
    assert page.view._shown.leads == (None,)  # a repair rests on no decision and no voucher
    assert not page.view.reverse.isVisible()


def test_a_card_says_what_it_lacks_and_is_kept_all_the_same(
    window: Window, pages: Sections
) -> None:
    clerk, page = Clerk(window), register(pages)
    page.new_record()
    clerk.fill(page.view.form.editors["name"].input, "小湾塘")
    page.view.form.editors["kind"].set_stored("未利用地")
    page.view.form.editors["kind"].changed.emit()
    assert page.view.save_now()
    row = window.book.rows(Query("asset", (Where("name", "=", "小湾塘"),)))[0]
    assert (row["number"], row["nature"]) == ("ZY-0007", "资源性")
    said = page.view.missing.text()
    assert "面积、面积单位、四至、所有权人" in said and said.endswith("以后补上。")


def test_what_could_not_be_kept_is_asked_about_before_it_is_left(
    window: Window, pages: Sections
) -> None:
    clerk, page = Clerk(window), register(pages)
    page.open_record(id_of(window, "碾米机"))
    clerk.fill(page.view.form.editors["value_fen"].input, "三台")
    clerk.answer("接着改")
    clerk.click(page.view.back)
    assert page.view.isVisible() and page.view.form.unreadable() == ("原值",)
    clerk.answer("不要了")
    clerk.click(page.view.back)
    assert not page.view.isVisible()
    assert reads.asset(window.book, id_of(window, "碾米机"))["value_fen"] == 1_280_000


def test_a_month_is_charged_with_one_press_and_only_once(window: Window, pages: Sections) -> None:
    clerk, page = Clerk(window), pages.show_section("wear_run")
    assert isinstance(page, WearPage)
    assert "2026年11月要提 19 项" in page.said.text()
    clerk.click(page.go)
    assert page.said.text().startswith("2026年11月已经提过：19 项，9,515.20 元")
    assert not page.go.isEnabled() and page.runs.records.rows[0][0] == "2026-11"
    clerk.click(page.reverse)
    clerk.fill(page.back.form.editors["reason"].input, "提早了一个月")
    clerk.click(page.back.go)
    assert page.go.isEnabled() and "提早了一个月" in page.runs.records.rows[0][-1]


def test_a_month_not_charged_yet_is_printed_as_a_draft_that_says_what_ends_it(
    window: Window, pages: Sections, qtbot: Any
) -> None:
    page = pages.show_section("wear_run")
    page.print_page()
    qtbot.waitUntil(lambda: getattr(window.page, "page_id", "") == "preview", timeout=LONG)
    shown: Any = window.page
    assert shown.facts.draft and "计提以后" in shown.facts.note


def test_the_tie_names_what_is_off_and_opens_it(window: Window, pages: Sections) -> None:
    page = pages.show_section("tie")
    assert isinstance(page, TiePage)
    assert page.said.text() == "到2026年11月24日，台账和总账一致。"
    make_asset(window.book, "割草机二", 120_000, acquired_on="2026-10-10")
    page.reload()
    assert page.said.text() == "到2026年11月24日，固定资产差 1,200.00 元。"
    assert "割草机二：有卡片，账上没有记" in page.causes.records.rows[0][0]
    pages.show_row("tie", "集体经济组织:2026-09-30")
    assert page.said.text() == "到2026年9月30日，台账和总账一致。"


def test_idle_lent_and_low_yield_stand_in_one_list(window: Window, pages: Sections) -> None:
    page = pages.show_section("idle")
    assert isinstance(page, IdlePage)
    told = [(row[0], row[2]) for row in page.table.records.rows]
    assert told == [
        ("闲置", "老粮站仓库"), ("闲置", "老砖厂"), ("出借", "碾米机"), ("收益低", "河边沙土地"),
    ]  # fmt: skip
    for row in reads.register(window.book):
        with window.book.change("都自用") as change:
            change.put_row("asset", row["id"], {"status": "自用"})
    page.reload()
    assert page.empty.isVisible() and not page.paper.isEnabled()


def test_labels_go_to_the_preview_from_the_place_chosen(
    window: Window, pages: Sections, qtbot: Any
) -> None:
    clerk, page = Clerk(window), register(pages)
    button = next(b for b in page.findChildren(QPushButton) if b.text() == "打标签")
    clerk.click(button)
    page.labels.first.setValue(20)
    assert page.labels.said.text() == "给列表里的 30 项打标签，用标签纸 3 张。"
    clerk.click(page.labels.go)
    qtbot.waitUntil(lambda: getattr(window.page, "page_id", "") == "preview", timeout=LONG)


def test_what_lies_idle_longer_than_the_pack_allows_is_listed(window: Window) -> None:
    """The list is the query: 180 days are not yet too long, 181 are."""
    book = window.book
    for days, there in ((180, False), (181, True)):
        since = (TODAY - timedelta(days=days)).isoformat()
        asset = make_asset(book, status="闲置", status_since=since, kind="房屋及建筑物",
                           acquired_on="2020-01-01")  # fmt: skip
        assert (asset in {row["id"] for row in reads.idle(book, clock.today())}) is there
    serving = make_asset(book, status="闲置", status_since="2020-01-01", kind="办公设备",
                         acquired_on="2019-01-01")  # fmt: skip
    assert serving not in {row["id"] for row in reads.idle(book, clock.today())}
