# ruff: noqa: F811
"""Does a clerk see the three papers, cover what must be covered, and pass a posted notice on?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from modules.disclosure.test_page import (  # noqa: F401
    LONG,
    book,
    compose,
    desk,
    opened,
    page,
    previewed,
    settled,
    state,
)
from qinglian_desktop.modules.disclosure import actions
from qinglian_desktop.modules.disclosure.page import DisclosurePage
from qinglian_desktop.modules.disclosure.page.compare import ComparePage
from qinglian_desktop.modules.disclosure.page.notices import NoticesPage
from qinglian_desktop.modules.disclosure.page.three import ThreePapers
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover
from windows import shown_buttons

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)
MOBILE, ACCOUNT = "13812345678", "6222021234567890123"


@pytest.fixture(autouse=True)
def uncovered() -> Iterator[None]:
    yield
    cover.set_covered(False)


def _notice(book: Book, body: str) -> str:
    return str(actions.compose_general(book, "应付款公开", body=body).ids("notice")[0])


def _compared(page: DisclosurePage, row_id: str) -> ComparePage:
    view = opened(page, row_id)
    QTest.mouseClick(view.outward.compare, Qt.MouseButton.LeftButton)
    assert isinstance(page.current, NoticesPage) and page.current.compare is not None
    assert page.current.compare.isVisible()
    return page.current.compare


def test_one_click_on_the_card_covers_the_paper(
    qtbot: Any,
    page: DisclosurePage,
    book: Book,
) -> None:
    row_id = _notice(book, f"电话{MOBILE}。")
    view = opened(page, row_id)
    assert "1 处个人信息没有遮住：手机号" in view.next.words.text()
    QTest.mouseClick(shown_buttons(view)["一键遮住"], Qt.MouseButton.LeftButton)
    assert actions.privacy_findings(book, row_id) == ()
    assert "一键遮住" not in shown_buttons(view)
    QTest.mouseClick(shown_buttons(view)["送审核"], Qt.MouseButton.LeftButton)
    assert state(book, row_id) == "待审"


def test_what_is_the_offices_own_is_let_through_and_the_rest_covered(
    qtbot: Any,
    page: DisclosurePage,
    book: Book,
) -> None:
    row_id = _notice(book, f"汇到{ACCOUNT}，电话{MOBILE}。")
    compare = _compared(page, row_id)
    assert [row[0] for row in compare.seen.records.rows] == ["银行卡号", "手机号"]
    assert compare.seen.row() == 0
    QTest.keyClick(compare.reason, Qt.Key.Key_Return)
    assert "没有写为什么" in compare.banner.text.text()
    assert compare.reason.hasFocus()
    compare.reason.insert("居委会的对公账号")
    QTest.keyClick(compare.reason, Qt.Key.Key_Return)
    assert [row[0] for row in compare.seen.records.rows] == ["手机号"]
    QTest.mouseClick(compare.hide_all, Qt.MouseButton.LeftButton)
    assert not compare.seen.isVisible()
    rows = [tuple(row)[:3] for row in compare.done.records.rows]
    assert rows == [("手机号", MOBILE, "138＊＊＊＊5678"), ("放行", ACCOUNT, "照登")]
    QTest.mouseClick(compare.unhide, Qt.MouseButton.LeftButton)
    assert compare.seen.isVisible()
    QTest.keyClick(compare, Qt.Key.Key_Escape)
    assert opened(page, row_id).isVisible()


def test_the_cover_hides_what_stood_there(page: DisclosurePage, book: Book) -> None:
    compare = _compared(page, _notice(book, f"电话{MOBILE}。"))
    cover.set_covered(True)
    shown = compare.seen.records.index(0, 1).data()
    assert shown == cover.STARS


def test_the_three_papers_stand_side_by_side_with_hints(
    qtbot: Any,
    page: DisclosurePage,
    book: Book,
    previewed: list[bytes],
) -> None:
    row_id = _notice(book, "应付款 3,200.00 元。")
    view = opened(page, row_id)
    QTest.mouseClick(view.outward.three, Qt.MouseButton.LeftButton)
    assert isinstance(page.current, NoticesPage)
    three = page.current.three
    assert isinstance(three, ThreePapers)
    qtbot.waitUntil(lambda: all(v.pages for v in three.views.values()), timeout=LONG)
    assert three.hints.text().startswith("“应付款”居民可能看不懂，建议：社区里还没付出去的钱。")
    tops = {v.mapTo(three, v.rect().topLeft()).y() for v in three.views.values()}
    assert len(tops) == 1
    QTest.mouseClick(three.print, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(previewed), timeout=LONG)
    assert view.isVisible()


def test_escape_leads_from_the_three_papers_back(
    qtbot: Any,
    page: DisclosurePage,
    book: Book,
) -> None:
    view = opened(page, _notice(book, "正文。"))
    QTest.mouseClick(view.outward.three, Qt.MouseButton.LeftButton)
    assert isinstance(page.current, NoticesPage) and page.current.three is not None
    QTest.keyClick(page.current.three, Qt.Key.Key_Escape)
    assert view.isVisible()


def test_a_posted_notice_is_saved_for_the_group_and_a_draft_is_not(
    qtbot: Any,
    page: DisclosurePage,
    book: Book,
    tmp_path: Path,
    monkeypatch: Any,
) -> None:
    row_id = _notice(book, "正文。")
    view = opened(page, row_id)
    assert not view.outward.share.isVisible()
    actions.post(book, row_id, "公开栏第一格")
    view = opened(page, row_id)
    assert view.outward.share.isVisible()
    path = tmp_path / "公告.html"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    cover.set_covered(True)
    view.outward.share.menu().actions()[0].trigger()
    assert not path.exists()
    cover.set_covered(False)
    view.outward.share.menu().actions()[0].trigger()
    qtbot.waitUntil(path.exists, timeout=LONG)


def test_the_name_of_a_file_tells_no_more_than_the_paper(
    page: DisclosurePage, book: Book, monkeypatch: Any
) -> None:
    row_id = str(
        actions.compose_general(book, "张伟明13812345678的服务公开", body="正文。").ids("notice")[0]
    )
    actions.hide(book, row_id)
    actions.post(book, row_id, "公开栏第一格")
    view, names = opened(page, row_id), list[str]()
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *given: (names.append(given[2]), ("", ""))[1]
    )
    for act in view.outward.share.menu().actions():
        act.trigger()
    assert len(names) == 3
    assert all("138＊＊＊＊5678" in name and "13812345678" not in name for name in names)
