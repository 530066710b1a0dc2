"""安全与恢复: is the file locked, how does one get back in, when does the window lock by itself."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import rescue
from qinglian_desktop.shell import drawing, idle, recovery_paper, safety
from qinglian_desktop.store import people, recovery, rekeying
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_MINUTES = (5, 10, 15, 20, 30)


def open_it(window: "Window") -> None:
    page = SecurityPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


def safety_of(book: Book) -> str:
    """What the encryption of this computer keeps from whom, in one sentence or two."""
    if not book.keys.encrypted:
        return "这台电脑没有加密部件，数据文件没有加密。请保管好电脑，进出锁门。"
    if not book.keys.protected:
        how = (
            "请管理员在“谁在用”里改一次自己的 PIN"
            if people.admins(book)
            else ("请在“谁在用”里加上自己")
        )
        return f"数据文件已加密，但打开还不要 PIN：拿走整个文件夹的人能打开。{how}。"
    return (
        f"数据文件已加密，打开要输 PIN。{_ways_words(recovery.status(book), book.unit.is_street)}"
    )


def _ways_words(found: recovery.Status, at_street: bool) -> str:
    """Which ways back there are now, and no other."""
    street = "保险柜里街道的恢复密钥" if at_street else "请街道帮忙"
    if found.number and found.street:
        return f"忘记 PIN 有两条路：恢复单，或者{street}。"
    if found.number:
        return "忘记 PIN 只有一条路：恢复单。"
    return f"忘记 PIN 只有一条路：{street}。" if found.street else "忘记 PIN 现在还没有路可走。"


class SecurityPage(OverPage):
    def __init__(self, window: "Window") -> None:
        super().__init__("security", "安全与恢复")
        self._window, self._book = window, window.book
        self.setProperty(idle.RESTRICTED, True)  # codes that open the data stand here
        inner = QWidget()
        inner.setProperty("role", "clear")
        self._cards = QVBoxLayout(inner)
        self._cards.setContentsMargins(0, 0, 8, 0)
        self._cards.setSpacing(12)
        self._lay_sheet()
        if self._book.unit.is_street:
            self._lay_key()
            self._lay_help()
        else:
            self._lay_street()
        self._lay_lock()
        self._lay_safety()
        self._cards.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        look.named(area, "各组")
        self.column.addWidget(area, 1)
        self.reload()
        enter_at(self, self.print_sheet)

    # -- groups ---------------------------------------------------------------------------

    def _card(self, title: str, *rows: QWidget) -> None:
        card = QFrame()
        card.setProperty("role", "card")
        box = QVBoxLayout(card)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(8)
        box.addWidget(look.label(title, "group"))
        for row in rows:
            box.addWidget(row)
        self._cards.addWidget(card)

    def _said(self, text: str = "", role: str = "") -> QWidget:
        made = look.label(text, role)
        made.setWordWrap(True)
        return made

    def _row(self, *widgets: QWidget) -> QWidget:
        holder = QWidget()
        holder.setProperty("role", "clear")
        row = FlowLayout(holder)
        for widget in widgets:
            row.addWidget(widget)
        return holder

    def _line(self, name: str, hint: str, wide: int = 320) -> QLineEdit:
        line = QLineEdit()
        line.setPlaceholderText(hint)
        line.setMinimumWidth(look.metrics().px(wide))
        look.named(line, name)
        return line

    def _lay_sheet(self) -> None:
        self.sheet_words = look.label("")
        self.sheet_words.setWordWrap(True)
        self.print_sheet = push_button("打印恢复单", icon="print")
        self.code = self._line("恢复码", "照单子上的 10 组数字输入，或扫方块")
        self.try_it = push_button("试一次恢复")
        self.waiver = self._line("暂不打印", f"真的先不打印，输入“{recovery.WAIVER}”", 320)
        self.waive = push_button("先不打印")
        self._waiving = self._row(self.waiver, self.waive)
        self._card(
            "恢复单", self.sheet_words, self._row(self.print_sheet),
            self._row(self.code, self.try_it), self._waiving,
        )  # fmt: skip
        self.print_sheet.clicked.connect(self.on_print)
        self.try_it.clicked.connect(self.on_try)
        self.code.returnPressed.connect(self.on_try)
        self.waive.clicked.connect(self.on_waive)
        self.waiver.returnPressed.connect(self.on_waive)

    def _lay_street(self) -> None:
        self.street_words = look.label("")
        self.street_words.setWordWrap(True)
        hint = self._said(
            "要试这条路：写一份求助文件交给街道，街道念 10 组数字，输在上面“恢复单”里试一次。",
            "hint",
        )
        self.ask = push_button("写求助文件", icon="exchange")
        self.ask.clicked.connect(self._on_ask)
        self._card("街道密钥", self.street_words, hint, self._row(self.ask))

    def _lay_key(self) -> None:
        self.key_words = look.label("")
        self.key_words.setWordWrap(True)
        self.print_key = push_button("打印恢复密钥", icon="print")
        self.key = self._line("恢复密钥", "照纸上输入，或扫方块", 420)
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.try_key = push_button("试一次恢复密钥")
        self._card(
            "街道的恢复密钥", self.key_words, self._row(self.print_key),
            self._row(self.key, self.try_key),
        )  # fmt: skip
        self.print_key.clicked.connect(self.on_print_key)
        self.try_key.clicked.connect(self.on_try_key)
        self.key.returnPressed.connect(self.on_try_key)

    def _lay_help(self) -> None:
        words = self._said(
            "单位忘记 PIN 又没有恢复单，会拿来一份求助文件。先核对数，再用保险柜里的恢复密钥打开。"
        )
        self.asked: rescue.Asked | None = None
        self.asked_words = look.label("")
        self.asked_words.setWordWrap(True)
        self.asked_words.hide()
        self.choose = push_button("选求助文件", icon="folder")
        self.their_key = self._line("帮单位用的恢复密钥", "恢复密钥：照纸上输入，或扫方块", 420)
        self.their_key.setEchoMode(QLineEdit.EchoMode.Password)
        self.help = push_button("帮单位找回")
        self._card(
            "帮单位找回", words, self._row(self.choose), self.asked_words,
            self._row(self.their_key, self.help),
        )  # fmt: skip
        self.choose.clicked.connect(self._on_choose)
        self.help.clicked.connect(self._on_help)

    def _lay_lock(self) -> None:
        self.minutes = ChoiceBox("多久没人动就锁定")
        self.minutes.addItems([f"{n} 分钟" for n in _MINUTES])
        kept = idle.after(self._window)
        self.minutes.setCurrentIndex(
            min(range(len(_MINUTES)), key=lambda n: abs(_MINUTES[n] - kept))
        )
        self.minutes.activated.connect(self.on_minutes)
        words = self._said("离开一会儿按 Ctrl+L 马上锁。锁了什么都不丢，正在办的接着办。", "hint")
        before = look.label("没人动")
        before.setMinimumHeight(look.metrics().button)
        after = look.label("就锁定")
        after.setMinimumHeight(look.metrics().button)
        self._card("自动锁定", self._row(before, self.minutes, after), words)

    def _lay_safety(self) -> None:
        self.safety = look.label("")
        self.safety.setWordWrap(True)
        who, self.new_keys = push_button("谁在用"), push_button("换钥匙")
        who.clicked.connect(partial(self._go, "谁在用"))
        self.new_keys.clicked.connect(self.on_new_keys)
        hint = self._said(
            "停用了谁，又怕他留着数据的副本，就换一次钥匙：窗口关上一会儿再打开，大家的 PIN 照旧。"
            "以前的备份仍用以前的钥匙。",
            "hint",
        )
        self._card("数据加密", self.safety, hint, self._row(who, self.new_keys))

    def _go(self, word: str, _checked: bool = False) -> None:
        from qinglian_desktop.shell import keys

        keys.acts(self._window)[word]()

    # -- what stands there ----------------------------------------------------------------

    def reload(self) -> None:
        safety.mark(self._window)
        found = recovery.status(self._book)
        may = self._book.writable and people.may(self._book, "恢复单") is None
        self.sheet_words.setText(_sheet_words(found, self._book.unit.is_street))
        self.print_sheet.setText("打印恢复单" if not found.number else "作废旧的，再打一张")
        self.print_sheet.setAccessibleName(self.print_sheet.text())
        self.print_sheet.setEnabled(may and found.needed)
        for part in (self.code, self.try_it):
            part.setEnabled(bool(found.number or found.street) and self._book.writable)
        self._waiving.setVisible(found.unfinished)
        self.safety.setText(safety_of(self._book))
        if self._book.unit.is_street:
            pending = rescue.pending_key(self._book)
            self.key_words.setText(
                "恢复密钥还没有打印：请打印两份，分开锁好，再照纸上试一次。试过以后电脑里就不再留。"
                if pending
                else "恢复密钥已在纸上，电脑里没有。可以照纸上再试一次，看看还认不认得。"
            )
            self.print_key.setEnabled(bool(pending))
        else:
            self.street_words.setText(_street_words(found))
            self.ask.setEnabled(found.street)

    # -- acts -----------------------------------------------------------------------------

    def on_print(self) -> None:
        """A new sheet is made and shown; the old one opens nothing from here on."""
        self.banner.hide()
        try:
            made = recovery.new_sheet(self._book)
        except Refused as refused:
            self.banner.say(refused)
            return
        self.reload()
        paper = recovery_paper.sheet_of(made, self._book.unit.name)
        drawing.show_paper(self._window, paper, "恢复单", restricted=True)

    def on_try(self) -> None:
        try:
            way = recovery.try_code(self._book, self.code.text())
        except Refused as refused:
            self.banner.say(refused)
            self.code.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.code.clear()
        self.reload()
        self.banner.say(f"试过了：这个码能打开数据（{way}）。请把纸封好锁进柜子。")

    def on_waive(self) -> None:
        try:
            recovery.waive(self._book, self.waiver.text())
        except Refused as refused:
            self.banner.say(refused)
            self.waiver.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.reload()
        self.banner.say("记下了：先不打印恢复单。随时可以回来打印。")

    def on_minutes(self, place: int) -> None:
        self._book.put_setting(idle.SETTING, _MINUTES[place])
        self.banner.say(f"没人动 {_MINUTES[place]} 分钟就锁定。")

    def on_new_keys(self) -> None:
        """The window closes, so nothing may be running."""
        try:
            rekeying.refuse(self._book)
        except Refused as refused:
            refused.again = self.on_new_keys if refused.needs else None
            self.banner.say(refused)
            return
        if not self._window.runner.quiet:
            self.banner.say("正在办别的事，还没做完。请等它做完再换钥匙。")
            return
        self._window.new_keys_asked.emit()

    def _on_ask(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, "求助文件写到哪里"):
            self.ask_into(Path(folder))

    def ask_into(self, folder: Path) -> None:
        try:
            path, digits = rescue.ask(self._book.home, folder)
        except Refused as refused:
            self.banner.say(refused)
            return
        self.banner.say(f"已写好：{path.name}。交给街道时核对数是 {digits}。可以拔了。")

    def on_print_key(self) -> None:
        paper = recovery_paper.key_of(rescue.pending_key(self._book), self._book.unit.name)
        drawing.show_paper(self._window, paper, "恢复密钥")

    def on_try_key(self) -> None:
        try:
            rescue.tried_key(self._book, self.key.text())
        except Refused as refused:
            self.banner.say(refused)
            self.key.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.key.clear()
        self.reload()
        self.banner.say("恢复密钥试过了，能用。电脑里不再留，请把两份纸分开锁好。")

    def _on_choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "选求助文件", "", "求助文件 (*.qlh)")
        if name:
            self.take_asked(Path(name))

    def take_asked(self, path: Path) -> None:
        try:
            self.asked = rescue.asked(self._book, path)
        except Refused as refused:
            self.banner.say(refused)
            return
        self.banner.hide()
        self.asked_words.setText(
            f"〔{self.asked.name}〕{self.asked.asked_on} 求助，核对数 {self.asked.digits}。"
            "请打电话给单位，数一样再往下做。"
        )
        self.asked_words.show()
        self.their_key.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_help(self) -> None:
        if self.asked is None:
            self.banner.say("还没有选求助文件。请先按【选求助文件】。")
            return
        if folder := QFileDialog.getExistingDirectory(self, "答复文件写到哪里"):
            self.help_into(Path(folder))

    def help_into(self, folder: Path) -> None:
        from qinglian_desktop.core import code

        assert self.asked is not None
        try:
            path, found = rescue.answer(self._book, self.asked, self.their_key.text(), folder)
        except Refused as refused:
            self.banner.say(refused)
            self.their_key.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.their_key.clear()
        self.banner.say(f"答复文件已写好：{path.name}，可以拔了。也可以在电话里念下面的数字。")
        self.asked_words.setText(f"{self.asked.name}的恢复码：{' '.join(code.grouped(found))}")


def _sheet_words(found: recovery.Status, at_street: bool) -> str:
    if not found.needed:
        return "还没有设 PIN，先不用恢复单。"
    if found.number and found.tried_on:
        return f"第 {found.number} 张恢复单（{found.made_on}），{found.tried_on} 试过，能打开。"
    if found.number:
        return f"第 {found.number} 张恢复单出了，还没有试。请照纸上的数字输入，按【试一次恢复】。"
    if found.waived_on:
        return f"{found.waived_on} 说好先不打印。{_ways_words(found, at_street)}"
    if found.street:
        return f"还没有打印恢复单。{_ways_words(found, at_street)}"
    return "还没有打印恢复单，忘记 PIN 将无法打开。"


def _street_words(found: recovery.Status) -> str:
    if not found.street:
        return "还没有备好。能看限制内容的人打开一次程序，就会自动备好。"
    tried = f"{found.street_tried_on} 试过，能打开。" if found.street_tried_on else "还没有试过。"
    return f"已备好：街道用保险柜里的恢复密钥能帮忙打开。{tried}"
