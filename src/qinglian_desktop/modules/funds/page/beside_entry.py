"""Under the form of a payment: which papers are missing, what an attachment is, its slip."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from qinglian_desktop.core import clock
from qinglian_desktop.core.kinds import FILES
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.disclosure.page.papers import show_paper
from qinglian_desktop.modules.funds import actions, evidence, reads
from qinglian_desktop.modules.funds.control import Approval, ApprovalSign, EntryPaper
from qinglian_desktop.modules.funds.records import SPENDING, Entry
from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.messages import push_button

_SOON = 200  # ms after a key before what is missing is worked out again
ON_PAPER = "纸质原件"
# What a new entry takes over from the one before; days, numbers and marks are its own.
_COPIED = (
    "book", "direction", "summary", "purpose", "counterparty", "is_person", "amount_fen",
    "channel", "handler", "approver", "expense_kind", "account", "bank_account_id",
)  # fmt: skip


class BesideEntry(QWidget):
    def __init__(self, ledger: LedgerPage, desk: Desk) -> None:
        super().__init__()
        self._ledger, self._desk, self._form = ledger, desk, ledger.drawer.form
        self.setProperty("role", "clear")
        look.named(self, "材料和审批单")
        self.missing = look.label("", "hint")
        self.missing.setWordWrap(True)
        self.which, self.what = ChoiceBox("哪个附件"), ChoiceBox("是什么材料")
        self.tell = push_button("记下")
        look.named(self.tell, "记下附件是什么材料")
        self.again, self.slip = push_button("复制上一笔"), push_button("打印审批单", icon="print")
        self.telling, self.buttons = QWidget(), QWidget()
        row = FlowLayout(self.telling, gap=8)
        between = look.label("是")
        between.setMinimumHeight(look.metrics().button)
        for part in (self.which, between, self.what, self.tell):
            row.addWidget(part)
        foot = FlowLayout(self.buttons, gap=8)
        for button in (self.again, self.slip):
            button.setAutoDefault(False)
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.telling, self.buttons):
            column.addWidget(widget)
        self._closed = False  # the book is closed before its last pages are
        desk.runner.closing.connect(self._on_closing)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON)
        self._soon.timeout.connect(self.look_again)
        for editor in self._form.editors.values():
            editor.changed.connect(self._soon.start)
            editor.left.connect(self.look_again)
        ledger.drawer.stepped.connect(self.look_again)
        self.tell.clicked.connect(self.on_tell)
        self.again.clicked.connect(self.copy_last)
        self.slip.clicked.connect(self.print_slip)
        desk.runner.changed.connect(self._on_changed)
        self.look_again()

    # -- what is missing ------------------------------------------------------------------

    @property
    def row_id(self) -> str:
        return self._ledger.drawer.row_id

    def entry(self) -> Mapping[str, Any]:
        """As it stands in the form, saved or not."""
        return {**self._form.row, **self._form.draft()}

    def look_again(self) -> None:
        """还差 … as the form stands now; the names of what was just dropped count too."""
        if not isValid(self) or self._closed:
            return
        self._soon.stop()
        entry = self.entry()
        day = _day(entry)
        papers = reads.missing_papers(self._desk.book, entry, day)
        papers = self._without_dropped(papers, entry, day)
        spends = entry.get("direction") == SPENDING and bool(entry.get("amount_fen"))
        self.missing.setText(_said(papers, day) if spends else "")
        self.missing.setVisible(bool(papers) and spends)
        self.telling.setVisible(bool(papers) and spends and bool(self.row_id))
        self._offer(papers, day)
        self.again.setVisible(not self.row_id and self._form.is_blank)
        self.slip.setVisible(spends)

    def _without_dropped(
        self, papers: tuple[str, ...], entry: Mapping[str, Any], day: date
    ) -> tuple[str, ...]:
        """A file dropped just now has its name in the form, not yet in the book."""
        taker = self._form.files
        if taker is None or not papers:
            return papers
        told = {row["file_id"] for row in reads.told_of(self._desk.book, self.row_id)}
        pack = reads.evidence_on(self._desk.book, day)
        assert pack is not None, "without it no papers are asked for"
        names = zip(_ids(entry), taker.names(), strict=False)
        there = {evidence.guess(pack, name) for file_id, name in names if file_id not in told}
        return tuple(paper for paper in papers if paper not in there)

    def _offer(self, papers: tuple[str, ...], day: date) -> None:
        taker = self._form.files
        names = taker.names() if taker is not None else []
        chosen = self.which.currentIndex()
        self.which.clear()
        self.which.addItem(ON_PAPER, "")
        for file_id, name in zip(_ids(self.entry()), names, strict=False):
            self.which.addItem(name, file_id)
        self.which.setCurrentIndex(min(max(chosen, 0), self.which.count() - 1))
        pack = reads.evidence_on(self._desk.book, day)
        known = [row["name"] for row in pack.rows("papers")] if pack else []
        self.what.clear()
        self.what.addItems([*papers, *(name for name in known if name not in papers)])

    def on_tell(self) -> None:
        """This attachment, or the paper itself, is what was missing."""
        if not self._ledger.save_waiting() or not self.row_id:
            return
        file_id, paper = str(self.which.currentData() or ""), self.what.currentText()
        self._desk.runner.act(
            actions.tell_paper, self.row_id, paper, file_id,
            on_refused=self._ledger.drawer.banner.say,
        )  # fmt: skip

    def _on_closing(self) -> None:
        self._closed = True
        self._soon.stop()

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(EntryPaper.table, Approval.table, ApprovalSign.table, Entry.table):
            self.look_again()

    # -- the one before, and the slip -----------------------------------------------------

    def copy_last(self) -> None:
        """Everything of the entry made last but its day, number and papers, to be put right."""
        book = self._desk.book
        newest = book.ids(Query(Entry.table, order=(("created_at", True),), limit=1))
        if not newest:
            self._desk.runner.said.emit("还没有上一笔")
            return
        row = book.row(Entry.table, newest[0])
        for name in _COPIED:
            editor = self._form.editors.get(name)
            if editor is not None and row[name] not in (None, ""):
                editor.fill_in(row[name], "")
        self._form.editors["amount_fen"].setFocus(Qt.FocusReason.OtherFocusReason)

    def print_slip(self) -> None:
        """The slip of the tier this amount falls into; made now if there is none."""
        if not self._ledger.save_waiting() or not self.row_id:
            return
        say = self._ledger.drawer.banner.say
        made = self._desk.runner.act(actions.slip_for, self.row_id, on_refused=say)
        if made is not None:
            show_slip(self._desk, str(made.result), say)


def show_slip(desk: Desk, approval_id: str, on_refused: Callable[[Refused], None]) -> None:
    """The approval slip in the preview."""
    show_paper(desk, actions.slip_paper, approval_id, title="支出审批单", on_refused=on_refused)


def put_under(ledger: LedgerPage, desk: Desk) -> BesideEntry:
    """What is missing above the form, the rest between it and the history of the row."""
    beside = BesideEntry(ledger, desk)
    inner = ledger.drawer.body.widget()
    assert inner is not None
    column = inner.layout()
    assert isinstance(column, QVBoxLayout)
    column.insertWidget(column.indexOf(ledger.drawer.form), beside.missing)  # seen while typing
    column.insertWidget(column.indexOf(ledger.drawer.history), beside)
    ledger.drawer.form.submitted.connect(partial(QTimer.singleShot, 0, beside.look_again))
    return beside


def _said(papers: tuple[str, ...], day: date) -> str:
    if not papers:
        return ""
    due = evidence.due_on(day)
    when = "月底前补上" if due >= clock.today() else f"{due.month}月底就该补齐了，请尽快补上"
    return f"{evidence.words(papers)}可以先保存，{when}。"


def _day(entry: Mapping[str, Any]) -> date:
    told = entry.get("day")
    return date.fromisoformat(told) if told else clock.today()


def _ids(entry: Mapping[str, Any]) -> tuple[str, ...]:
    stored = entry.get("files")
    return tuple(FILES.load(stored)) if stored else ()
