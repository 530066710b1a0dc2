"""Before a decision is made public the clerk alone sees what looks like a formality (DW-11)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from cases import held, hold, make_matter, make_office
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.decisions import actions, self_check
from qinglian_desktop.modules.decisions.records import DECISION, STUDY
from qinglian_desktop.modules.disclosure import following
from qinglian_desktop.modules.disclosure.page.notices import NoticesPage
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from windows import TODAY, Clerk, program, window_on

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    with program(qapp):
        yield


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return make_office(tmp_path)


def notice_of(book: Book) -> str:
    (row,) = book.rows(Query("notice"))
    return str(row["id"])


def state(book: Book) -> str:
    return str((book.row("notice", notice_of(book)) or {})["state"])


def opened(window: Window) -> NoticesPage:
    window.go("disclosure", "notice", notice_of(window.book))
    found = window.page.findChild(NoticesPage)
    assert found is not None
    return found


def chain(book: Book) -> str:
    """Three meetings on one day, the vote on the next: it stands out and is no mistake yet."""
    matter = make_matter(book, TODAY - timedelta(days=2), executor="孙甲")
    hold(book, matter, TODAY - timedelta(days=2), until=STUDY, apart=0)
    words = {"decision": "同意出租，租期三年。"}
    day = TODAY - timedelta(days=1)
    actions.record_meeting(book, matter, DECISION, held(day, 33, words=words))
    return matter


def test_what_stands_out_is_asked_about_before_the_review(book: Book) -> None:
    chain(book)
    with window_on(book) as window:
        page, clerk = opened(window), Clerk(window)
        clerk.answer("先去补")
        clerk.press("送审核", page.view)
        assert state(book) == "草稿"
        assert "按〔自检〕" in page.view.banner.text.text()
        clerk.answer("照样往下办")
        clerk.press("送审核", page.view)
        assert state(book) == "待审"


def test_the_question_names_what_stands_out_and_no_paper_does(book: Book) -> None:
    matter = chain(book)
    (told,) = following.doubts(book, notice_of(book))
    assert told.startswith("同日连开：") and "一天里开了提议、商议、审议" in told
    content = (book.row("notice", notice_of(book)) or {})["body"] or ""
    assert "同日连开" not in content
    (hint,) = self_check.open_hints(book, matter)
    self_check.explain(book, hint, "三个会接着开的，都有签到")
    assert following.doubts(book, notice_of(book)) == ()


def test_an_honest_matter_and_a_notice_without_one_are_sent_at_once(book: Book) -> None:
    matter = make_matter(book, TODAY - timedelta(days=5), executor="孙甲")
    hold(book, matter, TODAY - timedelta(days=4))
    with window_on(book) as window:
        page, clerk = opened(window), Clerk(window)
        clerk.press("送审核", page.view)
        assert state(book) == "待审"
