"""How does a task move on? The allowed steps as a table of pairs."""

from collections.abc import Mapping
from types import MappingProxyType

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.tasks.records import OPEN

# (from, to): what the step is called on its button.
STEPS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("未开始", "进行中"): "开始办",
        ("进行中", "待核"): "送核",
        ("待核", "已完成"): "核对办结",
        ("待核", "进行中"): "退回再办",
        ("已完成", "进行中"): "重新办",
        ("未开始", "已终止"): "终止",
        ("进行中", "已终止"): "终止",
    }
)
NEEDS_REASON = frozenset(
    {("待核", "进行中"), ("已完成", "进行中"), *(s for s in STEPS if s[1] == "已终止")}
)


def following(state: str) -> tuple[str, ...]:
    """The states that may come after this one."""
    return tuple(after for before, after in STEPS if before == state)


def allow(before: str, after: str, reason: str = "") -> None:
    """Refused unless the pair is in the table and has its reason where one is needed."""
    if (before, after) not in STEPS:
        can = "、".join(f"“{STEPS[before, state]}”" for state in following(before))
        raise Refused(
            f"“{before}”的任务不能直接变成“{after}”",
            f"现在可以：{can}" if can else "要继续办，请新建一条任务",
            field="state",
            code="QL-TL-001",
        )
    if (before, after) in NEEDS_REASON and not reason.strip():
        raise Refused(
            f"{STEPS[before, after]}要写原因", "请用一句话说明", field="reason", code="QL-TL-002"
        )


def goes_on(row: Row) -> bool:
    """A finished task of the plan; the next round of a routine comes by itself."""
    return row["state"] == "已完成" and not row["routine_id"]


def may_return(row: Row) -> bool:
    """A task of one's own; those of the plan have their rounds already."""
    return row["state"] in OPEN and not row["routine_id"] and not row["clause"]
