"""体检, shown: what is wrong, each with the one button that mends it or leads there."""

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.health import FETCH, KEPT, OPEN, RESTORE, Fault
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.flow import emptied
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_NAMED = re.compile("〔[^〕]*〕")
_MOST = 60  # lines shown; who has more is past reading them
WHOLE = "数据、附件、留痕和限制内容都完整。"


def open_it(window: "Window") -> "HealthPage":
    page = HealthPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)
    return page


def examined(book: Book, tick: Callable[[int, int], bool]) -> Changes:
    """The whole check, beside the window; when it was done is remembered."""
    from qinglian_desktop.shell import examining, weekly

    found = examining.look(book, tick)
    weekly.note(book)
    return Changes("体检", result=found)


def _seen(said: str) -> str:
    """The name of a row is hidden like any other while the cover is on."""
    return _NAMED.sub(f"〔{cover.STARS}〕", said) if cover.cover().on else said


class HealthPage(OverPage):
    def __init__(self, window: "Window") -> None:
        super().__init__("health", "数据体检")
        self._window = window
        self.found: list[Fault] | None = None
        self.again = push_button("再查一遍", "primary", icon="refresh")
        self.said = look.label("")
        self.said.setWordWrap(True)
        inner = QFrame()
        inner.setProperty("role", "card")
        self._rows = QVBoxLayout(inner)
        self._rows.setContentsMargins(16, 12, 16, 12)
        self._rows.setSpacing(12)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inner)
        look.named(self.area, "要处理的")
        self.empty = EmptyCard("正在查，数据多的要一会儿，可以先做别的。", "clock")
        self.fetch_all = push_button("附件都从备份找", icon="backup")
        self.fetch_all.hide()
        self.fetch_all.clicked.connect(lambda: self._fetch(self._lost()))
        self.head.addWidget(self.fetch_all)
        self.head.addWidget(self.again)
        self.column.addWidget(self.said)
        self.column.addWidget(self.area, 1)
        self.column.addWidget(self.empty, 1)
        self.said.hide()
        self.area.hide()
        self.again.clicked.connect(self.look_over)
        cover.cover().changed.connect(self._show)
        enter_at(self, self.again)
        self.look_over()

    def look_over(self) -> None:
        self._window.runner.job(
            examined, label="正在体检", on_done=self._on_found, on_refused=self.banner.say
        )

    def _on_found(self, changes: Changes) -> None:
        found = changes.result
        assert isinstance(found, list)
        self.found = found
        moment = clock.now()[11:16]
        said = (
            f"发现 {len(found)} 处，从上往下一条条办。"
            if found
            else "没有问题。每周还会自己查一次。"
        )
        self.said.setText(f"{moment} 查完，{said}")
        self.said.show()
        self.fetch_all.setVisible(len(self._lost()) > 1)
        self.empty.text.setText(WHOLE)
        self.area.setVisible(bool(found))
        self.empty.setVisible(not found)
        self._show()

    def _show(self, *_: object) -> None:
        found = self.found or []
        emptied(self._rows)
        for fault in found[:_MOST]:
            self._rows.addWidget(self._row(fault))
        if len(found) > _MOST:
            self._rows.addWidget(look.label(f"还有 {len(found) - _MOST:,} 处没有列出来。", "hint"))
        self._rows.addStretch(1)

    def _row(self, fault: Fault) -> QWidget:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(16)
        chip = look.chip(fault.area, "danger" if fault.act == RESTORE else "warning")
        words = QVBoxLayout()
        words.setContentsMargins(0, 2, 0, 0)
        words.setSpacing(2)
        told = _seen(fault.said)
        for line in (look.label(f"{told}。"), look.label(f"怎么办：{fault.remedy}。", "hint")):
            line.setWordWrap(True)
            words.addWidget(line)
        top = Qt.AlignmentFlag.AlignTop
        across.addWidget(chip, 0, top)
        across.addLayout(words, 1)
        for word in (fault.act, OPEN) if fault.act == FETCH else (fault.act,):
            button = self._button(fault, word)
            if button is not None:
                across.addWidget(button, 0, top)
        look.named(row, f"{fault.area}。{told}。{fault.remedy}")
        return row

    def _button(self, fault: Fault, word: str) -> QPushButton | None:
        leads = bool(self._window.tab_of(fault.table)) if word == OPEN else bool(word)
        if not leads:
            return None
        button = push_button(word)
        button.setAccessibleName(f"{word}：{_seen(fault.said)}")
        button.clicked.connect(partial(self._do, fault, word))
        return button

    def _do(self, fault: Fault, word: str, _checked: bool = False) -> None:
        if fault.mend:
            self._mend(fault.mend)
        elif word == FETCH:
            self._fetch([fault.file_id])
        elif word == OPEN:
            self._window.go(self._window.tab_of(fault.table), fault.table, fault.row_id)
        elif word == KEPT:
            from qinglian_desktop.shell import kept_page

            kept_page.open_it(self._window)
        else:
            from qinglian_desktop.shell.backups_card import BackupsCard

            page = self._window.go("settings")
            for card in page.findChildren(BackupsCard):
                page.show_group(card)  # type: ignore[attr-defined]

    def _lost(self) -> list[str]:
        """The attachments that are gone, each once."""
        return list(dict.fromkeys(one.file_id for one in self.found or [] if one.file_id))

    def _fetch(self, wanted: list[str]) -> None:
        from qinglian_desktop.store import fetching

        self.banner.hide()
        prefs = self._window.preferences

        def work(book: Book, tick: Callable[[int, int], bool]) -> Changes:
            from qinglian_desktop.shell import second_place
            from qinglian_desktop.store import rounds

            second = second_place.find(prefs)
            places = [rounds.here(book.home), *([second] if second else [])]
            return fetching.fetch(book, wanted, places, tick)

        def done(changes: Changes) -> None:
            assert isinstance(changes.result, fetching.Fetched)
            back, lacking, day = changes.result
            said = f"从备份找回了 {back:,} 个附件，最近一份是 {day} 的。" if back else "附件都在。"
            more = f"还有 {lacking:,} 个备份里也没有，插上备份盘再找一次。" if lacking else ""
            self._window.bar.say(f"{said}{more}")
            self.look_over()

        self._window.runner.job(
            work, label="正在从备份找", on_done=done, on_refused=self.banner.say
        )

    def _mend(self, what: str) -> None:
        def work(book: Book, tick: Callable[[int, int], bool]) -> Changes:
            from qinglian_desktop.shell import examining

            return examining.mend(book, what)

        def done(changes: Changes) -> None:
            self._window.bar.say(f"{changes.label}。")
            self.look_over()

        self._window.runner.job(work, label="正在修好", on_done=done, on_refused=self.banner.say)
