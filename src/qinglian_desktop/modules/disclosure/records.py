"""Disclosure (公开公示): the yearly catalogue, the period plan, notices, details to post."""

from datetime import date

from qinglian_desktop.core.kinds import (
    CHOICE,
    COUNT,
    DAY,
    FEN,
    FILES,
    FLAG,
    LONG,
    NAME,
    PERIOD,
    PHONE,
    QUANTITY,
    REASON,
)
from qinglian_desktop.core.record import Board, Owner, Record, Tie, fact

CATEGORIES = ("党务", "政务", "财务", "服务")
PRIVACY = ("没有", "姓名", "姓名和金额", "敏感")  # what of people a notice of this item names
PLAN_STATES = ("起草", "征求意见", "待审查", "待答复", "待会议", "待公布", "待备案", "已生效")
VERDICTS = ("同意", "有异议")
STATES = ("草稿", "待审", "退回", "审核同意", "已上墙", "公示不足", "已归档")
# The twenty kinds of the pack `notice-kinds`, in its order, and the free form.
FINANCE, GENERAL = "财务收支", "一般公开"
NOTICE_KINDS = (
    FINANCE, "决议公告", "实施结果公告", "救助公示", "补贴发放名单", "三资合同", "党员发展公示",
    "工程项目", "整改结果", "候选人公示", "选举公告", "民主评议结果", "审计结果", "捐赠款物",
    "征地补偿分配", "宅基地", "公开目录", "会议通知", "集体收益分配", "公示情况说明", GENERAL,
)  # fmt: skip
MODES = ("公示", "公开", "公告")
SHEETS = ("A4 竖放", "A4 横放", "A3 横放", "两张 A4 拼")


class CatalogItem(
    Record,
    table="catalog_item",
    label="公开目录",
    owner=Owner.COMMUNITY,
    key=("year", "code"),
    named_by=("code", "item"),
):
    year: int = fact("年度", COUNT, board=Board.FULL, given=True)
    code: str = fact("编号", board=Board.FULL, example="F03", given=True)
    category: str = fact("类别", CHOICE, board=Board.FULL, choices=CATEGORIES)
    item: str = fact("项目", board=Board.FULL)
    frequency: str = fact("频次", board=Board.FULL, example="每季度")
    due_rule: str | None = fact("时限", board=Board.FULL, default=None, example="首月20日前")
    trigger: str | None = fact("什么时候", board=Board.FULL, default=None)
    min_posting: str | None = fact("至少公开", board=Board.FULL, default=None, example="15天")
    publisher: str | None = fact("公开主体", board=Board.FULL, default=None)
    channel: str | None = fact("公开形式", board=Board.FULL, default=None, example="公开栏")
    reviewer: str | None = fact("谁来审核", board=Board.FULL, default=None)
    privacy: str | None = fact("个人信息", CHOICE, choices=PRIVACY, default=None)
    standard_code: str | None = fact("国标编号", board=Board.FULL, default=None)
    basis: str | None = fact("依据", board=Board.FULL, default=None)
    confirmed: bool = fact("依据已核实", FLAG, default=False)
    enabled: bool = fact("今年要公开", FLAG, board=Board.FULL, default=True)
    reason: str | None = fact("调整的原因", LONG, board=Board.FULL, default=None)
    assignee: str | None = fact("责任人", NAME, board=Board.MASK, default=None, suggests="person")


class PlannedPosting(
    Record,
    table="planned_posting",
    label="公开计划",
    owner=Owner.COMMUNITY,
    key=("code", "period"),
    named_by=("item", "period"),
):
    year: int = fact("年度", COUNT, board=Board.FULL)
    code: str = fact("目录编号", board=Board.FULL)
    category: str = fact("类别", CHOICE, board=Board.FULL, choices=CATEGORIES)
    item: str = fact("项目", board=Board.FULL)
    period: str = fact("期间", PERIOD, board=Board.FULL, example="2026年第三季度")
    event_on: date | None = fact("发生日期", DAY, board=Board.FULL, default=None)
    event: str | None = fact("发生了什么", default=None, example="代表会议通过修路方案")
    due_on: date = fact("最迟上墙", DAY, board=Board.FULL, ahead=True, why="why")
    why: str | None = fact("为什么是这天", REASON, default=None)
    state: str = fact(
        "状态", CHOICE, board=Board.FULL, choices=("待公开", "已公开", "不适用"), default="待公开"
    )
    notice_id: str | None = fact("公告", link="notice", tie=Tie.LOOSE, default=None)
    reason: str | None = fact("不适用的原因", LONG, board=Board.FULL, default=None)


