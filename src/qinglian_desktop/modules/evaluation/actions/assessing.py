"""A self-assessment is begun, filled in and turned into tasks; nothing of it is typed twice."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from qinglian_desktop.core import clock, reckoning
from qinglian_desktop.core.outcome import Changes, Refused, Shut
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.evaluation import assessment_reads as reads
from qinglian_desktop.modules.evaluation import assessment_records as records
from qinglian_desktop.modules.evaluation import assessment_rules as rules
from qinglian_desktop.modules.evaluation.assessment_records import Assessment, AssessmentLine
from qinglian_desktop.modules.evaluation.computing import suggestions, system_of
from qinglian_desktop.modules.evaluation.system import System, shown
from qinglian_desktop.modules.tasks.actions import save_task
from qinglian_desktop.modules.tasks.records import ITEMS
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

MAKING = "lines of an assessment are made"
MOVING = "an assessment goes on"
_FIRST, _LAST = 2019, 2100
# What the unit says of a line; after handing in only the task may still be named.
_OWN = ("self_score", "note", "differs", "files")


def begin(book: Book, year: int) -> Changes:
    """The first version of a year with a line for each indicator; `result` is its id."""
    if book.unit.is_street:
        raise Refused("自评由村居来做", "街道在“核评”里看各单位的自评", code="QL-SA-031")
    if not _FIRST <= year <= _LAST:
        raise Refused(f"年度 {year} 不对", f"请填 {_FIRST} 到 {_LAST} 之间的年度", field="year",
                      code="QL-SA-032")  # fmt: skip
    if (there := reads.current(book, year)) is not None:
        raise Refused(
            f"{year} 年的自评已经开始了", f"请接着做“{there['title']}”", code="QL-SA-033"
        )  # fmt: skip
    system = system_of(book, year)
    if not system.indicators:
        raise Refused("还没有今年的指标", "请从 U 盘导入街道的指标包", code="QL-SA-034")
    given = {one.indicator_id: reads.suggested(one) for one in suggestions(book, year)}
    with book.change(f"开始{year}年度自评") as change:
        change.known[MAKING] = True
        change.result = made = _add(change, system, year, 1)
        drafts = [_line(system, made, seq, one, given) for seq, one in enumerate(system.indicators)]
        change.add_all(AssessmentLine, drafts)
    return change.changes


def _add(change: Change, system: System, year: int, version: int) -> str:
    return change.put(
        Assessment(
            title=f"{year}年度自评（第 {version} 版）",
            year=year,
            version=version,
            pack=system.pack,
            cutoff_on=system.cutoff_of(year),
        )
    )


def _line(system: System, assessment_id: str, seq: int, one: Any, given: Mapping[str, Row]) -> Row:
    return {
        "assessment_id": assessment_id, "seq": seq + 1, "indicator": one.id,
        "dimension": system.dimension(one.dimension).name, "title": one.title,
        "points": rules.stored(one.points), "scoring": one.words, **given[one.id],
    }  # fmt: skip


def new_version(book: Book, assessment_id: str) -> Changes:
    """The next version, begun with all that the one before says; `result` is its id.

    Where the street has marked otherwise, an older word says nothing of that: it is asked anew.
    """
    before = reads.there(book, assessment_id)
    newest = reads.current(book, before["year"])
    if newest is None or newest["id"] != before["id"]:
        raise Refused("已经有更新的一版", "请接着做最新的一版", code="QL-SA-035")
    if before["state"] in (*records.OPEN, records.HEARD):
        raise Refused("这一版还没报送，不用另起新版本", "请在这一版里改", code="QL-SA-036")
    with book.change(f"另起{before['year']}年度自评第 {before['version'] + 1} 版") as change:
        change.known[MAKING] = True
        title = f"{before['year']}年度自评（第 {before['version'] + 1} 版）"
        kept = {name: before[name] for name in ("year", "pack", "cutoff_on")}
        draft = {**kept, "title": title, "version": before["version"] + 1}
        made = change.result = change.add(Assessment, draft)
        marks = reads.marks(book, assessment_id)
        names = AssessmentLine.fields
        change.add_all(
            AssessmentLine,
            [
                {
                    **{name: line[name] for name in names},
                    "assessment_id": made,
                    "differs": None if _unlike(line, marks.get(line["id"])) else line["differs"],
                }
                for line in reads.lines(book, assessment_id)
            ],
        )
    return change.changes


def _unlike(line: Row, mark: Row | None) -> bool:
    return mark is not None and mark["score"] not in (None, line["self_score"])


def refresh(book: Book, assessment_id: str) -> Changes:
    """The suggestions as the records are now; what the unit said stays. `result`: so many lines.

    Where another table was issued meanwhile, the lines become those of that one.
    """
    row = reads.there(book, assessment_id)
    _refuse_closed(row)
    with book.change(f"更新系统建议：{row['title']}") as change:
        if reads.reissued(book, row):
            change.result = _by_new_table(change, row)
            return change.changes
        changed = reads.stale(book, assessment_id)
        for line_id, one in changed.items():
            change.put_row(AssessmentLine.table, line_id, reads.suggested(one))
        change.result = len(changed)
    return change.changes


def _by_new_table(change: Change, row: Row) -> int:
    """The lines of the table that holds now; an indicator that stays keeps what was said of it."""
    book = change.book
    system, before = system_of(book, row["year"]), reads.lines(book, row["id"])
    given = {o.indicator_id: reads.suggested(o) for o in suggestions(book, row["year"])}
    change.known[MAKING] = change.known[MOVING] = True
    there = {line["title"]: line for line in before}
    fresh = []
    for seq, one in enumerate(system.indicators):
        draft, old = _line(system, row["id"], seq, one, given), there.pop(one.title, None)
        if old is not None and old["indicator"] == one.id:
            change.put_row(AssessmentLine.table, old["id"], {**draft, **_still_said(old, draft)})
        else:
            fresh.append({**draft, **(_still_said(old, draft) if old is not None else {})})
    kept = {one.title: one.id for one in system.indicators}
    for line in before:
        if kept.get(line["title"]) != line["indicator"]:
            change.drop(AssessmentLine.table, line["id"])
    change.add_all(AssessmentLine, fresh)
    facts = {"pack": system.pack, "cutoff_on": system.cutoff_of(row["year"]).isoformat()}
    change.put_row(Assessment.table, row["id"], facts)
    return len(system.indicators)


def _still_said(old: Row, draft: Row) -> Row:
    """What the unit said of an indicator; a score above its new points is asked anew."""
    said = {name: old[name] for name in (*_OWN, "task_id")}
    score = said["self_score"]
    if score is not None and (score > draft["points"] or not rules.applies(draft)):
        said["self_score"] = None
    return said


def take_suggestions(book: Book, assessment_id: str, line_ids: Collection[str] = ()) -> Changes:
    """采用建议: for these lines, or for all that have no score yet. `result`: so many lines."""
    row = reads.there(book, assessment_id)
    _refuse_closed(row)
    with book.change(f"采用系统建议：{row['title']}") as change:
        taken = 0
        for line in reads.lines(book, assessment_id):
            chosen = line["id"] in line_ids if line_ids else line["self_score"] is None
            if chosen and rules.applies(line):
                draft = {"self_score": line["suggested"] or 0}
                change.put_row(AssessmentLine.table, line["id"], draft)
                taken += 1
        change.result = taken
    return change.changes


def leave_out(book: Book, line_id: str) -> Changes:
    """标为不适用: the table says it is not for everybody, and the unit says why not for it."""
    line, row = _own_word(book, line_id)
    why = (line["note"] or "").strip()
    if not why:
        raise Refused(
            "还没写为什么不适用", "先在原因里写一句，例如“没有推行积分制”，再按“标为不适用”",
            field="note", code="QL-SA-100",
        )  # fmt: skip
    with book.change(f"不适用：{row['title']} {line['indicator']}") as change:
        facts = {"basis": records.NOT_FOR_US, "suggested": 0, "self_score": None}
        facts |= {"formula": f"本单位不适用，剔除后折算：{why}"}
        change.put_row(AssessmentLine.table, line_id, facts)
    return change.changes


def take_in_again(book: Book, line_id: str) -> Changes:
    """改回要评: with the suggestion of now."""
    line, row = _own_word(book, line_id)
    given = {one.indicator_id: reads.suggested(one) for one in suggestions(book, row["year"])}
    with book.change(f"改回要评：{row['title']} {line['indicator']}") as change:
        change.put_row(AssessmentLine.table, line_id, given.get(line["indicator"], {}))
    return change.changes


def _own_word(book: Book, line_id: str) -> tuple[Row, Row]:
    line = ledger.there(book, AssessmentLine.table, line_id)
    row = reads.there(book, line["assessment_id"])
    _refuse_closed(row)
    if not reads.by_own_word(book, row, line):
        raise Refused(
            "这一项不能自己定适用不适用",
            "评分办法里写了不适用的才可以；有没有集体经济组织看“机构”台账", code="QL-SA-101",
        )  # fmt: skip
    return line, row


def save_line(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """The unit's own score of one line, with why."""
    if row_id is None:
        raise _not_by_hand()
    line = ledger.there(book, AssessmentLine.table, row_id)
    score = draft.get("self_score")
    if score not in (None, ""):
        _refuse_score(line, int(score))
    return ledger.save_row(book, AssessmentLine.table, row_id, draft)


