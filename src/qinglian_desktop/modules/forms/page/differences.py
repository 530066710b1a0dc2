"""A number is not the one handed up before: which rows make the difference, and is it meant?"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qinglian_desktop.modules.forms.numbers import Difference
from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_COLUMNS = (Heading("怎么不同", 120), Heading("是谁、是哪一条", 0, private=True))
_SHOWN = 300


class DifferenceDialog(QDialog):
    """The question with the list; the safe answer has the focus."""

    def __init__(self, found: Sequence[Difference], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("和上次报的数不一样")
        words = look.label("\n".join(each.said for each in found))
        words.setWordWrap(True)
        self.setAccessibleName(words.text())
        lines = [line for each in found for line in each.lines][:_SHOWN]
        self.rows = PlainTable("不同的名单", _COLUMNS)
        self.rows.fill(lines)
        self.rows.setVisible(bool(lines))
        unsaid = look.label("上次的数是手工登记的，没有名单可比。", "hint")
        unsaid.setVisible(not lines)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("为什么不一样，例：本月新转入 3 名党员")
        look.named(self.reason, "与上次不同的原因")
        self.use = push_button("用新数，继续填")
        self.stop = push_button("先不填，去核对", "primary")
        self.use.setAutoDefault(False)
        self.stop.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.use)
        buttons.addWidget(self.stop)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 24, 24, 16)
        box.setSpacing(12)
        for part in (words, self.rows, unsaid, self.reason):
            box.addWidget(part)
        box.addLayout(buttons)
        sized = look.metrics()
        self.resize(sized.px(640), sized.px(420 if lines else 240))
        self.use.clicked.connect(self.accept)
        self.stop.clicked.connect(self.reject)
        self.stop.setFocus(Qt.FocusReason.OtherFocusReason)


class RowsDialog(QDialog):
    """A list to look at: the rows of then, or what has changed since."""

    def __init__(
        self, title: str, said: str, columns: Sequence[Heading], rows: Sequence[Sequence[str]],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = look.label(said)
        words.setWordWrap(True)
        self.setAccessibleName(said)
        self.rows = PlainTable(title, columns)
        self.rows.fill(rows)
        done = push_button("看完了", "primary")
        done.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(done)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 24, 24, 16)
        box.setSpacing(12)
        box.addWidget(words)
        box.addWidget(self.rows, 1)
        box.addLayout(foot)
        self.resize(look.metrics().px(560), look.metrics().px(460))
        done.setFocus(Qt.FocusReason.OtherFocusReason)


COMPARED = _COLUMNS
