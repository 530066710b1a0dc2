"""How is a change of an asset written in the books? Lines of a voucher as plain values, in 分."""

from typing import NamedTuple

CLEARING = "154"  # 固定资产清理
_CLEARED = ("152", "133")  # what wears off into these is cleared by way of 154


class Side(NamedTuple):
    """One line: an account, and what stands on its two sides."""

    account: str
    debit: int = 0
    credit: int = 0


class Leaving(NamedTuple):
    """What goes out of the register, and what comes in for it."""

    account: str
    contra: str
    value: int
    worn: int  # with the last charge
    charge: int  # the last charge, which this voucher makes
    expense: str
    proceeds: int
    receivable: str
    gain: str
    loss: str


def added(account: str, against: str, amount: int) -> tuple[Side, ...]:
    """A thing is there, or worth more; `against` says where it comes from."""
    return (Side(account, debit=amount), Side(against, credit=amount))


def lowered(account: str, loss: str, amount: int) -> tuple[Side, ...]:
    """A thing is worth less."""
    return (Side(loss, debit=amount), Side(account, credit=amount))


def left(leaving: Leaving) -> tuple[Side, ...]:
    """A thing goes: its last charge, its value and what wore off, what comes in, the difference."""
    one, net = leaving, leaving.value - leaving.worn
    lines: list[Side] = []
    if one.charge:
        lines += [Side(one.expense, debit=one.charge), Side(one.contra, credit=one.charge)]
    if one.worn:
        lines.append(Side(one.contra, debit=one.worn))
    by_way = one.contra in _CLEARED
    if by_way and net:
        lines.append(Side(CLEARING, debit=net))
    lines += [Side(one.account, credit=one.value)] if one.value else []
    if one.proceeds:
        lines.append(Side(one.receivable, debit=one.proceeds))
        lines += [Side(CLEARING, credit=one.proceeds)] if by_way else []
    more = one.proceeds - net
    if more > 0:
        lines += [Side(CLEARING, debit=more)] if by_way else []
        lines.append(Side(one.gain, credit=more))
    elif more < 0:
        lines.append(Side(one.loss, debit=-more))
        lines += [Side(CLEARING, credit=-more)] if by_way else []
    return tuple(lines)
