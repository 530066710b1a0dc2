"""What must hold for casual labour: who ordered it, who worked when, what is odd. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from qinglian_desktop.core import money
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.kinds import show_quantity
from qinglian_desktop.core.outcome import Problem
from qinglian_desktop.modules.labour.records import CLOSED, HALF_DAY, WHOLE_DAY

_NAME_MOST: Final = 20  # characters of a reason in a message
APART: Final = "像是两台电脑都记了这一天"
TAKE_ONE: Final = "多记的删一条；已编进发放表的，先删掉那张发放表"


def amount_of(days: int, rate_fen: int) -> int:
    """分 for so many thousandths of a day; a rate can be halved, so nothing is rounded."""
    return days * rate_fen // WHOLE_DAY


def order_problem(order: Mapping[str, Any], today: date) -> Problem | None:
    """What is wrong with an order, filled in or not."""
    rate = order.get("rate_fen")
    if rate is not None and rate <= 0:
        return Problem("每个工的钱要大于 0", "照定下来的标准填", "rate_fen", "QL-SZ-200")
    if rate is not None and rate % 2:
        return Problem("每个工的钱分不成两半", "填到角，例：120.50", "rate_fen", "QL-SZ-631")
    if order.get("ordered_on") and date.fromisoformat(order["ordered_on"]) > today:
        return Problem("派工日期在今天之后", "请核对日期", "ordered_on", "QL-SZ-632")
    planned = order.get("planned_days")
    if planned is not None and planned <= 0:
        return Problem("计划工日要大于 0", "没定就空着", "planned_days", "QL-SZ-633")
    return None


def day_problem(
    row: Mapping[str, Any], order: Mapping[str, Any] | None, today: date
) -> Problem | None:
    """No order, no log; and nobody worked before the order or tomorrow."""
    if order is None:
        return Problem(
            "先说明为什么用工，再记人和工日", "先登记用工单", "order_id", "QL-SZ-201"
        )  # fmt: skip
    if not (order.get("reason") and order.get("ordered_on")):
        return Problem("用工单还没填完", "先填好为什么用工和派工日期", "order_id", "QL-SZ-634")
    if not (order.get("matter_id") or order.get("decision")):
        return Problem(
            f"用工单“{order['reason'][:_NAME_MOST]}”还没有依据",
            "在用工单里选决策事项，或写明依据的会议",
            "order_id", "QL-SZ-202",
        )  # fmt: skip
    day = date.fromisoformat(row["day"]) if row.get("day") else None
    if day and day > today:
        return Problem(f"{paper_day(day)}还没到", "干完活再记", "day", "QL-SZ-203")
    ordered = date.fromisoformat(order["ordered_on"])
    if day and day < ordered:
        return Problem(
            f"{paper_day(day)}在派工（{paper_day(ordered)}）之前", "先派工后干活；请核对日期",
            "day", "QL-SZ-204",
        )  # fmt: skip
    if order.get("state") == CLOSED:
        remedy = "另开一张用工单，或改回进行中"
        return Problem("这张用工单已经结束", remedy, "order_id", "QL-SZ-205")
    if row.get("days") not in (None, HALF_DAY, WHOLE_DAY):
        return Problem("工日只能是 1 或 0.5", "半天填 0.5，一天填 1", "days", "QL-SZ-206")
    rate = row.get("rate_fen")
    if rate is not None and (rate <= 0 or rate % 2):
        what = "单价要大于 0" if rate <= 0 else "单价分不成两半"
        return Problem(what, "填到角，或留空按用工单的标准", "rate_fen", "QL-SZ-635")
    return None


def twice(name: str, noted: int, days: int) -> Problem | None:
    """A person has one 工 a day, over all orders; `noted` is what is there already."""
    if noted + days <= WHOLE_DAY:
        return None
    return Problem(
        f"{name}当天已记过 {show_quantity(noted)} 个工", "请核对日期和姓名；一人一天最多 1 个工",
        "person_id", "QL-SZ-207",
    )  # fmt: skip


def in_office(titles: Sequence[str]) -> str:
    """What stands beside the row of somebody who draws pay anyway (PAY-19)."""
    return f"在职：{'、'.join(titles)}，请核实是不是重复拿报酬" if titles else ""


def growth(amount: int, before: Sequence[int], percent: int) -> str:
    """Said when a month is far above the ones before it (PAY-18); "" when it is not."""
    usual = [fen for fen in before if fen]
    if not usual:
        return ""
    mean = sum(usual) // len(usual)
    if amount * 100 <= mean * percent:
        return ""
    return (
        f"这个月 {money.show(amount)} 元，前几个月平均 {money.show(mean)} 元，"
        "多了不少，请附上用工事由汇总"
    )
