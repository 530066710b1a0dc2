"""一张纸盘点 (Z-11): what was ticked on paper is typed in; below stands what is open."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QWidget

from qinglian_desktop.core.kinds import show_quantity
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.property import actions, counting
from qinglian_desktop.modules.property import inventory_reads as reads
from qinglian_desktop.modules.property.inventory import Inventory, InventoryLine
from qinglian_desktop.modules.property.page.found_card import FoundCard
from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.scrolled import scrolled

_HEADINGS = (
    Heading("行号", numeric=True), Heading("名称", 0), Heading("位置", 200),
    Heading("账面", 90), Heading("点到", 90), Heading("结果", state=True), Heading("备注", 160),
)  # fmt: skip
ALL, OPEN, DIFFERENT = "全部", "还没盘的", "对不上的"
_HINT = (
    "照纸上勾的打：12=在 13=损 14=缺　20-35=在　40=在3（点到3个）　其余=在。没有输入法用 z s q x。"
)
_LINES = 2  # of text that are always seen


class TickLine(QPlainTextEdit):
    """Where the ticks are typed: Enter records them, Shift+Enter begins another line."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look.named(self, "录盘点结果", _HINT)
        self.setPlaceholderText("12=在 13=损 14=缺，按回车记下")
        self.setTabChangesFocus(True)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + 2 * look.metrics().px(8))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """With nothing typed, Ctrl+Z takes back what was recorded last, like everywhere."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undoes = event.matches(QKeySequence.StandardKey.Undo)
            if undoes and not self.document().isUndoAvailable():
                event.ignore()
                return False
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit()


class CountPage(OverPage):
    print_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("count", "一张纸盘点", parent)
        self._desk = desk
        self.inventory_id = ""
        self._numbers: list[int] = []
        self.paper = push_button("打印盘点表", icon="print")
        self.more = push_button("登记盘盈")
        look.named(self.more, "登记盘盈", "台账里没有、现场多出来的东西")
        self.late = push_button("补新登的")
        look.named(self.late, "补新登的", "编号以后才登记进台账的资产，接在表的后面")
        self.text = TickLine()
        self.record: QPushButton = push_button("记下", "primary")
        self.hint = look.label(_HINT, "hint")
        self.hint.setWordWrap(True)
        self.said = look.label("")
        self.said.setWordWrap(True)
        self.which = ChoiceBox("看哪些行")
        self.which.addItems([ALL, OPEN, DIFFERENT])
        self.found = FoundCard(desk)
        self.table = PlainTable("盘点表", _HEADINGS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        buttons = QWidget()
        buttons.setProperty("role", "clear")
        row = FlowLayout(buttons, gap=8)
        for button in (self.paper, self.more, self.late):
            row.addWidget(button)
        self._typed = QWidget()
        self._typed.setProperty("role", "clear")
        typed = QHBoxLayout(self._typed)
        typed.setContentsMargins(0, 0, 0, 0)
        typed.setSpacing(8)
        typed.addWidget(self.text, 1)
        typed.addWidget(self.record, 0, Qt.AlignmentFlag.AlignBottom)
        state = QHBoxLayout()
        state.setSpacing(8)
        state.addWidget(self.said, 1)
        state.addWidget(self.which)
        self._state = QWidget()
        self._state.setProperty("role", "clear")
        self._state.setLayout(state)
        state.setContentsMargins(0, 0, 0, 0)
        self.table.setMinimumHeight(look.metrics().px(180))
        parts = (buttons, self.hint, self._typed, self._state, self.table)
        self._body = scrolled(*parts, grows=self.table)
        self.column.addWidget(self._body, 1)
        self.column.addWidget(self.found, 1)
        enter_at(self, self.text)

    def _connect(self) -> None:
        self.text.entered.connect(self.record_ticks)
        self.record.clicked.connect(self.record_ticks)
        self.paper.clicked.connect(self.print_asked)
        self.more.clicked.connect(self._on_more)
        self.late.clicked.connect(self._on_late)
        self.found.asked.connect(self._on_found)
        self.found.shown.connect(self._make_room)
        self.which.currentTextChanged.connect(lambda _: self.reload())
        self._desk.runner.changed.connect(self._on_changed)

    # -- showing --------------------------------------------------------------------------

    def open_inventory(self, inventory_id: str) -> None:
        self.inventory_id = inventory_id
        self.banner.hide()
        self.found.hide()
        self.reload()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        if not self.inventory_id:
            return
        lines = reads.lines_of(self._desk.book, self.inventory_id)
        waiting, found = counting.open_lines(lines), counting.differences(lines)
        shown = {ALL: lines, OPEN: [one for one in lines if not one["mark"]], DIFFERENT: found}
        listed = shown[self.which.currentText()]
        self._numbers = [int(one["number"]) for one in listed]
        self.table.fill([_row(one) for one in listed])
        self.said.setText(_state_words(len(lines), waiting, len(found)))
        self.said.setAccessibleName(self.said.text())

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if self.isVisible() and changes.touches(InventoryLine.table, Inventory.table):
            self.reload()

    # -- recording ------------------------------------------------------------------------

    def record_ticks(self, _checked: bool = False) -> None:
        """Takes the text whole, or says what of it cannot be read and leaves it."""
        text = self.text.toPlainText()
        made = self._desk.runner.act(
            actions.tick, self.inventory_id, text, on_refused=self._on_refused
        )
        if made is None:
            return
        self.banner.hide()
        self.text.setPlainText("")
        self._desk.runner.said.emit(f"记了 {made.result}。")
        self._go_on(text)

    def _go_on(self, _text: str) -> None:
        """The list stands where the next thing is to be told."""
        lines = reads.lines_of(self._desk.book, self.inventory_id)
        waiting = counting.open_lines(lines)
        if waiting and waiting[0] in self._numbers:
            place = self._numbers.index(waiting[0])
            self.table.selectRow(place)
            self.table.scrollTo(self.table.records.index(place, 0))
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_refused(self, refused: Refused) -> None:
        self.banner.say(refused)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_more(self, _checked: bool = False) -> None:
        self.found.begin()

    def _make_room(self, taken: bool) -> None:
        """The card takes the place of the list and the line while it is open."""
        self._body.setVisible(not taken)
        if not taken:
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_late(self, _checked: bool = False) -> None:
        made = self._desk.runner.act(
            actions.add_new_ones, self.inventory_id, on_refused=self.banner.say
        )
        if made is not None:
            many = made.result
            self._desk.runner.said.emit(f"补了 {many} 件。" if many else "没有新登记的资产。")

    def _on_found(self, draft: Mapping[str, Any]) -> None:
        made = self._desk.runner.act(
            actions.add_found, self.inventory_id, draft, on_refused=self.found.show_refusal,
            say="已登记，接在表的后面。",
        )  # fmt: skip
        if made is not None:
            self.found.hide()
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)


def _row(line: Mapping[str, Any]) -> tuple[str, ...]:
    measure = line["measure"] or ""
    seen = "" if line["seen_qty"] is None else f"{show_quantity(line['seen_qty'])}{measure}"
    return (
        str(line["number"]), line["name"] or "", line["place"] or "",
        f"{show_quantity(counting.booked(line))}{measure}", seen, result_word(line),
        line["remark"] or "",
    )  # fmt: skip


def result_word(line: Mapping[str, Any]) -> str:
    """还没盘, 相符, 盘亏 …; 闲置 for what is there and lies idle."""
    if not line["mark"]:
        return "还没盘"
    return "闲置" if counting.is_idle(line) and line["result"] == "相符" else str(line["result"])


def _state_words(many: int, waiting: list[int], different: int) -> str:
    if not waiting:
        return f"共 {many} 件，都盘完了，对不上的 {different} 件。"
    return (
        f"共 {many} 件，还有 {len(waiting)} 件没盘（{counting.numbers_said(waiting)}），"
        f"对不上的 {different} 件。"
    )
