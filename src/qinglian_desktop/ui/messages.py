"""How does the program speak? A bar that goes away, a banner in the page, a rare question."""

from collections import deque
from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core.outcome import Problem, Refused
from qinglian_desktop.ui import cover, look

STAY = 10_000  # ms a bar stays


def push_button(text: str, kind: str = "", icon: str = "") -> QPushButton:
    """A button of the program: its word is its accessible name."""
    button = QPushButton(text)
    if kind:
        button.setProperty("kind", kind)
    button.setAccessibleName(text)
    if icon:
        look.set_icon(button, icon, colour="on.accent" if kind == "primary" else "text.primary")
    return button


def fill(button: QPushButton, yes: bool) -> None:
    """Is this the one filled button of its page now?"""
    button.setProperty("kind", "primary" if yes else "")
    button.style().unpolish(button)
    button.style().polish(button)
    if name := button.property("iconName"):
        look.set_icon(button, name, colour="on.accent" if yes else "text.primary")


def close_button(name: str = "收起") -> QToolButton:
    button = QToolButton()
    look.set_icon(button, "close")
    look.named(button, name, name)
    return button


CODES: deque[str] = deque(maxlen=50)  # of the refusals said last, for the diagnostic file


class Bar(QFrame):
    """The bottom bar: what was done, for ten seconds, with a button to take it back."""

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.text = look.label("")
        self.text.setWordWrap(True)
        self.button = push_button("撤销", "link")
        self.look_button = push_button("查看", "link")
        self._close = close_button("收起这条提示")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 4, 12, 4)
        row.setSpacing(8)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        row.addWidget(self.look_button)
        row.addWidget(self._close)
        self._action: Callable[[], object] | None = None
        self._view: Callable[[], object] | None = None
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self.hide)
        self.button.clicked.connect(self._on_button)
        self.look_button.clicked.connect(self._on_look)
        self._close.clicked.connect(self.hide)
        self.hide()

    def say(
        self,
        text: str,
        *,
        button: str = "",
        action: Callable[[], object] | None = None,
        view: Callable[[], object] | None = None,
        stay: bool = False,
    ) -> None:
        """Show `text`; with `action`, a button (撤销 unless another word is given) runs it.

        With `view`, 查看 beside it leads to where the whole of it is shown; with `stay` it stays
        until it is closed.
        """
        self.text.setText(text)
        self.setAccessibleName(text)
        self._action, self._view = action, view
        self.button.setVisible(action is not None)
        self.look_button.setVisible(view is not None)
        self.button.setText(button or "撤销")
        self.button.setAccessibleName(button or "撤销")
        self._clock.start(STAY)
        if stay:
            self._clock.stop()
        self.show()

    def _on_button(self) -> None:
        action, self._action = self._action, None
        self.hide()
        self.pressed.emit()
        if action is not None:
            action()

    def _on_look(self) -> None:
        view, self._view = self._view, None
        self.hide()
        if view is not None:
            view()


class Banner(QFrame):
    """What was refused and what to do, inside the page; stays until closed or answered."""

    # How somebody else allows it for this once; the window knows who can.
    lend: ClassVar[Callable[["Banner", Refused], object] | None] = None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.text = look.label("")
        self.text.setWordWrap(True)
        self.ask = push_button("请他们输入 PIN")
        self.ask.clicked.connect(self._on_ask)
        self.ask.hide()
        self._refused: Refused | None = None
        self.code = look.label("", "hint")
        self._close = close_button("收起这条提示")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(8)
        row.addWidget(self.text, 1)
        row.addWidget(self.ask)
        row.addWidget(self.code)
        row.addWidget(self._close)
        self._close.clicked.connect(self.hide)
        self.hide()

    def say(self, trouble: Refused | Problem | str, code: str = "") -> None:
        self.text.setText(str(trouble))
        code = code or getattr(trouble, "code", "")
        if code:
            CODES.append(code)
        self.code.setText(code)
        self.code.setVisible(bool(code))
        self.setAccessibleName(str(trouble))
        self._refused = trouble if isinstance(trouble, Refused) and trouble.again else None
        self.ask.setVisible(self._refused is not None and Banner.lend is not None)
        self.show()

    def _on_ask(self) -> None:
        if self._refused is not None and Banner.lend is not None:
            Banner.lend(self, self._refused)


