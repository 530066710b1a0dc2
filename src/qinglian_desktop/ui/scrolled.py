"""One column of parts that scrolls when there is not room for all of them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


def scrolled(*parts: QWidget, grows: QWidget | None = None) -> QScrollArea:
    """The parts under one another; never wider than the room there is.

    `grows` takes what room is left; without it they keep to the top.
    """
    inner = QWidget()
    inner.setProperty("role", "clear")
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, 8, 8)
    column.setSpacing(12)
    for part in parts:
        column.addWidget(part, 1 if part is grows else 0)
    column.addStretch(0 if grows is not None else 1)
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    return area
