"""协商: its record on paper, its outcome on the board, on to a matter where a meeting decides."""

from collections.abc import Callable
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions import papers, reads
from qinglian_desktop.modules.decisions.actions.filing import late_on
from qinglian_desktop.modules.decisions.actions.opening import open_matter
from qinglian_desktop.modules.decisions.actions.papering import draw_all
from qinglian_desktop.modules.decisions.actions.preparing import unit_name
from qinglian_desktop.modules.decisions.beside import Consultation
from qinglian_desktop.modules.decisions.papers import Consulted
from qinglian_desktop.modules.decisions.records import (
    CLASS_CHOICES,
    Matter,
)
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

PAPER, PUBLISHED = "协商记录", "G14"  # the row of the catalogue
_OTHER = CLASS_CHOICES[-1]
_FROM_RESIDENTS = "党员群众提出"


def consulted(book: Book, row_id: str) -> Consulted:
    """The consultation as its paper wants it; refused when it is gone or has no day yet."""
    row = _there(book, row_id)
    matter = book.row(Matter.table, row["matter_id"]) if row["matter_id"] else None
    held = reads.known_day(row, "held_on")
    if held is None:
        raise Refused("协商日期还没填", "填好再打印", field="held_on", code="QL-DW-099")
    return Consulted(
        unit_name(book), row["topic"] or "", row["form"] or "", held, row["source"] or "",
        row["place"] or "", row["chair"] or "", row["participants"] or "", row["points"] or "",
        row["outcome"] or "", row["assignee"] or "", reads.known_day(row, "due_on"),
        row["done"] or "", f"{matter['number']} {matter['title']}" if matter else "", late_on(row),
    )  # fmt: skip


def _there(book: Book, row_id: str) -> Row:
    row = ledger.there(book, Consultation.table, row_id)
    if row["deleted"]:
        raise Refused("这条协商记录在回收站里", "先找回再用", code="QL-DW-100")
    return row


def _living(book: Book, table: str, row_id: str | None) -> Row | None:
    """The row this one leads to, unless it was thrown away."""
    row = book.row(table, row_id) if row_id else None
    return row if row is not None and not row["deleted"] else None


def print_consultation(book: Book, row_id: str, tick: Callable[[int, int, str], Any]) -> Changes:
    """`result` is a tuple of one `Sheets`."""
    return Changes(
        "", result=draw_all([(PAPER, papers.consultation(consulted(book, row_id)))], tick)
    )


def publish_consultation(book: Book, row_id: str) -> Changes:
    """What was agreed and how it is carried out, as a draft notice; `result` is its number.

    Refused while nothing was agreed, or when a notice was drafted already.
    """
    row = _there(book, row_id)
    notice = _living(book, Notice.table, row["notice_id"])
    if notice is not None:
        raise Refused(f"公告{notice['number']}已经编了", "到公开公示里接着办", code="QL-DW-101")
    if not (row["outcome"] or "").strip():
        raise Refused("还没写协商结果", "写好再编公告", field="outcome", code="QL-DW-102")
    with book.change(f"编协商公告：{row['topic'][:30]}") as change:
        made = disclosure.save_notice(
            book, None,
            {"title": f"关于“{row['topic']}”协商结果的公开", "body": _body(row),
             "code": PUBLISHED, "mode": "公开"},
        )  # fmt: skip
        change.put_row(Consultation.table, row_id, {"notice_id": made.ids(Notice.table)[-1]})
        change.result = made.result
    return change.changes


def _body(row: Row) -> str:
    held = reads.known_day(row, "held_on") or clock.today()
    said = [
        f"{paper_day(held)}，就“{row['topic']}”召开{row['form']}。",
        f"协商结果：{row['outcome']}",
    ]
    due = reads.known_day(row, "due_on")
    if row["assignee"] or due:
        until = f"{paper_day(due)}前" if due else ""
        said.append(f"落实：{until}由{row['assignee'] or '本单位'}办理。")
    if row["done"]:
        said.append(f"落实情况：{row['done']}")
    return "\n".join(said)


def raise_consultation(book: Book, row_id: str) -> Changes:
    """What needs a meeting goes to 动议: a matter is opened; `result` is its id.

    The class is 其他 until the clerk says which; refused when it was raised already.
    """
    row = _there(book, row_id)
    matter = _living(book, Matter.table, row["matter_id"])
    if matter is not None:
        raise Refused(f"已经立为{matter['number']}", "到事项台账里接着办", code="QL-DW-103")
    content = "\n".join(filter(None, (row["outcome"], row["points"])))
    with book.change(f"协商转事项：{row['topic'][:30]}") as change:
        made = open_matter(
            book, {"title": row["topic"], "content": content or None, "origin": _FROM_RESIDENTS,
                   "matter_class": _OTHER, "body": "代表会议"},
        )  # fmt: skip
        change.put_row(Consultation.table, row_id, {"matter_id": made.result})
        change.result = made.result
    return change.changes
