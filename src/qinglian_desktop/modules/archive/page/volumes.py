"""十二卷: what stands in each volume, what is missing; printed as a binder, put in a folder."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.modules.archive import actions, reads
from qinglian_desktop.modules.archive.reads import Collected
from qinglian_desktop.modules.archive.records import FiledPaper
from qinglian_desktop.modules.disclosure.page.papers import show_paper
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.paper_view import joined
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.scrolled import scrolled
from qinglian_desktop.ui.title_row import TitleRow
from qinglian_desktop.ui.word_saving import save_as_word

_ENTRIES = (
    Heading("哪一卷", 130), Heading("条目", 190), Heading("有没有", 80, state=True),
    Heading("件数", 70, numeric=True, holds=cover.STARS), Heading("缺哪一期", 0),
)  # fmt: skip
_ITEMS = (
    Heading("日期", 110), Heading("材料", 0, private=True), Heading("哪本台账", 150),
    Heading("附件", 70, numeric=True, holds=cover.STARS),
)  # fmt: skip
THERE, LACKING, NOTHING = "有", "缺", "没有登记"
_YEARS = 3  # this year and those before that can be chosen


class VolumesPage(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page_id, self.title = "volumes", "十二卷"
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self._desk = desk
        self.found: tuple[Collected, ...] = ()
        self.shown: tuple[Collected, ...] = ()
        self.head = TitleRow(self.title)
        self.head.add.hide()
        self.add = push_button("归档材料", icon="add")
        self.bind = push_button("全套装订", "primary")
        self.folder = push_button("导出文件夹", icon="export")
        self.gaps = push_button("打印缺项", icon="print")
        self.summary = push_button("年终总结")
        self.banner = Banner()
        self.year = ChoiceBox("年度")
        self.only = QCheckBox("只看缺的")
        self.files = QCheckBox("装订时带附件")
        self.files.setChecked(True)
        look.named(self.only, "只看缺的", "只列该有还没有的条目")
        look.named(self.files, "装订时带附件", "会议记录、照片等扫描件一起装订，页数会多")
        look.named(self.summary, "年终总结", "照台账上的数起草，存成可以再改的文件")
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        self.entries = PlainTable("各卷条目", _ENTRIES)
        self.about = look.label("", "hint")
        self.about.setWordWrap(True)
        self.items = PlainTable("这一条目的材料", _ITEMS)
        self._lay_out()
        self._connect()
        self.reload()

    def _lay_out(self) -> None:
        for button in (self.bind, self.add, self.folder, self.gaps, self.summary):
            self.head.put(button)
        this_year = clock.today().year
        for year in range(this_year, this_year - _YEARS, -1):
            self.year.addItem(f"{year}年", year)
        asked = QWidget()
        asked.setProperty("role", "clear")
        row = FlowLayout(asked, gap=16)
        for part in (self.year, self.only, self.files):
            row.addWidget(part)
        self.entries.setMinimumHeight(look.metrics().px(190))
        for limit in (self.items.setMinimumHeight, self.items.setMaximumHeight):
            limit(look.metrics().px(130))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        for above in (self.head, self.banner):
            column.addWidget(above)
        column.addWidget(
            scrolled(asked, self.said, self.entries, self.about, self.items, grows=self.entries), 1
        )
        enter_at(self, self.year)

    def _connect(self) -> None:
        self.add.clicked.connect(self.new_record)
        self.bind.clicked.connect(self.bind_it)
        self.folder.clicked.connect(self.export)
        self.gaps.clicked.connect(self.print_page)
        self.summary.clicked.connect(self.save_summary)
        self.year.activated.connect(self.reload)
        self.only.toggled.connect(self._fill)
        self.entries.selectionModel().currentRowChanged.connect(lambda *_: self._show_items())
        self.items.opened.connect(self._open)
        cover.cover().changed.connect(self._fill)

    # -- what is there --------------------------------------------------------------------

    @property
    def chosen_year(self) -> int:
        return int(self.year.currentData())

    def reload(self, _place: object = None) -> None:
        self.found = reads.collected(self._desk.book, self.chosen_year, clock.today())
        self._fill()

    def _fill(self, _on: object = None) -> None:
        kept = self.shown[self.entries.row()].entry.id if self._on_a_row() else ""
        only = self.only.isChecked()
        self.shown = tuple(one for one in self.found if one.missing or not only)
        lacking = sum(bool(one.missing) for one in self.found)
        total = sum(len(one.items) for one in self.found)
        said = (
            f"共 {total} 件，{lacking} 个条目有缺项。" if lacking else f"共 {total} 件，没有缺项。"
        )
        self.said.setText(f"{said}目录是本程序先列的，待核实。")
        self.entries.fill([
            (one.entry.volume, one.entry.name, _state(one), str(len(one.items)),
             "、".join(one.missing))
            for one in self.shown
        ])  # fmt: skip
        places = [n for n, one in enumerate(self.shown) if one.entry.id == kept]
        if self.shown:
            self.entries.selectRow(places[0] if places else 0)
        self._show_items()

    def _on_a_row(self) -> bool:
        return 0 <= self.entries.row() < len(self.shown)

    def _listed(self) -> Collected | None:
        return self.shown[self.entries.row()] if self._on_a_row() else None

    def _show_items(self) -> None:
        one = self._listed()
        self.items.fill([
            (item.day, item.title, item.label, str(len(item.files) or ""))
            for item in (one.items if one else ())
        ])  # fmt: skip
        self.about.setText(_about(one) if one else "")

    def _open(self, place: int, _column: int) -> None:
        if (one := self._listed()) is not None and place < len(one.items):
            item = one.items[place]
            self._desk.go("", item.table, item.row_id)

    def new_record(self) -> None:
        """A paper for the files that no ledger keeps."""
        self._desk.go("archive", FiledPaper.table, "")

    # -- paper and folder -----------------------------------------------------------------

    def bind_it(self, _checked: bool = False) -> None:
        if covered := cover.stops("打印"):
            self.banner.say(covered)
            return
        self.banner.hide()
        year = self.chosen_year
        self._desk.runner.job(
            partial(_bind, year, self.files.isChecked()), label="正在装订清廉档案",
            on_done=partial(self._bound, year), on_refused=self.banner.say,
        )  # fmt: skip

    def _bound(self, year: int, changes: Changes) -> None:
        volumes: Any = changes.result
        self._desk.preview(joined(volumes), f"{year}年清廉档案", PaperFacts(f"archive:{year}"))

    def print_page(self, _checked: bool = False) -> None:
        show_paper(
            self._desk, actions.gap_paper, self.chosen_year, title="缺项清单",
            on_refused=self.banner.say,
        )  # fmt: skip

    def save_summary(self, _checked: bool = False) -> None:
        year = self.chosen_year
        save_as_word(
            self._desk, self, actions.save_summary_as_word, year, f"{year}年清廉村居工作总结",
            self.banner.say,
        )  # fmt: skip

    def export(self, _checked: bool = False) -> None:
        if covered := cover.stops("往外存"):
            self.banner.say(covered)
            return
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen = QFileDialog.getExistingDirectory(self, "导出到哪个文件夹", start)
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, place: Path) -> None:
        def work(book: Any, tick: Any) -> Changes:
            return actions.export_folder(
                book, self.chosen_year, place, lambda *told: tick(*told) is not False
            )

        def done(changes: Changes) -> None:
            self._desk.runner.said.emit(f"清廉档案已导出：{changes.result}")

        self.banner.hide()
        self._desk.runner.job(
            work, label="正在导出清廉档案", on_done=done, on_refused=self.banner.say
        )


def _state(one: Collected) -> str:
    if one.missing:
        return LACKING
    return THERE if one.items else NOTHING


def _about(one: Collected) -> str:
    """What the lower list shows, or how something comes into it."""
    if one.items:
        return f"“{one.entry.name}”有 {len(one.items)} 件，双击打开。"
    return f"“{one.entry.name}”还没有材料：台账里登记了自动归来，纸的按“归档材料”。"


def _bind(year: int, files: bool, book: Any, tick: Any) -> Changes:
    return actions.bind(book, year, files, lambda *told: tick(*told) is not False)
