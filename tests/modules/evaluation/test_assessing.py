"""A self-assessment from its beginning to its freezing: scores, reasons, gaps, tasks, versions."""

import html
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from itertools import combinations
from pathlib import Path
from shutil import copytree

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.evaluation.made_year import YEAR, entered, fill
from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Heading, Paragraph, as_text
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.evaluation import (
    actions,
    assessment_reads,
    assessment_rules,
    computing,
    evidence,
    scoring,
    snapshot,
)
from qinglian_desktop.modules.evaluation import assessment_records as records
from qinglian_desktop.modules.evaluation.assessment_records import Assessment, AssessmentLine
from qinglian_desktop.modules.evaluation.assessment_rules import Gap, Tally
from qinglian_desktop.modules.evaluation.page import gaps as gaps_page
from qinglian_desktop.modules.tasks.records import Task
from qinglian_desktop.paper.draw import draw
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.store.book import Book

AFTER = date(YEAR + 1, 1, 2)
BEFORE = date(YEAR, 12, 20)
FONTS = Fonts()


@pytest.fixture(scope="module")
def begun_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office whose year was just begun, to be copied."""
    made = make_book(tmp_path_factory.mktemp("begun"))
    with clock.fixed(BEFORE):
        actions.begin(made, YEAR)
    made.close()
    return made.home


@pytest.fixture(scope="module")
def sent_home(begun_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, handed in."""
    home = Path(copytree(begun_home, tmp_path_factory.mktemp("sent") / "home"))
    book = Book.open(home, RECORDS)
    with clock.fixed(BEFORE):
        hand_in(book, begun_in(book))
    book.close()
    return home


@pytest.fixture
def book(begun_home: Path, tmp_path: Path) -> Iterator[Book]:
    yield from opened(begun_home, tmp_path)


@pytest.fixture
def sent(sent_home: Path, tmp_path: Path) -> Iterator[Book]:
    yield from opened(sent_home, tmp_path)


@pytest.fixture
def begun(book: Book) -> str:
    return begun_in(book)


def opened(home: Path, tmp_path: Path) -> Iterator[Book]:
    made = Book.open(Path(copytree(home, tmp_path / "copy")), RECORDS)
    with clock.fixed(BEFORE):
        yield made
    made.close()


def begun_in(book: Book) -> str:
    found = assessment_reads.current(book, YEAR)
    assert found is not None
    return str(found["id"])


def line_of(book: Book, assessment_id: str, indicator: str) -> Row:
    return next(
        line for line in assessment_reads.lines(book, assessment_id)
        if line["indicator"] == indicator
    )  # fmt: skip


def save(book: Book, line: Row, **draft: object) -> None:
    saving.saver(AssessmentLine.table)(book, line["id"], draft)


def hand_in(book: Book, assessment_id: str) -> None:
    """All the way, with the suggestions as they are."""
    actions.take_suggestions(book, assessment_id)
    actions.finish(book, assessment_id)
    actions.hear(book, assessment_id, None, "12月支委会", "同意报送")
    actions.freeze(book, assessment_id)


def text_of(book: Book, assessment_id: str, name: str) -> str:
    """The words of a printed paper."""
    pdf = BytesIO()
    draw(snapshot.paper(book, assessment_id, name), pdf, fonts=FONTS)
    with pypdfium2.PdfDocument(pdf.getvalue()) as made:
        return "\f".join(page.get_textpage().get_text_range() for page in made)


def test_the_words_of_a_basis_are_those_of_the_scoring() -> None:
    assert set(records.BASES) == set(scoring.STATES.values())


