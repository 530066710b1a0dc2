"""A matter from 动议 to 归档, key by key, in a village and a community; and scenario 3's goal."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from cases import PARTY, REPRESENTATIVES, hold, make_matter, make_office, make_people, names
from office import SUPERVISOR
from printing import a_printer
from qinglian_desktop.core import clock
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.decisions import reads
from qinglian_desktop.modules.decisions.page import outgoing
from qinglian_desktop.modules.decisions.page.household import HouseholdsPage
from qinglian_desktop.modules.decisions.page.matter_view import MatterView
from qinglian_desktop.modules.decisions.page.meeting import MeetingPage
from qinglian_desktop.modules.decisions.page.new_matter import NewMatter
from qinglian_desktop.modules.decisions.records import RESULT, STUDY
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.shell.print_preview import PrintPreview
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover
from windows import LONG, TODAY, Clerk, shown_buttons, window_on

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
FIRST, DAY = date(2026, 11, 2), timedelta(days=1)


def view_of(window: Window) -> MatterView:
    found = window.page.findChild(MatterView)
    assert found is not None
    return found


def matter_of(book: Book) -> Row:
    from qinglian_desktop.core.module import Query

    (row,) = book.rows(Query("matter"))
    return row


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "签字页.jpg"
    path.write_bytes(b"\xff\xd8 a scan")
    return path


def open_matter(clerk: Clerk, window: Window) -> MatterView:
    """Alt+4, Ctrl+N, the title, where it comes from; the rules find the way."""
    clerk.key(Qt.Key.Key_4, ALT)
    clerk.key(Qt.Key.Key_N, CTRL)
    fresh = window.page.findChild(NewMatter)
    assert fresh is not None
    editors = fresh.form.editors
    assert QApplication.focusWidget() is editors["title"].input
    clerk.write("修缮文化广场")
    clerk.press("干部提出", editors["origin"])
    clerk.fill(editors["content"].input, "更换地砖三百平方米，安装健身器材。")
    clerk.fill(editors["executor"].input, "孙甲")
    clerk.fill(editors["planned_on"].input, "2026-12-31")
    QTest.keyClick(_focused(), Qt.Key.Key_Tab)  # the name is taken, no list stands open
    assert fresh.road.found is not None and fresh.road.found.class_code == "M06"
    assert "街道预审" in fresh.road.words.text()
    clerk.reach(fresh.open)
    clerk.key(Qt.Key.Key_Space)
    return view_of(window)


def _focused() -> QWidget:
    here = QApplication.focusWidget()
    assert here is not None
    return here


def meet(clerk: Clerk, view: MatterView, people: int, scan: Path, **words: str) -> None:
    """Everybody was there and agreed; the day is today's, as the form proposes."""
    form, window = view.meeting, view.window()
    window.activateWindow()  # the offscreen platform lets it go with a list that closes
    QTest.qWaitForWindowActive(window)
    assert QApplication.focusWidget() is form.when.editors["held_on"].input
    if not form.when.value("place"):  # the next meeting proposes the place of this one
        clerk.fill(form.when.editors["place"].input, "会议室")
    for name, votes in (("yes_count", people), ("no_count", 0), ("abstain_count", 0)):
        clerk.fill(form.votes.editors[name].input, str(votes))
    said = {"opinions": "都同意", "chair": "郑甲", **words}
    for name in ("opinions", "decision", "chair"):
        if name in said:
            clerk.fill(form.words.editors[name].input, said[name])
    QTest.keyClick(_focused(), Qt.Key.Key_Tab)
    clerk.drop(scan, form.words.editors["files"].input)
    clerk.reach(form.save)
    clerk.key(Qt.Key.Key_Space)


def hang(window: Window, row: Row, gate: str) -> date:
    """The paper goes the way of every notice, which has journeys of its own."""
    held = reads.case(window.book, row["id"]).step(gate)
    assert held is not None
    notice = held.last["notice_id"]
    disclosure.send_to_review(window.book, notice)
    disclosure.approve(window.book, notice, SUPERVISOR)
    photo = window.book.home / "上墙.jpg"
    photo.write_bytes(b"\xff\xd8 a photo")
    until = disclosure.post(window.book, notice, "公开栏第一格", None, [photo]).result
    assert isinstance(until, date)
    return until


