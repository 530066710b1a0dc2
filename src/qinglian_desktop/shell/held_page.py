"""隔离与等待: files that were refused and kept aside, and rows that wait for a row to come.

Of each kept file: what was found, what to do, and, once somebody has looked into it, the answer.
"""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import look
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import fill, push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_FORK = "QL-UB-119"  # two computers under one identity: the street decides
_CHOICE = (
    "这里可以定：哪一台继续用原来的身份，另一台的数据单独算，两边的内容都不丢。"
    "和单位核对过，在下面写上为什么，再按一个。"
)
_ASIDE = (
    Heading("文件", 0, private=True),
    Heading("自称来自", 180),
    Heading("隔离时间", 160),
    Heading("发生了什么", 320),
    Heading("状态", 120, state=True),
)
_WAITING = (
    Heading("记录", 0, private=True),
    Heading("等的是", 160),
    Heading("从什么时候", 160),
)


def open_it(window: "Window") -> "HeldPage":
    """Over the page that is open."""
    if isinstance(window.page, HeldPage):
        window.close_over()
    page = HeldPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)
    return page


def open_from(page: QWidget, _checked: bool = False) -> None:
    from qinglian_desktop.shell.merge_details import window_of

    open_it(window_of(page))


def count(book: Book) -> int:
    """How many lines of it wait for somebody."""
    return book.count(_open()) + book.count(Query("waiting_link"))


def _open() -> Query:
    return Query("quarantined_file", (Where("state", "=", "待查"),))


class HeldPage(OverPage):
    def __init__(self, window: "Window", parent: QWidget | None = None) -> None:
        super().__init__("held", "隔离与等待", parent)
        self._window, self.files = window, list[Row]()
        self.aside = PlainTable("隔离的包", _ASIDE)
        self.waiting = PlainTable("等待上游数据", _WAITING)
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        self.found = QLineEdit()
        self.found.setPlaceholderText("查到了什么，例如：已请社区重新导出，新包已导入")
        look.named(self.found, "查到了什么")
        self.done = push_button("处理好了", "primary")
        self.first, self.later = push_button("先到的继续用"), push_button("以后到的为准")
        self.first.setToolTip("已合并的那台不变，这一台的数据单独算，两边的内容都收")
        self.later.setToolTip("撤销先到的那一包，收下这一包；先到的那台单独算，两边的内容都收")
        self.aside_head = look.label("隔离的包", "group")
        self.waiting_head = look.label("", "group")
        self.waiting_head.setWordWrap(True)
        self.empty = EmptyCard("没有隔离的包，也没有等待上游数据的记录。", "exchange")
        self._answer = QWidget()
        row = QHBoxLayout(self._answer)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.found, 1)
        for button in (self.first, self.later, self.done):
            row.addWidget(button)
        for part, room in (
            (self.aside_head, 0), (self.aside, 3), (self.said, 0), (self._answer, 0),
            (self.waiting_head, 0), (self.waiting, 2), (self.empty, 1),
        ):  # fmt: skip
            self.column.addWidget(part, room)
        enter_at(self, self.aside)
        self.done.clicked.connect(self.on_done)
        self.found.returnPressed.connect(self.on_done)
        self.first.clicked.connect(partial(self.on_fork, False))
        self.later.clicked.connect(partial(self.on_fork, True))
        self.aside.selectionModel().selectionChanged.connect(self._tell)
        window.runner.changed.connect(self._on_changed)
        self.reload()

    def reload(self) -> None:
        """Open ones first: they are what somebody has to do something about."""
        book = self._window.book
        order = (("state", False), ("found_at", True))
        files = book.rows(Query("quarantined_file", order=order, limit=200))
        self.files = sorted(files, key=lambda row: row["state"] != "待查")
        self.aside.fill([_file(row) for row in self.files])
        links = book.rows(Query("waiting_link", order=(("since", False),), limit=500))
        self.waiting.fill([_link(book, row) for row in links])
        total = book.count(Query("waiting_link"))
        self.waiting_head.setText(
            f"{total:,} 条等待上游数据：记录已经收下，提到的另一条还没有到。"
            "缺的包补来以后会自己接上。"
        )
        for part in (self.aside_head, self.aside, self.said, self._answer):
            part.setVisible(bool(files))
        for part in (self.waiting_head, self.waiting):
            part.setVisible(bool(links))
        self.empty.setVisible(not files and not links)
        if files and self.aside.row() < 0:
            self.aside.selectRow(0)
        first = self.aside if files else self.waiting if links else self.back
        enter_at(self, first)
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell()

    def _on_changed(self, changes: Changes, _initiator: object = None) -> None:
        if changes.touches("quarantined_file", "waiting_link"):
            self.reload()

    def chosen(self) -> Row | None:
        row = self.aside.row()
        return self.files[row] if 0 <= row < len(self.files) else None

    def _tell(self, *_: object) -> None:
        """All of what is known about the chosen file, and whether it waits for an answer."""
        row = self.chosen()
        open_one = row is not None and row["state"] == "待查"
        self.found.setEnabled(open_one)
        self.done.setEnabled(open_one)
        fill(self.done, open_one)
        at_street = self._window.book.unit.is_street
        fork = open_one and at_street and row is not None and row["code"] == _FORK
        for button in (self.first, self.later):
            button.setVisible(fork)
        if row is None:
            self.said.setText("")
            return
        words = f"{row['what']}。{row['remedy'] or '请和写包的单位核对'}。编号 {row['code']}。"
        if fork:
            words += _CHOICE
        if row["answer"]:
            words += f"处理：{row['answer']}。"
        self.said.setText(words)

    def on_done(self) -> None:
        row = self.chosen()
        if row is None:
            return
        changes = self._window.runner.act(
            _settle, row["id"], self.found.text(), on_refused=self._on_refused, say="已记下。"
        )
        if changes is not None:
            self.found.clear()

    def on_fork(self, later_stays: bool, _checked: bool = False) -> None:
        """Which of the two computers goes on as it was; signed with the unit's next file."""
        row = self.chosen()
        if row is None:
            return
        changes = self._window.runner.act(
            _decide, row["id"], self.found.text(), later_stays, on_refused=self._on_refused,
            say="已定。到“写给各单位”写到 U 盘，单位的两台电脑各读一次。",
        )  # fmt: skip
        if changes is not None:
            self.found.clear()
            self.reload()

    def _on_refused(self, refused: Refused) -> None:
        self.banner.say(refused)
        self.found.setFocus(Qt.FocusReason.OtherFocusReason)


def _settle(book: Book, row_id: str, answer: str) -> Changes:
    from qinglian_desktop.exchange import quarantine

    return quarantine.settle(book, row_id, answer)


def _decide(book: Book, row_id: str, reason: str, later_stays: bool) -> Changes:
    from qinglian_desktop.exchange import deciding

    return deciding.decide(book, row_id, reason, later_stays=later_stays)


def _file(row: Row) -> tuple[str, ...]:
    moment = row["found_at"].replace("T", " ")[:16]
    return (row["file_name"], row["from_name"] or "不知道", moment, row["what"], row["state"])


def _link(book: Book, row: Row) -> tuple[str, ...]:
    record = book.tables.records.get(row["waits_table"])
    return (row["what"], record.label if record else "", row["since"].replace("T", " ")[:16])
