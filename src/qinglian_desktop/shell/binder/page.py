"""装订成册: choose a period, tick what goes in, put it in order; then see it before printing."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules import catalog
from qinglian_desktop.modules.printing.choices import FILE, LEDGER, VOUCHERS, Choice, notices_of
from qinglian_desktop.shell.binder.model import ChoiceList
from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.page import enter_at

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_FILES = "图片和 PDF (*.jpg *.jpeg *.png *.bmp *.pdf)"


def open_it(window: "Window") -> None:
    page = BinderPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


def periods() -> list[Period]:
    """This quarter and the seven before it, then this year and last year."""
    found = [Period.holding(clock.today(), "Q")]
    while len(found) < 8:
        found.append(found[-1].previous)
    year = Period.holding(clock.today(), "Y")
    return [*found, year, year.previous]


class BinderPage(QWidget):
    closed = Signal()
    page_id, title = "binder", "装订成册"

    def __init__(self, window: "Window") -> None:
        super().__init__()
        self._window, self._book = window, window.book
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self.back = push_button("返回", "link", icon="back")
        self.bind = push_button("装订", "primary", icon="books")
        self.period, self.ledger = ChoiceBox("哪个时期"), ChoiceBox("加一张台账")
        for period in periods():
            self.period.addItem(period.label, period)
        self.period.setCurrentIndex(1)  # a quarter is put away when it is over
        self.ledger.addItem("加一张台账", "")
        for record in (r for module in catalog.MODULES for r in module.sheets):
            self.ledger.addItem(record.label, record.table)
        self.name = QLineEdit()
        self.name.setPlaceholderText("封面上的题名")
        look.named(self.name, "题名")
        self.files, self.drop = push_button("加图片或 PDF"), push_button("去掉")
        self.up, self.down = push_button("往上"), push_button("往下")
        self.dividers = QCheckBox("每类前面加一张隔页")
        look.named(self.dividers, self.dividers.text())
        self.dividers.setChecked(True)
        self.list = ChoiceList()
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        self.banner = Banner()
        self._lay_out()
        self._connect()
        self.show_period()

    def _lay_out(self) -> None:
        head, first = QHBoxLayout(), QHBoxLayout()
        for row in (head, first):
            row.setSpacing(12)
        head.addWidget(self.back)
        head.addWidget(look.label(self.title, "title"))
        head.addStretch(1)
        head.addWidget(self.bind)
        first.addWidget(self.period)
        first.addWidget(self.name, 1)
        first.addWidget(self.dividers)
        tools = QWidget()
        tools.setProperty("role", "clear")
        flow = FlowLayout(tools)
        for part in (self.up, self.down, self.files, self.ledger, self.drop):
            flow.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addLayout(first)
        column.addWidget(tools)
        column.addWidget(self.said)
        column.addWidget(self.list, 1)
        enter_at(self, self.list)

    def _connect(self) -> None:
        self.back.clicked.connect(self.closed)
        self.bind.clicked.connect(self.on_bind)
        self.period.currentIndexChanged.connect(self.show_period)
        self.ledger.activated.connect(self.on_ledger)
        self.files.clicked.connect(self.on_files)
        self.drop.clicked.connect(self.on_drop)
        self.up.clicked.connect(partial(self._move, -1))
        self.down.clicked.connect(partial(self._move, 1))
        for signal in (
            self.list.choices.dataChanged, self.list.choices.rowsInserted,
            self.list.choices.rowsRemoved, self.list.choices.modelReset,
        ):  # fmt: skip
            signal.connect(self._say)

    # -- the list -------------------------------------------------------------------------

    @property
    def chosen_period(self) -> Period:
        period = self.period.currentData()
        assert isinstance(period, Period)
        return period

    def show_period(self) -> None:
        """What the period has; what was added by hand stays, with the vouchers of the period."""
        lines = self.list.choices.lines
        counted = {line.table for line in lines if line.kind == VOUCHERS}
        added = list[Choice]()
        for line in lines:
            if line.kind in (FILE, LEDGER):
                added.append(line)
            if line.kind == VOUCHERS or (line.kind == LEDGER and line.table not in counted):
                ticked = line.ticked
                added += [one._replace(ticked=ticked) for one in self._vouchers(line.table)]
        self.list.choices.fill([*notices_of(self._book, self.chosen_period), *added])
        word = self._book.word("disclosure") if not self._book.unit.is_street else "公开"
        self.name.setText(f"{self._book.unit.name}{self.chosen_period.label}{word}资料")
        if self.list.choices.lines:
            self.list.setCurrentIndex(self.list.choices.index(0))

    def ticked(self) -> list[Choice]:
        return [line for line in self.list.choices.lines if line.ticked]

    def _say(self) -> None:
        count = len(self.ticked())
        self.bind.setEnabled(bool(count))
        if not self.list.choices.lines:
            self.said.setText("这个时期没有公告。换一个时期，或加图片、PDF、台账。")
        elif not count:
            self.said.setText("还没勾。按空格勾上要装的。")
        else:
            self.said.setText(
                f"勾了 {count} 份，按现在的顺序装，前面是封面和目录。空格勾选，Alt+↑↓ 换位置。"
            )

    def _move(self, step: int, _checked: bool = False) -> None:
        self.list.move_line(step)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, "加图片或 PDF", "", _FILES)
        self.add_files([Path(name) for name in names])

    def add_files(self, paths: list[Path]) -> None:
        if paths:
            self.list.choices.add([Choice(FILE, path.stem, path=path) for path in paths])

    def on_ledger(self) -> None:
        table = self.ledger.currentData()
        self.ledger.setCurrentIndex(0)
        if table:
            title = self._title(table)
            self.list.choices.add([Choice(LEDGER, title, table), *self._vouchers(table)])

    def _title(self, table: str) -> str:
        return f"{self._book.unit.name}{self._book.tables[table].label}"

    def _vouchers(self, table: str) -> list[Choice]:
        """A line of its own for what is attached to the rows, where anything is."""
        from qinglian_desktop.shell.binder import work

        count = len(work.attachments_of(self._book, table, self.chosen_period))
        if not count:
            return []
        return [Choice(VOUCHERS, f"{self._title(table)}的票据附件", table, remark=f"{count} 件")]

    def on_drop(self) -> None:
        if self.list.row() >= 0:
            self.list.choices.drop(self.list.row())

    # -- binding --------------------------------------------------------------------------

    def on_bind(self) -> None:
        from qinglian_desktop.shell.binder import work

        chosen, name = self.ticked(), self.name.text().strip()
        if not name:
            self.banner.say("还没写题名。写上封面要印的题名再装订。")
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.banner.hide()
        self._window.runner.job(
            work.bind, name, self.chosen_period, chosen, self.dividers.isChecked(),
            label="正在装订", on_done=partial(show_volumes, self._window, name),
            on_refused=self.banner.say,
        )  # fmt: skip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def show_volumes(window: "Window", name: str, changes: Changes, number: int = 0) -> None:
    """The first volume in the preview; the others one after the other from there."""
    made: Any = changes.result
    volumes, draft = made
    title = name if len(volumes) == 1 else f"{name}（第 {number + 1} 卷，共 {len(volumes)} 卷）"
    facts = PaperFacts(f"binder:{name}:{number}", draft=draft)
    if len(volumes) > 1:
        after = (number + 1) % len(volumes)
        turn = partial(_turned, window, name, changes, after)
        facts = facts._replace(
            note=f"太厚，分成了 {len(volumes)} 卷。", other=f"看第 {after + 1} 卷", turn=turn
        )
    window.preview(volumes[number], title, facts)


def _turned(window: "Window", name: str, changes: Changes, number: int) -> None:
    window.close_over()
    show_volumes(window, name, changes, number)
