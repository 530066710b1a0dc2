"""What does this office post? The rows of its yearly catalogue, and what a change of one does."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Problem, Refused
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.modules.disclosure import frequency, rules
from qinglian_desktop.modules.disclosure.actions.comparing import TOLD
from qinglian_desktop.modules.disclosure.actions.planning import follow_item
from qinglian_desktop.modules.disclosure.reads import (
    CATALOGUE,
    RULES,
    items_of,
    plan_of,
    previous_year,
    row_of,
)
from qinglian_desktop.modules.disclosure.records import CatalogItem, Notice
from qinglian_desktop.modules.disclosure.yearly import SETTLED
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

HAS_COLLECTIVE = "has_collective"  # setting: the community still has collective land and assets
# What an office may have adapted last year and keeps this year.
_OWN = (
    "frequency", "due_rule", "min_posting", "publisher", "channel", "standard_code", "enabled",
    "reason", "assignee",
)  # fmt: skip


def load_catalog(book: Book, year: int) -> Changes:
    """The catalogue of `year` for this kind of office; rows already there stay as they are.

    Last year's own adjustments are carried over. `result` is the number of rows added.
    """
    pack = book.pack(CATALOGUE, date(year, 12, 31))
    collective = bool(book.setting(HAS_COLLECTIVE, False))
    undone = book.taken_back(CatalogItem.table)
    known_rows = items_of(book, year, deleted=True)
    there = {row["code"] for row in known_rows if row["id"] not in undone}
    again = {row["code"]: row["id"] for row in known_rows if row["id"] in undone}
    last = previous_year(book, year)
    before = {row["code"]: row for row in items_of(book, last)} if last else {}
    drafts: dict[str, Row] = {}
    for item in pack.rows("items"):
        code = item["id"]
        fitting = rules.takes(item, book.unit.kind, collective) and rules.held_in(item, year)
        if code in there or not fitting:
            continue
        drafts[code] = row_of(book, item, year) | {"publisher": publisher(book, item)}
        if code in before:
            drafts[code] |= _kept(before[code])
        elif before:
            drafts[code]["reason"] = "目录底本新增"
    known = {item["id"] for item in pack.rows("items")} | there
    for code in sorted(before.keys() - known):  # rows the office wrote itself
        own = {name: before[code][name] for name in CatalogItem.fields}
        drafts[code] = {**own, **_kept(before[code]), "year": year}
    with book.change(f"建立{year}年公开目录") as change:
        add_or_again(change, CatalogItem, [(d, again.get(code, "")) for code, d in drafts.items()])
        change.result = len(drafts)
    return change.changes


def _kept(before: Row) -> Row:
    """Last year's own values; why something was adjusted then is no reason of this year."""
    own = {name: before[name] for name in _OWN if before[name] is not None}
    return own if not before["enabled"] else own | {"reason": None}


def publisher(book: Book, item: Mapping[str, Any]) -> str:
    """公开主体 in the office's words: the Party organisation, the collective, the committee …"""
    if item["category"] == "党务":
        return book.word("party")
    others = {"监事会": "集体经济组织", "选委会": "选举委员会"}
    return others.get(item["reviewer"], "") or book.word("committee_short")


def add_or_again(change: Change, record: type[Record], drafts: "list[tuple[Row, str]]") -> None:
    """New rows at once; those whose making was undone come back under their old ids."""
    change.add_all(record, [draft for draft, row_id in drafts if not row_id])
    for draft, row_id in drafts:
        if row_id:
            change.add_again(record, row_id, draft)


def switch_off(book: Book, item_id: str, reason: str) -> Changes:
    """This year the item is not posted; its open periods become 不适用. Needs a reason."""
    if not reason.strip():
        raise _no_reason()
    item = ledger.there(book, CatalogItem.table, item_id)
    with book.change(f"停用目录：{item['code']}", reason=reason) as change:
        save_item(book, item_id, {"enabled": 0, "reason": reason.strip()})
    return change.changes


