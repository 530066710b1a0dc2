"""The tab 督查会议 by hand: findings go down, agendas come by themselves, practices are taken."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from exchange.at_work import World, report
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.modules.inspection import reads
from qinglian_desktop.modules.inspection.page.library import LibraryPage
from qinglian_desktop.modules.saving import saver
from qinglian_desktop.shell.print_preview import PrintPreview
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover
from windows import LONG, TODAY, Clerk, program, window_on


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A street whose unit tells of two practices."""
    with clock.fixed(TODAY):
        made = World(tmp_path_factory.mktemp("offices"))
        unit = made.unit(1, "新街子社区")
        with unit.change("经验") as change:
            for title in ("院坝里的廉情驿站", "账目上墙三步法"):
                change.put_row(
                    "experience", clock.new_id(),
                    {"title": title, "measures": "设一处驿站", "results": "投诉少了一半",
                     "level": "没有推广"},
                )  # fmt: skip
        report(unit, made.street, made.usb)
    yield made
    made.close()


@pytest.fixture
def window(qapp: QApplication, world: World) -> Iterator[Window]:
    with program(qapp), window_on(world.street.again()) as made:
        made.go("inspection")
        yield made


def put(book: Book, table: str, **draft: Any) -> str:
    return str(saver(table)(book, None, draft).result)


def section(window: Window, key: str) -> Any:
    page: Any = window.page
    shown = page.show_section(key)
    QApplication.processEvents()
    return shown


def unit_of(book: Book) -> str:
    return str(reads.units(book)[0]["id"])


def test_a_finding_is_sent_with_the_button_of_its_form(window: Window) -> None:
    found = put(window.book, "inspection_finding", unit_id=unit_of(window.book),
                found_on="2026-11-20", what="公告没有上墙")  # fmt: skip
    page = section(window, "inspection_finding")
    page.open_record(found)
    hints = [label.text() for label in page.findChildren(QLabel)]
    assert reads.waiting_words(window.book) in hints, "the line over the list says how many wait"
    Clerk(window).press("下发整改", page)
    row = window.book.row("inspection_finding", found)
    assert row is not None and row["state"] == "已下发"
    (order,) = window.book.rows(Query("directive", (Where("id", "=", row["directive_id"]),)))
    assert (order["kind"], order["to_name"]) == ("整改通知", "新街子社区")
    Clerk(window).press("看办理", page)
    assert window.page.page_id == "directives"
    shown: Any = window.page
    matters: Any = shown.current
    assert matters.current.row["id"] == row["directive_id"]
    Clerk(window).press("看从哪里来", matters)
    assert window.page.page_id == "inspection" and page.drawer.row_id == found
    Clerk(window).press("复查通过", page)
    field = page.drawer.form.editors["recheck"]
    assert field.hasFocus() or field.isAncestorOf(QApplication.focusWidget()), "it says what lacks"


def test_a_round_leads_to_its_visits_and_to_no_others(window: Window, qtbot: QtBot) -> None:
    other = put(window.book, "inspection_round", title="别的督查", from_on="2026-10-12")
    plan = put(window.book, "inspection_round", title="三季度督查", from_on="2026-11-30")
    for one in (other, plan):
        saver("inspection_visit")(
            window.book, None,
            {"round_id": one, "unit_id": unit_of(window.book), "planned_on": "2026-11-30"},
        )  # fmt: skip
    page = section(window, "inspection_round")
    page.open_record(plan)
    Clerk(window).press("看安排", page)
    shown: Any = window.page
    visits = shown.current
    qtbot.waitUntil(lambda: bool(visits.table.records.ids), timeout=LONG)
    menu = next(b for b in visits.head.findChildren(QPushButton) if b.text() == "登记发现").menu()
    visits.open_record(visits.table.records.ids[0])
    menu.aboutToShow.emit()
    words = [action.text() for action in menu.actions()]
    assert words[4] == "重大事项走完四议两公开" and words[-1] == "检查表以外的"
    menu.actions()[4].trigger()
    found: Any = shown.current
    row = window.book.row("inspection_finding", found.drawer.row_id)
    assert row is not None and row["point"] == words[4] and row["item"] == "（五）"
    assert (row["unit_name"], row["what"]) == ("新街子社区", None)
    listed = [window.book.row("inspection_visit", one) for one in visits.table.records.ids]
    assert [row["round_id"] for row in listed if row] == [plan]


def test_the_agenda_comes_by_itself_and_the_minutes_are_previewed(
    window: Window, qtbot: QtBot
) -> None:
    put(window.book, "inspection_finding", unit_id=unit_of(window.book),
        found_on="2026-11-20", what="现金没有盘点")  # fmt: skip
    held = put(window.book, "street_meeting", title="联席会议", held_on="2026-11-24")
    page = section(window, "street_meeting")
    page.open_record(held)
    Clerk(window).press("生成议程", page)
    assert "现金没有盘点" in [topic["title"] for topic in reads.topics(window.book, held)]
    button = next(b for b in page.head.findChildren(type(page.head.add)) if b.text() == "印材料")
    button.menu().actions()[1].trigger()
    qtbot.waitUntil(lambda: isinstance(window.page, PrintPreview), timeout=LONG)


def test_a_practice_is_taken_up_with_a_word_and_hidden_while_covered(window: Window) -> None:
    page = section(window, "experience")
    assert isinstance(page, LibraryPage)
    titles = [page.table.model().index(row, 2).data() for row in range(2)]
    assert titles == ["院坝里的廉情驿站", "账目上墙三步法"]
    page.table.selectRow(0)
    clerk = Clerk(window)
    clerk.fill(page.form.editors["category"].input, "监督有为")
    clerk.press("收录", page)
    (note,) = window.book.rows(Query("experience_note"))
    assert (note["title"], note["chosen"], note["category"]) == (titles[0], "收录", "监督有为")
    assert page.table.model().index(0, 0).data() == "收录"
    assert "投诉少了一半" in page.told.text()
    cover.set_covered(True)
    assert "投诉" not in page.told.text()
    page.export_example()
    assert page.banner.isVisible(), "nothing goes out while covered"
    cover.set_covered(False)


def test_an_example_is_exported_into_the_folder_chosen(
    window: Window, tmp_path: Path, qtbot: QtBot
) -> None:
    page = section(window, "experience")
    page.export_into(unit_of(window.book), tmp_path)
    place = tmp_path / "新街子社区示范档案"
    qtbot.waitUntil((place / "新街子社区示范档案.docx").exists, timeout=LONG)
    qtbot.waitUntil(lambda: not window.runner.working, timeout=LONG)


def test_empty_lists_say_what_to_do(window: Window) -> None:
    page = section(window, "meeting_task")
    assert "派任务" in page.list.empty.text.text()
