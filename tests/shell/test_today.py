"""Does 今日 say what is due, in the right group, with the way there?"""

from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QPushButton

from office import make_book, make_entry, make_opening, make_posts
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Due
from qinglian_desktop.modules.archive.records import Problem
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.party.records import GridEvent
from qinglian_desktop.modules.tasks import actions as tasks
from qinglian_desktop.shell.today_page import grouped, headline
from qinglian_desktop.shell.today_row import word_for
from qinglian_desktop.shell.window import Window
from qinglian_desktop.ui import cover
from windows import LONG, TODAY, window_on


def due(days: int, subject: str = "财务公开") -> Due:
    return Due(TODAY + timedelta(days=days), subject, "每季度首月20日前", "disclosure")


def test_things_stand_in_groups_in_the_order_of_the_days() -> None:
    found = [due(9, "丁"), due(-3, "乙"), due(0, "丙"), due(-8, "甲"), due(7, "戊")]
    made = [(name, [d.subject for d in lines]) for name, lines in grouped(found, TODAY)]
    assert made == [("逾期", ["甲", "乙"]), ("今天", ["丙"]), ("7 天内", ["戊"]), ("以后", ["丁"])]


def test_the_state_is_a_word_and_not_only_a_colour() -> None:
    words = [word_for(TODAY + timedelta(days=n), TODAY) for n in (-2, 0, 1, 5, 30)]
    assert words == [
        ("逾期 2 天", "danger"),
        ("今天到期", "warning"),
        ("明天到期", "warning"),
        ("还有 5 天", "info"),
        ("还有 30 天", "neutral"),
    ]


def test_an_empty_day_names_the_next_thing() -> None:
    assert headline([], TODAY) == "今天没有要办的事。"
    assert headline([due(1, "合同到期 1 份")], TODAY) == (
        "今天没有要办的事。接下来最近的是 11月25日：合同到期 1 份。"
    )
    assert headline([due(0), due(-1)], TODAY) == "今天要办 2 件，其中 1 件已经逾期。"


def test_a_row_leads_to_the_thing_it_speaks_of(dressed: QApplication, tmp_path: Path) -> None:
    """A year that does not join the one before is told; the button opens the opening balances."""
    book = make_book(tmp_path)
    make_opening(book, 2025, cash_fen=1_000)
    make_opening(book, 2026, cash_fen=2_000)
    with window_on(book) as window:
        row = next(r for r in window.today.rows() if "期初余额" in r.due.subject)
        assert "10.00" in row.due.subject and row.accessibleName().startswith("今天到期，")
        row.button.click()
        assert window.page_id == "funds"


