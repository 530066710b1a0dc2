"""谁应当回避: what the registry knows, a line each; only the clerk marks somebody."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.modules.decisions.rules.avoidance import Proposal
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.flow import emptied
from qinglian_desktop.ui.messages import push_button

_COVERED = "有人可能要回避。按 F9 恢复后再看。"


class AvoidRow(QWidget):
    chosen = Signal(object)  # Proposal

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: tuple[Proposal, ...] = ()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(6)
        cover.cover().changed.connect(self._fill)
        self.hide()

    def show_found(self, found: Sequence[Proposal]) -> None:
        """Who is not marked yet; hidden while there is nobody."""
        if tuple(found) != self._found:
            self._found = tuple(found)
            self._fill()

    def _fill(self, _on: bool = False) -> None:
        emptied(self._lines)
        covered = cover.cover().on
        if covered and self._found:
            self._lines.addWidget(_said(_COVERED, "hint"))
        for one in () if covered else self._found:
            self._lines.addWidget(self._line(one))
        self.setVisible(bool(self._found))

    def _line(self, one: Proposal) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(_said(one.words, "warning" if one.firm else "hint"), 1)
        if one.firm:
            mark = push_button("记为回避")
            look.named(mark, f"把{one.name}记为回避")
            mark.clicked.connect(partial(self._on_mark, one))
            row.addWidget(mark)
        return line

    def _on_mark(self, one: Proposal, _checked: bool = False) -> None:
        self.chosen.emit(one)


def _said(words: str, role: str) -> QWidget:
    label = look.label(words, role)
    label.setWordWrap(True)
    return label
