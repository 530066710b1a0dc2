"""What an action can come back with: what changed, or why nothing did."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple


class Changes(NamedTuple):
    """What one committed change touched; every open page decides from it whether to reload."""

    label: str
    touched: tuple[tuple[str, str], ...] = ()  # (table, row id)
    step: int = 0  # number of the change in the trail; 0 when nothing was written
    result: object = None  # what the action wants to hand its caller (a number, a path)

    def touches(self, *tables: str) -> bool:
        return any(table in tables for table, _ in self.touched)

    def ids(self, table: str) -> tuple[str, ...]:
        return tuple(row_id for touched, row_id in self.touched if touched == table)


class Problem(NamedTuple):
    """One thing that is not right with one value: what happened, what to do."""

    what: str
    remedy: str
    field: str = ""
    code: str = ""
    value: str = ""

    def __str__(self) -> str:
        return f"{self.what}。{self.remedy}。" if self.remedy else f"{self.what}。"


class Refused(Exception):  # noqa: N818  (a refusal is an answer to the clerk, not an error of ours)
    """The clerk asked for something that may not be done; nothing was written.

    `what` says what happened, `remedy` what to do next; both are Chinese phrases without
    the closing 。. `field` names the input that should get the focus.
    """

    status = 1  # exit status on the command line
    needs = ""  # the act or level that somebody else's PIN would allow (store/people)
    again: Callable[[], object] | None = None  # does it once more, when it is allowed

    def __init__(
        self,
        what: str,
        remedy: str = "",
        *,
        field: str = "",
        code: str = "",
        problems: tuple[Problem, ...] = (),
    ) -> None:
        self.what, self.remedy, self.field, self.code = what, remedy, field, code
        self.problems = problems
        super().__init__(what)

    def __str__(self) -> str:
        text = f"{self.what}。{self.remedy}。" if self.remedy else f"{self.what}。"
        return text.replace("。。", "。")


class Conflict(Refused):
    """Somebody changed the same row meanwhile; the newer value is kept, nothing was written."""


class Shut(Refused):
    """The row as a whole may not be written now (its month is closed): nothing waits beside it."""


class NewerData(Refused):
    """The file was written by a newer program than this one; it was not touched."""


class Damaged(Refused):
    """A file or the database is not whole; nothing was written."""

    status = 3


def refuse(problem: Problem | None) -> None:
    """What a rule found wrong, as the refusal of the whole act; None lets it go on."""
    if problem is not None:
        raise Refused(problem.what, problem.remedy, field=problem.field, code=problem.code)


@dataclass(slots=True)
class Progress:
    """What a long job tells its onlooker; `tick` answers False when the clerk pressed 停止."""

    label: str = ""
    done: int = 0
    total: int = 0
    stopped: bool = field(default=False)

    def tick(self, done: int, total: int, label: str = "") -> bool:
        self.done, self.total = done, total
        if label:
            self.label = label
        return not self.stopped


class Stopped(Refused):
    """The clerk stopped a long job; everything it had begun was rolled back."""

    def __init__(self) -> None:
        super().__init__("已停止，没有改动任何内容", "需要时可以重新开始")
