"""What does a ticked line mean, which step of the count may be taken, how is a difference booked?

Pure: rows and figures in, rows and figures out. Quantities are in thousandths, money in 分.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.kinds import show_quantity
from qinglian_desktop.core.outcome import Problem, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.property.inventory import (
    AGREES,
    COUNTING,
    DIFFERENT,
    DONE_ON,
    ENTERING,
    FINISHED,
    LEDGERS,
    ONE,
    PAID_BY,
    REPAIRED,
    SHORT,
    SPOILT,
    STEPS,
    SURPLUS,
    VERIFYING,
    WRITTEN_OFF,
    Inventory,
)
from qinglian_desktop.modules.property.rules.posting import Side
from qinglian_desktop.modules.property.ticking import BROKEN, IDLE, MISSING, Tick

_Row = Mapping[str, Any]
NEW = "新"
_NO_BLAME = ("自然灾害", "正常报废", "登记漏了", "登记错了")
_MOST_NAMED = 8


# -- one line ---------------------------------------------------------------------------------


def expected(line: _Row) -> int:
    """How many should be there on the day of counting: the books, and what moved since."""
    return booked(line) + (line["in_qty"] or 0) - (line["out_qty"] or 0)


def booked(line: _Row) -> int:
    return ONE if line["book_qty"] is None else int(line["book_qty"])


def judged(line: _Row, tick: Tick) -> Row:
    """The line as the tick says it: seen, rolled back to the day counted for (倒轧), judged.

    Refused when more is missing or broken than there should be.
    """
    there, many = expected(line), tick.many
    if tick.mark in (BROKEN, MISSING) and many is not None and many > there:
        word = "坏" if tick.mark == BROKEN else "缺"
        what = f"{tick.number} 号只有 {show_quantity(there)}，{word}不了 {show_quantity(many)}"
        raise Refused(what, "请核对数量", code="QL-SZ-261")
    seen, spoilt = there, 0
    if tick.mark == MISSING:
        seen = 0 if many is None else there - many
    elif tick.mark == BROKEN:
        spoilt = there if many is None else many
    elif many is not None:
        seen = many
    draft = {"mark": tick.mark, "remark": tick.note or line["remark"] or None}
    return draft | settled({**line, "seen_qty": seen, "spoilt_qty": spoilt, **unpriced(line)})


def unpriced(line: _Row) -> Row:
    """A value that came from the books says nothing of more than was booked."""
    return {} if line["result"] == SURPLUS else {"counted_fen": None}


def settled(line: _Row) -> Row:
    """Counted quantity, value and result of a line that was seen, from its own figures."""
    seen, spoilt = int(line["seen_qty"] or 0), int(line["spoilt_qty"] or 0)
    counted = seen + (line["out_qty"] or 0) - (line["in_qty"] or 0)
    if counted < 0:
        what = f"{line['number']} 号倒推到时点成了负数"
        raise Refused(what, "请核对时点后增加、减少的数", field="in_qty", code="QL-SZ-262")
    book = booked(line)
    result = AGREES
    if counted != book:
        result = SHORT if counted < book else SURPLUS
    elif spoilt:
        result = SPOILT
    value = line["counted_fen"] if result == SURPLUS else share(line["book_fen"], counted, book)
    made: Row = {"seen_qty": seen, "spoilt_qty": spoilt or None, "counted_qty": counted}
    made |= {"counted_fen": value, "result": result}
    if result == AGREES:
        made |= dict.fromkeys(("cause", "responsible", "handling", "paid_fen", "found_on"))
    return made


def share(fen: int | None, part: int, whole: int) -> int:
    """The part of an amount that falls to so many of so many things, to the 分."""
    if not fen or whole <= 0:
        return 0 if part != whole else int(fen or 0)
    return (fen * part * 2 + whole) // (2 * whole)


def is_idle(line: _Row) -> bool:
    return bool(line["mark"] == IDLE)


def open_lines(lines: Iterable[_Row]) -> list[int]:
    """The numbers nobody has told yet."""
    return [int(line["number"]) for line in lines if not line["mark"]]


def differences(lines: Iterable[_Row]) -> list[Any]:
    return [line for line in lines if line["result"] in DIFFERENT]


def gone_qty(line: _Row) -> int:
    """How many of the things do not come back: missing ones, and spoilt ones not repaired."""
    missing = max(booked(line) - int(line["counted_qty"] or 0), 0)
    spoilt = 0 if line["handling"] == REPAIRED else int(line["spoilt_qty"] or 0)
    return min(missing + spoilt, booked(line))


def numbers_said(numbers: Sequence[int]) -> str:
    """13、14、20 号, the first of many."""
    said = "、".join(str(number) for number in numbers[:_MOST_NAMED])
    return f"{said} 号" if len(numbers) <= _MOST_NAMED else f"{said} 等 {len(numbers)} 处"


# -- the steps --------------------------------------------------------------------------------


def next_of(state: str) -> str:
    place = STEPS.index(state)
    return STEPS[place + 1] if place + 1 < len(STEPS) else FINISHED


def may_take(inventory: _Row, step: str, day: date, today: date) -> None:
    """Refused unless it is this step's turn and its day fits between the last one and today."""
    if inventory["state"] != step:
        what = f"{inventory['year']}年清查现在该办“{inventory['state']}”，“{step}”这一步还不能办"
        remedy = "一步一步来" if inventory["state"] != FINISHED else "这次清查已经办完"
        raise Refused(what, remedy, code="QL-SZ-263")
    field = DONE_ON[step]
    label = Inventory.fields[field].label
    if day > today:
        raise Refused(f"{label}在今天之后", "请填办这件事那天", field=field, code="QL-SZ-264")
    before = [DONE_ON[one] for one in STEPS[: STEPS.index(step)] if inventory[DONE_ON[one]]]
    if before and day.isoformat() < inventory[before[-1]]:
        last = paper_day(date.fromisoformat(inventory[before[-1]]))
        what = f"{label}早于{Inventory.fields[before[-1]].label}（{last}）"
        raise Refused(what, "请核对两个日期", field=field, code="QL-SZ-264")


