"""三资首页 (Z-01): what the two books hold, and what of them wants a look; each leads there."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.collective.actions import print_month
from qinglian_desktop.modules.collective.page.balances import BookFigures
from qinglian_desktop.modules.collective.page.composer import Composer
from qinglian_desktop.modules.collective.page.pointer import Pointer
from qinglian_desktop.modules.collective.reads import Figure, figures, is_new, unpaired
from qinglian_desktop.modules.funds import actions
from qinglian_desktop.modules.funds.reads import called
from qinglian_desktop.modules.funds.records import BOOKS, Entry, OpeningBalance
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.head_row import HeadRow
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.page import enter_at

_BEGIN = "先建账：期初余额可从旧账导入。"
HOME = "collective_home"  # the key of this page in the tab
_BOOK, _TILE = 380, 206  # least widths in px at 标准: five tiles in a row of the smallest window


class HomePage(QWidget):
    page_id, title = HOME, "三资首页"

    def __init__(
        self, desk: Desk, new_entry: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("role", "page")
        look.named(self, self.title)
        self.books = {account: BookFigures(called(desk.book, account)) for account in BOOKS}
        self.tiles: list[Tile] = []
        self.new_button = push_button("登记收支", "primary", icon="add")
        self.compose_button = push_button("生成本季公开", icon="disclosure")
        self.compose_button.setToolTip("按账上的数编一季的财务公开公告，先是草稿")
        self.print_button = push_button("打印本月", icon="print")
        self.print_button.setToolTip("这个月的收支明细表，两本账各一张")
        self.banner = Banner()
        self.begin, self.gap = Pointer("去建账"), Pointer("查看")
        self.composer = Composer(desk.book, desk.runner, self._show_notice)
        self._lay_out()
        self.new_button.clicked.connect(new_entry)
        self.compose_button.clicked.connect(self.show_composer)
        self.print_button.clicked.connect(self.print_page)
        self.composer.closed.connect(self.hide_composer)
        enter_at(self, self.new_button)
        desk.runner.changed.connect(self._on_changed)
        cover.cover().changed.connect(self._on_cover)
        self.reload()

    def _lay_out(self) -> None:
        acts = (self.new_button, self.compose_button, self.print_button)
        self._acts = HeadRow((look.label(self.title, "title"),), acts)
        held = QWidget()
        held.setProperty("role", "clear")
        books = FlowLayout(held, gap=12)
        for card in self.books.values():
            card.setMinimumWidth(look.metrics().px(_BOOK))
            books.addWidget(card)
        self._wanting = QWidget()
        self._wanting.setProperty("role", "clear")
        self._row = FlowLayout(self._wanting, gap=12)
        inside = QWidget()
        inside.setProperty("role", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(12)
        for part in (self._acts, self.banner, self.begin, self.gap, self.composer, held):
            column.addWidget(part)
        column.addWidget(look.label("要看一看的", "group"))
        column.addWidget(self._wanting)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    # -- figures --------------------------------------------------------------------------

    def reload(self) -> None:
        """Balances of today, what moved this month, and the counts below."""
        day = clock.today()
        for account, card in self.books.items():
            held = actions.balances(self._desk.book, account, day)
            card.show_figures(held.cash, held.bank, self._moved(account, Period.holding(day, "M")))
        self._point(day)
        found = figures(self._desk.book, day)
        while len(self.tiles) < len(found):
            self.tiles.append(Tile())
            self._row.addWidget(self.tiles[-1])
        for tile, figure in zip(self.tiles, found, strict=True):
            tile.show_figure(figure, partial(self._desk.go, "funds", figure.table, figure.row_id))

    def _point(self, day: date) -> None:
        """What comes first: books to begin, or two books that do not agree."""
        book, go = self._desk.book, self._desk.go
        words = _BEGIN if is_new(book) else ""
        self.begin.point(words, partial(go, "funds", OpeningBalance.table, ""))
        found = unpaired(book, day)
        if found.entry_id:
            words = f"两本账有 {found.many} 笔跨账没配对。"
            self.gap.point(words, partial(go, "funds", Entry.table, found.entry_id))
            return
        words = "两本账的往来对不上，请核对跨账划转和期初。" if found else ""
        self.gap.point(words, partial(go, "funds", "transfers", ""))

    def _moved(self, account: str, month: Period) -> tuple[int, int] | None:
        try:
            found = actions.quarter_figures(self._desk.book, account, month)
        except Refused:
            return None  # the card says so; the ledgers stay open to be put right
        return found.income, found.spending

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if self.isVisible() and changes:
            self.reload()

    def _on_cover(self, _on: bool) -> None:
        for card in self.books.values():
            card.show_again()  # the same figures: F9 must not wait for the ledger
        for tile in self.tiles:
            tile.show_again()

    # -- the notice of a quarter ----------------------------------------------------------

    def show_composer(self) -> None:
        self.composer.begin()

    def hide_composer(self) -> None:
        self.composer.hide()
        self.compose_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_notice(self, row_id: str) -> None:
        self.hide_composer()
        self._desk.go("disclosure", "notice", row_id)

    # -- the month on paper ---------------------------------------------------------------

    def print_page(self) -> None:
        """打印本月: what came in and went out, a sheet of each book in which anything did."""
        self.banner.hide()
        if covered := cover.stops("打印"):
            self.banner.say(covered)
            return
        month = Period.holding(clock.today(), "M")
        self._desk.runner.job(
            lambda book, _tick: print_month(book, month),
            label=f"正在排版{month.label}收支明细",
            on_done=partial(self._preview, month),
            on_refused=self.banner.say,
        )

    def _preview(self, month: Period, changes: Changes) -> None:
        from qinglian_desktop.ui.paper_view import joined  # once something is printed

        drawn = changes.result
        assert isinstance(drawn, list)
        note = next((one.note for one in drawn if one.note), "")
        facts = PaperFacts(f"month:{month}", draft=any(one.draft for one in drawn), note=note)
        self._desk.preview(joined([one.pdf for one in drawn]), f"{month.label}收支明细", facts)

    def new_record(self) -> None:
        """Ctrl+N here is a receipt or payment, as the button says."""
        self.new_button.click()


class Tile(QFrame):
    """One count with a way to its rows; nothing to see is said in grey, without a button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setFixedWidth(look.metrics().px(_TILE))
        self._figure = Figure("", 0, "", "")
        self.label, self.count = look.label(""), look.label("", "group")
        self.hint = look.label("", "hint")
        self.hint.setWordWrap(True)
        self.open = push_button("去看", "link")
        self._go: Callable[[], object] = lambda: None
        self.open.clicked.connect(self._on_open)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.setSpacing(2)
        for part in (self.label, self.count, self.hint):
            column.addWidget(part)
        kept = self.open.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # tiles side by side are of one height
        self.open.setSizePolicy(kept)
        column.addStretch(1)
        column.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)

    def show_figure(self, figure: Figure, go: Callable[[], object]) -> None:
        self._figure, self._go = figure, go
        self.show_again()

    def show_again(self) -> None:
        figure = self._figure
        said = f"{figure.many} {figure.unit}"
        if figure.fen is not None and figure.many:
            said += f" · {cover.amount(figure.fen)} 元"
        self.label.setText(figure.label)
        self.count.setText(said if figure.many else "没有")
        self.hint.setText(
            figure.hint or "\N{EM SPACE}"
        )  # one line is kept, so all are of one height
        self.open.setVisible(bool(figure.many))
        look.named(self.open, "去看", f"{figure.label} {said}")
        look.named(self, f"{figure.label} {self.count.text()}")

    def _on_open(self) -> None:
        self._go()
