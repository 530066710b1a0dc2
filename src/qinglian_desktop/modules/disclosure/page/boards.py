"""公开栏: the boards as a picture, the chosen slot beside them, and today's list on paper."""

from datetime import date
from functools import partial
from io import BytesIO
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.modules.disclosure import actions, wall_reads
from qinglian_desktop.modules.disclosure.page.board_form import BoardForm
from qinglian_desktop.modules.disclosure.page.slot_card import SlotCard
from qinglian_desktop.modules.disclosure.page.slot_cell import SlotCell
from qinglian_desktop.modules.disclosure.wall_reads import Slot
from qinglian_desktop.modules.disclosure.wall_records import Hanging, NoticeBoard
from qinglian_desktop.paper.draw import draw
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.flow import emptied
from qinglian_desktop.ui.messages import Banner, ask, fill, push_button
from qinglian_desktop.ui.page import enter_at

_ASIDE, _LEAST = 372, 340  # px at 标准 of the card beside the picture, with room and without
_SHARE = 0.36  # of the page that the card may take before it gives way
_TABLES = ("notice", "notice_board", "hanging")


class BoardsPage(QWidget):
    notice_asked = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page_id, self.title = "notice_board", "公开栏"
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self._desk = desk
        self.cells: list[SlotCell] = []
        self._chosen: tuple[str, int] | None = None
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        self.print_button = push_button("打印今日张贴单", icon="print")
        self.add = push_button("加公开栏", icon="add")
        self.banner = Banner()
        self.card = SlotCard(desk)
        self.board_form = BoardForm(desk)
        self.empty = EmptyCard("画一下公开栏有几格：例 2 块，每块 6 格。", "disclosure")
        self.begin = self.empty.add("加公开栏", "add")
        fill(self.begin, True)
        self._lay_out()
        self.print_button.clicked.connect(self.print_page)
        self.add.clicked.connect(self.new_record)
        self.begin.clicked.connect(self.new_record)
        self.card.asked.connect(self._on_asked)
        self.card.photo.edited.connect(self._save_photo)
        self.board_form.done.connect(self._on_board_done)
        self.board_form.refused.connect(self.banner.say)
        desk.runner.changed.connect(self._on_changed)
        self.reload()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(look.label(self.title, "title"))
        head.addWidget(self.said, 1)
        head.addWidget(self.print_button)
        head.addWidget(self.add)
        inner = QWidget()
        inner.setProperty("role", "clear")
        self._boards = QVBoxLayout(inner)
        self._boards.setContentsMargins(0, 0, 8, 8)
        self._boards.setSpacing(16)
        self.picture = _scroll(inner)
        self.aside = QStackedWidget()
        for part in (self.card, self.board_form):
            self.aside.addWidget(_scroll(part))
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.picture, 1)
        middle.addWidget(self.empty, 1)
        middle.addWidget(self.aside)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addLayout(middle, 1)
        self._fit()

    def _fit(self) -> None:
        sized = look.metrics()
        wide = max(sized.px(_LEAST), int(self.width() * _SHARE))
        self.aside.setFixedWidth(min(sized.px(_ASIDE), wide))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # -- the picture ----------------------------------------------------------------------

    def reload(self) -> None:
        book = self._desk.book
        shown = wall_reads.picture(book)
        held = any(cell.hasFocus() for cell in self.cells)
        emptied(self._boards)
        self.cells = []
        for board in wall_reads.boards(book):
            slots = [slot for slot in shown if slot.board["id"] == board["id"]]
            self._boards.addWidget(self._board(board, slots))
        self._boards.addStretch(1)
        self.picture.setVisible(bool(self.cells))
        self.empty.setVisible(not self.cells)
        self.print_button.setVisible(bool(self.cells))
        self.add.setVisible(bool(self.cells))
        self.aside.setVisible(bool(self.cells) or self.aside.currentIndex() == 1)
        self.said.setText(self._counted(shown))
        enter_at(self, self._cell() or (self.cells[0] if self.cells else self.begin))
        self._show_card()
        if held and self.cells:
            (self._cell() or self.cells[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    def _counted(self, shown: list[Slot]) -> str:
        day = clock.today()
        words = [slot.word(day) for slot in shown]
        told = "，".join(f"{word} {words.count(word)} 格" for word in ("空", "在贴", "可撤", "长期")
                        if words.count(word))  # fmt: skip
        jobs = wall_reads.jobs(self._desk.book, day) if shown else []
        acts = "、".join(
            f"{act} {sum(job.act == act for job in jobs)} 份"
            for act in (wall_reads.HANG, wall_reads.TEAR, wall_reads.MEND)
            if any(job.act == act for job in jobs)
        )
        return f"{told}。今天{acts}。" if acts else f"{told}。今天不用动。" if told else ""

    def _board(self, board: Any, slots: list[Slot]) -> QWidget:
        whole = QWidget()
        whole.setProperty("role", "clear")
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        place = f"　{board['place']}" if board["place"] else ""
        head.addWidget(look.label(f"{board['name']}{place}", "group"))
        change = push_button("改这块", "link")
        change.setAccessibleName(f"改{board['name']}")
        change.clicked.connect(partial(self._edit_board, board["id"]))
        head.addWidget(change)
        head.addStretch(1)
        column.addLayout(head)
        grid = QGridLayout()
        grid.setSpacing(8)
        for slot in slots:
            cell = SlotCell(slot, clock.today())
            row, place_in_row = divmod(slot.number - 1, board["across"])
            cell.clicked.connect(partial(self.choose, board["id"], slot.number))
            cell.stepped.connect(partial(self._step, cell))
            cell.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            grid.addWidget(cell, row, place_in_row)
            grid.setColumnStretch(place_in_row, 1)
            self.cells.append(cell)
        column.addLayout(grid)
        return whole

    def _cell(self) -> SlotCell | None:
        found = (c for c in self.cells if (c.slot.board["id"], c.slot.number) == self._chosen)
        return next(found, None)

    def choose(self, board_id: str, number: int, _checked: bool = False) -> None:
        """Shows this slot beside the picture."""
        self.banner.hide()
        self._chosen = (board_id, number)
        self.aside.setCurrentIndex(0)
        self._show_card()

    def _step(self, cell: SlotCell, columns: int, rows: int) -> None:
        """To the neighbour; from the last row of one board to the first of the next."""
        place, across = self.cells.index(cell), cell.slot.board["across"]
        wanted = place + columns + rows * across
        if 0 <= wanted < len(self.cells):
            self.cells[wanted].setFocus(Qt.FocusReason.OtherFocusReason)
            self.picture.ensureWidgetVisible(self.cells[wanted])

    def _show_card(self) -> None:
        chosen = self._cell()
        for cell in self.cells:
            cell.setChecked(cell is chosen)
        slot = chosen.slot if chosen is not None else None
        choices = actions.choices_for_slot(self._desk.book, slot) if slot is not None else []
        free = [
            cell.slot.number
            for cell in self.cells
            if slot is not None
            and cell.slot.board["id"] == slot.board["id"]
            and cell.slot.hanging is None
        ]
        self.card.show_slot(slot, choices, free, self._desk.book.operator.name)

    # -- acts -----------------------------------------------------------------------------

    def _on_asked(self, act: str) -> None:
        self.banner.hide()
        slot = self.card.slot
        if slot is None:
            return
        if act == "look" and slot.hanging is not None:
            self.notice_asked.emit(slot.hanging["notice_id"])
        elif act == "hang":
            self._hang(slot)
        elif act == "take_off" and slot.hanging is not None:
            filled = self.card.down.draft()
            self._act(
                partial(
                    actions.take_off,
                    reason=filled.get("removal_reason") or "",
                    by=filled.get("removed_by") or "",
                ),
                slot.hanging["id"],
                say="已撤下。",
            )
        elif act == "move" and slot.hanging is not None:
            number = self.card.place.currentData()
            if self._act(actions.move, slot.hanging["id"], number, say=f"换到了第 {number} 格。"):
                self.choose(slot.board["id"], number)

    def _hang(self, slot: Slot) -> None:
        notice_id, form = self.card.notice.currentData(), self.card.up
        if not notice_id:
            return
        if unread := form.unreadable():
            self.banner.say(f"〔{unread[0]}〕看不懂。请改好再按“上墙”。")
            return
        filled = form.draft()
        row = self._desk.book.row("notice", notice_id)
        stay = actions.stay_of(self._desk.book, row, clock.today())
        counted = "长期公开" if stay.term.lasting else f"{row['mode']}从贴上那天起算 {stay.days} 天"
        if not ask(self, f"{counted}，期间不能改内容，只能发更正。", "已上墙", "还没贴"):
            return
        photos = _photos(filled)
        hang = partial(
            actions.hang,
            by=filled.get("posted_by") or "",
            witness=filled.get("witness") or "",
            proof=photos,
        )
        changes = self._act(hang, notice_id, slot.board["id"], slot.number, _day(filled))
        if changes is not None:
            until: Any = changes.result
            self._desk.runner.said.emit(f"已上墙，最早 {until.month}月{until.day}日 可以撤下。")

    def _act(self, action: Any, *args: Any, say: str = "") -> Changes | None:
        return self._desk.runner.act(action, *args, say=say, on_refused=self._on_refused)

    def _on_refused(self, refused: Refused) -> None:
        if not self.card.point_at(refused):
            self.banner.say(refused)

    def _save_photo(self) -> None:
        slot, changes = self.card.slot, self.card.photo.changes()
        if slot is not None and slot.hanging is not None and changes:
            self._act(actions.save_hanging, slot.hanging["id"], changes)

    # -- boards ---------------------------------------------------------------------------

    def new_record(self) -> None:
        """A board more; the picture grows with what is filled in."""
        self._edit_board("")

    def _edit_board(self, board_id: str, _checked: bool = False) -> None:
        self.banner.hide()
        row = self._desk.book.row(NoticeBoard.table, board_id) if board_id else {}
        self.board_form.open_row(row or {})
        self.aside.setCurrentIndex(1)
        self.aside.show()
        self.board_form.form.focus_first()

    def _on_board_done(self) -> None:
        self.aside.setCurrentIndex(0)
        self.reload()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- paper ----------------------------------------------------------------------------

    def print_page(self) -> None:
        self.banner.hide()
        try:
            paper = actions.today_paper(self._desk.book, clock.today())
        except Refused as refused:
            self.banner.say(refused)
            return
        pdf = BytesIO()
        draw(paper, pdf, fonts=Fonts())
        facts = PaperFacts("wall:today", "", False, "", "")
        self._desk.preview(pdf.getvalue(), paper.title, facts)

    # -- what the window tells ------------------------------------------------------------

    def show_row(self, table: str, row_id: str) -> None:
        """From 今日: the slot of this hanging, or the board."""
        row = self._desk.book.row(table, row_id)
        if row is None:
            return
        if table == NoticeBoard.table:
            self._edit_board(row_id)
        elif row["board_id"]:
            self.choose(row["board_id"], row["slot"])

    def flush(self) -> None:
        if self.aside.currentIndex() == 1:
            self.board_form.save()

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(*_TABLES) and self.isVisible():
            self.reload()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "aside"):
            QTimer.singleShot(0, self, self._restyled)

    def _restyled(self) -> None:
        self._fit()
        if self.isVisible():
            self.reload()


def _scroll(inner: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    return area


def _day(filled: dict[str, Any]) -> date | None:
    return date.fromisoformat(filled["posted_on"]) if filled.get("posted_on") else None


def _photos(filled: dict[str, Any]) -> tuple[str, ...]:
    kind = Hanging.fields["proof"].kind
    return tuple(kind.load(filled["proof"])) if filled.get("proof") else ()
