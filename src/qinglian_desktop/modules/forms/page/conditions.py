"""Who belongs on the form? A line for each condition, in words, changed where it stands."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core.record import Record
from qinglian_desktop.core.unreadable import Unreadable
from qinglian_desktop.modules.forms import sources
from qinglian_desktop.modules.forms.mapping import Condition
from qinglian_desktop.modules.forms.reads import OPS, SERVING, WITHIN
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.flow import emptied
from qinglian_desktop.ui.messages import close_button, push_button

_NUMBERS = ("count", "quantity", "money")
_MOST_OFFERED = 40


def _ops(name: str, kind: str) -> tuple[str, ...]:
    if name == sources.AGE or kind in _NUMBERS:
        return (">=", "<=", "=")
    if kind == "day":
        return ("within", ">=", "<=", "filled", "empty")
    if kind in ("choice", "flag"):
        return ("=", "!=")
    return ("has", "lacks", "=", "filled", "empty")


class Conditions(QWidget):
    changed = Signal()

    def __init__(self, book: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self.record: type[Record] | None = None
        self._lines: list[_Line] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(6)
        self._listed = QVBoxLayout()
        self._listed.setSpacing(6)
        self.more = push_button("加一个条件", "link", icon="add")
        self.more.clicked.connect(self._on_more)
        self._box.addLayout(self._listed)
        row = QHBoxLayout()
        row.addWidget(self.more)
        row.addStretch(1)
        self._box.addLayout(row)

    def show_conditions(self, record: type[Record] | None, found: Sequence[Condition]) -> None:
        self.record = record
        emptied(self._listed)
        self._lines = []
        self.more.setEnabled(record is not None)
        for condition in found:
            self._add(condition)

    def conditions(self) -> tuple[Condition, ...]:
        return tuple(found for line in self._lines if (found := line.condition()) is not None)

    def _on_more(self) -> None:
        if self.record is None:
            return
        first = "tags" if "tags" in self.record.fields else next(iter(self.record.fields))
        self._add(Condition(first, _ops(first, self.record.fields[first].kind.name)[0]))
        self._lines[-1].value.setFocus()

    def _add(self, condition: Condition) -> None:
        assert self.record is not None
        line = _Line(self._book, self.record, condition)
        line.changed.connect(self.changed)
        line.dropped.connect(self._on_dropped)
        self._lines.append(line)
        self._listed.addWidget(line)

    def _on_dropped(self) -> None:
        line = self.sender()
        if isinstance(line, _Line):
            self._lines.remove(line)
            self._listed.removeWidget(line)
            line.hide()
            line.deleteLater()
            self.changed.emit()
            self.more.setFocus()


class _Line(QWidget):
    changed = Signal()
    dropped = Signal()

    def __init__(self, book: Any, record: type[Record], condition: Condition) -> None:
        super().__init__()
        self._book, self._record = book, record
        self.field, self.op = ChoiceBox("看哪一项"), ChoiceBox("怎么比")
        self.value = ChoiceBox("是什么")
        self.value.setEditable(True)
        for box, least in ((self.field, 4), (self.op, 2), (self.value, 3)):
            box.setSizeAdjustPolicy(
                ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(least)
        away = close_button("去掉这个条件")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        for column, share in ((0, 4), (1, 3)):
            grid.setColumnStretch(column, share)
        grid.addWidget(self.field, 0, 0)
        grid.addWidget(self.op, 0, 1)
        grid.addWidget(away, 0, 2)
        grid.addWidget(self.value, 1, 0, 1, 2)  # beside the others the panel has no room for it
        for name, label in _fields(record).items():
            self.field.addItem(label, name)
        if condition.op == SERVING.op:
            self.field.addItem("任期", SERVING.op)
            self.field.setCurrentIndex(self.field.count() - 1)
        else:
            self.field.setCurrentIndex(max(self.field.findData(condition.field), 0))
        self._offer(condition)
        self.field.currentIndexChanged.connect(self._on_field)
        self.op.currentIndexChanged.connect(self._on_op)
        self.value.currentTextChanged.connect(self._on_value)
        away.clicked.connect(self.dropped)

    def _name(self) -> str:
        return str(self.field.currentData())

    def _kind(self) -> str:
        name = self._name()
        field = self._record.fields.get(name)
        return "count" if field is None else field.kind.name

    def _offer(self, condition: Condition | None) -> None:
        """The ways to compare and the values there are, for the field now chosen."""
        self.op.blockSignals(True)
        self.value.blockSignals(True)
        self.op.clear()
        self.value.clear()
        ops = (SERVING.op,) if self._name() == SERVING.op else _ops(self._name(), self._kind())
        for op in ops:
            self.op.addItem(OPS[op], op)
        if condition is not None:
            self.op.setCurrentIndex(max(self.op.findData(condition.op), 0))
        self._offer_values(condition)
        self.op.blockSignals(False)
        self.value.blockSignals(False)

    def _offer_values(self, condition: Condition | None) -> None:
        op = str(self.op.currentData())
        self.value.setVisible(op not in ("filled", "empty", SERVING.op))
        if op == "within":
            for key, (word, _, _) in WITHIN.items():
                self.value.addItem(word, key)
            chosen = str(condition.value) if condition else "quarter"
            place = self.value.findData(chosen)
            self.value.setCurrentIndex(max(place, 0))
            if place < 0 and condition:
                self.value.setEditText(chosen)
            return
        for word in _values(self._book, self._record, self._name()):
            self.value.addItem(word, word)
        text = "" if condition is None else _shown(self._record, condition)
        self.value.setEditText(text)

    def _on_field(self) -> None:
        self._offer(None)
        self.changed.emit()

    def _on_op(self) -> None:
        self.value.blockSignals(True)
        self.value.clear()
        self._offer_values(None)
        self.value.blockSignals(False)
        self.changed.emit()

    def _on_value(self, _text: str) -> None:
        self.changed.emit()

    def condition(self) -> Condition | None:
        """What is said here; None while it is not yet whole."""
        name, op, text = self._name(), str(self.op.currentData()), self.value.currentText().strip()
        if op == SERVING.op:
            return SERVING
        if op in ("filled", "empty"):
            return Condition(name, op)
        if not text:
            return None
        if op == "within":
            words = {word: key for key, (word, _, _) in WITHIN.items()}
            return Condition(name, op, words.get(text, text))
        if name == sources.AGE:
            return Condition(name, op, int(text)) if text.isdigit() else None
        if op in ("has", "lacks"):
            return Condition(name, op, text)
        kind = self._record.fields[name].kind
        try:
            return Condition(name, op, kind.dump(kind.read(text)))
        except Unreadable:
            return None


def _fields(record: type[Record]) -> Mapping[str, str]:
    found = {
        name: field.label
        for name, field in record.fields.items()
        if field.kind.name not in ("files", "link", "long", "reason", "id_number")
    }
    return {**found, sources.AGE: "年龄"} if record.table == "person" else found


def _values(book: Any, record: type[Record], name: str) -> list[str]:
    from qinglian_desktop.modules.forms.reads import tags_in

    field = record.fields.get(name)
    if field is None:
        return ["60", "70", "80", "90", "18"] if name == sources.AGE else []
    if name == "tags":
        return list(tags_in(book))
    if field.choices:
        return list(field.choices)
    if field.kind.name != "text":
        return []
    return [str(value) for value in book.distinct(record.table, name)[:_MOST_OFFERED]]


def _shown(record: type[Record], condition: Condition) -> str:
    field = record.fields.get(condition.field)
    value = condition.value
    if field is not None and condition.op not in ("has", "lacks") and field.kind.fits(value):
        return field.kind.show(field.kind.load(value))
    return str(value)
