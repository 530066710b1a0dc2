"""Small projects: stages and what they lack, changes over ten per cent, contracts split in two."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import hold, make_matter, make_office
from office import make_entry
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import as_text
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import defaults
from qinglian_desktop.exchange import sheets
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.decisions import links
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.funds.records import COLLECTIVE, INCOME
from qinglian_desktop.modules.projects import actions, papers, reads, rules
from qinglian_desktop.modules.projects import due as building
from qinglian_desktop.modules.projects.actions.papering import filed
from qinglian_desktop.modules.projects.records import STAGES, Project
from qinglian_desktop.modules.projects.rules import Change, Facts
from qinglian_desktop.modules.registry.records import Kin
from qinglian_desktop.store import own_values, packs
from qinglian_desktop.store.book import Book

TODAY = date(2026, 6, 1)
PACK = packs.named("small-projects")[0]
YUAN = 100


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_office(tmp_path) as made:
        yield made


def project(book: Book, **facts: Any) -> str:
    draft = {
        "name": "二组便道硬化", "place": "二组", "budget_fen": 60_000 * YUAN,
        "set_up_on": "2026-03-01", **facts,
    }  # fmt: skip
    return str(saving.saver("project")(book, None, draft).result)


def built(book: Book, **facts: Any) -> str:
    """One under contract, chosen by comparing three."""
    return project(
        book,
        **{
            "selection": "比选", "bidders": 3, "chosen_on": "2026-03-20",
            "contractor": "某建筑公司", "contract_no": "合2026-01", "contract_fen": 50_000 * YUAN,
            "started_on": "2026-05-25", "approver": "郑甲",
            "matter_id": passed(book, "二组便道硬化"), **facts,
        },
    )  # fmt: skip


def passed(book: Book, title: str) -> str:
    matter = make_matter(book, date(2026, 1, 5), title=title)
    with clock.fixed(date(2026, 3, 1)):
        hold(book, matter, date(2026, 1, 12))
    return matter


def change(book: Book, row_id: str, yuan: int, day: str = "2026-05-28", **facts: Any) -> object:
    draft = {"project_id": row_id, "day": day, "amount_fen": yuan * YUAN, "reason": "加宽", **facts}
    return saving.saver("project_change")(book, None, draft).result


def told(book: Book, row_id: str) -> dict[str, str]:
    return {hint.rule: hint.what for hint in reads.case(book, row_id).hints}


# -- the acceptance: changes and splitting ---------------------------------------------------


def test_a_change_over_ten_per_cent_is_flagged_and_needs_a_new_decision(book: Book) -> None:
    row_id = built(book)
    change(book, row_id, 5000)
    assert "change" not in told(book, row_id), "just ten per cent"
    said = change(book, row_id, 1000)
    assert said == "变更累计 12%，超过 10%，需要重新审议"
    assert told(book, row_id)["change"] == said
    assert change(book, row_id, 100, matter_id=passed(book, "便道变更")) != said
    assert "change" not in told(book, row_id), "decided anew"
    change(book, row_id, 5611, day="2026-05-30")
    assert told(book, row_id)["change"].startswith("变更累计 10.1%"), "of the price decided since"


@pytest.mark.parametrize(
    ("second", "apart", "flagged"),
    [
        ({"contract_fen": 160_000 * YUAN}, 180, True),
        ({"contract_fen": 160_000 * YUAN}, 181, False),
        ({"contract_fen": 149_999 * YUAN}, 10, False),  # together below the line
        ({"contract_fen": 150_000 * YUAN}, 10, True),
        ({"contract_fen": 160_000 * YUAN, "contractor": "另一家", "place": "五组"}, 10, False),
        ({"contract_fen": 160_000 * YUAN, "contractor": "另一家"}, 10, True),  # the same place
        ({"contract_fen": 160_000 * YUAN, "selection": "进场交易"}, 10, False),
        ({"contract_fen": 300_000 * YUAN}, 10, False),  # that one is told by itself
    ],
)
def test_one_contract_split_in_two_is_flagged(
    book: Book, second: dict[str, Any], apart: int, flagged: bool
) -> None:
    first = built(book, contract_fen=150_000 * YUAN, started_on="2025-11-01",
                  set_up_on="2025-09-01", chosen_on="2025-10-01", matter_id=None)  # fmt: skip
    began = date(2025, 11, 1) + timedelta(days=apart)
    other = built(
        book, name="二组便道硬化二期",
        **{"set_up_on": None, "chosen_on": None, "started_on": began.isoformat(),
           "matter_id": None, **second},
    )  # fmt: skip
    assert ("split" in told(book, first)) is flagged
    if flagged:
        assert "进场额度，像是一项工程拆开做的" in told(book, first)["split"]
        assert "“二组便道硬化”" in told(book, other)["split"]


def test_one_contract_split_in_three_and_spelled_in_two_ways_is_flagged(book: Book) -> None:
    """No two of them reach the line; all three do."""
    names = ("某建筑公司", "某建筑 公司", "某建筑公司 ")
    made = [
        built(book, name=f"便道{place}段", place=f"{place}组", contractor=name,
              contract_fen=100_000 * YUAN, matter_id=None)
        for place, name in zip("一三五", names, strict=True)
    ]  # fmt: skip
    said = told(book, made[0])["split"]
    assert said.startswith(
        "和“便道三段”、“便道五段”在 0 天内，加起来 300,000.00 元，达到 300,000 元"
    )
    saving.saver("project")(book, made[2], {"contract_fen": 99_999 * YUAN})
    assert "split" not in told(book, made[0])


def test_a_change_is_held_against_the_budget_while_no_price_is_there(book: Book) -> None:
    row_id = built(book, contract_fen=None)
    change(book, row_id, 6000)
    assert "change" not in told(book, row_id), "just ten per cent of 60,000"
    assert change(book, row_id, 1) == "变更累计 10.1%，超过 10%，需要重新审议"


def test_the_decision_of_the_outset_decides_no_change_anew(book: Book) -> None:
    row_id = built(book)
    change(book, row_id, 6000, matter_id=reads.own(book, row_id)["matter_id"])
    assert "change" in told(book, row_id)


def test_money_that_came_back_is_no_payment_on_the_board(book: Book) -> None:
    row_id = built(book)
    pay(book, row_id, 20_000, date(2026, 5, 26))
    pay(book, row_id, 3_000, date(2026, 5, 27), direction=INCOME)
    number = actions.draft_project_notice(book, row_id).result
    notice = book.find(book.tables["notice"], number=number)
    assert notice is not None
    paid = [row["amount"] for row in disclosure.facts_of(book, notice["id"])["payments"]]
    assert paid == [20_000 * YUAN, -3_000 * YUAN]


def test_a_stage_is_reached_by_steps_and_not_typed(book: Book) -> None:
    row_id = built(book)
    with pytest.raises(Refused, match="阶段不能直接改"):
        saving.saver("project")(book, row_id, {"stage": "已完成"})
    assert reads.own(book, row_id)["stage"] == STAGES[0]


def test_what_no_law_settles_says_so_until_the_office_was_told(book: Book) -> None:
    """The ground of a figure is told apart from the law of the rule, and an answer replaces it."""
    row_id = built(book, contract_fen=150_000 * YUAN, matter_id=None)
    built(book, name="二期", contract_fen=150_000 * YUAN, matter_id=None)
    change(book, row_id, 20_000)

    def grounds() -> dict[str, str]:
        return {hint.rule: hint.basis for hint in reads.case(book, row_id).hints}

    assert grounds()["split"].startswith("《招标投标法》第4条；额度：外地做法")
    assert grounds()["split"].endswith("待核实")
    assert grounds()["change"] == "一般经验，待核实"
    assert "待核实" in reads.case(book, row_id).way
    own_values.settle(book, "small-projects:change.percent", "12", TODAY, "张主任", TODAY)
    own_values.settle(
        book, "small-projects:ways[middle].below_yuan", "400000", TODAY, "张主任", TODAY
    )
    assert grounds()["change"] == "2026年6月1日张主任答复"
    assert "待核实" not in reads.case(book, row_id).way


# -- every other rule, from both sides -------------------------------------------------------


def test_a_sound_project_says_nothing(book: Book) -> None:
    assert told(book, built(book)) == {}


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"contract_fen": 300_000 * YUAN}, "tender"),
        ({"settled_on": "2026-06-01", "settled_fen": 55_001 * YUAN}, "settled"),
        ({"bidders": 2}, "bidders"),
        ({"acceptors": "吴监督、郑甲"}, "acceptor"),
        ({"started_on": "2026-05-21"}, "unposted"),
        ({"matter_id": None}, "undecided"),
        ({"contractor": "郑丙"}, "kin"),
    ],
)
def test_what_stands_out(book: Book, facts: dict[str, Any], rule: str) -> None:
    with book.change("登记亲属") as made:
        (chair,) = {post.person_name for post in _committee(book) if post.title} & {"郑甲"}
        made.put(Kin(person_name=chair, relative_name="郑丙", relation="配偶"))
    assert list(told(book, built(book, **facts))) == [rule]


def _committee(book: Book) -> list[Any]:
    from qinglian_desktop.modules.registry import reads as registry

    return registry.serving(book, "委员会", TODAY)


@pytest.mark.parametrize(
    "facts",
    [
        {"contract_fen": 299_999 * YUAN},
        {"contract_fen": 300_000 * YUAN, "selection": "公开招标"},
        {"settled_on": "2026-06-01", "settled_fen": 55_000 * YUAN},
        {"selection": "直接委托", "bidders": 1},
        {"acceptors": "吴监督、李代表"},
        {"started_on": "2026-05-22"},
    ],
)
def test_what_just_keeps_within_the_line(book: Book, facts: dict[str, Any]) -> None:
    assert told(book, built(book, **facts)) == {}


def test_a_contractor_with_three_jobs_in_a_year(book: Book) -> None:
    places = ["一组", "三组", "五组"]
    made = [built(book, name=f"{p}便道", place=p, contract_fen=1000 * YUAN) for p in places]
    assert "often" in told(book, made[-1])
    assert "一年里承包了 3 项" in told(book, made[-1])["often"]
    old = saving.saver("project")
    old(book, made[0], {"set_up_on": "2025-01-01", "chosen_on": "2025-01-02",
                        "started_on": "2025-01-03"})  # fmt: skip
    assert "often" not in told(book, made[-1])


def pay(book: Book, row_id: str, yuan: int, day: date, **facts: Any) -> None:
    make_entry(book, yuan * YUAN, day, account=COLLECTIVE, project_id=row_id, **facts)


def test_payments_come_from_the_books_and_are_held_against_the_contract(book: Book) -> None:
    row_id = built(book)
    pay(book, row_id, 40_000, date(2026, 5, 26))
    assert "ahead" not in told(book, row_id), "just eighty per cent"
    pay(book, row_id, 1, date(2026, 5, 27))
    assert "验收前已付 40,001.00 元" in told(book, row_id)["ahead"]
    saving.saver("project")(book, row_id, {"accepted_on": "2026-05-27"})
    assert told(book, row_id) == {}
    pay(book, row_id, 10_000, date(2026, 5, 30))
    assert told(book, row_id)["overpaid"].endswith("多 1.00 元")
    change(book, row_id, 1)
    assert "overpaid" not in told(book, row_id)
    pay(book, row_id, 500, date(2026, 5, 31))
    pay(book, row_id, 500, date(2026, 6, 1), direction=INCOME)
    assert "overpaid" not in told(book, row_id), "what came back counts"


# -- stages ----------------------------------------------------------------------------------


def test_a_stage_says_what_it_lacks_and_a_reason_lets_an_old_project_through(book: Book) -> None:
    row_id = project(book, budget_fen=None)
    with pytest.raises(Refused) as refused:
        actions.go_on(book, row_id)
    assert refused.value.what == "“立项”这一步还差：预算、通过的立项决议"
    with pytest.raises(Refused):
        actions.go_on(book, row_id, "无")
    assert actions.go_on(book, row_id, "2019 年的旧工程").result == "选承包方"
    row = reads.own(book, row_id)
    assert row["skipped"] == "2026年6月1日 立项缺预算、通过的立项决议：2019 年的旧工程"


def test_a_whole_project_goes_through_every_stage(book: Book) -> None:
    row_id, save = built(book, stage=STAGES[0]), saving.saver("project")
    assert [actions.go_on(book, row_id).result for _ in range(3)] == ["选承包方", "签合同", "施工"]
    change(book, row_id, 6000)
    with pytest.raises(Refused, match="变更超过限额的重新审议"):
        actions.go_on(book, row_id)
    change(book, row_id, 1, matter_id=passed(book, "便道变更"))
    assert actions.go_on(book, row_id).result == "验收"
    save(book, row_id, {"accepted_on": "2026-05-30", "acceptors": "郑甲"})
    with pytest.raises(Refused, match="审批人以外的验收人"):
        actions.go_on(book, row_id)
    save(book, row_id, {"acceptors": "郑甲、吴监督", "acceptance": "合格"})
    assert actions.go_on(book, row_id).result == "结算"
    save(book, row_id, {"settled_on": "2026-06-01", "settled_fen": 56_001 * YUAN})
    assert actions.go_on(book, row_id).result == "公示移交"
    pay(book, row_id, 56_001, date(2026, 6, 1))
    number = actions.draft_project_notice(book, row_id).result
    notice = book.find(book.tables["notice"], number=number)
    assert notice is not None
    facts = disclosure.facts_of(book, notice["id"])
    assert (facts["winner"], facts["settlement"]) == ("某建筑公司", 56_001 * YUAN)
    assert facts["changes"] == "变更 2 次，合计增加 6,001.00 元"
    assert [line["amount"] for line in facts["payments"]] == [56_001 * YUAN]
    with pytest.raises(Refused, match="还没贴出"):
        actions.draft_project_notice(book, row_id)
    save(book, row_id, {"handed_over": "二组管护，资产卡已建"})
    assert actions.go_on(book, row_id).result == "已完成"
    with pytest.raises(Refused, match="已经办完"):
        actions.go_on(book, row_id)
    actions.go_back(book, row_id)
    assert reads.own(book, row_id)["stage"] == "公示移交"


def test_a_chosen_contract_fills_in_what_is_empty(book: Book) -> None:
    contract = str(
        saving.saver("contract")(
            book, None,
            {"title": "便道施工", "kind": "工程", "flow": "我方付款", "party": "某建筑公司",
             "subject": "二组便道", "signed_on": "2026-05-20", "start_on": "2026-05-25",
             "end_on": "2026-07-25", "total_fen": 50_000 * YUAN, "pay_every": "一次性"},
        ).result
    )  # fmt: skip
    row_id = project(book, contractor="自己写的")
    saving.saver("project")(book, row_id, {"contract_id": contract})
    row = reads.own(book, row_id)
    assert (row["contract_no"], row["contract_fen"]) == ("2026-001", 50_000 * YUAN)
    assert (row["contractor"], row["started_on"]) == ("自己写的", "2026-05-25")


def test_finished_work_becomes_a_card_of_the_register_once(book: Book) -> None:
    row_id = built(book)
    with pytest.raises(Refused, match="还没验收"):
        actions.make_asset(book, row_id)
    saving.saver("project")(book, row_id, {"accepted_on": "2026-05-30"})
    change(book, row_id, 1000)
    card = book.row("asset", str(actions.make_asset(book, row_id).result))
    assert card is not None
    assert (card["name"], card["value_fen"]) == ("二组便道硬化", 51_000 * YUAN)
    assert (card["acquired_on"], card["source"]) == ("2026-05-30", "自建")
    assert reads.own(book, row_id)["asset_id"] == card["id"]
    with pytest.raises(Refused, match="已经建了资产卡"):
        actions.make_asset(book, row_id)


def test_a_project_above_the_line_of_the_office_wants_its_decision(book: Book) -> None:
    standard = {
        "matter_class": "M06 公益项目",
        "amount_fen": 40_000 * YUAN,
        "from_on": "2026-01-01",
    }
    saving.saver("matter_standard")(book, None, standard)
    row_id = built(book, matter_id=None)
    assert row_id in {one.row_id for one in links.orphans(book)}
    saving.saver("project")(book, row_id, {"matter_id": passed(book, "便道")})
    assert row_id not in {one.row_id for one in links.orphans(book)}


def test_a_payment_rests_on_the_decision_of_its_project(book: Book) -> None:
    saving.saver("matter_standard")(book, None, {
        "matter_class": "M04 大额支出和分配", "amount_fen": 1000 * YUAN, "from_on": "2026-01-01",
    })  # fmt: skip
    row_id = built(book)
    pay(book, row_id, 20_000, date(2026, 5, 26))
    assert links.orphans(book) == ()
    saving.saver("project")(book, row_id, {"matter_id": None})
    assert [one.table for one in links.orphans(book)] == ["entry"]


def test_days_that_run_backwards_and_amounts_below_zero_are_refused(book: Book) -> None:
    row_id, save = built(book), saving.saver("project")
    with pytest.raises(Refused, match="验收日期早于开工日期"):
        save(book, row_id, {"accepted_on": "2026-05-01"})
    with pytest.raises(Refused, match="合同价小于 0"):
        save(book, row_id, {"contract_fen": -1})
    with pytest.raises(Refused, match="增减金额是 0"):
        change(book, row_id, 0)
    with pytest.raises(Refused, match="早于立项日期"):
        change(book, row_id, 1, day="2026-02-28")


def test_numbers_count_by_the_year_without_gaps(book: Book) -> None:
    numbers = [reads.own(book, project(book, name=f"第{n}项"))["number"] for n in range(3)]
    assert numbers == ["工2026-01", "工2026-02", "工2026-03"]


def test_projects_of_a_sheet_are_numbered_round_a_number_in_use(book: Book, tmp_path: Path) -> None:
    project(book, number="工2026-02")
    path = tmp_path / "工程.csv"
    path.write_text("项目名称,预算\n便道,60000\n水渠,30000\n", "utf-8-sig")
    intake = sheets.check_sheet(book, Project, path)
    sheets.import_rows(book, intake, complete=saving.completer("project"))
    assert sorted(row["number"] for row in reads.projects(book)) == [
        "工2026-01", "工2026-02", "工2026-03",
    ]  # fmt: skip


def test_the_way_of_choosing_follows_the_amount_and_says_it_is_unsure(book: Book) -> None:
    ways = [
        reads.case(book, project(book, budget_fen=yuan * YUAN)).way.partition("（")[0]
        for yuan in (99_999, 100_000, 299_999, 300_000)
    ]
    assert ways == [
        "比选或者询价，至少三家", "比选，公开发布，全程有监督", "比选，公开发布，全程有监督",
        "进场交易或者公开招标",
    ]  # fmt: skip
    assert "待核实" in reads.case(book, project(book)).way


def test_the_list_of_papers_names_each_stage_and_what_is_open(book: Book) -> None:
    row_id = built(book, acceptors="郑甲")
    text = "\n".join(as_text(papers.papers(filed(book, row_id))))
    for stage in STAGES[:-1]:
        assert stage in text
    assert "施工合同" in text and "□ 有　□ 没有" in text
    assert "验收人和审批人都是郑甲" in text
    bare = "\n".join(as_text(papers.papers(filed(book, project(book)))))
    assert "“立项”还差" in bare and "通过的立项决议" in bare


def test_today_asks_for_the_notice_and_for_the_end_of_the_work(book: Book) -> None:
    row_id = built(book, stage="施工", started_on="2026-05-15", until_on="2026-06-08")
    lines = {line.act: line for line in building.due(book, TODAY)}
    assert lines["编公告"].due_on == date(2026, 5, 25)
    assert "《重庆市实施〈村民委员会组织法〉办法》第30条" in lines["编公告"].why
    assert lines["去验收"].due_on == date(2026, 6, 8)
    actions.draft_project_notice(book, row_id)
    saving.saver("project")(book, row_id, {"accepted_on": "2026-06-01"})
    assert building.due(book, TODAY) == []


# -- properties ------------------------------------------------------------------------------

DAY = date(2026, 1, 1)


@given(
    st.integers(1, 10**9),
    st.lists(st.tuples(st.integers(-(10**8), 10**8), st.booleans()), max_size=6),
)
def test_the_share_is_that_of_what_was_not_decided(
    price: int, amounts: list[tuple[int, bool]]
) -> None:
    """Recounted in plain fractions; what a decision approved becomes the price."""
    row = {**dict.fromkeys(Project.fields), **defaults(Project), "contract_fen": price}
    changes = tuple(
        Change(DAY + timedelta(days=n), fen, yes) for n, (fen, yes) in enumerate(amounts)
    )
    found = rules.undecided_percent(PACK, Facts(row, changes=changes))
    base, open_fen = Fraction(price), Fraction(0)
    for fen, yes in amounts:
        open_fen += fen
        if yes:
            base, open_fen = base + open_fen, Fraction(0)
    share = abs(open_fen) / base * 100 if base > 0 else Fraction(0)
    assert (found is not None) == (share > 10)
    if found is not None:
        assert found == share
        assert Fraction(rules.shown(found)) > 10, "never shown as the limit itself"
