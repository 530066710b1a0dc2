"""What is the one next step of this notice? A small card for each state, one primary button."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.modules.disclosure.notices import VARIANT_LABELS
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.ui import look
from qinglian_desktop.ui.files_editor import FilesEditor
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.pin_row import pin_line

STEPS = ("编写", "审核", "打印", "上墙", "归档")
_STEP_OF = {"草稿": 0, "退回": 0, "待审": 1, "审核同意": 2, "已上墙": 4, "公示不足": 3, "已归档": 5}


def step_of(row: Mapping[str, Any]) -> int:
    """Which of the five steps is next; 5 when all are done."""
    step = _STEP_OF.get(row["state"], 0)
    return 3 if step == 2 and row["posted_on"] else step


class StepBar(QWidget):
    """编写 · 审核 · 打印 · 上墙 · 归档, with a tick for what is done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = FlowLayout(self, gap=6)
        self._chips = []
        for word in STEPS:
            chip = look.chip(word, "neutral", self)
            self._chips.append(chip)
            self._row.addWidget(chip)

    def show_step(self, step: int) -> None:
        for place, (chip, word) in enumerate(zip(self._chips, STEPS, strict=True)):
            mood = "success" if place < step else "info" if place == step else "neutral"
            chip.say(word, mood)
            state = "已做" if place < step else "现在做" if place == step else "还没到"
            chip.setAccessibleName(f"{word}，{state}")


class NextStep(QFrame):
    """The card; `asked` names the step and carries what was filled in."""

    asked = Signal(str, dict)

    def __init__(self, store_file: Callable[[Any], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        look.named(self, "下一步")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 16)
        self._column.setSpacing(10)
        self.title = look.label("下一步", "group")
        self.words = look.label("", "hint")
        self.words.setWordWrap(True)
        self.reviewer = self._line("审核人姓名（不能是填表人）", "审核人")
        self.pin = pin_line("审核人的 PIN")
        self.opinion = self._line("意见（退回时必填）", "审核意见")
        self.place = self._line("例：公开栏第一格", "贴在哪里")
        self.reason = self._line("提前撤下要写原因", "撤下原因")
        self.boxes: dict[str, QCheckBox] = {}
        for variant, word in VARIANT_LABELS.items():
            box = QCheckBox(word)
            box.setChecked(variant != "broadcast")
            self.boxes[variant] = box
        self.variants = QWidget()  # beside each other, so that the buttons stay in sight
        ticks = FlowLayout(self.variants, gap=16)
        for box in self.boxes.values():
            ticks.addWidget(box)
        self.photo = FilesEditor(Notice.fields["proof"], store_file)
        self.buttons = QWidget()
        self._flow = FlowLayout(self.buttons)
        parts: tuple[QWidget, ...] = (
            self.title, self.words, self.reviewer, self.pin, self.opinion, self.variants,
            self.place, self.photo, self.reason, self.buttons,
        )  # fmt: skip
        self._fields = parts[2:-1]
        for part in parts:
            self._column.addWidget(part)
        self.by_step: dict[str, QPushButton] = {}
        for line in (self.reviewer, self.pin):
            line.returnPressed.connect(self._on_return)

    def _line(self, hint: str, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setPlaceholderText(hint)
        look.named(line, name)
        return line

    def filled(self) -> dict[str, Any]:
        return {
            "reviewer": self.reviewer.text().strip(),
            "pin": self.pin.text(),
            "opinion": self.opinion.text().strip(),
            "place": self.place.text().strip(),
            "reason": self.reason.text().strip(),
            "variants": [v for v, box in self.boxes.items() if box.isChecked()],
            "photos": self.photo.text().split(),
        }

    # -- what is shown in which state -----------------------------------------------------

    def show_state(
        self,
        words: str,
        steps: tuple[tuple[str, str], ...],
        fields: tuple[str, ...] = (),
        *,
        place: str = "",
    ) -> None:
        """`steps`: (name, word on the button), the first one is primary; `fields` are shown."""
        here = QApplication.focusWidget()
        held = here is not None and self.isAncestorOf(here)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        shown = {getattr(self, name) for name in fields if name != "boxes"}
        if "boxes" in fields:
            shown.add(self.variants)
        for part in self._fields:
            part.setVisible(part in shown)
        for line in (self.reviewer, self.pin, self.opinion, self.reason):
            line.clear()
        if place and not self.place.text():
            self.place.setText(place)
        self._put_buttons(steps)
        if held:
            self.take_focus()

    def take_focus(self) -> None:
        """To what is asked first, else to the one next step: the pressed button has gone."""
        asked = [line for line in (self.reviewer, self.place) if not line.isHidden()]
        first = (
            asked[0] if asked and not asked[0].text() else next(iter(self.by_step.values()), None)
        )
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_buttons(self, steps: tuple[tuple[str, str], ...]) -> None:
        for button in self.by_step.values():
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.by_step = {}
        for place, (name, word) in enumerate(steps):
            button = push_button(word, "" if place else "primary")
            button.setProperty("step", name)
            button.clicked.connect(self._on_clicked)
            self._flow.addWidget(button)
            button.show()
            self.by_step[name] = button
        self.buttons.setVisible(bool(steps))
        self.buttons.updateGeometry()

    def _on_clicked(self) -> None:
        self._ask(self.sender().property("step"))

    def _on_return(self) -> None:
        if "approve" in self.by_step:
            self._ask("approve")

    def _ask(self, step: str) -> None:
        """The PIN is forgotten at once, whatever comes of it."""
        filled = self.filled()
        self.pin.clear()
        self.asked.emit(step, filled)

    def point_at(self, field: str) -> bool:
        """Focus on the input a refusal names; False when it is not shown here."""
        line = {
            "reviewer": self.reviewer, "name": self.reviewer, "pin": self.pin,
            "opinion": self.opinion, "place": self.place, "removal_reason": self.reason,
        }.get(field)  # fmt: skip
        if line is None or line.isHidden():
            return False
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        return True
