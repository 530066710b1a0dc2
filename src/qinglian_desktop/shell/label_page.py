"""打标签: households on a sheet of labels, masked unless asked, from the first unused label on."""

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout

from qinglian_desktop.core import access, clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.core.record import Level, Row
from qinglian_desktop.exchange.records import RevealedExport
from qinglian_desktop.modules.registry.records import Household
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.over_page import OverPage

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_ALL = "全部组"


class Asked(NamedTuple):
    group: str = ""
    sheet: int = 0
    first: int = 1
    revealed: bool = False
    square: bool = False
    why: str = ""  # they are printed in full


def open_it(window: "Window") -> None:
    page = LabelPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


class LabelPage(OverPage):
    def __init__(self, window: "Window") -> None:
        super().__init__("labels", "打标签")
        from qinglian_desktop.paper.labels import SHEETS

        self._window, self._book = window, window.book
        self.see = push_button("看一看再打", "primary", icon="print")
        self.group, self.sheet = ChoiceBox("哪个组"), ChoiceBox("标签纸")
        self.group.addItem(_ALL, "")
        for name in self._book.distinct(Household.table, "group_name"):
            self.group.addItem(name, name)
        for place, sheet in enumerate(SHEETS):
            self.sheet.addItem(sheet.word, place)
        self.first = QSpinBox()
        self.first.setRange(1, SHEETS[0].places)
        look.named(self.first, "从第几格打起")
        self.revealed, self.square = look.tick("照实印姓名和住址"), look.tick("带户号的二维码")
        self.why = QLineEdit()
        self.why.setPlaceholderText("为什么照实印，例如“上门送通知”")
        look.named(self.why, "为什么照实印")
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        self._lay_out()
        self.see.clicked.connect(self.on_see)
        for signal in (
            self.group.currentIndexChanged, self.first.valueChanged, self.revealed.toggled,
        ):  # fmt: skip
            signal.connect(self._say)
        self._say()

    def _lay_out(self) -> None:
        self.head.addWidget(self.see)
        card = QFrame()
        card.setProperty("role", "card")
        box = QVBoxLayout(card)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(12)
        for word, part in (
            ("给哪些户打", self.group), ("用哪种标签纸", self.sheet),
            ("前面几格用掉了？从第几格打起", self.first),
        ):  # fmt: skip
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(look.label(word))
            row.addWidget(part)
            row.addStretch(1)
            box.addLayout(row)
        box.addWidget(self.revealed)
        box.addWidget(self.why)
        box.addWidget(self.square)
        box.addWidget(self.said)
        self.column.addWidget(card)
        self.column.addStretch(1)

    def asked(self) -> Asked:
        return Asked(
            str(self.group.currentData()), int(self.sheet.currentData()), self.first.value(),
            self.revealed.isChecked(), self.square.isChecked(), self.why.text().strip(),
        )  # fmt: skip

    def _say(self) -> None:
        self.why.setVisible(self.revealed.isChecked())
        count = self._book.count(households(self.asked()))
        sheets = -(-(count + self.first.value() - 1) // self.first.maximum())
        self.see.setEnabled(bool(count))
        if not count:
            self.said.setText("名册里还没有户。先在“人户名册”里登记或导入。")
            return
        masked = "打印会记下是谁打的。" if self.revealed.isChecked() else "姓名和住址遮住一部分。"
        self.said.setText(f"{count} 户，用标签纸 {sheets} 张。{masked}")

    def on_see(self) -> None:
        asked = self.asked()
        self._window.runner.job(
            _drawn, asked, label="正在排标签", on_refused=self.banner.say,
            on_done=partial(_preview, self._window, asked),
        )  # fmt: skip


def _preview(window: "Window", asked: Asked, changes: Changes) -> None:
    pdf = changes.result
    assert isinstance(pdf, bytes)
    group = asked.group or _ALL
    note = "请把标签纸放进打印机，关掉“缩放”。打偏了用“打印校准”。"
    window.preview(pdf, f"标签（{group}）", PaperFacts(note=note))


def households(asked: Asked) -> Query:
    where = (Where("group_name", "=", asked.group),) if asked.group else ()
    return Query(Household.table, where, order=(("group_name", False), ("number", False)))


def _drawn(book: Book, asked: Asked, tick: Any) -> Changes:
    from qinglian_desktop.paper.fonts import Fonts
    from qinglian_desktop.paper.labels import SHEETS, Label, label_pages

    rows = list(book.rows(households(asked)))
    labels = [Label(*_texts(row, asked)) for row in rows]
    if asked.revealed:
        _note(book, len(rows), asked.why)
    made = label_pages(labels, SHEETS[asked.sheet], Fonts(), first=asked.first)
    return Changes("", result=made)  # never a file: names may stand in it in full


def _texts(row: Row, asked: Asked) -> tuple[str, tuple[str, ...], str]:
    """Name, group with number, address; the name is masked like everything else of a person."""
    fields = Household.fields
    head = fields["head"]._replace(level=Level.PERSON)
    name = access.show(head, row["head"], reveal=asked.revealed)
    address = access.show(fields["address"], row["address"], reveal=asked.revealed)
    number = row["number"] or ""
    where = "　".join(filter(None, (row["group_name"], f"户号 {number}" if number else "")))
    return name or number, (where, address), number if asked.square else ""


def _note(book: Book, count: int, why: str) -> None:
    """Who took names and addresses out unmasked, before the paper is there."""
    with book.change(f"打不遮的标签：{count} 户") as change:
        change.put(
            RevealedExport(
                table_name=Household.table,
                what="户标签",
                row_count=count,
                file_name="标签.pdf",
                who=book.operator.name,
                exported_at=clock.now(),
                why=why or None,
            )
        )
