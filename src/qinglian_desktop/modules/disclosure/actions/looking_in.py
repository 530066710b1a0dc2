"""查阅登记 with its receipt, and joint demands to disclose a matter."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import Document, Facts, Paragraph, SignLine, sealed
from qinglian_desktop.core.kinds import mask_name
from qinglian_desktop.core.module import Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure import objecting, steps, wall_reads
from qinglian_desktop.modules.disclosure import wall_records as wall
from qinglian_desktop.modules.disclosure.actions import writing
from qinglian_desktop.modules.disclosure.reads import issuer_of, own_notice
from qinglian_desktop.modules.disclosure.rules import ground
from qinglian_desktop.modules.disclosure.wall_records import DisclosureDemand, InspectionRequest
from qinglian_desktop.modules.registry import actions as registry
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

_GIVEN = ("number", "due_on", "due_reason", "state")  # written by the program


def save_request(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """A request to look into papers; what was shown, or why not, ends it.

    `result` is its id.
    """
    before = ledger.there(book, InspectionRequest.table, row_id) if row_id else {}
    _hands_off(InspectionRequest, before, draft)
    new = {**before, **draft}
    day = _day(new, "requested_on")
    shown, refused = _said(new, "shown"), _said(new, "refusal")
    if shown and refused:
        raise Refused("给看了和不能给看只能写一样", "删掉其中一样", field="refusal",
                      code="QL-PD-112")  # fmt: skip
    facts = {**draft, "requested_on": day.isoformat()}
    facts["state"] = wall.SHOWN if shown else wall.NOT_SHOWN if refused else wall.WANTED
    if shown:
        facts.setdefault("shown_on", new.get("shown_on") or clock.today().isoformat())
        facts.setdefault("shown_by", new.get("shown_by") or book.operator.name)
        if date.fromisoformat(facts["shown_on"]) < day:
            raise Refused("看的日期早于登记日期", "请核对日期", field="shown_on",
                          code="QL-PD-113")  # fmt: skip
    if before.get("requested_on") != day.isoformat():
        facts |= _by_when(book, day)
    return _kept(book, InspectionRequest, row_id, facts, "查阅", day)


def _by_when(book: Book, day: date) -> Row:
    pack = book.pack(wall_reads.OBJECTIONS, day)
    rule = pack.value("inspection")
    ends = objecting.counted(
        day, int(rule["days"]), rule, book.calendar(), book.unit.kind, f"{pack.id} inspection.days"
    )
    return {"due_on": ends.day.isoformat(), "due_reason": ends.stored()}


def save_demand(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """A demand by many together; with a tenth of the residents or a fifth of the
    representatives the matter must be disclosed, by the days of an event. `result` is its id.
    """
    before = ledger.there(book, DisclosureDemand.table, row_id) if row_id else {}
    _hands_off(DisclosureDemand, before, draft)
    new = {**before, **draft}
    day = _day(new, "demanded_on")
    facts: Row = {**draft, "demanded_on": day.isoformat()}
    if not new.get("base") and new.get("side") == wall.DELEGATES:
        # The roster knows how many representatives there are.
        facts["base"] = new["base"] = len(registry.members(book, "代表会议", day)) or None
    signers, base = new.get("signers") or 0, new.get("base") or 0
    if signers < 0 or base < 0 or (base and signers > base):
        raise Refused(f"联名 {signers} 人比总人数 {base} 人还多", "请核对两个人数", field="signers",
                      code="QL-PD-114")  # fmt: skip
    reached = objecting.enough(signers, base, share_of(book, new.get("side"), day))
    notice = own_notice(book, new["notice_id"]) if new.get("notice_id") else None
    posted = notice is not None and notice["state"] in steps.FROZEN
    facts["state"] = wall.DISCLOSED if posted and reached else wall.TO_DISCLOSE
    facts |= _disclose_by(book, day)
    if not reached:
        facts |= {"state": wall.TOO_FEW, "due_on": None, "due_reason": _lacking(book, new, day)}
    return _kept(book, DisclosureDemand, row_id, facts, "联名", day)


def compose_demanded(book: Book, row_id: str) -> Changes:
    """The draft of the notice that was demanded. `result` is its number."""
    row = ledger.there(book, DisclosureDemand.table, row_id)
    if row["state"] != wall.TO_DISCLOSE or row["notice_id"]:
        raise Refused(
            f"{row['number']}现在不用编公告", "人数够了、还没编公告的才要编", code="QL-PD-127"
        )
    with book.change(f"编公告：{row['matter']}") as change:
        made = writing.compose_general(book, f"关于{row['matter']}的公开")
        notice_id = made.ids("notice")[-1]
        change.put_row(DisclosureDemand.table, row_id, {"notice_id": notice_id})
        change.result = made.result
    return change.changes


def share_of(book: Book, side: str | None, day: date) -> Fraction:
    """One tenth of the residents, one fifth of the representatives."""
    rule = book.pack(wall_reads.OBJECTIONS, day).value("joint_demand")
    return Fraction(*rule["delegates" if side == wall.DELEGATES else "residents"])


def _lacking(book: Book, row: Mapping[str, Any], day: date) -> str:
    base = row.get("base") or 0
    if not base:
        return "还没有填总人数"
    least = objecting.least(base, share_of(book, row.get("side"), day))
    return f"总数 {base} 人，至少要 {least} 人联名，还差 {least - (row.get('signers') or 0)} 人"


def _disclose_by(book: Book, day: date) -> Row:
    limits = book.pack(wall_reads.LIMITS, day)
    rule = limits.value("due")["E"]
    ends = objecting.counted(
        day, int(rule["days"]), rule, book.calendar(), book.unit.kind, f"{limits.id} due.E",
        "内上墙",
    )  # fmt: skip
    ask = book.pack(wall_reads.OBJECTIONS, day).value("joint_demand")
    told = f"联名人数够了，应当公开；{ground(ask, book.unit.kind)}"
    return {"due_on": ends.day.isoformat(), "due_reason": ends._replace(told=told).stored()}


def posted(change: Change, notice: Row) -> None:
    """The notice hangs: what was demanded of it is disclosed."""
    linked = Where("notice_id", "=", notice["id"]), Where("state", "=", wall.TO_DISCLOSE)
    for row in wall_reads.own(change.book, DisclosureDemand.table, *linked):
        change.put_row(DisclosureDemand.table, row["id"], {"state": wall.DISCLOSED})


# -- both ------------------------------------------------------------------------------------


def _hands_off(record: Any, before: Row, draft: Mapping[str, Any]) -> None:
    for name in draft:
        if name in _GIVEN and draft[name] != before.get(name) and (before or draft[name]):
            if name == "state" and not before:
                continue  # the default an empty form starts with
            label = record.fields[name].label
            raise Refused(f"〔{label}〕由程序填写", "填别的格子，它会跟着变", field=name,
                          code="QL-PD-115")  # fmt: skip


def _said(row: Mapping[str, Any], name: str) -> bool:
    return bool((row.get(name) or "").strip())


def _day(row: Mapping[str, Any], name: str) -> date:
    day = date.fromisoformat(row.get(name) or clock.today().isoformat())
    if day > clock.today():
        raise Refused("日期在今天之后", "请核对日期", field=name, code="QL-PD-116")
    return day


def _kept(
    book: Book, record: Any, row_id: str | None, facts: Row, series: str, day: date
) -> Changes:
    verb = f"改{record.label}" if row_id else f"登记{record.label}"
    with book.change(verb, event_on=day) as change:
        if row_id is None:
            number = change.number(f"{record.table}:{day.year}")
            change.result = change.add(
                record, {**facts, "number": f"{series}〔{day.year}〕{number}号"}
            )
        else:
            change.result = change.put_row(record.table, row_id, facts)
    return change.changes


def receipt(book: Book, row_id: str) -> Document:
    """查阅回执: what was asked for and when the answer is due, signed by both.

    It goes to the person named, whose name is masked all the same: paper lies about.
    """
    row = ledger.there(book, InspectionRequest.table, row_id)
    if row["deleted"]:
        raise Refused(f"{row['number']}已在回收站", "先找回再打印", code="QL-PD-117")
    due = date.fromisoformat(row["due_on"]) if row["due_on"] else None
    pairs = (
        ("编号", row["number"]),
        ("日期", paper_day(date.fromisoformat(row["requested_on"]))),
        ("查阅人", mask_name(row["person"] or "")),
        ("查什么", row["wanted"] or ""),
        ("最迟答复", paper_day(due) if due and row["state"] == wall.WANTED else ""),
        ("给看了什么", row["shown"] or ""),
        ("哪天看的", paper_day(date.fromisoformat(row["shown_on"])) if row["shown_on"] else ""),
        ("不能给看的原因", row["refusal"] or ""),
        ("接待人", row["shown_by"] or ""),
    )
    blocks = (
        Facts(tuple((name, str(value)) for name, value in pairs if value)),
        Paragraph("档案、账目不得涂改、带走；涉及别人隐私的内容不提供。"),
        SignLine(("查阅人签字", "接待人签字", "日期")),
    )
    return sealed(
        Document("查阅登记回执", "official", blocks, unit=issuer_of(book, None),
                 number=row["number"], made_on=clock.today())
    )  # fmt: skip
