"""W-15: the form as it looks at the left, what fills it at the right; preview, export, remember."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.forms import FormSheet, Place
from qinglian_desktop.exchange.forms.layout import blanks_of
from qinglian_desktop.modules.forms import filling, knowing, proposing, sources
from qinglian_desktop.modules.forms.actions import Looked
from qinglian_desktop.modules.forms.filling import Prepared
from qinglian_desktop.modules.forms.mapping import Column, FormMapping, Spot
from qinglian_desktop.modules.forms.page.form_view import FormView
from qinglian_desktop.modules.forms.page.panel import Panel
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.messages import Banner, close_button, fill, push_button
from qinglian_desktop.ui.page import enter_at

_PANEL = 400
HOW = "点一列，再点右边的一项；按 Enter 可以直接打字找。带〔〕的已经对好。"


class PointingPage(QWidget):
    closed = Signal()
    export_asked = Signal(object)  # Looked, with the mapping as it is now
    remember_asked = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._looked: Looked | None = None
        self.mapping: FormMapping | None = None
        self._seen: proposing.Seen | None = None
        self._place: Place = (0, 0)
        self._preview = False
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title_word = look.label("", "title")
        self.preview = push_button("预览", "primary", icon="eye")
        self.export = push_button("导出", icon="export")
        self.remember = push_button("记住")
        away = close_button("关")
        head = QHBoxLayout()
        head.addWidget(self.title_word, 1)
        for button in (self.preview, self.export, self.remember, away):
            head.addWidget(button)
        self.said = look.label(HOW, "hint")
        self.said.setWordWrap(True)
        self.banner = Banner()
        self.view, self.panel = FormView(), Panel(desk.book)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.view)
        self.split.addWidget(self.panel)
        self.split.setStretchFactor(0, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 12, 24, 12)
        box.setSpacing(8)
        for part in (self.said, self.banner):
            box.addWidget(part)
        box.addWidget(self.split, 1)
        box.insertLayout(0, head)  # last put in, so that Tab comes to it behind the panel
        look.named(self, "指出哪一列填什么")
        order = (self.panel.order, self.preview, self.export, self.remember, away)
        for before, after in pairwise(order):
            self.setTabOrder(before, after)
        enter_at(self, self.view)
        self.preview.clicked.connect(self.on_preview)
        self.export.clicked.connect(self._on_export)
        self.remember.clicked.connect(self._on_remember)
        away.clicked.connect(self.closed)
        self.view.pointed.connect(self.point)
        self.view.wanted.connect(self.panel.find_field)
        self.panel.place_changed.connect(self._on_place)
        self.panel.sum_changed.connect(self._on_sum)
        self.panel.form_changed.connect(self._on_form)
        self.panel.within.currentIndexChanged.connect(self._on_within)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        panel = min(look.metrics().px(_PANEL), self.width() * 2 // 5)
        self.split.setSizes([self.width() - panel, panel])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._preview:
            self._show_pointing()
        else:
            self.closed.emit()

    # -- what is shown --------------------------------------------------------------------

    @property
    def sheet(self) -> FormSheet:
        assert self._seen is not None
        return self._seen.sheet

    def show_form(self, looked: Looked) -> None:
        self._looked, self.mapping = looked, looked.mapping
        self.banner.hide()
        self.title_word.setText(f"对一次列：{looked.mapping.name or '新表'}")
        if looked.known and looked.known.said:
            self.banner.say(looked.known.said)
        self.panel.show_mapping(looked.mapping)
        self._see()
        self._show_pointing()
        start = self._first_place()
        self.view.point(*start)
        self.point(*start)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _see(self) -> None:
        assert self._looked is not None and self.mapping is not None
        sheet = proposing.sheet_named(self._looked.form, self.mapping.sheet)
        words = proposing.words_for(self._desk.book, self.mapping.source)
        self._seen = proposing.see(sheet, words)

    def _first_place(self) -> Place:
        """The first column nobody has pointed out, else the first one."""
        heading = self._seen.heading if self._seen else None
        if heading is None or self.mapping is None:
            return (0, 0)
        new = self._looked.known.new if self._looked and self._looked.known else ()
        for column in self.mapping.columns:
            if column.header in new or not (new or column.take):
                return (heading.bottom, column.at)
        return (heading.bottom, 0)

    def _show_pointing(self) -> None:
        self._preview = False
        self.view.show_form(self.sheet, self._marks())
        self.said.setText(self._counted())
        self.preview.setText("预览")
        self.panel.show()
        fill(self.preview, True)
        fill(self.export, False)

    def _counted(self) -> str:
        assert self.mapping is not None
        left = [c.header for c in self.mapping.columns if not c.take and not self._locked(c.at)]
        if not left or not self.mapping.source:
            return HOW
        names = "、".join(left[:4]) + ("……" if len(left) > 4 else "")
        return f"{HOW}还有 {len(left)} 列没对：{names}，不对的列留给自己填。"

    def _marks(self) -> dict[Place, str]:
        """〔姓名〕 in the first row of its column, and in each cell that is filled."""
        mapping, heading = self.mapping, self._seen.heading if self._seen else None
        assert mapping is not None
        marks: dict[Place, str] = {}
        records = self._desk.book.tables.records
        record = records.get(mapping.source)
        for column in mapping.taken:
            taken = sources.taken(column.take, record, records)
            if heading is not None and taken is not None:
                marks[heading.area.first, column.at] = f"〔{taken.label}〕"
        for spot in mapping.spots:
            about = records.get(spot.source or mapping.source)
            taken = sources.taken(spot.take, about, records) if spot.take else None
            if taken is not None:
                place = (spot.row, spot.column)
                marks[place] = f"{marks.get(place, '')}〔{taken.label}〕"
        return marks

    def _locked(self, column: int) -> bool:
        heading = self._seen.heading if self._seen else None
        return heading is not None and any(
            (row, column) in self.sheet.formulas
            for row in range(heading.area.first, max(heading.area.last, heading.area.first) + 1)
        )

    # -- pointing -------------------------------------------------------------------------

    def _column(self, place: Place) -> Column | None:
        """The column of the list that a cell belongs to; None for a cell outside of it."""
        heading, mapping = self._seen.heading if self._seen else None, self.mapping
        if heading is None or mapping is None or not mapping.source:
            return None
        if not heading.top <= place[0] <= max(heading.area.last, heading.area.first):
            return None
        there = self.sheet.top_left((heading.bottom, place[1]))[1]
        return next((each for each in mapping.columns if each.at == there), None)

    def point(self, row: int, column: int) -> None:
        """A cell of the form was clicked or reached with the keys."""
        if self._preview or self.mapping is None:
            return
        self._place = self.sheet.top_left((row, column))
        self.panel.within.hide()
        record = self._desk.book.tables.records.get(self.mapping.source)
        if found := self._column((row, column)):
            locked = self._locked(found.at)
            said = f"〔{found.header}〕这一列"
            said += "有公式，不会改动。" if locked else "填什么："
            self.panel.show_place(
                said, found.take, found.write, spot=False, record=record, locked=locked
            )
            return
        self._offer_within()
        self._show_spot()

    def _offer_within(self) -> None:
        """One cell with several blanks: 填报单位：__ 填表人：__."""
        blanks = [b for b in blanks_of(self.sheet, None) if b.within and b.place == self._place]
        self.panel.within.blockSignals(True)
        self.panel.within.clear()
        for blank in blanks:
            self.panel.within.addItem(f"“{blank.label}”后面", blank.label)
        self.panel.within.setVisible(len(blanks) > 1)
        self.panel.within.blockSignals(False)

    def _on_within(self) -> None:
        self._show_spot()

    def _spot(self) -> Spot:
        """The place that is pointed at, as remembered or as a new one."""
        assert self.mapping is not None
        label = str(self.panel.within.currentData() or "")
        for spot in self.mapping.spots:
            if (spot.row, spot.column) == self._place and (not label or spot.label == label):
                return spot
        beside = label or knowing.label_of(self.sheet, *self._place)
        return Spot(*self._place, beside, within=bool(label))

    def _show_spot(self) -> None:
        spot, text = self._spot(), self.sheet.text(*self._place).strip()
        merged = any(first == self._place for first, _ in self.sheet.merged)
        if self._place in self.sheet.formulas:
            self.panel.show_place("这一格有公式，不会改动。", "", "", spot=True, locked=True)
            return
        if text and not spot.within:
            said = f"“{text[:16]}”是表里印好的字，不用填。"
            self.panel.show_place(said, "", "", spot=True, locked=True)
            return
        about = f"“{spot.label[:20]}”" if spot.label else "这一格"
        said = f"{about}填什么：" + ("（合并格：按左上角填。）" if merged else "")
        self.panel.show_place(
            said, spot.take, spot.write, spot=True, source=spot.source, where=spot.where
        )

    def _on_place(self, take: str, write: str) -> None:
        """A field was taken for the place that is pointed at."""
        mapping, found = self.mapping, self._column(self._place)
        assert mapping is not None
        if found is not None:
            changed = found._replace(take=take, write=write)
            columns = tuple(changed if c.at == found.at else c for c in mapping.columns)
            self.mapping = replace(mapping, columns=columns)
        else:
            before = self._spot()
            counted = take == sources.COUNT or take.startswith(sources.SUM)
            source, where = self.panel.summed() if counted else ("", ())
            spot = before._replace(take=take, write=write, source=source, where=where)
            others = tuple(each for each in mapping.spots if each != before)
            self.mapping = replace(mapping, spots=(*others, spot) if take else others)
            if counted:
                self.panel.show_place(
                    self.panel.which.text(), take, write, spot=True, source=source, where=where
                )
        self._refresh()

    def _on_sum(self) -> None:
        before = self._spot()
        if self.mapping is not None and before in self.mapping.spots:
            source, where = self.panel.summed()
            take = before.take
            if take.startswith(sources.SUM) and source != before.source:
                take = sources.COUNT
            spot = before._replace(take=take, source=source, where=where)
            others = tuple(each for each in self.mapping.spots if each != before)
            self.mapping = replace(self.mapping, spots=(*others, spot))
            self._refresh()

    def _on_form(self) -> None:
        """Name, office, list, conditions or order of the whole form."""
        before = self.mapping
        assert before is not None
        self.mapping = self.panel.told(before)
        if self.mapping.source != before.source:
            self._other_source()
        self._refresh()

    def _other_source(self) -> None:
        """Another list: the columns are proposed anew from its fields."""
        assert self.mapping is not None and self._looked is not None
        self._see()
        words = proposing.words_for(self._desk.book, self.mapping.source)
        heading = self._seen.heading if self._seen else None
        columns = proposing.columns_of(self.sheet, heading, words) if heading and words else ()
        self.mapping = replace(self.mapping, columns=columns)
        if self.mapping.source and heading is None:
            self.banner.say("这本名册和表里的列名对不上，请换一本，或只填几格。")

    def _refresh(self) -> None:
        self.view.mark(self._marks())
        self.said.setText(self._counted())

    # -- preview, export, remember --------------------------------------------------------

    def now(self) -> Looked:
        assert self._looked is not None and self.mapping is not None
        words = self._seen.words if self._seen else self.mapping.words
        return self._looked._replace(mapping=replace(self.mapping, words=words))

    def on_preview(self) -> None:
        """The form with everything in it, and back."""
        if self._preview:
            self._show_pointing()
            return
        looked = self.now()

        def question(book: Any) -> Prepared | Refused:
            try:
                return filling.prepare(book, looked.form, looked.mapping)
            except Refused as refused:  # shown in this page, not in the window
                return refused

        self._desk.runner.read(question, self._on_prepared)

    def _on_prepared(self, found: Prepared | Refused) -> None:
        if isinstance(found, Refused):
            self.banner.say(found)
            return
        self.banner.hide()
        self._preview = True
        filled = {p: filling.shown(v) for p, v in found.filling.writes().items()}
        self.view.show_form(self.sheet, {}, filled, found.filling.growth)
        notes = "。".join(
            (f"填出来是 {len(found.rows)} 行" if found.rows else "填出来是这样", *found.notes)
        )
        full = f"不遮的有：{'、'.join(found.revealed)}，导出时会记下来。" if found.revealed else ""
        self.said.setText(f"{notes}。{full}")
        if found.differences:
            self.banner.say(found.differences[0].said)
        self.preview.setText("回去改")
        self.panel.hide()  # all the room for the form
        fill(self.preview, False)
        fill(self.export, True)

    def _on_export(self) -> None:
        self.export_asked.emit(self.now())

    def _on_remember(self) -> None:
        self.remember_asked.emit(self.now())
