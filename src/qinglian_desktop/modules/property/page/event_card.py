"""变动 and 处置: what happened, with the fields that this kind of happening needs."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.kinds import CHOICE
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Field
from qinglian_desktop.modules.funds.records import COLLECTIVE
from qinglian_desktop.modules.property import actions, reads
from qinglian_desktop.modules.property.records import (
    DAMAGED,
    DISPOSALS,
    GIVEN_AWAY,
    HANDED_OVER,
    HAPPENINGS,
    LENT_OUT,
    LET_OUT,
    LOWERED,
    OBTAINED,
    RAISED,
    REPAIRED,
    SCRAPPED,
    SOLD,
    STATUS_ONLY,
    TAKEN_BACK,
    AssetEvent,
)
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.messages import Banner, close_button, push_button
from qinglian_desktop.ui.small_form import SmallForm
from qinglian_desktop.ui.tucked import Tucked

_USUAL = tuple(kind for kind in HAPPENINGS if kind not in DISPOSALS)
_ALWAYS = ("kind", "day", "handler", "reason", "files")
_SHOWN: Mapping[str, tuple[str, ...]] = {
    OBTAINED: ("amount_fen", "against", "other"),
    HANDED_OVER: ("other",),
    LET_OUT: ("other", "amount_fen", "until"),
    LENT_OUT: ("other", "until"),
    TAKEN_BACK: ("status_after",),
    REPAIRED: ("amount_fen", "other"),
    RAISED: ("amount_fen", "against"),
    LOWERED: ("amount_fen",),
    STATUS_ONLY: ("status_after",),
    SOLD: ("other", "proceeds_fen", "appraised_fen", "appraiser", "matter_id"),
    SCRAPPED: ("proceeds_fen", "matter_id"),
    DAMAGED: ("proceeds_fen", "matter_id"),
    GIVEN_AWAY: ("other", "matter_id"),
}
_AGAINST = "against"
_NO_DECISION = "QL-SZ-236"


class EventCard(Tucked):
    """One card for both; `asked_decision` leads to 四议公开."""

    done = Signal(str)  # the id of the event
    asked_decision = Signal()

    def __init__(self, desk: Desk, *, disposing: bool, parent: QWidget | None = None) -> None:
        title = "处置" if disposing else "变动"
        super().__init__(title, parent)
        self._desk, self._disposing, self._asset = desk, disposing, ""
        self._codes: dict[str, str] = {}
        kinds = DISPOSALS if disposing else _USUAL
        words = tuple(word for word, _ in _grounds(desk, COLLECTIVE))
        fields = _fields(kinds, words)
        if disposing:
            fields["kind"] = fields["kind"]._replace(label="怎么处置")
        self.form = SmallForm(_fields(kinds, words), reader=desk.book, store_file=desk.store_file)
        self.banner = Banner()
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        self.to_decision = push_button("去四议", "link")
        self.go = push_button("登记处置" if disposing else "登记变动", "primary")
        self._lay_out(title)
        self.go.clicked.connect(self._on_go)
        self.form.submitted.connect(self._on_go)
        self.form.editors["kind"].changed.connect(self._fit_kind)
        for name in ("proceeds_fen", "appraised_fen"):
            self.form.editors[name].changed.connect(self._say)
        self.to_decision.clicked.connect(self.asked_decision)

    def _lay_out(self, title: str) -> None:
        head = QHBoxLayout()
        head.addWidget(look.label(title, "group"))
        head.addWidget(look.label("Ctrl+Enter 登记 · Esc 收起", "hint"), 1)
        away = close_button("收起")
        away.clicked.connect(self.hide)
        head.addWidget(away)
        told = QHBoxLayout()
        told.addWidget(self.said, 1)
        told.addWidget(self.to_decision)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addLayout(told)
        column.addWidget(self.form)
        column.addLayout(foot)

    def begin(self, asset: Mapping[str, Any]) -> None:
        """Opens for this asset, today, with the first kind."""
        self._asset = asset["id"]
        self.banner.hide()
        self._codes = dict(_grounds(self._desk, asset["book"]))
        first = next(iter(self._codes), None)
        kind = DISPOSALS[0] if self._disposing else LET_OUT
        today = clock.today().isoformat()
        self.form.put({"kind": kind, "day": today, _AGAINST: first})
        self._fit_kind()
        self.show()

    def take_focus(self) -> None:
        self.form.editors["kind"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit_kind(self) -> None:
        shown = {*_ALWAYS, *_SHOWN.get(str(self.form.value("kind")), ())}
        for name in self.form.editors:
            self.form.show_field(name, name in shown)
        self._say()

    def _say(self) -> None:
        """For a disposal: whether it needs a decision, before the button is pressed."""
        self.to_decision.hide()
        self.said.hide()
        kind, book = str(self.form.value("kind")), self._desk.book
        if kind not in DISPOSALS or not self._asset or not self.form.value("day"):
            return
        asset, given = reads.asset(book, self._asset), reads.rules_on(book, clock.today())
        why = actions.needs_decision(book, asset, self.form.values(), given)
        self.said.setText(f"要先有决议：{why}。" if why else "没超过限额，不用决议。")
        if why and cover.cover().on:
            self.said.setText("要先有决议。")
        self.said.show()
        self.to_decision.setVisible(bool(why))

    def _on_go(self) -> None:
        self.banner.hide()
        if self.form.problem():
            return
        values = self.form.values()
        against = self._codes.get(str(values.pop(_AGAINST)), "")
        shown = {*_ALWAYS, *_SHOWN.get(str(values["kind"]), ())}
        draft = {name: value for name, value in values.items() if name in shown and value}
        owed = " 收到钱时在收支里登记，对方科目选应收款。" if draft.get("proceeds_fen") else ""
        changes = self._desk.runner.act(
            _record, self._asset, draft, against, on_refused=self._on_refused,
            say=f"已登记。{owed}",
        )  # fmt: skip
        if changes is not None:
            self.hide()
            self.done.emit(str(changes.result))

    def _on_refused(self, refused: Refused) -> None:
        self.to_decision.setVisible(refused.code == _NO_DECISION)
        if refused.code == _NO_DECISION or not self.form.show_refusal(refused):
            self.banner.say(refused)


def _record(book: Any, asset_id: str, draft: Mapping[str, Any], against: str) -> Any:
    return actions.record_event(book, asset_id, draft, against=against)


def _grounds(desk: Desk, account: str) -> list[tuple[str, str]]:
    """Where a thing may come from, in words, with the account on the other side."""
    found = [
        pair
        for kind in (OBTAINED, RAISED)
        for pair in actions.against_choices(desk.book, account, kind)
    ]
    return list(dict.fromkeys(found))


def _fields(kinds: tuple[str, ...], words: tuple[str, ...]) -> dict[str, Field]:
    declared = AssetEvent.fields
    made = {"kind": declared["kind"]._replace(choices=kinds)}
    for name in (
        "day", "other", "amount_fen", "proceeds_fen", "appraised_fen", "appraiser", "until",
        "status_after", "matter_id",
    ):  # fmt: skip
        made[name] = declared[name]
    made[_AGAINST] = Field("账上怎么记", CHOICE, choices=words, required=False)
    for name in ("handler", "reason", "files"):
        made[name] = declared[name]
    return made


class BackCard(Tucked):
    """冲销: the day and why, for the newest event or month."""

    wanted = Signal(object, str)  # day, reason

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("冲销", parent)
        fields = AssetEvent.fields
        self.form = SmallForm(
            {"day": fields["day"], "reason": fields["reason"]._replace(label="为什么冲销")},
            reader=desk.book,
        )  # fmt: skip
        self.banner = Banner()
        self.named = look.label("", "group")
        self.go = push_button("冲销", "primary")
        away = push_button("不冲销")
        away.clicked.connect(self.hide)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(away)
        foot.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(8)
        for part in (self.named, self.banner, self.form):
            column.addWidget(part)
        column.addLayout(foot)
        self.go.clicked.connect(self._on_go)
        self.form.submitted.connect(self._on_go)

    def begin(self, what: str) -> None:
        self.named.setText(f"冲销：{what}")
        self.banner.hide()
        self.form.put({"day": clock.today().isoformat()})
        self.show()

    def take_focus(self) -> None:
        self.form.editors["reason"].setFocus(Qt.FocusReason.OtherFocusReason)

    def refused(self, refused: Refused) -> None:
        if not self.form.show_refusal(refused):
            self.banner.say(refused)

    def _on_go(self) -> None:
        if self.form.problem():
            return
        day = self.form.value("day")
        if not day:
            self.banner.say("还没填冲销的日期。")
            return
        self.wanted.emit(date.fromisoformat(day), self.form.value("reason") or "")
