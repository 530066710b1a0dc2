"""Invented facts for a notice of each of the twenty kinds, as a subject or the form hands them."""

from datetime import date
from typing import Any

HELD = date(2026, 9, 28)
SPENDING = (
    (date(2026, 7, 5), "记-003", "办公费", "清溪文具店", 38_624),
    (date(2026, 7, 19), "记-007", "老年食堂补贴", "清溪粮油店", 1_250_000),
    (date(2026, 8, 2), "记-011", "楼道灯更换", "桂花水电维修部", 238_000),
)


def _paid(many: int = 3) -> list[dict[str, Any]]:
    return [
        {
            "day": day, "voucher_no": f"记-{number:03d}", "purpose": what, "payee": whom,
            "handler": "周文书", "approver": "郑主任", "amount": fen,
        }
        for number in range(1, many + 1)
        for day, _, what, whom, fen in [SPENDING[number % 3]]
    ]  # fmt: skip


def _listed(many: int = 5) -> list[dict[str, Any]]:
    names = ("陈桂兰", "李德明", "欧阳春", "王秀英", "张建国")
    return [
        {
            "group": f"{number % 4 + 1}组", "name": names[number % 5], "base": 2_500 + number * 100,
            "rate": 6_000, "amount": ((2_500 + number * 100) * 6_000 * 2 + 1000) // 2000,
        }
        for number in range(many)
    ]  # fmt: skip


def finance(many: int = 3) -> dict[str, Any]:
    paid = _paid(many)
    total = sum(row["amount"] for row in paid)
    income = {"day": date(2026, 7, 1), "voucher_no": "记-001", "source": "桂花超市"}
    received = [{**income, "summary": "三季度门面租金", "amount": 3_000_000}]
    return {
        "account": "委员会账", "opening_cash": 60_000, "opening_bank": 12_620_432,
        "closing_cash": 60_000, "closing_bank": 12_620_432 + 3_000_000 - total,
        "bank_tail": "1234", "claims": 500_000, "income": received, "spending": paid,
    }  # fmt: skip


PERSON = {
    "name": "赵晓雨", "sex": "女", "ethnicity": "土家族", "born": "1996年5月", "education": "大专",
}  # fmt: skip

