"""怎么决定: which row of the table a title is, and what has to be asked first."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QCheckBox,
    QFrame,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.decisions import actions, rules
from qinglian_desktop.modules.decisions.actions import Given
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout, emptied
from qinglian_desktop.ui.messages import push_button


class RoadCard(QFrame):
    """怎么决定: the row of the table that fits the title, or what has to be asked first."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.found: rules.Route | None = None
        self._title, self._day, self._row = "", clock.today(), ""
        self._amount: int | None = None
        self._said_amount: int | None = None  # read off the title
        self._collective: bool | None = None
        self._answers: dict[str, str] = {}
        self.setProperty("role", "card")
        look.named(self, "怎么决定")
        self.words = look.label("", "")
        self.words.setWordWrap(True)
        self.detail = look.label("", "hint")
        self.detail.setWordWrap(True)
        self.group_owned = look.tick("只是一个组的事")
        self.outsiders = look.tick("对方是外面的人或单位")
        self.canvassed = look.tick("已经逐户书面征求过意见")
        self.group_collective = look.tick("这个组有自己的集体经济组织")
        self.charter_allows = look.tick("章程写明由成员代表大会决定")
        self._boxes = (
            self.group_owned, self.group_collective, self.outsiders, self.canvassed,
            self.charter_allows,
        )  # fmt: skip
        self._set_by_hand: set[QCheckBox] = set()
        self.other = push_button("不是这一样，重新选", "link")
        self.choices = QWidget()
        self._choices = QVBoxLayout(self.choices)
        self._choices.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(10)
        column.addWidget(look.label("怎么决定", "group"))
        for part in (self.words, self.choices, *self._boxes, self.detail):
            column.addWidget(part)
        column.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        for box in self._boxes:
            box.clicked.connect(partial(self._on_box, box))
        self.other.clicked.connect(self._start_over)
        self.clear()

    def clear(self) -> None:
        self.found, self._row, self._title, self._collective = None, "", "", None
        self._answers, self._said_amount = {}, None
        self._set_by_hand.clear()
        for box in self._boxes:
            box.setChecked(False)
        self._hide_boxes()
        self._say("写下事项，这里就说要走哪几步、由哪个会决定。")
        self._offer(())

    def given(self) -> Given:
        """What the clerk has said beside the title."""
        return Given(
            self._collective,
            self.group_owned.isChecked(),
            self.outsiders.isChecked(),
            self.canvassed.isChecked(),
            self._said_amount if self._amount is None else self._amount,
            self.group_owned.isChecked() and self.group_collective.isChecked(),
            self.charter_allows.isChecked(),
        )

    def ask(self, title: str, day: str | None, amount: int | None) -> None:
        """Another title, day or amount."""
        when = clock.today() if not day else type(self._day).fromisoformat(day)
        if (title.strip(), when, amount) == (self._title, self._day, self._amount):
            return
        fresh = title.strip() != self._title
        self._title, self._day, self._amount = title.strip(), when, amount
        if not self._title:
            self.clear()
            self.changed.emit()
            return
        if fresh:
            self._match()
        self._route()

    def _match(self) -> None:
        self._row, self._answers = "", {}
        self._hide_boxes()
        try:
            match = actions.match(self._desk.book, self._title, self._day)
        except Refused as refused:
            self._say(str(refused))
            return
        said = match.hints
        for box, hint in ((self.group_owned, said.group_owned), (self.outsiders, said.outsiders)):
            if box not in self._set_by_hand:  # what the clerk has ticked is not unsaid by a letter
                box.setChecked(hint)
        self._said_amount = said.amount
        if match.sure:
            self._row = match.rows[0].id
            self._offer(())
        elif match.rows:
            self._say("像下面这几样，是哪一样？")
            self._offer((*((row.id, row.label) for row in match.rows), ("", "都不是")))
        else:
            self._say("拿不准是哪一类。回答三个问题：")
            self._ask_three()

    # -- what has to be asked -------------------------------------------------------------

    def _offer(self, rows: tuple[tuple[str, str], ...]) -> None:
        emptied(self._choices)
        if rows:
            self._choices.addWidget(self._buttons("哪一样", rows, self._take))
        self.choices.setVisible(bool(rows))

    def _ask_three(self) -> None:
        emptied(self._choices)
        for question in actions.questions(self._desk.book, self._day):
            words = look.label(question.text)
            words.setWordWrap(True)
            self._choices.addWidget(words)
            take = partial(self._answer, question.id)
            self._choices.addWidget(self._buttons(question.text, question.answers, take))
        self.choices.show()

    def _buttons(self, name: str, rows: tuple[tuple[str, str], ...], take: Any) -> QWidget:
        box, group = QWidget(), QButtonGroup(self)
        look.named(box, name)
        flow = FlowLayout(box, gap=6)
        for value, word in rows:
            button = push_button(word, "choice")
            button.setCheckable(True)
            button.clicked.connect(partial(self._on_choice, take, value))
            group.addButton(button)
            flow.addWidget(button)
        return box

    def _on_choice(self, take: Any, value: str, _checked: bool = False) -> None:
        take(value)
        if (at := QApplication.focusWidget()) is None or not self.isAncestorOf(at):
            self._next_place().setFocus()  # the button that was pressed is gone

    def _next_place(self) -> QWidget:
        shown = (box for box in self._boxes if not box.isHidden())
        buttons = self.choices.findChildren(QPushButton) if not self.choices.isHidden() else []
        return next(iter(buttons), None) or next(shown, self.other)

    def _take(self, row_id: str) -> None:
        if not row_id:
            self._start_over()
            return
        self._row = row_id
        self._route()

    def _start_over(self) -> None:
        """The title was taken for something else: the three questions tell."""
        self._row, self._answers = "", {}
        self._hide_boxes()
        self._say("回答三个问题：")
        self._ask_three()
        self._route()

    def _hide_boxes(self) -> None:
        for box in self._boxes:
            box.hide()
        self.other.hide()

    def _on_box(self, box: QCheckBox, _checked: bool = False) -> None:
        self._set_by_hand.add(box)
        self._route()

    def _answer(self, question: str, value: str) -> None:
        self._answers[question] = value
        if len(self._answers) == 3:
            self._row = actions.answered(self._desk.book, self._day, self._answers).id
            self.group_owned.setChecked(self._answers["whose"] == "group")
        self._route()

    def _say_whether(self, fact: str, value: str) -> None:
        has = value == "yes"
        self._offer(())
        if fact == "has_collective":
            self._collective = has
        else:
            self.group_collective.setChecked(has)
        self._route()
        if not has and fact == "group_collective":
            self._offer(())
            self._say("小组没有自己的集体经济组织，法律没有写怎么表决。先问街道，再立事项。")

    # -- the answer -----------------------------------------------------------------------

    def _route(self, _checked: bool = False) -> None:
        self.found = None
        if self._row:
            try:
                self.found = actions.routed(self._desk.book, self._row, self._day, self.given())
            except Refused as refused:  # no law of that day is known
                self._hide_boxes()
                self._offer(())
                self._say(str(refused))
            else:
                self._show(self.found)
        self.changed.emit()

    def _show(self, found: rules.Route) -> None:
        ours = found.path not in (rules.NONE, rules.FORBIDDEN)
        owned = found.matter.track in rules.OWNED
        few = any(choice.row == "member-representatives" for choice in found.choices)
        self.group_owned.setVisible(ours and (owned or self._desk.book.unit.kind == "village"))
        self.outsiders.setVisible(ours)
        self.group_collective.setVisible(ours and owned and self.group_owned.isChecked())
        self.canvassed.setVisible(found.matter.track == "fundraising")
        self.charter_allows.setVisible(few)
        self.other.show()
        if found.path == rules.ASK:
            said = f"这是“{found.matter.label}”。{''.join(found.questions)}"
            self._say(said, "\n".join(found.notes))
            if found.asks:
                emptied(self._choices)
                take = partial(self._say_whether, found.asks)
                answers = (("yes", "有"), ("no", "没有"))
                self._choices.addWidget(self._buttons("有没有集体经济组织", answers, take))
            self.choices.setVisible(bool(found.asks))
            return
        self._say(*spoken(found))

    def _say(self, words: str, detail: str = "") -> None:
        self.words.setText(words)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))


def spoken(found: rules.Route) -> tuple[str, str]:
    """The route in two breaths: who decides by which steps, and on what grounds."""
    what = f"这是“{found.matter.label}”。"
    steps = f"走这几步：{' → '.join(found.steps)}。" if found.steps else ""
    who = f"由{found.body_label}决定。" if found.body_label else ""
    words = {
        rules.FORBIDDEN: f"{what}依法不能办。",
        rules.NONE: f"{what}不用走四议两公开。{who}",
        rules.ELSEWHERE: f"{what}不在这里决定。{who}",
    }.get(found.path, f"{what}{who}{steps}")
    detail = [*found.notes]
    if found.pre_review:
        detail.append("商议后先报街道预审（待核实，可在〔标准〕里改）")
    if found.chosen and found.chosen.why:
        detail.append(found.chosen.why)
    detail += [f"{one.when}：{_asked_of(one)}" for one in found.approvals]
    if found.basis:
        detail.append(f"依据：{found.basis}")
    return words, "\n".join(detail)


def _asked_of(one: rules.Approval) -> str:
    """Whose it is, unless the words say so themselves: 报街道备案."""
    return one.what if one.what.startswith(("报", "街道")) else f"{one.who}{one.what}"
