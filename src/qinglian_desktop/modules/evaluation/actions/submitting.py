"""A self-assessment goes its way: finished, heard by the party, handed in, decided on."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from qinglian_desktop.core import canonical, clock
from qinglian_desktop.core.kinds import FILES
from qinglian_desktop.core.outcome import Changes, Refused, Shut
from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange.word import saving
from qinglian_desktop.modules.evaluation import assessment_reads as reads
from qinglian_desktop.modules.evaluation import assessment_records as records
from qinglian_desktop.modules.evaluation import assessment_rules as rules
from qinglian_desktop.modules.evaluation import marking, snapshot
from qinglian_desktop.modules.evaluation import reads as standing
from qinglian_desktop.modules.evaluation.actions.assessing import MOVING
from qinglian_desktop.modules.evaluation.assessment_records import Assessment, AssessmentStep
from qinglian_desktop.modules.evaluation.computing import system_of
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change


def finish(book: Book, assessment_id: str, day: date | None = None) -> Changes:
    """草稿 → 自评: every line is said, and what differs is explained."""
    row = _in_state(book, assessment_id, records.DRAFT)
    if reads.reissued(book, row):
        raise Refused("街道下发了新的指标表", "请到“自评表”按“按新指标表更新”，再看一遍各项",
                      code="QL-SA-097")  # fmt: skip
    _refuse_lacking(book, row)
    return _move(book, row, records.DONE, day, {"done_on": _iso(day)})


def hear(book: Book, assessment_id: str, day: date | None, meeting: str, said: str = "") -> Changes:
    """自评 → 党组织审议: when, in which meeting, with which word."""
    row = _in_state(book, assessment_id, records.DONE)
    if not meeting.strip():
        raise Refused(
            "还没写是哪次会审议的", "例：12月18日支部委员会", field="heard_by", code="QL-SA-047"
        )
    _refuse_early(row["done_on"], day, "审议日期比自评完成还早", "heard_on")
    _refuse_lacking(book, row)
    facts = {"heard_on": _iso(day), "heard_by": meeting.strip(), "heard_said": said.strip() or None}
    return _move(book, row, records.HEARD, day, facts, said=meeting.strip())


def take_back(book: Book, assessment_id: str) -> Changes:
    """退回修改: not handed in yet, so the lines open again and are heard anew."""
    row = reads.there(book, assessment_id)
    if row["state"] not in (records.DONE, records.HEARD):
        raise Refused(f"现在是“{row['state']}”，不能退回修改", "报送以后请按“新版本”",
                      code="QL-SA-048")  # fmt: skip
    facts = dict.fromkeys(("done_on", "heard_on", "heard_by", "heard_said"))
    return _move(book, row, records.DRAFT, None, facts, said="退回修改")


def freeze(book: Book, assessment_id: str, day: date | None = None) -> Changes:
    """冻结并提交: numbers, rules, evidence and both papers are kept as they are now.

    `result` is the digest of what was kept.
    """
    row = _in_state(book, assessment_id, records.HEARD)
    _refuse_early(row["heard_on"], day, "报送日期比审议还早", "frozen_on")
    _refuse_lacking(book, row)
    if reads.reissued(book, row):
        raise Refused("街道下发了新的指标表", "请先“退回修改”，按新指标表更新再审议",
                      code="QL-SA-098")  # fmt: skip
    if stale := reads.stale(book, assessment_id):
        raise Refused(
            f"有 {len(stale)} 项的系统建议已经变了", "请先“退回修改”，更新建议再审议",
            code="QL-SA-049",
        )  # fmt: skip
    lines = reads.lines(book, assessment_id)
    whole = rules.tally(lines)
    bonus, state = standing.bonus_of(book, row["year"]), standing.standing_of(book, row["year"])
    level = system_of(book, row["year"]).level_of(whole.points)
    facts: Row = {
        "frozen_on": _iso(day),
        "total": rules.stored(whole.points),
        "bonus": rules.stored(bonus.points),
        "level": state.state or level,
        "standing": state.words or None,
    }
    kept = snapshot.made(book, {**row, **facts}, lines)
    data = canonical.dumps(kept)
    facts["digest"] = canonical.digest(data)
    facts["snapshot"] = FILES.dump((book.files.add(data),))
    return _move(book, row, records.SENT, day, facts, result=facts["digest"])


def note_step(book: Book, assessment_id: str, step: str, draft: Mapping[str, Any]) -> Changes:
    """What the street or the district decided, by the paper that came."""
    row = reads.there(book, assessment_id)
    allowed = rules.NEXT.get(row["state"], ())
    if step not in allowed:
        then = f"现在可以登记：{'、'.join(allowed)}" if allowed else "先把这一版报送出去"
        raise Refused(f"现在是“{row['state']}”，不能登记“{step}”", then, field="step",
                      code="QL-SA-050")  # fmt: skip
    day = draft.get("happened_on")
    if not day:
        raise Refused("还没写日期", "请填文件上的日期", field="happened_on", code="QL-SA-051")
    _refuse_early(row["frozen_on"], date.fromisoformat(day), "日期比报送还早", "happened_on")
    if step in (records.RECOGNISED, records.REVOKED, records.PAUSED) and not draft.get(
        "document_no"
    ):
        raise Refused(
            f"登记“{step}”要有文号", "请照文件填文号", field="document_no", code="QL-SA-052"
        )
    if step == records.RECOGNISED and not draft.get("level"):
        raise Refused("还没写认定等次", "例：示范、合格", field="level", code="QL-SA-053")
    with book.change(f"登记{step}：{row['title']}") as change:
        change.known[MOVING] = True
        change.add(AssessmentStep, {**draft, "assessment_id": assessment_id, "step": step})
        change.put_row(Assessment.table, assessment_id, {"state": step})
    return change.changes


def save_report_as_word(book: Book, assessment_id: str, path: Path) -> Changes:
    """自评报告 as a .docx: as it was handed in, or as it is now, marked as a draft."""
    return saving.save_paper(book, snapshot.paper(book, assessment_id, snapshot.REPORT), path)


def take_note(book: Book, assessment_id: str) -> Changes:
    """What the street has sent back becomes a step of the version; its own scores stay."""
    review = marking.unseen(book, assessment_id)
    if review is None:
        raise Refused("街道没有新发回的核评", "等街道下发以后再看", code="QL-SA-096")
    draft = {"happened_on": review["made_on"], "said": review["said"], "issued_by": "街道"}
    return note_step(book, assessment_id, marking.STEP_OF[review["outcome"]], draft)


def save_step(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Words and papers of a step are put right; which step it was stays."""
    if row_id is None:
        raise Refused("进程从自评那一页登记", "请在“提交”里按“登记进展”", code="QL-SA-054")
    return ledger.save_row(book, AssessmentStep.table, row_id, draft)


