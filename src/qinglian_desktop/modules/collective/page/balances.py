"""One of the two books at a glance: what it holds and what moved this month."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.ui import cover, look


class BookFigures(QFrame):
    """One book at a glance; wraps in 特大 instead of being cut off."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._figures: tuple[int, int, tuple[int, int] | None] = (0, 0, (0, 0))
        self.setProperty("role", "card")
        self.total = look.label("", "group")
        self.parts = look.label("", "hint")
        self.parts.setWordWrap(True)
        first = QHBoxLayout()
        first.addWidget(look.label(f"{name}账"))
        first.addStretch(1)
        first.addWidget(self.total)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.setSpacing(2)
        column.addLayout(first)
        column.addWidget(self.parts)
        column.addStretch(1)

    def show_figures(self, cash: int, bank: int, moved: tuple[int, int] | None) -> None:
        """Amounts in 分; `moved` is income and spending of this month, None when unclear."""
        self._figures = (cash, bank, moved)
        self.show_again()

    def show_again(self) -> None:
        cash, bank, moved = self._figures
        self.total.setText(f"结余 {cover.amount(cash + bank)} 元")
        words = [f"现金 {cover.amount(cash)} · 银行 {cover.amount(bank)}"]
        if moved is None:
            words.append("本月收支对不上，请核对期初余额和收支")
        else:
            words.append(f"本月收入 {cover.amount(moved[0])} · 本月支出 {cover.amount(moved[1])}")
        self.parts.setText("\n".join(words))
        said = "，".join(words).replace(" · ", "，")
        look.named(self, f"{self.name}账，{self.total.text()}，{said}")