@pytest.mark.parametrize("kind", ["community", "village"])
def test_a_matter_from_the_first_word_to_the_folder(tmp_path: Path, scan: Path, kind: str) -> None:
    with clock.fixed(FIRST), window_on(make_office(tmp_path, kind)) as window:
        clerk = Clerk(window)
        view = open_matter(clerk, window)
        book = window.book
        assert list(view.steps.buttons) == [
            "动议", "提议", "商议", "预审", "审议", "决议", "决议公开", "结果公开", "归档",
        ]  # fmt: skip
        meet(clerk, view, 5, scan)
        meet(clerk, view, 9, scan)
        slip = view.card.form
        assert slip is not None
        clerk.fill(slip.editors["slip_no"].input, "通预审〔2026〕5号")
        clerk.press("登记同意", view.card)
        meet(clerk, view, PARTY, scan)
        row = matter_of(book)
    # The Party organisation's study and the vote are never on one day.
    with clock.fixed(FIRST + DAY), window_on(Book.open(book.home, RECORDS)) as window:
        clerk, book = Clerk(window), window.book
        view = open_from_today(clerk, window, row)
        resident = book.word("representatives")
        assert view.meeting.title.text() == f"登记决议：{resident}"
        meet(clerk, view, REPRESENTATIVES, scan, decision="同意修缮，费用从集体收入列支。")
        row = matter_of(book)
        assert (row["stage"], row["late"]) == ("决议公开", 0)
        clerk.press("送公开", view.card)
        assert window.page_id == "disclosure", "the clerk stands before the draft"
        until = hang(window, row, "决议公开")
    with clock.fixed(until), window_on(Book.open(book.home, RECORDS)) as window:
        clerk = Clerk(window)
        view = open_from_today(clerk, window, row)
        form = view.card.form
        assert form is not None
        clerk.fill(form.editors["published_note"].input, "张贴十五天")
        clerk.fill(form.editors["supervision"].input, "程序到位")
        clerk.press("办结", view.card)
        form = view.card.form
        assert form is not None and "done" in form.editors
        clerk.fill(form.editors["done"].input, "广场修好，验收合格")
        clerk.fill(form.editors["opinion"].input, "情况属实")
        clerk.press("编结果公告", view.card)
        last = hang(window, row, RESULT)
    with clock.fixed(last), window_on(Book.open(book.home, RECORDS)) as window:
        clerk = Clerk(window)
        view = open_from_today(clerk, window, row)
        form = view.card.form
        assert form is not None
        clerk.fill(form.editors["supervision"].input, "情况属实")
        clerk.press("办结", view.card)
        assert "材料都齐了" in view.card.words.text()
        clerk.press("归档", view.card)
        done = matter_of(window.book)
        assert (done["state"], done["stage"], done["late"]) == ("已归档", "归档", 0)
        assert window.page.findChild(MatterView) is view and not view.meeting.isVisible()


def open_from_today(clerk: Clerk, window: Window, row: Row) -> MatterView:
    """The line of 今日 leads to the matter."""
    line = next(r for r in window.today.rows() if r.due.row_id == row["id"])
    clerk.click(line.button)
    assert window.page_id == "decisions"
    return view_of(window)


# -- scenario 3 ------------------------------------------------------------------------------

ACTS, FILLS = 11, 12
MEETING = TODAY + timedelta(days=5)


def office_before_the_vote(tmp_path: Path) -> Book:
    """A lease that was studied; the representatives have still to meet."""
    book = make_office(tmp_path)
    with clock.fixed(TODAY):
        matter = make_matter(book, TODAY, content="两间门面出租三年", executor="孙甲")
        hold(book, matter, TODAY, until=STUDY, apart=0)
    return book


@pytest.fixture
def rent(tmp_path: Path) -> Iterator[Window]:
    """It was studied three days ago; today the representatives met."""
    book = make_office(tmp_path)
    with clock.fixed(TODAY - timedelta(days=3)):
        day = TODAY - timedelta(days=3)
        matter = make_matter(book, day, content="两间门面出租三年", executor="孙甲")
        hold(book, matter, day, until=STUDY, apart=0)
    with window_on(book) as window:
        yield window