def _not_by_hand() -> Refused:
    return Refused("自评项由指标表来定", "请按“开始自评”，不用自己加", code="QL-SA-037")


def _refuse_score(line: Row, score: int) -> None:
    if not rules.applies(line):
        raise Refused(
            "这一项对本单位不适用，不用自评", "看下一项", field="self_score", code="QL-SA-038"
        )
    if score > line["points"]:
        raise Refused(
            f"超过该项分值 {rules.told(line['points'])} 分",
            f"请填 0 到 {rules.told(line['points'])} 之间的分", field="self_score",
            code="QL-SA-039",
        )  # fmt: skip
    if score < 0:
        raise Refused("自评分不能比 0 小", "没有做到就填 0", field="self_score", code="QL-SA-040")


def drop_line(book: Book, row_id: str) -> Changes:
    """Refused: the lines are those of the issued table."""
    del book, row_id
    raise Shut("自评项由指标表来定，不能单独删", "没有做到的填 0，写明原因", code="QL-SA-041")


def guard_line(change: Change, before: Row | None, after: Row) -> None:
    """Whatever way it is written: a version that was handed in stays as it was."""
    if MAKING in change.known:
        return
    row = change.book.row(Assessment.table, after["assessment_id"] or "")
    if row is None or before is None:
        raise _not_by_hand()
    if row["state"] in records.OPEN:
        score = after["self_score"]
        if score is not None and score != before["self_score"]:
            _refuse_score(after, score)
        return
    names = (*AssessmentLine.fields, "deleted")
    if any(before[name] != after[name] for name in names if name != "task_id"):
        raise _closed(row)


