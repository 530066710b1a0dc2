"""Adults whom the law leaves out of the count: a line each, with the reason and the record."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qinglian_desktop.modules.decisions.actions import Excluded
from qinglian_desktop.modules.decisions.records import ExcludedAdult
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.flow import emptied
from qinglian_desktop.ui.messages import close_button, push_button

_REASONS = ExcludedAdult.fields["reason"].choices


class ExcludedList(QWidget):
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.add = push_button("依法不计入的人", icon="add")
        self.add.setToolTip("联系不上、回不来、发病期间或不能表达意愿的成年人，要写联系记录")
        self.lines: list[_Line] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(self.add)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._column)
        column.addLayout(head)
        self.add.clicked.connect(self.add_line)

    def put(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Those entered before."""
        self.lines = []
        emptied(self._column)
        for row in rows:
            self._append(row["name"] or "", row["reason"] or "", row["evidence"] or "")

    def add_line(self) -> None:
        self._append("", "", "").name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _append(self, name: str, reason: str, evidence: str) -> "_Line":
        line = _Line(name, reason, evidence)
        line.changed.connect(self.changed)
        line.gone.connect(self._on_gone)
        self.lines.append(line)
        self._column.addWidget(line)
        chain = (line.name, line.reason, line.evidence, self.add)
        for here, after in pairwise(chain):
            QWidget.setTabOrder(here, after)
        return line

    def _on_gone(self) -> None:
        line = self.sender()
        assert isinstance(line, _Line)
        self.lines.remove(line)
        self._column.removeWidget(line)
        line.hide()
        line.deleteLater()
        self.changed.emit()

    def people(self) -> tuple[Excluded, ...]:
        """Every line with a name."""
        return tuple(line.said() for line in self.lines if line.name.text().strip())


class _Line(QWidget):
    changed = Signal()
    gone = Signal()

    def __init__(self, name: str, reason: str, evidence: str) -> None:
        super().__init__()
        self.name, self.evidence = QLineEdit(name), QLineEdit(evidence)
        self.name.setPlaceholderText("姓名")
        self.evidence.setPlaceholderText("联系记录，例：3月1日、5日两次打电话无人接听")
        self.reason = ChoiceBox("不计入的原因")
        self.reason.addItems(_REASONS)
        if reason:
            self.reason.setCurrentText(reason)
        look.named(self.name, "不计入的人")
        look.named(self.evidence, "联系记录")
        away = close_button("去掉这一行")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.name, 2)
        row.addWidget(self.reason)
        row.addWidget(self.evidence, 5)
        row.addWidget(away)
        self.name.textEdited.connect(self.changed)
        self.evidence.textEdited.connect(self.changed)
        self.reason.currentTextChanged.connect(self.changed)
        away.clicked.connect(self.gone)
        cover.cover().changed.connect(self._on_cover)
        self._on_cover(cover.cover().on)

    def said(self) -> Excluded:
        reason, evidence = self.reason.currentText(), self.evidence.text().strip()
        return Excluded(self.name.text().strip(), reason, evidence)

    def _on_cover(self, on: bool) -> None:
        mode = QLineEdit.EchoMode.Password if on else QLineEdit.EchoMode.Normal
        for line in (self.name, self.evidence):
            line.setEchoMode(mode)