def drop_step(book: Book, row_id: str) -> Changes:
    """Refused: it is what happened."""
    del book, row_id
    raise Shut("评价进程是已经发生的事，不能删", "登记错了请按“撤销”", code="QL-SA-055")


def save_assessment(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """A year is begun by its act; what it is called may be changed while it is open."""
    if row_id is None:
        raise Refused("年度自评不用自己加", "请按“开始自评”", code="QL-SA-056")
    return ledger.save_row(book, Assessment.table, row_id, draft)


def guard_assessment(change: Change, before: Row | None, after: Row) -> None:
    """Whatever way it is written: what was handed in is not taken back and not rewritten."""
    if before is None or MOVING in change.known:
        return
    names = set(Assessment.fields) - {"title"}
    if before["state"] in (*records.OPEN, records.HEARD):
        if after["state"] != before["state"] and not change.undoes:
            raise Refused("进展不能直接改", "请照页面上的下一步办", field="state", code="QL-SA-082")
        return
    later = {"state"} if change.undoes and after["state"] != records.HEARD else set()
    if any(before[name] != after[name] for name in names - later) or after["frozen_on"] is None:
        raise _frozen(before)
    if after["deleted"] != before["deleted"] or after["title"] != before["title"]:
        raise _frozen(before)


def _frozen(row: Row) -> Shut:
    return Shut(
        f"{row['title']}已报送，内容冻结", "要改请按“新版本”，原来的一版照旧留着", code="QL-SA-057"
    )


def _in_state(book: Book, assessment_id: str, state: str) -> Row:
    row = reads.there(book, assessment_id)
    if row["state"] != state:
        raise Refused(f"现在是“{row['state']}”，不是“{state}”", "请照页面上的下一步办",
                      code="QL-SA-058")  # fmt: skip
    return row


def _refuse_lacking(book: Book, row: Row) -> None:
    found = reads.lacking(book, row["id"])
    if not found:
        return
    unsaid = [one for one in found if one.field == "self_score"]
    what = f"还有 {len(unsaid)} 项没自评" if unsaid else f"还有 {len(found)} 项没写说明"
    raise Refused(what, f"先补 {found[0].what}", field=found[0].field, code="QL-SA-059")


def _refuse_early(first: str | None, day: date | None, what: str, field: str) -> None:
    on = day or clock.today()
    if first and on.isoformat() < first:
        raise Refused(what, f"请填 {first} 或以后的日期", field=field, code="QL-SA-080")
    if on > clock.today():
        raise Refused("日期还没到", "办了以后再登记", field=field, code="QL-SA-081")


def _iso(day: date | None) -> str:
    return (day or clock.today()).isoformat()


def _move(
    book: Book, row: Row, state: str, day: date | None, facts: Mapping[str, Any], *,
    said: str = "", result: object = None,
) -> Changes:  # fmt: skip
    """The state with its facts, and a step that says when."""
    with book.change(f"{row['title']}：{state}") as change:
        change.known[MOVING] = True
        change.put_row(Assessment.table, row["id"], {**facts, "state": state})
        step = {"assessment_id": row["id"], "step": state, "happened_on": _iso(day)}
        change.add(AssessmentStep, {**step, "said": said or None})
        change.result = result
    return change.changes
