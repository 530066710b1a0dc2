"""A finding on its way: written down, sent to the unit as an order, looked at again, closed.

The way itself is that of every directive (modules/directives): here is only what an inspection
adds to it, and the state of the finding follows the directive in the same change.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.pack import cited
from qinglian_desktop.core.reckoning import Reckoning, Way, parse, reckon
from qinglian_desktop.core.record import Row, defaults
from qinglian_desktop.modules.directives import actions as directing
from qinglian_desktop.modules.directives import records as directives
from qinglian_desktop.modules.inspection import reads, rules
from qinglian_desktop.modules.inspection.records import (
    CALLED_OFF,
    CLOSED,
    NOTED,
    SENT,
    InspectionFinding,
    InspectionRound,
    InspectionVisit,
)
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

# What the unit has in its hands once the order has gone.
_TOLD = ("unit_id", "what", "severity", "ground", "asked", "evidence", "due_on", "found_on")
_STATE_OF = {
    directives.OPEN: SENT, directives.CLOSED: CLOSED, directives.WITHDRAWN: CALLED_OFF,
}  # fmt: skip


def save_finding(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Number, unit and last day come by themselves; what the unit has read stands still.

    `result` is the row id.
    """
    before = reads.there(book, InspectionFinding, row_id) if row_id else {}
    made = {**dict.fromkeys(InspectionFinding.fields), **defaults(InspectionFinding)}
    made |= {**before, **draft}
    if before and before["directive_id"] and any(made[n] != before[n] for n in _TOLD):
        raise Refused(
            "这一条已经发给单位，改了单位也看不到",
            "要改先到“下发的事项”里撤回，再另登记一条", code="QL-ST-071",
        )  # fmt: skip
    if draft.keys() & {"visit_id", "unit_id"}:
        _refuse_elsewhere(book, made)
    filled = dict(draft) | _follows(book, made, before)
    if row_id is not None:
        return ledger.save_row(book, InspectionFinding.table, row_id, filled)
    label = ledger.label_of("登记", InspectionFinding, {**made, **filled})
    with book.change(label, event_on=ledger.event_day(InspectionFinding, made)) as change:
        if not made["number"]:
            filled["number"] = _number(change, made["found_on"] or clock.today().isoformat())
        change.result = change.add(InspectionFinding, filled)
    return change.changes


def _refuse_elsewhere(book: Book, made: Row) -> None:
    """What is found on a visit is found at its unit; else the report would tell it of another."""
    visit = book.row(InspectionVisit.table, made["visit_id"]) if made["visit_id"] else None
    if visit is not None and made["unit_id"] and made["unit_id"] != visit["unit_id"]:
        raise Refused(
            f"这次督查走的是〔{visit['unit_name'] or ''}〕，和填的单位不一样",
            "请改单位，或者把“哪次督查”清掉", field="unit_id", code="QL-ST-103",
        )  # fmt: skip


def begin_finding(book: Book, visit_id: str, place: int) -> Changes:
    """登记发现: a row with visit, unit, day and what the sheet asks there, to be written on.

    `result` is the row id.
    """
    visit = reads.there(book, InspectionVisit, visit_id)
    listed = reads.points_of(book, visit)
    point = listed[place] if place < len(listed) else None
    draft = {
        "visit_id": visit_id,
        "unit_id": visit["unit_id"],
        "found_on": visit["visited_on"] or clock.today().isoformat(),
    }
    if point is not None:
        draft |= {"point": point.what, "item": point.item}
    return save_finding(book, None, draft)


