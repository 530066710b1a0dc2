"""The task ledger as a clerk works with it: what comes next, steps, notes, moving, postponing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from office import make_book
from qinglian_desktop.core.document import as_text
from qinglian_desktop.modules.archive.records import Problem
from qinglian_desktop.modules.tasks import actions as tasks
from qinglian_desktop.modules.tasks import reads
from qinglian_desktop.modules.tasks.records import Task
from qinglian_desktop.shell import task_paper
from qinglian_desktop.shell.task_card import TaskCard
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store import ledger
from qinglian_desktop.ui import cover
from qinglian_desktop.ui.editor import FieldEditor
from windows import Clerk, primaries, shown_buttons, window_on


def test_the_drawer_says_what_comes_next_and_by_when(dressed: Any, tmp_path: Path) -> None:
    book = make_book(tmp_path)
    made = tasks.save_task(book, None, {"title": "入户走访", "due_on": "2026-12-05"}).result
    with window_on(book) as window:
        window.go("tasks", "task", made)
        drawer = window.page.drawer
        assert drawer.next_words.text() == "下一步：开始办，12月5日前"
        window.runner.act(tasks.move_task, made, "进行中")
        assert drawer.next_words.text() == "下一步：办好送核，12月5日前"
        window.page.new_record()
        assert not drawer.next_words.isVisible()


@contextmanager
def _card(tmp_path: Path, **facts: Any) -> Iterator[tuple[Window, TaskCard, str]]:
    book = make_book(tmp_path)
    draft = {"title": "入户走访", "due_on": "2026-12-05", **facts}
    made = str(tasks.save_task(book, None, draft).result)
    with window_on(book) as window:
        window.go("tasks", "task", made)
        shown_buttons(window.page.drawer)["任务卡"].click()
        card = window.page
        assert isinstance(card, TaskCard)
        yield window, card, made


def _written(line: QLineEdit, text: str) -> None:
    line.setText(text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def _fill(editor: FieldEditor, text: str) -> None:
    editor.put_text(text)
    editor.mark_touched()


def _row(window: Window, made: str) -> Task:
    return window.book.record(Task, made)


def test_a_task_goes_its_way_on_the_card(dressed: Any, tmp_path: Path) -> None:
    """开始办, three steps, two ticked: not to be sent; the third sends it; then 核对办结."""
    with _card(tmp_path) as (window, card, made):
        assert primaries(card) == ["开始办"]
        shown_buttons(card)["开始办"].click()
        for text in ("发通知", "走访 30 户", "汇总"):
            _written(card.steps.more, text)
        first, second, third = card.steps.boxes
        card.steps.boxes[first].click()
        card.steps.boxes[second].click()
        assert card.steps.count.text() == "清单步骤 · 2/3"
        shown_buttons(card)["送核"].click()
        assert "还有 1 步没做完，不能送核：3 汇总" in card.banner.text.text()
        assert _row(window, made).state == "进行中"
        card.steps.boxes[third].click()
        assert _row(window, made).state == "待核"
        done = shown_buttons(card)["核对办结"]
        assert primaries(card) == ["核对办结"]
        done.click()
        assert _row(window, made).state == "已完成"
        assert not card.steps.boxes[first].isEnabled()


def test_going_back_asks_for_its_reason_and_keeps_it(dressed: Any, tmp_path: Path) -> None:
    with _card(tmp_path) as (window, card, made):
        for word in ("开始办", "送核", "退回再办"):
            shown_buttons(card)[word].click()
        assert _row(window, made).state == "待核"
        card.why.sure.click()
        assert _row(window, made).state == "待核", "without a reason nothing happens"
        _fill(card.why.forms[""].editors["reason"], "缺签到表")
        card.why.sure.click()
        assert _row(window, made).state == "进行中"
        assert "待核 → 进行中：缺签到表" in tasks.notes(window.book, made)[-1].text


def test_postponing_needs_day_and_reason_and_both_days_stay_readable(
    dressed: Any, tmp_path: Path
) -> None:
    with _card(tmp_path) as (window, card, made):
        shown_buttons(card)["推迟"].click()
        form = card.why.forms["postpone"]
        card.why.sure.click()
        assert _row(window, made).due_on == date(2026, 12, 5)
        _fill(form.editors["due_on"], "12-20")
        card.why.sure.click()
        assert _row(window, made).due_on == date(2026, 12, 5), "without a reason it is refused"
        _fill(form.editors["reason"], "下雨，路不通")
        card.why.sure.click()
        assert _row(window, made).due_on == date(2026, 12, 20)
        said = " ".join(label.text() for label in card.findChildren(QLabel))
        assert "推迟到2026年12月20日：下雨，路不通" in said
        assert "原定2026年12月5日，改到2026年12月20日：下雨，路不通（" in said
        told = window.book.told_history("task", made)
        assert (told[-1]["before"]["due_on"], told[-1]["after"]["due_on"]) == (
            "2026-12-05",
            "2026-12-20",
        )


def test_esc_takes_back_the_question_before_it_closes_the_card(
    dressed: Any, tmp_path: Path
) -> None:
    with _card(tmp_path) as (window, card, _made):
        shown_buttons(card)["终止"].click()
        QTest.keyClick(card, Qt.Key.Key_Escape)
        assert window.page is card and card.why.isHidden()
        QTest.keyClick(card, Qt.Key.Key_Escape)
        assert window.page.page_id == "tasks"


def test_notes_and_dropped_papers_are_of_this_task(dressed: Any, tmp_path: Path) -> None:
    photo = tmp_path / "走访.jpg"
    photo.write_bytes(b"photo")
    with _card(tmp_path) as (window, card, made):
        _written(card.told, "已走访 12 户")
        assert card.told.text() == ""
        assert [note.text for note in tasks.notes(window.book, made)] == ["已走访 12 户"]
        Clerk(window).drop(photo, card)
        assert "佐证材料 1 份" in card.papers.text()


def test_what_is_covered_shows_no_name_and_prints_nothing(dressed: Any, tmp_path: Path) -> None:
    with _card(tmp_path, assignee="李晓梅") as (_window, card, _made):
        _written(card.told, "找过李晓梅")
        cover.set_covered(True)
        said = " ".join(label.text() for label in card.findChildren(QLabel) if label.isVisible())
        assert "李晓梅" not in said and "入户走访" not in said
        card.print_page()
        assert "现在遮挡着" in card.banner.text.text()


def test_a_task_thrown_away_meanwhile_closes_its_card(dressed: Any, tmp_path: Path) -> None:
    with _card(tmp_path) as (window, _shown, made):
        window.runner.act(ledger.drop_row, "task", made)
        assert window.page.page_id == "tasks"


def test_the_paper_of_a_task_names_its_steps_and_notes(dressed: Any, tmp_path: Path) -> None:
    with _card(tmp_path, source_no="通街发〔2026〕3号") as (window, card, made):
        _written(card.steps.more, "发通知")
        _written(card.told, "已走访 12 户")
        text = "\n".join(as_text(task_paper.of(window.book, made)))
        for words in ("通街发〔2026〕3号", "2026年12月5日", "发通知", "已走访 12 户"):
            assert words in text


def test_who_does_it_is_written_and_noted(dressed: Any, tmp_path: Path) -> None:
    with _card(tmp_path) as (window, card, made):
        shown_buttons(card)["分派"].click()
        form = card.why.forms["assign"]
        card.why.sure.click()
        assert "还没写责任人" in form.editors["assignee"].message.text()
        _fill(form.editors["assignee"], "李晓梅")
        _fill(form.editors["helpers"], "网格长")
        card.why.sure.click()
        row = _row(window, made)
        assert (row.assignee, row.helpers) == ("李晓梅", "网格长")
        assert tasks.notes(window.book, made)[-1].text == "分派给李晓梅，协办：网格长"
        assert card.why.isHidden()
        shown_buttons(card)["分派"].click()
        card.why.sure.click()
        assert "没有变" in form.editors["assignee"].message.text(), "nothing is noted twice"


def test_what_the_task_came_from_is_one_click_away(dressed: Any, tmp_path: Path) -> None:
    with _card(tmp_path) as (window, card, made):
        with window.book.change("登记") as change:
            facts = {"found_on": "2026-11-02", "description": "台账缺页", "task_id": made}
            problem = change.add(Problem, facts)
        card.show_task()
        (linked,) = [word for word in shown_buttons(card) if word.startswith("问题清单：")]
        shown_buttons(card)[linked].click()
        assert window.page_id == "archive"
        tasks.add_note(window.book, made, "已补齐")
        assert [one.row_id for one in reads.linked(window.book, made)] == [problem]
