"""待核实的做法: what rests on no law, and what the street said about it (规则包)."""

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from qinglian_desktop.core import clock, own_value
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.kinds import CHOICE
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.own_value import OwnValue
from qinglian_desktop.core.pack import TO_VERIFY
from qinglian_desktop.core.record import Field, fact
from qinglian_desktop.store import own_values
from qinglian_desktop.store.own_values import Open
from qinglian_desktop.ui import look
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import fill, push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.small_form import SmallForm

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

OWN, STREETS, COMING = "本单位定的", "街道已定", "以后生效"
_COLUMNS = (
    Heading("管什么", 0), Heading("现在按", 130), Heading("核实", 110, state=True),
)  # fmt: skip
_HINT = (
    "没有查到法律依据的做法，先按通行的。问过街道的，选一条填上答复。"
    "目录里每一项贴几天、哪些要街道预审，在【公开目录】【标准】里改。"
)
_TOLD = ("value", "from_on", "told_by", "told_on")


def open_it(window: "Window") -> None:
    if window.book.unit.is_street:
        what, remedy = "街道的做法写在规则包里", "请用“下发规则包”改"
        window.runner.refused.emit(Refused(what, remedy, code="QL-RP-032"))
        return
    page = OwnValuesPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


class OwnValuesPage(OverPage):
    def __init__(self, window: "Window") -> None:
        super().__init__("own-values", "待核实的做法")
        self._window, self._book = window, window.book
        self.lines: list[Open] = []  # as the list shows them
        self.one: Open | None = None  # what the form below is about
        self.words = QLineEdit()
        self.words.setPlaceholderText("找哪一项")
        self.words.setClearButtonEnabled(True)
        look.named(self.words, "找哪一项")
        self.words.setMaximumWidth(look.metrics().px(260))
        self.head.addWidget(self.words)
        hint = look.label(_HINT, "hint")
        hint.setWordWrap(True)
        self.table = PlainTable("待核实的做法", _COLUMNS)
        self.empty = EmptyCard("没有含这几个字的做法。换几个字，或者清空再找。", "search")
        self.empty.hide()
        self.column.addWidget(hint)
        beside = QHBoxLayout()
        beside.setSpacing(12)
        beside.addWidget(self.table, 3)
        beside.addWidget(self.empty, 3)
        beside.addWidget(self._card(), 2)
        self.column.addLayout(beside, 1)
        self.words.textChanged.connect(self._on_words)
        self.words.returnPressed.connect(self.table.setFocus)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.opened.connect(self._on_opened)
        window.runner.changed.connect(self._on_changed)
        enter_at(self, self.words)
        self.reload()

    def _card(self) -> QFrame:
        self.card = QFrame()
        self.card.setProperty("role", "card")
        column = QVBoxLayout(self.card)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(10)
        body = QWidget()
        self._inside = QVBoxLayout(body)
        self._inside.setContentsMargins(0, 0, 4, 0)
        self._inside.setSpacing(10)
        self.what, self.use = look.label("", "group"), look.label("", "hint")
        self.state = look.label("")
        for words in (self.what, self.use, self.state):
            words.setWordWrap(True)
            self._inside.addWidget(words)
        self.form: SmallForm | None = None
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        self.back_to = push_button("改回规则包的")
        self.keep = push_button("就按这个办", "primary")
        row.addWidget(self.back_to)
        row.addWidget(self.keep)
        self._inside.addStretch(1)
        body.setProperty("role", "clear")
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        look.named(area, "填答复")
        column.addWidget(area, 1)
        column.addLayout(row)
        self.keep.clicked.connect(self.on_keep)
        self.back_to.clicked.connect(self.on_put_back)
        return self.card

    # -- the list -------------------------------------------------------------------------

    def reload(self) -> None:
        self._all = own_values.open_values(self._book, clock.today())
        self._fill(self.one.spec.rule if self.one else "")

    def _fill(self, rule: str) -> None:
        """The lines that hold what was typed; the chosen one stays chosen where it can."""
        wanted = self.words.text().split()
        self.lines = [one for one in self._all if _holds(one, wanted)]
        self.table.fill([*map(_texts, self.lines)])
        for part, yes in ((self.table, bool(self.lines)), (self.empty, not self.lines)):
            part.setVisible(yes)
        self.card.setVisible(bool(self.lines))
        rules = [one.spec.rule for one in self.lines]
        row = rules.index(rule) if rule in rules else 0
        if self.lines:
            self.table.selectRow(row)
            self._show(self.lines[row])
        else:
            self._show(None)

    def _on_words(self) -> None:
        self._fill(self.one.spec.rule if self.one else "")

    def _on_row(self) -> None:
        row = self.table.row()
        if 0 <= row < len(self.lines):
            self._show(self.lines[row])

    def _on_opened(self) -> None:
        if self.form is not None:
            self.form.editors["value"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(OwnValue.table, "rule_pack"):
            self.reload()

    # -- the form -------------------------------------------------------------------------

    def _show(self, one: Open | None) -> None:
        if one is not None and one == self.one:
            return  # what is typed stays
        self.one = one
        self.banner.hide()
        if one is None:
            return
        self.what.setText(one.spec.label)
        self.use.setText(f"{one.spec.use}。")
        self.state.setText("\n".join(_said(one)))
        if self.form is not None:
            self._inside.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self.form = SmallForm(_fields(one), reader=self._book)
        self.form.put(_first_values(one))
        self.form.submitted.connect(self.on_keep)
        self._inside.insertWidget(3, self.form)
        self.form.show()
        self._in_order()
        runs = one.answer is not None or one.coming is not None or bool(one.beaten)
        self.back_to.setVisible(runs)
        writable = self._book.writable
        fill(self.keep, writable)
        for button in (self.keep, self.back_to):
            button.setEnabled(writable)

    def _in_order(self) -> None:
        """Tab comes to the buttons after the form, which is newer than they."""
        assert self.form is not None
        last = self.form.editors[_TOLD[-1]].input
        for before, after in pairwise((last, self.back_to, self.keep)):
            self.setTabOrder(before, after)

    def on_keep(self) -> None:
        """What was told holds from its first day on."""
        if self.one is None or self.form is None or self.form.problem():
            return
        told = self.form.values()
        days = [_day(told["from_on"]), _day(told["told_on"])]
        self.banner.hide()
        changes = self._window.runner.act(
            own_values.settle, self.one.spec.rule, told["value"] or "", days[0],
            told["told_by"] or "", days[1], on_refused=self._on_refused,
        )  # fmt: skip
        if changes is not None:
            since = f"从{paper_day(days[0])}起"
            self._say(f"记下了：{self.one.spec.label}，{since}按“{changes.result}”办。", changes)

    def on_put_back(self) -> None:
        if self.one is None:
            return
        one = self.one
        changes = self._window.runner.act(
            own_values.put_back, one.spec.rule, on_refused=self._on_refused
        )
        if changes is not None:
            given = one.spec.shown(one.given)
            self._say(f"改回了：{one.spec.label}，从今天起按“{given}”办。", changes)

    def _say(self, words: str, changes: Changes) -> None:
        runner, step = self._window.runner, changes.step
        self._window.bar.say(words, action=lambda: runner.undo_step(step))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_refused(self, refused: Refused) -> None:
        if self.form is None or not self.form.show_refusal(refused):
            self.banner.say(refused)


def _holds(one: Open, wanted: list[str]) -> bool:
    text = "".join((*_texts(one), *_said(one), one.spec.use))
    return all(word in text for word in wanted)


def _texts(one: Open) -> tuple[str, ...]:
    return one.spec.label, one.now, _mark(one)


def _mark(one: Open) -> str:
    if one.beaten:
        return STREETS
    if one.answer is not None:
        return OWN
    return COMING if one.coming is not None else TO_VERIFY


def _said(one: Open) -> list[str]:
    """What holds now and why, and what will."""
    given = one.spec.shown(one.given)
    if one.answer is None:
        lines = [f"现在按：{given}", f"依据：{one.grounds}"]
    else:
        since = paper_day(date.fromisoformat(one.answer["from_on"]))
        lines = [f"现在按：{one.now}（{since}起）", f"{own_value.said(one.answer)}。"]
        lines.append(f"规则包里是：{given}，依据：{one.grounds}")
    if one.beaten:
        lines.append(f"{one.beaten}，原来{OWN}不再用。")
    if one.coming is not None:
        since = paper_day(date.fromisoformat(one.coming["from_on"]))
        lines.append(f"{since}起按：{one.coming['shown']}（{own_value.said(one.coming)}）")
    return lines


def _fields(one: Open) -> dict[str, Field]:
    fields = {name: OwnValue.fields[name] for name in _TOLD}
    spec = one.spec
    if spec.kind == "choice":
        words = tuple(choice.words for choice in spec.choices)
        value: Any = fact("街道说", CHOICE, choices=words)
    else:
        value = fact("街道说", example=spec.shown(one.given).replace(" ", ""))
    return {
        **fields,
        "value": value,
        "told_by": fields["told_by"]._replace(example="张主任"),
    }


def _first_values(one: Open) -> dict[str, Any]:
    today = clock.today().isoformat()
    return {"value": None, "from_on": today, "told_by": None, "told_on": today}


def _day(stored: Any) -> date:
    return date.fromisoformat(stored) if stored else clock.today()
