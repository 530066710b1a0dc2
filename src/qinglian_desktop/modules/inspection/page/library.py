"""经验库: what the units tell as good practice, read here, chosen, and printed as one book."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QSplitter, QVBoxLayout, QWidget

from qinglian_desktop.core.kinds import FILES
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Field
from qinglian_desktop.modules.disclosure.page.papers import show_paper
from qinglian_desktop.modules.education.records import Experience
from qinglian_desktop.modules.inspection import actions, reads
from qinglian_desktop.modules.inspection.reads import Practice
from qinglian_desktop.modules.inspection.records import CHOSEN, KEPT, LEFT, TAKEN, ExperienceNote
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.files_editor import FilesEditor
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.head_row import HeadRow
from qinglian_desktop.ui.messages import Banner, fill, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.scrolled import scrolled
from qinglian_desktop.ui.small_form import SmallForm
from qinglian_desktop.ui.word_saving import save_as_word

_LIST = (
    Heading("收不收", 96, state=True), Heading("单位", 160), Heading("标题", 0),
    Heading("类别", 130), Heading("材料", 70, numeric=True), Heading("街道点评", 260),
)  # fmt: skip
_MORE = {
    TAKEN: "印进汇编，类别和点评一起存下；随下一次下发告诉单位",
    KEPT: "先留着，不印进汇编；写了点评的，点评带给单位",
    LEFT: "不印进汇编，也不进示范档案；写了点评的，点评带给单位",
}
_SAID = {
    TAKEN: "已收录，汇编里有它，下次下发告诉单位。", KEPT: "记为备选，汇编里没有它。",
    LEFT: "记为不收。",
}  # fmt: skip
_TOLD = ("problem", "measures", "results", "award", "media")
_FORM = ("category", "remark")
_BOTH = 900  # px at 标准 that the practice and the form need beside each other
_NONE = "各单位还没有报来好经验。请单位在“教育文化”的“好经验好做法”里登记，随报送交来。"


class LibraryPage(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page_id, self.title = "experience", "经验库"
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self._desk = desk
        self.practices: list[Practice] = []
        self._open = ""  # the id of the practice below
        self._filling = False
        self._wide: bool | None = None
        self.banner = Banner()
        self.table = PlainTable(self.title, _LIST)
        self.empty = EmptyCard(_NONE, "document")
        self._make_buttons()
        self._make_card()
        self._lay_out()
        self.table.selectionModel().selectionChanged.connect(self._on_chosen)
        self.table.opened.connect(lambda *_: self.form.setFocus())
        desk.runner.changed.connect(self._on_changed)
        cover.cover().changed.connect(self._on_cover)
        enter_at(self, self.table)
        self.reload()

    def _make_buttons(self) -> None:
        self.book = push_button("打印汇编", icon="print")
        self.word = push_button("汇编存为 Word", icon="export")
        self.example = push_button("示范档案", icon="print")
        self.folder = push_button("导出示范档案", icon="export")
        for button, more in (
            (self.book, "收录的经验按单位编码排好，印成一册"),
            (self.word, "汇编存成可以再改的文件"),
            (self.example, "选中那个单位的示范档案：情况、做法、整改、荣誉"),
            (self.folder, "示范档案的文件和材料照片，导出到一个文件夹"),
        ):
            look.named(button, button.text(), more)
            button.setToolTip(more)
        self.book.clicked.connect(self.print_page)
        self.word.clicked.connect(self.save_book)
        self.example.clicked.connect(self.print_example)
        self.folder.clicked.connect(self.export_example)

    def _make_card(self) -> None:
        self.name, self.told = look.label("", "group"), look.label("")
        for label in (self.name, self.told):
            label.setWordWrap(True)
        self.papers = FilesEditor(Field("材料", FILES, required=False), None)
        self.papers.set_read_only(True)
        fields = {name: ExperienceNote.fields[name]._replace(required=False) for name in _FORM}
        self.form = SmallForm(fields, reader=self._desk.book)
        self.ways = {word: push_button(word) for word in CHOSEN}
        for word, button in self.ways.items():
            look.named(button, word, _MORE[word])
            button.setToolTip(_MORE[word])
            button.clicked.connect(partial(self.on_choose, word))
        self.form.submitted.connect(self._on_submitted)
        self.buttons = QWidget()
        self.buttons.setProperty("role", "clear")
        flow = FlowLayout(self.buttons, gap=8)
        for button in self.ways.values():
            flow.addWidget(button)

    def _lay_out(self) -> None:
        buttons = (self.book, self.word, self.example, self.folder)
        card = QWidget()
        card.setProperty("role", "card")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        sides = []
        for parts in ((self.name, self.told, self.papers), (self.buttons, self.form)):
            side = QWidget()
            side.setProperty("role", "clear")
            inside = QVBoxLayout(side)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(8)
            for part in parts:
                inside.addWidget(part)
            inside.addStretch(1)
            sides.append(side)
        self._card = QBoxLayout(QBoxLayout.Direction.LeftToRight, card)
        self._card.setContentsMargins(16, 12, 16, 12)
        self._card.setSpacing(24)
        self._card.addWidget(sides[0], 3)
        self._card.addWidget(sides[1], 2)
        self.parts = QSplitter(Qt.Orientation.Vertical)
        self.parts.setChildrenCollapsible(False)
        self.parts.addWidget(self.table)
        below = scrolled(card)
        look.named(below, "选中的经验")
        self.parts.addWidget(below)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addWidget(HeadRow((look.label(self.title, "title"),), buttons))
        column.addWidget(self.banner)
        column.addWidget(self.parts, 1)
        column.addWidget(self.empty, 1)

    # -- the list ---------------------------------------------------------------------------

    def reload(self) -> None:
        self.practices = reads.practices(self._desk.book)
        self.table.fill([_texts(one) for one in self.practices])
        self.parts.setVisible(bool(self.practices))
        self.empty.setVisible(not self.practices)
        for button in (self.book, self.word, self.example, self.folder):
            button.setVisible(bool(self.practices))
        places = [n for n, one in enumerate(self.practices) if one.row["id"] == self._open]
        if self.practices:
            self._filling = True
            self.table.selectRow(places[0] if places else 0)
            self._filling = False
            self._show()

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(
            Experience.table, ExperienceNote.table, "received_bundle", "enrolled_unit"
        ):
            self.reload()

    def show_row(self, table: str, row_id: str) -> None:
        """From the search: that practice."""
        if table == ExperienceNote.table:
            note = self._desk.book.row(table, row_id)
            row_id = note["experience_id"] if note else ""
        self._open = row_id
        self.reload()

    @property
    def current(self) -> Practice | None:
        place = self.table.row()
        return self.practices[place] if 0 <= place < len(self.practices) else None

    def _on_chosen(self, *_: object) -> None:
        if not self._filling:
            self._show()

    def _on_cover(self, _on: bool) -> None:
        self._tell()

    def _show(self) -> None:
        one = self.current
        if one is None:
            return
        if one.row["id"] != self._open:
            self.banner.hide()
        self._open = one.row["id"]
        self._tell()
        note = one.note or dict.fromkeys(_FORM)
        self.form.put({name: note[name] for name in _FORM})
        fill(self.ways[TAKEN], one.note is None)

    def _tell(self) -> None:
        one = self.current
        if one is None:
            return
        self.name.setText(cover.veiled(f"{one.unit}：{one.row['title'] or ''}"))
        lines = [
            f"{Experience.fields[name].label}：{one.row[name]}" for name in _TOLD if one.row[name]
        ]
        self.told.setText(cover.veiled("\n".join(lines) or "单位只写了标题。"))
        self.papers.setVisible(bool(one.papers))
        self.papers.set_stored(one.row["files"])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        wide = self.width() >= look.metrics().px(_BOTH)
        self._card.setDirection(ways.LeftToRight if wide else ways.TopToBottom)
        if wide != self._wide:
            self._wide = wide
            self.parts.setSizes([260, 300] if wide else [175, 350])

    # -- what is done -----------------------------------------------------------------------

    def on_choose(self, word: str, _checked: bool = False) -> None:
        """What becomes of the practice, with what stands in the form."""
        one = self.current
        if one is None or self.form.problem():
            return
        self.banner.hide()
        self._desk.runner.act(
            actions.note_practice,
            one.row["id"],
            {**self.form.values(), "chosen": word},
            say=_SAID[word],
            on_refused=self._on_refused,
        )

    def _on_submitted(self) -> None:
        """Words put right: what was decided before stays."""
        one = self.current
        self.on_choose(str(one.note["chosen"]) if one and one.note else TAKEN)

    def _on_refused(self, refused: Refused) -> None:
        if not self.form.show_refusal(refused):
            self.banner.say(refused)

    def print_page(self) -> None:
        self.banner.hide()
        show_paper(
            self._desk, actions.library_paper, title="好经验好做法汇编",
            on_refused=self.banner.say,
        )  # fmt: skip

    def save_book(self) -> None:
        self.banner.hide()
        save_as_word(
            self._desk, self, actions.save_library_as_word, "", "好经验好做法汇编",
            self.banner.say,
        )  # fmt: skip

    def print_example(self) -> None:
        if unit_id := self._unit():
            show_paper(
                self._desk, actions.demonstration_paper, unit_id, title="示范档案",
                on_refused=self.banner.say,
            )  # fmt: skip

    def _unit(self) -> str:
        """The roll's row of the unit whose practice is chosen."""
        self.banner.hide()
        one = self.current
        if one is None:
            self.banner.say("还没选哪一条。请先在列表里点一条。")
            return ""
        found = [u for u in reads.units(self._desk.book) if u["office_id"] == one.row["owner"]]
        return str(found[0]["id"]) if found else ""

    def export_example(self) -> None:
        """Asks for the place; refused while the screen is covered."""
        if cover.cover().on:
            self.banner.say("正在遮挡，先不往外存。请按 F9 恢复后再存。")
            return
        if unit_id := self._unit():
            start = QStandardPaths.writableLocation(
                QStandardPaths.StandardLocation.DocumentsLocation
            )
            folder = QFileDialog.getExistingDirectory(self, "导出到哪里", start)
            if folder:
                self.export_into(unit_id, Path(folder))

    def export_into(self, unit_id: str, place: Path) -> None:
        self._desk.runner.job(
            partial(_export, unit_id, place), label="正在导出示范档案", on_done=self._exported,
            on_refused=self.banner.say,
        )  # fmt: skip

    def _exported(self, changes: Changes) -> None:
        self._desk.runner.said.emit(f"{changes.label}：{changes.result}")


def _export(unit_id: str, place: Path, book: Any, tick: Any) -> Changes:
    return actions.export_demonstration(book, unit_id, place, tick)


def _texts(one: Practice) -> tuple[str, ...]:
    note = one.note or {}
    return (
        one.chosen, one.unit, one.row["title"] or "", note.get("category") or "",
        str(len(one.papers) or ""), note.get("remark") or "",
    )  # fmt: skip
