"""One project: where it stands, what the next step lacks, what stands out, its form and money."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.core.record import Row, defaults
from qinglian_desktop.modules.projects import actions, reads
from qinglian_desktop.modules.projects.page.side_cards import (
    ChangesCard,
    HintsCard,
    MoneyCard,
    NextCard,
)
from qinglian_desktop.modules.projects.records import (
    ACCEPTANCE,
    BUILDING,
    CHOOSING,
    CONTRACT,
    HAND_OVER,
    SET_UP,
    SETTLEMENT,
    STAGES,
    Project,
)
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.form import RecordForm
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.paper_view import joined

# What is filled in at each stage; that of the present one stands first.
_FIELDS = {
    SET_UP: ("place", "matter_id", "set_up_on", "budget_fen", "money_source", "content"),
    CHOOSING: ("selection", "bidders", "chosen_on", "contractor"),
    CONTRACT: ("contract_id", "contract_no", "contract_fen", "started_on", "until_on", "approver"),
    BUILDING: ("photos", "files"),
    ACCEPTANCE: ("accepted_on", "acceptors", "acceptance"),
    SETTLEMENT: ("settled_on", "settled_fen"),
    HAND_OVER: ("handed_over", "asset_id", "notice_id"),
}
_WRITTEN = frozenset(("stage", "skipped", "number"))  # by the steps, and the number by itself
_SEEN = ("project", "project_change", "entry", "matter_step", "notice", "kin", "post")


def fields_at(stage: str) -> tuple[str, ...]:
    """Every field of the form; after the name those of this stage."""
    first = ("name", *_FIELDS.get(stage, ()))
    rest = [n for names in _FIELDS.values() for n in names if n not in first]
    others = [n for n in Project.fields if n not in (*first, *rest) and n not in _WRITTEN]
    return (*first, *rest, *others)


class ProjectView(QWidget):
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self.row_id = desk, ""
        self._stage = ""
        self.found: reads.Case | None = None
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, "工程")
        self.back = push_button("返回列表", "link", icon="back")
        self.name = look.label("", "title")
        self.name.setWordWrap(True)
        self.stage = look.chip(SET_UP, parent=self)
        self.publish = push_button("编公告", icon="disclosure")
        self.card = push_button("建资产卡")
        self.papers = push_button("打印资料清单", icon="print")
        self.road = look.label("", "hint")
        self.road.setWordWrap(True)
        self.banner = Banner()
        self.next, self.hints = NextCard(), HintsCard()
        self.money, self.changes = MoneyCard(), ChangesCard(desk)
        self.form: RecordForm | None = None
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.back)
        head.addWidget(self.name, 1)
        for part in (self.stage, self.card, self.publish, self.papers):
            head.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self._left = QVBoxLayout()
        self._left.setContentsMargins(0, 0, 8, 16)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 8, 16)
        right.setSpacing(12)
        for card in (self.next, self.hints, self.money, self.changes):
            right.addWidget(card)
        right.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(_scrolled(self._left), 1)
        middle.addWidget(_scrolled(right), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.road)
        column.addWidget(self.banner)
        column.addLayout(middle, 1)

    def _connect(self) -> None:
        self.back.clicked.connect(self._on_back)
        self.publish.clicked.connect(self.on_publish)
        self.card.clicked.connect(self.on_card)
        self.papers.clicked.connect(self.print_page)
        self.next.asked.connect(self.on_next)
        self.next.back_asked.connect(partial(self._act, actions.go_back))
        self.changes.asked.connect(self.on_change)
        self.changes.drop_asked.connect(self.on_drop)
        self._desk.runner.changed.connect(self._on_changed)

    # -- which project --------------------------------------------------------------------

    def open_row(self, row_id: str) -> None:
        self.flush()
        self.row_id = row_id
        self.banner.hide()
        self.changes.begin()  # what was half typed belongs to the project that is left
        self._stage = ""
        self.reload()

    def new_row(self) -> None:
        """An empty form; it becomes a project with the first thing typed."""
        self.flush()
        self.row_id, self.found = "", None
        self.banner.hide()
        self._make_form({**defaults(Project)}, SET_UP)
        self.name.setText("新工程")
        self.road.setText("先写项目名称和预算，别的以后再补。")
        self._show_parts(there=False)
        self.take_focus()

    def reload(self) -> None:
        """The project as it is now; the page closes when it has gone."""
        if not self.row_id:
            return
        try:
            self.found = found = reads.case(self._desk.book, self.row_id)
        except Refused:
            self.row_id = ""
            self.closed.emit()
            return
        row = found.row
        if self._stage != row["stage"] or self.form is None:
            self._make_form(row, row["stage"])
        elif self.form.waits:
            self.form.refresh(row)
        else:
            self.form.set_row(row)
        self.name.setText(f"{row['number'] or ''} {row['name'] or ''}".strip())
        self.stage.say(row["stage"])
        self.road.setText(_road(row["stage"]))
        for card in (self.next, self.hints, self.money, self.changes):
            card.show_case(found)
        self._show_parts(there=True)

    def _show_parts(self, *, there: bool) -> None:
        for part in (self.stage, self.publish, self.papers, self.next, self.money, self.changes):
            part.setVisible(there)
        self.hints.setVisible(there and bool(self.found and self.found.hints))
        row = self.found.row if there and self.found else {}
        self.card.setVisible(bool(row.get("accepted_on")) and not row.get("asset_id"))

    def _make_form(self, row: Row, stage: str) -> None:
        if self.form is not None:
            self._left.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self._stage = stage
        self.form = RecordForm(
            Project, reader=self._desk.book, fields=fields_at(stage),
            store_file=self._desk.store_file,
        )  # fmt: skip
        self.form.set_row(row)
        self.form.edited.connect(self.save_now)
        self.form.submitted.connect(self.save_now)
        self._left.insertWidget(0, self.form)
        self.form.show()

    def take_focus(self) -> None:
        if self.form is not None:
            self.form.focus_first()

    # -- writing --------------------------------------------------------------------------

    def save_now(self) -> bool:
        """Save what is typed; False when it was refused."""
        form = self.form
        if form is None:
            return True
        form.wait_no_more()
        draft = form.changes() if self.row_id else form.draft()
        if (not self.row_id and form.is_blank) or not draft:
            return True
        changes = self._desk.runner.act(
            actions.save_project, self.row_id or None, draft, initiator=self,
            on_refused=self._on_refused,
        )  # fmt: skip
        if changes is None:
            return False
        self.banner.hide()
        self.row_id = str(changes.result)
        form.settled(reads.own(self._desk.book, self.row_id))
        self.reload()
        return True

    def _on_refused(self, refused: Refused) -> None:
        if self.form is None or not self.form.show_problem(refused):
            self.banner.say(refused)

    def flush(self) -> None:
        if self.form is not None and self.form.waits:
            self.save_now()

    def _act(self, action: Callable[..., Changes], *args: Any) -> Changes | None:
        if not self.save_now() or not self.row_id:
            return None
        self.banner.hide()
        changes: Changes | None = self._desk.runner.act(
            action, self.row_id, *args, initiator=self, on_refused=self.banner.say
        )
        if changes is not None:
            self.reload()
        return changes

    def on_next(self, reason: str) -> None:
        if self._act(actions.go_on, reason) is not None:
            self.take_focus()

    def on_publish(self) -> None:
        changes = self._act(actions.draft_project_notice)
        if changes is not None:
            self._desk.runner.said.emit(f"公告 {changes.result} 编好了，在公开公示里接着办")

    def on_card(self) -> None:
        if self._act(actions.make_asset) is not None:
            self._desk.runner.said.emit("资产卡建好了，到资产台账里接着填")

    def on_change(self, change_id: str, draft: dict[str, Any]) -> None:
        """What was typed as a change; when a meeting must decide again, that is said at once."""
        self.banner.hide()
        told = {**draft, "project_id": self.row_id}
        changes = self._desk.runner.act(
            actions.save_change, change_id or None, told, initiator=self,
            on_refused=self.changes.refuse,
        )  # fmt: skip
        if changes is None:
            return
        self.changes.begin()
        self.reload()
        if isinstance(changes.result, str) and changes.result.startswith("变更累计"):
            self.banner.say(f"{changes.result}。")

    def on_drop(self, change_id: str) -> None:
        self.banner.hide()
        done = self._desk.runner.act(
            actions.drop_change, change_id, initiator=self, on_refused=self.banner.say,
            say="删到回收站了，可以撤销",
        )  # fmt: skip
        if done is not None:
            self.reload()

    # -- printing, keys -------------------------------------------------------------------

    def print_page(self) -> None:
        """工程资料清单."""
        if covered := cover.stops("打印"):
            self.banner.say(covered)
            return
        if self.save_now() and self.row_id:
            self._desk.runner.job(
                partial(_drawn, self.row_id), label="正在排资料清单",
                on_done=partial(_preview, self._desk, self.row_id), on_refused=self.banner.say,
            )  # fmt: skip

    def _on_changed(self, changes: Changes, initiator: object) -> None:
        if self.isVisible() and self.row_id and initiator is not self and changes.touches(*_SEEN):
            self.reload()

    def _on_back(self) -> None:
        if self.save_now():
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_back()
        else:
            super().keyPressEvent(event)


def _road(here: str) -> str:
    place = STAGES.index(here)
    marks = ["✓ " if n < place else "▶ " if n == place else "" for n in range(len(STAGES))]
    return " · ".join(f"{mark}{stage}" for mark, stage in zip(marks, STAGES, strict=True))


def _scrolled(layout: QVBoxLayout) -> QScrollArea:
    inner = QWidget()
    inner.setProperty("role", "clear")
    inner.setLayout(layout)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    return area


def _drawn(row_id: str, book: Any, tick: Any) -> Changes:
    changes = actions.print_papers(book, row_id, tick)
    drawn: Any = changes.result
    return changes._replace(result=joined([one.pdf for one in drawn]))


def _preview(desk: Desk, row_id: str, changes: Changes) -> None:
    pdf: Any = changes.result
    desk.preview(pdf, "工程资料清单", PaperFacts(f"projects:{row_id}:papers"))
