"""下一步 (TL-03): one action for each record, by its state and the day; none only when filed."""

from datetime import date, timedelta
from typing import Any

import pytest

from qinglian_desktop.core.kinds import DAY, FILES
from qinglian_desktop.core.record import Owner, Record, defaults
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.next_step import Step, next_step, state_of
from qinglian_desktop.modules.next_step.table import FILED, NEXT, REGISTERS

TODAY = date(2026, 11, 24)
TABLES = {record.table: record for record in RECORDS}
STATES = ("state", "status", "stage")


def whole(record: type[Record], **facts: Any) -> dict[str, Any]:
    """A row with everything a clerk has to fill in."""
    row: dict[str, Any] = {"id": "x", "created_at": "2026-05-06T08:00:00", **defaults(record)}
    for name, field in record.fields.items():
        if not field.required or row.get(name) is not None:
            continue
        kind = field.kind
        if field.choices:
            row[name] = field.choices[0]
        elif kind is DAY:
            row[name] = "2026-05-06"
        else:
            text = field.example or kind.example
            row[name] = kind.dump(kind.read(text)) if text else "x"
    return {**row, **facts}


def step(table: str, **facts: Any) -> Step | None:
    record = TABLES[table]
    return next_step(record, whole(record, **facts), TODAY)


def _at(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


# (type, what its row says, the action that is to come)
CASES: list[tuple[str, dict[str, Any], str | None]] = [
    ("task", {"state": "未开始"}, "begin"),
    ("task", {"state": "未开始", "due_on": _at(-3)}, "begin"),
    ("task", {"state": "进行中", "due_on": _at(8)}, "submit"),
    ("task", {"state": "待核"}, "check"),
    ("task", {"state": "已完成"}, "archive"),
    ("task", {"state": "已完成", "frequency": "每月", "due_on": "2026-11-30"}, "next_round"),
    ("task", {"state": "已完成", "frequency": "每月", "due_on": "2026-12-31"}, "archive"),
    ("task", {"state": "已完成", "frequency": "每周", "due_on": "2026-12-25"}, "next_round"),
    ("task", {"state": "已完成", "frequency": "每周", "due_on": "2026-12-31"}, "archive"),
    ("task", {"state": "已完成", "frequency": "每季度", "due_on": "2026-09-30"}, "next_round"),
    ("task", {"state": "已完成", "frequency": "按需", "due_on": "2026-09-30"}, "archive"),
    (
        "task",
        {"state": "已完成", "frequency": "每月", "due_on": "2026-11-30", "routine_id": "r"},
        "archive",
    ),
    ("task", {"state": "已终止"}, "archive"),
    ("task", {"title": None}, "complete"),
    ("assessment", {"state": "草稿"}, "score"),
    ("assessment", {"state": "自评"}, "hear"),
    ("assessment", {"state": "党组织审议"}, "freeze"),
    ("assessment", {"state": "已报送街道"}, "wait"),
    ("assessment", {"state": "退回补充"}, "new_version"),
    ("assessment", {"state": "街道核评"}, "note_result"),
    ("assessment", {"state": "未认定"}, "make_up"),
    ("assessment", {"state": "已认定"}, "archive"),
    ("assessment_line", {}, "score"),
    ("assessment_line", {"self_score": 500}, "archive"),
    ("assessment_mark", {}, "mark"),
    ("assessment_mark", {"score": 0}, "archive"),
    ("task_step", {"done_on": None}, "tick"),
    ("task_step", {"done_on": _at(-1)}, "archive"),
    ("routine", {}, "wait"),
    ("routine", {"until_on": _at(0)}, "archive"),
    ("routine", {"until_on": _at(1)}, "wait"),
    ("checklist", {}, "use"),
    ("matter", {"state": "办理中"}, "go_on"),
    ("matter", {"state": "未通过"}, "again"),
    ("matter", {"state": "已终止"}, "archive"),
    ("matter", {"state": "已变更"}, "archive"),
    ("matter", {"state": "已归档"}, None),
    ("delegation", {"until_on": _at(1)}, "hold"),
    ("delegation", {"until_on": _at(0)}, "renew_or_end"),
    ("delegation", {"until_on": _at(-9), "revoked_on": _at(-9)}, "archive"),
    ("consultation", {}, "write_outcome"),
    ("consultation", {"outcome": "划线停车"}, "publish"),
    ("consultation", {"outcome": "划线停车", "notice_id": "n"}, "carry_out"),
    ("consultation", {"outcome": "划线", "notice_id": "n", "done": "已划"}, "archive"),
    ("notice", {"state": "草稿"}, "submit"),
    ("notice", {"state": "待审"}, "review"),
    ("notice", {"state": "退回"}, "revise"),
    ("notice", {"state": "审核同意"}, "post"),
    ("notice", {"state": "已上墙", "until_on": _at(1)}, "keep_up"),
    ("notice", {"state": "已上墙", "until_on": _at(0)}, "take_down"),
    ("notice", {"state": "公示不足"}, "post_again"),
    ("notice", {"state": "已归档"}, None),
    ("planned_posting", {"state": "待公开"}, "write"),
    ("planned_posting", {"state": "待公开", "notice_id": "n"}, "post"),
    ("planned_posting", {"state": "已公开"}, "archive"),
    ("planned_posting", {"state": "不适用"}, "archive"),
    ("disclosure_plan", {"state": "征求意见"}, "opinions"),
    ("disclosure_plan", {"state": "待备案"}, "file"),
    ("disclosure_plan", {"state": "已生效"}, "go_over"),
    ("hanging", {"state": "在贴", "until_on": _at(5)}, "keep_up"),
    ("hanging", {"state": "在贴", "until_on": _at(-5)}, "take_down"),
    ("hanging", {"state": "贴够已撤"}, "archive"),
    ("objection", {"state": "待答复", "due_on": _at(2)}, "answer"),
    ("objection", {"state": "上级核实"}, "wait"),
    ("objection", {"state": "待更正"}, "correct"),
    ("objection", {"state": "已撤回"}, "archive"),
    ("question", {"state": "待答复"}, "answer"),
    ("question", {"state": "已答复"}, "archive"),
    ("disclosure_demand", {"state": "人数不够"}, "collect"),
    ("entry", {}, "review"),
    ("entry", {"reviewed_on": _at(-1)}, "archive"),
    ("labour_day", {}, "pay"),
    ("labour_day", {"pay_id": "p"}, "archive"),
    ("labour_pay", {"state": "已发放"}, "archive"),
    ("clean_up", {"state": "诉讼"}, "follow"),
    ("project", {"stage": "施工"}, "do_4"),
    ("project", {"stage": "已完成"}, "archive"),
    ("asset", {"status": "闲置"}, "use"),
    ("asset", {"status": "已处置"}, "archive"),
    ("asset", {"status": "自用"}, "go_over"),
    ("inventory", {"state": "公示"}, "do_4"),
    ("audit", {"state": "征求意见", "opinions_by": _at(3)}, "answer"),
    ("finding", {"state": "整改中"}, "submit"),
    ("collective_report", {"state": "已写好"}, "hear"),
    ("contract", {"state": "履行中", "end_on": _at(91)}, "collect"),
    ("contract", {"state": "履行中", "end_on": _at(90)}, "renew"),
    ("contract", {"state": "履行中", "end_on": _at(0)}, "end"),
    ("contract", {"state": "已续签", "end_on": _at(0)}, "archive"),
    ("benefit_line", {"state": "待核实"}, "verify"),
    ("person", {"state": "在册"}, "go_over"),
    ("person", {"state": "迁出"}, "archive"),
    ("post", {"until_on": _at(0)}, "elect"),
    ("post", {"until_on": _at(200)}, "serve"),
    ("post", {}, "go_over"),
    ("directive", {"state": "待办"}, "do"),
    ("directive", {"state": "已撤回"}, "archive"),
    ("offered_pack", {"state": "待看"}, "look"),
    ("party_meeting", {}, "add_papers"),
    ("party_meeting", {"files": FILES.dump(("0" * 64,))}, "archive"),
    ("check_in", {}, "choose_post"),
    ("check_in", {"post": "楼栋长"}, "write_back"),
    ("check_in", {"post": "楼栋长", "feedback_on": _at(-1)}, "archive"),
    ("joint_item", {"status": "待认领", "due_on": _at(5)}, "claim"),
    ("joint_item", {"status": "已办结"}, "ask_back"),
    ("joint_item", {"status": "已办结", "feedback_on": _at(-1)}, "archive"),
    ("grid_event", {"due_on": _at(5)}, "do"),
    ("grid_event", {"due_on": _at(5), "closed_on": _at(0)}, "archive"),
    ("grid_staff", {}, "go_over"),
    ("grid_staff", {"until_on": _at(-1)}, "archive"),
    ("supervision_opinion", {"reply_due": _at(9)}, "urge"),
    ("monitor_log", {"signed_on": _at(-1)}, "send"),
    ("monitor_appointment", {"pledged_on": _at(-300), "until_on": _at(0)}, "renew"),
    ("promise", {"due_on": _at(30)}, "do"),
    ("covenant", {}, "ask"),
    ("covenant", {"asked_on": _at(-9), "reviewed_on": _at(-5)}, "meet"),
    ("event_report", {"event_on": _at(3)}, "visit"),
    ("event_report", {"event_on": _at(-3)}, "record"),
    ("environment_issue", {"due_on": _at(3)}, "do"),
    ("problem", {"status": "待整改"}, "begin"),
    ("problem", {"status": "待复查", "recheck_on": _at(9)}, "recheck"),
    ("problem", {"status": "已销号"}, "archive"),
    ("unit_plan", {"state": "会议通过"}, "file"),
    ("optional_action", {"status": "实施"}, "settle"),
    ("veto_event", {"document_no": "1号"}, "put_right"),
    ("assessment", {"state": "草稿"}, "score"),
    ("assessment", {"state": "退回补充"}, "new_version"),
    ("assessment", {"state": "已认定"}, "archive"),
    ("handover", {"state": "未完成交接"}, "sign"),
    ("handover", {"state": "已完成交接"}, "archive"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "facts", "key"), CASES)
def test_the_next_step_of_a_record(table: str, facts: dict[str, Any], key: str | None) -> None:
    found = step(table, **facts)
    assert (found.key if found else None) == key


def test_the_table_has_cases_enough_and_of_many_kinds() -> None:
    assert len(CASES) >= 60
    assert len({table for table, _, _ in CASES}) >= 25


def _rows(record: type[Record]) -> list[dict[str, Any]]:
    """A row in every state, with every last day past, today, and still to come."""
    name = next((n for n in STATES if n in record.fields and record.fields[n].choices), "")
    states = [{name: word} for word in record.fields[name].choices] if name else [{}]
    days = [n for n, field in record.fields.items() if field.kind is DAY and not field.required]
    dated = [{}, *({n: _at(off) for n in days} for off in (-400, 0, 30))]
    made = [whole(record, **state, **day) for state in states for day in dated]
    return [*made, {"id": "x", **defaults(record)}]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.table)
