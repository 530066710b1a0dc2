"""Do the pages of a tab stand in groups, one group's words at a time?"""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from qinglian_desktop.ui.grouped_sections import GroupedSections


@pytest.fixture
def tab(qtbot: Any) -> GroupedSections:
    def page(word: str) -> tuple[str, str, Any]:
        return word, word, lambda: QLabel(word)

    made = GroupedSections(
        "funds",
        "三资",
        (
            ("首页", (page("总览"),)),
            ("账", (page("收支"), page("凭证"), page("月结"))),
            ("合同", (page("台账"), page("押金"))),
        ),
    )
    qtbot.addWidget(made)
    made.show()
    return made


def shown(tab: GroupedSections, *, checked: bool = False) -> set[str]:
    """What can be clicked; with `checked` only what says where we are."""
    buttons = [b for b in tab.findChildren(QPushButton) if b.isVisible()]
    return {b.text() for b in buttons if b.isChecked() or not checked}


def test_only_the_words_of_the_open_group_stand_there(tab: GroupedSections) -> None:
    assert shown(tab) == {"首页", "账", "合同"}
    tab.show_section("押金")
    assert shown(tab) == {"首页", "账", "合同", "台账", "押金"}
    assert (tab.group, tab.key) == ("合同", "押金")


def test_a_group_opens_where_it_was_left(qtbot: Any, tab: GroupedSections) -> None:
    tab.show_section("月结")
    tab.show_group("合同")
    button = next(b for b in tab.findChildren(QPushButton) if b.text() == "账")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert tab.key == "月结"
    assert isinstance(tab.current, QLabel)
    assert tab.current.text() == "月结"


def test_every_page_is_reached_by_its_key(tab: GroupedSections) -> None:
    assert tab.keys() == ["总览", "收支", "凭证", "月结", "台账", "押金"]
    assert tab.groups() == ["首页", "账", "合同"]
    for key in list(tab.keys()):
        tab.show_section(key)
        assert tab.key == key
        alone = key == "总览"
        assert shown(tab, checked=True) == ({tab.group} if alone else {tab.group, key})
