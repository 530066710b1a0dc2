"""补录: both days are kept, the mark is set by the program, and nothing takes it away."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cases import fill_office, held, hold, make_matter, make_office
from qinglian_desktop.core import clock
from qinglian_desktop.core.bulk import Edit
from qinglian_desktop.core.document.text import as_text
from qinglian_desktop.core.held import RowEdit
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import incoming, issuing, outgoing
from qinglian_desktop.modules import catalog, saving
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.decisions import actions, reads, steps
from qinglian_desktop.modules.decisions.records import PROPOSAL, PUBLISHED
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.shell.desk_tools import rules, save, undo_step
from qinglian_desktop.store import batch, cells, own_values, undoing
from qinglian_desktop.store.book import Book

TODAY = date(2026, 3, 16)
LATE = TODAY - timedelta(days=10)
GRACE = "decision-bodies:entering.late_days"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_office(tmp_path) as made:
        yield made


@pytest.fixture
def late_step(book: Book) -> str:
    matter = make_matter(book, LATE)
    return str(actions.record_meeting(book, matter, PROPOSAL, held(LATE, 5)).result)


def marks(book: Book, step: str) -> tuple[Any, ...]:
    row = book.row("matter_step", step) or {}
    matter = book.row("matter", row["matter_id"]) or {}
    return row["late"], row["held_on"], row["entered_on"], matter["late"]


MARKED = (1, LATE.isoformat(), TODAY.isoformat(), 1)


def test_a_meeting_entered_ten_days_later_is_marked(book: Book, late_step: str) -> None:
    assert marks(book, late_step) == MARKED
    assert steps.late_words(LATE, TODAY) == "这一步是 10 天后才登记的，已标“补录”。"


@pytest.mark.parametrize(("days", "marked"), [(0, 0), (3, 0), (4, 1), (10, 1)])
def test_the_mark_begins_after_the_days_of_grace(book: Book, days: int, marked: int) -> None:
    day = TODAY - timedelta(days=days)
    matter = make_matter(book, day)
    step = actions.record_meeting(book, matter, PROPOSAL, held(day, 5)).result
    assert (book.row("matter_step", str(step)) or {})["late"] == marked


@pytest.mark.parametrize(("typed", "days"), [("0", 0), ("7天", 7)])
def test_the_days_of_grace_are_what_the_street_said(book: Book, typed: str, days: int) -> None:
    own_values.settle(book, GRACE, typed, TODAY, "街道张主任", TODAY)
    assert reads.late_days(book, TODAY) == days
    assert reads.late_days(book, TODAY - timedelta(days=1)) == 3


@pytest.mark.parametrize("typed", ["8", "3650", "-1", "", "三年"])
def test_nothing_told_makes_the_mark_meaningless(book: Book, typed: str) -> None:
    with pytest.raises(Refused, match="0 到 7 天"):
        own_values.settle(book, GRACE, typed, TODAY, "街道张主任", TODAY)
    assert reads.late_days(book, TODAY) == 3


@pytest.mark.parametrize("field", ["late", "entered_on", "held_on", "matter_id", "gate"])
@pytest.mark.parametrize("value", [0, None, "2026-03-06"])
def test_no_save_takes_it_away(book: Book, late_step: str, field: str, value: Any) -> None:
    if value == (book.row("matter_step", late_step) or {})[field]:
        return
    with pytest.raises(Refused):
        saving.saver("matter_step")(book, late_step, {field: value})
    matter = (book.row("matter_step", late_step) or {})["matter_id"]
    with pytest.raises(Refused, match="由程序按日期填写"):
        saving.saver("matter")(book, matter, {"late": 0})
    assert marks(book, late_step) == MARKED


def test_neither_a_cell_nor_a_paste_nor_a_bulk_edit_takes_it_away(
    book: Book, late_step: str
) -> None:
    edit = RowEdit(late_step, {"late": 0})
    written = cells.write_cells(book, saving.saver("matter_step"), "matter_step", [edit])
    assert marks(book, late_step) == MARKED, written.result
    matter = (book.row("matter_step", late_step) or {})["matter_id"]
    several = [RowEdit(matter, {"late": 0}), RowEdit(matter, {"late": None, "note": "核对过"})]
    cells.write_cells(book, saving.saver("matter"), "matter", several)
    assert marks(book, late_step) == MARKED
    lines = batch.try_out(save, book, "matter", [matter], Edit("late", "set", 0), lambda *_: True)
    assert [line.trouble for line in lines] and marks(book, late_step) == MARKED
    batch.carry_out(save, book, "matter", lines, Edit("late", "set", 0), lambda *_: True)
    assert marks(book, late_step) == MARKED


def test_no_sheet_brings_steps_in(book: Book) -> None:
    decisions = next(m for m in catalog.MODULES if m.name == "decisions")
    assert not decisions.sheets
    review = saving.reviewer("matter_step")
    assert review is not None
    assert "不能在这里新增" in str(review(book)({"gate": "提议", "late": 0}))
    new = saving.reviewer("matter")
    assert new is not None
    told = {"title": "x", "matter_class": "M13 其他", "origin": "干部提出", "late": 1}
    assert "补录" in str(new(book)(told))


def test_a_new_row_cannot_bring_its_own_mark_or_state(book: Book) -> None:
    for name, value in (("late", 1), ("state", "已归档"), ("stage", "归档"), ("next_step", "x")):
        with pytest.raises(Refused, match="不能"):
            make_matter(book, TODAY, **{name: value})


def test_a_correction_keeps_the_first_day_of_entry_and_the_mark(book: Book, late_step: str) -> None:
    with clock.fixed(TODAY + timedelta(days=1)):
        actions.amend_meeting(book, late_step, held(TODAY, 5))  # "it was only yesterday"
    late, held_on, entered_on, matter = marks(book, late_step)
    assert (late, held_on, entered_on, matter) == (1, TODAY.isoformat(), TODAY.isoformat(), 1)


def test_a_day_put_right_later_still_tells_when_it_was_entered(book: Book) -> None:
    matter = make_matter(book, LATE)
    step = str(actions.record_meeting(book, matter, PROPOSAL, held(TODAY, 5)).result)
    assert marks(book, step)[0] == 0
    actions.amend_meeting(book, step, held(LATE, 5))
    assert marks(book, step) == MARKED


def test_undoing_takes_the_whole_entry_and_never_the_mark_alone(book: Book) -> None:
    matter = make_matter(book, TODAY)
    with book.change("动议日期") as change:
        change.put_row("matter", matter, {"opened_on": LATE.isoformat()})
        change.put_row("matter_step", reads.steps_of(book, matter)[0]["id"],
                       {"held_on": LATE.isoformat()})  # fmt: skip
    made = actions.record_meeting(book, matter, PROPOSAL, held(LATE, 5))
    step = str(made.result)
    amended = actions.amend_meeting(book, step, held(LATE, 4, 1))
    undo_step(book, amended.step)
    assert marks(book, step) == MARKED
    undo_step(book, made.step)
    assert (book.row("matter_step", step) or {})["deleted"] == 1
    again = actions.record_meeting(book, matter, PROPOSAL, held(LATE, 5))
    assert marks(book, str(again.result)) == MARKED


def test_a_step_that_the_next_one_leans_on_stays_when_its_rows_are_taken_back(book: Book) -> None:
    matter = make_matter(book, TODAY - timedelta(days=2))
    first = actions.record_meeting(book, matter, PROPOSAL, held(TODAY - timedelta(days=2), 5))
    hold_rest = actions.record_meeting(book, matter, "商议", held(TODAY, 9))
    with pytest.raises(Refused, match=r"没有能撤回的记录|后来"):
        undoing.take_back(book, first.step, [("matter", matter)], rules=rules())
    assert (book.row("matter_step", str(first.result)) or {})["deleted"] == 0
    with pytest.raises(Refused):
        undo_step(book, first.step)
    assert hold_rest.step and reads.case(book, matter).next_gate == "审议"


def test_steps_and_people_are_not_dropped_nor_brought_back_one_by_one(
    book: Book, late_step: str
) -> None:
    person = reads.people_of(book, late_step)[0]["id"]
    for table, row_id in (("matter_step", late_step), ("step_person", person)):
        with pytest.raises(Refused, match="不能"):
            saving.dropper(table)(book, row_id)
        with pytest.raises(Refused, match="不能单独找回"):
            saving.restorer(table)(book, row_id)
        with pytest.raises(Refused):
            saving.saver(table)(book, None, {"late": 0})
    with pytest.raises(Refused, match="不能直接改"):
        saving.saver("step_person")(book, person, {"attendance": "缺席"})
    matter = (book.row("matter_step", late_step) or {})["matter_id"]
    with pytest.raises(Refused, match="不能删"):
        saving.dropper("matter")(book, matter)


def test_words_beside_a_step_can_still_be_written(book: Book, late_step: str) -> None:
    saving.saver("matter_step")(book, late_step, {"opinions": "补充：租金分季交"})
    assert (book.row("matter_step", late_step) or {})["opinions"] == "补充：租金分季交"
    assert marks(book, late_step) == MARKED


def test_the_mark_is_on_the_notice(book: Book) -> None:
    matter = make_matter(book, LATE)
    hold(book, matter, LATE)
    notice = reads.case(book, matter).step(PUBLISHED)
    assert notice is not None
    document = disclosure.document_of(book, notice.last["notice_id"], "board")
    words = "".join(as_text(document))
    assert "补录：动议、提议、商议、审议、决议于2026年3月16日登记" in words
    assert "2026年3月6日党组织提议" in words, "the day of the event stands beside it"


def test_the_mark_travels_to_the_street_which_cannot_take_it_away(tmp_path: Path) -> None:
    usb = tmp_path / "U盘"
    usb.mkdir()
    with (
        clock.fixed(TODAY),
        issuing.found_street(tmp_path / "street", "通惠街道", "500110007", RECORDS) as street,
    ):
        file = issuing.issue_unit(street, "新街子社区", "community", "500110007001", usb).result
        assert isinstance(file, Path)
        with issuing.found_unit(tmp_path / "unit", file, RECORDS) as unit:
            issuing.enrol_unit(street, *issuing.write_enrolment(unit, usb))
            fill_office(unit)
            matter = make_matter(unit, LATE)
            step = str(actions.record_meeting(unit, matter, PROPOSAL, held(LATE, 5)).result)
            sent = outgoing.export_bundle(unit, usb).result
        assert isinstance(sent, outgoing.SentFile)
        incoming.import_file(street, sent.path)
        assert marks(street, step) == MARKED
        for table, row_id in (("matter_step", step), ("matter", matter)):
            with pytest.raises(Refused):
                saving.saver(table)(street, row_id, {"late": 0})
        with pytest.raises(Refused, match="别的单位"), street.change("改") as change:
            change.put_row("matter_step", step, {"late": 0})


def test_a_consultation_entered_late_is_marked_and_keeps_its_mark(book: Book) -> None:
    save_it = saving.saver("consultation")
    draft = {"topic": "小区停车", "held_on": LATE.isoformat(), "form": "议事会"}
    row_id = save_it(book, None, draft).result
    row = book.row("consultation", row_id) or {}
    assert (row["late"], row["entered_on"]) == (1, TODAY.isoformat())
    for change in ({"late": 0}, {"entered_on": LATE.isoformat()}):
        with pytest.raises(Refused, match="由程序填写"):
            save_it(book, row_id, change)
    save_it(book, row_id, {"held_on": TODAY.isoformat()})
    assert (book.row("consultation", row_id) or {})["late"] == 1
