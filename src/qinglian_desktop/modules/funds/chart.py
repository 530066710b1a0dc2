"""What does an account code mean on a day in a book? The chart (科目表) as values.

A code is never read without its day: before 2024 the collective's chart is another one, and the
same code may stand on the other side.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from qinglian_desktop.core.outcome import Problem
from qinglian_desktop.core.pack import Pack
from qinglian_desktop.modules.funds.records import COLLECTIVE

SUSPENSE: Final = "000"  # where entries without an account stand; nobody posts there
SUSPENSE_NAME: Final = "还没归科目"
CASH, BANK = "101", "102"
DEBIT, CREDIT, BOTH = "借", "贷", "双向"
RESULT: Final = "损益"  # the class that a year-end closes
PACKS: Final[Mapping[bool, str]] = {True: "chart-collective", False: "chart-committee"}


class Item(NamedTuple):
    """One account of the chart."""

    code: str
    name: str
    kind: str  # 资产 负债 所有者权益 净资产 成本 损益
    side: str  # where its balance stands: 借 贷 双向
    parent: str = ""
    note: str = ""
    own: bool = False  # a detail of this office, not of the pack

    @property
    def title(self) -> str:
        return f"{self.code} {self.name}"


class Chart(NamedTuple):
    """The accounts of one book on one day."""

    pack: str  # id of the pack it comes from
    items: Mapping[str, Item]
    headings: frozenset[str]  # a line must name one of their details
    paired: frozenset[str]  # only a transfer across the books moves these
    undistributed: str  # where the result of a year ends
    result: str  # where a year's income and spending are closed to

    def name(self, code: str) -> str:
        """How the account is called with its parents: 管理费用—办公费."""
        if code == SUSPENSE:
            return SUSPENSE_NAME
        words = []
        while item := self.items.get(code):
            words.append(item.name)
            code = item.parent
        return "—".join(reversed(words)) or f"没有的科目 {code}"

    def placed(self, code: str) -> Item | None:
        """The account; one that the office closed, or not yet opened, still has its parent."""
        if item := self.items.get(code):
            return item
        above = parent_of(self.items, code)
        return Item(code, code, above.kind, above.side, above.code) if above else None

    def top(self, code: str) -> str:
        """The first-level account above it."""
        while (item := self.placed(code)) and item.parent:
            code = item.parent
        return code

    def details(self, code: str) -> tuple[Item, ...]:
        return tuple(item for item in self.items.values() if item.parent == code)

    def problem(self, code: str) -> Problem | None:
        """Why no line may be posted to this account; None when it may."""
        if code not in self.items:
            return Problem(
                f"科目 {code or '（空）'} 在这本账的科目表里没有", "请从科目里选一个",
                "account", "QL-SZ-101", code,
            )  # fmt: skip
        if code in self.headings:
            listed = "、".join(item.title for item in self.details(code)[:4])
            return Problem(
                f"{self.items[code].title}下面有明细，不能直接记", f"请选它下面的：{listed}",
                "account", "QL-SZ-102", code,
            )  # fmt: skip
        return None


def chart_of(pack: Pack, own: Iterable[tuple[str, str]] = ()) -> Chart:
    """The chart of a pack with the office's own details (code, name) below it."""
    items = {
        row["code"]: Item(
            row["code"], row["name"], row["class"], row["side"], row.get("parent", ""),
            row.get("note", ""),
        )
        for row in pack.rows("accounts")
    }  # fmt: skip
    for code, name in sorted(own):
        if parent := parent_of(items, code):
            items[code] = Item(code, name, parent.kind, parent.side, parent.code, own=True)
    data = pack.data
    return Chart(
        pack.id,
        dict(sorted(items.items())),
        frozenset({*data.get("must_detail", ()), *(i.parent for i in items.values() if i.own)}),
        frozenset(data.get("paired", ())),
        str(data.get("undistributed", "")),
        str(data.get("result", "")),
    )


def parent_of(items: Mapping[str, Item], code: str) -> Item | None:
    """The account a detail code stands below: 3+2+2 figures."""
    for length in (5, 3):
        if length < len(code) and code[:length] in items:
            return items[code[:length]]
    return None


def pack_name(account: str) -> str:
    """Each book has a chart of its own."""
    return PACKS[account == COLLECTIVE]


def detail_problem(items: Mapping[str, Item], code: str, name: str) -> Problem | None:
    """What is wrong with a new detail account of the office."""
    if not (code.isascii() and code.isdigit()) or len(code) not in (5, 7):
        return Problem(
            f"科目编码 {code} 不对", "明细是上级编码后面加两位数，例：51310", "code", "QL-SZ-103"
        )
    parent = items.get(code[:-2])
    if parent is None:
        return Problem(
            f"没有上级科目 {code[:-2]}", "先选官方科目，再在它下面加两位数", "code", "QL-SZ-104"
        )
    if code in items and not items[code].own and items[code].name != name:
        return Problem(
            f"{items[code].title}是科目表里已有的", "请换一个没用过的编码", "code", "QL-SZ-105"
        )
    return None
