"""权力运行有序: decisions, disclosure, the books of the collective, contracts, benefits."""

from collections import defaultdict
from datetime import date

from qinglian_desktop.core.module import Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.contracts.rules.standing import Account, Due, Paid, account
from qinglian_desktop.modules.decisions import steps as gates
from qinglian_desktop.modules.decisions.records import ARCHIVE, ENDED, ORIGIN
from qinglian_desktop.modules.evaluation.measures.frame import (
    Frame,
    Rows,
    Source,
    ids,
    measure,
    of_rows,
)
from qinglian_desktop.modules.evaluation.scoring import Found

_RULED = ("完整", "简易")  # the paths that go through the gates
_LET_OUT = ("资源发包", "物业出租", "资产参股")
_BOTH = ("委员会", "集体经济组织")
_POSTED = ("已上墙", "已归档")


@measure(
    "matters-whole",
    "重大事项步骤齐全、次序正确",
    Source(
        "matter",
        "opened_on",
        (Where("path", "in", _RULED),),
        ("state", "pre_review", "planned_on"),
    ),
    Source("matter_step", "held_on", (), ("matter_id", "gate", "round_no", "sitting_no", "result")),
)
def matters_whole(frame: Frame, matters: Rows, steps: Rows) -> Found:
    """Matters that are not under way any more went through every gate, one after the other.

    One that is still on its way counts once its planned day has passed.
    """
    of_matter: dict[str, list[Row]] = defaultdict(list)
    for step in steps:
        of_matter[step["matter_id"]].append(step)
    judged = [row for row in matters if row["state"] != ENDED and _is_over(row, frame)]
    good = [row for row in judged if _is_whole(row, of_matter[row["id"]])]
    return of_rows("matter", good, judged, "步骤不齐或者次序不对")


def _is_over(matter: Row, frame: Frame) -> bool:
    if matter["state"] != "办理中":
        return True
    return bool(matter["planned_on"] and matter["planned_on"] <= frame.last)


def _is_whole(matter: Row, steps: Rows) -> bool:
    """Every gate between 动议 and 归档 was passed, none before the one ahead of it."""
    wanted = [gate for gate in gates.gates_of(matter) if gate not in (ORIGIN, ARCHIVE)]
    days = [gates.day_of(steps, gate) for gate in wanted if gates.passed(steps, gate)]
    told = [day for day in days if day is not None]
    return len(told) == len(wanted) and told == sorted(told)


@measure(
    "undecided-lettings",
    "应当决策没有决策的发包出租",
    Source("contract", "signed_on", (Where("kind", "in", _LET_OUT),), ("flow", "matter_id")),
)
def undecided_lettings(_frame: Frame, contracts: Rows) -> Found:
    """Contracts by which the collective lets something out and that name no decision."""
    bare = [row for row in contracts if row["flow"] == "我方收款" and not row["matter_id"]]
    lacks = f"{len(bare)} 份合同没有写依据的决议" if bare else ""
    return Found(0, len(bare), ids("contract", bare), lacks)


@measure(
    "catalogue-in-time",
    "年度公开目录按时调整公布",
    Source("disclosure_plan", "year", (), ("notice_id",)),
    Source("notice", "", (), ("state", "posted_on")),  # what is due in January may hang before
)
def catalogue_in_time(frame: Frame, plans: Rows, notices: Rows) -> Found:
    """Posted by the day the system names: all; later: half; not posted: none."""
    month, day = frame.settings["catalogue_by"]
    by = date(frame.year, month, day).isoformat()
    posted = _posted(frame, notices)
    days = sorted(posted[row["notice_id"]] for row in plans if row["notice_id"] in posted)
    rows = ids("disclosure_plan", plans)
    if not days:
        return Found(0, 2, rows, "年度目录还没有公布")
    if days[0] <= by:
        return Found(2, 2, rows)
    return Found(1, 2, rows, f"{days[0]} 才公布，晚于 {by}")


