"""Which steps has a checklist, and which of a task are not done yet?"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.tasks.records import TaskStep

MOST = 60  # steps; more than a screen of them nobody ticks off
_NAMED = 3  # missing steps a message names before it counts the rest


class Template(NamedTuple):
    """A list of steps by its name, from the pack or the office's own."""

    title: str
    steps: tuple[str, ...]


def lines(text: str) -> tuple[str, ...]:
    """One step a line; blank lines and lines said twice are left out."""
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def refuse_list(steps: Sequence[str]) -> None:
    """Refused without a step or with more than anybody ticks off."""
    if not steps:
        raise Refused("清单里还没有步骤", "一行写一步", field="steps", code="QL-TL-040")
    if len(steps) > MOST:
        raise Refused(
            f"清单有 {len(steps)} 步，太长了",
            f"最多 {MOST} 步，可以分成两张清单",
            field="steps",
            code="QL-TL-041",
        )


def missing(steps: Iterable[TaskStep]) -> list[TaskStep]:
    """Steps that are not done, in their order."""
    return sorted((step for step in steps if step.done_on is None), key=lambda s: s.place)


def refuse_open(steps: Iterable[TaskStep]) -> None:
    """Refused while a step is open; the message names those that are missing."""
    if left := missing(steps):
        named = "、".join(f"{step.place} {step.title[:12]}" for step in left[:_NAMED])
        more = f"等 {len(left)} 步" if len(left) > _NAMED else ""
        raise Refused(
            f"还有 {len(left)} 步没做完，不能送核：{named}{more}",
            "做完一步勾一步，都勾上会自己送核",
            field="state",
            code="QL-TL-042",
        )
