"""The tab 党建网格, worked by hand: lists with their year, papers, steps, import."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pypdfium2
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.sheets import ImportRefused, import_file
from qinglian_desktop.modules import catalog, saving
from qinglian_desktop.modules.party import actions
from qinglian_desktop.modules.party.page import make_page
from qinglian_desktop.modules.party.papers import meetings
from qinglian_desktop.modules.saving import saver
from qinglian_desktop.shell.desk_tools import LedgerMaker, commands_of, undo_step
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.grouped_sections import GroupedSections
from qinglian_desktop.ui.runner import Runner
from windows import LONG, BareWindow, shown_buttons

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def settled(qapp: QApplication) -> Iterator[None]:
    look.apply(qapp)
    with clock.fixed(TODAY):
        yield
    cover.set_covered(False)
    look.apply(qapp)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with make_book(tmp_path) as made:
        yield made


@pytest.fixture
def shown() -> list[tuple[Any, ...]]:
    return []


@pytest.fixture
def tab(qtbot: Any, book: Book, shown: list[tuple[Any, ...]]) -> Iterator[GroupedSections]:
    runner = Runner(book)
    window: Any = BareWindow(book, runner)
    desk = Desk(
        book=book, runner=runner, go=lambda *where: shown.append(where),
        preview=lambda pdf, title, facts=None: shown.append((title, pdf)),
        ledger=LedgerMaker(window), commands=commands_of, store_file=book.files.add_file,
    )  # fmt: skip
    made = make_page(desk)
    qtbot.addWidget(made)
    made.resize(1166, 640)
    made.show()
    yield made
    runner.close()
    runner.deleteLater()


def put(book: Book, table: str, **draft: Any) -> str:
    return str(saver(table)(book, None, draft).result)


def row(book: Book, table: str, row_id: str) -> dict[str, Any]:
    found = book.row(table, row_id)
    assert found is not None
    return found


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(BytesIO(pdf)) as paper:
        return "\n".join(page.get_textpage().get_text_range() for page in paper)


def member(book: Book, name: str, unit: str, **draft: Any) -> str:
    return put(book, "check_in", person=name, unit=unit, reported_on="2026-03-01", **draft)


# -- the lists ----------------------------------------------------------------------------------


def test_the_log_goes_on_with_the_same_person_and_the_card_counts(
    book: Book, tab: GroupedSections
) -> None:
    put(book, "duty_log", person="刘书记", done_on="2026-10-08", text="部署")
    page: Any = tab.show_section("duty_log")
    assert "缺 10 个月" in page.card.said.text()
    page.new_record()
    form = page.drawer.form
    assert form.draft()["person"] == "刘书记"
    assert form.draft()["done_on"] == TODAY.isoformat()
    assert QApplication.focusWidget() is not None
    form.editors["text"].input.setPlainText("督促公开栏更新")
    assert page.save_now()
    (newest,) = [r for r in book.rows(Query("duty_log")) if r["text"] == "督促公开栏更新"]
    assert newest["month"] == "2026-11"
    assert "缺 9 个月" in page.card.said.text()


def test_the_year_says_what_was_not_held_and_prints(
    qtbot: Any, book: Book, tab: GroupedSections, shown: list[tuple[Any, ...]]
) -> None:
    branch = put(book, "party_branch", name="第一党支部", members=20)
    page: Any = tab.show_section("party_year")
    assert "组织生活和专题应开 27 次，按期开了 0 次" in page.card.said.text()
    asked = cast(Any, tab.show_section("party_meeting")).card.said.text()
    assert asked == (  # the same 27, each kind by itself
        "到期的组织生活应开 26 次，按期开了 0 次；清廉村居专题应研究 1 次，按期研究了 0 次。"
    )
    page = tab.show_section("party_year")
    put(book, "party_meeting", kind="党课", branch_id=branch, held_on="2026-02-01", topic="学")
    page.reload()
    lecture = next(line for line in page.table.records.rows if line[0] == "党课")
    assert list(lecture[2:]) == ["3", "1", "0", "2", "第二季度、第三季度"]
    QTest.mouseClick(shown_buttons(page)["打印对照表"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(shown), timeout=LONG)
    assert shown[0][0] == "组织生活对照表"
    assert "第二季度、第三季度" in text_of(shown[0][1])


def test_under_the_cover_nothing_is_printed(
    book: Book, tab: GroupedSections, shown: list[tuple[Any, ...]]
) -> None:
    member(book, "张甲", "通惠小学")
    page: Any = tab.show_section("check_in")
    cover.set_covered(True)
    QTest.mouseClick(shown_buttons(page)["打印各单位反馈函"], Qt.MouseButton.LeftButton)
    assert not shown
    assert page.banner.isVisible()


def test_a_letter_goes_to_each_unit_and_is_marked_for_all_of_it(
    qtbot: Any, book: Book, tab: GroupedSections, shown: list[tuple[Any, ...]]
) -> None:
    one = member(book, "张甲", "通惠小学", post="宣传岗")
    member(book, "张乙", "通惠小学")
    member(book, "李丙", "区医院")
    for day in ("2026-04-01", "2026-05-01"):
        put(book, "service_log", check_in_id=one, served_on=day, what="代办医保", hours=1500)
    page: Any = tab.show_section("check_in")
    assert "报到 3 人，认领岗位 1 人，参加服务 1 人，共 3 小时；2 个单位" in page.card.said.text()
    QTest.mouseClick(shown_buttons(page)["打印各单位反馈函"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(shown), timeout=LONG)
    said = text_of(shown[0][1])
    assert said.count("反馈函已收到") == 2
    assert "参加服务 2 次，共 3 小时" in said.replace("\r\n", "").replace("\n", "")
    page.table.select_id(one)
    button = next(b for b in page.findChildren(QPushButton) if b.text() == "反馈" and b.menu())
    acts = {act.text(): act for act in button.menu().actions()}
    acts["他单位都登记已反馈"].trigger()
    marked = {r["person"]: r["feedback_on"] for r in book.rows(Query("check_in"))}
    assert marked == {"张甲": "2026-11-24", "张乙": "2026-11-24", "李丙": None}
    assert "还有 1 个没反馈" in page.card.said.text()
    page.bar.findChildren(QPushButton)[0].click()
    assert not any(r["feedback_on"] for r in book.rows(Query("check_in")))


def test_a_paper_of_nothing_says_so(book: Book, tab: GroupedSections) -> None:
    page: Any = tab.show_section("party_meeting")
    button = next(b for b in page.findChildren(QPushButton) if b.text() == "印材料")
    button.menu().actions()[0].trigger()
    assert "请先在列表里点一条" in page.banner.text.text()
    assert book.count(Query("party_meeting")) == 0


# -- papers -------------------------------------------------------------------------------------


def said(paper: Any) -> str:
    from qinglian_desktop.core.document import as_text

    return str(as_text(paper))


def test_a_meeting_has_its_notice_its_sheet_and_its_minutes(book: Book) -> None:
    branch = put(book, "party_branch", name="第一党支部", members=4)
    for name in ("刘建国", "张晓梅"):
        put(book, "person", name=name, tags="党员")
    put(book, "person", name="王群众")
    made = put(
        book, "party_meeting", kind="党课", branch_id=branch, held_on="2026-11-30",
        begins_at="14:30", place="二楼会议室", topic="学习纪律条例", chair="刘建国",
    )  # fmt: skip
    notice, sheet, minutes = (
        said(actions.meeting_paper(book, "party_meeting", made, name)) for name in meetings.PAPERS
    )
    assert "2026年11月30日 14:30在二楼会议室召开党课" in notice
    assert all(name in sheet for name in ("刘建国", "张晓梅", "应到 4 人"))
    assert "王群众" not in sheet
    assert "学习纪律条例" in minutes
    saver("party_meeting")(book, made, {"attendees": "甲乙、丙丁 戊己"})
    sheet = said(actions.meeting_paper(book, "party_meeting", made, "签到表"))
    assert "丙丁" in sheet
    assert "刘建国" not in sheet


def test_a_board_meets_as_its_posts_stand_on_that_day(book: Book) -> None:
    branch = put(book, "party_branch", name="第一党支部", members=9)
    for name, until in (("旧支委", "2025-12-31"), ("新支委", None)):
        put(book, "post", body="第一党支部", person_name=name, title="委员",
            from_on="2022-01-01" if until else "2026-01-01", until_on=until)  # fmt: skip
    made = put(book, "party_meeting", kind="支委会", branch_id=branch, held_on="2026-11-02",
               topic="研究工作")  # fmt: skip
    sheet = said(actions.meeting_paper(book, "party_meeting", made, "签到表"))
    assert "新支委" in sheet
    assert "旧支委" not in sheet


def test_a_joint_meeting_calls_the_units_of_that_day(book: Book) -> None:
    put(book, "member_unit", name="通惠小学", deputy="周老师")
    put(book, "member_unit", name="退出的厂", left_on="2026-01-01")
    made = put(book, "joint_meeting", held_on="2026-09-01", topic="清单")
    sheet = said(actions.meeting_paper(book, "joint_meeting", made, "签到表"))
    assert "通惠小学（周老师）" in sheet
    assert "退出的厂" not in sheet


def test_the_three_lists_hold_the_year_and_what_is_still_open(book: Book) -> None:
    put(book, "joint_item", list="需求", title="去年没办的", raised_on="2025-05-01")
    put(book, "joint_item", list="需求", title="去年办完的", raised_on="2025-05-01",
        done_on="2025-06-01")  # fmt: skip
    put(book, "joint_item", list="需求", title="去年提今年办的", raised_on="2025-05-01",
        done_on="2026-02-01")  # fmt: skip
    put(book, "joint_item", list="需求", title="去年就不办的", raised_on="2025-05-01",
        status="不办了")  # fmt: skip
    put(book, "joint_item", list="资源", title="操场")
    paper = said(actions.three_lists(book, 2026))
    assert "需求清单（2 项）" in paper
    assert "去年提今年办的" in paper
    assert "去年就不办的" not in paper
    assert "去年没办的" in paper
    assert "操场" in paper
    assert "去年办完的" not in paper
    assert "没有登记。" in paper


def test_the_log_of_a_year_names_the_months_without_anything(book: Book) -> None:
    put(book, "duty_log", person="刘书记", done_on="2026-02-03", text="部署")
    paper = said(actions.duty_paper(book, 2026))
    assert "缺 10 个月：1月、3月、4月、5月、6月、7月、8月、9月、10月、11月。" in paper


def test_a_grid_prints_its_people_and_the_doors_still_to_knock_at(book: Book) -> None:
    for number in ("1-001", "1-002", "1-003"):
        put(book, "household", number=number, head="户主", group_name="1组")
    grid = put(book, "grid", number="01", name="阳光网格", groups="1组")
    put(book, "grid_staff", grid_id=grid, person="刘网格", role="网格长")
    unlisted = put(book, "grid", number="02", name="名册里没有户的网格")
    assert "没走访" not in said(actions.visit_sheet(book, unlisted))
    roster = said(actions.grid_roster(book))
    assert "刘网格" in roster
    assert "缺专职或兼职网格员、网格指导员" in roster
    put(book, "grid_visit", grid_id=grid, visited_on="2026-11-01", household_no="1-002")
    sheet = said(actions.visit_sheet(book, grid))
    assert "1-001" in sheet
    assert "1-002" not in sheet
    for number in ("1-001", "1-003"):
        put(book, "grid_visit", grid_id=grid, visited_on="2026-11-02", household_no=number)
    with pytest.raises(Refused, match="都走访过了"):
        actions.visit_sheet(book, grid)


# -- steps --------------------------------------------------------------------------------------


def step(book: Book, table: str, row_id: str) -> list[str]:
    commands = [c for module in catalog.MODULES for c in module.commands if c.table == table]
    return [c.label for c in commands if c.when(row(book, table, row_id))]


def test_a_need_becomes_a_project_and_is_done_with_it(book: Book) -> None:
    need = put(book, "joint_item", list="需求", title="装路灯", raised_by="二网格")
    assert step(book, "joint_item", need) == ["立为项目"]
    made = actions.make_project(book, need)
    project = str(made.result)
    assert row(book, "joint_item", project)["need_id"] == need
    assert row(book, "joint_item", project)["number"] == "2026-02"
    assert row(book, "joint_item", need)["status"] == "办理中"
    assert step(book, "joint_item", project) == ["办结"]
    finished = actions.finish_item(book, project)
    assert [row(book, "joint_item", one)["status"] for one in (need, project)] == ["已办结"] * 2
    undo_step(book, finished.step)
    assert [row(book, "joint_item", one)["done_on"] for one in (need, project)] == [None, None]
    second = str(actions.make_project(book, need).result)
    for one, then in ((project, "办理中"), (second, "已办结")):  # the need waits for both
        actions.finish_item(book, one)
        assert row(book, "joint_item", need)["status"] == then


# -- sheets -------------------------------------------------------------------------------------


def test_a_list_of_members_comes_in_by_a_sheet_with_the_rules_of_the_hand(
    tmp_path: Path, book: Book
) -> None:
    path = tmp_path / "名单.csv"
    path.write_text(
        "姓名,工作单位,报到日期,认领岗位\n张甲,通惠小学,2026-03-01,宣传岗\n李乙,区医院,2026-03-02,\n",
        encoding="utf-8",
    )
    record, reviewer = book.tables["check_in"], saving.reviewer("check_in")
    import_file(book, record, path, reviewer=reviewer)
    rows = {r["person"]: r for r in book.rows(Query("check_in"))}
    assert rows["张甲"]["year"] == 2026
    assert rows["张甲"]["post_on"] == "2026-03-01"
    path.write_text(
        "姓名,工作单位,报到日期\n王丙,小学,2027-03-01\n赵丁,小学,2026-03-01\n赵丁,小学,2026-03-02\n",
        encoding="utf-8",
    )
    with pytest.raises(ImportRefused) as caught:
        import_file(book, record, path, reviewer=reviewer)
    assert [(bad.row, bad.code) for bad in caught.value.intake.bad] == [
        (2, "QL-PA-006"), (4, "QL-PA-021"),
    ]  # fmt: skip


def test_events_of_a_sheet_get_their_numbers_and_their_days(tmp_path: Path, book: Book) -> None:
    put(book, "grid", number="01", name="阳光网格")
    path = tmp_path / "事件.csv"
    path.write_text(
        "网格,发现日期,什么事,缓急\n01,2026-11-20,堵路,紧急\n阳光网格,2026-11-20,堆物,一般\n",
        encoding="utf-8",
    )
    import_file(
        book, book.tables["grid_event"], path, reviewer=saving.reviewer("grid_event"),
        complete=saving.completer("grid_event"),
    )  # fmt: skip
    rows = sorted(book.rows(Query("grid_event")), key=lambda r: r["number"])
    assert [(r["number"], r["due_on"]) for r in rows] == [
        ("2026-001", "2026-11-21"), ("2026-002", "2026-11-27"),
    ]  # fmt: skip
    assert {r["grid_no"] for r in rows} == {"01 阳光网格"}
    path.write_text(
        "网格,发现日期,什么事\n99,2026-11-20,堵路\n,2026-11-20,堵路\n", encoding="utf-8"
    )
    with pytest.raises(ImportRefused) as caught:
        import_file(
            book, book.tables["grid_event"], path, reviewer=saving.reviewer("grid_event")
        )  # fmt: skip
    assert [(bad.row, bad.code) for bad in caught.value.intake.bad] == [
        (2, "QL-PA-029"), (3, "QL-PA-030"),
    ]  # fmt: skip


def test_services_of_a_sheet_find_the_member_and_tell_two_of_one_name_apart(
    tmp_path: Path, book: Book
) -> None:
    one, other = member(book, "张甲", "通惠小学"), member(book, "张甲", "区医院")
    path = tmp_path / "服务.csv"
    record, reviewer = book.tables["service_log"], saving.reviewer("service_log")
    path.write_text(
        "姓名,工作单位,服务日期,服务内容,服务时长（时）\n"
        "张甲,区医院,2026-04-01,义诊,2\n张甲,,2026-04-02,值守,1\n",
        encoding="utf-8",
    )
    with pytest.raises(ImportRefused) as caught:
        import_file(book, record, path, reviewer=reviewer)
    assert [(bad.row, bad.code) for bad in caught.value.intake.bad] == [(3, "QL-PA-029")]
    import_file(book, record, path, reviewer=reviewer, accept_valid=True)
    (made,) = book.rows(Query("service_log"))
    assert made["check_in_id"] == other != one
    assert made["hours"] == 2000


def test_a_unit_taken_away_in_the_form_stays_away(book: Book) -> None:
    unit = put(book, "member_unit", name="供电所")
    item = put(book, "joint_item", list="资源", title="电工", owner_unit=unit)
    assert row(book, "joint_item", item)["unit_name"] == "供电所"
    saver("joint_item")(book, item, {"owner_unit": None})
    made = row(book, "joint_item", item)
    assert (made["owner_unit"], made["unit_name"]) == (None, None)
