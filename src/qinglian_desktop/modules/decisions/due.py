"""Which matters wait for their next step? Asked at every start.

Read from what the list shows of open matters and the days of their steps; no rule pack is read
while no decision waits for its notice or its result.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Due, Query, Where
from qinglian_desktop.core.pack import evidence_label
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions.beside import Consultation, Delegation
from qinglian_desktop.modules.decisions.records import (
    ARCHIVE,
    DECISION,
    FAILED,
    GATES,
    MEETINGS,
    PUBLISHED,
    RESULT,
    RUNNING,
    Matter,
    MatterStep,
)
from qinglian_desktop.modules.disclosure.reads import CATALOGUE
from qinglian_desktop.store.book import Book

LEAD = 7  # days ahead at which a line appears
ENDING = 30  # days before a delegation runs out
PAUSE = 7  # days after a step from which a matter counts as lying still
_WITHIN = r"(\d+)日内"
_BODIES = "decision-bodies"  # the pack
DECIDED_CODE = "G11"  # the row of the catalogue for decisions


def due(book: Book, day: date) -> list[Due]:
    """What is next of every open matter, where a day is known for it."""
    return [*_matters(book, day), *_delegations(book, day), *_consultations(book, day)]


def _matters(book: Book, day: date) -> list[Due]:
    own = Where("owner", "=", book.unit.office_id)
    matters = book.rows(Query(Matter.table, (Where("state", "in", (RUNNING, FAILED)), own)))
    if not matters:
        return []
    held = _steps(book, [row["id"] for row in matters])
    found = (line for row in matters for line in _of(book, row, held.get(row["id"], []), day))
    return [line for line in found if line.due_on <= day + timedelta(days=line.lead)]


def _delegations(book: Book, day: date) -> list[Due]:
    """Delegations that run out within ENDING days: then representatives can decide no more."""
    until = (day + timedelta(days=ENDING)).isoformat()
    where = (
        Where("until_on", ">=", day.isoformat()),
        Where("until_on", "<=", until),
        Where("revoked_on", "empty"),
        Where("owner", "=", book.unit.office_id),
    )
    return [
        Due(
            due_on=_day(row["until_on"]),
            subject=f"对代表会议的授权到期（{row['classes'] or ''}）",
            why=f"授权到{paper_day(_day(row['until_on']))}，提前 {ENDING} 天提醒，好在会上重新授权",
            module="decisions",
            act="看授权",
            table=Delegation.table,
            row_id=row["id"],
            lead=ENDING,
        )
        for row in book.rows(Query(Delegation.table, where))
    ]


def _consultations(book: Book, day: date) -> list[Due]:
    """What was agreed in consultation and is due, as long as nobody wrote how it went."""
    until = (day + timedelta(days=LEAD)).isoformat()
    where = (
        Where("due_on", "<=", until),
        Where("done", "empty"),
        Where("owner", "=", book.unit.office_id),
    )
    return [
        Due(
            due_on=_day(row["due_on"]),
            subject=f"{row['topic'] or '协商'}：协商的结果该落实了",
            why="协商时定的落实期限",
            module="decisions",
            act="写落实情况",
            table=Consultation.table,
            row_id=row["id"],
            lead=LEAD,
            who=row["assignee"] or "",
        )
        for row in book.rows(Query(Consultation.table, where))
    ]


def _steps(book: Book, matter_ids: list[str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in book.rows(Query(MatterStep.table, (Where("matter_id", "in", matter_ids),))):
        found.setdefault(row["matter_id"], []).append(row)
    return found


def _of(book: Book, matter: Row, rows: list[Row], today: date) -> Iterator[Due]:
    stage = matter["stage"]
    if matter["ratify_by"] and GATES.index(stage) <= GATES.index(DECISION):
        yield _line(
            matter, _day(matter["ratify_by"]), "紧急先办的事还没补议", "立事项时定的补议期限"
        )
    if stage in (PUBLISHED, RESULT) and matter["public_until"]:
        until = _day(matter["public_until"])
        yield _line(matter, until, "公告贴够日子，可以办结", f"最早可撤是{paper_day(until)}")
    elif stage == PUBLISHED:
        yield from _unhung(book, matter, rows)
    elif stage == RESULT and matter["planned_on"]:
        planned = _day(matter["planned_on"])
        why = f"计划{paper_day(planned)}办结，还没有实施结果公告"
        yield _line(matter, planned, "该公开实施结果", why)
    elif stage == RESULT:
        yield from _unreported(book, matter, rows)
    elif stage in (*MEETINGS, "预审", ARCHIVE):
        yield _meeting(matter, stage, rows, today)


def _unhung(book: Book, matter: Row, rows: Iterable[Row]) -> Iterator[Due]:
    decided = _last(row for row in rows if row["gate"] in MEETINGS)
    if decided is None:
        return
    days = _notice_within(book, decided)
    why = f"{paper_day(decided)}决议通过，公开目录要求 {days} 日内公布"
    yield _line(matter, decided + timedelta(days=days), "决议公告还没上墙", why)


def _unreported(book: Book, matter: Row, rows: Iterable[Row]) -> Iterator[Due]:
    """A decision without a planned day: after some time the result is asked for."""
    decided = _last(row for row in rows if row["gate"] in MEETINGS)
    if decided is None:
        return
    rule = book.pack(_BODIES, decided).value("implementation")
    days = int(rule["notice_within_days"])
    why = f"{paper_day(decided)}决议通过，{days} 天内公开实施结果；依据：{evidence_label(rule)}"
    yield _line(matter, decided + timedelta(days=days), "该公开实施结果", why)


def _notice_within(book: Book, decided: date) -> int:
    """How soon the catalogue wants a decision on the board."""
    for item in book.pack(CATALOGUE, decided).rows("items"):
        if item["id"] == DECIDED_CODE and (said := re.search(_WITHIN, item.get("trigger") or "")):
            return int(said[1])
    return LEAD


def _meeting(matter: Row, stage: str, rows: list[Row], today: date) -> Due:
    planned = [row for row in rows if row["gate"] == stage and not row["held_on"]]
    if planned and planned[-1]["planned_at"]:
        day = _day(planned[-1]["planned_at"][:10])
        return _line(matter, day, matter["next_step"] or stage, "安排会议时定的日期")
    last = _last(rows) or _day(matter["opened_on"])
    why = f"上一步是{paper_day(last)}，提醒在 {PAUSE} 天内接着办"
    day = max(last + timedelta(days=PAUSE), today)  # a reminder of ours is never overdue
    return _line(matter, day, matter["next_step"] or stage, why)


def _last(rows: Iterable[Row]) -> date | None:
    days = [row["held_on"] for row in rows if row["held_on"]]
    return _day(max(days)) if days else None


def _line(matter: Row, day: date, what: str, why: str) -> Due:
    return Due(
        due_on=day,
        subject=f"{matter['title']}：{what}",
        why=why,
        module="decisions",
        act="办下一步",
        table=Matter.table,
        row_id=matter["id"],
        lead=LEAD,
        who=matter["executor"] or "",
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)
