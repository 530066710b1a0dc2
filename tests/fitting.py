"""Has every word on screen the room it needs? Walks what can be seen and measures it."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyleOptionFrame,
    QTableView,
    QWidget,
)

_SLACK = 1  # px: rounding at 150 %


def visible(window: QWidget) -> Iterator[QWidget]:
    """The window and what is shown in it, its own dialogs and menus too.

    Down from the top, so that what is hidden is passed with all that is in it: after a walk
    over every page that is nearly everything.
    """
    shown = [top for top in QApplication.topLevelWidgets() if top.isVisible()]
    for top in [window, *(top for top in shown if _belongs(top, window))]:
        if top.isVisible():
            yield top
            yield from _shown_in(top)


def _belongs(top: QWidget, window: QWidget) -> bool:
    above = top.parentWidget()
    return above is not None and (above is window or _belongs(above, window))


def _shown_in(parent: QWidget) -> Iterator[QWidget]:
    for child in parent.children():
        if child.isWidgetType() and child.isVisible() and not child.isWindow():
            yield child
            yield from _shown_in(child)


def misfits(window: QWidget, among: Iterable[QWidget] = ()) -> list[str]:
    """What is cut off or written over, in words; empty when a designer would sign it.

    `among` is what `visible` has found, where that is known already.
    """
    found = []
    for widget in among or visible(window):
        if not widget.visibleRegion().isEmpty():
            found += [f"{_where(widget)}: {what}" for what in _of(widget)]
    return found


def _of(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel):
        yield from _label(widget)
    elif isinstance(widget, QPushButton):
        yield from _sized(widget, widget.text())
    elif isinstance(widget, QLineEdit):
        yield from _line(widget)
    elif isinstance(widget, QComboBox | QAbstractSpinBox):
        yield from _sized(widget, widget.accessibleName())
    elif isinstance(widget, QHeaderView):
        yield from _header(widget)
    elif isinstance(widget, QTableView):
        yield from _cells(widget)
    elif isinstance(widget, QScrollArea):
        yield from _too_wide(widget)
    yield from _cut_by_parent(widget)
    yield from _overlaps(widget)


def _where(widget: QWidget) -> str:
    chain = [type(w).__name__ for w in (widget, widget.parent(), widget.window()) if w]
    return " in ".join(chain)


def _label(label: QLabel) -> Iterator[str]:
    if not label.text():
        return
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        if needed > label.height() + _SLACK:
            yield f"“{label.text()[:30]}” needs {needed} px of height, has {label.height()}"
    else:
        yield from _sized(label, label.text())


def _sized(widget: QWidget, text: str) -> Iterator[str]:
    needed, has = widget.sizeHint(), widget.size()
    if isinstance(widget, QComboBox):
        needed = widget.minimumSizeHint()
    if needed.width() > has.width() + _SLACK or needed.height() > has.height() + _SLACK:
        yield (
            f"“{text[:30]}” needs {needed.width()}×{needed.height()} px, "
            f"has {has.width()}×{has.height()}"
        )


def _line(line: QLineEdit) -> Iterator[str]:
    option = QStyleOptionFrame()
    line.initStyleOption(option)
    room = line.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, line)
    buttons = [b for b in line.findChildren(QAbstractButton) if b.isVisible()]
    left = room.width() - 4 - sum(b.width() for b in buttons)
    shown = line.placeholderText() if not line.text() else ""
    needed = line.fontMetrics().horizontalAdvance(shown)
    if needed > left + _SLACK:
        yield f"“{shown}” needs {needed} px, has {left}"
    if line.fontMetrics().height() > room.height() + _SLACK:
        yield f"its letters need {line.fontMetrics().height()} px, have {room.height()}"


def _header(header: QHeaderView) -> Iterator[str]:
    model = header.model()
    if model is None or header.orientation() != Qt.Orientation.Horizontal:
        return
    for place in range(header.count()):
        if header.isSectionHidden(place) or header.sectionSize(place) == 0:
            continue
        word = str(model.headerData(place, Qt.Orientation.Horizontal) or "")
        needed = header.sectionSizeFromContents(place)
        if needed.width() > header.sectionSize(place) + _SLACK:
            yield f"column {word} needs {needed.width()}, has {header.sectionSize(place)}"
        if needed.height() > header.height() + _SLACK:
            yield f"column {word} needs {needed.height()} px of height, has {header.height()}"


def _cells(table: QTableView) -> Iterator[str]:
    """Long words end in … and are whole in the tip; numbers must never be cut."""
    model = table.model()
    if model is None:
        return
    seen = table.viewport().rect()
    for column in range(model.columnCount()):
        for row in range(min(model.rowCount(), 40)):
            index = model.index(row, column)
            place = table.visualRect(index)
            if not seen.intersects(place):
                continue
            text = str(index.data() or "")
            right = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole) or 0)
            needed = table.fontMetrics().horizontalAdvance(text)
            if right & Qt.AlignmentFlag.AlignRight and needed > place.width():
                yield f"the number {text} needs {needed} px, has {place.width()}"
            if table.fontMetrics().height() > place.height():
                yield f"row {row} is {place.height()} px high"
                return


def _too_wide(area: QScrollArea) -> Iterator[str]:
    inner = area.widget()
    never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    if inner is None or area.horizontalScrollBarPolicy() != never:
        return
    if inner.width() > area.viewport().width() + _SLACK:
        yield f"holds {inner.width()} px of width, shows {area.viewport().width()}"


def _cut_by_parent(widget: QWidget) -> Iterator[str]:
    """Outside a scroll area nothing may stand where its parent ends."""
    above = widget.parentWidget()
    if above is None or widget.isWindow():
        return
    if isinstance(above.parentWidget(), QAbstractScrollArea) or _scrolled(widget):
        return
    if not above.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK).contains(widget.geometry()):
        yield f"stands outside: {_box(widget.geometry())} in {_box(above.rect())}"


def _scrolled(widget: QWidget) -> bool:
    return isinstance(widget, QHeaderView) or isinstance(widget.parent(), QAbstractScrollArea)


def _box(rect: QRect) -> str:
    return f"{rect.x()},{rect.y()} {rect.width()}×{rect.height()}"


def _overlaps(parent: QWidget) -> Iterator[str]:
    """Two children with words that lie over each other."""
    children = [
        child
        for child in parent.children()
        if isinstance(child, QWidget)
        and child.isVisible()
        and not child.isWindow()
        and child.property("role") != "drawer"  # it covers the list where there is no room
    ]
    if isinstance(parent, QAbstractScrollArea | QAbstractButton | QLineEdit | QComboBox):
        return
    for place, one in enumerate(children):
        for other in children[place + 1 :]:
            shared = one.geometry().intersected(other.geometry())
            if shared.width() > _SLACK and shared.height() > _SLACK:
                yield f"{_named(one)} lies over {_named(other)} ({_box(shared)})"


def _named(widget: QWidget) -> str:
    said = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    return f"{type(widget).__name__} {said or widget.accessibleName()}"[:40]


def too_small(window: QWidget, least: int = 24, among: Iterable[QWidget] = ()) -> list[str]:
    """What can be pressed and is smaller than `least` px a side (WCAG 2.5.8)."""
    found = []
    for widget in among or visible(window):
        pressable = isinstance(widget, QAbstractButton | QLineEdit | QComboBox | QAbstractSpinBox)
        inner = isinstance(widget.parent(), QLineEdit | QComboBox | QAbstractSpinBox)
        if not pressable or inner:
            continue
        if min(widget.width(), widget.height()) < least:
            found.append(f"{_where(widget)} “{_named(widget)}” {_box(widget.geometry())}")
    return found


def at_rest() -> None:
    for _ in range(3):
        QApplication.processEvents()
