"""今日: what is due, why on that day, and where to go; the first thing painted."""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Due
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.shell import only_mine, put_off
from qinglian_desktop.shell.put_off import key_of
from qinglian_desktop.shell.today_row import DueRow, day_words
from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import push_button

AT_ONCE = 10  # rows before the first paint fill a screen; the rest follow when it stands
_PAUSE = 300  # ms after a change before the list is asked again
_WEEK = 7
ASIDE = "放到明天"  # the group of what is put off
Ask = Any  # (book, day) -> list[Due]
Keep = Callable[[list[Due]], list[Due]]


def grouped(
    found: Iterable[Due], day: date, aside: Container[str] = ()
) -> list[tuple[str, list[Due]]]:
    """逾期 / 今天 / 7 天内 / 以后, each in the order of the days; empty groups are left out.

    Last what is put off until tomorrow (`aside`): it leaves no line out.
    """
    groups: dict[str, list[Due]] = {"逾期": [], "今天": [], "7 天内": [], "以后": [], ASIDE: []}
    for due in sorted(found, key=lambda line: line.due_on):
        if aside and key_of(due) in aside:
            groups[ASIDE].append(due)
            continue
        left = (due.due_on - day).days
        name = (
            "逾期" if left < 0 else "今天" if left == 0 else "7 天内" if left <= _WEEK else "以后"
        )
        groups[name].append(due)
    return [(name, lines) for name, lines in groups.items() if lines]


def headline(found: Sequence[Due], day: date, aside: Container[str] = ()) -> str:
    """The sentence under the title: what today asks, or the next thing to come."""
    kept = [due for due in found if not (aside and key_of(due) in aside)]
    left = len(found) - len(kept)
    more = f"另有 {left} 件放到明天再提醒。" if left else ""
    return _sentence(kept, day) + more


def _sentence(found: Sequence[Due], day: date) -> str:
    now = sum(due.due_on <= day for due in found)
    if now:
        late = sum(due.due_on < day for due in found)
        return f"今天要办 {now} 件" + (f"，其中 {late} 件已经逾期。" if late else "。")
    if not found:
        return "今天没有要办的事。"
    first = min(found, key=lambda due: due.due_on)
    return f"今天没有要办的事。接下来最近的是 {day_words(first.due_on)}：{first.subject}。"


