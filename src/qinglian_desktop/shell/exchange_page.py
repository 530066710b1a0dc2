"""报送归档: writing this unit's bundle to a stick and reading receipts (U-01)."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Problem, Refused
from qinglian_desktop.shell import sticks
from qinglian_desktop.shell.opening import open_row
from qinglian_desktop.shell.send_card import SendCard, send_photos
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_SENT = (
    Heading("包号", 72, numeric=True),
    Heading("写入时间", 180),
    Heading("内容", 90, numeric=True),
    Heading("整包", 64),
    Heading("回执", 160, state=True),
    Heading("文件名", 0),
)
_PROBLEMS = (Heading("还差什么", 0), Heading("怎么补", 320))


def make_page(desk: Desk) -> QWidget:
    if desk.book.unit.is_street:
        from qinglian_desktop.shell.merge_page import MergePage

        return MergePage(desk)
    from qinglian_desktop.modules.directives.page import unit_sections
    from qinglian_desktop.shell import mending
    from qinglian_desktop.shell.conflicts import with_conflicts

    return with_conflicts(
        desk, "报送归档", ExchangePage, unit_sections(desk, mending.from_page, open_row)
    )


def sent_rows(book: Any) -> list[tuple[str, ...]]:
    """The bundles written so far, newest first, each with what its receipt says."""
    receipts = {row["bundle_id"]: row for row in book.rows(Query("receipt"))}
    order = (("written_at", True), ("number", True))
    return [
        (
            str(row["number"]),
            (row["written_at"] or "").replace("T", " ")[:16],
            f"{row['row_count']:,}",
            "是" if row["full"] else "否",
            _receipt_words(receipts.get(row["bundle_id"])),
            row["file_name"],
        )
        for row in book.rows(
            Query("sent_bundle", (Where("kind", "in", ("up", None)),), order=order)
        )
    ]


def _receipt_words(receipt: Any) -> str:
    if receipt is None:
        return "还没有回执"
    if receipt["needs_full"]:
        return "街道要一个整包"
    sent_back = f"，退回 {receipt['returned']} 条" if receipt["returned"] else ""
    odd = f"，{receipt['unmatched_count']} 条对不上" if receipt["unmatched"] else ""
    photos = f"，缺照片 {receipt['files_missing']} 张" if receipt["files_missing"] else ""
    return f"街道收下 {receipt['accepted']:,} 条{sent_back}{odd}{photos}"


class ExchangePage(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page_id, self.title = "sent_bundle", "报送"
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self._desk = desk
        self._problems: list[Problem] = []
        self.send = push_button("检查并写入 U 盘", "primary", icon="exchange")
        self.read = push_button("读取回执", icon="import")
        self.read.setToolTip(
            "街道写在 U 盘上的回执、来件、意见，一次读完；读入以后不能撤销，内容不对请告诉街道"
        )
        self.rules = push_button("街道的规则包", "link")
        self.rules.setToolTip("街道改了规则，用 U 盘送来的")
        self.whole = push_button("写一个整包")
        self.whole.setToolTip("街道换了电脑或说对不上时，把全部内容写一遍")
        self.banner = Banner()
        self.done = look.label("", "group")
        self.done.setWordWrap(True)
        self.done.hide()
        self.problems = PlainTable("还差什么", _PROBLEMS)
        self.card = SendCard(desk)
        self.said = look.label("")
        self.said.setWordWrap(True)
        self.remark = QLineEdit()
        self.remark.setPlaceholderText("要对街道说明的话，可以不写")
        self.remark.setMaxLength(500)
        look.named(self.remark, "附言")
        self.anyway = push_button("不补了，带着这些写入")
        self.sent = PlainTable("已写出的包", _SENT)
        self._lay_out()
        self.send.clicked.connect(self.check)
        self.anyway.clicked.connect(self.choose_folder)
        self.read.clicked.connect(self._on_read)
        self.whole.clicked.connect(self._on_whole)
        self.card.more.clicked.connect(self._on_more)
        self.rules.clicked.connect(self._on_rules)
        self.problems.opened.connect(self._on_problem)
        desk.runner.changed.connect(self._on_changed)
        self._full = False
        self._hide_check()
        self.reload()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(look.label("报送给街道", "title"))
        head.addStretch(1)
        for button in (self.send, self.read, self.whole):
            head.addWidget(button)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.remark, 1)
        line.addWidget(self.anyway)
        self._list_title = look.label("已写出的包", "group")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addWidget(self.done)
        column.addWidget(self.card)
        column.addWidget(self.said)
        column.addWidget(self.problems, 1)
        column.addLayout(line)
        under = QHBoxLayout()
        under.addWidget(self._list_title)
        under.addStretch(1)
        under.addWidget(self.rules)
        column.addLayout(under)
        column.addWidget(self.sent, 1)
        self.empty = EmptyCard("还没有报送过。每月底前写一次，交给街道。", "exchange")
        column.addWidget(self.empty, 1)
        enter_at(self, self.send)

    def reload(self) -> None:
        rows = sent_rows(self._desk.book)
        self.sent.fill(rows)
        self._show_sent()

    def _show_sent(self) -> None:
        """What was written before; it gives way to the list of what is still to be filled in."""
        asked, rows = not self.problems.isHidden(), bool(self.sent.records.rows)
        self.empty.setVisible(not rows and not asked)
        self.sent.setVisible(rows and not asked)
        self._list_title.setVisible(rows and not asked)
        self.rules.setVisible(not asked)
        self.card.be_brief(asked)

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches("sent_bundle", "receipt"):
            self.reload()
            if self.card.isVisible():
                self.card.reload()

    # -- checking and writing -------------------------------------------------------------

    def _on_whole(self) -> None:
        self._full, self._problems = True, []
        self._hide_check()
        self.choose_folder()

    def check(self) -> None:
        """The list of what the street would send back; with nothing on it the writing goes on."""
        self._full = False
        self._say_nothing()
        self._desk.runner.read(_preflight, self._on_checked)

    def _on_checked(self, found: list[Problem]) -> None:
        self._problems = found
        if not found:
            self._hide_check()
            self.choose_folder()
            return
        self.remark.clear()
        self.problems.fill([(p.what, p.remedy) for p in found])
        self.said.setText(
            f"有 {len(found)} 处没填完，街道可能退回。双击一行（或按回车）去补，或先报送填好的。"
        )
        for part in (self.said, self.problems, self.remark, self.anyway):
            part.show()
        self._show_sent()
        if self.send.hasFocus():  # who came with the keys goes on with them
            self.problems.setFocus(Qt.FocusReason.OtherFocusReason)
            self.problems.selectRow(0)

    def _hide_check(self) -> None:
        self.remark.clear()  # what was said of one report is not said of the next
        for part in (self.said, self.problems, self.remark, self.anyway):
            part.hide()
        self._show_sent()

    def _on_problem(self, row: int, _column: int) -> None:
        """To the row that is not finished: its id travels as the problem's value."""
        book, row_id = self._desk.book, self._problems[row].value
        for table in book.tables.records:
            if row_id and book.page(table, [row_id]):
                open_row(self, table, row_id)
                return

    def _say_nothing(self) -> None:
        """可以拔了 was said of the stick before: it must not stand while another is written."""
        self.banner.hide()
        self.done.hide()

    def choose_folder(self) -> None:
        sticks.choose(self.send, self.write_to)

    def write_to(self, folder: Path) -> None:
        """Writes the bundle, reads it back, and says so."""
        self._say_nothing()
        self._desk.runner.job(
            partial(_export, self._full, self.remark.text(), len(self._problems)),
            folder,
            label="写入报送包",
            on_done=self._on_written,
            on_refused=self._on_refused,
        )

    def _on_written(self, changes: Changes) -> None:
        self._hide_check()
        sent: Any = changes.result
        rows = f"，{sent.rows:,} 条" if sent.rows else ""
        self.done.setText(
            f"已写入并核对无误，可以拔了。第 {sent.number} 号包{rows}：{sent.path.name}"
            f"{_left_words(sent)}{''.join(f'。{note}' for note in sent.notes)}"
        )
        self.done.show()
        self.reload()

    def _on_more(self) -> None:
        sticks.choose(self.card.more, self._write_photos)

    def _write_photos(self, folder: Path) -> None:
        self._say_nothing()
        send_photos(self._desk, folder, self._on_written, self._on_refused)

    # -- receipts -------------------------------------------------------------------------

    def _on_rules(self) -> None:
        open_rules(self)

    def _on_read(self) -> None:
        """All the street wrote on the stick; without one, the file that is chosen."""
        if sticks.mounted(to_read=True):
            sticks.choose(self.read, self.read_stick, to_read=True)
            return
        path, _ = QFileDialog.getOpenFileName(
            self, "选街道写的回执或来件", sticks.usual_place(), "回执 (*.qlb);;全部文件 (*)"
        )
        if path:
            self.read_receipt(Path(path))

    def read_stick(self, folder: Path) -> None:
        self._desk.runner.job(
            _read_all, folder, label="读取街道写来的", on_done=self._on_receipt,
            on_refused=self._on_refused,
        )  # fmt: skip

    def read_receipt(self, path: Path) -> None:
        """A receipt of the street; a rule pack, taken by mistake for one, is looked at."""
        if _is_rules(path):
            open_rules(self, path)
            return
        self._desk.runner.job(
            _import, path, label="读取回执", on_done=self._on_receipt, on_refused=self._on_refused
        )

    def _on_receipt(self, changes: Changes) -> None:
        outcome: Any = changes.result
        self._desk.runner.said.emit("。".join((f"{changes.label}好了", *outcome.notes)) + "。")
        self.reload()

    def _on_refused(self, refused: Refused) -> None:
        self.banner.say(refused)


