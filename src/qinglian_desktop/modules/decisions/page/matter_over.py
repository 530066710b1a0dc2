"""A page laid over a matter inside its tab: it has the keyboard again whenever it is shown."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication

from qinglian_desktop.ui.over_page import OverPage


class MatterOver(OverPage):
    def showEvent(self, event: QShowEvent) -> None:
        """After a preview the window hands the focus to the tab: Esc must still lead back here."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self.take_focus)

    def take_focus(self) -> None:
        here = QApplication.focusWidget()
        if self.isVisible() and (here is None or not self.isAncestorOf(here)):
            self.setFocus(Qt.FocusReason.OtherFocusReason)