class DisclosurePlan(
    Record,
    table="disclosure_plan",
    label="年度公开方案",
    owner=Owner.COMMUNITY,
    key=("year",),
    named_by=("year", "state"),
):
    """The catalogue of one year on its way: drafted, heard, examined, decided, posted, filed."""

    year: int = fact("年度", COUNT, board=Board.FULL)
    state: str = fact("状态", CHOICE, board=Board.FULL, choices=PLAN_STATES, default="起草")
    prepared_by: str = fact("起草人", NAME, board=Board.FULL, suggests="person")
    prepared_on: date = fact("起草日期", DAY, board=Board.FULL)
    opinions_from: date | None = fact("征求意见起", DAY, board=Board.FULL, default=None)
    opinions_until: date | None = fact(
        "征求意见止", DAY, board=Board.FULL, default=None, ahead=True, why="opinions_why"
    )
    opinions_why: str | None = fact("为什么征求到这天", REASON, default=None)
    opinions: int | None = fact("收到意见", COUNT, board=Board.FULL, default=None)
    heard: str | None = fact("意见和采纳情况", LONG, board=Board.FULL, default=None)
    sent_on: date | None = fact("送审查日期", DAY, board=Board.FULL, default=None)
    # The clock that runs now stands first: 为什么是这天 asks for the first that is there.
    answer_due_on: date | None = fact(
        "答复期限", DAY, board=Board.FULL, default=None, ahead=True, why="answer_why"
    )
    answer_why: str | None = fact("为什么答复到这天", REASON, default=None)
    review_due_on: date | None = fact(
        "审查期限", DAY, board=Board.FULL, default=None, ahead=True, why="review_why"
    )
    review_why: str | None = fact("为什么审查到这天", REASON, default=None)
    reviewer: str | None = fact("审查人", NAME, board=Board.FULL, default=None, suggests="person")
    reviewed_on: date | None = fact("审查日期", DAY, board=Board.FULL, default=None)
    verdict: str | None = fact("审查结论", CHOICE, board=Board.FULL, choices=VERDICTS, default=None)
    opinion: str | None = fact("审查意见", LONG, board=Board.FULL, default=None)
    answered_by: str | None = fact(
        "答复人", NAME, board=Board.FULL, default=None, suggests="person"
    )
    answered_on: date | None = fact("答复日期", DAY, board=Board.FULL, default=None)
    answer: str | None = fact("答复", LONG, board=Board.FULL, default=None)
    meeting: str | None = fact("通过的会议", board=Board.FULL, default=None)
    decided_on: date | None = fact("通过日期", DAY, board=Board.FULL, default=None)
    decision: str | None = fact("会议决定", LONG, board=Board.FULL, default=None)
    notice_id: str | None = fact("公告", link="notice", tie=Tie.LOOSE, default=None)
    filed_with: str | None = fact("报给哪里", board=Board.FULL, default=None)
    filed_on: date | None = fact("备案日期", DAY, board=Board.FULL, default=None)
    receipt: tuple[str, ...] | None = fact("备案回执", FILES, default=None)


