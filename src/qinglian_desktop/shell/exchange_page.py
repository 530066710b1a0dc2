"""报送: a unit writes its bundle and reads receipts; a street looks at bundles and merges them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import look, messages
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.plain_table import PlainTable
from qinglian_desktop.ui.runner import Runner

_KINDS = "报送包 (*.qlb)"
_NAMED = 12  # unfinished places listed one by one before the rest is counted
ChooseFiles = Callable[[str, str], Sequence[Path]]


class ExchangePage(QWidget):
    page_id = "exchange"

    def __init__(
        self,
        book: Book,
        runner: Runner,
        *,
        choose_folder: Callable[[str], Path | None],
        choose_files: ChooseFiles,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._book, self._runner = book, runner
        self._choose_folder, self._choose_files = choose_folder, choose_files
        self._waiting: list[Path] = []
        self._street = book.unit.is_street
        self.title = "报送合并" if self._street else "报送归档"
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        self.banner = Banner()
        self.banner.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 16, 24, 12)
        box.setSpacing(12)
        box.addLayout(self._head())
        box.addWidget(self.said)
        box.addWidget(self.banner)
        if self._street:
            self._build_street(box)
        else:
            self._build_unit(box)
        runner.changed.connect(self._on_changed)
        self.reload()

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(look.label(self.title, "title"))
        row.addStretch(1)
        if self._street:
            self.main = push_button("导入报送包", "primary")
            self.main.clicked.connect(self.on_choose)
        else:
            self.main = push_button("检查并写入 U 盘", "primary")
            self.main.clicked.connect(self.on_check)
            self.receipt = push_button("读取回执")
            self.receipt.clicked.connect(self.on_receipt)
            row.addWidget(self.receipt)
        row.addWidget(self.main)
        return row

    # -- a unit ----------------------------------------------------------------------------

    def _build_unit(self, box: QVBoxLayout) -> None:
        self.findings = look.label("")
        self.findings.setWordWrap(True)
        self.findings.hide()
        self.anyway = push_button("带说明报送")
        self.anyway.clicked.connect(self.on_write)
        self.anyway.hide()
        columns = ("包号", "写入时间", "文件名", "条数", "街道回执")
        self.list = PlainTable("写出的报送包", columns, right=(0, 3), stretch=2)
        for part in (self.findings, self.anyway):
            box.addWidget(part)
        box.addWidget(self.list, 1)

    def on_check(self) -> None:
        from qinglian_desktop.exchange import outgoing

        found = outgoing.preflight(self._book)
        if not found:
            self.findings.hide()
            self.anyway.hide()
            self.on_write()
            return
        lines = [f"· {problem.what}" for problem in found[:_NAMED]]
        if len(found) > _NAMED:
            lines.append(f"· 另有 {len(found) - _NAMED} 处")
        text = f"有 {len(found)} 处还没填齐，街道可能退回。补好再写，或带说明报送：\n"
        self.findings.setText(text + "\n".join(lines))
        self.findings.show()
        self.anyway.show()

    def on_write(self) -> None:
        folder = self._choose_folder("选 U 盘或文件夹")
        if folder is None:
            return

        def work(book: Book, tick: Callable[[int, int], bool]) -> Changes:
            from qinglian_desktop.exchange import outgoing

            return outgoing.export_bundle(book, folder, tick=tick)

        self._job(work, "正在写入 U 盘", self._on_written)

    def _on_written(self, changes: Changes) -> None:
        sent: Any = changes.result
        self.findings.hide()
        self.anyway.hide()
        self.banner.say(
            f"已写入并核对无误，可以拔了。第 {sent.number} 号包，{sent.rows} 条：{sent.path}"
        )
        self.reload()

    def on_receipt(self) -> None:
        files = list(self._choose_files("选街道写回的回执", _KINDS))
        if files:
            self._import(files, "正在读取回执")

    # -- a street --------------------------------------------------------------------------

    def _build_street(self, box: QVBoxLayout) -> None:
        columns = ("来自", "包号", "新增", "修改", "退回", "说明")
        self.preview = PlainTable("合并前先看", columns, right=(1, 2, 3, 4), stretch=5)
        self.preview.hide()
        self.merge = push_button("合并", "primary")
        self.merge.clicked.connect(self.on_merge)
        self.merge.hide()
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.merge)
        names = ("来自", "包号", "合并时间", "新增", "修改", "退回", "说明")
        self.list = PlainTable("已合并的包", names, right=(1, 3, 4, 5), stretch=6)
        box.addWidget(self.preview, 1)
        box.addLayout(row)
        box.addWidget(look.label("已合并的包", "group"))
        box.addWidget(self.list, 1)

    def on_choose(self) -> None:
        files = list(self._choose_files("选各单位的报送包", _KINDS))
        if not files:
            return
        self._waiting = files

        def work(book: Book, tick: Callable[[int, int], bool]) -> Changes:
            from qinglian_desktop.exchange import incoming

            lines = []
            for done, path in enumerate(files):
                tick(done, len(files))
                lines.append(_looked(incoming.inspect, book, path))
            return Changes("看过报送包", result=lines)

        self._job(work, "正在检查报送包", self._on_looked)

    def _on_looked(self, changes: Changes) -> None:
        lines: Any = changes.result
        self.preview.fill([line for line, _ in lines])
        self._waiting = [path for path, (_, good) in zip(self._waiting, lines, strict=True) if good]
        self.preview.show()
        self.merge.setText(f"合并 {len(self._waiting)} 个包")
        self.merge.setVisible(bool(self._waiting))
        self.main.setProperty("kind", "")

    def on_merge(self) -> None:
        self._import(self._waiting, "正在合并")

    # -- both ------------------------------------------------------------------------------

    def _import(self, files: Sequence[Path], label: str, *, approve: bool = False) -> None:
        def work(book: Book, tick: Callable[[int, int], bool]) -> Changes:
            from qinglian_desktop.exchange import incoming

            done: list[Any] = []
            last = Changes(label)
            for path in files:
                try:
                    last = incoming.import_file(book, path, tick=tick, approve_deletions=approve)
                    done.append(last.result)
                except Refused as refused:
                    if refused.code == "QL-UB-121":
                        raise
                    done.append(f"〔{path.name}〕{refused}")
            return Changes(label, last.touched, last.step, done)

        def refused(trouble: Refused) -> None:
            if trouble.code == "QL-UB-121" and messages.ask(
                self, str(trouble), "同意删除", "不导入", danger=True
            ):
                self._import(files, label, approve=True)
            else:
                self.banner.say(trouble)

        self._job(work, label, self._on_imported, refused)

    def _on_imported(self, changes: Changes) -> None:
        lines = []
        for one in list(changes.result):  # type: ignore[call-overload]
            if isinstance(one, str):
                lines.append(one)
                continue
            preview = one.preview
            what = (
                "回执已读"
                if preview.kind == "receipt"
                else f"新增 {preview.new}，修改 {preview.changed}"
            )
            lines.append(f"{preview.from_name}第 {preview.number} 号：{what}")
            lines += list(one.notes)
        self.banner.say("；".join(lines) + "。")
        if self._street:
            self.preview.hide()
            self.merge.hide()
            self._waiting = []
        self.reload()

    def _job(
        self,
        work: Callable[..., Changes],
        label: str,
        done: Callable[[Changes], None],
        refused: Callable[[Refused], None] | None = None,
    ) -> None:
        self.banner.hide()
        self._runner.job(
            work, label=label, on_done=done, on_refused=refused or self.banner.say, initiator=self
        )

    def _on_changed(self, changes: Changes, initiator: object) -> None:
        if initiator is not self and self.isVisible():
            self.reload()

    def reload(self) -> None:
        if self._street:
            rows = self._book.rows(Query("received_bundle", order=(("received_at", True),)))
            self.list.fill([_received(row) for row in rows])
            self.said.setText(
                f"已合并 {len(rows)} 个包。先看会变成什么样，再合并；合并后自动写回执。"
            )
            return
        from qinglian_desktop.exchange import outgoing

        receipts = {row["number"]: row for row in self._book.rows(Query("receipt"))}
        sent = self._book.rows(Query("sent_bundle", order=(("number", True),)))
        self.list.fill([_sent(row, receipts.get(row["number"])) for row in sent])
        acked = outgoing.acked_seq(self._book)
        self.said.setText(
            f"街道已确认到第 {acked} 条，本机到第 {self._book.trail_head()[0]} 条。"
            if acked
            else "街道还没有确认过。第一包会带上全部内容。"
        )


def make_page(desk: Desk) -> ExchangePage:
    """The page wired to the window's book, with the system's own file dialogs."""

    def folder(title: str) -> Path | None:
        found = QFileDialog.getExistingDirectory(None, title)
        return Path(found) if found else None

    def files(title: str, kinds: str) -> list[Path]:
        found, _ = QFileDialog.getOpenFileNames(None, title, "", kinds)
        return [Path(one) for one in found]

    return ExchangePage(desk.book, desk.runner, choose_folder=folder, choose_files=files)


def _looked(
    inspect: Callable[[Book, Path], Any], book: Book, path: Path
) -> tuple[tuple[str, ...], bool]:
    try:
        seen = inspect(book, path)
    except Refused as refused:
        return (path.name, "", "", "", "", str(refused)), False
    figures = (str(seen.new), str(seen.changed), str(seen.returned.count))
    return (seen.from_name, str(seen.number), *figures, "；".join(seen.notes)), True


def _received(row: dict[str, Any]) -> tuple[str, ...]:
    figures = (row["new_count"], row["changed_count"], row["refused_count"])
    when = row["received_at"].replace("T", " ")[:16]
    return (row["from_name"], str(row["number"]), when, *map(str, figures), row["note"] or "")


def _sent(row: dict[str, Any], receipt: dict[str, Any] | None) -> tuple[str, ...]:
    answer = "还没有回执"
    if receipt is not None:
        answer = f"收下 {receipt['accepted']} 条"
        if receipt["returned"]:
            answer += f"，退回 {receipt['returned']} 条"
    when = row["written_at"].replace("T", " ")[:16]
    return (str(row["number"]), when, row["file_name"], str(row["row_count"]), answer)
