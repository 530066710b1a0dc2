"""为什么是这天: from every place where a deadline stands, with the rule and the days counted."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from every_page import full_office
from office import make_book
from qinglian_desktop.core import reckoning
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.reckoning import Way, parse, reckon, words
from qinglian_desktop.core.recount import recount
from qinglian_desktop.modules.disclosure.page.plan import PlanPage
from qinglian_desktop.modules.disclosure.records import PlannedPosting
from qinglian_desktop.modules.tasks import actions as tasks
from qinglian_desktop.modules.tasks.records import Task
from qinglian_desktop.shell import keys, selfcheck, why_day
from qinglian_desktop.shell.why_page import WhyPage, told
from qinglian_desktop.store import deadlines
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover
from windows import LONG, Clerk, window_on


@pytest.fixture(params=["community", "village", "street"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    with full_office(tmp_path, request.param) as book:
        yield book


def test_every_deadline_of_an_office_is_the_day_that_its_rules_give_again(office: Book) -> None:
    found, calendar = deadlines.reckoned(office), office.calendar()
    tables = {one.record.table for one in found}
    assert tables >= ({"task"} if office.unit.is_street else {"task", "planned_posting"})
    stored = sum(office.count(Query(record.table, ())) for record in (Task, PlannedPosting)) - sum(
        not row["due_on"] for row in office.rows(Query("task"))
    )
    assert len(found) >= stored > 60
    assert [one for one in found if one.reckoned.day != one.day] == []
    assert [one for one in found if recount(one.reckoned, calendar) != one.day] == []
    ways = [way for one in found for way in one.reckoned.ways]
    assert all(way.what and (way.rule or way.how == "given") for way in ways)
    found_by_check = selfcheck._deadlines(office)
    assert not found_by_check.remedy and f"{len(found):,} 个期限" in found_by_check.said


def test_a_day_changed_by_hand_no_longer_hides_behind_the_old_rule(tmp_path: Path) -> None:
    with make_book(tmp_path) as book:
        tasks.load_plan(book, 2026)
        row = next(row for row in book.rows(Query("task")) if row["due_on"])
        tasks.save_task(book, row["id"], {"due_on": "2026-12-01"})
        after = book.row("task", row["id"])
        assert after is not None
        assert "改成的日期" in words(after["due_reason"])
        found = parse(after["due_reason"])
        assert found is not None and found.day == date(2026, 12, 1)
        tasks.save_task(book, row["id"], {"due_on": None})
        emptied = book.row("task", row["id"])
        assert emptied is not None and emptied["due_reason"] is None


def test_what_no_longer_agrees_is_found(tmp_path: Path) -> None:
    with make_book(tmp_path) as book:
        day = date(2026, 12, 2)
        why = reckon(book.calendar(), Way("count", date(2026, 12, 1), 1)).stored()
        facts = {"year": 2026, "code": "9.9", "title": "入户"}
        with book.change("登记") as change:
            change.add(Task, {**facts, "due_on": "2026-12-03", "due_reason": why})
        assert "对不上" in selfcheck._deadlines(book).said
        assert parse(why) is not None and words(why) == ""
        assert day.isoformat() in why


def shown(window: Any) -> WhyPage:
    page = window.page
    assert isinstance(page, WhyPage)
    return page


def test_a_clerk_asks_from_today_the_list_the_form_and_the_search(
    dressed: QApplication, tmp_path: Path, qtbot: Any
) -> None:
    with window_on(full_office(tmp_path)) as window:
        clerk = Clerk(window)

        def dated() -> list[Any]:
            return [r for r in window.today.rows() if r.due.dated == "planned_posting"]

        qtbot.waitUntil(
            lambda: bool(dated()), timeout=LONG
        )  # the first rows stand at once, the others follow
        row = dated()[0]
        place = row._places(row.width())[2].center()
        QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=place)
        page = shown(window)
        text = "\n".join(page.lines)
        assert "依据：" in text and "再算一遍，还是这一天" in text
        assert page.pictures
        QTest.keyClick(window.page, Qt.Key.Key_Escape)
        assert window.page is window.today
        row.button.setFocus()
        QTest.keyClick(row.button, Qt.Key.Key_F7)
        shown(window)
        window.go_back()

        ledger = window.go("tasks")
        dated = next(r for r in window.book.rows(Query("task")) if r["due_on"])
        ledger.table.select_id(dated["id"])
        column = ledger.table.records.columns.index("due_on")
        ledger.table.setCurrentIndex(ledger.table.records.index(0, column))
        ledger.table.setFocus()
        QTest.keyClick(ledger.table, Qt.Key.Key_F7)
        assert "内办完" in "\n".join(shown(window).lines)
        window.go_back()

        ledger.open_record(dated["id"])
        editor = ledger.drawer.form.editors["due_on"]
        clerk.press("为什么是这天", editor)
        shown(window)
        window.go_back()
        keys.acts(window)["为什么是这天"]()
        shown(window)


def test_a_period_of_the_plan_and_a_page_without_dates_answer_too(
    dressed: QApplication, tmp_path: Path
) -> None:
    with window_on(full_office(tmp_path)) as window:
        row = next(r for r in window.book.rows(Query("planned_posting")) if not r["notice_id"])
        window.go("disclosure")
        plan = window.page.show_section("planned_posting")
        assert isinstance(plan, PlanPage)
        plan._point_at(row["id"])
        plan.table.setFocus()
        QTest.keyClick(plan.table, Qt.Key.Key_F7)
        text = "\n".join(shown(window).lines)
        assert Period.parse(row["period"]).label in text or "发生" in text
        window.go_back()
        window.go("settings")
        QTest.keyClick(window, Qt.Key.Key_F7)
        assert window.bar.text.text() == why_day.NO_DAY
        keys.acts(window)["为什么是这天"]()
        assert window.page_id == "settings"


def test_the_cover_hides_what_it_is_about_and_a_postponed_day_says_whose_it_is(
    dressed: QApplication, tmp_path: Path
) -> None:
    book = make_book(tmp_path)
    made = tasks.register_message(book, {"title": "报花名册", "due_on": "2026-12-03"}, "原文")
    tasks.postpone(book, str(made.result), date(2026, 12, 10), "街道改了时间")
    with window_on(book) as window:
        ledger = window.go("tasks")
        ledger.open_record(str(made.result))
        keys.acts(window)["为什么是这天"]()
        page = shown(window)
        assert "原定2026年12月3日，推迟：街道改了时间" in "\n".join(page.lines)
        assert page.subject.text() == "〔报花名册〕"
        assert not page.pictures
        window.toggle_cover()
        assert cover.cover().on and "报花名册" not in page.subject.text()


def test_the_words_tell_start_amount_and_what_was_left_out(tmp_path: Path) -> None:
    with make_book(tmp_path) as book:
        calendar = book.calendar()
    way = Way(
        "count", date(2026, 9, 24), 3, "workday", end="later",
        pauses=((date(2026, 9, 28), date(2026, 9, 28)),),
    )  # fmt: skip
    assert told(way, way.walk(calendar), way.last(calendar)[0]) == [
        "从2026年9月24日（周四）起算，当天不算，数 3 个工作日。",
        "不算：2026年9月25日至2026年9月27日，中秋节放假，3 天。",
        "不算：2026年9月28日，暂停计算，1 天。",
        "不算：2026年10月1日至2026年10月7日，国庆节放假，7 天。",
        "到2026年10月8日（周四）。",
    ]
    early = Way("place", date(2026, 5, 31), end="earlier")
    assert told(early, early.walk(calendar), date(2026, 5, 29)) == [
        "让过：2026年5月30日至2026年5月31日，周末，2 天。",
        "到2026年5月29日（周五）。",
    ]
    assert reckoning.skipped(()) == []