def problem(inventory: _Row, lines: Sequence[_Row], least: int) -> Problem | None:
    """What of the lines or the team still keeps this step from being done."""
    state = inventory["state"]
    if state == COUNTING:
        return _uncounted(inventory, lines, least)
    if state in (ENTERING, VERIFYING):
        return _unexplained(lines)
    if state == LEDGERS:
        waiting = [int(line["number"]) for line in differences(lines) if not line["handled_on"]]
        if waiting:
            what = f"{numbers_said(waiting)}还没处理"
            return Problem(what, "逐条写怎么处理，按决议记账", code="QL-SZ-266")
    return None


def _uncounted(inventory: _Row, lines: Sequence[_Row], least: int) -> Problem | None:
    if not lines:
        return Problem("还没编盘点表", "先按“编盘点表”", code="QL-SZ-646")
    if not (inventory["leader"] or "").strip():
        return Problem("还没写清查组长", "填上组长和成员", field="leader", code="QL-SZ-647")
    if 1 + len(people(inventory["members"])) < least:
        what = f"清查组不到 {least} 人"
        return Problem(what, "补写成员，用顿号隔开", field="members", code="QL-SZ-648")
    waiting = open_lines(lines)
    if waiting:
        what = f"还有 {len(waiting)} 件没有盘（{numbers_said(waiting)}）"
        return Problem(what, "在“一张纸盘点”里录完", code="QL-SZ-649")
    return None


def people(text: str | None) -> list[str]:
    """The names in a list written by hand."""
    plain = (
        (text or "").replace("，", "、").replace(",", "、").replace("\n", "、").replace(" ", "、")
    )
    return [name for name in plain.split("、") if name.strip()]


def _unexplained(lines: Sequence[_Row]) -> Problem | None:
    found = differences(lines)
    bare = [int(line["number"]) for line in found if not line["cause"]]
    if bare:
        return Problem(f"{numbers_said(bare)}还没写原因", "双击那一行，选原因", code="QL-SZ-267")
    nobody = [
        int(line["number"]) for line in found
        if line["result"] in (SHORT, SPOILT) and line["cause"] not in _NO_BLAME
        and not line["responsible"]
    ]  # fmt: skip
    if nobody:
        what = f"{numbers_said(nobody)}还没写责任人"
        return Problem(what, "双击那一行，写责任人", code="QL-SZ-650")
    priceless = [
        int(line["number"]) for line in found
        if line["result"] == SURPLUS and line["counted_fen"] is None
    ]  # fmt: skip
    if priceless:
        what = f"{numbers_said(priceless)}是盘盈的，还没写价值"
        return Problem(what, "双击那一行，写估价；没有价值的写 0", code="QL-SZ-651")
    less = [
        int(line["number"]) for line in found
        if line["result"] == SURPLUS and line["counted_fen"] < (line["book_fen"] or 0)
    ]  # fmt: skip
    if less:
        what = f"{numbers_said(less)}是盘盈的，核实价值却比账面少"
        return Problem(what, "双击那一行，写全部的价值，不只写多出来的", code="QL-SZ-652")
    return None