def test_a_year_begins_with_a_line_for_each_indicator_and_its_suggestion(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    fill(book)
    with clock.fixed(AFTER):
        made = str(actions.begin(book, YEAR).result)
        told = {one.indicator_id: one for one in computing.suggestions(book, YEAR)}
        lines = assessment_reads.lines(book, made)
        assert [line["indicator"] for line in lines] == list(told)
        for line in lines:
            one = told[line["indicator"]]
            assert Decimal(line["suggested"]) / 1000 == one.points
            assert line["basis"] == scoring.STATES[one.state]
            assert line["formula"].startswith(one.formula)
        assert len([line for line in lines if line["suggested"]]) >= 12
        with pytest.raises(Refused, match="已经开始"):
            actions.begin(book, YEAR)

        # SA-04: what is written after the cut-off day is not in the collected evidence.
        before = evidence.collected(book, YEAR)
        assert sum(map(len, before.values())) > 100
    with entered(book, AFTER) as change:
        meeting = before["A01"][0]
        change.put_row("party_meeting", meeting.row_id, {"topic": "改过的", "kind": "党课"})
        change.drop("party_meeting", before["A01"][1].row_id)
        change.add(
            book.tables["party_meeting"],
            {"kind": "支委会", "topic": "补的", "held_on": f"{YEAR}-03-01"},
        )
    with clock.fixed(AFTER):
        assert evidence.collected(book, YEAR) == before
        assert assessment_reads.stale(book, made) == {}
    book.close()


def test_the_own_score_stands_beside_the_suggestion_and_needs_a_reason(
    book: Book, begun: str
) -> None:
    line = line_of(book, begun, "A01")
    save(book, line, self_score=2500)
    kept = line_of(book, begun, "A01")
    assert (kept["self_score"], kept["suggested"]) == (2500, line["suggested"])
    told = assessment_rules.unlike_suggested(kept)
    assert told == "自评与系统建议差 2.5 分，请写一句原因"
    actions.take_suggestions(book, begun)
    with pytest.raises(Refused, match="还有 1 项没写说明") as refused:
        actions.finish(book, begun)
    assert "A01" in refused.value.remedy
    save(book, kept, note="会议记录在纸上，还没登记")
    actions.finish(book, begun)
    assert assessment_reads.there(book, begun)["state"] == records.DONE


def test_what_a_unit_does_not_do_is_left_out_with_a_reason_and_told_out_of_the_rest(
    book: Book, begun: str
) -> None:
    """E04: 未推行的不适用，剔除并折算; the register of bodies decides of the others."""
    line = line_of(book, begun, "E04")
    before = assessment_rules.tally(assessment_reads.lines(book, begun))
    with pytest.raises(Refused, match="还没写为什么不适用"):
        actions.leave_out(book, line["id"])
    save(book, line, note="没有推行积分制", self_score=1000)
    actions.leave_out(book, line["id"])
    after = assessment_rules.tally(assessment_reads.lines(book, begun))
    assert after.most == before.most - 2
    assert after.asked == before.asked - 1
    assert assessment_reads.stale(book, begun) == {}, "no refresh takes it in again"
    actions.take_suggestions(book, begun)
    kept = line_of(book, begun, "E04")
    assert (kept["basis"], kept["self_score"]) == (records.NOT_FOR_US, None)
    assert "没有推行积分制" in text_of(book, begun, snapshot.TABLE)
    for other in ("A01", "A07"):
        with pytest.raises(Refused, match="不能自己定适用不适用"):
            actions.leave_out(book, line_of(book, begun, other)["id"])
    actions.take_in_again(book, line["id"])
    again = assessment_rules.tally(assessment_reads.lines(book, begun))
    assert (again.most, again.asked) == (before.most, before.asked)
    actions.leave_out(book, line["id"])
    actions.finish(book, begun)


def test_a_score_never_goes_over_its_points_whatever_way_it_is_written(
    book: Book, begun: str
) -> None:
    line = line_of(book, begun, "A01")
    with pytest.raises(Refused, match="超过该项分值 3 分"):
        save(book, line, self_score=3001)
    with pytest.raises(Refused, match="超过该项分值"), book.change("绕过") as change:
        change.put_row(AssessmentLine.table, line["id"], {"self_score": 9000})
    save(book, line, self_score=3000)
    with pytest.raises(Refused, match="比 0 小"):
        save(book, line, self_score=-1)
    apart = line_of(book, begun, "A07")  # no collective organisation is registered
    assert apart["basis"] == records.NOT_FOR_US
    with pytest.raises(Refused, match="不适用"):
        save(book, apart, self_score=0)


def test_what_does_not_apply_is_taken_out_and_the_rest_told_out_of_the_whole(
    book: Book, begun: str
) -> None:
    for line in assessment_reads.lines(book, begun):
        if line["basis"] != records.NOT_FOR_US:
            save(book, line, self_score=line["points"])
    lines = assessment_reads.lines(book, begun)
    whole = assessment_rules.tally(lines)
    assert whole.most < whole.whole == 100
    assert whole.points == 100
    assert whole.said == whole.asked == sum(line["basis"] != records.NOT_FOR_US for line in lines)
    save(book, lines[0], self_score=0)
    less = assessment_rules.tally(assessment_reads.lines(book, begun))
    expected = (whole.most - Decimal(lines[0]["points"]) / 1000) * 100 / whole.most
    assert less.points == expected.quantize(Decimal("0.01"))


def test_each_lost_line_becomes_one_task_and_both_know_of_each_other(
    book: Book, begun: str
) -> None:
    gaps = assessment_reads.gaps(book, begun)[:7]
    changes = actions.to_tasks(book, [gap.line_id for gap in gaps], date(YEAR + 1, 1, 31), "李四")
    assert changes.result == 7
    tasks = assessment_reads.tasks_of(book, assessment_reads.gaps(book, begun))
    assert len(tasks) == 7
    for task_id, task in tasks.items():
        line = assessment_reads.line_of_task(book, task_id)
        assert line is not None
        assert line["task_id"] == task_id
        assert line["indicator"] in task["source_no"]
        assert (task["due_on"], task["assignee"]) == (f"{YEAR + 1}-01-31", "李四")
    again = actions.to_tasks(book, [gap.line_id for gap in gaps], date(YEAR + 1, 1, 31))
    assert again.result == 0
    book.undo(changes.step)
    assert not assessment_reads.tasks_of(book, assessment_reads.gaps(book, begun))
    assert actions.to_tasks(book, [gaps[0].line_id], date(YEAR + 1, 1, 31)).result == 1
    task_id = line_of(book, begun, gaps[0].indicator)["task_id"]
    saving.dropper(Task.table)(book, task_id)
    assert actions.to_tasks(book, [gaps[0].line_id], date(YEAR + 1, 1, 31)).result == 1


def test_freezing_keeps_a_snapshot_that_prints_the_same_for_ever(sent: Book) -> None:
    first_id = begun_in(sent)
    first = {name: text_of(sent, first_id, name) for name in snapshot.PAPERS}
    assert "草稿" not in first[snapshot.TABLE]
    second = str(actions.new_version(sent, first_id).result)
    assert assessment_reads.there(sent, second)["version"] == 2
    save(sent, line_of(sent, second, "A01"), self_score=3000, note="补上了会议记录")
    with entered(sent, BEFORE) as change:
        change.add(
            sent.tables["party_meeting"],
            {"kind": "支委会", "topic": "研究", "held_on": f"{YEAR}-03-01"},
        )
    with clock.fixed(date(YEAR + 2, 5, 1)):
        assert {name: text_of(sent, first_id, name) for name in snapshot.PAPERS} == first
    assert "补上了会议记录" in "".join(text_of(sent, second, snapshot.TABLE).split())


@pytest.mark.parametrize(
    "way",
    [
        lambda book, a, line: save(book, line, self_score=line["points"]),
        lambda book, a, line: save(book, line, note="改一句"),
        lambda book, a, line: actions.refresh(book, a),
        lambda book, a, line: actions.take_suggestions(book, a),
        lambda book, a, line: saving.dropper(Assessment.table)(book, a),
        lambda book, a, line: saving.saver(Assessment.table)(book, a, {"state": "草稿"}),
        lambda book, a, line: saving.saver(Assessment.table)(book, a, {"title": "改名"}),
        lambda book, a, line: actions.take_back(book, a),
    ],
)
def test_what_was_handed_in_stays(sent: Book, way: Callable[[Book, str, Row], object]) -> None:
    begun = begun_in(sent)
    row, lines = assessment_reads.there(sent, begun), assessment_reads.lines(sent, begun)
    with pytest.raises(Refused):
        way(sent, begun, lines[0])
    assert assessment_reads.there(sent, begun) == row
    assert assessment_reads.lines(sent, begun) == lines


def test_handing_in_is_not_taken_back(book: Book, begun: str) -> None:
    actions.take_suggestions(book, begun)
    actions.finish(book, begun)
    actions.hear(book, begun, None, "支委会")
    changes = actions.freeze(book, begun)
    with pytest.raises(Refused, match="冻结"):
        book.undo(changes.step)
    assert assessment_reads.there(book, begun)["state"] == records.SENT


def test_a_snapshot_that_was_meddled_with_is_not_printed(sent: Book) -> None:
    row = assessment_reads.there(sent, begun_in(sent))
    with pytest.raises(Damaged, match="和报送时不一样"):
        snapshot.kept(sent, {**row, "digest": "0" * 64})


def test_last_year_and_the_new_one_are_compared_and_the_difference_is_explained(
    sent: Book,
) -> None:
    book = sent
    with clock.fixed(date(YEAR + 1, 12, 20)):
        following = str(actions.begin(book, YEAR + 1).result)
        actions.take_suggestions(book, following)
        line = line_of(book, following, "A01")
        save(book, line, self_score=1000, note="有纸质记录")
        found = {one.line["indicator"]: one for one in
                 assessment_reads.three_columns(book, following)}  # fmt: skip
        assert found["A01"].own == 1000
        assert found["A01"].last == 0
        assert found["A01"].unlike == "自评与上年差 1 分，请写一句说明"
        assert not any(one.unlike for name, one in found.items() if name != "A01")
        with pytest.raises(Refused, match="还有 1 项没写说明"):
            actions.finish(book, following)
        save(book, line, differs="今年补开了")
        actions.finish(book, following)


def test_the_way_goes_by_its_steps_and_each_needs_its_paper(book: Book, begun: str) -> None:
    with pytest.raises(Refused, match="没自评"):
        actions.finish(book, begun)
    with pytest.raises(Refused, match="现在是“草稿”"):
        actions.freeze(book, begun)
    actions.take_suggestions(book, begun)
    actions.finish(book, begun)
    with pytest.raises(Refused, match="哪次会"):
        actions.hear(book, begun, None, "  ")
    with pytest.raises(Refused, match="还早"):
        actions.hear(book, begun, date(YEAR, 1, 1), "支委会")
    actions.hear(book, begun, None, "支委会")
    with pytest.raises(Refused, match="审议"):
        save(book, line_of(book, begun, "A01"), self_score=1000)
    actions.take_back(book, begun)
    save(book, line_of(book, begun, "A01"), self_score=1000, note="写明")
    actions.finish(book, begun)
    actions.hear(book, begun, None, "支委会")
    actions.freeze(book, begun)
    day = {"happened_on": BEFORE.isoformat()}
    with pytest.raises(Refused, match="不能登记“已认定”"):
        actions.note_step(book, begun, records.RECOGNISED, day)
    for step in (records.MARKED, records.PUBLIC, records.DISTRICT):
        actions.note_step(book, begun, step, day)
    with pytest.raises(Refused, match="文号"):
        actions.note_step(book, begun, records.RECOGNISED, {**day, "level": "合格"})
    paper = {**day, "level": "合格", "document_no": "綦清村居〔2026〕1号"}
    actions.note_step(book, begun, records.RECOGNISED, paper)
    last = actions.note_step(
        book, begun, records.PAUSED, {**day, "document_no": "綦清村居〔2026〕2号"}
    )
    book.undo(last.step)
    row = assessment_reads.there(book, begun)
    assert row["state"] == records.RECOGNISED
    steps = [one["step"] for one in assessment_reads.steps_of(book, begun)]
    assert steps.count(records.HEARD) == 2
    assert records.PAUSED not in steps


points = st.integers(1, 5000).map(lambda number: Decimal(number) / 1000)


@given(st.lists(points, min_size=1, max_size=9), st.integers(0, 100_000))
def test_no_fewer_items_would_reach_the_level(lost: list[Decimal], most: int) -> None:
    """Greedy, compared with every choice there is."""
    whole = Decimal(100)
    earned = whole - sum(lost)
    target = Decimal(most) / 1000
    now = Tally(earned, whole, earned.quantize(Decimal("0.01"), ROUND_HALF_UP), (), 0, 0, whole)
    gaps = [Gap(str(n), f"A{n:02}", "", one, "") for n, one in enumerate(lost)]
    found = assessment_rules.to_reach(gaps, now, target)

    def comes_to(chosen: tuple[Decimal, ...]) -> Decimal:
        return (earned + sum(chosen)).quantize(Decimal("0.01"), ROUND_HALF_UP)

    enough = [
        size for size in range(len(lost) + 1)
        if any(comes_to(chosen) >= target for chosen in combinations(lost, size))
    ]  # fmt: skip
    assert found.enough is bool(enough)
    if enough:
        assert len(found.items) == enough[0]
        assert found.reached == comes_to(tuple(gap.lost for gap in found.items))


def test_the_gap_view_reaches_the_next_level_with_the_known_least_number(
    book: Book, begun: str
) -> None:
    """All full but 4 + 3 + 3 + 2: for 合格 (80) of the 78.6 there, one item is enough."""
    for line in assessment_reads.lines(book, begun):
        if line["basis"] != records.NOT_FOR_US:
            save(book, line, self_score=line["points"])
    lines = sorted(
        (one for one in assessment_reads.lines(book, begun) if assessment_rules.applies(one)),
        key=lambda one: -one["points"],
    )
    for line in lines[:7]:
        save(book, line, self_score=0)
    now = assessment_rules.tally(assessment_reads.lines(book, begun))
    name, points_needed = assessment_reads.target(book, YEAR, now.points)
    found = assessment_rules.to_reach(assessment_reads.gaps(book, begun), now, points_needed)
    lost = [Decimal(line["points"]) / 1000 for line in lines[:7]]
    short = (points_needed * now.most / 100) - now.earned
    least = next(n for n in range(8) if sum(lost[:n]) >= short)
    assert name
    assert found.enough
    assert len(found.items) == least > 0


def test_after_the_cut_off_day_only_what_people_judge_can_still_be_made_up(
    book: Book, begun: str
) -> None:
    """E03 is 1 point by hand and 1 by records; A01 is all by records."""
    with clock.fixed(AFTER):
        gaps = {gap.indicator: gap for gap in assessment_reads.gaps(book, begun)}
        assert (gaps["E03"].lost, gaps["E03"].back, gaps["E03"].can) == (2, 1, True)
        assert (gaps["A01"].back, gaps["A01"].can) == (0, False)
        save(book, line_of(book, begun, "E03"), self_score=1000, note="阵地完好")
        gaps = {gap.indicator: gap for gap in assessment_reads.gaps(book, begun)}
        assert (gaps["E03"].lost, gaps["E03"].back, gaps["E03"].can) == (1, 0, False)
        now = assessment_rules.tally(assessment_reads.lines(book, begun))
        found = assessment_rules.to_reach(gaps.values(), now, Decimal(90))
        by_hand = sum((gap.back for gap in found.items), Decimal(0))
        assert not found.enough
        assert found.reached == ((now.earned + by_hand) * now.whole / now.most).quantize(
            Decimal("0.01"), ROUND_HALF_UP
        )


def test_what_was_missed_before_the_cut_off_day_is_not_to_be_made_up(
    book: Book, begun: str
) -> None:
    """A01: 14 of 34 meetings were held in time, the months of the others are over."""
    save(book, line_of(book, begun, "F01"), self_score=0)
    gaps = {gap.indicator: gap for gap in assessment_reads.gaps(book, begun)}
    life = gaps["A01"]
    assert life.lost > 0
    assert (life.back, life.can) == (0, False)
    assert gaps["E03"].can, "people judge a part of it"
    now = assessment_rules.tally(assessment_reads.lines(book, begun))
    reach = assessment_rules.to_reach(gaps.values(), now, Decimal(100))
    assert "A01" not in {gap.indicator for gap in reach.items}
    shown = gaps_page._row(life, None)
    assert shown[3].startswith("已错过，办过没登记的可以补登记。")
    assert shown[5] == "已错过"
    partly = life._replace(can=True, most_back=life.lost - Decimal("0.1"))
    assert gaps_page._row(partly, None)[3].startswith("已错过一部分，还能补")


def test_the_report_is_saved_as_word_with_the_words_of_the_printed_one(
    sent: Book, tmp_path: Path
) -> None:
    begun, path = begun_in(sent), tmp_path / "自评报告.docx"
    assert actions.save_report_as_word(sent, begun, path).result == ()
    with zipfile.ZipFile(path) as package:
        xml = package.read("word/document.xml").decode()
    said = "".join(re.sub(r"<[^>]+>", "", xml).split())
    printed = [
        block.text for block in snapshot.paper(sent, begun, snapshot.REPORT).blocks
        if isinstance(block, Paragraph | Heading)
    ]  # fmt: skip
    assert len(printed) > 20
    for paragraph in printed:
        assert html.escape("".join(paragraph.split()), quote=False) in said


def test_one_indicator_is_printed_with_its_formula_and_its_records(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    fill(book)
    with clock.fixed(BEFORE):
        begun = str(actions.begin(book, YEAR).result)
        line = line_of(book, begun, "A01")
        save(book, line, self_score=2000, note="会议记录在纸上")
        found = evidence.collected(book, YEAR)
        text = "\n".join(as_text(snapshot.line_paper(book, line["id"])))
        assert len(found["A01"]) > 5
        for words in (line["scoring"], line["formula"], "2 分", "会议记录在纸上", "还没有核评"):
            assert words in text
        assert text.count("组织生活") >= len(found["A01"])
        bare = next(name for name, behind in found.items() if not behind)
        paper = snapshot.line_paper(book, line_of(book, begun, bare)["id"])
        assert "截止日前没有相关记录" in "\n".join(as_text(paper))
    book.close()


def test_papers_say_until_which_day_the_records_were_looked_at(book: Book, begun: str) -> None:
    """12月20日 while the year is not over, 31 December afterwards."""
    for day, told in ((BEFORE, "2026年12月20日"), (AFTER, "2026年12月31日")):
        with clock.fixed(day):
            report = "\n".join(as_text(snapshot.paper(book, begun, snapshot.REPORT)))
            listed = "\n".join(as_text(snapshot.paper(book, begun, snapshot.CATALOGUE)))
        assert f"截止到{told}。" in report
        assert f"截止{told}" in listed


def test_the_report_has_the_section_of_initiatives_also_where_there_is_none(
    book: Book, begun: str
) -> None:
    empty = "\n".join(as_text(snapshot.paper(book, begun, snapshot.REPORT)))
    assert "三、特色做法和自选动作" in empty
    assert "本年度没有登记自选动作" in empty
    with entered(book, BEFORE) as change:
        change.add(
            book.tables["optional_action"],
            {"year": YEAR, "title": "板凳议事会", "results": "办成 12 件小事"},
        )
    told = "\n".join(as_text(snapshot.paper(book, begun, snapshot.REPORT)))
    assert "1. 板凳议事会：办成 12 件小事" in told
    assert "没有登记自选动作" not in told
