"""用印登记: the seal is put on what is there to read; contracts without an entry are told."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day, short_day_of
from qinglian_desktop.core.document import Column, Document, Note, SignLine, Table, sealed
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row, defaults
from qinglian_desktop.modules.contracts import reads
from qinglian_desktop.modules.contracts.beside import SealUse
from qinglian_desktop.modules.contracts.records import Contract
from qinglian_desktop.modules.disclosure.reads import collective_of
from qinglian_desktop.modules.registry.rules import bare
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

_COPIES = 4  # one for each side, the street and the file
_NUMBERS = (("copies", "份数"), ("pages", "页数"))
PAPER = "用印登记簿"


def save_seal_use(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Saves one use of a seal; pages are counted where a PDF is attached.

    Refused for a blank document, less than one copy, the same person asking and allowing, and a
    day still to come.
    """
    before = ledger.there(book, SealUse.table, row_id) if row_id else defaults(SealUse)
    given = dict(draft)
    made = {**before, **given}
    for name, label in _NUMBERS:
        if made.get(name) is not None and made[name] < 1:
            raise Refused(f"{label}至少是 1", "核对后再填", field=name, code="QL-SZ-370")
    if made.get("day") and made["day"] > clock.today().isoformat():
        raise Refused("用印日期在今天之后", "核对日期", field="day", code="QL-SZ-371")
    who = bare(made.get("applicant"))
    if who and who == bare(made.get("approver")):
        what = "申请人和批准人是同一个人"
        raise Refused(what, "换一个人批准", field="approver", code="QL-SZ-372")
    if given.get("files"):
        pages = _look_into(book, given["files"])
        if pages and not made.get("pages"):
            given["pages"] = pages
    return ledger.save_row(book, SealUse.table, row_id, given)


def _look_into(book: Book, listed: str) -> int:
    """Pages of what is attached; refused when one of the papers is blank."""
    from qinglian_desktop.paper.blank import is_blank, pages_of

    pages = 0
    for file_id in json.loads(listed):
        data = book.files.read(file_id)
        if is_blank(data):
            what = "文件内容为空白，不能登记用印"
            raise Refused(what, "换成写好的文件", field="files", code="QL-SZ-373")
        pages += pages_of(data)
    return pages


def begun(book: Book, contract_id: str) -> Row:
    """What an entry for this contract starts with."""
    row = reads.contract(book, contract_id)
    name = f"{row['number'] or ''} {row['title'] or ''}".strip()
    told = {"contract_id": contract_id, "document": f"合同 {name}", "seal": "合同章"}
    return {**defaults(SealUse), **told, "copies": _COPIES, "day": clock.today().isoformat()}


def unsealed(book: Book) -> list[Row]:
    """Contracts of this office, in force or not yet ended, whose seal nobody entered."""
    with_one = {
        row["contract_id"]
        for row in book.rows(Query(SealUse.table, (Where("contract_id", "filled"),)))
    }
    states = Where("state", "in", ("待清理", "履行中", "已到期"))
    order = (("signed_on", True), ("number", False))
    rows = book.rows(Query(Contract.table, (reads.own(book), states), order=order))
    return [row for row in rows if row["id"] not in with_one and row["form"] != "口头"]


def register(book: Book, first: date, last: date) -> Document:
    """The printed register of these days, the oldest first."""
    where = (
        reads.own(book), Where("day", ">=", first.isoformat()),
        Where("day", "<=", last.isoformat()),
    )  # fmt: skip
    order = (("day", False), ("created_at", False))
    rows = book.rows(Query(SealUse.table, where, order=order))
    columns = (
        Column("序号", 5, align="center"), Column("日期", 11), Column("文件", 28),
        Column("印章", 8), Column("份数", 5, align="center"), Column("页数", 5, align="center"),
        Column("申请人", 9), Column("批准人", 9), Column("备注", 12),
    )  # fmt: skip
    listed = tuple(
        (
            f"{place}", short_day_of(row["day"]), row["document"] or "", row["seal"] or "",
            f"{row['copies'] or ''}", f"{row['pages'] or ''}", row["applicant"] or "",
            row["approver"] or "", row["note"] or "",
        )
        for place, row in enumerate(rows, 1)
    )  # fmt: skip
    said = f"{paper_day(first)}至{paper_day(last)}，共 {len(rows)} 次。"
    blocks = (Table(columns, listed, row_mm=9), Note(said), SignLine(("登记人", "负责人", "日期")))
    return sealed(Document(PAPER, "table", blocks, unit=collective_of(book), sheet="landscape"))


def print_register(
    book: Book, first: date, last: date, tick: Callable[[int, int, str], Any]
) -> Changes:
    """`result` is a tuple of one drawn paper."""
    from qinglian_desktop.modules.decisions.actions.papering import draw_all

    return Changes("", result=draw_all([(PAPER, register(book, first, last))], tick))
