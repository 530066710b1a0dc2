"""会议准备 and 入户征求意见 with the keyboard: planned, checked, printed, tallied."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cases import hold, make_matter, make_office
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.decisions import actions
from qinglian_desktop.modules.decisions.actions import households, papering
from qinglian_desktop.modules.decisions.actions.preparing import Asked
from qinglian_desktop.modules.decisions.page.household import HouseholdsPage
from qinglian_desktop.modules.decisions.page.meeting import MeetingPage
from qinglian_desktop.modules.decisions.records import DECISION, STUDY, VIEWS
from qinglian_desktop.shell.print_preview import PrintPreview
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover
from windows import LONG, TODAY, Clerk, program, window_on

from .test_households import make_households
from .test_meeting_papers import photo

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)
FIRST = TODAY - timedelta(days=10)


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    with program(qapp):
        yield


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return make_office(tmp_path)


def ready(book: Book, **facts: Any) -> str:
    matter = make_matter(book, FIRST, **facts)
    hold(book, matter, FIRST, until=STUDY)
    return matter


def meeting_page(window: Window, matter: str) -> MeetingPage:
    page = MeetingPage(window.desk)
    page.closed.connect(window.close_over)
    window.lay_over(page)
    page.open_gate(matter, DECISION)
    return page


def planned_step(book: Book) -> Any:
    (row,) = [r for r in book.rows(Query("matter_step")) if r["planned_at"]]
    return row


# -- 会议准备 --------------------------------------------------------------------------------


def test_day_and_place_then_the_papers_are_in_the_preview(book: Book, qtbot: Any) -> None:
    """Scenario 3 (product-and-ux §3.3): two fields beside the day, one act for all five papers."""
    matter = ready(book)
    with window_on(book) as window:
        page = meeting_page(window, matter)
        clerk = Clerk(window)
        clerk.write("12-1")
        clerk.fill(page.form.editors["time"].input, "1430")
        clerk.fill(page.form.editors["place"].input, "社区会议室")
        assert "应到 33 人，至少到 22 人才能开" in page.checkup.needs.text()
        assert "第28条" in page.checkup.basis.text()
        clerk.press("打印会议材料", page)
        qtbot.waitUntil(lambda: isinstance(window.page, PrintPreview), timeout=LONG)
        step = planned_step(book)
        assert (step["planned_at"], step["place"]) == ("2026-12-01T14:30", "社区会议室")
        assert window.page.title == "打印：会议材料 2026-001 临街门面出租 · 居民代表会议"
        assert [one.pages for one in papering.returned(book, step["id"])] == [2, 1]
        clerk.assert_within(acts=1, fills=3)


def test_what_was_planned_is_there_again_and_can_be_undone(book: Book) -> None:
    matter = ready(book)
    with window_on(book) as window:
        page = meeting_page(window, matter)
        clerk = Clerk(window)
        clerk.write("12-1")
        clerk.fill(page.form.editors["time"].input, "下午2点半")
        clerk.fill(page.form.editors["place"].input, "社区会议室")
        clerk.fill(page.form.editors["bring"].input, "租金测算表")
        page.flush()
        again = meeting_page(window, matter)
        assert again.form.editors["time"].text() == "14:30"
        assert again.form.editors["bring"].text() == "租金测算表"
        for _ in range(4):
            window.runner.undo()
        assert not [r for r in book.rows(Query("matter_step")) if r["planned_at"]]
        assert again.form.editors["time"].text() == ""


def test_a_time_that_is_none_is_told_under_its_field_and_nothing_is_printed(book: Book) -> None:
    matter = ready(book)
    with window_on(book) as window:
        page = meeting_page(window, matter)
        clerk = Clerk(window)
        clerk.write("12-1")
        clerk.fill(page.form.editors["time"].input, "25:00")
        clerk.reach(page.form.editors["place"].input)
        assert "时间看不懂" in page.form.editors["time"].message.text()
        assert not page.send.isEnabled()


def test_missing_fields_are_asked_for_before_anything_is_printed(book: Book) -> None:
    matter = ready(book)
    with window_on(book) as window:
        page = meeting_page(window, matter)
        clerk = Clerk(window)
        assert not page.send.isEnabled()
        clerk.write("12-1")
        clerk.reach(page.form.editors["time"].input)
        clerk.press("打印会议材料", page)
        assert "还没填" in page.form.editors["time"].message.text()
        assert not [r for r in book.rows(Query("matter_step")) if r["planned_at"]]


def test_a_roster_without_people_leads_to_the_registry(book: Book) -> None:
    matter = ready(book, body="成员代表大会", matter_class="M13 其他")
    with window_on(book) as window:
        page = meeting_page(window, matter)
        clerk = Clerk(window)
        clerk.write("12-1")
        clerk.reach(page.form.editors["time"].input)
        assert "名册里没有" in page.checkup.trouble.text()
        clerk.press("去录名册", page)
        assert window.page.page_id == "registry"


def test_the_same_hour_as_another_meeting_is_told_before_printing(book: Book) -> None:
    other = ready(book, title="三号院加装电梯")
    day = TODAY + timedelta(days=7)
    draft = {"planned_at": f"{day.isoformat()}T14:30", "place": "会议室"}
    actions.plan_meeting(book, other, DECISION, draft)
    matter = ready(book)
    with window_on(book) as window:
        page = meeting_page(window, matter)
        clerk = Clerk(window)
        clerk.write("12-1")
        clerk.fill(page.form.editors["time"].input, "14:30")
        clerk.reach(page.form.editors["place"].input)
        assert "与另一个会时间相同：居民代表会议 14:30" in page.checkup.trouble.text()


def test_a_meeting_of_households_counts_households_and_is_kept_so(tmp_path: Path) -> None:
    village = make_office(tmp_path, "village")
    make_households(village, 90)
    matter = ready(village, body="全体会议")
    with window_on(village) as window:
        page = meeting_page(window, matter)
        clerk = Clerk(window)
        clerk.write("12-20")
        clerk.fill(page.form.editors["time"].input, "9点")
        clerk.fill(page.form.editors["place"].input, "村委会坝子")
        assert page.homes.isVisible()
        clerk.click(page.homes)
        assert "应到 90 户，至少到 60 户才能开" in page.checkup.needs.text()
        page.homes.setChecked(False)
        page.reload()
        assert page.homes.isChecked()


def test_a_step_before_its_turn_cannot_be_planned_and_the_page_says_what_first(
    book: Book,
) -> None:
    matter = make_matter(book, FIRST)
    with window_on(book) as window:
        page = meeting_page(window, matter)
        clerk = Clerk(window)
        clerk.write("12-1")
        clerk.fill(page.form.editors["time"].input, "14:30")
        clerk.fill(page.form.editors["place"].input, "社区会议室")
        clerk.press("打印会议材料", page)
        assert "先完成“提议”" in page.banner.text.text()
        assert window.page is page


def test_signed_pages_are_dropped_and_the_missing_one_is_named(book: Book, tmp_path: Path) -> None:
    matter = ready(book)
    day = TODAY + timedelta(days=7)
    draft = {"planned_at": f"{day.isoformat()}T14:30", "place": "会议室"}
    step = str(actions.plan_meeting(book, matter, DECISION, draft).result)
    papering.print_before(book, step, Asked(day, "14:30", "会议室"), ["签到表"], lambda *_: True)
    with window_on(book) as window:
        page = meeting_page(window, matter)
        line = page.signed.lines["签到表"]
        QApplication.processEvents()
        clerk = Clerk(window)
        assert "还没扫描" in line.words.text()
        clerk.drop(photo(tmp_path, "1.jpg", 20), line)
        assert line.words.text() == "签到表应有 2 页，收到 1 页，缺第2页。"
        clerk.drop(photo(tmp_path, "2.jpg", 120), line)
        assert line.words.text() == "签到表 2 页，齐了。"
        notes = tmp_path / "笔记.txt"
        notes.write_text("不是图片", "utf-8")
        clerk.drop(notes, line)
        assert "笔记" in page.signed.banner.text.text()
        assert line.words.text() == "签到表 2 页，齐了。"


def test_a_matter_that_is_gone_closes_the_page(book: Book) -> None:
    matter = make_matter(book, FIRST)
    with window_on(book) as window:
        page = meeting_page(window, matter)
        assert window.runner.act(actions.drop_matter, matter) is not None
        assert window.page is not page


def test_the_notice_of_the_meeting_becomes_a_draft_for_the_board(book: Book) -> None:
    matter = ready(book)
    with window_on(book) as window:
        page = meeting_page(window, matter)
        clerk = Clerk(window)
        clerk.write("12-10")
        clerk.fill(page.form.editors["time"].input, "14:30")
        clerk.fill(page.form.editors["place"].input, "社区会议室")
        clerk.press("通知上墙", page)
        (notice,) = [r for r in book.rows(Query("notice")) if r["kind"] == "会议通知"]
        assert (notice["event_on"], notice["state"]) == ("2026-12-10", "草稿")
        assert (
            notice["title"] == "新街子社区关于召开居民代表会议的通知"
            or "居民代表会议" in notice["title"]
        )
        assert window.page.page_id == "disclosure"


# -- 入户征求意见 ----------------------------------------------------------------------------


def households_page(window: Window, matter: str) -> HouseholdsPage:
    page = HouseholdsPage(window.desk)
    page.closed.connect(window.close_over)
    window.lay_over(page)
    page.open_matter(matter)
    return page


def test_a_hundred_and_twenty_households_take_one_key_each(book: Book) -> None:
    make_households(book)
    matter = make_matter(book, FIRST)
    with window_on(book) as window:
        page = households_page(window, matter)
        clerk = Clerk(window)
        for n in range(120):
            clerk.key((Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3)[n % 4])
        assert clerk.acts == 120  # at three seconds a key that is six minutes
        assert page.totals.text() == "同意 60 户，不同意 30 户，其他 30 户；都录完了。"
        found = households.round_of(book, matter)
        assert [found.count(view) for view in VIEWS] == [60, 30, 30]
        clerk.press("完成", page)
        assert window.page is not page


def test_what_is_left_is_told_and_the_page_goes_to_it(book: Book) -> None:
    make_households(book)
    matter = make_matter(book, FIRST)
    with window_on(book) as window:
        page = households_page(window, matter)
        clerk = Clerk(window)
        for _ in range(106):
            clerk.key(Qt.Key.Key_1)
        clerk.press("完成", page)
        assert page.banner.text.text().startswith("还有 14 户没录。")
        assert page.table.row() == 106
        assert page.table.hasFocus()


def test_a_house_is_found_by_its_number_and_gets_a_note(book: Book) -> None:
    make_households(book)
    matter = make_matter(book, FIRST)
    with window_on(book) as window:
        page = households_page(window, matter)
        clerk = Clerk(window)
        clerk.fill(page.seek, "7-003")
        clerk.key(Qt.Key.Key_Return)
        clerk.key(Qt.Key.Key_3)
        clerk.key(Qt.Key.Key_Up)
        clerk.key(Qt.Key.Key_Return)
        clerk.write("何晓梅")
        clerk.key(Qt.Key.Key_Return)
        clerk.write("租户住，等房东答复")
        clerk.key(Qt.Key.Key_Return)
        (row,) = book.rows(Query("household_view"))
        assert (row["household_no"], row["view"]) == ("7-003", "其他")
        assert (row["signer"], row["note"]) == ("何晓梅", "租户住，等房东答复")
        assert page.table.hasFocus()


def test_delete_and_undo_take_an_answer_back(book: Book) -> None:
    make_households(book, 10, 1)
    matter = make_matter(book, FIRST)
    with window_on(book) as window:
        page = households_page(window, matter)
        clerk = Clerk(window)
        clerk.key(Qt.Key.Key_1)
        clerk.key(Qt.Key.Key_2)
        clerk.key(Qt.Key.Key_Up)
        clerk.key(Qt.Key.Key_Delete)
        assert page.totals.text().startswith("同意 1 户，不同意 0 户")
        window.runner.undo()
        assert page.totals.text().startswith("同意 1 户，不同意 1 户")


def test_a_wrong_day_is_told_and_no_answer_is_written(book: Book) -> None:
    make_households(book, 10, 1)
    matter = make_matter(book, FIRST)
    with window_on(book) as window:
        page = households_page(window, matter)
        clerk = Clerk(window)
        clerk.reach(page.day.input)
        QTest.keyClick(page.day.input, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        clerk.write("13-2")
        clerk.reach(page.table)
        clerk.key(Qt.Key.Key_1)
        assert "走访日期" in page.banner.text.text()
        assert not book.rows(Query("household_view"))


def test_an_office_without_households_is_sent_to_the_registry(book: Book) -> None:
    matter = make_matter(book, FIRST)
    with window_on(book) as window:
        page = households_page(window, matter)
        assert not page.table.isVisible() and page.empty.isVisible()
        Clerk(window).press("去人户名册", page)
        assert window.page.page_id == "registry"


def test_covered_nothing_is_printed_and_names_are_hidden(book: Book) -> None:
    make_households(book, 10, 1)
    matter = make_matter(book, FIRST)
    with window_on(book) as window:
        page = households_page(window, matter)
        cover.set_covered(True)
        assert page.table.records.index(0, 2).data() == cover.STARS
        Clerk(window).press("打印空表", page)
        assert "遮挡" in page.banner.text.text()


def test_the_empty_form_comes_into_the_preview(book: Book, qtbot: Any) -> None:
    make_households(book, 10, 1)
    matter = make_matter(book, FIRST)
    with window_on(book) as window:
        page = households_page(window, matter)
        Clerk(window).press("打印空表", page)
        qtbot.waitUntil(lambda: isinstance(window.page, PrintPreview), timeout=LONG)
        assert window.page.title.startswith("打印：入户征求意见表")
