"""The street inspects, meets and collects: ST-04, ST-05, ST-08, ST-15 as journeys."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from exchange.at_work import World, report
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Document, Table, as_text
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused, Stopped
from qinglian_desktop.exchange import directing
from qinglian_desktop.modules.catalog import due_today
from qinglian_desktop.modules.directives import actions as matters
from qinglian_desktop.modules.directives import reads as directed
from qinglian_desktop.modules.evaluation import actions as evaluating
from qinglian_desktop.modules.inspection import actions, reads, rules
from qinglian_desktop.modules.inspection.records import (
    CALLED_OFF,
    CLOSED,
    FINDING,
    JOINT_ITEM,
    LATE_MATTER,
    LATE_TASK,
    LEFT,
    NOTED,
    PROBLEM,
    SENT,
    SEVERITIES,
    TAKEN,
)
from qinglian_desktop.modules.saving import dropper, saver
from qinglian_desktop.modules.tasks import actions as tasks
from qinglian_desktop.modules.tasks.records import ITEMS
from qinglian_desktop.shell import from_street
from qinglian_desktop.store import packs
from qinglian_desktop.store.book import Book, Operator

TODAY = date(2026, 9, 18)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.fixed(TODAY):
        yield


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Book, Book]]:
    """A street with one unit, for tests that look at their own rows only."""
    with clock.fixed(TODAY):
        made = World(tmp_path_factory.mktemp("offices"))
        both = made.street, made.unit(1, "新街子社区")
    yield both
    made.close()


@pytest.fixture
def street(offices: tuple[Book, Book]) -> Book:
    return offices[0]


@pytest.fixture
def unit(offices: tuple[Book, Book]) -> Book:
    return offices[1]


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[World]:
    """Offices of a test's own, where everything that is open counts."""
    made = World(tmp_path)
    yield made
    made.close()


def put(book: Book, table: str, **draft: Any) -> str:
    return str(saver(table)(book, None, draft).result)


def said(paper: Document) -> str:
    return "\n".join(as_text(paper))


def row(book: Book, table: str, row_id: str) -> dict[str, Any]:
    found = book.row(table, row_id)
    assert found is not None
    return found


def enrolled(street: Book, unit: Book) -> str:
    (found,) = street.rows(Query("enrolled_unit", (Where("code", "=", unit.unit.code),)))
    return str(found["id"])


def photo(book: Book, folder: Path, name: str, colour: int = 3) -> str:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), (colour, 9, 9)).save(data, "JPEG")
    (folder / name).write_bytes(data.getvalue())
    return book.take_file(folder / name)


def down(street: Book, unit: Book, usb: Path) -> from_street.Told:
    """The stick from the street to the unit."""
    directing.write_down(street, usb)
    told = from_street.read_all(unit, usb, lambda *_: True).result
    assert isinstance(told, from_street.Told)
    return told


def finding(street: Book, unit: Book, **draft: Any) -> str:
    told = {
        "unit_id": enrolled(street, unit), "found_on": "2026-09-10",
        "what": "三季度财务公告没有上墙", "asked": "补贴公告并拍照", "severity": "较重",
    }  # fmt: skip
    return put(street, "inspection_finding", **{**told, **draft})


# -- inspections: from the sheet to the task of the unit and back (ST-04, ST-08) -----------------