def _refuse_closed(row: Row) -> None:
    if row["state"] not in records.OPEN:
        raise _closed(row)


def _closed(row: Row) -> Shut:
    if row["state"] == records.HEARD:
        return Shut(
            "党组织已经审议，不能再改", "要改请先按“退回修改”，改好重新审议", code="QL-SA-042"
        )
    day = row["frozen_on"] or ""
    return Shut(
        f"这一版 {day} 已报送，内容冻结", "要改请按“新版本”，原来的一版照旧留着", code="QL-SA-043"
    )


# -- gaps into tasks -----------------------------------------------------------------------------


def to_tasks(book: Book, line_ids: Sequence[str], due_on: date, assignee: str = "") -> Changes:
    """转成任务: one task for each lost line that has none yet; `result` is so many."""
    if not line_ids:
        raise Refused("还没选失分项", "请先选一项或几项", code="QL-SA-044")
    if due_on < clock.today():
        raise Refused("期限已经过了", "请填今天或以后的日期", field="due_on", code="QL-SA-045")
    chosen = book.page(AssessmentLine.table, list(line_ids))
    row = reads.there(book, chosen[0]["assessment_id"])
    gaps = {gap.line_id: gap for gap in reads.gaps(book, row["id"])}
    there = reads.tasks_of(book, list(gaps.values()))
    with book.change(f"失分项转成任务（{len(line_ids)} 项）") as change:
        made = 0
        for line in chosen:
            gap = gaps.get(line["id"])
            if gap is None or gap.task_id in there:
                continue
            task = save_task(book, None, _task(row, line, gap, due_on, assignee))
            change.put_row(AssessmentLine.table, line["id"], {"task_id": str(task.result)})
            made += 1
        change.result = made
    return change.changes


def _task(row: Row, line: Row, gap: rules.Gap, due_on: date, assignee: str) -> Row:
    what = f"{row['title']} {line['indicator']} 少 {shown(gap.lost)} 分"
    return {
        "title": f"补齐 {line['indicator']} {line['title']}"[:200],
        "item": ITEMS[-1],
        "clause": line["scoring"],
        "issuer": "年度自评",
        "source_no": f"{row['title']} {line['indicator']}",
        "evidence": gap.how[:500],
        "assignee": assignee or None,
        "due_on": due_on.isoformat(),
        "due_reason": reckoning.given(due_on, what).stored(),
    }


def drop_assessment(book: Book, row_id: str) -> Changes:
    """A year begun by mistake goes with its lines, until it was heard or handed in."""
    row = reads.there(book, row_id)
    if row["state"] not in records.OPEN:
        raise _closed(row)
    with book.change(f"删{row['title']}") as change:
        change.drop(Assessment.table, row_id)
    return change.changes


def bring_back_assessment(book: Book, row_id: str) -> Changes:
    """Out of the recycle bin, with its lines."""
    row = ledger.there(book, Assessment.table, row_id)
    if reads.current(book, row["year"]) is not None:
        raise Refused(f"{row['year']} 年已经有自评了", "请接着做那一版", code="QL-SA-046")
    with book.change(f"找回{row['title']}") as change:
        change.bring_back(Assessment.table, row_id)
    return change.changes
