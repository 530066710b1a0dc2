"""What can be done with tasks that come back: say how often, look ahead, make what is due."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row, defaults, to_row
from qinglian_desktop.modules.tasks.records import EVERY, ITEMS, Routine, Task
from qinglian_desktop.modules.tasks.rules import routines as rules
from qinglian_desktop.modules.tasks.rules.routines import Round
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

_TAKEN = ("title", "item", "lead_office", "assignee", "evidence")  # from the routine to its task
_FARTHEST = 400  # days ahead a round may be made


def save_routine(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """How often a task comes back; a new one is numbered 周01, 周02 …

    Refused for a month the period does not have or a day no month has.
    """
    before = ledger.there(book, Routine.table, row_id) if row_id else defaults(Routine)
    made = {**before, **draft}
    if made["every"] in EVERY and made.get("month") is not None and made.get("day") is not None:
        rules.refuse(made["every"], made["month"], made["day"])
    if not 0 <= (made.get("lead") or 0) <= _FARTHEST:
        raise Refused(f"提前 {made['lead']} 天太早", "写 0 到 400", field="lead", code="QL-TL-023")
    if made.get("from_on") and made.get("until_on") and made["until_on"] < made["from_on"]:
        raise Refused(
            "“到哪天止”早于“从哪天起”", "请核对这两个日期", field="until_on", code="QL-TL-024"
        )
    if row_id is not None:
        return ledger.save_row(book, Routine.table, row_id, draft)
    with book.change(ledger.label_of("登记", Routine, draft)) as change:
        code = draft.get("code") or f"周{change.number('routine'):02}"
        from_on = draft.get("from_on") or clock.today().isoformat()
        change.result = change.add(Routine, {**draft, "code": code, "from_on": from_on})
    return change.changes


def from_task(book: Book, row_id: str) -> Changes:
    """以后定期办: a routine with what the task says; `result` is its row id."""
    task = ledger.there(book, Task.table, row_id)
    if task["routine_id"]:
        raise Refused(
            "这条任务已经是定期办的", "到“周期任务”里改多久一次、几日前", code="QL-TL-025"
        )
    draft: Row = {name: task[name] for name in _TAKEN if task[name]}
    draft["item"] = task["item"] if task["item"] in ITEMS else "其他"
    if task["frequency"] in EVERY:
        draft["every"] = task["frequency"]
    if task["due_on"]:
        due = date.fromisoformat(task["due_on"])
        draft["day"] = due.day
        draft["month"] = rules.month_in(draft.get("every") or EVERY[0], due)
        draft["from_on"] = (due + timedelta(days=1)).isoformat()
    with book.change(f"以后定期办：{str(task['title'] or '')[:20]}") as change:
        change.result = save_routine(book, None, draft).result
    return change.changes


def ahead(book: Book, routine: Routine, days: int = 365) -> list[Round]:
    """The rounds of the days to come, as they will be made."""
    first = max(clock.today(), routine.from_on or clock.today())
    last = clock.today() + timedelta(days=days)
    if routine.until_on is not None:
        last = min(last, routine.until_on)
    return list(rules.rounds(routine, first, last, book.calendar())) if first <= last else []


def make_rounds(book: Book) -> Changes:
    """A task for every round that has come near; each is made once, on whichever computer.

    The id of the task follows from routine and period, so that a restored file or a second
    computer makes the same row and not another. One that was deleted stays deleted. `result` is
    the number made.
    """
    own = Where("owner", "=", book.unit.office_id)
    calendar, today = book.calendar(), clock.today()
    wanted: list[tuple[Routine, Round]] = []
    for routine in book.records(Routine, own, Where("enabled", "=", 1)):
        if not _usable(routine) or routine.from_on is None:
            continue
        last = today + timedelta(days=routine.lead)
        last = min(last, routine.until_on) if routine.until_on is not None else last
        if routine.from_on <= last:
            found = rules.rounds(routine, routine.from_on, last, calendar)
            wanted += [(routine, one) for one in found]
    ids = [rules.row_id(routine.id, one.period) for routine, one in wanted]
    there = {row["id"] for row in book.page(Task.table, ids)} | _held(book)
    with book.change("周期任务到期") as change:
        made = 0
        for row_id, (routine, one) in zip(ids, wanted, strict=True):
            if row_id in there or f"{routine.id}/{one.period}" in there:
                continue
            change.put_row(Task.table, row_id, _task(routine, one))
            made += 1
        change.result = made
    return change.changes


def _held(book: Book) -> set[str]:
    """The rounds that have a task, also one that came in under another id or was deleted."""
    where = (Where("routine_id", "filled"), Where("period", "filled"))
    rows = book.rows(Query(Task.table, where, deleted=True))
    return {f"{row['routine_id']}/{row['period']}" for row in rows}


def _usable(routine: Routine) -> bool:
    """A half-typed or mistaken rule makes nothing."""
    try:
        rules.refuse(routine.every, routine.month, routine.day)
    except (Refused, KeyError):
        return False
    return True


def _task(routine: Routine, one: Round) -> Row:
    task = Task(
        year=one.day.year,
        code=f"{routine.code}-{one.period}",
        due_on=one.day,
        due_reason=one.reckoned.stored(),
        frequency=routine.every,
        routine_id=routine.id,
        period=str(one.period),
        **{name: getattr(routine, name) for name in _TAKEN},
    )
    return to_row(task)