def test_every_record_has_a_next_step_in_every_state_but_filed_away(record: type[Record]) -> None:
    for row in _rows(record):
        found = next_step(record, row, TODAY)
        filed = state_of(record, row) in FILED.get(record.table, ())
        assert (found is None) == filed, row
        if found is not None:
            assert found.key.isascii() and 0 < len(found.label) <= 24
            assert found.words(TODAY)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.table)
def test_nothing_is_left_to_do_in_a_closed_year(record: type[Record]) -> None:
    if record.owner is Owner.LOCAL or record.table in REGISTERS:
        return
    row = whole(record)
    years = {2026, int(row["year"])} if isinstance(row.get("year"), int) else {2026}
    assert next_step(record, row, TODAY, years) is None


def test_the_table_names_only_records_states_and_fields_there_are() -> None:
    assert set(NEXT) | REGISTERS | set(FILED) <= set(TABLES)
    for table, rules in NEXT.items():
        fields = TABLES[table].fields
        known = {word for name in STATES if name in fields for word in fields[name].choices}
        for rule in rules:
            assert set(rule.states) <= known, rule
            named = {*rule.empty, *rule.filled, rule.due, rule.until, rule.since} - {""}
            assert named <= set(fields), rule


def test_the_day_is_said_and_a_day_that_is_past_too() -> None:
    due = step("task", state="进行中", due_on="2026-12-05")
    late = step("task", state="进行中", due_on="2026-11-20")
    assert due is not None and late is not None
    assert due.words(TODAY) == "办好送核，12月5日前"
    assert late.words(TODAY) == "办好送核，11月20日到期，过了 4 天"


def test_what_lacks_comes_first() -> None:
    found = step("task", title=None, state="进行中")
    assert found is not None
    assert found.words(TODAY) == "补齐〔事项〕"
