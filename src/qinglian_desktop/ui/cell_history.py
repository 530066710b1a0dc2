"""这一格的经过: every value one field of one record had, who gave it, when and why."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core.record import Field
from qinglian_desktop.ui import history, look
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.plain_table import Heading, PlainTable


class Value(NamedTuple):
    """What the field became in one change."""

    at: str
    who: str
    before: Any
    after: Any
    why: str


def values_of(name: str, lines: Iterable[Mapping[str, Any]]) -> list[Value]:
    """The values of a field from the history of its row, the newest first."""
    made = []
    for line in lines:
        before, after = line.get("before") or {}, line.get("after") or {}
        was, now = before.get(name), after.get(name)
        if _kept(was) == _kept(now):
            continue
        reason = f"，原因：{line['reason']}" if line.get("reason") else ""
        why = f"{line.get('label', '')}{reason}"
        made.append(Value(str(line.get("at", "")), str(line.get("operator", "")), was, now, why))
    return made[::-1]


def _kept(value: Any) -> Any:
    return None if value == "" else value


class CellHistory(QDialog):
    """`wanted` asks that the field become this stored value again."""

    wanted = Signal(object)

    def __init__(
        self,
        field: Field,
        record_name: str,
        values: list[Value],
        parent: QWidget | None = None,
        *,
        shown: Mapping[str, str] | None = None,
    ) -> None:
        """`shown` gives names for stored values that are links."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.field, self.values, self._shown = field, values, shown or {}
        self.setWindowTitle(f"〔{field.label}〕的经过")
        self.setAccessibleName(self.windowTitle())
        name = look.label(f"{record_name} · {field.label}", "group")
        name.setWordWrap(True)
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        self.banner = Banner()
        columns = (
            Heading("时间", 160), Heading("谁", 90), Heading("改成", 200, private=True),
            Heading("原来是", 200, private=True), Heading("因为", 0, private=True),
        )  # fmt: skip
        self.table = PlainTable(self.windowTitle(), columns)
        self.restore, self.done_button = push_button("恢复成这个值"), push_button("关", "primary")
        for button in (self.restore, self.done_button):
            button.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(self.restore)
        foot.addWidget(self.done_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        for part in (name, self.banner):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        sized = look.metrics()
        self.resize(min(sized.px(900), 1200), sized.px(420))
        self.table.fill([self._texts(value) for value in values])
        self.said.setText(
            "这一格还没有填过。" if not values else f"改过 {len(values)} 次，新的在上。"
        )
        self.restore.clicked.connect(self._on_restore)
        self.done_button.clicked.connect(self.accept)
        self.table.selectionModel().selectionChanged.connect(self._offer)
        if values:
            self.table.selectRow(0)
        self._offer()

    def _texts(self, value: Value) -> tuple[str, ...]:
        moment = value.at.replace("T", " ")[:16]
        return (moment, value.who, self._word(value.after), self._word(value.before), value.why)

    def _word(self, stored: Any) -> str:
        return self._shown.get(str(stored)) or history.plain(self.field, stored)

    def _offer(self, *_: object) -> None:
        """The newest value is the one it has; going back to it would change nothing."""
        place = self.table.row()
        self.restore.setEnabled(
            place > 0 and _kept(self.values[place].after) != _kept(self.values[0].after)
        )

    def _on_restore(self) -> None:
        place = self.table.row()
        if 0 < place < len(self.values):
            self.wanted.emit(self.values[place].after)
