"""Under an entry: 看借贷, its two lines where somebody asks for them, and 红字冲回."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.kinds import DAY
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.funds import actions, reads
from qinglian_desktop.modules.funds.page.reason import ReasonCard
from qinglian_desktop.modules.funds.posting import lines_of
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.messages import push_button


class TwoSides(QWidget):
    def __init__(self, ledger: LedgerPage, desk: Desk) -> None:
        super().__init__()
        self._ledger, self._book, self._runner = ledger, desk.book, desk.runner
        self._sides: list[tuple[str, int | None]] = []
        self.setProperty("role", "clear")
        look.named(self, "借贷")
        self.show_button = push_button("看借贷", "link")
        self.show_button.setAutoDefault(False)
        self.red = push_button("红字冲回")
        self.red.setToolTip("复核过或已结账的记错了，用红字冲回，再记一笔对的")
        self.red.setAutoDefault(False)
        self.reason = ReasonCard("为什么冲回", "冲回")
        self.words = look.label("", "hint")
        self.words.setWordWrap(True)
        self.words.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        buttons = QWidget()
        buttons.setProperty("role", "clear")
        row = FlowLayout(buttons, gap=8)
        for button in (self.red, self.show_button):
            row.addWidget(button)
        for part in (buttons, self.reason, self.words):
            column.addWidget(part)
        self.show_button.clicked.connect(self._on_button)
        self.red.clicked.connect(self.reason.begin)
        self.reason.done.connect(self.on_red)
        ledger.drawer.stepped.connect(self._on_row)
        cover.cover().changed.connect(self._show_again)

    def _on_row(self) -> None:
        """Another row: what was asked about the one before is asked no more."""
        row = self._ledger.drawer.form.row
        self.reason.hide()
        self.red.setVisible(bool(self._ledger.drawer.row_id and not row.get("reverses_id")))
        self._tell()

    def on_red(self, reason: str) -> None:
        drawer = self._ledger.drawer
        if not self._ledger.save_waiting():
            return
        made = self._runner.act(
            actions.reverse, Entry.table, drawer.row_id, clock.today(), reason,
            on_refused=self._ledger.banner.say,
        )  # fmt: skip
        if made is not None:
            self.reason.hide()
            self._ledger.open_record(str(made.result))

    def _on_button(self) -> None:
        self.words.setVisible(self.words.isHidden())
        self.show_button.setText("看借贷" if self.words.isHidden() else "收起借贷")
        self._tell()

    def _tell(self) -> None:
        """What the form says now; nothing is read while nobody looks."""
        if self.words.isHidden():
            return
        form = self._ledger.drawer.form
        row = {**dict.fromkeys(Entry.fields), **form.row, **form.draft()}
        try:
            self._sides = self._of(row)
        except Refused as refused:
            self._sides = [(str(refused), None)]
        self._show_again()

    def _show_again(self, *_: object) -> None:
        """The same lines: F9 must not wait for the ledger."""
        covered = cover.cover().on
        told = []
        for words, fen in self._sides:
            shown = "" if fen is None else cover.STARS if covered else money.show(fen)
            told.append(f"{words}　{shown}" if shown else words)
        self.words.setText("\n".join(told))

    def _of(self, row: dict[str, object]) -> list[tuple[str, int | None]]:
        if not row["book"] or not row["amount_fen"]:
            return [("填了账本和金额才看得出借贷。", None)]
        day = DAY.load(row["day"]) if row["day"] else clock.today()
        account = str(row["book"])
        chart = reads.chart_on(self._book, account, day)
        made: list[tuple[str, int | None]] = []
        for line in lines_of(row, reads.bank_codes(self._book, account)):
            side, fen = ("借", line.debit_fen) if line.debit_fen else ("贷", line.credit_fen)
            made.append((f"{side}　{line.account} {chart.name(line.account)}", fen))
        return made


def put_two_sides(ledger: LedgerPage, desk: Desk) -> TwoSides:
    """Under the form of an entry, above its history."""
    made, drawer = TwoSides(ledger, desk), ledger.drawer
    inner = drawer.body.widget()
    assert inner is not None
    column = inner.layout()
    assert isinstance(column, QVBoxLayout)
    column.insertWidget(column.indexOf(drawer.history), made)
    return made