class _Floating(QObject):
    """Keeps a banner at the top of a parent that has no column to put it in."""

    def __init__(self, banner: Banner, parent: QWidget) -> None:
        super().__init__(banner)
        self._banner, self._parent = banner, parent
        parent.installEventFilter(self)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        width = self._parent.width() - 32
        height = max(self._banner.heightForWidth(width), self._banner.sizeHint().height())
        self._banner.setGeometry(16, 16, width, height)


def refuse(parent: QWidget, refused: Refused | Problem) -> Banner:
    """Show a refusal inside `parent`, in its banner; one is made when it has none."""
    banner = parent.findChild(Banner)
    if banner is None:
        banner = Banner(parent)
        column = parent.layout()
        down = (QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.BottomToTop)
        if isinstance(column, QBoxLayout) and column.direction() in down:
            column.insertWidget(0, banner)
            banner.say(refused)
            return banner
        banner.say(refused)
        _Floating(banner, parent)
    banner.say(refused)
    banner.raise_()
    return banner


class Question(QDialog):
    """A question with two verbs; the safe answer has the focus and is what Esc means."""

    def __init__(
        self, parent: QWidget | None, text: str, yes: str, no: str, *, danger: bool = False
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("请选一个")
        self.setAccessibleName(text)
        self._text = text
        self.words = look.label(text)
        self.words.setWordWrap(True)
        self.words.setMinimumWidth(look.metrics().px(360))
        self.yes = push_button(yes, "danger" if danger else "")
        self.no = push_button(no, "primary")
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.yes)
        buttons.addWidget(self.no)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(24)
        column.addWidget(self.words)
        column.addLayout(buttons)
        QShortcut(QKeySequence("F9"), self, cover.toggle)
        cover.cover().changed.connect(self._on_cover)
        self._on_cover()
        self.yes.setAutoDefault(False)
        self.no.setDefault(True)
        self.yes.clicked.connect(self.accept)
        self.no.clicked.connect(self.reject)
        self.no.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_cover(self) -> None:
        """A question may hold a name, and the window behind it does not hear F9."""
        covered = "已遮挡。按 F9 恢复，看清再选。"
        said = covered if cover.cover().on else self._text
        self.words.setText(said)
        self.setAccessibleName(said)


def ask(parent: QWidget | None, text: str, yes: str, no: str, *, danger: bool = False) -> bool:
    """Ask what cannot wait. `yes` and `no` are verbs (提交 / 再看看); True for `yes`."""
    dialog = Question(parent, text, yes, no, danger=danger)
    try:
        return dialog.exec() == QDialog.DialogCode.Accepted
    finally:
        dialog.deleteLater()


class CrashDialog(QDialog):
    """The program's own mistake: says what is safe, shows the report, lets it be copied."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("程序出了问题")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = look.label(
            "刚才这一步没有做成，是程序的问题。之前保存的内容都在，正在填的也还在。"
            "请把下面的文字复制下来交给技术人员，然后可以继续用。"
        )
        words.setWordWrap(True)
        self.report = QPlainTextEdit(text)
        self.report.setReadOnly(True)
        self.report.setTabChangesFocus(True)
        self.report.setAccessibleName("问题记录")
        self.copy = push_button("复制", icon="copy")
        self.done_button = push_button("继续用", "primary")
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy)
        buttons.addStretch(1)
        buttons.addWidget(self.done_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(words)
        column.addWidget(self.report, 1)
        column.addLayout(buttons)
        self.resize(look.metrics().px(640), look.metrics().px(400))
        self.copy.setAutoDefault(False)
        self.done_button.setDefault(True)
        self.copy.clicked.connect(self.copy_text)
        self.done_button.clicked.connect(self.accept)
        self.done_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())
        self.copy.setText("已复制")
