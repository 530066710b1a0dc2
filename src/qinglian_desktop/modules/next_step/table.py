"""Which step comes next in which state? One table over all subjects; the first that fits counts.

What no table names goes by the days of its declaration (`modules/next_step`).
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from qinglian_desktop.core.period import FREQUENCIES, Period
from qinglian_desktop.modules.next_step.common_life import KEPT, LIFE
from qinglian_desktop.modules.next_step.rule import Next

__all__ = ["FILED", "FINISHED", "NEXT", "REGISTERS", "YEARLY", "Next"]


FINISHED = Next("archive", "随年度存档")
YEARLY = Next("go_over", "年底核对一次")


_LETTERS = {label: letter for letter, label in FREQUENCIES.items() if letter in "WMQHY"}


def _has_round(row: Mapping[str, Any]) -> bool:
    """A finished task of the plan with a next round within its year; a routine makes its own."""
    letter = _LETTERS.get(row.get("frequency") or "")
    if not letter or not row.get("due_on") or row.get("routine_id"):
        return False
    due = date.fromisoformat(row["due_on"])
    weekly = letter == "W"
    following = (
        due + timedelta(days=7 - due.weekday())
        if weekly
        else (Period.holding(due, letter).following.first)
    )
    return following.year == int(row["year"])


def _is_listed(row: Mapping[str, Any]) -> bool:
    """A self-check whose organisation is to be put right."""
    return row.get("outcome") == "列入整顿"


def _in_turn(states: tuple[str, ...], due: str = "") -> tuple[Next, ...]:
    """Where the state is called by the step that is to be done in it."""
    return tuple(Next(f"do_{place}", f"办“{name}”", (name,), due) for place, name in
                 enumerate(states, 1))  # fmt: skip


def _hung(*states: str) -> tuple[Next, ...]:
    """A paper on the board: it stays for its days, then it comes down."""
    return (
        Next("keep_up", "贴到期满再撤", states, "until_on", until="until_on"),
        Next("take_down", "撤下，收起存档", states, "until_on"),
    )


_WORKS = ("立项", "选承包方", "签合同", "施工", "验收", "结算", "公示移交")
_COUNT = ("清查", "登记", "核实", "公示", "确认", "台账", "备案", "汇总", "报送")


def _no(name: str) -> Callable[[Mapping[str, Any]], bool]:
    """Nothing is said; 0 is a score."""
    return lambda row: row.get(name) is None


_ASSESSED = (
    Next("score", "逐项自评", ("草稿",)),
    Next("hear", "党组织审议", ("自评",)),
    Next("freeze", "冻结并报送", ("党组织审议",)),
    Next("wait", "等街道核评", ("已报送街道",)),
    Next("new_version", "补好，另起新版本", ("退回补充",)),
    Next("note_result", "登记街道、区里的结果", ("街道核评", "街道公示", "区级认定")),
    Next("make_up", "对照差距整改", ("未认定", "暂停", "撤销")),
    FINISHED,
)

NEXT: Mapping[str, tuple[Next, ...]] = MappingProxyType(
    {
        "assessment": _ASSESSED,
        "assessment_line": (Next("score", "填自评分", when=_no("self_score")), FINISHED),
        "assessment_step": (FINISHED,),
        "assessment_mark": (Next("mark", "填核评分", when=_no("score")), FINISHED),
        "assessment_review": (FINISHED,),
        "task": (
            Next("begin", "开始办", ("未开始",), "due_on"),
            Next("submit", "办好送核", ("进行中",), "due_on"),
            Next("check", "核对办结", ("待核",), "due_on"),
            Next("next_round", "办下一期", ("已完成",), when=_has_round),
        ),
        "task_step": (Next("tick", "做完打勾", empty=("done_on",)),),
        "routine": (
            Next("archive", "随年度存档", filled=("until_on",), since="until_on"),
            Next("wait", "到日子自己建任务", due="until_on"),
        ),
        "checklist": (Next("use", "用到任务里"),),
        # -- decisions
        "matter": (
            Next("again", "再议，或者终止", ("未通过",), "planned_on"),
            Next("go_on", "办下一步", ("办理中",), "planned_on"),
        ),
        "delegation": (
            Next("archive", "随年度存档", filled=("revoked_on",)),
            Next("renew_or_end", "到期了，收回或重新授权", since="until_on", due="until_on"),
            Next("hold", "到期前看看要不要续", due="until_on"),
        ),
        "consultation": (
            Next("write_outcome", "写协商结果", empty=("outcome",)),
            Next("publish", "编公告公开", empty=("notice_id",)),
            Next("carry_out", "写落实情况", empty=("done",), due="due_on"),
        ),
        "matter_standard": (Next("go_over", "年底核对一次"),),
        # -- disclosure
        "notice": (
            Next("submit", "送审核", ("草稿",)),
            Next("review", "审核", ("待审",)),
            Next("revise", "改好再送审", ("退回",)),
            Next("post", "打印上墙", ("审核同意",)),
            *_hung("已上墙"),
            Next("post_again", "补贴够天数", ("公示不足",)),
        ),
        "planned_posting": (
            Next("write", "编公告", ("待公开",), "due_on", empty=("notice_id",)),
            Next("post", "审核上墙", ("待公开",), "due_on"),
        ),
        "disclosure_plan": (
            Next("draft", "写好方案", ("起草",)),
            Next("opinions", "征求意见", ("征求意见",), "opinions_until"),
            Next("send", "送街道审查", ("待审查",), "review_due_on"),
            Next("answer", "答复审查意见", ("待答复",), "answer_due_on"),
            Next("meet", "开会表决", ("待会议",)),
            Next("publish", "公布", ("待公布",)),
            Next("file", "报街道备案", ("待备案",)),
        ),
        "catalog_item": (Next("go_over", "年底核对一次"),),
        "hanging": (*_hung("在贴"), Next("post_again", "补贴够天数", ("公示不足",))),
        "objection": (
            Next("answer", "答复", ("待答复",), "due_on"),
            Next("close", "问清满意不满意，办结", ("已答复",), "due_on"),
            Next("wait", "等上级核实结果", ("上级核实",), "due_on"),
            Next("correct", "更正后再公示", ("待更正",), "due_on"),
        ),
        "question": (Next("answer", "答复", ("待答复",), "due_on"),),
        "inspection_request": (Next("show", "安排查阅", ("待办",), "due_on"),),
        "disclosure_demand": (
            Next("collect", "等联名的人数够", ("人数不够",)),
            Next("publish", "编公告公开", ("要公开",), "due_on"),
        ),
        # -- the books
        "entry": (Next("review", "请另一个人复核", empty=("reviewed_on",)),),
        "voucher": (Next("review", "请另一个人复核", empty=("reviewed_on",)),),
        "approval": (Next("link", "付款后对上支出", empty=("entry_id",)),),
        "book_month": (Next("close", "结账", empty=("closed_on",)),),
        "labour_order": (Next("log", "按天记工", ("进行中",)),),
        "labour_day": (Next("pay", "编发放表", empty=("pay_id",)),),
        "labour_pay": (Next("pay", "公示后发放", ("已编公示",)),),
        "clean_up": (
            Next("clean", "和对方协商", ("待清理",), "due_on"),
            Next("settle", "谈妥，定整改办法", ("协商中",), "due_on"),
            Next("carry_out", "整改完写结果", ("整改中",), "due_on"),
            Next("follow", "跟进诉讼", ("诉讼",), "due_on"),
        ),
        "project": _in_turn(_WORKS, "until_on"),
        "asset": (
            Next("use", "想办法用起来", ("闲置",)),
            Next("recover", "收回被占的", ("被占用",)),
            Next("dispose", "走程序处置", ("待处置",)),
            Next("archive", "随年度存档", ("已处置",)),
            Next("go_over", "年底清查一次"),
        ),
        "inventory": _in_turn(_COUNT, "report_by"),
        "audit": (
            Next("notify", "发审计通知", ("计划",), "start_by"),
            Next("begin", "配合进场", ("已通知",), "start_by"),
            Next("draft", "等征求意见稿", ("已进场",), "due_on"),
            Next("answer", "回复意见", ("征求意见",), "opinions_by"),
            Next("publish", "公布审计结果", ("已出报告",), "publish_by"),
        ),
        "finding": (
            Next("begin", "定措施，开始整改", ("待整改",), "due_on"),
            Next("submit", "整改完报送", ("整改中",), "due_on"),
            Next("close", "等街道销号", ("已报送",), "due_on"),
        ),
        "collective_report": (
            Next("write", "写报告", ("待写",), "due_on"),
            Next("hear", "开会听取", ("已写好",), "due_on"),
        ),
        "contract": (
            Next("clean", "补齐后再履行", ("待清理",)),
            Next("end", "到期了，收回或续签", ("履行中",), "end_on", since="end_on"),
            Next("renew", "商量续签", ("履行中",), "end_on", until="end_on", within=90),
            Next("collect", "按约收款", ("履行中",), "end_on"),
            Next("end", "收回或续签", ("已到期",), "end_on"),
        ),
        "rent_due": (Next("collect", "按期收付", due="due_on", until="due_on"),),
        "rent_demand": (Next("wait", "等到限期，没付再催", due="limit_on", until="limit_on"),),
        "benefit_line": (
            Next("check", "查名单", ("待检查",)),
            Next("verify", "核实后写说明", ("待核实",)),
        ),
        # -- the base
        "party_check": (
            Next("report", "报街道", empty=("reported_on",)),
            Next("judge", "等街道认定", empty=("outcome",)),
            Next("plan", "定整顿方案", empty=("plan",), when=_is_listed),
            Next("carry_out", "逐月整顿，等验收", (), "due_on", ("accepted_on",), when=_is_listed),
            Next("again", "没通过，接着整顿", (), "due_on", ("passed",), when=_is_listed),
            Next("clear", "销号", empty=("cleared_on",), when=_is_listed),
            Next("look_again", "回头看", (), "recheck_on", ("recheck",), when=_is_listed),
        ),
        "party_check_point": (Next("look", "看有没有", when=lambda row: row.get("hit") is None),),
        "party_check_measure": (Next("do", "做完填结果", due="due_on", empty=("closed_on",)),),
        "party_check_month": (Next("send", "报街道", empty=("sent_on",)),),
        "moved_down": (
            Next("archive", "随年度存档", filled=("until_on",), since="until_on"),
            Next("log", "来一次记一条到岗", until="until_on", due="until_on"),
        ),
        "report_platform": (
            Next("archive", "随年度存档", filled=("until_on",), since="until_on"),
        ),
        # -- people
        "person": (Next("go_over", "年底核对一次", ("在册",)),),
        "post": (
            Next("elect", "任期满了，换届或续聘", filled=("until_on",), since="until_on",
                 due="until_on"),
            Next("serve", "任期届满前准备换届", filled=("until_on",), due="until_on"),
        ),
        "handover": (Next("sign", "两个人签字", ("未完成交接",)),),
        # -- the road between street and unit
        "directive": (Next("do", "办理并答复", ("待办",), "due_on"),),
        "directive_answer": (Next("finish", "办完写结果", ("办理中",)),),
        "enrolled_unit": (
            Next("enrol", "收回登记文件", ("已发单位文件",)),
            Next("go_over", "年底核对一次", ("已登记",)),
        ),
        "inspection_round": (
            Next("archive", "随年度存档", filled=("to_on",), since="to_on"),
            Next("go", "排单位，印检查表", due="to_on"),
        ),
        "inspection_visit": (
            Next("go", "去督查，登记情况", due="planned_on", empty=("visited_on",)),
            Next("archive", "随年度存档", filled=("visited_on",)),
        ),
        "inspection_finding": (
            Next("send", "下发整改", ("未下发",)),
            Next("recheck", "等单位整改，复查", ("已下发",), "due_on"),
        ),
        "street_meeting": (
            Next("hold", "生成议程，开会", due="held_on", until="held_on"),
            Next("issue", "印发纪要", empty=("issued_on",)),
        ),
        "street_topic": (Next("decide", "写议定的事", empty=("decision",)),),
        "meeting_task": (
            Next("assign", "派下去", due="due_on", empty=("directive_id", "task_id")),
            Next("look", "看对方办到哪一步", due="due_on"),
        ),
        "experience_note": (Next("print", "打印汇编"),),
        "merge_conflict": (Next("look", "看一看用哪个", ("待看",)),),
        "unmatched_row": (Next("settle", "定下用哪边", ("待定",)),),
        "quarantined_file": (Next("look", "查清来历", ("待查",)),),
        "waiting_link": (Next("wait", "等后面的包"),),
        "computer": (
            Next("start", "在那台电脑上打开", ("等它开机",)),
            Next("go_over", "年底核对一次", ("在用",)),
        ),
        "offered_pack": (Next("look", "看过再采用", ("待看",)),),
        "held_cell": (Next("mend", "改好这一格"),),
        "printed_paper": (Next("print_again", "再打一次", ("没打成",)),),
        **LIFE,
    }
)  # fmt: skip

# In these a row is filed away: nothing is to be done with it any more.
FILED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"matter": ("已归档",), "notice": ("已归档",)}
)
# Registers: they have no end of their own and are gone over once a year.
REGISTERS = KEPT | frozenset(
    {
        "account", "bank_account", "body", "household", "kin", "notice_board", "post", "signer",
        "subsidy_standard", "own_value", "rule_pack", "form_map", "disclosure_plan", "asset",
        "receipt_book", "catalog_item", "moved_down", "report_platform",
    }
)  # fmt: skip
