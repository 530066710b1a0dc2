"""The joint meeting of the street: agenda from what is open, minutes, and what they set going."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import Document
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.directives import actions as directing
from qinglian_desktop.modules.directives import records as directives
from qinglian_desktop.modules.inspection import papers, reads
from qinglian_desktop.modules.inspection.actions import wording
from qinglian_desktop.modules.inspection.records import MeetingTask, StreetMeeting, StreetTopic
from qinglian_desktop.modules.tasks import actions as tasks
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

# What the addressee has in hands once it was sent.
_TOLD = ("what", "unit_id", "office", "evidence", "due_on")


def collect_agenda(book: Book, row_id: str) -> Changes:
    """生成议程: what is open at the units now and is not on the agenda yet; `result` is how many.

    What was struck off the agenda by hand does not come back.
    """
    meeting = reads.there(book, StreetMeeting, row_id)
    day = date.fromisoformat(meeting["held_on"]) if meeting["held_on"] else clock.today()
    of_this = Query(StreetTopic.table, (Where("meeting_id", "=", row_id),), deleted=True)
    listed = book.rows(of_this)
    known = {(row["source_table"], row["source_id"]) for row in listed}
    found = [
        one for one in reads.open_matters(book, day) if (one.table, one.row_id) not in known
    ]  # fmt: skip
    if not found:
        raise Refused("没有新的待协调的问题", "要议的事可以在“议题”里手工新增", code="QL-ST-077")
    last = max((row["seq"] or 0 for row in listed if not row["deleted"]), default=0)
    with book.change(f"生成议程：{len(found)} 项") as change:
        for place, one in enumerate(found, last + 1):
            draft = {
                "meeting_id": row_id, "seq": place, "kind": one.kind,
                "unit_id": one.unit["id"], "unit_name": one.unit["name"], "title": one.title,
                "state_words": one.state_words, "source_table": one.table,
                "source_id": one.row_id,
            }  # fmt: skip
            change.add(StreetTopic, draft)
        change.result = len(found)
    return change.changes


def save_topic(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    before = ledger.there(book, StreetTopic.table, row_id) if row_id else {}
    made = {**dict.fromkeys(StreetTopic.fields), **before, **draft}
    filled = {**draft, "unit_name": _name_of(book, made["unit_id"])}
    if not made["meeting_id"]:
        made["meeting_id"] = filled["meeting_id"] = _last_meeting(book)
    if row_id is None and made["seq"] is None:
        others = [row["seq"] or 0 for row in reads.topics(book, made["meeting_id"])]
        filled["seq"] = 1 + max(others, default=0)
    return ledger.save_row(book, StreetTopic.table, row_id, filled)


def _last_meeting(book: Book) -> str:
    """The meeting a new row belongs to where nobody says which."""
    rows = book.rows(Query(StreetMeeting.table, order=(("held_on", True),), limit=1))
    if not rows:
        raise Refused(
            "还没有登记会议", "先在“会议”里新增一次", field="meeting_id", code="QL-ST-134"
        )
    return str(rows[0]["id"])


def _name_of(book: Book, unit_id: str | None) -> str | None:
    one = reads.unit(book, unit_id)
    return str(one["name"]) if one else None


# -- what the meeting sets going --------------------------------------------------------------


def task_from_topic(book: Book, row_id: str) -> Changes:
    """派任务: what was decided, for the unit it is about; `result` is the id of the task."""
    row = reads.there(book, StreetTopic, row_id)
    if not (row["decision"] or "").strip():
        raise Refused(
            "还没写议定的事", "先在“议定的事”里写一句，再派任务", field="decision",
            code="QL-ST-135",
        )  # fmt: skip
    same = (Where("topic_id", "=", row_id), Where("what", "=", row["decision"]))
    if book.count(Query(MeetingTask.table, same)):
        raise Refused(
            "议定的这件事已经派过任务", "在“会议任务”里看；另有一件事，先改“议定的事”再派",
            code="QL-ST-105",
        )  # fmt: skip
    draft = {
        "meeting_id": row["meeting_id"], "topic_id": row_id, "what": row["decision"],
        "unit_id": row["unit_id"],
    }  # fmt: skip
    return save_task(book, None, draft)


def save_task(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Refused: two addressees, and other words for what has already been sent."""
    before = reads.there(book, MeetingTask, row_id) if row_id else {}
    made = {**dict.fromkeys(MeetingTask.fields), **before, **draft}
    if made["unit_id"] and made["office"]:
        raise Refused("单位和科室只能派给一个", "两边都要办的，分成两条", field="office")
    if _is_sent(before) and any(made[name] != before[name] for name in _TOLD):
        raise Refused("这一条已经派下去了，改了对方也看不到", "要改请另派一条", code="QL-ST-130")
    filled = {**draft, "unit_name": _name_of(book, made["unit_id"])}
    if not made["meeting_id"]:
        filled["meeting_id"] = _last_meeting(book)
    return ledger.save_row(book, MeetingTask.table, row_id, filled)


