"""Can a clerk work the boards, the objections and the archive with the window and its keys?"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QRadioButton

import noticing
from every_page import rested
from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.disclosure import actions, wall_reads
from qinglian_desktop.modules.disclosure.page.archive import ArchivePage
from qinglian_desktop.modules.disclosure.page.boards import BoardsPage
from qinglian_desktop.modules.disclosure.page.heard import InspectionPage
from qinglian_desktop.modules.disclosure.page.objections import ObjectionsPage
from qinglian_desktop.shell import keys
from qinglian_desktop.shell.print_preview import PrintPreview
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover
from saying import said_by
from windows import LONG, TODAY, Clerk, primaries, program, window_on

CTRL = Qt.KeyboardModifier.ControlModifier
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)


@pytest.fixture
def book(tmp_path: Path, qapp: QApplication) -> Iterator[Book]:
    with program(qapp):
        yield make_book(tmp_path)


@pytest.fixture
def window(book: Book) -> Iterator[Window]:
    with window_on(book) as made:
        yield made


def section(window: Window, key: str) -> Any:
    page: Any = window.go("disclosure")
    shown = page.show_section(key)
    rested(window, key, page)
    return shown


# -- the boards ------------------------------------------------------------------------------


def test_a_board_is_drawn_and_a_notice_hung_with_keys_alone(window: Window) -> None:
    notice = noticing.approved(window.book)
    page = section(window, "notice_board")
    assert isinstance(page, BoardsPage)
    clerk = Clerk(window)
    clerk.press("加公开栏", page)
    clerk.fill(page.board_form.form.editors["name"].input, "大门口公开栏")
    clerk.reach(page.board_form.ok)
    clerk.key(Qt.Key.Key_Space)
    assert [cell.slot.spot for cell in page.cells][-1] == "大门口公开栏第 6 格"
    page.cells[0].setFocus()
    clerk.key(Qt.Key.Key_Right)
    clerk.key(Qt.Key.Key_Down)
    here = QApplication.focusWidget()
    assert here is page.cells[4], "arrow keys walk in the picture"
    clerk.key(Qt.Key.Key_Space)
    assert page.card.title.text() == "大门口公开栏第 5 格"
    assert primaries(page) == ["上墙"]
    clerk.reach(page.card.up.editors["witness"].input)
    clerk.write("吴监督")
    clerk.reach(page.card.hang)
    clerk.answer("已上墙")
    clerk.key(Qt.Key.Key_Space)
    (row,) = wall_reads.open_hangings(window.book, notice)
    assert (row["slot"], row["posted_by"], row["witness"]) == (5, "周文书", "吴监督")
    assert page.cells[4].accessibleName().startswith("大门口公开栏第 5 格，在贴，协助街道工作")


def test_a_paper_that_hung_before_the_board_was_drawn_gets_its_place_and_keeps_its_day(
    window: Window,
) -> None:
    with clock.fixed(TODAY - timedelta(days=6)):
        notice = noticing.posted(window.book, clock.today())
    board = noticing.board(window.book)
    page = section(window, "notice_board")
    page.choose(board, 1)
    assert page.card.notice.currentText().startswith("已上墙，补登位置")
    clerk = Clerk(window)
    clerk.answer("已上墙")
    clerk.press("上墙", page)
    (row,) = wall_reads.open_hangings(window.book, notice)
    assert (row["posted_on"], row["until_on"]) == ("2026-11-18", "2026-12-03")


def test_not_yet_hung_writes_nothing(window: Window) -> None:
    noticing.approved(window.book)
    board = noticing.board(window.book)
    page = section(window, "notice_board")
    page.choose(board, 1)
    clerk = Clerk(window)
    clerk.answer("还没贴")
    clerk.press("上墙", page)
    assert window.book.count(Query("hanging")) == 0


def test_a_slot_that_holds_offers_no_covering_and_an_early_removal_asks_why(
    window: Window,
) -> None:
    board, notice = noticing.board(window.book), noticing.approved(window.book)
    actions.hang(window.book, notice, board, 1)
    noticing.approved(window.book, period="2026Q2")
    page = section(window, "notice_board")
    page.choose(board, 1)
    assert not page.card.hang.isVisible()
    clerk = Clerk(window)
    clerk.press("撤下", page)
    reason = page.card.down.editors["removal_reason"]
    assert reason.isAncestorOf(QApplication.focusWidget()), "the words stand where it is written"
    clerk.write("大风刮坏")
    clerk.press("撤下", page)
    assert (window.book.row("notice", notice) or {})["state"] == "公示不足"
    assert page.cells[0].slot.hanging is None
    clerk.key(Qt.Key.Key_Z, CTRL, on=window)
    rested(window, "", page)
    assert page.cells[0].slot.hanging is not None, "撤销 hangs it again"


def test_todays_list_goes_to_the_preview(window: Window) -> None:
    noticing.board(window.book)
    noticing.approved(window.book)
    page = section(window, "notice_board")
    Clerk(window).press("打印今日张贴单", page)
    assert isinstance(window.page, PrintPreview)


def test_a_day_without_work_says_so(window: Window) -> None:
    noticing.board(window.book)
    page = section(window, "notice_board")
    assert page.said.text() == "空 6 格。今天不用动。"
    Clerk(window).press("打印今日张贴单", page)
    assert page.banner.text.text() == "今天没有要贴、要撕、要补的。公开栏不用动。"


def test_a_short_board_in_today_leads_to_its_slot(window: Window) -> None:
    book = window.book
    east, west = noticing.board(book, "东门公开栏"), noticing.board(book, "西门公开栏")
    notice = noticing.approved(book)
    actions.hang(book, notice, east, 1)
    actions.hang(book, notice, west, 2)
    (lost,) = [r for r in wall_reads.open_hangings(book, notice) if r["board_id"] == west]
    actions.take_off(book, lost["id"], reason="被撕了")
    window.go("disclosure", "hanging", lost["id"])
    page = window.page.current
    assert isinstance(page, BoardsPage)
    assert page.card.title.text() == "西门公开栏第 2 格"


def test_the_ways_by_word_lead_there(window: Window) -> None:
    noticing.board(window.book)
    noticing.approved(window.book)
    acts = keys.acts(window)
    for word, key in (
        ("公开栏格位", "notice_board"),
        ("登记异议", "objection"),
        ("公开档案", "archive"),
    ):
        acts[word]()
        shown: Any = window.page
        assert shown.key == key
    acts["打印今日张贴单"]()
    assert isinstance(window.page, PrintPreview)


# -- objections ------------------------------------------------------------------------------


def test_an_objection_is_taken_up_answered_and_closed_with_keys(window: Window) -> None:
    noticing.posted(window.book, TODAY)
    page = section(window, "objection")
    assert isinstance(page, ObjectionsPage)
    clerk = Clerk(window)
    clerk.key(Qt.Key.Key_N, CTRL, on=window)
    view = page.view
    assert "答复（居委会，3 天内）" in view.ahead.text()
    clerk.fill(view.form.editors["content"].input, "第三项的钱数不对")
    clerk.reach(view.take)
    clerk.key(Qt.Key.Key_Space)
    (row,) = window.book.rows(Query("objection"))
    assert (row["state"], row["due_on"]) == ("待答复", "2026-11-27")
    assert primaries(view) == ["办好这一步"]
    assert isinstance(QApplication.focusWidget(), QRadioButton), "the keys go on at the answer"
    clerk.reach(view.card.ok)
    clerk.key(Qt.Key.Key_Space)
    text = view.card.form.editors["text"]
    assert text.isAncestorOf(QApplication.focusWidget()), "an answer is asked for where it goes"
    clerk.write("已当面说明")
    clerk.reach(view.card.ok)
    clerk.key(Qt.Key.Key_Space)
    clerk.reach(view.card.ok)
    clerk.key(Qt.Key.Key_Space)  # 本人没有意见了
    (row,) = window.book.rows(Query("objection"))
    assert (row["state"], row["result"]) == ("已办结", "已答复，本人没有意见")
    assert view.card.title.text() == "已答复，本人没有意见"
    clerk.key(Qt.Key.Key_Escape)
    assert page.list.isVisible()


def test_a_correction_is_written_from_the_objection(window: Window) -> None:
    notice = noticing.posted(window.book, TODAY)
    made = noticing.objection(window.book, notice)
    actions.settle(window.book, made, "wrong", "第三项错了")
    page = section(window, "objection")
    page.open_record(made)
    Clerk(window).press("写更正公告", page)
    shown: Any = window.page
    assert shown.key == "notice", "the draft is open, to be read and sent on"
    assert (window.book.row("objection", made) or {})["correction_id"]


def test_who_objected_or_stood_by_is_hidden_while_covered(window: Window) -> None:
    made = noticing.objection(window.book, phone="13800000001")
    slot, notice = noticing.board(window.book), noticing.approved(window.book)
    actions.hang(window.book, notice, slot, 1, witness="欧阳慕云")
    cover.set_covered(True)
    section(window, "objection").open_record(made)
    shown = [text for _, text in said_by(window)]
    section(window, "notice_board").choose(slot, 1)
    shown += [text for _, text in said_by(window)]
    cover.set_covered(False)
    assert any("欧阳慕云" in text for _, text in said_by(window)), "it comes back"
    for secret in ("李建华", "13800000001", "欧阳慕云"):
        assert not [text for text in shown if secret in text]


# -- the archive -----------------------------------------------------------------------------


def test_the_archive_reprints_objects_and_checks(window: Window, qtbot: Any) -> None:
    with clock.fixed(TODAY - timedelta(days=20)):
        notice = noticing.posted(window.book, clock.today(), mode="公示")
    page = section(window, "archive")
    assert isinstance(page, ArchivePage)
    assert page.table.records.rows[0][3:8] == (
        "已上墙", "2026-11-04", "2026-11-19", "", "没有",
    )  # fmt: skip
    clerk = Clerk(window)
    clerk.press("核对全部指纹", page)
    qtbot.waitUntil(lambda: "都和贴出去时一样" in page.said.text(), timeout=LONG)
    clerk.press("打印无异议证明", page)
    assert isinstance(window.page, PrintPreview)
    window.close_over()
    clerk.press("登记异议", page)
    shown: Any = window.page
    assert shown.key == "objection"
    assert shown.current.view.form.draft()["notice_id"] == notice
    shown.current.view.form.editors["raised_on"].set_stored("2026-11-18")
    clerk.fill(shown.current.view.form.editors["content"].input, "钱数不对")
    clerk.press("登记", shown.current.view)
    page = section(window, "archive")
    assert page.table.records.rows[0][7] == "1 条没办结"
    clerk.press("打印无异议证明", page)
    assert "没有办结" in page.banner.text.text()


def test_the_archive_tells_where_a_paper_hung_and_what_was_short(window: Window) -> None:
    board, notice = noticing.board(window.book), noticing.approved(window.book)
    actions.hang(window.book, notice, board, 1)
    (row,) = wall_reads.open_hangings(window.book, notice)
    actions.take_off(window.book, row["id"], reason="大风")
    actions.hang(window.book, notice, board, 2)
    page = section(window, "archive")
    assert page.short.text() == ("大门口公开栏第 1 格：2026-11-24 到 2026-11-24，公示不足（大风）")
    assert page.where.text().startswith("大门口公开栏第 2 格：2026-11-24起，最早 2026-12-09 可撤")
    assert page.short.property("role") == "problem", "a short period is red"


def test_a_changed_archive_is_said_in_plain_words(window: Window, qtbot: Any) -> None:
    notice = noticing.posted(window.book, TODAY)
    with window.book.change("改动存档") as change:
        change.put_row("notice", notice, {"fingerprint": "00000000"})
    page = section(window, "archive")
    page.check.click()
    qtbot.waitUntil(page.banner.isVisible, timeout=LONG)
    assert "指纹不符：存档被改动过。请从备份核对。" in page.banner.text.text()


def test_a_notice_goes_into_a_folder_beside_the_window(
    window: Window, qtbot: Any, tmp_path: Path
) -> None:
    noticing.posted(window.book, TODAY)
    page = section(window, "archive")
    page.export_to(tmp_path)
    qtbot.waitUntil(lambda: window.runner.quiet, timeout=LONG)
    (folder,) = [path for path in tmp_path.iterdir() if path.name.startswith("新街子社区")]
    assert (folder / "公开栏版.pdf").is_file()
    cover.set_covered(True)
    page._on_export()
    assert "正在遮挡" in page.banner.text.text()


# -- 回音壁 and 查阅 ---------------------------------------------------------------------------


def test_a_request_is_kept_and_its_receipt_printed(window: Window) -> None:
    draft = {"person": "李建华", "wanted": "账目"}
    made = str(actions.save_request(window.book, None, draft).result)
    page = section(window, "inspection_request")
    assert isinstance(page, InspectionPage)
    page.table.select_id(made)
    Clerk(window).press("打印回执", page)
    assert isinstance(window.page, PrintPreview)


def test_a_question_typed_into_the_form_gets_its_number(window: Window) -> None:
    notice = noticing.posted(window.book, TODAY)
    page = section(window, "question")
    page.new_record()
    editors = page.drawer.form.editors
    editors["notice_id"].set_stored(notice)
    assert page.drawer.form.draft()["asked_on"] == TODAY.isoformat(), "today unless written"
    clerk = Clerk(window)
    clerk.fill(editors["question"].input, "路灯什么时候修")
    page.save_now()
    (row,) = window.book.rows(Query("question"))
    assert (row["seq"], row["state"]) == (1, "待答复")
    assert date.fromisoformat(row["due_on"]) == date(2026, 11, 27)
