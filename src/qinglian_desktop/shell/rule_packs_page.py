"""规则包: which rules hold, and a changed one from the street: seen first, then taken in."""

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.pack import FIRM, TO_VERIFY, Pack
from qinglian_desktop.exchange import rule_packs
from qinglian_desktop.exchange.rule_packs import Offered
from qinglian_desktop.shell import (
    holidays_page,
    new_schedule,
    own_values_page,
    pack_effects,
    sticks,
)
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import fill, push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_HELD = (
    Heading("类型", 76), Heading("名称", 260), Heading("版本", 84), Heading("从", 118),
    Heading("到", 118), Heading("来自", 96), Heading("依据", 0), Heading("核实", 96, state=True),
)  # fmt: skip
_CHANGED = (Heading("改了哪里", 0), Heading("现在", 200), Heading("以后", 260))
_FILES = "规则 (*.qlb *.toml);;全部文件 (*)"


def open_it(window: "Window") -> None:
    page = RulePacksPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


def review(window: "Window", path: Path) -> None:
    """Opens the page with this file already looked at."""
    page = RulePacksPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)
    page.look_at(path)


def review_offered(window: "Window", row_id: str) -> None:
    """Opens the page with the pack that came in a bundle of the street."""
    page = RulePacksPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)
    page.look_at_offered(row_id)


