"""The yearly count: begun with its numbered sheet, ticked, and taken from step to step."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Refused, refuse
from qinglian_desktop.core.record import Row
from qinglian_desktop.core.unreadable import Unreadable
from qinglian_desktop.modules.property import counting
from qinglian_desktop.modules.property import inventory_reads as reads
from qinglian_desktop.modules.property.inventory import (
    COUNTING,
    DONE_ON,
    ENTERING,
    ONE,
    SURPLUS,
    Inventory,
    InventoryLine,
)
from qinglian_desktop.modules.property.inventory_reads import ToCount
from qinglian_desktop.modules.property.ticking import Tick, read_ticks
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

# What may be put right in a line by hand, and until when.
_WHILE_COUNTING = ("seen_qty", "in_qty", "out_qty", "spoilt_qty", "counted_fen", "name", "place",
                   "measure", "kind")  # fmt: skip
_EXPLAINED = ("cause", "responsible", "remark")
_TEAM = ("leader", "members", "photos", "note", "verified_by", "filed_with", "reported_to",
         "receipt")  # fmt: skip


def begin(book: Book, year: int, *, light: bool = False) -> Changes:
    """A count with its numbered sheet, taken from the register as of its day; `result` is its id.

    In a light year what the last count found is carried in, and only what differs is ticked.
    """
    if reads.of_year(book, year) is not None:
        raise Refused(f"{year}年的清查已经开始了", "在下面接着办", code="QL-SZ-680")
    if year > clock.today().year:
        raise Refused(f"{year}年还没到", "到了那一年再开始清查", field="year", code="QL-SZ-430")
    pack = reads.pack_of(book)
    day = reads.as_of(pack, year)
    things = reads.to_count(book, day)
    if not things:
        raise Refused("台账里还没有资产", "先在资产资源台账里登记，再来清查", code="QL-SZ-421")
    before = reads.last_counted(book, year) if light else {}
    if light and not before:
        what = f"没有{year - 1}年的核实数可以转来"
        raise Refused(what, "不要选简易年份，全部盘一遍", field="light", code="QL-SZ-422")
    found = reads.report_by(book, day)
    with book.change(f"开始{year}年清查") as change:
        row_id = change.add(
            Inventory,
            {
                "year": year, "as_of": day.isoformat(), "light": int(light),
                "report_by": found.day.isoformat(), "report_why": found.stored(),
                "numbered_on": clock.today().isoformat(),
            },
        )  # fmt: skip
        lines = [_line(row_id, number, one) for number, one in enumerate(things, 1)]
        change.add_all(InventoryLine, [_carried(line, before) for line in lines])
        change.result = row_id
    return change.changes


def _line(inventory_id: str, number: int, one: ToCount) -> Row:
    row = one.row
    quantity = row["quantity"] or row["area"]
    measure = row["unit"] if row["quantity"] else row["area_unit"]
    return {
        "inventory_id": inventory_id, "number": number, "asset_id": row["id"],
        "asset_no": row["number"], "name": row["name"], "place": row["location"],
        "nature": row["nature"], "kind": row["kind"], "account": row["account"],
        "measure": measure, "book_qty": quantity, "book_fen": one.value, "worn_fen": one.worn,
        "out_qty": one.since_out or None,
    }  # fmt: skip


def _carried(line: Row, before: Mapping[str, Row]) -> Row:
    """With the 核实数 of last year's count, in a light year."""
    was = before.get(line["asset_id"])
    if was is None:
        return line
    empty = dict.fromkeys(InventoryLine.fields)
    known = {**empty, **line, "book_qty": was["counted_qty"]}
    return {**line, "book_qty": was["counted_qty"], **counting.judged(known, Tick(0, "在"))}


