"""What stands beside the contracts: check-up, clean-up, seals, as sections of the tab 三资."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.core.record import Row, naming
from qinglian_desktop.modules.contracts import actions
from qinglian_desktop.modules.contracts.beside import CleanUp, SealUse
from qinglian_desktop.modules.contracts.page.checkup_page import CheckupPage
from qinglian_desktop.modules.contracts.records import Contract
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.paper_view import joined
from qinglian_desktop.ui.sections import Section

_CLEANED = (
    "contract_id", "category", "problem", "state", "measure", "due_on", "recovered_fen",
)  # fmt: skip
_SEALED = (
    "day", "document", "seal", "copies", "pages", "applicant", "approver", "note",
)  # fmt: skip


def more_sections(desk: Desk) -> tuple[Section, ...]:
    """After those of the contracts themselves."""
    return (
        ("contract_check", "合同体检", partial(CheckupPage, desk)),
        (CleanUp.table, "问题合同清理", partial(make_clean_up, desk)),
        (SealUse.table, "用印登记", partial(make_seals, desk)),
    )


def make_clean_up(desk: Desk) -> LedgerPage:
    """The ledger with 打印进度表 at its head."""
    page = desk.ledger(CleanUp, title="问题合同", columns=_CLEANED)
    page.list.empty.text.setText("在“合同体检”里按“列入清理”，或者从这里新增。")
    button = push_button("进度表", icon="print")
    look.named(button, "打印进度表", "按类别数清理到哪一步，报街道用")
    page.head.put(button)
    button.clicked.connect(partial(_print_progress, desk, page))
    return page


def make_seals(desk: Desk) -> "SealsPage":
    page = desk.ledger(SealUse, title="用印登记", columns=_SEALED, page_type=SealsPage)
    assert isinstance(page, SealsPage)
    page.begin(desk)
    return page


class SealsPage(LedgerPage):
    """The register; over it the contracts nobody has entered a seal for."""

    _card: "UnsealedCard | None" = None

    def begin(self, desk: Desk) -> None:
        self._desk = desk
        self.list.empty.text.setText("盖章先登记，合同会自动提醒。")
        self.head.add.setText("登记")
        look.named(self.head.add, "登记", "登记一次用印（Ctrl+N）")
        self._card = UnsealedCard(desk)
        self._column.insertWidget(1, self._card)
        self._card.asked.connect(self.for_contract)
        book = push_button("登记簿", icon="print")
        look.named(book, "打印登记簿", "打印今年的用印登记簿")
        self.head.put(book)
        book.clicked.connect(self.print_register)
        self._card.reload()

    def new_record(self) -> None:
        """Today, one paper; two names and the paper's own remain."""
        super().new_record()
        form = self.drawer.form
        if not self.drawer.isHidden() and not self.drawer.row_id:
            started = {"day": clock.today().isoformat(), "copies": 1, "seal": "公章"}
            form.set_row(started)
            form.editors["document"].setFocus(Qt.FocusReason.OtherFocusReason)

    def for_contract(self, contract_id: str) -> None:
        """An entry begun for this contract."""
        self.new_record()
        if self.drawer.isHidden() or self.drawer.row_id:
            return
        form = self.drawer.form
        form.set_row(actions.begun(self._desk.book, contract_id))
        form.editors["applicant"].setFocus(Qt.FocusReason.OtherFocusReason)

    def print_register(self, _checked: bool = False) -> None:
        if covered := cover.stops("打印"):
            self.banner.say(covered)
            return
        today = clock.today()
        first = today.replace(month=1, day=1)
        self._runner.job(
            partial(_drawn, first, today), label="正在排用印登记簿",
            on_done=partial(_preview, self._desk, "用印登记簿", f"seals:{today.year}"),
            on_refused=self.banner.say,
        )  # fmt: skip

    def _on_changed(self, changes: Changes, initiator: object) -> None:
        super()._on_changed(changes, initiator)
        if self._card is not None and changes.touches(Contract.table, SealUse.table):
            self._card.reload()


class UnsealedCard(QFrame):
    """还没登记用印的合同: one is chosen and entered."""

    asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rows: tuple[Row, ...] = ()
        self.setProperty("role", "card")
        look.named(self, "还没登记用印的合同")
        self.said = look.label("", "")
        self.which = ChoiceBox("哪份合同")
        self.enter = push_button("给它登记")
        row_box = QWidget()
        row = FlowLayout(row_box, gap=8)
        row.addWidget(self.which)
        row.addWidget(self.enter)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        column.addWidget(self.said)
        column.addWidget(row_box)
        self.enter.clicked.connect(self._on_enter)

    def reload(self) -> None:
        self._desk.runner.read(actions.unsealed, self._show)

    def _show(self, rows: list[Row]) -> None:
        self._rows = tuple(rows)
        self.which.clear()
        for row in rows:
            self.which.addItem(naming(Contract, row))
        self.said.setText(f"有 {len(rows)} 份合同还没登记用印。")
        self.setVisible(bool(rows))

    def _on_enter(self) -> None:
        place = self.which.currentIndex()
        if 0 <= place < len(self._rows):
            self.asked.emit(self._rows[place]["id"])


# -- printing ------------------------------------------------------------------------------------


def _drawn(first: object, last: object, book: object, tick: object) -> Changes:
    changes: Changes = actions.print_register(book, first, last, tick)  # type: ignore[arg-type]
    return _one_pdf(changes)


def _print_progress(desk: Desk, page: LedgerPage, _checked: bool = False) -> None:
    if covered := cover.stops("打印"):
        page.banner.say(covered)
        return
    desk.runner.job(
        _progress, label="正在排进度表",
        on_done=partial(_preview, desk, "问题合同清理进度表", "clean-up"),
        on_refused=page.banner.say,
    )  # fmt: skip


def _progress(book: object, tick: object) -> Changes:
    return _one_pdf(actions.print_progress(book, tick))  # type: ignore[arg-type]


def _one_pdf(changes: Changes) -> Changes:
    drawn = changes.result
    assert isinstance(drawn, tuple)
    return changes._replace(result=joined([one.pdf for one in drawn]))


def _preview(desk: Desk, title: str, about: str, changes: Changes) -> None:
    pdf = changes.result
    assert isinstance(pdf, bytes)
    desk.preview(pdf, title, PaperFacts(f"contracts:{about}"))
