"""Views of a list: what is filtered and how it is ordered, kept under a name."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core.pick import View
from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import push_button

ALL = "全部"
_LONGEST, _SHOWN = 20, 8  # characters of a name; on the button


def plain(words: str) -> str:
    """Words as a button or menu shows them: & is no shortcut in what somebody wrote."""
    return words.replace("&", "&&")


class Views:
    """The views of one list: those that come with it, those somebody made, the usual one."""

    def __init__(self, built_in: Sequence[View]) -> None:
        self.built_in, self.own = tuple(built_in), list[View]()
        self.usual = ""  # shown when the list is opened; "" for all rows

    def named(self, name: str) -> View | None:
        return next((view for view in (*self.built_in, *self.own) if view.name == name), None)

    def problem(self, name: str, but: str = "") -> str:
        """Why a view cannot be called so; "" when it can."""
        if not name:
            return "先给视图起个名字"
        if name in (ALL, *(v.name for v in self.built_in)):
            return f"“{name}”是自带的，请换个名字"
        if name != but and any(view.name == name for view in self.own):
            return f"已经有“{name}”了，请换个名字"
        return ""

    def put(self, view: View) -> None:
        self.own = [one for one in self.own if one.name != view.name] + [view]

    def rename(self, name: str, to: str) -> None:
        self.own = [v._replace(name=to) if v.name == name else v for v in self.own]
        self.usual = to if self.usual == name else self.usual

    def drop(self, name: str) -> None:
        self.own = [view for view in self.own if view.name != name]
        self.usual = "" if self.usual == name else self.usual


class ViewButton(QPushButton):
    """视图 ▾ in the filter bar."""

    chosen = Signal(object)  # View; one without a name for all rows
    kept = Signal(str)  # a name for what is shown now
    changed = Signal()  # names or the usual one

    def __init__(self, views: Views, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views = views
        self.current = ""
        look.set_icon(self, "eye")
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self.fill)
        self.setMenu(self._menu)
        self.say("")

    def say(self, name: str) -> None:
        self.current = name
        short = name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…"
        self.setText(f"视图：{plain(short)}" if name else "视图")
        look.named(self, f"视图：{name}" if name else "视图", "存下来的筛选和排序")

    def fill(self) -> None:
        """The menu as the views are now."""
        menu, views = self._menu, self._views
        menu.clear()
        self._entry(View(ALL))
        for view in views.built_in:
            self._entry(view)
        if views.own:
            menu.addSeparator()
        for view in views.own:
            self._entry(view)
        menu.addSeparator()
        menu.addAction("存为视图…", self.ask_name)
        menu.addAction("管理视图…", self.manage)

    def _entry(self, view: View) -> None:
        usual = view.name == (self._views.usual or ALL)
        words = f"{view.name}（打开就看）" if usual else view.name
        action = QAction(plain(words), self._menu)
        action.setCheckable(True)
        action.setChecked(view.name == (self.current or ALL))
        action.triggered.connect(partial(self.choose, view.name))
        self._menu.addAction(action)

    def choose(self, name: str, _checked: bool = False) -> None:
        found = self._views.named(name) or View("")
        self.say(found.name)
        self.chosen.emit(found)

    def ask_name(self) -> None:
        dialog = NameDialog("存为视图", "现在的筛选和排序，以后点一下就回来。", self.window())
        dialog.check = self._views.problem
        dialog.named.connect(self._keep)
        dialog.open()

    def _keep(self, name: str) -> None:
        self.kept.emit(name)
        self.say(name)

    def manage(self) -> None:
        dialog = ManageDialog(self._views, self.window())
        dialog.changed.connect(self._on_managed)
        dialog.open()

    def _on_managed(self) -> None:
        if self.current and self._views.named(self.current) is None:
            self.say("")
        self.changed.emit()


class NameDialog(QDialog):
    named = Signal(str)

    def __init__(self, title: str, words: str, parent: QWidget | None, text: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.check = Views(()).problem
        hint = look.label(words, "hint")
        hint.setWordWrap(True)
        self.line = QLineEdit(text)
        self.line.setMaxLength(_LONGEST)
        self.line.setPlaceholderText("名字，例：本月要收尾的")
        look.named(self.line, "视图的名字")
        self.problem = look.label("", "problem")
        self.ok, self.no = push_button("存下来", "primary"), push_button("不存了")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        for part in (hint, self.line, self.problem):
            column.addWidget(part)
        column.addLayout(_buttons(self.ok, self.no))
        self.setMinimumWidth(look.metrics().px(420))
        self.no.setAutoDefault(False)
        self.ok.setDefault(True)
        self.ok.clicked.connect(self._on_ok)
        self.no.clicked.connect(self.reject)
        self.line.selectAll()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_ok(self) -> None:
        name = self.line.text().strip()
        if problem := self.check(name):
            self.problem.setText(f"{problem}。")
            return
        self.named.emit(name)
        self.accept()


class ManageDialog(QDialog):
    """Rename, delete, and which view a list opens with."""

    changed = Signal()

    def __init__(self, views: Views, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("管理视图")
        self._views = views
        self.list = QListWidget()
        look.named(self.list, "视图")
        self.usual = push_button("打开列表就看它")
        self.rename, self.remove = push_button("改名"), push_button("删除", "danger")
        self.ok = push_button("好了", "primary")
        side = QVBoxLayout()
        side.setSpacing(8)
        for button in (self.usual, self.rename, self.remove):
            button.setAutoDefault(False)
            side.addWidget(button)
        side.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.list, 1)
        row.addLayout(side)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addLayout(row, 1)
        column.addLayout(_buttons(self.ok))
        self.resize(look.metrics().px(520), look.metrics().px(360))
        self.usual.clicked.connect(self._on_usual)
        self.rename.clicked.connect(self._on_rename)
        self.remove.clicked.connect(self._on_remove)
        self.ok.clicked.connect(self.accept)
        self.list.currentRowChanged.connect(self._on_row)
        self._fill(0)

    def _names(self) -> list[str]:
        return ["", *(v.name for v in self._views.built_in), *(v.name for v in self._views.own)]

    @property
    def name(self) -> str:
        """The chosen view; "" for all rows."""
        return self._names()[max(self.list.currentRow(), 0)]

    def _fill(self, at: int) -> None:
        self.list.clear()
        for name in self._names():
            shown = name or ALL
            self.list.addItem(f"{shown}（打开就看）" if name == self._views.usual else shown)
        self.list.setCurrentRow(min(at, self.list.count() - 1))

    def _on_row(self, _row: int) -> None:
        own = any(view.name == self.name for view in self._views.own)
        self.rename.setEnabled(own)
        self.remove.setEnabled(own)
        self.usual.setEnabled(self.name != self._views.usual)

    def _settle(self) -> None:
        self._fill(self.list.currentRow())
        self.changed.emit()

    def _on_usual(self) -> None:
        self._views.usual = self.name
        self._settle()

    def _on_rename(self) -> None:
        old = self.name
        dialog = NameDialog("改视图的名字", f"“{old}”改成：", self, old)
        dialog.check = partial(self._views.problem, but=old)
        dialog.named.connect(partial(self._renamed, old))
        dialog.open()

    def _renamed(self, old: str, new: str) -> None:
        self._views.rename(old, new)
        self._settle()

    def _on_remove(self) -> None:
        self._views.drop(self.name)
        self._settle()


def _buttons(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addStretch(1)
    for button in reversed(buttons):
        row.addWidget(button)
    return row
