"""What a hand-over is made of, one list at a time: left to do, lacking, keys, bundles, counts."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qinglian_desktop.modules.handover.records import Inventory
from qinglian_desktop.ui import look
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.plain_table import Heading, PlainTable

OPEN, LACKING, KEYS, WAITING, TABLES, DIFFERENT = (
    "未办结", "缺佐证", "钥匙与口令", "没有回执的包", "台账条数", "和清单不一样",
)  # fmt: skip
_ONE = (Heading("内容", 0, private=True),)
_HEADINGS = {
    OPEN: (
        Heading("事项", 0, private=True), Heading("到期", 120),
        Heading("责任人", 100, private=True), Heading("状态", 100, state=True),
    ),
    LACKING: _ONE, KEYS: _ONE, WAITING: (Heading("包", 0),),
    TABLES: (Heading("台账", 0), Heading("条数", 120, numeric=True), Heading("校验码", 200)),
    DIFFERENT: (Heading("哪里不一样", 0),),
}  # fmt: skip
_NONE = {
    OPEN: "没有未办结的事。", LACKING: "没有缺佐证的事项。", KEYS: "没有要换的钥匙。",
    WAITING: "报出的包都有回执。", TABLES: "台账里还没有内容。", DIFFERENT: "没有不一样的。",
}  # fmt: skip
_LEAST = 200  # px at 标准 of the list
_CODE = 16  # figures of a hash that two people can compare by eye


class HandoverLists(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "clear")
        self._rows: dict[str, list[Sequence[str]]] = {}
        self.sum = look.label("正在清点…")
        self.sum.setWordWrap(True)
        self.waiting = look.label("", "hint")
        self.waiting.setWordWrap(True)
        self.ways = {name: push_button(name, "choice") for name in _HEADINGS}
        self.table = PlainTable("清点", _HEADINGS[OPEN])
        self.table.setMinimumHeight(look.metrics().px(_LEAST))
        row = QWidget()
        row.setProperty("role", "clear")
        flow = FlowLayout(row)
        for name, button in self.ways.items():
            button.setCheckable(True)
            button.clicked.connect(partial(self.show_list, name))
            flow.addWidget(button)
        self.ways[DIFFERENT].hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.sum, self.waiting, row):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        self.shown = OPEN
        self.waiting.hide()

    def fill(self, found: Inventory) -> None:
        self._rows |= {
            OPEN: [
                (one.what, one.due_on or "没定", one.who, "逾期" if one.late else "")
                for one in found.open
            ],
            LACKING: [(word,) for word in found.lacking],
            KEYS: [(word,) for word in found.keys],
            WAITING: [(word,) for word in found.waiting],
            TABLES: [
                (word, f"{rows:,}", code[:_CODE]) for word, rows, code in found.tables.values()
            ],
        }
        late = f"（{found.late} 件已经过期）" if found.late else ""
        self.sum.setText(
            f"未办结 {len(found.open)} 件{late}，缺佐证 {len(found.lacking)} 件；"
            f"台账 {found.rows:,} 条，附件 {found.files:,} 个。"
        )
        self.waiting.setText(f"还有 {len(found.waiting)} 个包没有回执。")
        self.waiting.setVisible(bool(found.waiting))
        for name, button in self.ways.items():
            rows = self._rows.get(name, ())
            button.setText(f"{name} {len(rows)}" if rows else name)
        self.show_list(self.shown)

    def show_differences(self, found: Sequence[str]) -> None:
        self._rows[DIFFERENT] = [(word,) for word in found]
        self.ways[DIFFERENT].setText(f"{DIFFERENT} {len(found)}")
        self.ways[DIFFERENT].show()
        self.show_list(DIFFERENT)

    def show_list(self, name: str, _checked: bool = False) -> None:
        self.shown = name
        for word, button in self.ways.items():
            button.setChecked(word == name)
        rows = self._rows.get(name) or [(_NONE[name], *[""] * (len(_HEADINGS[name]) - 1))]
        self.table.fill(rows, _HEADINGS[name])
