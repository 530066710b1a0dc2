"""Contracts (合同): what was agreed, what falls due by it, what came in, what was demanded.

A change of terms is a contract of its own that follows the one before (`follows_id`), so that
what held on a day stays readable; only the last of a chain is in force.
"""

from datetime import date

from qinglian_desktop.core.kinds import (
    CHOICE,
    COUNT,
    DAY,
    FEN,
    FILES,
    FLAG,
    ID_NUMBER,
    LONG,
    NAME,
    PHONE,
    QUANTITY,
    REASON,
)
from qinglian_desktop.core.record import Board, Level, Owner, Record, Tie, fact

FULL, MASK = Board.FULL, Board.MASK
PERSON = Level.PERSON

# The four ways of the street's plan, now in 集体法 41; below them what the collective buys.
LAND, LETTING, AGENCY, SHARES = "资源发包", "物业出租", "居间服务", "资产参股"
BUYING, WORKS, OTHER = "采购", "工程", "其他"
KINDS = (LAND, LETTING, AGENCY, SHARES, BUYING, WORKS, OTHER)
WE_RECEIVE, WE_PAY = "我方收款", "我方付款"
# 待清理 is a contract whose terms are not all known: kept, so that it can be cleared up.
TO_CLEAR, RUNNING, EXPIRED = "待清理", "履行中", "已到期"
ENDED, RENEWED, CHANGED = "已终止", "已续签", "已变更"
STATES = (TO_CLEAR, RUNNING, EXPIRED, ENDED, RENEWED, CHANGED)
RENEWAL, SUPPLEMENT = "续签", "补充"
TENDER, BIDDING, TALKS, DIRECT = "公开招标", "公开竞价", "公开协商", "直接签订"
AWARDS = (TENDER, BIDDING, TALKS, DIRECT)
YEARLY, HALF, QUARTERLY, MONTHLY, ONCE = "每年", "每半年", "每季", "每月", "一次性"
AS_LISTED = "按清单"
PAY_EVERY = (YEARLY, HALF, QUARTERLY, MONTHLY, ONCE, AS_LISTED)
ADVANCE, ARREARS = "先付后用", "先用后付"
PERSON_PARTY, COMPANY, ORGANISATION = "个人", "企业", "组织"


