"""回音壁: numbered questions to a notice, and how they and their answers print on the next one."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from qinglian_desktop.core import clock, numerals
from qinglian_desktop.core.document import Block, Heading, Paragraph
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure import objecting, steps, wall_reads
from qinglian_desktop.modules.disclosure import wall_records as wall
from qinglian_desktop.modules.disclosure.notices import Content
from qinglian_desktop.modules.disclosure.reads import own_notice
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.modules.disclosure.speech import sentences
from qinglian_desktop.modules.disclosure.wall_records import Question
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

HEAD, IN_WORK = "上期回音", "办理中"
_KEPT = ("notice_no", "seq", "due_on", "due_reason", "printed_on")  # written by the program


def save_question(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """A question to a posted notice, and its answer once there is one; who asked may stay blank.

    `result` is its id. Refused for a notice that is not posted yet, and for changing what was
    printed already.
    """
    before = ledger.there(book, Question.table, row_id) if row_id else {}
    new = {**before, **draft}
    changed = [name for name in draft if name in _KEPT and draft[name] != before.get(name)]
    if changed:
        label = Question.fields[changed[0]].label
        raise Refused(f"〔{label}〕由程序填写", "改问题、答复就行", field=changed[0],
                      code="QL-PD-102")  # fmt: skip
    _may_stand(book, before, new)
    facts = {**draft, "state": wall.ANSWERED if _said(new, "answer") else wall.ASKED}
    if _said(new, "answer"):
        facts.setdefault("answered_on", new.get("answered_on") or clock.today().isoformat())
        facts.setdefault("answered_by", new.get("answered_by") or book.operator.name)
    else:
        facts |= {"answered_on": None, "answered_by": None}
    verb = "改提问" if row_id else "登记提问"
    day = date.fromisoformat(new.get("asked_on") or clock.today().isoformat())
    with book.change(verb, event_on=day) as change:
        facts |= _by_when(book, day) if before.get("asked_on") != day.isoformat() else {}
        if row_id is None:
            facts |= _numbered(change, new["notice_id"]) | {"asked_on": day.isoformat()}
            change.result = change.add(Question, facts)
        else:
            change.result = change.put_row(Question.table, row_id, facts)
    return change.changes


def _said(row: Mapping[str, Any], name: str) -> bool:
    return bool((row.get(name) or "").strip())


def _may_stand(book: Book, before: Row, new: Row) -> None:
    if not new.get("notice_id"):
        raise Refused("没有选问的是哪份公告", "选一份贴出去的公告", field="notice_id",
                      code="QL-PD-103")  # fmt: skip
    if before and new["notice_id"] != before["notice_id"]:
        raise Refused("编了号的提问不能换公告", "删掉这条，在那份公告下重新登记", field="notice_id",
                      code="QL-PD-104")  # fmt: skip
    notice = own_notice(book, new["notice_id"])
    if notice["state"] not in steps.FROZEN:
        raise Refused(f"{notice['number']}还没上墙", "贴出去以后再登记提问", field="notice_id",
                      code="QL-PD-105")  # fmt: skip
    if not _said(new, "question"):
        raise Refused("没有写问的什么", "照原话记下来", field="question", code="QL-PD-106")
    if before.get("printed_on") and any(
        new.get(name) != before.get(name) for name in ("question", "answer")
    ):
        raise Refused("这条答复已经印在公告上贴出去了", "要改的发更正公告，或另登记一问",
                      field="answer", code="QL-PD-107")  # fmt: skip
    if new.get("wanted_on") and new["wanted_on"] != before.get("wanted_on"):
        _may_carry(new, own_notice(book, new["wanted_on"]))
    for name in ("asked_on", "answered_on"):
        day = new.get(name)
        if day and date.fromisoformat(day) > clock.today():
            label = Question.fields[name].label
            raise Refused(f"〔{label}〕在今天之后", "请核对日期", field=name, code="QL-PD-108")


def _by_when(book: Book, day: date) -> Row:
    pack, limits = book.pack(wall_reads.OBJECTIONS, day), book.pack(wall_reads.LIMITS, day)
    rule_id = pack.value("questions.rule")
    rule = objecting.rule_of(limits, rule_id)
    ends = objecting.counted(
        day, int(rule["days"]), rule, book.calendar(), book.unit.kind, f"{limits.id} {rule_id}.days"
    )
    return {"due_on": ends.day.isoformat(), "due_reason": ends.stored()}


def _numbered(change: Change, notice_id: str) -> Row:
    """The next number under this notice; a number once given is not given again."""
    notice = own_notice(change.book, notice_id)
    seq = change.number(f"question:{notice_id}")
    return {"notice_no": notice["number"], "seq": seq}


def drop_question(book: Book, row_id: str) -> Changes:
    """Refused once it stands on a notice that hangs."""
    row = ledger.there(book, Question.table, row_id)
    if row["printed_on"]:
        raise Refused("这条已经印在公告上贴出去了", "不能删，留着备查", code="QL-PD-109")
    return ledger.drop_row(book, Question.table, row_id)


# -- on the next notice ----------------------------------------------------------------------


def carried(book: Book, notice: Mapping[str, Any]) -> list[Row]:
    """Questions that print on this notice: those to earlier notices of the same item whose
    answer has not been printed yet, and those the clerk put here.
    """
    if notice["state"] in steps.FROZEN:
        return []  # it prints what it was posted with
    found = wall_reads.own(book, Question.table, Where("printed_on", "empty"), order="asked_on")
    earlier = _earlier(book, notice)
    return [
        row
        for row in found
        if row["wanted_on"] == notice["id"]
        or (not row["wanted_on"] and row["notice_id"] in earlier)
    ]


def _earlier(book: Book, notice: Mapping[str, Any]) -> set[str]:
    """The notices before this one of the same item of the catalogue."""
    if not notice["code"] or notice["corrects"]:
        return set()
    same = (
        Where("owner", "=", book.unit.office_id),
        Where("code", "=", notice["code"]),
        Where("state", "in", steps.FROZEN),
        Where("id", "!=", notice["id"]),
    )
    return {
        row["id"]
        for row in book.rows(Query(Notice.table, same))
        if row["book"] == notice["book"]
        and (row["period"] or "") <= (notice["period"] or row["period"] or "")
    }


def with_echo(book: Book, notice: Mapping[str, Any], content: Content) -> Content:
    """The substance of a notice with the answers to what was asked about the last one."""
    found = carried(book, notice)
    if not found:
        return content
    said = [_told(number, row) for number, row in enumerate(found, 1)]
    blocks: tuple[Block, ...] = (Heading(HEAD), *(Paragraph(line, indent=False) for line in said))
    answered = sum(row["state"] == wall.ANSWERED for row in found)
    # Without a substance of its own the big-print paper shows the wording.
    plain = content.plain or tuple(
        Paragraph(part) for part in str(notice["body"] or "").split("\n") if part.strip()
    )
    return replace(
        content,
        board=(*content.board, *blocks),
        plain=(*plain, Paragraph(_counted(len(found), answered, str))),
        spoken=(*content.spoken, *sentences(_counted(len(found), answered, _said_number))),
    )


def _counted(asked: int, answered: int, number: Callable[[int], str]) -> str:
    left = f"，{number(asked - answered)}个办理中" if asked > answered else ""
    return f"上期收到{number(asked)}个问题，答复了{number(answered)}个{left}。"


def _said_number(number: int) -> str:
    return numerals.said(number) if number else "零"


def _told(number: int, row: Mapping[str, Any]) -> str:
    asked = _one_line(row["question"]).rstrip("。？?")
    answer = _one_line(row["answer"]) if row["state"] == wall.ANSWERED else IN_WORK
    return f"{number}. 问：{asked}？答：{answer.rstrip('。')}。"


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def printed(change: Change, notice: Mapping[str, Any]) -> None:
    """The notice hangs: its answers are printed and are not carried on; open ones are."""
    for row in carried(change.book, notice):
        if row["state"] == wall.ANSWERED:
            change.put_row(Question.table, row["id"], {"printed_on": notice["id"]})
        elif row["wanted_on"]:
            change.put_row(Question.table, row["id"], {"wanted_on": None})


def carry_to(book: Book, row_id: str, notice_id: str) -> Changes:
    """带到下一期: this question prints on that draft."""
    row, notice = ledger.there(book, Question.table, row_id), own_notice(book, notice_id)
    _may_carry(row, notice)
    with book.change(f"带到下一期：{row['notice_no']}第 {row['seq']} 问") as change:
        change.put_row(Question.table, row_id, {"wanted_on": notice_id})
        change.result = notice["number"]
    return change.changes


def _may_carry(row: Mapping[str, Any], notice: Row) -> None:
    if notice["state"] not in steps.EDITABLE:
        raise Refused(
            f"{notice['number']}是“{notice['state']}”，不能再加内容", "选一份还在写的公告",
            field="wanted_on", code="QL-PD-110",
        )  # fmt: skip
    if row.get("printed_on"):
        raise Refused("这条的答复已经印过了", "不用再带", field="wanted_on", code="QL-PD-111")
