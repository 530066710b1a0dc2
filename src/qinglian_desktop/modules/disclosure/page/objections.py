"""异议: the list, and one objection with its road and its one next step."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core import clock, reckoning
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.disclosure import actions
from qinglian_desktop.modules.disclosure import wall_records as wall
from qinglian_desktop.modules.disclosure.page.objection_step import StepCard
from qinglian_desktop.modules.disclosure.wall_records import Objection
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import emptied
from qinglian_desktop.ui.form import RecordForm
from qinglian_desktop.ui.list_and_view import ListAndView
from qinglian_desktop.ui.messages import Banner, push_button

_COLUMNS = ("number", "kind", "state", "notice_id", "raised_on", "due_on", "result")
_BESIDE = 740  # px at 标准 that the two halves need beside each other
_TOLD = ("kind", "notice_id", "content", "raised_on", "way", "raised_by", "phone", "files")


class ObjectionsPage(ListAndView):
    """The standard list; a row opens as a page of its own because it has steps."""

    notice_asked = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        ledger = desk.ledger(Objection, title="异议", columns=_COLUMNS)
        super().__init__(ledger, "objection", "异议", parent)
        self.call_new("登记异议", "记下谁对哪份公告有什么意见（Ctrl+N）")
        self.list.list.empty.text.setText("没有收到异议。有人说公告不对，就在这里照原话记下来。")
        self.view = ObjectionView(desk)
        self.view.closed.connect(self.show_list)
        self.view.notice_asked.connect(self.notice_asked)
        self._stack.addWidget(self.view)

    def focus_view(self) -> None:
        self.view.card.take_focus()

    def new_record(self) -> None:
        self.begin("")

    def begin(self, notice_id: str) -> None:
        """A new objection, perhaps to this notice."""
        self.view.new_row(notice_id)
        self._stack.setCurrentWidget(self.view)
        self.view.form.focus_first()

    def print_page(self) -> None:
        self.list.print_page()


class ObjectionView(QWidget):
    closed = Signal()
    notice_asked = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self.row_id = desk, ""
        self.row: Mapping[str, Any] = {}
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.back = push_button("返回列表", "link", icon="back")
        self.name = look.label("", "title")
        self.state = look.chip("待答复", parent=self)
        self.banner = Banner()
        self.form = RecordForm(
            Objection, reader=desk.book, fields=_TOLD, store_file=desk.store_file
        )
        self.take = push_button("登记", "primary")
        self.card = StepCard(desk)
        self.ahead = look.label("", "hint")
        self.ahead.setWordWrap(True)
        self.notice = push_button("看公告", "link")
        self.fix = push_button("写更正公告")
        self._lay_out()
        self.back.clicked.connect(self._on_back)
        self.take.clicked.connect(self._on_take)
        self.form.edited.connect(self.save_now)
        self.form.submitted.connect(self._on_take)
        self.form.editors["kind"].changed.connect(self._say_ahead)
        self.card.asked.connect(self._on_step)
        self.notice.clicked.connect(self._on_notice)
        self.fix.clicked.connect(self._on_fix)
        desk.runner.changed.connect(self._on_changed)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.back)
        head.addWidget(self.name, 1)
        head.addWidget(self.state, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.take, 0, Qt.AlignmentFlag.AlignVCenter)
        left = _column(look.label("登记的内容", "group"), self.form)
        self._road = QVBoxLayout()
        self._road.setSpacing(10)
        road = QWidget()
        road.setProperty("role", "clear")
        road.setLayout(self._road)
        self._road_title = look.label("经过", "group")
        buttons = QHBoxLayout()
        buttons.addWidget(self.notice)
        buttons.addWidget(self.fix)
        buttons.addStretch(1)
        links = QWidget()
        links.setProperty("role", "clear")
        buttons.setContentsMargins(0, 0, 0, 0)
        links.setLayout(buttons)
        right = _column(self.ahead, self.card, links, self._road_title, road)
        self._middle = QHBoxLayout()
        self._middle.setSpacing(20)
        self._middle.addWidget(left, 1)
        self._middle.addWidget(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addLayout(self._middle, 1)

    # -- which one ------------------------------------------------------------------------

    def open_row(self, row_id: str) -> None:
        self.flush()
        self.row_id = row_id
        self.banner.hide()
        self.reload()

    def new_row(self, notice_id: str = "") -> None:
        self.flush()
        self.row_id, self.row = "", {}
        self.banner.hide()
        self.name.setText("登记异议")
        self.form.set_row({"kind": wall.OBJECTION_KINDS[0], "way": "口头", "notice_id": notice_id,
                           "raised_on": clock.today().isoformat()})  # fmt: skip
        self._show_road()

    def reload(self) -> None:
        if not self.row_id:
            return
        row = self._desk.book.row(Objection.table, self.row_id)
        if row is None or row["deleted"]:
            self.row_id = ""
            self.closed.emit()
            return
        self.row = row
        self.name.setText(f"{row['number']}　{row['kind']}")
        self.state.say(row["state"])
        if not self.form.waits:
            self.form.set_row(row)
        self._show_road()

    def _show_road(self) -> None:
        known = bool(self.row_id)
        self.take.setVisible(not known)
        self.state.setVisible(known)
        self.ahead.setVisible(not known)
        self._say_ahead()
        for name in ("kind", "notice_id"):
            self.form.editors[name].set_read_only(known)
        standing = actions.standing(self._desk.book, self.row_id) if known else None
        self.card.show_standing(self.row, standing, self._limit(self.row))
        self.card.setVisible(known)
        self.notice.setVisible(bool(self.row.get("notice_id")))
        wrong = self.row.get("state") == wall.WRONG
        self.fix.setVisible(
            bool(wrong and self.row.get("notice_id") and not self.row.get("correction_id"))
        )
        emptied(self._road)
        found = actions.steps_of(self._desk.book, self.row_id) if known else []
        told = [one for one in found if one["done_on"]]
        self._road_title.setVisible(bool(told))
        for one in reversed(told):
            self._road.addWidget(_told(one))
        self._road.addStretch(1)

    def _say_ahead(self) -> None:
        """Before it is taken up: which road an objection of this kind goes."""
        kind = self.form.draft().get("kind")
        if self.row_id or not kind:
            return
        road = actions.road_ahead(self._desk.book, kind)
        steps = [f"{place}. {what}" for place, what in enumerate(road, 1)]
        self.ahead.setText("\n".join(("登记以后一步一步这样办：", *steps)))

    def _limit(self, row: Mapping[str, Any]) -> str:
        if not row.get("due_on"):
            return "这一步没有规定天数，尽快办。"
        last = date.fromisoformat(row["due_on"])
        return f"最迟 {paper_day(last)}。{reckoning.words(row['due_reason'])}。"

    # -- writing --------------------------------------------------------------------------

    def save_now(self) -> bool:
        """What was told is put right at once; a new one waits for 登记."""
        self.form.wait_no_more()
        changes = self.form.changes()
        if not self.row_id or not changes:
            return True
        done = self._desk.runner.act(
            actions.save_objection, self.row_id, changes, initiator=self,
            on_refused=self._on_refused,
        )  # fmt: skip
        if done is None:
            return False
        self.row = self._desk.book.row(Objection.table, self.row_id) or {}
        self.form.settled(self.row)
        self._show_road()
        return True

    def _on_take(self) -> None:
        if self.row_id:
            self.save_now()
            return
        if unread := self.form.unreadable():
            self.banner.say(f"〔{unread[0]}〕看不懂。请改好再按“登记”。")
            return
        self.banner.hide()
        changes = self._desk.runner.act(
            actions.raise_objection, self.form.draft(), on_refused=self._on_refused
        )
        if changes is not None:
            self.row_id = str(changes.result)
            self.reload()
            self.card.take_focus()
            last = self.row["due_on"]
            said = (
                f"已登记，最迟 {paper_day(date.fromisoformat(last))}答复。" if last else "已登记。"
            )
            self._desk.runner.said.emit(said)

    def _on_step(self, outcome: str, filled: dict[str, Any]) -> None:
        self.flush()
        self.banner.hide()
        text, day = filled.pop("text"), filled.pop("on")
        settle = partial(actions.settle, **filled)
        self._desk.runner.act(
            _settle_on, settle, self.row_id, outcome, text, day, on_refused=self._on_refused,
            say="已记下。",
        )  # fmt: skip
        if not self.card.ok.isVisible():  # it is closed: the pressed button has gone
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_fix(self) -> None:
        """A draft of the correction, which is then read, reviewed and hung like any other."""
        body = self.card.text() or "原来写的：……；改为：……。"
        changes = self._desk.runner.act(
            actions.write_correction, self.row_id, body, on_refused=self._on_refused,
            say="更正公告的草稿写好了，请核对后送审核。",
        )  # fmt: skip
        if changes is not None:
            self.notice_asked.emit(changes.ids("notice")[0])

    def _on_notice(self) -> None:
        self.notice_asked.emit(str(self.row["notice_id"]))

    def _on_refused(self, refused: Refused) -> None:
        if self.card.point_at(refused) or self.form.show_problem(refused):
            return
        self.banner.say(refused)

    def flush(self) -> None:
        if self.form.waits and self.row_id:
            self.save_now()

    def _on_back(self) -> None:
        self.flush()
        self.closed.emit()

    def _on_changed(self, changes: Changes, initiator: object) -> None:
        if initiator is self or not self.isVisible():
            return
        if changes.touches("objection", "objection_step", "notice"):
            self.reload()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room, else one under the other."""
        super().resizeEvent(event)
        beside = self.width() >= look.metrics().px(_BESIDE)
        ways = QBoxLayout.Direction
        self._middle.setDirection(ways.LeftToRight if beside else ways.TopToBottom)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_back()
        else:
            super().keyPressEvent(event)


def _settle_on(
    book: Any, settle: Any, row_id: str, outcome: str, text: str, day: date | None
) -> Changes:
    changes: Changes = settle(book, row_id, outcome, text, on=day)
    return changes


def _column(*parts: QWidget) -> QScrollArea:
    inner = QWidget()
    inner.setProperty("role", "clear")
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, 8, 8)
    column.setSpacing(12)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    return area


def _told(step: Mapping[str, Any]) -> QWidget:
    """One step as it was done: day, who, how it ended, what was said."""
    day = paper_day(date.fromisoformat(step["done_on"]))
    late = bool(step["due_on"]) and step["done_on"] > step["due_on"]
    mark = f"（超过{paper_day(date.fromisoformat(step['due_on']))}）" if late else ""
    whole = QWidget()
    whole.setProperty("role", "clear")
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    head = look.label(f"{day}　{step['who']}：{step['outcome']}{mark}", "strong")
    head.setWordWrap(True)
    column.addWidget(head)
    if step["text"]:
        said = look.label(str(step["text"]))
        said.setWordWrap(True)
        column.addWidget(said)
    return whole
