"""提意见: a small form under a unit's row; what is said goes down with the next stick."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core.kinds import CHOICE, LONG
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Field, Record, naming
from qinglian_desktop.modules.directives import actions
from qinglian_desktop.modules.directives.records import RETURNED, VERDICTS
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.messages import Banner, close_button, push_button
from qinglian_desktop.ui.small_form import SmallForm
from qinglian_desktop.ui.tucked import Tucked

_NONE = "不指哪一栏"


class ReviewForm(Tucked):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("提意见", parent)
        self._desk, self._row_id = desk, ""
        self._record: type[Record] | None = None
        self.about = look.label("", "group")
        self.about.setWordWrap(True)
        away = close_button("收起")
        self.go = push_button("保存意见", "primary")
        self.banner = Banner()
        head = QHBoxLayout()
        head.addWidget(self.about, 1)
        head.addWidget(self.go)
        head.addWidget(away)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(8)
        self._column.addLayout(head)
        self._column.addWidget(self.banner)
        self.form = SmallForm({})
        self._column.addWidget(self.form)
        away.clicked.connect(self.hide)
        self.go.clicked.connect(self.on_go)

    def begin(self, record: type[Record], row: dict[str, Any]) -> None:
        """For this row of a unit; the fields that can be pointed at are those of its kind."""
        self._record, self._row_id = record, row["id"]
        self.about.setText(f"对{record.label}〔{cover.veiled(naming(record, row))}〕的意见")
        labels = tuple(f.label for f in record.fields.values() if not f.kept and not f.link)
        fields = {
            "verdict": Field("意见", CHOICE, choices=VERDICTS),
            "field": Field("哪一栏", CHOICE, choices=(_NONE, *labels), required=False),
            "said": Field("怎么说", LONG, required=False, example="发票抬头不是本社区，请换开"),
        }
        self._column.removeWidget(self.form)
        self.form.deleteLater()
        self.form = SmallForm(fields)
        self.form.put({"verdict": RETURNED, "field": _NONE})
        self.form.submitted.connect(self.on_go)
        self._column.addWidget(self.form)
        self.banner.hide()
        self.show()
        self.form.editors["said"].setFocus(Qt.FocusReason.OtherFocusReason)

    def on_go(self) -> None:
        if self._record is None or self.form.problem():
            return
        given = self.form.values()
        label = given["field"]
        fields = self._record.fields
        name = next((n for n, f in fields.items() if f.label == label), "")
        changes = self._desk.runner.act(
            actions.review, self._record.table, self._row_id, given["verdict"],
            given["said"] or "", name, on_refused=self._on_refused,
            say="意见已存，写到 U 盘才送得出去。",
        )  # fmt: skip
        if changes is not None:
            self.hide()

    def _on_refused(self, refused: Refused) -> None:
        if not self.form.show_refusal(refused):
            self.banner.say(refused)
