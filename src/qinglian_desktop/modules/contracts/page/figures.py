"""A line of words with amounts in it, which F9 hides and shows without asking the book."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from qinglian_desktop.ui import cover, look


class FigureLine(QWidget):
    def __init__(self, role: str = "hint", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "clear")
        self._words = ""
        self._amounts: tuple[int, ...] = ()
        self.label: QLabel = look.label("", role)
        self.label.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.label)
        cover.cover().changed.connect(self._on_cover)

    def tell(self, words: str, *amounts: int) -> None:
        """`words` with {} for each amount in 分."""
        self._words, self._amounts = words, amounts
        self._on_cover()

    def text(self) -> str:
        return self.label.text()

    def _on_cover(self, _on: bool = False) -> None:
        text = self._words  # it may hold names with braces of their own, so it is no format
        for fen in self._amounts:
            text = text.replace("{}", cover.amount(fen), 1)
        self.label.setText(text)
