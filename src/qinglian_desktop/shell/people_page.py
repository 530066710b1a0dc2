"""谁在用: who uses the program here, their roles, who checks, and everybody's own PIN."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core.kinds import DAY
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.core.signer import Signer, bare
from qinglian_desktop.shell import seats
from qinglian_desktop.store import desk, people, roles, signers
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.labelled import LabelledGrid
from qinglian_desktop.ui.messages import fill, push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.pin_row import pin_line
from qinglian_desktop.ui.plain_table import Heading, PlainTable

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

ADD, APPOINT, CHANGE, RESET, LEAVE = "加人", "改岗位", "改 PIN", "重设 PIN", "停用"
_COLUMNS = (
    Heading("姓名", 0, private=True), Heading("岗位", 92), Heading("还能", 110),
    Heading("上次使用", 106), Heading("PIN 设于", 106), Heading("谁设的", 96),
)  # fmt: skip
_HINT = (
    "每人用自己的 PIN，录入和复核不能是同一个人。PIN 只有本人知道，程序里也看不到；"
    f"连着输错 {signers.TRIES} 次停 {signers.MINUTES} 分钟。"
)
# What each act asks for, in order.
_ASKS = {
    ADD: ("name", "role", "checks", "admin", "new", "again", "vouched_by", "their_pin"),
    APPOINT: ("role", "checks", "admin", "vouched_by", "their_pin"),
    CHANGE: ("old", "new", "again"),
    RESET: ("new", "again", "reason", "vouched_by", "their_pin"),
    LEAVE: ("vouched_by", "their_pin"),
}
_VOUCH = ("vouched_by", "their_pin")
_LABELS = {
    "name": "姓名", "role": "岗位", "checks": "复核", "admin": "管理员", "old": "原来的 PIN",
    "new": "新的 PIN", "again": "再输一次", "reason": "为什么重设", "vouched_by": "谁来证明",
    "their_pin": "证明人 PIN",
}  # fmt: skip
_WORDS = {
    ADD: "本人在场，自己输一个 PIN。",
    APPOINT: "岗位变了在这里改。以前做的事仍写着当时的岗位。",
    CHANGE: "要先输原来的 PIN。",
    RESET: "本人忘了 PIN 时用，会留下记录。",
    LEAVE: "从今天起打不开，也不再复核。以前做的、复核过的仍写着这个人。",
}
_CLOSES = "管理员的 PIN 设好以后，打开程序就要输 PIN。"
_ENDS = "做了这一步，大家原来共用的 PIN 就打不开了：还要用的人，请接着一个一个加上。"


def open_it(window: "Window") -> None:
    page = PeoplePage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


class _Area(QScrollArea):
    """Says when it has its new width: the page is told of its own size before its parts are."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class PeoplePage(OverPage):
    def __init__(self, window: "Window") -> None:
        super().__init__("people", "谁在用")
        self._window, self._book = window, window.book
        self.lines: list[Row] = []
        self.act = ADD
        self.table = PlainTable("谁在用", _COLUMNS)
        self.buttons = {act: push_button(act, "choice") for act in _ASKS}
        for act, button in self.buttons.items():
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, chosen=act: self.begin(chosen))
            self.head.addWidget(button)
        hint = look.label(_HINT, "hint")
        hint.setWordWrap(True)
        self.column.addWidget(hint)
        beside = QHBoxLayout()
        beside.setSpacing(12)
        beside.addWidget(self.table, 5)
        beside.addWidget(self._card(), 3)
        self.column.addLayout(beside, 1)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        window.runner.changed.connect(self._on_changed)
        self.reload()
        enter_at(self, self.table if self.lines else self.inputs["name"])
        self.begin(self.act, focus=False)

    def _card(self) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        self.what, self.words = look.label("", "group"), look.label("", "hint")
        self.words.setWordWrap(True)
        self.inputs: dict[str, QWidget] = {
            "name": QLineEdit(), "role": ChoiceBox("岗位"),
            "checks": look.tick("复核别人录的账"),
            "admin": look.tick("加人、停用、重设"), "old": pin_line("原来的 PIN"),
            "new": pin_line("4 位以上"), "again": pin_line("再输一次"), "reason": QLineEdit(),
            "vouched_by": ChoiceBox("谁来证明"), "their_pin": pin_line("证明人自己输"),
        }  # fmt: skip
        self.labels = {name: look.label(f"{word}：", "field") for name, word in _LABELS.items()}
        for name, field in self.inputs.items():
            look.named(field, _LABELS[name])
            self.labels[name].setBuddy(field)
        self.role.addItems(list(roles.offered(self._book)))
        self.line("name").setPlaceholderText("例：吴敏")
        self.line("reason").setPlaceholderText("必填，例：忘了")
        holder = QWidget()
        holder.setProperty("role", "clear")
        self._grid = LabelledGrid(104, 120)
        for place, (name, field) in enumerate(self.inputs.items()):
            self._grid.put(place, self.labels[name], field)
        self._grid.lay()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 4, 0)
        inside.setSpacing(10)
        for part in (self.what, self.words):
            inside.addWidget(part)
        inside.addLayout(self._grid)
        inside.addStretch(1)
        self.area = _Area()
        self.area.resized.connect(self._turn)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(holder)
        look.named(self.area, "填写")
        self.done = push_button(ADD, "primary")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.done)
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(10)
        column.addWidget(self.area, 1)
        column.addLayout(row)
        self.done.clicked.connect(self.on_done)
        for field in self.inputs.values():
            if isinstance(field, QLineEdit):
                field.returnPressed.connect(self.on_done)
            elif isinstance(field, QCheckBox):
                field.toggled.connect(self._on_ticked)
        self.line("name").textEdited.connect(self._on_named)
        return card

    @property
    def role(self) -> ChoiceBox:
        return self._box("role")

    def line(self, name: str) -> QLineEdit:
        field = self.inputs[name]
        assert isinstance(field, QLineEdit)
        return field

    def tick(self, name: str) -> QCheckBox:
        field = self.inputs[name]
        assert isinstance(field, QCheckBox)
        return field

    def _box(self, name: str) -> ChoiceBox:
        field = self.inputs[name]
        assert isinstance(field, ChoiceBox)
        return field

    # -- the list -------------------------------------------------------------------------

    def reload(self) -> None:
        self.lines = people.listed(self._book)
        self.table.fill([_texts(one, desk.last_used(self._book, one["id"])) for one in self.lines])
        if self.lines and self.table.row() < 0:
            self.table.selectRow(0)
        for act, button in self.buttons.items():
            button.setEnabled(self._book.writable and (act == ADD or bool(self.lines)))

    def chosen(self) -> Row | None:
        row = self.table.row()
        return self.lines[row] if 0 <= row < len(self.lines) else None

    def _on_row(self) -> None:
        if self.act != ADD:
            self.begin(self.act, focus=False)

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(Signer.table):
            self.reload()

    # -- the form -------------------------------------------------------------------------

    def begin(self, act: str, *, focus: bool = True) -> None:
        """The fields this act asks for, empty."""
        self.act = act
        self.banner.hide()
        for word, button in self.buttons.items():
            button.setChecked(word == act)
        one = self.chosen()
        able = self._able()
        asked = [name for name in _ASKS[act] if able or name not in _VOUCH]
        for name, field in self.inputs.items():
            field.setVisible(name in asked)
            self.labels[name].setVisible(name in asked)
            if isinstance(field, QLineEdit):
                field.clear()
        whose = f"：{one['name']}" if one and act != ADD else ""
        self.what.setText(f"{act}{whose}")
        self._preset(one)
        self._say_words()
        self.done.setText(act)
        self.done.setAccessibleName(act)
        self.done.setEnabled(self._book.writable)
        fill(self.done, self._book.writable)
        self._turn()
        if focus and asked:
            self.inputs[asked[0]].setFocus(Qt.FocusReason.OtherFocusReason)

    def _able(self) -> list[str]:
        """Who could vouch for what the form is about now; nobody need where it asks for none."""
        one = self.chosen()
        if self.act == CHANGE or not self._about_checking():
            return []
        but = one["id"] if one and self.act == RESET else ""
        return signers.vouchers(self._book, but=but, leaving=self.act == LEAVE)

    def _about_checking(self) -> bool:
        """Only who checks, or is to check, needs somebody to vouch."""
        one = self.chosen()
        if self.act == ADD:
            return self.tick("checks").isChecked()
        if one is None:
            return False
        if self.act == APPOINT:
            return one["checks"] == 0 and self.tick("checks").isChecked()
        return bool(one["checks"] != 0)

    def _preset(self, one: Row | None) -> None:
        """A new list begins with its 管理员; another role begins with the one there is."""
        for name in ("checks", "admin"):
            self.tick(name).blockSignals(True)
        if self.act == APPOINT and one is not None:
            self.role.setCurrentText(one["role"])
            self.tick("checks").setChecked(one["checks"] != 0)
            self.tick("admin").setChecked(bool(one["admin"]))
        elif self.act == ADD:
            mine = self._book.operator
            self.line("name").setText("" if self.lines else mine.name)
            self.role.setCurrentText(mine.role if not self.lines else self.role.itemText(0))
            self.tick("checks").setChecked(False)
            self.tick("admin").setChecked(not self.lines)
        for name in ("checks", "admin"):
            self.tick(name).blockSignals(False)
        self._on_ticked()

    def _on_named(self, text: str) -> None:
        """The first one is whoever sits here: that somebody else gets the key is said aloud."""
        if self.act == ADD and not self.lines:
            self.tick("admin").setChecked(bare(text) == bare(self._book.operator.name))

    def _on_ticked(self) -> None:
        """Whether somebody must vouch depends on what the person is to do."""
        able = self._able()
        wanted = [name for name in _VOUCH if able and name in _ASKS[self.act]]
        for name in _VOUCH:
            self.inputs[name].setVisible(name in wanted)
            self.labels[name].setVisible(name in wanted)
        box = self._box("vouched_by")
        box.clear()
        box.addItems(able)
        self._say_words()
        self._turn()

    def _say_words(self) -> None:
        told = _WORDS[self.act]
        if self._about_checking() and not self._able() and signers.listed(self._book):
            told += "现在没有别人能证明，名单上会写明。"
        one = self.chosen()
        closes = self.act in (CHANGE, RESET) and one is not None and bool(one["admin"])
        closes = closes or (self.act == ADD and self.tick("admin").isChecked())
        if closes and self._book.keys.encrypted and not self._book.keys.protected:
            told += _CLOSES
        elif closes and signers.opening_slot(self._book) is not None:
            told += _ENDS
        self.words.setText(told)

    def _turn(self) -> None:
        self._grid.turn(self.area.viewport().width() - 4)

    def on_done(self) -> None:
        """Does what the form is about; what is wrong is said above, the focus at its field."""
        self.banner.hide()
        text = {name: self.line(name).text() for name in ("name", "old", "new", "again", "reason")}
        if "again" in _ASKS[self.act] and text["new"] != text["again"]:
            self._on_refused(Refused("两次输入的 PIN 不一样", "请重新输入", field="again"))
            return
        one = self.chosen()
        by, their_pin = self._box("vouched_by").currentText(), self.line("their_pin").text()
        role = self.role.currentText()
        checks, admin = self.tick("checks").isChecked(), self.tick("admin").isChecked()

        def work(book: Book) -> Changes:
            if self.act == ADD:
                return signers.add(
                    book, text["name"], role, text["new"], vouched_by=by, their_pin=their_pin,
                    checks=checks, admin=admin,
                )  # fmt: skip
            assert one is not None
            if self.act == APPOINT:
                return signers.appoint(
                    book, one["id"], role, checks=checks, admin=admin, vouched_by=by,
                    their_pin=their_pin,
                )  # fmt: skip
            if self.act == CHANGE:
                return signers.change_pin(book, one["id"], text["old"], text["new"])
            if self.act == RESET:
                return signers.reset(
                    book, one["id"], text["new"], text["reason"], vouched_by=by,
                    their_pin=their_pin,
                )  # fmt: skip
            return signers.leave(book, one["id"], vouched_by=by, their_pin=their_pin)

        changes = self._window.runner.act(work, on_refused=self._on_refused)
        if changes is not None:
            self._sit_down(str(changes.result or ""), text)
            self._window.bar.say(_told(self.act, one["name"] if one else "", text["name"]))
            self.begin(ADD if not self.lines else self.act, focus=False)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _sit_down(self, added: str, text: dict[str, str]) -> None:
        """Whoever has just put themselves on the list is the one who sits here."""
        mine = self._book.operator
        if self.act == ADD and not mine.person and bare(mine.name) == bare(text["name"]):
            seats.sit_down(self._window, added, text["new"])

    def _on_refused(self, refused: Refused) -> None:
        self.banner.say(refused)
        field = refused.field
        if field == "pin":  # of whoever had to show one
            field = "old" if self.act == CHANGE else "their_pin"
        if field in self.inputs and not self.inputs[field].isHidden():
            self.inputs[field].setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(self.inputs[field], QLineEdit):
                self.line(field).selectAll()


def _told(act: str, whom: str, added: str) -> str:
    if act == ADD:
        return f"已加上{added.strip()}。"
    told = {CHANGE: "PIN 已改。", RESET: f"{whom}的 PIN 已重设。", APPOINT: f"{whom}的岗位已改。"}
    return told.get(act, f"{whom}已停用。")


def _texts(one: Row, used: str) -> tuple[str, ...]:
    more = ("复核" if one["checks"] != 0 else "", "管人" if one["admin"] else "")
    return (
        one["name"],
        one["role"],
        "、".join(word for word in more if word),
        used[:10] or "还没有",
        DAY.show(DAY.load(one["pin_on"])) if one["pin_on"] else "",
        one["pin_by"] or "",
    )