class Contract(
    Record,
    table="contract",
    label="合同",
    owner=Owner.COMMUNITY,
    key=("number",),
    named_by=("number", "title"),
    restarts="signed_on",
    happened="signed_on",
    adds_up=False,  # a chain counts once: the page adds up the terms that hold today
):
    number: str = fact("合同编号", board=FULL, example="2026-003", given=True)
    title: str = fact("合同名称", board=FULL, example="临街门面出租")
    kind: str = fact("类别", CHOICE, board=FULL, choices=KINDS)
    flow: str = fact("收付方向", CHOICE, choices=(WE_RECEIVE, WE_PAY), default=WE_RECEIVE)
    state: str = fact("状态", CHOICE, board=FULL, choices=STATES, default=RUNNING)
    party: str = fact("对方", NAME, board=MASK, example="綦江区某超市", suggests="person")
    party_kind: str | None = fact(
        "对方是", CHOICE, choices=(PERSON_PARTY, COMPANY, ORGANISATION), default=None
    )
    legal_rep: str | None = fact("负责人", NAME, default=None, suggests="person")
    id_number: str | None = fact("身份证号", ID_NUMBER, level=PERSON, default=None)
    credit_code: str | None = fact("统一信用代码", level=PERSON, default=None)
    phone: str | None = fact("联系电话", PHONE, level=PERSON, default=None)
    address: str | None = fact("对方地址", level=PERSON, default=None)
    is_member: bool | None = fact("本集体成员", FLAG, default=None)
    kin_note: str | None = fact("和干部的亲属关系", LONG, default=None)
    asset_id: str | None = fact("哪项资产资源", link="asset", board=FULL, default=None)
    subject: str | None = fact("标的和位置", board=FULL, default=None, example="1号门面")
    area: int | None = fact("面积数量", QUANTITY, board=FULL, default=None)
    area_unit: str | None = fact("单位", board=FULL, default=None, example="平方米")
    measured_area: int | None = fact("实测面积", QUANTITY, default=None)
    signed_on: date | None = fact("签订日期", DAY, board=FULL, default=None)
    start_on: date | None = fact("开始", DAY, board=FULL, default=None, ahead=True)
    end_on: date | None = fact("结束", DAY, board=FULL, default=None, ahead=True)
    open_ended: bool = fact("不定期", FLAG, default=False)
    rent_fen: int | None = fact("年租金", FEN, board=FULL, default=None, alike=("kind",))
    total_fen: int | None = fact("总价", FEN, board=FULL, default=None, alike=("kind",))
    floor_fen: int | None = fact("底价", FEN, default=None)
    floor_basis: str | None = fact("底价依据", default=None, example="评估报告")
    deposit_fen: int | None = fact("约定押金", FEN, default=None)
    pay_every: str = fact("多久付一次", CHOICE, choices=PAY_EVERY, default=YEARLY)
    pay_when: str = fact("先付还是后付", CHOICE, choices=(ADVANCE, ARREARS), default=ADVANCE)
    pay_days: int | None = fact("几天内付", COUNT, default=None, example="10")
    rise_percent: int | None = fact("每次涨百分之几", QUANTITY, default=None, example="5")
    rise_every: int | None = fact("几年涨一次", COUNT, default=None, example="3")
    prepaid_years: int | None = fact("一次预付几年", COUNT, default=None)
    award: str | None = fact("怎么定的对方", CHOICE, board=FULL, choices=AWARDS, default=None)
    award_reason: str | None = fact("没公开招租的原因", LONG, default=None)
    form: str = fact("合同形式", CHOICE, choices=("书面", "口头"), default="书面")
    matter_id: str | None = fact("依据的决议", link="matter", default=None)
    study_on: date | None = fact("党组织研究日期", DAY, default=None)
    legal_review: str | None = fact("法律审核", default=None)
    street_on: date | None = fact("街道批准日期", DAY, default=None)
    filed_on: date | None = fact("街道备案日期", DAY, default=None)
    use_allowed: str | None = fact("约定用途", board=FULL, default=None, example="经营日用品")
    sublet: str | None = fact(
        "能不能转租", CHOICE, choices=("不准", "要同意", "可以"), default=None
    )
    follows_id: str | None = fact("接着哪份合同", link="contract", default=None)
    chain: str | None = fact("怎么接着", CHOICE, choices=(RENEWAL, SUPPLEMENT), default=None)
    ended_on: date | None = fact("实际结束", DAY, default=None)
    ended_why: str | None = fact("为什么结束", LONG, default=None)
    files: tuple[str, ...] | None = fact("合同附件", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class ContractDetail(
    Record,
    table="contract_detail",
    label="合同补充内容",
    owner=Owner.COMMUNITY,
    key=("contract_id", "item"),
    named_by=("item",),
):
    """What only contracts of one kind say (四至, 修缮责任, 参股比例); the items are pack data."""

    contract_id: str = fact("合同", link="contract", tie=Tie.PART)
    item: str = fact("哪一项", example="修缮责任")
    value: str = fact("内容", LONG)


class RentTerm(
    Record,
    table="rent_term",
    label="租金约定",
    owner=Owner.COMMUNITY,
    key=("contract_id", "from_on", "kind"),
    named_by=("kind", "from_on"),
    adds_up=False,
):
    """What departs from one rent all along: another rent from a day, days free, a fixed sum."""

    contract_id: str = fact("合同", link="contract", tie=Tie.PART)
    kind: str = fact("约定", CHOICE, choices=("改租金", "免租", "定额"))
    from_on: date = fact("从哪天", DAY, ahead=True)
    until_on: date | None = fact("到哪天", DAY, default=None, ahead=True)
    amount_fen: int | None = fact("金额", FEN, default=None)
    note: str | None = fact("说明", default=None)


class RentDue(
    Record,
    table="rent_due",
    label="应收应付",
    owner=Owner.COMMUNITY,
    key=("contract_id", "seq"),
    named_by=("seq", "due_on"),
):
    """One sum that falls due; how much of it is paid is read from the receipts each time."""

    contract_id: str = fact("合同", link="contract")
    seq: int = fact("第几期", COUNT)
    from_on: date = fact("从哪天", DAY)
    until_on: date = fact("到哪天", DAY)
    due_on: date = fact("应付日期", DAY, board=FULL)
    amount_fen: int = fact("金额", FEN, board=FULL)


class RentReceipt(
    Record,
    table="rent_receipt",
    label="收款对应",
    owner=Owner.COMMUNITY,
    key=("contract_id", "paid_on", "due_id"),
    named_by=("paid_on",),
):
    """Which entry paid which due; without a due it is carried forward to the next ones.

    Rent kept from a deposit moves no money: there a voucher stands in the place of the entry.
    """

    contract_id: str = fact("合同", link="contract")
    due_id: str | None = fact("哪一期", link="rent_due", default=None)
    entry_id: str | None = fact("哪笔收支", link="entry", tie=Tie.LOOSE, default=None)
    voucher_id: str | None = fact("哪张凭证", link="voucher", tie=Tie.LOOSE, default=None)
    paid_on: date = fact("日期", DAY)
    amount_fen: int = fact("金额", FEN)


class DepositMove(
    Record,
    table="deposit_move",
    label="押金",
    owner=Owner.COMMUNITY,
    key=("contract_id", "day", "kind"),
    named_by=("kind", "day"),
    happened="day",
    sides="kind",
):
    contract_id: str = fact("合同", link="contract")
    day: date = fact("日期", DAY)
    kind: str = fact("收还是退", CHOICE, choices=("收到", "退还", "扣下"))
    amount_fen: int = fact("金额", FEN)
    reason: str | None = fact("原因", LONG, default=None)
    entry_id: str | None = fact("哪笔收支", link="entry", tie=Tie.LOOSE, default=None)
    voucher_id: str | None = fact("哪张凭证", link="voucher", tie=Tie.LOOSE, default=None)


class RentDemand(
    Record,
    table="rent_demand",
    label="催缴",
    owner=Owner.COMMUNITY,
    key=("contract_id", "served_on"),
    named_by=("served_on",),
    happened="served_on",
    adds_up=False,
):
    """A demand that reached the other side; the limitation begins anew that day."""

    contract_id: str = fact("合同", link="contract")
    amount_fen: int = fact("催缴金额", FEN)
    lines: str | None = fact("哪几期", default=None, example="第3期、第4期")
    served_on: date = fact("送达日期", DAY)
    received_by: str = fact("谁收的", NAME, suggests="person")
    way: str = fact(
        "怎么送达", CHOICE, choices=("当面签收", "邮寄", "留置", "电话短信"), default="当面签收"
    )
    limit_on: date | None = fact("诉讼时效到", DAY, default=None, ahead=True, why="limit_why")
    limit_why: str | None = fact("为什么到这天", REASON, default=None)
    files: tuple[str, ...] | None = fact("送达回执", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


RECORDS: tuple[type[Record], ...] = (
    Contract, ContractDetail, RentTerm, RentDue, RentReceipt, DepositMove, RentDemand,
)  # fmt: skip
