"""怎么决定: which row of the table a title is, and what has to be asked first."""

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QFrame, QVBoxLayout, QWidget

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
        self._collective: bool | None = None
        self._answers: dict[str, str] = {}
        self.setProperty("role", "card")
        look.named(self, "怎么决定")
        self.words = look.label("", "")
        self.words.setWordWrap(True)
        self.detail = look.label("", "hint")
        self.detail.setWordWrap(True)
        self.group_owned = QCheckBox("只是一个组的事")
        self.outsiders = QCheckBox("对方是外面的人或单位")
        self.canvassed = QCheckBox("已经逐户书面征求过意见")
        self.choices = QWidget()
        self._choices = QVBoxLayout(self.choices)
        self._choices.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(10)
        column.addWidget(look.label("怎么决定", "group"))
        for part in (self.words, self.choices, self.group_owned, self.outsiders, self.canvassed,
                     self.detail):  # fmt: skip
            column.addWidget(part)
        column.addStretch(1)
        for box in (self.group_owned, self.outsiders, self.canvassed):
            box.clicked.connect(self._route)
        self.clear()

    def clear(self) -> None:
        self.found, self._row, self._title, self._collective = None, "", "", None
        self._answers = {}
        for box in (self.group_owned, self.outsiders, self.canvassed):
            box.setChecked(False)
            box.hide()
        self._say("写下事项，这里就说要走哪几步、由哪个会决定。")
        self._offer(())

    def given(self) -> Given:
        """What the clerk has said beside the title."""
        return Given(
            self._collective,
            self.group_owned.isChecked(),
            self.outsiders.isChecked(),
            self.canvassed.isChecked(),
            self._amount,
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
        try:
            match = actions.match(self._desk.book, self._title, self._day)
        except Refused as refused:
            self._say(str(refused))
            return
        self.group_owned.setChecked(match.hints.group_owned)
        self.outsiders.setChecked(match.hints.outsiders)
        if match.hints.amount is not None and self._amount is None:
            self._amount = match.hints.amount
        if match.sure:
            self._row = match.rows[0].id
            self._offer(())
        elif match.rows:
            self._say("像下面这几样，是哪一样？")
            self._offer(tuple((row.id, row.label) for row in match.rows))
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

    def _take(self, row_id: str) -> None:
        self._row = row_id
        self._route()

    def _answer(self, question: str, value: str) -> None:
        self._answers[question] = value
        if len(self._answers) == 3:
            self._row = actions.answered(self._desk.book, self._day, self._answers).id
        self._route()

    def _say_collective(self, value: str) -> None:
        self._collective = value == "yes"
        self._offer(())
        self._route()

    # -- the answer -----------------------------------------------------------------------

    def _route(self, _checked: bool = False) -> None:
        self.found = None
        if self._row:
            self.found = actions.routed(self._desk.book, self._row, self._day, self.given())
            self._show(self.found)
        self.changed.emit()

    def _show(self, found: rules.Route) -> None:
        for box in (self.group_owned, self.outsiders):
            box.setVisible(found.path not in (rules.NONE, rules.FORBIDDEN))
        self.canvassed.setVisible(found.matter.track == "fundraising")
        if found.path == rules.ASK:
            self._say(f"这是“{found.matter.label}”。{''.join(found.questions)}")
            answers = (("yes", "有"), ("no", "没有"))
            emptied(self._choices)
            self._choices.addWidget(
                self._buttons("有没有集体经济组织", answers, self._say_collective)
            )
            self.choices.show()
            self.detail.hide()
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
    detail += [f"{one.when}：{one.who}{one.what}" for one in found.approvals]
    if found.basis:
        detail.append(f"依据：{found.basis}")
    return words, "\n".join(detail)
