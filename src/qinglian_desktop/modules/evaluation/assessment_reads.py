"""Where a self-assessment stands: its lines beside last year and the street, and what is behind."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.evaluation import assessment_records as records
from qinglian_desktop.modules.evaluation import assessment_rules as rules
from qinglian_desktop.modules.evaluation.assessment_rows import (
    current,
    fitting,
    line_of_task,
    lines,
    marks,
    steps_of,
    there,
    versions,
    years,
)
from qinglian_desktop.modules.evaluation.computing import suggestions, system_of
from qinglian_desktop.modules.evaluation.scoring import STATES, Suggestion
from qinglian_desktop.store.book import Book

__all__ = [
    "Beside",
    "StreetWord",
    "by_own_word",
    "current",
    "differs",
    "gaps",
    "lacking",
    "last_year",
    "line_of_task",
    "lines",
    "marks",
    "reissued",
    "stale",
    "steps_of",
    "suggested",
    "target",
    "tasks_of",
    "there",
    "three_columns",
    "versions",
    "word_of_street",
    "years",
]


# -- beside one another --------------------------------------------------------------------------


def last_year(book: Book, row: Row) -> dict[str, int]:
    """What the year before came to by indicator: as the street marked it, else as handed in."""
    before = [
        one for one in versions(book, row["year"] - 1, row["owner"])
        if one["state"] not in records.OPEN and one["state"] != records.HEARD
    ]  # fmt: skip
    return _settled(book, before[0], _called_now(book, row)) if before else {}


def _settled(book: Book, row: Row, called: Mapping[str, str]) -> dict[str, int]:
    given = marks(book, row["id"])
    found = {}
    for line in lines(book, row["id"]):
        mark = given.get(line["id"])
        marked = mark["score"] if mark is not None else None
        score = line["self_score"] if marked is None else marked
        if score is not None and line["title"] in called:
            found[called[line["title"]]] = int(score)
    return found


def _called_now(book: Book, row: Row) -> dict[str, str]:
    """The number of each indicator by its words: another table may give A01 to something else."""
    return {line["title"]: line["indicator"] for line in lines(book, row["id"])}


class StreetWord(NamedTuple):
    """What the street has given, by indicator, and for which version of the year."""

    version: int  # 0: nothing was said yet
    scores: Mapping[str, int]
    said: Mapping[str, str]


def word_of_street(book: Book, row: Row) -> StreetWord:
    """Of this version, or of the newest before it while this one has none.

    Never of two versions together: a mark says something of the lines it was given for.
    """
    for one in versions(book, row["year"], row["owner"]):
        if one["version"] > row["version"]:
            continue
        if given := marks(book, one["id"]).values():
            fits, _ = fitting(book, given, lines(book, row["id"]))
            scores = {name: int(m["score"]) for name, m in fits.items() if m["score"] is not None}
            said = {name: m["said"] for name, m in fits.items() if m["said"]}
            return StreetWord(one["version"], scores, said)
    return StreetWord(0, {}, {})


class Beside(NamedTuple):
    """One line in three columns, with what differs."""

    line: Row
    own: int | None
    review: int | None
    last: int | None
    said: str  # by the street
    unlike: str  # what still needs a word


def three_columns(book: Book, assessment_id: str) -> list[Beside]:
    row = there(book, assessment_id)
    last, street = last_year(book, row), word_of_street(book, row)
    return [
        Beside(
            line, line["self_score"], street.scores.get(line["indicator"]),
            last.get(line["indicator"]), street.said.get(line["indicator"], ""),
            rules.unlike_others(line, last, street.scores),
        )
        for line in lines(book, assessment_id)
    ]  # fmt: skip


def lacking(book: Book, assessment_id: str) -> list[rules.Lacking]:
    row = there(book, assessment_id)
    found = lines(book, assessment_id)
    return rules.lacking(found, last_year(book, row), word_of_street(book, row).scores)


# -- what the records say ------------------------------------------------------------------------


def reissued(book: Book, row: Row) -> bool:
    """Does another table of indicators hold for the year than the one it was begun with?"""
    return bool(system_of(book, row["year"]).pack != row["pack"])


def stale(book: Book, assessment_id: str) -> dict[str, Suggestion]:
    """Suggestions that are no longer what the lines say, by line."""
    row = there(book, assessment_id)
    given = {one.indicator_id: one for one in suggestions(book, row["year"])}
    return {
        line["id"]: given[line["indicator"]]
        for line in lines(book, assessment_id)
        if line["indicator"] in given
        and differs(line, given[line["indicator"]])
        and (rules.applies(line) or not by_own_word(book, row, line))
    }


def by_own_word(book: Book, row: Row, line: Row) -> bool:
    """Is it for the unit to say whether a line applies? What a register tells, it does not."""
    told = {one.id: one.needs for one in system_of(book, row["year"]).indicators}
    return rules.may_be_left_out(line) and not told.get(line["indicator"])


def differs(line: Row, one: Suggestion) -> bool:
    drafted = suggested(one)
    return any(line[name] != value for name, value in drafted.items())


def suggested(one: Suggestion) -> Row:
    """What a line keeps of a suggestion."""
    notes = f"（{'；'.join(one.notes)}）" if one.notes else ""
    return {
        "basis": STATES[one.state],
        "suggested": rules.stored(one.points),
        "formula": f"{one.formula}{notes}",
    }


# -- gaps ----------------------------------------------------------------------------------------


def gaps(book: Book, assessment_id: str) -> list[rules.Gap]:
    """Every line that is short of its points, the largest loss first."""
    row = there(book, assessment_id)
    over = date.fromisoformat(row["cutoff_on"]) < clock.today()
    given = {one.indicator_id: one for one in suggestions(book, row["year"])}
    found = []
    for line in lines(book, assessment_id):
        short = rules.lost(line)
        if short <= 0:
            continue
        one = given.get(line["indicator"])
        gone = one.missed if one is not None else Decimal(0)
        back = _still_judged(line, one) if over else max(short - gone, Decimal(0))
        found.append(
            rules.Gap(
                line["id"], line["indicator"], line["title"], short, _how(line, one),
                can=back > 0, task_id=line["task_id"] or "", most_back=back,
            )
        )  # fmt: skip
    return sorted(found, key=lambda gap: (-gap.lost, gap.indicator))


def _still_judged(line: Row, one: Suggestion | None) -> Decimal:
    """Points only people judge that the unit has not given itself yet."""
    if one is None:
        return Decimal(0)
    own = line["suggested"] if line["self_score"] is None else line["self_score"]
    given = rules.decimal(own) - rules.decimal(line["suggested"])
    return max(one.by_hand - max(given, Decimal(0)), Decimal(0))


def _how(line: Row, one: Suggestion | None) -> str:
    """What is missing, in the words of the ledgers; else what the issued table asks for."""
    if one is not None:
        told = [
            f"{part.label}：{part.found.lacks}"
            for part in one.parts if part.found is not None and part.found.lacks
        ]  # fmt: skip
        told += [
            f"{part.label}，要人工评定"
            for part in one.parts if part.found is None and part.label
        ]  # fmt: skip
        if told:
            return "；".join(told)
        if not any(part.found is not None and part.found.seen for part in one.parts):
            return "截止日前没有相关记录，先把该办的登记上"
    return str(line["scoring"] or "对照评分办法补齐")


def target(book: Book, year: int, now: Decimal) -> tuple[str, Decimal]:
    """The next level above these points, and what it takes; the highest where it is reached."""
    levels = sorted(system_of(book, year).levels, key=lambda one: one.at_least)
    above = [one for one in levels if one.at_least > now]
    chosen = above[0] if above else levels[-1]
    return chosen.name, chosen.at_least


def tasks_of(book: Book, found: Sequence[rules.Gap]) -> Mapping[str, Row]:
    """The tasks the gaps were turned into, by id; those that are gone are left out."""
    ids = [one.task_id for one in found if one.task_id]
    return {row["id"]: row for row in book.page("task", ids) if not row["deleted"]} if ids else {}
