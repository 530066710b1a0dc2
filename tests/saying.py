"""Everything a screen says: words on it, tips, what a screen reader is told."""

from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)
_ROWS = 200


def said_by(window: QWidget) -> Iterator[tuple[str, str]]:
    """(where, text) of all that can be seen or heard now."""
    for widget in [window, *window.findChildren(QWidget)]:
        if not widget.isVisible():
            continue
        where = f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for text in (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()):
            yield where, text
        if isinstance(widget, QLabel | QAbstractButton):
            yield where, widget.text()
        elif isinstance(widget, QLineEdit):
            yield where, widget.displayText()
        elif isinstance(widget, QPlainTextEdit):
            yield where, widget.toPlainText()
        elif isinstance(widget, QComboBox):
            yield where, widget.currentText()
        elif isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView):
            yield from ((where, text) for text in _cells(widget.model()))


def _cells(model: QAbstractItemModel | None) -> Iterator[str]:
    if model is None:
        return
    columns = model.columnCount() if isinstance(model, QAbstractTableModel) else 1
    for row in range(min(model.rowCount(), _ROWS)):
        for column in range(columns):
            for role in _ROLES:
                yield str(model.index(row, column).data(role) or "")
