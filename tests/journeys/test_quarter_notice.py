"""Scenario 4 (product-and-ux §3.4): the quarter's finance notice, from 今日 to the archive."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from office import SUPERVISOR, make_book, make_entry, make_opening
from printing import a_printer
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.disclosure import actions
from qinglian_desktop.modules.disclosure.page.notice_view import NoticeView
from qinglian_desktop.shell.print_preview import PrintPreview
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from windows import LONG, TODAY, Clerk, window_on

ACTS, FILLS = 9, 1


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """An office with a planned year and a third quarter in its book."""
    made = make_book(tmp_path)
    make_opening(made, cash_fen=120_000, bank_fen=5_600_000)
    make_entry(made, 238_000, date(2026, 9, 1))
    make_entry(made, 900_000, date(2026, 8, 3), direction="收入", summary="工作经费")
    actions.load_catalog(made, 2026)
    actions.plan_year(made, 2026)
    return made


def view_of(window: Window) -> NoticeView:
    view = window.page.findChild(NoticeView)
    assert view is not None
    return view


def shown_rows(window: Window) -> int:
    """Rows of 今日 that stand in their place, and can be pressed."""
    return sum(row.button.isVisible() for row in window.today.rows())


def the_row_of_today(window: Window) -> Any:
    rows = window.today.rows()
    return next(
        r for r in rows if "第三季度" in r.due.subject and "居委会工作经费" in r.due.subject
    )


def test_the_quarter_notice_goes_from_today_to_the_board_within_the_goal(
    book: Book, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = a_printer(monkeypatch, tmp_path)
    with window_on(book) as window:
        clerk = Clerk(window)
        qtbot.waitUntil(lambda: shown_rows(window) > 20, timeout=LONG)
        clerk.click(the_row_of_today(window).button)
        view = view_of(window)
        qtbot.waitUntil(lambda: view.paper.pages > 0, timeout=LONG)
        clerk.press("送审核", view)
        clerk.fill(view.next.reviewer, SUPERVISOR)
        clerk.press("同意公开", view)
        clerk.press("打印", view)
        qtbot.waitUntil(lambda: isinstance(window.page, PrintPreview), timeout=LONG)
        clerk.press("打印", window.page)
        qtbot.waitUntil(view.isVisible, timeout=LONG)  # after printing the notice is there again
        assert desk.printed[0].stat().st_size > 1000
        photo = tmp_path / "photo.png"
        window.grab().save(str(photo))
        clerk.drop(photo, view.next.photo.zone)
        clerk.answer("已上墙")
        clerk.press("已上墙", view)
        clerk.assert_within(ACTS, FILLS)
        row = book.rows(Query("notice"))[0]
        assert row["state"] == "已上墙"
        assert row["posted_on"] == TODAY.isoformat()
        assert row["fingerprint"] and row["proof"] and row["paper_file"]
        assert row["total_fen"] == 238_000
        archive(window, view, row["until_on"])


def archive(window: Window, view: NoticeView, until: str) -> None:
    """After the days are over the same page offers to take it down."""
    with clock.fixed(date.fromisoformat(until)):
        view.reload()
        Clerk(window).press("撤下归档", view)
    assert window.book.rows(Query("notice"))[0]["state"] == "已归档"


def test_the_line_of_today_goes_away_when_the_notice_hangs(
    book: Book, qtbot: Any, tmp_path: Path
) -> None:
    with window_on(book) as window:
        qtbot.waitUntil(lambda: shown_rows(window) > 20, timeout=LONG)
        before = window.today.counts["disclosure"]
        the_row_of_today(window).button.click()
        view = view_of(window)
        for action, *args in (
            (actions.send_to_review,),
            (actions.approve, SUPERVISOR),
            (actions.post, "社区公开栏"),
        ):
            assert window.runner.act(action, view.row_id, *args) is not None
        qtbot.waitUntil(lambda: window.today.counts["disclosure"] == before - 1, timeout=LONG)
        assert window.navigation.buttons["disclosure"].due == before - 1


def test_the_preparer_cannot_review_and_the_page_says_why(book: Book, qtbot: Any) -> None:
    with window_on(book) as window:
        qtbot.waitUntil(lambda: shown_rows(window) > 20, timeout=LONG)
        clerk = Clerk(window)
        clerk.click(the_row_of_today(window).button)
        view = view_of(window)
        clerk.press("送审核", view)
        clerk.fill(view.next.reviewer, book.operator.name)
        clerk.press("同意公开", view)
        assert "不能自己审核" in view.banner.text.text()
        assert book.rows(Query("notice"))[0]["state"] == "待审"
