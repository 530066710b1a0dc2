"""下发一件: what it is, its words and last day on the left, the units it goes to on the right."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.directives import actions
from qinglian_desktop.modules.directives.records import Directive
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.head_row import HeadRow
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.scrolled import scrolled
from qinglian_desktop.ui.small_form import SmallForm

_FIELDS = ("kind", "title", "what", "due_on", "evidence", "ground", "number", "files")
_BOTH = 760  # px at 标准 that fields and units need beside each other


class ComposePage(QWidget):
    """Nothing is saved before 保存; the units get it with the next stick."""

    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._begun = desk, False
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, "下发一件")
        self.banner = Banner()
        self.save = push_button("保存", "primary")
        self.away = push_button("不要")
        fields = {n: Directive.fields[n]._replace(required=n == "title") for n in _FIELDS}
        self.form = SmallForm(fields, reader=desk.book, store_file=desk.store_file)
        self.units = QListWidget()
        look.named(self.units, "发给哪些单位", "按空格选或不选")
        self.all = push_button("全选", "link")
        self._lay_out()
        self.save.clicked.connect(self.on_save)
        self.form.submitted.connect(self.on_save)
        self.away.clicked.connect(self._on_away)
        self.all.clicked.connect(self._on_all)

    def _lay_out(self) -> None:
        head = HeadRow((look.label("下发一件", "title"),), (self.away, self.save))
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(8)
        beside.addWidget(HeadRow((look.label("发给哪些单位", "group"),), (self.all,)))
        beside.addWidget(self.units, 1)
        middle = self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        middle.setSpacing(24)
        middle.addWidget(scrolled(self.form), 3)
        middle.addWidget(right, 2)
        said = look.label(
            "整改通知要写依据、截止日期和要交的佐证。存好以后，按“写到 U 盘”才送得出去。", "hint"
        )
        said.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addWidget(head)
        column.addWidget(self.banner)
        column.addLayout(middle, 1)
        column.addWidget(said)

    def begin(self) -> None:
        """An empty form, or what was typed when Esc left it; every enrolled unit can be chosen."""
        self.banner.hide()
        chosen = self.codes() if self._begun else []
        if not self._begun:
            self.form.put({"kind": Directive.fields["kind"].default})
        self._begun = True
        self.units.clear()
        for row in self._desk.book.rows(Query("enrolled_unit", order=(("code", False),))):
            if row["state"] != "已登记":
                continue
            item = QListWidgetItem(row["name"])
            item.setData(Qt.ItemDataRole.UserRole, row["code"])
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            on = row["code"] in chosen
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self.units.addItem(item)
        if self.units.count():
            self.units.setCurrentRow(0)
        self.form.editors["title"].setFocus(Qt.FocusReason.OtherFocusReason)

    def codes(self) -> list[str]:
        items = [self.units.item(place) for place in range(self.units.count())]
        on = Qt.CheckState.Checked
        return [str(i.data(Qt.ItemDataRole.UserRole)) for i in items if i.checkState() == on]

    def _on_all(self) -> None:
        on, off = Qt.CheckState.Checked, Qt.CheckState.Unchecked
        every = len(self.codes()) == self.units.count()
        for place in range(self.units.count()):
            self.units.item(place).setCheckState(off if every else on)

    def on_save(self) -> None:
        """One row a unit, in one step that can be undone."""
        if self.form.problem():
            return
        given: dict[str, Any] = {n: v for n, v in self.form.values().items() if v is not None}
        codes = self.codes()
        changes: Changes | None = self._desk.runner.act(
            actions.issue, codes, given, on_refused=self._on_refused,
            say=f"已存，{len(codes)} 个单位。写到 U 盘才送得出去。",
        )  # fmt: skip
        if changes is not None:
            self._on_away()

    def _on_away(self) -> None:
        """Saved, or not wanted: the next one begins empty."""
        self._begun = False
        self.closed.emit()

    def _on_refused(self, refused: Refused) -> None:
        if self.form.show_refusal(refused):
            return
        self.banner.say(refused)
        if refused.field == "units":
            self.units.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        wide = self.width() >= look.metrics().px(_BOTH)
        self._middle.setDirection(ways.LeftToRight if wide else ways.TopToBottom)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
