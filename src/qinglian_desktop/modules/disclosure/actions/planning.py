"""What will this office post this year, and by when? Catalogue and plan."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Problem, Refused
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.modules.disclosure import rules
from qinglian_desktop.modules.disclosure.reads import CATALOGUE, RULES, catalogue_row
from qinglian_desktop.modules.disclosure.records import CatalogItem, PlannedPosting
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

HAS_COLLECTIVE = "has_collective"  # setting: the community still has collective land and assets
# What an office may have adapted last year and keeps this year.
_OWN = ("frequency", "min_posting", "enabled", "reason", "assignee")


def load_catalog(book: Book, year: int) -> Changes:
    """The catalogue of `year` for this kind of office; rows already there stay as they are.

    Last year's own adjustments are carried over. `result` is the number of rows added.
    """
    pack = book.pack(CATALOGUE, date(year, 12, 31))
    collective = bool(book.setting(HAS_COLLECTIVE, False))
    undone = book.taken_back(CatalogItem.table)
    known_rows = _rows(book, year, deleted=True)
    there = {row["code"] for row in known_rows if row["id"] not in undone}
    again = {row["code"]: row["id"] for row in known_rows if row["id"] in undone}
    before = {row["code"]: row for row in _rows(book, year - 1)}
    with book.change(f"建立{year}年公开目录") as change:
        added = 0
        for item in pack.rows("items"):
            if item["id"] in there or not rules.takes(item, book.unit.kind, collective):
                continue
            draft = catalogue_row(item, year)
            if item["id"] in before:
                draft |= {name: before[item["id"]][name] for name in _OWN}
            _made(change, CatalogItem, again.get(item["id"], ""), draft)
            added += 1
        known = {item["id"] for item in pack.rows("items")} | there
        for code in before.keys() - known:  # rows the office wrote itself
            own = {name: before[code][name] for name in CatalogItem.fields}
            _made(change, CatalogItem, again.get(code, ""), {**own, "year": year})
            added += 1
        change.result = added
    return change.changes


def _made(change: Change, record: type[Record], row_id: str, draft: Mapping[str, Any]) -> str:
    """A row as it is planned; one whose making was undone comes back under its old id."""
    return change.add_again(record, row_id, draft) if row_id else change.add(record, draft)


def _rows(book: Book, year: int, *, deleted: bool = False) -> list[Row]:
    own = (Where("year", "=", year), Where("owner", "=", book.unit.office_id))
    return book.rows(Query(CatalogItem.table, own, deleted=deleted))


def switch_off(book: Book, item_id: str, reason: str) -> Changes:
    """This year the item is not posted; its open periods become 不适用. Needs a reason."""
    if not reason.strip():
        raise Refused(
            "停用要写原因", "公布目录时要说明调整的原因", field="reason", code="QL-PD-002"
        )
    item = ledger.there(book, CatalogItem.table, item_id)
    with book.change(f"停用目录：{item['code']}", reason=reason) as change:
        change.put_row(CatalogItem.table, item_id, {"enabled": 0, "reason": reason.strip()})
        _turn(change, item, "待公开", "不适用", reason.strip())
    return change.changes


def switch_on(book: Book, item_id: str) -> Changes:
    """The item is posted after all."""
    item = ledger.there(book, CatalogItem.table, item_id)
    with book.change(f"启用目录：{item['code']}") as change:
        change.put_row(CatalogItem.table, item_id, {"enabled": 1, "reason": None})
        _turn(change, item, "不适用", "待公开", None)
    return change.changes


def _turn(change: Change, item: Row, before: str, after: str, reason: str | None) -> None:
    where = (
        Where("code", "=", item["code"]),
        Where("year", "=", item["year"]),
        Where("state", "=", before),
        Where("owner", "=", item["owner"]),
    )
    for row in change.book.rows(Query(PlannedPosting.table, where)):
        change.put_row(PlannedPosting.table, row["id"], {"state": after, "reason": reason})


def review_items(_book: Book) -> Callable[[Row], Row | Problem]:
    """The rules of `save_item` for rows of a sheet."""

    def review(row: Row) -> Row | Problem:
        try:
            _refuse_unreadable(row)
        except Refused as refused:
            return Problem(refused.what, refused.remedy, refused.field, refused.code)
        return row

    return review


def _refuse_unreadable(item: Mapping[str, Any]) -> None:
    if item.get("frequency"):
        rules.planned_letters(item["frequency"])
    if item.get("min_posting"):
        rules.term_of(item["min_posting"])
    if item.get("enabled") == 0 and not (item.get("reason") or "").strip():
        raise Refused(
            "停用要写原因", "公布目录时要说明调整的原因", field="reason", code="QL-PD-002"
        )


def save_item(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Saves a catalogue row; its frequency and days must be readable, a stop needs a reason."""
    made = {**(ledger.there(book, CatalogItem.table, row_id) if row_id else {}), **draft}
    _refuse_unreadable(made)
    return ledger.save_row(book, CatalogItem.table, row_id, draft)


def plan_year(book: Book, year: int) -> Changes:
    """One line for every period of every item that is posted by month, quarter, half or year.

    What happens only now and then (随时, 分阶段, 长期) has no line. Lines already there stay.
    `result` is the number of lines added. Refused when there is no catalogue for the year.
    """
    items = _rows(book, year)
    if not items:
        raise Refused(f"还没有{year}年的公开目录", "先建立公开目录，再排计划", code="QL-PD-003")
    calendar = book.calendar()
    own = (Where("year", "=", year), Where("owner", "=", book.unit.office_id))
    planned = book.rows(Query(PlannedPosting.table, own, deleted=True))
    undone = book.taken_back(PlannedPosting.table)
    there = {(row["code"], row["period"]) for row in planned if row["id"] not in undone}
    again = {(row["code"], row["period"]): row["id"] for row in planned if row["id"] in undone}
    with book.change(f"排{year}年公开计划") as change:
        added = 0
        for item in items:
            if not item["enabled"] or not item["frequency"]:
                continue
            for letter in rules.planned_letters(item["frequency"]):
                for period in rules.periods_of(year, letter):
                    if (item["code"], str(period)) in there:
                        continue
                    pack = book.pack(RULES, period.last)
                    due_on, why = rules.due_of(item, period, pack, calendar, book.unit.kind)
                    line = {name: item[name] for name in ("year", "code", "category", "item")}
                    moment = {"period": str(period), "due_on": due_on.isoformat(), "why": why}
                    row_id = again.get((item["code"], str(period)), "")
                    _made(change, PlannedPosting, row_id, {**line, **moment})
                    added += 1
        change.result = added
    return change.changes


def skip_planned(book: Book, ids: Iterable[str], reason: str) -> Changes:
    """Lines of the plan that need no notice from here (不适用), with the reason for all.

    For periods already posted on paper before the program was used, or with nothing to post.
    """
    if not reason.strip():
        raise Refused(
            "要写原因", "例：启用本程序前已在公开栏公开", field="reason", code="QL-PD-004"
        )
    with book.change("公开计划标为不适用", reason=reason) as change:
        for row_id in ids:
            row = ledger.there(book, PlannedPosting.table, row_id)
            if row["state"] == "已公开":
                raise Refused(
                    f"{row['item']} {row['period']} 已经公开",
                    "已公开的不能标为不适用",
                    code="QL-PD-005",
                )
            change.put_row(
                PlannedPosting.table, row_id, {"state": "不适用", "reason": reason.strip()}
            )
    return change.changes
