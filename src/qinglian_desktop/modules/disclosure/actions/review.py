"""Who looks at a notice before it is posted? Sent, approved, sent back."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure import notices, rules, steps
from qinglian_desktop.modules.disclosure.actions import drafting
from qinglian_desktop.modules.disclosure.actions.eligible import (
    SUPERVISORS,
    bare,
    refuse_barred,
    refuse_outsider,
)
from qinglian_desktop.modules.disclosure.actions.framing import (
    papers,
    refuse_private,
    refuse_unprintable,
)
from qinglian_desktop.modules.disclosure.reads import (
    item_of,
    kind_row,
    own_notice,
    reviewer_of,
    row_day,
)
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.modules.registry import actions as registry
from qinglian_desktop.store import signers
from qinglian_desktop.store.book import Book

if TYPE_CHECKING:
    from qinglian_desktop.paper.fonts import Fonts


def send_to_review(book: Book, row_id: str) -> Changes:
    """Hands a draft to its reviewer.

    Refused when it says nothing, shows private data or holds a character that cannot be printed.
    """
    row = own_notice(book, row_id)
    steps.allow(row["state"], "待审")
    ready(book, row)
    with book.change(f"送审核：{row['number']}") as change:
        cleared = {"reviewer": None, "reviewed_on": None, "opinion": None}
        change.put_row(Notice.table, row_id, {"state": "待审", **cleared})
    return change.changes


def ready(book: Book, row: Row, fonts: "Fonts | None" = None) -> None:
    """Refused while a notice says nothing, holds private data, or cannot be printed whole."""
    from qinglian_desktop.paper.fonts import Fonts

    content = notices.substance_of(book.files.read(row["content_file"]))
    if not (row["body"] or "").strip() and not content.board:
        raise Refused(
            f"{row['number']}还没有正文，也没有明细",
            "写一段正文，或选一个明细主题",
            field="body",
            code="QL-PD-019",
        )
    drafting.refuse_unready(book, row)
    refuse_private(book, row["id"])
    fonts = fonts or Fonts()
    for paper in papers(book, row, row_day(row) or clock.today()).values():
        refuse_unprintable(paper, fonts)


def by_pin(book: Book) -> bool:
    """Is there somebody who shows a PIN to agree?"""
    return any(signers.has_pin(book, one) for one in signers.listed(book))


def approve(
    book: Book,
    row_id: str,
    reviewer: str,
    opinion: str = "同意公开",
    pin: str = "",
    *,
    reviewed_on: date | None = None,
) -> Changes:
    """The reviewer agrees (同意公开). Refused when reviewer and preparer are one person.

    Where the office keeps a roster of the reviewing body, only its members may review and the
    preparer may not be one of them. A reviewer who checks by a PIN of their own (复核人) shows it.
    """
    row, day = own_notice(book, row_id), reviewed_on or clock.today()
    steps.allow(row["state"], "审核同意")
    if day > clock.today():
        raise Refused("审核日期在今天之后", "请填审核那天", field="reviewed_on", code="QL-PD-020")
    name = _reviewer(book, row, reviewer, day)
    ready(book, row)
    if signer := signers.meant(book, name):
        signers.confirm(book, signer, pin, other_than=row["prepared_by"] or "")
    with book.change(f"审核同意：{row['number']}", event_on=day) as change:
        given = {"reviewer": name, "opinion": opinion.strip() or "同意公开"}
        change.put_row(
            Notice.table,
            row_id,
            {"state": "审核同意", "reviewed_on": day.isoformat(), **given},
        )
    return change.changes


def send_back(book: Book, row_id: str, reviewer: str, opinion: str) -> Changes:
    """The reviewer wants it changed; the opinion says what."""
    row = own_notice(book, row_id)
    steps.allow(row["state"], "退回")
    if not opinion.strip():
        raise Refused("退回要写意见", "说明哪里要改", field="opinion", code="QL-PD-021")
    name = _reviewer(book, row, reviewer, clock.today())
    with book.change(f"退回修改：{row['number']}", reason=opinion) as change:
        given: Row = {"reviewer": name, "opinion": opinion.strip(), "reviewed_on": None}
        planned: Row = {"posted_on": None, "until_on": None, "min_days": None}
        change.put_row(Notice.table, row_id, {"state": "退回", **given, **planned})
    return change.changes


def _reviewer(book: Book, row: Mapping[str, Any], reviewer: str, day: date) -> str:
    """The reviewer's name, when this person may review this notice on that day."""
    name, preparer = bare(reviewer), bare(row["prepared_by"])
    if not name:
        raise Refused("没有写审核人", "请填审核人的姓名", field="reviewer", code="QL-PD-022")
    if name == preparer:
        raise Refused(
            f"{name}是填表人，不能自己审核", "请换一个人审核", field="reviewer", code="QL-PD-023"
        )
    item = item_of(book, row["code"], row["period"])
    asked = reviewer_of(kind_row(book, row["kind"], day), item)
    kind = rules.BODY_OF.get(asked)
    names = {bare(post.person_name) for post in registry.members(book, kind, day)} if kind else ()
    refuse_outsider(names, name, preparer, asked, day)
    if kind == SUPERVISORS:
        refuse_barred(book, name, day)
    return name
