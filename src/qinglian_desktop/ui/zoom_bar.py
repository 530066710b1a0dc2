"""How large is the paper on the screen? Two fits, two steps, and the number."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.page_view import PageView

_KEYS = "翻页用 PgUp、PgDn；Ctrl+[ 缩小，Ctrl+] 放大；Ctrl+1 适合宽度，Ctrl+2 整页。"


class ZoomBar(QWidget):
    def __init__(self, view: PageView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self.wide, self.whole = push_button("适合宽度", "choice"), push_button("整页", "choice")
        self.less, self.more = push_button("缩小"), push_button("放大")
        self.shown = look.label("", "hint")
        self.shown.setMinimumWidth(look.metrics().px(48))
        self.shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for button, fit in ((self.wide, "width"), (self.whole, "page")):
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, fit=fit: view.fit_to(fit))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self.wide, self.whole, self.less, self.shown, self.more):
            row.addWidget(part)
            part.setToolTip(_KEYS)
        self.less.clicked.connect(lambda: view.step_zoom(-1))
        self.more.clicked.connect(lambda: view.step_zoom(1))
        view.zoomed.connect(self._say)
        self._say()

    def _say(self) -> None:
        self.shown.setText(f"{round(self._view.zoom * 100)}%")
        self.wide.setChecked(self._view.fit == "width")
        self.whole.setChecked(self._view.fit == "page")

    def took(self, key: int) -> bool:
        """A key pressed with Ctrl; False when it is none of these. Ctrl+= is the type size's."""
        if key == Qt.Key.Key_BracketLeft:
            self._view.step_zoom(-1)
        elif key == Qt.Key.Key_BracketRight:
            self._view.step_zoom(1)
        elif key == Qt.Key.Key_1:
            self._view.fit_to("width")
        elif key == Qt.Key.Key_2:
            self._view.fit_to("page")
        else:
            return False
        return True
