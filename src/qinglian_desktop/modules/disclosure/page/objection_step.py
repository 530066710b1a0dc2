"""What is the one next step of this objection? How it ended, what was said, by whom, when."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QComboBox,
    QFrame,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.disclosure import objecting
from qinglian_desktop.modules.disclosure.actions.objections import WITHDRAWN, Standing
from qinglian_desktop.modules.disclosure.wall_records import (
    DisclosureDemand,
    Objection,
    ObjectionStep,
)
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import emptied
from qinglian_desktop.ui.form import RecordForm
from qinglian_desktop.ui.messages import push_button

_FIELDS = {"on": "done_on", "by": "done_by", "text": "text"}  # what a refusal names → the editor


class StepCard(QFrame):
    asked = Signal(str, dict)  # the outcome, and what was filled in

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        look.named(self, "下一步")
        self.title = look.label("下一步", "group")
        self.title.setWordWrap(True)
        self.words = look.label("", "hint")
        self.words.setWordWrap(True)
        self._ways = QButtonGroup(self)
        self._choices = QVBoxLayout()
        self._choices.setSpacing(6)
        choices = QWidget()
        choices.setProperty("role", "clear")
        self._choices.setContentsMargins(0, 0, 0, 0)
        choices.setLayout(self._choices)
        self.who = QComboBox()
        look.named(self.who, "谁答复的")
        book = desk.book
        self.form = RecordForm(ObjectionStep, reader=book, fields=("text", "done_on", "done_by"))
        self.notice = RecordForm(Objection, reader=book, fields=("correction_id",))
        self.share = RecordForm(DisclosureDemand, reader=book, fields=("signers", "base"))
        self.ok = push_button("办好这一步", "primary")
        self.ok.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(10)
        self._open = (choices, self.form, self.ok)
        for part in (
            self.title, self.words, choices, self.who, self.share, self.notice, self.form, self.ok,
        ):  # fmt: skip
            column.addWidget(part)
        self.ok.clicked.connect(self._on_ok)
        self.form.submitted.connect(self._on_ok)
        self._ways.buttonToggled.connect(self._on_way)
        self._stands: Standing | None = None
        self._shown = ("", "")  # the objection and its step: what is typed for another goes

    def show_standing(self, row: Mapping[str, Any], standing: Standing | None, limit: str) -> None:
        """The step that is open, or how it ended."""
        self._stands = standing
        for part in self._open:
            part.setVisible(standing is not None)
        emptied(self._choices)
        for button in self._ways.buttons():
            self._ways.removeButton(button)
        if standing is None:
            self.title.setText(str(row.get("result") or "已办结"))
            self.words.setText("")
            self.words.hide()
            for part in (self.who, self.share, self.notice):
                part.hide()
            return
        names = "、".join(str(one["who"]) for one in standing.waiting)
        self.title.setText(f"{standing.stage.name}（{names}）")
        self.words.setText(limit)
        self.words.show()
        for one in standing.stage.outcomes:
            self._way(one.label, one.id, one.needs)
        self._way("本人撤回，不提了", WITHDRAWN, "")
        self._ways.buttons()[0].setChecked(True)
        self.who.clear()
        self.who.addItems([str(one["who"]) for one in standing.waiting])
        self.who.setVisible(len(standing.waiting) > 1)
        if self._shown != (row["id"], standing.stage.id):
            self._shown = (row["id"], standing.stage.id)
            self.form.set_row({})
            self.share.set_row({})
        self.notice.set_row({"correction_id": row.get("correction_id")})
        self._on_way()

    def _way(self, word: str, outcome: str, needs: str) -> None:
        button = QRadioButton(word)
        button.setProperty("outcome", outcome)
        button.setProperty("needs", needs)
        self._ways.addButton(button)
        self._choices.addWidget(button)

    def _on_way(self, *_: object) -> None:
        chosen = self._ways.checkedButton()
        needs = chosen.property("needs") if chosen is not None else ""
        open_ = self._stands is not None
        self.notice.setVisible(open_ and needs == objecting.A_NOTICE)
        self.share.setVisible(open_ and needs == objecting.A_SHARE)

    def text(self) -> str:
        return str(self.form.draft().get("text") or "")

    def _on_ok(self) -> None:
        chosen = self._ways.checkedButton()
        if chosen is None:
            return
        for form in (self.form, self.share):
            if form.isVisibleTo(self) and form.unreadable():
                form.editors[form.names[0]].setFocus(Qt.FocusReason.OtherFocusReason)
                return
        told, needs = self.form.draft(), chosen.property("needs")
        day = told.get("done_on")
        filled: dict[str, Any] = {
            "text": told.get("text") or "",
            "on": date.fromisoformat(day) if day else None,
            "by": told.get("done_by") or "",
            "who": self.who.currentText() if self.who.count() > 1 else "",
        }
        if needs == objecting.A_NOTICE:
            filled["notice_id"] = self.notice.draft().get("correction_id") or ""
        if needs == objecting.A_SHARE:
            asked = self.share.draft()
            filled |= {name: asked.get(name) or 0 for name in ("signers", "base")}
        self.asked.emit(chosen.property("outcome"), filled)

    def point_at(self, refused: Refused) -> bool:
        """The words under the input a refusal names; False when it is not here."""
        if not self.isVisible():
            return False
        field = _FIELDS.get(refused.field, refused.field)
        name = "correction_id" if field == "notice_id" else field
        shown = Refused(refused.what, refused.remedy, field=name, code=refused.code)
        for form in (self.form, self.share, self.notice):
            if name in form.editors and form.isVisibleTo(self):
                return form.show_problem(shown)
        return False

    def take_focus(self) -> None:
        buttons = self._ways.buttons()
        if buttons and self.isVisible() and not self.isAncestorOf(_focus()):
            buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)


def _focus() -> QWidget:
    return QApplication.focusWidget() or QWidget()
