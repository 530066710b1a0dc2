"""离任资料包 (Z-18): choose whose, see what there is by group, make the package."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core.kinds import DAY
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.core.record import Field
from qinglian_desktop.modules.audits import dossier
from qinglian_desktop.modules.audits.actions import leaving
from qinglian_desktop.modules.disclosure.page.papers import show_paper
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.editors import editor_for
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.paper_view import joined
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.scrolled import scrolled
from qinglian_desktop.ui.title_row import TitleRow
from qinglian_desktop.ui.where import where_to

_GROUPS = (
    Heading("哪一类", 160),
    Heading("件数", numeric=True),
    Heading("金额（元）", numeric=True),
)
_ROWS = (
    Heading("日期", 110), Heading("哪一类", 110),
    Heading("事项", 0, private=True), Heading("什么身份", 160),
    Heading("金额（元）", numeric=True),
)  # fmt: skip
_ASK = "选择一名干部"


class DossierPage(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page_id, self.title = "dossier", "离任资料包"
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self._desk = desk
        self._posts: list[dict[str, Any]] = []
        self.found: dict[str, tuple[dossier.Touched, ...]] = {}
        self.head = TitleRow(self.title)
        self.head.add.hide()
        self.make = push_button("生成资料包", "primary")
        self.contents = push_button("打印目录", icon="print")
        self.save = push_button("存清单", icon="export")
        self.banner = Banner()
        self.who = ChoiceBox("人员和职务")
        self.first = editor_for(Field("任期起", DAY, required=False))
        self.last = editor_for(Field("任期止", DAY, required=False))
        self.files = QCheckBox("把附件也装进去")
        look.named(self.files, "把附件也装进去", "会议记录、合同、票据的扫描件一起装订，页数会多")
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        self.groups = PlainTable("各类件数", _GROUPS)
        self.rows = PlainTable("这一类的每一件", _ROWS)
        self.groups.say_nothing("选一名干部，任期里的会议、合同、收支、资产各有多少，列在这里。")
        self.rows.say_nothing("选上面一行，看是哪些。")
        self._lay_out()
        self._connect()
        self.reload()

    def _lay_out(self) -> None:
        for button in (self.make, self.contents, self.save):
            self.head.put(button)
        asked = QWidget()
        asked.setProperty("role", "clear")
        row = FlowLayout(asked, gap=8)
        for _word, editor in (("任期起：", self.first), ("任期止：", self.last)):
            editor.input.setMaximumWidth(look.metrics().px(168))
        for word, part in (("人员：", self.who), ("任期起：", self.first), ("任期止：", self.last)):
            row.addWidget(_beside(word, part))
        row.addWidget(self.files)
        for table in (self.groups, self.rows):
            table.setMinimumHeight(look.metrics().px(150))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        for above in (self.head, self.banner):
            column.addWidget(above)
        column.addWidget(scrolled(asked, self.said, self.groups, self.rows, grows=self.rows), 1)
        enter_at(self, self.who)

    def _connect(self) -> None:
        self.who.activated.connect(self._on_person)
        for editor in (self.first, self.last):
            editor.changed.connect(self.count)
        selected = self.groups.selectionModel()
        selected.currentRowChanged.connect(lambda *_: self._show_rows())
        self.rows.opened.connect(self._open)
        self.make.clicked.connect(self.make_it)
        self.contents.clicked.connect(self.print_page)
        self.save.clicked.connect(self.save_list)
        cover.cover().changed.connect(self.count)

    # -- choosing -------------------------------------------------------------------------

    def reload(self) -> None:
        chosen = self.who.currentText()
        self._posts = dossier.posts(self._desk.book)
        self.who.blockSignals(True)
        self.who.clear()
        self.who.addItem(_ASK)
        for post in self._posts:
            self.who.addItem(_called(post))
        self.who.setCurrentIndex(max(self.who.findText(chosen), 0))
        self.who.blockSignals(False)
        self.count()

    def _on_person(self, place: int) -> None:
        post = self._posts[place - 1] if place else {}
        self.first.set_stored(post.get("from_on"))
        self.last.set_stored(post.get("until_on"))
        self.count()

    def term(self) -> dossier.Term:
        """Refused while it is not whole."""
        place = self.who.currentIndex()
        post = self._posts[place - 1] if place > 0 else {}
        first, last = (_day(editor.stored()) for editor in (self.first, self.last))
        title = f"{post.get('body') or ''}{post.get('title') or ''}"
        return dossier.term_of(str(post.get("person_name") or ""), first, last, title)

    def count(self, _on: object = None) -> None:
        """How many there are of each group; nothing while the term is not whole."""
        try:
            term = self.term()
        except Refused as refused:
            self.found = {}
            words = str(refused) if self.who.currentIndex() > 0 else f"{_ASK}。"
            self.said.setText(words)
        else:
            self.found = dossier.collected(self._desk.book, term)
            total = sum(len(rows) for rows in self.found.values())
            self.said.setText(self._words(term, total))
        self.groups.fill([
            (group, str(len(rows)), leaving.said_total(rows)) for group, rows in self.found.items()
        ])  # fmt: skip
        if self.found and self.groups.row() < 0:
            self.groups.selectRow(0)
        for part in (self.make, self.contents, self.save):
            part.setEnabled(any(self.found.values()))
        self._show_rows()

    def _words(self, term: dossier.Term, total: int) -> str:
        words = f"任期内共 {total} 件。按姓名找，双击一行去看原件。"
        many = dossier.namesakes(self._desk.book, term.name)
        more = f"名册里有 {many} 个人同名，请逐条核对。" if many > 1 else ""
        return cover.veiled(words + more) if cover.cover().on else words + more

    def _group(self) -> tuple[dossier.Touched, ...]:
        place = self.groups.row()
        return list(self.found.values())[place] if 0 <= place < len(self.found) else ()

    def _show_rows(self) -> None:
        rows = self._group()
        self.rows.fill([
            (one.on, one.label, one.what, one.role, leaving.said_total((one,))) for one in rows
        ])  # fmt: skip

    def _open(self, place: int, _column: int) -> None:
        one = self._group()[place]
        self._desk.go("", one.table, one.row_id)

    # -- the package ----------------------------------------------------------------------

    def _term_or_say(self) -> dossier.Term | None:
        if covered := cover.stops("打印"):
            self.banner.say(covered)
            return None
        try:
            return self.term()
        except Refused as refused:
            self.banner.say(refused)
            return None

    def make_it(self, _checked: bool = False) -> None:
        if (term := self._term_or_say()) is None:
            return
        self.banner.hide()
        self._desk.runner.job(
            partial(_bind, term, self.files.isChecked()), label="正在装订离任资料包",
            on_done=partial(self._bound, term), on_refused=self.banner.say,
        )  # fmt: skip

    def _bound(self, term: dossier.Term, changes: Changes) -> None:
        volumes: Any = changes.result
        key = f"audits:dossier:{term.name}:{term.first}:{term.last}"
        self._desk.preview(joined(volumes), f"{term.name}离任资料包", PaperFacts(key))

    def print_page(self, _checked: bool = False) -> None:
        if (term := self._term_or_say()) is not None:
            title = f"{term.name}离任资料目录"
            show_paper(
                self._desk, leaving.contents_paper, term, title=title, on_refused=self.banner.say
            )

    def save_list(self, _checked: bool = False) -> None:
        if (term := self._term_or_say()) is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        wanted = str(Path(folder) / f"{term.name}离任资料清单.xlsx")
        place = where_to(self, "存清单", wanted, "表格 (*.xlsx)", (".xlsx",))
        if place is not None:
            self.save_as(term, place)

    def save_as(self, term: dossier.Term, path: Path) -> None:
        def work(book: Any, _tick: Any) -> Changes:
            return leaving.save_list(book, term, path)

        def done(_changes: Changes) -> None:
            self._desk.runner.said.emit(f"清单已存好：{path}")

        self._desk.runner.job(work, label="正在存清单", on_done=done, on_refused=self.banner.say)


def _beside(word: str, part: QWidget) -> QWidget:
    """A field with its word before it; they take the next line together."""
    both = QWidget()
    both.setProperty("role", "clear")
    line = QHBoxLayout(both)
    line.setContentsMargins(0, 0, 8, 0)
    line.setSpacing(4)
    line.addWidget(look.label(word, "field"))
    line.addWidget(part)
    return both


def _bind(term: dossier.Term, files: bool, book: Any, tick: Any) -> Changes:
    return leaving.make_dossier(book, term, files, lambda *told: tick(*told) is not False)


def _called(post: dict[str, Any]) -> str:
    until = post["until_on"] or "今"
    return f"{post['person_name']}　{post['title'] or ''}（{post['from_on'] or '？'} 至 {until}）"


def _day(stored: Any) -> date | None:
    return date.fromisoformat(stored) if stored else None
