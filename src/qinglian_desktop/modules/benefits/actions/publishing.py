"""A checked list as a draft for the board; whom the board may name, the notice itself decides."""

from typing import Any

from qinglian_desktop.core import money
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.benefits import reads, rules
from qinglian_desktop.modules.benefits.records import DOUBTED, UNSEEN, BenefitLine
from qinglian_desktop.modules.benefits.rules import Programme
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.modules.registry.rules import bare
from qinglian_desktop.store.book import Book

_RELIEF = "N04"


def draft_list_notice(book: Book, programme: str, period: str) -> Changes:
    """救助公示 or 补贴发放名单 of this list; `result` is its number.

    Refused while a row is unchecked or a finding has no explanation, and when it was drafted.
    """
    rows = reads.rows_of(book, programme, period)
    _refuse_unready(book, rows)
    kind = rules.programme_of(reads.pack_of(book), programme)
    groups = {
        bare(person["name"]): person["group_name"]
        for person in book.rows(_people(book))
        if person["group_name"]
    }
    make = _relief if kind.notice == _RELIEF else _subsidy
    facts = make(book, kind, rows, groups)
    with book.change(f"编公示：{programme} {period}") as change:
        made = disclosure.draft(book, kind.notice, facts, code=kind.code)
        notice_id = made.ids(Notice.table)[-1]
        for row in rows:
            change.put_row(BenefitLine.table, row["id"], {"notice_id": notice_id})
        change.result = made.result
    return change.changes


def _people(book: Book) -> Query:
    return Query(Person.table, (Where("owner", "=", book.unit.office_id),))


def _refuse_unready(book: Book, rows: list[Row]) -> None:
    if not rows:
        raise Refused("没有这份名单", "先导入上级发的名单", code="QL-SZ-342")
    unseen = sum(row["state"] == UNSEEN for row in rows)
    if unseen:
        what = f"名单里有 {unseen} 行还没检查"
        raise Refused(what, "先按“检查”", code="QL-SZ-343")
    open_rows = [row for row in rows if row["state"] == DOUBTED]
    if open_rows:
        first = open_rows[0]
        what = f"还有 {len(open_rows)} 行没写核实结果，第一处是第 {first['row_no']} 行"
        raise Refused(what, "核实后改对，或者写明核实结果", code="QL-SZ-344")
    notice_id = next((row["notice_id"] for row in rows if row["notice_id"]), None)
    notice = book.row(Notice.table, notice_id) if notice_id else None
    if notice is not None and not notice["deleted"]:
        what = f"公示{notice['number']}已经编了"
        remedy = "到公开公示里接着办；要重编，先删掉那一份"
        if notice["posted_on"]:
            remedy = "已经贴出的不能重编；名单改了的，到公开公示里发更正公告"
        raise Refused(what, remedy, code="QL-SZ-345")


def _relief(book: Book, kind: Programme, rows: list[Row], groups: dict[str, Any]) -> Row:
    listed = [
        _given(
            name=row["name"], place=groups.get(bare(row["name"])), heads=row["heads"] or 1,
            sort=kind.name, amount=row["amount_fen"], id_number=row["id_number"],
        )
        for row in rows
    ]  # fmt: skip
    return {"programme": rows[0]["programme"], "rows": listed}


def _subsidy(book: Book, kind: Programme, rows: list[Row], groups: dict[str, Any]) -> Row:
    programme, period = rows[0]["programme"], rows[0]["period"]
    standard = reads.standard_of(book, programme, period)
    rate = standard.rate_fen if standard else None
    listed = [
        _given(
            group=groups.get(bare(row["name"])), name=row["name"], base=row["area"],
            rate=None if kind.least else row["rate_fen"] or (rate if row["area"] else None),
            amount=row["amount_fen"], id_number=row["id_number"],
        )
        for row in rows
    ]  # fmt: skip
    facts: Row = {"programme": programme, "rows": listed}
    if rate:
        facts["standard"] = f"{'不低于' if kind.least else ''}{money.show(rate)} 元"
    if any(row["area"] for row in rows):
        facts["base_measure"] = "亩"
    return facts


def _given(**values: Any) -> Row:
    return {name: value for name, value in values.items() if value not in (None, "")}
