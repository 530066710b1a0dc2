"""回看: what was entered for one gate, in lines of words; no rule is asked again."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions import reads, steps
from qinglian_desktop.modules.decisions.records import (
    AVOIDS,
    CAME_LATE,
    LEFT_EARLY,
    MEETINGS,
    ORIGIN,
    THERE,
    MatterStep,
)

Line = tuple[str, str]  # label, words


def lines(book: Any, found: reads.Case, gate: str) -> list[Line]:
    """What is known of a gate; one line telling what comes first where nothing is."""
    held = found.step(gate)
    if held is None or not any(row["held_on"] for row in held.rows):
        waiting = next((g for g in steps.before(found.matter, gate)
                        if not steps.passed(found.rows, g)), "")  # fmt: skip
        return [("", f"先完成“{waiting}”" if waiting else "还没有登记")]
    shown: list[Line] = []
    rows = [row for row in found.rows if row["gate"] == gate and row["held_on"]]
    for row in rows:
        shown += _of_row(book, found, row, several=len(rows) > 1)
    return shown


def _of_row(book: Any, found: reads.Case, row: Row, *, several: bool) -> Iterator[Line]:
    if several:
        part = f"，{row['part']}" if row["part"] else ""
        yield ("", f"第 {row['round_no']} 次第 {row['sitting_no']} 场{part}")
    yield ("日期", _when(row))
    if row["late"]:
        yield ("补录", _late(row))
    if row["ratifies"]:
        yield ("补议", "紧急先办，事后补议")
    if row["gate"] == ORIGIN:
        matter = found.matter
        yield ("来源", matter["origin"])
        if matter["proposed_by"]:
            yield ("谁提出", matter["proposed_by"])
        return
    if row["gate"] in MEETINGS:
        yield from _meeting(book, found, row)
    for name in ("slip_no", "slip_opinion", "decision", "opinions", "dissent", "published_note",
                 "supervision", "chair", "recorder", "supervisors", "street_people"):  # fmt: skip
        if row[name]:
            yield (MatterStep.fields[name].label, str(row[name]))
    if row["notice_id"] and (notice := reads.notice_of(book, row)):
        yield ("公告", f"{notice['number']}（{notice['state']}）")


def _meeting(book: Any, found: reads.Case, row: Row) -> Iterator[Line]:
    unit = row["counted_by"]
    due, present = row["due_count"] or 0, row["present_count"] or 0
    share = f"，占 {present * 100 / due:.1f}%" if due else ""
    yield ("到会", f"应到 {due} {unit}，实到 {present} {unit}{share}")
    if row["excluded_count"]:
        yield ("不计入", f"依法不计入 {row['excluded_count']} 人")
    people = reads.people_of(book, row["id"])
    for way in (AVOIDS, CAME_LATE, LEFT_EARLY, "请假", "缺席"):
        who = [one["name"] for one in people if one["attendance"] == way]
        if who:
            yield (way, "、".join(who))
    if row["yes_count"] is not None:
        votes = f"赞成 {row['yes_count']}，反对 {row['no_count']}，弃权 {row['abstain_count']}"
        yield ("表决", votes)
    if row["result"]:
        yield ("结论", row["result"])
    if row["basis"]:
        yield ("依据", row["basis"])
    if any(one["attendance"] != THERE for one in people) and row["avoiding_count"]:
        yield ("计票", f"{row['avoiding_count']} 人回避，应到按 {due} {unit}算")


def _when(row: Row) -> str:
    day = paper_day(date.fromisoformat(row["held_on"]))
    rest = "，".join(filter(None, (row["held_time"], row["place"])))
    return f"{day}{'，' if rest else ''}{rest}"


def _late(row: Row) -> str:
    held, entered = date.fromisoformat(row["held_on"]), date.fromisoformat(row["entered_on"])
    return f"{paper_day(entered)}登记，晚了 {(entered - held).days} 天"
