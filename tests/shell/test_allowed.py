"""A department of the street: its pages, and no other road to those of somebody else."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from office import make_book
from qinglian_desktop.core.module import Due, Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import issuing, joining, settling
from qinglian_desktop.exchange.records import EnrolledUnit, RevealedRow
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.directives.records import NOTICE, Directive
from qinglian_desktop.shell import allowed, keys, search, seats
from qinglian_desktop.shell.archive_page import ArchivePage
from qinglian_desktop.shell.as_of_page import AsOfPage
from qinglian_desktop.shell.recycle_bin import RecycleBin
from qinglian_desktop.shell.reveal_log import RevealLog
from qinglian_desktop.shell.undo_centre import UndoCentre
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store import desk, keyfile, roles, signers
from qinglian_desktop.ui.messages import Banner
from windows import LONG, window_on

MINE, THEIRS = "2580", "7419"
DEPARTMENTS = ("纪工委", "党群办", "民政办", "农服中心", "财政办", "平安办", "司法所")


@pytest.fixture
def street(
    dressed: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Window, dict[str, str]]]:
    """A window of the street with its clerk at the desk, and somebody of each department."""
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 64)
    monkeypatch.setattr(keyfile, "PASSES", 1)
    book = make_book(tmp_path, "street")
    first = str(signers.add(book, "李经办", "街道经办", MINE, checks=False, admin=True).result)
    desk.switch(book, first, MINE)
    who = {"街道经办": first}
    for place, role in enumerate((*DEPARTMENTS, "街道负责人"), 1):
        made = signers.add(book, f"科室{'一二三四五六七八'[place - 1]}", role, THEIRS, checks=False)
        who[role] = str(made.result)
    with book.change("有东西可找") as change:
        change.put(EnrolledUnit(office_id="u", name="新街子社区", kind="社区", code="500110007001"))
        change.put(
            Directive(
                kind=NOTICE, title="月报提前交", to_office="u", to_name="新街子社区",
                issued_on=date(2026, 11, 24),
            )
        )  # fmt: skip
    with window_on(book) as window:
        yield window, who


def sit(window: Window, who: dict[str, str], role: str) -> None:
    seats.sit_down(window, who[role], MINE if role == "街道经办" else THEIRS)


def test_the_pack_names_the_departments_tried_here(street: tuple[Window, dict[str, str]]) -> None:
    window, _ = street
    offered = set(roles.offered(window.book))
    assert {role for role in offered if roles.pages(window.book, role)} == set(DEPARTMENTS)


def test_no_road_leads_to_a_page_of_somebody_else(street: tuple[Window, dict[str, str]]) -> None:
    window, who = street
    for role in (*DEPARTMENTS, "街道经办"):
        sit(window, who, role)
        mine = set(roles.pages(window.book, role)) or set(window.tabs)
        shown = {i for i, button in window.navigation.buttons.items() if button.isVisible()}
        assert shown == mine
        offered = keys.acts(window)
        assert {word for word in offered if word.startswith("去")} == {
            f"去{tab.label}" for tab in window.tabs.values() if tab.page_id in mine
        }
        for word in ("查溯源码", "数据质量", "跨单位比对"):  # they open the units' rows
            assert (word in offered) == ("summary" in mine), (role, word)
        others = roles.hidden(window.book)
        assert others <= allowed.hidden(window)
        assert ("负面清单" in offered) == ("veto_event" not in others), role
        for page_id in window.tabs:
            window.go("today")
            window.go(page_id)
            assert window.page_id == (page_id if page_id in mine else "today"), (role, page_id)
        reached = {table for i in mine for table in window.tabs[i].tables}
        assert {r.table for r in RECORDS if window.tab_of(r.table)} == reached


def test_a_page_that_is_not_theirs_says_whose_it_is(street: tuple[Window, dict[str, str]]) -> None:
    window, who = street
    sit(window, who, "司法所")
    QTest.keyClick(window, "5", keys.Qt.KeyboardModifier.AltModifier)  # 报送
    assert window.page_id == "today"
    banner = window.page.findChild(Banner)
    assert banner is not None and banner.isVisible()
    assert banner.text.text().startswith("〔报送〕由街道经办、街道负责人、纪工委")
    assert "司法所" not in banner.text.text() and "右上角" in banner.text.text()


def test_a_button_of_a_page_that_is_theirs_leads_to_no_other(
    street: tuple[Window, dict[str, str]],
) -> None:
    window, who = street
    sit(window, who, "司法所")
    settings = window.go("settings")
    (button,) = [b for b in settings.findChildren(QPushButton) if b.text() == "几台电脑"]
    button.click()
    banner = settings.findChild(Banner)
    assert window.page is settings and banner is not None
    assert banner.text.text().startswith("〔报送〕由街道经办")
    sit(window, who, "民政办")
    button.click()
    assert window.page is not settings


def test_what_is_due_to_others_goes_from_the_screen_at_once(
    street: tuple[Window, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    window, who = street
    sit(window, who, "街道经办")
    due = Due(date(2026, 11, 24), "新街子社区缺第 7 包", "", "exchange")
    window.today._show([due])
    monkeypatch.setattr(window.today, "reload", lambda: None)  # what is read anew comes later
    sit(window, who, "司法所")
    assert window.today.found == []


def test_search_today_bin_and_past_days_follow(
    street: tuple[Window, dict[str, str]], qtbot: Any
) -> None:
    window, who = street
    book = window.book
    unit = book.rows(Query("enrolled_unit"))[0]
    order = book.rows(Query("directive"))[0]
    with book.change("删") as change:
        change.drop("directive", order["id"])
    day = date(2026, 11, 24)
    due = [Due(day, what, "", module) for what, module in (("缺包", "exchange"), ("任务", "tasks"))]
    for role, sees in (("司法所", False), ("民政办", True)):
        sit(window, who, role)
        acts = tuple(keys.acts(window))
        records = [r for r in RECORDS if window.tab_of(r.table)]
        assert ("写缺包单" in acts) is sees
        hits = search.find(book, "新街子", records, acts)
        assert [h.row_id for h in hits if h.table == "enrolled_unit"] == [unit["id"]]
        assert ("directive" in {r.table for r in records}) is sees
        assert [d.subject for d in allowed.due(window, due)] == ["缺包", "任务"][not sees :]
        keys.acts(window)["回收站"]()
        page = window.page
        assert isinstance(page, RecycleBin)
        kinds = {action.text() for action in page.kinds.menu().actions()}
        assert (Directive.label in kinds) is sees
        qtbot.waitUntil(lambda page=page: page.said.text() != "", timeout=LONG)
        assert (order["id"] in {one.row_id for one in page.lines}) is sees
        window.close_over()
        past = AsOfPage(window)
        assert (Directive in past._seen()) is sees
        past.deleteLater()
        keys.acts(window)["年度存档"]()
        archive = window.page
        assert isinstance(archive, ArchivePage)
        kinds = {action.text() for action in archive.kinds.menu().actions()}
        assert (Directive.label in kinds) is sees
        window.close_over()


def test_what_was_done_and_looked_at_is_listed_for_the_pages_one_has(
    street: tuple[Window, dict[str, str]], qtbot: Any
) -> None:
    window, who = street
    order = window.book.rows(Query("directive"))[0]
    with window.book.change("看了来件") as change:
        change.put(
            RevealedRow(
                of_table="directive", of_row=order["id"], what=Directive.label, shown="电话",
                who="李经办", shown_at="2026-11-24T09:00:00",
            )
        )  # fmt: skip
    with window.book.change("改名") as change:
        change.put_row(
            "enrolled_unit", window.book.ids(Query("enrolled_unit"))[0], {"name": "新村"}
        )

    def labels(centre: UndoCentre) -> set[str]:
        return {line.label for line in centre.lines}

    for role, sees in (("司法所", False), ("民政办", True)):
        sit(window, who, role)
        keys.acts(window)["查看记录"]()
        looks = window.page
        assert isinstance(looks, RevealLog)
        assert [one.which for one in looks.lines] == ["月报提前交"] * sees
        window.close_over()
        keys.acts(window)["撤销中心"]()
        centre = window.page
        assert isinstance(centre, UndoCentre)
        centre.singles.click()
        qtbot.waitUntil(lambda one=centre: "改名" in labels(one), timeout=LONG)
        assert ("有东西可找" in labels(centre)) is sees
        window.close_over()


def test_who_sits_down_stands_on_a_page_of_theirs(street: tuple[Window, dict[str, str]]) -> None:
    window, who = street
    sit(window, who, "街道经办")
    window.go("board")
    window.go("exchange")
    keys.acts(window)["回收站"]()  # laid over a page the next one has not
    sit(window, who, "司法所")
    assert window.page_id == "today" and not window.laid_over
    window.go_back()  # the way of who sat here before leads nowhere else
    window.go_back()
    window.go_back()
    assert window.page_id in roles.pages(window.book, "司法所")


def test_units_are_issued_and_their_rows_settled_by_the_street_office_alone(
    street: tuple[Window, dict[str, str]], tmp_path: Path
) -> None:
    window, who = street
    sit(window, who, "民政办")
    for act in (
        lambda: issuing.issue_unit(window.book, "清水村", "village", "500110007002", tmp_path),
        lambda: issuing.enrol_unit(window.book, tmp_path / "登记.qle", "0"),
        lambda: settling.settle(window.book, "u"),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "QL-SE-090" and refused.value.needs
    assert not list(tmp_path.glob("*.qlu"))


def test_another_computer_is_let_in_by_who_manages_people(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 64)
    monkeypatch.setattr(keyfile, "PASSES", 1)
    with make_book(tmp_path / "home") as book:
        first = str(signers.add(book, "秦文书", "文书", MINE, checks=False, admin=True).result)
        desk.switch(book, first, MINE)
        second = str(signers.add(book, "吴会计", "会计", THEIRS, checks=False).result)
        desk.switch(book, second, THEIRS)
        monkeypatch.setattr("qinglian_desktop.exchange.computers.is_first", lambda _book: True)
        with pytest.raises(Refused) as refused:
            joining.add_computer(book, tmp_path)
        assert refused.value.needs == "管电脑" and not list(tmp_path.glob("*.qlb"))


def test_a_row_is_opened_by_its_table_where_no_page_is_named(
    street: tuple[Window, dict[str, str]],
) -> None:
    """As 离任资料包 does; a row without a page is said, nothing breaks."""
    window, who = street
    sit(window, who, "街道经办")
    order = window.book.rows(Query("directive"))[0]
    window.go("", "directive", order["id"])
    assert window.page_id == "directives"
    window.go("", "person", "nobody")
    assert window.page_id == "directives" and "没有它的页面" in window.bar.text.text()
