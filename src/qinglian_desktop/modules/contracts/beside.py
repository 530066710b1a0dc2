"""What stands beside the contracts: what was said to a finding, the clean-up, the seal."""

from datetime import date

from qinglian_desktop.core.kinds import CHOICE, COUNT, DAY, FEN, FILES, LONG, NAME
from qinglian_desktop.core.record import Board, Owner, Record, Tie, fact

FULL = Board.FULL
WAITING, TALKING, MENDING, COURT, CLEARED = "待清理", "协商中", "整改中", "诉讼", "已完成"
CLEAN_UP_STATES = (WAITING, TALKING, MENDING, COURT, CLEARED)
FOUND_BY = ("合同体检", "街道交办", "群众反映", "审计", "自查")
SEALS = ("公章", "合同章", "财务章", "其他")


class ContractNote(
    Record,
    table="contract_note",
    label="合同体检说明",
    owner=Owner.COMMUNITY,
    key=("contract_id", "rule"),
    named_by=("rule", "said_on"),
):
    """What was said to a finding, or the task made of it; it holds while the terms stay."""

    contract_id: str = fact("合同", link="contract", tie=Tie.PART)
    rule: str = fact("哪一条")
    said_on: date = fact("日期", DAY)
    reason: str | None = fact("说明", LONG, default=None)
    task_id: str | None = fact("任务", link="task", tie=Tie.LOOSE, default=None)
    terms: str = fact("当时的条款")  # told apart from later ones by this mark


class CleanUp(
    Record,
    table="clean_up",
    label="问题合同清理",
    owner=Owner.COMMUNITY,
    key=("contract_id", "category"),
    named_by=("category", "problem"),
    happened="found_on",
    adds_up=True,
):
    """A contract that is put right, step by step, with what proves it."""

    contract_id: str = fact("合同", link="contract")
    category: str = fact("问题类别", board=FULL, example="期限过长")
    problem: str = fact("问题", LONG, board=FULL)
    state: str = fact("状态", CHOICE, board=FULL, choices=CLEAN_UP_STATES, default=WAITING)
    measure: str | None = fact("怎么办的", LONG, board=FULL, default=None)
    due_on: date | None = fact("计划办结", DAY, board=FULL, default=None, ahead=True)
    found_by: str = fact("怎么发现的", CHOICE, choices=FOUND_BY, default=FOUND_BY[0])
    found_on: date | None = fact("发现日期", DAY, board=FULL, default=None)
    rule: str | None = fact("体检规则", default=None)
    amount_fen: int | None = fact("涉及金额", FEN, board=FULL, default=None)
    recovered_fen: int | None = fact("追回金额", FEN, board=FULL, default=None)
    done_on: date | None = fact("办结日期", DAY, board=FULL, default=None)
    files: tuple[str, ...] | None = fact("佐证", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class SealUse(
    Record,
    table="seal_use",
    label="用印登记",
    owner=Owner.COMMUNITY,
    key=("day", "document"),
    named_by=("day", "document"),
    happened="day",
    adds_up=False,
):
    """One use of a seal, and on what it was put."""

    day: date = fact("日期", DAY)
    document: str = fact("文件", example="临街门面租赁合同")
    copies: int = fact("份数", COUNT, example="4")
    applicant: str = fact("申请人", NAME, suggests="person")
    approver: str = fact("批准人", NAME, suggests="person")
    pages: int | None = fact("页数", COUNT, default=None, example="3")
    contract_id: str | None = fact("哪份合同", link="contract", default=None)
    seal: str = fact("哪枚印章", CHOICE, choices=SEALS, default=SEALS[0])
    matter_id: str | None = fact("哪件事项", link="matter", default=None)
    notice_id: str | None = fact("哪份公告", link="notice", tie=Tie.LOOSE, default=None)
    files: tuple[str, ...] | None = fact("用印的文件", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


RECORDS: tuple[type[Record], ...] = (ContractNote, CleanUp, SealUse)
