"""Numbers of receipts: which a book holds, which are missing, which comes next. Pure."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from qinglian_desktop.core.outcome import Problem, Refused

_NUMBER: Final = re.compile(r"([A-Z一-鿿\-/]{0,8})(\d{1,10})")
_MOST: Final = 1000  # slips of one book


class Number(NamedTuple):
    """A number as printed: letters in front, digits of a fixed width."""

    prefix: str
    value: int
    width: int

    def __str__(self) -> str:
        return f"{self.prefix}{self.value:0{self.width}d}"

    @property
    def key(self) -> tuple[str, int]:
        return self.prefix, self.value


def read(text: str | None, field: str = "number") -> Number:
    """QJ0012003, 0012003, ００１２; Refused in words for what is no number of a receipt."""
    plain = "".join((text or "").split()).translate(_WIDE).upper().removeprefix("NO.")
    found = _NUMBER.fullmatch(plain.removeprefix("NO").removeprefix("№"))
    if found is None:
        raise Refused(
            f"收据号看不懂：〔{(text or '')[:20]}〕", "照收据上印的号填，例：0012003",
            field=field, code="QL-SZ-190",
        )  # fmt: skip
    return Number(found[1], int(found[2]), len(found[2]))


_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


class Range(NamedTuple):
    """The slips of one book."""

    first: Number
    last: Number
    received_on: date
    returned_on: date | None = None
    account: str = ""
    row_id: str = ""

    def __contains__(self, number: object) -> bool:
        return (
            isinstance(number, Number)
            and number.prefix == self.first.prefix
            and self.first.value <= number.value <= self.last.value
        )

    @property
    def said(self) -> str:
        return f"{self.first} 到 {self.last}"

    def numbers(self) -> Iterable[Number]:
        for value in range(self.first.value, self.last.value + 1):
            yield self.first._replace(value=value)


def range_problem(first: Number, last: Number, others: Sequence[Range]) -> Problem | None:
    """What is wrong with the numbers of a book; None when nothing is."""
    if first.prefix != last.prefix or first.width != last.width:
        return Problem("起号和止号不是同一种号", "照封面上印的号填", "last_no", "QL-SZ-191")
    if last.value < first.value:
        return Problem(f"止号 {last} 在起号 {first} 前面", "请核对两个号", "last_no", "QL-SZ-614")
    if last.value - first.value >= _MOST:
        return Problem(
            f"一本有 {last.value - first.value + 1} 张，太多了", "一本一本地登记", "last_no",
            "QL-SZ-615",
        )  # fmt: skip
    for other in others:
        if (
            other.first.prefix == first.prefix
            and other.first.value <= last.value
            and first.value <= other.last.value
        ):
            return Problem(
                f"和已登记的一本（{other.said}）号码重了", "请核对起号和止号", "first_no",
                "QL-SZ-192",
            )  # fmt: skip
    return None


def book_of(number: Number, books: Iterable[Range]) -> Range | None:
    return next((one for one in books if number in one), None)


def missing(books: Iterable[Range], used: Iterable[Number]) -> tuple[Number, ...]:
    """Numbers left out: below the highest used one of their book; of a book given back, all."""
    taken = {number.key for number in used}
    found: list[Number] = []
    for one in books:
        here = [n for n in one.numbers() if n.key in taken]
        top = one.last.value if one.returned_on else max((n.value for n in here), default=-1)
        found += (n for n in one.numbers() if n.key not in taken and n.value <= top)
    return tuple(found)


def next_of(books: Iterable[Range], used: Iterable[Number], account: str = "") -> Number | None:
    """The slip after the highest used one, in the oldest book that has one left."""
    taken = list(used)
    for one in sorted(books, key=lambda book: (book.received_on, book.first.key)):
        if one.returned_on or (account and one.account not in ("", account)):
            continue
        here = max((n.value for n in taken if n in one), default=one.first.value - 1)
        if here < one.last.value:
            return one.first._replace(value=here + 1)
    return None


def runs(numbers: Sequence[Number]) -> str:
    """0012003、0012005 到 0012009, for a person to read."""
    said: list[str] = []
    start = 0
    for place in range(1, len(numbers) + 1):
        follows = place < len(numbers) and (
            numbers[place].key == (numbers[place - 1].prefix, numbers[place - 1].value + 1)
        )
        if not follows:
            first, last = numbers[start], numbers[place - 1]
            many = place - start
            said.append(
                str(first) if many == 1
                else f"{first}、{last}" if many == 2
                else f"{first} 到 {last}"
            )  # fmt: skip
            start = place
    return "、".join(said)