@measure(
    "posted-in-time",
    "应公开的按期公开、要素齐全",
    Source("planned_posting", "due_on", (Where("state", "!=", "不适用"),), ("notice_id",)),
    Source("notice", "", (), ("state", "posted_on")),
)
def posted_in_time(frame: Frame, planned: Rows, notices: Rows) -> Found:
    """Posted by the day it was due and hung as long as it had to."""
    posted = _posted(frame, notices)
    owed = [row for row in planned if row["due_on"] <= frame.last]
    days = [(row, posted.get(row["notice_id"] or "")) for row in owed]
    good = [row for row, day in days if day and day <= row["due_on"]]
    bare = sum(day is None for _, day in days)
    late = len(owed) - len(good) - bare
    told = [f"{many} 件{what}" for many, what in ((bare, "没有公开"), (late, "公开晚了")) if many]
    over = sum(bool(day) or row["due_on"] < frame.last for row, day in days) - len(good)
    return of_rows("planned_posting", good, owed)._replace(lacks="，".join(told), missed=over)


def _posted(frame: Frame, notices: Rows) -> dict[str, str]:
    """When each notice was hung, by the cut-off day."""
    return {
        row["id"]: row["posted_on"] for row in notices
        if row["state"] in _POSTED and row["posted_on"] and row["posted_on"] <= frame.last
    }  # fmt: skip


def _of_both(table: str, rows: Rows, lacks: str) -> Found:
    """Has each of the two books rows of its own?"""
    kept = {row["book"] for row in rows}
    short = [name for name in _BOTH if name not in kept]
    words = f"{'、'.join(short)}{lacks}" if short else ""
    return Found(int(not short), 1, ids(table, rows), words)


@measure("own-accounts", "账户分设", Source("bank_account", "", (), ("book",)))
def own_accounts(_frame: Frame, accounts: Rows) -> Found:
    return _of_both("bank_account", accounts, "没有登记自己的账户")


@measure("own-books", "账套分设", Source("book_month", "month", (), ("book",)))
def own_books(_frame: Frame, months: Rows) -> Found:
    """Both books were closed for at least one month of the year."""
    return _of_both("book_month", months, "没有自己的月结")


@measure("own-receipts", "票据分设", Source("receipt_book", "", (), ("book",)))
def own_receipts(_frame: Frame, books: Rows) -> Found:
    return _of_both("receipt_book", books, "没有自己的收据本")


_INVENTORY = Source("inventory", "year", (), ("counted_on", "posted_on", "ledgers_on"))


def _done(frame: Frame, rows: Rows, field: str, lacks: str) -> Found:
    done = any(row[field] and row[field] <= frame.last for row in rows)
    return Found(int(done), 1, ids("inventory", rows), "" if done else lacks)


@measure("inventory-counted", "年度清查已盘点", _INVENTORY)
def inventory_counted(frame: Frame, rows: Rows) -> Found:
    return _done(frame, rows, "counted_on", "还没有盘点")


@measure("inventory-posted", "清查结果已公示", _INVENTORY)
def inventory_posted(frame: Frame, rows: Rows) -> Found:
    return _done(frame, rows, "posted_on", "还没有公示")


@measure("inventory-adjusted", "清查后台账已调整", _INVENTORY)
def inventory_adjusted(frame: Frame, rows: Rows) -> Found:
    return _done(frame, rows, "ledgers_on", "台账还没有调整")


# What a contract must say so that it counts as whole.
_TERMS = ("party", "start_on", "files")
_CONTRACT = (
    "follows_id", "flow", "state", "party", "start_on", "end_on", "open_ended", "rent_fen",
    "total_fen", "files", "ended_on",
)  # fmt: skip


@measure(
    "contracts-whole",
    "合同要素齐全、没有逾期不处理",
    Source("contract", "", (), _CONTRACT),
    Source("rent_due", "", (), ("contract_id", "seq", "due_on", "amount_fen")),
    Source("rent_receipt", "", (), ("contract_id", "due_id", "paid_on", "amount_fen")),
    Source("rent_demand", "served_on", (), ("contract_id",)),
)
def contracts_whole(
    frame: Frame, contracts: Rows, dues: Rows, receipts: Rows, demands: Rows
) -> Found:
    """Contracts in force in the year whose terms are all there and whose arrears were demanded."""
    chain = _chains(contracts)
    accounts = _accounts(chain, dues, receipts, frame)
    demanded = {chain.get(row["contract_id"], "") for row in demands}
    running = [row for row in contracts if _in_force(row, frame)]
    good = [
        row for row in running
        if _terms_told(row)
        and (chain[row["id"]] in demanded or not accounts[chain[row["id"]]].owed(frame.cutoff))
    ]  # fmt: skip
    return of_rows("contract", good, running, "要素不齐或者欠款没有催收")


