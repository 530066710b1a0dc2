"""A question that is answered by writing a word, since nothing brings back what follows."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import Question


class WordQuestion(Question):
    """`word` has to be written before `yes` can be pressed; the reason may stay empty."""

    def __init__(self, parent: QWidget | None, text: str, word: str, yes: str, no: str) -> None:
        super().__init__(parent, text, yes, no, danger=True)
        self._word = word
        self.written, self.reason = QLineEdit(), QLineEdit()
        self.reason.setPlaceholderText("缘由，可以不写")
        look.named(self.reason, "缘由")
        asked = f"要做就写上“{word}”两个字"
        self.written.setPlaceholderText(asked)
        look.named(self.written, asked)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        for place, line in enumerate((self.written, self.reason), 1):
            column.insertWidget(place, line)
        self.yes.setEnabled(False)
        self.written.textChanged.connect(self._on_written)
        self.written.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_written(self, text: str) -> None:
        self.yes.setEnabled(text.strip() == self._word)


def ask_word(
    parent: QWidget | None, text: str, word: str, yes: str, no: str
) -> tuple[str, str] | None:
    """What was written and the reason, or None for the safe answer."""
    dialog = WordQuestion(parent, text, word, yes, no)
    try:
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return None
        return dialog.written.text(), dialog.reason.text()
    finally:
        dialog.deleteLater()
