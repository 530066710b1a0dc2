"""Fields beside their labels; under them where there is no room for both."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from qinglian_desktop.ui import look

_ANY_WIDTH = 16777215  # QWIDGETSIZE_MAX
_GAP = 12  # px between a label and its field
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


class LabelledGrid(QGridLayout):
    """Widths are px at 标准: of the labels, and of the room a field should have beside one."""

    def __init__(self, label_width: int, room: int, *, gap: int = 12) -> None:
        super().__init__()
        self._label_width, self._room, self._stacked = label_width, room, False
        self._lines: list[tuple[int, QLabel | None, QWidget]] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setHorizontalSpacing(_GAP)
        self.setVerticalSpacing(gap)
        self.setColumnStretch(1, 1)

    def put(self, place: int, words: QLabel | None, field: QWidget) -> None:
        """One line; without a label it is no wider than it must be. `lay` shows all of them."""
        self._lines.append((place, words, field))

    def lay(self) -> None:
        for place, words, field in self._lines:
            here = _LEFT if words is None else Qt.AlignmentFlag(0)
            if self._stacked:
                self.addWidget(field, 2 * place + 1, 0, 1, 2, here)
            else:
                self.addWidget(field, 2 * place, 1, here)
            if words is not None:
                words.setAlignment((_LEFT if self._stacked else _RIGHT) | Qt.AlignmentFlag.AlignTop)
                self.addWidget(words, 2 * place, 0, 1, 2 if self._stacked else 1)
        self.fit()

    def least(self) -> int:
        """The width of the widest field that is shown."""
        shown = [field for _, _, field in self._lines if not field.isHidden()]
        return max((field.minimumSizeHint().width() for field in shown), default=0)

    def turn(self, width: int) -> None:
        """So wide is the form now: labels go beside their fields, or above them."""
        sized = look.metrics()
        needed = sized.px(self._label_width) + _GAP + max(self.least(), sized.px(self._room))
        if (needed > width) is not self._stacked:
            self._stacked = not self._stacked
            self.lay()

    @property
    def above(self) -> int:
        """Room over a label: it stands on the line of the field's text, not on its border."""
        sized = look.metrics()
        return 0 if self._stacked else max((sized.field - sized.body * 3 // 2) // 2, 0)

    def fit(self) -> None:
        """The labels in the size of type that holds."""
        wide, above = look.metrics().px(self._label_width), self.above
        for _, words, _ in self._lines:
            if words is not None:
                words.setMinimumWidth(0 if self._stacked else wide)
                words.setMaximumWidth(_ANY_WIDTH if self._stacked else wide)
                words.setContentsMargins(0, above, 0, 0)
