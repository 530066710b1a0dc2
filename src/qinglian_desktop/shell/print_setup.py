"""打印校准: print a page, measure two lines with a ruler, and every print is moved right."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from qinglian_desktop.core.outcome import Changes, Problem, Refused
from qinglian_desktop.core.print_plan import Plan
from qinglian_desktop.shell.print_preview import printers
from qinglian_desktop.shell.print_preview.sending import Order, send
from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.paper_file import PaperFile

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from qinglian_desktop.shell.window import Window

MOST = 15.0  # mm; what is farther off is another setting of the printer
_AWAY = 20.0
_PLAIN = str.maketrans("０１２３４５６７８９．。", "0123456789..")


def open_it(window: "Window") -> None:
    page = PrintSetup(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


class PrintSetup(OverPage):
    def __init__(self, window: "Window") -> None:
        super().__init__("print-setup", "打印校准")
        self._window, self._book = window, window.book
        self.printer = ChoiceBox("打印机")
        self.test = push_button("打印测试页", "primary", icon="print")
        self.left, self.top = QLineEdit(), QLineEdit()
        for field, word in ((self.left, "左边量到几毫米"), (self.top, "上边量到几毫米")):
            field.setPlaceholderText("20.0")
            field.setFixedWidth(look.metrics().px(120))
            look.named(field, word)
        self.keep, self.none = push_button("记住"), push_button("不挪了")
        self.now = look.label("", "hint")
        self.now.setWordWrap(True)
        self._lay_out()
        self.test.clicked.connect(self.on_test)
        self.keep.clicked.connect(self.on_keep)
        self.none.clicked.connect(self.on_none)
        self.printer.currentIndexChanged.connect(self._say_now)

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("role", "card")
        grid = QGridLayout(card)
        grid.setContentsMargins(16, 16, 16, 16)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        rows: tuple[tuple[str, tuple[QWidget, ...]], ...] = (
            ("1. 选打印机，打一张测试页", (self.printer, self.test)),
            ("2. 从纸的左边量到竖线（毫米）", (self.left,)),
            ("3. 从纸的上边量到横线（毫米）", (self.top,)),
            ("4. 记住，以后每一页都挪正", (self.keep, self.none)),
        )
        for place, (words, parts) in enumerate(rows):
            grid.addWidget(look.label(words), place, 0)
            row = QHBoxLayout()
            row.setSpacing(8)
            for part in parts:
                row.addWidget(part)
            row.addStretch(1)
            grid.addLayout(row, place, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.now, len(rows), 0, 1, 2)
        self.column.addWidget(card)
        self.column.addStretch(1)

    def find_printers(self) -> None:
        held = self.name or str(self._book.setting(printers.CHOSEN) or "")
        self.printer.clear()
        for printer in printers.installed():
            self.printer.addItem(printer.name, printer.name)
        self.printer.setCurrentIndex(max(self.printer.findData(held), 0))
        self._say_now()

    @property
    def name(self) -> str:
        return str(self.printer.currentData() or "")

    def _say_now(self) -> None:
        if not self.name:
            self.now.setText("没找到打印机。接好、打开以后再来。")
            return
        right, down = printers.offset_of(self._book, self.name)
        moved = [f"往{'右' if right > 0 else '左'}挪 {abs(right):.1f} 毫米"] if right else []
        moved += [f"往{'下' if down > 0 else '上'}挪 {abs(down):.1f} 毫米"] if down else []
        self.now.setText(f"这台打印机现在{'，'.join(moved) or '不挪'}。")

    # -- steps ----------------------------------------------------------------------------

    def on_test(self) -> None:
        """The test page comes out where the printer puts it by itself."""
        self.find_printers()  # one may have been plugged in since the page was opened
        printer = printers.opened(self.name) if self.name else None
        if printer is None:
            self.banner.say(Problem("没找到打印机", "接好、打开以后再按一次"))
            return
        self.banner.hide()
        self._window.runner.job(
            _tested, printer, label="正在打印测试页", on_refused=self.banner.say,
            on_done=self._on_tested,
        )  # fmt: skip

    def _on_tested(self, _changes: Changes) -> None:
        self.left.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_keep(self) -> None:
        try:
            moved = tuple(round(_AWAY - _read(field), 1) for field in (self.left, self.top))
        except Refused as refused:
            self.banner.say(refused)
            return
        self._put((moved[0], moved[1]))

    def on_none(self) -> None:
        self._put((0.0, 0.0))

    def _put(self, offset: tuple[float, float]) -> None:
        if not self.name:
            self.banner.say(Problem("没找到打印机", "接好、打开以后再记"))
            return
        printers.put_offset(self._book, self.name, offset)
        self._say_now()
        self.banner.say("记住了。可以再打一张普通的纸看看正不正。")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.find_printers()


def _read(field: QLineEdit) -> float:
    """Millimetres as typed; Refused when it is no number or too far from 20."""
    text = field.text().translate(_PLAIN).replace("毫米", "").strip()
    try:
        value = float(text)
    except ValueError:
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        raise Refused("还没填量到的毫米数", "例：21.5", code="QL-PR-079") from None
    if not abs(value - _AWAY) <= MOST:
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        raise Refused(
            f"量到 {value:g} 毫米，和 20 毫米差得太多",
            "请再量一次；真差这么多，要先看打印机的纸张设置",
            code="QL-PR-080",
        )
    return value


def _tested(book: Any, printer: "QPrinter", tick: Callable[..., bool]) -> Changes:
    from qinglian_desktop.paper.draw.calibration import calibration_page
    from qinglian_desktop.paper.fonts import Fonts

    paper = PaperFile(calibration_page(Fonts()))
    send(paper, Order(Plan((1,)), title="打印校准页"), printer, tick)
    paper.close()
    return Changes("")
