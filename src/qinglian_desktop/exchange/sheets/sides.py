"""A cash book with two columns of amounts, 收入 and 支出: which is which?"""

import re
from dataclasses import dataclass

from qinglian_desktop.core.kinds import FEN
from qinglian_desktop.core.record import Record
from qinglian_desktop.exchange.sheets.names import base_and_unit


@dataclass(frozen=True, slots=True)
class Sides:
    """A record with an amount and a choice of two sides may come with a column for each side."""

    amount: str
    choice: str
    words: tuple[str, ...]

    def token(self, word: str) -> str:
        """How such a column is named where a field is asked for: amount_fen=收入."""
        return f"{self.amount}={word}"


# Not 借方 and 贷方: in a ledger of costs they mean the opposite of what they mean for cash.
_SIDE_WORDS = {"收入": ("收入", "收方", "收款"), "支出": ("支出", "付方", "付款")}
_SIDE = re.compile(r"(.{2})(金额|数|额)?")


def sides_of(record: type[Record]) -> Sides | None:
    """收入 and 支出 of a cash book; None for a record without them."""
    amount = next((name for name, field in record.fields.items() if field.kind is FEN), "")
    for name, field in record.fields.items():
        if amount and set(field.choices) == set(_SIDE_WORDS):
            return Sides(amount, name, field.choices)
    return None


def side_over(label: str, joined: str) -> str:
    """收入 over 日期, 项目, 金额: the side of a table that has one part for each."""
    return next((word for word in _SIDE_WORDS if joined == word + label), "")


def side_meant(header: str) -> str:
    """收入金额(元) → 收入."""
    found = _SIDE.fullmatch(base_and_unit(header)[0])
    return next((w for w, others in _SIDE_WORDS.items() if found and found[1] in others), "")
