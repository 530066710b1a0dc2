"""A project as the draft of its notice (工程项目): what it cost, who built it, what was paid."""

from qinglian_desktop.core import money
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions.records import Matter
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.modules.projects import reads
from qinglian_desktop.modules.projects.records import ACCEPTANCE, HAND_OVER, STAGES, Project
from qinglian_desktop.store.book import Book

_KIND = "N08"
# The notice's words for how a contractor was chosen.
_BIDDING = {
    "公开招标": "公开招标", "进场交易": "公开招标", "邀请招标": "邀请招标", "比选": "比选",
    "询价": "询价", "自建": "自建", "直接委托": "其他",
}  # fmt: skip


def draft_project_notice(book: Book, row_id: str) -> Changes:
    """The notice of the project as it stands; `result` is its number.

    Refused while the one before is still a draft.
    """
    found = reads.case(book, row_id)
    row = found.row
    old = book.row(Notice.table, row["notice_id"]) if row["notice_id"] else None
    if old is not None and not old["deleted"] and old["state"] in ("草稿", "退回", "待审核"):
        what = f"公告{old['number']}还没贴出"
        raise Refused(what, "到公开公示里接着办", code="QL-SZ-358")
    with book.change(f"编工程公告：{row['name'] or ''}"[:40]) as change:
        made = disclosure.draft(book, _KIND, _facts(book, found))
        change.put_row(Project.table, row_id, {"notice_id": made.ids(Notice.table)[-1]})
        change.result = made.result
    return change.changes


def _facts(book: Book, found: reads.Case) -> Row:
    row = found.row
    matter = book.row(Matter.table, row["matter_id"]) if row["matter_id"] else None
    accepted = STAGES.index(row["stage"]) >= STAGES.index(ACCEPTANCE) and row["accepted_on"]
    told = {
        "project": row["name"],
        "place": row["place"],
        "content": row["content"],
        "case_no": matter["number"] if matter else None,
        "budget": row["budget_fen"],
        "money_source": row["money_source"],
        "bidding": _BIDDING.get(row["selection"] or ""),
        "bidders": f"{row['bidders']} 家" if row["bidders"] else None,
        "winner": row["contractor"],
        "price": row["contract_fen"],
        "changes": _changed(found),
        "acceptance": _accepted(found) if accepted else None,
        "settlement": row["settled_fen"] if row["stage"] in (HAND_OVER, STAGES[-1]) else None,
        "payments": [
            {"day": one["day"], "stage": one["summary"], "amount": paid.amount_fen}
            for one, paid in zip(found.payments, found.facts.payments, strict=True)
        ],
    }
    return {name: value for name, value in told.items() if value not in (None, "", [])}


def _changed(found: reads.Case) -> str:
    if not found.changes:
        return ""
    total = found.facts.changed_fen
    word = "增加" if total >= 0 else "减少"
    return f"变更 {len(found.changes)} 次，合计{word} {money.show(abs(total))} 元"


def _accepted(found: reads.Case) -> str:
    day = found.facts.day("accepted_on")
    assert day is not None
    who = "、".join(found.facts.acceptors)
    ended = found.row["acceptance"] or "合格"
    return f"{paper_day(day)}，{who + '验收，' if who else ''}{ended}"
