"""Does a click reach its action, and every answer its place: done, refused, stopped, wrong?"""

import gc
import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QThread

from office import make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes, Refused, Stopped
from qinglian_desktop.modules.registry.records import Household, Person
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui.runner import AT_ONCE, Runner
from ui.conftest import save
from windows import LONG

PEOPLE = Query("person")


def heard(signal: Any) -> list[Any]:
    """Everything a signal said from now on."""
    told: list[Any] = []
    signal.connect(lambda *values: told.append(values if len(values) > 1 else values[0]))
    return told


def write_household(book: Book, number: str, head: str = "李建华") -> Changes:
    with book.change("登记户") as change:
        change.put(Household(number=number, head=head))
    return change.changes


def refuse(book: Book) -> Changes:
    raise Refused("户号已经有了", "请换一个户号", field="number")


def write_many(book: Book, count: int, tick: Callable[..., bool]) -> Changes:
    with book.change("导入人员") as change:
        for number in range(count):
            change.put(Person(name=f"张{number}"))
            if not tick(number + 1, count, "正在导入"):
                raise Stopped()
    return change.changes


def test_an_action_is_done_told_and_broadcast(runner: Runner, book: Book) -> None:
    said, changed = heard(runner.said), heard(runner.changed)
    page = object()
    changes = runner.act(write_household, "2-015", initiator=page)
    assert changes is not None and changes.touches("household")
    assert changed == [(changes, page)]
    assert len(said) == 1 and said[0].startswith("已自动保存 ")
    assert book.count(Query("household")) == 1


def test_an_action_that_wrote_nothing_is_not_broadcast(runner: Runner) -> None:
    changed = heard(runner.changed)
    changes = runner.act(lambda book: 7)
    assert changes is not None and changes.result == 7
    assert changed == [] and runner.undo_label == ""


def test_a_refusal_is_an_answer_not_a_crash(runner: Runner, book: Book) -> None:
    told = heard(runner.refused)
    mine: list[Refused] = []
    assert runner.act(refuse, on_refused=mine.append) is None
    assert mine[0].field == "number" and told == []
    assert runner.act(refuse) is None
    assert [str(refused) for refused in told] == ["户号已经有了。请换一个户号。"]
    assert book.count(Query("household")) == 0


def test_our_own_mistake_rises_and_nothing_is_written(runner: Runner, book: Book) -> None:
    def broken(book: Book) -> Changes:
        with book.change("登记户") as change:
            change.put(Household(number="1"))
            raise ZeroDivisionError
        return change.changes

    with pytest.raises(ZeroDivisionError):
        runner.act(broken)
    assert book.count(Query("household")) == 0


def test_undo_and_redo_walk_the_steps(runner: Runner, book: Book) -> None:
    runner.act(write_household, "1")
    runner.act(write_household, "2")
    assert runner.undo_label == "登记户"
    runner.undo()
    assert book.count(Query("household")) == 1
    runner.undo()
    assert (book.count(Query("household")), runner.undo_label) == (0, "")
    runner.redo()
    runner.redo()
    assert book.count(Query("household")) == 2
    runner.undo()
    assert book.count(Query("household")) == 1
    runner.act(write_household, "3")
    assert runner.redo_label == ""


def test_nothing_left_to_undo_is_said(runner: Runner) -> None:
    said = heard(runner.said)
    assert runner.undo() is None and runner.redo() is None
    assert said == ["没有可以撤销的了", "没有可以重做的了"]


def test_a_later_change_of_somebody_else_blocks_undo(runner: Runner, book: Book) -> None:
    changes = runner.act(write_household, "1")
    assert changes is not None
    row_id = changes.ids("household")[0]
    save(book, "household", row_id, {"head": "王德福"})  # not through the runner
    told = heard(runner.refused)
    assert runner.undo() is None
    assert len(told) == 1 and "后来又改过" in str(told[0])
    row = book.row("household", row_id)
    assert row is not None and row["head"] == "王德福"


def test_one_chosen_step_is_taken_back(runner: Runner, book: Book) -> None:
    first = runner.act(write_household, "1")
    runner.act(write_household, "2")
    assert first is not None
    runner.undo_step(first.step)
    rows = book.rows(Query("household"))
    assert [row["number"] for row in rows] == ["2"]
    runner.undo()
    assert book.count(Query("household")) == 0


