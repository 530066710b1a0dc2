"""资产卡 (Z-09): the facts on the left, its life on the right: changes, wear, repairs, leases."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.disclosure.page.papers import show_paper
from qinglian_desktop.modules.property import actions, reads, rules
from qinglian_desktop.modules.property.actions import papering
from qinglian_desktop.modules.property.page import life
from qinglian_desktop.modules.property.page.event_card import BackCard, EventCard
from qinglian_desktop.modules.property.records import GONE, Asset, AssetEvent
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.form import RecordForm
from qinglian_desktop.ui.messages import Banner, ask, fill, push_button
from qinglian_desktop.ui.one_line import OneLine
from qinglian_desktop.ui.plain_table import PlainTable
from qinglian_desktop.ui.scrolled import scrolled

_FIRST = ("name", "kind", "nature", "status", "status_since", "quantity", "unit", "value_fen",
          "area", "area_unit", "location", "boundary", "acquired_on", "keeper", "user_name",
          "used_until", "income_fen")  # fmt: skip
_UNSEEN = ("retired_on", "contract_no", *_FIRST)
_FIELDS = (*_FIRST, *(name for name in Asset.fields if name not in _UNSEEN))
_BESIDE = 900  # px at 标准 from which the two halves stand side by side


class AssetView(QWidget):
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self.row_id = desk, ""
        self.row: Mapping[str, Any] = {}
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.back = push_button("返回列表", "link", icon="back")
        self.name, self.state = OneLine("title"), look.chip("自用", parent=self)
        self.happened = push_button("变动", "primary")
        self.dispose, self.paper = push_button("处置"), push_button("打印卡片", icon="print")
        self.banner, self.missing = Banner(), look.label("", "hint")
        self.missing.setWordWrap(True)
        self.form = RecordForm(Asset, reader=desk.book, fields=_FIELDS, store_file=desk.store_file)
        self.form.toggle_more()  # the card scrolls: all of it is there
        self.form.more.hide()
        self.changing = EventCard(desk, disposing=False)
        self.disposal = EventCard(desk, disposing=True)
        self.undo_card = BackCard(desk)
        self.table = PlainTable("变动记录", life.TABS["变动"].headings)
        self.told = look.label("", "hint")
        self.told.setWordWrap(True)
        self.reverse = push_button("冲销最后一次变动", "link")
        self._tab, self._shown = "变动", life.Shown()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.back)
        head.addWidget(self.name, 1)
        head.addWidget(self.state, 0, Qt.AlignmentFlag.AlignVCenter)
        for button in (self.happened, self.dispose, self.paper):
            head.addWidget(button)
        tabs = QWidget()
        tabs.setProperty("role", "clear")
        row = FlowLayout(tabs, gap=8)
        self._words = QButtonGroup(self)
        for place, word in enumerate(life.TABS):
            button = push_button(word, "choice")
            button.setCheckable(True)
            button.setChecked(word == self._tab)
            button.clicked.connect(partial(self._show_tab, word))
            self._words.addButton(button, place)
            row.addWidget(button)
        self._left = scrolled(self.missing, self.form)
        life_page = QWidget()
        life_page.setProperty("role", "clear")
        column = QVBoxLayout(life_page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (tabs, self.told):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(self.reverse, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(0)
        self._right = QStackedWidget()
        self._right.addWidget(life_page)
        self._right.addWidget(scrolled(self.changing, self.disposal, self.undo_card))
        self._middle = QHBoxLayout()
        self._middle.setSpacing(20)
        self._middle.addWidget(self._left, 1)
        self._middle.addWidget(self._right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 12, 24, 12)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self.banner)
        whole.addLayout(self._middle, 1)

    def _connect(self) -> None:
        self.back.clicked.connect(self._on_back)
        self.happened.clicked.connect(partial(self._open_card, self.changing))
        self.dispose.clicked.connect(partial(self._open_card, self.disposal))
        self.paper.clicked.connect(self.print_page)
        self.reverse.clicked.connect(self._on_reverse)
        self.table.opened.connect(self._on_opened)
        self.form.edited.connect(self.save_now)
        self.form.submitted.connect(self.save_now)
        for card in (self.changing, self.disposal):
            card.done.connect(self._on_done)
            card.asked_decision.connect(self._to_decisions)
        for tucked in (self.changing, self.disposal, self.undo_card):
            tucked.shown.connect(self._on_card)
        self.undo_card.wanted.connect(self._on_undo)
        self._desk.runner.changed.connect(self._on_changed)
        cover.cover().changed.connect(self._on_cover)

    # -- which one ------------------------------------------------------------------------

    def open_row(self, row_id: str) -> None:
        self.flush()
        self._put_away()
        self.row_id = row_id
        self.reload()

    def new_row(self) -> None:
        self.flush()
        self._put_away()
        self.row_id, self.row = "", {}
        self.form.set_row({})
        self._show()
        self.form.focus_first()

    def take_focus(self) -> None:
        self.happened.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        if not self.row_id:
            return
        row = self._desk.book.row(Asset.table, self.row_id)
        if row is None or row["deleted"]:
            self.row_id = ""
            self.closed.emit()
            return
        self.row = row
        if not self.form.waits:
            self.form.set_row(row)
        self._show()

    def _show(self) -> None:
        known, gone = bool(self.row_id), self.row.get("status") == GONE
        title = "　".join(filter(None, (self.row.get("number"), self.row.get("name"))))
        self.name.say(title or "新的资产资源")
        self.state.setVisible(known)
        self.state.say(self.row.get("status") or "自用")
        for button in (self.happened, self.dispose):
            button.setVisible(known and not gone)
        self.paper.setVisible(known)
        lacking: tuple[str, ...] = ()
        if known:
            given = reads.rules_on(self._desk.book, clock.today())
            lacking = rules.lacking(self.row, given)
        self.missing.setText(f"这张卡片还差：{'、'.join(lacking)}。可以先留着，以后补上。")
        self.missing.setVisible(bool(lacking))
        self._show_tab(self._tab)

    def _show_tab(self, word: str, _checked: bool = False) -> None:
        self._tab = word
        tab = life.TABS[word]
        self._shown = tab.ask(self._desk.book, self.row) if self.row_id else life.Shown()
        self.table.fill(self._shown.rows, tab.headings)
        look.named(self.table, f"{word}记录")
        said = cover.STARS if self._shown.said and cover.cover().on else self._shown.said
        self.told.setText(said or tab.empty)
        self.told.setVisible(bool(self._shown.said) or not self._shown.rows)
        self.table.setVisible(bool(self._shown.rows))
        last = self._last_event()
        self.reverse.setVisible(word == "变动" and last is not None)
        if last is not None:
            self.reverse.setText(f"冲销最后一次变动（{last['kind']}）")

    def _last_event(self) -> Mapping[str, Any] | None:
        events = reads.events_of(self._desk.book, self.row_id) if self.row_id else []
        standing = [event for event in events if not event["reversed_on"]]
        return standing[-1] if standing else None

    def _on_opened(self, place: int, _column: int) -> None:
        if 0 <= place < len(self._shown.leads) and (lead := self._shown.leads[place]):
            self._desk.go(*lead)

    # -- what is done ---------------------------------------------------------------------

    def _open_card(self, card: EventCard, _checked: bool = False) -> None:
        if not self.save_now():
            return
        self._put_away()
        card.begin(self.row)
        self._on_card(True)
        card.take_focus()

    def _put_away(self) -> None:
        """The cards are closed; those of another page's stack tell nobody by themselves."""
        for card in (self.changing, self.disposal, self.undo_card):
            card.hide()
        self._on_card(False)
        self.banner.hide()

    def _on_card(self, _shown: bool) -> None:
        """One filled button on the page: while a card stands open it is the card's."""
        cards = (self.changing, self.disposal, self.undo_card)
        closed = all(card.isHidden() for card in cards)
        fill(self.happened, closed)
        self.happened.updateGeometry()
        self._right.setCurrentIndex(0 if closed else 1)
        self._left.setVisible(closed or self._beside)

    def _on_done(self, _event_id: str) -> None:
        self.reload()
        self._show_tab("变动")
        self._words.button(0).setChecked(True)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_reverse(self) -> None:
        if (last := self._last_event()) is not None:
            self._put_away()
            self.undo_card.begin(f"{last['kind']}（{last['day']}，{last['number']}）")
            self._on_card(True)
            self.undo_card.take_focus()

    def _on_undo(self, day: date, reason: str) -> None:
        last = self._last_event()
        if last is None:
            return
        changes = self._desk.runner.act(
            actions.reverse_event, last["id"], day, reason, on_refused=self.undo_card.refused,
            say="已冲销。",
        )  # fmt: skip
        if changes is not None:
            self.undo_card.hide()
            self.reload()

    def _to_decisions(self) -> None:
        self._desk.go("decisions", "matter", "")

    def print_page(self) -> None:
        if self.row_id and self.save_now():
            make: Callable[..., Any] = papering.card_paper
            show_paper(
                self._desk, make, self.row_id, title="资产资源卡片", on_refused=self.banner.say
            )

    # -- writing --------------------------------------------------------------------------

    def save_now(self) -> bool:
        """What was typed is kept at once; False when it was refused."""
        self.form.wait_no_more()
        draft = self.form.changes() if self.row_id else self.form.draft()
        if not draft or (not self.row_id and self.form.is_blank):
            return True
        self.banner.hide()
        done = self._desk.runner.act(
            actions.save_asset, self.row_id or None, draft, initiator=self,
            on_refused=self._on_refused,
        )  # fmt: skip
        if done is None:
            return False
        self.row_id = self.row_id or str(done.result)
        self.row = self._desk.book.row(Asset.table, self.row_id) or {}
        self.form.settled(self.row)
        self._show()
        return True

    def _on_refused(self, refused: Refused) -> None:
        if not self.form.show_problem(refused):
            self.banner.say(refused)

    def flush(self) -> None:
        if self.form.waits:
            self.save_now()

    def _on_back(self) -> None:
        if self._may_leave():
            self.closed.emit()

    def _may_leave(self) -> bool:
        """Everything typed is kept, or the clerk gives up what could not be."""
        unread = "、".join(f"〔{label}〕" for label in self.form.unreadable())
        if self.save_now() and not unread:
            return True
        what = f"{unread}看不懂，没有存上" if unread else "刚才的改动没有存上"
        left = ask(self, f"{what}。离开就没有了。", "不要了", "接着改", danger=True)
        if left:
            self.form.set_row(self.row)
        return left

    def _on_changed(self, changes: Changes, initiator: object) -> None:
        if initiator is self or not self.isVisible() or not self.row_id:
            return
        if changes.touches(Asset.table, AssetEvent.table, "wear_run"):
            self.reload()

    def _on_cover(self) -> None:
        self._show_tab(self._tab)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room, else one under the other."""
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        self._middle.setDirection(ways.LeftToRight if self._beside else ways.TopToBottom)
        self._left.setVisible(self._beside or self._right.currentIndex() == 0)

    @property
    def _beside(self) -> bool:
        return self.width() >= look.metrics().px(_BESIDE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_back()
        else:
            super().keyPressEvent(event)