class Notice(
    Record,
    table="notice",
    label="公告",
    owner=Owner.COMMUNITY,
    key=("number",),
    named_by=("number", "title"),
):
    number: str = fact("编号", board=Board.FULL)
    kind: str = fact("种类", CHOICE, board=Board.FULL, choices=NOTICE_KINDS)
    mode: str = fact("方式", CHOICE, board=Board.FULL, choices=MODES, default="公开")
    title: str = fact("标题", board=Board.FULL)
    code: str | None = fact("目录编号", board=Board.FULL, default=None)
    period: str | None = fact(
        "期间", PERIOD, board=Board.FULL, default=None, example="2026年第三季度"
    )
    book: str | None = fact("账本", board=Board.FULL, default=None)
    subject: str | None = fact("明细主题", board=Board.FULL, default=None)
    body: str | None = fact("正文", LONG, board=Board.FULL, default=None)
    basis: str | None = fact("依据", board=Board.FULL, default=None)
    total_fen: int | None = fact("合计金额", FEN, board=Board.FULL, default=None)
    line_count: int | None = fact("明细条数", COUNT, board=Board.FULL, default=None)
    contact: str | None = fact("反映意见找谁", board=Board.FULL, default=None)
    contact_phone: str | None = fact("反映电话", PHONE, board=Board.FULL, default=None)
    state: str = fact("状态", CHOICE, board=Board.FULL, choices=STATES, default="草稿")
    prepared_by: str | None = fact(
        "填表人", NAME, board=Board.FULL, default=None, suggests="person"
    )
    reviewer: str | None = fact("审核人", NAME, board=Board.FULL, default=None, suggests="person")
    reviewed_on: date | None = fact("审核日期", DAY, board=Board.FULL, default=None)
    opinion: str | None = fact("审核意见", LONG, board=Board.FULL, default=None)
    place: str | None = fact("贴在哪里", board=Board.FULL, default=None, example="公开栏第一格")
    posted_on: date | None = fact("上墙日期", DAY, board=Board.FULL, default=None)
    min_days: int | None = fact("至少公开天数", COUNT, board=Board.FULL, default=None)
    until_on: date | None = fact(
        "最早可撤", DAY, board=Board.FULL, default=None, ahead=True, why="until_why"
    )
    until_why: str | None = fact("为什么贴到这天", REASON, default=None)
    removed_on: date | None = fact("撤下日期", DAY, board=Board.FULL, default=None)
    removal_reason: str | None = fact("提前撤下的原因", LONG, board=Board.FULL, default=None)
    proof: tuple[str, ...] | None = fact("上墙照片", FILES, default=None)
    content_file: str | None = fact("内容存档", default=None)
    paper_file: str | None = fact("公开栏版存档", default=None)
    fingerprint: str | None = fact("指纹", board=Board.FULL, default=None)
    corrects: str | None = fact("更正哪份公告", board=Board.FULL, default=None)
    about: str | None = fact("说明哪份公示", board=Board.FULL, default=None)
    event_on: date | None = fact("事情在哪天", DAY, board=Board.FULL, default=None, ahead=True)
    window_on: date | None = fact(
        "公示期满", DAY, board=Board.FULL, default=None, ahead=True, why="window_why"
    )
    window_why: str | None = fact("为什么公示到这天", REASON, default=None)
    sheet: str | None = fact("纸张", CHOICE, board=Board.FULL, choices=SHEETS, default=None)
    hides: bool | None = fact("号码一律遮住", FLAG, default=None)
    let_through: str | None = fact("放行的内容和原因", LONG, default=None)


class DetailLine(
    Record,
    table="detail_line",
    label="公开明细",
    owner=Owner.COMMUNITY,
    key=("subject", "seq"),
    named_by=("subject", "item"),
    adds_up=False,
):
    subject: str = fact("主题", board=Board.FULL, example="2026年第三季度慰问金")
    seq: int | None = fact("序号", COUNT, board=Board.FULL, default=None)
    place: str | None = fact("单位或组别", board=Board.FULL, default=None)
    item: str = fact("项目", board=Board.FULL)
    category: str | None = fact("类别", board=Board.FULL, default=None)
    quantity: int | None = fact("数量", QUANTITY, board=Board.FULL, default=None)
    measure: str | None = fact("计量单位", board=Board.FULL, default=None)
    price_fen: int | None = fact("单价", FEN, board=Board.FULL, default=None)
    amount_fen: int | None = fact("金额", FEN, board=Board.FULL, default=None, alike=("item",))
    note: str | None = fact("备注", LONG, default=None)
    source: str | None = fact("出处", LONG, default=None)
