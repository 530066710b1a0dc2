"""What is different in this year's catalogue? Against last year's, and against the pack."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure.reads import (
    CATALOGUE,
    catalogue_row,
    items_of,
    previous_year,
)
from qinglian_desktop.modules.disclosure.records import CatalogItem
from qinglian_desktop.modules.disclosure.yearly import ItemChange
from qinglian_desktop.store.book import Book

# What is told as a change, in this order.
TOLD = ("item", "frequency", "due_rule", "min_posting", "channel")
ADDED, GONE, OFF, ON, CHANGED = "新增", "取消", "停用", "恢复", "调整"


def changes_of(book: Book, year: int) -> list[ItemChange]:
    """The catalogue of `year` against the one before; empty for an office's first, and before
    there is a draft."""
    last, after = previous_year(book, year), {row["code"]: row for row in items_of(book, year)}
    if last is None or not after:
        return []
    return _against({row["code"]: row for row in items_of(book, last)}, after)


def changes_of_base(book: Book, year: int) -> list[ItemChange]:
    """The office's catalogue against the pack it was taken from."""
    pack = book.pack(CATALOGUE, date(year, 12, 31))
    base = {
        item["id"]: {**catalogue_row(item, year), "reason": None} for item in pack.rows("items")
    }
    after = {row["code"]: row for row in items_of(book, year)}
    return _against({code: row for code, row in base.items() if code in after}, after)


def _against(
    before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]
) -> list[ItemChange]:
    found = []
    for code in sorted(before.keys() | after.keys()):
        change = _change(code, before.get(code), after.get(code))
        if change is not None:
            found.append(change)
    return found


def _change(
    code: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> ItemChange | None:
    if new is None:
        assert old is not None
        return ItemChange(code, old["item"], GONE, "不再列入目录", "")
    reason = (new["reason"] or "").strip()
    if old is None:
        word = ADDED if new["enabled"] else OFF
        return ItemChange(code, new["item"], word, f"{new['frequency'] or ''}公开", reason)
    if old["enabled"] and not new["enabled"]:
        return ItemChange(code, new["item"], OFF, "今年不公开", reason)
    if not new["enabled"]:
        return None
    told = [
        _told(name, old[name], new[name]) for name in TOLD if _said(old[name]) != _said(new[name])
    ]
    if not old["enabled"]:
        return ItemChange(code, new["item"], ON, "；".join(["恢复公开", *told]), reason)
    return ItemChange(code, new["item"], CHANGED, "；".join(told), reason) if told else None


def _said(value: object) -> str:
    return str(value or "").strip()


def _told(name: str, old: object, new: object) -> str:
    label = CatalogItem.fields[name].label
    return f"{label}由“{_said(old) or '没有写'}”改为“{_said(new) or '不写'}”"


def unexplained(book: Book, year: int) -> list[Row]:
    """Rows of the draft that differ from last year's without a reason."""
    lacking = {change.code for change in changes_of(book, year) if not change.reason}
    return [row for row in items_of(book, year) if row["code"] in lacking]
