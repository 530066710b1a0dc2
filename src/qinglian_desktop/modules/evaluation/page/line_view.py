"""指标卡 (A-03): what is asked, how it was counted, the records behind, the unit's own word."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.disclosure.page.papers import show_paper
from qinglian_desktop.modules.evaluation import (
    actions,
    assessment_reads,
    assessment_rules,
    evidence,
    snapshot,
)
from qinglian_desktop.modules.evaluation.assessment_records import OPEN, AssessmentLine
from qinglian_desktop.modules.evaluation.page.part import TABLES
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.form import RecordForm
from qinglian_desktop.ui.head_row import HeadRow
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.scrolled import scrolled
from qinglian_desktop.ui.turning import Turning

_FIELDS = ("self_score", "note", "differs", "files")
_EVIDENCE = (
    Heading("台账", 110), Heading("记录", 0, private=True), Heading("日期", 100),
    Heading("附件", 60), Heading("备注", 70),
)  # fmt: skip
_NONE = "截止日前没有相关记录。没有就如实写没有。"


class LineView(QWidget):
    closed = Signal()
    stepped = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self.row_id = desk, ""
        self._found: tuple[evidence.Evidence, ...] = ()
        self._year, self._age = 0, 0  # of what is collected; a change makes it older
        self._collected: dict[str, tuple[evidence.Evidence, ...]] | None = None
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, "指标卡")
        self.back = push_button("返回列表", "link", icon="back")
        self.name = look.label("", "title")
        self.name.setWordWrap(True)
        self.print = push_button("打印本项", icon="print")
        self.apart = push_button("标为不适用")
        self.before = push_button("上一项")
        self.next = push_button("下一项", "primary")
        look.named(self.next, "下一项", "存好这一项，看下一项（PgDn）")
        self.banner = Banner()
        self.points = look.label("", "strong")
        self.asked, self.counted, self.street = (look.label("") for _ in range(3))
        for label in (self.points, self.asked, self.counted, self.street):
            label.setWordWrap(True)
        self.form = RecordForm(
            AssessmentLine, reader=desk.book, fields=_FIELDS, store_file=desk.store_file
        )
        self.behind = PlainTable("用到的记录", _EVIDENCE)
        self.none = look.label(_NONE, "hint")
        self.none.setWordWrap(True)
        self._room = QWidget()  # keeps the words at the top while there is no list
        self._room.setProperty("role", "clear")
        self._lay_out()
        self.back.clicked.connect(self.leave)
        self.print.clicked.connect(self.print_page)
        self.apart.clicked.connect(self.on_apart)
        self.before.clicked.connect(partial(self._step, -1))
        self.next.clicked.connect(partial(self._step, 1))
        self.form.edited.connect(self.save_now)
        self.form.submitted.connect(partial(self._step, 1))
        self.form.stepped.connect(self._step)
        self.behind.opened.connect(self._on_opened)
        desk.runner.changed.connect(self._on_changed)

    def _lay_out(self) -> None:
        head = HeadRow((self.back,), (self.print, self.apart, self.before, self.next))
        card = QFrame()
        card.setProperty("role", "card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(16, 12, 16, 16)
        inner.setSpacing(8)
        inner.addWidget(self.points)
        inner.addWidget(self.street)
        inner.addWidget(self.form)
        for word, part in (("评分办法", self.asked), ("系统建议怎么算的", self.counted)):
            inner.addWidget(look.label(word, "group"))
            inner.addWidget(part)
        inner.addStretch(1)
        right = QWidget()
        right.setProperty("role", "clear")
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(8)
        beside.addWidget(look.label("用到的记录（自动归集，回车打开）", "group"))
        beside.addWidget(self.none)
        beside.addWidget(self.behind, 1)
        beside.addWidget(self._room, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addWidget(head)
        column.addWidget(self.name)
        column.addWidget(self.banner)
        column.addWidget(Turning(scrolled(card, grows=card), right), 1)

    # -- which line -----------------------------------------------------------------------

    def open_row(self, row_id: str) -> None:
        if not self.flush():
            return
        self.row_id = row_id
        self.banner.hide()
        self.reload()

    def new_row(self) -> None:
        """Lines come from the issued table; there is nothing to begin."""

    def reload(self) -> None:
        line = self._desk.book.row(AssessmentLine.table, self.row_id)
        if line is None or line["deleted"]:
            self.row_id = ""
            self.closed.emit()
            return
        try:
            row = assessment_reads.there(self._desk.book, line["assessment_id"])
        except Refused:
            self.row_id = ""
            self.closed.emit()
            return
        self.name.setText(f"{line['indicator']} {line['title']}")
        most = assessment_rules.told(line["points"])
        said = assessment_rules.told(line["suggested"])
        self.points.setText(f"这一项 {most} 分，系统建议 {said} 分（{line['basis']}）")
        self.asked.setText(line["scoring"] or "指标表里没有写。")
        self.counted.setText(line["formula"] or "没有算式。")
        self._show_street(row, line)
        self.form.set_row(line)
        applies, is_open = assessment_rules.applies(line), row["state"] in OPEN
        self.form.set_read_only(not is_open or not applies)
        own_word = is_open and assessment_reads.by_own_word(self._desk.book, row, line)
        self.apart.setVisible(own_word)
        self.apart.setText("标为不适用" if applies else "改回要评")
        look.named(self.apart, self.apart.text(), "评分办法写了不适用的，写明原因可以剔除")
        self._ask_evidence(row["year"], line["indicator"])

    def _show_street(self, row: Any, line: Any) -> None:
        street = assessment_reads.word_of_street(self._desk.book, row)
        score = assessment_rules.told(street.scores.get(line["indicator"]))
        said = "，".join(
            filter(None, (f"{score} 分" if score else "", street.said.get(line["indicator"])))
        )
        of = f"第 {street.version} 版：" if said and street.version != row["version"] else ""
        self.street.setText(f"街道核评：{of}{said}")
        self.street.setVisible(bool(said))

    def _ask_evidence(self, year: int, indicator: str) -> None:
        """Collected once for all lines; anew after something was written."""
        if self._collected is not None and self._year == year:
            self._show_evidence(self._collected.get(indicator, ()))
            return
        self._show_evidence((), waits=True)
        self._year, age = year, self._age
        self._desk.runner.read(
            lambda book: (age, evidence.collected(book, year)), self._on_collected
        )

    def _on_collected(self, answer: tuple[int, dict[str, tuple[evidence.Evidence, ...]]]) -> None:
        age, found = answer
        line = self._desk.book.row(AssessmentLine.table, self.row_id) if self.row_id else None
        if age != self._age or line is None:
            return
        self._collected = found
        self._show_evidence(found.get(line["indicator"], ()))

    def _show_evidence(self, found: tuple[evidence.Evidence, ...], *, waits: bool = False) -> None:
        self._found = found
        self.behind.fill(
            [
                (one.ledger, one.name, one.day, f"{one.papers} 件" if one.papers else "",
                 "补录" if one.late else "")
                for one in found
            ]
        )  # fmt: skip
        self.none.setText("正在归集……" if waits else _NONE)
        self.none.setVisible(not found)
        self.behind.setVisible(bool(found))
        self._room.setVisible(not found)

    def _on_opened(self, place: int, _column: int) -> None:
        one = self._found[place]
        self._desk.go("", one.table, one.row_id)

    def print_page(self) -> None:
        if self.row_id and self.flush():
            show_paper(
                self._desk, snapshot.line_paper, self.row_id, title="本项",
                on_refused=self.banner.say,
                draft_note="报送以后，纸上的“草稿”两个字自动去掉。",
            )  # fmt: skip

    def on_apart(self) -> None:
        """标为不适用, or 改回要评."""
        if not self.row_id or not self.flush():
            return
        line = self._desk.book.row(AssessmentLine.table, self.row_id)
        act = actions.leave_out if assessment_rules.applies(line) else actions.take_in_again
        self.banner.hide()
        self._desk.runner.act(act, self.row_id, on_refused=self._on_refused)

    # -- saving ---------------------------------------------------------------------------

    def save_now(self) -> bool:
        self.form.wait_no_more()
        draft = self.form.changes() if self.row_id else {}
        if not draft:
            return True
        self.banner.hide()
        changes = self._desk.runner.act(
            actions.save_line, self.row_id, draft, initiator=self, on_refused=self._on_refused
        )
        if changes is None:
            return False
        line = self._desk.book.row(AssessmentLine.table, self.row_id)
        self.form.settled(line)
        if words := assessment_rules.unlike_suggested(line):
            self.banner.say(Refused(*words.split("，", 1)))
        return True

    def _on_refused(self, refused: Refused) -> None:
        if not self.form.show_problem(refused):
            self.banner.say(refused)

    def flush(self) -> bool:
        """May the line be left? Not while a text in it cannot be read."""
        return self.save_now() and not (self.row_id and self.form.stop_at_unreadable())

    def _step(self, way: int, _checked: bool = False) -> None:
        if self.flush():
            self.stepped.emit(way)

    def leave(self) -> None:
        if self.flush():
            self.closed.emit()

    def take_focus(self) -> None:
        self.form.focus_first()

    def _on_changed(self, changes: Changes, initiator: object) -> None:
        own = changes.touches(*TABLES)
        if not own:  # a ledger says something else now
            self._collected, self._age = None, self._age + 1
        if initiator is not self and self.row_id and self.isVisible():
            self.reload()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape:
                self.leave()
            case Qt.Key.Key_PageDown:
                self._step(1)
            case Qt.Key.Key_PageUp:
                self._step(-1)
            case _:
                super().keyPressEvent(event)
