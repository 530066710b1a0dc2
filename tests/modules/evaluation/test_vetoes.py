"""One confirmed situation stops recognition; two people lift it, and nothing else takes it away."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from exchange.at_work import World
from office import WRITER, make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.evaluation import actions, reads
from qinglian_desktop.modules.evaluation.records import BonusClaim, VetoEvent
from qinglian_desktop.modules.evaluation.standing import FREE, PAUSED, REFUSED
from qinglian_desktop.store import signers
from qinglian_desktop.store.book import Book

PIN = "2580"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(date(2026, 11, 24)):
        made = make_book(tmp_path)
        yield made
        made.close()


@pytest.fixture
def second(book: Book) -> str:
    signers.add(book, "吴敏", "监委会", PIN)
    return "吴敏"


def confirmed(book: Book, article: str = "V05", on: str = "2026-03-05", **more: Any) -> str:
    draft = {
        "article": article, "happened_on": on, "confirmed_by": "街道纪工委",
        "document_no": "通惠纪函〔2026〕3号", **more,
    }  # fmt: skip
    return str(saving.saver(VetoEvent.table)(book, None, draft).result)


def test_one_event_means_not_recognised_with_the_article_shown(book: Book) -> None:
    assert reads.standing_of(book, 2026).state == FREE
    confirmed(book)
    found = reads.standing_of(book, 2026)
    assert found.state == REFUSED == "不予认定"
    assert found.words.startswith("负面清单第 5 条“村级财务管理严重违法违规被查实")
    assert "通惠纪函〔2026〕3号" in found.words


def test_an_article_that_pauses_only_pauses(book: Book) -> None:
    confirmed(book, "V06")
    assert reads.standing_of(book, 2026).state == PAUSED
    confirmed(book, "5")
    assert reads.standing_of(book, 2026).state == REFUSED, "the harder one holds"


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2024-12-31", REFUSED), ("2024-12-30", FREE), ("2024-11-24", FREE),
        ("2026-12-31", REFUSED), ("2027-01-01", FREE),
    ],
)  # fmt: skip
def test_one_looks_back_two_years_from_the_cut_off_day(book: Book, on: str, state: str) -> None:
    confirmed(book, "V05", on)
    with clock.fixed(date(2027, 3, 1)):
        assert reads.standing_of(book, 2026).state == state


def test_being_on_the_list_is_seen_in_the_records_until_it_is_struck_off(book: Book) -> None:
    save = saving.saver("party_check")
    row_id = save(
        book, None, {"checked_on": "2026-01-12", "outcome": "列入整顿", "listed_on": "2026-03-10"}
    ).result
    found = reads.standing_of(book, 2026)
    assert found.state == REFUSED
    assert found.words.startswith("负面清单第 1 条")
    assert [hit.behind[0].query.where[0].value for hit in found.hits] == [(row_id,)]
    with clock.fixed(date(2026, 3, 9)):
        assert reads.standing_of(book, 2026).state == FREE, "not yet"
    save(
        book, row_id,
        {"accepted_on": "2026-10-20", "score": 82_000, "dissatisfied": 4_000,
         "cleared_on": "2026-11-02"},
    )  # fmt: skip
    assert reads.standing_of(book, 2026).state == FREE


def test_two_people_and_a_reason_lift_it(book: Book, second: str) -> None:
    row_id = confirmed(book)
    with pytest.raises(Refused, match="还没有写解除的原因"):
        actions.lift_veto(book, row_id, " ", second, PIN)
    with pytest.raises(Refused, match="PIN"):
        actions.lift_veto(book, row_id, "整顿验收合格，通惠纪函〔2026〕9号", second, "0000")
    with pytest.raises(Refused):
        actions.lift_veto(book, row_id, "整顿验收合格，通惠纪函〔2026〕9号", WRITER, PIN)
    assert reads.standing_of(book, 2026).state == REFUSED
    actions.lift_veto(book, row_id, "整顿验收合格，通惠纪函〔2026〕9号", second, PIN)
    assert reads.standing_of(book, 2026).state == FREE
    row = book.row(VetoEvent.table, row_id)
    assert row is not None
    assert (row["lifted_by"], row["lifted_with"]) == (WRITER, second)
    with pytest.raises(Refused, match="已经解除"):
        actions.lift_veto(book, row_id, "再解除一次看看", second, PIN)


def test_the_second_person_is_another_one(book: Book, second: str) -> None:
    signers.add(book, WRITER, "文书", PIN, vouched_by=second, their_pin=PIN)
    row_id = confirmed(book)
    with pytest.raises(Refused, match="不能是同一个人"):
        actions.lift_veto(book, row_id, "整顿验收合格", WRITER, PIN)


@pytest.mark.parametrize(
    "draft",
    [
        {"article": "V06"}, {"happened_on": "2020-01-01"}, {"document_no": "没有"},
        {"lifted_on": "2026-11-24"}, {"lifted_reason": "自己写的", "lifted_on": "2026-11-01"},
        {"confirmed_by": None},
    ],
)  # fmt: skip
def test_no_other_way_changes_a_confirmation(book: Book, draft: dict[str, Any]) -> None:
    row_id = confirmed(book)
    with pytest.raises(Refused, match="不能直接删改"):
        saving.saver(VetoEvent.table)(book, row_id, draft)
    assert reads.standing_of(book, 2026).state == REFUSED


def test_neither_the_bin_nor_undo_takes_it_away(book: Book) -> None:
    row_id = confirmed(book)
    with pytest.raises(Refused, match="第二个人输入 PIN"):
        saving.dropper(VetoEvent.table)(book, row_id)
    with pytest.raises(Refused, match="第二个人输入 PIN"):
        book.undo(book.steps(1)[0]["step"])
    with pytest.raises(Refused), book.change("绕过去") as change:
        change.drop(VetoEvent.table, row_id)
    assert reads.standing_of(book, 2026).state == REFUSED


def test_the_street_keeps_them_by_unit(tmp_path: Path) -> None:
    with clock.fixed(date(2026, 11, 24)):
        world = World(tmp_path)
        first, second = world.unit(1, "新街子社区"), world.unit(2, "红旗社区")
        confirmed(world.street, "V02", unit_name="新街子社区")
        state = {
            one.unit.name: reads.standing_of(world.street, 2026, unit=one.unit.office_id).state
            for one in (first, second)
        }
        assert state == {"新街子社区": REFUSED, "红旗社区": FREE}
        with pytest.raises(Refused, match="没有登记叫“别的社区”的单位"):
            confirmed(world.street, "V02", unit_name="别的社区")
        world.close()


def test_papers_and_a_forgotten_day_may_be_added(book: Book) -> None:
    row_id = confirmed(book)
    saving.saver(VetoEvent.table)(book, row_id, {"confirmed_on": "2026-03-06"})
    row = book.row(VetoEvent.table, row_id)
    assert row is not None
    assert row["confirmed_on"] == "2026-03-06"


def test_an_article_nobody_knows_is_refused(book: Book) -> None:
    with pytest.raises(Refused, match="没有“V99”这一条"):
        confirmed(book, "V99")


# -- bonus ---------------------------------------------------------------------------------------


def claim(book: Book, article: str, what: str, level: str | None = None) -> str:
    draft = {"year": 2026, "article": article, "what": what, "level": level}
    return str(saving.saver(BonusClaim.table)(book, None, draft).result)


def test_the_bonus_of_a_year_stops_at_five(book: Book) -> None:
    claim(book, "J01", "全市现场会介绍", "市级")
    assert reads.bonus_of(book, 2026).points == 3
    claim(book, "J02", "市级优秀案例", "市级")
    found = reads.bonus_of(book, 2026)
    assert (found.before_cap, found.points) == (6, 5)


def test_of_one_article_the_highest_level_counts_once(book: Book) -> None:
    claim(book, "j01", "街道推广", "街道")
    claim(book, "J01", "区里推广", "区级")
    found = reads.bonus_of(book, 2026)
    assert [one.points for one in found.claims] == [1, 1]
    assert found.points == 2


def test_what_counts_each_time_stops_at_the_cap_of_its_article(book: Book) -> None:
    for number in range(3):
        claim(book, "J03", f"主动退出不当利益 {number}")
    found = reads.bonus_of(book, 2026)
    assert found.points == Decimal(1)
    assert found.claims[-1].words == "同一条已经计过，不再加"


def test_a_level_an_article_has_not_is_refused(book: Book) -> None:
    with pytest.raises(Refused, match="没有街道这一级"):
        claim(book, "J02", "街道优秀案例", "街道")
    with pytest.raises(Refused, match="加分项里没有“J99”"):
        claim(book, "J99", "别的")
