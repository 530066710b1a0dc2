"""How is a notice composed, changed and dropped before it is reviewed?"""

from collections.abc import Mapping
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure import notices, rules, steps
from qinglian_desktop.modules.disclosure.notices import Content
from qinglian_desktop.modules.disclosure.reads import (
    CONTACT,
    CONTACT_PHONE,
    item_of,
    own_notice,
)
from qinglian_desktop.modules.disclosure.records import (
    GENERAL,
    DetailLine,
    Notice,
    PlannedPosting,
)
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

_WORDING = ("title", "mode", "body", "basis", "contact", "contact_phone", "code", "period",
            "subject", "event_on", "sheet")  # fmt: skip


def compose_general(
    book: Book,
    title: str,
    code: str | None = None,
    period: str | None = None,
    body: str = "",
    subject: str | None = None,
    *,
    mode: str = "公开",
    basis: str | None = None,
) -> Changes:
    """A draft from a text and, with `subject`, the detail lines of that subject as its table.

    `result` is its number. Refused for a code that is in no catalogue, a period that cannot be
    read, a subject without lines or with half-filled ones.
    """
    if not title.strip():
        raise Refused("还没写标题", "例：关于志愿服务安排的公开", field="title", code="QL-PD-013")
    facts = {"title": title.strip(), "code": code, "period": period, "body": body.strip()}
    facts |= {"subject": subject, "mode": mode, "basis": basis, "kind": GENERAL}
    content, counted = _general_content(book, subject, body)
    return put_draft(book, content, {**facts, **counted})


def _general_content(book: Book, subject: str | None, body: str) -> tuple[Content, Row]:
    lines = _details(book, subject) if subject else []
    sums = [line["amount_fen"] for line in lines if line["amount_fen"] is not None]
    counted: Row = {"line_count": len(lines) or None, "total_fen": sum(sums) if sums else None}
    return notices.general(lines, body), counted


def _details(book: Book, subject: str) -> list[Row]:
    where = (Where("subject", "=", subject), Where("owner", "=", book.unit.office_id))
    lines = book.rows(Query(DetailLine.table, where, order=(("seq", False),)))
    if not lines:
        raise Refused(
            f"主题“{subject}”还没有明细", "先登记或导入公开明细", field="subject", code="QL-PD-014"
        )
    unfinished = sum(not line["item"] for line in lines)
    if unfinished:
        raise Refused(
            f"主题“{subject}”有 {unfinished} 条明细没写项目",
            "补上后再编公告",
            field="subject",
            code="QL-PD-015",
        )
    waiting = [line for line in lines if line["id"] in book.waiting(DetailLine.table)]
    if waiting:
        raise Refused(
            f"主题“{subject}”有 {len(waiting)} 条明细还有没改好的格子",
            "到公开明细里按 F8 逐个改好，再编公告",
            field="subject",
            code="QL-PD-045",
        )
    return lines


def put_draft(
    book: Book,
    content: Content,
    facts: Mapping[str, Any],
    *,
    row_id: str = "",
    asked: Mapping[str, Any] | None = None,
) -> Changes:
    """Saves a draft with its substance; a new one gets the next number of the year.

    `facts` are stored values of Notice, `asked` what the form of its kind was filled with.
    `result` is the number. Used by subjects above, which hand down a finished `Content`. Refused
    for an existing notice that may not be changed.
    """
    draft = {name: value for name, value in facts.items() if value is not None}
    before = own_notice(book, row_id) if row_id else None
    if before is not None:
        steps.editable(before["state"], before["number"])
    if draft.get("period"):
        draft["period"] = str(Period.parse(draft["period"]))
    item = item_of(book, draft.get("code"), draft.get("period"))
    draft.setdefault("basis", rules.printed_basis(item, book.unit.kind) if item else None)
    draft["content_file"] = book.files.add(notices.kept(content, facts=asked))
    verb = "改公告" if before else "编公告"
    with book.change(f"{verb}：{draft['title'][:30]}") as change:
        if before is None:
            draft |= _newborn(change)
            row_id = change.add(Notice, draft)
            change.result = draft["number"]
        else:
            change.put_row(Notice.table, row_id, draft)
            change.result = before["number"]
        if not draft.get("corrects"):
            _link(change, row_id, draft.get("code"), draft.get("period"))
    return change.changes


def _newborn(change: Change) -> Row:
    book, year = change.book, clock.today().year
    number = change.number(f"notice:{year}")
    return {
        "number": f"{book.unit.name}〔{year}〕{number}号",
        "state": "草稿",
        "prepared_by": book.operator.name,
        "contact": book.setting(CONTACT),
        "contact_phone": book.setting(CONTACT_PHONE),
    }