def test_the_representatives_decide_a_lease_within_the_goal(
    tmp_path: Path, scan: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Scenario 3 (product-and-ux §3.3), from the first line of 今日 to the posting list."""
    desk = a_printer(monkeypatch, tmp_path)
    with window_on(office_before_the_vote(tmp_path)) as window:
        before = Clerk(window)
        view = open_from_today(before, window, matter_of(window.book))  # 1
        before.press("准备会议", view.meeting)  # 2
        page = window.page.findChild(MeetingPage)
        assert page is not None
        before.write(f"{MEETING.month}-{MEETING.day}")
        before.fill(page.form.editors["time"].input, "1430")
        before.fill(page.form.editors["place"].input, "社区会议室")
        before.press("打印会议材料", page)  # 3
        print_it(before, window, qtbot)  # 4
    with clock.fixed(MEETING), window_on(Book.open(tmp_path / "home", RECORDS)) as window:
        after = Clerk(window)
        view = open_from_today(after, window, matter_of(window.book))  # 5
        form = view.meeting
        assert form.needs.text().startswith("应到 33 人，到会至少 22 人、赞成至少 12 人")
        assert form.when.value("held_on") == MEETING.isoformat()
        assert (form.when.value("held_time"), form.when.value("place")) == ("14:30", "社区会议室")
        after.fill(form.people.seek, "周乙 周庚")
        after.key(Qt.Key.Key_Return)  # 6
        for name, votes in (("yes_count", "28"), ("no_count", "2"), ("abstain_count", "1")):
            after.fill(form.votes.editors[name].input, votes)
        qtbot.waitUntil(form.verdict.isVisible, timeout=LONG)
        assert form.verdict.accessibleName().startswith("通过")
        after.fill(form.words.editors["opinions"].input, "租金按季交，先交后用")
        after.key(Qt.Key.Key_Return, CTRL)  # 7: saved, and the notice is written
        after.press("会议记录", view.facts)  # 8
        print_it(after, window, qtbot)  # 9
        line = view.facts.signed.lines["会议记录"]
        after.drop(scan, line)  # 10
        after.press("送公开", view.card)  # 11
        assert window.page_id == "disclosure"
        before.acts, before.fills = before.acts + after.acts, before.fills + after.fills
        before.assert_within(ACTS, FILLS)
        row = matter_of(window.book)
        decided = reads.case(window.book, row["id"]).decided
        assert decided is not None and decided.result == "通过"
        assert (decided.last["present_count"], decided.last["decision"]) == (31, "两间门面出租三年")
        assert decided.last["supervisors"] == "吴监督、田监督"
        assert len(desk.printed) == 2


def print_it(clerk: Clerk, window: Window, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: isinstance(window.page, PrintPreview), timeout=LONG)
    clerk.press("打印", window.page)
    qtbot.waitUntil(lambda: not isinstance(window.page, PrintPreview), timeout=LONG)


def test_what_does_not_fit_is_told_where_it_stands(rent: Window, qtbot: Any) -> None:
    clerk = Clerk(rent)
    view = open_from_today(clerk, rent, matter_of(rent.book))
    form = view.meeting
    for name, votes in (("yes_count", "28"), ("no_count", "2"), ("abstain_count", "1")):
        clerk.fill(form.votes.editors[name].input, votes)
    clerk.fill(form.people.seek, "李某")
    clerk.key(Qt.Key.Key_Return)
    assert form.people.unknown.text() == "名单里没有“李某”。请核对姓名。"
    assert form.people.away() == () and form.people.seek.text() == "李某"
    clerk.reach(form.votes.editors["abstain_count"].input)
    said = "三项票数合计 31，与实到 33 不符，差 2 票。"
    qtbot.waitUntil(lambda: said in form.tally.text(), timeout=LONG)
    clerk.key(Qt.Key.Key_Return, CTRL)
    assert "差 2 票" in form.votes.editors["yes_count"].message.text()
    assert reads.case(rent.book, matter_of(rent.book)["id"]).next_gate == "决议"
    assert form.votes.editors["yes_count"].text() == "28", "nothing that was typed is lost"
    day = form.when.editors["held_on"]
    day.input.setFocus()
    clerk.key(Qt.Key.Key_A, CTRL)
    clerk.write("2026-11-20")
    late = "这次会议是 4 天后才登记的，将标“补录”。"
    qtbot.waitUntil(lambda: form.late.text() == late, timeout=LONG)
    clerk.key(Qt.Key.Key_Return, CTRL)
    assert day.message.text().startswith("决议日期（11月20日）早于审议日期（11月21日）。请核对。")


def test_too_few_become_a_briefing_by_one_button(rent: Window, qtbot: Any) -> None:
    clerk = Clerk(rent)
    view = open_from_today(clerk, rent, matter_of(rent.book))
    form = view.meeting
    for name in names("周", REPRESENTATIVES)[:12]:
        QTest.keyClicks(form.people.seek, "")
        form.people.seek.setText(name)
        QTest.keyClick(form.people.seek, Qt.Key.Key_Return)
    qtbot.waitUntil(form.brief.isVisible, timeout=LONG)
    clerk.click(form.brief)
    assert matter_of(rent.book)["next_step"] == "上次人数不够，改期再开"
    assert view.meeting.isVisible(), "the same gate waits for another day"


def test_who_avoids_asks_why_and_changes_the_figures(rent: Window, qtbot: Any) -> None:
    clerk = Clerk(rent)
    view = open_from_today(clerk, rent, matter_of(rent.book))
    form = view.meeting
    clerk.fill(form.people.seek, "周乙")
    clerk.key(Qt.Key.Key_Return)
    (line,) = form.people._away.values()
    clerk.reach(line.way)
    while line.way.currentText() != "回避":
        clerk.key(Qt.Key.Key_Down)
    for name, votes in (("yes_count", "32"), ("no_count", "0"), ("abstain_count", "0")):
        clerk.fill(form.votes.editors[name].input, votes)
    clerk.key(Qt.Key.Key_Return, CTRL)
    assert _focused() is line.why, "the reason is asked for"
    clerk.write("承租人是他弟弟")
    qtbot.waitUntil(lambda: "应到由 33 人改为 32 人" in form.tally.text(), timeout=LONG)
    clerk.reach(form.save)
    clerk.key(Qt.Key.Key_Space)
    decided = reads.case(rent.book, matter_of(rent.book)["id"]).decided
    assert decided is not None and decided.last["base_count"] == 32


def test_one_undo_takes_the_meeting_back(rent: Window) -> None:
    clerk = Clerk(rent)
    view = open_from_today(clerk, rent, matter_of(rent.book))
    for name, votes in (("yes_count", "33"), ("no_count", "0"), ("abstain_count", "0")):
        clerk.fill(view.meeting.votes.editors[name].input, votes)
    clerk.key(Qt.Key.Key_Return, CTRL)
    assert matter_of(rent.book)["stage"] == "决议公开"
    clerk.key(Qt.Key.Key_Z, CTRL)
    assert matter_of(rent.book)["stage"] == "决议"
    assert view.meeting.isVisible()
    clerk.key(Qt.Key.Key_Y, CTRL)
    assert matter_of(rent.book)["stage"] == "决议公开"


def test_the_cover_hides_who_was_there(rent: Window) -> None:
    clerk = Clerk(rent)
    view = open_from_today(clerk, rent, matter_of(rent.book))
    clerk.key(Qt.Key.Key_F9)
    assert cover.cover().on
    shown = [view.meeting.people.list.item(n).text() for n in range(3)]
    assert not any("周" in text for text in shown)
    clerk.key(Qt.Key.Key_F9)
    assert view.meeting.people.list.item(0).text() == "周甲"


def test_twins_are_called_by_more_than_their_name(tmp_path: Path) -> None:
    book = make_office(tmp_path)
    make_people(book, ["冯双", "冯双"], tags="党员", group_name="3组", born_on=date(1970, 1, 1))
    matter = make_matter(book, TODAY)
    hold(book, matter, TODAY, until="商议", apart=0)
    with window_on(book) as window:
        window.go("decisions", "matter", matter)
        people = view_of(window).meeting.people
        tips = [people.list.item(n).toolTip() for n in range(people.list.count())]
        assert sum("冯双" in tip and "3组" in tip for tip in tips) == 2


@pytest.mark.parametrize("kind", ["community", "village"])
def test_forbidden_and_foreign_matters_cannot_be_opened(tmp_path: Path, kind: str) -> None:
    with window_on(make_office(tmp_path, kind)) as window:
        clerk = Clerk(window)
        clerk.key(Qt.Key.Key_4, ALT)
        clerk.key(Qt.Key.Key_N, CTRL)
        fresh = window.page.findChild(NewMatter)
        assert fresh is not None
        for title, said in (("为某公司贷款担保", "依法不能办"), ("低保评议", "街道办事处")):
            clerk.reach(fresh.form.editors["title"].input)
            clerk.key(Qt.Key.Key_A, CTRL)
            clerk.write(title)
            fresh.ask_rules()
            assert said in fresh.road.words.text()
            assert not fresh.open.isEnabled()
        clerk.key(Qt.Key.Key_A, CTRL)
        clerk.write("买一只鹦鹉")
        fresh.ask_rules()
        asked = shown_buttons(fresh.road.choices)
        assert len(asked) > 9, "three questions instead of a guess"


def test_the_meeting_is_prepared_and_its_papers_come_from_the_same_page(
    rent: Window, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    clerk = Clerk(rent)
    view = open_from_today(clerk, rent, matter_of(rent.book))
    clerk.press("准备会议", view.meeting)
    page = rent.page.findChild(MeetingPage)
    assert page is not None and page.isVisible() and page.gate == "决议"
    clerk.key(Qt.Key.Key_Escape)
    assert view.isVisible() and not page.isVisible()
    clerk.press("入户征求意见", view.meeting)
    homes = rent.page.findChild(HouseholdsPage)
    assert homes is not None and homes.isVisible()
    clerk.click(homes.back)
    assert view.isVisible()
    shown: list[str] = []
    monkeypatch.setattr(outgoing, "_preview", lambda desk, title, about, made: shown.append(title))
    for word in ("会议记录", "登记表"):
        clerk.press(word, view.facts)
        qtbot.waitUntil(lambda: rent.runner.quiet, timeout=LONG)
    number = matter_of(rent.book)["number"]
    assert shown == [
        f"会议记录 {number} 临街门面出租 审议", f"决策实施登记表 {number} 临街门面出租",
    ]  # fmt: skip


def test_what_cannot_wait_is_opened_with_its_reasons_and_the_day_of_its_vote(
    tmp_path: Path,
) -> None:
    with window_on(make_office(tmp_path)) as window:
        clerk = Clerk(window)
        clerk.key(Qt.Key.Key_4, ALT)
        clerk.key(Qt.Key.Key_N, CTRL)
        fresh = window.page.findChild(NewMatter)
        assert fresh is not None
        clerk.write("修缮文化广场")
        clerk.press("上级要求", fresh.form.editors["origin"])
        assert not fresh.emergency.isVisible() and not fresh.group.isVisible()
        clerk.reach(fresh.urgent)
        clerk.key(Qt.Key.Key_Space)
        clerk.reach(fresh.open)
        clerk.key(Qt.Key.Key_Space)
        assert "等不及" in fresh.banner.text.text(), "why is asked first"
        editors = fresh.emergency.editors
        clerk.fill(editors["emergency_reason"].input, "山洪冲垮挡墙")
        clerk.fill(editors["authorised_by"].input, "郑甲")
        clerk.fill(editors["street_told_on"].input, "2026-11-24")
        QTest.keyClick(_focused(), Qt.Key.Key_Tab)
        clerk.reach(fresh.open)
        clerk.key(Qt.Key.Key_Space)
        row = matter_of(window.book)
        assert row["emergency"] == 1 and row["ratify_by"] > "2026-11-24"
        assert view_of(window).urgent.isVisible()
