"""The matrix, the catalogue and the yearly adjustment with real keys, in the window."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from office import SUPERVISOR, make_book, make_posts
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.modules.disclosure import actions, matrix
from qinglian_desktop.modules.disclosure.page.catalogue import CataloguePage
from qinglian_desktop.modules.disclosure.page.matrix_model import LASTING, mood_of
from qinglian_desktop.modules.disclosure.page.plan import PlanPage
from qinglian_desktop.modules.disclosure.page.yearly import YearlyPage
from qinglian_desktop.modules.disclosure.records import CatalogItem, PlannedPosting
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover, look
from windows import LONG, TODAY, Clerk, program, window_on

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)
HEAD = "郑主任"


@pytest.fixture(autouse=True)
def running(qapp: QApplication) -> Iterator[None]:
    with program(qapp):
        yield


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = make_book(tmp_path)
    actions.load_catalog(made, 2026)
    actions.plan_year(made, 2026)
    make_posts(made, SUPERVISOR)
    make_posts(made, HEAD, body="新街子社区居委会", kind="委员会")
    return made


@pytest.fixture
def window(book: Book) -> Iterator[Window]:
    with window_on(book) as made:
        yield made


def section(window: Window, key: str) -> Any:
    page: Any = window.go("disclosure")
    return page.show_section(key)


def item(book: Book, code: str, year: int = 2026) -> str:
    found = book.find(CatalogItem, code=code, year=year)
    assert found is not None
    return str(found["id"])


# -- the matrix (PD-19) --------------------------------------------------------------------------


def test_the_cells_on_the_screen_equal_the_query(window: Window, book: Book) -> None:
    page = section(window, "planned_posting")
    assert isinstance(page, PlanPage)
    shown = [
        cell
        for row in range(page.model.rowCount())
        for column in range(2, LASTING)
        for cell in page.model.cells(page.model.index(row, column))
    ]
    lines = {line.id: line for line in book.records(PlannedPosting)}
    assert sorted(cell.planned_id for cell in shown) == sorted(lines)
    for cell in shown:
        line = lines[cell.planned_id]
        late = line.due_on < TODAY
        assert cell.word == ("逾期" if late else "待公开")
        assert cell.near == (not late and (line.due_on - TODAY).days <= 3)
        assert mood_of(cell) in ("danger", "warning", "info")
    told = page.said.text()
    assert matrix.summary(actions.coverage(book, 2026)) in told


def test_two_things_of_one_month_are_chosen_from_a_list(window: Window, book: Book) -> None:
    first = actions.enter_event(book, item(book, "G11"), date(2026, 11, 20), "通过修路方案")
    actions.enter_event(book, item(book, "G11"), date(2026, 11, 23), "通过预算")
    page = section(window, "planned_posting")
    page.reload()
    row = next(n for n, line in enumerate(page.model.lines) if line.code == "G11")
    index = page.model.index(row, 12)
    assert [cell.label for cell in page.model.cells(index)] == [
        "11月20日（通过修路方案）", "11月23日（通过预算）",
    ]  # fmt: skip
    page.table.setCurrentIndex(index)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert book.record(PlannedPosting, str(first.result)).notice_id


def test_something_that_happened_is_entered_with_the_keys(window: Window, book: Book) -> None:
    page = section(window, "planned_posting")
    row = next(n for n, line in enumerate(page.model.lines) if line.code == "G11")
    page.table.setCurrentIndex(page.model.index(row, 1))
    clerk = Clerk(window)
    clerk.press("发生了一件", page)
    clerk.write("代表会议通过修路方案")
    clerk.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    clerk.assert_within(acts=2, fills=1)
    (line,) = book.records(PlannedPosting, Where("event_on", "filled"))
    assert (line.code, line.event_on, line.due_on) == ("G11", TODAY, date(2026, 12, 4))
    assert page.event_form.isHidden()
    chosen = page.model.cells(page.table.currentIndex())
    assert [cell.planned_id for cell in chosen] == [line.id]


def test_an_event_form_says_what_is_missing_and_closes_with_escape(
    window: Window, book: Book
) -> None:
    page = section(window, "planned_posting")
    row = next(n for n, line in enumerate(page.model.lines) if not line.eventful)
    page.table.setCurrentIndex(page.model.index(row, 1))
    page.ask_event()
    form = page.event_form
    form.go.click()
    assert "还没填〔哪一项〕" in form.banner.text.text()
    QTest.keyClick(QApplication.focusWidget() or form, Qt.Key.Key_Escape)
    assert form.isHidden()
    assert not book.count(Query("planned_posting", (Where("event_on", "filled"),)))


def test_rows_that_came_later_are_put_into_the_plan_by_one_press(
    window: Window, book: Book
) -> None:
    row = {"year": 2026, "code": "Z01", "category": "服务", "item": "停车收费", "enabled": 1}
    with book.change("导入") as change:
        change.add(CatalogItem, {**row, "frequency": "每季度"})
    page = section(window, "planned_posting")
    page.reload()
    Clerk(window).press("补排 4 期", page)
    assert len(book.records(PlannedPosting, Where("code", "=", "Z01"))) == 4
    assert page.fill_up.isHidden()


@pytest.mark.parametrize("size", look.SIZES)
def test_no_word_of_the_matrix_is_cut(
    qapp: QApplication, window: Window, book: Book, size: str
) -> None:
    look.apply(qapp, size=size)
    page = section(window, "planned_posting")
    QCoreApplication.processEvents()
    sized, table = look.metrics(), page.table
    font = QFont(table.font())
    font.setPixelSize(sized.hint)
    needed = QFontMetrics(font).horizontalAdvance("待公开2") + sized.hint + 2 * sized.px(4) + 1
    shown = [c for c in range(2, LASTING + 1) if not table.isColumnHidden(c)]
    assert len(shown) >= 4
    assert all(table.columnWidth(column) >= needed for column in shown)


def test_the_matrix_is_printed_and_not_while_it_is_covered(
    qtbot: Any, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = section(window, "planned_posting")
    cover.set_covered(True)
    page.print_page()
    assert "F9" in page.banner.text.text()
    cover.set_covered(False)
    seen: list[bytes] = []
    monkeypatch.setattr(
        page, "_desk", page._desk._replace(preview=lambda pdf, *more: seen.append(pdf))
    )
    page.print_page()
    qtbot.waitUntil(lambda: bool(seen), timeout=LONG)
    assert seen[0].startswith(b"%PDF")


# -- the catalogue (PD-01) -----------------------------------------------------------------------


def test_a_new_row_belongs_to_the_year_that_is_shown_and_other_years_are_away(
    window: Window, book: Book
) -> None:
    actions.draft_year(book, 2027)
    page = section(window, "catalog_item")
    assert isinstance(page, CataloguePage)
    assert page.query().where[0] == Where("year", "=", 2026)
    page.show_year(2027)
    page.new_record()
    form = page.drawer.form
    for name, text in (("code", "Z01"), ("item", "停车收费"), ("frequency", "按季度")):
        form.editors[name].put_text(text)
        form.editors[name].mark_touched()
    form.editors["category"].set_stored("服务")
    form.editors["category"].mark_touched()
    assert page.save_now()
    saved = book.find(CatalogItem, code="Z01")
    assert saved is not None
    assert (saved["year"], saved["frequency"]) == (2027, "每季度")
    assert "没写时限" in page.bar.text.text()
    assert page.close_drawer() is None
    page.open_record(item(book, "G11", 2026))
    assert page.year == 2026


# -- the adjustment (PD-17) ----------------------------------------------------------------------


def fill(page: YearlyPage, **values: str) -> None:
    form = page.card.form
    assert form is not None
    for name, text in values.items():
        form.editors[name].put_text(text)
        form.editors[name].mark_touched()


def test_a_year_is_adjusted_on_the_page_alone(window: Window, book: Book) -> None:
    page = section(window, "disclosure_plan")
    assert isinstance(page, YearlyPage)
    clerk = Clerk(window)
    with clock.fixed(date(2026, 12, 1)):
        page.reload()
        clerk.press("起草2027年目录", page)
        actions.save_item(book, item(book, "F04", 2027), {"frequency": "每月"})
        page.reload()
        clerk.press("开始征求意见", page)
        assert "没写原因" in page.banner.text.text()
        actions.save_item(book, item(book, "F04", 2027), {"reason": "居民要求"})
        clerk.press("开始征求意见", page)
    with clock.fixed(date(2026, 12, 8)):
        page.reload()
        clerk.press("送监委会审查", page)
        fill(page, reviewer="路人甲")
        clerk.press("登记审查意见", page)
        assert page.plan is not None
        assert page.plan["state"] == "待审查"
        fill(page, reviewer=SUPERVISOR)
        clerk.press("登记审查意见", page)
        fill(page, answered_by=HEAD)
        clerk.press("登记答复", page)
        clerk.press("会议通过", page)
        clerk.press("编目录公告", page)
        notice = actions.plan_of(book, 2027)["notice_id"]  # type: ignore[index]
        actions.send_to_review(book, notice)
        actions.approve(book, notice, SUPERVISOR)
        actions.post(book, notice, "公开栏")
        page = section(window, "disclosure_plan")
        clerk.press("报街道备案", page)
        assert actions.is_open(book, 2027)
        clerk.press("看公开计划", page)
        shown = section(window, "planned_posting")
        assert len(shown.model.lines) == len(actions.items_of(book, 2027))
    clerk.assert_within(acts=12, fills=0)


def test_a_step_is_taken_back_with_undo(window: Window, book: Book) -> None:
    with clock.fixed(date(2026, 12, 1)):
        page = section(window, "disclosure_plan")
        page.do_step({})
        page.do_step({"opinions_from": "2026-12-01", "opinions_until": "2026-12-08"})
        assert page.plan["state"] == "征求意见"
        window.runner.undo()
        QCoreApplication.processEvents()
        assert actions.plan_of(book, 2027)["state"] == "起草"  # type: ignore[index]
        assert page.card.go.text() == "开始征求意见"


@pytest.mark.parametrize(
    ("kind", "size"), [("village", "extra"), ("community", "standard"), ("community", "extra")]
)
def test_the_adjustment_fits_in_every_size_and_speaks_the_offices_words(
    qapp: QApplication, tmp_path: Path, kind: str, size: str
) -> None:
    look.apply(qapp, size=size)
    office = make_book(tmp_path, kind, folder=f"{kind}-{size}")
    actions.load_catalog(office, 2026)
    with window_on(office) as window:
        page = section(window, "disclosure_plan")
        page.do_step({})
        QCoreApplication.processEvents()
        assert page.minimumSizeHint().width() <= page.width()
        said = page.card.words.text()
        assert ("村民" in said) == (kind == "village")
        assert ("居民" in said) == (kind == "community")


def test_in_january_the_last_catalogue_holds_and_today_leads_to_the_adjustment(
    qtbot: Any, book: Book
) -> None:
    with clock.fixed(date(2027, 1, 6)), window_on(book) as window:
        assert section(window, "planned_posting").model.lines, "the plan of 2026 is still shown"
        assert section(window, "catalog_item").year == 2026
        window.go("today")

        def told() -> list[Any]:
            found = (r for r in window.today.rows() if "该起草调整方案" in r.due.subject)
            return [row for row in found if row.button.isVisible()]

        qtbot.waitUntil(lambda: bool(told()), timeout=LONG)
        (line,) = told()
        line.button.click()
        page: Any = window.go("disclosure")
        assert isinstance(page.current, YearlyPage)
        assert page.current.year == 2027
        assert page.current.card.go.text() == "起草2027年目录"
