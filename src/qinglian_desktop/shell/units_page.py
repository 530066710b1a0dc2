"""改名、合并、拆分: what the street signs about its units, and how far each has come with it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange import transfers
from qinglian_desktop.exchange.order_records import BACK, TransferOrder
from qinglian_desktop.exchange.transfers import Ids, Stand
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import ask, push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

RENAME, MERGE, SPLIT = WAYS = ("改名", "合并", "拆分")
_HINTS = {
    RENAME: "只换名称，单位编码、数据和钥匙都不变。下次写给它的文件会告诉它。",
    MERGE: (
        "移出单位的全部记录归接收单位，它没报完的以后报来也归接收单位。线索、联审等限制内容"
        "不随着走，请线下移交。"
    ),
    SPLIT: "勾选要移走的台账，可以只移写有某几个字的，例如“3组”。凭证和它的分录一起走。",
}
_COLUMNS = (
    Heading("移交令", 0), Heading("条数", 90, numeric=True), Heading("签发日期", 120),
    Heading("移出单位", 120, state=True), Heading("接收单位", 120, state=True),
    Heading("依据", 200),
)  # fmt: skip
_EMPTY = "还没有签过移交令。签好以后，到“写给各单位”写到 U 盘，两个单位各自读入。"


def open_it(window: "Window") -> "UnitsPage":
    page = UnitsPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)
    return page


class UnitsPage(OverPage):
    def __init__(self, window: "Window") -> None:
        super().__init__("units", "改名、合并、拆分")
        self._window, self._book = window, window.book
        self.lines: list[Stand] = []
        self.ways: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self.one, self.other = ChoiceBox("单位"), ChoiceBox("接收单位")
        self.name, self.words, self.ground = QLineEdit(), QLineEdit(), QLineEdit()
        self.ledgers = QListWidget()
        self.hint, self.count = look.label("", "hint"), look.label("", "hint")
        self.sign = push_button("签发", "primary")
        self.back_to = push_button("移回")
        self.table = PlainTable("移交令", _COLUMNS)
        self.empty = EmptyCard(_EMPTY, "exchange")
        self._lay_out()
        self.sign.clicked.connect(self.on_sign)
        self.back_to.clicked.connect(self.on_back)
        for box in (self.one, self.other):
            box.currentIndexChanged.connect(self._tell)
        self.words.textChanged.connect(self._tell)
        self.ledgers.itemChanged.connect(self._tell)
        self.table.selectionModel().currentRowChanged.connect(self._show_back)
        window.runner.changed.connect(self._on_changed)
        self._fill_units()
        self.ways[RENAME].setChecked(True)
        self.reload()
        enter_at(self, self.one)

    def _lay_out(self) -> None:
        self._card = card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        for way in WAYS:
            button = push_button(way, "choice")
            button.setCheckable(True)
            button.toggled.connect(self._on_way)
            self._group.addButton(button)
            self.ways[way] = button
        for line, word, example in (
            (self.name, "新名称", "例：清溪社区"),
            (self.words, "只移写有这几个字的", "例：3组；空着就全移"),
            (self.ground, "依据", "例：通惠街办〔2026〕15号"),
        ):
            line.setPlaceholderText(example)
            line.setMinimumWidth(look.metrics().px(240))
            look.named(line, word)
        look.named(self.ledgers, "要移走的台账")
        for words in (self.hint, self.count):
            words.setWordWrap(True)
        inside.addWidget(_row(*self.ways.values()))
        inside.addWidget(self.hint)
        self._one, self._other = _pair("单位", self.one), _pair("移交给", self.other)
        self._name, self._words = _pair("新名称", self.name), _pair("只移写有", self.words)
        self._ground = _pair("依据", self.ground)
        inside.addWidget(_row(self._one, self._other, self._name, self._ground, self.sign))
        inside.addWidget(self.ledgers, 1)
        inside.addWidget(self._words)
        inside.addWidget(self.count)
        self._below = _row(self.back_to)
        for part, room in ((card, 0), (self.table, 1), (self.empty, 1), (self._below, 0)):
            self.column.addWidget(part, room)

    # -- what is shown ---------------------------------------------------------------------

    def _fill_units(self) -> None:
        rows = self._book.rows(Query("enrolled_unit", order=(("code", False),)))
        for box in (self.one, self.other):
            kept = box.currentData()
            box.blockSignals(True)
            box.clear()
            for row in rows:
                box.addItem(row["name"], row["code"])
            box.setCurrentIndex(max(box.findData(kept), 0))
            box.blockSignals(False)
        if self.other.currentIndex() == self.one.currentIndex() and self.other.count() > 1:
            self.other.setCurrentIndex(1 - min(self.one.currentIndex(), 1))
        if not self.ledgers.count():
            for record in transfers.alone(self._book):
                item = QListWidgetItem(record.label)
                item.setData(Qt.ItemDataRole.UserRole, record.table)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Unchecked)
                self.ledgers.addItem(item)
            self.ledgers.setCurrentRow(0)

    @property
    def way(self) -> str:
        return next((way for way, button in self.ways.items() if button.isChecked()), RENAME)

    def _on_way(self, _on: bool) -> None:
        way = self.way
        self.hint.setText(_HINTS[way])
        self._other.setVisible(way != RENAME)
        self._name.setVisible(way == RENAME)
        for part in (self.ledgers, self._words, self.count):
            part.setVisible(way == SPLIT)
        # The ledgers of a split need the room of the list below.
        self.column.setStretchFactor(self._card, int(way == SPLIT))
        self._show_list()
        self._tell()

    def tables(self) -> list[str]:
        items = [self.ledgers.item(place) for place in range(self.ledgers.count())]
        on = Qt.CheckState.Checked
        return [str(i.data(Qt.ItemDataRole.UserRole)) for i in items if i.checkState() == on]

    def _ids(self) -> Ids:
        code = self.one.currentData()
        if not code or not self.tables():
            return {}
        return transfers.chosen(self._book, code, self.tables(), self.words.text().strip())

    def _tell(self, *_: object) -> None:
        """How much a split would move, before anybody signs it."""
        if self.way != SPLIT:
            return
        counts = [(self._book.tables[table].label, len(ids)) for table, ids in self._ids().items()]
        said = "、".join(f"{label} {count:,} 条" for label, count in counts)
        self.count.setText(f"会移走：{said}。" if said else "还没有选中要移走的。")

    def reload(self) -> None:
        chosen = max(self.table.row(), 0)
        self.lines = transfers.stands(self._book)
        self.table.fill([_texts(one) for one in self.lines])
        if self.lines:
            self.table.selectRow(min(chosen, len(self.lines) - 1))
        self._show_list()
        self._show_back()

    def _show_list(self) -> None:
        room = self.way != SPLIT
        self.table.setVisible(room and bool(self.lines))
        self.empty.setVisible(room and not self.lines)
        self._below.setVisible(room)

    def _on_changed(self, changes: Changes, _initiator: object = None) -> None:
        if changes.touches("enrolled_unit"):
            self._fill_units()
        if changes.touches(TransferOrder.table, "enrolled_unit", "down_taken"):
            self.reload()

    def chosen(self) -> Stand | None:
        place = self.table.row()
        return self.lines[place] if 0 <= place < len(self.lines) else None

    def _show_back(self, *_: object) -> None:
        one = self.chosen()
        self.back_to.setVisible(one is not None and not one.back and one.order["kind"] != BACK)

    # -- what is done ----------------------------------------------------------------------

    def on_sign(self) -> None:
        code, ground = str(self.one.currentData() or ""), self.ground.text()
        if self.way == RENAME:
            made = self._window.runner.act(
                transfers.rename, code, self.name.text(), ground, on_refused=self._on_refused
            )
            if made is not None:
                self._signed(made)
            return
        other = str(self.other.currentData() or "")
        ids = self._ids() if self.way == SPLIT else {}
        many = f"{sum(map(len, ids.values())):,} 条" if self.way == SPLIT else "全部"
        asked = (
            f"〔{self.one.currentText()}〕的{many}记录移交给〔{self.other.currentText()}〕。"
            "签发以后不能撤销，不对只能再签一份移回。"
        )
        if left := transfers.cut_off(self._book, ids):
            asked += f"提到它们的{left}没有选，留在原单位，两边从此连不上；要一起走请先勾上。"
        if not ask(self, asked, "签发", "再看看", danger=True):
            return
        if self.way == SPLIT:
            self._job(partial(_split, code, other, ids, ground))
        else:
            self._job(partial(_merge, code, other, ground))

    def on_back(self) -> None:
        one = self.chosen()
        if one is None:
            return
        asked = (
            f"“{one.order['title']}”移交的记录移回〔{one.order['giver_name']}〕，"
            "接收单位后来改的一起回去。依据写在上面的“依据”里。"
        )
        if ask(self, asked, "移回", "先不动", danger=True):
            self._job(partial(_back, one.order["order_id"], self.ground.text()))

    def _job(self, work: Callable[[Book, object], Changes]) -> None:
        self.banner.hide()
        self._window.runner.job(
            work, label="正在签发", on_done=self._signed, on_refused=self._on_refused
        )

    def _signed(self, changes: Changes) -> None:
        self.banner.hide()
        for line in (self.name, self.words, self.ground):
            line.clear()
        self._window.bar.say(f"已签：{changes.label}。到“写给各单位”写到 U 盘才送得出去。")
        self.reload()

    def _on_refused(self, refused: Refused) -> None:
        self.banner.say(refused)
        fields: dict[str, QWidget] = {
            "name": self.name, "words": self.words, "ground": self.ground, "to": self.other,
            "unit": self.one,
        }  # fmt: skip
        if (field := fields.get(refused.field)) is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)


def _row(*parts: QWidget) -> QWidget:
    holder = QWidget()
    holder.setProperty("role", "clear")
    flow = FlowLayout(holder, 12)
    for part in parts:
        flow.addWidget(part)
    return holder


def _pair(word: str, field: QWidget) -> QWidget:
    """A word and its field, which stay side by side when a row breaks."""
    holder = QWidget()
    holder.setProperty("role", "clear")
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(look.label(f"{word}：", "field"))
    row.addWidget(field, 1)
    return holder


def _texts(one: Stand) -> tuple[str, ...]:
    row: Row = one.order
    title = f"{row['title']}（已移回）" if one.back else row["title"]
    return (
        title, f"{row['row_count']:,}", row["signed_on"], one.given, one.taken, row["ground"]
    )  # fmt: skip


def _merge(giver: str, receiver: str, ground: str, book: Book, _tick: object) -> Changes:
    return transfers.merge_units(book, giver, receiver, ground)


def _split(giver: str, receiver: str, ids: Ids, ground: str, book: Book, _tick: object) -> Changes:
    return transfers.split(book, giver, receiver, ids, ground)


def _back(order: str, ground: str, book: Book, _tick: object) -> Changes:
    return transfers.give_back(book, order, ground)
