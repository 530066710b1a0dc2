"""交接 (U-07): what is left to do, the package on a stick, the printed list, two signatures."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Document
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.handover import actions, papers
from qinglian_desktop.modules.handover.records import UNFINISHED, Inventory
from qinglian_desktop.shell import drawing, sticks
from qinglian_desktop.shell.handover_lists import HandoverLists
from qinglian_desktop.shell.today_tab import ask_due
from qinglian_desktop.store import signers
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import fill, push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.pin_row import PinRow, pin_line
from qinglian_desktop.ui.scrolled import scrolled

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_HINT = (
    "交接包里是全部台账、附件和钥匙，用口令锁着。口令至少 8 位，当面告诉接手人，不和 U 盘放在一起。"
)
_PAPER = "没有 PIN 的人签在打印的清单上，扫描或拍照后附上来。"


def open_it(window: "Window") -> None:
    page = HandoverPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


def _gathered(book: Book) -> Inventory:
    return actions.inventory(book, "", "", ask_due(book, clock.today()))


class HandoverPage(OverPage):
    def __init__(self, window: "Window") -> None:
        super().__init__("handover", "交接")
        self._window, self._book = window, window.book
        self.now: Inventory | None = None
        self.make = push_button("生成交接包", "primary", icon="backup")
        self.print = push_button("打印清单", icon="print")
        self.compare = push_button("核对清单")
        self.compare.setToolTip("接手的电脑上，和 U 盘里的“交接清单”文件比一比，看有没有少")
        for button in (self.compare, self.print, self.make):
            self.head.addWidget(button)
        self.state = look.chip("")
        self.told = look.label("")
        self.lists = HandoverLists()
        self.inputs = {
            "giver": QLineEdit(), "taker": QLineEdit(),
            "phrase": pin_line("口令，8 位以上"), "again": pin_line("再输一次口令"),
        }  # fmt: skip
        self.sign = PinRow("谁签字", "签字")
        self.scan = push_button("附上签好的清单")
        self.column.addWidget(
            scrolled(self._who_card(), self._sign_card(), self.lists, grows=self.lists), 1
        )
        self._connect()
        enter_at(self, self.inputs["taker"])
        self.show_state()
        self.reload()

    # -- laying out -----------------------------------------------------------------------

    def _who_card(self) -> QFrame:
        self.who, inside = _card("谁交给谁")
        row = QWidget()
        flow = FlowLayout(row)
        words = {"giver": "交出人姓名", "taker": "接手人姓名"}
        for name, field in self.inputs.items():
            if name in words:
                field.setPlaceholderText(words[name])
                look.named(field, words[name])
            field.setFixedWidth(look.metrics().px(180))
            flow.addWidget(field)
        self.inputs["giver"].setText(self._book.operator.name)
        hint = look.label(_HINT, "hint")
        hint.setWordWrap(True)
        inside.addWidget(row)
        inside.addWidget(hint)
        return self.who

    def _sign_card(self) -> QFrame:
        self.signing, inside = _card("签字")
        top = QWidget()
        flow = FlowLayout(top)
        self.told.setWordWrap(True)
        for part in (self.sign, self.scan):
            flow.addWidget(part)
        hint = look.label(_PAPER, "hint")
        hint.setWordWrap(True)
        inside.addWidget(self.state, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self.told)
        inside.addWidget(top)
        inside.addWidget(hint)
        self._only_open = (top, hint)
        return self.signing

    def _connect(self) -> None:
        self.make.clicked.connect(self.on_make)
        self.print.clicked.connect(self.print_page)
        self.compare.clicked.connect(self.on_compare)
        self.sign.given.connect(self.on_sign)
        self.scan.clicked.connect(self.on_scan)
        self.inputs["again"].returnPressed.connect(self.on_make)
        self._window.runner.changed.connect(self._on_changed)

    # -- what is shown --------------------------------------------------------------------

    def reload(self) -> None:
        self._window.runner.read(_gathered, self._fill)

    def _fill(self, found: Inventory) -> None:
        if isValid(self):
            self.now = found
            self.lists.fill(found)

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touched:
            self.show_state()
            self.reload()

    def show_state(self) -> None:
        """The hand-over made last: who still has to sign, or when both did."""
        row = actions.last(self._book)
        self.signing.setVisible(row is not None)
        if row is None:
            return
        open_still = row["state"] == UNFINISHED
        self.state.say(row["state"])
        lacking = actions.lacking_signatures(row)
        left = f"还缺{'、'.join(lacking)}签字。" if lacking else "两个人都签了。"
        names = f"{row['giver']}交给{row['taker']}"
        self.told.setText(f"{row['handed_on']}，{cover.veiled(names)}。{cover.veiled(left)}")
        for part in self._only_open:
            part.setVisible(open_still)
        able = [name for name in lacking if signers.meant(self._book, name)]
        self.sign.setVisible(bool(able))
        self.sign.offer(able)
        fill(self.make, not open_still)

    # -- what is done ---------------------------------------------------------------------

    def _text(self, name: str) -> str:
        return self.inputs[name].text().strip()

    def _lacking(self) -> str:
        """The first input that is not right: it gets the keyboard, the banner says why."""
        from qinglian_desktop.exchange import age_phrase

        phrase = self.inputs["phrase"].text()
        for name, wrong, said in (
            ("giver", not self._text("giver"), "还没写交出人。写上姓名再生成。"),
            ("taker", not self._text("taker"), "还没写接手人。写上姓名再生成。"),
            ("phrase", len(phrase) < age_phrase.LEAST, str(age_phrase.too_short())),
            ("again", phrase != self.inputs["again"].text(), "两次输入的口令不一样。请重新输入。"),
        ):  # fmt: skip
            if wrong:
                self.banner.say(said)
                self.inputs[name].setFocus(Qt.FocusReason.OtherFocusReason)
                return name
        return ""

    def on_make(self) -> None:
        self.banner.hide()
        if (stopped := cover.stops("生成交接包")) is not None:
            self.banner.say(stopped)
            return
        if self._lacking():
            return
        name = QFileDialog.getExistingDirectory(self, "放到哪里", sticks.usual_place())
        if name:
            self.make_into(Path(name))

    def make_into(self, folder: Path) -> None:
        """Counted and packed beside the window, so that list and package are of one moment."""
        giver, taker, phrase = self._text("giver"), self._text("taker"), self._phrase()

        def work(book: Book, tick: Callable[[int, int], bool]) -> Changes:
            listed = actions.inventory(book, giver, taker, ask_due(book, clock.today()))
            made = actions.hand_over(book, listed, folder, phrase=phrase, tick=tick)
            return made.changes._replace(result=made)

        self._window.runner.job(
            work, label="正在生成交接包", on_done=self._on_made, on_refused=self._on_refused
        )

    def _phrase(self) -> str:
        return self.inputs["phrase"].text()

    def _on_made(self, changes: Changes) -> None:
        made = changes.result
        assert isinstance(made, actions.Made)
        for name in ("phrase", "again"):
            self.inputs[name].clear()
        self._window.bar.say(
            f"交接包和清单已放到〔{made.package.parent}〕。下一步：打印清单，两个人签字。"
        )
        self.print.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_refused(self, refused: Refused) -> None:
        self.banner.say(refused)

    def print_page(self) -> None:
        """The list that lies beside the package; before there is one, the state of now."""
        self.banner.hide()
        if (stopped := cover.stops("打印")) is not None:
            self.banner.say(stopped)
            return
        try:
            paper = self._paper()
        except Refused as refused:
            self.banner.say(refused)
            return
        if paper is not None:
            drawing.show_paper(self._window, paper, "交接清单")

    def _paper(self) -> Document | None:
        row = actions.last(self._book)
        if row is not None and row["state"] == UNFINISHED:
            listed = actions.list_of(self._book, row)
            return papers.paper(
                listed, package=row["package"] or "", fingerprint=row["list_hash"] or ""
            )
        if self.now is None:
            return None  # it is being read
        giver, taker = self._text("giver"), self._text("taker")
        return papers.paper(self.now._replace(giver=giver, taker=taker))

    def on_sign(self, name: str, pin: str) -> None:
        row = self._unsigned()
        if row is None:
            return
        done = self._window.runner.act(
            actions.sign, row["id"], name, pin, on_refused=self._on_refused
        )
        if done is not None:
            self._say_signed(done)

    def on_scan(self) -> None:
        row = self._unsigned()
        if row is None:
            return
        name, _ = QFileDialog.getOpenFileName(
            self, "签好的清单", sticks.usual_place(), "扫描件或照片 (*.jpg *.jpeg *.png *.pdf)"
        )
        if not name:
            return
        done = self._window.runner.act(
            actions.sign_on_paper, row["id"], Path(name), on_refused=self._on_refused
        )
        if done is not None:
            self._say_signed(done)

    def _unsigned(self) -> Row | None:
        self.banner.hide()
        return actions.unfinished(self._book)

    def _say_signed(self, done: Changes) -> None:
        left = actions.unfinished(self._book)
        words = "交接已完成。记得换钥匙和口令。" if left is None else "已签字，还差一个人。"
        self._window.bar.say(words, action=self._window.runner.undo)

    def on_compare(self) -> None:
        """After rebuilding elsewhere: is everything there that the list names?"""
        self.banner.hide()
        name, _ = QFileDialog.getOpenFileName(
            self, "交接清单在哪里", sticks.usual_place(), "交接清单 (*.json)"
        )
        if name:
            self.compare_with(Path(name))

    def compare_with(self, listed: Path) -> None:
        def work(book: Book, _tick: object) -> Changes:
            return Changes("核对清单", result=actions.check(book, listed))

        self._window.runner.job(
            work, label="正在核对清单", on_done=self._on_compared, on_refused=self._on_refused
        )

    def _on_compared(self, changes: Changes) -> None:
        found = changes.result
        assert isinstance(found, list)
        if found:
            self.banner.say(
                f"和清单不一样的有 {len(found)} 处，见下面。生成以后又登记过的，也会在里面。"
            )
            self.lists.show_differences(found)
        else:
            self._window.bar.say("核对过了：条数、内容、附件和清单上一样。")


def _card(title: str) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setProperty("role", "card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(16, 12, 16, 12)
    inside.setSpacing(8)
    inside.addWidget(look.label(title, "group"))
    return card, inside
