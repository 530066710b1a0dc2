"""Self-checks of the Party organisation from the look to the second look; what was moved down."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import as_text
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.grassroots import actions, reads, rules
from qinglian_desktop.modules.grassroots.due import due
from qinglian_desktop.store.book import Book

TODAY = date(2026, 6, 3)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_book(tmp_path) as made:
        yield made


def save(book: Book, table: str, row_id: str | None = None, **draft: Any) -> Row:
    saved = saving.saver(table)(book, row_id, draft).result
    return book.row(table, str(saved)) or {}


def checked(book: Book, **draft: Any) -> Row:
    return save(book, "party_check", **{"checked_on": "2026-01-12", **draft})


def listed(book: Book, **draft: Any) -> Row:
    told = {"outcome": "列入整顿", "listed_on": "2026-03-10"}
    return checked(book, **{**told, **draft})


def lines(book: Book, day: date = TODAY) -> list[tuple[str, str]]:
    return [(line.subject, line.due_on.isoformat()) for line in due(book, day)]


def test_a_new_check_has_its_situations_and_a_second_asking_adds_none(book: Book) -> None:
    row = checked(book)
    assert row["year"] == 2026
    points = reads.points_of(book, row["id"])
    assert [one["code"] for one in points] == [f"R{number}" for number in range(1, 12)]
    assert all(one["hit"] is None for one in points)
    with pytest.raises(Refused, match="都已经列出来"):
        actions.list_points(book, row["id"])
    saving.dropper("party_check_point")(book, points[3]["id"])
    assert actions.list_points(book, row["id"]).result == 1
    book.undo(book.steps(1)[0]["step"])
    assert len(reads.points_of(book, row["id"])) == 10


def test_a_check_of_the_vanguard_asks_nothing_that_was_not_issued(book: Book) -> None:
    row = checked(book, kind="红岩先锋自查")
    assert reads.points_of(book, row["id"]) == []
    point = save(
        book, "party_check_point", check_id=row["id"], code="1", situation="党员先锋岗全覆盖",
        hit=0,
    )  # fmt: skip
    assert point["hit"] == 0
    text = "\n".join(as_text(actions.check_paper(book, row["id"])))
    assert "2026年红岩先锋自查表" in text
    assert "党员先锋岗全覆盖" in text


@given(st.integers(0, 100), st.integers(0, 100))
def test_half_against_it_is_no_pass_whatever_the_points(score: int, against: int) -> None:
    told = rules.passed({"score": score * 1000, "dissatisfied": against * 1000}, 70, 50)
    assert told is (score >= 70 and against <= 50)


def test_only_what_passed_is_struck_off(book: Book) -> None:
    row = listed(book, plan="一社区一策", accepted_on="2026-05-20", score=69_900, dissatisfied=0)
    assert row["passed"] == 0
    with pytest.raises(Refused, match="没有通过验收"):
        save(book, "party_check", row["id"], cleared_on="2026-05-28")
    row = save(book, "party_check", row["id"], score=70_000, dissatisfied=50_000)
    assert row["passed"] == 1
    row = save(book, "party_check", row["id"], cleared_on="2026-05-28", recheck_on="2026-06-05")
    assert lines(book) == [("回头看：2026 软弱涣散排查", "2026-06-05")]
    save(book, "party_check", row["id"], recheck="没有反弹")
    assert lines(book) == []


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        ({"score": 100_001}, "0 和 100"),
        ({"listed_on": "2026-01-11"}, "早于"),
        ({"cleared_on": "2026-02-01"}, "没有列入"),
    ],
)
def test_what_cannot_be_is_refused(book: Book, draft: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        checked(book, **draft)
    assert book.count(Query("party_check")) == 0
    assert book.count(Query("party_check_point")) == 0


def test_every_month_on_the_list_wants_its_report(book: Book) -> None:
    row = listed(book)
    asked = [what for what, _ in lines(book)]
    assert "列入整顿还没有方案：软弱涣散排查" in asked
    assert [what for what in asked if "月报" in what] == [
        f"2026年{month}月整顿月报还没报" for month in (3, 4, 5)
    ]
    save(book, "party_check", row["id"], plan="一社区一策")
    for month in ("2026-03", "2026-4"):
        save(
            book, "party_check_month", check_id=row["id"], month=month, progress="措施做完 1 条",
            sent_on="2026-05-02",
        )  # fmt: skip
    assert lines(book) == [("2026年5月整顿月报还没报", "2026-06-05")]
    save(book, "party_check", row["id"], listed_on=None)
    assert lines(book) == [("列入整顿还没填列入日期：软弱涣散排查", "2026-01-12")]


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 400))
def test_the_months_on_the_list_are_those_that_ended_there(first: date, days: int) -> None:
    until = date.fromordinal(first.toordinal() + days)
    row = {"listed_on": first.isoformat(), "cleared_on": None}
    told = [month.last for month in rules.listed_months(row, until)]
    walked = [
        day
        for day in (date.fromordinal(n) for n in range(first.toordinal(), until.toordinal() + 1))
        if date.fromordinal(day.toordinal() + 1).day == 1
    ]
    assert told == walked


def test_a_measure_is_due_until_it_is_done_and_says_what_came_of_it(book: Book) -> None:
    row = checked(book)
    measure = save(
        book, "party_check_measure", check_id=row["id"], what="补选组织委员", due_on="2026-06-08"
    )
    assert lines(book) == [("整顿措施：补选组织委员", "2026-06-08")]
    with pytest.raises(Refused, match="结果"):
        save(book, "party_check_measure", measure["id"], closed_on="2026-06-02")
    save(book, "party_check_measure", measure["id"], closed_on="2026-06-02", result="已补选")
    assert lines(book) == []
    with pytest.raises(Refused, match="还有 1 条"):
        saving.dropper("party_check")(book, row["id"])


def test_a_check_goes_and_comes_back_with_its_situations(book: Book) -> None:
    row = checked(book)
    saving.dropper("party_check")(book, row["id"])
    assert book.count(Query("party_check_point")) == 0
    book.undo(book.steps(1)[0]["step"])
    assert len(reads.points_of(book, row["id"])) == 11
    saving.dropper("party_check")(book, row["id"])
    saving.restorer("party_check")(book, row["id"])
    assert len(reads.points_of(book, row["id"])) == 11
    save(book, "party_check_point", reads.points_of(book, row["id"])[0]["id"], hit=0)
    with pytest.raises(Refused, match="已经看了 1 种"):
        saving.dropper("party_check")(book, row["id"])


def test_the_paper_of_a_listed_one_tells_the_whole_way(book: Book) -> None:
    row = listed(
        book, plan="一社区一策", accepted_on="2026-05-20", score=82_000, dissatisfied=6_500,
        branch="社区党委",
    )  # fmt: skip
    points = reads.points_of(book, row["id"])
    save(book, "party_check_point", points[0]["id"], hit=1, found="组织委员空缺")
    save(
        book, "party_check_measure", check_id=row["id"], what="补选组织委员", due_on="2026-04-30",
        closed_on="2026-04-20", result="已补选",
    )  # fmt: skip
    text = "\n".join(as_text(actions.check_paper(book, row["id"])))
    for told in (
        "2026年软弱涣散排查表", "组织委员空缺", "看了 1 种情形，有 1 种，还没看 10 种", "通过",
        "82", "6.5%", "已补选",
    ):  # fmt: skip
        assert told in text


def test_a_check_without_its_year_prints_no_word_for_nothing(book: Book) -> None:
    row = save(book, "party_check")
    assert actions.check_paper(book, row["id"]).title == "软弱涣散排查表"


def test_what_was_moved_down_is_listed_with_the_days_it_was_there(book: Book) -> None:
    item = save(
        book, "moved_down", title="派出所民警驻点", from_unit="派出所", from_on="2026-02-01"
    )
    for day, there in (("2026-03-04", 1), ("2026-03-11", 0), ("2026-03-18", 1)):
        save(
            book, "moved_down_log", moved_down_id=item["id"], served_on=day, present=there,
            what="值守",
        )  # fmt: skip
    save(book, "moved_down", title="早就撤回的", from_on="2024-02-01", until_on="2025-12-31")
    text = "\n".join(as_text(actions.moved_paper(book)))
    assert "早就撤回的" not in text
    assert "派出所民警驻点" in text
    assert "2 次" in text
    with pytest.raises(Refused, match="还有 3 条"):
        saving.dropper("moved_down")(book, item["id"])
    (line,) = lines(book, date(2026, 6, 28))
    assert line == ("2026年第二季度下沉力量到岗情况还没登记", "2026-06-30")
