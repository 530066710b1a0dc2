"""Do messages say what happened and what to do, without standing in the way?"""

import gc
import weakref
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.ui import messages
from qinglian_desktop.ui.messages import Banner, Bar, CrashDialog, Question, ask, refuse


def answer(press: str) -> list[Question]:
    """Press `yes` or `no` of the question that comes up."""
    seen: list[Question] = []

    def on_shown() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, Question)
        seen.append(dialog)
        getattr(dialog, press).click()

    QTimer.singleShot(0, on_shown)
    return seen


def test_the_verb_decides_and_the_safe_button_is_the_default(qtbot: Any) -> None:
    answer("yes")
    assert ask(None, "提交后这一版不能再改。", "提交", "再看看") is True
    answer("no")
    assert ask(None, "提交后这一版不能再改。", "提交", "再看看") is False
    dialog = Question(None, "清除后找不回来。", "清除", "先不清", danger=True)
    qtbot.addWidget(dialog)
    assert dialog.no.isDefault() and not dialog.yes.isDefault()
    assert dialog.focusWidget() is dialog.no
    assert (dialog.yes.text(), dialog.yes.property("kind")) == ("清除", "danger")


def test_escape_means_the_safe_answer(qtbot: Any) -> None:
    def press_escape() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    QTimer.singleShot(0, press_escape)
    assert ask(None, "公示从今天起算 15 天。", "已上墙", "还没贴") is False


def test_a_question_is_freed_after_its_answer(qtbot: Any) -> None:
    seen = answer("no")
    ask(None, "提交后这一版不能再改。", "提交", "再看看")
    watched = weakref.ref(seen.pop())
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    assert watched() is None
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, Question)]


def test_the_bar_offers_to_take_it_back_once(qtbot: Any) -> None:
    bar = Bar()
    qtbot.addWidget(bar)
    pressed: list[int] = []
    bar.say("已导入 493 条。", action=lambda: pressed.append(1))
    assert bar.isVisible() and bar.button.text() == "撤销"
    bar.button.click()
    bar.button.click()
    assert pressed == [1] and not bar.isVisible()


def test_the_bar_goes_by_itself_after_ten_seconds(qtbot: Any, monkeypatch: Any) -> None:
    assert messages.STAY == 10_000
    monkeypatch.setattr(messages, "STAY", 1)
    bar = Bar()
    qtbot.addWidget(bar)
    bar.say("已登记，截止 12月5日。")
    assert bar.button.isHidden()
    qtbot.waitUntil(bar.isHidden, timeout=2000)


def test_a_refusal_stands_in_the_page_in_whole_sentences(qtbot: Any) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    QVBoxLayout(page).addWidget(QWidget())
    banner = refuse(page, Refused("还差：验收单", "可以先保存，月底前补上", code="QL-SZ-041"))
    assert banner.text.text() == "还差：验收单。可以先保存，月底前补上。"
    assert banner.code.text() == "QL-SZ-041"
    assert refuse(page, Refused("还差：签字")) is banner
    assert len(page.findChildren(Banner)) == 1


def test_a_refusal_also_finds_a_place_without_a_column(qtbot: Any) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    QHBoxLayout(page)
    page.resize(600, 400)
    page.show()
    banner = refuse(page, Refused("没有找到 U 盘", "插好后会自动出现"))
    page.resize(500, 400)
    QApplication.processEvents()
    assert banner.isVisible() and banner.width() == 500 - 32 and banner.y() == 16


def test_words_are_shown_as_typed_never_as_markup(qtbot: Any) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    QVBoxLayout(page)
    banner = refuse(page, Refused("已有〔<b>李建华</b>〕"))
    assert banner.text.textFormat() == Qt.TextFormat.PlainText


def test_the_crash_dialog_hands_over_its_report(qtbot: Any) -> None:
    dialog = CrashDialog("ZeroDivisionError: division by zero")
    dialog.show()
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == "ZeroDivisionError: division by zero"
    assert dialog.done_button.isDefault()
    with qtbot.waitSignal(dialog.destroyed, timeout=2000):
        dialog.done_button.click()