def test_a_finding_becomes_a_task_in_the_units_next_import_and_comes_back_closed(
    fresh: World, tmp_path: Path
) -> None:
    street, unit = fresh.street, fresh.unit(1, "新街子社区")
    seen = photo(street, tmp_path, "公开栏.jpg")
    found = finding(street, unit, files=f'["{seen}"]')
    directive = str(actions.send_down(street, found).result)
    told = down(street, unit, fresh.usb)
    assert any("1 件已登记到任务台账" in note for note in told.notes)
    (task,) = unit.rows(Query("task"))
    assert task["title"] == "督查整改：三季度财务公告没有上墙"
    assert (task["due_on"], task["state"], task["issuer"]) == ("2026-09-20", "进行中", "通惠街道")
    assert task["evidence"] == rules.SHOWN
    assert "较重问题 10 天内整改" in task["due_reason"], "the reason of the day came along"
    order = row(unit, "directive", directive)
    assert order["origin"] == "督查" and "补贴公告并拍照" in order["what"]
    assert unit.files.has(seen), "the photo of the street is at the unit"
    assert reads.stand(street, row(street, "inspection_finding", found)) == "待办"

    # read again: nothing is registered twice
    down(street, unit, fresh.usb)
    assert unit.count(Query("task")) == 1

    # the unit shows what it did; the street is not content, then it is
    before = photo(unit, tmp_path, "还没贴好.jpg", 40)
    matters.answer(
        unit, directive, {"state": "已办完", "said": "贴了一半", "files": f'["{before}"]'}
    )
    report(unit, street, fresh.usb)
    assert reads.stand(street, row(street, "inspection_finding", found)) == "已办完"
    with pytest.raises(Refused, match="还没写还差什么"):
        actions.fail_recheck(street, found)
    put_back = saver("inspection_finding")
    put_back(street, found, {"recheck": "明细没有贴"})
    actions.fail_recheck(street, found)
    assert row(street, "inspection_finding", found)["recheck"] is None
    down(street, unit, fresh.usb)
    (matter,) = directed.matters(unit)
    assert matter.stand == "退回再办"
    after = photo(unit, tmp_path, "贴好了.jpg", 90)
    matters.answer(unit, directive, {"said": "明细补贴了", "files": f'["{after}"]'})
    report(unit, street, fresh.usb)
    assert street.files.has(after), "the evidence is at the street"
    put_back(street, found, {"recheck": "现场看过，已贴全", "rechecked_by": "李督查"})
    actions.pass_recheck(street, found)
    closed = row(street, "inspection_finding", found)
    assert (closed["state"], closed["closed_on"]) == (CLOSED, TODAY.isoformat())
    assert closed["recheck_on"] == TODAY.isoformat()
    down(street, unit, fresh.usb)
    (matter,) = directed.matters(unit)
    assert matter.stand == "已办结"
    assert matter.row["closed_note"] == "复查通过：现场看过，已贴全"


def test_a_finding_stands_as_its_order_does_whoever_moves_that(street: Book, unit: Book) -> None:
    closed, withdrawn, undone = (finding(street, unit, what=f"问题{n}") for n in (1, 2, 3))
    for one in (closed, withdrawn):
        actions.send_down(street, one)
    matters.close(street, row(street, "inspection_finding", closed)["directive_id"], "看过了")
    matters.withdraw(street, row(street, "inspection_finding", withdrawn)["directive_id"])
    states = {one: row(street, "inspection_finding", one)["state"] for one in (closed, withdrawn)}
    assert states == {closed: CLOSED, withdrawn: CALLED_OFF}
    sent = actions.send_down(street, undone)
    street.undo(sent.step)
    back = row(street, "inspection_finding", undone)
    assert (back["state"], back["directive_id"]) == (NOTED, None)
    step = matters.close(street, str(actions.send_down(street, undone).result), "看过了").step
    street.undo(step)
    assert row(street, "inspection_finding", undone)["state"] == SENT
    assert row(street, "inspection_finding", undone)["closed_on"] is None


def test_what_the_unit_has_read_stands_still(street: Book, unit: Book) -> None:
    found = finding(street, unit)
    save = saver("inspection_finding")
    save(street, found, {"severity": "严重"})
    assert row(street, "inspection_finding", found)["due_on"] == "2026-09-15", "5 days, not 10"
    save(street, found, {"due_on": "2026-09-30"})
    save(street, found, {"severity": "一般"})
    assert row(street, "inspection_finding", found)["due_on"] == "2026-09-30", "typed by hand"
    actions.send_down(street, found)
    with pytest.raises(Refused, match="改了单位也看不到"):
        save(street, found, {"what": "别的问题"})
    with pytest.raises(Refused, match="已经发给单位"):
        dropper("inspection_finding")(street, found)
    with pytest.raises(Refused, match="现在是“已下发”"):
        actions.send_down(street, found)
    save(street, found, {"recheck": "约好下周看"})


