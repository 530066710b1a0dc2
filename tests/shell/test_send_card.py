"""The card says what goes, and why this time it is more, or less."""

from types import SimpleNamespace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from qinglian_desktop.exchange.outgoing_survey import Survey
from qinglian_desktop.shell.send_card import SendCard, State


def shown(qtbot: QtBot, *notes: str) -> SendCard:
    survey = Survey(True, (("收支", 37),), (), 0, 1, notes)
    state = State(survey, "未确认 1 条", 0, 0)

    def read(_ask: Any, answer: Any) -> None:
        answer(state)

    desk: Any = SimpleNamespace(runner=SimpleNamespace(read=read))
    card = SendCard(desk)
    qtbot.addWidget(card)
    card.show()
    return card


def test_why_it_is_larger_stands_under_what_goes(qtbot: QtBot) -> None:
    card = shown(qtbot, "这次比平时大", "〔人员〕先留在本机")
    assert card.why.isVisible()
    assert card.why.text() == "这次比平时大。〔人员〕先留在本机。"
    assert card.content.text().startswith("全部内容：收支 37 条")


def test_an_ordinary_report_needs_no_reason(qtbot: QtBot) -> None:
    assert not shown(qtbot).why.isVisible()


def test_on_a_low_page_the_list_below_gives_way_and_no_reason_is_cut_off(qtbot: QtBot) -> None:
    card = shown(qtbot, *["〔收支、人员〕街道的程序还读不了，先留在本机，那边升级后会自动带去"] * 4)
    page, below = QWidget(), QWidget()
    below.setMinimumHeight(80)
    column = QVBoxLayout(page)
    column.addWidget(card)
    column.addWidget(below, 1)
    qtbot.addWidget(page)
    page.resize(420, 200)
    page.show()
    assert card.why.height() >= card.why.heightForWidth(card.why.width())
