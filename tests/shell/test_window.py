"""Does the window open every tab, answer every key and keep its promises?"""

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget

from office import make_book, make_entry, make_person
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules import catalog
from qinglian_desktop.modules.funds.actions import post_voucher
from qinglian_desktop.modules.funds.books import Line
from qinglian_desktop.shell import keys
from qinglian_desktop.shell.opening import open_row
from qinglian_desktop.shell.pages import tabs_of
from qinglian_desktop.shell.preferences import Preferences
from qinglian_desktop.shell.search import GROUPS
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.messages import Banner
from windows import LONG, primaries, window_on

UNIT = [
    "今日",
    "任务台账",
    "自评",
    "四议公开",
    "公开公示",
    "三资",
    "惠民补贴",
    "党建网格",
    "监督教育",
    "移风易俗",
    "清廉档案",
    "人户名册",
    "报送归档",
    "一表通填",
    "设置",
]
STREET = [
    "今日", "全街道一览", "汇总表", "任务台账", "报送", "下发", "督查会议", "年终评价", "设置",
]  # fmt: skip
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def visit_all(window: Window) -> None:
    for page_id in window.tabs:
        window.go(page_id)
        QApplication.processEvents()
        window.grab()


def nameless(widget: QWidget) -> list[str]:
    """Controls a screen reader could not name."""
    kinds = (QAbstractButton, QLineEdit, QComboBox)
    found = [w for kind in kinds for w in widget.findChildren(kind) if w.isVisible()]
    inner = ("qt_", "ScrollLeft", "ScrollRight")
    return [
        repr(w)
        for w in found
        if not (w.accessibleName() or (isinstance(w, QAbstractButton) and w.text()))
        and not w.objectName().startswith(inner)
        and not isinstance(w.parent(), QLineEdit | QComboBox)
    ]


def test_a_unit_has_its_tabs(window: Window) -> None:
    assert [b.word for b in window.navigation.buttons.values()] == UNIT


ROOMS = [  # size, window: what a clerk's screen has, less the task bar
    ("standard", (1366, 728)), ("large", (1366, 728)), ("extra", (1366, 728)),
    ("standard", (1280, 680)), ("extra", (1280, 680)), ("extra", (1920, 1040)),
]  # fmt: skip


@pytest.mark.parametrize(("size", "room"), ROOMS)
def test_every_tab_is_in_sight_on_every_screen(
    window: Window, size: str, room: tuple[int, int]
) -> None:
    window.dress(size=size)
    window.resize(*room)
    QApplication.processEvents()
    nav = window.navigation
    assert not nav.above.isVisible() and not nav.below.isVisible()
    tops = [button.geometry() for button in nav.buttons.values()]
    assert all(nav.rect().contains(one) for one in tops)
    assert all(over.bottom() < under.top() for over, under in pairwise(tops))
    letters = look.metrics().body if size == "standard" else look.metrics().hint
    assert all(one.height() >= max(28, letters * 1.35) for one in tops)


def test_tabs_without_room_are_counted_at_the_edge_that_leads_to_them(window: Window) -> None:
    nav = window.navigation
    nav.setMaximumHeight(nav.above.sizeHint().height() * 8)
    QApplication.processEvents()
    nav.set_due("settings", 3)
    nav.set_due("exchange", 4)
    assert not nav.above.isVisible() and nav.below.isVisible()
    shown = [b for b in nav.buttons.values() if b.isVisible()]
    assert nav.below.text() == f"下面 {len(UNIT) - len(shown)} 项"
    assert nav.below.due == 7
    assert nav.below.accessibleName() == f"{nav.below.text()}，7 件到期"
    QTest.mouseClick(nav.below, Qt.MouseButton.LeftButton)
    assert nav.above.isVisible() and not nav.below.isVisible(), "the last page is full"
    assert nav.buttons["settings"].isVisible()
    window.go("today")  # by a key: the tab that is open comes into sight
    assert nav.buttons["today"].isVisible() and not nav.above.isVisible()


