"""Objections on their whole road, what they lock, and what is said of them on paper."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

import noticing
from office import make_book, make_posts
from qinglian_desktop.core import clock, reckoning
from qinglian_desktop.core.document import as_text
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import EVIDENCE_LABELS
from qinglian_desktop.modules.decisions import reads as deciding
from qinglian_desktop.modules.disclosure import actions, objecting, wall_reads
from qinglian_desktop.modules.disclosure import wall_records as wall
from qinglian_desktop.modules.disclosure.due import due
from qinglian_desktop.modules.running import is_open
from qinglian_desktop.modules.saving import saver
from qinglian_desktop.store.book import Book

TODAY = date(2026, 10, 12)  # a Monday
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.fixed(TODAY):
        yield


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with make_book(tmp_path) as made:
        yield made


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Book]:
    with make_book(tmp_path, "village") as made:
        yield made


def row(book: Book, objection_id: str) -> dict:
    return book.row("objection", objection_id) or {}


def last_days(book: Book, objection_id: str) -> list[tuple[str, str, str | None]]:
    return [(s["stage"], s["who"], s["due_on"]) for s in actions.steps_of(book, objection_id)]


# -- the pack --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", wall.OBJECTION_KINDS)
def test_every_road_leads_to_its_end_and_every_step_lies_on_it(book: Book, kind: str) -> None:
    pack = book.pack(wall_reads.OBJECTIONS, TODAY)
    limits = book.pack(wall_reads.LIMITS, TODAY)
    stages = {stage.id: stage for stage in objecting.road(pack, kind)}
    reached, waiting = set[str](), [next(iter(stages))]
    while waiting:
        stage = stages[waiting.pop()]
        if stage.id in reached:
            continue
        reached.add(stage.id)
        assert stage.outcomes and stage.who and stage.state in wall.OPEN_OBJECTIONS
        for rule, field in ((stage.rule, stage.field), stage.within, stage.posted):
            if rule:
                found = objecting.rule_of(limits, rule)
                assert int(found[field]) > 0
                assert found["evidence"] in EVIDENCE_LABELS and found["basis"]
        waiting += [one.ends for one in stage.outcomes if one.ends != objecting.END]
        assert all(one.result for one in stage.outcomes if one.ends == objecting.END)
    assert reached == set(stages)
    ends = {s.id for s in stages.values() if any(o.ends == objecting.END for o in s.outcomes)}
    for stage_id in stages:  # from everywhere there is a way out
        seen, here = set[str](), {stage_id}
        while not here & ends:
            seen |= here
            here = {o.ends for one in here for o in stages[one].outcomes} - seen
            assert here, f"{kind} {stage_id} never ends"


# -- the limits of the law -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "road", "days"),
    [
        ("公开内容", (), 3),
        ("公开内容", ("told", "higher"), 10),
        ("组务公开", (), 3),
        ("监委会意见", (), 10),
        ("违规投诉", ("told", "told", "higher"), 20),
        ("中标公示", (), 3),
        ("选民名单", (), 3),
    ],
)
def test_each_answer_has_its_days(
    village: Book, kind: str, road: tuple[str, ...], days: int
) -> None:
    """CQ31: 3 and 10, CQ32: 3, CQ35: 10, CQ40: 20, TB54: 3, V17: 3; a day off moves the last."""
    made = noticing.objection(village, kind=kind)
    for outcome in road:
        waiting = actions.standing(village, made).waiting
        actions.settle(village, made, outcome, "已答复", who=waiting[0]["who"])
    found = row(village, made)
    expected = TODAY + days * DAY
    while not village.calendar().is_workday(expected):
        expected += DAY
    assert date.fromisoformat(found["due_on"]) == expected
    kept = reckoning.parse(found["due_reason"])
    assert kept is not None and kept.again(village.calendar()).day == expected
    assert f"{days} 天内答复" in reckoning.words(found["due_reason"])


def test_a_misconduct_complaint_is_answered_by_both_committees(village: Book) -> None:
    made = noticing.objection(village, kind="违规投诉")
    assert {(who, last) for _, who, last in last_days(village, made)} == {
        ("村委会", "2026-10-15"), ("监委会", "2026-10-15"),
    }  # fmt: skip
    with pytest.raises(Refused, match="要村委会、监委会都答复"):
        actions.settle(village, made, "told", "查无此事")
    actions.settle(village, made, "told", "查无此事", who="村委会")
    assert row(village, made)["state"] == wall.WAITS, "one answer is missing"
    actions.settle(village, made, "told", "同意", who="监委会")
    assert row(village, made)["state"] == wall.TOLD


@pytest.mark.parametrize(("kind", "days"), [("审计结果", 30), ("选民名单", 5), ("中标公示", 3)])
def test_some_objections_come_too_late(book: Book, kind: str, days: int) -> None:
    notice = noticing.posted(book, TODAY)
    with clock.fixed(TODAY + 40 * DAY):
        last = TODAY + days * DAY
        noticing.objection(book, notice, kind=kind, raised_on=last.isoformat())
        with pytest.raises(Refused, match="提出的时间过了"):
            noticing.objection(book, notice, kind=kind, raised_on=(last + DAY).isoformat())
        noticing.objection(book, notice, raised_on=(last + DAY).isoformat())  # 公开内容: any time


def test_an_audit_is_made_again_only_when_a_fifth_asks(village: Book) -> None:
    made = noticing.objection(village, kind="审计结果")
    actions.settle(village, made, "right", "审计单位书面说明")
    for signers, base in ((0, 0), (199, 1000)):
        with pytest.raises(Refused):
            actions.settle(village, made, "again", "联名", signers=signers, base=base)
    actions.settle(village, made, "again", "联名", signers=200, base=1000)
    assert row(village, made)["stage"] == "again"
    told = actions.steps_of(village, made)[1]["text"]
    assert told == "1000 人中 200 人联名。联名"


def test_a_shown_wrong_is_closed_only_with_a_correction_that_hangs(book: Book) -> None:
    notice = noticing.posted(book, TODAY - 3 * DAY)
    made = noticing.objection(book, notice)
    actions.settle(book, made, "wrong", "第三项少写了一个零")
    assert row(book, made)["state"] == wall.WRONG
    with pytest.raises(Refused, match="还没有贴出更正"):
        actions.settle(book, made, "done", notice_id=notice)
    number = actions.write_correction(book, made, "第三项应为 1,200 元。").result
    fixed = str(row(book, made)["correction_id"])
    assert (book.row("notice", fixed) or {})["number"] == number
    with pytest.raises(Refused, match="还没有贴出更正"):
        actions.settle(book, made, "done", notice_id=fixed)
    actions.send_to_review(book, fixed)
    actions.approve(book, fixed, "吴监督")
    actions.post(book, fixed, "公开栏第二格", TODAY)
    actions.settle(book, made, "done", notice_id=fixed)
    found = row(book, made)
    assert (found["state"], found["result"]) == (wall.CLOSED, "有错，已更正并重新公布")
    assert (found["due_on"], found["closed_on"]) == (None, "2026-10-12")


def test_a_relief_list_is_posted_again_for_three_days(book: Book) -> None:
    notice = noticing.posted(book, TODAY - 3 * DAY)
    made = noticing.objection(book, notice, kind="低保公示")
    actions.settle(book, made, "changed", "已告知本人")
    again = noticing.posted(book, TODAY, period="2026Q2")
    with clock.fixed(TODAY + 2 * DAY), pytest.raises(Refused, match="还差 1 天"):
        actions.settle(book, made, "done", notice_id=again)
    with clock.fixed(TODAY + 3 * DAY):
        actions.settle(book, made, "done", notice_id=again)
    assert row(book, made)["state"] == wall.CLOSED


# -- locks -----------------------------------------------------------------------------------


def test_an_open_objection_locks_the_step_after_a_publicity(book: Book) -> None:
    notice = noticing.posted(book, TODAY, mode="公示")
    made = noticing.objection(book, notice)
    with pytest.raises(Refused, match="公示还差 15 天"):
        actions.refuse_unsettled(book, notice)
    with clock.fixed(TODAY + 20 * DAY):
        with pytest.raises(Refused, match="还有 1 条异议没有办结"):
            actions.refuse_unsettled(book, notice)
        with pytest.raises(Refused):
            actions.no_objection_paper(book, notice)
        assert [line for line in due(book, clock.today()) if "下一步先停着" in line.subject]
        actions.settle(book, made, "told", "第三项含两户")
        actions.settle(book, made, "content", "本人清楚了")
        assert actions.refuse_unsettled(book, notice).clear
        with pytest.raises(Refused, match="收到过 1 条异议"):
            actions.no_objection_paper(book, notice)
        told = actions.write_result(book, notice)
    said = "\n".join(as_text(actions.document_of(book, told.ids("notice")[-1])))
    for part in (
        "关于协助街道工作情况公开公示情况的说明",
        "第三项的钱数不对",
        "第三项含两户",
        "已答复，本人没有意见",
    ):
        assert part in said
    assert "收到异议 1 件，都已答复、办结" in said
    assert "李建华" not in said


def test_who_objected_is_masked_even_where_the_words_name_him(book: Book) -> None:
    notice = noticing.posted(book, TODAY, mode="公示")
    made = noticing.objection(book, notice, content="李建华说钱数不对")
    actions.settle(book, made, "told", "已向李 建华说明")
    actions.settle(book, made, "content")
    with clock.fixed(TODAY + 15 * DAY):
        told = actions.write_result(book, notice)
    said = "\n".join(as_text(actions.document_of(book, told.ids("notice")[-1])))
    assert "李＊＊说钱数不对" in said and "李建华" not in said and "李 建华" not in said


def test_a_decision_sees_what_is_open_about_its_notice(book: Book) -> None:
    notice = noticing.posted(book, TODAY)
    made = noticing.objection(book, notice)
    assert [row["id"] for row in deciding.open_objections(book, notice)] == [made]
    actions.settle(book, made, "withdrawn")
    assert deciding.open_objections(book, notice) == []


def test_an_objection_does_not_stop_a_disclosure(book: Book) -> None:
    notice = noticing.posted(book, TODAY, mode="公开")
    noticing.objection(book, notice)
    with clock.fixed(TODAY + 20 * DAY):
        assert actions.refuse_unsettled(book, notice).clear
        actions.take_down(book, notice)
        with pytest.raises(Refused, match="没有办结"):
            actions.no_objection_paper(book, notice)


@pytest.mark.parametrize(("after", "clear"), [(15, False), (16, True)])
def test_what_is_raised_after_the_last_day_holds_nothing_up(
    book: Book, after: int, clear: bool
) -> None:
    notice = noticing.posted(book, TODAY, mode="公示")
    with clock.fixed(TODAY + 20 * DAY):
        noticing.objection(book, notice, raised_on=(TODAY + after * DAY).isoformat())
        assert len(wall_reads.open_objections(book, notice)) == 1, "it is answered all the same"
        if clear:
            assert actions.refuse_unsettled(book, notice).undisputed
        else:
            with pytest.raises(Refused, match="没有办结"):
                actions.refuse_unsettled(book, notice)


def test_who_takes_it_back_did_not_object(book: Book) -> None:
    notice = noticing.posted(book, TODAY, mode="公示")
    made = noticing.objection(book, notice)
    actions.settle(book, made, "withdrawn", "看错了一行")
    assert row(book, made)["state"] == wall.WITHDRAWN
    with clock.fixed(TODAY + 15 * DAY):
        words = as_text(actions.no_objection_paper(book, notice))
    (print_,) = [row["fingerprint"] for row in book.rows(Query("notice"))]
    assert words[:10] == [
        "公示无异议证明",
        "《协助街道工作情况公开》（新街子社区〔2026〕1号）已按规定公示，公示期内没有收到异议。",
        "公示时间：2026年10月12日至2026年10月27日，共 15 天",
        "公示地点：公开栏第一格",
        "收到异议：0 条",
        f"公告指纹：{print_}",
        "特此证明。",
        "通惠街道新街子社区居民委员会",
        "2026年10月27日",
        "（盖章处）",
    ]


def test_a_window_that_closed_before_the_paper_came_down_is_clear(book: Book) -> None:
    """A 公示 of seven days that is also a 公开: it hangs on, people may object for seven."""
    notice = noticing.posted(book, TODAY, mode="公示")
    with book.change("公示七天") as change:
        change.put_row("notice", notice, {"window_on": "2026-10-19"})
    with clock.fixed(TODAY + 6 * DAY), pytest.raises(Refused, match="公示还差 1 天"):
        actions.refuse_unsettled(book, notice)
    with clock.fixed(TODAY + 8 * DAY):
        actions.take_down(book, notice, reason="大风")
        words = as_text(actions.no_objection_paper(book, notice))
    assert "公示时间：2026年10月12日至2026年10月19日，共 7 天" in words


def test_a_paper_that_came_down_early_clears_nothing(book: Book) -> None:
    notice = noticing.posted(book, TODAY, mode="公示")
    with clock.fixed(TODAY + 4 * DAY):
        actions.take_down(book, notice, reason="大风")
    with clock.fixed(TODAY + 30 * DAY), pytest.raises(Refused, match="公示天数不够"):
        actions.no_objection_paper(book, notice)


# -- in the list and in 今日 -----------------------------------------------------------------


def test_open_ones_are_in_today_until_they_are_closed(book: Book) -> None:
    made = noticing.objection(book)

    def lines() -> list[tuple[str, date]]:
        return [(x.act, x.due_on) for x in due(book, clock.today()) if x.table == "objection"]

    assert lines() == [("答复", date(2026, 10, 15))]
    actions.settle(book, made, "told", "已说明")
    assert lines() == [("去办理", TODAY)]
    actions.settle(book, made, "content", "没有意见")
    assert lines() == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("state", wall.CLOSED), ("stage", "told"), ("due_on", "2027-01-01"), ("kind", "低保公示")],
)
def test_the_road_is_not_left_through_a_cell(book: Book, field: str, value: str) -> None:
    made = noticing.objection(book)
    with pytest.raises(Refused, match="不能直接改"):
        saver("objection")(book, made, {field: value})


def test_the_day_of_receipt_is_not_emptied(book: Book) -> None:
    made = noticing.objection(book)
    with pytest.raises(Refused, match="提出日期不能空着"):
        saver(wall.Objection.table)(book, made, {"raised_on": None})
    assert row(book, made)["raised_on"]


def test_another_day_of_receipt_moves_the_last_day_while_nothing_was_answered(book: Book) -> None:
    made = noticing.objection(book)
    actions.save_objection(book, made, {"raised_on": "2026-10-10"})
    assert row(book, made)["due_on"] == "2026-10-13"
    assert [last for _, _, last in last_days(book, made)] == ["2026-10-13"]
    actions.settle(book, made, "told", "已说明")
    with pytest.raises(Refused, match="不能再改"):
        actions.save_objection(book, made, {"raised_on": "2026-10-09"})


@pytest.mark.parametrize("content", ["", "   ", None])
def test_an_objection_says_something(book: Book, content: str | None) -> None:
    with pytest.raises(Refused, match="没有写说了什么"):
        noticing.objection(book, content=content)


def test_an_answered_one_is_not_dropped_and_an_undone_answer_opens_it_again(book: Book) -> None:
    made = noticing.objection(book)
    step = actions.settle(book, made, "told", "已说明").step
    with pytest.raises(Refused, match="不能删"):
        actions.drop_objection(book, made)
    book.undo(step)
    assert row(book, made)["state"] == wall.WAITS
    assert len(actions.steps_of(book, made)) == 1
    actions.drop_objection(book, made)


def test_what_is_closed_is_not_worked_on(book: Book) -> None:
    made = noticing.objection(book)
    actions.settle(book, made, "withdrawn", "不提了")
    with pytest.raises(Refused, match="已经办结"):
        actions.settle(book, made, "told", "再说一遍")


def test_another_schedule_moves_only_what_waits(book: Book) -> None:
    done, waits = noticing.objection(book), noticing.objection(book)
    actions.settle(book, done, "told", "已说明")
    steps = [one for row in (done, waits) for one in actions.steps_of(book, row)]
    assert [is_open("objection_step", one) for one in steps] == [False, True, True]
    notice = noticing.posted(book, TODAY)
    asked = {"notice_id": notice, "asked_on": TODAY.isoformat(), "question": "路灯"}
    question = str(actions.save_question(book, None, asked).result)
    assert is_open("question", book.row("question", question) or {})
    actions.save_question(book, question, {"answer": "月底"})
    assert not is_open("question", book.row("question", question) or {})


# -- many together ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("side", "signers", "base", "state"),
    [
        ("村（居）民", 99, 1000, wall.TOO_FEW),
        ("村（居）民", 100, 1000, wall.TO_DISCLOSE),
        ("村（居）民", 101, 1003, wall.TO_DISCLOSE),
        ("村（居）民", 100, 1003, wall.TOO_FEW),
        ("代表", 6, 33, wall.TOO_FEW),
        ("代表", 7, 33, wall.TO_DISCLOSE),
        ("代表", 7, 35, wall.TO_DISCLOSE),
        ("代表", 7, None, wall.TOO_FEW),
    ],
)
def test_a_tenth_of_residents_or_a_fifth_of_representatives_can_demand_it(
    village: Book, side: str, signers: int, base: int | None, state: str
) -> None:
    draft = {"matter": "机动地承包情况", "side": side, "signers": signers, "base": base}
    made = str(actions.save_demand(village, None, draft).result)
    found = village.row("disclosure_demand", made) or {}
    assert found["state"] == state
    assert found["due_on"] == ("2026-10-22" if state == wall.TO_DISCLOSE else None)


def test_the_roster_tells_how_many_representatives_there_are(village: Book) -> None:
    make_posts(village, *(f"代表{n}" for n in range(33)), body="村民代表会议", kind="代表会议")
    draft = {"matter": "机动地承包情况", "side": "代表", "signers": 7}
    made = str(actions.save_demand(village, None, draft).result)
    found = village.row("disclosure_demand", made) or {}
    assert (found["base"], found["state"]) == (33, wall.TO_DISCLOSE)
    number = actions.compose_demanded(village, made).result
    notice = village.row("notice", (village.row("disclosure_demand", made) or {})["notice_id"])
    assert notice is not None
    assert (notice["number"], notice["title"]) == (number, "关于机动地承包情况的公开")
    with pytest.raises(Refused, match="不用编公告"):
        actions.compose_demanded(village, made)


def test_a_demanded_matter_is_due_until_its_notice_hangs(village: Book) -> None:
    notice = noticing.approved(village)
    draft = {"matter": "机动地", "side": "代表", "signers": 7, "base": 33, "notice_id": notice}
    made = str(actions.save_demand(village, None, draft).result)
    assert [x for x in due(village, TODAY) if x.table == "disclosure_demand"]
    actions.post(village, notice, "公开栏第一格", TODAY)
    assert (village.row("disclosure_demand", made) or {})["state"] == wall.DISCLOSED
    assert not [x for x in due(village, TODAY) if x.table == "disclosure_demand"]


def test_the_least_number_is_the_share_rounded_up() -> None:
    for base in range(1, 400):
        for share in (Fraction(1, 10), Fraction(1, 5)):
            least = objecting.least(base, share)
            assert objecting.enough(least, base, share)
            assert not objecting.enough(least - 1, base, share)
