"""跨账划转: from one book to the other, both sides at once; what stands open between them."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.kinds import DAY, FEN
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.record import fact
from qinglian_desktop.modules.funds import actions, checks
from qinglian_desktop.modules.funds.page.picker import BookBox
from qinglian_desktop.modules.funds.reads import called
from qinglian_desktop.modules.funds.records import COLLECTIVE, COMMITTEE, SPENDING, Entry
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.scrolled import scrolled
from qinglian_desktop.ui.small_form import SmallForm

_HEADINGS = (
    Heading("日期", 110), Heading("从哪本账出", 130),
    Heading("金额", 120, numeric=True, private=True), Heading("种类", 150),
    Heading("摘要", 0), Heading("两边凭证号", 130),
)  # fmt: skip
_FIELDS = {
    "day": fact("日期", DAY),
    "amount_fen": fact("金额", FEN, example="5000"),
    "summary": fact("摘要", example="补助三季度办公经费"),
}


class TransfersPage(QWidget):
    page_id, title = "transfers", "跨账划转"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._ids: list[str] = []
        self._open, self._committee = (0, 0), called(desk.book, COMMITTEE)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self.source, self.sort = BookBox(desk.book, "从哪本账出"), ChoiceBox("划转的种类")
        self.form = SmallForm(_FIELDS)
        self.done, self.banner = push_button("两边一起记"), Banner()
        self.cancel = push_button("收起", "link")
        self.begin = push_button("划转", "primary", icon="add")
        look.named(self.begin, "划转", "从一本账划到另一本（Ctrl+N）")
        self.card = QFrame()
        self.open = look.label("", "hint")
        self.note = look.label("", "hint")
        for words in (self.open, self.note):
            words.setWordWrap(True)
        self.table = PlainTable("已经划转的", _HEADINGS)
        self._lay_out()
        for one in actions.sorts(desk.book, clock.today()):
            self.sort.addItem(one.name, one.name)
        for button in (self.done, self.cancel, self.begin):
            button.setAutoDefault(False)
        self.begin.clicked.connect(self.new_record)
        self.cancel.clicked.connect(self._put_away)
        self.done.clicked.connect(self.on_done)
        self.form.submitted.connect(self.on_done)
        self.sort.currentIndexChanged.connect(self._tell_sort)
        self.table.opened.connect(self._on_opened)
        cover.cover().changed.connect(self._tell_open)
        desk.runner.changed.connect(self._on_changed)
        enter_at(self, self.table)
        self._put_away()
        self.reload()

    def _lay_out(self) -> None:
        self.card.setProperty("role", "card")
        inner = QVBoxLayout(self.card)
        inner.setContentsMargins(12, 8, 12, 8)
        inner.setSpacing(8)
        choices = QWidget()
        choices.setProperty("role", "clear")
        row = FlowLayout(choices, gap=8)
        words = look.label("从", "field")
        words.setMinimumHeight(look.metrics().button)
        for part in (words, self.source, self.sort, self.done, self.cancel):
            row.addWidget(part)
        inner.addWidget(choices)
        inner.addWidget(self.note)
        inner.addWidget(self.form)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.addWidget(look.label(self.title, "title"), 1)
        head.addWidget(self.begin)
        column.addLayout(head)
        column.addWidget(self.open)
        column.addWidget(self.banner)
        column.addWidget(self.table, 1)
        self.rest = scrolled(self.card)  # the form, while the list is away
        column.addWidget(self.rest, 1)

    def new_record(self) -> None:
        """The form in the place of the list: in 特大 there is room for one of them."""
        self.banner.hide()
        self.form.put({"day": clock.today().isoformat()})
        self._tell_sort()
        self._show_form(True)
        self.form.editors["amount_fen"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_away(self) -> None:
        self._show_form(False)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_form(self, yes: bool) -> None:
        self.rest.setVisible(yes)
        for part in (self.table, self.begin):
            part.setVisible(not yes)

    def _tell_sort(self, *_: object) -> None:
        name = self.sort.currentData()
        found = [s for s in actions.sorts(self._desk.book, clock.today()) if s.name == name]
        self.note.setText(found[0].note if found else "")

    def reload(self, *_: object) -> None:
        book = self._desk.book
        self._open = checks.cross_balances(book, clock.today())
        self._tell_open()
        where = (
            Where("owner", "=", book.unit.office_id), Where("transfer_id", "filled"),
            Where("direction", "=", SPENDING),
        )  # fmt: skip
        rows = book.rows(Query(Entry.table, where, order=(("day", True),), limit=500))
        self._ids = [row["id"] for row in rows]
        self.table.fill([self._row(row) for row in rows])

    def _tell_open(self, *_: object) -> None:
        self.open.setText(_said(*self._open, self._committee))

    def _row(self, row: dict[str, object]) -> tuple[str, ...]:
        where = (Where("transfer_id", "=", row["transfer_id"]), Where("id", "!=", row["id"]))
        other = self._desk.book.rows(Query(Entry.table, where))
        numbers = f"{row['voucher_no']} / {other[0]['voucher_no'] if other else '—'}"
        fen = int(str(row["amount_fen"]))
        kind = str(row["purpose"]).partition("—")[2] or str(row["purpose"])
        return (
            str(row["day"]),
            called(self._desk.book, str(row["book"])),
            money.show(fen),
            kind,
            str(row["summary"]),
            numbers,
        )

    def on_done(self) -> None:
        self.banner.hide()
        if self.form.problem():
            return
        values = self.form.values()
        if not values["day"] or not values["amount_fen"]:
            self.banner.say("还没有填日期和金额。请填好再记。")
            return
        made = self._desk.runner.act(
            actions.transfer, self.source.account, date.fromisoformat(values["day"]),
            values["amount_fen"], values["summary"] or "", str(self.sort.currentData()),
            initiator=self, on_refused=self.banner.say,
        )  # fmt: skip
        if made is not None:
            self.reload()
            self._put_away()

    def _on_opened(self, row: int, _column: int) -> None:
        if row < len(self._ids):
            self._desk.go("funds", Entry.table, self._ids[row])

    def _on_changed(self, changes: Changes, initiator: object) -> None:
        if self.isVisible() and initiator is not self and changes.touches(Entry.table):
            self.reload()


def _said(mine: int, theirs: int, committee: str) -> str:
    if mine + theirs:
        off = cover.amount(abs(mine + theirs))
        return f"两本账的往来差 {off} 元，请核对划转和期初。"
    if not mine:
        return "两本账之间没有欠着的钱。"
    shown = cover.amount(abs(mine))
    if mine > 0:
        return f"{committee}还欠{COLLECTIVE} {shown} 元。"
    return f"{COLLECTIVE}还欠{committee} {shown} 元。"
