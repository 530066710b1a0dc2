"""What may be typed into the rows of a case by hand, pasted, or put back? Words, never figures.

What a step has established (days, people, votes, result, the mark 补录) is written by the step
alone. Cells, paste, bulk edit and undo all come through here.
"""

from collections.abc import Callable, Mapping
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Problem, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions import reads, steps
from qinglian_desktop.modules.decisions.actions.settling import stamp
from qinglian_desktop.modules.decisions.beside import Consultation, Delegation
from qinglian_desktop.modules.decisions.records import (
    HouseholdView,
    MatterStep,
    StepPerson,
)
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

_WORDS_OF_STEP = (
    "place", "opinions", "dissent", "chair", "recorder", "street_people", "note", "files",
    "published_note", "supervision", "minutes_file", "vote_way",
)  # fmt: skip
_WHILE_PLANNED = ("planned_at", "told_on", "held_time")
_WORDS_OF_PERSON = ("note", "role", "group_name")
_MARKS = ("late", "entered_on")


def save_step(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Words beside a step; refused for what the step established, and for a new row."""
    if row_id is None:
        raise _not_here("议事步骤")
    before = ledger.there(book, MatterStep.table, row_id)
    reads.own(book, before["matter_id"])
    free = (*_WORDS_OF_STEP, *(() if before["held_on"] else _WHILE_PLANNED))
    _only(MatterStep, before, draft, free)
    if not draft:  # a row that comes back: the case must still be in order
        _stands(book, before)
    return ledger.save_row(book, MatterStep.table, row_id, draft)


def save_person(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Words beside somebody who was there; who was there is entered with the meeting."""
    if row_id is None:
        raise _not_here("参会人")
    before = ledger.there(book, StepPerson.table, row_id)
    _only(StepPerson, before, draft, _WORDS_OF_PERSON)
    return ledger.save_row(book, StepPerson.table, row_id, draft)


def save_excluded(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Whom the law leaves out is entered with the meeting, since the count follows from it."""
    if row_id is None:
        raise _not_here("依法不计入的成年人")
    before = ledger.there(book, "excluded_adult", row_id)
    _only(book.tables["excluded_adult"], before, draft, ("contacted_on", "evidence", "files"))
    return ledger.save_row(book, "excluded_adult", row_id, draft)


def save_consultation(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """A consultation; the day of entry and the mark 补录 are set here and never cleared."""
    before = ledger.there(book, Consultation.table, row_id) if row_id else None
    _no_marks(Consultation, before, draft)
    made = {**(before or {}), **draft}
    marks: Row = {}
    if held := reads.known_day(made, "held_on"):
        if held > clock.today():
            raise Refused("协商日期在今天之后", "协商完再登记", field="held_on", code="QL-DW-088")
        stamped = stamp(book, before, held)
        marks = {name: stamped[name] for name in _MARKS}
    return ledger.save_row(book, Consultation.table, row_id, {**draft, **marks})


def save_view(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """What a household said; the day of entry is kept beside the day of the visit."""
    before = ledger.there(book, HouseholdView.table, row_id) if row_id else None
    _no_marks(HouseholdView, before, draft)
    first = (before or {}).get("entered_on") or clock.today().isoformat()
    return ledger.save_row(book, HouseholdView.table, row_id, {**draft, "entered_on": first})


def save_delegation(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """A delegation names its matters and its period; refused when it ends before it begins.

    One that a meeting already rests on keeps its matters, its limit and its days; it can still
    be taken back (收回日期).
    """
    before = ledger.there(book, Delegation.table, row_id) if row_id else {}
    made = {**before, **draft}
    if made.get("classes") and not reads.classes_of(made["classes"]):
        raise Refused(
            "授权的类别看不懂", "写类别的编号，例：M02、M06", field="classes", code="QL-DW-089"
        )
    first, last = made.get("from_on"), made.get("until_on")
    if first and last and last < first:
        raise Refused("授权到的日期早于授权从", "请核对两个日期", field="until_on",
                      code="QL-DW-027")  # fmt: skip
    if row_id and book.find(MatterStep, delegation_id=row_id) is not None:
        _only(Delegation, before, draft, ("matters", "revoked_on", "files", "note", "matter_id"))
    return ledger.save_row(book, Delegation.table, row_id, draft)


def drop_step(_book: Book, _row_id: str) -> Changes:
    """Refused: a step goes only by undoing it, the last one first."""
    raise Refused(
        "办过的步骤不能删", "刚登记错的按 Ctrl+Z 撤销；早先的在事项流程里更正",
        code="QL-DW-028",
    )  # fmt: skip


def bring_back_step(_book: Book, _row_id: str) -> Changes:
    """Refused: what was undone is entered again, with the rules of now."""
    raise Refused("议事步骤不能单独找回", "请在事项流程里重新登记这一步", code="QL-DW-087")


def review_steps(_book: Book) -> Callable[[Row], Row | Problem]:
    """Rows of a sheet are never steps: each would pass the gates by."""

    def review(_row: Row) -> Row | Problem:
        refused = _not_here("议事步骤")
        return Problem(refused.what, refused.remedy, "gate", refused.code)

    return review


def review_matters(book: Book) -> Callable[[Row], Row | Problem]:
    """Matters of a sheet keep the rules of opening one."""
    from qinglian_desktop.modules.decisions.actions.opening import check_new

    def review(row: Row) -> Row | Problem:
        try:
            check_new(book, row)
        except Refused as refused:
            return Problem(refused.what, refused.remedy, refused.field, refused.code)
        return row

    return review


def why_step_stays(_row: Row) -> str:
    """Why an earlier entry of a step may not go back by itself."""
    return "后来又更正过或办了下一步，请从最后一步开始撤销"


def _stands(book: Book, row: Row) -> None:
    """Refused when a step that is back does not fit where the matter stands now."""
    found = reads.case(book, row["matter_id"])
    here = [one for one in found.rows if one["gate"] == row["gate"]]
    twins = [one for one in here if (one["round_no"], one["sitting_no"])
             == (row["round_no"], row["sitting_no"])]  # fmt: skip
    if len(twins) > 1 or found.matter["stage"] != steps.stage(found.matter, found.rows):
        raise Refused("事项后来又办了别的步骤", "请在事项流程里重新登记这一步", code="QL-DW-084")


def _only(record: Any, before: Row, draft: Mapping[str, Any], free: tuple[str, ...]) -> None:
    for name, value in draft.items():
        if name in free or (value or None) == (before.get(name) or None):
            continue
        if name in _MARKS:
            raise _mark(name)
        raise Refused(
            f"〔{record.fields[name].label}〕不能直接改", "填错了，到事项流程里更正那一步",
            field=name, code="QL-DW-085",
        )  # fmt: skip


def _no_marks(record: Any, before: Row | None, draft: Mapping[str, Any]) -> None:
    for name in _MARKS:
        there = (before or {}).get(name) or None
        if name in record.fields and name in draft and (draft[name] or None) != there:
            raise _mark(name)


def _mark(name: str) -> Refused:
    return Refused(
        "“补录”和登记日期由程序填写，不能改", "它如实记下什么时候登记的", field=name,
        code="QL-DW-043",
    )  # fmt: skip


def _not_here(what: str) -> Refused:
    return Refused(f"{what}不能在这里新增", "请在事项流程里办下一步", code="QL-DW-086")
