"""The gates without a meeting: the street's slip, both publications, the folder, the end."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.kinds import DAY, FEN, LONG, NAME
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Field, Row
from qinglian_desktop.modules.decisions import actions, reads
from qinglian_desktop.modules.decisions.records import (
    ARCHIVE,
    PRE_REVIEW,
    PUBLISHED,
    RESULT,
    Matter,
    MatterStep,
)
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.small_form import SmallForm

Buttons = Sequence[tuple[str, str]]  # (step, word); the first one is filled

_STEP = MatterStep.fields
_SLIP = {
    "held_on": _STEP["held_on"]._replace(label="回执日期"),
    "slip_no": _STEP["slip_no"]._replace(example="通预审〔2026〕5号"),
    "slip_opinion": _STEP["slip_opinion"],
    "files": _STEP["files"]._replace(label="回执扫描件"),
}
_POSTED = {name: _STEP[name] for name in ("published_note", "supervision")}
# By the names of the result notice (N03).
_RESULT = {
    "done": Field("实际办的", LONG),
    "money_spent": Field("实际用钱", FEN, required=False),
    "contractor": Field("谁承办", NAME, required=False, suggests="person"),
    "accepted_on": Field("验收日期", DAY, required=False),
    "opinion": Field("监督意见", LONG),
}
_FOLDER = {"archive_no": Matter.fields["archive_no"]}


class GateCard(QFrame):
    """One gate at a time; `asked` names what was pressed and carries what was filled in."""

    asked = Signal(str, dict)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("role", "card")
        self.title = look.label("", "group")
        self.words = look.label("")
        self.words.setWordWrap(True)
        self.banner = Banner()
        self.items = look.label("")
        self.items.setWordWrap(True)
        self.forms = {
            PRE_REVIEW: SmallForm(_SLIP, reader=desk.book, store_file=desk.store_file),
            PUBLISHED: SmallForm(_POSTED),
            RESULT: SmallForm(_RESULT, reader=desk.book),
            ARCHIVE: SmallForm(_FOLDER),
        }
        self.form: SmallForm | None = None
        self.buttons = QWidget()
        self._flow = FlowLayout(self.buttons)
        self.by_step: dict[str, QPushButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(10)
        for part in (self.title, self.words, self.items, self.banner, *self.forms.values(),
                     self.buttons):  # fmt: skip
            column.addWidget(part)
        look.named(self, "下一步")

    # -- what is shown --------------------------------------------------------------------

    def show_gate(self, found: reads.Case, gate: str) -> None:
        """The gate as the case stands now."""
        self.banner.hide()
        self.items.hide()
        if gate == PRE_REVIEW:
            self._show(
                "报街道预审", "把提议、商议的意见和方案报街道，回执回来后登记。",
                (("agree", "登记同意"), ("disagree", "街道不同意")), PRE_REVIEW,
                {"held_on": clock.today().isoformat()},
            )  # fmt: skip
        elif gate in (PUBLISHED, RESULT):
            self._notice(found, gate)
        elif gate == ARCHIVE:
            self._folder(found)
        else:
            self._ended(found)

    def _notice(self, found: reads.Case, gate: str) -> None:
        held = found.step(gate)
        row = held.last if held else None
        notice = reads.notice_of(self._desk.book, row)
        if notice is None:
            if gate == PUBLISHED:
                self._show(
                    "公开决议", "决议公告的草稿已经不在了，重新编一份。", (("redraft", "编公告"),)
                )
            else:
                words = "落实以后写下办得怎样，程序编好结果公告。分阶段的可以多编几份。"
                self._show("公开实施结果", words, (("result", "编结果公告"),), RESULT, {})
            return
        title = "公开决议" if gate == PUBLISHED else "公开实施结果"
        until = reads.known_day(notice, "until_on")
        look_at = ("notice", "看公告")
        name = f"《{notice['title']}》"
        if notice["state"] in ("已上墙", "已归档") and until and until <= clock.today():
            words = f"{name}已贴够日子。写下公开情况和监督意见，就可以办结。"
            buttons: Buttons = (("finish", "办结"), look_at)
            if gate == RESULT:
                buttons = (*buttons, ("again", "再编一份阶段公告"))
            self._show(title, words, buttons, PUBLISHED, row or {})
        elif notice["state"] == "已上墙" and until:
            left = (until - clock.today()).days
            words = f"{name}正在公开，{paper_day(until)}起可以办结，还差 {left} 天。"
            self._show(title, words, (look_at,))
        else:
            words = f"{name}是“{notice['state']}”。去公开公示送审核、打印、上墙，再回来办结。"
            self._show(title, words, (("notice", "送公开"),))

    def ask_result(self) -> None:
        """The form of another result notice, for the next stage."""
        words = "写下这一阶段办得怎样，程序再编一份结果公告。"
        self._show("公开实施结果", words, (("result", "编结果公告"),), RESULT, {})
        self.take_focus()

    def _folder(self, found: reads.Case) -> None:
        listed = actions.checklist(self._desk.book, found.matter["id"])
        lacking = [one.label for one in listed if not one.there]
        words = "一事一档，材料都齐了。" if not lacking else f"还差 {len(lacking)} 样，补齐再归档。"
        self._show("归档", words, (("archive", "归档"),), ARCHIVE, found.matter)
        marks = [f"{'✓' if one.there else '○'} {one.label}" for one in listed]
        self.items.setText("\n".join(marks))
        self.items.show()

    def _ended(self, found: reads.Case) -> None:
        matter = found.matter
        words = f"这件事“{matter['state']}”。"
        if matter["ended_on"]:
            day = paper_day(date.fromisoformat(matter["ended_on"]))
            words = f"{day}{matter['state']}。原因：{matter['ended_reason'] or ''}"
        self._show(str(matter["state"]), words, ())

    def _show(
        self, title: str, words: str, buttons: Buttons, form: str = "",
        values: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        self.title.setText(title)
        self.words.setText(words)
        self.form = self.forms.get(form)
        for name, one in self.forms.items():
            one.setVisible(name == form)
        if self.form is not None:
            self.form.put(values or {})
        self._put_buttons(buttons)

    def _put_buttons(self, buttons: Buttons) -> None:
        for button in self.by_step.values():
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.by_step = {}
        last: QWidget | None = None
        if self.form is not None:
            last = list(self.form.editors.values())[-1].focusProxy()
        for place, (name, word) in enumerate(buttons):
            button = push_button(word, "" if place else "primary")
            button.setProperty("step", name)
            button.clicked.connect(self._on_clicked)
            self._flow.addWidget(button)
            button.show()
            if last is not None:
                QWidget.setTabOrder(last, button)
            last = self.by_step[name] = button
        self.buttons.setVisible(bool(buttons))
        self.buttons.updateGeometry()

    def _on_clicked(self) -> None:
        if self.form is not None and self.form.problem():
            return
        filled: Row = self.form.values() if self.form is not None else {}
        self.asked.emit(self.sender().property("step"), filled)

    def on_refused(self, refused: Refused) -> None:
        if self.form is None or not self.form.show_refusal(refused):
            self.banner.say(refused)

    def take_focus(self) -> None:
        """To the first field that is asked, else to the one button."""
        if self.form is not None:
            next(iter(self.form.editors.values())).setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.by_step:
            next(iter(self.by_step.values())).setFocus(Qt.FocusReason.OtherFocusReason)