def test_a_job_works_beside_the_window_and_ends_on_the_main_thread(
    qtbot: Any, runner: Runner, book: Book
) -> None:
    main, threads, done = QThread.currentThread(), [], []
    busy = heard(runner.busy)

    def work(own: Book, count: int, tick: Callable[..., bool]) -> Changes:
        threads.append(threading.current_thread() is threading.main_thread())
        assert own is not book
        return write_many(own, count, tick)

    def on_done(changes: Changes) -> None:
        done.append((changes, QThread.currentThread() is main))

    with qtbot.waitSignal(runner.changed, timeout=10_000):
        assert runner.job(work, 30, label="导入人员", on_done=on_done)
        assert runner.working
    assert threads == [False]
    assert done[0][1] and done[0][0].label == "导入人员"
    assert busy == [True, False] and not runner.working
    assert book.count(PEOPLE) == 30
    runner.undo()
    assert book.count(PEOPLE) == 0


def test_a_stopped_job_changes_nothing(qtbot: Any, runner: Runner, book: Book) -> None:
    under_way = threading.Event()

    def work(own: Book, tick: Callable[..., bool]) -> Changes:
        with own.change("导入人员") as change:
            change.put(Person(name="张一"))
            under_way.set()
            while tick(1, 1000):
                pass
            raise Stopped()
        return change.changes

    refused: list[Refused] = []
    with qtbot.waitSignal(runner.busy, timeout=10_000, check_params_cb=lambda on: not on):
        runner.job(work, label="导入人员", on_refused=refused.append)
        assert under_way.wait(10)
        runner.stop()
    assert [str(r) for r in refused] == ["已停止，没有改动任何内容。需要时可以重新开始。"]
    assert book.count(PEOPLE) == 0


def test_progress_is_shown_only_when_the_job_is_long(qtbot: Any, runner: Runner) -> None:
    enough = threading.Event()

    def work(own: Book, tick: Callable[..., bool]) -> None:
        tick(312, 1204, "正在合并 桥河社区")
        enough.wait(10)

    told = heard(runner.progress)
    with qtbot.waitSignal(runner.progress, timeout=10_000):
        runner.job(work, label="合并报送包")
        assert told == []
    assert told[0] == (312, 1204, "正在合并 桥河社区")
    with qtbot.waitSignal(runner.busy, timeout=10_000):
        enough.set()


def test_a_short_job_shows_no_progress(qtbot: Any, runner: Runner) -> None:
    told = heard(runner.progress)
    with qtbot.waitSignal(runner.busy, timeout=10_000, check_params_cb=lambda on: not on):
        runner.job(write_many, 3, label="导入人员")
    assert told == []


def test_a_second_job_waits_its_turn_in_words(qtbot: Any, runner: Runner) -> None:
    enough = threading.Event()
    told = heard(runner.refused)
    with qtbot.waitSignal(runner.busy, timeout=10_000, check_params_cb=lambda on: not on):
        runner.job(lambda own, tick: enough.wait(10), label="备份")
        assert runner.job(lambda own, tick: None, label="导入") is False
        enough.set()
    assert "正在备份，还没做完" in str(told[0])


def test_a_mistake_inside_a_job_reaches_the_crash_hook(
    qtbot: Any, runner: Runner, book: Book
) -> None:
    def work(own: Book, tick: Callable[..., bool]) -> None:
        raise ZeroDivisionError("in the worker")

    with (
        qtbot.captureExceptions() as crashes,
        qtbot.waitSignal(runner.busy, timeout=10_000, check_params_cb=lambda on: not on),
    ):
        runner.job(work, label="导入人员")
    assert [kind for kind, _, _ in crashes] == [ZeroDivisionError]
    assert not runner.working
    assert runner.act(write_household, "1") is not None  # the program goes on


def test_a_job_closes_its_own_book_even_when_it_goes_wrong(
    qtbot: Any, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Book] = []
    closed: list[tuple[Book, bool]] = []
    really_close = Book.close

    def close(own: Book) -> None:
        in_worker = threading.current_thread() is not threading.main_thread()
        closed.append((own, in_worker))
        really_close(own)

    monkeypatch.setattr(Book, "close", close)

    def work(own: Book, tick: Callable[..., bool]) -> None:
        seen.append(own)
        raise Refused("不行", "换一个")

    with qtbot.waitSignal(runner.refused, timeout=10_000):
        runner.job(work, label="导入人员")
    assert closed == [(seen[0], True)]


