"""忘记 PIN: the sheet in the drawer or the street; either gives a new PIN, and one is in."""

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import rescue
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell.help import aside
from qinglian_desktop.store import keyfile, recovery
from qinglian_desktop.ui import look
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.labelled import LabelledGrid
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.pin_row import pin_line

_KEY = "AGE-SECRET-KEY-"  # how the recovery key of a street begins
_SHEET = "有恢复单：照单子上的 10 组数字输入，或用扫码枪扫单子上的方块。"
_UNIT = (
    "没有恢复单：按【写求助文件】写到 U 盘交给街道。街道会给一个答复文件，或在电话里念 10 组数字，"
    "也填在这里。数据都在，没有动过。"
)
_NO_STREET = "没有恢复单：这台电脑还没有备好街道密钥，街道现在帮不上。请再找找柜子里的恢复单。"
_OF_STREET = "没有恢复单：用保险柜里街道的恢复密钥，也填在这里。"


class WayBackPage(QWidget):
    opened = Signal(object)  # Book
    gave_up = Signal()

    def __init__(self, home: Path) -> None:
        super().__init__()
        self._home = home
        self._slots: tuple[keyfile.Slot, ...] = ()
        with suppress(Refused):  # no key file to read: setting a PIN says what to do
            self._slots = keyfile.load(home)
        self._faces = [(str(s.get("id", "")), str(s.get("who", ""))) for s in self._slots
                       if s["kind"] == "pin"]  # fmt: skip
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("清廉村居工作台")
        look.named(self, "忘记 PIN")
        self.banner = Banner()
        self.banner.hide()
        self._who = QButtonGroup(self)
        self.code = QLineEdit()
        self.code.setPlaceholderText("例：37403 00198 68801 …")
        self.new, self.again = pin_line("4 位以上"), pin_line("和上面一样")
        self.go = push_button("设新 PIN 并进入", "primary")
        self.ask, self.choose = (
            push_button("写求助文件", icon="exchange"),
            push_button("选答复文件"),
        )
        self.back = push_button("返回", "link", icon="back")
        self._lay_out()
        self.go.clicked.connect(self.on_go)
        self.ask.clicked.connect(self._on_ask)
        self.choose.clicked.connect(self._on_choose)
        self.back.clicked.connect(self.gave_up)
        for line in (self.code, self.new, self.again):
            line.returnPressed.connect(self.on_go)
        aside.on_f1(self, lambda: "way-back")
        self.resize(look.metrics().px(760), look.metrics().px(600))
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def of_street(self) -> bool:
        held = next((s for s in self._slots if s["kind"] == keyfile.STREET), {})
        return dict(held.get("office", {})).get("role") == "street"

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setProperty("role", "clear")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        ready = any(s["kind"] == keyfile.STREET for s in self._slots)
        for words in (_SHEET, _OF_STREET if self.of_street else _UNIT if ready else _NO_STREET):
            said = look.label(words)
            said.setWordWrap(True)
            column.addWidget(said)
        if not self.of_street:
            self.ask.setEnabled(ready)
            column.addWidget(self._flow(self.ask, self.choose))
        grid = LabelledGrid(112, 224)
        tiles = self._tiles()
        named = (("我是", tiles), ("恢复码", self.code), ("新的 PIN", self.new),
                 ("再输一次", self.again))  # fmt: skip
        for place, (word, field) in enumerate(named):
            label = look.label(f"{word}：", "field")
            label.setBuddy(field)
            look.named(field, word)
            if field is tiles and len(self._faces) < 2:
                label.hide()
                tiles.hide()
            grid.put(place, label, field)
        grid.lay()
        column.addLayout(grid)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        look.named(area, "找回的办法")
        box = QVBoxLayout(self)
        box.setContentsMargins(48, 24, 48, 24)
        box.setSpacing(12)
        box.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(look.label("忘记 PIN", "title"))
        box.addWidget(self.banner)
        box.addWidget(area, 1)
        box.addWidget(self.go, 0, Qt.AlignmentFlag.AlignRight)

    def _tiles(self) -> QWidget:
        tiles = []
        for place, (key, name) in enumerate(self._faces):
            tile = push_button(name, "choice", icon="person")
            tile.setCheckable(True)
            tile.setChecked(place == 0)
            tile.setProperty("person", key)
            self._who.addButton(tile)
            tiles.append(tile)
        return self._flow(*tiles)

    def _flow(self, *buttons: QPushButton) -> QWidget:
        holder = QWidget()
        holder.setProperty("role", "clear")
        row = FlowLayout(holder)
        for button in buttons:
            row.addWidget(button)
        return holder

    # -- the street's help ----------------------------------------------------------------

    def _on_ask(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, "求助文件写到哪里"):
            self.ask_into(Path(folder))

    def ask_into(self, folder: Path) -> None:
        try:
            path, digits = rescue.ask(self._home, folder)
        except Refused as refused:
            self.banner.say(refused)
            return
        self.banner.say(
            f"已写好：{path.name}。交给街道时核对数是 {digits}，两边一样再请街道答复。可以拔了。"
        )

    def _on_choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "选答复文件", "", "答复文件 (*.qla)")
        if name:
            self.take_answer(Path(name))

    def take_answer(self, path: Path) -> None:
        try:
            self.code.setText(rescue.code_of(self._home, path))
        except Refused as refused:
            self.banner.say(refused)
            return
        self.banner.say("答复文件对上了。请设一个新的 PIN。")
        self.new.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- in again -------------------------------------------------------------------------

    def on_go(self) -> None:
        self.banner.hide()
        if self.new.text() != self.again.text():
            self._refuse(Refused("两次输入的 PIN 不一样", "请重新输入", field="again"))
            return
        tile = self._who.checkedButton()
        person = str(tile.property("person") or "") if tile is not None else ""
        try:
            typed = self.code.text()
            if typed.strip().upper().startswith(_KEY):
                typed = rescue.own_code(self._home, typed)
            book = recovery.recover(self._home, RECORDS, typed, person, self.new.text())
        except Refused as refused:
            self._refuse(refused)
            return
        rescue.close(self._home)
        self.opened.emit(book)

    def _refuse(self, refused: Refused) -> None:
        self.banner.say(refused)
        field = {"again": self.again, "new": self.new}.get(refused.field, self.code)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()
