"""What of the yearly count is due: the report, open differences, 181 at the end of the year."""

from collections.abc import Iterator
from datetime import date, timedelta

from qinglian_desktop.core import money, reckoning
from qinglian_desktop.core.module import Due, Query, Where
from qinglian_desktop.core.pack import cited
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.funds import reads as funds
from qinglian_desktop.modules.funds.books import VoucherLine
from qinglian_desktop.modules.funds.records import BOOKS
from qinglian_desktop.modules.property import inventory_reads as reads
from qinglian_desktop.modules.property.inventory import (
    CONFIRMING,
    FINISHED,
    POSTING,
    Inventory,
)
from qinglian_desktop.modules.property.records import Asset
from qinglian_desktop.store.book import Book

LEAD = 90  # days before the report is due: nine steps take their time
_SOON = 14
_WAITS = "181"  # 待处理财产损溢
_BEGUN = {POSTING: "清查结果还没公示", CONFIRMING: "清查结果还没确认"}
_LAST_MONTH, _AFTERWARDS = 12, (1, 2, 3)  # when the end of a year is looked at


def due(book: Book, day: date) -> list[Due]:
    if book.unit.is_street:
        return []
    return [*_counts(book, day), *_differences(book, day), *_waiting(book, day)]


def _counts(book: Book, day: date) -> Iterator[Due]:
    """AST-01 and AST-02: the count of the last year is reported in time, posted, confirmed."""
    known = {row["year"]: row for row in reads.inventories(book)}
    if not known and not book.count(Query(Asset.table, (_mine(book),))):
        return  # nothing to count and nothing begun: no pack is read for it
    for year in sorted({day.year - 1, *known}):
        row = known.get(year)
        if row is not None and row["state"] == FINISHED:
            continue
        found = reads.report_by(book, reads.as_of(reads.pack_of(book, day), year))
        if row is None and not _had_assets(book, year, found.day):
            continue
        if found.day > day + timedelta(days=LEAD):
            continue
        yield Due(
            found.day, f"{year}年{_said(row)}", reckoning.words(found.stored()), "inventory",
            "开始清查" if row is None else "接着办", Inventory.table,
            row["id"] if row else "", LEAD,
        )  # fmt: skip


def _mine(book: Book) -> Where:
    return Where("owner", "=", book.unit.office_id)


def _said(row: Row | None) -> str:
    if row is None:
        return "集体资产清查还没开始"
    return _BEGUN.get(row["state"], f"清查还没办完，现在该办“{row['state']}”")


def _had_assets(book: Book, year: int, by: date) -> bool:
    """Was there something to count, in this program, when the report was due?"""
    kept = (
        _mine(book), Where("acquired_on", "<=", f"{year}-12-31"),
        Where("created_at", "<=", by.isoformat()),
    )  # fmt: skip
    return bool(book.count(Query(Asset.table, kept)))


def _differences(book: Book, day: date) -> Iterator[Due]:
    """AST-03: found, and after the days of the pack still not handled."""
    for row, by in reads.unhandled(book, day):
        if by <= day + timedelta(days=_SOON):
            rule = reads.pack_of(book, day).value("handling")
            yield Due(
                by, f"清查{row['result']}还没处理：{row['name']}",
                f"{rule['what']}；依据：{cited(rule)}", "inventory", "去处理",
                Inventory.table, row["inventory_id"], 7, row["responsible"] or "",
            )  # fmt: skip


def _waiting(book: Book, day: date) -> Iterator[Due]:
    """AST-04: nothing may wait on 181 when the year ends."""
    if day.month == _LAST_MONTH:
        on, year_end = day, date(day.year, 12, 31)
    elif day.month in _AFTERWARDS:
        on = year_end = date(day.year - 1, 12, 31)
    else:
        return
    mine = (_mine(book), Where("account", "begins", _WAITS))
    if not book.count(Query(VoucherLine.table, mine)):
        return
    rule = reads.pack_of(book, day).value("tolerance")
    for account in BOOKS:
        held = funds.account_balances(book, account, on).get(_WAITS)
        if held is not None and abs(held.closing) >= int(rule["fen"]):
            yield Due(
                year_end, f"待处理财产损溢还有 {money.show(abs(held.closing))} 元没有处理完",
                f"{rule['what']}；依据：{cited(rule)}", "inventory", "去处理", Inventory.table,
            )  # fmt: skip