def _follows(book: Book, made: Row, before: Row) -> Row:
    """What follows from the visit, the unit and how grave it is."""
    filled: Row = {}
    visit = book.row(InspectionVisit.table, made["visit_id"]) if made["visit_id"] else None
    if visit is not None and not made["unit_id"]:
        filled["unit_id"] = visit["unit_id"]
    one = reads.unit(book, filled.get("unit_id") or made["unit_id"])
    name = one["name"] if one else None
    if name != made["unit_name"]:
        filled["unit_name"] = name
    if not before and not made["evidence"]:
        filled["evidence"] = rules.SHOWN
    moved = bool(before) and any(before[n] != made[n] for n in ("severity", "found_on"))
    reason = parse(before["due_reason"]) if before else None
    counted = reason is not None and reason.ways[0].how == "count"  # no day typed by hand
    typed = bool(before) and before["due_on"] != made["due_on"]
    if made["found_on"] and ((moved and counted and not typed) or not (before or made["due_on"])):
        by = _last_day(book, made)
        filled |= {"due_on": by.day.isoformat(), "due_reason": by.stored()}
    return filled


def _last_day(book: Book, made: Row) -> Reckoning:
    found_on = date.fromisoformat(made["found_on"])
    pack = reads.pack_of(book, found_on)
    try:
        key, rule = rules.due_rule(pack, made["severity"])
    except KeyError:  # a text somebody pasted; the list marks it
        key, rule = rules.due_rule(pack, "一般")
    way = Way(
        "count", found_on, int(rule["days"]), what=rule["what"], by=f"依据：{cited(rule)}",
        rule=f"{pack.id} {key}.days",
    )  # fmt: skip
    return reckon(book.calendar(), way)


def _number(change: Change, found_on: str) -> str:
    year = found_on[:4]
    while True:
        number = f"督{year}-{change.number(f'inspection_finding:{year}'):03}"
        if change.book.find(InspectionFinding, number=number) is None:
            return number


def drop_finding(book: Book, row_id: str) -> Changes:
    row = reads.there(book, InspectionFinding, row_id)
    if row["state"] == SENT:
        raise Refused(
            "这一条已经发给单位，还没有销号", "先到“下发的事项”里撤回，再删", code="QL-ST-072"
        )
    return ledger.drop_row(book, InspectionFinding.table, row_id)


# -- down to the unit ---------------------------------------------------------------------------


def send_down(book: Book, row_id: str) -> Changes:
    """下发整改: an order to the unit, with photos; it goes with the next stick.

    `result` is the id of the directive.
    """
    row = reads.there(book, InspectionFinding, row_id)
    if row["state"] != NOTED:
        raise Refused(f"这一条现在是“{row['state']}”", "看别的一条", code="QL-ST-073")
    one = _addressee(book, row)
    with book.change(f"下发整改：{_short(row)}") as change:
        directive = _order(book, row, one)
        told: Row = {"directive_id": directive, "state": SENT}
        change.put_row(InspectionFinding.table, row_id, told)
        change.result = directive
    return change.changes


def _addressee(book: Book, row: Row) -> Row:
    """Refused where the unit could not work with what is written."""
    needed = {"unit_id": "单位", "what": "发现的问题", "due_on": "整改期限"}
    if name := rules.lacking(row, tuple(needed)):
        raise Refused(
            f"还没写{needed[name]}", "补上再下发", field=name, code="QL-ST-074"
        )  # fmt: skip
    one = reads.unit(book, row["unit_id"])
    if one is None or one["deleted"] or one["state"] == "已停用":
        raise Refused(
            "这个单位已经不在名册里", "请先在“全街道一览”核对单位", field="unit_id",
            code="QL-ST-075",
        )  # fmt: skip
    return one


def _order(book: Book, row: Row, one: Row) -> str:
    draft = {
        "kind": directives.ORDER,
        "origin": directives.INSPECTED,
        "title": rules.order_title(row),
        "what": rules.order_text(row),
        "ground": rules.order_ground(row, _round_title(book, row)),
        "evidence": row["evidence"] or rules.SHOWN,
        "due_on": row["due_on"],
        "due_reason": row["due_reason"],
        "files": row["files"],
    }
    made: Any = directing.issue(book, (one["code"],), draft).result
    return str(made[0])


def _round_title(book: Book, row: Row) -> str:
    visit = book.row(InspectionVisit.table, row["visit_id"]) if row["visit_id"] else None
    found = book.row(InspectionRound.table, visit["round_id"]) if visit else None
    return str(found["title"] or "") if found else ""


