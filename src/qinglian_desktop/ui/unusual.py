"""Is one 0 too many? An amount far above others of its kind is asked about, never refused."""

from collections.abc import Mapping
from functools import partial
from statistics import median
from typing import Any, NamedTuple, Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from qinglian_desktop.core.module import Query, Reader, Where
from qinglian_desktop.core.record import Field, Record, Row
from qinglian_desktop.ui import at_hand, look
from qinglian_desktop.ui.editor import FieldEditor
from qinglian_desktop.ui.messages import push_button

LEAST = 5  # amounts of the same kind; fewer tell nothing
FAR = 8  # times the middle one
_MANY_ZEROS = 80  # from here on it may be more than one 0


class Asked(NamedTuple):
    """One amount to be compared: with which others it is of one kind."""

    table: str
    field: str
    amount: int
    where: tuple[Where, ...]
    row_id: str


class Form(Protocol):
    """What is needed of the form."""

    record_type: type[Record]
    editors: dict[str, FieldEditor]

    @property
    def row(self) -> Row: ...

    def draft(self) -> dict[str, Any]: ...


def times_the_usual(asked: Asked, book: Any) -> float:
    """How many times the middle amount of its kind; 0 where there are too few to tell."""
    others = [
        abs(amount)
        for row_id, amount in book.filled(Query(asked.table, asked.where), asked.field)
        if amount and row_id != asked.row_id
    ]
    return abs(asked.amount) / median(others) if len(others) >= LEAST else 0.0


def said(times: float) -> str:
    zeros = "几个 0" if times >= _MANY_ZEROS else "一个 0"
    return f"金额是同类的 {times:.0f} 倍，是不是多了{zeros}？"


class Doubt(QWidget):
    """The question under an amount, with the one answer that ends it."""

    def __init__(self, editor: FieldEditor) -> None:
        super().__init__(editor)
        self.words = look.label("", "hint")
        self.words.setWordWrap(True)
        self.button = push_button("就是这个数", "link")
        self.button.setAutoDefault(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        layout = editor.layout()
        assert layout is not None
        layout.addWidget(self)
        self.hide()

    def say(self, text: str) -> None:
        self.words.setText(text)
        self.setVisible(bool(text))


class Unusual(QObject):
    """Watches the amounts of one form that declare what their kind is (`alike`)."""

    def __init__(self, form: Form, reader: Reader | None, parent: QObject) -> None:
        super().__init__(parent)
        self._form, self._reader = form, reader
        self._meant: dict[str, int] = {}  # said of a row that has no id yet
        self.doubts: dict[str, Doubt] = {}
        if not hasattr(reader, "values"):
            return
        for name, field in form.record_type.fields.items():
            if not field.alike or name not in form.editors:
                continue
            doubt = self.doubts[name] = Doubt(form.editors[name])
            doubt.button.clicked.connect(partial(self.mean, name))
            form.editors[name].changed.connect(partial(doubt.say, ""))
            for watched in (name, *field.alike):
                if watched in form.editors:
                    form.editors[watched].left.connect(partial(self.look_at, name))

    def forget(self) -> None:
        """Another row is shown."""
        self._meant.clear()
        for doubt in self.doubts.values():
            doubt.say("")

    def saved(self, row: Mapping[str, Any]) -> None:
        """The row has an id now: what was said of it is kept with it."""
        for name, amount in self._meant.items():
            if row.get("id") and row.get(name) == amount:
                at_hand.now().mean(self._form.record_type.table, str(row["id"]), amount)

    def look_at(self, name: str) -> None:
        """The amount, or what makes its kind, was written: compare it beside the typing."""
        form, field = self._form, self._form.record_type.fields[name]
        names = (name, *field.alike)
        if self._reader is None or not any(
            form.editors[each].touched for each in names if each in form.editors
        ):
            return
        draft = {**form.row, **form.draft()}
        asked = asked_of(form.record_type, name, field, draft, str(form.row.get("id") or ""))
        if asked is None or asked.amount in (self._meant.get(name), self._known(asked)):
            self.doubts[name].say("")
            return
        done = partial(_when_there, self, asked)
        at_hand.now().ask(self._reader, partial(times_the_usual, asked), done)

    def _known(self, asked: Asked) -> int | None:
        return at_hand.now().meant(asked.table, asked.row_id) if asked.row_id else None

    def told(self, asked: Asked, times: float) -> None:
        if self._form.editors[asked.field].stored() == asked.amount:  # else it was typed anew
            self.doubts[asked.field].say(said(times) if times >= FAR else "")

    def mean(self, name: str, _checked: bool = False) -> None:
        """就是这个数: not asked again about this amount of this row."""
        amount, row_id = self._form.editors[name].stored(), str(self._form.row.get("id") or "")
        self._meant[name] = amount
        if row_id:
            at_hand.now().mean(self._form.record_type.table, row_id, amount)
        self.doubts[name].say("")
        self._form.editors[name].setFocus(Qt.FocusReason.OtherFocusReason)


def asked_of(
    record: type[Record], name: str, field: Field, draft: Mapping[str, Any], row_id: str
) -> Asked | None:
    """None while the amount, or what makes its kind, is not known."""
    amount = draft.get(name)
    kind = tuple(Where(each, "=", draft.get(each)) for each in field.alike)
    if type(amount) is not int or not amount or any(w.value in (None, "") for w in kind):
        return None
    return Asked(record.table, name, amount, kind, row_id)


def _when_there(watch: Unusual, asked: Asked, times: float) -> None:
    if isValid(watch):
        watch.told(asked, times)
