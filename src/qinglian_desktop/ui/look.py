"""How does the program look? Theme, type size, fonts, icons and state chips, set in one place."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QHBoxLayout, QLabel, QWidget

from qinglian_desktop import RESOURCES
from qinglian_desktop.core.collecting import resting
from qinglian_desktop.ui.stylesheet import stylesheet
from qinglian_desktop.ui.tokens import MOODS, SIZES, THEMES, Metrics, mood_of, sizes, tokens

__all__ = [
    "MOODS", "SIZES", "THEMES", "Chip", "Metrics", "apply", "chip", "icon", "label", "metrics",
    "mood_of", "named", "paint_icon", "set_icon", "theme", "tokens",
]  # fmt: skip

FONTS = ("Microsoft YaHei UI", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei")
_BUNDLED = (("QinglianSans.ttf", "QinglianSansBold.ttf"), "Qinglian Sans")
_RARE = ("QinglianWide.ttf", "Qinglian Wide")  # characters of names beyond the usual 30,000
_now = {"theme": "light", "size": "standard"}
_loaded: list[str] = []  # font files the running program has taken in


def theme() -> str:
    return _now["theme"]


def metrics(size: str | None = None) -> Metrics:
    """The sizes of one type size; of the one in use when none is named."""
    return sizes(size or _now["size"])


@resting()
def apply(app: QApplication, *, theme: str = "light", size: str = "standard") -> None:
    """Dress the whole program: font, palette, one stylesheet, and the icons already on screen.

    Qt goes through a list of all widgets and tells each; what is told may make Python collect,
    and a dead widget cleared away then still stands in the list. So the collector rests.
    """
    colours, sized = tokens(theme), sizes(size)
    _now.update(theme=theme, size=size)
    font = QFont(_families())
    font.setPixelSize(sized.body)
    app.setFont(font)
    app.setPalette(_palette(colours))
    app.setStyleSheet(stylesheet(colours, sized, bold_lines=theme == "contrast"))
    for widget in app.allWidgets():
        if isinstance(widget, QAbstractButton) and (name := widget.property("iconName")):
            set_icon(widget, name, colour=widget.property("iconColour") or "text.primary")


def _families() -> list[str]:
    """The font chain of the screen; the bundled face only where the system has no Chinese one."""
    there = set(QFontDatabase.families())
    chain = [name for name in FONTS if name in there]
    if not chain:
        files, family = _BUNDLED
        chain = [family]
        for file in files:
            _load(file)
    _load(_RARE[0])
    return [*chain, _RARE[1], "sans-serif"]


def _load(file: str) -> None:
    # A resource that is not there costs the look, not the day's work: Qt falls back by itself.
    path = RESOURCES / "fonts" / file
    if file not in _loaded and path.is_file():
        QFontDatabase.addApplicationFont(str(path))
        _loaded.append(file)


def _palette(colours: Mapping[str, str]) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for name, token in (
        (role.Window, "bg.app"),
        (role.WindowText, "text.primary"),
        (role.Base, "bg.surface"),
        (role.AlternateBase, "bg.alt"),
        (role.Text, "text.primary"),
        (role.Button, "bg.surface"),
        (role.ButtonText, "text.primary"),
        (role.Highlight, "bg.selected"),
        (role.HighlightedText, "text.primary"),
        (role.Accent, "accent"),
        (role.Link, "text.link"),
        (role.PlaceholderText, "text.tertiary"),
        (role.ToolTipBase, "bg.surface"),
        (role.ToolTipText, "text.primary"),
        (role.Mid, "line.divider"),
        (role.Light, "bg.surface"),
        (role.Dark, "line.input"),
    ):
        palette.setColor(name, QColor(colours[token]))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours["text.disabled"]))
    return palette


# -- icons ------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _icon_files() -> Mapping[str, Mapping[str, str]]:
    path = RESOURCES / "icons" / "index.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}


def icon(name: str, *, filled: bool = False, colour: str = "text.primary") -> QIcon:
    """An icon in a colour token of the theme in use. KeyError when the index has no such name."""
    colours = tokens(theme())
    file, faded = _file_of(name, filled=filled), colours["text.disabled"]
    return _drawn(file, colours[colour], faded, metrics().icon)


def paint_icon(
    painter: QPainter, place: QRectF, name: str, *, filled: bool = False, colour: str
) -> None:
    """An icon drawn straight into a widget that paints itself. KeyError for an unknown name."""
    _renderer(_file_of(name, filled=filled), tokens(theme())[colour]).render(painter, place)


def _file_of(name: str, *, filled: bool) -> str:
    files = _icon_files()
    found = files.get("filled", {}).get(name) if filled else None
    return found or files.get("regular", {}).get(name) or files.get("own", {})[name]


@lru_cache(maxsize=256)
def _renderer(file: str, colour: str) -> QSvgRenderer:
    svg = (RESOURCES / "icons" / file).read_bytes()
    tinted = svg.replace(b"<svg ", f'<svg fill="{colour}" '.encode(), 1)
    return QSvgRenderer(QByteArray(tinted))


@lru_cache(maxsize=256)
def _drawn(file: str, colour: str, faded: str, body: int) -> QIcon:
    made = QIcon()
    for mode, paint in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, faded)):
        renderer = _renderer(file, paint)
        for side in (body, 2 * body):  # the second for screens at 150 and 200 %
            picture = QPixmap(QSize(side, side))
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            renderer.render(painter, QRectF(0, 0, side, side))
            painter.end()
            made.addPixmap(picture, mode)
    return made


def set_icon(button: QAbstractButton, name: str, *, colour: str = "text.primary") -> None:
    """Give a button an icon that follows the theme; a missing picture leaves the word alone."""
    button.setProperty("iconName", name)
    button.setProperty("iconColour", colour)
    try:
        button.setIcon(icon(name, colour=colour))
    except KeyError:
        return
    side = metrics().icon
    button.setIconSize(QSize(side, side))


# -- words ------------------------------------------------------------------------------------


def label(text: str, role: str = "", parent: QWidget | None = None) -> QLabel:
    """A label in one of the roles of the stylesheet: title, group, hint, problem, figure."""
    made = QLabel(text, parent)
    # A clerk's own words are shown as typed: a name like <b> is a name.
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    return made


def named(widget: QWidget, name: str, hint: str = "") -> None:
    """The accessible name, and the tooltip of a control whose word is not on screen."""
    widget.setAccessibleName(name)
    if hint:
        widget.setToolTip(hint)


def tick(words: str) -> QCheckBox:
    """A box to tick; it is read out as it is written."""
    box = QCheckBox(words)
    named(box, words)
    return box


_COLOUR_WORDS = {"danger": "红色", "warning": "黄色", "info": "蓝色", "success": "绿色"}


class Chip(QWidget):
    """A state as icon and word on its tint; read out as “逾期，红色”."""

    def __init__(self, word: str, mood: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._picture, self._word = QLabel(self), label("", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 10, 2)
        row.setSpacing(4)
        row.addWidget(self._picture)
        row.addWidget(self._word)
        self.say(word, mood)

    def say(self, word: str, mood: str = "") -> None:
        mood = mood or mood_of(word)
        self.setProperty("mood", mood)
        self._word.setProperty("mood", mood)
        self._word.setText(word)
        side = metrics().icon
        self._picture.setPixmap(icon(mood, colour=f"{mood}.fg").pixmap(QSize(side, side)))
        colour = _COLOUR_WORDS.get(mood, "")
        self.setAccessibleName(f"{word}，{colour}" if colour else word)
        for widget in (self, self._word):
            widget.style().unpolish(widget)
            widget.style().polish(widget)


def chip(word: str, mood: str = "", parent: QWidget | None = None) -> Chip:
    """A chip for a state word; the mood is found from the word unless given."""
    return Chip(word, mood, parent)
