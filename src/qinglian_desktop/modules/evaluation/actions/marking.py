"""The street marks the lines a unit has handed in, and sends the version back with them."""

from collections.abc import Iterable, Mapping
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused, Shut
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.evaluation import assessment_reads as reads
from qinglian_desktop.modules.evaluation import assessment_rules as rules
from qinglian_desktop.modules.evaluation import marking
from qinglian_desktop.modules.evaluation.assessment_records import (
    OUTCOMES,
    REVIEWED,
    AssessmentLine,
    AssessmentMark,
    AssessmentReview,
)
from qinglian_desktop.modules.evaluation.marking import Marked
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

_OWN = ("score", "said")


def mark_line(book: Book, line_id: str, draft: Mapping[str, Any]) -> Changes:
    """核评分 and 核评意见 of one line; both emptied takes the mark away."""
    line = ledger.there(book, AssessmentLine.table, line_id)
    row = _newest(book, line["assessment_id"])
    there = reads.marks(book, row["id"]).get(line_id)
    given = {name: draft.get(name, there[name] if there else None) for name in _OWN}
    given["said"] = (given["said"] or "").strip() or None
    _refuse_score(line, given["score"])
    with book.change(f"核评{row['title']} {line['indicator']}") as change:
        if given["score"] is None and given["said"] is None:
            if there is not None:
                change.drop(AssessmentMark.table, there["id"])
        elif there is not None:
            today = clock.today().isoformat()
            change.put_row(AssessmentMark.table, there["id"], {**given, "made_on": today})
        else:
            change.add(AssessmentMark, _new(book, row, line, given))
    return change.changes


def _newest(book: Book, assessment_id: str) -> Row:
    """The version, if it is the one to be looked through."""
    if not book.unit.is_street:
        raise Refused("核评由街道来做", "本单位的看法写在“说明”里", code="QL-SA-084")
    row = reads.there(book, assessment_id)
    if not row["frozen_on"]:
        raise Refused("这一版还没报送", "等单位报送了再核评", code="QL-SA-085")
    newest = marking.handed_in(book, row["owner"], row["year"])
    if newest is not None and newest["id"] != row["id"]:
        raise Refused(
            f"这个单位后来报了第 {newest['version']} 版",
            "请核评新的一版，原来给的分照旧留在那一版上", code="QL-SA-086",
        )  # fmt: skip
    return row


def _refuse_score(line: Row, score: int | None) -> None:
    if score is None:
        return
    most = rules.told(line["points"])
    if not rules.applies(line):
        raise Refused("这一项对这个单位不适用，不用核评", "看下一条", field="score",
                      code="QL-SA-087")  # fmt: skip
    if not 0 <= score <= line["points"]:
        raise Refused(
            f"核评分要在 0 到 {most} 之间", f"这一项一共 {most} 分", field="score",
            code="QL-SA-088",
        )  # fmt: skip


def _new(book: Book, row: Row, line: Row, given: Mapping[str, Any]) -> Row:
    """A mark is addressed with the version, or at once where the version went back before."""
    sent = marking.sent_back(book, row["id"]) is not None
    return {
        **given, "to_name": _name(book, row), "to_office": row["owner"] if sent else None,
        "assessment_id": row["id"], "line_id": line["id"], "year": row["year"],
        "indicator": line["indicator"], "made_on": clock.today().isoformat(),
    }  # fmt: skip


def _name(book: Book, row: Row) -> str:
    """What the unit is called now."""
    found = book.rows(Query("enrolled_unit", (Where("office_id", "=", row["owner"]),)))
    return str(found[0]["name"]) if found else "已不在册的单位"


def take_own(book: Book, assessment_id: str) -> Changes:
    """其余照自评: every line without a mark is given what the unit gave. `result`: so many."""
    row = _newest(book, assessment_id)
    given = marking.marked(book, row)
    with book.change(f"其余照自评分核评：{row['title']}") as change:
        change.result = _fill(
            book, change, given,
            ((line, {"score": line["self_score"] or 0}) for line in given.lines),
        )  # fmt: skip
    return change.changes


