"""SA-10: the street's marks come back with the next bundle, and belong to their version."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from exchange.at_work import World, report, take
from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused, Shut
from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange import directing, issuing
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.evaluation import actions, assessment_reads, due, marking
from qinglian_desktop.modules.evaluation import assessment_records as records
from qinglian_desktop.store.book import Book

YEAR = 2026
WORDS = {0: "会议记录缺两次", 3: "名单没有盖章", 5: "照片看不清日期", 8: "台账和公示对不上"}


@pytest.fixture
def december() -> Iterator[None]:
    with clock.fixed(date(YEAR, 12, 20)):
        yield


def hand_in(unit: Book) -> str:
    """The version worked in, all the way; what it still lacks is said."""
    row = assessment_reads.current(unit, YEAR)
    made = row["id"] if row else str(actions.begin(unit, YEAR).result)
    save = saving.saver("assessment_line")
    for line in ours(unit, made):
        save(unit, line["id"], {"self_score": line["points"], "note": line["note"] or "都办了"})
    for one in assessment_reads.lacking(unit, made):
        save(unit, one.line_id, {one.field: "已补材料"})
    actions.finish(unit, made)
    actions.hear(unit, made, None, "12月支委会")
    actions.freeze(unit, made)
    return str(made)


def ours(book: Book, assessment_id: str) -> list[Row]:
    lines = assessment_reads.lines(book, assessment_id)
    return [line for line in lines if line["basis"] != records.NOT_FOR_US]


def down(street: Book, unit: Book, usb: Path) -> None:
    for sent in directing.write_down(street, usb, (unit.unit.code,)).result:  # type: ignore[attr-defined]
        take(unit, sent.path)


def mark_four(street: Book, version: str) -> dict[str, int]:
    """Four lines with less than the unit gave itself; what each was given, by indicator."""
    given = {}
    lines = ours(street, version)
    for place, words in WORDS.items():
        line = lines[place]
        score = line["self_score"] // 2
        actions.mark_line(street, line["id"], {"score": score, "said": words})
        given[line["indicator"]] = score
    return given


def test_four_marks_of_the_street_are_four_comments_at_the_unit(
    world: World, street: Book, usb: Path, december: None
) -> None:
    unit, other = world.unit(1), world.unit(2)
    version = hand_in(unit)
    report(unit, street, usb)
    own = [(line["id"], line["self_score"], line["note"]) for line in ours(unit, version)]

    given = mark_four(street, version)
    down(street, unit, usb)  # half a review stays at the street
    assert assessment_reads.marks(unit, version) == {}

    actions.send_back(street, version, records.RETURNED, "这四条补好再报")
    down(street, unit, usb)
    down(street, other, usb)
    here = marking.marks_of(unit, unit.unit.office_id, YEAR)
    assert here is not None and here.sent is not None
    assert sorted(mark["said"] for mark in here.marks.values()) == sorted(WORDS.values())
    assert {mark["indicator"]: mark["score"] for mark in here.marks.values()} == given
    assert (here.sent["outcome"], here.sent["said"]) == (records.RETURNED, "这四条补好再报")
    assert [(line["id"], line["self_score"], line["note"]) for line in ours(unit, version)] == own
    beside = {one.line["indicator"]: one for one in assessment_reads.three_columns(unit, version)}
    assert {name: one.review for name, one in beside.items() if one.review is not None} == given
    assert sum(bool(one.said) for one in beside.values()) == 4
    assert not assessment_reads.marks(other, version)


def test_marks_belong_to_the_version_they_were_given_for(
    world: World, street: Book, usb: Path, december: None
) -> None:
    unit = world.unit(1)
    first = hand_in(unit)
    report(unit, street, usb)
    given = mark_four(street, first)

    # Meanwhile the unit hands in a second version; the street sends the first one back.
    second = str(actions.new_version(unit, first).result)
    actions.send_back(street, first, records.RETURNED)
    down(street, unit, usb)
    assert {m["indicator"] for m in assessment_reads.marks(unit, first).values()} == set(given)
    assert assessment_reads.marks(unit, second) == {}
    row = assessment_reads.there(unit, second)
    assert assessment_reads.word_of_street(unit, row)[:2] == (1, given)
    wanted = {one.line_id for one in assessment_reads.lacking(unit, second)}
    assert len(wanted) == len(given)  # each differs from its mark and wants a word
    changed = next(line["indicator"] for line in ours(unit, second) if line["id"] in wanted)
    saving.saver("assessment_line")(
        unit, next(iter(ours(unit, second)))["id"], {"note": "会议记录补齐了"}
    )
    assert hand_in(unit) == second
    report(unit, street, usb)

    newest = marking.marks_of(street, unit.unit.office_id, YEAR)
    assert newest is not None
    assert (newest.row["id"], dict(newest.marks), newest.sent) == (second, {}, None)
    assert set(newest.before) == set(given)
    old = ours(street, first)[0]
    with pytest.raises(Refused, match="后来报了第 2 版"):
        actions.mark_line(street, old["id"], {"score": 0, "said": "晚了"})

    # Only lines the unit left as they were take the old mark over.
    assert actions.carry_over(street, second).result == len(given) - 1
    over = {m["indicator"]: m["said"] for m in assessment_reads.marks(street, second).values()}
    assert changed not in over
    assert set(over) == set(given) - {changed}
    actions.take_own(street, second)
    actions.send_back(street, second, records.REVIEWED)
    down(street, unit, usb)
    here = marking.marks_of(unit, unit.unit.office_id, YEAR)
    assert here is not None and here.finished
    there = marking.marks_of(street, unit.unit.office_id, YEAR)
    assert there is not None and here.review == there.review
    assert len(assessment_reads.marks(unit, first)) == len(given)


def test_a_review_is_whole_before_it_is_finished(
    world: World, street: Book, usb: Path, december: None
) -> None:
    unit = world.unit(1)
    version = hand_in(unit)
    report(unit, street, usb)
    lines = ours(street, version)
    with pytest.raises(Refused, match="还没写要补什么"):
        actions.send_back(street, version, records.RETURNED)
    with pytest.raises(Refused, match=f"还有 {len(lines)} 条没核评"):
        actions.send_back(street, version, records.REVIEWED)
    with pytest.raises(Refused, match="核评分要在 0 到"):
        actions.mark_line(street, lines[0]["id"], {"score": lines[0]["points"] + 1})
    actions.mark_line(street, lines[0]["id"], {"score": 0})
    assert actions.take_own(street, version).result == len(lines) - 1
    with pytest.raises(Refused, match="还有 1 条没写意见"):
        actions.send_back(street, version, records.REVIEWED)
    actions.mark_line(street, lines[0]["id"], {"said": "没有佐证"})
    sent = actions.send_back(street, version, records.REVIEWED)
    with pytest.raises(Shut, match="已经发回"):
        street.undo(sent.step)
    mark = assessment_reads.marks(street, version)[lines[0]["id"]]
    assert (mark["score"], mark["to_office"]) == (0, unit.unit.office_id)
    with pytest.raises(Shut, match="已经发回"), street.change("收回") as change:
        change.put_row("assessment_mark", mark["id"], {"to_office": None})

    # A mark that is put right afterwards goes with the next bundle.
    down(street, unit, usb)
    actions.mark_line(street, lines[0]["id"], {"score": 500, "said": "补了一次"})
    down(street, unit, usb)
    assert assessment_reads.marks(unit, version)[lines[0]["id"]]["said"] == "补了一次"
    with pytest.raises(Refused, match="核评由街道来做"):
        actions.mark_line(unit, lines[0]["id"], {"score": 0})


def test_today_asks_for_the_assessment_and_for_what_came_back(
    world: World, street: Book, usb: Path
) -> None:
    unit = world.unit(1)
    with clock.fixed(date(YEAR, 12, 20)):
        day = clock.today()
        assert due.due(unit, day) == []  # an office without a year of work is not asked
        saving.saver("task")(unit, None, {"title": "清廉建设", "year": YEAR})
        (asked,) = due.due(unit, day)
        assert (asked.act, asked.due_on) == ("开始自评", date(YEAR + 1, 1, 15))
        made = str(actions.begin(unit, YEAR).result)
        lost = len(assessment_reads.gaps(unit, made))
        going_on, gaps = due.due(unit, day)
        assert "还没做完" in going_on.subject
        assert gaps.subject == f"自评还有 {lost} 项失分没人补"
        assert gaps.due_on == date(YEAR, 12, 31)
        version = hand_in(unit)
        assert due.due(unit, day) == []
        assert due.due(street, day) == []
        report(unit, street, usb)
        (waiting,) = due.due(street, day)
        assert waiting.subject == f"1 家报送了{YEAR}年度自评，还没核评发回"
        mark_four(street, version)
        actions.send_back(street, version, records.RETURNED, "补四条")
        assert due.due(street, day) == []
        down(street, unit, usb)
        (came,) = due.due(unit, day)
        assert came.subject == f"街道退回补充：{YEAR}年度自评第 1 版，4 条有意见"
        actions.take_note(unit, version)
        assert due.due(unit, day) == []
        row = assessment_reads.there(unit, version)
        assert row["state"] == records.BACK
        assert assessment_reads.steps_of(unit, version)[-1]["said"] == "补四条"
        with pytest.raises(Refused, match="没有新发回的核评"):
            actions.take_note(unit, version)

        # Looked through after all, without a new version.
        actions.take_own(street, version)
        actions.send_back(street, version, records.REVIEWED)
        down(street, unit, usb)
        assert [one.subject for one in due.due(unit, day)] == [
            f"街道核评完：{YEAR}年度自评第 1 版，4 条有意见"
        ]
        actions.take_note(unit, version)
        assert assessment_reads.there(unit, version)["state"] == records.MARKED
    with clock.fixed(date(YEAR, 11, 30)):
        assert due.due(unit, clock.today()) == []


def test_a_stopped_unit_is_not_waited_for(
    world: World, street: Book, usb: Path, december: None
) -> None:
    first, second, third = (world.unit(number) for number in (1, 2, 3))
    hand_in(second)
    report(second, street, usb)
    for unit in (second, third):
        issuing.revoke_unit(street, unit.unit.code)
    listed = {one.unit["office_id"]: one.marked for one in marking.units(street, YEAR)}
    assert list(listed) == [first.unit.office_id, second.unit.office_id]
    assert listed[first.unit.office_id] is None
    assert listed[second.unit.office_id] is not None