def _left_words(sent: Any) -> str:
    """Why photos are still to be written, and what to do."""
    if not sent.photos_left:
        return ""
    return (
        f"。照片还有 {sent.photos_left} 张未送达（{sent.why_left}）：换一个 U 盘，再点“接着写照片”"
    )


def _is_rules(path: Path) -> bool:
    from qinglian_desktop.exchange import rule_packs

    return rule_packs.is_sealed(path)


def open_rules(page: QWidget, path: Path | None = None) -> None:
    """The page of the rule packs over the window this page stands in."""
    from qinglian_desktop.shell import rule_packs_page
    from qinglian_desktop.shell.window import Window

    window = page.window()
    assert isinstance(window, Window)
    if path is not None:
        rule_packs_page.review(window, path)
    else:
        rule_packs_page.open_it(window)


def _preflight(book: Any) -> list[Problem]:
    from qinglian_desktop.exchange import preflight
    from qinglian_desktop.modules import crosschecks

    return preflight.preflight(book, crosschecks.RULES)


def _export(
    full: bool, remark: str, unfinished: int, book: Any, folder: Path, tick: Any
) -> Changes:
    from qinglian_desktop.exchange import outgoing

    return outgoing.export_bundle(
        book, folder, full=full, remark=remark, unfinished=unfinished, tick=tick
    )


def _read_all(book: Any, folder: Path, tick: Any) -> Changes:
    from qinglian_desktop.shell import from_street

    return from_street.read_all(book, folder, tick)


def _import(book: Any, path: Path, tick: Any) -> Changes:
    from qinglian_desktop.shell import from_street

    return from_street.read_one(book, path, tick)