def add_new_ones(book: Book, inventory_id: str) -> Changes:
    """What came into the register since, at the end of the sheet; no number moves.

    `result` is how many.
    """
    row = _countable(book, inventory_id)
    lines = reads.lines_of(book, inventory_id)
    known = {line["asset_id"] for line in lines}
    things = [
        one for one in reads.to_count(book, date.fromisoformat(row["as_of"]))
        if one.row["id"] not in known
    ]  # fmt: skip
    if not things:
        return Changes("", result=0)
    first = 1 + max((line["number"] for line in lines), default=0)
    with book.change(f"盘点表补 {len(things)} 件") as change:
        made = [_line(inventory_id, number, one) for number, one in enumerate(things, first)]
        change.add_all(InventoryLine, made)
        change.result = len(things)
    return change.changes


def _countable(book: Book, inventory_id: str) -> Row:
    row = reads.inventory(book, inventory_id)
    if row["state"] not in (COUNTING, ENTERING):
        what = f"{row['year']}年清查已经核实，盘点结果不能再改"
        raise Refused(what, "确实错了，先撤销“核实”这一步", code="QL-SZ-423")
    return row


# -- the ticked sheet -------------------------------------------------------------------------


def tick(book: Book, inventory_id: str, text: str) -> Changes:
    """The marks of a typed text, all of them or none; `result` is what was taken, in words."""
    _countable(book, inventory_id)
    lines = {int(line["number"]): line for line in reads.lines_of(book, inventory_id)}
    try:
        ticks = read_ticks(text, lines, counting.open_lines(lines.values()))
    except Unreadable as trouble:
        raise Refused(trouble.what, trouble.remedy, code="QL-SZ-657") from None
    drafts = [(lines[one.number], counting.judged(lines[one.number], one)) for one in ticks]
    with book.change(f"录盘点 {len(drafts)} 件") as change:
        for line, draft in drafts:
            change.put_row(InventoryLine.table, line["id"], draft)
        change.result = _taken(ticks)
    return change.changes


def _taken(ticks: Iterable[Tick]) -> str:
    """3 件：在 2、损 1."""
    counts: dict[str, int] = {}
    for one in ticks:
        counts[one.mark] = counts.get(one.mark, 0) + 1
    said = "、".join(f"{mark} {many}" for mark, many in counts.items())
    return f"{sum(counts.values())} 件：{said}" if counts else "没有要记的"


def clear(book: Book, inventory_id: str, number: int) -> Changes:
    """The mark of a line is taken off again."""
    _countable(book, inventory_id)
    line = next(
        (one for one in reads.lines_of(book, inventory_id) if one["number"] == number), None
    )
    if line is None or not line["mark"] or line["mark"] == counting.NEW:
        raise Refused(f"{number} 号没有勾过", "不用清", code="QL-SZ-269")
    empty = ("mark", "seen_qty", "counted_qty", "counted_fen", "spoilt_qty", "result", "cause",
             "responsible", "remark")  # fmt: skip
    with book.change(f"清掉 {number} 号的勾") as change:
        change.put_row(InventoryLine.table, line["id"], dict.fromkeys(empty))
    return change.changes


def add_found(book: Book, inventory_id: str, draft: Mapping[str, Any]) -> Changes:
    """Something that stands there and is in no register; it gets the next number of the sheet."""
    _countable(book, inventory_id)
    for name in ("name", "kind"):
        if not (draft.get(name) or "").strip():
            label = InventoryLine.fields[name].label
            raise Refused(f"还没写{label}", "补上再登记", field=name, code="QL-SZ-681")
    quantity = draft.get("seen_qty") or ONE
    if quantity < 0 or (draft.get("counted_fen") or 0) < 0:
        raise Refused("数量和价值不能小于 0", "请核对", field="seen_qty", code="QL-SZ-424")
    lines = reads.lines_of(book, inventory_id)
    number = 1 + max((line["number"] for line in lines), default=0)
    made = {
        **{n: draft.get(n) for n in ("name", "place", "kind", "measure", "counted_fen", "remark")},
        "inventory_id": inventory_id, "number": number, "mark": counting.NEW, "book_qty": 0,
        "book_fen": 0, "seen_qty": quantity, "counted_qty": quantity, "result": SURPLUS,
    }  # fmt: skip
    with book.change(f"登记盘盈：{draft['name'][:30]}") as change:
        change.result = change.add(InventoryLine, made)
    return change.changes


