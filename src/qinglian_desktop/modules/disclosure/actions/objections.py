"""How is an objection taken up, answered step by step, corrected and closed?"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure import objecting, steps, wall_reads
from qinglian_desktop.modules.disclosure import wall_records as wall
from qinglian_desktop.modules.disclosure.actions import posting
from qinglian_desktop.modules.disclosure.objecting import Outcome, Stage
from qinglian_desktop.modules.disclosure.reads import own_notice, row_day
from qinglian_desktop.modules.disclosure.wall_records import Objection, ObjectionStep
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

WITHDRAWN = "withdrawn"  # an outcome of every step: who objected takes it back
# What is put down when it is raised and may be put right later; the rest its steps write.
_TOLD = ("raised_on", "way", "raised_by", "phone", "content", "files")
_FIRST = (*_TOLD, "kind", "notice_id")


class Standing(NamedTuple):
    """On which step an objection is: what is open, and how it may end."""

    stage: Stage
    waiting: tuple[Row, ...]  # one for each who must answer
    done: tuple[Row, ...]


# -- taken up --------------------------------------------------------------------------------


def raise_objection(book: Book, draft: Mapping[str, Any]) -> Changes:
    """Puts an objection on its road; the clock of the first step runs from the day it came in.

    `result` is its id. Refused without what it says, for a day to come, and after the end of
    the days in which it could be raised.
    """
    given = {name: draft[name] for name in _FIRST if draft.get(name) not in (None, "")}
    kind = given.get("kind") or wall.OBJECTION_KINDS[0]
    _complete(book, given)
    day = date.fromisoformat(given["raised_on"])
    notice = own_notice(book, given["notice_id"]) if given.get("notice_id") else None
    stage = objecting.road(book.pack(wall_reads.OBJECTIONS, day), kind)[0]
    limits = book.pack(wall_reads.LIMITS, day)
    posted = row_day(notice) if notice is not None else None
    if late := objecting.in_time(stage, day, posted, limits):
        raise Refused(
            f"提出的时间过了：{late}", "可以改登记为对“公开内容”的异议", field="raised_on",
            code="QL-PD-080",
        )  # fmt: skip
    with book.change("登记异议", event_on=day) as change:
        number = f"异议〔{day.year}〕{change.number(f'objection:{day.year}')}号"
        row_id = change.add(Objection, {**given, "kind": kind, "number": number})
        _begin(change, book.row(Objection.table, row_id) or {}, stage, day)
        change.result = row_id
    return change.changes


def _complete(book: Book, given: Row) -> None:
    if not (given.get("content") or "").strip():
        raise Refused("没有写说了什么", "照原话记下来", field="content", code="QL-PD-081")
    given.setdefault("raised_on", clock.today().isoformat())
    if date.fromisoformat(given["raised_on"]) > clock.today():
        raise Refused("提出日期在今天之后", "请核对日期", field="raised_on", code="QL-PD-082")


def save_objection(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """A new one is taken up; of an old one only what was told is put right.

    While nothing was answered another day moves the last day of the answer.
    """
    if row_id is None:
        return raise_objection(book, draft)
    before = ledger.there(book, Objection.table, row_id)
    changed = {name: value for name, value in draft.items() if value != before[name]}
    for name in changed:
        if name not in _TOLD:
            label = Objection.fields[name].label
            raise Refused(
                f"〔{label}〕不能直接改", "打开这条异议，按“下一步”办理", field=name,
                code="QL-PD-083",
            )  # fmt: skip
    if "raised_on" in changed and not changed["raised_on"]:
        raise Refused("提出日期不能空着", "写上提出异议的那天", field="raised_on", code="QL-PD-217")
    _complete(book, {**before, **draft})
    done = [row for row in steps_of(book, row_id) if row["done_on"]]
    if "raised_on" in changed and done:
        raise Refused("已经答复过，提出日期不能再改", "请把情况写在说了什么里",
                      field="raised_on", code="QL-PD-084")  # fmt: skip
    with book.change(f"改异议：{before['number']}") as change:
        change.put_row(Objection.table, row_id, draft)
        if "raised_on" in changed and wall_reads.is_open(before):
            for row in steps_of(book, row_id):
                change.drop(ObjectionStep.table, row["id"])
            day = date.fromisoformat(changed["raised_on"])
            stage = stage_now(book, before)
            _begin(change, {**before, **draft}, stage, day)
        change.result = row_id
    return change.changes


# -- step by step ----------------------------------------------------------------------------


def steps_of(book: Book, objection_id: str) -> list[Row]:
    """What was and is to be done about an objection, in order."""
    return wall_reads.own(
        book, ObjectionStep.table, Where("objection_id", "=", objection_id), order="seq"
    )


def road_ahead(book: Book, kind: str) -> list[str]:
    """The steps of a kind in words, each with who acts and in how many days."""
    day = clock.today()
    limits = book.pack(wall_reads.LIMITS, day)
    told = []
    for stage in objecting.road(book.pack(wall_reads.OBJECTIONS, day), kind):
        days = ""
        if stage.rule:
            days = f"，{objecting.rule_of(limits, stage.rule)[stage.field]} 天内"
        told.append(f"{stage.name}（{'、'.join(stage.who)}{days}）")
    return told


def stage_now(book: Book, row: Mapping[str, Any]) -> Stage:
    """The step it stands on, by the rules of the day it was raised."""
    day = date.fromisoformat(row["raised_on"])
    return objecting.stage_of(book.pack(wall_reads.OBJECTIONS, day), row["kind"], row["stage"])


def standing(book: Book, objection_id: str) -> Standing | None:
    """The open step with who must still act; None when it is closed."""
    row = _objection(book, objection_id)
    if not wall_reads.is_open(row):
        return None
    stage, found = stage_now(book, row), steps_of(book, objection_id)
    waiting = tuple(one for one in found if not one["done_on"])
    return Standing(stage, waiting, tuple(one for one in found if one["done_on"]))


def settle(
    book: Book,
    objection_id: str,
    outcome_id: str,
    text: str = "",
    *,
    on: date | None = None,
    by: str = "",
    who: str = "",
    notice_id: str = "",
    signers: int = 0,
    base: int = 0,
    files: Iterable[Path | str] = (),
) -> Changes:
    """The open step ends like this and the next one begins, or the objection is closed.

    `who` names which of two answered; `notice_id` the correction or new posting; `signers` of
    `base` asked for it together. `result` is the new state.
    """
    row, day = _objection(book, objection_id), on or clock.today()
    now = standing(book, objection_id)
    if now is None:
        raise Refused(f"{row['number']}已经办结", "又有新的意见，请另外登记一条", code="QL-PD-085")
    _right_day(now, day)
    stage = now.stage
    if outcome_id == WITHDRAWN:
        outcome = Outcome(WITHDRAWN, "本人撤回", objecting.END, "本人撤回")
    else:
        outcome = stage.outcome(outcome_id)
        _ready(book, row, stage, outcome, day, notice_id, signers, base)
    if not text.strip() and outcome.id != WITHDRAWN and stage.state in (wall.WAITS, wall.ABOVE):
        raise Refused("没有写怎么答复的", "写一两句答复内容或处理情况", field="text",
                      code="QL-PD-086")  # fmt: skip
    answering = _who(now, who) if outcome_id != WITHDRAWN else now.waiting
    added = ledger.stored(book, files)
    with book.change(f"办异议：{row['number']}，{outcome.label}", event_on=day) as change:
        said = {
            "done_on": day.isoformat(),
            "done_by": by.strip() or book.operator.name,
            "outcome": outcome.label,
            "text": _text(text, signers, base, outcome),
        }
        for one in answering:
            change.put_row(ObjectionStep.table, one["id"], said)
        if added:
            ledger.add_papers(change, Objection.table, row, "files", added)
        if len(answering) == len(now.waiting):
            _go_on(change, row, stage, outcome, day, notice_id)
        change.result = (book.row(Objection.table, objection_id) or {})["state"]
    return change.changes


def _text(text: str, signers: int, base: int, outcome: Outcome) -> str | None:
    if outcome.needs == objecting.A_SHARE:
        return f"{base} 人中 {signers} 人联名。{text.strip()}"
    return text.strip() or None


def _objection(book: Book, objection_id: str) -> Row:
    row = ledger.there(book, Objection.table, objection_id)
    if row["deleted"]:
        raise Refused(f"{row['number']}已在回收站", "先找回再办", code="QL-PD-087")
    return row


def _right_day(now: Standing, day: date) -> None:
    began = max((date.fromisoformat(one["from_on"]) for one in now.waiting), default=day)
    if not began <= day <= clock.today():
        raise Refused(
            "办理日期不对", f"应在{paper_day(began)}到今天之间", field="on", code="QL-PD-088"
        )


def _who(now: Standing, who: str) -> tuple[Row, ...]:
    if len(now.waiting) == 1:
        return now.waiting
    names = "、".join(str(one["who"]) for one in now.waiting)
    found = tuple(one for one in now.waiting if one["who"] == who)
    if not found:
        raise Refused(f"要{names}都答复", "选一选这次是谁答复的", field="who", code="QL-PD-089")
    return found


def _ready(
    book: Book, row: Row, stage: Stage, outcome: Outcome, day: date, notice_id: str,
    signers: int, base: int,
) -> None:  # fmt: skip
    """Refused while what this outcome needs is not there."""
    if outcome.needs == objecting.A_SHARE and not objecting.enough(signers, base, outcome.share):
        least = objecting.least(base, outcome.share)
        what = f"联名 {signers} 人，总数 {base} 人，至少要 {least} 人" if base else "没有填联名人数"
        raise Refused(what, "请核对联名人数和总人数", field="signers", code="QL-PD-090")
    if outcome.needs != objecting.A_NOTICE:
        return
    posted = own_notice(book, notice_id) if notice_id else None
    if posted is None or posted["state"] not in steps.FROZEN or notice_id == row["notice_id"]:
        raise Refused(
            "还没有贴出更正或重新公示的公告", "先编好公告、审核、上墙，再选上它",
            field="notice_id", code="QL-PD-091",
        )  # fmt: skip
    hung = row_day(posted) or day
    began = date.fromisoformat(row["raised_on"])
    if hung < began:
        raise Refused(
            f"{posted['number']}是提出异议以前贴的", "请选提出异议以后贴出的公告",
            field="notice_id", code="QL-PD-092",
        )  # fmt: skip
    limits = book.pack(wall_reads.LIMITS, began)
    if short := objecting.posted_long_enough(stage, hung, day, limits):
        raise Refused(short, "期满那天再办", field="on", code="QL-PD-093")


def _go_on(
    change: Change, row: Row, stage: Stage, outcome: Outcome, day: date, notice_id: str
) -> None:
    if notice_id:
        change.put_row(Objection.table, row["id"], {"correction_id": notice_id})
    if outcome.ends != objecting.END:
        pack = change.book.pack(wall_reads.OBJECTIONS, date.fromisoformat(row["raised_on"]))
        _begin(change, row, objecting.stage_of(pack, stage.kind, outcome.ends), day)
        return
    back = outcome.id == WITHDRAWN
    closed: Row = {"due_on": None, "due_reason": None, "stage": None}
    closed |= {"state": wall.WITHDRAWN if back else wall.CLOSED, "result": outcome.result}
    change.put_row(Objection.table, row["id"], {**closed, "closed_on": day.isoformat()})


def _begin(change: Change, row: Mapping[str, Any], stage: Stage, day: date) -> None:
    """The step opens, with one line for each who must act."""
    book = change.book
    ends = objecting.limit(
        stage, day, book.pack(wall_reads.LIMITS, day), book.calendar(), book.unit.kind
    )
    last, why = (ends.day.isoformat(), ends.stored()) if ends else (None, None)
    seq = max((one["seq"] for one in steps_of(book, row["id"])), default=0)
    for place, who in enumerate(stage.who, seq + 1):
        facts: Row = {"objection_no": row["number"], "objection_id": row["id"], "seq": place}
        facts |= {"stage": stage.name, "who": who, "rule": stage.rule or None, "why": why}
        change.add(ObjectionStep, {**facts, "from_on": day.isoformat(), "due_on": last})
    now: Row = {"stage": stage.id, "state": stage.state, "due_on": last, "due_reason": why}
    change.put_row(Objection.table, row["id"], now)


def drop_objection(book: Book, row_id: str) -> Changes:
    """A slip may go to the recycle bin; what was worked on stays and is taken back in words."""
    row = _objection(book, row_id)
    if any(one["done_on"] for one in steps_of(book, row_id)):
        raise Refused(
            f"{row['number']}已经答复过，不能删", "本人不提了的，按“本人撤回”办结",
            code="QL-PD-094",
        )  # fmt: skip
    return ledger.drop_row(book, Objection.table, row_id)


# -- corrections -----------------------------------------------------------------------------


def write_correction(book: Book, objection_id: str, body: str) -> Changes:
    """The draft of a 更正公告 for the notice that was objected to. `result` is its number."""
    row = _objection(book, objection_id)
    if not row["notice_id"]:
        raise Refused("这条异议没有选哪份公告", "到公告里直接写更正", field="notice_id",
                      code="QL-PD-095")  # fmt: skip
    with book.change(f"写更正公告：{row['number']}") as change:
        made = posting.correct(book, row["notice_id"], body)
        change.put_row(Objection.table, objection_id, {"correction_id": made.ids("notice")[0]})
        change.result = made.result
    return change.changes


def save_step(_book: Book, _row_id: str | None, _draft: Mapping[str, Any]) -> Changes:
    """Steps are written by what is done, never by hand."""
    raise Refused("办理经过不能直接改", "打开这条异议，按“下一步”办理", code="QL-PD-121")


def drop_step(_book: Book, _row_id: str) -> Changes:
    """As little as they are written by hand are they taken away."""
    raise Refused("办理经过不能删", "刚办错的按 Ctrl+Z 撤销", code="QL-PD-122")
