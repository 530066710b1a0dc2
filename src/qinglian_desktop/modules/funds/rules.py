"""What must hold for a receipt or payment before it is kept?"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from qinglian_desktop.core import money
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Problem

LARGEST: Final = 10**13  # 分; a hundred billion yuan, far beyond any community
EARLIEST, LATEST = 1949, 2999  # years; anything else is a slip of the keys

_SURNAMES: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程"
    "苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝"
    "龚邵万钱严覃武戴莫孔向汤"
)
_ORGANISATION: Final = frozenset("店社部厂司行所站院校局处室会队中心馆铺场户超市网点组村区街镇")


def entry_problem(entry: Mapping[str, Any], today: date) -> Problem | None:
    """What is wrong with the values of an entry, filled in or not; None when nothing is."""
    fen = entry.get("amount_fen")
    if fen is not None and fen <= 0 and not (entry.get("reverses_id") and fen):
        return Problem(
            f"金额 {money.show(fen)} 不对，要大于 0",
            "收入和支出都填正数，记错了的用“红字冲回”",
            "amount_fen",
            "QL-SZ-001",
        )
    if fen is not None and abs(fen) >= LARGEST:
        return Problem(
            f"金额 {money.show(fen)} 太大", "请检查是不是多打了几个 0", "amount_fen", "QL-SZ-002"
        )
    day = entry.get("day")
    if day and date.fromisoformat(day) > today:
        when = paper_day(date.fromisoformat(day))
        return Problem(f"日期{when}在今天之后", "收付发生后再登记；请核对日期", "day", "QL-SZ-003")
    return None


def opening_problem(opening: Mapping[str, Any]) -> Problem | None:
    """An opening balance or a year beyond any community is a slip of the keys."""
    year = opening.get("year")
    if year is not None and not EARLIEST <= year <= LATEST:
        return Problem(f"没有{year}年这个年度", "请填四位数的年份，例：2026", "year", "QL-SZ-007")
    for name in ("cash_fen", "bank_fen"):
        if abs(opening.get(name) or 0) >= LARGEST:
            return Problem("期初余额太大", "请检查是不是多打了几个 0", name, "QL-SZ-600")
    return None


def moved_problem(before: Mapping[str, Any], after: Mapping[str, Any]) -> Problem | None:
    """A numbered entry stays in its book and its year, so that the numbers have no gaps."""
    if not before.get("voucher_no"):
        return None
    if before.get("book") and after.get("book") != before["book"]:
        return Problem(
            f"这一笔已经记在{before['book']}的账上，不能改到另一本账",
            "两本账不能混：请删掉这一笔，在对的账本里重新登记",
            "book",
            "QL-SZ-004",
        )
    if before.get("day") and (after.get("day") or "")[:4] != before["day"][:4]:
        return Problem(
            f"这一笔已编入{before['day'][:4]}年的凭证号，不能改到别的年度",
            "请删掉这一笔，在对的年度重新登记",
            "day",
            "QL-SZ-005",
        )
    return None


def may_be_person(name: str) -> bool:
    """Does a counterparty that is not marked as a person read like one's name?"""
    return 2 <= len(name) <= 4 and name[0] in _SURNAMES and not _ORGANISATION & set(name)
