"""Can a clerk bring a notice from draft to archive with the page alone?"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QPushButton

from office import SUPERVISOR, make_book, make_details
from qinglian_desktop.core import clock
from qinglian_desktop.modules.disclosure import actions
from qinglian_desktop.modules.disclosure.page import DisclosurePage, make_page, notice_view
from qinglian_desktop.modules.disclosure.page.notice_view import NoticeView
from qinglian_desktop.modules.disclosure.page.notices import NoticesPage
from qinglian_desktop.modules.disclosure.page.plan import PlanPage
from qinglian_desktop.shell.desk_tools import LedgerMaker, commands_of
from qinglian_desktop.store import keyfile, signers
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.page import Page
from qinglian_desktop.ui.runner import Runner
from windows import BareWindow

TODAY = date(2026, 11, 24)
LONG = 20_000  # ms; drawing a paper takes one or two seconds, more on a busy machine
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)


@pytest.fixture(autouse=True)
def settled(qapp: QApplication) -> Iterator[None]:
    look.apply(qapp)
    with clock.fixed(TODAY):
        yield
    look.apply(qapp)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with make_book(tmp_path) as made:
        yield made


@pytest.fixture
def previewed() -> list[bytes]:
    """The papers that were handed to the print preview."""
    return []


@pytest.fixture
def desk(book: Book, previewed: list[bytes]) -> Iterator[Desk]:
    runner = Runner(book)
    window: Any = BareWindow(book, runner)
    yield Desk(
        book=book,
        runner=runner,
        go=lambda page_id, table, row_id: None,
        preview=lambda pdf, title, facts=None: previewed.append(pdf),
        ledger=LedgerMaker(window),
        commands=commands_of,
        store_file=book.files.add_file,
    )
    runner.close()
    QCoreApplication.processEvents()  # the last answers of the worker are told while it lives
    runner.deleteLater()


@pytest.fixture
def page(qtbot: Any, desk: Desk) -> DisclosurePage:
    made = make_page(desk)
    assert isinstance(made, DisclosurePage)
    qtbot.addWidget(made)
    made.resize(1166, 640)
    made.show()
    return made


def compose(book: Book) -> str:
    make_details(book, "三季度慰问", [20_000, 30_000])
    changes = actions.compose_general(
        book, "三季度慰问金公开", "G17", "2026Q3", "慰问 2 户。", "三季度慰问"
    )
    return changes.ids("notice")[0]


def opened(page: DisclosurePage, row_id: str) -> NoticeView:
    page.open_notice(row_id)
    assert isinstance(page.current, NoticesPage)
    return page.current.view


def state(book: Book, row_id: str) -> str:
    row = book.row("notice", row_id)
    assert row is not None
    return str(row["state"])


def primary(view: NoticeView) -> list[str]:
    shown = [b for b in view.findChildren(QPushButton) if b.isVisible()]
    return [b.text() for b in shown if b.property("kind") == "primary"]


def press(view: NoticeView, step: str) -> None:
    view.next.by_step[step].click()


def hang(book: Book, row_id: str, day: date) -> None:
    """Post a notice on an earlier day, through the actions."""
    with clock.fixed(day):
        actions.send_to_review(book, row_id)
        actions.approve(book, row_id, SUPERVISOR)
        actions.post(book, row_id, "社区公开栏第一格", day)


def test_a_page_answers_to_the_names_the_window_uses(page: DisclosurePage) -> None:
    assert isinstance(page, Page)
    assert (page.page_id, page.title) == ("disclosure", "公开公示")
    assert page.keys() == [
        "planned_posting", "notice", "catalog_item", "disclosure_plan", "detail_line",
        "notice_board", "objection", "question", "inspection_request", "disclosure_demand",
        "archive",
    ]  # fmt: skip


def test_a_notice_from_draft_to_the_board(
    qtbot: Any,
    book: Book,
    page: DisclosurePage,
    previewed: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row_id = compose(book)
    view = opened(page, row_id)
    assert primary(view) == ["送审核"]
    press(view, "send")
    assert state(book, row_id) == "待审" and primary(view) == ["同意公开"]

    press(view, "approve")  # without a name
    assert state(book, row_id) == "待审" and view.banner.text.text().startswith("没有写审核人")
    view.next.reviewer.setText(book.operator.name)
    press(view, "approve")
    assert state(book, row_id) == "待审" and "不能自己审核" in view.banner.text.text()
    view.next.reviewer.setText(SUPERVISOR)
    press(view, "approve")
    assert state(book, row_id) == "审核同意" and primary(view) == ["打印"]

    press(view, "print")
    qtbot.waitUntil(lambda: bool(previewed), timeout=LONG)
    assert previewed[0].startswith(b"%PDF")
    assert not [*book.home.rglob("*.pdf")], "a paper on its way to the printer lies in no file"
    assert primary(view) == ["已上墙"]

    asked: list[str] = []

    def answer(parent: Any, text: str, *words: str, **more: Any) -> bool:
        asked.append("|".join((text, *words)))
        return len(asked) > 1

    monkeypatch.setattr(notice_view, "ask", answer)
    view.next.place.setText("社区公开栏第一格")
    press(view, "post")
    assert state(book, row_id) == "审核同意"  # 还没贴
    assert asked == ["公开从今天起算 15 天，期间不能改内容，只能发更正。|已上墙|还没贴"]
    press(view, "post")
    row = book.row("notice", row_id)
    assert row is not None
    assert (row["state"], row["posted_on"], row["place"]) == (
        "已上墙", TODAY.isoformat(), "社区公开栏第一格",
    )  # fmt: skip
    assert not view.form.isVisible()  # what hangs is not edited


def test_a_member_who_checks_by_pin_types_it_to_agree(
    book: Book, page: DisclosurePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 64)
    monkeypatch.setattr(keyfile, "PASSES", 1)
    row_id = compose(book)
    actions.send_to_review(book, row_id)
    view = opened(page, row_id)
    assert view.next.pin.isHidden(), "nobody here has a PIN"
    signers.add(book, SUPERVISOR, "监委会", "2580")
    view.open_row(row_id)
    card = view.next
    assert not card.pin.isHidden()
    for typed in (SUPERVISOR, f"监委会{SUPERVISOR}"):
        card.reviewer.setText(typed)
        for pin, said in (("", "还没有输入 PIN"), ("1357", "PIN 不对")):
            card.pin.setText(pin)
            press(view, "approve")
            assert state(book, row_id) == "待审" and view.banner.text.text().startswith(said)
            assert not card.pin.text(), "it is forgotten at once"
    card.pin.setText("2580")
    press(view, "approve")
    assert state(book, row_id) == "审核同意"


def test_sending_back_needs_an_opinion_and_opens_the_wording_again(
    book: Book, page: DisclosurePage
) -> None:
    row_id = compose(book)
    actions.send_to_review(book, row_id)
    view = opened(page, row_id)
    view.next.reviewer.setText(SUPERVISOR)
    press(view, "send_back")
    assert state(book, row_id) == "待审" and view.banner.text.text().startswith("退回要写意见")
    view.next.opinion.setText("金额写清楚")
    press(view, "send_back")
    assert state(book, row_id) == "退回" and "金额写清楚" in view.next.words.text()
    assert view.form.isVisible()


def test_taking_down_early_needs_a_reason(book: Book, page: DisclosurePage) -> None:
    row_id = compose(book)
    hang(book, row_id, TODAY - timedelta(days=3))
    view = opened(page, row_id)
    assert "还要贴 12 天" in view.next.words.text()
    press(view, "take_down")
    assert state(book, row_id) == "已上墙" and "不能撤下" in view.banner.text.text()
    view.next.reason.setText("公开栏翻修")
    press(view, "take_down")
    assert state(book, row_id) == "公示不足" and primary(view) == ["重新张贴"]


def test_what_hung_long_enough_is_archived_and_can_be_corrected(
    book: Book, page: DisclosurePage
) -> None:
    row_id = compose(book)
    hang(book, row_id, TODAY - timedelta(days=15))
    view = opened(page, row_id)
    assert primary(view) == ["撤下归档"]
    press(view, "take_down")
    row = book.row("notice", row_id)
    assert row is not None and row["state"] == "已归档"
    assert row["fingerprint"] in view.next.words.text()
    view.next.reason.setText("金额应为 600 元")
    press(view, "correct")
    assert view.row_id != row_id and view.row["corrects"] == row["number"]
    assert primary(view) == ["送审核"]


def test_wording_is_saved_and_private_numbers_are_named_before_review(
    qtbot: Any, book: Book, page: DisclosurePage
) -> None:
    row_id = compose(book)
    view = opened(page, row_id)
    body: Any = view.form.editors["body"]
    body.page.setPlainText("联系张大爷 13800138000。")
    view.save_now()
    row = book.row("notice", row_id)
    assert row is not None and row["body"] == "联系张大爷 13800138000。"
    assert "个人信息没有遮住" in view.next.words.text()
    press(view, "send")
    assert state(book, row_id) == "草稿"


def test_the_paper_is_drawn_beside_the_wording(
    qtbot: Any, book: Book, page: DisclosurePage
) -> None:
    steps_before = len(book.steps())
    view = opened(page, compose(book))
    qtbot.waitUntil(lambda: view.paper.pages == 1, timeout=LONG)
    # Composing is two changes here (details, notice); looking at the paper is none.
    assert len(book.steps()) == steps_before + 2


def test_a_period_of_the_plan_becomes_a_notice_and_is_then_opened_not_made_again(
    book: Book, page: DisclosurePage
) -> None:
    actions.load_catalog(book, 2026)
    actions.plan_year(book, 2026)
    plan = page.show_section("planned_posting")
    assert isinstance(plan, PlanPage)
    cell = next(
        c for line in actions.coverage(book, 2026) for c in line.cells
        if c.planned_id and line.code == "F07" and c.period == "2026Q3"
    )  # fmt: skip
    for _ in range(2):
        plan = page.show_section("planned_posting")
        assert isinstance(plan, PlanPage)
        plan.show_row("planned_posting", cell.planned_id)
        assert isinstance(page.current, NoticesPage)
    rows = book.page("notice", [page.current.view.row_id])
    assert [(row["code"], row["period"]) for row in rows] == [("F07", "2026Q3")]
    assert len(book.distinct("notice", "number")) == 1


@pytest.mark.parametrize("size", look.SIZES)
def test_it_fits_the_smallest_window_in_every_size(
    qapp: QApplication, book: Book, page: DisclosurePage, size: str
) -> None:
    row_id = compose(book)
    look.apply(qapp, size=size)
    sections = page.keys()
    for section in sections:
        page.show_section(section)
    opened(page, row_id)
    qapp.processEvents()
    assert page.minimumSizeHint().width() <= 1166
    assert page.minimumSizeHint().height() <= 640


def test_everything_to_press_has_a_name(book: Book, page: DisclosurePage) -> None:
    opened(page, compose(book))
    assert [b for b in page.findChildren(QPushButton) if not b.accessibleName()] == []
