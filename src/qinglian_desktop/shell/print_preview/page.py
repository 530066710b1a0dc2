"""What will come out of the printer? The pages as they are, then print or keep as a PDF."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from qinglian_desktop.core.outcome import Changes, Problem, Refused
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.core.print_plan import named
from qinglian_desktop.shell import acts
from qinglian_desktop.shell.print_preview import printers, work
from qinglian_desktop.shell.print_preview.options import Options
from qinglian_desktop.shell.print_preview.sending import NOT_PRINTED, Order
from qinglian_desktop.shell.print_preview.sparing import proposal
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.offer import Answer, Offer
from qinglian_desktop.ui.page_artist import PageArtist
from qinglian_desktop.ui.page_thumbs import PageThumbs
from qinglian_desktop.ui.page_view import PageView
from qinglian_desktop.ui.paper_file import PaperFile
from qinglian_desktop.ui.where import where_to
from qinglian_desktop.ui.zoom_bar import ZoomBar

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_NO_PRINTER = Problem("没找到打印机", "先存成 PDF，拿到别处打", code="QL-PR-071")
_COVERED = Problem("已遮挡", "先按 F9 恢复再打印", code="QL-PR-078")


_EDGE = 24
_LEAST = 260  # px at 标准 a page needs to be read beside its small pages
_LARGE = ":A3"  # of the key of a paper that was enlarged


class PrintPreview(QWidget):
    closed = Signal()
    page_id = "preview"

    def __init__(
        self, window: "Window", pdf: Path | bytes, title: str, facts: PaperFacts | None = None
    ) -> None:
        super().__init__()
        self.title, self._name = f"打印：{title}", title
        self.facts = facts or PaperFacts()
        self._window, self._runner = window, window.runner
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self.paper = PaperFile(pdf)
        self.codes: tuple[str, ...] = ()
        self._before: tuple[str, ...] = ()
        self._proposes = False  # does the offer speak of the pages that changed?
        self.artist = PageArtist(self.paper, self)
        self.thumbs = PageThumbs(self.paper.sizes)
        self.view = PageView(self.paper.sizes)
        self.zoom, self.options = ZoomBar(self.view), Options(self.paper.count)
        self.banner, self.offer = Banner(), Offer()
        self._lay_out()
        self._connect()
        self._runner.read(partial(work.last_codes, self.facts.key), self._on_last)

    # -- looks ----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.back = push_button("返回", "link", icon="back")
        name = look.label(self.title, "group")
        name.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.back)
        head.addWidget(name, 1)
        head.addWidget(self.zoom)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self.thumbs)
        middle.addWidget(self.view, 1)
        middle.addWidget(self.options)
        self.thumbs.setVisible(False)  # until it is known that there is room
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, 12, _EDGE, 12)
        column.setSpacing(8)
        column.addLayout(head)
        if self.facts.note or self.facts.turn is not None:
            column.addLayout(self._note())
        column.addWidget(self.banner)
        column.addWidget(self.offer)
        column.addLayout(middle, 1)

    def _note(self) -> QHBoxLayout:
        """What there is to say about this paper, and the other way to lay it out."""
        row = QHBoxLayout()
        row.setSpacing(8)
        words = look.label(self.facts.note, "hint")
        words.setWordWrap(True)
        row.addWidget(words, 1)
        turn = self.facts.turn
        if turn is not None:
            self.other = push_button(self.facts.other, "link")
            self.other.clicked.connect(lambda _=False: turn())
            row.addWidget(self.other)
        return row

    def _connect(self) -> None:
        self.back.clicked.connect(self.closed)
        self.view.wanted.connect(self._want)
        self.thumbs.wanted.connect(self._want)
        self.view.page_changed.connect(self.thumbs.mark)
        self.thumbs.chosen.connect(self._on_thumb)
        self.artist.drawn.connect(self.view.take)
        self.artist.drawn.connect(self.thumbs.take)
        self.artist.coded.connect(self._on_coded)
        self.options.print_button.clicked.connect(self.on_print)
        self.options.save_button.clicked.connect(self.on_save)
        self.options.this_page_asked.connect(self._only_this)
        self.options.printer_changed.connect(self._on_printer)
        self.options.way_changed.connect(self._on_way)
        self.options.margins.toggled.connect(self._show_margins)
        self.options.enlarge.clicked.connect(self.on_enlarge)
        self.options.enlarge.setVisible(not self.facts.key.endswith(_LARGE))
        for word, button in self.options.others.items():
            button.clicked.connect(partial(self._open_other, word))

    def _want(self) -> None:
        if self.isVisible():
            self.artist.want([*self.view.wishes(), *self.thumbs.wishes()])

    def _on_thumb(self, page: int) -> None:
        if page != self.view.page:
            self.view.go_to(page)

    def _open_other(self, word: str, _checked: bool = False) -> None:
        acts.do(self._window, word)

    def on_enlarge(self) -> None:
        """The same paper twice as large, to be glued; seen first, like everything."""
        title = f"{self._name}（放大）"
        key = f"{self.facts.key}{_LARGE}"
        note = "每页是两张纸：第二张沿短线剪开，贴到第一张的胶条上。"
        facts = self.facts._replace(key=key, note=note, other="", turn=None)
        self._runner.job(
            work.enlarged, self.paper.data, label="正在放大", on_refused=self._on_refused,
            on_done=partial(_show, self._window, self, title, facts),
        )  # fmt: skip

    def _only_this(self) -> None:
        self.options.range.setText(str(self.view.page + 1))

    # -- printers -------------------------------------------------------------------------

    def find_printers(self) -> None:
        """The printer at hand stays chosen; at first it is the one printed on last."""
        held = self.options.printer_name or self._window.book.setting(printers.CHOSEN)
        self.options.show_printers(printers.installed(), str(held or ""))

    def _on_printer(self, _name: str) -> None:
        self._show_margins(self.options.margins.isChecked())

    def _show_margins(self, yes: bool) -> None:
        self.view.margins = printers.margins_of(self.options.printer_name) if yes else None
        self.view.viewport().update()

    # -- what was printed last ------------------------------------------------------------

    def _on_last(self, before: tuple[str, ...]) -> None:
        self._before = before
        if before and self.isVisible():
            self.artist.want_codes()

    def _on_coded(self, codes: tuple[str, ...]) -> None:
        self.codes = codes
        if not self.offer.isVisible():  # else something more urgent stands there
            self._propose()

    def _on_way(self) -> None:
        """Other sides or copies: other sheets are spared."""
        if self._proposes and self.offer.isVisible():
            self._propose()

    def _propose(self) -> None:
        """Says which pages are other than those that lie printed."""
        found = proposal(self._before, self.codes, self.options.whole_plan())
        self._proposes = found is not None
        if found is None:
            self.offer.hide()
            return
        word = f"只打 {len(found.pages)} 页"
        answers = ((word, partial(self._only, found.pages)),) if found.pages else ()
        self.offer.say(found.text, answers, "QL-PR-072" if found.pages else "")

    def _only(self, pages: tuple[int, ...]) -> None:
        self.options.range.setText(named(pages))
        self.view.go_to(pages[0] - 1)
        self.options.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- printing -------------------------------------------------------------------------

    def order(self) -> Order | None:
        """What was chosen; None, with the reason on screen, when it cannot be done so."""
        if cover.cover().on:
            self.banner.say(_COVERED)
            return None
        try:
            plan = self.options.plan()
        except Refused as refused:
            self.banner.say(refused)
            self.options.range.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        self.banner.hide()
        name = self.options.printer_name
        return Order(
            plan, self.options.sides.currentData(), self.options.sparing.isChecked(),
            printers.offset_of(self._window.book, name), self._name,
            plan.copies > 1 and self.options.numbered.isChecked(),
        )  # fmt: skip

    def on_print(self) -> None:
        """To the chosen printer; where there is none it says so and offers the PDF."""
        self.find_printers()  # one may have been plugged in or switched on meanwhile
        chosen = self.options.chosen
        if chosen is None or chosen.ready:
            self.print_anyway()
        elif (order := self.order()) is not None:
            said = f"〔{chosen.name}〕{chosen.state}。弄好后再打一次，或先存成 PDF。"
            self._offer_pdf(said, NOT_PRINTED, ("还是打", self.print_anyway))
            self._wait(order)

    def print_anyway(self) -> None:
        order = self.order()
        if order is None:
            return
        name = self.options.printer_name
        printer = printers.opened(name) if name else None
        if printer is None:
            self._offer_pdf(str(_NO_PRINTER), _NO_PRINTER.code)
            self._wait(order)
            return
        if name != self._window.book.setting(printers.CHOSEN):
            self._window.book.put_setting(printers.CHOSEN, name)
        began = self._runner.job(
            work.printed, self._errand(order, name), printer, label=f"正在打印{self._name}",
            on_done=partial(_printed, self), on_refused=self._on_refused,
        )  # fmt: skip
        self.options.print_button.setEnabled(not began)

    def _wait(self, order: Order) -> None:
        """The paper waits in the log for its printer; one without a name could not be found."""
        if self.facts.key:
            errand = self._errand(order, self.options.printer_name)
            self._runner.job(work.keep_waiting, errand, label="正在存下这份文件")

    def _errand(self, order: Order, printer: str) -> work.Errand:
        return work.Errand(self.paper.data, self._name, self.facts, order, printer, self.codes)

    def say_printed(self) -> None:
        self._window.bar.say(f"已交给打印机：{self._name}。")

    def _on_refused(self, refused: Refused) -> None:
        if not self.isVisible():
            self._runner.refused.emit(refused)
            return
        self.options.print_button.setEnabled(True)
        if refused.code == NOT_PRINTED:
            self._offer_pdf(str(refused), refused.code)
        else:
            self.banner.say(refused)

    def _offer_pdf(self, text: str, code: str, *more: Answer) -> None:
        self._proposes = False
        self.offer.say(text, (("再打一次", self.on_print), *more, ("存 PDF", self.on_save)), code)

    def on_save(self) -> None:
        if self.order() is None:
            return
        name = f"{_plain(self._name)}.pdf"
        place = where_to(self, "存为 PDF", name, "PDF (*.pdf)", (".pdf",))
        if place is not None:
            self.save_to(place)

    def save_to(self, path: Path) -> None:
        """The chosen pages as a file."""
        order = self.order()
        if order is not None:
            self._runner.job(
                work.saved, self._errand(order, ""), path, label="正在存 PDF",
                on_done=partial(self._on_saved, path), on_refused=self._on_refused,
            )  # fmt: skip

    def _on_saved(self, path: Path, _changes: Changes) -> None:
        self.offer.hide()
        self.banner.say(f"已存为 {path.name}。")

    def print_page(self) -> None:
        self.on_print()

    # -- keys and coming and going --------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.modifiers() == Qt.KeyboardModifier.ControlModifier and self.zoom.took(key):
            event.accept()
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.view.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # No focus proxy: Tab would then jump over everything that stands before the button.
        super().focusInEvent(event)
        self.options.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._on_shown)

    def _on_shown(self) -> None:
        if self.isVisible():  # the window may be closed again, and its book with it
            self._want()
            self.find_printers()
            if self._before and not self.codes:  # another page lay over it meanwhile
                self.artist.want_codes()

    def hideEvent(self, event: QHideEvent) -> None:
        self.artist.stop()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "options"):
            QTimer.singleShot(0, self, self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """The small pages give way where the page itself would be no larger than they."""
        beside = self.options.width() + self.thumbs.width() + 2 * _EDGE
        room = self.width() - beside >= look.metrics().px(_LEAST)
        self.thumbs.setVisible(room and self.paper.count > 1)

    def _fit(self) -> None:
        self.options.fit()
        self.thumbs.fit()
        self._make_room()
        self._want()


def _printed(page: PrintPreview, _changes: Changes) -> None:
    """Said even where the preview was left while the paper was still on its way."""
    page.say_printed()
    if isValid(page):
        page.closed.emit()


def _show(
    window: "Window", before: PrintPreview, title: str, facts: PaperFacts, changes: Changes
) -> None:
    """The enlarged paper in the place of the plain one; nothing where that was left meanwhile."""
    pdf = changes.result
    assert isinstance(pdf, bytes)
    if isValid(before):
        window.close_over(before)
        window.preview(pdf, title, facts)


def _plain(name: str) -> str:
    """A file name every system takes."""
    return "".join(c if c not in '\\/:*?"<>|' else "-" for c in name)[:60].strip() or "打印"
