"""资产资源台账 (Z-08): every card, counts and values by class below; one opens as its own page."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.kinds import show_quantity
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.modules.property import reads
from qinglian_desktop.modules.property.page.asset_view import AssetView
from qinglian_desktop.modules.property.page.label_card import LabelCard
from qinglian_desktop.modules.property.records import NATURAL, Asset
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.list_and_view import ListAndView
from qinglian_desktop.ui.messages import push_button

_COLUMNS = ("number", "name", "nature", "kind", "status", "quantity", "unit", "area", "value_fen",
            "location", "holder", "user_name")  # fmt: skip


class AssetsPage(ListAndView):
    """The standard list; a card opens as a page because it has a life of its own."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        ledger = desk.ledger(Asset, title="资产资源台账", columns=_COLUMNS)
        super().__init__(ledger, "asset", "资产资源", parent)
        self._desk = desk
        self.call_new("新增", "登记一件资产或一块地（Ctrl+N）")
        self.list.list.empty.text.setText("还没有资产资源。有清产核资表的，从“导入”开始最快。")
        self.labels = LabelCard(desk, self.list)
        button = push_button("打标签", "link")
        button.clicked.connect(self.labels.begin)
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column: Any = self.list.layout()
        column.insertWidget(column.indexOf(self.list.list), self.labels)
        column.insertLayout(column.indexOf(self.list.list) + 1, foot)
        self.view = AssetView(desk)
        self.view.closed.connect(self.show_list)
        self._stack.addWidget(self.view)
        desk.runner.changed.connect(self._on_changed)
        cover.cover().changed.connect(self._count)
        self._count()

    def reload(self) -> None:
        super().reload()
        self._count()

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(Asset.table, "asset_event", "wear_run") and self.isVisible():
            self._count()

    def _count(self) -> None:
        """Counts and values of the three classes; asked beside the window."""
        today = clock.today()

        def ask(book: Any) -> list[reads.Counted]:
            return reads.by_nature(book, today)

        self._desk.runner.read(ask, self._say)

    def _say(self, counted: list[reads.Counted]) -> None:
        parts = [_words(one) for one in counted if one.many]
        self.said.setText("　".join(parts))


def _words(one: reads.Counted) -> str:
    """经营性 12 项，原值 1,200,000.00，净值 800,000.00"""
    said = f"{one.nature or '没分类'} {one.many} 项"
    if cover.cover().on:
        return f"{said}，{cover.STARS}"
    if one.nature == NATURAL:
        return f"{said}，{show_quantity(one.area)} 亩"
    return f"{said}，原值 {money.show(one.value)} 元，净值 {money.show(one.net)} 元"
