"""What can be printed for a matter now? A row under its steps, each button when it fits."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions import reads
from qinglian_desktop.modules.decisions.page import outgoing
from qinglian_desktop.modules.decisions.papers.register import GATES
from qinglian_desktop.modules.decisions.records import FAILED, MEETINGS, RUNNING
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import Banner, push_button


class PapersRow(QWidget):
    meeting_asked = Signal(str, str)  # matter, gate
    households_asked = Signal(str)  # matter

    def __init__(self, desk: Desk, banner: Banner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._banner = desk, banner
        self._matter: Row = {}
        self._gate, self._step_id = "", ""
        self.prepare = self._button(
            "准备会议", "calendar", "定时间地点，看到会和赞成要几人，打印会议材料"
        )
        self.ask = self._button("入户征求意见", "people", "打印空表，回来按 1、2、3 录")
        self.minutes = self._button("打印会议记录", "print", "右边这一步的会议记录")
        self.word = self._button("会议记录存为 Word", "document", "按模板存成 .docx，可以接着改")
        self.forms = self._button("打印登记表", "print", "《决策实施登记表》六张，一步一张")
        row = FlowLayout(self, gap=8)
        for button in (self.prepare, self.ask, self.minutes, self.word, self.forms):
            row.addWidget(button)
        self.prepare.clicked.connect(self._on_prepare)
        self.ask.clicked.connect(self._on_ask)
        self.minutes.clicked.connect(self._on_minutes)
        self.word.clicked.connect(self._on_word)
        self.forms.clicked.connect(self._on_forms)
        look.named(self, "材料")

    def _button(self, word: str, icon: str, hint: str) -> QPushButton:
        button = push_button(word, "link", icon=icon)
        look.named(button, word, hint)
        return button

    def show_case(self, found: reads.Case, gate: str) -> None:
        """`gate` is the step that is shown at the right, whose minutes can be printed."""
        self._matter, self._gate = dict(found.matter), found.next_gate
        running = self._matter["state"] in (RUNNING, FAILED)
        shown = found.step(gate)
        held = gate in MEETINGS and shown is not None and bool(shown.last["held_on"])
        self._step_id = str(shown.last["id"]) if shown is not None and held else ""
        self.prepare.setVisible(running and self._gate in MEETINGS)
        self.ask.setVisible(running)
        for button, word in ((self.minutes, f"打印{gate}记录"), (self.word, f"{gate}记录存 Word")):
            button.setText(word)
            button.setAccessibleName(word)
            button.setVisible(held)

    @property
    def _title(self) -> str:
        return f"{self._matter.get('number') or ''} {self._matter.get('title') or ''}".strip()

    def _on_prepare(self) -> None:
        self.meeting_asked.emit(self._matter["id"], self._gate)

    def _on_ask(self) -> None:
        self.households_asked.emit(self._matter["id"])

    def _on_minutes(self) -> None:
        outgoing.minutes_paper(
            self._desk, self._step_id, f"会议记录 {self._title}", self._banner.say
        )

    def _on_word(self) -> None:
        outgoing.save_minutes(self, self._desk, self._step_id, self._title, self._banner.say)

    def _on_forms(self) -> None:
        title = f"决策实施登记表 {self._title}"
        outgoing.register_forms(self._desk, self._matter["id"], GATES, title, self._banner.say)
