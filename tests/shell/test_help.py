"""F1 怎么办: every screen has a card, and a card names only buttons that are there."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget

from every_page import KINDS, full_office, screens
from qinglian_desktop.core.pack import in_words
from qinglian_desktop.modules import catalog
from qinglian_desktop.paper.draw import draw
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.shell.help import cards, side
from qinglian_desktop.shell.help.panel import HelpPanel
from qinglian_desktop.shell.help.side import paper_of, screen_of, sections_of
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store import packs
from qinglian_desktop.ui.empty import EmptyCard
from reading_source import sources
from windows import LONG, Clerk, shown_buttons, window_on

CTRL = Qt.KeyboardModifier.ControlModifier
NAMES = cards.names()
named = pytest.mark.parametrize("name", NAMES)
_WORD = re.compile("【([^】]+)】")
_LONGEST = 48  # characters of one step: it is read standing up


@named
def test_a_card_is_three_short_steps_and_three_questions_at_most(name: str) -> None:
    card = cards.card(name)
    assert len(card.steps) == 3
    assert len(card.questions) <= 3
    plain = cards.card(name, lambda key: "居委会")
    assert max(map(len, (plain.title, *plain.steps))) <= _LONGEST
    assert all(text.endswith(("。", "？")) for text in card.steps)
    assert all(" " in key for key in card.keys)
    assert set(card.related) <= set(NAMES) - {name}


@named
@pytest.mark.parametrize("kind", ["", "village", "community"])
def test_a_card_speaks_the_words_of_the_office(name: str, kind: str) -> None:
    (words,) = (in_words(pack, packs.named("words"), kind) for pack in packs.named("words")[-1:])
    card = cards.card(name, lambda key: str(words.value(f"words.{key}.{kind or 'both'}")))
    assert not [text for text in card.texts() if "{" in text]


def test_every_page_id_in_the_source_has_a_card() -> None:
    said = "\n".join(source.text for source in sources())
    ids = set(re.findall(r'page_id(?:, (?:self\.)?title)? = "([a-z_-]+)"', said))
    have = {part for name in NAMES for part in name.split(".")}
    assert len(ids) > 10
    assert ids - have == set()


@pytest.mark.parametrize("kind", KINDS)
def test_every_screen_has_a_card_that_names_only_buttons_it_has(
    dressed: QApplication, tmp_path: Path, kind: str
) -> None:
    offered = {command.label for module in catalog.MODULES for command in module.commands}
    with window_on(full_office(tmp_path, kind)) as window:
        seen = list[str]()
        for screen, page in screens(window):
            name = cards.nearest(screen)
            assert name, f"{screen} has no card"
            there = words_on(page)
            window.new_record()  # it may lead to another part of the tab
            texts = [*cards.card(name).steps, *(q.answer for q in cards.card(name).questions)]
            words = {word for text in texts for word in _WORD.findall(text)}
            missing = words - offered - there - words_on(page)
            assert not missing, f"{name} names {missing}"
            seen.append(name)
        assert len(seen) > 6


def words_on(page: QWidget) -> set[str]:
    """The words of this screen, those that wait for their moment too; not of other sections."""
    sections = sections_of(page)
    here = sections.current if sections is not None else page

    def belongs(button: QAbstractButton) -> bool:
        if isinstance(button.parent(), EmptyCard):
            return False  # it goes away with the first row
        others = sections.pages() if sections is not None else []
        return not any(one is not here and one.isAncestorOf(button) for one in others)

    found = {b.text() for b in page.findChildren(QAbstractButton) if belongs(b)}
    found |= {action.text() for action in page.findChildren(QAction)}
    for box in page.findChildren(QComboBox):
        found |= {box.itemText(place) for place in range(box.count())}
    return found | {"导入"}  # 导入 493 行: the number is not on the card


def shown(widget: QWidget | None) -> bool:
    return widget is not None and widget.isVisible()


def panel_of(window: Window) -> HelpPanel:
    panel = window.findChild(HelpPanel)
    assert panel is not None
    return panel


def test_f1_opens_the_card_of_the_screen_follows_and_esc_goes_back(window: Window) -> None:
    clerk = Clerk(window)
    window.go("registry")
    before = QApplication.focusWidget()
    clerk.key(Qt.Key.Key_F1)
    panel = panel_of(window)
    assert panel.isVisible() and panel.title.text() == "登记一个人"
    assert not window.page.geometry().intersects(panel.geometry()), "it stands beside the work"
    clerk.press("户", window.page)
    assert panel.title.text() == "登记一户"
    window.go("today")
    assert panel.title.text() == "今天要办什么"
    panel.setFocus()
    clerk.key(Qt.Key.Key_Escape)
    assert not panel.isVisible()
    window.go("registry")
    window.page.setFocus()
    before = QApplication.focusWidget()
    clerk.key(Qt.Key.Key_F1)
    clerk.key(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is before, "and the clerk is where she was"


def test_a_related_card_leads_where_it_belongs(window: Window) -> None:
    clerk = Clerk(window)
    clerk.key(Qt.Key.Key_F1)
    panel = panel_of(window)
    assert "去这里" not in shown_buttons(panel), "she is there already"
    clerk.press("登记和办理一项任务", panel)
    clerk.press("去这里", panel)
    assert screen_of(window) == "tasks"


def test_the_keys_are_listed_and_found_by_search(window: Window, qtbot: Any) -> None:
    clerk = Clerk(window)
    clerk.key(Qt.Key.Key_K, CTRL)
    clerk.write("键盘")
    clerk.key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown(window.header.results), timeout=LONG)
    clerk.key(Qt.Key.Key_Return)
    card = panel_of(window).card
    assert card is not None and card.title == "键盘一览"
    assert "Alt+2 去任务台账" in card.keys and "F9 遮挡或恢复" in card.keys
    told = {key for line in card.keys for key in line.partition(" ")[0].split("、")}
    assert told >= set(window.actions_by_key)


def test_a_card_is_printed(window: Window, qtbot: Any) -> None:
    clerk = Clerk(window)
    clerk.key(Qt.Key.Key_F1)
    clerk.press("打印这张卡", panel_of(window))
    qtbot.waitUntil(lambda: screen_of(window) == "preview", timeout=LONG)
    card = cards.card("today")
    said = "".join(str(block) for block in paper_of(card, "红旗村").blocks)
    assert all(step in said for step in card.steps)


def test_a_step_knows_no_such_card() -> None:
    with pytest.raises(KeyError):
        cards.card("../packs/words")
    assert cards.nearest("tasks.nowhere") == "tasks"
    assert cards.nearest("nowhere") == ""


def test_every_card_takes_one_sheet(window: Window) -> None:
    side.open_keys(window)
    keyboard = panel_of(window).card
    assert keyboard is not None
    fonts, thick = Fonts(), []
    for card in [*cards.every(window.book.word), keyboard]:
        pages = draw(paper_of(card, "新街子社区"), BytesIO(), fonts=fonts).pages
        thick += [card.name] if pages > 1 else []
    assert thick == []