def send_all_down(book: Book, visit_id: str) -> Changes:
    """下发全部: every finding of a visit that is not sent, in one step; `result` is how many."""
    visit = reads.there(book, InspectionVisit, visit_id)
    rows = reads.findings(book, Where("visit_id", "=", visit_id), Where("state", "=", NOTED))
    if not rows:
        raise Refused("这次没有要下发的发现", "先在“督查发现”里登记", code="QL-ST-076")
    with book.change(f"下发整改：{visit['unit_name'] or ''}{len(rows)} 条") as change:
        for row in rows:
            send_down(book, row["id"])
        change.result = len(rows)
    return change.changes


def close_at_once(book: Book, row_id: str) -> Changes:
    """当场改好: nothing goes to the unit; how it was put right is said."""
    row = reads.there(book, InspectionFinding, row_id)
    if row["state"] != NOTED:
        raise Refused(f"这一条现在是“{row['state']}”", "看别的一条", code="QL-ST-073")
    _refuse_unseen(row, "当场怎么改好的")
    with book.change(f"当场改好：{_short(row)}") as change:
        day = row["recheck_on"] or row["found_on"] or clock.today().isoformat()
        told: Row = {"state": CLOSED, "closed_on": day, "recheck_on": day}
        change.put_row(InspectionFinding.table, row_id, told)
    return change.changes


# -- looked at again ------------------------------------------------------------------------------


def pass_recheck(book: Book, row_id: str) -> Changes:
    """复查通过: the directive is closed with what was seen, and the finding with it."""
    row = _sent(book, row_id)
    _refuse_unseen(row, "复查看到的情况")
    with book.change(f"复查通过：{_short(row)}") as change:
        seen: Row = {"recheck_on": row["recheck_on"] or clock.today().isoformat()}
        change.put_row(InspectionFinding.table, row_id, seen)
        directing.close(book, row["directive_id"], f"复查通过：{row['recheck']}")
    return change.changes


def fail_recheck(book: Book, row_id: str) -> Changes:
    """复查没过: the unit's answer goes back with what is still wrong."""
    row = _sent(book, row_id)
    _refuse_unseen(row, "还差什么")
    with book.change(f"复查没过：{_short(row)}") as change:
        directing.send_back(book, row["directive_id"], str(row["recheck"]))
        told: Row = {"recheck_on": None, "recheck": None, "rechecked_by": None}
        change.put_row(InspectionFinding.table, row_id, told)
    return change.changes


def _sent(book: Book, row_id: str) -> Row:
    row = reads.there(book, InspectionFinding, row_id)
    if row["state"] != SENT or not row["directive_id"]:
        raise Refused(f"这一条现在是“{row['state']}”，不用复查", "看别的一条", code="QL-ST-132")
    return row


def _refuse_unseen(row: Row, what: str) -> None:
    if not (row["recheck"] or "").strip():
        raise Refused(
            f"还没写{what}", "在“复查情况”里写一句，例：公告已补贴，照片已看", field="recheck",
            code="QL-ST-078",
        )  # fmt: skip


def follow_directive(change: Change) -> None:
    """Before COMMIT: a finding stands as its directive does, whoever moved that."""
    book = change.book
    touched = [row_id for table, row_id in change.touched if table == directives.Directive.table]
    if not book.unit.is_street or not touched:
        return
    of_these = Where("directive_id", "in", tuple(touched))
    for row in book.rows(Query(InspectionFinding.table, (of_these,))):
        matter = book.row(directives.Directive.table, row["directive_id"])
        gone = matter is None or bool(matter["deleted"])
        state = CALLED_OFF if gone or matter is None else _STATE_OF[matter["state"]]
        day = matter["closed_on"] if matter and state == CLOSED else None
        if (row["state"], row["closed_on"]) != (state, day):
            told: Row = {"state": state, "closed_on": day}
            change.put_row(InspectionFinding.table, row["id"], told)


def _short(row: Row) -> str:
    return f"{row['number'] or ''} {str(row['what'] or '')[:20]}".strip()
