"""全街道一览: one line a unit, in the order of the codes, never in order of merit (K-01)."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from qinglian_desktop.core import access
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.exchange.records import EnrolledUnit
from qinglian_desktop.modules.street import actions, lost
from qinglian_desktop.modules.street.figures import UnitLine
from qinglian_desktop.modules.street.page.enrolling import EnrolForm, IssueForm
from qinglian_desktop.ui import at_hand, cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.head_row import HeadRow
from qinglian_desktop.ui.messages import Banner, ask, fill, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_COLUMNS = (
    Heading("编码", 150),
    Heading("单位", 0),
    Heading("类型", 72),
    Heading("现在", 130, state=True),
    Heading("上次包", 84, numeric=True),
    Heading("合并日期", 120),
    Heading("收下", 96, numeric=True),
    Heading("退回", 72, numeric=True),
    Heading("还缺", 160),
    Heading("预警未销", 96, numeric=True),
    Heading("电话", 140, private=True),
)
_PHONE = EnrolledUnit.fields["phone"]


def line_texts(line: UnitLine, *, whole: bool = False) -> tuple[str, ...]:
    """A unit as the row of the board; its telephone masked, or `whole` when somebody asked."""
    return (
        line.code,
        line.name,
        line.kind,
        line.state,
        str(line.last_number or ""),
        line.last_on,
        f"{line.rows:,}" if line.last_number else "",
        f"{line.returned:,}" if line.returned else "",
        line.missing,
        f"{line.warnings:,}" if line.warnings else "",
        access.show(_PHONE, line.phone, reveal=whole),
    )


class BoardPage(QWidget):
    def __init__(
        self,
        desk: Desk,
        print_calls: Callable[[], object],
        write_receipts: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.print_page, self._write_receipts = print_calls, write_receipts  # Ctrl+P
        self.page_id, self.title = "board", "全街道一览"
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self._desk = desk
        self.lines: list[UnitLine] = []
        self._whole = set[str]()  # units whose telephone is shown
        self.merge = push_button("导入", "primary", icon="import")
        self.issue = push_button("发单位文件", icon="add")
        self.enrol = push_button("登记单位", icon="key")
        self.calls = push_button("打印提醒电话单", icon="print")
        self.receipts = push_button("写回执", icon="export")
        self.receipts.setToolTip("合并时已经写在 U 盘上；落在别的盘上的，在这里再写一份")
        self.settle = push_button("以单位现在的为准")
        self.settle.setToolTip("选中的单位还原过备份：街道多出来的记录标为已删，可以撤销")
        self.banner = Banner()
        self.issuing, self.enrolling = IssueForm(), EnrolForm()
        self.table = PlainTable("单位", _COLUMNS)
        words = "先下发单位文件，村居才能报送。按上面的“发单位文件”开始。"
        self.empty = EmptyCard(words, "street")
        self.said = look.label("", "hint")
        self._lay_out()
        self.merge.clicked.connect(self._on_merge)
        self.calls.clicked.connect(self._on_calls)
        self.receipts.clicked.connect(self._on_receipts)
        self.issue.clicked.connect(self._on_issue)
        self.enrol.clicked.connect(self._on_enrol)
        self.settle.clicked.connect(self._on_settle)
        for form in (self.issuing, self.enrolling):
            form.shown.connect(self._on_form)
        self.issuing.wanted.connect(self.issue_unit)
        self.enrolling.wanted.connect(self.enrol_unit)
        enter_at(self, self.table)
        f2 = QKeySequence(Qt.Key.Key_F2)
        QShortcut(f2, self.table, self.show_phone, context=Qt.ShortcutContext.WidgetShortcut)
        cover.cover().changed.connect(self.hide_phones)
        cover.cover().left.connect(self.hide_phones)
        desk.runner.changed.connect(self._on_changed)
        self.reload()

    def _lay_out(self) -> None:
        buttons = (self.merge, self.calls, self.receipts, self.settle, self.issue, self.enrol)
        head = HeadRow((look.label(self.title, "title"),), buttons)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addWidget(head)
        for part in (self.banner, self.issuing, self.enrolling):
            column.addWidget(part)
        column.addWidget(self._stack, 1)
        column.addWidget(self.said)

    def reload(self) -> None:
        self.lines = actions.board(self._desk.book)
        self._fill()
        self._stack.setCurrentIndex(0 if self.lines else 1)
        enter_at(self, self.table if self.lines else self.issue)
        states = [line.state for line in self.lines]
        self.settle.setVisible(bool(lost.by_office(self._desk.book)))
        counted = "、".join(f"{word} {states.count(word)}" for word in dict.fromkeys(states))
        phones = "电话遮住了，选中一行按 F2 显示。" if any(n.phone for n in self.lines) else ""
        self.said.setText(
            f"共 {len(self.lines)} 个单位。{counted}" + ("。" if counted else "") + phones
        )

    def _fill(self) -> None:
        self.table.fill([line_texts(n, whole=n.row_id in self._whole) for n in self.lines])

    # -- telephones -------------------------------------------------------------------------

    def show_phone(self) -> None:
        """F2 on a unit: noted first, as in a form."""
        place = self.table.row()
        line = self.lines[place] if 0 <= place < len(self.lines) else None
        if line is None or not line.phone or line.row_id in self._whole or cover.cover().on:
            return
        try:
            at_hand.now().reveal(EnrolledUnit.table, line.row_id, _PHONE.label, "")
        except Refused as refused:
            self.banner.say(refused)
            return
        self._whole.add(line.row_id)
        self._fill()
        self.table.selectRow(place)

    def hide_phones(self, _why: bool = True) -> None:
        if self._whole:
            place = self.table.row()
            self._whole.clear()
            self._fill()
            self.table.selectRow(place)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.hide_phones()

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches("enrolled_unit", "received_bundle", "unmatched_row", "directive"):
            self.reload()

    def show_row(self, _table: str, row_id: str) -> None:
        """Choose the unit that 今日 speaks of; one that waits for enrolment opens that form."""
        for place, line in enumerate(self.lines):
            if line.row_id == row_id:
                self.table.selectRow(place)
                if line.state == "待登记":
                    self.enrolling.begin()

    def _on_merge(self) -> None:
        self._desk.go("exchange", "", "")

    def _on_calls(self) -> None:
        self.print_page()

    def _on_receipts(self) -> None:
        self._write_receipts()

    def _on_form(self, _shown: bool) -> None:
        """One filled button on the page: while a form stands open it is the form's."""
        asked = not (self.issuing.isHidden() and self.enrolling.isHidden())
        fill(self.merge, not asked)

    def _on_issue(self) -> None:
        self.enrolling.hide()
        self.issuing.begin()

    def _on_enrol(self) -> None:
        self.issuing.hide()
        self.enrolling.begin()

    # -- rows the unit has no more ---------------------------------------------------------

    def _on_settle(self) -> None:
        """The unit that is chosen; where only one is meant, that one."""
        apart = lost.by_office(self._desk.book)
        meant = [line for line in self.lines if line.office_id in apart]
        place = self.table.row()
        chosen = self.lines[place] if 0 <= place < len(self.lines) else None
        line = chosen if chosen in meant else meant[0] if len(meant) == 1 else None
        if line is None:
            self.banner.say(Refused("没有选中对不上的单位", "请先点“对不上”的那一行"))
            return
        text = lost.told(self._desk.book, line.name, apart[line.office_id])
        words = f"{text}。核对过再按；以后可以撤销。"
        if ask(self, words, "以单位现在的为准", "先不动", danger=True):
            self._desk.runner.act(lost.settle_read, line.code, on_refused=self._on_refused)

    # -- issuing and enrolling ------------------------------------------------------------

    def issue_unit(self, name: str, kind: str, code: str) -> None:
        folder = QFileDialog.getExistingDirectory(self, "单位文件写到哪里（U 盘）")
        if folder:
            self.issue_into(name, kind, code, Path(folder))

    def issue_into(self, name: str, kind: str, code: str, folder: Path) -> None:
        changes = self._desk.runner.act(
            actions.issue_unit, name, kind, code, folder, on_refused=self._on_refused
        )
        if changes is not None:
            self.issuing.done()
            self._desk.runner.said.emit(f"〔{name}〕的单位文件写好了：{changes.result}")

    def enrol_unit(self, path: str, fingerprint: str) -> None:
        changes = self._desk.runner.act(
            actions.enrol_unit, Path(path), fingerprint, on_refused=self._on_refused
        )
        if changes is not None:
            self.enrolling.done()
            self._desk.runner.said.emit(f"{changes.label}：可以合并它的报送包了。")

    def _on_refused(self, refused: Refused) -> None:
        self.banner.say(refused)
        for form in (self.issuing, self.enrolling):
            form.point_at(refused.field)
