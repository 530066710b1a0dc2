"""How is one record filled in? One column of fields, saved by itself, never refused for gaps."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from qinglian_desktop.core import check, typed
from qinglian_desktop.core.module import Reader
from qinglian_desktop.core.outcome import Problem, Refused
from qinglian_desktop.core.record import Level, Record, Row, defaults
from qinglian_desktop.ui import look
from qinglian_desktop.ui.editor import FieldEditor
from qinglian_desktop.ui.editors import editor_for
from qinglian_desktop.ui.files_editor import FilesEditor, StoreFile
from qinglian_desktop.ui.labelled import LabelledGrid
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.revealing import Revealing
from qinglian_desktop.ui.unusual import Unusual
from qinglian_desktop.ui.veil import in_short, quotes

PAUSE = 800  # ms after the last change before the form asks to be saved
AT_ONCE = 8  # fields shown without 更多
LABEL_WIDTH = 112
_IN_LIST = "在列表里选这一格，按 F2 看"
_ROOM = 200  # what a field should have beside its label


def shown_first(record: type[Record], names: Sequence[str]) -> tuple[str, ...]:
    """The fields shown at once: every required one and deadline, then others up to eight."""
    required = [n for n in names if record.fields[n].required or n in record.deadlines]
    room = max(AT_ONCE - len(required), 0)
    optional = [n for n in names if n not in required][:room]
    if len(names) - len(required) - len(optional) <= 1:
        return tuple(names)  # a fold that hides one field helps nobody
    return tuple(n for n in names if n in required or n in optional)


class RecordForm(QWidget):
    """`edited` asks to be saved (debounced); `submitted` means save and go on to the next."""

    edited = Signal()
    submitted = Signal()
    stepped = Signal(int)  # PgDn +1, PgUp -1

    def __init__(
        self,
        record_type: type[Record],
        *,
        reader: Reader | None,
        parent: QWidget | None = None,
        fields: Sequence[str] | None = None,
        store_file: StoreFile | None = None,
    ) -> None:
        super().__init__(parent)
        self.record_type = record_type
        self.names = tuple(fields) if fields is not None else _open_fields(record_type)
        self._first = shown_first(record_type, self.names)
        self._reader, self._store_file = reader, store_file
        self._row: Row = {}
        self._disputed: set[str] = set()  # fields with a text held beside them (core/held.py)
        self._more_open = False
        self.editors: dict[str, FieldEditor] = {}
        self.labels: dict[str, QLabel] = {}
        self._grid = LabelledGrid(LABEL_WIDTH, _ROOM)
        rest = [name for name in self.names if name not in self._first]
        for name in (*self._first, *rest):
            self._add(name)
        self.more = push_button(f"更多（{len(rest)} 项）", "link", icon="expand")
        for place, name in enumerate((*self._first, "", *rest)):
            self._grid.put(place, self.labels.get(name), self.editors.get(name, self.more))
        self._grid.lay()
        if not rest:
            self.more.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.personal = Revealing(self, self)
        column.addWidget(self.personal)
        column.addLayout(self._grid)
        column.addStretch(1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.edited)
        self.more.clicked.connect(self.toggle_more)
        self.unusual = Unusual(self, reader, self)
        self._fold()
        self.set_row({})

    def _add(self, name: str) -> None:
        field = self.record_type.fields[name]
        editor = editor_for(field, reader=self._reader, store_file=self._store_file)
        words = look.label(f"{field.label}：", "field")
        words.setWordWrap(True)
        words.setBuddy(editor.input)
        self.editors[name], self.labels[name] = editor, words
        editor.changed.connect(self._on_changed)
        editor.left.connect(self._on_left)
        editor.submitted.connect(self._on_submitted)

    # -- values ---------------------------------------------------------------------------

    def set_row(self, row: Mapping[str, Any]) -> None:
        """Show this row; an empty one starts with the declared defaults."""
        self._pause.stop()
        self._row = dict(row) if row else defaults(self.record_type)
        self._disputed = set()
        self._name_files()
        self.unusual.forget()
        for name, editor in self.editors.items():
            editor.set_stored(self._row.get(name))
        self.personal.fit_row()

    def _name_files(self) -> None:
        """What the attachments of this row are called, where the reader knows."""
        ask, taker = getattr(self._reader, "file_names", None), self.files
        if ask is not None and taker is not None and self._row.get("id"):
            taker.know(ask(self.record_type.table, self._row["id"]))

    def refresh(self, row: Mapping[str, Any]) -> None:
        """The row changed elsewhere: take the new values where the clerk is not writing."""
        self._row = dict(row)
        for name, editor in self.editors.items():
            if not editor.touched:
                editor.set_stored(self._row.get(name))
            else:
                editor.changed_behind(self._row.get(name))
        self.personal.fit_row()

    def settled(self, row: Mapping[str, Any]) -> None:
        """The draft was saved as `row`: compare later changes with it, keep what is typed.

        A field that saving itself changed (a number given, a day worked out) takes its new value.
        """
        self._row = dict(row)
        self._disputed -= {name for name in self._disputed if self.editors[name].touched}
        self.unusual.saved(row)
        for name, editor in self.editors.items():
            if editor.savable() and _kept(editor.stored()) != _kept(self._row.get(name)):
                editor.set_stored(self._row.get(name))
        self.personal.saved()

    @property
    def row(self) -> Row:
        """The row as it was shown or saved last."""
        return self._row

    def draft(self) -> dict[str, Any]:
        """Stored values by field name; a field whose text cannot be read is left out.

        A new record also carries the defaults of fields this form does not show.
        """
        made = {} if self._row.get("id") else defaults(self.record_type)
        for name, editor in self.editors.items():
            if editor.savable():
                made[name] = editor.stored()
        return made

    def changes(self) -> dict[str, Any]:
        """The part of the draft that differs from the row; empty text and nothing are the same."""
        drafted = self.draft().items()
        return {n: v for n, v in drafted if _kept(v) != _kept(self._row.get(n)) or self._settles(n)}

    def _settles(self, name: str) -> bool:
        """Was the old value written anew over a text that waits beside it?"""
        return name in self._disputed and self.editors[name].touched

    def dispute(self, problems: Iterable[Problem]) -> None:
        """Texts held beside the row, each told under its field until that is written anew."""
        self._disputed = set()
        for problem in problems:
            self._disputed.add(problem.field)
            editor = self.editors[problem.field]
            if editor.field.level >= Level.PERSON and quotes(problem):
                problem = in_short(problem, editor.field.label, _IN_LIST)
            editor.show_problem(problem)

    def unreadable(self) -> tuple[str, ...]:
        """The labels of fields whose text could not be saved."""
        return tuple(e.field.label for e in self.editors.values() if not e.savable())

    def stop_at_unreadable(self) -> bool:
        """Is there a text that cannot be saved? It says so, and the keys go there."""
        found = next((editor for editor in self.editors.values() if not editor.savable()), None)
        if found is None:
            return False
        found.check()
        found.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    @property
    def is_blank(self) -> bool:
        """Nothing was typed into a new form."""
        return not any(editor.touched for editor in self.editors.values())

    def problems(self) -> tuple[Problem, ...]:
        """What is unreadable or still missing, in the order of the fields."""
        found: list[Problem] = []
        gaps = {p.field: p for p in check.problems(self.record_type, {**self._row, **self.draft()})}
        for name, editor in self.editors.items():
            problem = editor.problem()
            if problem is not None:
                found.append(
                    Problem(problem.what, problem.remedy, name, problem.code, problem.value)
                )
            elif name in gaps:
                found.append(gaps[name])
        return tuple(found)

    def show_problem(self, trouble: Problem | Refused) -> bool:
        """Red text under the field it names, and the focus there; False when it names none here."""
        parts = getattr(trouble, "problems", ()) or (trouble,)
        shown = [part for part in parts if part.field in self.editors]
        for part in shown:
            words = Problem(part.what, part.remedy, part.field, part.code)
            self.editors[part.field].show_problem(words)
        if not shown:
            return False
        first = shown[0].field
        if first not in self._first and not self._more_open:
            self.toggle_more()
        self.editors[first].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    # -- saving ---------------------------------------------------------------------------

    def _on_changed(self) -> None:
        self._pause.start()

    def _on_left(self) -> None:
        self._draw_from_number()
        self.flush()

    def _draw_from_number(self) -> None:
        """Birthday and sex stand in the ID number; an empty field is filled from there."""
        for editor in self.editors.values():
            source = self.editors.get(editor.field.drawn_from)
            if source is None or not source.touched or source.problem() is not None:
                continue
            number = source.stored()
            if not number:
                continue
            told = typed.drawn(editor.field, number)
            if editor.savable() and _kept(editor.stored()) is None:
                editor.fill_in(told, "已由身份证号填上")
            elif editor.stored() != told:
                editor.say_note(f"身份证号里是 {told}，请核对")

    def _on_submitted(self) -> None:
        self._pause.stop()
        self.submitted.emit()

    def flush(self) -> None:
        """Ask to be saved now, if anything waits."""
        if self._pause.isActive():
            self._pause.stop()
            self.edited.emit()

    def wait_no_more(self) -> None:
        """What waited is being saved by somebody else."""
        self._pause.stop()

    @property
    def waits(self) -> bool:
        return self._pause.isActive()

    # -- files ----------------------------------------------------------------------------

    @property
    def files(self) -> FilesEditor | None:
        """The field that takes photos and scans, where the record has one."""
        return next((e for e in self.editors.values() if isinstance(e, FilesEditor)), None)

    def attach(self, paths: Sequence[Path]) -> None:
        """Files dropped on the record; the field that took them is shown."""
        taker = self.files
        if taker is None:
            return
        if taker.isHidden():
            self.toggle_more()
        taker.add(list(paths))

    # -- looks ----------------------------------------------------------------------------

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.personal.hide_again()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._grid.least(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grid.turn(self.width())

    def set_read_only(self, yes: bool) -> None:
        """Only to be looked at: personal values are masked then."""
        for editor in self.editors.values():
            editor.set_read_only(yes)

    def focus_first(self) -> None:
        self.editors[self.names[0]].setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle_more(self) -> None:
        self._more_open = not self._more_open
        self._fold()

    def _fold(self) -> None:
        rest = [name for name in self.names if name not in self._first]
        for name in rest:
            self.editors[name].setVisible(self._more_open)
            self.labels[name].setVisible(self._more_open)
        text = "收起" if self._more_open else f"更多（{len(rest)} 项）"
        self.personal.fit_fold()
        self.more.setText(text)
        self.more.setAccessibleName(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = (event.key() == Qt.Key.Key_PageDown) - (event.key() == Qt.Key.Key_PageUp)
        if step:
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._grid.fit()


def _open_fields(record: type[Record]) -> tuple[str, ...]:
    fields = record.fields.items()
    return tuple(name for name, field in fields if field.level < Level.SEALED and not field.kept)


def _kept(value: Any) -> Any:
    return None if value == "" else value
