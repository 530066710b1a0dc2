"""How does the street give a unit its file and accept its keys? Two forms above the board."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import close_button, push_button
from qinglian_desktop.ui.tucked import Tucked

_KINDS = (("community", "社区"), ("village", "村"))


class _Form(Tucked):
    def __init__(self, title: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(look.label(title, "group"), 1)
        away = close_button("收起")
        away.clicked.connect(self.hide)
        head.addWidget(away)
        self._column.addLayout(head)
        said = look.label(words, "hint")
        said.setWordWrap(True)
        self._column.addWidget(said)
        self.row = QHBoxLayout()
        self.row.setSpacing(8)
        self._column.addLayout(self.row)
        self.lines: dict[str, QLineEdit] = {}

    def _line(self, name: str, word: str, hint: str) -> QLineEdit:
        line = QLineEdit()
        line.setPlaceholderText(hint)
        look.named(line, word)
        self.lines[name] = line
        self.row.addWidget(look.label(f"{word}：", "field"))
        self.row.addWidget(line, 1)
        return line

    def begin(self) -> None:
        self.show()
        next(iter(self.lines.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def done(self) -> None:
        for line in self.lines.values():
            line.clear()
        self.hide()

    def point_at(self, field: str) -> None:
        if field in self.lines and not self.isHidden():
            self.lines[field].setFocus(Qt.FocusReason.OtherFocusReason)


class IssueForm(_Form):
    wanted = Signal(str, str, str)  # name, kind, code

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "发单位文件",
            "写一个单位文件到 U 盘，交给村居；它用这个文件建立自己的数据。编码发出后不能改。",
            parent,
        )
        self._line("name", "单位名称", "例：新街子社区")
        self._line("code", "单位编码", "例：500110007001")
        self.kinds = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        for kind, word in _KINDS:
            button = push_button(word, "choice")
            button.setCheckable(True)
            self.kinds.addButton(button)
            self._buttons[kind] = button
            self.row.addWidget(button)
        self._buttons["community"].setChecked(True)
        self.go = push_button("写到 U 盘", "primary")
        self.row.addWidget(self.go)
        self.go.clicked.connect(self._on_go)

    @property
    def kind(self) -> str:
        return next(kind for kind, button in self._buttons.items() if button.isChecked())

    def _on_go(self) -> None:
        lines = self.lines
        self.wanted.emit(lines["name"].text().strip(), self.kind, lines["code"].text().strip())


class EnrolForm(_Form):
    wanted = Signal(str, str)  # path, fingerprint

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "登记单位",
            "选村居交来的登记文件，再把盖章登记表上的 8 组数字照着填进来；对得上才登记。",
            parent,
        )
        self._line("path", "登记文件", "选登记文件")
        self.choose = push_button("选文件", icon="folder")
        self.row.addWidget(self.choose)
        self._line("fingerprint", "指纹", "登记表上的 8 组数字")
        self.go = push_button("登记", "primary")
        self.row.addWidget(self.go)
        self.choose.clicked.connect(self._on_choose)
        self.go.clicked.connect(self._on_go)

    def _on_choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "选登记文件", "", "登记文件 (*.qle)")
        if path:
            self.lines["path"].setText(path)
            self.lines["fingerprint"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_go(self) -> None:
        self.wanted.emit(self.lines["path"].text().strip(), self.lines["fingerprint"].text())
