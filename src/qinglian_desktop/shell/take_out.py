"""全部带走 (U-06): what comes along, a phrase to lock it with, and where it goes."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QLineEdit, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.shell import sticks
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import ask, push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_WHAT = (
    "全部台账（每本一个 WPS 表格）、附件、经过和设置。不用本程序也能看；"
    "电脑坏了，用它能重新建起一模一样的一份。"
)
_OPEN = (
    "不加口令，谁拿到都能看到姓名和身份证号。限制内容和本单位的钥匙这次不带。确实要不加口令带走吗？"
)


def open_it(window: "Window") -> "TakeOutPage":
    page = TakeOutPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)
    return page


class TakeOutPage(OverPage):
    def __init__(self, window: "Window", parent: QWidget | None = None) -> None:
        super().__init__("take_out", "全部带走", parent)
        self._window = window
        card = QFrame()
        card.setProperty("role", "card")
        box = QVBoxLayout(card)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(8)
        what, hint = look.label(_WHAT), look.label(
            "口令至少 8 位，打开时要用，忘了谁也打不开。请写在纸上，和 U 盘分开放。", "hint"
        )  # fmt: skip
        self.phrase, self.again = QLineEdit(), QLineEdit()
        fields = QWidget()
        row = FlowLayout(fields)
        for field, word in ((self.phrase, "口令，8 位以上"), (self.again, "再输一次")):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setPlaceholderText(word)
            field.setFixedWidth(look.metrics().px(260))
            look.named(field, word)
            row.addWidget(field)
        self.locked = push_button("加口令带走", "primary", icon="backup")
        self.open = push_button("不加口令带走")
        buttons = QWidget()
        line = FlowLayout(buttons)
        line.addWidget(self.locked)
        line.addWidget(self.open)
        for part in (what, fields, hint, buttons):
            box.addWidget(part)
        for words in (what, hint):
            words.setWordWrap(True)
        self.column.addWidget(card)
        self.column.addStretch(1)
        self.locked.clicked.connect(self.on_locked)
        self.open.clicked.connect(self.on_open)
        self.again.returnPressed.connect(self.on_locked)
        enter_at(self, self.phrase)
        self.phrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_locked(self) -> None:
        from qinglian_desktop.exchange import age_phrase

        if self.phrase.text() != self.again.text():
            self.banner.say("两次输入的口令不一样。请重新输入。")
        elif len(self.phrase.text()) < age_phrase.LEAST:
            self.banner.say(age_phrase.too_short())
        else:
            self._take(self.phrase.text())

    def on_open(self) -> None:
        if ask(self, _OPEN, "不加口令带走", "取消", danger=True):
            self._take("")

    def _take(self, phrase: str) -> None:
        if covered := cover.stops("带走"):
            self.banner.say(covered)
            return
        name = QFileDialog.getExistingDirectory(self, "放到哪里", sticks.usual_place())
        if not name:
            return

        def work(book: Book, tick: Callable[[int, int], bool]) -> Changes:
            from qinglian_desktop.exchange import taking_out

            made = taking_out.take_out(book, Path(name), phrase=phrase, tick=tick)
            said = f"已带出 {made.rows:,} 条、{made.files:,} 个附件：{made.path}。"
            return Changes("全部带走", result=said)

        self.banner.hide()
        self._window.runner.job(
            work, label="正在带出", on_done=self._on_done, on_refused=self._on_refused
        )

    def _on_refused(self, refused: Refused) -> None:
        self.banner.say(refused)

    def _on_done(self, changes: Changes) -> None:
        self.phrase.clear()
        self.again.clear()
        self._window.bar.say(str(changes.result))