@pytest.mark.parametrize("places", range(3, 17))
def test_the_edges_lead_over_every_tab_there_and_back(window: Window, places: int) -> None:
    nav = window.navigation
    window.resize(1366, 728)
    nav.setFixedHeight(32 * places)
    QApplication.processEvents()
    seen = dict[str, None]()
    for edge in (nav.below, nav.above):
        for _ in range(len(UNIT)):
            shown = [i for i, button in nav.buttons.items() if button.isVisible()]
            seen.update(dict.fromkeys(shown))
            assert shown, "an edge is no tab"
            words = (nav.above.text() if nav.above.isVisible() else "",
                     nav.below.text() if nav.below.isVisible() else "")  # fmt: skip
            hidden = sum(int(word.split()[1]) for word in words if word)
            assert hidden + len(shown) == len(UNIT)
            assert all(nav.rect().contains(nav.buttons[i].geometry()) for i in shown)
            if not edge.isVisible():
                break
            QTest.mouseClick(edge, Qt.MouseButton.LeftButton)
        assert not edge.isVisible()
    assert list(seen) == list(nav.buttons)


def test_the_arrow_keys_go_from_tab_to_tab_and_enter_opens(window: Window) -> None:
    nav = window.navigation
    nav.setMaximumHeight(nav.above.sizeHint().height() * 6)
    QApplication.processEvents()
    nav.buttons["today"].setFocus()
    for page_id in list(nav.buttons)[1:]:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
        assert QApplication.focusWidget() is nav.buttons[page_id]
        assert nav.buttons[page_id].isVisible()
    assert window.page_id == "today", "nothing opens by itself"
    QTest.keyClick(nav.buttons["settings"], Qt.Key.Key_Up)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert window.page_id == list(nav.buttons)[-2]
    nav.buttons["forms"].setFocus()
    QTest.keyClick(nav.buttons["forms"], Qt.Key.Key_Home)
    assert QApplication.focusWidget() is nav.buttons["today"]


def test_a_street_has_its_own_tabs(street_window: Window) -> None:
    assert [b.word for b in street_window.navigation.buttons.values()] == STREET


def test_what_is_due_is_counted_at_the_tab_of_its_subject() -> None:
    tabs = tabs_of(street=False)
    assert len({tab.page_id for tab in tabs}) == len(tabs)
    counted = {tab.page_id: set(tab.modules) for tab in tabs}
    asked = [one for one in catalog.MODULES if one.due is not None and "unit" in one.roles]
    assert [one.name for one in asked if one.name not in counted[one.tab]] == []


def test_what_is_due_at_the_street_alone_is_counted_at_its_tab() -> None:
    counted = {name for tab in tabs_of(street=True) for name in tab.modules}
    asked = {one.name for one in catalog.MODULES if one.due is not None and "unit" not in one.roles}
    assert asked
    assert asked <= counted


def test_a_part_of_a_row_is_opened_with_the_whole(window: Window) -> None:
    lines = [Line("102", debit_fen=5_00), Line("301", credit_fen=5_00)]
    made = post_voucher(window.book, "集体经济组织", date(2026, 11, 2), "存款入账", lines)
    window.go("tasks")
    open_row(window.pages["tasks"], "voucher_line", window.book.ids(Query("voucher_line"))[0])
    page: Any = window.pages["funds"]
    assert (window.page_id, page.key) == ("funds", "voucher")
    assert page.current.view.row_id == made.result


def test_a_row_without_a_page_in_this_office_is_told(street_window: Window) -> None:
    said: list[str] = []
    street_window.runner.said.connect(said.append)
    street_window.go("tasks")
    open_row(street_window.pages["tasks"], "entry", "of a unit")
    assert said == ["这一条是“收支”，这台电脑上没有它的页面。"]
    assert street_window.page_id == "tasks"


def test_every_tab_of_a_unit_opens_with_at_most_one_primary_button(window: Window) -> None:
    for page_id in window.tabs:
        page = window.go(page_id)
        QApplication.processEvents()
        assert len(primaries(page)) <= 1, (page_id, primaries(page))
        assert nameless(window) == [], page_id


def test_every_tab_of_a_street_opens(street_window: Window) -> None:
    for page_id in street_window.tabs:
        street_window.go(page_id)
        QApplication.processEvents()
        assert nameless(street_window) == [], page_id


