"""The cards beside the form of a project: the next step, what stands out, money, changes."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from qinglian_desktop.core import money
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.projects.reads import Case
from qinglian_desktop.modules.projects.records import DONE, STAGES, ProjectChange
from qinglian_desktop.modules.projects.rules import Hint, following
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.form import RecordForm
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_SHOWN = 5  # changes in view at once
_HEADINGS = (
    Heading("日期", 104), Heading("增减（元）", 110, numeric=True, private=True),
    Heading("原因", 0, private=True), Heading("决议", 84),
)  # fmt: skip
_TYPED = ("day", "amount_fen", "reason", "matter_id", "files")


class _Card(QFrame):
    def __init__(self, title: str) -> None:
        super().__init__()
        self.setProperty("role", "card")
        look.named(self, title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(12, 8, 12, 12)
        self.column.setSpacing(6)
        self.title = look.label(title, "group")
        self.column.addWidget(self.title)

    def put_words(self, role: str = "") -> QLabel:
        label = look.label("", role)
        label.setWordWrap(True)
        self.column.addWidget(label)
        return label


class NextCard(_Card):
    """What this step still lacks, and the way on."""

    asked = Signal(str)  # the reason to go on without what is missing; ""
    back_asked = Signal()

    def __init__(self) -> None:
        super().__init__("下一步")
        self.lacks = self.put_words("warning")
        self.way = self.put_words("hint")
        self.reason = QLineEdit()
        look.named(self.reason, "缺着往下的原因")
        self.reason.setPlaceholderText("补不齐的，写明原因照样往下")
        self.column.addWidget(self.reason)
        self.go = push_button("下一步", "primary")
        self.back = push_button("退回上一步", "link")
        buttons = QWidget()
        row = FlowLayout(buttons, gap=8)
        row.addWidget(self.go)
        row.addWidget(self.back)
        self.column.addWidget(buttons)
        self.go.clicked.connect(self._on_go)
        self.reason.returnPressed.connect(self._on_go)
        self.back.clicked.connect(self.back_asked)

    def _on_go(self) -> None:
        self.asked.emit(self.reason.text())

    def show_case(self, found: Case) -> None:
        stage = found.row["stage"]
        after = following(stage)
        self.title.setText(f"{stage}以后是{after}" if after else "已经办完")
        self.lacks.setText(f"还差：{'、'.join(found.missing)}。")
        self.lacks.setVisible(bool(found.missing))
        self.way.setText(f"这个金额：{found.way}。")
        self.way.setVisible(bool(found.way) and stage in STAGES[:2])
        self.reason.setVisible(bool(found.missing))
        self.reason.clear()
        self.go.setVisible(stage != DONE)
        self.back.setVisible(stage != STAGES[0])


class HintsCard(_Card):
    """What stands out, each with what to do."""

    def __init__(self) -> None:
        super().__init__("要核实的")
        self.said = self.put_words()
        self._texts: tuple[str, ...] = ()
        cover.cover().changed.connect(self._say)

    def show_case(self, found: Case) -> None:
        said = found.row["explanation"]
        self._texts = (*map(_hint_words, found.hints), *((f"说明：{said}",) if said else ()))
        self._say()

    def _say(self, *_: object) -> None:
        self.said.setText("\n\n".join(cover.veiled(text) for text in self._texts))


def _hint_words(hint: Hint) -> str:
    light = "【要先改】" if hint.light == "红" else ""
    return f"{light}{hint.what}。\n怎么办：{hint.remedy}。\n依据：{hint.basis}。"


class MoneyCard(_Card):
    """What it may cost, what was paid from the books, what is left."""

    def __init__(self) -> None:
        super().__init__("钱")
        self.said = self.put_words()
        self._lines: tuple[tuple[str, int], ...] = ()
        self._paid = 0
        cover.cover().changed.connect(self._say)

    def show_case(self, found: Case) -> None:
        facts, row = found.facts, found.row
        ceiling = row["settled_fen"] or facts.contract_fen + facts.changed_fen
        self._lines = (
            ("预算", row["budget_fen"] or 0), ("合同价", facts.contract_fen),
            ("变更", facts.changed_fen), ("结算价", row["settled_fen"] or 0),
            ("已付", facts.paid_fen), ("还要付", max(ceiling - facts.paid_fen, 0)),
        )  # fmt: skip
        self._paid = len(found.payments)
        self._say()

    def _say(self, *_: object) -> None:
        covered = cover.cover().on
        words = [
            f"{label} {cover.STARS if covered else money.show(fen)} 元"
            for label, fen in self._lines
            if fen or label == "已付"
        ]
        paid = (
            f"账上有 {self._paid} 笔付款" if self._paid else "付款在收支登记里选这项工程，这里就有"
        )
        self.said.setText("\n".join((*words, f"{paid}。")))


class ChangesCard(_Card):
    """Every change so far, to be put right or thrown away, and one more."""

    asked = Signal(str, dict)  # the change, "" for a new one; what was typed
    drop_asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__("变更")
        self.said = self.put_words("hint")
        self.table = PlainTable("变更", _HEADINGS)
        self.banner = Banner()
        self.form = RecordForm(
            ProjectChange, reader=desk.book, fields=_TYPED, store_file=desk.store_file
        )
        for part in (self.table, self.banner, self.form):
            self.column.addWidget(part)
        self.open = push_button("登记变更")
        self.amend = push_button("改这一次", "link")
        self.drop = push_button("删掉这一次", "link")
        self.keep = push_button("记下这次变更")
        self.leave = push_button("不记了", "link")
        buttons = QWidget()
        row = FlowLayout(buttons, gap=8)
        for button in (self.open, self.amend, self.drop, self.keep, self.leave):
            row.addWidget(button)
        self.column.addWidget(buttons)
        self._rows: tuple[Row, ...] = ()
        self._editing = ""
        self.open.clicked.connect(lambda: self._open({}))
        self.amend.clicked.connect(self._on_amend)
        self.table.opened.connect(lambda _row, _column: self._on_amend())
        self.drop.clicked.connect(self._on_drop)
        self.keep.clicked.connect(self._on_keep)
        self.leave.clicked.connect(self.begin)
        self.form.submitted.connect(self._on_keep)
        self.begin()

    def begin(self) -> None:
        """Folded and empty, for the next one."""
        self._editing = ""
        self.form.set_row({})
        self.banner.hide()
        self._fold(typing=False)

    def _fold(self, *, typing: bool) -> None:
        for part in (self.form, self.keep, self.leave):
            part.setVisible(typing)
        self.open.setVisible(not typing)
        for part in (self.amend, self.drop):
            part.setVisible(not typing and bool(self._rows))

    def show_case(self, found: Case) -> None:
        at = max(self.table.row(), 0)
        self._rows = found.changes
        self.table.fill([_change_texts(row) for row in self._rows])
        self.table.setVisible(bool(self._rows))
        sized = look.metrics()
        shown = min(len(self._rows), _SHOWN)
        self.table.setFixedHeight(sized.header + sized.row * shown + 4)
        if self._rows:
            self.table.selectRow(min(at, len(self._rows) - 1))
        self.said.setText("" if self._rows else "没有变更。")
        self.said.setVisible(not self._rows)
        self._fold(typing=not self.form.isHidden())

    def _chosen(self) -> Row | None:
        place = self.table.row()
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def _open(self, row: Row) -> None:
        self._editing = row.get("id", "")
        self.form.set_row(row)
        self._fold(typing=True)
        self.form.editors["day"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_amend(self) -> None:
        if (row := self._chosen()) is not None:
            self._open(row)

    def _on_drop(self) -> None:
        if (row := self._chosen()) is not None:
            self.drop_asked.emit(row["id"])

    def _on_keep(self) -> None:
        self.form.wait_no_more()
        draft: dict[str, Any] = self.form.draft()
        for name in ("day", "amount_fen", "reason"):
            if draft.get(name) in (None, ""):
                label = ProjectChange.fields[name].label
                self.refuse(Refused(f"{label}没有填", "填好再记下", field=name, code="QL-SZ-359"))
                return
        self.asked.emit(self._editing, draft)

    def refuse(self, refused: Refused) -> None:
        if not self.form.show_problem(refused):
            self.banner.say(refused)


def _change_texts(row: Row) -> tuple[str, ...]:
    day = ProjectChange.fields["day"].kind
    fen = row["amount_fen"] or 0
    return (
        day.show(day.load(row["day"])) if row["day"] else "",
        f"{'+' if fen > 0 else ''}{money.show(fen)}",
        row["reason"] or "",
        "有决议" if row["matter_id"] else "",
    )
