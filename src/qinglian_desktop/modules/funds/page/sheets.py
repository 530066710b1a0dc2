"""资产负债表: the lines taken in, what of a sheet does not tie, and a sheet as opening balances."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.kinds import FEN
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Field
from qinglian_desktop.modules.funds.actions.opening_sheet import open_from_sheet, refuse_unsound
from qinglian_desktop.modules.funds.reads import chart_on
from qinglian_desktop.modules.funds.reads.sheets import sheet_reading, sheets
from qinglian_desktop.modules.funds.records import COLLECTIVE, BalanceLine
from qinglian_desktop.modules.funds.statements.published import Reading, Share
from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.editor import FieldEditor
from qinglian_desktop.ui.editors import editor_for
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.sections import Section

_FAULTS = (Heading("哪里对不上", 0, private=True), Heading("差多少（元）", numeric=True))
_SHARES = (
    Heading("表上的行", 0), Heading("记到哪个科目", 0),
    Heading("借方（元）", numeric=True), Heading("贷方（元）", numeric=True),
)  # fmt: skip
_YEARS = 8  # years back that may be opened


class BalanceSheetsPage(QStackedWidget):
    """The ledger of the lines; over it, one sheet looked at as a whole."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look.named(self, "资产负债表")
        self.list = desk.ledger(BalanceLine, title="资产负债表")
        self.panel = SheetPanel(desk)
        self.check = push_button("核对、做期初")
        self.check.setToolTip("看导入的表哪里对不上；对得上的可以做集体账的期初余额")
        self.list.put_below_head(self._with_check())
        self.addWidget(self.list)
        self.addWidget(self.panel)
        self.check.clicked.connect(self.show_panel)
        self.panel.closed.connect(self.show_list)

    def _with_check(self) -> QWidget:
        """Below the head, which has no room left in large type."""
        above = QWidget()
        above.setProperty("role", "clear")
        row = FlowLayout(above)
        hint = look.label("导入的表先核对；对得上的可以做集体账的期初。", "hint")
        for part in (self.check, hint):
            row.addWidget(part)
        return above

    def show_panel(self) -> None:
        if self.list.flush():
            self.panel.begin()
            self.setCurrentWidget(self.panel)
            self.panel.sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_list(self) -> None:
        self.setCurrentWidget(self.list)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        self.list.reload()
        if self.currentWidget() is self.panel:
            self.panel.begin()

    def new_record(self) -> None:
        self.show_list()
        self.list.new_record()

    def print_page(self) -> None:
        self.list.print_page()

    def flush(self) -> bool:
        return self.list.flush()

    def open_record(self, row_id: str) -> None:
        self.show_list()
        self.list.open_record(row_id)