def _is_sent(row: Mapping[str, Any]) -> bool:
    return bool(row) and bool(row["directive_id"] or row["task_id"])


def drop_meeting(book: Book, row_id: str) -> Changes:
    """Refused once something was sent from it: what was sent stays, and says where it is from."""
    sent = [str(one["what"])[:20] for one in reads.tasks(book, row_id) if _is_sent(one)]
    if sent:
        more = f"等 {len(sent)} 件" if len(sent) > 3 else ""
        raise Refused(
            f"这次会议已经派下去：{'、'.join(sent[:3])}{more}，不能删",
            "会议留着，派下去的事要查得到出处", code="QL-ST-129",
        )  # fmt: skip
    return ledger.drop_row(book, StreetMeeting.table, row_id)


def drop_task(book: Book, row_id: str) -> Changes:
    if _is_sent(reads.there(book, MeetingTask, row_id)):
        raise Refused("这一条已经派下去了，不能删", "不用办了，请在那边撤回", code="QL-ST-131")
    return ledger.drop_row(book, MeetingTask.table, row_id)


def assign(book: Book, row_id: str) -> Changes:
    """派下去: a unit gets a directive with the next stick, an office of the street a task.

    `result` is the id of what was made.
    """
    row = reads.there(book, MeetingTask, row_id)
    if _is_sent(row):
        raise Refused("这一条已经派下去了", "看别的一条", code="QL-ST-133")
    meeting = reads.there(book, StreetMeeting, row["meeting_id"])
    if not row["what"]:
        raise Refused("还没写要办的事", "补上再派", field="what", code="QL-ST-136")
    if not row["unit_id"] and not row["office"]:
        raise Refused(
            "还没写派给谁", "选一个单位，或者写街道哪个科室", field="unit_id", code="QL-ST-137"
        )
    with book.change(f"派任务：{str(row['what'])[:20]}") as change:
        told: Row
        if row["unit_id"]:
            told = {"directive_id": _to_unit(book, row, meeting)}
        else:
            told = {"task_id": _to_office(book, row, meeting)}
        change.put_row(MeetingTask.table, row_id, told)
        (change.result,) = told.values()
    return change.changes


def assign_all(book: Book, row_id: str) -> Changes:
    """全部派下去: every task of a meeting that was not sent, in one step; `result` is how many."""
    waiting = [row for row in reads.tasks(book, row_id) if not _is_sent(row)]
    if not waiting:
        raise Refused("没有要派的任务", "先在议题里按“派任务”", code="QL-ST-140")
    with book.change(f"派会议任务：{len(waiting)} 条") as change:
        for row in waiting:
            assign(book, row["id"])
        change.result = len(waiting)
    return change.changes


def _to_unit(book: Book, row: Row, meeting: Row) -> str:
    one = reads.unit(book, row["unit_id"])
    if one is None or one["deleted"] or one["state"] == "已停用":
        raise Refused(
            "这个单位已经不在名册里", "请先在“全街道一览”核对单位", field="unit_id",
            code="QL-ST-075",
        )  # fmt: skip
    draft = {
        "kind": directives.TASK,
        "origin": directives.MEETING,
        "title": row["what"],
        "ground": _minutes_of(meeting),
        "evidence": row["evidence"],
        "due_on": row["due_on"],
    }
    made: Any = directing.issue(book, (one["code"],), draft).result
    return str(made[0])


def _to_office(book: Book, row: Row, meeting: Row) -> str:
    draft = {
        "title": row["what"],
        "lead_office": row["office"],
        "due_on": row["due_on"],
        "issuer": _minutes_of(meeting),
        "evidence": row["evidence"],
        "item": "工作要求",
    }
    return str(tasks.save_task(book, None, draft).result)


def _minutes_of(meeting: Row) -> str:
    day = paper_day(date.fromisoformat(meeting["held_on"])) if meeting["held_on"] else ""
    return f"{day}{meeting['title'] or '联席会议'}纪要"


# -- papers -------------------------------------------------------------------------------------


def agenda_paper(book: Book, row_id: str) -> Document:
    meeting = reads.there(book, StreetMeeting, row_id)
    return papers.agenda(book.unit.name, meeting, reads.topics(book, row_id))


def minutes_paper(book: Book, row_id: str) -> Document:
    """会议纪要, with how far each task has come by now."""
    meeting = reads.there(book, StreetMeeting, row_id)
    given = [(row, reads.task_stand(book, row)) for row in reads.tasks(book, row_id)]
    return papers.minutes(book.unit.name, meeting, reads.topics(book, row_id), given)


def save_minutes_as_word(book: Book, row_id: str, path: Path) -> Changes:
    return wording.as_word(book, minutes_paper(book, row_id), path)