FACTS: dict[str, dict[str, Any]] = {
    "N01": finance(),
    "N02": {
        "subject": "办公楼底层门面出租", "case_no": "2026-07", "body": "代表会议", "held_on": HELD,
        "place": "二楼会议室", "due": 45, "present": 41, "yes": 38, "no": 1, "abstain": 2,
        "excluded": 2, "excluded_why": "外出联系不上，已登记", "threshold": "到会人数过半数赞成",
        "threshold_source": "组织法关于代表会议的规定", "executor": "郑主任",
        "resolution": "同意底层门面续租三年，首年租金 32,000.00 元，以后每年上浮百分之三；"
        "租金按季收取，专款用于老年食堂和楼道照明。",
        "deadline": date(2026, 12, 31), "gate1": date(2026, 9, 1), "gate2": date(2026, 9, 8),
        "gate3": date(2026, 9, 20), "gate4": HELD,
    },
    "N03": {
        "subject": "楼道灯更换", "case_no": "2026-03", "planned": "更换 6 幢楼 36 盏楼道灯。",
        "done": "实际更换 38 盏，8 月 2 日全部亮灯。", "money_planned": 250_000,
        "money_spent": 238_000, "money_source": "服务群众专项经费", "contractor": "桂花水电维修部",
        "accepted_on": date(2026, 8, 6), "acceptors": "郑主任、吴监督", "opinion": "情况属实。",
    },
    "N04": {
        "programme": "最低生活保障", "first_reviewer": "通惠街道民政办",
        "rows": [
            {"name": "陈桂兰", "place": "2组", "heads": 2, "sort": "低保", "amount": 108_000},
            {"name": "李德明", "place": "4组", "heads": 1, "sort": "低保", "amount": 63_600},
        ],
    },
    "N05": {
        "programme": "耕地地力保护补贴", "document": "《2026年补贴实施方案》",
        "standard": "每亩 60 元", "base_measure": "亩",
        "total": sum(row["amount"] for row in _listed()),
        "data_source": "2026年土地确权面积", "rows": _listed(),
    },
    "N06": {
        "object": "办公楼底层门面", "location": "桂花路口", "quantity": "86 平方米",
        "use": "便民超市",
        "method": "竞价", "case_no": "2026-07", "floor": 3_000_000, "price": 3_200_000,
        "counterparty": "清溪桂花超市有限公司", "term": "2026年10月1日至2029年9月30日",
        "schedule": "每季度第一个月 10 日前付清", "deposit": 300_000,
        "penalty": "逾期每日加收万分之三", "renewal": "同等条件下优先", "signed_on": HELD,
        "performance": "第一季度租金已到账", "opinion": "程序合规",
    },
    "N07": {
        "stage": "拟接收预备党员", "branch": "新街子第一支部",
        "how": "来人、来电、来信均可，提倡署真实姓名",
        "rows": [
            {
                **PERSON, "post": "便民服务中心工作人员", "applied_on": date(2023, 3, 1),
                "activist_on": date(2024, 3, 20), "introducers": "郑主任、吴委员",
            }
        ],
    },
    "N08": {
        "project": "3组道路硬化", "place": "3组", "content": "硬化道路 1.2 公里，宽 4 米。",
        "case_no": "2026-02", "approval": "通惠街道批复第 18 号", "budget": 48_000_000,
        "money_source": "上级专项 40 万元，自筹 8 万元", "bidding": "比选",
        "bidders": "甲建、乙建、丙建三家", "winner": "清溪甲建工程有限公司", "price": 45_600_000,
        "contract_period": "60 天", "supervisor": "渝东监理公司", "quality_person": "吴监督",
        "payments": [{"day": HELD, "stage": "预付款三成", "amount": 13_680_000}],
        "acceptance": "10 月验收", "warranty": "两年",
    },
    "N09": {
        "origin": "巡察", "recheck": "已逐项复核，整改到位",
        "rows": [
            {
                "problem": "两笔零星采购没有询价", "measures": "修订采购办法", "owner": "郑主任",
                "deadline": date(2026, 9, 30), "done_on": date(2026, 9, 20), "evidence": "会议记录",
            },
            {
                "problem": "一笔误工补贴重复发放", "measures": "追回并核对名册", "owner": "周文书",
                "deadline": date(2026, 9, 30), "done_on": HELD, "recovered": 40_000,
                "evidence": "收款收据",
            },
        ],
    },
    "N10": {
        "post": "委员会副主任", "how_nominated": "党员和群众推荐、党组织研究",
        "rows": [
            {
                **PERSON, "native_place": "重庆綦江", "party": "中共党员",
                "present_post": "便民服务中心工作人员",
            }
        ],
    },
    "N11": {
        "subject": "选举结果", "election_day": date(2026, 11, 20), "place": "文化广场",
        "hours": "上午8:00至12:00", "issued": 1200, "returned": 1180, "valid": 1175, "invalid": 5,
        "rows": [
            {"name": "郑国强", "post": "主任", "votes": 980},
            {"name": "钱春梅", "post": "委员", "votes": 860},
        ],
    },
    "N12": {
        "year": 2026, "due": 45, "present": 43, "issued": 43, "valid": 43,
        "consequence": "连续两次不称职的，职务终止",
        "rows": [
            {
                "name": "郑国强", "post": "主任", "excellent": 30, "good": 10, "fair": 2, "poor": 1,
                "result": "优秀",
            },
            {
                "name": "钱春梅", "post": "委员", "excellent": 20, "good": 20, "fair": 3, "poor": 0,
                "result": "称职",
            },
        ],
    },
    "N13": {
        "auditee": "郑国强任期经济责任", "audit_period": "2021年1月至2025年12月",
        "auditor": "綦江渝信会计师事务所", "scope": "财务收支",
        "opinion": "账目清楚，手续基本完备。", "corrections": "补齐两份合同的验收记录。",
        "rows": [
            {"item": "收入合计", "amount": 186_000_000},
            {"item": "支出合计", "amount": 172_300_000},
        ],
    },
    "N14": {
        "subject": "2026年防汛", "balance": 150_000,
        "received_rows": [
            {
                "donor": "清溪商会", "full_name": 1, "day": date(2026, 7, 8), "sort": "现金",
                "value": 500_000,
            },
            {
                "donor": "李热心", "day": date(2026, 7, 9), "sort": "大米", "quantity": "20 袋",
                "value": 160_000,
            },
        ],
        "used_rows": [
            {
                "use": "安置点伙食", "recipients": "2组、3组 46 人", "day": date(2026, 7, 12),
                "value": 510_000,
            }
        ],
    },
    "N15": {
        "project": "渝黔路口改造", "area": 12_500, "received": 62_500_000, "standard": "按确权面积",
        "plan_no": "2026-05", "vote": "应到50人，实到45人，赞成40人", "retained": 12_500_000,
        "rows": [
            {
                "group": "1组", "household": "陈桂兰", "people": 4, "base": 6_000,
                "amount": 30_000_000,
            },
            {
                "group": "1组", "household": "李德明", "people": 3, "base": 4_000,
                "amount": 20_000_000,
            },
        ],
    },
    "N16": {
        "vote": "应到18户，实到15户，15户同意",
        "rows": [
            {
                "applicant": "王秀英", "heads": 5, "reason": "危房改建", "place": "4组",
                "area": 120_000, "floors": 2, "neighbours": 1,
            }
        ],
    },
    "N17": {
        "year": 2026, "approved_by": "代表会议", "approved_on": date(2026, 1, 12),
        "filed_on": date(2026, 1, 15),
        "rows": [
            {
                "code": "F01", "category": "财务", "item": "年度财务计划（预算）",
                "frequency": "每年", "days": "15 天", "reviewer": "监委会",
            },
            {
                "code": "G17", "category": "政务", "item": "协助街道开展工作情况",
                "frequency": "每季度", "days": "15 天", "reviewer": "监委会",
            },
        ],
        "changed": [
            {"code": "G62", "item": "人口变动", "change": "停用", "reason": "法律不再要求"}
        ],
    },
    "N18": {
        "body": "代表会议", "meeting_on": date(2026, 11, 6), "hours": "上午9:00",
        "place": "二楼会议室", "who": "全体代表，监委会列席",
        "agenda": "1.审议门面出租方案；\n2.审议老年食堂补贴办法。",
        "papers": "便民服务中心可以领取", "proxy": "不能到会的，请提前一天请假",
    },
    "N19": {
        "year": 2025, "distributable": 20_000_000, "reserves": 8_000_000, "per_share": 10_000,
        "vote": "应到60人，实到55人，赞成50人", "pay_on": date(2026, 11, 30),
        "rows": [
            {"group": "1组", "member": "陈桂兰", "shares": 4_000, "amount": 40_000},
            {"group": "1组", "member": "李德明", "shares": 3_500, "amount": 35_000},
        ],
    },
    "N20": {
        "notice_no": "新街子社区〔2026〕7号", "notice_title": "耕地地力保护补贴发放名单公示",
        "from_on": date(2026, 9, 1), "to_on": date(2026, 9, 8), "objections": 2,
        "conclusion": "公示期满，意见已答复，按公示的名单发放。",
        "rows": [
            {"content": "面积少算了", "answer": "已重新丈量", "result": "改为2.8亩"},
            {"content": "为什么没有我", "answer": "不在补贴范围", "result": "已当面说明"},
        ],
    },
}  # fmt: skip
CODES = {
    "N01": "F03", "N02": "G11", "N03": "G12", "N04": "G47", "N05": "G57", "N06": "F13",
    "N07": "P09", "N08": "G34", "N09": "G28", "N10": "P15", "N11": "G23", "N12": "G16",
    "N13": "G26", "N14": "G53", "N15": "G43", "N16": "G36", "N17": "G10", "N19": "F16",
    "N20": "G27",
}  # fmt: skip
