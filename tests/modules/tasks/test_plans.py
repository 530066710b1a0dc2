"""The plan by year (TL-01): every clause, office and day; a later plan replaces the first."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from office import make_book
from qinglian_desktop import RESOURCES
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.reckoning import words
from qinglian_desktop.exchange.records import RulePack
from qinglian_desktop.modules.tasks import actions, reads
from qinglian_desktop.modules.tasks.records import Task
from qinglian_desktop.shell import beginnings
from qinglian_desktop.store.book import Book

TODAY = date(2026, 8, 3)
SHIPPED = RESOURCES / "packs" / "plan" / "work-plan-2023.toml"
FIXTURE = Path(__file__).parent / "plan-2023.csv"  # as the plan was read by hand, row by row
LATER = "“清廉村居”建设工作方案（2026年修订）"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_book(tmp_path) as made:
        yield made


def test_the_tasks_of_2023_are_those_read_by_hand(book: Book) -> None:
    """127 rows: clause, offices, frequency and papers of each, nine items, four steps, R1 to R3."""
    with clock.fixed(date(2023, 7, 17)):
        assert actions.load_plan(book, 2023).result == 127
    with FIXTURE.open(encoding="utf-8", newline="") as file:
        read = {row["item_no"]: row for row in csv.DictReader(file)}
    tasks = {task.code: task for task in book.records(Task)}
    assert tasks.keys() == read.keys()
    for code, row in read.items():
        task = tasks[code]
        assert task.clause == row["clause_zh"]
        assert (task.lead_office, task.offices) == (row["lead_office"], row["responsible_offices"])
        assert task.frequency == row["frequency"]
        assert (task.evidence or "").split("、") == re.split("[；、]", row["evidence"])


def test_every_frequency_gives_its_day_and_says_why(book: Book) -> None:
    with clock.fixed(date(2023, 7, 17)):
        actions.load_plan(book, 2023)
    found = {task.frequency: task.due_on for task in book.records(Task) if task.code != "S1.01"}
    assert found == {
        "每周": date(2023, 7, 21),
        "每月": date(2023, 7, 31),
        "每季度": date(2023, 9, 28),  # the quarter ends within 中秋 and 国庆
        "每半年": date(2023, 12, 29),  # a Sunday, and the Saturday before it
        "每年": date(2023, 12, 29),
        "按需": None,
        "一次性": None,
        "换届时": None,
    }


def test_a_day_the_plan_names_holds_in_its_year_only(book: Book) -> None:
    with clock.fixed(date(2023, 7, 17)):
        actions.load_plan(book, 2023)
    actions.load_plan(book, 2026)
    due = {t.year: (t.due_on, words(t.due_reason)) for t in book.records(Task) if t.code == "S1.01"}
    assert due[2023] == (date(2023, 9, 20), "方案写明的日期")
    assert due[2026][0] == date(2026, 12, 31)


def _later_plan(book: Book) -> None:
    """The plan of 2023 with 9.12 gone, 10.01 new, 1.01 by another office and every quarter."""
    text = SHIPPED.read_text(encoding="utf-8")
    text = text.replace('version = "2023"', 'version = "2026"')
    text = text.replace("effective_from = 2023-07-17", "effective_from = 2026-06-01")
    text = re.sub(r'^title = "“清廉.*$', f'title = "{LATER}"', text, count=1, flags=re.MULTILINE)
    head, *tasks = text.split("[[tasks]]")
    kept = [task for task in tasks if 'id = "9.12"' not in task]
    first = kept[0]
    assert 'id = "1.01"' in first
    changed = first.replace('lead = ["党群办"]', 'lead = ["组织办"]')
    changed = changed.replace('"每月"', '"每季度"').replace('every = "M"', 'every = "Q"')
    assert changed.count("组织办") == changed.count("每季度") == 1
    new = first.replace('id = "1.01"', 'id = "1.24"')
    made = "[[tasks]]".join([head, changed, *kept[1:-1], f"{kept[-1]}\n", new])
    file_id = book.files.add(made.encode())
    with book.change("采用规则包") as change:
        change.put(
            RulePack(
                name="work-plan", version="2026", title=LATER, from_on=date(2026, 6, 1),
                source="街道", came_from="街道", content=file_id, taken_at=clock.now(),
                taken_by="周文书",
            )
        )  # fmt: skip


def _task(book: Book, code: str, year: int = 2026) -> Task:
    (found,) = book.records(Task, Where("code", "=", code), Where("year", "=", year))
    return found


@pytest.fixture
def renewed(book: Book) -> Book:
    """Two years of the first plan; some work was done before the later one came."""
    with clock.fixed(date(2025, 3, 3)):
        actions.load_plan(book, 2025)
    actions.load_plan(book, 2026)
    actions.save_task(book, None, {"title": "街道临时交办", "year": 2026})
    for code in ("1.01", "1.02"):
        actions.move_task(book, _task(book, code).id, "进行中")
    actions.move_task(book, _task(book, "1.02").id, "待核")
    actions.move_task(book, _task(book, "1.02").id, "已完成")
    _later_plan(book)
    return book


def test_a_later_plan_replaces_clauses_offices_and_days(renewed: Book) -> None:
    due_before = _task(renewed, "1.03").due_on
    actions.renew_plan(renewed, 2026)
    first = _task(renewed, "1.01")
    assert (first.lead_office, first.frequency, first.source_no) == ("组织办", "每季度", LATER)
    assert (first.state, first.due_on) == ("进行中", date(2026, 9, 30))
    assert "原来按" in actions.notes(renewed, first.id)[-1].text
    gone, new, done = (_task(renewed, code) for code in ("9.12", "1.24", "1.02"))
    assert gone.state == "已终止"
    assert f"《{LATER}》没有这一项" in actions.notes(renewed, gone.id)[-1].text
    assert (new.state, new.lead_office) == ("未开始", "党群办")
    assert (done.state, done.done_on) == ("已完成", TODAY)
    assert _task(renewed, "1.03").due_on == due_before, "the same frequency keeps its day"


def test_old_years_and_other_tasks_stay_as_they_were(renewed: Book) -> None:
    def others() -> list[dict[str, object]]:
        rows = renewed.rows(Query("task", order=(("code", False),)))
        return [row for row in rows if row["year"] == 2025 or not row["clause"]]

    before = others()
    actions.renew_plan(renewed, 2026)
    assert len(before) == 128
    assert others() == before
    assert _task(renewed, "1.01", 2025).lead_office == "党群办"


def test_the_later_plan_is_taken_up_once_and_can_be_taken_back(renewed: Book) -> None:
    before = renewed.rows(Query("task", order=(("id", False),)))
    assert reads.waits_for_new_plan(renewed, 2026)
    changes = actions.renew_plan(renewed, 2026)
    assert changes.result == 128
    assert not reads.waits_for_new_plan(renewed, 2026)
    assert actions.renew_plan(renewed, 2026).step == 0
    renewed.undo(changes.step)
    told = ("lead_office", "frequency", "state", "due_on", "source_no")
    after = {row["id"]: [row[n] for n in told] for row in renewed.rows(Query("task"))}
    assert after == {row["id"]: [row[n] for n in told] for row in before}


def test_today_offers_the_later_plan_until_it_is_taken_up(renewed: Book) -> None:
    words_of = [word for word, _, _ in beginnings.wanted(renewed)]
    assert "按新方案更新任务" in words_of
    actions.renew_plan(renewed, 2026)
    assert "按新方案更新任务" not in [word for word, _, _ in beginnings.wanted(renewed)]
