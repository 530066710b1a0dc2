"""How are hits shown? In groups: 类别, 标题, 摘要, 日期, 状态; what was hit stands on yellow."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from qinglian_desktop.shell.search import ARCHIVED, FILES, PEOPLE, ROWS, Hit, Marks
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.tokens import tokens

EMPTY = "输入姓名首字母、事项、金额、文件名都可以。例：ljh、门面、2380"
_HIT = Qt.ItemDataRole.UserRole
_MOST = 16  # lines seen at once; the list scrolls on
_GAP = 12
_COVERED = (PEOPLE, ROWS, FILES, ARCHIVED)  # what F9 hides


def nothing(text: str) -> str:
    return f"没找到“{text}”。试试：换首字母、少打一个字、看回收站。"


class SearchList(QListWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        look.named(self, "搜索结果")
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Line(self))
        self.hits: Sequence[Hit] = ()
        cover.cover().changed.connect(self.hide)
        self.hide()

    def say(self, words: str) -> None:
        """No hits, only these words."""
        self.hits = ()
        self.clear()
        item = QListWidgetItem(words)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.addItem(item)

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Each group under its name; the first hit is marked."""
        self.hits = tuple(map(_covered, hits)) if cover.cover().on else hits
        self.clear()
        group = ""
        for hit in self.hits:
            if hit.group != group:
                group = hit.group
                heading = QListWidgetItem(group)
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                self.addItem(heading)
            item = QListWidgetItem(spoken(hit))
            item.setData(_HIT, hit)
            self.addItem(item)
        self.step(1)

    def hit(self) -> Hit | None:
        """The marked one."""
        item = self.currentItem()
        return None if item is None else hit_of(item)

    def step(self, way: int) -> None:
        """The next hit, round and round."""
        there = [n for n in range(self.count()) if hit_of(self.item(n)) is not None]
        if not there:
            return
        here = self.currentRow() if self.hit() is not None else -1
        place = there.index(here) + way if here in there else 0
        self.setCurrentRow(there[place % len(there)])
        if place == 0:
            self.scrollToTop()  # with the name of the group

    def place_under(self, line: QLineEdit) -> None:
        window = self.window()
        corner = line.mapTo(window, QPoint(0, line.height() + 2))
        rows = [self.sizeHintForRow(n) for n in range(min(self.count(), _MOST))]
        room = window.height() - corner.y() - 16
        wide = min(look.metrics().px(860), window.width() - 16) if self.hits else line.width()
        width = max(wide, line.width(), min(self._words() + 40, window.width() - 16))
        x = max(min(corner.x(), window.width() - width - 8), 8)
        self.setGeometry(QRect(x, corner.y(), width, min(sum(rows) + 6, room)))
        self.show()
        self.raise_()

    def _words(self) -> int:
        """The room the words need, where they are words and not hits."""
        item = self.item(0)
        return 0 if self.hits or item is None else self.fontMetrics().horizontalAdvance(item.text())


def hit_of(item: QListWidgetItem | QModelIndex | QPersistentModelIndex) -> Hit | None:
    found = item.data(_HIT)
    return Hit(*found) if isinstance(found, tuple) else None


def spoken(hit: Hit) -> str:
    """The whole line as words, for a screen reader and for copying."""
    parts = (hit.label, hit.title, "口音相近" if hit.near else "", hit.detail, hit.day, hit.state)
    return " · ".join(part for part in parts if part)


def _covered(hit: Hit) -> Hit:
    if hit.group not in _COVERED:
        return hit
    return hit._replace(title=cover.STARS, detail="", marks=(), detail_marks=())


class _Line(QStyledItemDelegate):
    """Paints one hit in columns; the words that were found stand on yellow."""

    def _labels(self) -> Iterable[str]:
        shown = self.parent()
        return {hit.label for hit in shown.hits} if isinstance(shown, SearchList) else ()

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        hit = hit_of(index)
        if hit is None:
            super().paint(painter, option, index)
            return
        colours = tokens(look.theme())
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        back = "bg.selected" if chosen else "bg.hover" if hovered else "bg.surface"
        painter.save()
        painter.fillRect(option.rect, QColor(colours[back]))
        if chosen:
            bar = QRect(option.rect.topLeft(), QSize(3, option.rect.height()))
            painter.fillRect(bar, QColor(colours["accent"]))
        plain, bold = QFont(option.font), QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        room = option.rect.adjusted(_GAP, 0, -_GAP, 0)
        measure = QFontMetrics(plain)
        primary, secondary = colours["text.primary"], colours["text.secondary"]
        kind = max(map(measure.horizontalAdvance, self._labels())) + 2 * _GAP
        left = _take_left(room, kind)
        _write(painter, left, hit.label, (), plain, secondary)
        for text, like in ((hit.state, "公示不足"), (hit.day, "2026-11-24")):
            if hit.state or hit.day:
                wide = (
                    max(measure.horizontalAdvance(like), measure.horizontalAdvance(text)) + 2 * _GAP
                )
                _write(painter, _take_right(room, wide), text, (), plain, secondary)
        title = min(QFontMetrics(bold).horizontalAdvance(hit.title) + _GAP, room.width())
        detail = "（口音相近）" if hit.near else hit.detail
        marks = () if hit.near else hit.detail_marks
        if detail:
            title = min(title, max(room.width() * 3 // 5, 120))
        _write(painter, _take_left(room, title), hit.title, hit.marks, bold, primary)
        _write(painter, room, detail, marks, plain, secondary)
        painter.restore()


def _take_left(room: QRect, width: int) -> QRect:
    part = QRect(room.left(), room.top(), min(width, room.width()), room.height())
    room.setLeft(part.right() + 1)
    return part


def _take_right(room: QRect, width: int) -> QRect:
    part = QRect(room.right() + 1 - width + _GAP, room.top(), width - _GAP, room.height())
    room.setRight(room.right() - width)
    return part


def _write(
    painter: QPainter, room: QRect, text: str, marks: Marks, font: QFont, colour: str
) -> None:
    """One line of words, cut with … where it must be."""
    if not text or room.width() <= 0:
        return
    colours, shown = tokens(look.theme()), QFontMetrics(font).elidedText(
        text, Qt.TextElideMode.ElideRight, room.width()
    )  # fmt: skip
    layout = QTextLayout(shown, font)
    whole = QTextOption()
    whole.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(whole)
    formats = []
    for begin, end in marks:
        one = QTextLayout.FormatRange()
        one.start, one.length = begin, max(min(end, len(shown)) - begin, 0)
        look_of = QTextCharFormat()
        look_of.setBackground(QBrush(QColor(colours["hit.bg"])))
        look_of.setForeground(QBrush(QColor(colours["hit.fg"])))
        one.format = look_of
        formats.append(one)
    layout.setFormats(formats)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(room.width())
    layout.endLayout()
    painter.setPen(QColor(colour))
    top = room.top() + (room.height() - line.height()) / 2
    layout.draw(painter, QPoint(room.left(), round(top)).toPointF())
