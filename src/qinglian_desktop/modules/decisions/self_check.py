"""走过场自检 on what stands in the book: the matters of this office, and what was explained."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache, partial
from typing import NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions import reads, rules, steps
from qinglian_desktop.modules.decisions.records import (
    CAME_LATE,
    LEFT_EARLY,
    MEETINGS,
    THERE,
    CheckNote,
    Matter,
    MatterStep,
    MeetingPaper,
    StepPerson,
)
from qinglian_desktop.modules.decisions.rules import formality
from qinglian_desktop.modules.decisions.rules.formality import Case, Held, Hint
from qinglian_desktop.modules.decisions.rules.law import Law
from qinglian_desktop.store.book import Book

_CAME = (THERE, CAME_LATE, LEFT_EARLY)
_YEAR = 365  # days back from today that are looked at
_LEAST = 4  # characters of an explanation


class Found(NamedTuple):
    """What stands out, and what the office says about it; "" while nobody said anything."""

    hint: Hint
    explanation: str = ""


def found(book: Book, today: date | None = None) -> tuple[Found, ...]:
    """Every hint about the matters of the last year, those without an explanation first."""
    said = {row["hint_key"]: row["explanation"] for row in book.rows(Query(CheckNote.table))}
    listed = [Found(hint, said.get(hint.key, "")) for hint in formality.hints(cases(book, today))]
    return tuple(sorted(listed, key=lambda one: bool(one.explanation)))


def open_hints(book: Book, matter_id: str) -> tuple[Hint, ...]:
    """What stands out about one matter and is not explained yet: to be seen before posting."""
    return tuple(
        one.hint for one in found(book) if one.hint.matter_id == matter_id and not one.explanation
    )


def explain(book: Book, hint: Hint, explanation: str) -> Changes:
    """情况属实: the hint stays in the list, with what the office says about it."""
    text = explanation.strip()
    if len(text) < _LEAST:
        what = "说明太短，没有记下"
        raise Refused(what, "请写明是怎么回事", field="explanation", code="QL-DW-080")
    known = book.find(CheckNote, hint_key=hint.key)
    with book.change(f"说明：{hint.pattern}") as change:
        change.put(
            CheckNote(
                id=known["id"] if known else "",
                matter_id=hint.matter_id,
                pattern=hint.pattern,
                hint_key=hint.key,
                explanation=text,
                noted_on=clock.today(),
            )
        )
    return change.changes


def cases(book: Book, today: date | None = None) -> tuple[Case, ...]:
    """The matters of this office that met within the last year, as the rules look at them."""
    since = date.fromordinal((today or clock.today()).toordinal() - _YEAR)
    mine = Where("owner", "=", book.unit.office_id)
    held = book.rows(
        Query(
            MatterStep.table,
            (mine, Where("gate", "in", MEETINGS), Where("held_on", ">=", since.isoformat())),
            order=(("held_on", False),),
        )
    )
    there, papers = _people(book, held), _papers(book, held)
    law = cache(partial(reads.law, book))  # many meetings were held under the law of one day
    by_matter: dict[str, list[Row]] = defaultdict(list)
    for row in held:
        by_matter[row["matter_id"]].append(row)
    matters = book.page(Matter.table, list(by_matter)) if by_matter else []
    return tuple(
        Case(
            matter["id"],
            matter["number"] or "",
            matter["title"] or "",
            tuple(
                _held(book, law, matter, row, there[row["id"]], papers[row["id"]])
                for row in by_matter[matter["id"]]
            ),
            bool(matter["emergency"]),
        )
        for matter in matters
        if not matter["deleted"]
    )


def _people(book: Book, held: Iterable[Row]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    ids = tuple(row["id"] for row in held)
    where = (Where("step_id", "in", ids), Where("attendance", "in", _CAME))
    for row in book.rows(Query(StepPerson.table, where)) if ids else ():
        found[row["step_id"]].add(row["person_id"] or row["name"])
    return defaultdict(frozenset, {key: frozenset(names) for key, names in found.items()})


def _papers(book: Book, held: Iterable[Row]) -> dict[str, tuple[tuple[str, int, int], ...]]:
    """Only papers of which something came back: the others may still be on their way."""
    found: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    ids = tuple(row["id"] for row in held)
    where = (Where("step_id", "in", ids), Where("scanned_pages", "filled"))
    for row in book.rows(Query(MeetingPaper.table, where)) if ids else ():
        paper = row["paper"] or "材料", row["pages"] or 0, row["scanned_pages"] or 0
        found[row["step_id"]].append(paper)
    return defaultdict(tuple, {key: tuple(papers) for key, papers in found.items()})


def _held(
    book: Book,
    law: Callable[[date], Law],
    matter: Row,
    row: Row,
    there: frozenset[str],
    papers: tuple[tuple[str, int, int], ...],
) -> Held:
    day = date.fromisoformat(row["held_on"])
    return Held(
        id=row["id"],
        gate=row["gate"],
        body=reads.body_name(book, row["body"] or ""),
        held_on=day,
        held_time=row["held_time"] or "",
        place=row["place"] or "",
        told_on=reads.known_day(row, "told_on"),
        notice_days=_notice_days(law, row, day),
        due=row["due_count"],
        present=row["present_count"],
        yes=row["yes_count"],
        there=there,
        chair=row["chair"] or "",
        recorder=row["recorder"] or "",
        supervisors=row["supervisors"] or "",
        minutes="".join(filter(None, (row["opinions"], row["dissent"]))),
        entered_on=reads.known_day(row, "entered_on"),
        late=bool(row["late"]),
        decides=row["gate"] == steps.deciding(matter),
        papers=papers,
        meeting=row["meeting_key"] or row["id"],
    )


def _notice_days(law: Callable[[date], Law], row: Row, day: date) -> int | None:
    """How early people had to be told; asked only where it is known when they were."""
    if not (row["told_on"] and row["threshold"]):
        return None
    try:
        return rules.rule_for(law(day), row["threshold"]).notice_days
    except Refused:
        return None  # the law of that day knew no such meeting
