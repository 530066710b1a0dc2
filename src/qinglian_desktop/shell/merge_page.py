"""报送 at the street: what lies on the stick, what merging it will do, and merging it (U-03)."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.shell import deletions_page, held_page, merge_details, sticks
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import Banner, fill, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_FILES = "报送包 (*.qlb);;全部文件 (*)"  # a stranger may have renamed it
_FOUND = (
    Heading("来自", 220),
    Heading("包号", 72, numeric=True),
    Heading("新增", 100, numeric=True),
    Heading("修改", 100, numeric=True),
    Heading("没有变化", 110, numeric=True),
    Heading("退回", 84, numeric=True),
    Heading("说明", 0),
)
_RECEIVED = (
    Heading("来自", 220),
    Heading("包号", 72, numeric=True),
    Heading("合并时间", 180),
    Heading("新增", 100, numeric=True),
    Heading("修改", 100, numeric=True),
    Heading("退回", 84, numeric=True),
    Heading("说明", 0),
)


def preview_row(file_name: str, seen: Any) -> tuple[str, ...]:
    """What merging one file will do, as a row of the list; a refusal is told in words."""
    if isinstance(seen, Refused):
        return (file_name, "", "", "", "", "", str(seen))
    return (
        seen.from_name,
        str(seen.number),
        f"{seen.new:,}",
        f"{seen.changed:,}",
        f"{seen.same:,}",
        f"{seen.returned.count:,}",
        "；".join(seen.notes) or ("整包" if seen.full else ""),
    )


def received_rows(book: Any) -> list[tuple[str, ...]]:
    rows = book.rows(Query("received_bundle", order=(("received_at", True),), limit=200))
    return [
        (
            row["from_name"],
            str(row["number"]),
            row["received_at"].replace("T", " ")[:16],
            f"{row['new_count']:,}",
            f"{row['changed_count']:,}",
            f"{row['refused_count']:,}",
            row["note"] or "",
        )
        for row in rows
    ]


class MergePage(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page_id, self.title = "exchange", "报送"
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self._desk = desk
        self._paths: list[Path] = []
        self._looked: list[tuple[Path, Any]] = []
        self.choose = push_button("打开 U 盘", "primary", icon="exchange")
        self.files = push_button("选文件", icon="folder")
        self.rules = push_button("下发规则包")
        self.aside = push_button("隔离与等待")
        self.merge = push_button("合并", "primary")
        self.cancel = push_button("取消")
        self.banner = Banner()
        self.found = PlainTable("要合并的包", _FOUND)
        self.said = look.label("")
        self.said.setWordWrap(True)
        self.received = PlainTable("收到的包", _RECEIVED)
        words = "插入装有报送包的 U 盘，按“打开 U 盘”。先看内容，再合并。"
        self.empty = EmptyCard(words, "exchange")
        self.watch = sticks.StickWatch(self)
        self._lay_out()
        self.watch.appeared.connect(self._on_appeared)
        self.choose.clicked.connect(self._on_choose)
        self.files.clicked.connect(self._on_files)
        self.rules.clicked.connect(self._on_rules)
        self.aside.clicked.connect(partial(held_page.open_from, self))
        self.found.opened.connect(self._on_detail)
        self.merge.clicked.connect(self.merge_all)
        self.cancel.clicked.connect(self._show_received)
        desk.runner.changed.connect(self._on_changed)
        self._show_received()
        self.reload()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(look.label("合并报送包", "title"))
        head.addStretch(1)
        for button in (self.choose, self.files, self.rules, self.aside):
            head.addWidget(button)
        first, second = QWidget(), QWidget()
        looking = QVBoxLayout(first)
        looking.setContentsMargins(0, 0, 0, 0)
        looking.addWidget(self.found, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.said, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.merge)
        looking.addLayout(row)
        kept = QVBoxLayout(second)
        kept.setContentsMargins(0, 0, 0, 0)
        kept.addWidget(look.label("收到的包", "group"))
        kept.addWidget(self.received, 1)
        self._stack = QStackedWidget()
        for part in (second, first, self.empty):
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)
        enter_at(self, self.choose)

    def reload(self) -> None:
        rows = received_rows(self._desk.book)
        self.received.fill(rows)
        held = held_page.count(self._desk.book)
        self.aside.setText(f"隔离与等待 {held}" if held else "隔离与等待")
        self.aside.setAccessibleName(self.aside.text())
        if self._stack.currentIndex() != 1:
            self._stack.setCurrentIndex(0 if rows else 2)

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches("received_bundle", "waiting_link", "quarantined_file"):
            self.reload()

    def _show_received(self) -> None:
        fill(self.choose, True)
        self._stack.setCurrentIndex(0)
        self.reload()

    # -- looking --------------------------------------------------------------------------

    def _on_choose(self) -> None:
        sticks.choose(self.choose, self.look_at_folder, to_read=True)

    def _on_appeared(self, stick: Path) -> None:
        """A stick was plugged in: its bundles are shown at once, nothing is written."""
        from qinglian_desktop.exchange import stick as on_stick

        if self._stack.currentIndex() == 1:
            return  # the clerk is looking at another one
        if not self._desk.runner.quiet:
            self.watch.forget(stick)  # something is read beside the window; looked at after it
            return
        try:
            found = on_stick.bundles_on(stick)
        except Refused:
            return
        if found:
            self.look_at(found, on_stick=True)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.watch.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.watch.stop()

    def look_at_folder(self, folder: Path) -> None:
        """Every bundle on the stick, told by content and not by name."""
        from qinglian_desktop.exchange import astray, stick

        try:
            found = stick.bundles_on(folder)
        except Refused as refused:
            self.banner.say(refused)
            return
        if not found:
            self.banner.say(astray.nothing_here(folder))
            return
        self.look_at(found, on_stick=True)

    def _on_rules(self) -> None:
        from qinglian_desktop.shell.exchange_page import open_rules

        open_rules(self)

    def _on_files(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(self, "选报送包", "", _FILES)
        if paths:
            self.look_at([Path(path) for path in paths])

    def look_at(self, paths: list[Path], *, on_stick: bool = False) -> None:
        """The preview of each file; nothing is written.

        Of a whole stick only the bundles: unit files and receipts lie there too.
        """
        self.banner.hide()
        self._desk.runner.job(
            partial(_inspected, on_stick), paths, label="看一看报送包",
            on_done=partial(self._on_looked, paths[0].parent), on_refused=self._on_refused,
        )  # fmt: skip

    def _on_looked(self, folder: Path, found: list[tuple[Path, Any]]) -> None:
        if not found:  # unit files and receipts of last time lie there, and no bundle
            from qinglian_desktop.exchange import astray

            self.banner.say(astray.nothing_here(folder))
            return
        self._looked = found
        self._paths = [path for path, seen in found if not isinstance(seen, Refused)]
        self.found.fill([preview_row(path.name, seen) for path, seen in found])
        refused = len(found) - len(self._paths)
        words = f"可以合并 {len(self._paths)} 个包" + (f"，{refused} 个不能。" if refused else "。")
        self.said.setText(words + "选一行按回车看逐条内容。合并后回执自动写回同一个 U 盘。")
        self.merge.setText(f"合并 {len(self._paths)} 个包")
        self.merge.setEnabled(bool(self._paths))
        fill(self.choose, False)
        self._stack.setCurrentIndex(1)
        self.merge.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- merging --------------------------------------------------------------------------

    def merge_all(self) -> None:
        self._run(None)

    def _run(self, said: Any) -> None:
        self._desk.runner.job(
            partial(_merged, said), list(self._paths), label="合并", on_done=self._on_merged,
            on_refused=self._on_refused,
        )  # fmt: skip

    def _on_merged(self, done: Changes) -> None:
        told: Any = done.result
        self.watch.know()
        words = f"合并了 {len(told.taken)} 个包。" if told.taken else ""
        words += "".join(told.notes)
        if told.aside:
            words += f"{told.aside} 个包没有导入，已隔离，见“隔离与等待”。"
        if words:
            self._desk.runner.said.emit(words)
        for path, refused in told.refused:
            self.banner.say(Refused(f"{path.name}：{refused.what}", refused.remedy))
        self._show_received()
        if told.asking:
            self._paths = [path for path, _ in told.asking]
            deletions_page.open_it(self, self._paths, self._run)

    def _on_refused(self, refused: Refused) -> None:
        self.banner.say(refused)

    def _on_detail(self, row: int, _column: int = 0) -> None:
        """Enter on a file of the list: what it would do, row by row."""
        path, seen = self._looked[row]
        if not isinstance(seen, Refused):
            merge_details.open_it(self, path)


def _other_file(path: Path) -> bool:
    """A whole file of ours that is no report: a unit file, an enrolment, a receipt."""
    from qinglian_desktop.exchange import container

    try:
        return container.read_header(path).kind not in ("up", "more")
    except Refused:
        return False  # not whole: the clerk should see why


def _inspected(on_stick: bool, book: Any, paths: list[Path], tick: Any) -> list[tuple[Path, Any]]:
    """Each file with its preview, or with the refusal that it got.

    One that may have been meddled with is kept aside at once: its stick goes back to its office.
    """
    from qinglian_desktop.exchange import incoming, quarantine

    found: list[tuple[Path, Any]] = []
    for done, path in enumerate(paths):
        if not tick(done, len(paths), f"看{path.name}"):
            break
        if on_stick and _other_file(path):
            continue
        try:
            found.append((path, incoming.inspect(book, path)))
        except Refused as refused:
            quarantine.take(book, path, refused)
            found.append((path, refused))
    return found


def _merged(said: Any, book: Any, paths: list[Path], tick: Any) -> Changes:
    from qinglian_desktop.exchange import many

    return many.take_all(book, paths, tick, said)