def test_pages_are_built_when_first_shown(window: Window) -> None:
    assert list(window.pages) == ["today"]
    window.go("funds")
    assert list(window.pages) == ["today", "funds"]


def test_alt_numbers_go_to_the_tabs(window: Window) -> None:
    QTest.keyClick(window, Qt.Key.Key_6, ALT)
    assert window.page_id == "funds"
    QTest.keyClick(window, Qt.Key.Key_1, ALT)
    assert window.page_id == "today"


def test_alt_left_goes_back_to_where_the_clerk_came_from(window: Window) -> None:
    window.go("tasks")
    window.go("registry")
    QTest.keyClick(window, Qt.Key.Key_Left, ALT)
    assert window.page_id == "tasks"
    QTest.keyClick(window, Qt.Key.Key_Left, ALT)
    assert window.page_id == "today"


def test_no_key_reserved_for_the_input_method_is_used(window: Window) -> None:
    reserved = {"Ctrl+Space", "Shift+Space", "Ctrl+.", "Shift", "Ctrl+Shift"}
    used = [key for key, _, _ in keys.table(window)]
    assert not reserved & set(used)
    assert len(used) == len(set(used))


def test_ctrl_n_begins_a_record_of_the_open_ledger(window: Window) -> None:
    page = window.go("tasks")
    assert isinstance(page, LedgerPage)
    QTest.keyClick(window, Qt.Key.Key_N, CTRL)
    assert page.drawer.isVisible() and page.drawer.row_id == ""


def test_ctrl_z_takes_back_and_ctrl_y_brings_back(window: Window) -> None:
    window.runner.act(book_person)
    people = Query("person")
    assert window.book.count(people) == 1
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert window.book.count(people) == 0
    QTest.keyClick(window, Qt.Key.Key_Y, CTRL)
    assert window.book.count(people) == 1


def book_person(book: Book) -> Any:
    with book.change("登记人员") as change:
        change.put_row("person", clock.new_id(), {"name": "李建华"})
    return change.changes


# -- status line, size, cover -----------------------------------------------------------------


def test_the_status_line_says_the_five_facts(window: Window) -> None:
    offline, saved, backup, rules, size = window.status.texts()
    assert offline == "本机运行·未联网"
    assert saved == "改了就存"
    assert backup == "备份：还没有"
    assert rules.startswith("规则包 20")
    assert size == "字号 标准"


def test_the_status_line_says_when_it_saved(window: Window) -> None:
    window.runner.act(book_person)
    assert window.status.texts()[1].startswith("已自动保存 ")


def test_a_backup_is_made_told_and_shown(window: Window, qtbot: Any) -> None:
    QTest.keyClick(window, Qt.Key.Key_B, CTRL)
    qtbot.waitUntil(lambda: "今天" in window.status.texts()[2], timeout=LONG)
    assert "试还原通过" in window.bar.text.text()


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_every_size_and_theme_draws_every_tab(book: Book, theme: str) -> None:
    make_person(book)
    make_entry(book)
    with window_on(book, theme=theme) as window:
        for size in ("extra", "large", "standard"):
            window.dress(size=size, theme=theme)
            visit_all(window)


def test_ctrl_plus_makes_it_larger_and_is_remembered(window: Window) -> None:
    QTest.keyClick(window, Qt.Key.Key_Equal, CTRL)
    assert window.status.texts()[4] == "字号 大"
    assert Preferences.load(window.home).size == "large"
    QTest.keyClick(window, Qt.Key.Key_0, CTRL)
    assert window.status.texts()[4] == "字号 标准"


def test_the_navigation_collapses_where_there_is_no_room(window: Window) -> None:
    wide = window.navigation.width()
    window.resize(1200, 700)
    QApplication.processEvents()
    assert window.navigation.width() < wide / 2
    assert window.navigation.buttons["funds"].toolTip() == "三资"


def test_f9_covers_names_and_figures_and_gives_them_back(book: Book) -> None:
    make_person(book, "李建华")
    with window_on(book) as window:
        page = window.go("registry")
        table = page.current.table  # type: ignore[attr-defined]
        shown = table.records.index(0, 0)
        assert shown.data() == "李建华"
        QTest.keyClick(window, Qt.Key.Key_F9)
        assert cover.cover().on and shown.data() != "李建华"
        assert window.header.cover.text() == "恢复 F9"
        QTest.keyClick(window, Qt.Key.Key_F9)
        assert shown.data() == "李建华"


