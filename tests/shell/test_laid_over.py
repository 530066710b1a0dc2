"""What ends beside the window meets a clerk who has gone on: nothing of hers is closed."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from printing import a_printer, paper
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.core.print_plan import Plan
from qinglian_desktop.shell import keys
from qinglian_desktop.shell.print_preview import PrintPreview
from qinglian_desktop.shell.print_preview.sparing import proposal
from qinglian_desktop.shell.window import Window
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
