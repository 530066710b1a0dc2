"""Which papers a payment still lacks: ten kinds of spending, exactly those and no other."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglian_desktop.modules.funds import evidence
from qinglian_desktop.modules.funds.evidence import Told
from qinglian_desktop.modules.funds.records import INCOME, SPENDING
from qinglian_desktop.store import packs

PACK = packs.worded("payment-evidence", "community")[0]
KINDS = tuple(row["name"] for row in PACK.rows("kinds"))
PAPERS = tuple(row["name"] for row in PACK.rows("papers"))


def entry(purpose: str = "办公费", yuan: float = 500, **facts: Any) -> dict[str, Any]:
    fen = round(yuan * 100)
    return {"direction": SPENDING, "purpose": purpose, "summary": "", "amount_fen": fen, **facts}


# purpose, yuan, what is there (attachments by their names, fields) → exactly what is missing
LISTS = [
    ("办公费", 2380, ["发票.jpg"], {}, "验收单、审批单、经办人签字"),
    ("办公费", 1000, ["发票.jpg"], {"handler": "周文书"}, ""),
    ("电脑采购", 10000.01, [], {"receipt_no": "1"}, "验收单、审批单、合同、决议、经办人签字"),
    ("误工补贴", 900, ["8月误工登记.xlsx"], {}, "发放表、决议、审批单、经办人签字"),
    ("误工补贴", 900, ["领款表.pdf"], {"matter_id": "x"}, "用工登记表、审批单、经办人签字"),
    ("路灯安装工程", 4000, ["IMG_20261103.jpg"], {}, "发票或收据、验收单、审批单、经办人签字"),
    (
        "道路硬化", 20000, ["施工合同.pdf", "验收.pdf"], {},
        "发票或收据、照片、审批单、结算单、决议、经办人签字",
    ),
    ("会议费", 300, ["签到表.jpg"], {}, "会议通知、发票或收据、经办人签字"),
    ("培训费", 1500, ["培训通知.pdf", "签到.jpg"], {"receipt_no": "7"}, "经办人签字、审批单"),
    ("差旅费", 120, ["车票票据.jpg"], {"handler": "周文书"}, "出差审批单"),
    ("春节慰问", 800, ["困难户名单.xls"], {}, "照片、审批单、经办人签字"),
    ("救助金", 5000.01, ["照片1.jpg"], {}, "发放表、审批单、决议、经办人签字"),
    ("电费", 260, [], {}, "缴费通知单、发票或收据"),
    ("水费", 260, ["水费单.jpg"], {"receipt_no": "3"}, ""),
    ("印刷费", 900, ["发票.pdf"], {}, "照片、经办人签字"),
    ("展板制作", 1200, ["现场.jpg"], {}, "发票或收据、验收单、经办人签字"),
    ("清淤用工", 600, ["9月工日.xlsx"], {}, "发放表、照片、审批单、经办人签字"),
    ("人工费", 1200, [], {}, "用工登记表、发放表、照片、决议、审批单、经办人签字"),
    ("审计费", 3000, ["协议.pdf"], {}, "发票或收据、审批单"),
    ("租用场地", 6000, [], {}, "合同、发票或收据、验收单、审批单"),
    ("借支", 500, ["借条.jpg"], {}, "审批单"),
    ("退押金", 2000, [], {}, "原收据、审批单、经办人签字"),
    ("退还保证金", 2000, ["押金收据.jpg"], {"handler": "周文书"}, "审批单"),
    ("存款划转", 1000, [], {}, "银行回单"),
    ("存款划转", 1000.01, ["电子凭证.pdf"], {}, "审批单"),
    ("工资", 3000, [], {}, "发放表、审批单"),
    ("绿化苗木", 100, [], {}, "发票或收据、经办人签字"),
]  # fmt: skip


@pytest.mark.parametrize(("purpose", "yuan", "files", "facts", "lacks"), LISTS)
def test_exactly_what_is_missing_is_named(
    purpose: str, yuan: float, files: list[str], facts: dict[str, Any], lacks: str
) -> None:
    names = {f"f{place}": name for place, name in enumerate(files)}
    found = evidence.missing(PACK, entry(purpose, yuan, **facts), (), names)
    assert "、".join(found) == lacks
    assert evidence.words(found) == (f"还差：{lacks}。" if lacks else "")


def test_the_fixtures_reach_ten_kinds_and_more() -> None:
    reached = {evidence.kind_of(PACK, entry(one[0]))["name"] for one in LISTS}
    assert reached == set(KINDS) and len(reached) >= 10


def test_each_paper_of_a_kind_that_is_taken_away_is_the_one_that_is_named() -> None:
    for kind in KINDS:
        row = entry("", 50_000, expense_kind=kind)
        wanted = evidence.needed(PACK, row)
        assert len(wanted) >= 2, kind
        for gone in wanted:
            rest = [Told(paper) for paper in wanted if paper != gone]
            assert evidence.missing(PACK, row, rest) == (gone,)


def test_what_the_clerk_says_of_an_attachment_goes_before_its_name() -> None:
    row = entry("水费")
    told = (Told("缴费通知单", "f0"),)
    assert evidence.missing(PACK, row, told, {"f0": "发票.jpg"}) == ("发票或收据",)
    assert evidence.missing(PACK, row, (), {"f0": "发票.jpg"}) == ("缴费通知单",)


@pytest.mark.parametrize(
    ("name", "paper"),
    [
        ("押金收据.jpg", "原收据"), ("会议记录.pdf", "决议"), ("开会通知.docx", "会议通知"),
        ("IMG_001.JPG", "照片"), ("发票(1).pdf", "发票或收据"), ("扫描件.pdf", ""),
    ],
)  # fmt: skip
def test_an_attachment_is_known_by_its_name(name: str, paper: str) -> None:
    assert evidence.guess(PACK, name) == paper


def test_income_and_a_payment_without_an_amount_need_little() -> None:
    assert evidence.needed(PACK, entry(direction=INCOME)) == ()
    bare = {"direction": SPENDING, "purpose": None, "summary": None, "amount_fen": None}
    assert evidence.needed(PACK, bare) == ("发票或收据", "经办人签字")


def test_every_paper_that_a_kind_asks_for_has_a_name() -> None:
    known = {row["id"] for row in PACK.rows("papers")}
    asked = {need["paper"] for kind in PACK.rows("kinds") for need in kind["needs"]}
    assert asked == known
    assert len(set(PAPERS)) == len(PAPERS) and len(set(KINDS)) == len(KINDS)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_papers_are_due_by_the_end_of_the_month(day: date) -> None:
    due = evidence.due_on(day)
    assert (due.year, due.month) == (day.year, day.month) and due >= day
    assert due.fromordinal(due.toordinal() + 1).day == 1