def _chains(contracts: Rows) -> dict[str, str]:
    """Each contract → the first of its chain: a renewal settles what stood before it."""
    before = {row["id"]: row["follows_id"] for row in contracts}
    found = {}
    for contract_id in before:
        first, seen = contract_id, {contract_id}
        while (earlier := before.get(first)) in before and earlier not in seen:
            seen.add(earlier)
            first = earlier
        found[contract_id] = first
    return found


def _accounts(
    chain: dict[str, str], dues: Rows, receipts: Rows, frame: Frame
) -> dict[str, Account]:
    owed: dict[str, list[Due]] = defaultdict(list)
    paid: dict[str, list[Paid]] = defaultdict(list)
    for row in dues:
        first = chain.get(row["contract_id"], "")
        on = date.fromisoformat(row["due_on"])
        owed[first].append(Due(row["id"], first, row["seq"], on, row["amount_fen"]))
    for row in receipts:
        if row["paid_on"] <= frame.last:
            first = chain.get(row["contract_id"], "")
            on = date.fromisoformat(row["paid_on"])
            paid[first].append(Paid(first, row["due_id"] or "", on, row["amount_fen"]))
    return {first: account(owed[first], paid[first]) for first in set(chain.values())}


def _in_force(row: Row, frame: Frame) -> bool:
    """Does it reach into the year?"""
    begun = f"{frame.year}-01-01"
    ended = row["ended_on"] or ("" if row["open_ended"] else row["end_on"]) or "9999"
    return (row["start_on"] or begun) <= frame.last and ended >= begun


def _terms_told(row: Row) -> bool:
    told = all(row[name] not in (None, "", "[]") for name in _TERMS)
    priced = row["rent_fen"] is not None or row["total_fen"] is not None
    return told and priced and bool(row["end_on"] or row["open_ended"])


@measure(
    "benefits-checked",
    "惠民补贴核对公示到位",
    Source("benefit_line", "period", (), ("programme", "state", "notice_id")),
)
def benefits_checked(_frame: Frame, lines: Rows) -> Found:
    """Of the lists of the year (a programme and a period), those checked to the end and posted."""
    lists: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in lines:
        lists[row["programme"], row["period"]].append(row)
    good = [
        key for key, rows in lists.items()
        if all(row["state"] in ("没有问题", "已核实") and row["notice_id"] for row in rows)
    ]  # fmt: skip
    short = [f"{name} {period}" for (name, period) in lists if (name, period) not in good]
    lacks = f"{'、'.join(short[:3])}等没有核对完或者没有公示" if short else ""
    return Found(len(good), len(lists), ids("benefit_line", lines), lacks, sampled=True)


@measure(
    "co-signed",
    "支出有两人以上联签",
    Source("approval", "asked_on", (Where("entry_id", "filled"),)),
    Source("approval_sign", "signed_on", (), ("approval_id", "name")),
)
def co_signed(_frame: Frame, approvals: Rows, signs: Rows) -> Found:
    names: dict[str, set[str]] = defaultdict(set)
    for row in signs:
        names[row["approval_id"]].add(row["name"])
    good = [row for row in approvals if len(names[row["id"]]) > 1]
    return of_rows("approval", good, approvals, "没有两人签字")


@measure(
    "audits-done",
    "应审计的已审计",
    Source("audit", "due_on", (), ("published_on",)),
)
def audits_done(frame: Frame, audits: Rows) -> Found:
    owed = [row for row in audits if row["due_on"] <= frame.last]
    done = [row for row in owed if row["published_on"] and row["published_on"] <= frame.last]
    return of_rows("audit", done, owed, "没有审完公布")


@measure(
    "audit-findings-closed",
    "审计问题按期整改",
    Source("finding", "due_on", (), ("closed_on",)),
)
def audit_findings_closed(frame: Frame, findings: Rows) -> Found:
    owed = [row for row in findings if row["due_on"] <= frame.last]
    kept = [row for row in owed if row["closed_on"] and row["closed_on"] <= row["due_on"]]
    return of_rows("finding", kept, owed, "没有按期整改")
