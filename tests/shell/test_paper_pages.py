"""The pages about paper: the log, the calibration, the binder, the labels, printed lists."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from office import SUPERVISOR, make_book, make_entry, make_opening, make_person
from paper.reading import words
from printing import NAME, Desk, a_printer, ink, page_sizes, paper
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.print_plan import Plan
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.modules.printing import actions
from qinglian_desktop.modules.printing.choices import NOTICE, PHOTO, notices_of
from qinglian_desktop.modules.registry.records import Household
from qinglian_desktop.modules.tasks.actions import load_plan
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.shell import acts, keys
from qinglian_desktop.shell.binder import page as binder_page
from qinglian_desktop.shell.binder.page import BinderPage
from qinglian_desktop.shell.label_page import LabelPage
from qinglian_desktop.shell.list_paper import Asked, list_paper
from qinglian_desktop.shell.print_log import PrintLog
from qinglian_desktop.shell.print_preview import PrintPreview, printers
from qinglian_desktop.shell.print_setup import PrintSetup
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from windows import LONG, Clerk, window_on


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Desk:
    return a_printer(monkeypatch, tmp_path)


def opened(window: Window, word: str) -> Any:
    keys.acts(window)[word]()
    QApplication.processEvents()
    return window.page


def shown(qtbot: Any, window: Window) -> PrintPreview:
    qtbot.waitUntil(lambda: isinstance(window.page, PrintPreview), timeout=LONG)
    page = window.page
    assert isinstance(page, PrintPreview)
    return page


def noted(book: Book, title: str, state: str, pdf: bytes, *, draft: bool = False) -> str:
    facts = PaperFacts(title, "通〔2026〕1号", draft)
    made = actions.Printed(title, facts, Plan((1, 2)), 2, state, NAME, ("A", "B"))
    return str(actions.note(book, made, pdf).result)


# -- the log ----------------------------------------------------------------------------------


def test_the_log_shows_what_waits_first_and_prints_it_once_more(
    window: Window, qtbot: Any, desk: Desk, tmp_path: Path
) -> None:
    pdf = paper(tmp_path / "两页.pdf", ["甲", "乙"])
    noted(window.book, "等着的", "没打成", pdf.read_bytes())
    noted(window.book, "打过的", "已打印", pdf.read_bytes())
    log = opened(window, "打印记录")
    assert isinstance(log, PrintLog)
    assert [row[1] for row in log.table.records.rows] == [
        "通〔2026〕1号 等着的",
        "通〔2026〕1号 打过的",
    ]
    assert "有 1 份还没打出来" in log.said.text()
    clerk = Clerk(window)
    clerk.key(Qt.Key.Key_Return)
    page = shown(qtbot, window)
    clerk.press("打印", page)
    qtbot.waitUntil(lambda: window.page is not page and window.runner.quiet, timeout=LONG)
    assert page_sizes(desk.printed[0]) == [(210, 297)] * 2
    states = {row["title"]: row["state"] for row in actions.log(window.book)}
    assert states == {"等着的": "已打印", "打过的": "已打印"}


def test_what_waits_can_be_given_up_and_brought_back(
    window: Window, desk: Desk, tmp_path: Path
) -> None:
    pdf = paper(tmp_path / "一页.pdf", ["甲"]).read_bytes()
    noted(window.book, "打过的", "已打印", pdf)
    noted(window.book, "等着的", "没打成", pdf)
    log = opened(window, "打印记录")
    clerk = Clerk(window)
    clerk.press("不打了", log)
    assert [row[1] for row in log.table.records.rows] == ["通〔2026〕1号 打过的"]
    assert not log.give_up.isVisible(), "what was printed stays written down"
    window.runner.undo()
    log.reload()
    assert len(log.table.records.rows) == 2


def test_a_draft_without_a_copy_says_where_to_print_it(window: Window, desk: Desk) -> None:
    noted(window.book, "草稿", "已打印", b"%PDF-x", draft=True)
    log = opened(window, "打印记录")
    Clerk(window).press("再打一次", log)
    assert log.banner.text.text() == "这一次没有存档。请回到原来的页面再打。"
    assert window.page is log


def test_the_log_stays_in_the_office(book: Book) -> None:
    from qinglian_desktop.core import access
    from qinglian_desktop.core.record import Owner

    assert not access.leaves(book.tables["printed_paper"], Owner.STREET)
    book.close()


# -- calibration ------------------------------------------------------------------------------


def test_what_was_measured_moves_every_later_page(
    window: Window, qtbot: Any, desk: Desk, tmp_path: Path
) -> None:
    printers.put_offset(window.book, NAME, (3.0, 3.0))  # the test page is printed without it
    page = opened(window, "打印校准")
    assert isinstance(page, PrintSetup)
    clerk = Clerk(window)
    clerk.press("打印测试页", page)
    qtbot.waitUntil(lambda: bool(desk.printed) and window.runner.quiet, timeout=LONG)
    left, top, *_ = ink(desk.printed[0])
    assert abs(left - 8.0) < 0.5 and abs(top - 8.0) < 0.5, "both lines begin 8 mm from the edge"
    clerk.fill(page.left, "21.7")
    clerk.fill(page.top, "17.8")
    clerk.press("记住", page)
    assert printers.offset_of(window.book, NAME) == (-1.7, 2.2)
    assert page.now.text() == "这台打印机现在往左挪 1.7 毫米，往下挪 2.2 毫米。"
    assert actions.log(window.book) == [], "a test page is no paper of the office"
    clerk.press("不挪了", page)
    assert printers.offset_of(window.book, NAME) == (0.0, 0.0)


def test_a_printer_plugged_in_later_is_found(window: Window, qtbot: Any, desk: Desk) -> None:
    desk.here = False
    page = opened(window, "打印校准")
    clerk = Clerk(window)
    clerk.press("打印测试页", page)
    assert "接好、打开以后再按一次" in page.banner.text.text()
    desk.here = True
    clerk.press("打印测试页", page)
    qtbot.waitUntil(lambda: bool(desk.printed) and window.runner.quiet, timeout=LONG)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "还没填量到的毫米数"), ("二十", "还没填量到的毫米数"), ("nan", "差得太多"),
     ("210", "差得太多"), ("２１。５", "")],
)  # fmt: skip
def test_a_slip_of_the_hand_moves_nothing(
    window: Window, desk: Desk, typed: str, said: str
) -> None:
    page = opened(window, "打印校准")
    page.left.setText(typed)
    page.top.setText("20")
    Clerk(window).press("记住", page)
    assert said in page.banner.text.text()
    assert printers.offset_of(window.book, NAME) == ((0.0, 0.0) if said else (-1.5, 0.0))


# -- lists ------------------------------------------------------------------------------------


def test_an_unfinished_row_stands_apart_and_makes_the_list_a_draft(book: Book) -> None:
    for fen in (100_00, 250_00):
        make_entry(book, fen)
    half = make_entry(book, 999_00)
    with book.change("清空") as change:
        change.put_row("entry", half, {"counterparty": None})
    made = list_paper(book, Asked(Query("entry")), Fonts())
    assert made.paper.draft and made.facts.draft
    assert "有 1 条没填完" in made.facts.note
    first, second = (b for b in made.paper.blocks if type(b).__name__ == "Table")
    assert first.totals and sum(first.grand()) == 350_00
    assert not second.totals and len(second.rows) == 1
    assert second.caption == "没填完的，不算进合计"
    with book.change("补上") as change:
        change.put_row("entry", half, {"counterparty": "某店"})
    whole = list_paper(book, Asked(Query("entry")), Fonts())
    assert not whole.paper.draft and whole.facts.note == ""
    book.close()


def test_a_list_keeps_its_weighty_columns_and_offers_the_others_on_two_sheets(
    window: Window, qtbot: Any, desk: Desk
) -> None:
    load_plan(window.book, 2026)
    window.print_list(Query("task", (Where("code", "<", "1.05"),)))
    page = shown(qtbot, window)
    one = words(page.paper.data)[0]
    for column in ("编号", "事项", "牵头科室"):
        assert column in one
    assert "办结日期" not in one
    sheets = len(page.paper.sizes)
    Clerk(window).press("两张纸拼成一张宽表", page)
    qtbot.waitUntil(
        lambda: isinstance(window.page, PrintPreview) and window.page is not page, timeout=LONG
    )
    wide = shown(qtbot, window)
    assert len(wide.paper.sizes) == 2 * sheets == 2
    assert "办结" in words(wide.paper.data)[1]
    assert wide.facts.key != page.facts.key, "one is not the other printed again"


def test_a_character_without_a_shape_is_told_before_the_list_is_printed(book: Book) -> None:
    make_person(book, "李𬭎")
    assert list_paper(book, Asked(Query("person")), Fonts()).facts.note == ""
    make_person(book, "王😀")
    note = list_paper(book, Asked(Query("person")), Fonts()).facts.note
    assert note == "有 1 个字没有字形：😀，纸上印成〓。"
    book.close()


def test_personal_numbers_stay_masked_on_a_list(book: Book) -> None:
    make_person(book, "李建华", phone="13812345678", id_number="11010519491231002X")
    made = list_paper(book, Asked(Query("person"), wide=True), Fonts())
    said = repr(made.paper)
    assert "李建华" in said
    assert "13812345678" not in said and "11010519491231002X" not in said
    book.close()


# -- the binder -------------------------------------------------------------------------------


@pytest.fixture
def quarter(tmp_path: Path, dressed: QApplication) -> Book:
    """An office with a posted notice with a photo, and a draft, of the third quarter."""
    made = make_book(tmp_path, folder="quarter")
    make_opening(made, bank_fen=5_600_000)
    make_entry(made, 238_000, date(2026, 9, 1))
    disclosure.load_catalog(made, 2026)
    disclosure.plan_year(made, 2026)
    photo = tmp_path / "上墙.png"
    from PIL import Image

    Image.new("RGB", (400, 300), "#338855").save(photo)
    disclosure.compose_general(made, "志愿服务安排", period="2026Q3", body="安排如下。")
    row = made.rows(Query("notice"))[0]
    for act, *given in (
        (disclosure.send_to_review,), (disclosure.approve, SUPERVISOR),
        (disclosure.post, "社区公开栏", None, [made.files.add_file(photo)]),
    ):  # fmt: skip
        act(made, row["id"], *given)
    disclosure.compose_general(made, "还没上墙的", period="2026Q3", body="草稿。")
    disclosure.compose_general(made, "上一季度的", period="2026Q2", body="别的时期。")
    return made


def test_a_period_lists_its_notices_with_their_photos_and_ticks_what_hangs(quarter: Book) -> None:
    found = notices_of(quarter, Period.parse("2026Q3"))
    assert [(c.kind, c.ticked) for c in found] == [(NOTICE, True), (PHOTO, True), (NOTICE, False)]
    assert "还没上墙" in found[2].remark
    assert [c.kind for c in notices_of(quarter, Period.parse("2026"))].count(NOTICE) == 3
    assert notices_of(quarter, Period.parse("2025Q1")) == []
    quarter.close()


def test_ticked_papers_become_a_binder_in_their_order(
    quarter: Book, qtbot: Any, desk: Desk, tmp_path: Path
) -> None:

    with window_on(quarter) as window:
        page = opened(window, "装订成册")
        assert isinstance(page, BinderPage)
        assert page.chosen_period == Period.parse("2026Q3")
        assert page.name.text() == "新街子社区2026年第三季度居务公开资料"
        page.add_files([paper(tmp_path / "来文.pdf", ["来文第一页", "来文第二页"])])
        clerk, lines = Clerk(window), page.list
        lines.setFocus()
        lines.setCurrentIndex(lines.choices.index(3))
        alt = Qt.KeyboardModifier.AltModifier
        for _ in range(4):  # once more than there is room: it stays at the top
            clerk.key(Qt.Key.Key_Up, alt, on=lines)
        assert lines.row() == 0
        page.ledger.setCurrentIndex(page.ledger.findData("entry"))
        page.on_ledger()
        assert page.said.text().startswith("勾了 4 份")
        clerk.press("装订", page)
        preview = shown(qtbot, window)
        said = words(preview.paper.data)
        contents = said[1]
        order = ["来文", "志愿服务安排", "上墙照片1", "新街子社区收支"]
        places = [contents.index(word) for word in order]
        assert places == sorted(places)
        assert "还没上墙的" not in contents
        assert any("来文第二页" in text for text in said)
        dividers = [text.strip("0123456789") for text in said]
        assert [d for d in dividers if d in ("附件", "公告和上墙照片", "台账")] == [
            "附件", "公告和上墙照片", "台账",
        ]  # fmt: skip
        assert not preview.facts.draft
        (ledger,) = (text for text in said if "新街子社区收支" in text and "编制单位" in text)
        assert "收入" in ledger and "支出" in ledger, "income and spending are never added up"


def test_vouchers_of_the_period_follow_their_ledger(
    quarter: Book, qtbot: Any, desk: Desk, tmp_path: Path
) -> None:
    receipt = quarter.files.add_file(paper(tmp_path / "发票.pdf", ["电子发票内容"]))
    make_entry(quarter, 50_00, date(2026, 8, 1), summary="电费", files=(receipt,))
    make_entry(quarter, 60_00, date(2026, 5, 1), summary="上季度的", files=(receipt,))
    with window_on(quarter) as window:
        page = opened(window, "装订成册")
        page.ledger.setCurrentIndex(page.ledger.findData("entry"))
        page.on_ledger()
        assert [(c.kind, c.remark) for c in page.ticked()[-2:]] == [("台账", ""), ("附件", "1 件")]
        page.period.setCurrentIndex(page.period.currentIndex() + 2)
        assert [c.kind for c in page.ticked()] == ["台账"], "there were none in that quarter"
        page.period.setCurrentIndex(page.period.currentIndex() - 2)
        assert page.ticked()[-1].remark == "1 件"
        Clerk(window).press("装订", page)
        said = words(shown(qtbot, window).paper.data)
        assert "票据附件：" in said[1] and "电费" in said[1]
        assert sum("电子发票内容" in text for text in said) == 1


def test_a_draft_with_a_private_number_is_not_bound(quarter: Book, qtbot: Any, desk: Desk) -> None:
    disclosure.compose_general(quarter, "名单", period="2026Q3", body="联系 13812345678。")
    with window_on(quarter) as window:
        page = opened(window, "装订成册")
        lines = page.list.choices
        lines.fill([line._replace(ticked=True) for line in lines.lines])
        Clerk(window).press("装订", page)
        qtbot.waitUntil(page.banner.isVisible, timeout=LONG)
        said = page.banner.text.text()
        assert "名单〕还有个人信息没有遮住。请先改好它，或不勾它" in said


def test_the_contents_of_a_binder_name_a_notice_as_it_hangs(
    quarter: Book, qtbot: Any, desk: Desk
) -> None:
    made = disclosure.compose_general(quarter, "答复13812345678", period="2026Q3", body="已答复。")
    row_id, photo = made.ids("notice")[0], quarter.rows(Query("notice"))[0]["proof"]
    disclosure.hide(quarter, row_id)
    disclosure.post(quarter, row_id, "公开栏", None, Notice.fields["proof"].kind.load(photo))
    with window_on(quarter) as window:
        page = opened(window, "装订成册")
        Clerk(window).press("装订", page)
        said = "".join(words(shown(qtbot, window).paper.data))
    assert "13812345678" not in said and "答复138" in said


def test_an_empty_ledger_is_named(quarter: Book, qtbot: Any, desk: Desk) -> None:
    with window_on(quarter) as window:
        page = opened(window, "装订成册")
        page.ledger.setCurrentIndex(page.ledger.findData("person"))
        page.on_ledger()
        Clerk(window).press("装订", page)
        qtbot.waitUntil(page.banner.isVisible, timeout=LONG)
        assert page.banner.text.text() == "〔新街子社区人员〕这个时期没有内容。请不勾它，再装订。"


def test_nothing_ticked_and_no_title_are_said(quarter: Book, desk: Desk) -> None:

    with window_on(quarter) as window:
        page = opened(window, "装订成册")
        page.name.clear()
        clerk = Clerk(window)
        clerk.press("装订", page)
        assert "还没写题名" in page.banner.text.text()
        page.list.setFocus()
        for row in range(2):
            page.list.setCurrentIndex(page.list.choices.index(row))
            clerk.key(Qt.Key.Key_Space, on=page.list)
        assert not page.bind.isEnabled()
        assert page.said.text() == "还没勾。按空格勾上要装的。"


def test_a_broken_file_is_named_and_nothing_is_bound(
    quarter: Book, qtbot: Any, desk: Desk, tmp_path: Path
) -> None:

    broken = tmp_path / "坏了的.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    with window_on(quarter) as window:
        page = opened(window, "装订成册")
        page.add_files([broken])
        Clerk(window).press("装订", page)
        qtbot.waitUntil(page.banner.isVisible, timeout=LONG)
        assert "〔坏了的〕打不开" in page.banner.text.text()
        page.add_files([tmp_path / "没有了.pdf"])
        page.list.choices.drop(3)
        page.banner.hide()
        Clerk(window).press("装订", page)
        qtbot.waitUntil(page.banner.isVisible, timeout=LONG)
        assert "打不开文件〔没有了.pdf〕" in page.banner.text.text()


def test_a_binder_of_several_volumes_is_looked_through_one_by_one(
    window: Window, desk: Desk, tmp_path: Path
) -> None:
    pdfs = [paper(tmp_path / f"{n}.pdf", [f"第{n}卷内容"]).read_bytes() for n in (1, 2)]
    binder_page.show_volumes(window, "资料", Changes("", result=(pdfs, True)))
    first: Any = window.page
    assert first.facts.draft
    assert "第 1 卷，共 2 卷" in first.title
    Clerk(window).press("看第 2 卷", first)
    second: Any = window.page
    assert "第 2 卷，共 2 卷" in second.title
    assert "第2卷内容" in words(second.paper.data)[0]


# -- labels -----------------------------------------------------------------------------------


def test_labels_are_masked_unless_asked_and_that_is_written_down(
    window: Window, qtbot: Any, desk: Desk
) -> None:
    with window.book.change("登记") as change:
        for n, group in enumerate(("1组", "2组", "2组")):
            change.put(
                Household(number=f"{n}-01", head="欧阳明珠", group_name=group, address="沿河路38号")
            )
    page = opened(window, "打标签")
    assert isinstance(page, LabelPage)
    assert page.said.text() == "3 户，用标签纸 1 张。姓名和住址遮住一部分。"
    page.group.setCurrentIndex(page.group.findData("2组"))
    page.first.setValue(24)
    assert page.said.text().startswith("2 户，用标签纸 2 张。")
    clerk = Clerk(window)
    clerk.press("看一看再打", page)
    masked = "".join(words(shown(qtbot, window).paper.data))
    assert "明珠" not in masked and "沿河路38号" not in masked and "1-01" in masked
    assert window.book.count(Query("revealed_export")) == 0
    page = opened(window, "打标签")
    assert not page.why.isVisible()
    page.revealed.setChecked(True)
    page.why.setText(" 上门送通知 ")
    before = window.page
    clerk.press("看一看再打", page)
    qtbot.waitUntil(lambda: window.page is not before, timeout=LONG)
    plain = "".join(words(shown(qtbot, window).paper.data))
    assert plain.count("欧阳明珠") == 3 and "沿河路38号" in plain
    (line,) = window.book.rows(Query("revealed_export"))
    assert (line["what"], line["row_count"], line["why"]) == ("户标签", 3, "上门送通知")
    assert list(window.home.rglob("*.pdf")) == [], "names in full lie in no file"


# -- ways there -------------------------------------------------------------------------------


def test_the_settings_open_every_page_about_paper(window: Window, desk: Desk) -> None:
    page: Any = window.go("settings")
    assert NAME in page.printing.said.text()
    for button in page.printing.buttons:
        window.go("settings")
        button.click()
        assert window.page.title == button.text()  # type: ignore[attr-defined]
        Clerk(window).key(Qt.Key.Key_Escape, on=window.page)
        assert window.page_id == "settings"
    assert {b.text() for b in page.printing.buttons} == set(acts.PAPERS)


def test_a_street_has_the_same_pages(street_window: Window, desk: Desk) -> None:
    for word in acts.PAPERS:
        assert opened(street_window, word).title == word


def test_an_empty_list_is_not_printed(window: Window, qtbot: Any, desk: Desk) -> None:
    with qtbot.waitSignal(window.runner.refused, timeout=LONG) as told:
        window.print_list(Query("person"))
    assert str(told.args[0]) == "没有可打印的内容。先登记，或换个筛选条件。"
    assert not isinstance(window.page, PrintPreview)


def test_nothing_in_the_program_is_the_picture_of_a_seal() -> None:
    """PR-08: places for a seal are words and lines; no drawing of one is shipped or drawn."""
    from io import BytesIO

    from pypdf import PdfReader

    from paper import samples
    from qinglian_desktop import RESOURCES
    from qinglian_desktop.paper.draw import draw

    pictures = {".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".ico"}
    found = [p for p in RESOURCES.rglob("*") if p.suffix.lower() in pictures]
    assert found == []
    for drawing in RESOURCES.rglob("*.svg"):
        text = drawing.read_text("utf-8").lower()
        assert "<image" not in text and "data:" not in text, drawing.name
        assert not any(word in drawing.stem for word in ("seal", "stamp", "印", "章"))
    pdf = BytesIO()
    draw(samples.official(), pdf, fonts=Fonts())
    reader = PdfReader(pdf)
    assert all(not page.images for page in reader.pages)
    assert "（盖章处）" in "".join(words(pdf.getvalue()))
