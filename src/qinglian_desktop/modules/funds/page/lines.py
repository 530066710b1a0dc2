"""The grid of a voucher's lines: a code or a name is typed, the account stands there in words."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qinglian_desktop.core import money
from qinglian_desktop.core.kinds import FEN, NAME
from qinglian_desktop.core.record import Owner, Record, fact
from qinglian_desktop.modules.funds.books import Line
from qinglian_desktop.modules.funds.chart import Chart, Item
from qinglian_desktop.modules.funds.posting import gap
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.rows_editor import RowsEditor


class LineRow(Record, table="line_row", label="分录", owner=Owner.LOCAL, key=()):
    """What is typed in one row of the grid; kept as lines of the voucher."""

    account: str = fact("科目", example="51302 办公费")
    debit_fen: int = fact("借方", FEN)
    credit_fen: int = fact("贷方", FEN)
    summary: str = fact("摘要")
    party: str = fact("对方", NAME)


class OpeningRow(Record, table="opening_row", label="各科目余额", owner=Owner.LOCAL, key=()):
    account: str = fact("科目", example="10201 基本存款账户")
    debit_fen: int = fact("借方余额", FEN)
    credit_fen: int = fact("贷方余额", FEN)


_WIDTHS = {
    "account": 280, "debit_fen": 140, "credit_fen": 140, "summary": 180,
}  # fmt: skip


class LinesGrid(QWidget):
    """Lines typed row by row; under them both sums and what they differ by."""

    edited = Signal()

    def __init__(self, row_type: type[Record] = LineRow) -> None:
        super().__init__()
        self.setProperty("role", "clear")
        self._chart: Chart | None = None
        self.rows = RowsEditor("lines", row_type, widths=_WIDTHS)
        self.sums = look.label("", "strong")
        self.sums.setWordWrap(True)
        self.told = look.label("", "hint")
        self.told.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self.rows, self.sums, self.told):
            column.addWidget(part)
        self.rows.edited.connect(self._on_edited)
        cover.cover().changed.connect(self._tell)
        self._tell()

    def use(self, chart: Chart) -> None:
        """The accounts of this book and day; names typed are looked up among them."""
        self._chart = chart
        self._name_accounts()
        self._tell()

    def put(self, lines: Sequence[Line]) -> None:
        names = self.rows.model.fields
        asked = {name for name, _ in names}
        self.rows.set_rows(
            [
                {
                    name: value
                    for name, value in {
                        "account": self._titled(line.account),
                        "debit_fen": line.debit_fen or None,
                        "credit_fen": line.credit_fen or None,
                        "summary": line.summary or None,
                        "party": line.party or None,
                    }.items()
                    if name in asked
                }
                for line in lines
            ]
        )
        self._tell()

    def lines(self) -> tuple[Line, ...]:
        return tuple(
            Line(
                _code(row.get("account") or ""), row.get("debit_fen") or 0,
                row.get("credit_fen") or 0, row.get("summary") or "", row.get("party") or "",
            )
            for row in self.rows.rows()
        )  # fmt: skip

    def trouble(self) -> str:
        """The first text that cannot be read; "" when all can."""
        found = self.rows.unreadable()
        return found[0] if found else ""

    # -- words ------------------------------------------------------------------------------

    def _titled(self, code: str) -> str:
        item = self._chart.items.get(code) if self._chart else None
        return item.title if item else code

    def _on_edited(self) -> None:
        self._name_accounts()
        self._tell()
        self.edited.emit()

    def _name_accounts(self) -> None:
        """51302, 办公费 or 办公: what names one account is written out."""
        if self._chart is None:
            return
        model = self.rows.model
        for row in range(model.rowCount()):
            typed = model.cell(row, 0).text
            found = find(self._chart, typed)
            if len(found) == 1 and found[0].title != typed:
                model.setData(model.index(row, 0), found[0].title)

    def _tell(self, *_: object) -> None:
        lines = self.lines()
        debit = sum(line.debit_fen for line in lines)
        credit = sum(line.credit_fen for line in lines)
        if cover.cover().on:
            self.sums.setText(f"借方 {cover.STARS} · 贷方 {cover.STARS}")
        else:
            off = gap(lines)
            end = "平了" if not off else f"差 {money.show(abs(off))}"
            self.sums.setText(f"借方 {money.show(debit)} · 贷方 {money.show(credit)} · {end}")
        self.told.setText(self._unclear())
        self.told.setVisible(bool(self.told.text()))

    def _unclear(self) -> str:
        """The first account that is not clear, with those that it might be."""
        if self._chart is None:
            return ""
        for number, row in enumerate(self.rows.rows(), 1):
            typed = row.get("account") or ""
            if not typed or _code(typed) in self._chart.items:
                continue
            found = find(self._chart, typed)
            if not found:
                return f"第 {number} 行的科目“{typed}”没有找到，填编码或名称里的字，例：办公费"
            shown = "、".join(item.title for item in found[:6])
            return f"第 {number} 行的科目“{typed}”可能是：{shown}。填编码就定下来了"
        return ""


def _code(typed: str) -> str:
    return typed.strip().partition(" ")[0]


def find(chart: Chart, typed: str) -> list[Item]:
    """The accounts that a text may mean: its code, its name, or a part of the name."""
    text = typed.strip()
    if not text:
        return []
    if (code := _code(text)) in chart.items:
        return [chart.items[code]]
    usable = [item for item in chart.items.values() if chart.problem(item.code) is None]
    exact = [item for item in usable if item.name == text]
    return exact or [item for item in usable if text in item.name]