def _link(change: Change, row_id: str, code: str | None, period: str | None) -> None:
    """The plan's line for this code and period points to the notice; an older link is cut."""
    book = change.book
    own = Where("owner", "=", book.unit.office_id)
    for old in book.rows(Query(PlannedPosting.table, (Where("notice_id", "=", row_id), own))):
        if (old["code"], old["period"]) != (code, period):
            change.put_row(PlannedPosting.table, old["id"], {"notice_id": None})
    if not code or not period or book.find(PlannedPosting, notice_id=row_id):
        return
    where = (own, Where("code", "=", code), Where("period", "=", period))
    waiting = (*where, Where("state", "=", "待公开"), Where("notice_id", "empty"))
    for line in book.rows(
        Query(PlannedPosting.table, waiting, order=(("due_on", False),), limit=1)
    ):
        change.put_row(PlannedPosting.table, line["id"], {"notice_id": row_id})


def compose_line(book: Book, planned_id: str) -> Changes:
    """A draft for one line of the plan, which then points to it. `result` is its number."""
    line = ledger.there(book, PlannedPosting.table, planned_id)
    happened = line["event"] if line["event_on"] else ""
    label = "" if happened else Period.parse(line["period"]).label
    title = f"{label}{line['item']}{f'（{happened}）' if happened else ''}"
    with book.change(f"编公告：{title[:30]}") as change:
        made = compose_general(book, title, line["code"], line["period"])
        row_id = made.ids(Notice.table)[0]
        for other in book.rows(Query(PlannedPosting.table, (Where("notice_id", "=", row_id),))):
            change.put_row(PlannedPosting.table, other["id"], {"notice_id": None})
        change.put_row(PlannedPosting.table, planned_id, {"notice_id": row_id})
        change.result = made.result
    return change.changes


def save_notice(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Changes the wording of a draft; what is reviewed or posted is refused.

    Without `row_id` it composes a general notice. The substance of a finance notice is not
    touched here: it is composed anew from the books. `result` is the number.
    """
    if row_id is None:
        made = {name: draft[name] for name in _WORDING if draft.get(name)}
        return compose_general(book, made.pop("title", ""), **made)
    before = own_notice(book, row_id)
    steps.editable(before["state"], before["number"])
    if other := [name for name in draft if name not in _WORDING and draft[name] != before[name]]:
        label = Notice.fields[other[0]].label
        raise Refused(
            f"〔{label}〕不能直接改", "它由审核、上墙等步骤填写", field=other[0], code="QL-PD-016"
        )
    facts = {name: draft.get(name, before[name]) for name in _WORDING}
    data = book.files.read(before["content_file"])
    content, counted = notices.substance_of(data), Row()
    if before["kind"] == GENERAL and not before["corrects"]:
        content, counted = _general_content(book, facts["subject"], facts["body"] or "")
    kept = {name: before[name] for name in ("corrects", "total_fen", "line_count")}
    # An emptied field is emptied, not left as it was.
    blank = {name: "" for name, value in facts.items() if value in (None, "")}
    asked = notices.facts_of(data)
    given = {**facts, **blank, **kept, **counted}
    return put_draft(book, content, given, row_id=row_id, asked=asked)


def recompose(book: Book, row_id: str) -> Changes:
    """Takes the detail lines again as they are now into a general draft."""
    return save_notice(book, row_id, {})


def drop_notice(book: Book, row_id: str) -> Changes:
    """A draft to the recycle bin; its number is not given again."""
    row = own_notice(book, row_id)
    steps.editable(row["state"], row["number"])
    with book.change(f"删公告：{row['number']}") as change:
        change.drop(Notice.table, row_id)
        _link(change, row_id, None, None)
    return change.changes


def bring_back_notice(book: Book, row_id: str) -> Changes:
    """Out of the recycle bin, and to its place in the plan unless another notice has that now."""
    with book.change("还原公告") as change:
        change.bring_back(Notice.table, row_id)
        row = own_notice(book, row_id)
        if not row["corrects"]:
            _link(change, row_id, row["code"], row["period"])
    return change.changes


def why_notice_stays(row: Row) -> str:
    """Why this notice may not be taken back any more; "" while it is in the office only."""
    if row["state"] in steps.FROZEN:
        return f"{row['number']}已经上过墙，要改只能发更正公告"
    return ""


def why_posting_stays(row: Row) -> str:
    return "这一期已经公开" if row["state"] == "已公开" else ""
