"""复核人: who may check what another entered, and their PINs."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from qinglian_desktop.core.kinds import DAY
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.core.signer import Signer
from qinglian_desktop.store import signers
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

ADD, CHANGE, RESET, LEAVE = "加复核人", "改 PIN", "重设 PIN", "不再复核"
_COLUMNS = (
    Heading("姓名", 0, private=True), Heading("岗位", 100), Heading("从哪天起", 120),
    Heading("PIN 设于", 120), Heading("谁设的", 150),
)  # fmt: skip
_HINT = (
    "复核别人录的账要另一个人输自己的 PIN。PIN 只有本人知道，程序里也看不到；"
    f"连着输错 {signers.TRIES} 次停 {signers.MINUTES} 分钟。"
)
# What each act asks for, in order.
_ASKS = {
    ADD: ("name", "role", "new", "again", "vouched_by", "their_pin"),
    CHANGE: ("old", "new", "again"),
    RESET: ("new", "again", "reason", "vouched_by", "their_pin"),
    LEAVE: ("vouched_by", "their_pin"),
}
_LABELS = {
    "name": "姓名", "role": "岗位", "old": "原来的 PIN", "new": "新的 PIN", "again": "再输一次",
    "reason": "为什么重设", "vouched_by": "谁来证明", "their_pin": "证明人 PIN",
}  # fmt: skip
_WORDS = {
    ADD: "本人在场，自己输一个 PIN。",
    CHANGE: "要先输原来的 PIN。",
    RESET: "本人忘了 PIN 时用。要另一位复核人当面证明，会留下记录。",
    LEAVE: "从今天起不再复核。以前复核过的仍写着这个人。",
}


def open_it(window: "Window") -> None:
    page = SignersPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


class _Area(QScrollArea):
    """Says when it has its new width: the page is told of its own size before its parts are."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class SignersPage(OverPage):
    def __init__(self, window: "Window") -> None:
        super().__init__("signers", "复核人")
        self._window, self._book = window, window.book
        self.lines: list[Row] = []
        self.act = ADD
        self.table = PlainTable("复核人", _COLUMNS)
        self.buttons = {act: push_button(act, "choice") for act in (ADD, CHANGE, RESET, LEAVE)}
        for act, button in self.buttons.items():
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, chosen=act: self.begin(chosen))
            self.head.addWidget(button)
        hint = look.label(_HINT, "hint")
        hint.setWordWrap(True)
        self.column.addWidget(hint)
        beside = QHBoxLayout()
        beside.setSpacing(12)
        beside.addWidget(self.table, 3)
        beside.addWidget(self._card(), 2)
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
            "name": QLineEdit(), "role": ChoiceBox("岗位"), "old": pin_line("原来的 PIN"),
            "new": pin_line("4 位以上"), "again": pin_line("再输一次"), "reason": QLineEdit(),
            "vouched_by": ChoiceBox("谁来证明"), "their_pin": pin_line("证明人自己输"),
        }  # fmt: skip
        self.labels = {name: look.label(f"{word}：", "field") for name, word in _LABELS.items()}
        for name, field in self.inputs.items():
            look.named(field, _LABELS[name])
            self.labels[name].setBuddy(field)
        self.role.addItems(list(Signer.fields["role"].choices))
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
        return card

    @property
    def role(self) -> ChoiceBox:
        return self._box("role")

    def line(self, name: str) -> QLineEdit:
        field = self.inputs[name]
        assert isinstance(field, QLineEdit)
        return field

    def _box(self, name: str) -> ChoiceBox:
        field = self.inputs[name]
        assert isinstance(field, ChoiceBox)
        return field

    # -- the list -------------------------------------------------------------------------

    def reload(self) -> None:
        self.lines = signers.listed(self._book)
        self.table.fill([_texts(one) for one in self.lines])
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
        but = one["id"] if one and act == RESET else ""
        able = signers.vouchers(self._book, but=but, leaving=act == LEAVE)
        asked = [name for name in _ASKS[act] if able or name not in ("vouched_by", "their_pin")]
        for name, field in self.inputs.items():
            field.setVisible(name in asked)
            self.labels[name].setVisible(name in asked)
            if isinstance(field, QLineEdit):
                field.clear()
        box = self._box("vouched_by")
        box.clear()
        box.addItems(able)
        whose = f"：{one['name']}" if one and act != ADD else ""
        self.what.setText(f"{act}{whose}")
        alone = "" if able or not self.lines else "现在没有别人能证明，名单上会写明。"
        self.words.setText(f"{_WORDS[act]}{alone}")
        self.done.setText(act)
        self.done.setAccessibleName(act)
        self.done.setEnabled(self._book.writable)
        fill(self.done, self._book.writable)
        self._turn()
        if focus and asked:
            self.inputs[asked[0]].setFocus(Qt.FocusReason.OtherFocusReason)

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
        vouch = {
            "vouched_by": self._box("vouched_by").currentText(),
            "their_pin": self.line("their_pin").text(),
        }

        def work(book: Book) -> Changes:
            if self.act == ADD:
                role = self.role.currentText()
                return signers.add(book, text["name"], role, text["new"], **vouch)
            assert one is not None
            if self.act == CHANGE:
                return signers.change_pin(book, one["id"], text["old"], text["new"])
            if self.act == RESET:
                return signers.reset(
                    book, one["id"], text["new"], text["reason"], **vouch
                )  # fmt: skip
            return signers.leave(book, one["id"], **vouch)

        changes = self._window.runner.act(work, on_refused=self._on_refused)
        if changes is not None:
            self._window.bar.say(_told(self.act, one["name"] if one else "", text["name"]))
            self.begin(ADD if not self.lines else self.act, focus=False)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

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
        return f"已加上复核人{added.strip()}。"
    return {CHANGE: "PIN 已改。", RESET: f"{whom}的 PIN 已重设。"}.get(act, f"{whom}不再复核。")


def _texts(one: Row) -> tuple[str, ...]:
    days = (DAY.show(DAY.load(one[name])) if one[name] else "" for name in ("since", "pin_on"))
    since, pin_on = days
    return one["name"], one["role"], since, pin_on, one["pin_by"] or ""
