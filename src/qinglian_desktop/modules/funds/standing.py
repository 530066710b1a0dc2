"""What others owe a book and what it owes them (债权债务), as the finance notice tells it."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from qinglian_desktop.core import money
from qinglian_desktop.core.document import Block, Column, Facts, Heading, Paragraph, Table
from qinglian_desktop.core.kinds import mask_name

_COLUMNS: Final = (
    Column("是什么钱", 14), Column("谁", 18),
    Column("别人欠的（元）", 14, "right", money=True),
    Column("欠别人的（元）", 14, "right", money=True),
)  # fmt: skip
_NOBODY: Final = "没写是谁"


class Standing(NamedTuple):
    """One party that owes (a positive amount) or is owed (a negative one) at the end."""

    what: str  # the name of the account
    who: str
    fen: int
    person: bool = False


def owed_to(standing: Sequence[Standing]) -> int:
    """What others owe."""
    return sum(one.fen for one in standing if one.fen > 0)


def owing(standing: Sequence[Standing]) -> int:
    return -sum(one.fen for one in standing if one.fen < 0)


def named(one: Standing) -> str:
    """As the board names it: an organisation in full, a person with the given name hidden."""
    if not one.who:
        return _NOBODY
    return mask_name(one.who) if one.person else one.who


def board(standing: Sequence[Standing]) -> tuple[Block, ...]:
    """The section of the board; none where nothing stands open."""
    if not standing:
        return ()
    rows = tuple(
        (one.what, named(one), max(one.fen, 0) or "", max(-one.fen, 0) or "") for one in standing
    )
    facts = (
        ("别人欠的钱", money.marked(owed_to(standing))),
        ("欠别人的钱", money.marked(owing(standing))),
    )
    return (Heading("四、债权债务"), Facts(facts), Table(_COLUMNS, rows, totals=True))


def plain(standing: Sequence[Standing]) -> tuple[Block, ...]:
    if not standing:
        return ()
    theirs, ours = money.show(owed_to(standing)), money.show(owing(standing))
    return (Paragraph(f"别人欠 {theirs} 元，欠别人 {ours} 元。", indent=False),)


def spoken(standing: Sequence[Standing]) -> tuple[str, ...]:
    if not standing:
        return ()
    return (
        "别人欠的钱：", f"{money.spoken(owed_to(standing))}。",
        "欠别人的钱：", f"{money.spoken(owing(standing))}。",
    )  # fmt: skip
