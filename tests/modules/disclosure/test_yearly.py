"""The yearly adjustment from draft to the street's file, who may examine it, and the alarms."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from office import SUPERVISOR, WRITER, make_book, make_posts
from qinglian_desktop.core import clock, reckoning
from qinglian_desktop.core.document import Table, as_text
from qinglian_desktop.core.module import Due, Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.disclosure import actions
from qinglian_desktop.modules.disclosure.due import due
from qinglian_desktop.modules.disclosure.records import CatalogItem, DisclosurePlan, PlannedPosting
from qinglian_desktop.modules.registry.records import Kin, Person, Post
from qinglian_desktop.paper.draw import draw
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.store.book import Book

DRAFTED, HEARD, EXAMINED = date(2026, 12, 1), date(2026, 12, 8), date(2026, 12, 10)
ANSWERED, DECIDED, HUNG = date(2026, 12, 14), date(2026, 12, 16), date(2026, 12, 18)
FILED = date(2026, 12, 21)
HEAD = "郑主任"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with make_book(tmp_path) as made:
        with clock.fixed(date(2026, 1, 5)):
            actions.load_catalog(made, 2026)
            actions.plan_year(made, 2026)
            make_posts(made, SUPERVISOR, "钱代表")
            make_posts(made, HEAD, body="新街子社区居委会", kind="委员会")
        yield made


def _item(book: Book, code: str, year: int) -> str:
    found = book.find(CatalogItem, code=code, year=year)
    assert found is not None
    return str(found["id"])


def _plan(book: Book, year: int = 2027) -> DisclosurePlan:
    (found,) = book.records(DisclosurePlan, Where("year", "=", year))
    return found


def _adjusted(book: Book) -> str:
    """The draft of 2027: one item stopped, one more often, one new."""
    with clock.fixed(DRAFTED):
        plan = str(actions.draft_year(book, 2027).result)
        actions.switch_off(book, _item(book, "G41", 2027), "明年没有征地")
        monthly = {"frequency": "每月", "reason": "居民要求按月看账"}
        actions.save_item(book, _item(book, "F04", 2027), monthly)
        own = {"year": 2027, "code": "Z01", "category": "服务", "item": "停车收费", "enabled": 1}
        own |= {"frequency": "每季度", "reason": "新建停车场"}
        actions.save_item(book, None, own)
        actions.ask_opinions(book, plan, HEARD)
    return plan


def _decided(book: Book) -> str:
    plan = _adjusted(book)
    with clock.fixed(HEARD):
        actions.hear(book, plan, 2, "一条要求按月公开经费，采纳；一条不属于公开目录。")
    with clock.fixed(EXAMINED):
        actions.examine(book, plan, SUPERVISOR, "有异议", "停车收费应写清标准")
    with clock.fixed(ANSWERED):
        actions.answer(book, plan, HEAD, "已写明收费标准一并公开")
    with clock.fixed(DECIDED):
        actions.decide(book, plan, "居委会12月会议")
    return plan


def _published(book: Book) -> tuple[str, str]:
    plan = _decided(book)
    with clock.fixed(HUNG):
        notice = actions.publish(book, plan).ids("notice")[0]
        actions.send_to_review(book, notice)
        actions.approve(book, notice, SUPERVISOR)
        actions.post(book, notice, "社区公开栏", HUNG)
    return plan, notice


# -- the steps (PD-17) ---------------------------------------------------------------------------


def test_a_year_comes_into_force_only_after_all_its_steps(book: Book) -> None:
    plan, notice = _published(book)
    assert not actions.is_open(book, 2027)
    with clock.fixed(HUNG), pytest.raises(Refused, match="还没有生效") as told:
        actions.plan_year(book, 2027)
    assert "备案" in told.value.remedy
    held = actions.item_of(book, "F04", "2027-01")
    assert held is not None
    assert held["frequency"] == "每季度", "until then the catalogue of 2026 holds"
    with clock.fixed(FILED):
        added = actions.file_with(book, plan)
    assert actions.is_open(book, 2027)
    assert added.result == book.count(Query("planned_posting", (Where("year", "=", 2027),)))
    held = actions.item_of(book, "F04", "2027-01")
    assert held is not None
    assert held["frequency"] == "每月"
    (line,) = book.records(PlannedPosting, Where("code", "=", "G10"), Where("year", "=", 2027))
    assert (line.state, line.notice_id) == ("已公开", notice), "the catalogue is posted already"
    assert not book.count(Query("planned_posting", (
        Where("code", "=", "G41"), Where("year", "=", 2027),
    )))  # fmt: skip


def test_a_year_without_a_draft_has_no_changes(book: Book) -> None:
    assert actions.changes_of(book, 2027) == []
    _adjusted(book)
    assert {change.code for change in actions.changes_of(book, 2027)} == {"G41", "F04", "Z01"}


def test_last_years_catalogue_stays_as_it_was(book: Book) -> None:
    before = {row["code"]: row for row in actions.items_of(book, 2026)}
    _published(book)
    assert {row["code"]: row for row in actions.items_of(book, 2026)} == before


def test_what_changed_is_told_with_its_reason_on_the_notice(book: Book) -> None:
    _, notice = _published(book)
    told = {(c.code, c.word, c.reason) for c in actions.changes_of(book, 2027)}
    assert told == {
        ("F04", "调整", "居民要求按月看账"),
        ("G41", "停用", "明年没有征地"),
        ("Z01", "新增", "新建停车场"),
    }
    paper = actions.document_of(book, notice)
    text = "\n".join(as_text(paper))
    for word in ("频次由“每季度”改为“每月”", "明年没有征地", "停车收费", "居委会12月会议",
                 "有异议：停车收费应写清标准", "收到 2 条", "征地补偿安置方案公告"):  # fmt: skip
        assert word in text
    posted = {i["code"] for i in actions.items_of(book, 2027) if i["enabled"]}
    (table,) = (b for b in paper.blocks if isinstance(b, Table) and len(b.rows) > 50)
    assert {row[0] for row in table.rows} == posted


def test_a_change_without_its_reason_does_not_go_to_the_residents(book: Book) -> None:
    with clock.fixed(DRAFTED):
        plan = str(actions.draft_year(book, 2027).result)
        actions.save_item(book, _item(book, "F04", 2027), {"frequency": "每月"})
        with pytest.raises(Refused, match="F04 居委会工作经费收支"):
            actions.ask_opinions(book, plan, HEARD)


def test_a_published_catalogue_is_not_changed_silently(book: Book) -> None:
    _decided(book)
    item = _item(book, "G17", 2027)
    with pytest.raises(Refused, match="已经公布，改〔频次〕要写原因"):
        actions.save_item(book, item, {"frequency": "每月"})
    actions.save_item(book, item, {"frequency": "每月", "reason": "街道要求"})
    actions.save_item(book, item, {"assignee": "周文书"})
    with pytest.raises(Refused, match="不能删"):
        saving.dropper("catalog_item")(book, item)


STEPS: tuple[tuple[str, Any], ...] = (
    ("征求意见", lambda book, plan: actions.ask_opinions(book, plan, HEARD, DRAFTED)),
    ("待审查", lambda book, plan: actions.hear(book, plan, 0, "")),
    ("待答复", lambda book, plan: actions.examine(book, plan, SUPERVISOR, "同意", "")),
    ("待会议", lambda book, plan: actions.answer(book, plan, HEAD, "")),
    ("待公布", lambda book, plan: actions.decide(book, plan, "居委会会议")),
    ("待备案", actions.publish),
)


def test_no_step_can_be_jumped_and_each_can_be_taken_back(book: Book) -> None:
    with clock.fixed(DRAFTED):
        plan = str(actions.draft_year(book, 2027).result)
    with clock.fixed(FILED):
        for place, (state, step) in enumerate(STEPS):
            for _, later in STEPS[place + 1 :]:
                with pytest.raises(Refused, match="这一步还不能办"):
                    later(book, plan)
            with pytest.raises(Refused):
                actions.file_with(book, plan)
            before = book.row("disclosure_plan", plan)
            done = step(book, plan)
            assert _plan(book).state == state
            book.undo(done.step)
            after = book.row("disclosure_plan", plan)
            assert before is not None
            assert after is not None
            assert {n: after[n] for n in DisclosurePlan.fields} == {
                n: before[n] for n in DisclosurePlan.fields
            }
            step(book, plan)
        with pytest.raises(Refused, match="公告还没上墙"):
            actions.file_with(book, plan)
        with pytest.raises(Refused, match="不能直接改"):
            saving.saver("disclosure_plan")(book, plan, {"state": "已生效"})


def test_a_draft_taken_back_is_drafted_anew(book: Book) -> None:
    with clock.fixed(DRAFTED):
        first = actions.draft_year(book, 2027)
        rows = len(actions.items_of(book, 2027))
        with pytest.raises(Refused, match="已经起草了"):
            actions.draft_year(book, 2027)
        book.undo(first.step)
        assert not actions.items_of(book, 2027)
        actions.draft_year(book, 2027)
        assert len(actions.items_of(book, 2027)) == rows == len(actions.items_of(book, 2026))
        assert not actions.changes_of(book, 2027)


def test_a_notice_dropped_as_a_draft_is_composed_anew(book: Book) -> None:
    plan = _decided(book)
    with clock.fixed(HUNG):
        first = actions.publish(book, plan).ids("notice")[0]
        with pytest.raises(Refused, match="这一步还不能办"):
            actions.publish(book, plan)
        actions.drop_notice(book, first)
        second = actions.publish(book, plan).ids("notice")[0]
        assert _plan(book).notice_id == second != first


def test_dates_never_go_back(book: Book) -> None:
    plan = _adjusted(book)
    with clock.fixed(EXAMINED):
        with pytest.raises(Refused, match="还差 7 天"):
            actions.hear(book, plan, 0, "", on=DRAFTED)
        actions.hear(book, plan, 0, "", on=HEARD)
        with pytest.raises(Refused, match="早于送审查日期"):
            actions.examine(book, plan, SUPERVISOR, "同意", "", on=date(2026, 12, 7))
        with pytest.raises(Refused, match="在今天之后"):
            actions.examine(book, plan, SUPERVISOR, "同意", "", on=ANSWERED)


# -- who examines, and in how many days (PD-16) --------------------------------------------------


def _waiting(book: Book) -> str:
    plan = _adjusted(book)
    with clock.fixed(HEARD):
        actions.hear(book, plan, 0, "")
    return plan


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "没有写审查人"),
        (WRITER, "起草人"),
        (" 周 文书 ", "起草人"),
        ("路人甲", "名册里没有路人甲"),
        ("钱代表", "近亲属（配偶）"),
        ("吴监督", ""),
    ],
)
def test_only_a_supervisor_who_is_close_to_nobody_examines(
    book: Book, name: str, words: str
) -> None:
    plan = _waiting(book)
    with book.change("登记") as change:
        change.put(Kin(person_name=HEAD, relative_name="钱代表", relation="配偶"))
    with clock.fixed(EXAMINED):
        if words:
            with pytest.raises(Refused, match=words) as told:
                actions.examine(book, plan, name, "同意", "")
            assert told.value.field == "reviewer"
        else:
            actions.examine(book, plan, name, "同意", "")
            assert _plan(book).reviewer == name


def test_a_member_of_the_committee_does_not_supervise_it(book: Book) -> None:
    plan = _waiting(book)
    make_posts(book, SUPERVISOR, body="新街子社区居委会", kind="委员会")
    with clock.fixed(EXAMINED), pytest.raises(Refused, match="是新街子社区居委会委员"):
        actions.examine(book, plan, SUPERVISOR, "同意", "")


def test_without_a_roster_nobody_can_examine(tmp_path: Path) -> None:
    with make_book(tmp_path, folder="bare") as book, clock.fixed(DRAFTED):
        actions.load_catalog(book, 2026)
        plan = str(actions.draft_year(book, 2027).result)
        actions.ask_opinions(book, plan, DRAFTED)
        actions.hear(book, plan, 0, "")
        with pytest.raises(Refused, match="名册是空的") as told:
            actions.examine(book, plan, SUPERVISOR, "同意", "")
        assert "人户名册" in told.value.remedy


@pytest.mark.parametrize(
    ("examined", "answered", "late"),
    [
        (date(2026, 12, 14), date(2026, 12, 21), (0, 0)),  # the 5th day after 8.: Sunday 13. → 14.
        (date(2026, 12, 15), date(2026, 12, 22), (1, 2)),  # 20. is a Sunday → 21.
    ],
)
def test_opinion_and_answer_have_five_days_each(
    book: Book, examined: date, answered: date, late: tuple[int, int]
) -> None:
    plan = _waiting(book)
    told = reckoning.parse(_plan(book).review_why)
    assert told is not None
    assert told.again(book.calendar()).day == _plan(book).review_due_on == date(2026, 12, 14)
    with clock.fixed(examined):
        first = actions.examine(book, plan, SUPERVISOR, "有异议", "写清标准").result
    with clock.fixed(answered):
        second = actions.answer(book, plan, HEAD, "已写清").result
        late_by = (answered - (_plan(book).answer_due_on or answered)).days
        assert (first, second) == (late[0], max(late_by, 0))
        text = "\n".join(as_text(actions.plan_paper(book, plan)))
    assert ("超过规定期限" in text) == bool(late[0])
    for word in (SUPERVISOR, HEAD, "写清标准", "已写清", "审查人（监委会）"):
        assert word in text


def test_an_objection_is_written_out_and_answered(book: Book) -> None:
    plan = _waiting(book)
    with clock.fixed(EXAMINED):
        with pytest.raises(Refused, match="有异议要写清楚"):
            actions.examine(book, plan, SUPERVISOR, "有异议", " ")
        actions.examine(book, plan, SUPERVISOR, "有异议", "写清标准")
        with pytest.raises(Refused, match="要写怎么答复"):
            actions.answer(book, plan, HEAD, "")
        with pytest.raises(Refused, match="不能自己答复"):
            actions.answer(book, plan, SUPERVISOR, "已改")


# -- 今日 ------------------------------------------------------------------------------------------


def _told(book: Book, day: date, word: str) -> list[Due]:
    with clock.fixed(day):
        return [line for line in due(book, day) if word in line.subject]


def test_the_adjustment_of_next_year_is_asked_for_from_december(book: Book) -> None:
    assert not _told(book, date(2026, 11, 30), "2027年")
    (line,) = _told(book, date(2026, 12, 1), "2027年居务公开目录")
    assert (line.due_on, "起草" in line.subject) == (date(2027, 1, 31), True)
    _waiting(book)
    (line,) = _told(book, date(2026, 12, 9), "2027年居务公开目录")
    assert line.due_on == date(2026, 12, 14)
    assert "5 天内" in line.why
    (late,) = _told(book, date(2027, 2, 3), "2027年居务公开目录")
    assert late.due_on < date(2027, 2, 3)


def test_a_year_in_force_is_quiet(book: Book) -> None:
    plan, _ = _published(book)
    with clock.fixed(FILED):
        actions.file_with(book, plan)
    assert not _told(book, FILED, "2027年居务公开目录")


def test_a_first_catalogue_needs_no_adjustment(book: Book) -> None:
    assert not _told(book, date(2026, 6, 1), "公开目录")


def test_a_quarter_that_nobody_planned_is_told(book: Book) -> None:
    day = date(2026, 4, 10)
    assert not _told(book, day, "财务居务公开还没有公开")
    for line in book.ids(Query("planned_posting", (Where("code", "=", "F04"),))):
        with book.change("删") as change:
            change.drop("planned_posting", line)
    (told,) = _told(book, day, "财务居务公开还没有公开")
    assert told.due_on == date(2026, 4, 15)
    assert told.subject.startswith("2026年第一季度")


def test_the_supervisors_report_of_a_half_year_is_told_when_missing(book: Book) -> None:
    actions.save_item(book, _item(book, "G09", 2026), {"frequency": "随时"})
    for line in book.ids(Query("planned_posting", (Where("code", "=", "G09"),))):
        with book.change("删") as change:
            change.drop("planned_posting", line)
    (told,) = _told(book, date(2026, 7, 20), "居务监督委员会工作报告还没有公开")
    assert told.due_on == date(2026, 7, 31)


def test_who_may_not_supervise_is_told_with_the_reason(book: Book) -> None:
    day = date(2026, 6, 1)
    assert not _told(book, day, "监委会的")
    with book.change("登记") as change:
        change.put(Person(name=HEAD, household_no="1-1"))
        change.put(Person(name="钱代表", household_no="1-1"))
    (told,) = _told(book, day, "监委会的钱代表")
    assert "同一户" in told.subject
    with book.change("登记") as change:
        change.put(Kin(person_name="钱代表", relative_name=HEAD, relation="配偶"))
    (told,) = _told(book, day, "监委会的钱代表")
    assert "近亲属" in told.subject
    assert "法律" in told.why
    make_posts(book, WRITER)
    (told,) = _told(book, day, f"监委会的{WRITER}")
    assert "填表的文书" in told.subject
    make_posts(book, "孙代表")
    with book.change("登记") as change:
        change.put(Post(body="经济合作社", person_name="孙代表", title="会计",
                        from_on=date(2025, 1, 1)))  # fmt: skip
    (told,) = _told(book, day, "监委会的孙代表")
    assert "会计" in told.subject


def test_a_committee_whose_term_is_over_is_told(tmp_path: Path) -> None:
    with make_book(tmp_path, "village", folder="v") as book:
        make_posts(book, "吴监督", until_on=date(2026, 3, 31))
        assert not _told(book, date(2026, 3, 31), "任期已满")
        (told,) = _told(book, date(2026, 4, 1), "任期已满")
        assert told.due_on == date(2026, 3, 31)


def test_a_list_with_peoples_money_does_not_stay_up_for_ever(book: Book) -> None:
    with clock.fixed(date(2026, 4, 1)):
        made = actions.compose_general(book, "慰问金发放", "G54", "2026Q1", "慰问 3 户。")
        notice = made.ids("notice")[0]
        actions.send_to_review(book, notice)
        actions.approve(book, notice, SUPERVISOR)
        actions.post(book, notice, "公开栏", date(2026, 4, 1))
    (told,) = _told(book, date(2026, 4, 16), "慰问金发放")
    assert "个人信息" in told.subject


# -- papers --------------------------------------------------------------------------------------


def test_catalogue_plan_and_matrix_are_printed_whole(book: Book) -> None:
    plan, _ = _published(book)
    fonts = Fonts()
    with clock.fixed(HUNG):
        papers = (
            actions.catalogue_paper(book, 2027),
            actions.plan_paper(book, plan),
            actions.matrix_paper(book, 2026),
        )
        for paper in papers:
            assert not fonts.missing(paper)
            assert draw(paper, BytesIO(), fonts=fonts).pages >= 3
        listed = "\n".join(as_text(papers[0]))
        assert all(row["code"] in listed for row in actions.items_of(book, 2027))
        assert "今年不公开的（1 项）" in listed
        with pytest.raises(Refused, match="还没有2030年"):
            actions.catalogue_paper(book, 2030)


def test_nobodys_number_is_printed_with_the_opinions(book: Book) -> None:
    plan, _ = _published(book)
    with book.change("改意见") as change:
        heard = {"opinions": 1, "heard": "3幢2单元801的13812345678提出，已采纳"}
        change.put_row(DisclosurePlan.table, plan, heard)
    with clock.fixed(HUNG), pytest.raises(Refused, match="2 处个人信息"):
        actions.plan_paper(book, plan)
