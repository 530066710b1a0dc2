"""W-14: the forms that were pointed out once; a form dropped in is known again and filled."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.exchange.stick_names import safe_name
from qinglian_desktop.modules.forms import actions
from qinglian_desktop.modules.forms.actions import Filled, Looked
from qinglian_desktop.modules.forms.filling import prepare
from qinglian_desktop.modules.forms.numbers import Difference
from qinglian_desktop.modules.forms.page.differences import DifferenceDialog
from qinglian_desktop.modules.forms.page.pointing import PointingPage
from qinglian_desktop.modules.forms.records import FormMap
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import Banner, fill, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_KINDS = "表格 (*.xls *.xlsx *.et *.xlsm)"
_COLUMNS = (
    Heading("表名", 0), Heading("哪个部门要", 180), Heading("上次填", 130),
    Heading("填过几次", numeric=True), Heading("证件号写法", 190),
)  # fmt: skip
EMPTY = "把上级发来的空表拖进来，对一次列，以后一键填好。"


class ShelfPage(QWidget):
    page_id, title = "form_map", "一表通填"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rows: list[Any] = []
        self._looked: Looked | None = None
        self._path: Path | None = None
        self._out: Path | None = None
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self.stack = QStackedWidget()
        self.list = QWidget()
        self.pointing = PointingPage(desk)
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.pointing)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)
        self._lay_out()
        self._connect()
        self.reload()

    def _lay_out(self) -> None:
        self.choose = push_button("选空表", "primary", icon="folder")
        self.again = push_button("按上次填好", "primary")
        self.change, self.remove = push_button("改对应关系"), push_button("删除", "danger")
        head = QHBoxLayout()
        head.addWidget(look.label(self.title, "title"))
        head.addStretch(1)
        for button in (self.again, self.change, self.remove, self.choose):
            button.setAutoDefault(False)
            head.addWidget(button)
        self.banner = Banner()
        self.card = QFrame()
        self.card.setProperty("role", "card")
        self.card_word = look.label("", "group")
        self.card_more = look.label("", "hint")
        self.card_word.setWordWrap(True)
        self.card_more.setWordWrap(True)
        self.fill_now = push_button("按上次填好", "primary")
        self.point_now = push_button("改对应关系")
        self.open_folder = push_button("打开文件夹", "primary", icon="folder")
        self.open_form = push_button("打开填好的表")
        row = QHBoxLayout()
        for button in (self.fill_now, self.point_now, self.open_folder, self.open_form):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        inside.addWidget(self.card_word)
        inside.addWidget(self.card_more)
        inside.addLayout(row)
        self.card.hide()
        self.table = PlainTable("填过的表", _COLUMNS)
        self.empty = EmptyCard(EMPTY, "table")
        box = QVBoxLayout(self.list)
        box.setContentsMargins(24, 16, 24, 12)
        box.setSpacing(12)
        box.addLayout(head)
        for part in (self.banner, self.card):
            box.addWidget(part)
        box.addWidget(self.table, 1)
        box.addWidget(self.empty, 1)
        self.hint = look.label("上级发来的空表可以直接拖进窗口任何地方。", "hint")
        box.addWidget(self.hint)
        order = (self.fill_now, self.point_now, self.open_folder, self.open_form, self.table,
                 self.again, self.change, self.remove, self.choose)  # fmt: skip
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    def _connect(self) -> None:
        self.choose.clicked.connect(self.on_choose)
        self.again.clicked.connect(self.fill_chosen)
        self.change.clicked.connect(self.change_chosen)
        self.remove.clicked.connect(self.on_remove)
        self.fill_now.clicked.connect(self.on_fill_now)
        self.point_now.clicked.connect(self.on_point_now)
        self.open_folder.clicked.connect(self.on_open_folder)
        self.open_form.clicked.connect(self.on_open_form)
        self.table.opened.connect(self._on_opened)
        self.pointing.closed.connect(self.show_list)
        self.pointing.export_asked.connect(self.fill_form)
        self.pointing.remember_asked.connect(self.on_remember)
        self._desk.runner.changed.connect(self._on_changed)

    # -- the list -------------------------------------------------------------------------

    def reload(self) -> None:
        by = (("filled_on", True), ("name", False))
        self._rows = self._desk.book.rows(Query(FormMap.table, order=by))
        self.table.fill(
            [
                (
                    row["name"] or "", row["asked_by"] or "", row["filled_on"] or "还没填过",
                    str(row["times"] or 0), row["id_writing"] or "没有证件号",
                )
                for row in self._rows
            ]
        )  # fmt: skip
        there = bool(self._rows)
        if there and self.table.row() < 0:
            self.table.selectRow(0)
        self._place_parts()

    def _place_parts(self) -> None:
        """One filled button: what the card asks for, else filling again, else the first form."""
        there, carded = bool(self._rows), not self.card.isHidden()
        self.table.setVisible(there)
        self.hint.setVisible(there)
        self.empty.setVisible(not there and not carded)
        asked = carded and not self.fill_now.isHidden()  # the card asks about the file that came
        for button in (self.again, self.change, self.remove):
            button.setVisible(there and not asked)
        fill(self.again, there and not carded)
        fill(self.choose, not there and not carded)
        shown = self.stack.currentWidget()
        enter_at(
            self, self.pointing if shown is self.pointing else self.table if there else self.choose
        )

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(FormMap.table):
            self.reload()

    def show_list(self) -> None:
        self.stack.setCurrentWidget(self.list)
        self._place_parts()
        self.setFocus()

    def show_row(self, _table: str, row_id: str) -> None:
        self.show_list()
        for place, row in enumerate(self._rows):
            if row["id"] == row_id:
                self.table.selectRow(place)

    def on_choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "选上级发来的空表", "", _KINDS)
        if name:
            self.take_file(Path(name))

    def _chosen(self) -> str:
        place = self.table.row()
        return str(self._rows[place]["id"]) if 0 <= place < len(self._rows) else ""

    def _on_opened(self, _row: int, _column: int) -> None:
        self.fill_chosen()

    # -- a file comes in ------------------------------------------------------------------

    def take_file(self, path: Path) -> None:
        """Looks at a form beside the window; a known one offers itself, a new one is opened."""
        self.show_list()
        self.banner.hide()
        self.card.hide()
        self._path = path

        def work(book: Any, _tick: Callable[[int, int], bool]) -> Changes:
            return Changes("看表", result=actions.look(book, path))

        self._desk.runner.job(
            work, label="正在看这张表", on_done=self._on_looked, on_refused=self.banner.say
        )

    def _on_looked(self, changes: Changes) -> None:
        looked = changes.result
        assert isinstance(looked, Looked)
        self._looked = looked
        if looked.known is None:
            self._point(looked)
            return
        row = self._desk.book.row(FormMap.table, looked.known.row_id) or {}
        last = f"上次 {row['filled_on']} 填的" if row.get("filled_on") else "还没填过"
        to_whom = f"，{row['asked_by']}要" if row.get("asked_by") else ""
        self._show_card(f"认出来了：{looked.mapping.name}（{last}{to_whom}）", looked.known.said)
        self.fill_now.setFocus()

    def _show_card(self, word: str, more: str, *, done: bool = False) -> None:
        self.card_word.setText(word)
        self.card_more.setText(more)
        self.card_more.setVisible(bool(more))
        self.card.setAccessibleName(f"{word}。{more}")
        for button in (self.fill_now, self.point_now):
            button.setVisible(not done)
        for button in (self.open_folder, self.open_form):
            button.setVisible(done)
        self.card.show()
        self._place_parts()

    def _point(self, looked: Looked) -> None:
        self._looked = looked
        self.pointing.show_form(looked)
        self.stack.setCurrentWidget(self.pointing)
        self._place_parts()
        self.pointing.view.setFocus()

    def on_fill_now(self) -> None:
        if self._looked is not None:
            self.fill_form(self._looked)

    def on_point_now(self) -> None:
        if self._looked is not None:
            self._point(self._looked)

    # -- a remembered one without its file ------------------------------------------------

    def fill_chosen(self) -> None:
        self._again(self.fill_form)

    def change_chosen(self) -> None:
        self._again(self._point)

    def _again(self, then: Callable[[Looked], None]) -> None:
        row_id = self._chosen()
        if row_id:
            self._path = None
            self._ask(partial(_looked_again, row_id), then)

    def _ask(self, question: Callable[[Any], Any], then: Callable[[Any], None]) -> None:
        """Asks beside the window; what is refused stands in this page."""
        self.banner.hide()

        def safe(book: Any) -> Any:
            try:
                return question(book)
            except Refused as refused:
                return refused

        self._desk.runner.read(safe, partial(self._on_answer, then))

    def _on_answer(self, then: Callable[[Any], None], answer: Any) -> None:
        if isinstance(answer, Refused):
            self._refuse(answer)
        else:
            then(answer)

    def _refuse(self, refused: Refused) -> None:
        pointing = self.stack.currentWidget() is self.pointing
        (self.pointing.banner if pointing else self.banner).say(refused)

    def on_remove(self) -> None:
        if row_id := self._chosen():
            self._desk.runner.act(actions.forget, row_id, on_refused=self.banner.say)

    def on_remember(self, looked: Looked) -> None:
        row_id = looked.known.row_id if looked.known else ""
        done = self._desk.runner.act(
            actions.remember, looked.mapping, looked.data, row_id,
            on_refused=self.pointing.banner.say,
        )  # fmt: skip
        if done is not None:
            self.show_list()

    # -- filling --------------------------------------------------------------------------

    def fill_form(self, looked: Looked) -> None:
        """Numbers that differ from those handed up are asked about before anything is written."""
        self._looked = looked
        if covered := cover.stops("填表"):
            self._refuse(covered)
            return
        self._ask(partial(_differences, looked), partial(self._on_compared, looked))

    def _on_compared(self, looked: Looked, found: tuple[Difference, ...]) -> None:
        if not found:
            self._write(looked, "", accept=False)
            return
        dialog = DifferenceDialog(found, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(partial(self._on_answered, looked, dialog))
        dialog.open()

    def _on_answered(self, looked: Looked, dialog: DifferenceDialog, answer: int) -> None:
        if answer == QDialog.DialogCode.Accepted:
            self._write(looked, dialog.reason.text().strip(), accept=True)

    def _write(self, looked: Looked, reason: str, *, accept: bool) -> None:
        name = f"{safe_name(looked.mapping.name)}{looked.form.suffix}"
        place = self._path or _documents() / name

        def work(book: Any, _tick: Callable[[int, int], bool]) -> Changes:
            out = actions.free_name(place, looked.form.suffix)
            return actions.fill(book, looked, out, accept=accept, reason=reason)

        self._desk.runner.job(
            work, label=f"正在填{looked.mapping.name}", on_done=self._on_filled,
            on_refused=self._refuse,
        )  # fmt: skip

    def _on_filled(self, changes: Changes) -> None:
        filled = changes.result
        assert isinstance(filled, Filled)
        self._out = filled.path
        self.show_list()
        self.reload()
        rows = f"（{filled.rows} 行）" if filled.rows else ""
        notes = "。".join((f"存在 {filled.path.parent}", *filled.notes))
        self._show_card(f"填好了：{filled.path.name}{rows}", f"{notes}。", done=True)
        self.open_folder.setFocus()

    def on_open_folder(self) -> None:
        if self._out is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._out.parent)))

    def on_open_form(self) -> None:
        if self._out is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._out)))


def _looked_again(row_id: str, book: Any) -> Looked:
    return actions.look_again(book, row_id)


def _differences(looked: Looked, book: Any) -> tuple[Difference, ...]:
    return prepare(book, looked.form, looked.mapping).differences


def _documents() -> Path:
    """Where a form goes that was not dropped in: 文档/填好的表."""
    place = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(place)) / "填好的表"