def _all_in_place(window: Window, many: int) -> bool:
    """More rows than that, and each as wide as its card."""
    rows = window.today.rows()
    return len(rows) > many and all(row.width() > window.width() // 2 for row in rows)


def test_every_reason_of_a_year_fits_one_line(
    dressed: QApplication, tmp_path: Path, qtbot: Any
) -> None:
    """At 1366 pixels in standard size; the whole reason, with the law's title, is the tooltip."""
    for kind in ("community", "village"):
        book = make_book(tmp_path, kind, folder=kind)
        disclosure.load_catalog(book, 2026)
        disclosure.plan_year(book, 2026)
        tasks.load_plan(book, 2026)
        make_opening(book)
        make_entry(book, 100, date(2025, 5, 6))
        make_posts(book, "甲", until_on=date(2027, 1, 31))
        with window_on(book) as window, clock.fixed(date(2027, 1, 28)):
            window.today.reload()
            qtbot.waitUntil(partial(_all_in_place, window, 100), timeout=LONG)
            rows = window.today.rows()
            for row in rows:
                _body, hint = row._fonts()
                _, _, place = row._places(row.width())
                assert place.height() <= QFontMetrics(hint).lineSpacing() + 1, row.reason
            law = next(row for row in rows if "重庆实施办法第30条" in row.reason)
            assert "《重庆市实施〈村民委员会组织法〉办法》第30条（重庆市法规" in law.toolTip()
            cover.set_covered(True)
            assert law.toolTip() == "", "what is covered is not told by a tooltip"
            cover.set_covered(False)


def test_the_months_report_leads_to_the_page_that_writes_it(
    dressed: QApplication, tmp_path: Path
) -> None:
    book = make_book(tmp_path)
    make_opening(book)
    with clock.fixed(date(2026, 11, 25)), window_on(book) as window:
        (row,) = (r for r in window.today.rows() if r.due.subject.startswith("11 月报送"))
        assert row.word == "还有 5 天"
        row.button.click()
        assert window.page_id == "exchange"


# Which rows are due within the week, asked of the tables themselves (TL-02).
_DUE = """
SELECT 'task' AS t, id, due_on FROM task WHERE deleted = 0 AND owner = :me
  AND due_on <= :week AND state IN ('未开始', '进行中', '待核')
UNION ALL
SELECT 'planned_posting', id, due_on FROM planned_posting WHERE deleted = 0 AND owner = :me
  AND due_on <= :week AND state = '待公开'
UNION ALL
SELECT 'problem', id, due_on FROM problem WHERE deleted = 0 AND owner = :me
  AND due_on <= :week AND status IN ('待整改', '整改中')
UNION ALL
SELECT 'grid_event', id, due_on FROM grid_event WHERE deleted = 0 AND owner = :me
  AND due_on <= :week AND closed_on IS NULL
"""


def test_the_page_counts_what_one_question_to_the_tables_counts_and_each_line_has_one_act(
    dressed: QApplication, tmp_path: Path, qtbot: Any
) -> None:
    book = make_book(tmp_path)
    disclosure.load_catalog(book, 2026)
    disclosure.plan_year(book, 2026)
    tasks.load_plan(book, 2026)
    day = {"found_on": "2026-11-02", "due_on": (TODAY + timedelta(days=2)).isoformat()}
    with book.change("登记") as change:
        change.add(Problem, {**day, "description": "台账缺页", "status": "整改中"})
        change.add(Problem, {**day, "description": "改好的", "status": "已销号"})
        change.add(GridEvent, {**day, "what": "路灯坏了"})
        change.add(GridEvent, {**day, "what": "修好的", "closed_on": "2026-11-20"})
    asking = {"me": book.unit.office_id, "week": (TODAY + timedelta(days=7)).isoformat()}
    wanted = sorted(tuple(row) for row in book.connection.execute(_DUE, asking))
    tables = {table for table, _, _ in wanted}
    assert tables == {"task", "planned_posting", "problem", "grid_event"}
    assert len(wanted) > 40
    with window_on(book) as window:
        qtbot.waitUntil(lambda: len(window.today.rows()) == len(window.today.found), timeout=LONG)
        rows = window.today.rows()
        lines = [row.due for row in rows]
        shown = [
            (due.dated or due.table, due.dated_id or due.row_id, due.due_on.isoformat())
            for due in lines
            if (due.dated or due.table) in tables
        ]
        assert sorted(shown) == wanted
        others = [due for due in lines if (due.dated or due.table) not in tables]
        assert all(due.module in ("exchange", "disclosure", "registry") for due in others)
        for row in rows:
            (button,) = row.findChildren(QPushButton)
            assert button.text() == row.due.act


def test_all_rows_are_there_after_the_first_paint(
    dressed: QApplication, tmp_path: Path, qtbot: Any
) -> None:
    book = make_book(tmp_path)
    disclosure.load_catalog(book, 2026)
    disclosure.plan_year(book, 2026)
    with window_on(book) as window:
        qtbot.waitUntil(lambda: len(window.today.rows()) == len(window.today.found), timeout=LONG)
        assert len(window.today.found) > 50
        primary = [r for r in window.today.rows() if r.button.property("kind") == "primary"]
        assert len(primary) == 1 and primary[0].due is window.today.found[0]


def test_a_new_day_asks_again(dressed: QApplication, tmp_path: Path, qtbot: Any) -> None:
    asked: list[date] = []
    book = make_book(tmp_path)
    with window_on(book) as window:
        before = window.today._ask
        window.today._ask = lambda b, day: (asked.append(day), before(b, day))[1]
        window.go("tasks")
        with clock.fixed(TODAY + timedelta(days=1)):
            window.go("today")
            qtbot.waitUntil(lambda: asked == [TODAY + timedelta(days=1)], timeout=LONG)


def test_the_cover_hides_what_is_due(dressed: QApplication, tmp_path: Path) -> None:
    book = make_book(tmp_path)
    make_opening(book, 2025, cash_fen=1_000)
    make_opening(book, 2026, cash_fen=2_000)
    with window_on(book) as window:
        row = window.today.rows()[0]
        before = row.grab().toImage()
        cover.set_covered(True)
        assert row.grab().toImage() != before