class SheetPanel(QWidget):
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look.named(self, "核对、做期初")
        self._desk = desk
        self.reading: Reading | None = None
        self.back = push_button("返回", "link", icon="back")
        self.sheet, self.year = ChoiceBox("哪张表"), ChoiceBox("做哪一年的期初")
        self.open = push_button("作为期初", "primary")
        self.banner = Banner()
        self.said = look.label("", "")
        self.said.setWordWrap(True)
        self.faults = PlainTable("哪里对不上", _FAULTS)
        self.shares = PlainTable("记到哪些科目", _SHARES)
        self.asked = QWidget()
        self.asked.setProperty("role", "clear")
        self._grid = QGridLayout(self.asked)
        self.editors: dict[str, dict[str, FieldEditor]] = {}  # line → account → amount
        self._lay_out()
        self.back.clicked.connect(self.closed)
        self.sheet.activated.connect(lambda _place: self.show_sheet())
        self.open.clicked.connect(self.open_books)
        away = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        away.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        away.activated.connect(self.closed)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.back)
        head.addWidget(look.label("核对、做期初", "title"))
        head.addStretch(1)
        head.addWidget(self.open)
        choices = QWidget()
        choices.setProperty("role", "clear")
        row = FlowLayout(choices, gap=8)
        for part in (
            look.label("哪张表：", "field"), self.sheet,
            look.label("做哪一年的期初：", "field"), self.year,
        ):  # fmt: skip
            row.addWidget(part)
        self._grid.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(8)
        column.addLayout(head)
        for above in (self.banner, choices, self.said, self.asked):
            column.addWidget(above)
        column.addWidget(self.faults, 1)
        column.addWidget(self.shares, 2)

    # -- one sheet ------------------------------------------------------------------------

    def begin(self) -> None:
        """The sheets there are now; the one looked at stays."""
        chosen = self.sheet.currentText()
        self.sheet.clear()
        for name in sheets(self._desk.book):
            self.sheet.addItem(name)
        self.sheet.setCurrentIndex(max(self.sheet.findText(chosen), 0))
        self.year.clear()
        this_year = clock.today().year
        for year in range(this_year, this_year - _YEARS, -1):
            self.year.addItem(f"{year}年", year)
        self.show_sheet()

    def show_sheet(self) -> None:
        self.banner.hide()
        name = self.sheet.currentText()
        self.reading = sheet_reading(self._desk.book, name) if name else None
        faults = self.reading.faults if self.reading else ()
        self.faults.fill([[one.said, money.show(abs(one.gap))] for one in faults])
        self.faults.setVisible(bool(faults))
        self.said.setText(self._words())
        may_open = self.reading is not None and self.reading.sound
        for part in (self.open, self.shares, self.asked):
            part.setVisible(may_open)
        self._show_shares(self.reading.shares if self.reading and may_open else ())

    def _words(self) -> str:
        if self.reading is None:
            return "还没有导入的资产负债表。先在列表里按“导入”。"
        said = []
        try:
            refuse_unsound(self.sheet.currentText(), self.reading)
        except Refused as refused:
            said.append(str(refused))
        else:
            said.append("期末数对得上，可以做期初。下面几行可能是几个科目，请先分清。")
        if self.reading.blanks:
            said.append(f"没填数的行：{'、'.join(self.reading.blanks)}。")
        return "".join(said)

    def _show_shares(self, shares: tuple[Share, ...]) -> None:
        chart = chart_on(self._desk.book, COLLECTIVE, clock.today())
        plain = [share for share in shares if not share.asks]
        self.shares.fill(
            [
                [
                    share.item, f"{share.accounts[0]} {chart.name(share.accounts[0])}",
                    money.show(share.fen) if share.fen > 0 else "",
                    money.show(-share.fen) if share.fen < 0 else "",
                ]
                for share in plain
            ]
        )  # fmt: skip
        while (item := self._grid.takeAt(0)) is not None:
            if part := item.widget():
                part.hide()
                part.deleteLater()
        self.editors = {}
        for row, share in enumerate(share for share in shares if share.asks):
            words = f"{share.item} {money.show(abs(share.fen))} 元，其中"
            self._grid.addWidget(look.label(words, "field"), row, 0)
            self.editors[share.item] = {}
            for place, code in enumerate(share.accounts):
                label = f"{chart.name(code)}："
                field = Field(f"{share.item}里的{chart.name(code)}", FEN, required=False)
                editor = editor_for(field)
                self.editors[share.item][code] = editor
                self._grid.addWidget(look.label(label), row, 1 + 2 * place)
                self._grid.addWidget(editor, row, 2 + 2 * place)
        self._grid.setColumnStretch(9, 1)

    # -- the books ------------------------------------------------------------------------

    def open_books(self) -> None:
        divided = {
            item: {code: fen for code, editor in parts.items() if (fen := editor.stored())}
            for item, parts in self.editors.items()
        }
        made = self._desk.runner.act(
            open_from_sheet, self.sheet.currentText(), int(self.year.currentData()), divided,
            initiator=self, on_refused=self._on_refused,
            say=f"{self.year.currentText()}期初余额已按{self.sheet.currentText()}登记",
        )  # fmt: skip
        if made is not None:
            self.closed.emit()

    def _on_refused(self, refused: Refused) -> None:
        self.banner.say(refused)
        if parts := self.editors.get(refused.field):
            next(iter(parts.values())).setFocus(Qt.FocusReason.OtherFocusReason)


def balance_sheets(desk: Desk) -> Section:
    """The section 资产负债表 of the group 记账."""
    return BalanceLine.table, "资产负债表", partial(BalanceSheetsPage, desk)
