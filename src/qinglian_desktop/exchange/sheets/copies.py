"""Where one table stands beside itself, two or three times: which columns make each copy?"""

from qinglian_desktop.core.record import Record
from qinglian_desktop.exchange.sheets.heading import Heading
from qinglian_desktop.exchange.sheets.names import REASON, SHEET_SIDES, plain
from qinglian_desktop.exchange.sheets.sides import side_over, sides_of


def side_by_side(heading: Heading, record: type[Record]) -> list[list[int]]:
    """The columns of each copy of a table that stands two or three times beside itself.

    Under different group names columns of one name are not copies, but for a record that has
    a side: what stands under 收入 goes on under 支出.
    """
    named = [n for n, label in enumerate(heading.labels) if label and label != REASON]
    over = [heading.joined[n] for n in named]
    if sides_of(record) and len({side_at(heading, n) for n in named} - {""}) > 1:
        over = [heading.labels[n] if side_at(heading, n) else heading.joined[n] for n in named]
    labels = [
        (_same(plain(heading.labels[n])), _same(word)) for n, word in zip(named, over, strict=True)
    ]
    for copies in (4, 3, 2):
        size, rest = divmod(len(named), copies)
        if rest or size < 2 or len(set(labels[:size])) < size:
            continue
        if labels == labels[:size] * copies:
            return [named[n * size : (n + 1) * size] for n in range(copies)]
    return [named]


def _same(label: str) -> str:
    """A balance sheet names the two copies of its first column by what stands in them."""
    return SHEET_SIDES[0] if label in SHEET_SIDES else label


def side_at(heading: Heading, index: int) -> str:
    """收入 or 支出 over a column that is named by its lower line, else nothing."""
    return side_over(heading.labels[index], heading.joined[index])


def of_one_side(heading: Heading, groups: list[list[int]]) -> str:
    """The side of the first of several tables beside each other; "" where it has none."""
    if len(groups) < 2:
        return ""
    said = {side_at(heading, index) for index in groups[0]}
    return said.pop() if len(said) == 1 else ""
