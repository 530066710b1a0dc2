"""档案: everything that hung, as it hung: reprint, correct, export, certify, check the prints."""

from collections import defaultdict
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.modules.disclosure import actions, steps, wall_reads
from qinglian_desktop.modules.disclosure import wall_records as wall
from qinglian_desktop.modules.disclosure.page import papers
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.paper.draw import draw
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_HEADINGS = (
    Heading("编号", 208), Heading("标题", 0), Heading("方式", 60), Heading("状态", 90, state=True),
    Heading("从", 112), Heading("到", 112), Heading("还差", 60), Heading("异议", 100),
    Heading("照片", 60), Heading("指纹", 100),
)  # fmt: skip
_TABLES = ("notice", "hanging", "objection")


class ArchivePage(QWidget):
    objection_asked = Signal(str)  # to this notice
    notice_asked = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page_id, self.title = "archive", "档案"
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self._desk = desk
        self.rows: list[dict[str, Any]] = []
        self.table = PlainTable(self.title, _HEADINGS)
        self.empty = EmptyCard("还没有公开过的内容。贴出去的公告会原样收在这里。", "backup")
        self.banner = Banner()
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        self.where = look.label("", "hint")
        self.short = look.label("", "problem")
        for words in (self.where, self.short):
            words.setWordWrap(True)
        self.check = push_button("核对全部指纹", icon="success")
        self.reprint = push_button("原样重印", "primary", icon="print")
        self.open = push_button("打开")
        self.object = push_button("登记异议")
        self.certify = push_button("打印无异议证明")
        self.tell = push_button("写情况说明")
        self.export = push_button("导出这一份", icon="export")
        self._lay_out()
        for button, act in (
            (self.reprint, self.print_page), (self.open, self._on_open),
            (self.object, self._on_object), (self.certify, self._on_certify),
            (self.tell, self._on_tell), (self.export, self._on_export),
            (self.check, self._on_check),
        ):  # fmt: skip
            button.clicked.connect(act)
        self.table.opened.connect(lambda _row, _column: self._on_open())
        self.table.selectionModel().currentChanged.connect(self._on_chosen)
        desk.runner.changed.connect(self._on_changed)
        enter_at(self, self.table)
        self.reload()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(look.label(self.title, "title"))
        head.addWidget(self.said, 1)
        head.addWidget(self.check)
        self._acts = QWidget()
        row = FlowLayout(self._acts, gap=8)
        for part in (self.reprint, self.open, self.object, self.certify, self.tell, self.export):
            row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self._acts)
        column.addWidget(self.banner)
        column.addWidget(self.table, 1)
        column.addWidget(self.where)
        column.addWidget(self.short)
        column.addWidget(self.empty, 1)

    # -- the list -------------------------------------------------------------------------

    def reload(self) -> None:
        book = self._desk.book
        found = wall_reads.own(book, Notice.table, Where("state", "in", steps.FROZEN),
                               order="posted_on")  # fmt: skip
        self.rows = [dict(row) for row in reversed(found)]
        photos: defaultdict[str, set[str]] = defaultdict(set)
        for one in wall_reads.hangings(book):
            photos[one["notice_id"]] |= _ids(one["proof"])
        self.table.fill([self._texts(row, photos[row["id"]]) for row in self.rows])
        for part in (self.table, self._acts, self.check):
            part.setVisible(bool(self.rows))
        self.empty.setVisible(not self.rows)
        hangs = sum(row["state"] == steps.ON_BOARD for row in self.rows)
        self.said.setText(f"共 {len(self.rows)} 份，在贴 {hangs} 份。" if self.rows else "")
        if self.rows and self.table.row() < 0:
            self.table.selectRow(0)
        self._on_chosen()

    def _texts(self, row: dict[str, Any], on_boards: set[str]) -> tuple[str, ...]:
        day, book = clock.today(), self._desk.book
        stands = wall_reads.publicity(book, row, day)
        hangs = row["state"] == steps.ON_BOARD
        left = (stands.until_on - day).days if hangs and stands.until_on else 0
        raised = wall_reads.objections_of(book, row["id"])
        waiting = sum(map(wall_reads.is_open, raised))
        told = f"{waiting} 条没办结" if waiting else f"{len(raised)} 条" if raised else "没有"
        photos = len(_ids(row["proof"]) | on_boards)
        return (
            row["number"], row["title"] or "", row["mode"] or "", row["state"],
            row["posted_on"] or "", row["removed_on"] or row["until_on"] or "",
            f"{left} 天" if left > 0 else "", told, f"{photos} 张" if photos else "",
            row["fingerprint"] or "",
        )  # fmt: skip

    @property
    def row(self) -> dict[str, Any] | None:
        place = self.table.row()
        return self.rows[place] if 0 <= place < len(self.rows) else None

    def _on_chosen(self, *_: object) -> None:
        row = self.row
        for part in (self.certify, self.tell):
            part.setVisible(row is not None and row["mode"] == "公示")
        found = wall_reads.hangings(
            self._desk.book, Where("notice_id", "=", row["id"] if row is not None else "")
        )
        short = [one for one in found if one["state"] == wall.SHORT]
        for label, rows in (
            (self.where, [o for o in found if o not in short]),
            (self.short, short),
        ):
            label.setText("；".join(_hung(one) for one in rows))
            label.setVisible(bool(rows))

    def show_row(self, _table: str, row_id: str) -> None:
        for place, row in enumerate(self.rows):
            if row["id"] == row_id:
                self.table.selectRow(place)

    # -- acts -----------------------------------------------------------------------------

    def _on_open(self) -> None:
        if self.row is not None:
            self.notice_asked.emit(self.row["id"])

    def _on_object(self) -> None:
        if self.row is not None:
            self.objection_asked.emit(self.row["id"])

    def print_page(self) -> None:
        """原样重印: the paper as it hung."""
        self.banner.hide()
        row = self.row
        if row is None:
            return
        self._desk.runner.job(
            papers.printed, row["id"], ("board",), label=f"画{row['number']}的纸面",
            on_done=partial(self._on_printed, row), on_refused=self.banner.say,
        )  # fmt: skip

    def _on_printed(self, row: dict[str, Any], changes: Changes) -> None:
        title = f"{row['number']} {papers.file_title(self._desk.book, row)}"
        self._desk.preview(_bytes(changes.result), title, papers.facts_of(row, ("board",)))

    def _on_certify(self) -> None:
        row = self.row
        if row is None:
            return
        self.banner.hide()
        try:
            paper = actions.no_objection_paper(self._desk.book, row["id"])
        except Refused as refused:
            self.banner.say(refused)
            return
        pdf = BytesIO()
        draw(paper, pdf, fonts=Fonts())
        facts = PaperFacts(f"certificate:{row['id']}", row["number"], False,
                           paper.fingerprint, "")  # fmt: skip
        self._desk.preview(pdf.getvalue(), f"{paper.title} {row['number']}", facts)

    def _on_tell(self) -> None:
        """The draft of a 公示情况说明, which is then read, reviewed and hung like any other."""
        if self.row is None:
            return
        self.banner.hide()
        changes = self._desk.runner.act(
            actions.write_result, self.row["id"], on_refused=self.banner.say,
            say="公示情况说明的草稿写好了，请核对后上墙。",
        )  # fmt: skip
        if changes is not None:
            self.notice_asked.emit(changes.ids("notice")[-1])

    def _on_export(self) -> None:
        row = self.row
        if row is None:
            return
        if cover.cover().on:
            self.banner.say("正在遮挡，先不往外存。请按 F9 恢复后再存。")
            return
        chosen = QFileDialog.getExistingDirectory(self, "导出到哪个文件夹")
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, folder: Path) -> None:
        """The chosen notice as a folder of its own in this one."""
        row = self.row
        if row is None:
            return
        self.banner.hide()
        self._desk.runner.job(
            partial(_export, row["id"], folder), label=f"导出{row['number']}",
            on_done=self._on_exported, on_refused=self.banner.say,
        )  # fmt: skip

    def _on_exported(self, changes: Changes) -> None:
        made: Any = changes.result
        self._desk.runner.said.emit(f"已导出 {made.files} 个文件：{made.folder}")

    def _on_check(self) -> None:
        self.banner.hide()
        self._desk.runner.job(
            _check, label="核对指纹", on_done=self._on_checked, on_refused=self.banner.say
        )

    def _on_checked(self, changes: Changes) -> None:
        found: Any = changes.result
        if not found:
            self._desk.runner.said.emit(f"{len(self.rows)} 份都和贴出去时一样。")
            self.said.setText(f"共 {len(self.rows)} 份，刚才核对过，都和贴出去时一样。")
            return
        names = "、".join(dict.fromkeys(one.number for one in found[:3]))
        self.banner.say(f"{names}指纹不符：存档被改动过。请从备份核对。")
        self.show_row("notice", found[0].notice_id)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(*_TABLES) and self.isVisible():
            self.reload()


def _ids(stored: str | None) -> set[str]:
    return set(Notice.fields["proof"].kind.load(stored)) if stored else set()


def _hung(row: dict[str, Any]) -> str:
    """东门公开栏第 3 格：2026-10-12 到 2026-10-15，公示不足（大风）."""
    last = f" 到 {row['removed_on']}" if row["removed_on"] else f"起，最早 {row['until_on']} 可撤"
    why = f"（{row['removal_reason']}）" if row["removal_reason"] else ""
    return f"{row['spot']}：{row['posted_on']}{last}，{row['state']}{why}"


def _bytes(made: object) -> bytes:
    assert isinstance(made, bytes)
    return made


def _export(row_id: str, folder: Path, book: Any, _tick: Any) -> Changes:
    return actions.export_notice(book, row_id, folder)


def _check(book: Any, tick: Any) -> Changes:
    found = actions.check_all(book, partial(_ticked, tick))
    return Changes("", result=found)


def _ticked(tick: Any, done: int, total: int) -> bool:
    return bool(tick(done, total, "核对指纹"))
