"""Who must have decided before a thing is disposed of, and for what price may it go?"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from qinglian_desktop.core import money
from qinglian_desktop.core.check import missing
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import cited
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions.links import lines as decision_lines
from qinglian_desktop.modules.decisions.reads import case
from qinglian_desktop.modules.decisions.records import PASSED
from qinglian_desktop.modules.property import reads
from qinglian_desktop.modules.property.records import LOWERED, NATURAL, SOLD
from qinglian_desktop.modules.property.rules import Given
from qinglian_desktop.store.book import Book

DISPOSAL_CLASS = "M03"  # 资产处置和借贷投资
_LEAST_REASON = 4  # characters


def decision_line(book: Book, day: date, given: Given) -> tuple[int, str]:
    """From which amount on a disposal needs a decision, in 分 and in words with its ground."""
    for since, amount in decision_lines(book, DISPOSAL_CLASS):
        if since <= day:
            return amount, f"{money.show(amount)} 元起要有决议（本单位的事项标准）"
    limit = given.value("disposal.yuan") * 100
    ground = cited(given.pack.value("disposal"))
    return limit + 1, f"超过 {money.show(limit)} 元要有决议（依据：{ground}）"


def needs_decision(book: Book, asset: Row, made: Mapping[str, Any], given: Given) -> str:
    """Why this disposal needs a decision; "" when it needs none."""
    if asset["nature"] == NATURAL:
        return "资源性资产的处置都要有决议"
    day = date.fromisoformat(made["day"])
    line, words = decision_line(book, day, given)
    whole = (asset["value_fen"] or 0) + _lowered(book, asset)
    amounts = (whole, made.get("appraised_fen"), made.get("proceeds_fen"))
    worth = max(amount or 0 for amount in amounts)
    if asset["value_fen"] is None and not worth:
        return f"卡片上没写原值，看不出够不够限额（{words}）"
    if worth < line:
        return ""
    return f"这件 {money.show(worth)} 元，{words}"


def _lowered(book: Book, asset: Row) -> int:
    """What was written off its value before: in two steps a thing is not worth less."""
    events = reads.events_of(book, asset["id"])
    return -sum(
        min(event["change_fen"] or 0, 0) for event in events
        if event["kind"] == LOWERED and not event["reversed_on"]
    )  # fmt: skip


def refuse_disposal(book: Book, asset: Row, made: Row, given: Given) -> None:
    why = needs_decision(book, asset, made, given)
    if why and missing(made.get("matter_id")):
        raise Refused("处置超过限额，要先有决议", f"{why}。请先去“四议公开”立项表决",
                      field="matter_id", code="QL-SZ-236")  # fmt: skip
    if not missing(made.get("matter_id")):
        _refuse_undecided(book, made["matter_id"], date.fromisoformat(made["day"]))
    below = (made.get("appraised_fen") or 0) > (made.get("proceeds_fen") or 0)
    if made["kind"] == SOLD and below and len(made.get("reason") or "") < _LEAST_REASON:
        raise Refused("卖价低于评估价", "请在“原因”里写明为什么", field="reason",
                      code="QL-SZ-237")  # fmt: skip


def _refuse_undecided(book: Book, matter_id: str, day: date) -> None:
    held = case(book, matter_id).decided
    if held is None or held.result != PASSED:
        raise Refused("这件事项还没有表决通过", "先开会表决，或另选一件通过的",
                      field="matter_id", code="QL-SZ-238")  # fmt: skip
    decided = held.last["held_on"]
    if decided and decided > day.isoformat():
        said = paper_day(date.fromisoformat(decided))
        raise Refused(f"决议是{said}才通过的", "处置要在决议以后，请核对日期", field="day",
                      code="QL-SZ-239")  # fmt: skip