def carry_over(book: Book, assessment_id: str) -> Changes:
    """照上一版核评: the marks of lines the unit left as they were. `result`: so many."""
    row = _newest(book, assessment_id)
    given = marking.marked(book, row)
    lines = book.page(AssessmentLine.table, [one["line_id"] for one in given.before.values()])
    same = {one["indicator"]: one for one in lines}
    with book.change(f"照上一版核评：{row['title']}") as change:
        change.result = _fill(
            book, change, given,
            (
                (line, {name: given.before[line["indicator"]][name] for name in _OWN})
                for line in given.lines
                if line["indicator"] in given.before
                and _unchanged(line, same.get(line["indicator"]))
            ),
        )  # fmt: skip
    return change.changes


def _unchanged(line: Row, before: Row | None) -> bool:
    names = ("points", "suggested", "self_score", "note", "files")
    return before is not None and all(line[name] == before[name] for name in names)


def _fill(
    book: Book, change: Change, given: Marked, drafts: Iterable[tuple[Row, Mapping[str, Any]]]
) -> int:
    """New marks for these lines, but not for those that have a score already."""
    made = 0
    for line, draft in drafts:
        there = given.marks.get(line["id"])
        if not rules.applies(line) or (there is not None and there["score"] is not None):
            continue
        if there is not None:  # words without a score
            change.put_row(AssessmentMark.table, there["id"], {"score": draft["score"]})
        else:
            change.add(AssessmentMark, _new(book, given.row, line, {"said": None, **draft}))
        made += 1
    return made


def send_back(book: Book, assessment_id: str, outcome: str, said: str = "") -> Changes:
    """发回: from now on the marks of this version go to the unit with each 下发."""
    row = _newest(book, assessment_id)
    given = marking.marked(book, row)
    if outcome not in OUTCOMES:
        raise Refused("还没选核评结果", f"请选{'或'.join(OUTCOMES)}", field="outcome",
                      code="QL-SA-089")  # fmt: skip
    words = said.strip()
    _refuse_unfinished(given, outcome, words)
    with book.change(f"{outcome}，发回{row['title']}") as change:
        for mark in given.marks.values():
            if not mark["to_office"]:
                change.put_row(AssessmentMark.table, mark["id"], {"to_office": row["owner"]})
        made = {
            "to_name": _name(book, row), "to_office": row["owner"], "assessment_id": row["id"],
            "year": row["year"], "version": row["version"], "outcome": outcome,
            "said": words or None, "made_on": clock.today().isoformat(),
        }  # fmt: skip
        change.result = change.add(AssessmentReview, made)
    return change.changes


def _refuse_unfinished(given: Marked, outcome: str, words: str) -> None:
    unsaid = [
        why
        for line in given.lines
        if (why := marking.unlike_own(line, given.marks.get(line["id"])))
    ]
    if unsaid:
        raise Refused(f"还有 {len(unsaid)} 条没写意见", f"先补 {unsaid[0]}", code="QL-SA-090")
    told = given.review
    if outcome == REVIEWED and told.said < told.asked:
        raise Refused(
            f"还有 {told.asked - told.said} 条没核评",
            "逐条核评，或者按“其余照自评”；要单位先补材料的，选“退回补充”", code="QL-SA-091",
        )  # fmt: skip
    if outcome != REVIEWED and not (words or any(one["said"] for one in given.marks.values())):
        raise Refused("还没写要补什么", "在总的意见或某一条的意见里写清楚", field="said",
                      code="QL-SA-092")  # fmt: skip


def save_mark(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """From a list: the same rules as on the page."""
    if row_id is None:
        raise Refused("核评从单位报送的自评表里做", "请打开“核评自评”", code="QL-SA-093")
    there = ledger.there(book, AssessmentMark.table, row_id)
    return mark_line(book, there["line_id"], draft)


def save_review(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """The words of it may be put right; a version is sent back on its page."""
    if row_id is None:
        raise Refused("核评结果从“发回”里来", "请打开“核评自评”", code="QL-SA-094")
    return ledger.save_row(book, AssessmentReview.table, row_id, draft)


def guard_mark(change: Change, before: Row | None, after: Row) -> None:
    """Whatever way it is written: what was sent to a unit stays addressed to it."""
    del change
    if before is not None and before["to_office"] and after["to_office"] != before["to_office"]:
        raise Shut(
            "核评已经发回给单位，不能撤销发回",
            "要改请直接改分或意见，改动随下一次下发带去", code="QL-SA-095",
        )  # fmt: skip
