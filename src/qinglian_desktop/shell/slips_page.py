"""明白卡: slips for households, four on a sheet, from a workbook or from lines to be posted."""

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.over_page import OverPage

if TYPE_CHECKING:
    from qinglian_desktop.exchange.sheets.listing import Listing
    from qinglian_desktop.modules.disclosure.slips import Cut, Roles
    from qinglian_desktop.shell.window import Window

_KINDS = "表格 (*.xlsx *.xls *.csv *.txt *.et)"
_NONE = "没有这一列"


def open_it(window: "Window") -> None:
    page = SlipsPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


class SlipsPage(OverPage):
    def __init__(self, window: "Window") -> None:
        super().__init__("slips", "明白卡")
        from qinglian_desktop.modules.disclosure.slips import ROLES

        self._window, self._book = window, window.book
        self._listing: Listing | None = None
        self._made: Cut | None = None
        self._filling = False
        self.see = push_button("看一看再打", "primary", icon="print")
        self.open_file = push_button("从表格里取", icon="folder")
        self.subject = ChoiceBox("哪个主题的明细")
        self.name = QLineEdit()
        self.name.setPlaceholderText("例：2026年耕地地力保护补贴明白卡")
        look.named(self.name, "卡片上的标题")
        self.roles = {role: ChoiceBox(word) for role, word in ROLES.items()}
        self.masked, self.stacked = look.tick("姓名也遮住"), look.tick("整摞裁开，不用再理顺序")
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        self._lay_out(ROLES)
        self._offer_subjects()
        self.see.clicked.connect(self.on_see)
        self.open_file.clicked.connect(self.on_open)
        self.subject.activated.connect(self._on_subject)
        self.masked.toggled.connect(self._cut)
        for box in self.roles.values():
            box.currentIndexChanged.connect(self._cut)
        self._show(None)

    def _lay_out(self, words: Any) -> None:
        self.head.addWidget(self.see)
        card = QFrame()
        card.setProperty("role", "card")
        box = QVBoxLayout(card)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(12)
        first = QHBoxLayout()
        first.setSpacing(12)
        first.addWidget(look.label("名单在哪里"))
        first.addWidget(self.subject)
        first.addWidget(self.open_file)
        first.addStretch(1)
        box.addLayout(first)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        grid.addWidget(look.label("卡片上的标题"), 0, 0)
        grid.addWidget(self.name, 0, 1, 1, 3)
        for number, (role, part) in enumerate(self.roles.items()):
            line, side = divmod(number, 2)
            grid.addWidget(look.label(words[role]), line + 1, 2 * side)
            grid.addWidget(part, line + 1, 2 * side + 1)
            part.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        ticks = QHBoxLayout()
        ticks.setSpacing(24)
        ticks.addWidget(self.masked)
        ticks.addWidget(self.stacked)
        ticks.addStretch(1)
        self.columns = QWidget()
        inner = QVBoxLayout(self.columns)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        inner.addLayout(grid)
        inner.addLayout(ticks)
        box.addWidget(self.columns)
        box.addWidget(self.said)
        self.column.addWidget(card)
        self.column.addStretch(1)

    # -- the list -------------------------------------------------------------------------

    def _offer_subjects(self) -> None:
        from qinglian_desktop.modules.disclosure.actions import slipping

        self.subject.addItem("选一个公开明细的主题", "")
        for name in slipping.subjects(self._book):
            self.subject.addItem(name, name)
        self.subject.setVisible(self.subject.count() > 1)

    def _on_subject(self, _index: int) -> None:
        from qinglian_desktop.modules.disclosure.actions import slipping

        name = str(self.subject.currentData() or "")
        if not name:
            return
        self.banner.hide()
        try:
            self._show(slipping.list_of_subject(self._book, name))
        except Refused as refused:
            self.banner.say(refused)

    def on_open(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "选一份名单", "", _KINDS)
        if chosen:
            self.take_file(Path(chosen))

    def take_file(self, path: Path) -> None:
        """Reads the list beside the window: a workbook may be long."""
        self.banner.hide()
        self._window.runner.job(
            partial(_read, path), label="正在看名单",
            on_done=lambda changes: self._show(changes.result), on_refused=self.banner.say,
        )  # fmt: skip

    def _show(self, listing: Any) -> None:
        """The columns of this list, guessed; nothing to choose before there is one."""
        from qinglian_desktop.modules.disclosure.slips import roles_of

        self._listing, self._filling = listing, True
        self.columns.setVisible(listing is not None)
        if listing is not None:
            guessed = roles_of(listing.labels)._asdict()
            self.name.setText(_title(listing.title))
            for role, box in self.roles.items():
                box.clear()
                box.addItem(_NONE, -1)
                for place, label in enumerate(listing.labels):
                    if label:
                        box.addItem(" ".join(label.split()), place)
                box.setCurrentIndex(max(box.findData(guessed[role]), 0))
        self._filling = False
        self._cut()

    def asked(self) -> "Roles":
        from qinglian_desktop.modules.disclosure.slips import Roles

        return Roles(**{role: int(box.currentData()) for role, box in self.roles.items()})

    def _cut(self, *_changed: object) -> None:
        """The slips as the columns say now, and what they come to."""
        from qinglian_desktop.modules.disclosure.actions import slipping
        from qinglian_desktop.modules.disclosure.slips import sheets_for

        if self._filling:
            return
        self._made = None
        words = "一户一张，一张纸印四户，沿虚线裁开送到各家。名单可以是补贴、积分、应缴的表格。"
        if self._listing is not None:
            self.banner.hide()
            try:
                made = slipping.cut(self._listing, self.asked(), masked=self.masked.isChecked())
            except Refused as refused:
                self.banner.say(refused)
                words = "改好上面的选择，就会算出有多少户。"
            else:
                self._made = made
                count = len(made.slips)
                sums = f"合计 {made.told(made.total)}，和名单一致。" if made.total else ""
                words = (
                    f"名单 {len(self._listing.rows)} 行，{count} 户，用纸 {sheets_for(count)} 张。"
                    f"{sums}按组和门牌排好。证件号、卡号、电话只印后几位。打印会记下是谁打的。"
                )
        self.said.setText(words)
        self.see.setEnabled(self._made is not None)

    # -- the paper ------------------------------------------------------------------------

    def on_see(self) -> None:
        from qinglian_desktop.modules.disclosure.actions.slipping import SlipWish

        if self._made is None:
            return
        title = self.name.text().strip() or "明白卡"
        wish = SlipWish(title, self.masked.isChecked(), self.stacked.isChecked())
        self._window.runner.job(
            partial(_drawn, self._made, wish), label="正在排明白卡",
            on_done=partial(self._preview, title), on_refused=self.banner.say,
        )  # fmt: skip

    def _preview(self, title: str, changes: Changes) -> None:
        pdf = changes.result
        assert isinstance(pdf, bytes)
        note = "单面打印，关掉“缩放”，沿虚线裁开。"
        self._window.preview(pdf, title, PaperFacts(note=note))


def _title(name: str) -> str:
    """2026年地力补贴发放名单 → 2026年地力补贴明白卡."""
    bare = re.sub(r"(?:发放)?(?:花?名[单册]|明细|清单)?(?:公示|公开)?表?$", "", name)
    return name if name.endswith("明白卡") else f"{bare or name}明白卡"


def _read(path: Path, _book: Any, _tick: Any) -> Changes:
    from qinglian_desktop.modules.disclosure.actions import slipping

    return Changes("", result=slipping.list_of_file(path))


def _drawn(made: "Cut", wish: Any, book: Any, _tick: Any) -> Changes:
    from qinglian_desktop.modules.disclosure.actions import slipping

    return slipping.draw(book, made, wish)