# -- search -----------------------------------------------------------------------------------


def test_ctrl_k_finds_a_person_and_enter_opens_it(book: Book, qtbot: Any) -> None:
    person = make_person(book, "李建华")
    with window_on(book) as window:
        QTest.keyClick(window, Qt.Key.Key_K, CTRL)
        line = window.header.line
        line.insert("李建")
        line.textEdited.emit("李建")
        qtbot.waitUntil(lambda: window.header.results is not None, timeout=LONG)
        qtbot.waitUntil(window.header.results.isVisible, timeout=LONG)
        QTest.keyClick(line, Qt.Key.Key_Return)
        assert window.page_id == "registry"
        assert window.page.current.drawer.row_id == person  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("typed", "first"),
    [("ljh", "人员 · 李建华"), ("nijianhua", "人员 · 李建华"), ("立即", "操作 · 立即备份"),
     ("ljbf", "操作 · 立即备份"), ("qsz", "操作 · 去三资")],
)  # fmt: skip
def test_the_search_takes_initials_sounds_and_commands(
    book: Book, qtbot: Any, typed: str, first: str
) -> None:
    make_person(book, "李建华")
    with window_on(book) as window:
        window.header.line.setText(typed)
        window.header.searched.emit(typed)
        qtbot.waitUntil(lambda: window.header.results is not None, timeout=LONG)
        results = window.header.results
        assert results is not None
        assert results.item(0).text() in GROUPS
        assert results.item(1).text().startswith(first)
        if first.endswith("去三资"):
            QTest.keyClick(window.header.line, Qt.Key.Key_Return)
            assert window.page_id == "funds"


def test_a_search_without_hits_says_what_to_try(window: Window, qtbot: Any) -> None:
    window.header.line.setText("没有这个")
    window.header.searched.emit("没有这个")
    qtbot.waitUntil(lambda: window.header.results is not None, timeout=LONG)
    results = window.header.results
    assert results is not None
    assert results.item(0).text().startswith("没找到“没有这个”")


# -- refusals, operator, closing --------------------------------------------------------------


def test_a_refusal_nobody_shows_stands_in_the_open_page(window: Window) -> None:
    window.runner.refused.emit(Refused("磁盘满了", "腾出空间再做一次"))
    banner = window.page.findChild(Banner)
    assert banner is not None and banner.text.text() == "磁盘满了。腾出空间再做一次。"


def test_another_operator_goes_into_every_change_from_then_on(window: Window) -> None:
    window.set_operator("吴监督", "监委会")
    window.runner.act(book_person)
    assert window.book.steps()[0]["operator"] == "吴监督"
    assert Preferences.load(window.home).role == "监委会"


def test_what_is_being_typed_is_saved_when_the_window_closes(tmp_path: Path, book: Book) -> None:
    from qinglian_desktop.modules.catalog import RECORDS

    home = book.home
    with window_on(book) as window:
        page = window.go("tasks")
        assert isinstance(page, LedgerPage)
        page.new_record()
        title = page.drawer.form.editors["title"].input
        title.setFocus()
        title.insertPlainText("入户走访")  # type: ignore[attr-defined]
    with Book.open(home, RECORDS) as again:
        assert [row["title"] for row in again.rows(Query("task"))] == ["入户走访"]


def test_a_closed_window_leaves_one_file_of_each_database(tmp_path: Path, book: Book) -> None:
    with window_on(book) as window:
        window.runner.act(book_person)
    assert not list(book.home.glob("*-wal")) and not list(book.home.glob("*-shm"))


def test_screenshots_show_every_tab(dressed: QApplication, tmp_path: Path) -> None:
    from qinglian_desktop.shell import screenshots

    book = make_book(tmp_path)
    book.close()
    made = screenshots.take(book.home, tmp_path / "out", text_size="extra")
    assert len(made) >= len(UNIT)
    assert all(path.stat().st_size > 5000 for path in made)
