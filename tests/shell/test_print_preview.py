"""The print preview: what is seen is what is printed, written down, and never lost."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from paper.reading import words
from printing import NAME, Desk, a_printer, ink, looks_like, page_sizes, paper
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Stopped
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.core.print_plan import Plan
from qinglian_desktop.shell.print_preview import PrintPreview, printers
from qinglian_desktop.shell.print_preview.sending import Order, send
from qinglian_desktop.shell.window import Window
from qinglian_desktop.ui import cover
from qinglian_desktop.ui.paper_file import PaperFile
from windows import LONG, Clerk, shown_buttons

FACTS = PaperFacts("list:person", number="通〔2026〕1号")
TWENTY = [f"第{n}份内容" for n in range(1, 21)]


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Desk:
    return a_printer(monkeypatch, tmp_path)


@pytest.fixture
def five(tmp_path: Path) -> Path:
    return paper(tmp_path / "五页.pdf", TWENTY[:5])


def preview(window: Window, pdf: Path, facts: PaperFacts = FACTS) -> PrintPreview:
    window.preview(pdf, "人员", facts)
    page = window.page
    assert isinstance(page, PrintPreview)
    QApplication.processEvents()  # the printers are looked for once it stands
    return page


def printed(qtbot: Any, window: Window, page: PrintPreview) -> None:
    """Presses 打印 and waits until the paper is out."""
    Clerk(window).press("打印", page)
    qtbot.waitUntil(lambda: window.page is not page and window.runner.quiet, timeout=LONG)


def log(window: Window) -> list[dict[str, Any]]:
    return list(window.book.rows(Query("printed_paper", order=(("id", False),))))


# -- pages ------------------------------------------------------------------------------------


def test_the_pages_shown_are_the_pages_printed(
    window: Window, qtbot: Any, desk: Desk, five: Path
) -> None:
    page = preview(window, five)
    assert page.options.used.text() == "共 5 页，用纸 5 张"
    qtbot.waitUntil(lambda: page.view.drawn > 0 and page.thumbs.drawn > 0, timeout=LONG)
    printed(qtbot, window, page)
    (out,) = desk.printed
    assert page_sizes(out) == [(210, 297)] * 5
    assert all(looks_like(out, n, five, n) for n in range(5))
    assert not looks_like(out, 0, five, 3), "the comparison can tell pages apart"


def test_the_pages_chosen_are_the_pages_printed(
    window: Window, qtbot: Any, desk: Desk, five: Path
) -> None:
    page = preview(window, five)
    clerk = Clerk(window)
    clerk.fill(page.options.range, "4-5,2")
    assert page.options.used.text() == "打 3 页，用纸 3 张"
    printed(qtbot, window, page)
    (out,) = desk.printed
    assert len(page_sizes(out)) == 3
    assert [looks_like(out, place, five, n) for place, n in enumerate((1, 3, 4))] == [True] * 3
    (line,) = log(window)
    assert (line["pages"], line["page_count"], line["sheets"]) == ("2,4-5", 5, 3)


def test_pages_that_are_not_there_are_said_before_anything_is_printed(
    window: Window, desk: Desk, five: Path
) -> None:
    page = preview(window, five)
    page.options.range.setText("3-9")
    assert "没有第 9 页，一共 5 页" in page.options.used.text()
    Clerk(window).press("打印", page)
    assert "没有第 9 页" in page.banner.text.text()
    assert page.options.range.hasFocus()
    assert desk.printed == [] and log(window) == []


def test_copies_come_out_one_after_the_other_or_page_by_page(
    window: Window, qtbot: Any, desk: Desk, five: Path
) -> None:
    for collated, order in ((True, (0, 1, 0, 1)), (False, (0, 0, 1, 1))):
        page = preview(window, five)
        page.options.range.setText("1-2")
        page.options.copies.setValue(2)
        page.options.collate.setChecked(collated)
        assert page.options.used.text() == "打 2 页，用纸 4 张"
        printed(qtbot, window, page)
        out = desk.printed[-1]
        assert len(page_sizes(out)) == 4
        assert all(looks_like(out, place, five, n) for place, n in enumerate(order))


def test_each_copy_says_which_one_it_is(window: Window, qtbot: Any, desk: Desk, five: Path) -> None:
    page = preview(window, five)
    assert not page.options.numbered.isVisible(), "one copy needs no number"
    page.options.range.setText("1")
    page.options.copies.setValue(2)
    page.options.numbered.setChecked(True)
    printed(qtbot, window, page)
    said = words(desk.printed[0].read_bytes())
    assert said == ["第1份，共2份", "第2份，共2份"]
    left, top, *_ = ink(desk.printed[0])
    assert 5 < top < 14 and left < 14, "where a printer reaches, above the paper's own words"


def test_two_pages_share_one_side_lying_across(
    window: Window, qtbot: Any, desk: Desk, five: Path
) -> None:
    page = preview(window, five)
    page.options.per_side.setCurrentIndex(1)
    assert page.options.used.text() == "共 5 页，用纸 3 张"
    printed(qtbot, window, page)
    (out,) = desk.printed
    assert page_sizes(out) == [(297, 210)] * 3
    left, _, right, _ = ink(out, 0)
    assert left < 60 and right > 200, "both halves carry a page"
    assert ink(out, 2)[2] < 148.5, "the last page stands alone on the left half"


def test_a_landscape_page_comes_out_across(
    window: Window, qtbot: Any, desk: Desk, tmp_path: Path
) -> None:
    path = paper(tmp_path / "横.pdf", ["一", "二"], sheet="landscape")
    printed(qtbot, window, preview(window, path))
    assert page_sizes(desk.printed[0]) == [(297, 210)] * 2
    assert looks_like(desk.printed[0], 1, path, 1)


# -- the screen -------------------------------------------------------------------------------


def test_three_hundred_pages_draw_only_what_is_in_view(
    window: Window, qtbot: Any, desk: Desk, tmp_path: Path
) -> None:
    page = preview(window, paper(tmp_path / "厚.pdf", [f"{n}" for n in range(300)]))
    qtbot.waitUntil(lambda: page.view.drawn > 0 and page.thumbs.drawn > 0, timeout=LONG)
    for target in (299, 150, 20):
        page.view.go_to(target)
        qtbot.waitUntil(lambda: not page.view.wishes(), timeout=LONG)
        assert page.view.page == target
        assert page.thumbs.currentIndex().row() == target
    assert page.view.drawn <= 8
    assert page.thumbs.drawn <= 60


def test_zoom_by_keys_wheel_and_buttons(window: Window, desk: Desk, five: Path) -> None:
    page = preview(window, five)
    clerk, view = Clerk(window), page.view
    control = Qt.KeyboardModifier.ControlModifier
    clerk.key(Qt.Key.Key_2, control)
    assert view.fit == "page" and page.zoom.whole.isChecked()
    whole = view.zoom
    clerk.key(Qt.Key.Key_1, control)
    assert view.fit == "width" and view.zoom > whole
    page.view.zoom_to(1.0)
    clerk.key(Qt.Key.Key_BracketRight, control)
    assert view.zoom == 1.25 and page.zoom.shown.text() == "125%"
    place = QPointF(view.viewport().rect().center())
    for turn, zoom in ((120, 1.5), (120, 2.0), (120, 2.0), (-120, 1.5)):
        wheel = QWheelEvent(
            place, place, QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton, control,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view.viewport(), wheel)
        assert view.zoom == zoom
    clerk.press("缩小", page)
    assert view.zoom == 1.25
    for _ in range(9):
        clerk.key(Qt.Key.Key_BracketLeft, control)
    assert view.zoom == 0.5
    assert window.preferences.size == "standard", "Ctrl+= and Ctrl+- stay with the type size"


def test_every_choice_is_reached_with_tab_and_esc_goes_back(
    window: Window, desk: Desk, five: Path
) -> None:
    page = preview(window, five)
    clerk, options = Clerk(window), page.options
    for part in (options.printer, options.range, options.this_page, options.copies, options.sides,
                 options.per_side, options.sparing, options.margins, options.save_button,
                 page.back, page.thumbs, page.view):  # fmt: skip
        clerk.reach(part)
    clerk.key(Qt.Key.Key_PageDown)
    assert page.view.page == 1
    clerk.press("这一页", page)
    assert options.range.text() == "2"
    clerk.key(Qt.Key.Key_Escape)
    assert window.page is not page


def test_a_paper_is_enlarged_before_it_is_printed_and_known_as_another(
    window: Window, qtbot: Any, desk: Desk, five: Path
) -> None:
    page = preview(window, five)
    page.options.enlarge.click()
    qtbot.waitUntil(lambda: window.page is not page and window.runner.quiet, timeout=LONG)
    large: Any = window.page
    assert large.title.endswith("（放大）")
    assert large.options.used.text() == "共 10 页，用纸 10 张"
    assert large.facts.key != page.facts.key
    assert not large.options.enlarge.isVisible()


# -- no printer, no paper ---------------------------------------------------------------------


def test_without_a_printer_the_paper_waits_and_may_become_a_pdf(
    window: Window, qtbot: Any, desk: Desk, five: Path, tmp_path: Path
) -> None:
    desk.here = False
    page = preview(window, five)
    assert "没找到打印机" in page.options.state.text()
    for _ in range(2):
        Clerk(window).press("打印", page)
        qtbot.waitUntil(lambda: window.runner.quiet, timeout=LONG)
    assert page.offer.text.text() == "没找到打印机。先存成 PDF，拿到别处打。"
    assert page.offer.code.text() == "QL-PR-071"
    (line,) = log(window)
    assert line["state"] == "没打成" and line["paper_file"]
    page.options.range.setText("2")
    page.save_to(tmp_path / "给街道打.pdf")
    qtbot.waitUntil(lambda: window.runner.quiet, timeout=LONG)
    assert log(window)[0]["state"] == "已存 PDF"
    assert page_sizes(tmp_path / "给街道打.pdf") == [(210, 297)]
    assert "第2份内容" in words((tmp_path / "给街道打.pdf").read_bytes())[0]
    page.options.range.setText("")
    desk.here = True
    printed(qtbot, window, page)  # it was plugged in meanwhile and is found
    assert len(desk.printed) == 1
    states = sorted(row["state"] for row in log(window))
    assert states == ["已存 PDF", "已打印"], "what was taken along as a PDF waits no more"


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_without_paper_loses_nothing(
    window: Window, qtbot: Any, desk: Desk, five: Path
) -> None:
    desk.works = False
    page = preview(window, five)
    Clerk(window).press("打印", page)
    qtbot.waitUntil(page.offer.isVisible, timeout=LONG)
    assert page.offer.code.text() == "QL-PR-074"
    assert "缺纸或没开" in page.offer.text.text()
    assert set(shown_buttons(page.offer)) >= {"再打一次", "存 PDF"}
    (line,) = log(window)
    assert line["state"] == "没打成"
    assert window.book.files.read(line["paper_file"]) == five.read_bytes()
    desk.works = True
    Clerk(window).press("再打一次", page.offer)
    qtbot.waitUntil(lambda: window.page is not page and window.runner.quiet, timeout=LONG)
    (line,) = log(window)
    assert (line["state"], line["printer"]) == ("已打印", NAME)


def test_a_printer_that_says_it_is_out_of_paper_is_asked_first(
    window: Window, qtbot: Any, desk: Desk, five: Path
) -> None:
    desk.ready = False
    page = preview(window, five)
    assert "缺纸、卡纸或没开" in page.options.state.text()
    Clerk(window).press("打印", page)
    assert page.offer.text.text() == f"〔{NAME}〕缺纸、卡纸或没开。弄好后再打一次，或先存成 PDF。"
    qtbot.waitUntil(lambda: window.runner.quiet, timeout=LONG)
    assert desk.printed == []
    assert [row["state"] for row in log(window)] == ["没打成"]
    Clerk(window).press("还是打", page.offer)  # some drivers say so of a printer that works
    qtbot.waitUntil(lambda: window.page is not page and window.runner.quiet, timeout=LONG)
    assert [row["state"] for row in log(window)] == ["已打印"]


def test_labels_do_not_wait_in_the_log(window: Window, qtbot: Any, desk: Desk, five: Path) -> None:
    desk.here = False
    page = preview(window, five, PaperFacts())
    Clerk(window).press("打印", page)
    qtbot.waitUntil(lambda: window.runner.quiet, timeout=LONG)
    assert page.offer.code.text() == "QL-PR-071"
    assert log(window) == []


def test_stopping_leaves_no_line_and_sends_no_more(desk: Desk, five: Path) -> None:
    printer = desk.opened(NAME)
    assert printer is not None
    seen: list[int] = []

    def tick(done: int, total: int, label: str = "") -> bool:
        seen.append(done)
        return done < 2

    with pytest.raises(Stopped):
        send(PaperFile(five), Order(Plan((1, 2, 3, 4, 5))), printer, tick)
    assert seen == [1, 2]


# -- covered ----------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["打印", "存为 PDF"])
def test_nothing_is_printed_or_saved_while_covered(
    window: Window, qtbot: Any, desk: Desk, five: Path, act: str
) -> None:
    page = preview(window, five)
    qtbot.waitUntil(lambda: page.view.drawn > 0, timeout=LONG)
    window.toggle_cover()
    Clerk(window).press(act, page)
    assert page.banner.text.text() == "已遮挡。先按 F9 恢复再打印。"
    assert desk.printed == [] and log(window) == []
    window.toggle_cover()
    assert not cover.cover().on
    printed(qtbot, window, page)
    assert len(desk.printed) == 1


# -- only what changed ------------------------------------------------------------------------


def test_only_the_changed_page_of_twenty_is_offered(
    window: Window, qtbot: Any, desk: Desk, tmp_path: Path
) -> None:
    path = paper(tmp_path / "二十页.pdf", TWENTY)
    page = preview(window, path)
    page.options.sparing.setChecked(True)
    printed(qtbot, window, page)
    other = [*TWENTY[:6], "第7份改过了", *TWENTY[7:]]
    paper(path, other)
    page = preview(window, path)
    qtbot.waitUntil(page.offer.isVisible, timeout=LONG)
    assert page.offer.text.text() == "只有 1 页变了，只打这 1 页可省 19 张纸。"
    Clerk(window).press("只打 1 页", page)
    assert page.options.used.text() == "打 1 页，用纸 1 张"
    printed(qtbot, window, page)
    assert len(page_sizes(desk.printed[-1])) == 1
    assert looks_like(desk.printed[-1], 0, path, 6)
    page = preview(window, path)
    qtbot.waitUntil(page.offer.isVisible, timeout=LONG)
    assert page.offer.text.text() == "和上次打的一样，没有变了的页。"


def test_what_was_never_printed_is_not_called_changed(
    window: Window, qtbot: Any, desk: Desk, five: Path
) -> None:
    page = preview(window, five)
    page.options.range.setText("1-2")
    printed(qtbot, window, page)
    page = preview(window, five)
    qtbot.waitUntil(page.offer.isVisible, timeout=LONG)
    assert page.offer.text.text() == "还有 3 页没打过或变了，只打这 3 页可省 2 张纸。"
    Clerk(window).press("打印记录", page)
    assert window.page.title == "打印记录"  # type: ignore[attr-defined]


def test_the_day_of_printing_changes_no_page_and_a_new_last_page_all(
    window: Window, qtbot: Any, desk: Desk, tmp_path: Path
) -> None:
    from datetime import date

    path = paper(tmp_path / "a.pdf", TWENTY[:3], made_on=date(2026, 11, 9))
    first = PaperFile(path)
    codes = [first.code(n) for n in range(3)]
    assert len(set(codes)) == 3
    later = PaperFile(paper(tmp_path / "b.pdf", TWENTY[:3], made_on=date(2026, 11, 30)))
    assert [later.code(n) for n in range(3)] == codes
    # 第 1 页 共 3 页 is no longer true on any page once there are four.
    longer = PaperFile(paper(tmp_path / "c.pdf", TWENTY[:4], made_on=date(2026, 11, 9)))
    assert not {longer.code(n) for n in range(4)} & set(codes)


# -- the log ----------------------------------------------------------------------------------


def test_a_print_is_written_down_and_ctrl_z_does_not_take_it_back(
    window: Window, qtbot: Any, desk: Desk, five: Path
) -> None:
    printed(qtbot, window, preview(window, five, FACTS._replace(fingerprint="1A2B3C4D")))
    (line,) = log(window)
    wanted = {
        "title": "人员", "number": "通〔2026〕1号", "state": "已打印", "stage": "正式",
        "pages": "1-5", "page_count": 5, "copies": 1, "sheets": 5, "printer": NAME,
        "who": window.book.operator.name, "fingerprint": "1A2B3C4D",
    }  # fmt: skip
    assert {name: line[name] for name in wanted} == wanted
    assert window.runner.undo() is None
    assert len(log(window)) == 1


@pytest.mark.parametrize(
    ("facts", "stage", "kept"),
    [
        (FACTS, "正式", True),
        (FACTS._replace(draft=True), "草稿", False),
        (FACTS._replace(number=""), "正式", False),  # a list is laid out anew
        (PaperFacts(), "正式", False),  # labels, which may hold names in full
    ],
)
def test_only_a_final_paper_with_a_number_is_kept(
    window: Window, qtbot: Any, desk: Desk, five: Path, facts: PaperFacts, stage: str, kept: bool
) -> None:
    page = preview(window, five, facts)
    page.options.range.setText("1")
    printed(qtbot, window, page)
    (line,) = log(window)
    assert (line["stage"], bool(line["paper_file"])) == (stage, kept)


# -- where the printer prints -----------------------------------------------------------------


@pytest.mark.parametrize("offset", [(0.0, 0.0), (2.0, -1.5), (-3.0, 4.0)])
def test_every_print_is_moved_by_what_was_measured(
    window: Window, qtbot: Any, desk: Desk, five: Path, offset: tuple[float, float]
) -> None:
    printers.put_offset(window.book, NAME, offset)
    page = preview(window, five)
    page.options.range.setText("1")
    printed(qtbot, window, page)
    own, moved = ink(five), ink(desk.printed[0])
    for place, step in ((0, offset[0]), (1, offset[1]), (2, offset[0]), (3, offset[1])):
        assert abs(moved[place] - own[place] - step) <= 0.5
