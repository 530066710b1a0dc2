"""惠民补贴: the lists of who gets what, checked before they hang (Z-07), and the standards."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.record import defaults
from qinglian_desktop.modules.benefits import actions, reads
from qinglian_desktop.modules.benefits.reads import List
from qinglian_desktop.modules.benefits.records import (
    DOUBTED,
    UNSEEN,
    BenefitLine,
    SubsidyStandard,
)
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.sections import Section, Sections

_COLUMNS = ("row_no", "name", "area", "amount_fen", "state", "problem", "answer", "remedy")
_ALL = ("", "")


def make_page(desk: Desk) -> QWidget:
    return Sections("benefits", "惠民补贴", sections(desk))


def sections(desk: Desk) -> tuple[Section, ...]:
    """What the tab shows: the lists first, since they are the work."""
    return (
        (BenefitLine.table, "补贴救助名单", partial(make_lists, desk)),
        (
            SubsidyStandard.table, "补贴标准",
            partial(desk.ledger, SubsidyStandard, title="补贴标准"),
        ),
    )  # fmt: skip


def make_lists(desk: Desk) -> "ListsPage":
    page = desk.ledger(BenefitLine, title="补贴救助", columns=_COLUMNS, page_type=ListsPage)
    assert isinstance(page, ListsPage)
    page.begin(desk)
    return page


class ListsPage(LedgerPage):
    """The standard list of one list from above, with 检查 and 生成公示 over it."""

    _card: "ListCard | None" = None

    def begin(self, desk: Desk) -> None:
        self._desk = desk
        self._card = ListCard(desk.book)
        self._column.insertWidget(1, self._card)
        self.list.empty.text.setText("导入上级发的名单，先查一遍再公示。")
        self._card.chosen.connect(self.reload)
        self._card.check.clicked.connect(self.check)
        self._card.publish.clicked.connect(self.publish)
        self._card.open.clicked.connect(self._on_open)
        self._card.show_lists()
        self.reload()

    def query(self, *, but: str = "") -> Query:
        """Of the list that is chosen."""
        asked = super().query(but=but)
        programme, period = self._card.key if self._card is not None else _ALL
        if not programme:
            return asked
        own = (Where("programme", "=", programme), Where("period", "=", period))
        return asked._replace(where=(*own, *asked.where))

    def new_record(self) -> None:
        """A row more of the list that is shown."""
        super().new_record()
        programme, period = self._card.key if self._card is not None else _ALL
        if programme and not self.drawer.isHidden() and not self.drawer.row_id:
            started = {"programme": programme, "period": period}
            self.drawer.form.set_row({**defaults(BenefitLine), **started})
            self.drawer.form.editors["name"].setFocus(Qt.FocusReason.OtherFocusReason)

    def check(self, _checked: bool = False) -> None:
        """Beside the window: the register and the other lists are read whole."""
        if self._card is None or not self.save_waiting():
            return
        self.banner.hide()
        self._runner.job(
            actions.check_list, *self._card.key, label="正在检查名单",
            on_done=self._on_checked, on_refused=self.banner.say, initiator=self._card,
        )  # fmt: skip

    def _on_checked(self, changes: Changes) -> None:
        assert self._card is not None
        self._card.show_lists()
        found = changes.result if isinstance(changes.result, list) else []
        one = self._card.list
        if one is not None and one.doubted and not self.filters.state():
            self.filters.choose_state(DOUBTED)
        rows = len({finding.line_id for finding in found})
        self._runner.said.emit(f"查完了，{f'{rows} 行要核实' if rows else '没有发现问题'}")
        self.reload()

    def publish(self, _checked: bool = False) -> None:
        if self._card is None or not self.save_waiting():
            return
        self.banner.hide()
        changes = self._runner.act(
            actions.draft_list_notice, *self._card.key, on_refused=self.banner.say
        )
        if changes is not None:
            self._card.show_lists()

    def _on_open(self) -> None:
        one = self._card.list if self._card is not None else None
        if one is not None and one.notice_id:
            self._desk.go("disclosure", "notice", one.notice_id)

    def _on_changed(self, changes: Changes, initiator: object) -> None:
        super()._on_changed(changes, initiator)
        if self._card is not None and changes.touches(BenefitLine.table):
            self._card.show_lists()


class ListCard(QFrame):
    """Which list, how far it is, and the two things to do with it."""

    chosen = Signal()

    def __init__(self, book: Any) -> None:
        super().__init__()
        self._book = book
        self._lists: tuple[List, ...] = ()
        self.setProperty("role", "card")
        look.named(self, "查名单、编公示")
        self.which = ChoiceBox("哪一份名单")
        self.check = push_button("检查", icon="search")
        look.named(self.check, "检查", "逐行查重复、死亡、迁出、亲属、卡和金额")
        self.publish = push_button("生成公示", icon="disclosure")
        look.named(self.publish, "生成公示", "查完、写完核实结果，编成公示草稿")
        self.open = push_button("去看公示", "link")
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        buttons = QWidget()
        row = FlowLayout(buttons, gap=8)
        for part in (self.which, self.check, self.publish, self.open):
            row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        column.addWidget(buttons)
        column.addWidget(self.said)
        self.which.currentIndexChanged.connect(self._on_chosen)
        cover.cover().changed.connect(self._say)

    @property
    def key(self) -> tuple[str, str]:
        one = self.list
        return (one.programme, one.period) if one is not None else _ALL

    @property
    def list(self) -> List | None:
        place = self.which.currentIndex()
        return self._lists[place] if 0 <= place < len(self._lists) else None

    def show_lists(self) -> None:
        """As they are now; the one that was chosen stays."""
        before = self.key
        self._lists = reads.lists(self._book)
        self.which.blockSignals(True)
        self.which.clear()
        for one in self._lists:
            self.which.addItem(one.label)
        keys = [(one.programme, one.period) for one in self._lists]
        self.which.setCurrentIndex(keys.index(before) if before in keys else 0 if keys else -1)
        self.which.blockSignals(False)
        self.setVisible(bool(self._lists))
        self._say()
        if self.key != before:
            self.chosen.emit()

    def _on_chosen(self, _place: int) -> None:
        self._say()
        self.chosen.emit()

    def _say(self) -> None:
        one = self.list
        if one is None:
            return
        total = cover.amount(one.amount_fen)
        words = [f"{one.rows} 行，合计 {total} 元"]
        if one.unseen:
            words.append(f"{one.unseen} 行{UNSEEN}")
        if one.doubted:
            words.append(f"{one.doubted} 行{DOUBTED}，改对或写核实结果")
        if one.answered:
            words.append(f"{one.answered} 行已写核实结果")
        if not one.unseen and not one.doubted:
            words.append("公示已编好" if one.notice_id else "可以生成公示")
        if one.moved:
            words.append("名单后来改过，和公示的行数或金额不一样，请改公示；已贴出的发更正公告")
        self.said.setText("；".join(words) + "。")
        self.publish.setEnabled(not one.notice_id)
        self.open.setVisible(bool(one.notice_id))