def switch_on(book: Book, item_id: str) -> Changes:
    """The item is posted after all."""
    item = ledger.there(book, CatalogItem.table, item_id)
    with book.change(f"启用目录：{item['code']}") as change:
        reason = "本年恢复公开" if _is_settled(book, item) else None
        save_item(book, item_id, {"enabled": 1, "reason": reason})
    return change.changes


def _no_reason() -> Refused:
    return Refused("停用要写原因", "公布目录时要说明调整的原因", field="reason", code="QL-PD-002")


def review_items(book: Book) -> Callable[[Row], Row | Problem]:
    """The rules of `save_item` for rows of a sheet; a street's wording is put into ours."""
    rows = book.rows(Query(CatalogItem.table, (Where("owner", "=", book.unit.office_id),)))
    known = {(row["year"], row["code"]): row["item"] for row in rows}
    named = {(row["year"], row["item"]): row["code"] for row in rows}

    def review(row: Row) -> Row | Problem:
        try:
            made = readable(row)
        except Refused as refused:
            return Problem(refused.what, refused.remedy, refused.field, refused.code)
        year = made.get("year") or clock.today().year
        if not made.get("code") and (year, made.get("item")) in named:
            code = named[year, made.get("item")]
            return Problem(
                f"{year}年目录里已经有“{made.get('item')}”（{code}）",
                "频次、时限不同的，在目录里改那一项；这一行不用再导",
                "item",
                "QL-PD-180",
            )
        code = (year, made.get("code"))
        if made.get("code") and code in known and known[code] != made.get("item"):
            return Problem(
                f"编号{made['code']}在{year}年目录里是“{known[code]}”",
                "同一项请在目录里改；新的一项请换个编号",
                "code",
                "QL-PD-152",
            )
        if made.get("code"):
            known.setdefault(code, made.get("item"))
        named.setdefault((year, made.get("item")), made.get("code") or "同一张表")
        return made

    return review


def readable(draft: Mapping[str, Any]) -> Row:
    """The row with frequency, day, term and code in the program's spelling; else refused."""
    made = dict(draft)
    if made.get("frequency"):
        rhythm = frequency.read(made["frequency"])
        made["frequency"] = rhythm.words
        if rhythm.limit and not made.get("due_rule"):
            made["due_rule"] = rhythm.limit
    if made.get("due_rule"):
        frequency.limits_of(made["due_rule"])
    if made.get("min_posting"):
        rules.term_of(made["min_posting"])
    if made.get("standard_code"):
        made["standard_code"] = rules.standard_code(made["standard_code"])
    if made.get("enabled") == 0 and not (made.get("reason") or "").strip():
        raise _no_reason()
    return made