def test_what_cannot_be_worked_with_is_not_sent(street: Book, unit: Book) -> None:
    bare = put(street, "inspection_finding", found_on="2026-09-10")
    for field, words in (("unit_id", "还没写单位"), ("what", "还没写发现的问题")):
        with pytest.raises(Refused, match=words) as told:
            actions.send_down(street, bare)
        assert told.value.field == field
        value = enrolled(street, unit) if field == "unit_id" else "台账没有登记"
        saver("inspection_finding")(street, bare, {field: value})
    actions.send_down(street, bare)
    at_once = finding(street, unit)
    with pytest.raises(Refused, match="当场怎么改好的"):
        actions.close_at_once(street, at_once)
    saver("inspection_finding")(street, at_once, {"recheck": "当场补贴了"})
    actions.close_at_once(street, at_once)
    assert row(street, "inspection_finding", at_once)["state"] == CLOSED
    assert row(street, "inspection_finding", at_once)["directive_id"] is None
    saver("inspection_finding")(street, at_once, {"what": "写错的字改过来"})  # nobody has it
    assert row(street, "inspection_finding", at_once)["what"] == "写错的字改过来"


def test_what_was_found_on_a_visit_stays_in_the_report_of_its_unit(fresh: World) -> None:
    street, one, two = fresh.street, fresh.unit(1), fresh.unit(2)
    plan = put(street, "inspection_round", title="秋季督查", from_on="2026-09-01")
    actions.plan_visits(street, plan)
    visit, other = reads.visits(street, plan)
    with pytest.raises(Refused, match="走的是〔第1社区〕"):
        finding(street, two, visit_id=visit["id"])
    made = finding(street, one, visit_id=visit["id"])
    with pytest.raises(Refused, match="走的是〔第1社区〕"):
        saver("inspection_finding")(street, made, {"unit_id": enrolled(street, two)})
    for table, row_id in (("inspection_visit", visit["id"]), ("inspection_round", plan)):
        with pytest.raises(Refused, match="还有 1 条督查发现"):
            dropper(table)(street, row_id)
    assert "三季度财务公告没有上墙" in said(actions.report_paper(street, plan))
    dropper("inspection_visit")(street, other["id"])
    dropper("inspection_finding")(street, made)
    dropper("inspection_round")(street, plan)


def test_a_round_lays_every_unit_on_a_working_day_and_prints_its_sheets(
    fresh: World,
) -> None:
    street = fresh.street
    units = [fresh.unit(n, enrolled=False) for n in (3, 1, 2)]
    plan = put(
        street, "inspection_round", title="三季度督查", from_on="2026-09-21", to_on="2026-09-28",
        sheet="清廉村居综合督查", inspectors="民政办",
    )  # fmt: skip
    assert actions.plan_visits(street, plan).result == 3
    visits = reads.visits(street, plan)
    assert [v["unit_name"] for v in visits] == ["第1社区", "第2社区", "第3社区"], "by code"
    calendar = street.calendar()
    days = [date.fromisoformat(v["planned_on"]) for v in visits]
    assert all(calendar.is_workday(day) for day in days) and days == sorted(set(days))
    open_end = put(street, "inspection_round", title="不限期", from_on="2026-10-01")
    actions.plan_visits(street, open_end)
    assert [v["planned_on"] for v in reads.visits(street, open_end)] == [
        "2026-10-08", "2026-10-09", "2026-10-10",
    ], "a unit a day, not in the holidays; the Saturday is worked"  # fmt: skip
    with pytest.raises(Refused, match="都已经排进来了"):
        actions.plan_visits(street, plan)
    with pytest.raises(Refused, match="已经排了〔第1社区〕"):
        put(street, "inspection_visit", round_id=plan, unit_id=visits[0]["unit_id"],
            planned_on="2026-09-22")  # fmt: skip
    with pytest.raises(Refused, match="没有叫〔别的〕的检查表"):
        saver("inspection_round")(street, plan, {"sheet": "别的"})
    old = finding(street, units[1])
    sheet = said(actions.sheet_paper(street, visits[0]["id"]))
    points = rules.points(packs.named(rules.PACK)[0], "清廉村居综合督查")
    assert all(one.look in sheet for one in points)
    assert row(street, "inspection_finding", old)["number"] in sheet, "looked at again"
    assert "三季度财务公告没有上墙" not in said(actions.sheet_paper(street, visits[1]["id"]))
    every = said(actions.sheets_paper(street, plan))
    assert [every.count(f"第{n}社区") for n in (1, 2, 3)] == [1, 1, 1]
    assert "第2社区" in said(actions.plan_paper(street, plan))


