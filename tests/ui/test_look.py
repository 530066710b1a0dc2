"""Is every text readable, every icon there, and does the look change at once?"""

import gc
import re
import tomllib
from itertools import product

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from qinglian_desktop import RESOURCES
from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.stylesheet import stylesheet
from qinglian_desktop.ui.tokens import MOODS, SIZES, THEMES, sizes, tokens

BACKGROUNDS = [name for name in tokens("light") if name.startswith("bg.")]
TEXTS = ("text.primary", "text.secondary", "text.tertiary", "text.link", "accent")


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def pairs_of_text() -> list[tuple[str, str]]:
    pairs = list(product(TEXTS, BACKGROUNDS))
    pairs += [(f"{mood}.fg", f"{mood}.bg") for mood in MOODS]
    # a state word also stands on the selected row, and a problem under its field in any place
    pairs += [(f"{mood}.fg", "bg.selected") for mood in MOODS]
    pairs += [("danger.fg", ground) for ground in ("bg.surface", "bg.app", "bg.input")]
    pairs += [("on.accent", f) for f in ("accent", "accent.hover", "accent.pressed")]
    pairs += [("hit.fg", "hit.bg"), ("on.danger", "danger.button")]
    pairs += [("text.primary", "cell.changed"), ("text.primary", "cell.error")]
    return pairs


def pairs_of_lines() -> list[tuple[str, str]]:
    pairs = [("line.input", ground) for ground in ("bg.surface", "bg.input", "bg.app")]
    pairs += [("focus", ground) for ground in BACKGROUNDS]
    return pairs


def test_contrast_formula_knows_the_ends_of_the_scale() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_token_holds_4_5_on_every_background_it_can_stand_on(theme: str) -> None:
    colours = tokens(theme)
    weak = {
        pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2)
        for pair in pairs_of_text()
        if contrast(colours[pair[0]], colours[pair[1]]) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("theme", THEMES)
def test_field_borders_and_focus_ring_hold_3_0(theme: str) -> None:
    colours = tokens(theme)
    weak = {p for p in pairs_of_lines() if contrast(colours[p[0]], colours[p[1]]) < 3.0}
    assert weak == set()


def test_high_contrast_is_black_white_yellow_and_cyan() -> None:
    colours = tokens("contrast")
    assert contrast(colours["text.primary"], colours["bg.app"]) == pytest.approx(21.0)
    assert (colours["accent"], colours["text.link"]) == ("#FFFF00", "#00FFFF")
    assert contrast(colours["accent"], colours["bg.app"]) == pytest.approx(19.6, abs=0.1)


@pytest.mark.parametrize(("size", "body"), [("standard", 16), ("large", 19), ("extra", 24)])
def test_a_type_size_sets_the_font_and_the_heights(
    qapp: QApplication, size: str, body: int
) -> None:
    look.apply(qapp, size=size)
    try:
        assert qapp.font().pixelSize() == body
        assert look.metrics().row == {16: 36, 19: 44, 24: 54}[body]
        button = push_button("登记")
        button.show()
        assert button.height() >= look.metrics().button
        button.deleteLater()
    finally:
        look.apply(qapp)


def test_no_text_is_smaller_than_14_px_at_standard_size() -> None:
    sheet = stylesheet(tokens("light"), sizes("standard"))
    found = [int(n) for n in re.findall(r"font-size: (\d+)px", sheet)]
    assert found and min(found) >= 14


@pytest.mark.parametrize(("theme", "size"), list(product(THEMES, SIZES)))
def test_the_stylesheet_leaves_no_placeholder_and_parses(
    qapp: QApplication, theme: str, size: str
) -> None:
    sheet = stylesheet(tokens(theme), sizes(size))
    assert "$" not in sheet
    widget = QWidget()
    widget.setStyleSheet(sheet)  # Qt warns about a sheet it cannot parse, and a warning fails
    widget.ensurePolished()
    widget.deleteLater()


def test_chinese_text_has_glyphs_even_where_the_system_has_no_chinese_font(
    qapp: QApplication,
) -> None:
    words = QLabel("清廉村居工作台𠮷")
    words.ensurePolished()
    # a missing glyph falls back to a box of another width; every 汉字 is as wide as high
    assert words.fontMetrics().horizontalAdvance("清廉村居") == 4 * qapp.font().pixelSize()
    words.deleteLater()


def test_every_icon_of_the_index_can_be_drawn_in_every_theme() -> None:
    index = tomllib.loads((RESOURCES / "icons" / "index.toml").read_text("utf-8"))
    for name in index["regular"]:
        assert not look.icon(name).pixmap(20, 20).isNull(), name
    for name in index["filled"]:
        plain, filled = look.icon(name), look.icon(name, filled=True)
        assert plain.pixmap(20, 20).toImage() != filled.pixmap(20, 20).toImage(), name


def test_an_icon_takes_the_colour_of_its_token(qapp: QApplication) -> None:
    image = look.icon("add", colour="danger.fg").pixmap(64, 64).toImage()
    shown = {
        image.pixelColor(x, y).name().upper()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }
    assert shown == {tokens("light")["danger.fg"]}


def test_an_unknown_icon_is_told_but_a_button_only_loses_its_picture() -> None:
    with pytest.raises(KeyError):
        look.icon("nowhere")
    button = push_button("登记", icon="nowhere")
    assert button.icon().isNull() and button.text() == "登记"
    button.deleteLater()


def test_icons_on_screen_follow_the_theme(qapp: QApplication) -> None:
    button = push_button("登记", icon="add")
    before = button.icon().pixmap(20, 20).toImage()
    look.apply(qapp, theme="dark")
    try:
        assert button.icon().pixmap(20, 20).toImage() != before
    finally:
        look.apply(qapp)
        button.deleteLater()


@pytest.mark.parametrize(
    ("word", "mood", "name"),
    [
        ("逾期", "danger", "逾期，红色"),
        ("退回", "warning", "退回，黄色"),
        ("已上墙", "info", "已上墙，蓝色"),
        ("审核同意", "success", "审核同意，绿色"),
        ("未开始", "neutral", "未开始"),
        ("补录", "draft", "补录"),
    ],
)
def test_a_chip_says_its_state_in_word_icon_and_name(word: str, mood: str, name: str) -> None:
    chip = look.chip(word)
    labels = chip.findChildren(QLabel)
    assert chip.property("mood") == mood
    assert chip.accessibleName() == name
    assert word in [label.text() for label in labels]
    assert any(not label.pixmap().isNull() for label in labels)
    chip.deleteLater()


class Told(QLabel):
    """Notes whether the collector could run while it was told of its new look."""

    def __init__(self) -> None:
        super().__init__()
        self.collecting: set[bool] = set()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "collecting"):
            self.collecting.add(gc.isenabled())


def test_no_dead_widget_is_cleared_away_while_qt_goes_through_all(
    qapp: QApplication, qtbot: object
) -> None:
    told = Told()
    told.show()
    assert gc.isenabled(), "no window is open that keeps it off"
    look.apply(qapp, theme="dark")
    look.apply(qapp)
    assert told.collecting == {False}
    assert gc.isenabled()
    told.close()
