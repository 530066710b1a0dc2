"""What must hold for a contract before it is kept, and which terms it still lacks? Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from qinglian_desktop.core.outcome import Problem
from qinglian_desktop.core.reckoning import placed
from qinglian_desktop.modules.contracts.records import (
    AS_LISTED,
    BUYING,
    CHANGED,
    ENDED,
    EXPIRED,
    LAND,
    LETTING,
    RENEWED,
    WORKS,
    Contract,
)
from qinglian_desktop.modules.contracts.rules.days import day_of
from qinglian_desktop.modules.contracts.rules.schedule import LONGEST, Free, Listed, Terms
from qinglian_desktop.modules.funds.rules import LARGEST

FIXED_SUM: Final = (LAND, LETTING, BUYING, WORKS)  # a fee or dividend may only be known later
_MONEY: Final = ("rent_fen", "total_fen", "floor_fen", "deposit_fen")
# A change of one of these makes the schedule anew.
OF_MONEY: Final = (
    "start_on", "end_on", "open_ended", "rent_fen", "total_fen", "pay_every", "pay_when",
    "pay_days", "rise_percent", "rise_every", "prepaid_years", "state", "ended_on",
)  # fmt: skip
_BY_TIME: Final = (LAND, LETTING)
ANOTHER_RENT, FREE, FIXED = "改租金", "免租", "定额"
_FIRST, _LAST = 1900, 2199  # years
_MOST_RISE: Final = 100_000  # a hundred per cent


def contract_problem(row: Mapping[str, Any]) -> Problem | None:
    """What is wrong with the values as they stand, filled in or not; None when nothing is."""
    return _days_problem(row) or _money_problem(row) or _rise_problem(row)


def _days_problem(row: Mapping[str, Any]) -> Problem | None:
    if problem := _years_problem(row, ("signed_on", "start_on", "end_on", "ended_on")):
        return problem
    first, last = day_of(row, "start_on"), day_of(row, "end_on")
    if first and last and last < first:
        return Problem("结束日期早于开始日期", "请核对合同上的起止日期", "end_on", "QL-SZ-300")
    if first and last and last > placed(first, 12 * LONGEST, first.day):
        return Problem(f"期限超过 {LONGEST} 年", "请检查是不是打错了年份", "end_on", "QL-SZ-301")
    if last and row.get("open_ended"):
        return Problem("填了结束日期，又说是不定期", "请去掉一样", "open_ended", "QL-SZ-302")
    return None


def ended_problem(
    before: Mapping[str, Any] | None, row: Mapping[str, Any], today: date
) -> Problem | None:
    """The day a contract ended cuts its schedule: written by hand, it must be a day that can be."""
    if before is None or before["ended_on"] == row.get("ended_on"):
        return None
    ended, first, field = day_of(row, "ended_on"), day_of(row, "start_on"), "ended_on"
    if row["state"] in (CHANGED, RENEWED):
        return Problem("后面还有一份合同，结束的日期不能改", "请在后面那份上改", field, "QL-SZ-676")
    if row["state"] not in (ENDED, EXPIRED):
        return None
    if ended is None:
        return Problem("结束了的合同要有结束的日期", "请填实际结束的日期", field, "QL-SZ-677")
    if ended > today or (first and ended < first):
        return Problem("结束的日期不对", "请填开始以后、今天以前的日期", field, "QL-SZ-678")
    return None


def _years_problem(row: Mapping[str, Any], names: Iterable[str]) -> Problem | None:
    """No contract of today speaks of other centuries: a slip of the keys."""
    for name in names:
        day = day_of(row, name)
        if day and not _FIRST <= day.year <= _LAST:
            return Problem(
                f"{day.year} 年不对", f"请填 {_FIRST} 到 {_LAST} 年之间的日期", name, "QL-SZ-336"
            )
    return None


def _money_problem(row: Mapping[str, Any]) -> Problem | None:
    for name in _MONEY:
        fen, label = row.get(name), Contract.fields[name].label
        if fen is not None and not 0 <= fen < LARGEST:
            what = f"{label}太大" if fen > 0 else f"{label}不能小于 0"
            return Problem(what, "请核对合同上的金额", name, "QL-SZ-303")
    if row.get("pay_days") is not None and not 0 <= row["pay_days"] <= 366:
        return Problem("付款天数不对", "请填 0 到 366 之间的天数", "pay_days", "QL-SZ-303")
    if row.get("prepaid_years") is not None and not 1 <= row["prepaid_years"] <= LONGEST:
        return Problem("预付年数不对", f"请填 1 到 {LONGEST}", "prepaid_years", "QL-SZ-303")
    return None


def _rise_problem(row: Mapping[str, Any]) -> Problem | None:
    percent, every = row.get("rise_percent"), row.get("rise_every")
    if percent is not None and not 0 <= percent <= _MOST_RISE:
        return Problem("每次涨的百分数不对", "请填 0 到 100，例：5", "rise_percent", "QL-SZ-303")
    if every is not None and not 1 <= every <= LONGEST:
        return Problem("几年涨一次不对", f"请填 1 到 {LONGEST}", "rise_every", "QL-SZ-303")
    return None


def lacking(row: Mapping[str, Any], listed: bool = False) -> tuple[str, ...]:
    """The fields without which a contract cannot be carried out (民法典 704, 承包法 22).

    `listed`: its own list of sums is there.
    """
    wanted = ["title", "kind", "party"]
    if not row.get("subject") and not row.get("asset_id"):
        wanted.append("subject")
    wanted.append("start_on")
    if not row.get("open_ended"):
        wanted.append("end_on")
    by_list = row.get("pay_every") == AS_LISTED
    if not by_list and row.get("kind") in FIXED_SUM and row.get("total_fen") is None:
        wanted.append("rent_fen")
    if row.get("rise_percent") and not row.get("rise_every"):
        wanted.append("rise_every")
    missing = [name for name in wanted if row.get(name) in (None, "")]
    if by_list and not listed:
        missing.append("pay_every")
    return tuple(missing)


def lacking_words(names: Iterable[str]) -> str:
    """还差：开始、结束."""
    words = {"pay_every": "收款清单", "rent_fen": "年租金或总价", "end_on": "结束日期或不定期"}
    return "、".join(words.get(name, Contract.fields[name].label) for name in names)


def last_day(row: Mapping[str, Any], horizon: date) -> date | None:
    """Until when rent falls due: the end agreed, or the day it really ended; `horizon` for none."""
    end = horizon if row.get("open_ended") else day_of(row, "end_on")
    stopped = day_of(row, "ended_on")
    if stopped and row.get("state") in (ENDED, EXPIRED, CHANGED, RENEWED):
        return min(end, stopped) if end else stopped
    return end


def terms_of(
    row: Mapping[str, Any], agreed: Sequence[Mapping[str, Any]], horizon: date
) -> Terms | None:
    """The terms of a contract with what departs from them; None while they say too little."""
    first, last = day_of(row, "start_on"), last_day(row, horizon)
    if first is None or last is None or last < first:
        return None
    of = {kind: [one for one in agreed if one.get("kind") == kind and one.get("from_on")]
          for kind in (ANOTHER_RENT, FREE, FIXED)}  # fmt: skip
    return Terms(
        first=first,
        last=last,
        agreed=_agreed(row, last),
        every=row["pay_every"],
        when=row["pay_when"],
        days=row.get("pay_days") or 0,
        yearly_fen=row.get("rent_fen"),
        total_fen=row.get("total_fen"),
        rise_percent=row.get("rise_percent") or 0,
        rise_every=row.get("rise_every") or 0,
        changes=tuple(
            (date.fromisoformat(one["from_on"]), one.get("amount_fen") or 0)
            for one in of[ANOTHER_RENT]
        ),
        free=tuple(
            Free(date.fromisoformat(one["from_on"]), day_of(one, "until_on") or last)
            for one in of[FREE]
        ),
        listed=tuple(
            Listed(date.fromisoformat(one["from_on"]), one.get("amount_fen") or 0)
            for one in of[FIXED]
        ),
        prepaid_years=row.get("prepaid_years") or 0,
    )


def _agreed(row: Mapping[str, Any], last: date) -> date | None:
    """The end agreed, where another one cuts it short; only what is paid for time is cut by it.

    The price of works or of a purchase stays whole, whenever they are done.
    """
    end = day_of(row, "end_on")
    if end is None or last >= end:
        return None
    return end if row.get("state") == CHANGED or row.get("kind") in _BY_TIME else None


def term_problem(term: Mapping[str, Any]) -> Problem | None:
    """What is wrong with one departure from the rent agreed."""
    if problem := _years_problem(term, ("from_on", "until_on")):
        return problem
    kind, fen = term.get("kind"), term.get("amount_fen")
    first, last = day_of(term, "from_on"), day_of(term, "until_on")
    if first and last and last < first:
        return Problem("结束日期早于开始日期", "请核对日期", "until_on", "QL-SZ-305")
    if kind in (ANOTHER_RENT, FIXED) and fen is not None and not 0 <= fen < LARGEST:
        return Problem("金额不对", "请填 0 以上的金额", "amount_fen", "QL-SZ-670")
    if kind in (ANOTHER_RENT, FIXED) and fen is None:
        what = "改成每年多少" if kind == ANOTHER_RENT else "这一笔是多少"
        return Problem(f"没写{what}", "请填金额", "amount_fen", "QL-SZ-671")
    if kind == FREE and first and not last:
        return Problem("免租要写到哪一天", "请填免租的最后一天", "until_on", "QL-SZ-672")
    return None