def save_item(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Saves a catalogue row; frequency, day and term must be readable, a stop needs a reason.

    Once the year's catalogue is published, any change of what residents were told needs one,
    too. The plan follows: open periods that are asked no more become 不适用, new ones are added.
    """
    before = ledger.there(book, CatalogItem.table, row_id) if row_id else None
    spelt = readable({**(before or {}), **draft})
    _refuse_twin(book, row_id, spelt)
    if before is not None and before["year"] and spelt.get("year") != before["year"]:
        raise Refused(
            "已经登记的一项不能改年度",
            "要放到另一年的目录里，在那一年新增一项",
            field="year",
            code="QL-PD-181",
        )
    given = {name: spelt[name] for name in spelt if name in draft or _differs(before, spelt, name)}
    if before is not None and _is_settled(book, before):
        _refuse_silent(before, spelt)
    with book.change(_label(before, spelt)) as change:
        if before is None:
            given = number_items(change, [given])[0]
        saved = ledger.save_row(book, CatalogItem.table, row_id, given)
        change.result = saved.result
        follow_item(change, before, book.row(CatalogItem.table, str(saved.result)))
    return change.changes


def drop_item(book: Book, row_id: str) -> Changes:
    """To the recycle bin; refused for what residents know from last year or from a publication."""
    row = ledger.there(book, CatalogItem.table, row_id)
    last = previous_year(book, row["year"]) if row["year"] else None
    known = last is not None and book.find(
        CatalogItem, year=last, code=row["code"], owner=book.unit.office_id
    )
    if known or _is_settled(book, row):
        raise Refused(
            f"“{row['code']} {row['item']}”已经公布过，不能删",
            "今年不公开的，去掉〔今年要公开〕的勾，写上原因",
            code="QL-PD-179",
        )
    notices = (
        Where("code", "=", row["code"]),
        Where("period", "begins", str(row["year"])),
        Where("owner", "=", book.unit.office_id),
    )
    if row["code"] and book.count(Query(Notice.table, notices, limit=1)):
        raise Refused(
            f"“{row['code']} {row['item']}”已经有公告，不能删",
            "不再公开的，去掉〔今年要公开〕的勾，写上原因",
            code="QL-PD-179",
        )
    with book.change(ledger.label_of("删", CatalogItem, row)) as change:
        change.drop(CatalogItem.table, row_id)
        follow_item(change, None, {**row, "enabled": 0, "reason": None})
    return change.changes


def bring_back_item(book: Book, row_id: str) -> Changes:
    """Out of the recycle bin, and its open periods with it."""
    with book.change("还原公开目录") as change:
        change.bring_back(CatalogItem.table, row_id)
        row = ledger.there(book, CatalogItem.table, row_id)
        _refuse_twin(book, row_id, row)
        follow_item(change, None, row)
    return change.changes


def number_items(change: Change, items: Sequence[Row]) -> list[Row]:
    """Year and code for rows that have none: Z01 is the first that an office wrote itself."""
    made, taken = [], dict[int, set[str]]()
    for item in items:
        year = item.get("year") or clock.today().year
        if year not in taken:
            taken[year] = {row["code"] for row in items_of(change.book, year, deleted=True)}
        code = item.get("code")
        while not code or (not item.get("code") and code in taken[year]):
            code = f"Z{change.number(f'catalog_item:{year}'):02}"
        taken[year].add(code)
        made.append({**item, "year": year, "code": code})
    return made


def usual_limit(book: Book, item: Mapping[str, Any]) -> str:
    """What is said where an item names no day: which one the rules give; "" where it does."""
    if not item.get("frequency") or item.get("due_rule"):
        return ""
    letters = frequency.planned_letters(item["frequency"])
    table = book.pack(RULES, clock.today()).value("due")
    days = "；".join(str(table[letter]["what"]) for letter in letters)
    return f"频次“{item['frequency']}”没写时限，按规定：{days}。不一样就写上。" if days else ""


def _refuse_twin(book: Book, row_id: str | None, item: Mapping[str, Any]) -> None:
    """One code is one item of a year."""
    if not item.get("code"):
        return
    year = item.get("year") or clock.today().year
    for twin in items_of(book, year):
        if twin["code"] == item["code"] and twin["id"] != row_id:
            raise Refused(
                f"编号{item['code']}在{year}年目录里是“{twin['item']}”",
                "换一个编号；不写编号，程序自动给",
                field="code",
                code="QL-PD-152",
            )


def _label(before: Row | None, made: Row) -> str:
    verb = "改" if before else "登记"
    return ledger.label_of(verb, CatalogItem, made)


def _differs(before: Row | None, made: Row, name: str) -> bool:
    return name in CatalogItem.fields and (before or {}).get(name) != made[name]


def _is_settled(book: Book, item: Row) -> bool:
    plan = plan_of(book, item["year"])
    return plan is not None and plan["state"] in SETTLED


def _refuse_silent(before: Row, made: Row) -> None:
    """A published catalogue is not changed without saying why."""
    changed = [name for name in (*TOLD, "enabled") if before[name] != made.get(name)]
    reason = (made.get("reason") or "").strip()
    if changed and (not reason or reason == (before["reason"] or "").strip()):
        labels = "、".join(f"〔{CatalogItem.fields[name].label}〕" for name in changed)
        raise Refused(
            f"{before['year']}年目录已经公布，改{labels}要写原因",
            "把原因写在〔调整的原因〕里，和改动一起存",
            field="reason",
            code="QL-PD-153",
        )
