"""What fills the place that is pointed at, and who belongs on the whole form? (right of W-15)"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core.record import Record
from qinglian_desktop.modules.forms import sources
from qinglian_desktop.modules.forms.mapping import Condition, FormMapping
from qinglian_desktop.modules.forms.page.conditions import Conditions
from qinglian_desktop.modules.forms.page.field_list import FieldList
from qinglian_desktop.modules.forms.reads import tags_in
from qinglian_desktop.modules.forms.sources import Taken
from qinglian_desktop.modules.forms.writings import writings_of
from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.messages import push_button

NOTHING = Taken("", "不填（自己写）", "text", "这张表")


class Panel(QWidget):
    """`place_changed` carries (take, write); `form_changed` says that the whole form has."""

    place_changed = Signal(str, str)
    sum_changed = Signal()
    form_changed = Signal()

    def __init__(self, book: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._quiet = False
        self._take = ""
        self._spot = False
        self._stack = QStackedWidget()
        self._words = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(8)
        for place, word in enumerate(("这一格", "整张表")):
            button = push_button(word, "choice")
            button.setCheckable(True)
            button.setAutoDefault(False)
            self._words.addButton(button, place)
            button.clicked.connect(partial(self.show_side, place))
            row.addWidget(button)
        row.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(row)
        box.addWidget(self._stack, 1)
        self._stack.addWidget(self._make_place())
        self._stack.addWidget(self._make_form())
        self.show_side(0)

    def show_side(self, place: int, _checked: bool = False) -> None:
        self._stack.setCurrentIndex(place)
        self._words.button(place).setChecked(True)

    # -- one column or cell ---------------------------------------------------------------

    def _make_place(self) -> QWidget:
        self.which = look.label("点一下左边的一列或一格", "group")
        self.which.setWordWrap(True)
        self.within = ChoiceBox("这一格里的哪一处")
        self.search = QLineEdit()
        self.search.setPlaceholderText("找：姓名、电话、单位……")
        look.named(self.search, "找一项")
        self.fields = FieldList()
        self.text = QLineEdit()
        self.text.setPlaceholderText("固定写什么")
        look.named(self.text, "固定写什么")
        self.writing = ChoiceBox("写法")
        self.sum_source, self.sum_where = ChoiceBox("从哪本名册数"), Conditions(self._book)
        for record in sources.sources(self._book.tables.records.values()):
            self.sum_source.addItem(record.label, record.table)
        self.sum_box = QWidget()
        inside = QHBoxLayout(self.sum_box)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(look.label("数哪本：", "field"))
        inside.addWidget(self.sum_source, 1)
        side = QWidget()
        box = QVBoxLayout(side)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        write = QHBoxLayout()
        self.writing_word = look.label("写法：", "field")
        write.addWidget(self.writing_word)
        write.addWidget(self.writing, 1)
        for part in (self.which, self.within, self.search, self.sum_box):
            box.addWidget(part)
        box.addWidget(self.fields, 1)
        box.addWidget(self.text)
        box.addWidget(self.sum_where)
        box.addLayout(write)
        self.within.hide()
        self.search.textChanged.connect(self.fields.look_for)
        self.search.returnPressed.connect(self._on_search_done)
        self.fields.taken.connect(self._on_taken)
        self.text.editingFinished.connect(self._on_text)
        self.writing.currentIndexChanged.connect(self._on_writing)
        self.sum_source.currentIndexChanged.connect(self._on_sum_source)
        self.sum_where.changed.connect(self._on_sum)
        self._show_parts("text", "")
        return side

    def show_place(
        self, said: str, take: str, write: str, *, spot: bool, source: str = "",
        where: Sequence[Condition] = (), record: type[Record] | None = None, locked: bool = False,
    ) -> None:  # fmt: skip
        """What is pointed at now: its words, what fills it and how it is written."""
        self._quiet, self._take, self._spot = True, take, spot
        self.which.setText(said)
        self.search.setEnabled(not locked)
        self.fields.setEnabled(not locked)
        if source:
            self.sum_source.setCurrentIndex(max(self.sum_source.findData(source), 0))
        elif spot and not take:
            where = self._usual_where()
        self.sum_where.show_conditions(self._sum_record(), where)
        self.fields.offer(self._offered(record, spot=spot))
        self.fields.mark(sources.TEXT if take.startswith(sources.TEXT) else take)
        if take.startswith(sources.TEXT):
            self.text.setText(take[len(sources.TEXT) :])
        self._show_parts(self._kind(take, record), write)
        self._quiet = False
        self.show_side(0)

    def _offered(self, record: type[Record] | None, *, spot: bool) -> list[Taken]:
        fixed = Taken(sources.TEXT, "固定写几个字", "text", "这张表")
        if not spot and record is not None:
            listed = sources.fields_of(record, self._book.tables.records, tags_in(self._book))
            return [NOTHING, listed[0], fixed, *listed[1:]]
        summed = self._sum_record()
        sums = [
            Taken(f"{sources.SUM}{name}", f"{field.label}加起来", field.kind.name, "数一数")
            for name, field in (summed.fields.items() if summed else ())
            if field.kind.name in ("money", "count", "quantity")
        ]
        rows = Taken(sources.ROWS, "这张表的行数", "count", "数一数")
        count = Taken(sources.COUNT, "名册里有多少", "count", "数一数")
        return [NOTHING, fixed, rows, count, *sums, *sources.office()]

    def _sum_record(self) -> type[Record] | None:
        table = self.sum_source.currentData()
        found: type[Record] | None = self._book.tables.records.get(table)
        return found

    def _kind(self, take: str, record: type[Record] | None) -> str:
        about = self._sum_record() if self._spot else record
        self._record = record
        found = sources.taken(take, about, self._book.tables.records) if take else None
        return found.kind if found else "text"

    def _show_parts(self, kind: str, write: str) -> None:
        listed = writings_of(kind)
        self.writing.blockSignals(True)
        self.writing.clear()
        for each in listed:
            self.writing.addItem(each.word, each.key)
        self.writing.setCurrentIndex(max(self.writing.findData(write), 0))
        self.writing.blockSignals(False)
        several = len(listed) > 1 and bool(self._take)
        self.writing.setVisible(several)
        self.writing_word.setVisible(several)
        self.text.setVisible(self._take.startswith(sources.TEXT))
        counted = self._take == sources.COUNT or self._take.startswith(sources.SUM)
        self.sum_box.setVisible(self._spot)
        self.sum_where.setVisible(counted)

    def find_field(self) -> None:
        """Enter in the form: the keys go to the search of fields."""
        self.show_side(0)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.selectAll()

    def _on_search_done(self) -> None:
        if self.search.text().strip() and (take := self.fields.first()):
            self._on_taken(take)
            self.search.clear()
        else:
            self.fields.setFocus()

    def _on_taken(self, take: str) -> None:
        self._take = take
        self._show_parts(self._kind(take, self._record), "")
        if take == sources.TEXT:
            self.text.clear()
            self.text.setFocus()
            return
        self.place_changed.emit(take, str(self.writing.currentData() or ""))

    def _on_text(self) -> None:
        if self.text.isVisible() and self.text.text().strip():
            self._take = sources.TEXT + self.text.text().strip()
            self.place_changed.emit(self._take, "")

    def _on_writing(self) -> None:
        if not self._quiet and self._take:
            self.place_changed.emit(self._take, str(self.writing.currentData() or ""))

    def _on_sum_source(self) -> None:
        if self._quiet:
            return
        self.sum_where.show_conditions(self._sum_record(), self._usual_where())
        self.fields.offer(self._offered(None, spot=True))
        self.sum_changed.emit()

    def _usual_where(self) -> tuple[Condition, ...]:
        """A ledger of money is asked about by quarter."""
        record = self._sum_record()
        name = record.happened if record else ""
        return (Condition(name, "within", "quarter"),) if name else ()

    def _on_sum(self) -> None:
        if not self._quiet:
            self.sum_changed.emit()

    def summed(self) -> tuple[str, tuple[Condition, ...]]:
        """From which table a count or sum is taken, and which rows count."""
        return str(self.sum_source.currentData()), self.sum_where.conditions()

    # -- the whole form -------------------------------------------------------------------

    def _make_form(self) -> QWidget:
        self.name, self.asked_by = QLineEdit(), QLineEdit()
        self.asked_by.setPlaceholderText("例：街道民政办")
        self.source, self.order = ChoiceBox("名单从哪里取"), ChoiceBox("按什么排")
        self.where = Conditions(self._book)
        self.source.addItem("没有名单，只填几格", "")
        for record in sources.sources(self._book.tables.records.values()):
            self.source.addItem(record.label, record.table)
        side = QWidget()
        side.setProperty("role", "clear")
        box = QVBoxLayout(side)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        for word, part in (
            ("表名：", self.name), ("哪个部门要：", self.asked_by), ("名单从哪里取：", self.source),
            ("谁上这张表：", self.where), ("按什么排：", self.order),
        ):  # fmt: skip
            label = look.label(word, "field")
            label.setBuddy(part)
            look.named(part, word.rstrip("："))
            box.addWidget(label)
            box.addWidget(part)
        box.addStretch(1)
        for line in (self.name, self.asked_by):
            line.textChanged.connect(self._on_form)
        self.order.currentIndexChanged.connect(self._on_form)
        self.where.changed.connect(self._on_form)
        self.source.currentIndexChanged.connect(self._on_source)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(side)
        return area

    def show_mapping(self, mapping: FormMapping) -> None:
        self._quiet = True
        self.name.setText(mapping.name)
        self.asked_by.setText(mapping.asked_by)
        self.source.setCurrentIndex(max(self.source.findData(mapping.source), 0))
        record = self._book.tables.records.get(mapping.source)
        self.where.show_conditions(record, mapping.where)
        self._offer_orders(record, mapping.order)
        self._quiet = False

    def _offer_orders(self, record: type[Record] | None, chosen: str) -> None:
        self.order.clear()
        self.order.addItem("照平常的次序", "")
        for name, field in record.fields.items() if record else ():
            if field.kind.name not in ("files", "link", "long", "reason", "id_number", "phone"):
                self.order.addItem(field.label, name)
        self.order.setCurrentIndex(max(self.order.findData(chosen), 0))

    def told(self, mapping: FormMapping) -> FormMapping:
        """The mapping with what is said about the whole form."""
        return replace(
            mapping,
            name=self.name.text().strip(),
            asked_by=self.asked_by.text().strip(),
            source=str(self.source.currentData() or ""),
            where=self.where.conditions(),
            order=str(self.order.currentData() or ""),
        )

    def _on_form(self) -> None:
        if not self._quiet:
            self.form_changed.emit()

    def _on_source(self) -> None:
        if self._quiet:
            return
        self._quiet = True
        record = self._book.tables.records.get(str(self.source.currentData() or ""))
        self.where.show_conditions(record, ())
        self._offer_orders(record, "")
        self._quiet = False
        self.form_changed.emit()