def test_the_findings_of_a_visit_go_down_in_one_step_and_stand_in_the_report(
    street: Book, unit: Book, tmp_path: Path
) -> None:
    plan = put(street, "inspection_round", title="三季度督查", from_on="2026-09-10", sheet=None)
    assert row(street, "inspection_round", plan)["sheet"] == "清廉村居综合督查"
    actions.plan_visits(street, plan)
    (visit,) = reads.visits(street, plan)
    saver("inspection_visit")(street, visit["id"], {"visited_on": "2026-09-10"})
    with pytest.raises(Refused, match="没有要下发的发现"):
        actions.send_all_down(street, visit["id"])
    first = put(
        street, "inspection_finding", visit_id=visit["id"], what="甲", found_on="2026-09-10"
    )
    assert row(street, "inspection_finding", first)["unit_name"] == "新街子社区"
    other = put(
        street, "inspection_finding", visit_id=visit["id"], what="乙", found_on="2026-09-10"
    )
    assert actions.send_all_down(street, visit["id"]).result == 2
    numbers = [row(street, "inspection_finding", one)["number"] for one in (first, other)]
    order = row(street, "directive", row(street, "inspection_finding", first)["directive_id"])
    assert order["ground"] == f"2026年9月10日三季度督查，编号{numbers[0]}"
    paper = actions.report_paper(street, plan)
    assert "看了 1 个单位（计划 1 个），发现问题 2 条，已销号 0 条，还有 2 条" in said(paper)
    place = tmp_path / "情况.docx"
    actions.save_report_as_word(street, plan, place)
    assert all(number in words_of(place) for number in numbers)


