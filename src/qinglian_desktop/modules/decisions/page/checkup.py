"""会前体检: the plain numbers, until when to tell people, what stands in the way, who is due."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from qinglian_desktop.modules.decisions.actions.preparing import Checkup
from qinglian_desktop.ui import look
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_WAITING = "先填开会日期，这里就会算出至少到几人、至少几人赞成。"
_HEADINGS = (
    Heading("序号", 60, numeric=True), Heading("姓名", 120, private=True), Heading("组别或职务", 0),
)  # fmt: skip
_ROWS = 8  # of the roster shown at once


class CheckupCard(QFrame):
    roster_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        look.named(self, "会前体检")
        self._found: Checkup | None = None
        self.needs = _words("strong")
        self.basis = _words("hint")
        self.notice = _words("")
        self.trouble = _words("warning")
        self.why = push_button("为什么是这天", "link")
        self.names = push_button("看应到名单", "link", icon="people")
        self.change = push_button("改名单", "link")
        self.reasons = _words("hint")
        self.table = PlainTable("应到名单", _HEADINGS)
        for folded in (self.reasons, self.table):
            folded.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        column.addWidget(look.label("会前体检", "group"))
        buttons = QWidget()
        row = FlowLayout(buttons, gap=8)
        for button in (self.why, self.names, self.change):
            row.addWidget(button)
        for part in (self.needs, self.basis, self.trouble, self.notice, buttons, self.reasons,
                     self.table):  # fmt: skip
            column.addWidget(part)
        self.why.clicked.connect(self._on_why)
        self.names.clicked.connect(self._on_names)
        self.change.clicked.connect(self.roster_asked)
        self.show_found(None)

    def show_found(self, found: Checkup | None) -> None:
        """The figures of a meeting; None while there is no day yet."""
        self._found = found
        known = found is not None
        self.needs.setText(f"{found.needs}。" if found and found.needs else _WAITING)
        if found and not found.needs:
            self.needs.setText("还不知道应到多少人。")
        self.basis.setText(f"依据：{found.basis}" if found else "")
        self.notice.setText(found.notice if found else "")
        lines = [found.clash, *found.problems] if found else []
        self.trouble.setText("\n".join(filter(None, lines)))
        for part in (self.basis, self.notice, self.trouble):
            part.setVisible(bool(part.text()))
        self.why.setVisible(bool(found and found.why))
        self.names.setVisible(known and bool(found and found.meeting.members))
        self.change.setText("去录名册" if found and found.no_roster else "改名单")
        self.change.setVisible(known)
        self._fill()

    def _fill(self) -> None:
        """What is unfolded follows what was found."""
        found = self._found
        if found is None:
            self.reasons.hide()
            self.table.hide()
            return
        self.reasons.setText("\n".join(found.why))
        people = found.meeting.members
        self.table.fill([(str(n), one.name or "＿＿", one.role) for n, one in enumerate(people, 1)])
        sized = look.metrics()
        self.table.setFixedHeight(sized.header + sized.row * min(len(people), _ROWS) + 4)

    def _on_why(self) -> None:
        self.reasons.setVisible(not self.reasons.isVisible())

    def _on_names(self) -> None:
        self.table.setVisible(not self.table.isVisible())
        self.names.setText("收起名单" if self.table.isVisible() else "看应到名单")


def _words(role: str) -> QLabel:
    label = look.label("", role)
    label.setWordWrap(True)
    return label
