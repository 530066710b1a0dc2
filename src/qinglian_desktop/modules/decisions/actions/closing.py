"""How does a matter end? Filed with everything in its folder, given up, or altered by another."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions import reads, steps
from qinglian_desktop.modules.decisions.actions import opening, papering
from qinglian_desktop.modules.decisions.actions.settling import add_step, settle, stamp
from qinglian_desktop.modules.decisions.records import (
    ARCHIVE,
    ARCHIVED,
    DONE,
    ENDED,
    FAILED,
    MEETINGS,
    PRE_REVIEW,
    PUBLISHED,
    RESULT,
    RUNNING,
    Matter,
    MatterStep,
)
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book


class Item(NamedTuple):
    """One thing that belongs into the folder of a matter (一事一档)."""

    gate: str
    label: str
    there: bool


def pre_review(
    book: Book,
    matter_id: str,
    day: date,
    slip_no: str,
    opinion: str = "",
    *,
    agreed: bool = True,
    files: tuple[str, ...] = (),
) -> Changes:
    """The street's answer to a matter it reads beforehand; `result` is the id of the step.

    Refused without the number of the return slip. When the street does not agree the matter
    stays where it is, and the talk goes on.
    """
    found = reads.own(book, matter_id)
    steps.may_record(found.matter, found.rows, PRE_REVIEW, day, clock.today())
    if not slip_no.strip():
        raise Refused("没有写预审回执号", "照街道回执上的编号填", field="slip_no",
                      code="QL-DW-070")  # fmt: skip
    with book.change(f"登记街道预审：{found.matter['title'][:30]}", event_on=day) as change:
        last = found.step(PRE_REVIEW)
        draft: Row = {
            **stamp(book, None, day),
            "round_no": last.last["round_no"] + 1 if last else 1,
            "slip_no": slip_no.strip(),
            "slip_opinion": opinion.strip() or None,
            "result": DONE if agreed else "未通过",
        }
        if files:
            draft["files"] = MatterStep.fields["files"].kind.dump(ledger.stored(book, files))
        change.result = add_step(change, found, PRE_REVIEW, draft)
        settle(change, matter_id)
    return change.changes


# -- the folder ------------------------------------------------------------------------------


def checklist(book: Book, matter_id: str) -> list[Item]:
    """Everything the folder needs, in the order of the gates, each there or not."""
    found = reads.case(book, matter_id)
    items: list[Item] = []
    for gate in steps.gates_of(found.matter):
        held = found.step(gate)
        if gate in MEETINGS:
            items += _of_meeting(book, gate, held, decides=gate == steps.deciding(found.matter))
        elif gate == PRE_REVIEW:
            items.append(Item(gate, "街道预审回执", bool(held and held.last["slip_no"])))
        elif gate in (PUBLISHED, RESULT):
            items += _of_notice(book, gate, held)
    return items


def _of_meeting(book: Book, gate: str, held: steps.Sitting | None, *, decides: bool) -> list[Item]:
    rows = held.rows if held else ()
    scans = [row for row in rows if row["files"] not in (None, "", "[]") or _scanned(book, row)]
    named = all(row["chair"] and row["recorder"] for row in rows)
    items = [
        Item(gate, f"{gate}：签字的会议材料", bool(rows) and len(scans) == len(rows)),
        Item(gate, f"{gate}：主持人、记录人", bool(rows) and named),
        Item(gate, f"{gate}：主要意见", bool(rows) and any(row["opinions"] for row in rows)),
    ]
    if decides:
        text = bool(rows) and bool(rows[-1]["decision"])
        items.append(Item(gate, f"{gate}：决议内容", text))
    return items


def _scanned(book: Book, row: Row) -> bool:
    """Signed pages came back, and of no paper only a part."""
    back = [one for one in papering.returned(book, row["id"]) if one.scanned]
    return bool(back) and not any(one.words for one in back)


def _of_notice(book: Book, gate: str, held: steps.Sitting | None) -> list[Item]:
    row = held.last if held else None
    notice = book.row(Notice.table, row["notice_id"]) if row and row["notice_id"] else None
    proof = bool(notice and notice["proof"] not in (None, "", "[]"))
    return [
        Item(gate, f"{gate}：公告贴够日子", bool(row and row["result"] == DONE)),
        Item(gate, f"{gate}：上墙照片", proof),
        Item(gate, f"{gate}：监督意见", bool(row and row["supervision"])),
    ]


def archive(book: Book, matter_id: str, archive_no: str = "", day: date | None = None) -> Changes:
    """The folder is closed; refused while something is missing from it (named)."""
    found, day = reads.own(book, matter_id), day or clock.today()
    steps.may_record(found.matter, found.rows, ARCHIVE, day, clock.today())
    missing = [item.label for item in checklist(book, matter_id) if not item.there]
    if missing:
        more = f"等 {len(missing)} 样" if len(missing) > 2 else ""
        raise Refused(
            f"还差：{'、'.join(missing[:2])}{more}", "补齐后再归档", field="files",
            code="QL-DW-071",
        )  # fmt: skip
    with book.change(f"归档：{found.matter['title'][:30]}", event_on=day) as change:
        add_step(change, found, ARCHIVE, {**stamp(book, None, day), "result": DONE})
        facts = {"state": ARCHIVED, "archived_on": day.isoformat()}
        if archive_no.strip():
            facts["archive_no"] = archive_no.strip()
        settle(change, matter_id, **facts)
        change.result = matter_id
    return change.changes


# -- given up or altered ---------------------------------------------------------------------


def end_matter(book: Book, matter_id: str, reason: str, day: date | None = None) -> Changes:
    """Given up before it was decided, with a reason and a notice of its own (as a draft).

    `result` is the number of the notice. A decision that was taken is ended by the same kind of
    meeting only (`change_decision`). The case and its history stay.
    """
    found, day = reads.own(book, matter_id), day or clock.today()
    matter = found.matter
    if matter["state"] not in (RUNNING, FAILED):
        raise Refused(f"这件事已经是“{matter['state']}”", "不用再终止", code="QL-DW-072")
    if steps.passed(found.rows, steps.deciding(matter)):
        raise Refused(
            "决议已经作出，只能由同样的会议终止", "用“变更或终止决议”另立事项", code="QL-DW-073"
        )
    if not reason.strip():
        raise Refused("终止要写原因", "例：上级已统一安排，不用再议", field="reason",
                      code="QL-DW-074")  # fmt: skip
    held = [d for gate in steps.gates_of(matter) if (d := steps.day_of(found.rows, gate))]
    if day > clock.today() or (held and day < max(held)):
        raise Refused("终止日期不对", "应在最后一步到今天之间", field="ended_on", code="QL-DW-075")
    with book.change(
        f"终止：{matter['title'][:30]}", event_on=day, reason=reason.strip()
    ) as change:
        body = (
            f"《{matter['title']}》（{matter['number']}）于{paper_day(day)}终止办理。\n"
            f"原因：{reason.strip()}。"
        )
        made = disclosure.compose_general(
            book, f"关于终止《{matter['title']}》的公告", body=body, mode="公告"
        )
        facts = {"ended_on": day.isoformat(), "ended_reason": reason.strip(), "state": ENDED}
        settle(change, matter_id, **facts)
        change.result = made.result
    return change.changes


def change_decision(
    book: Book, matter_id: str, draft: Mapping[str, Any], *, revoke: bool = False
) -> Changes:
    """Opens the matter that alters or ends an earlier decision; `result` is its id.

    It goes before the same kind of meeting, by the same rule of votes; the earlier one is closed
    when that meeting has passed it, and has its own notice.
    """
    found = reads.own(book, matter_id)
    old = found.matter
    if not steps.passed(found.rows, steps.deciding(old)):
        raise Refused("这件事还没有决议", "没决议的直接终止，写明原因", code="QL-DW-076")
    if old["state"] in (ENDED, "已变更"):
        raise Refused(f"这件事已经是“{old['state']}”", "请看后来的那件事项", code="QL-DW-077")
    if not str(draft.get("content") or "").strip():
        raise Refused("没有写为什么变更", "写明原来怎么定的、改成什么、为什么", field="content",
                      code="QL-DW-078")  # fmt: skip
    standing = (Where("supersedes", "=", matter_id), Where("state", "in", (RUNNING, FAILED)))
    if other := book.rows(Query(Matter.table, standing, limit=1)):
        raise Refused(f"已经立了变更它的事项{other[0]['number']}", "请办那一件", code="QL-DW-079")
    same = ("matter_class", "group_name", "path", "body", "threshold", "for_collective",
            "pre_review", "amount_fen", "executor", "basis")  # fmt: skip
    word = "终止" if revoke else "变更"
    made: Row = {name: old[name] for name in same if old[name] not in (None, "")}
    made |= {
        "title": f"{word}“{old['title']}”的决议",
        "origin": old["origin"],
        "supersedes": matter_id,
        "revokes": int(revoke),
    }
    return opening.put_matter(book, {**made, **draft})