class TodayPage(QWidget):
    opened = Signal(object)  # Due: 去办理
    why_asked = Signal(object)  # Due: 为什么是这天
    menu_asked = Signal(object, object)  # DueRow, QPoint
    print_asked = Signal()
    counted = Signal(dict)  # {module: things due now}
    first_painted = Signal()
    settled = Signal()  # every row stands: what may wait for the first look begins

    def __init__(
        self, runner: Any, ask: Ask, mine: Keep = list, parent: QWidget | None = None
    ) -> None:
        """`mine`: of what is due, that which whoever sits here sees to."""
        super().__init__(parent)
        self.page_id, self.title = "today", "今日"
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self._runner, self._ask, self._mine = runner, ask, mine
        self.found: list[Due] = []
        self._all: list[Due] = []  # with what only_mine leaves out
        self._aside: frozenset[str] = frozenset()
        self._waiting: list[tuple[QVBoxLayout, Due]] = []
        self._painted = False
        self._day = clock.today()
        self._head = look.label("今日", "title")
        self._when = look.label("", "hint")
        self._sum = look.label("")
        self._sum.setWordWrap(True)
        self.only = only_mine.box()
        self.only.hide()
        self.only.toggled.connect(self._on_only)
        self._starts = QHBoxLayout()
        self._starts.setSpacing(8)
        self._starts.addStretch(1)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(16)
        self._lay_out()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._ask_again)
        runner.changed.connect(self._on_changed)
        self._show(self._ask(runner.book, self._day))

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setProperty("role", "clear")
        self._inner = QVBoxLayout(inner)
        self._inner.setContentsMargins(24, 0, 24, 24)
        self._inner.setSpacing(12)
        self._inner.addLayout(self._rows)
        self._inner.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inner)
        look.named(self.area, "今天要办的事")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._head)
        head.addWidget(self._when, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        self.year = push_button("日历", "link", icon="calendar")
        self.year.setToolTip("全年的期限、会议、农历和赶场日")
        self.paper = push_button("打印", "link", icon="print")
        self.paper.setToolTip("今日清单（Ctrl+P）")
        self.paper.clicked.connect(self.print_page)
        head.addWidget(self.paper)
        head.addWidget(self.year)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 0)
        column.setSpacing(8)
        for part in (head, self._starts):
            part.setContentsMargins(24, 0, 24, 0)
        column.addLayout(head)
        words = QHBoxLayout()
        words.setContentsMargins(24, 0, 24, 4)
        words.addWidget(self._sum, 1)
        words.addWidget(self.only, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(words)
        column.addLayout(self._starts)
        column.addWidget(self.area, 1)

    # -- what is due ----------------------------------------------------------------------

    def reload(self) -> None:
        """Ask again now: another day may have begun."""
        self._pause.stop()
        self._ask_again()

    def show_again(self) -> None:
        """The same lines, some put off or taken back meanwhile."""
        self._show(self._all)

    def print_page(self) -> None:
        self.print_asked.emit()

    def lines(self) -> list[tuple[str, list[Due]]]:
        """What stands on the page, by its groups."""
        return grouped(self.found, self._day, self._aside)

    def pass_on(self) -> None:
        """Somebody else sits here: at once no more than is theirs, then what is due to them."""
        self._show(self._all)
        self.reload()

    def _on_only(self, on: bool) -> None:
        only_mine.turn(self._runner.book, self.page_id, on)
        self._show(self._all)
        self.only.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_out(self) -> str:
        """What is in other names, where only mine is wanted; said under the title."""
        book = self._runner.book
        mine, others = only_mine.parted(book, self._all)
        on = only_mine.is_on(book, self.page_id)
        self.only.blockSignals(True)
        self.only.setChecked(on)
        self.only.blockSignals(False)
        self.only.setVisible(on or others > 0)  # it has nothing to leave out where one works alone
        self.found = mine if on else self._all
        return f"另有 {others} 件写着别人的名字，没有列出。" if on and others else ""

    def _on_changed(self, _changes: Changes, _initiator: object) -> None:
        self._pause.start()

    def _ask_again(self) -> None:
        self._day = clock.today()
        self._runner.read(partial(_asked, self._ask, self._day), self._show)

    def _show(self, found: list[Due]) -> None:
        self._all = self._mine(found)
        left_out = self._leave_out()
        self._aside = put_off.aside(self._runner.book, self._day)
        self._clear()
        weekday = "一二三四五六日"[self._day.weekday()]
        self._when.setText(f"{self._day.year}年{day_words(self._day)} 周{weekday}")
        self._sum.setText(headline(self.found, self._day, self._aside) + left_out)
        placed = 0
        for name, lines in self.lines():
            card = self._group(name, len(lines))
            for due in lines:
                if placed < AT_ONCE or self._painted:
                    self._put(card, due, primary=placed == 0)
                else:
                    self._waiting.append((card, due))
                placed += 1
        if not self.found:
            self._put_nothing(left_out)
        self.counted.emit(self.counts)

    def _put_nothing(self, left_out: str) -> None:
        """A quiet card instead of an empty page; loaded only when it is needed."""
        from qinglian_desktop.ui.empty import EmptyCard

        box = QVBoxLayout()
        words = "今天没有要办的事。到期的事会自动出现在这里。"
        if left_out:
            words = "没有写着自己名字的事。别人的事去掉“只看我的”就列出来。"
        card = EmptyCard(words, "success")
        card.setMinimumHeight(look.metrics().px(320))
        box.addWidget(card)
        self._rows.addLayout(box)

    @property
    def counts(self) -> dict[str, int]:
        """How many things are due now and not put off, by module; all of them under 今日."""
        now = (due for due in self.found if due.due_on <= self._day)
        counts = Counter(due.module for due in now if key_of(due) not in self._aside)
        return {**counts, "today": sum(counts.values())}

    def _group(self, name: str, count: int) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(4)
        box.addWidget(look.label(f"{name} · {count} 件", "group"))
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(0, 2, 0, 2)
        inside.setSpacing(0)
        box.addWidget(card)
        self._rows.addLayout(box)
        return inside

    def _put(self, card: QVBoxLayout, due: Due, *, primary: bool = False) -> None:
        aside = key_of(due) in self._aside
        row = DueRow(due, self._day, primary=primary, aside=aside)
        row.act.connect(self.opened)
        row.why.connect(self.why_asked)
        row.menu_asked.connect(self.menu_asked)
        card.addWidget(row)

    def rows(self) -> list[DueRow]:
        return self.findChildren(DueRow)

    def _clear(self) -> None:
        self._waiting = []
        while self._rows.count():
            item = self._rows.takeAt(0)
            box = item.layout() if item is not None else None
            while box is not None and box.count():
                inner = box.takeAt(0)
                if inner is not None and (widget := inner.widget()) is not None:
                    widget.hide()
                    widget.setParent(None)
                    widget.deleteLater()
            if box is not None:
                box.deleteLater()

    # -- the empty office -----------------------------------------------------------------

    def offer(self, text: str, action: Any, hint: str = "") -> None:
        """A way to begin, shown above the list (按方案建立 and the like)."""
        first = not self.found and self._starts.count() == 1
        button = push_button(text, "primary" if first else "")
        if hint:
            button.setToolTip(hint)
        button.clicked.connect(action)
        self._starts.insertWidget(self._starts.count() - 1, button)

    def withdraw_offers(self) -> None:
        while self._starts.count() > 1:
            item = self._starts.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    # -- painting -------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self._on_first_paint)

    def _on_first_paint(self) -> None:
        self.first_painted.emit()
        QTimer.singleShot(0, self, self._put_rest)

    def _put_rest(self) -> None:
        waiting, self._waiting = self._waiting, []
        for card, due in waiting:
            self._put(card, due)
        self.settled.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._painted and clock.today() != self._day:
            self.reload()


def _asked(ask: Ask, day: date, book: Any) -> list[Due]:
    found: list[Due] = ask(book, day)
    return found