def days_left(posted_on: date, days: int, today: date) -> int:
    """How many days a posted result must still hang; 0 when it has hung long enough."""
    return max(days - (today - posted_on).days, 0)


# -- in the books -----------------------------------------------------------------------------


class Accounts(NamedTuple):
    """The accounts of the pack."""

    pending_goods: str
    pending_fixed: str
    cash_and_goods: tuple[str, ...]
    from_member: str
    from_other: str
    loss: str
    gain: str
    fixed: str
    goods: str


def accounts_of(table: Mapping[str, Any]) -> Accounts:
    given = {name: table[name] for name in Accounts._fields}
    return Accounts(**{**given, "cash_and_goods": tuple(given["cash_and_goods"])})


def pending(account: str, chart: Accounts) -> str:
    """Which detail of 181 a thing of this account waits in."""
    current = account[:3] in chart.cash_and_goods
    return chart.pending_goods if current else chart.pending_fixed


class Worth(NamedTuple):
    """What a line is about, in 分: value and wear of what is gone, or value of what was found."""

    account: str
    contra: str
    value: int
    worn: int

    @property
    def net(self) -> int:
        return self.value - self.worn


def on_finding(worth: Worth, *, surplus: bool, chart: Accounts) -> tuple[Side, ...]:
    """The entry while it is open; () where nothing has a value."""
    waits = pending(worth.account, chart)
    if not worth.value or not worth.account:
        return ()
    if surplus:
        return (Side(worth.account, debit=worth.value), Side(waits, credit=worth.value))
    lines = [Side(waits, debit=worth.net)] if worth.net else []
    if worth.worn:
        lines.append(Side(worth.contra, debit=worth.worn))
    return (*lines, Side(worth.account, credit=worth.value))


def on_decision(
    fen: int, account: str, paid: int, *, surplus: bool, member: bool, chart: Accounts
) -> tuple[Side, ...]:
    """The entry when it was decided; `paid` is what somebody makes good."""
    waits = pending(account, chart)
    if not fen:
        return ()
    if surplus:
        return (Side(waits, debit=fen), Side(chart.gain, credit=fen))
    lines = []
    if paid:
        lines.append(Side(chart.from_member if member else chart.from_other, debit=paid))
    if fen - paid:
        lines.append(Side(chart.loss, debit=fen - paid))
    return (*lines, Side(waits, credit=fen))


def at_once(found: Iterable[Side], decided: Iterable[Side], chart: Accounts) -> tuple[Side, ...]:
    """Both entries in one, for books in which nothing waits in between."""
    waits = (chart.pending_goods, chart.pending_fixed)
    return tuple(side for side in (*found, *decided) if side.account not in waits)


def handling_problem(line: _Row, handling: str, paid: int | None, fen: int) -> Problem | None:
    """Why a difference cannot be handled in this way."""
    if line["result"] == SURPLUS and handling in (PAID_BY, WRITTEN_OFF, REPAIRED):
        return Problem("盘盈的不能这样处理", "选“列其他收入”或“更正登记”", field="handling",
                       code="QL-SZ-268")  # fmt: skip
    if line["result"] != SURPLUS and handling == "列其他收入":
        return Problem("盘亏、毁损不能列其他收入", "选赔偿、列其他支出或更正登记",
                       field="handling", code="QL-SZ-653")  # fmt: skip
    if handling == REPAIRED and line["result"] != SPOILT:
        return Problem("只有毁损的能修好继续用", "另选一种处理", field="handling",
                       code="QL-SZ-654")  # fmt: skip
    if handling == PAID_BY and not (line["responsible"] or "").strip():
        return Problem("还没写谁来赔", "先写责任人", field="responsible", code="QL-SZ-655")
    if handling == PAID_BY and not 0 < (paid or 0) <= fen:
        return Problem("赔偿金额要大于 0、不超过损失", "请核对金额", field="paid_fen",
                       code="QL-SZ-656")  # fmt: skip
    return None
