"""Adults whom the law leaves out of the count: a line each, with the reason and the record."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.decisions.actions import Excluded
from qinglian_desktop.modules.decisions.records import ExcludedAdult
from qinglian_desktop.ui import at_hand, cover, look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.flow import emptied
from qinglian_desktop.ui.messages import close_button, push_button
from qinglian_desktop.ui.revealing import asked_why
from qinglian_desktop.ui.veil import HOW, VeilLine

_SHOWN = "、".join(ExcludedAdult.fields[name].label for name in ("reason", "evidence"))
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
            said = (row["name"] or "", row["reason"] or "", row["evidence"] or "")
            self._append(*said, row_id=str(row["id"]))

    def add_line(self) -> None:
        self._append("", "", "").name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _append(self, name: str, reason: str, evidence: str, *, row_id: str = "") -> "_Line":
        line = _Line(name, reason, evidence, row_id)
        line.changed.connect(self.changed)
        line.gone.connect(self._on_gone)
        self.lines.append(line)
        self._column.addWidget(line)
        chain = (line.name, line.veil, line.reason, line.evidence, self.add)
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
    """Why somebody is left out is sensitive: of a line that is there already it stands masked."""

    changed = Signal()
    gone = Signal()

    def __init__(self, name: str, reason: str, evidence: str, row_id: str) -> None:
        super().__init__()
        self._row_id = row_id
        self.veil = VeilLine()
        look.named(self.veil, f"不计入的原因和联系记录，{HOW}")
        self.veil.asked.connect(self._show_words)
        self.veil.typed_at.connect(self._say_how)
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
        row.addWidget(self.veil, 6)
        row.addWidget(self.reason)
        row.addWidget(self.evidence, 5)
        row.addWidget(away)
        self.name.textEdited.connect(self.changed)
        self.evidence.textEdited.connect(self.changed)
        self.reason.currentTextChanged.connect(self.changed)
        away.clicked.connect(self.gone)
        cover.cover().changed.connect(self._on_cover)
        cover.cover().left.connect(self._hide_words)
        self._on_cover(cover.cover().on)
        self._hide_words()

    def said(self) -> Excluded:
        reason, evidence = self.reason.currentText(), self.evidence.text().strip()
        return Excluded(self.name.text().strip(), reason, evidence)

    def _hide_words(self) -> None:
        """But what is just being typed."""
        if self._row_id and not self.evidence.isModified():
            self._say_how()
            self._veil(True)

    def _say_how(self) -> None:
        self.veil.setText(f"{cover.STARS}　{HOW}")

    def _show_words(self) -> None:
        if cover.cover().on or not (why := asked_why(self, "记录")):
            return
        try:
            at_hand.now().reveal(ExcludedAdult.table, self._row_id, _SHOWN, why)
        except Refused as refused:
            self.veil.setText(str(refused))
            return
        self._veil(False)
        self.evidence.setFocus(Qt.FocusReason.OtherFocusReason)

    def _veil(self, yes: bool) -> None:
        self.veil.setVisible(yes)
        self.reason.setVisible(not yes)
        self.evidence.setVisible(not yes)

    def _on_cover(self, on: bool) -> None:
        self._hide_words()
        mode = QLineEdit.EchoMode.Password if on else QLineEdit.EchoMode.Normal
        for line in (self.name, self.evidence):
            line.setEchoMode(mode)