class RulePacksPage(OverPage):
    def __init__(self, window: "Window") -> None:
        street = window.book.unit.is_street
        super().__init__("rule-packs.street" if street else "rule-packs", "规则包")
        self._window, self._book = window, window.book
        self._offered: tuple[Offered, Path] | None = None
        self.open = push_button(
            "下发规则包" if street else "打开规则文件", "primary", icon="import"
        )
        self.unsure = push_button("待核实的做法", icon="help")
        self.head.addWidget(self.unsure)
        self.head.addWidget(self.open)
        self.held = PlainTable("现在管用的规则", _HELD)
        self.changed = PlainTable("改了什么", _CHANGED)
        self.said, self.effects = look.label("", "group"), look.label("")
        for words in (self.said, self.effects):
            words.setWordWrap(True)
        self.take = push_button("写入 U 盘，下发" if street else "采用", "primary")
        self.leave_it = push_button("先不采用")
        self._lay_out()
        self.open.clicked.connect(self._on_open)
        self.unsure.clicked.connect(partial(own_values_page.open_it, window))
        self.take.clicked.connect(self.on_take)
        self.leave_it.clicked.connect(self.show_held)
        window.runner.changed.connect(self._on_changed)
        self.show_held()

    def _lay_out(self) -> None:
        kept, seen = QWidget(), QWidget()
        first = QVBoxLayout(kept)
        first.setContentsMargins(0, 0, 0, 0)
        hint = look.label(self._hint(), "hint")
        hint.setWordWrap(True)
        first.addWidget(hint)
        first.addWidget(self.held, 1)
        second = QVBoxLayout(seen)
        second.setContentsMargins(0, 0, 0, 0)
        second.setSpacing(12)
        second.addWidget(self.said)
        second.addWidget(self.changed, 1)
        second.addWidget(self.effects)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.leave_it)
        row.addWidget(self.take)
        second.addLayout(row)
        self._stack = QStackedWidget()
        self._stack.addWidget(kept)
        self._stack.addWidget(seen)
        self.column.addWidget(self._stack, 1)
        enter_at(self, self.open)

    def _hint(self) -> str:
        if self._book.unit.is_street:
            return (
                "改规则：把原来那一版的文件改好、换版本号，按“下发规则包”。"
                "先看改了哪几处，再写给各单位。"
            )
        return (
            "街道改了规则会用 U 盘送来，先看改了哪几处，再采用。新的放假安排也在这里导入。"
            "每一步按当天的规则算，以前的不变。"
        )

    def show_held(self) -> None:
        """The list again; what was looked at and not taken is forgotten."""
        self._offered = None
        self._stack.setCurrentIndex(0)
        fill(self.open, True)
        self.open.show()
        self.unsure.setVisible(not self._book.unit.is_street)
        self.held.fill([*map(_texts, pack_effects.held_now(self._book, clock.today()))])

    def leave(self) -> None:
        if self._stack.currentIndex() == 1:
            self.show_held()
            self.open.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().leave()

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches("rule_pack") and self._stack.currentIndex() == 0:
            self.show_held()

    # -- looking --------------------------------------------------------------------------

    def _on_open(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "选规则文件", sticks.usual_place(), _FILES)
        if path:
            self.look_at(Path(path))

    def look_at(self, path: Path) -> None:
        """What the file changes; nothing is written."""
        self.banner.hide()
        self._window.runner.job(
            _read, path, label="看规则文件", on_done=partial(self._on_looked, path),
            on_refused=self._on_refused,
        )  # fmt: skip

    def look_at_offered(self, row_id: str) -> None:
        """The same of a pack that waits in the book since a bundle brought it."""
        self._window.runner.job(
            _read_offered, row_id, label="看街道送来的规则",
            on_done=partial(self._on_looked, Path()), on_refused=self._on_refused,
        )  # fmt: skip

    def _on_looked(self, path: Path, seen: tuple[Offered, tuple[str, ...]]) -> None:
        offered, touched = seen
        self._offered = offered, path
        pack = offered.pack
        count = len(offered.changes)
        what = f"改了 {count} 处" if offered.base else f"新的，共 {count} 处"
        until = f"到{paper_day(pack.effective_to)}" if pack.effective_to else "起"
        when = f"从{paper_day(pack.effective_from)}{until}"
        self.said.setText(f"{pack.title}（来自{offered.came_from}），{when}，{what}：")
        self.changed.fill(offered.changes)
        self.effects.setText("会碰到：" + "；".join(touched) + "。" if touched else "")
        self.effects.setVisible(bool(touched))
        self.take.setText("写入 U 盘，下发" if self._goes_out(offered) else "采用")
        self.open.hide()
        self.unsure.hide()
        fill(self.take, True)
        self._stack.setCurrentIndex(1)
        self.take.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_refused(self, refused: Refused) -> None:
        self.banner.say(refused)

    # -- taking ---------------------------------------------------------------------------

    def on_take(self) -> None:
        """The unit takes it in; the street first asks for the stick."""
        if self._offered is None:
            return
        offered, _ = self._offered
        if self._goes_out(offered):
            sticks.choose(self.take, self.issue_to)
            return
        done = self._window.runner.act(
            rule_packs.take,
            offered,
            say=f"采用了：{offered.pack.title}",
            on_refused=self._on_refused,
        )
        if done is None:
            return
        self.show_held()
        if offered.pack.name == rule_packs.HOLIDAYS:
            self._window.runner.read(new_schedule.moved, self._on_moved)

    def _goes_out(self, offered: Offered) -> bool:
        """Does the street write it for its units? What it changes for itself stays here."""
        return self._book.unit.is_street and offered.pack.name not in rule_packs.STREET_ONLY

    def _on_moved(self, moved: list[Any]) -> None:
        """Deadlines move: straight to the list in which each is accepted."""
        if moved:
            holidays_page.open_it(self._window)

    def issue_to(self, folder: Path) -> None:
        if self._offered is None:
            return
        _, path = self._offered
        self._window.runner.job(
            _issued, path, folder, label="写规则包", on_done=self._on_issued,
            on_refused=self._on_refused,
        )  # fmt: skip

    def _on_issued(self, changes: Changes) -> None:
        written: Any = changes.result
        self._window.runner.said.emit(f"写好了 {len(written)} 个单位的规则包，本街道也用上了。")
        self.show_held()


def _texts(held: tuple[Pack, str]) -> tuple[str, ...]:
    pack, came = held
    until = pack.effective_to.isoformat() if pack.effective_to else "长期"
    mark = "" if pack.evidence in FIRM else TO_VERIFY
    since, sort = pack.effective_from.isoformat(), rule_packs.sort_of(pack.name)
    return (sort, pack.title, _version(pack), since, until, came, pack.source, mark)


def _version(pack: Pack) -> str:
    """As it is said: without the word in front that tells versions of several packs apart."""
    return re.sub(r"^[a-z-]+-(?=\d)", "", pack.version)


def _read(book: Book, path: Path, _tick: Any) -> tuple[Offered, tuple[str, ...]]:
    offered = rule_packs.read(book, path)
    return offered, pack_effects.touched(book, offered.pack)


def _read_offered(book: Book, row_id: str, _tick: Any) -> tuple[Offered, tuple[str, ...]]:
    offered = rule_packs.offered(book, row_id)
    return offered, pack_effects.touched(book, offered.pack)


def _issued(book: Book, path: Path, folder: Path, _tick: Any) -> Changes:
    return rule_packs.issue(book, path, folder)
