"""Contracts: what is refused and what is kept, numbers, schedules that follow the terms, sheets."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cases import make_matter
from leasing import RENT, draft_of, make_contract, pay
from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Problem, Refused
from qinglian_desktop.core.record import defaults
from qinglian_desktop.exchange.sheets import import_file
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.contracts import actions, reads
from qinglian_desktop.modules.contracts.records import (
    AGENCY,
    AS_LISTED,
    RUNNING,
    TO_CLEAR,
    Contract,
    RentDue,
)
from qinglian_desktop.modules.contracts.rules import terms
from qinglian_desktop.modules.decisions import links
from qinglian_desktop.modules.decisions.beside import MatterStandard
from qinglian_desktop.modules.property import actions as holdings
from qinglian_desktop.modules.property.records import Asset
from qinglian_desktop.modules.saving import dropper, restorer
from qinglian_desktop.store.book import Book


def dues(book: Book, contract_id: str) -> list[tuple[str, int]]:
    rows = reads.rows_of(book, RentDue.table, [contract_id], "seq")
    return [(row["due_on"], row["amount_fen"]) for row in rows]


@pytest.mark.parametrize(
    "gone", ["title", "kind", "party", "subject", "start_on", "end_on", "rent_fen"]
)
def test_a_contract_lacks_what_the_law_asks_for(gone: str) -> None:
    draft = {**defaults(Contract), **draft_of()}
    assert terms.lacking(draft) == ()
    assert terms.lacking({**draft, gone: None}) == (gone,)


def test_a_contract_with_a_missing_term_is_refused_and_kept_to_be_cleared(book: Book) -> None:
    draft = draft_of(end_on=None, rent_fen=None)
    with pytest.raises(Refused) as refused:
        actions.save_contract(book, None, draft)
    assert refused.value.what == "还差：结束日期或不定期、年租金或总价"
    assert "待清理" in refused.value.remedy
    assert refused.value.field == "end_on"
    assert book.count(Query(Contract.table)) == 0
    kept = str(actions.save_contract(book, None, {**draft, "state": TO_CLEAR}).result)
    assert reads.contract(book, kept)["state"] == TO_CLEAR
    assert dues(book, kept) == []
    actions.save_contract(book, kept, {"end_on": "2026-12-31", "total_fen": 500, "state": RUNNING})
    assert dues(book, kept) == [("2026-01-01", 500)]
    with pytest.raises(Refused, match="还差：标的和位置"):
        actions.save_contract(book, kept, {"subject": None})


def test_what_stands_in_for_a_term_is_enough(book: Book) -> None:
    assert make_contract(book, end_on=None, open_ended=1)
    assert make_contract(book, rent_fen=None, total_fen=100)
    assert make_contract(book, rent_fen=None, kind=AGENCY)


IMPOSSIBLE: list[tuple[dict[str, Any], str]] = [
    ({"end_on": "2025-12-31"}, "QL-SZ-300"),
    ({"end_on": "2126-01-02"}, "QL-SZ-301"),
    ({"open_ended": 1}, "QL-SZ-302"),
    ({"rent_fen": -1}, "QL-SZ-303"),
    ({"rent_fen": 10**13}, "QL-SZ-303"),
    ({"rise_percent": 100_001, "rise_every": 1}, "QL-SZ-303"),
    ({"rise_percent": 5_000, "rise_every": 0}, "QL-SZ-303"),
    ({"pay_days": 367}, "QL-SZ-303"),
    ({"start_on": "9950-01-01", "end_on": "9999-12-31"}, "QL-SZ-336"),
    ({"start_on": "0001-01-01", "end_on": "0050-12-31"}, "QL-SZ-336"),
    ({"end_on": "2099-12-31", "rise_percent": 100_000, "rise_every": 1}, "QL-SZ-337"),
    ({"prepaid_years": 0}, "QL-SZ-303"),
    ({"rise_percent": 5_000}, "QL-SZ-304"),
    ({"pay_every": AS_LISTED}, "QL-SZ-304"),
]


def test_values_that_cannot_be_are_refused_in_words(book: Book) -> None:
    for facts, code in IMPOSSIBLE:
        with pytest.raises(Refused) as refused:
            make_contract(book, **facts)
        assert (refused.value.code, bool(refused.value.remedy)) == (code, True), facts
    assert book.count(Query(Contract.table)) == 0


def test_contracts_are_numbered_by_year_and_no_number_is_used_twice(book: Book) -> None:
    numbers = [reads.contract(book, make_contract(book))["number"] for _ in range(2)]
    assert numbers == ["2025-001", "2025-002"]
    make_contract(book, number="2025-009")
    assert reads.contract(book, make_contract(book))["number"] == "2025-010"
    with pytest.raises(Refused, match="已经用过"):
        make_contract(book, number="2025-002")


def test_the_schedule_follows_the_terms_and_keeps_what_was_paid(book: Book) -> None:
    one = make_contract(book)
    assert dues(book, one) == [(f"{year}-01-01", RENT) for year in (2026, 2027, 2028)]
    pay(book, one, RENT)
    actions.save_contract(book, one, {"rent_fen": 1_000_000})
    kept = reads.account_of(book, one)
    assert [standing.paid for standing in kept.dues] == [1_000_000, 200_000, 0]
    actions.save_contract(book, one, {"pay_every": "每季"})
    kept = reads.account_of(book, one)
    assert len(kept.dues) == 12
    assert kept.paid == RENT
    assert [standing.settled for standing in kept.dues[:5]] == [True] * 4 + [False]


def test_what_a_contract_came_to_is_written_by_its_acts_alone(book: Book) -> None:
    one = make_contract(book)
    for state in ("已终止", "已续签", "已到期", "已变更"):
        with pytest.raises(Refused, match="不能直接改成"):
            actions.save_contract(book, one, {"state": state})
    actions.save_contract(book, one, {"state": "已终止", "ended_on": "2026-06-30"})
    assert [due for due, _ in dues(book, one)] == ["2026-01-01"]
    with pytest.raises(Refused, match="不能直接改成"):
        actions.save_contract(book, one, {"state": RUNNING})


def test_a_change_that_is_undone_takes_the_schedule_back(book: Book) -> None:
    one = make_contract(book)
    before = dues(book, one)
    changes = actions.save_contract(book, one, {"rent_fen": 600_000, "pay_every": "每月"})
    assert len(dues(book, one)) > 3
    book.undo(changes.step)
    assert dues(book, one) == before


def test_other_rents_free_days_and_listed_sums_are_part_of_the_contract(book: Book) -> None:
    one = make_contract(book)
    actions.put_terms(
        book, one,
        [{"kind": "改租金", "from_on": "2027-01-01", "amount_fen": 1_500_000},
         {"kind": "免租", "from_on": "2028-01-01", "until_on": "2028-12-31"}],
    )  # fmt: skip
    assert dues(book, one) == [("2026-01-01", RENT), ("2027-01-01", 1_500_000)]
    actions.put_terms(book, one, [])
    assert len(dues(book, one)) == 3
    actions.put_terms(book, one, [{"kind": "定额", "from_on": "2026-06-01", "amount_fen": 700}])
    actions.save_contract(book, one, {"pay_every": AS_LISTED})
    assert dues(book, one) == [("2026-06-01", 700)]
    with pytest.raises(Refused, match="免租要写到哪一天"):
        actions.put_terms(book, one, [{"kind": "免租", "from_on": "2026-06-01"}])


def test_a_contract_without_an_end_is_planned_until_the_end_of_next_year(book: Book) -> None:
    one = make_contract(book, end_on=None, open_ended=1)
    assert [due for due, _ in dues(book, one)] == ["2026-01-01", "2027-01-01"]


def test_a_contract_on_which_money_hangs_is_not_deleted(book: Book) -> None:
    one, other = make_contract(book), make_contract(book)
    pay(book, one, 100)
    with pytest.raises(Refused, match="已经有收付记录"):
        actions.drop_contract(book, one)
    before = dues(book, other)
    actions.put_terms(
        book, other, [{"kind": "改租金", "from_on": "2027-01-01", "amount_fen": 1_500_000}]
    )
    changed = dues(book, other)
    assert changed != before
    dropper("contract")(book, other)
    assert dues(book, other) == []
    restorer("contract")(book, other)
    assert dues(book, other) == changed


def test_fifty_contracts_of_a_sheet_come_in_and_are_planned_in_one_act(book: Book) -> None:
    review = actions.review_contracts(book)
    rows = [draft_of(title=f"{n}号门面", number=None) for n in range(50)]
    for place in (3, 7):
        rows[place].pop("end_on")
    rows[9]["end_on"] = "2020-01-01"
    judged = [review(row) for row in rows]
    assert [place for place, row in enumerate(judged) if isinstance(row, Problem)] == [9]
    good = [row for row in judged if not isinstance(row, Problem)]
    with book.change("导入") as change:
        change.add_all(Contract, actions.number_contracts(change, good))
    assert book.count(Query(Contract.table)) == 49
    assert reads.unclear(book) == 2
    assert len({row["number"] for row in book.rows(Query(Contract.table))}) == 49
    assert len(actions.without_schedule(book)) == 47
    with book.change("导入") as change:  # one whose rent would grow beyond all reason
        wild = draft_of(end_on="2099-12-31", rise_percent=100_000, rise_every=1)
        change.add_all(Contract, actions.number_contracts(change, [wild]))
    assert actions.make_schedules(book).result == 47
    assert book.count(Query(RentDue.table)) == 47 * 3
    assert len(actions.without_schedule(book)) == 1, "it keeps nobody else from having theirs"


def test_fifty_rows_of_a_file_come_in_and_what_cannot_be_is_told_by_row(
    book: Book, tmp_path: Path
) -> None:
    path = tmp_path / "合同.csv"
    rows = [
        f"{place}号门面出租,物业出租,綦江区第{place}商店,{place}号门面,2026-01-01,2028-12-31,"
        f"{12_000 + place},每半年"
        for place in range(50)
    ]
    rows[10] = "旧仓库出租,物业出租,綦江区某公司,旧仓库,2020-01-01,,3000,每年"
    rows[20] = "鱼塘发包,资源发包,李某,鱼塘,2026-01-01,2025-12-31,3000,每年"
    header = "合同名称,类别,对方,标的和位置,开始,结束,年租金,多久付一次"
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    done = import_file(
        book, Contract, path, accept_valid=True, reviewer=actions.review_contracts,
        complete=actions.number_contracts,
    )  # fmt: skip
    told: Any = done.result
    assert book.count(Query(Contract.table)) == 49
    assert [(cell.row, cell.reason) for cell in told.bad] == [(22, "结束日期早于开始日期")]
    assert reads.unclear(book) == 1, "the one without an end"
    assert actions.make_schedules(book).result == 48
    first = next(row for row in book.rows(Query(Contract.table)) if row["title"] == "0号门面出租")
    assert [fen for _, fen in dues(book, first["id"])] == [600_000] * 6


def test_a_ledger_with_the_offices_own_headings_comes_in(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    header = (
        "序号,项目名称,合同类型,承租方,租赁物,面积（㎡）,起始时间,到期时间,年租金（元）,履约保证金"
    )
    path.write_text(
        f"某社区出租合同台账,,,,,,,,,\n{header}\n"
        "1,临街门面,房屋租赁,赵甲,1号门面,52.5,2024.1.1,2026年12月31日,12000,1000\n"
        "2,果园,土地承包,钱乙,五组果园,8,2024-01-01,2026/12/31,0.8万,\n"
        "合计,,,,,60.5,,,20000,1000\n",
        encoding="utf-8",
    )
    import_file(
        book, Contract, path, accept_valid=True, reviewer=actions.review_contracts,
        complete=actions.number_contracts,
    )  # fmt: skip
    first = next(row for row in book.rows(Query(Contract.table)) if row["title"] == "临街门面")
    told = ("kind", "party", "subject", "area", "start_on", "end_on", "rent_fen", "deposit_fen")
    assert [first[name] for name in told] == [
        "物业出租", "赵甲", "1号门面", 52_500, "2024-01-01", "2026-12-31", 1_200_000, 100_000,
    ]  # fmt: skip
    assert first["state"] == "履行中"


def test_the_card_of_an_asset_follows_its_contract_in_the_same_change(book: Book) -> None:
    asset = str(holdings.save_asset(book, None, {"name": "1号门面", "kind": "房屋及建筑物"}).result)
    one = make_contract(book, asset_id=asset, subject=None)
    card = book.row(Asset.table, asset)
    assert card is not None
    assert (card["status"], card["user_name"], card["used_until"]) == (
        "出租", "綦江区某超市", "2028-12-31",
    )  # fmt: skip
    actions.end_contract(book, one, actions.Ending(date(2026, 6, 30), "对方不做了"))
    card = book.row(Asset.table, asset)
    assert card is not None
    assert (card["status"], card["user_name"]) == ("闲置", None)


def test_a_village_and_a_community_both_keep_contracts(tmp_path: Path) -> None:
    with clock.fixed(date(2026, 11, 24)), make_book(tmp_path, "village") as book:
        assert reads.contract(book, make_contract(book))["state"] == RUNNING
    assert Contract in RECORDS


def test_a_contract_above_the_offices_line_without_a_decision_is_listed(book: Book) -> None:
    with book.change("定标准") as change:
        change.put(
            MatterStandard(
                matter_class="M02 资源发包租赁", amount_fen=RENT, from_on=date(2025, 1, 1)
            )
        )
    matter = make_matter(book, date(2025, 11, 1), title="出租门面")
    lone = make_contract(book, total_fen=RENT * 3)
    make_contract(book, matter_id=matter)
    make_contract(book, rent_fen=RENT - 1)
    make_contract(book, kind=AGENCY)
    assert [one.row_id for one in links.orphans(book)] == [lone]
    links.link(book, "contract", lone, matter)
    assert links.orphans(book) == ()
