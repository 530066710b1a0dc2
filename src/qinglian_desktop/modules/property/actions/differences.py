"""What a count found is posted when it is verified and when it was decided, with the register.

Each step's own conditions and writings stand here; `inventory.take_step` calls them by the step.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Where
from qinglian_desktop.core.outcome import Changes, Refused, refuse
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.modules.funds.records import COLLECTIVE, COMMITTEE
from qinglian_desktop.modules.property import counting
from qinglian_desktop.modules.property import inventory_reads as reads
from qinglian_desktop.modules.property.actions.finding import (
    chart_of,
    post,
    settle_found,
    waits,
    worth_of,
)
from qinglian_desktop.modules.property.inventory import (
    CONFIRMING,
    CORRECTED,
    FILING,
    LEDGERS,
    POSTING,
    REPAIRED,
    REPORTING,
    SURPLUS,
    VERIFYING,
    Inventory,
    InventoryLine,
)
from qinglian_desktop.modules.property.records import (
    IDLE,
    OWN_USE,
    Asset,
)
from qinglian_desktop.modules.property.rules.posting import Side
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.modules.registry.rules import tags_of
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

_MEMBER = "集体成员"
_BY_MISTAKE = "登记错了"


# -- 核实: what is open goes into the books and out of the register ----------------------------


def _verify(change: Change, row: Row, lines: Sequence[Row], day: date) -> Row:
    if not (row.get("verified_by") or "").strip():
        raise Refused("还没写谁核实的", "填上核实的人", field="verified_by", code="QL-SZ-429")
    if row["as_of"] and day.isoformat() < row["as_of"]:
        said = paper_day(date.fromisoformat(row["as_of"]))
        raise Refused(f"清查时点{said}还没到", "到了那天再核实", field="verified_on",
                      code="QL-SZ-431")  # fmt: skip
    for line in counting.differences(lines):
        draft: Row = {"found_on": day.isoformat()}
        if not waits(change.book, line) and line["cause"] != _BY_MISTAKE:
            draft |= settle_found(change, row, line, day)
        change.put_row(InventoryLine.table, line["id"], draft)
    return {}


# -- one difference is decided ----------------------------------------------------------------


def loss_of(book: Book, line: Row, day: date) -> int:
    """What is open about a difference, in 分: on 181, or of what is spoilt."""
    if line["open_fen"] is not None:
        return int(line["open_fen"])
    asset = book.row(Asset.table, line["asset_id"]) if line["asset_id"] else None
    if asset is None or not waits(book, line):
        return 0
    if line["result"] == SURPLUS:
        return worth_of(book, line, asset, day).value
    return worth_of(book, {**line, "handling": None}, asset, day).net


def handle(
    book: Book, line_id: str, handling: str, day: date, *, paid_fen: int | None = None,
    matter_id: str | None = None,
) -> Changes:  # fmt: skip
    """A difference is handled as it was decided, and posted; `result` is the voucher, or None.

    Refused before the count is verified, without a decision where money is at stake, and twice.
    """
    line = book.row(InventoryLine.table, line_id)
    if line is None or line["deleted"]:
        raise Refused("这一行已经不在了", "请刷新再试", code="QL-SZ-260")
    row = reads.inventory(book, line["inventory_id"])
    fen = loss_of(book, line, day)
    _may_handle(book, row, line, handling, day, paid_fen, matter_id or row["matter_id"], fen)
    surplus = line["result"] == SURPLUS
    said = f"{row['year']}年清查处理：{line['number']} 号{line['name']}"[:60]
    paid = int(paid_fen or 0) if handling == "责任人赔偿" else 0
    with book.change(said, event_on=day) as change:
        account, whose = _account_of(book, line)
        draft: Row = {}
        sides: Sequence[Side] = ()
        if booked := handling not in (REPAIRED, CORRECTED):
            sides = counting.on_decision(
                fen, account, paid, surplus=surplus, member=_is_member(book, line["responsible"]),
                chart=chart_of(book, whose),
            )  # fmt: skip
        at_once = sides if whose == COMMITTEE else None
        if booked and waits(book, line):
            draft |= settle_found(change, row, {**line, "handling": handling}, day, at_once)
        if at_once is None:
            voucher = post(change, whose, day, said, sides, line_id)
        else:
            voucher = draft.get("found_voucher")
        draft |= {
            "handling": handling, "paid_fen": paid or None, "handled_on": day.isoformat(),
            "handled_voucher": voucher, "matter_id": matter_id or row["matter_id"],
        }  # fmt: skip
        change.put_row(InventoryLine.table, line_id, draft)
        change.result = voucher
    return change.changes


def _may_handle(
    book: Book, row: Row, line: Row, handling: str, day: date, paid: int | None,
    matter_id: str | None, fen: int,
) -> None:  # fmt: skip
    if not line["found_on"]:
        raise Refused("这次清查还没核实", "核实以后再处理", code="QL-SZ-297")
    if line["handled_on"]:
        raise Refused(f"{line['number']} 号已经处理过", "处理错了，先撤销那一步", code="QL-SZ-659")
    if day > clock.today() or day.isoformat() < line["found_on"]:
        since = paper_day(date.fromisoformat(line["found_on"]))
        raise Refused("处理日期要在查出以后、今天以前", f"{since}查出的", field="handled_on",
                      code="QL-SZ-660")  # fmt: skip
    if handling == CORRECTED and line["found_voucher"]:
        what = f"{line['number']} 号查出时已经记了账"
        raise Refused(what, "选列其他支出或列其他收入；记错的凭证用红字冲", field="handling",
                      code="QL-SZ-661")  # fmt: skip
    refuse(counting.handling_problem(line, handling, paid, fen))
    if fen and handling not in (REPAIRED, CORRECTED):
        if not matter_id:
            what = f"{line['number']} 号有 {money.show(fen)} 元，处理要先有决议"
            raise Refused(what, "在四议公开里立事项，通过了再来", field="matter_id",
                          code="QL-SZ-666")  # fmt: skip
        _refuse_open(book, matter_id, day)


def _refuse_open(book: Book, matter_id: str, day: date) -> date:
    passed = reads.passed_on(book, matter_id)
    if passed is None:
        raise Refused("选的决议还没有通过", "通过以后再办", field="matter_id", code="QL-SZ-298")
    if passed > day:
        raise Refused(f"决议{paper_day(passed)}才通过", "日期不能早于决议", field="matter_id",
                      code="QL-SZ-662")  # fmt: skip
    return passed


def _account_of(book: Book, line: Row) -> tuple[str, str]:
    asset = book.row(Asset.table, line["asset_id"]) if line["asset_id"] else None
    account = str((asset or {}).get("account") or line["account"] or "")
    return account, str((asset or {}).get("book") or COLLECTIVE)


def _is_member(book: Book, name: str | None) -> bool:
    known = book.records(Person, Where("name", "=", name)) if name else []
    return any(_MEMBER in tags_of(person.tags) for person in known)


# -- 公示, 确认, 台账, 备案, 报送 ----------------------------------------------------------------


def draft_notice(book: Book, inventory_id: str) -> Changes:
    """The result as a draft for the board; `result` is the number of the notice."""
    row = reads.inventory(book, inventory_id)
    if row["state"] != POSTING:
        raise Refused(f"现在该办“{row['state']}”，还不到公示", "一步一步来", code="QL-SZ-263")
    known = reads.notice_of(book, row)
    if known is not None:
        raise Refused(f"公告{known['number']}已经编了", "到公开公示里接着办", code="QL-SZ-299")
    lines = reads.lines_of(book, inventory_id)
    with book.change(f"编{row['year']}年清查公示") as change:
        made = disclosure.save_notice(
            book, None,
            {"title": f"{row['year']}年集体资产清查结果公示", "mode": "公示",
             "body": _notice_body(book, row, lines)},
        )  # fmt: skip
        change.put_row(Inventory.table, inventory_id, {"notice_id": made.ids(Notice.table)[-1]})
        change.result = made.result
    return change.changes


def _notice_body(book: Book, row: Row, lines: Sequence[Row]) -> str:
    on = paper_day(date.fromisoformat(row["as_of"]))
    said = [f"按照年度清查的要求，以{on}为时点，对集体资产资源进行了清查，现将结果公示如下。"]
    said += [
        f"{one.nature}：账面 {one.many} 项，价值 {money.show(one.book_fen)} 元；"
        f"核实价值 {money.show(one.counted_fen)} 元，对不上的 {one.different} 项。"
        for one in reads.sums_of(lines)
    ]
    found = counting.differences(lines)
    said.append("盘盈盘亏和毁损：" if found else "没有盘盈、盘亏和毁损。")
    said += [
        f"{number}.{line['name']}：{line['result']}，原因：{line['cause'] or '待查'}。"
        for number, line in enumerate(found, 1)
    ]
    said.append(f"公示期不少于 {posting_days(book)} 天。有不同意见的，请在公示期内提出。")
    return "\n".join(said)


def posting_days(book: Book) -> int:
    return int(reads.pack_of(book).value("posting.days"))


def _posted(change: Change, row: Row, _lines: Sequence[Row], day: date) -> Row:
    """Refused until the result has hung its days, and while an objection is open."""
    book = change.book
    posted, days = reads.posted_on(book, row), posting_days(book)
    if posted is None:
        raise Refused("清查结果还没上墙", "先编公示，审核、打印、上墙", code="QL-SZ-667")
    removed = reads.removed_on(book, row)
    left = counting.days_left(posted, days, min(day, removed or day, clock.today()))
    if left and removed:
        what = f"公示要满 {days} 天，{paper_day(removed)}就撤下了"
        raise Refused(what, "重新上墙，贴满了再来", code="QL-SZ-668")
    if left:
        raise Refused(f"公示要满 {days} 天，还差 {left} 天", "到日子再来", code="QL-SZ-669")
    disclosure.refuse_unsettled(book, row["notice_id"])
    found = reads.public_until(book, posted)
    return {"public_until": found.day.isoformat(), "public_why": found.stored()}


def _confirmed(change: Change, row: Row, _lines: Sequence[Row], day: date) -> Row:
    if not row.get("matter_id"):
        raise Refused("还没选确认的决议", "清查结果要由成员（代表）大会确认", field="matter_id",
                      code="QL-SZ-663")  # fmt: skip
    passed = _refuse_open(change.book, row["matter_id"], day)
    if row["verified_on"] and passed.isoformat() < row["verified_on"]:
        raise Refused(f"决议{paper_day(passed)}就通过了，那时还没有清查结果", "另选一件决议",
                      field="matter_id", code="QL-SZ-664")  # fmt: skip
    matter = change.book.row("matter", row["matter_id"]) or {}
    if matter.get("body") not in reads.CONFIRMING_BODIES:
        raise Refused("清查结果要由成员大会或成员代表大会确认", "另选一件决议", field="matter_id",
                      code="QL-SZ-665")  # fmt: skip
    return {}


def _ledgers(change: Change, row: Row, lines: Sequence[Row], _day: date) -> Row:
    """What was ticked 闲 stands idle in the register from the day counted for."""
    for line in lines:
        asset = change.book.row(Asset.table, line["asset_id"]) if counting.is_idle(line) else None
        if asset is not None and asset["status"] == OWN_USE:
            draft = {"status": IDLE, "status_since": row["as_of"]}
            change.put_row(Asset.table, asset["id"], draft)
    return {}


def _needs(name: str, what: str, remedy: str) -> Callable[..., Row]:
    def check(_change: Change, row: Row, _lines: Sequence[Row], _day: date) -> Row:
        if not (row.get(name) or "").strip():
            raise Refused(what, remedy, field=name, code="QL-SZ-683")
        return {}

    return check


AT_STEP: Mapping[str, Callable[[Change, Row, Sequence[Row], date], Row]] = {
    VERIFYING: _verify,
    POSTING: _posted,
    CONFIRMING: _confirmed,
    LEDGERS: _ledgers,
    FILING: _needs("filed_with", "还没写报给哪里备案", "例：通惠街道办事处"),
    REPORTING: _needs("reported_to", "还没写报送到哪里", "例：区农业农村委"),
}
