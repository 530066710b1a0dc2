"""What moved, by the bank's own sheet? Lines as values, the oldest first, and where the running
balance does not run on.

Nothing here is guessed silently: a line that cannot be read stops the whole with its row.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

from qinglian_desktop.core import money
from qinglian_desktop.core.days import read_day
from qinglian_desktop.core.outcome import Problem, Refused
from qinglian_desktop.core.unreadable import Unreadable
from qinglian_desktop.exchange.bank import columns as c
from qinglian_desktop.exchange.bank.columns import Layout, layout_of, whole_header
from qinglian_desktop.exchange.sheets.reading import read_sheets

_ACCOUNT: Final = re.compile(r"(?:账号|帐号|卡号|账户号码)[:：]?\s*([0-9*＊xX][0-9*＊xX \-]{6,40})")
_MOMENT: Final = re.compile(r"(\d{4}[-./年]?\d{1,2}[-./月]?\d{1,2}日?)(?:[T\s\-]+(\d.*))?")
_TOTAL: Final = re.compile(
    r"合计|总计|小计|累计|承前|过次|本页|本期|期初|期末|上期|上年|结转|共\d+笔"
)

_OUT_WORDS: Final = frozenset(
    ["借", "支", "付", "出", "往", "D", "DR", "支出", "借方", "付款", "往账", "转出", "-", "－"]
)
_IN_WORDS: Final = frozenset(
    ["贷", "收", "入", "来", "C", "CR", "收入", "贷方", "收款", "来账", "转入", "+", "＋"]
)
_NOTHING: Final = frozenset(("", "-", "--", "—", "——", "/", "0", "0.00", "－"))
Cells = Callable[[str], str]  # the text under a role
_MOST: Final = 30_000  # lines of one statement
_NAMED: Final = 20  # rows that could not be read, named one by one


class Moved(NamedTuple):
    """One line of a statement; `fen` is above 0 for money that came in."""

    row: int  # on the sheet, from 1
    day: date
    fen: int
    balance: int | None = None
    time: str = ""
    summary: str = ""
    party: str = ""
    party_account: str = ""
    ref: str = ""
    minus: bool = False  # below zero in the column of what went out: taken back, or a bank's way


class Break(NamedTuple):
    """Where the balance of a line is not the one before and what moved."""

    row: int
    expected: int
    stands: int

    def __str__(self) -> str:
        return (
            f"第 {self.row} 行余额接不上：按上一笔算应为 {money.show(self.expected)}，"
            f"表上是 {money.show(self.stands)}，差 {money.show(self.stands - self.expected)}"
        )


class Statement(NamedTuple):
    """`account` is what the title says of the account number; `turned` when 借 meant income."""

    lines: tuple[Moved, ...]
    breaks: tuple[Break, ...] = ()
    account: str = ""
    opening: int | None = None  # the balance before the first line
    turned: bool = False

    @property
    def closing(self) -> int | None:
        return self.lines[-1].balance if self.lines else None


def sheet_rows(path: Path) -> list[list[str]]:
    """The rows of the sheet that holds the statement: the first one with a header we know."""
    sheets = [whole_header(sheet.rows) for sheet in read_sheets(path) if not sheet.hidden]
    fitting = [rows for rows in sheets if layout_of(rows)]
    return (fitting or sheets)[0]


def read_statement(rows: Sequence[Sequence[str]], layout: Layout) -> Statement:
    """The lines under the header, the oldest first. Refused, naming the rows that do not read."""
    if not layout.whole:
        raise Refused(
            "还看不出哪一列是日期、哪一列是金额",
            "请指明日期，以及收入、支出两列（只有一列金额的选“金额”）",
            code="QL-SZ-180",
        )
    made: list[Moved] = []
    wrong: list[Problem] = []
    for number in range(layout.row + 1, len(rows)):
        try:
            line = _line(rows[number], number + 1, layout.columns)
        except _Wrong as trouble:
            wrong.append(trouble.problem)
            continue
        if line is not None:
            made.append(line)
    if wrong:
        raise _unreadable(wrong)
    if not made:
        raise Refused("表里一笔流水也没有", "请确认选对了文件，或换一个月份下载", code="QL-SZ-181")
    if len(made) > _MOST:
        raise Refused(f"一次有 {len(made)} 笔，太多了", "请按月分开下载再导入", code="QL-SZ-182")
    return _in_order(made, _account_said(rows[: layout.row]))


def _unreadable(wrong: Sequence[Problem]) -> Refused:
    said = "；".join(problem.what for problem in wrong[:3])
    more = f"等 {len(wrong)} 行" if len(wrong) > 3 else ""
    return Refused(
        f"有 {len(wrong)} 行看不懂，一笔也没有导入：{said}{more}",
        "银行给的表请不要改动，重新下载一份再导入",
        code="QL-SZ-183",
        problems=tuple(wrong[:_NAMED]),
    )


class _Wrong(Exception):  # noqa: N818  (carries what is said of one row)
    def __init__(self, row: int, what: str) -> None:
        self.problem = Problem(f"第 {row} 行{what}", "请核对银行给的原表", code="QL-SZ-183")
        super().__init__(what)


def _line(row: Sequence[str], number: int, columns: Mapping[str, int]) -> Moved | None:
    """One line; None for empty rows, totals and notes."""

    def cell(role: str) -> str:
        place = columns.get(role, -1)
        return str(row[place]).strip().removeprefix("'") if 0 <= place < len(row) else ""

    told = cell(c.DAY)
    said = "".join(str(text) for text in row)
    found = _MOMENT.match(told.translate(_WIDE))
    if found is None:
        if not said.strip() or _TOTAL.search(said) or not _any_amount(cell):
            return None
        raise _Wrong(number, f"日期看不懂：〔{told[:20]}〕")
    try:
        day = read_day(found[1])
    except Unreadable as trouble:
        raise _Wrong(number, f"的日期{trouble}") from None
    fen = _moved(cell, number)
    if fen == 0:
        return None  # a line of nothing: an opening balance, a cancelled try
    return Moved(
        number, day, fen, _balance(cell(c.BALANCE), number),
        cell(c.TIME) or (found[2] or "").strip(),
        " ".join(filter(None, dict.fromkeys((cell(c.SUMMARY), cell(c.NOTE)))))[:200],
        _name(cell(c.PARTY)), "".join(cell(c.PARTY_ACCOUNT).split())[:60], cell(c.REF)[:60],
        minus=_amount(cell(c.OUT), number) < 0,
    )  # fmt: skip


_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}


def _name(text: str) -> str:
    return "" if text in _NOTHING else text[:200]


def _any_amount(cell: Cells) -> bool:
    return any(cell(role) not in _NOTHING for role in (c.OUT, c.IN, c.AMOUNT))


def _moved(cell: Cells, number: int) -> int:
    """分 that came in (above 0) or went out, whichever way the bank writes it."""
    out, into, amount = (_amount(cell(role), number) for role in (c.OUT, c.IN, c.AMOUNT))
    if out and into:
        raise _Wrong(number, "收入和支出两列都有金额")
    if out or into:
        return into - out
    sign = re.sub(r"[（(].*?[)）]", "", cell(c.SIGN)).upper()  # 借（支出）
    if not sign or amount < 0:
        return amount
    if sign in _OUT_WORDS:
        return -amount
    if sign in _IN_WORDS:
        return amount
    raise _Wrong(number, f"看不出是收还是付：〔{sign[:10]}〕")


def _amount(text: str, number: int) -> int:
    if text in _NOTHING:
        return 0
    try:
        return money.parse_yuan(text)
    except ValueError as trouble:
        raise _Wrong(number, f"的金额看不懂：{trouble}") from None


def _balance(text: str, number: int) -> int | None:
    return None if text in {"", "-", "--", "—"} else _amount(text, number)


def _account_said(title: Iterable[Sequence[str]]) -> str:
    for row in title:
        joined = " ".join(str(text) for text in row)
        if found := _ACCOUNT.search(joined):
            return re.sub(r"[ \-]", "", found[1])
    return ""


# -- the running balance -----------------------------------------------------------------------


def _in_order(lines: list[Moved], account: str) -> Statement:
    """As the bank booked them: banks list the newest first or last, and some turn 借 and 贷."""
    down = lines[::-1]
    ways = [(lines, False), (down, False), (_turned(lines), True), (_turned(down), True)]
    plain = len(ways)  # from here on
    if any(line.minus for line in lines):
        ways += [(_plain(listed), turned) for listed, turned in ways]
    # Where each one that went out has its minus, that is the bank's way of writing.
    usual = plain < len(ways) and not any(line.fen < 0 for line in lines)
    ranked = []
    for place, (listed, turned) in enumerate(ways):
        backwards = any(a.day > b.day for a, b in pairwise(listed))
        odd = usual and place < plain
        ranked.append((len(breaks_in(listed)), turned, odd, backwards, place))
    listed, turned = ways[min(ranked)[-1]]
    first = listed[0]
    opening = None if first.balance is None else first.balance - first.fen
    return Statement(tuple(listed), breaks_in(listed), account, opening, turned)


def _plain(lines: Sequence[Moved]) -> list[Moved]:
    """Where a bank writes what went out with a minus, it still went out."""
    return [line._replace(fen=-line.fen) if line.minus else line for line in lines]


def _turned(lines: Sequence[Moved]) -> list[Moved]:
    return [line._replace(fen=-line.fen) for line in lines]


def breaks_in(lines: Sequence[Moved], opening: int | None = None) -> tuple[Break, ...]:
    """Each line whose balance is not the balance before it and what moved."""
    found, held = [], opening
    for line in lines:
        expected = None if held is None else held + line.fen
        if line.balance is not None and expected is not None and line.balance != expected:
            found.append(Break(line.row, expected, line.balance))
        held = line.balance if line.balance is not None else expected
    return tuple(found)