def test_reading_beside_the_window_answers_on_the_main_thread(
    qtbot: Any, runner: Runner, book: Book
) -> None:
    make_person(book)
    answers: list[tuple[int, bool]] = []
    main = threading.current_thread()

    def on_done(count: int) -> None:
        answers.append((count, threading.current_thread() is main))

    runner.read(lambda own: own.count(PEOPLE), on_done)
    qtbot.waitUntil(lambda: bool(answers), timeout=10_000)
    assert answers == [(1, True)]


def test_two_thousand_emissions_leave_true_alone(runner: Runner) -> None:
    """PySide6 6.12.0 loses a reference to True at each emit and ends Python 3.11 (see pin)."""
    before = sys.getrefcount(True)
    for _ in range(2000):
        runner.busy.emit(True)
        runner.said.emit("")
    assert abs(sys.getrefcount(True) - before) < 100


def test_after_the_close_nothing_is_asked_or_begun(qtbot: Any, runner: Runner) -> None:
    """A timer of a window that is gone may still ring; its book is closed and its folder away."""
    asked: list[str] = []
    runner.close()
    runner.read(lambda _book: asked.append("read"), lambda _answer: asked.append("answered"))
    assert not runner.job(lambda _book, tick: asked.append("job"), label="办一件事")
    qtbot.wait(0)
    assert runner.quiet and asked == []


def test_rubbish_is_cleared_away_on_the_main_thread_only(qtbot: Any, runner: Runner) -> None:
    """A worker that allocates a lot must not destroy a dead page in its own thread."""
    died: list[bool] = []

    class Dead:
        def __init__(self) -> None:
            self.myself = self

        def __del__(self) -> None:
            died.append(threading.current_thread() is threading.main_thread())

    Dead()
    done: list[int] = []
    runner.read(lambda _book: len([[n] for n in range(200_000)]), done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=LONG)
    assert died == [], "the worker collected nothing"
    for _ in range(3):
        gc.collect()
    assert died == [True]
    assert not gc.isenabled()
    runner.close()
    assert gc.isenabled()


def _households(count: int, book: Book) -> Changes:
    with book.change("导入") as change:
        for number in range(count):
            change.put(Household(number=str(number)))
    return change.changes


def test_a_step_of_many_rows_goes_back_beside_the_window_and_forth_again(
    runner: Runner, book: Book, qtbot: Any
) -> None:
    runner.act(partial(_households, AT_ONCE + 1))
    said: list[str] = []
    runner.said.connect(said.append)
    assert runner.undo() is None and runner.working
    qtbot.waitUntil(lambda: not runner.working, timeout=5000)
    assert book.count(Query("household")) == 0
    assert said == ["已撤销：导入"]
    assert (runner.undo_label, runner.redo_label) == ("", "导入")
    runner.redo()
    qtbot.waitUntil(lambda: not runner.working, timeout=5000)
    assert book.count(Query("household")) == AT_ONCE + 1
    assert (runner.undo_label, runner.redo_label) == ("导入", "")


def test_a_second_step_waits_until_the_first_is_back(
    runner: Runner, book: Book, qtbot: Any
) -> None:
    runner.act(partial(_households, 1))
    runner.act(partial(_households, AT_ONCE + 1))
    refused = heard(runner.refused)
    runner.undo()
    runner.undo()
    assert str(refused[0]).startswith("正在撤销，还没做完")
    qtbot.waitUntil(lambda: not runner.working, timeout=5000)
    assert runner.undo_label == "导入"  # the other one is still to be had
    runner.undo()
    assert book.count(Query("household")) == 0


def test_a_step_that_was_stopped_can_still_be_taken_back(
    runner: Runner, book: Book, qtbot: Any
) -> None:
    def stopped(_book: Any, _step: int, tick: Any = None) -> Changes:
        raise Stopped

    own = Runner(book, undo=stopped)
    own.act(partial(_households, AT_ONCE + 1))
    own.undo()
    qtbot.waitUntil(lambda: not own.working, timeout=5000)
    assert own.undo_label == "导入"
    assert book.count(Query("household")) == AT_ONCE + 1
    own.close()
