"""待核实的做法 by hand: found, answered, taken back, put back; what is wrong is said."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from office import make_book
from qinglian_desktop.shell import keys
from qinglian_desktop.shell.own_values_page import OwnValuesPage
from qinglian_desktop.shell.window import Window
from windows import TODAY, Clerk, program, shown_buttons, window_on

LOOK_IN = "objections:inspection.days"


@pytest.fixture
def window(tmp_path: Path, qapp: QApplication, qtbot: Any) -> Iterator[Window]:
    with program(qapp), window_on(make_book(tmp_path)) as made:
        yield made


def opened(window: Window) -> OwnValuesPage:
    keys.acts(window)["待核实的做法"]()
    page = window.page
    assert isinstance(page, OwnValuesPage)
    return page


def days(window: Window) -> int:
    return int(window.book.pack("objections", TODAY).value("inspection.days"))


def answer(clerk: Clerk, page: OwnValuesPage, value: str, who: str) -> None:
    assert page.form is not None
    for name, text in (("value", value), ("told_by", who)):
        clerk.fill(page.form.editors[name].input, text)


def test_the_clerk_settles_a_value_undoes_it_and_puts_it_back(window: Window) -> None:
    page, clerk = opened(window), Clerk(window)
    assert len(page.lines) > 25
    clerk.fill(page.words, "查阅")
    assert [one.spec.rule for one in page.lines] == [LOOK_IN]
    assert page.table.records.rows[0][1:] == ("3 天", "待核实")
    assert "改回规则包的" not in shown_buttons(page)
    answer(clerk, page, "5", "街道张主任")
    clerk.key(Qt.Key.Key_Space, on=page.keep)
    assert days(window) == 5
    assert page.table.records.rows[0][1:] == ("5 天", "本单位定的")
    assert "本单位定的，2026年11月24日街道张主任答复" in page.state.text()
    keys.acts(window)["撤销"]()
    assert days(window) == 3
    assert page.table.records.rows[0][1:] == ("3 天", "待核实")
    answer(clerk, page, "7", "街道张主任")
    clerk.press("就按这个办", page)
    assert days(window) == 7
    clerk.press("改回规则包的", page)
    assert days(window) == 3
    clerk.key(Qt.Key.Key_Escape, on=page)
    assert window.page is not page


@pytest.mark.parametrize(
    ("value", "who", "field"),
    [("", "张主任", "value"), ("400", "张主任", "value"), ("5", "", "told_by")],
)
def test_what_is_missing_is_said_under_its_field(
    window: Window, value: str, who: str, field: str
) -> None:
    page, clerk = opened(window), Clerk(window)
    clerk.fill(page.words, "查阅")
    answer(clerk, page, value, who)
    clerk.press("就按这个办", page)
    assert days(window) == 3 and page.form is not None
    said = {name for name, editor in page.form.editors.items() if "请" in editor.message.text()}
    assert said == {field}


def test_half_typed_words_stay_while_other_things_change(window: Window) -> None:
    page, clerk = opened(window), Clerk(window)
    answer(clerk, page, "5", "")
    page.reload()
    assert page.form is not None and page.form.value("value") == "5"


def test_nothing_found_says_so(window: Window) -> None:
    page, clerk = opened(window), Clerk(window)
    clerk.fill(page.words, "宇宙飞船")
    assert page.empty.isVisible() and not page.card.isVisible()
    clerk.key(Qt.Key.Key_Escape, on=page)


def test_the_page_of_the_packs_leads_there(window: Window) -> None:
    keys.acts(window)["规则包"]()
    Clerk(window).press("待核实的做法", window.page)
    assert isinstance(window.page, OwnValuesPage)


def test_a_street_has_no_such_page(tmp_path: Path, qapp: QApplication, qtbot: Any) -> None:
    with program(qapp), window_on(make_book(tmp_path, "street")) as street:
        keys.acts(street)["规则包"]()
        assert "待核实的做法" not in shown_buttons(street.page)
        keys.acts(street)["待核实的做法"]()
        assert not isinstance(street.page, OwnValuesPage)
