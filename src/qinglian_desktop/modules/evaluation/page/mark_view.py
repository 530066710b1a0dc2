"""One unit's handed-in lines at the street: a list beside the card that is written into."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.kinds import CHOICE, DAY, LONG
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Field, Row
from qinglian_desktop.modules.disclosure.page.papers import show_paper
from qinglian_desktop.modules.evaluation import actions, marking, snapshot
from qinglian_desktop.modules.evaluation import assessment_rules as rules
from qinglian_desktop.modules.evaluation.assessment_records import OUTCOMES, RETURNED, REVIEWED
from qinglian_desktop.modules.evaluation.evidence import Evidence
from qinglian_desktop.modules.evaluation.marking import Marked
from qinglian_desktop.modules.evaluation.page.behind import Behind
from qinglian_desktop.modules.evaluation.page.mark_card import MarkCard
from qinglian_desktop.modules.evaluation.system import shown
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.head_row import HeadRow
from qinglian_desktop.ui.messages import Banner, close_button, fill, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.scrolled import scrolled
from qinglian_desktop.ui.small_form import SmallForm
from qinglian_desktop.ui.tucked import Tucked
from qinglian_desktop.ui.turning import Turning

_LINES = (
    Heading("编号", 52), Heading("指标", 64), Heading("自评", 52, numeric=True),
    Heading("核评", 52, numeric=True), Heading("进度", 80, state=True),
)  # fmt: skip
_ASKED = {
    "outcome": Field("核评结果", CHOICE, choices=OUTCOMES),
    "said": Field("总的意见", LONG, required=False, example="第 3 方面的名单请补盖章"),
}
_SENT = "发回了，写到 U 盘（下发）才送得出去。"


class MarkView(QWidget):
    stepped = Signal(int)  # 下一家 +1, 上一家 -1

    def __init__(self, desk: Desk, banner: Banner) -> None:
        super().__init__()
        self._desk, self._banner, self._unit, self._year = desk, banner, "", 0
        self.given: Marked | None = None
        self._evidence: dict[str, tuple[Evidence, ...]] | None = None
        self.setProperty("role", "clear")
        self.back = push_button("返回", "link", icon="back")
        self.name = look.label("", "title")
        self.before = push_button("上一家")
        self.after = push_button("下一家")
        look.named(self.after, "下一家", "看下一个报送了自评的单位（Ctrl+PgDn）")
        self.print = push_button("打印自评表", icon="print")
        self.carry = push_button("照上一版核评")
        look.named(self.carry, "照上一版核评", "单位没有改过的各条，照上一版的核评填上")
        self.rest = push_button("其余照自评")
        look.named(self.rest, "其余照自评", "还没核评的各条，都照单位的自评分填上")
        self.send = push_button("发回", icon="export")
        look.named(self.send, "发回", "核评完了，或者退回补充；随下次下发带给单位")
        buttons = (self.before, self.after, self.print, self.carry, self.rest, self.send)
        self.head = HeadRow((self.back, self.name), buttons)
        self.facts = look.label("", "hint")
        self.facts.setWordWrap(True)
        self.lines = PlainTable("报送的自评", _LINES)
        self.card = MarkCard(desk, banner.say)
        self.behind = Behind(desk)
        self.sending = Tucked("发回")
        self.form = SmallForm(_ASKED)
        self.sure = push_button("发回单位", "primary")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        inner = QVBoxLayout(self.sending)
        inner.setContentsMargins(16, 12, 16, 12)
        inner.setSpacing(8)
        line, away = QHBoxLayout(), close_button("收起")
        line.addWidget(look.label("发回给单位", "group"), 1)
        line.addWidget(self.sure)
        line.addWidget(away)
        inner.addLayout(line)
        inner.addWidget(self.form)
        away.clicked.connect(self.sending.hide)
        self._right = scrolled(
            self.card, *self.card.words, self.card.files, self.behind, grows=self.behind
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.head, self.facts, self.sending):
            column.addWidget(part)
        column.addWidget(Turning(self.lines, self._right, (2, 3)), 1)
        enter_at(self, self.lines)

    def _connect(self) -> None:
        self.lines.selectionModel().currentRowChanged.connect(self._on_row)
        self.lines.opened.connect(lambda _place, _column: self.card.begin())
        self.card.stepped.connect(self.step_line)
        self.behind.opened.connect(partial(self._right.ensureWidgetVisible, self.behind))
        self.before.clicked.connect(partial(self.stepped.emit, -1))
        self.after.clicked.connect(partial(self.stepped.emit, 1))
        self.print.clicked.connect(self.print_page)
        self.carry.clicked.connect(partial(self._fill_in, actions.carry_over))
        self.rest.clicked.connect(partial(self._fill_in, actions.take_own))
        self.send.clicked.connect(self.ask_sending)
        self.sure.clicked.connect(self.on_send)
        self.form.submitted.connect(self.on_send)
        self.sending.shown.connect(self._on_sending)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, way in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(keys, self, partial(self.stepped.emit, way), context=within)
        self._desk.runner.changed.connect(self._on_changed)

    # -- which unit, which line -----------------------------------------------------------

    def show_unit(self, name: str, office: str, year: int) -> None:
        """The newest version the unit has handed in, at its first line without a mark."""
        self._unit, self._year, self._evidence = office, year, None
        self.name.setText(name)
        self.card.line = {}
        self.sending.hide()
        self.lines.clearSelection()
        self.reload()
        if self.given is None:
            return
        row = self.given.row
        self._desk.runner.read(
            lambda book: (row["id"], snapshot.evidence_of(book, row)), self._on_evidence
        )
        self.lines.selectRow(self._first_open())
        self.card.begin()

    def reload(self) -> None:
        given = self.given = marking.marks_of(self._desk.book, self._unit, self._year)
        if given is None:
            return
        self.facts.setText(_facts(given))
        self.carry.setVisible(bool(given.before) and not given.finished)
        self.rest.setVisible(not given.finished)
        self.lines.fill([_line(line, given) for line in given.lines])
        if (place := self._place(self.card.line.get("id", ""))) >= 0:
            self.lines.selectRow(place)
        self._fit_primary()

    def _fit_primary(self) -> None:
        """One button stands out: the next line, then sending back."""
        tucked = self.sending.isHidden()
        finished = self.given is not None and self.given.finished
        fill(self.card.next, tucked and not finished)
        fill(self.send, tucked and finished)

    def _place(self, line_id: str) -> int:
        ids = [line["id"] for line in self.given.lines] if self.given else []
        return ids.index(line_id) if line_id in ids else -1

    def _first_open(self) -> int:
        assert self.given is not None
        for place, line in enumerate(self.given.lines):
            mark = self.given.marks.get(line["id"])
            if rules.applies(line) and (mark is None or mark["score"] is None):
                return place
        return 0

    def _on_row(self, now: QModelIndex, _before: QModelIndex) -> None:
        given = self.given
        if given is None or not 0 <= now.row() < len(given.lines):
            return
        line = given.lines[now.row()]
        if line["id"] == self.card.line.get("id"):
            return
        if not self.card.flush():
            self.lines.selectRow(self._place(self.card.line["id"]))
            return
        self.card.show_line(line, self.given or given, open_=self._is_open())
        self._right.verticalScrollBar().setValue(0)
        self._show_behind()

    def _is_open(self) -> bool:
        return bool(self._desk.book.writable)

    def step_line(self, way: int) -> None:
        """下一条; after the last one the keys go to what is to be done then."""
        place = self._place(self.card.line.get("id", "")) + way
        if self.given is None or place < 0:
            return
        if place >= len(self.given.lines):
            (self.send if self.given.finished else self.rest).setFocus()
            return
        self.lines.selectRow(place)
        self.card.begin()

    # -- what is behind -------------------------------------------------------------------

    def _on_evidence(self, answer: tuple[str, dict[str, tuple[Evidence, ...]]]) -> None:
        row_id, found = answer
        if self.given is not None and row_id == self.given.row["id"]:
            self._evidence = found
            self._show_behind()

    def _show_behind(self) -> None:
        if self.given is None or not self.card.line:
            return
        found = (self._evidence or {}).get(self.card.line["indicator"], ())
        waits = self._evidence is None
        self.behind.fill(found, self.given.row["frozen_on"], waits=waits)

    # -- many lines, sending back ---------------------------------------------------------

    def _fill_in(self, action: Any, _checked: bool = False) -> None:
        if self.given is None or not self.card.flush():
            return
        self._banner.hide()
        changes = self._desk.runner.act(
            action, self.given.row["id"], on_refused=self._banner.say
        )  # fmt: skip
        if changes is not None:
            unlike = self.given.unlike if action is actions.carry_over else ()
            self._desk.runner.said.emit(f"填上了 {changes.result} 条，可以撤销。{_left(unlike)}")
            self.send.setFocus()

    def ask_sending(self) -> None:
        """The outcome and a word for the whole."""
        if self.given is None or not self.card.flush():
            return
        self._banner.hide()
        self.form.put({"outcome": REVIEWED if self.given.finished else RETURNED})
        self.sending.show()
        self.form.editors["said"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_sending(self, on: bool) -> None:
        """While it is sent the card makes room; put away, the keys are at the line again."""
        self._right.setVisible(not on)
        self._fit_primary()
        if not on and self.card.line:
            self.card.begin()

    def on_send(self) -> None:
        if self.given is None or self.form.problem():
            return
        told = self.form.values()
        changes = self._desk.runner.act(
            actions.send_back, self.given.row["id"], told["outcome"], told["said"] or "",
            on_refused=self._on_refused, say=_SENT,
        )  # fmt: skip
        if changes is not None:
            self.sending.hide()
            self.after.setFocus()

    def _on_refused(self, refused: Refused) -> None:
        if not self.form.show_refusal(refused):
            self._banner.say(refused)

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        touched = changes.touches(
            "assessment", "assessment_line", "assessment_mark", "assessment_review"
        )
        if not touched or not self._unit:
            return
        if self.isVisible() and not self._newer_came():
            self.reload()
            self._follow()

    def _newer_came(self) -> bool:
        """A merge brought a newer version of this unit: it takes the place of the one shown."""
        row = marking.handed_in(self._desk.book, self._unit, self._year)
        if self.given is None or row is None or row["id"] == self.given.row["id"]:
            return False
        name = self.name.text()
        self.show_unit(name, self._unit, self._year)
        self._banner.say(
            f"{name}刚报来第 {row['version']} 版，换成新的一版，原来的核评留在上一版。"
        )
        return True

    def _follow(self) -> None:
        """The card shows what is stored now, but for what is just being typed."""
        if self.given is None or not self.card.line:
            return
        place = self._place(self.card.line["id"])
        if place >= 0 and not self.card.form.waits:
            line = self.given.lines[place]
            self.card.line = line
            self.card.form.refresh(self.given.marks.get(line["id"], {}))

    def print_page(self) -> None:
        if self.given is not None:
            show_paper(
                self._desk, snapshot.paper, self.given.row["id"], snapshot.TABLE, title="自评表",
                on_refused=self._banner.say, draft_note="",
            )  # fmt: skip

    def flush(self) -> bool:
        return self.card.flush()

    def leave(self) -> bool:
        """One step back within the view; False where the list of units comes next."""
        if self.behind.close_record():
            return True
        if not self.sending.isHidden():
            self.sending.hide()
            return True
        return not self.flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_PageDown:
                self.card.stepped.emit(1)
            case Qt.Key.Key_PageUp:
                self.card.stepped.emit(-1)
            case _:
                super().keyPressEvent(event)


def _facts(given: Marked) -> str:
    row, own, review = given.row, given.own, given.review
    parts = [
        f"第 {row['version']} 版，{paper_day(DAY.load(row['frozen_on']))}报送",
        f"自评 {shown(own.points)} 分",
        f"核评 {shown(review.points)} 分（已核评 {review.said}/{review.asked} 条）",
    ]
    if row["standing"]:
        parts.append(row["standing"])
    if given.sent is not None:
        day = paper_day(DAY.load(given.sent["made_on"]))
        parts.append(f"{day}已发回（{given.sent['outcome']}），以后的改动随下次下发带去")
    return " · ".join(parts)


def _line(line: Row, given: Marked) -> tuple[str, ...]:
    mark = given.marks.get(line["id"])
    if not rules.applies(line):
        state = "不适用"
    elif mark is None or mark["score"] is None:
        state = "未评"
    else:
        state = "缺意见" if marking.unlike_own(line, mark) else "已评"
    return (
        line["indicator"], line["title"], rules.told(line["self_score"]),
        rules.told(mark["score"] if mark else None), state,
    )  # fmt: skip


def _left(unlike: Sequence[str]) -> str:
    """Which marks of the version before were not carried over, and why."""
    if not unlike:
        return ""
    more = f"等 {len(unlike)} 条" if len(unlike) > 3 else ""
    return f"指标表换过，{'、'.join(unlike[:3])}{more}没有照上一版填，请另外核评。"
