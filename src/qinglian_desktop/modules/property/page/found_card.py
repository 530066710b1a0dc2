"""登记盘盈: something that stands there and is in no register."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Field
from qinglian_desktop.modules.property.inventory import InventoryLine
from qinglian_desktop.modules.property.records import Asset
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.editor import FieldEditor
from qinglian_desktop.ui.editors import editor_for
from qinglian_desktop.ui.labelled import LabelledGrid
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.tucked import Tucked

_FIELDS: Mapping[str, Field] = {
    "name": InventoryLine.fields["name"],
    "kind": Asset.fields["kind"],
    "place": InventoryLine.fields["place"],
    "seen_qty": InventoryLine.fields["seen_qty"],
    "measure": InventoryLine.fields["measure"],
    "counted_fen": InventoryLine.fields["counted_fen"]._replace(label="估价"),
    "remark": InventoryLine.fields["remark"],
}


class FoundCard(Tucked):
    asked = Signal(dict)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("登记盘盈", parent)
        self.banner = Banner()
        self.editors: dict[str, FieldEditor] = {}
        self._grid = LabelledGrid(88, 160, gap=8)
        for place, (name, field) in enumerate(_FIELDS.items()):
            editor = editor_for(field, reader=desk.book)
            words = look.label(f"{field.label}：", "field")
            words.setBuddy(editor.input)
            self.editors[name] = editor
            self._grid.put(place, words, editor)
        self._grid.lay()
        self.go = push_button("登记")
        within = QWidget()
        within.setProperty("role", "clear")
        inner = QVBoxLayout(within)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addLayout(self._grid)
        inner.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeft)
        inner.addStretch(1)
        body = QScrollArea()  # in 特大 the fields are higher than the page
        body.setWidgetResizable(True)
        body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body.setFrameShape(QFrame.Shape.NoFrame)
        body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body.setWidget(within)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(look.label("登记盘盈", "group"))
        column.addWidget(self.banner)
        column.addWidget(body, 1)
        self.go.clicked.connect(self._on_go)

    def begin(self) -> None:
        self.banner.hide()
        for editor in self.editors.values():
            editor.set_stored(None)
        self.show()
        self.editors["name"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_go(self, _checked: bool = False) -> None:
        for editor in self.editors.values():
            if (problem := editor.problem()) is not None and editor.stored() is None:
                self.banner.say(problem)
                editor.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.asked.emit({name: editor.stored() for name, editor in self.editors.items()})

    def show_refusal(self, refused: Refused) -> None:
        self.banner.say(refused)
        if refused.field in self.editors:
            self.editors[refused.field].setFocus(Qt.FocusReason.OtherFocusReason)
