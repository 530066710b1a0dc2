"""提议 · 商议 · … : where a matter stands; each step can be pressed to look back at it."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from qinglian_desktop.modules.decisions import reads, steps
from qinglian_desktop.ui.flow import FlowLayout, emptied
from qinglian_desktop.ui.messages import push_button


class StepBar(QWidget):
    chosen = Signal(str)  # a gate

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = FlowLayout(self, gap=6)
        self.buttons: dict[str, QPushButton] = {}

    def show_case(self, found: reads.Case) -> None:
        """A button a gate: ✓ what is done, ▶ what is next, the rest grey with what comes first."""
        emptied(self._row)
        self.buttons = {}
        here = found.next_gate
        for gate in steps.gates_of(found.matter):
            done = steps.passed(found.rows, gate)
            mark, state = ("✓ ", "已办") if done else ("▶ ", "现在办") if gate == here else ("", "")
            button = push_button(f"{mark}{gate}", "choice")
            button.setCheckable(True)
            button.setChecked(gate == here)
            state = state or f"先完成“{here}”"
            button.setAccessibleName(f"{gate}，{state}")
            button.setToolTip(state)
            button.setAutoDefault(False)
            button.setEnabled(done or gate == here or found.step(gate) is not None)
            button.clicked.connect(partial(self._on_clicked, gate))
            self._row.addWidget(button)
            button.show()
            self.buttons[gate] = button
        self.updateGeometry()

    def _on_clicked(self, gate: str, _checked: bool = False) -> None:
        for one, button in self.buttons.items():
            button.setChecked(one == gate)
        self.chosen.emit(gate)
