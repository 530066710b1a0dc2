"""新事项: a title, what the rules say to it, and what is known so far. Nothing is guessed."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.decisions import actions, rules
from qinglian_desktop.modules.decisions.page.road_card import RoadCard
from qinglian_desktop.modules.decisions.records import Matter
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.form import LABEL_WIDTH, RecordForm
from qinglian_desktop.ui.messages import Banner, fill, push_button
from qinglian_desktop.ui.small_form import SmallForm

_FIELDS = ("title", "origin", "opened_on", "amount_fen", "content", "proposed_by", "executor",
           "planned_on")  # fmt: skip
_GROUP = {"group_name": Matter.fields["group_name"]}
_URGENT = {
    name: Matter.fields[name]
    for name in ("emergency_reason", "authorised_by", "street_told_on", "ratify_by")
}
_PAUSE = 350  # ms after the last letter before the rules are asked


class NewMatter(QWidget):
    closed = Signal()
    opened = Signal(str)  # the id of the matter that was opened

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, "新事项")
        self.back = push_button("返回列表", "link", icon="back")
        self.open = push_button("立事项", "primary")
        self.banner = Banner()
        self.form = RecordForm(Matter, reader=desk.book, fields=_FIELDS)
        self.group = SmallForm(_GROUP, reader=desk.book, label_width=LABEL_WIDTH)
        self.urgent = look.tick("等不及开会，先办后议")
        self.urgent.setToolTip("只有来不及开会的急事可以；办完要按步骤补议")
        self.emergency = SmallForm(_URGENT, reader=desk.book, label_width=LABEL_WIDTH)
        self.road = RoadCard(desk)
        self._lay_out()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._on_pause)
        self.back.clicked.connect(self._on_back)
        self.open.clicked.connect(self.on_open)
        self.form.submitted.connect(self.on_open)
        for name in ("title", "opened_on", "amount_fen"):
            self.form.editors[name].changed.connect(self._pause.start)
            self.form.editors[name].left.connect(self.ask_rules)
        self.road.changed.connect(self._on_road)
        self.urgent.toggled.connect(self.emergency.setVisible)
        for form in (self.group, self.emergency):
            form.submitted.connect(self.on_open)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.back)
        head.addWidget(look.label("新事项", "title"), 1)
        head.addWidget(self.open)
        inner = QWidget()
        inner.setProperty("role", "clear")
        left = QVBoxLayout(inner)
        left.setContentsMargins(0, 0, 8, 16)
        under = QHBoxLayout()  # the tick stands under the fields, not under their words
        beside = look.metrics().px(LABEL_WIDTH) + 12
        under.addItem(QSpacerItem(beside, 0, QSizePolicy.Policy.Maximum))  # gives way if narrow
        under.addWidget(self.urgent, 1)
        left.addWidget(self.form)
        left.addWidget(self.group)
        left.addLayout(under)
        left.addWidget(self.emergency)
        left.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(_scrolled(inner), 11)
        middle.addWidget(_scrolled(self.road), 10)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addLayout(middle, 1)

    def begin(self) -> None:
        """An empty page, dated today."""
        self.banner.hide()
        self.form.set_row({"opened_on": clock.today().isoformat()})
        self.road.clear()
        self.group.put({})
        self.emergency.put({})
        self.emergency.hide()
        self.urgent.setChecked(False)
        self._on_road()

    def take_focus(self) -> None:
        self.form.focus_first()

    # -- what the rules say ---------------------------------------------------------------

    def _on_pause(self) -> None:
        if self.isVisible():  # the window may have been closed meanwhile
            self.ask_rules()

    def ask_rules(self) -> None:
        """The title, the day and the amount as they stand now."""
        self._pause.stop()
        draft = self.form.draft()
        self.road.ask(
            str(draft.get("title") or ""), draft.get("opened_on"), draft.get("amount_fen")
        )

    def _on_road(self) -> None:
        found = self.road.found
        # Where the street decides (低保) there is only an appraisal here, and no matter to open.
        usable = found is not None and (
            found.path == rules.FULL or (found.path == rules.SHORT and not found.decided_by)
        )
        self.group.setVisible(self.road.given().group_owned)
        self.open.setEnabled(usable)
        fill(self.open, usable)

    # -- opening --------------------------------------------------------------------------

    def on_open(self) -> None:
        self.form.wait_no_more()
        self.ask_rules()
        if unread := self.form.unreadable():
            self.banner.say(f"〔{unread[0]}〕看不懂。请改好再立事项。")
            return
        found = self.road.found
        if found is None or not self.open.isEnabled():
            self.banner.say("还不知道这件事怎么决定。先在右边选一选。")
            return
        if self.group.problem() or self.emergency.problem():
            return
        asked = {name: self.form.draft().get(name) for name in _FIELDS} | self.group.values()
        # The amount by which it was judged is kept, also where it only stands in the title.
        asked["amount_fen"] = self.road.given().amount_fen
        if self.urgent.isChecked():
            asked |= {"emergency": 1, **self.emergency.values()}
        draft = {name: value for name, value in asked.items() if value not in (None, "")}
        changes: Changes | None = self._desk.runner.act(
            actions.open_matter,
            {**draft, **actions.draft_of(found, self.road.given())},
            on_refused=self._on_refused,
            say="已立事项。",
        )
        if changes is not None:
            self.opened.emit(str(changes.result))

    def _on_refused(self, refused: Refused) -> None:
        shown = self.form.show_problem(refused) or any(
            form.show_refusal(refused) for form in (self.group, self.emergency)
        )
        if not shown:
            self.banner.say(refused)

    def _on_back(self) -> None:
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_back()
        else:
            super().keyPressEvent(event)


def _scrolled(inner: QWidget) -> QScrollArea:
    body = QScrollArea()
    body.setWidgetResizable(True)
    body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    body.setWidget(inner)
    return body
