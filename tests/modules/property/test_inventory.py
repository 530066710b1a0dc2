"""The yearly count: nine steps in order, its sheet, its vouchers, and what closing waits for."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest

from counted import add, begun, counted, line, make_asset, make_assets, step, team
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Table, as_text
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.funds.reads import account_balances
from qinglian_desktop.modules.funds.records import COLLECTIVE
from qinglian_desktop.modules.property import actions, inventory_due
from qinglian_desktop.modules.property import inventory_reads as reads
from qinglian_desktop.modules.property import reads as register
from qinglian_desktop.modules.property.actions.inventory_papering import PAPERS
from qinglian_desktop.modules.property.inventory import DONE_ON, FINISHED, STEPS
from qinglian_desktop.modules.property.records import GONE, IDLE
from qinglian_desktop.paper.draw import draw
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.store.book import Book

TODAY = date(2027, 1, 10)
GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def book(counting_book: Book) -> Book:
    return counting_book


def row(book: Book, inventory_id: str) -> dict[str, Any]:
    return reads.inventory(book, inventory_id)


def passed(
    book: Book, title: str = "确认清查结果", body: str = "成员大会", on: str = "2027-01-10"
) -> str:
    matter = add(book, "matter", number=title, title=title, body=body, opened_on="2027-01-02")
    add(book, "matter_step", matter_id=matter, gate="决议", body=body, held_on=on, result="通过")
    return matter


def hang(book: Book, inventory_id: str, on: date) -> None:
    """The notice of the result goes up on that day."""
    actions.draft_notice(book, inventory_id)
    notice = row(book, inventory_id)["notice_id"]
    with book.change("上墙") as change:
        change.put_row("notice", notice, {"state": "已上墙", "posted_on": on.isoformat()})


def balance(book: Book, account: str, day: date | None = None) -> int:
    found = account_balances(book, COLLECTIVE, day or clock.today()).get(account)
    return found.closing if found else 0


def verified(book: Book, ticks: str, causes: dict[int, dict[str, Any]]) -> str:
    row_id = counted(book, ticks)
    for number, facts in causes.items():
        actions.save_line(book, line(book, row_id, number)["id"], facts)
    step(book, row_id, "登记", TODAY)
    step(book, row_id, "核实", TODAY, verified_by="吴芳")
    return row_id


LOST = {"cause": "丢失被盗", "responsible": "吴芳"}


def test_the_dates_are_computed_and_told(book: Book) -> None:
    make_assets(book, 3)
    found = row(book, begun(book))
    assert (found["as_of"], found["report_by"]) == ("2026-12-31", "2027-03-31")
    why = book.tables["inventory"].fields["report_why"].kind.show(found["report_why"])
    assert "次年 3 月 31 日前上报" in why and "农经发〔2017〕11号" in why


def test_the_sheet_keeps_its_numbers_whatever_becomes_of_the_assets(book: Book) -> None:
    ids = make_assets(book, 5)
    row_id = begun(book)
    before = [(one["number"], one["asset_id"]) for one in reads.lines_of(book, row_id)]
    with book.change("变动") as change:
        change.put_row("asset", ids[0], {"name": "改了名", "location": "别处"})
        change.put_row("asset", ids[1], {"status": GONE, "retired_on": "2027-01-05"})
    late = make_asset(book, "漏登的柜子")
    assert actions.add_new_ones(book, row_id).result == 1
    after = [(one["number"], one["asset_id"]) for one in reads.lines_of(book, row_id)]
    assert after == [*before, (6, late)]
    assert all(one["name"] != "改了名" for one in reads.lines_of(book, row_id))
    assert actions.add_new_ones(book, row_id).result == 0


def test_a_hundred_assets_are_typed_in_within_three_minutes(book: Book) -> None:
    """The worst way: every thing by itself, without ranges and without an input method.

    100 things of which 9 have one digit, 90 two and one three are 192 digits, and “=z ” after each
    is 300 more: 492 strokes. At 200 strokes a minute, what a slow clerk types, that is 148 s.
    """
    make_assets(book, 100)
    row_id = begun(book)
    marks = dict.fromkeys(range(1, 101), "z") | {13: "s", 14: "q", 77: "q", 90: "x"}
    lines = [" ".join(f"{n}={marks[n]}" for n in range(k, k + 10)) for k in range(1, 101, 10)]
    strokes = sum(len(text) + 1 for text in lines)
    assert strokes * 60 / 200 <= 180
    for text in lines:
        actions.tick(book, row_id, text)
    found = reads.lines_of(book, row_id)
    assert [one["number"] for one in found if one["result"] != "相符"] == [13, 14, 77]
    assert [one["result"] for one in found if one["number"] in (13, 14, 77)] == [
        "毁损",
        "盘亏",
        "盘亏",
    ]
    short = "13=s 14=q 77=q 90=x 其余=z"
    assert len(short) < 30  # with 其余 the same is one line
    other = begun(book, 2027)
    actions.tick(book, other, short)
    told = [(one["number"], one["mark"], one["result"]) for one in reads.lines_of(book, other)]
    assert told == [(one["number"], one["mark"], one["result"]) for one in found]


def test_what_is_typed_is_taken_whole_or_not_at_all_and_undone_in_one_step(book: Book) -> None:
    make_assets(book, 20)
    row_id = begun(book)
    for text, said in (("1=在 121=在", "没有 121 号，最大 20"), ("1=缺3", "只有 1，缺不了 3")):
        with pytest.raises(Refused, match=said):
            actions.tick(book, row_id, text)
    assert all(one["mark"] is None for one in reads.lines_of(book, row_id))
    made = actions.tick(book, row_id, "1-5=在 6=损 7=缺")
    assert made.result == "7 件：在 5、损 1、缺 1"
    actions.tick(book, row_id, "6=在")  # told again: the later word holds
    assert line(book, row_id, 6)["result"] == "相符"
    book.undo(made.step + 1)
    assert line(book, row_id, 6)["result"] == "毁损"
    book.undo(made.step)
    assert all(one["mark"] is None for one in reads.lines_of(book, row_id))


def test_quantities_and_the_way_back_to_the_day_counted_for(book: Book) -> None:
    make_asset(book, "折叠椅", quantity=40_000, unit="把", value_fen=400_000)
    row_id = begun(book)
    line_id = line(book, row_id, 1)["id"]
    actions.save_line(book, line_id, {"in_qty": 5000, "out_qty": 2000})  # 43 should stand there
    actions.tick(book, row_id, "1=在41")
    found = line(book, row_id, 1)
    assert (found["counted_qty"], found["result"], found["counted_fen"]) == (
        38_000,
        "盘亏",
        380_000,
    )
    actions.tick(book, row_id, "1=在")
    assert line(book, row_id, 1)["result"] == "相符"
    actions.tick(book, row_id, "1=损3")
    assert (line(book, row_id, 1)["result"], line(book, row_id, 1)["spoilt_qty"]) == ("毁损", 3000)
    with pytest.raises(Refused, match="成了负数"):
        actions.save_line(book, line_id, {"in_qty": 90_000})


def test_each_step_waits_for_its_conditions(book: Book) -> None:
    make_assets(book, 3)
    row_id = begun(book)

    def refused(name: str, said: str, day: date = TODAY, **facts: Any) -> None:
        with pytest.raises(Refused) as caught:
            step(book, row_id, name, day, **facts)
        assert said in str(caught.value), caught.value

    refused("核实", "现在该办“清查”")
    refused("清查", "还没写清查组长")
    team(book, row_id)
    refused("清查", "还有 3 件没有盘（1、2、3 号）")
    actions.tick(book, row_id, "1=缺 2-3=在")
    refused("清查", "在今天之后", TODAY + timedelta(days=1))
    step(book, row_id, "清查", TODAY)
    refused("登记", "1 号还没写原因")
    actions.save_line(book, line(book, row_id, 1)["id"], {"cause": "保管不善"})
    refused("登记", "1 号还没写责任人")
    actions.save_line(book, line(book, row_id, 1)["id"], {"responsible": "吴芳"})
    refused("登记", "早于", TODAY - timedelta(days=1))
    step(book, row_id, "登记", TODAY)
    refused("核实", "还没写谁核实的")
    step(book, row_id, "核实", TODAY, verified_by="周强")
    with pytest.raises(Refused, match="已经核实"):
        actions.tick(book, row_id, "1=在")
    with pytest.raises(Refused, match="不能删"):
        saving.dropper("inventory")(book, row_id)
    refused("公示", "还没上墙")
    hang(book, row_id, TODAY - timedelta(days=4))
    refused("公示", "公示要满 7 天，还差 3 天")
    with clock.fixed(TODAY + timedelta(days=3)):
        step(book, row_id, "公示", TODAY + timedelta(days=3))
        refused("确认", "还没选确认的决议", TODAY + timedelta(days=3))
        wrong = passed(book, "别的会", "代表会议")
        refused("确认", "由成员大会或成员代表大会确认", TODAY + timedelta(days=3), matter_id=wrong)
        waiting = add(book, "matter", number="没过", title="没过", body="成员大会")
        refused("确认", "还没有通过", TODAY + timedelta(days=3), matter_id=waiting)


def test_nine_steps_to_the_report_and_today_is_quiet_then(book: Book) -> None:
    make_assets(book, 4)
    assert "2026年集体资产清查还没开始" in _said(book)
    row_id = verified(book, "1=缺 2=闲 其余=在", {1: LOST})
    assert "2026年清查结果还没公示" in _said(book)
    hang(book, row_id, TODAY - timedelta(days=7))
    step(book, row_id, "公示", TODAY)
    hung = row(book, row_id)
    assert hung["public_until"] == TODAY.isoformat() and "不少于 7 天" in hung["public_why"]
    step(book, row_id, "确认", TODAY, matter_id=passed(book))
    with pytest.raises(Refused, match="1 号还没处理"):
        step(book, row_id, "台账", TODAY)
    actions.handle(book, line(book, row_id, 1)["id"], "责任人赔偿", TODAY, paid_fen=120_000)
    step(book, row_id, "台账", TODAY)
    idle = line(book, row_id, 2)["asset_id"]
    assert (book.row("asset", idle) or {})["status"] == IDLE
    step(book, row_id, "备案", TODAY, filed_with="通惠街道办事处")
    step(book, row_id, "汇总", TODAY)
    assert step(book, row_id, "报送", TODAY, reported_to="区农业农村委") == FINISHED
    done = row(book, row_id)
    assert all(done[DONE_ON[name]] for name in STEPS)
    assert _said(book) == []
    assert balance(book, "181") == 0


def _said(book: Book, day: date = TODAY) -> list[str]:
    return [one.subject for one in inventory_due.due(book, day)]


def test_what_is_missing_goes_by_way_of_181_and_the_register_ties(book: Book) -> None:
    """借 181 借 152 贷 151 when it is found, 借 112 借 515 贷 181 when it is decided."""
    make_asset(book, "打印机", value_fen=300_000, worn_fen=100_000, worn_until="2026-12-31",
               nature="经营性", kind="办公设备")  # fmt: skip
    make_asset(book, "桌子", value_fen=50_000)
    named = [one.row["name"] for one in reads.to_count(book, date(2026, 12, 31))]
    number = 1 + named.index("打印机")
    row_id = verified(book, f"{number}=缺 其余=在", {number: LOST})
    found = line(book, row_id, number)
    assert found["open_fen"] == 200_000
    assert (balance(book, "18102"), balance(book, "152")) == (200_000, 100_000)
    assert balance(book, "151") == -300_000
    lost = book.row("asset", found["asset_id"]) or {}
    assert (lost["status"], lost["retired_on"]) == (GONE, "2027-01-10")
    assert [one.row["name"] for one in register.standing(book, TODAY)] == ["桌子"]
    before = [one.row["name"] for one in register.standing(book, date(2026, 12, 31))]
    assert sorted(before) == ["打印机", "桌子"]
    matter = passed(book)
    with pytest.raises(Refused, match="要先有决议"):
        actions.handle(book, found["id"], "列其他支出", TODAY)
    with pytest.raises(Refused, match="不超过损失"):
        actions.handle(book, found["id"], "责任人赔偿", TODAY, paid_fen=200_001, matter_id=matter)
    with pytest.raises(Refused, match="不能列其他收入"):
        actions.handle(book, found["id"], "列其他收入", TODAY, matter_id=matter)
    made = actions.handle(
        book, found["id"], "责任人赔偿", TODAY, paid_fen=150_000, matter_id=matter
    )
    assert (balance(book, "181"), balance(book, "11202"), balance(book, "51502")) == (
        0, 150_000, 50_000,
    )  # fmt: skip
    with pytest.raises(Refused, match="已经处理过"):
        actions.handle(book, found["id"], "列其他支出", TODAY, matter_id=matter)
    book.undo(made.step)
    assert balance(book, "181") == 200_000


def test_what_was_found_becomes_an_asset_and_an_income_when_decided(book: Book) -> None:
    make_assets(book, 2)
    row_id = begun(book)
    with pytest.raises(Refused, match="还没写名称"):
        actions.add_found(book, row_id, {"kind": "办公设备"})
    draft = {"name": "音箱", "kind": "办公设备", "place": "仓库", "seen_qty": 2000, "measure": "个",
             "counted_fen": 80_000}  # fmt: skip
    found_id = str(actions.add_found(book, row_id, draft).result)
    actions.tick(book, row_id, "其余=在")
    team(book, row_id)
    step(book, row_id, "清查", TODAY)
    actions.save_line(book, found_id, {"cause": "登记漏了"})
    step(book, row_id, "登记", TODAY)
    step(book, row_id, "核实", TODAY, verified_by="周强")
    found = line(book, row_id, 3)
    card = book.row("asset", found["asset_id"]) or {}
    assert (card["name"], card["source"], card["value_fen"]) == ("音箱", "盘盈", 80_000)
    assert balance(book, "181") == -80_000
    assert balance(book, "151") == 80_000
    actions.handle(book, found["id"], "列其他收入", TODAY, matter_id=passed(book))
    assert (balance(book, "181"), balance(book, "50402")) == (0, -80_000)


def test_what_is_spoilt_is_repaired_without_a_voucher_or_written_off_with_two(book: Book) -> None:
    make_assets(book, 2)
    row_id = verified(book, "1=损 2=损", {1: {"cause": "正常报废"}, 2: {"cause": "自然灾害"}})
    assert balance(book, "181") == 0 and line(book, row_id, 1)["found_voucher"] is None
    actions.handle(book, line(book, row_id, 1)["id"], "修好继续用", TODAY)
    assert (balance(book, "151"), line(book, row_id, 1)["handled_voucher"]) == (0, None)
    actions.handle(book, line(book, row_id, 2)["id"], "列其他支出", TODAY, matter_id=passed(book))
    done = line(book, row_id, 2)
    assert done["found_voucher"] and done["handled_voucher"]
    assert (balance(book, "151"), balance(book, "51502"), balance(book, "181")) == (
        -120_000, 120_000, 0,
    )  # fmt: skip
    assert [one.row["id"] for one in register.standing(book, TODAY)] == [
        line(book, row_id, 1)["asset_id"]
    ]


def test_a_part_that_is_missing_lowers_the_card(book: Book) -> None:
    asset_id = make_asset(book, "折叠椅", quantity=40_000, unit="把", value_fen=400_000)
    verified(book, "1=缺4", {1: LOST})
    card = book.row("asset", asset_id) or {}
    assert (card["quantity"], card["value_fen"], card["status"]) == (36_000, 360_000, "自用")
    assert balance(book, "181") == 40_000
    (one,) = register.standing(book, date(2026, 12, 31))
    assert one.value == 400_000


def test_open_differences_and_181_at_the_end_of_the_year_are_in_today(book: Book) -> None:
    make_assets(book, 2)
    verified(book, "1=缺 2=在", {1: LOST})
    assert not [one for one in _said(book) if "盘亏还没处理" in one]
    late = TODAY + timedelta(days=80)
    assert [one for one in _said(book, late) if "盘亏还没处理" in one]
    with clock.fixed(date(2027, 12, 20)):
        assert any("待处理财产损溢还有 1,200.00 元" in one for one in _said(book, clock.today()))
    assert not any("待处理财产损溢" in one for one in _said(book, date(2027, 9, 1)))


def test_a_light_year_carries_in_what_was_found_last_year(book: Book) -> None:
    make_asset(book, "折叠椅", quantity=40_000, unit="把", value_fen=400_000)
    with pytest.raises(Refused, match="没有2025年的核实数"):
        begun(book, 2026, light=True)
    verified(book, "1=缺4", {1: LOST})
    with clock.fixed(date(2028, 1, 5)):
        light = begun(book, 2027, light=True)
        one = line(book, light, 1)
    assert (one["book_qty"], one["mark"], one["result"]) == (36_000, "在", "相符")


def test_one_count_a_year_of_a_register_with_something_in_it(book: Book) -> None:
    with pytest.raises(Refused, match="台账里还没有资产"):
        begun(book)
    make_assets(book, 1)
    begun(book)
    with pytest.raises(Refused, match="已经开始了"):
        begun(book)


def test_the_papers_of_a_count(book: Book) -> None:
    make_assets(book, 45)
    make_asset(book, "水塘", 0, kind="耕地", nature="资源性", quantity=None, unit=None, area=12_500,
               area_unit="亩", location="二社")  # fmt: skip
    row_id = begun(book)
    actions.tick(book, row_id, "3=缺 其余=在")
    texts = {n: "\n".join(as_text(actions.inventory_paper(book, row_id, n))) for n in PAPERS}
    sheet = texts["盘点表"]
    for number in range(1, 47):
        assert f"{number}\t" in sheet
    assert "【会议室】" in sheet and "【二社】" in sheet and "12.5亩" in sheet
    assert "盘亏" in texts["盘盈盘亏明细表"] and "待处理" in texts["盘盈盘亏明细表"]
    assert "耕地\t1\t12.5亩\t12.5亩\t0" in texts["资源总表"]
    assert "共 1 处，已经处理 0 处" in texts["清查报告"]
    assert "最迟报送：2027年3月31日" in texts["清查经过"]


def test_the_office_may_settle_how_long_the_result_hangs(book: Book) -> None:
    from qinglian_desktop.store import own_values

    make_assets(book, 1)
    row_id = verified(book, "1=在", {})
    rule = "collective-inventory:posting.days"
    own_values.settle(book, rule, "15", TODAY, "街道张主任", TODAY)
    hang(book, row_id, TODAY - timedelta(days=8))
    with pytest.raises(Refused, match="公示要满 15 天，还差 7 天"):
        step(book, row_id, "公示", TODAY)


def test_a_line_is_put_right_by_hand_only_where_it_may_be(book: Book) -> None:
    make_assets(book, 1)
    row_id = begun(book)
    line_id = line(book, row_id, 1)["id"]
    for draft in ({"result": "盘亏"}, {"number": 7}, {"book_qty": 1}):
        with pytest.raises(Refused, match="由盘点和处理写"):
            saving.saver("inventory_line")(book, line_id, draft)
    with pytest.raises(Refused, match="没有这一行"):
        saving.saver("inventory_line")(book, None, {"name": "x"})
    with pytest.raises(Refused, match="不能删"):
        saving.dropper("inventory_line")(book, line_id)
    with pytest.raises(Refused, match="每一步写"):
        saving.saver("inventory")(book, row_id, {"state": FINISHED})
    actions.tick(book, row_id, "1=在")
    actions.clear(book, row_id, 1)
    assert line(book, row_id, 1)["mark"] is None
    saving.dropper("inventory")(book, row_id)
    assert reads.inventories(book) == []


def test_a_step_taken_by_mistake_goes_back_with_books_and_register(book: Book) -> None:
    make_assets(book, 2)
    row_id = counted(book, "1=缺 2=在")
    actions.save_line(book, line(book, row_id, 1)["id"], LOST)
    step(book, row_id, "登记", TODAY)
    made = actions.take_step(book, row_id, "核实", TODAY, {"verified_by": "吴芳"})
    assert balance(book, "181") == 120_000
    book.undo(made.step)
    assert balance(book, "181") == 0
    assert row(book, row_id)["state"] == "核实"
    assert len(register.standing(book, TODAY)) == 2
    step(book, row_id, "核实", TODAY, verified_by="吴芳")
    assert balance(book, "181") == 120_000


def test_what_the_books_refuse_leaves_the_count_and_the_register_as_they_were(book: Book) -> None:
    ids = make_assets(book, 2)
    row_id = counted(book, "其余=缺")
    for number in (1, 2):
        actions.save_line(book, line(book, row_id, number)["id"], LOST)
    step(book, row_id, "登记", TODAY)
    with book.change("科目写错了") as change:
        change.put_row("asset", ids[1], {"account": "99999"})
    with pytest.raises(Refused):
        step(book, row_id, "核实", TODAY, verified_by="吴芳")
    assert row(book, row_id)["state"] == "核实"
    assert len(register.standing(book, TODAY)) == 2
    assert balance(book, "181") == 0


def test_the_sheet_is_the_golden_one_and_its_pages_are_those_planned(book: Book) -> None:
    for number in range(1, 44):
        make_asset(book, f"办公桌{number}", location="会议室" if number < 30 else "仓库")
    make_asset(
        book, "多功能会议室折叠桌椅组合", 98_765_400, quantity=12_500, unit="套", location="仓库"
    )
    row_id = begun(book)
    paper = actions.inventory_paper(book, row_id, "盘点表")
    assert as_text(paper) == (GOLDEN / "count_sheet.txt").read_text("utf-8").splitlines()
    out = BytesIO()
    assert draw(paper, out, fonts=Fonts()).pages == 2
    pages = [page.extract_text() for page in pypdf.PdfReader(BytesIO(out.getvalue())).pages]
    assert "第1页共2页" in pages[0].replace(" ", "")
    assert "办公桌43" in pages[0] and "办公桌29" in pages[1] and "清点人" in pages[1]


def test_forty_rows_stand_on_a_page_of_ordinary_names(book: Book) -> None:
    for number in range(1, 80):
        make_asset(book, f"办公桌{number}")
    paper = actions.inventory_paper(book, begun(book), "盘点表")
    assert [len(block.rows) for block in paper.blocks if isinstance(block, Table)] == [20, 20, 4]
    assert draw(paper, BytesIO(), fonts=Fonts()).pages == 3


def test_a_year_before_the_register_was_kept_here_is_not_asked_for(book: Book) -> None:
    with clock.fixed(date(2027, 6, 1)):
        make_assets(book, 1)
        assert _said(book, clock.today()) == []
