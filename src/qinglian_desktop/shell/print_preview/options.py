"""What does the clerk choose before printing? Printer, pages, copies, sides, and how to save."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.print_plan import MOST_COPIES, Plan, pages_named
from qinglian_desktop.shell.print_preview.printers import Printer
from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.messages import push_button

WIDTH = 272  # px at 标准
_SIDES = (("one", "单面"), ("long", "双面，像翻书"), ("short", "双面，像翻台历"))
_PER_SIDE = (("1", "一面一页"), ("2", "一面两页"))


class Options(QFrame):
    """The choices scroll where they must; how much paper it takes and 打印 are always in view."""

    changed = Signal()
    way_changed = Signal()  # copies, sides, pages a side: how much paper it takes
    printer_changed = Signal(str)
    this_page_asked = Signal()

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count, self._printers = count, list[Printer]()
        self.setProperty("role", "card")
        self.printer = ChoiceBox("打印机")
        # A printer may have a name of any length; the box keeps to its panel.
        self.printer.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.state = look.label("", "hint")
        self.state.setWordWrap(True)
        self.range = QLineEdit()
        self.range.setPlaceholderText("全部")
        look.named(self.range, "打哪几页", "例：1-3,5，或 单数页、双数页、双数页倒着；空着就是全部")
        self.this_page = push_button("这一页")
        self.copies = QSpinBox()
        self.copies.setRange(1, MOST_COPIES)
        look.named(self.copies, "份数")
        self.collate = QCheckBox("一份一份出")
        self.collate.setChecked(True)
        self.numbered = QCheckBox("标上第几份")
        self.sides, self.per_side = ChoiceBox("单面还是双面"), ChoiceBox("一面几页")
        for box, words in ((self.sides, _SIDES), (self.per_side, _PER_SIDE)):
            for value, word in words:
                box.addItem(word, value)
        self.sparing = QCheckBox("省墨（淡一点）")
        self.margins = QCheckBox("看打不到的边")
        for tick in (self.collate, self.numbered, self.sparing, self.margins):
            look.named(tick, tick.text())
        self.others = {word: push_button(word, "link") for word in ("打印记录", "打印校准")}
        self.enlarge = push_button("放大，两张纸拼成 A3", "link")
        self.used = look.label("", "group")
        self.used.setWordWrap(True)
        self.print_button = push_button("打印", "primary", icon="print")
        self.save_button = push_button("存为 PDF", icon="save")
        self._lay_out()
        self._connect()
        self.fit()

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setProperty("role", "clear")
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(16, 12, 12, 8)
        rows.setSpacing(6)
        pages, copies = QHBoxLayout(), QHBoxLayout()
        for row in (pages, copies):
            row.setSpacing(8)
        pages.addWidget(self.range, 1)
        pages.addWidget(self.this_page)
        copies.addWidget(self.copies)
        copies.addWidget(self.collate, 1)
        rows.addWidget(look.label("打印机", "field"))
        rows.addWidget(self.printer)
        rows.addWidget(self.state)
        rows.addWidget(look.label("打哪几页，例 1-3,5", "field"))
        rows.addLayout(pages)
        rows.addWidget(look.label("份数", "field"))
        rows.addLayout(copies)
        rows.addWidget(self.numbered)
        rows.addWidget(look.label("省纸", "field"))
        rows.addWidget(self.sides)
        rows.addWidget(self.per_side)
        rows.addWidget(self.sparing)
        rows.addWidget(self.margins)
        rows.addWidget(self.enlarge, 0, Qt.AlignmentFlag.AlignLeft)
        for button in self.others.values():
            rows.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setWidget(inner)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        look.named(self._area, "怎么打")
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 16)
        foot.setSpacing(8)
        for part in (self.used, self.print_button, self.save_button):
            foot.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        line = QFrame()
        line.setProperty("role", "line")
        column.addWidget(self._area, 1)
        column.addWidget(line)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.this_page.clicked.connect(self.this_page_asked)
        self.printer.currentIndexChanged.connect(self._on_printer)
        for signal in (
            self.range.textChanged, self.copies.valueChanged, self.collate.toggled,
            self.sides.currentIndexChanged, self.per_side.currentIndexChanged,
        ):  # fmt: skip
            signal.connect(self._on_changed)
        for signal in (
            self.copies.valueChanged, self.sides.currentIndexChanged,
            self.per_side.currentIndexChanged,
        ):  # fmt: skip
            signal.connect(self.way_changed)
        self._on_changed()

    def fit(self) -> None:
        self.setFixedWidth(look.metrics().px(WIDTH))

    # -- printers -------------------------------------------------------------------------

    def show_printers(self, found: list[Printer], chosen: str) -> None:
        """The printers of this computer; the one chosen last time, else the usual one."""
        self._printers = found
        self.printer.blockSignals(True)
        self.printer.clear()
        for printer in found:
            self.printer.addItem(printer.name, printer.name)
        self.printer.setCurrentIndex(max(self.printer.findData(chosen), 0) if found else -1)
        self.printer.blockSignals(False)
        self.printer.setEnabled(bool(found))
        self._on_printer()

    @property
    def printer_name(self) -> str:
        return str(self.printer.currentData() or "")

    @property
    def chosen(self) -> Printer | None:
        return next((p for p in self._printers if p.name == self.printer_name), None)

    def _on_printer(self) -> None:
        printer = self.chosen
        if printer is None:
            self.state.setText("没找到打印机，可以先存成 PDF。")
        else:
            said = f"{printer.paper}，{printer.state}。"
            if not printer.two_sided:
                said += "只能单面：要双面，先打“单数页”，翻过来再打“双数页”。"
            self.state.setText(said)
        self.sides.setEnabled(printer is None or printer.two_sided)
        if not self.sides.isEnabled():
            self.sides.setCurrentIndex(0)
        self.printer_changed.emit(self.printer_name)

    # -- what was chosen ------------------------------------------------------------------

    def plan(self) -> Plan:
        """Refused when the pages that were typed cannot be read."""
        return Plan(
            pages_named(self.range.text(), self._count),
            self.copies.value(),
            self.collate.isChecked(),
            self.sides.currentData() != "one",
            int(self.per_side.currentData()),
        )

    def whole_plan(self) -> Plan:
        """The same with every page."""
        return Plan(
            tuple(range(1, self._count + 1)),
            self.copies.value(),
            self.collate.isChecked(),
            self.sides.currentData() != "one",
            int(self.per_side.currentData()),
        )

    def _on_changed(self) -> None:
        for tick in (self.collate, self.numbered):
            tick.setVisible(self.copies.value() > 1)
        try:
            plan = self.plan()
        except Refused as refused:
            self.used.setText(str(refused))
            self.range.setProperty("wrong", True)
        else:
            pages = len(plan.pages)
            part = f"打 {pages} 页，" if pages < self._count else f"共 {pages} 页，"
            self.used.setText(f"{part}用纸 {plan.sheets} 张")
            self.range.setProperty("wrong", False)
        self.range.style().unpolish(self.range)
        self.range.style().polish(self.range)
        self.changed.emit()
