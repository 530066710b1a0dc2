"""Is casual labour ordered first, noted once a day, posted by the month and only then paid?"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from office import make_book, make_opening, make_person
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import as_text
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.funds import actions as funds
from qinglian_desktop.modules.funds.records import COLLECTIVE, COMMITTEE
from qinglian_desktop.modules.labour import actions, papers
from qinglian_desktop.modules.labour.due import due
from qinglian_desktop.modules.registry.records import Body, Post
from qinglian_desktop.shell.desk_tools import undo_step
from qinglian_desktop.store.book import Book

TODAY = date(2026, 11, 24)
HALF = {"days": 500}


@pytest.fixture(autouse=True)
def fixed() -> Iterator[None]:
    with clock.fixed(TODAY):
        yield


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with make_book(tmp_path) as made:
        make_opening(made, bank_fen=10_000_000, account=COLLECTIVE)
        yield made


def order(office: Book, **facts: Any) -> str:
    told = {
        "book": COLLECTIVE, "ordered_on": "2026-10-10", "reason": "清理3组排水沟",
        "decision": "10月9日两委会纪要", "rate_fen": 12_000, **facts,
    }  # fmt: skip
    return str(actions.save_order(office, None, told).result)


def note(book: Book, order_id: str, person_id: str, day: str = "2026-10-12", **facts: Any) -> str:
    draft = {"order_id": order_id, "person_id": person_id, "day": day, **facts}
    return str(actions.save_day(book, None, draft).result)


def posted(book: Book, pay_id: str, day: date) -> str:
    """The notice of a sheet on the board since that day."""
    notice = str(book.row("labour_pay", pay_id)["notice_id"])  # type: ignore[index]
    with clock.fixed(day):
        disclosure.send_to_review(book, notice)
        disclosure.approve(book, notice, "吴监督")
        disclosure.post(book, notice, "公开栏第一格", day)
    return notice


def test_ordered_noted_posted_and_paid_the_sheet_is_the_log(book: Book, tmp_path: Path) -> None:
    one, other = make_person(book, "张守田", group_name="3组"), make_person(book, "李建华")
    job = order(book)
    note(book, job, one, task="清沟")
    note(book, job, one, "2026-10-13", task="挖土")
    note(book, job, other, task="清沟", **HALF)
    pay_id = str(actions.make_pay(book, COLLECTIVE, "2026-10").result)
    sheet = actions.sheet_of(book, pay_id)
    told = {(line.name, line.days, line.amount_fen) for line in sheet.lines}
    assert told == {("张守田", 2000, 24_000), ("李建华", 500, 6_000)}
    log = book.rows(Query("labour_day"))
    assert sheet.total == sum(row["amount_fen"] for row in log) == 30_000
    with pytest.raises(Refused, match="还没上墙"):
        actions.pay(book, pay_id)
    notice = posted(book, pay_id, date(2026, 11, 5))
    facts = disclosure.facts_of(book, notice)
    assert sum(row["amount"] for row in facts["rows"]) == sheet.total
    with pytest.raises(Refused, match="公示还差"):
        actions.pay(book, pay_id, date(2026, 11, 8))
    entry = book.row("entry", str(actions.pay(book, pay_id).result))
    assert entry is not None
    assert (entry["amount_fen"], entry["direction"], entry["book"]) == (30_000, "支出", COLLECTIVE)
    row = book.row("labour_pay", pay_id)
    assert row is not None
    assert (row["state"], row["entry_id"], row["paid_on"]) == ("已发放", entry["id"], "2026-11-24")
    with pytest.raises(Refused, match="已经发放"):
        actions.pay(book, pay_id)
    path = tmp_path / "发放表.xlsx"
    assert actions.export_pay(book, pay_id, path).result == 2
    cells = [[c.value for c in line] for line in load_workbook(path).active.iter_rows()]  # type: ignore[union-attr]
    assert ["合计", "", "", "", 2.5, "", 300, ""] in cells


def test_no_order_no_log_and_no_log_before_the_order(book: Book) -> None:
    person = make_person(book, "张守田")
    for asked, said, code in (
        ({"order_id": None}, "先说明为什么用工，再记人和工日", "QL-SZ-201"),
        ({"order_id": order(book, decision=None)}, "还没有依据", "QL-SZ-202"),
        ({"order_id": order(book), "day": "2026-10-09"}, "之前", "QL-SZ-204"),
        ({"order_id": order(book), "day": "2026-11-25"}, "还没到", "QL-SZ-203"),
        ({"order_id": order(book, state="已结束")}, "已经结束", "QL-SZ-205"),
        ({"order_id": order(book), "days": 700}, "只能是 1 或 0.5", "QL-SZ-206"),
    ):
        draft = {"person_id": person, "day": "2026-10-12", **asked}
        with pytest.raises(Refused) as refused:
            actions.save_day(book, None, draft)
        assert said in refused.value.what
        assert refused.value.code == code
    assert not book.count(Query("labour_day"))


def test_a_person_has_one_day_a_day_over_all_orders(book: Book) -> None:
    person, job, other = make_person(book, "张三"), order(book), order(book, reason="修路灯")
    note(book, job, person)
    with pytest.raises(Refused, match="张三当天已记过 1 个工"):
        note(book, other, person)
    note(book, job, person, "2026-10-13", **HALF)
    second = note(book, other, person, "2026-10-13", **HALF)
    with pytest.raises(Refused, match=r"张三当天已记过 0\.5 个工"):
        actions.save_day(book, second, {"days": 1000})
    actions.save_day(book, second, {"task": "修路灯"})  # its own half does not count twice
    actions.drop_day(book, second)
    note(book, other, person, "2026-10-13", **HALF)


def test_a_matter_that_has_not_passed_carries_no_labour(book: Book) -> None:
    from qinglian_desktop.modules.decisions import actions as deciding

    facts = {"title": "清理排水沟用工", "matter_class": "M01", "origin": "干部提出"}
    fields = book.tables["matter"].fields
    facts = {**facts, "matter_class": fields["matter_class"].choices[0],
             "origin": fields["origin"].choices[0]}  # fmt: skip
    matter = str(deciding.open_matter(book, {**facts, "opened_on": "2026-10-01"}).result)
    job = order(book, decision=None, matter_id=matter)
    with pytest.raises(Refused, match="还没有决议通过"):
        note(book, job, make_person(book))


def test_who_holds_a_post_is_told_and_not_refused(book: Book) -> None:
    person, job = make_person(book, "郑国强"), order(book)
    with book.change("登记任职") as change:
        change.put(Body(name="新街子社区居民委员会", kind="委员会"))
        change.put(
            Post(body="新街子社区居民委员会", person_name="郑国强", title="副主任",
                 from_on=date(2026, 10, 13))
        )  # fmt: skip
    before, within = note(book, job, person), note(book, job, person, "2026-10-13")
    rows = [book.row("labour_day", row_id) for row_id in (before, within)]
    assert [row and row["told"] for row in rows] == [
        None, "在职：副主任，请核实是不是重复拿报酬",
    ]  # fmt: skip


def test_what_is_in_a_sheet_stays_until_the_sheet_goes(book: Book) -> None:
    person, job = make_person(book, "张守田"), order(book)
    day = note(book, job, person)
    pay_id = str(actions.make_pay(book, COLLECTIVE, "2026-10").result)
    for act in (
        lambda: actions.save_day(book, day, {"days": 500}),
        lambda: actions.drop_day(book, day),
        lambda: actions.save_pay(book, pay_id, {"total_fen": 1}),
        lambda: saving.dropper("labour_order")(book, job),
    ):
        with pytest.raises(Refused):
            act()
    actions.save_day(book, day, {"note": "照片后补"})
    actions.drop_pay(book, pay_id)
    assert not book.count(Query("notice"))
    actions.save_day(book, day, {"days": 500})
    again = str(actions.make_pay(book, COLLECTIVE, "2026-10").result)
    assert actions.sheet_of(book, again).total == 6_000
    posted(book, again, date(2026, 11, 5))
    with pytest.raises(Refused, match="发放表不能删"):
        actions.drop_pay(book, again)


def test_a_month_that_is_not_over_is_not_posted_and_books_are_apart(book: Book) -> None:
    person = make_person(book, "张守田")
    note(book, order(book), person, "2026-11-20")
    with pytest.raises(Refused, match="还没过完"):
        actions.make_pay(book, COLLECTIVE, "2026-11")
    note(book, order(book, book=COMMITTEE), person, "2026-10-20")
    with pytest.raises(Refused, match="没有待公示的用工"):
        actions.make_pay(book, COLLECTIVE, "2026-10")
    assert actions.make_pay(book, COMMITTEE, "2026-10").result


def test_a_month_far_above_the_ones_before_is_told(book: Book) -> None:
    person, job = make_person(book, "张守田"), order(book, ordered_on="2026-07-01")
    for month, days in (("07", 2), ("08", 2), ("09", 2), ("10", 4)):
        for day in range(1, days + 1):
            note(book, job, person, f"2026-{month}-{day + 9}")
    told = []
    for month in ("2026-09", "2026-10"):
        row = book.row("labour_pay", str(actions.make_pay(book, COLLECTIVE, month).result))
        assert row is not None
        told.append(row["told"])
    assert told[0] is None
    assert "前几个月平均 240.00 元" in told[1]
    assert told[1].endswith("（多少算多，待核实）")


def test_today_names_the_month_to_post_and_the_sheet_to_pay(book: Book) -> None:
    note(book, order(book), make_person(book, "张守田"))
    (line,) = due(book, TODAY)
    assert line.subject == "2026年10月用工 1 个工还没公示"
    pay_id = str(actions.make_pay(book, COLLECTIVE, "2026-10").result)
    assert due(book, TODAY) == []
    posted(book, pay_id, date(2026, 11, 5))
    (line,) = due(book, TODAY)
    assert (line.act, line.row_id) == ("去发放", pay_id)


def test_the_pay_sheet_on_paper(book: Book) -> None:
    job = order(book)
    note(book, job, make_person(book, "张守田", group_name="3组"), task="清沟")
    note(book, job, make_person(book, "李建华", group_name="2组"), task="清沟", **HALF)
    pay_id = str(actions.make_pay(book, COLLECTIVE, "2026-10").result)
    text = "\n".join(as_text(papers.pay_sheet(actions.sheet_of(book, pay_id)))) + "\n"
    golden = Path(__file__).parent / "golden" / "pay-sheet.txt"
    assert text == golden.read_text("utf-8")


def test_no_undo_and_no_recycle_bin_gives_a_person_a_second_day(book: Book) -> None:
    one, job, other = make_person(book, "张守田"), order(book), order(book, reason="修便道")
    first = note(book, job, one)
    halved = actions.save_day(book, first, HALF).step
    second = note(book, other, one, **HALF)
    with pytest.raises(Refused, match="当天已记过"):
        undo_step(book, halved)
    saving.dropper("labour_day")(book, second)
    actions.save_day(book, first, {"days": 1000})
    with pytest.raises(Refused, match="已记过 1 个工"):
        saving.restorer("labour_day")(book, second)
    assert [row["days"] for row in book.rows(Query("labour_day"))] == [1000]


def test_no_way_back_gives_a_person_two_days_a_day_or_a_day_without_its_order(
    book: Book,
) -> None:
    """The recycle bin and undo keep to the log as a form does: nobody is paid twice."""
    person, job = make_person(book, "张三"), order(book)
    first = note(book, job, person)
    dropped = actions.drop_day(book, first).step
    second = note(book, job, person)
    for back in (lambda: saving.restorer("labour_day")(book, first), lambda: book.undo(dropped)):
        with pytest.raises(Refused, match="张三当天已记过 1 个工"):
            back()
    moved = actions.save_day(book, second, {"day": "2026-10-13"}).step
    third = note(book, job, person)
    with pytest.raises(Refused, match="张三当天已记过"):
        book.undo(moved)
    for row_id in (second, third):
        actions.drop_day(book, row_id)
    saving.dropper("labour_order")(book, job)
    with pytest.raises(Refused, match="用工单已经删了"):
        saving.restorer("labour_day")(book, first)
    opened = actions.save_order(book, None, {
        "ordered_on": "2026-10-10", "reason": "修路灯", "decision": "纪要", "rate_fen": 12_000,
    })  # fmt: skip
    kept = note(book, str(opened.result), person)
    with pytest.raises(Refused, match="还有 1 条用工记录"):
        book.undo(opened.step)
    with pytest.raises(Refused, match="靠这个依据"):
        actions.save_order(book, str(opened.result), {"decision": None})
    assert [row["id"] for row in book.rows(Query("labour_day"))] == [kept]


def paid(book: Book) -> tuple[str, str]:
    """A sheet on the board that is paid, and its entry."""
    note(book, order(book), make_person(book, "张三"))
    pay_id = str(actions.make_pay(book, COLLECTIVE, "2026-10").result)
    posted(book, pay_id, date(2026, 11, 5))
    return pay_id, str(actions.pay(book, pay_id).result)


@pytest.mark.parametrize("reversed_", [True, False])
def test_a_payment_that_was_taken_back_is_told_and_may_go_out_again(
    book: Book, reversed_: bool
) -> None:
    pay_id, entry = paid(book)
    assert due(book, TODAY) == []
    with pytest.raises(Refused, match="那一笔还在"):
        actions.pay_again(book, pay_id)
    if reversed_:
        funds.reverse(book, "entry", entry, TODAY, "发错了人")
    else:
        saving.dropper("entry")(book, entry)
    (line,) = due(book, TODAY)
    assert (line.act, line.row_id) == ("去核对", pay_id)
    again = str(actions.pay_again(book, pay_id).result)
    assert again != entry
    assert due(book, TODAY) == []
    with pytest.raises(Refused, match="那一笔还在"):
        actions.pay_again(book, pay_id)


def test_an_entry_that_was_changed_afterwards_is_told(book: Book) -> None:
    _, entry = paid(book)
    funds.save_entry(book, entry, {"amount_fen": 99})
    (line,) = due(book, TODAY)
    assert line.why == "账上是 0.99 元，发放表是 120.00 元，请核对"


def test_nobody_is_paid_who_was_not_on_the_board_until_the_board_is_put_right(
    book: Book,
) -> None:
    note(book, order(book), make_person(book, "张三"))
    pay_id = str(actions.make_pay(book, COLLECTIVE, "2026-10").result)
    notice = str(book.row("labour_pay", pay_id)["notice_id"])  # type: ignore[index]
    (line,) = disclosure.facts_of(book, notice)["rows"]
    disclosure.fill(book, notice, {"rows": [{**line, "name": "张四"}]})
    posted(book, pay_id, date(2026, 11, 5))
    with pytest.raises(Refused, match="公示的名单和日志不一样：张三"):
        actions.pay(book, pay_id)
    disclosure.correct(book, notice, "张四应是张三")
    right = book.find(book.tables["notice"], corrects=book.row("notice", notice)["number"])  # type: ignore[index]
    assert right is not None
    with pytest.raises(Refused, match="不一样"):
        actions.pay(book, pay_id)  # a draft says nothing yet
    disclosure.send_to_review(book, right["id"])
    disclosure.approve(book, right["id"], "吴监督")
    disclosure.post(book, right["id"], "公开栏第一格", TODAY)
    assert actions.pay(book, pay_id).result


def test_a_number_of_no_law_says_so_in_today(book: Book) -> None:
    note(book, order(book), make_person(book, "张守田"))
    (line,) = due(book, TODAY)
    assert "下月 10 天内" in line.why
    assert "待核实" in line.why
