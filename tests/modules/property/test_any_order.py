"""Whatever happens in whatever order, the register ties to the books on every day."""

from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdings import make_asset, open_books
from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.funds.reads import account_balances, off_balance
from qinglian_desktop.modules.funds.records import COLLECTIVE
from qinglian_desktop.modules.property import actions, reads, tying
from qinglian_desktop.store.book import Book

FIRST = date(2026, 1, 5)
STEPS = st.tuples(
    st.integers(0, 40),  # days later
    st.integers(0, 2),  # which asset
    st.sampled_from(
        ("计提", "增值", "减值", "出租", "收回", "维修", "报废", "出售", "冲销", "冲销折旧", "撤销")
    ),
    st.integers(1, 400_000),
)


def do(book: Book, asset: str, what: str, fen: int, day: date) -> int:
    """One act of the clerk; the number of its step, for an undo."""
    if what == "计提":
        month = str(Period.holding(day, "M").previous)
        return actions.charge_month(book, COLLECTIVE, month).step
    if what == "冲销":
        standing = [e for e in reads.events_of(book, asset) if not e["reversed_on"]]
        return actions.reverse_event(book, standing[-1]["id"], day, "登错了资产").step
    if what == "冲销折旧":
        run = reads.last_run(book, COLLECTIVE)
        return actions.reverse_month(book, run["id"] if run else "", day, "算错了月份").step
    draft: dict[str, Any] = {"kind": what, "day": day.isoformat(), "amount_fen": fen}
    if what in ("报废", "出售"):
        draft["proceeds_fen"] = fen
    against = "21101" if what == "增值" else ""
    return actions.record_event(book, asset, draft, against=against).step


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
)  # fmt: skip
@given(st.lists(STEPS, min_size=4, max_size=14))
def test_register_and_books_agree_whatever_happens(
    steps: list[tuple[int, int, str, int]],
) -> None:
    with TemporaryDirectory() as folder, clock.fixed(FIRST), make_book(
        Path(folder), "village"
    ) as book:  # fmt: skip
        worn = {"worn_fen": 60_000, "worn_until": "2025-12-31"}
        assets = [
            make_asset(book, "甲", 900_000, acquired_on="2024-11-20", **worn),
            make_asset(book, "乙", 123_457, kind="工具器具", acquired_on="2025-12-08"),
            make_asset(book, "丙", 333_333, kind="无形资产", acquired_on="2025-12-01"),
        ]
        open_books(book, {"15101": 900_000 + 123_457, "161": 333_333, "152": -60_000})
        day, days, last = FIRST, [FIRST], 0
        for later, which, what, fen in steps:
            day += timedelta(days=later)
            days.append(day)
            with clock.fixed(day), suppress(Refused, IndexError):
                if what != "撤销":
                    last = do(book, assets[which], what, fen, day)
                elif last:
                    book.undo(last)
                    last = 0
        for one in days:
            report = tying.tie(book, COLLECTIVE, one)
            assert not report.gap, (one, report.lines)
        assert off_balance(book, COLLECTIVE, day) == 0
        held = account_balances(book, COLLECTIVE, day)
        assert "154" not in held or held["154"].closing == 0
        for standing in reads.standing(book, day):
            assert 0 <= standing.worn <= standing.value
