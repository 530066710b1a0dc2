"""What ends beside the window meets a clerk who has gone on: nothing of hers is closed."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from printing import a_printer, paper
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.core.print_plan import Plan
from qinglian_desktop.shell import keys
from qinglian_desktop.shell.print_log import PrintLog
from qinglian_desktop.shell.print_preview import PrintPreview
from qinglian_desktop.shell.print_preview.sparing import proposal
from qinglian_desktop.shell.window import Window
from qinglian_desktop.ui.messages import Banner
from windows import LONG, Clerk


@pytest.fixture
def five(tmp_path: Path) -> Path:
    return paper(tmp_path / "五页.pdf", [f"第{n}份" for n in range(5)])


def preview(window: Window, pdf: Path) -> PrintPreview:
    window.preview(pdf, "人员", PaperFacts("list:person"))
    page = window.page
    assert isinstance(page, PrintPreview)
    QApplication.processEvents()  # the printers are looked for once it stands
    return page


def ended(qtbot: Any, window: Window) -> None:
    qtbot.waitUntil(lambda: window.runner.quiet, timeout=LONG)
    QApplication.processEvents()


def test_a_print_that_ends_closes_its_own_preview(
    window: Window, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, five: Path
) -> None:
    a_printer(monkeypatch, tmp_path)
    before = window.page
    page = preview(window, five)
    Clerk(window).press("打印", page)
    keys.acts(window)["打印记录"]()
    log = window.page
    ended(qtbot, window)
    assert window.page is log, "the clerk reads the log"
    assert isinstance(log, PrintLog) and len(log.table.records.rows) == 1, "and sees it come out"
    window.close_over()
    assert window.page is before, "the preview under it is gone"


def test_a_paper_enlarged_too_late_covers_nothing(window: Window, qtbot: Any, five: Path) -> None:
    keys.acts(window)["装订成册"]()
    binder = window.page
    page = preview(window, five)
    page.on_enlarge()
    page.closed.emit()
    ended(qtbot, window)
    assert window.page is binder


def test_a_stopped_print_says_that_pages_may_still_come(
    window: Window, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, five: Path
) -> None:
    a_printer(monkeypatch, tmp_path)
    page = preview(window, five)
    Clerk(window).press("打印", page)
    window.runner.stop()
    ended(qtbot, window)
    assert page.banner.text.text() == "已停止打印。已送到打印机的几页还会出来，请抽掉。"
    assert page.options.print_button.isEnabled()


def test_papers_of_earlier_versions_are_cleared_away(window: Window, qtbot: Any) -> None:
    left = window.home / "papers" / "公告.pdf"
    left.parent.mkdir()
    left.write_bytes(b"%PDF")
    window.check_quietly()
    ended(qtbot, window)
    assert not left.parent.exists()


def test_what_is_spared_is_said_for_the_sides_that_are_chosen(
    window: Window, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    a_printer(monkeypatch, tmp_path)
    texts = [f"第{n}份" for n in range(1, 9)]
    Clerk(window).press("打印", preview(window, paper(tmp_path / "八页.pdf", texts)))
    ended(qtbot, window)
    page = preview(window, paper(tmp_path / "八页.pdf", [*texts[:4], "改过了", *texts[5:]]))
    keys.acts(window)["打印记录"]()  # before the pages were compared
    window.close_over()
    qtbot.waitUntil(page.offer.isVisible, timeout=LONG)
    assert page.offer.text.text() == "只有 1 页变了，只打这 1 页可省 7 张纸。"
    page.options.sides.setCurrentIndex(1)
    assert page.offer.text.text() == "只有 1 页变了，只打它们所在的 2 页可省 3 张纸。"
    Clerk(window).press("只打 2 页", page)
    assert page.options.used.text() == "打 2 页，用纸 1 张"


def test_a_paper_that_became_shorter_names_the_pages_to_take_out() -> None:
    found = proposal(("A", "B", "C", "D"), ("A", "B"), Plan((1, 2)))
    assert found is not None and not found.pages
    assert found.text == "留下的页和上次打的一样；上次的第 3-4 页没有了，请抽掉。"


def test_the_small_pages_give_way_to_the_page_itself(window: Window, five: Path) -> None:
    page = preview(window, five)
    assert page.thumbs.isVisible()
    window.dress(size="extra")
    keys.acts(window)["怎么办"]()
    QApplication.processEvents()
    QApplication.processEvents()
    assert not page.thumbs.isVisible() and page.view.width() > 300
    window.dress(size="standard")
    QApplication.processEvents()
    QApplication.processEvents()
    assert page.thumbs.isVisible()


def leave(window: Window, qtbot: Any) -> None:
    """The page goes, and what it began ends after it."""
    window.close_over()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    ended(qtbot, window)


def test_a_page_left_while_it_works_is_told_nothing(
    window: Window, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, five: Path
) -> None:
    desk = a_printer(monkeypatch, tmp_path)
    acts = keys.acts(window)
    acts["本机自查"]()
    leave(window, qtbot)
    acts["打印校准"]()
    Clerk(window).press("打印测试页")
    leave(window, qtbot)
    assert len(desk.printed) == 1
    acts["装订成册"]()
    cut = tmp_path / "坏的.pdf"
    cut.write_bytes(b"%PDF-1.4")
    binder: Any = window.page
    binder.add_files([five, cut])
    binder.on_bind()
    leave(window, qtbot)
    banner = window.page.findChild(Banner)
    assert banner is not None and "〔坏的〕打不开" in banner.text.text(), "the window says why"
    Clerk(window).press("打印", preview(window, five))
    leave(window, qtbot)
    assert window.bar.text.text() == "已交给打印机：人员。"
