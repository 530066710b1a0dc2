"""Why can these values not stand together? One question a record; None where they can."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from qinglian_desktop.core.outcome import Problem
from qinglian_desktop.modules.party.records import PROJECT
from qinglian_desktop.modules.party.rules.cycles import period_of

_Row = Mapping[str, Any]


def meeting_problem(row: _Row, today: date) -> Problem | None:
    """Why these values of a meeting cannot stand together."""
    present, expected = row.get("present"), row.get("expected")
    for name, value in (("present", present), ("expected", expected)):
        if value is not None and value < 0:
            return Problem("人数小于 0", "请核对人数", field=name, code="QL-PA-001")
    if present is not None and expected is not None and present > expected:
        what = f"实到 {present} 人，比应到的 {expected} 人还多"
        return Problem(what, "请核对应到和实到人数", field="present", code="QL-PA-002")
    held = row.get("held_on")
    if held and held > today.isoformat() and (present or (row.get("minutes") or "").strip()):
        what = "会还没有开，先不要填实到人数和会议记录"
        return Problem(what, "日期写错的改日期，没开的等开完再填", field="held_on",
                       code="QL-PA-003")  # fmt: skip
    return _period_problem(row, "due_period", "例：2026年9月、2026年第三季度、2026年上半年")


def _period_problem(row: _Row, name: str, remedy: str) -> Problem | None:
    if not (row.get(name) or "").strip():
        return None
    told = period_of(row)
    if told is None:
        return Problem(f"“{row[name]}”看不出是哪一期", remedy, field=name, code="QL-PA-004")
    held = row.get("held_on")
    if held and held < told.first.isoformat():
        what = f"{held} 开的会，还没到{told.label}"
        return Problem(what, "请核对日期，或者改“算哪一期”", field=name, code="QL-PA-005")
    return None


def joint_problem(row: _Row, today: date) -> Problem | None:
    held = row.get("held_on")
    if held and held > today.isoformat() and (row.get("minutes") or row.get("decided")):
        what = "会还没有开，先不要填会议记录和议定事项"
        return Problem(what, "日期写错的改日期，没开的等开完再填", field="held_on",
                       code="QL-PA-003")  # fmt: skip
    return _period_problem(row, "due_period", "例：2026年第三季度")


def item_problem(row: _Row, today: date) -> Problem | None:
    """Of the three lists: what is done has its day, and residents are asked afterwards."""
    done, told = row.get("done_on"), row.get("feedback_on")
    for name, value in (("done_on", done), ("feedback_on", told)):
        if value and value > today.isoformat():
            return Problem("日期在今天之后", "请填办这件事那天", field=name, code="QL-PA-006")
    if done and row.get("raised_on") and done < row["raised_on"]:
        what = "办结日期早于提出日期"
        return Problem(what, "请核对两个日期", field="done_on", code="QL-PA-007")
    if told and not done:
        what = "还没办结，先不填反馈日期"
        return Problem(what, "先填办结日期和办理结果", field="feedback_on", code="QL-PA-008")
    if told and done and told < done:
        what = "反馈日期早于办结日期"
        return Problem(what, "请核对两个日期", field="feedback_on", code="QL-PA-007")
    if row.get("need_id") and row.get("list") != PROJECT:
        what = "只有项目才对应需求"
        return Problem(what, "把“哪张清单”改成项目，或者清空“对应的需求”", field="need_id",
                       code="QL-PA-009")  # fmt: skip
    return None


def check_in_problem(row: _Row, today: date) -> Problem | None:
    order = ("reported_on", "post_on", "feedback_on", "receipt_on")
    labels = dict(zip(order, ("报到日期", "认领日期", "反馈日期", "回执日期"), strict=True))
    reported, told = row.get("reported_on"), row.get("feedback_on")
    for name in order:
        if row.get(name) and row[name] > today.isoformat():
            what = f"{labels[name]}在今天之后"
            return Problem(what, "请填办这件事那天", field=name, code="QL-PA-006")
        if name != "reported_on" and row.get(name) and reported and row[name] < reported:
            what = f"{labels[name]}早于报到日期"
            return Problem(what, "请核对两个日期", field=name, code="QL-PA-007")
    if row.get("receipt_on") and (not told or row["receipt_on"] < told):
        what = "还没反馈就有了回执" if not told else "回执日期早于反馈日期"
        return Problem(what, "请核对两个日期", field="receipt_on", code="QL-PA-007")
    return None


def service_problem(row: _Row, check_in: _Row | None, today: date) -> Problem | None:
    """`hours` is kept in thousandths."""
    hours, day = row.get("hours"), row.get("served_on")
    if hours is not None and not 0 < hours <= 24_000:
        what = "一次服务的时长要大于 0，不超过 24 小时"
        return Problem(what, "两天的分成两条来记", field="hours", code="QL-PA-010")
    if day and day > today.isoformat():
        return Problem("服务日期在今天之后", "做完再记", field="served_on", code="QL-PA-006")
    if day and check_in is not None and (check_in["reported_on"] or "") > day:
        what = f"服务日期早于报到日期 {check_in['reported_on']}"
        return Problem(what, "请核对两个日期", field="served_on", code="QL-PA-007")
    return None


def event_problem(row: _Row, today: date) -> Problem | None:
    found, closed = row.get("found_on"), row.get("closed_on")
    for name, value in (("found_on", found), ("closed_on", closed)):
        if value and value > today.isoformat():
            return Problem("日期在今天之后", "请填办这件事那天", field=name, code="QL-PA-006")
    if found and closed and closed < found:
        what = "办结日期早于发现日期"
        return Problem(what, "请核对两个日期", field="closed_on", code="QL-PA-007")
    if closed and not (row.get("result") or "").strip():
        return Problem("还没写办理结果", "写一句怎么办的", field="result", code="QL-PA-011")
    return None


def visit_problem(row: _Row, today: date) -> Problem | None:
    if row.get("visited_on") and row["visited_on"] > today.isoformat():
        return Problem("走访日期在今天之后", "走访以后再记", field="visited_on", code="QL-PA-006")
    return None


def span_problem(row: _Row, first: str, last: str, words: str) -> Problem | None:
    """A stretch of time that ends before it begins."""
    if row.get(first) and row.get(last) and row[last] < row[first]:
        return Problem(words, "请核对两个日期", field=last, code="QL-PA-007")
    return None
