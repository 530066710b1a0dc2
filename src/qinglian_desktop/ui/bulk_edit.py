"""批量改: which rows, which field, what to; a look at every row before anything is changed."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from qinglian_desktop.core import bulk
from qinglian_desktop.core.bulk import Edit, Line
from qinglian_desktop.core.module import Reader
from qinglian_desktop.core.outcome import Changes, Refused, Stopped
from qinglian_desktop.core.record import Field, Record
from qinglian_desktop.ui import look
from qinglian_desktop.ui.bulk_button import BulkActions
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.choices import Choices
from qinglian_desktop.ui.editor import FieldEditor
from qinglian_desktop.ui.editors import editor_for
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.runner import Runner

_LISTED = 2000  # lines of the preview; the count names them all
_HEADINGS = (
    Heading("哪一条", 200, private=True),
    Heading("原来", 140, private=True),
    Heading("改成", 140, private=True),
    Heading("说明", 0),
)


class Scope(NamedTuple):
    """Rows the edit may be for: 选中的 12 条."""

    words: str
    row_ids: Sequence[str]


class BulkEdit(QDialog):
    done_with = Signal(object)  # Changes

    def __init__(
        self,
        record: type[Record],
        scopes: Sequence[Scope],
        *,
        reader: Reader,
        runner: Runner,
        actions: BulkActions,
        show: Callable[[str, Any], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"批量改{record.label}")
        self._record, self._reader, self._runner = record, reader, runner
        self._actions, self._show, self._scopes = actions, show, tuple(scopes)
        self._lines: list[Line] = []
        self._asking: Edit | None = None  # is being tried
        self._edit: Edit | None = None  # was tried, and is what is filled in
        self._editor: FieldEditor | None = None
        self.banner = Banner()
        self.scope = Choices([scope.words for scope in scopes])
        self.field = ChoiceBox("改哪一项")
        names = [name for name in bulk.fields(record) if name not in actions.locked]
        for name in sorted(names, key=lambda n: n not in bulk.TAG_FIELDS):
            self.field.addItem(record.fields[name].label, name)
        self.how = Choices([])
        self.old = QLineEdit()
        self.old.setPlaceholderText("要换掉的字")
        look.named(self.old, "要换掉的字")
        self.new = QLineEdit()
        look.named(self.new, "换成的字")
        self.tag = QLineEdit()
        self.tag.setPlaceholderText("例：党员；几个用顿号隔开")
        look.named(self.tag, "标签")
        self._value = QVBoxLayout()
        self.table = PlainTable("改前改后", _HEADINGS)
        self.said = look.label("")
        self.said.setWordWrap(True)
        self.ok, self.no = push_button("先看看", "primary"), push_button("不改了")
        self._lay_out()
        self._connect()
        self._on_field()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(10)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._value.setContentsMargins(0, 0, 0, 0)
        self._value.setSpacing(8)
        for line in (self.old, self.new, self.tag):
            line.setMaximumWidth(look.metrics().px(448))
            self._value.addWidget(line)
        field = QHBoxLayout()
        field.addWidget(self.field)
        field.addStretch(1)
        form.addRow("改哪些：", self.scope)
        form.addRow("改哪一项：", field)
        form.addRow("怎么改：", self.how)
        form.addRow("", self._value)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.said, 1)
        buttons.addWidget(self.no)
        buttons.addWidget(self.ok)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.banner)
        column.addLayout(form)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)
        sized, parent = look.metrics(), self.parentWidget()
        wide, high = sized.px(820), sized.px(620)
        if parent is not None:
            wide, high = min(wide, parent.width() - 32), min(high, parent.height() - 32)
        self.resize(wide, high)
        self.no.setAutoDefault(False)
        self.ok.setAutoDefault(False)

    def _connect(self) -> None:
        self.scope.chosen.connect(self._begin_anew)
        self.field.currentIndexChanged.connect(self._on_field)
        self.how.chosen.connect(self._on_how)
        for line in (self.old, self.new, self.tag):
            line.textChanged.connect(self._begin_anew)
            line.returnPressed.connect(self.go_on)
        self.ok.clicked.connect(self.go_on)
        self.no.clicked.connect(self.reject)

    # -- what is asked --------------------------------------------------------------------

    @property
    def name(self) -> str:
        return str(self.field.currentData())

    @property
    def _field(self) -> Field:
        return self._record.fields[self.name]

    def _on_field(self) -> None:
        ways = bulk.ways(self.name, self._field)
        self.how.offer([bulk.WORDS[way] for way in ways])
        if self._editor is not None:
            self._editor.hide()
            self._value.removeWidget(self._editor)
            self._editor.deleteLater()
        self._editor = editor_for(self._field, reader=self._reader)
        self._editor.changed.connect(self._begin_anew)
        self._editor.submitted.connect(self.go_on)
        self._value.insertWidget(0, self._editor)
        self._on_how()

    @property
    def way(self) -> str:
        return bulk.ways(self.name, self._field)[self.how.at]

    def _on_how(self) -> None:
        way = self.way
        assert self._editor is not None
        self._editor.setVisible(way == "set")
        self.old.setVisible(way == "replace")
        self.new.setVisible(way == "replace")
        self.new.setPlaceholderText("换成的字，不填就是去掉")
        self.tag.setVisible(way in ("add", "remove"))
        self._begin_anew()

    def _begin_anew(self) -> None:
        """Something else is asked now: what was previewed no longer holds."""
        if self._asking is not None:
            self._runner.stop()
        self._asking, self._edit, self._lines = None, None, []
        self.table.fill(())
        self.banner.hide()
        self.said.setText("先看看会怎么变，再决定改不改。")
        self._say_ok("先看看", on=True)

    def _say_ok(self, words: str, *, on: bool) -> None:
        self.ok.setText(words)
        self.ok.setAccessibleName(words)
        self.ok.setEnabled(on)

    def _asked(self) -> Edit:
        """The edit as it is filled in; refused where something is missing."""
        way = self.way
        if way == "clear":
            return Edit(self.name, "clear")
        if way == "replace":
            if not self.old.text():
                raise Refused("还没写要换掉的字", "请先写上")
            return Edit(self.name, "replace", self.new.text(), self.old.text())
        if way in ("add", "remove"):
            if not self.tag.text().strip():
                raise Refused("还没写标签", "请先写上，例：党员")
            return Edit(self.name, way, self.tag.text().strip())
        assert self._editor is not None
        if (problem := self._editor.problem()) is not None:
            raise Refused(problem.what, problem.remedy)
        value = self._editor.stored()
        if value is None or value == "":
            raise Refused("还没填改成什么", "请先填上；要去掉原来的，选“清空”")
        return Edit(self.name, "set", value)

    # -- look, then do --------------------------------------------------------------------

    def go_on(self) -> None:
        """Enter or the button: first the preview, then the change."""
        if self._edit is not None:
            self._carry_out(self._edit)
            return
        try:
            edit = self._asked()
        except Refused as refused:
            self.banner.say(refused)
            return
        self.banner.hide()
        rows, self._asking = self._scopes[self.scope.at].row_ids, edit
        self._say_ok("正在看…", on=False)
        self._runner.job(
            self._actions.try_out, self._record.table, list(rows), edit,
            label="正在看会怎么变", on_done=partial(self._tried, edit), on_refused=self._refused,
        )  # fmt: skip

    def reject(self) -> None:
        """Given up: what is on its way is stopped and taken back."""
        if not self.ok.isEnabled():
            self._runner.stop()
        super().reject()

    def _refused(self, refused: Refused) -> None:
        if not isValid(self):
            return  # closed meanwhile
        self._asking = None
        self._begin_anew()
        if not isinstance(refused, Stopped):
            self.banner.say(refused)

    def _tried(self, edit: Edit, lines: list[Line]) -> None:
        if not isValid(self) or edit is not self._asking:
            return  # closed, or something else is filled in by now
        self._asking, self._edit, self._lines = None, edit, lines
        changing = [line for line in lines if line.changes]
        refused = [line for line in lines if line.trouble]
        same = len(lines) - len(changing) - len(refused)
        self.table.fill([self._row(line) for line in (*changing, *refused)[:_LISTED]])
        words = [f"会改 {len(changing):,} 条"]
        words += [f"{len(refused):,} 条改不了"] if refused else []
        words += [f"{same:,} 条本来就是这样"] if same else []
        self.said.setText("，".join(words) + "。")
        self._say_ok(f"改这 {len(changing):,} 条" if changing else "没有要改的", on=bool(changing))
        if changing:
            self.ok.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, line: Line) -> Sequence[str]:
        note = (
            f"不改：{line.trouble}"
            if line.trouble
            else "改后成草稿，还缺必填的"
            if line.draft
            else ""
        )
        shown = "" if line.trouble else self._show(self.name, line.after) or "（空白）"
        return (line.name, self._show(self.name, line.before) or "（空白）", shown, note)

    def _carry_out(self, edit: Edit) -> None:
        self._say_ok("正在改…", on=False)
        self._runner.job(
            self._actions.carry_out, self._record.table, self._lines, edit,
            label="正在批量改", on_done=self._done, on_refused=self._refused, initiator=self,
        )  # fmt: skip

    def _done(self, changes: Changes) -> None:
        if not isValid(self):
            return
        self.done_with.emit(changes)
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.go_on()
        elif not enter:
            super().keyPressEvent(event)
