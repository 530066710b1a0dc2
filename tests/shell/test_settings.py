"""设置: the groups are found at once, and what is chosen there holds at once."""

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from qinglian_desktop.shell import contrast, practice
from qinglian_desktop.shell.preferences import Preferences
from qinglian_desktop.shell.window import Window
from qinglian_desktop.ui import look
from windows import Clerk, shown_buttons


def test_every_group_is_one_press_away(window: Window) -> None:
    page: Any = window.go("settings")
    clerk = Clerk(window)
    for title in ("关于", "规则包与放假安排", "安全", "怎么办与演练", "显示"):
        clerk.press(title, page)
        QApplication.processEvents()
        card = next(c for c in page._inner.children() if said(c) == title)
        top = card.mapTo(page.area.viewport(), card.rect().topLeft()).y()
        at_the_end = page.area.verticalScrollBar()
        assert top == 0 or at_the_end.value() == at_the_end.maximum()


def said(card: Any) -> str:
    from PySide6.QtWidgets import QLabel

    words = card.findChildren(QLabel) if hasattr(card, "findChildren") else []
    return next((w.text() for w in words if w.property("role") == "group"), "")


def test_what_helps_is_offered_in_words(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    started = list[list[str]]()
    monkeypatch.setattr(practice, "_start", started.append)
    page = window.go("settings")
    clerk = Clerk(window)
    clerk.press("进入演练", page)
    assert "practice" in started[0]
    clerk.press("本机自查", page)
    assert getattr(window.page, "page_id", "") == "selfcheck"


@pytest.mark.parametrize(
    ("follows", "wanted", "worn"),
    [(False, True, "dark"), (True, False, "dark"), (True, True, "contrast")],
)
def test_the_wish_of_the_system_goes_first_where_it_is_followed(
    follows: bool, wanted: bool, worn: str
) -> None:
    assert contrast.theme_for("dark", follows=follows, wanted=wanted) == worn


def test_high_contrast_comes_and_goes_with_the_system(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contrast, "wanted", lambda: True)
    contrast.watch(window)
    assert look.theme() == "light", "not asked for"
    page: Any = window.go("settings")
    page.follow.click()
    assert look.theme() == "contrast"
    kept = Preferences.load(window.home)
    assert kept.follow_contrast and kept.theme == "light", "her own choice is kept"
    assert shown_buttons(page)["浅色"].isChecked()
    page.follow.click()
    assert look.theme() == "light"