def save_line(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """What the clerk puts right in a line; the result follows from the figures.

    Refused for a new line (the sheet is numbered), and for figures once they are verified.
    """
    if row_id is None:
        raise Refused("盘点表上没有这一行", "多出来的东西按“登记盘盈”", code="QL-SZ-425")
    line = ledger.there(book, InventoryLine.table, row_id)
    changed = {name: value for name, value in draft.items() if line.get(name) != value}
    for name in changed:
        if name not in (*_WHILE_COUNTING, *_EXPLAINED):
            label = InventoryLine.fields[name].label
            raise Refused(f"〔{label}〕由盘点和处理写", "在盘点表里录", field=name,
                          code="QL-SZ-682")  # fmt: skip
    if any(name in _WHILE_COUNTING for name in changed):
        _countable(book, line["inventory_id"])
        made = {**line, **changed}
        if made["mark"] and made["mark"] != counting.NEW:
            priced = {} if "counted_fen" in changed else counting.unpriced(line)
            changed |= counting.settled({**made, **priced})
        elif "seen_qty" in changed:
            changed["counted_qty"] = changed["seen_qty"]
    with book.change(ledger.label_of("改", InventoryLine, line)) as change:
        change.result = change.put_row(InventoryLine.table, row_id, changed)
    return change.changes


def save_inventory(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """The team and what is written beside the steps; the steps themselves are acts of their own."""
    if row_id is None:
        return begin(book, int(draft.get("year") or clock.today().year))
    row = reads.inventory(book, row_id)
    for name, value in draft.items():
        if name not in _TEAM and row.get(name) != value:
            label = Inventory.fields[name].label
            raise Refused(f"〔{label}〕由清查的每一步写", "按“下一步”办", field=name,
                          code="QL-SZ-426")  # fmt: skip
    return ledger.save_row(book, Inventory.table, row_id, draft)


def drop_inventory(book: Book, row_id: str) -> Changes:
    """To the recycle bin with its lines; refused once its result was put into the books."""
    row = reads.inventory(book, row_id)
    lines = reads.lines_of(book, row_id)
    if row["verified_on"] or any(line["found_voucher"] for line in lines):
        what = f"{row['year']}年清查已经核实、记了账，不能删"
        raise Refused(what, "确实要重来，先撤销“核实”", code="QL-SZ-427")
    with book.change(f"删{row['year']}年清查") as change:
        change.drop(Inventory.table, row_id)
    return change.changes


def drop_line(book: Book, row_id: str) -> Changes:
    """Only what was found beside the register; the numbers of the sheet stay whole."""
    line = ledger.there(book, InventoryLine.table, row_id)
    _countable(book, line["inventory_id"])
    if line["mark"] != counting.NEW:
        raise Refused("盘点表上的行不能删", "没有的东西勾“缺”", code="QL-SZ-428")
    return ledger.drop_row(book, InventoryLine.table, row_id)


# -- from step to step ------------------------------------------------------------------------


def take_step(
    book: Book, inventory_id: str, step: str, day: date, facts: Mapping[str, Any]
) -> Changes:
    """One of the nine steps is done on that day; `facts` are the fields it asks for.

    Refused out of turn, and while its conditions are not met. `result` is the next step.
    """
    from qinglian_desktop.modules.property.actions import differences

    row = {**reads.inventory(book, inventory_id), **facts}
    counting.may_take(row, step, day, clock.today())
    lines = reads.lines_of(book, inventory_id)
    least = int(reads.pack_of(book).value("team.least"))
    refuse(counting.problem(row, lines, least))
    done = differences.AT_STEP.get(step)
    after = counting.next_of(step)
    with book.change(f"{row['year']}年清查：{step}", event_on=day) as change:
        more = done(change, row, lines, day) if done else {}
        draft = {**facts, DONE_ON[step]: day.isoformat(), **more, "state": after}
        change.put_row(Inventory.table, inventory_id, draft)
        change.result = after
    return change.changes
