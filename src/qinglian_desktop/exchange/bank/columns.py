"""Which row of a bank's sheet is the header, and what does each of its columns say?

Banks call the same thing differently; what nobody could guess the clerk says once, and the
header is known again by `header_key`.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise, zip_longest
from types import MappingProxyType
from typing import Final, NamedTuple

from qinglian_desktop.exchange.sheets.names import plain

# role → its word for the clerk and how banks write it over the column, the usual ones first.
DAY, TIME, OUT, IN, AMOUNT, SIGN = "day", "time", "out", "in", "amount", "sign"
BALANCE, PARTY, PARTY_ACCOUNT = "balance", "party", "party_account"
SUMMARY, NOTE, REF = "summary", "note", "ref"
ROLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        DAY: "日期", TIME: "时间", SUMMARY: "摘要", OUT: "支出（借方）", IN: "收入（贷方）",
        AMOUNT: "金额（只有一列时）", SIGN: "借贷标志", BALANCE: "余额", PARTY: "对方户名",
        PARTY_ACCOUNT: "对方账号", NOTE: "附言", REF: "流水号",
    }
)  # fmt: skip
_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        DAY: "交易日期 交易时间 交易日 日期 记账日期 记账日 入账日期 入账时间 发生日期 "
             "交易日期时间 记账时间 业务日期",
        TIME: "时间 时分秒 交易时刻",
        OUT: "借方发生额 借方金额 借方 支出金额 支出 付款金额 付款 转出金额 转出 支取 支取金额 "
             "取出金额 借方发生额支取 支出发生额 借方发生金额",
        IN: "贷方发生额 贷方金额 贷方 收入金额 收入 收款金额 收款 转入金额 转入 存入 存入金额 "
            "贷方发生额收入 贷方发生额存入 收入发生额 贷方发生金额",
        AMOUNT: "交易金额 发生额 金额 交易额 发生金额 入账金额 记账金额",
        SIGN: "借贷标志 借贷标识 借贷方向 借贷 收支标志 收支 收付标志 收付 收支方向 往来账 "
              "交易方向 收支类型 来往账标志 借贷状态",
        BALANCE: "余额 账户余额 当前余额 交易后余额 本次余额 联机余额 可用余额 账面余额 结余",
        PARTY: "对方户名 对方名称 对方账户名称 对方账户名 交易对方 对方单位 对方单位名称 "
               "收付方名称 对手方 对手户名 交易对手名称 交易对手 对方姓名 对方账户户名 "
               "对方 对方信息 对手信息",
        PARTY_ACCOUNT: "对方账号 对方账户 对方卡号 对方账户账号 收付方账号 对手账号 "
                       "交易对手账号 对方账号卡号",
        SUMMARY: "摘要 交易摘要 业务摘要 交易类型 业务类型 交易种类 摘要内容 交易名称",
        NOTE: "附言 用途 交易附言 备注 交易用途 客户附言 交易说明 附言用途 用途附言",
        REF: "流水号 交易流水号 交易序号 核心流水号 凭证号 日志号 会计流水号 交易编号 "
             "账户明细编号交易流水号 凭证号码 柜员流水号",
    }
)  # fmt: skip
_KNOWN: Final = {word: role for role, words in _WORDS.items() for word in words.split()}
_UNIT: Final = re.compile(r"[（(](人民币|元|单位元|RMB|CNY|人民币元)[)）]$|元$")
_DEEPEST: Final = 40  # rows searched for the header
_LEAST: Final = 3  # columns a header of a statement names at least


class Layout(NamedTuple):
    """The header row (from 0), its texts, and the column (from 0) of each role."""

    row: int
    header: tuple[str, ...]
    columns: Mapping[str, int]

    @property
    def whole(self) -> bool:
        """Does it tell the day and how much moved which way?"""
        both = OUT in self.columns and IN in self.columns
        return DAY in self.columns and (both or AMOUNT in self.columns)


def meaning(text: str) -> str:
    """The role a column's word stands for; "" for a word no bank we know uses."""
    word = _UNIT.sub("", re.sub(r"[\s:：/\\_\-]", "", plain(text)))
    bare = re.sub(r"[（(].*?[)）]", "", word)
    joined = re.sub(r"[（()）]", "", word)
    return _KNOWN.get(word) or _KNOWN.get(joined) or _KNOWN.get(bare) or ""


def whole_header(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows with a header of two lines in one: 发生额 above 借方 and 贷方 says what those say.

    The upper line is left empty, so that every row keeps its number.
    """
    made = [list(row) for row in rows]
    for above, below in pairwise(range(min(len(made), _DEEPEST))):
        upper, lower = made[above], made[below]
        told, said = ({meaning(text) for text in row} for row in (upper, lower))
        if DAY in told and DAY not in said and {OUT, IN} <= said and not {OUT, IN} <= told:
            made[below] = [b or a for a, b in zip_longest(upper, lower, fillvalue="")]
            made[above] = [""] * len(upper)
    return made


def header_key(header: Sequence[str]) -> str:
    """What a layout is remembered by: the header's words, however they are spaced."""
    return "|".join("".join(plain(text).split()) for text in header)


def layout_of(
    rows: Sequence[Sequence[str]], known: Mapping[str, Mapping[str, str]] | None = None
) -> Layout | None:
    """The header that names the most; one the clerk has matched before goes first.

    `known` is header key → {role: header text}. None when no row names three columns.
    """
    best: tuple[int, int] | None = None
    for number, row in enumerate(rows[:_DEEPEST]):
        if known and (said := known.get(header_key(row))):
            return lay_out(rows, number, said)
        roles = {role for cell in row if (role := meaning(cell))}
        if len(roles) >= _LEAST and (best is None or len(roles) > best[0]):
            best = len(roles), number
    return lay_out(rows, best[1]) if best else None


def lay_out(
    rows: Sequence[Sequence[str]], number: int, said: Mapping[str, str] | None = None
) -> Layout:
    """The columns under the header in that row; `said` is {role: header text} of the clerk."""
    header = tuple("".join(cell.split()) for cell in rows[number])
    columns: dict[str, int] = {}
    if said is not None:
        columns = {role: header.index(text) for role, text in said.items() if text in header}
        return Layout(number, header, columns)
    for place, text in enumerate(header):
        columns.setdefault(meaning(text), place)
    columns.pop("", None)
    if OUT in columns and IN in columns:
        columns.pop(AMOUNT, None)  # the two sides say it more plainly
        columns.pop(SIGN, None)
    if TIME in columns and DAY not in columns:
        columns[DAY] = columns.pop(TIME)  # 时间 alone holds day and time
    return Layout(number, header, columns)