@given(count=st.integers(1, 60), days=st.integers(1, 30))
def test_visits_are_spread_evenly_and_in_order(count: int, days: int) -> None:
    workdays = [date(2026, 9, 1 + n) for n in range(days)]
    laid = rules.spread(workdays, count)
    assert len(laid) == count and laid == sorted(laid) and laid[0] == workdays[0]
    a_day = [laid.count(day) for day in workdays]
    assert max(a_day) <= -(-count // days), "no day carries more than its share"


def test_the_pack_knows_items_severities_and_no_sheet_is_empty() -> None:
    (pack,) = packs.named(rules.PACK)
    names = rules.sheet_names(pack)
    assert len(set(names)) == len(names) == 3
    for name in names:
        found = rules.points(pack, name)
        assert found and {one.item for one in found} <= set(ITEMS)
        assert len({one.what for one in found}) == len(found)
    assert [rules.due_rule(pack, one)[1]["days"] for one in SEVERITIES] == [15, 10, 5]
    assert rules.points(pack, "没有的表") == ()


# -- the joint meeting (ST-05) --------------------------------------------------------------------


def meeting(street: Book, **draft: Any) -> str:
    told = {"title": "第三次联席会议", "held_on": TODAY.isoformat(), "chair": "王主任"}
    return put(street, "street_meeting", **{**told, **draft})


def troubled(world: World, unit: Book) -> None:
    """A unit with something open of every kind, and as much that is in order."""
    put(unit, "problem", found_on="2026-08-01", description="台账没有登记齐", due_on="2026-09-01")
    solved = put(unit, "problem", found_on="2026-08-01", description="已经改好的")
    with unit.change("改好") as change:
        told = {"status": "已销号", "closed_on": "2026-09-01", "recheck": "看过"}
        change.put_row("problem", solved, told)
    with unit.change("清单") as change:
        for number, due in (("2026-01", "2026-09-01"), ("2026-02", "2026-12-01")):
            change.put_row(
                "joint_item", clock.new_id(),
                {"number": number, "list": "需求", "title": f"路灯{number}", "status": "办理中",
                 "due_on": due},
            )  # fmt: skip
    for title, due in (
        ("迟了的一", "2026-09-01"),
        ("迟了的二", "2026-09-02"),
        ("早", "2026-10-01"),
    ):
        tasks.save_task(unit, None, {"title": title, "due_on": due, "state": "进行中"})
    report(unit, world.street, world.usb)


def test_the_agenda_is_what_is_open_at_the_units_and_nothing_else(
    fresh: World,
) -> None:
    street, second, first = fresh.street, fresh.unit(2), fresh.unit(1)
    troubled(fresh, first)
    finding(street, second, what="现金没有盘点")
    late = {"title": "报送台账", "kind": "任务", "due_on": "2026-09-10"}
    matters.issue(street, (second.unit.code,), late)
    matters.issue(street, (second.unit.code,), {**late, "title": "还早", "due_on": "2026-12-01"})
    actions.send_down(street, finding(street, second, what="逾期的发现", found_on="2026-08-01"))
    held = meeting(street)
    assert actions.collect_agenda(street, held).result == 6
    topics = reads.topics(street, held)
    assert [(t["unit_name"], t["kind"], t["title"]) for t in topics] == [
        ("第1社区", PROBLEM, "台账没有登记齐"),
        ("第1社区", JOINT_ITEM, "路灯2026-01"),
        ("第1社区", LATE_TASK, "逾期任务 2 项：迟了的一；迟了的二"),
        ("第2社区", FINDING, "现金没有盘点"),
        ("第2社区", FINDING, "逾期的发现"),
        ("第2社区", LATE_MATTER, "报送台账"),
    ]
    assert topics[0]["state_words"] == "待整改，期限2026年9月1日，已过 17 天"
    assert [t["seq"] for t in topics] == [1, 2, 3, 4, 5, 6]
    for topic in topics:
        assert street.row(topic["source_table"], topic["source_id"]) is not None
    with pytest.raises(Refused, match="没有新的待协调的问题"):
        actions.collect_agenda(street, held)
    dropper("street_topic")(street, topics[0]["id"])
    with pytest.raises(Refused, match="没有新的"):
        actions.collect_agenda(street, held)
    with_department = Operator("周文书", role="平安办", person="甲")
    everybody, street.operator = street.operator, with_department
    seen = {one.kind for one in reads.open_matters(street, TODAY)}
    street.operator = everybody
    assert seen == {JOINT_ITEM, LATE_TASK}, "its own ledgers, and no others"
    finding(street, first, what="新发现")
    assert actions.collect_agenda(street, held).result == 1, "only what is new"
    assert "路灯2026-01" in said(actions.agenda_paper(street, held))


def test_tasks_of_the_minutes_are_linked_both_ways_and_come_to_the_unit(
    fresh: World, tmp_path: Path
) -> None:
    street, unit = fresh.street, fresh.unit(1, "新街子社区")
    held = meeting(street, minutes="各单位汇报。")
    topic = put(street, "street_topic", meeting_id=held, title="公告没有上墙",
                unit_id=enrolled(street, unit))  # fmt: skip
    assert row(street, "street_topic", topic)["seq"] == 1
    with pytest.raises(Refused, match="还没写议定的事"):
        actions.task_from_topic(street, topic)
    saver("street_topic")(street, topic, {"decision": "月底前补贴三季度公告"})
    given_to = str(actions.task_from_topic(street, topic).result)
    with pytest.raises(Refused, match="已经派过任务"):
        actions.task_from_topic(street, topic)
    saver("meeting_task")(street, given_to, {"due_on": "2026-09-30"})
    office = put(street, "meeting_task", meeting_id=held, what="修订公开目录", office="农服中心",
                 due_on="2026-10-15")  # fmt: skip
    with pytest.raises(Refused, match="只能派给一个"):
        saver("meeting_task")(street, office, {"unit_id": enrolled(street, unit)})
    nobody = put(street, "meeting_task", meeting_id=held, what="没有人办")
    with pytest.raises(Refused, match="还没写派给谁"):
        actions.assign_all(street, held)
    assert street.count(Query("directive")) == 0, "all or nothing"
    dropper("meeting_task")(street, nobody)
    assert actions.assign_all(street, held).result == 2
    sent, own = row(street, "meeting_task", given_to), row(street, "meeting_task", office)
    assert reads.decided_in(street, sent["directive_id"]) == ("meeting_task", given_to)
    order = row(street, "directive", sent["directive_id"])
    assert order["ground"] == "2026年9月18日第三次联席会议纪要"
    task = row(street, "task", own["task_id"])
    assert (task["title"], task["lead_office"], task["due_on"]) == (
        "修订公开目录", "农服中心", "2026-10-15",
    )  # fmt: skip
    with pytest.raises(Refused, match="已经派下去了"):
        dropper("meeting_task")(street, given_to)
    with pytest.raises(Refused, match=r"已经派下去：.*修订公开目录") as told:
        dropper("street_meeting")(street, held)
    assert told.value.code == "QL-ST-129"
    assert not row(street, "street_meeting", held)["deleted"]
    with pytest.raises(Refused, match="改了对方也看不到"):
        saver("meeting_task")(street, given_to, {"what": "别的事"})

    down(street, unit, fresh.usb)
    (at_unit,) = unit.rows(Query("task"))
    assert (at_unit["title"], at_unit["due_on"]) == ("月底前补贴三季度公告", "2026-09-30")
    (answer,) = unit.rows(Query("directive_answer"))
    assert (answer["directive_id"], answer["task_id"]) == (sent["directive_id"], at_unit["id"])
    report(unit, street, fresh.usb)
    assert reads.task_stand(street, row(street, "meeting_task", given_to)) == "办理中"

    paper = actions.minutes_paper(street, held)
    words = said(paper)
    assert "1．新街子社区：公告没有上墙" in words and "月底前补贴三季度公告" in words
    (given_out,) = (block for block in paper.blocks if isinstance(block, Table))
    assert [line[1:] for line in given_out.rows] == [
        ("月底前补贴三季度公告", "新街子社区", "2026.9.30", "办理中"),
        ("修订公开目录", "农服中心", "2026.10.15", "未开始"),
    ]
    place = tmp_path / "纪要.docx"
    actions.save_minutes_as_word(street, held, place)
    told = words_of(place)
    assert "第三次联席会议纪要" in told and "修订公开目录" in told and "王主任" in told


# -- what 今日 says ------------------------------------------------------------------------------


def test_today_asks_for_visits_findings_minutes_and_tasks(fresh: World) -> None:
    street, unit = fresh.street, fresh.unit(1)
    plan = put(street, "inspection_round", title="督查", from_on="2026-09-21", sheet=None)
    actions.plan_visits(street, plan)
    found = finding(street, unit)
    held = meeting(street, held_on="2026-09-10")
    put(street, "meeting_task", meeting_id=held, what="修订目录", office="农服中心")
    asked = [one for one in due_today(street, TODAY) if one.module == "inspection"]
    assert sorted(one.act for one in asked) == ["去下发", "去办理", "去派任务", "去登记"]
    actions.send_down(street, found)
    actions.assign_all(street, held)
    saver("street_meeting")(street, held, {"issued_on": "2026-09-17"})
    (visit,) = reads.visits(street, plan)
    saver("inspection_visit")(street, visit["id"], {"visited_on": "2026-09-18"})
    assert not [one for one in due_today(street, TODAY) if one.module == "inspection"]
    assert not [one for one in due_today(unit, TODAY) if one.module == "inspection"]


# -- good practice (ST-15) ------------------------------------------------------------------------


def words_of(place: Path) -> str:
    with zipfile.ZipFile(place) as package:
        return package.read("word/document.xml").decode()


def practised(world: World, unit: Book, title: str, paper: str = "") -> str:
    with unit.change("经验") as change:
        made = change.put_row(
            "experience", clock.new_id(),
            {"title": title, "problem": "投诉多", "measures": "院坝里设驿站",
             "results": "投诉少了一半", "level": "没有推广",
             "files": f'["{paper}"]' if paper else None},
        )  # fmt: skip
    report(unit, world.street, world.usb)
    return made


def test_what_the_street_says_to_a_practice_reaches_the_unit_that_sent_it(fresh: World) -> None:
    street, unit, other = fresh.street, fresh.unit(1), fresh.unit(2)
    ids = [practised(fresh, unit, title) for title in ("廉情驿站", "账目上墙", "院坝说事")]

    def told() -> dict[str, str]:
        down(street, unit, fresh.usb)
        return {row["target_id"]: row["said"] for row in unit.rows(Query("review"))}

    for row_id, draft in zip(
        ids, ({"remark": "能照着学"}, {"chosen": LEFT}, {"chosen": LEFT, "remark": "再补数字"}),
        strict=True,
    ):  # fmt: skip
        actions.note_practice(street, row_id, draft)
    assert told() == {ids[0]: "已收录进街道的经验库：能照着学", ids[2]: "再补数字"}
    down(street, other, fresh.usb)
    assert not other.rows(Query("review")), "only the one that sent it"
    actions.note_practice(street, ids[0], {"remark": "能照着学，别村也办得到"})
    actions.note_practice(street, ids[2], {"remark": ""})
    back = actions.note_practice(street, ids[1], {"chosen": TAKEN})
    assert told() == {
        ids[0]: "已收录进街道的经验库：能照着学，别村也办得到", ids[1]: "已收录进街道的经验库",
    }  # fmt: skip
    street.undo(back.step)
    assert ids[1] not in told(), "what was undone is not told any more"
    actions.note_practice(street, ids[1], {"chosen": TAKEN, "remark": "还是收下"})
    assert told()[ids[1]] == "已收录进街道的经验库：还是收下"


def test_practices_are_collected_chosen_printed_and_exported(fresh: World, tmp_path: Path) -> None:
    street, second, first = fresh.street, fresh.unit(2), fresh.unit(1)
    paper = photo(first, tmp_path, "驿站.jpg")
    taken = practised(fresh, first, "院坝里的廉情驿站", paper)
    left = practised(fresh, first, "没有写完的")
    other = practised(fresh, second, "账目上墙三步法")
    put(first, "optional_action", title="院坝说事", year=2026, measures="每月一次")
    put(first, "problem", found_on="2026-08-01", description="台账没有登记齐")
    report(first, street, fresh.usb)
    assert [(one.unit, one.chosen) for one in reads.practices(street)] == [
        ("第1社区", "还没看"), ("第1社区", "还没看"), ("第2社区", "还没看"),
    ]  # fmt: skip
    with pytest.raises(Refused, match="还没有收录的经验"):
        actions.library_paper(street)
    actions.note_practice(street, taken, {"remark": "能照着学", "category": "监督有为"})
    actions.note_practice(street, other, {})
    actions.note_practice(street, left, {"chosen": LEFT})
    actions.note_practice(street, other, {"remark": "再补数字"})
    assert street.count(Query("experience_note")) == 3, "one note a practice"
    words = said(actions.library_paper(street))
    assert "收录 2 个单位的好经验好做法 2 篇" in words and "没有写完的" not in words
    assert words.index("院坝里的廉情驿站（监督有为）") < words.index("账目上墙三步法")
    assert "街道点评：能照着学" in words and "街道点评：再补数字" in words
    place = tmp_path / "汇编.docx"
    actions.save_library_as_word(street, None, place)
    assert "账目上墙三步法" in words_of(place)

    unit_id = enrolled(street, first)
    file = said(actions.demonstration_paper(street, unit_id))
    assert "院坝说事：每月一次" in file and "问题 1 个，已销号 0 个，还有 1 个" in file
    assert "没有写完的" not in file and "账目上墙三步法" not in file
    with pytest.raises(Stopped):
        actions.export_demonstration(street, unit_id, tmp_path, lambda *_: False)
    assert not list(tmp_path.glob("*示范档案*")), "half of it does not stay"
    folder = Path(
        str(actions.export_demonstration(street, unit_id, tmp_path, lambda *_: True).result)
    )
    assert sorted(path.name for path in folder.iterdir()) == [
        "材料", "第1社区示范档案.docx", "第1社区示范档案.pdf",
    ]  # fmt: skip
    (kept,) = (folder / "材料").iterdir()
    assert kept.suffix == ".jpg" and kept.read_bytes() == street.files.read(paper)
    assert (folder / "第1社区示范档案.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(Refused, match="已经有了"):
        actions.export_demonstration(street, unit_id, tmp_path, lambda *_: True)


def test_the_example_of_a_unit_says_nothing_of_others_ledgers_and_claims_turned_down(
    fresh: World,
) -> None:
    street, unit = fresh.street, fresh.unit(1)
    put(unit, "culture_site", name="廉洁长廊")
    for what in ("市级示范", "没有文件的"):
        put(unit, "bonus_claim", year=2026, article="J04", what=what)
    report(unit, street, fresh.usb)
    (claim,) = street.ids(Query("bonus_claim", (Where("what", "=", "没有文件的"),)))
    evaluating.rule(street, claim, "不认可", {"said": "没有文件"})
    unit_id = enrolled(street, unit)
    whole = said(actions.demonstration_paper(street, unit_id))
    assert "六、清廉阵地" in whole and "廉洁长廊" in whole and "七、荣誉和加分" in whole
    assert "市级示范" in whole and "没有文件的" not in whole
    street.operator = Operator("周文书", role="民政办", person="甲")
    part = said(actions.demonstration_paper(street, unit_id))
    assert "清廉阵地" not in part and "六、荣誉和加分" in part


def test_a_unit_has_none_of_it(unit: Book) -> None:
    with pytest.raises(Refused, match="由街道登记"):
        put(unit, "street_meeting", title="会", held_on="2026-09-01")
