"""The wizard itself: which step is shown, and what is asked beside the window for it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.shell.sheet_import import draft as steps
from qinglian_desktop.shell.sheet_import import work
from qinglian_desktop.shell.sheet_import.check_step import CheckStep
from qinglian_desktop.shell.sheet_import.columns_step import ColumnsStep
from qinglian_desktop.shell.sheet_import.draft import CHECK, COLUMNS, DONE, HEADER, SOURCE, Draft
from qinglian_desktop.shell.sheet_import.header_step import HeaderStep
from qinglian_desktop.shell.sheet_import.source_step import SourceStep
from qinglian_desktop.shell.sheet_import.steps import StepBar
from qinglian_desktop.shell.sheet_import.twins_step import TwinsStep
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import Banner, close_button, fill, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.runner import Runner
from qinglian_desktop.ui.where import where_to


class SheetImport(QWidget):
    closed = Signal()
    page_id = "import"

    def __init__(self, runner: Runner, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner, self.draft, self.record = runner, draft, draft.record
        self._busy = self._waiting = False  # waiting: put right while a check was running
        self._alive = [True]  # emptied when the page is gone, which a job may outlive
        self.destroyed.connect(self._alive.clear)
        self.title = f"导入{draft.record.label}"
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        look.named(self, self.title)
        self.bar, self.banner = StepBar(steps.STEPS), Banner()
        self.name = look.label("", "hint")
        self.anew = push_button("换一个表格", icon="folder")
        self.source, self.header = SourceStep(self.title), HeaderStep()
        self.columns, self.checked = ColumnsStep(), CheckStep()
        self.twins = TwinsStep()
        self.done = EmptyCard("", "import")
        self.next_sheet = self.done.add("接着导下一张表", "table")
        self.more = self.done.add("再导入一个表格", "folder")
        self.away = self.done.add("回到列表", "table")
        self._pages = (
            self.source,
            self.header,
            self.columns,
            self.checked,
            self.done,
            self.twins,
        )
        self._lay_out()
        self._connect()
        self.show_step(draft.step)
        if draft.step not in (SOURCE, DONE):
            self.banner.say(f"接着上次没导完的：{draft.name}。要换一个，按“换一个表格”。")
        if draft.step == CHECK:
            self.check()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(look.label(self.title, "title"))
        head.addWidget(self.name)
        head.addStretch(1)
        close = close_button("关")
        close.clicked.connect(self.closed)
        head.addWidget(self.anew)
        head.addWidget(close)
        self.stack = QStackedWidget()
        for page in self._pages:
            self.stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addWidget(self.banner)
        column.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.bar.chosen.connect(self._on_step)
        self.anew.clicked.connect(self._on_anew)
        self.more.clicked.connect(self._on_anew)
        self.away.clicked.connect(self._on_away)
        self.next_sheet.clicked.connect(self._on_next_sheet)
        self.source.file_chosen.connect(self.open_file)
        self.source.paste_asked.connect(self.paste)
        self.source.blank_asked.connect(self._on_blank)
        self.header.pointed.connect(self._on_pointed)
        self.header.sheet_chosen.connect(self._on_sheet)
        self.header.done.connect(partial(self.show_step, COLUMNS))
        self.columns.changed.connect(self._forget_check)
        self.columns.done.connect(self.check)
        self.checked.fixed.connect(self._on_fixed)
        self.checked.take_asked.connect(self.take)
        self.checked.give_back_asked.connect(self.give_back)
        self.checked.twins_asked.connect(self._show_twins)
        self.checked.columns_asked.connect(partial(self.show_step, COLUMNS))
        self.twins.said.connect(self._on_twin_said)
        self.twins.later.connect(self.check)
        pasted = QShortcut(QKeySequence.StandardKey.Paste, self)
        pasted.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        pasted.activated.connect(self._on_paste_key)

    # -- the steps ------------------------------------------------------------------------

    @property
    def _reached(self) -> int:
        draft = self.draft
        if not draft.sheets or draft.step == DONE:
            return SOURCE if draft.step != DONE else DONE
        if draft.chosen is None:
            return HEADER
        return CHECK if draft.intake is not None else COLUMNS

    def show_step(self, step: int) -> None:
        draft = self.draft
        draft.step = step
        page = self._pages[step]
        if step == HEADER:
            self.header.show_draft(draft)
        elif step == COLUMNS:
            self.columns.show_draft(draft)
        elif step == CHECK and draft.intake is not None:
            self.checked.show_draft(draft)
        self.stack.setCurrentWidget(page)
        self.bar.show_step(step, max(self._reached, step))
        several = f"〔{draft.sheet.name}〕" if len(draft.sheets) > 1 else ""
        self.name.setText(f"{draft.name}{several}")
        self.anew.setVisible(step not in (SOURCE, DONE))
        fill(self.source.choose, True)
        fill(self.next_sheet, bool(draft.waiting))
        fill(self.away, not draft.waiting)
        self.done.setFocusProxy(self.next_sheet if draft.waiting else self.away)
        enter_at(self, page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_step(self, step: int) -> None:
        if step == CHECK:
            self.check()
        elif step == SOURCE:
            self._on_anew()
        elif step != DONE:
            self.show_step(step)
        self.bar.show_step(self.draft.step, max(self._reached, self.draft.step))

    def _on_anew(self) -> None:
        self.banner.hide()
        self.draft.forget()
        self.show_step(SOURCE)

    def _on_away(self) -> None:
        self.draft.forget()
        self.closed.emit()

    # -- where it comes from --------------------------------------------------------------

    def open_file(self, path: Path) -> None:
        """Reads the file beside the window; nothing is saved yet."""

        self._ask(
            lambda book, _tick: work.read_file(book, self.record, path),
            "正在看表格",
            self._on_loaded,
        )

    def _on_paste_key(self) -> None:
        if self.draft.step in (SOURCE, DONE):
            self.paste()

    def paste(self) -> None:
        """Cells copied in Excel or WPS: the table they carry along, else their text."""
        data = QGuiApplication.clipboard().mimeData()
        html, text = (data.html(), data.text()) if data is not None else ("", "")
        content = html if "<t" in html.lower() and "<td" in html.lower() else text
        if not content.strip():
            self.banner.say(Refused("剪贴板里没有表格", "先在 Excel 或 WPS 里选中格子，按 Ctrl+C"))
            return

        self._ask(
            lambda book, _tick: work.read_pasted(book, self.record, content),
            "正在看表格",
            self._on_loaded,
        )

    def _on_loaded(self, changes: Changes) -> None:
        found: Any = changes.result
        self.draft.__dict__.update(found.__dict__)
        self._on_ready()

    def _on_ready(self) -> None:
        self.banner.hide()
        if self.draft.step == CHECK:
            if self.draft.remembered:
                self.banner.say("这张表和上次一样，已按上次对好列。", "QL-IM-015")
            self.check()
        else:
            self.show_step(self.draft.step)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():  # also while it works: a file meant for here stays here
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if len(paths) > 1:
            self.banner.say(Refused("一次只能导入一个表格", "请一个一个拖进来"))
        elif paths:
            event.acceptProposedAction()
            self.open_file(paths[0])

    def _on_blank(self) -> None:
        name = f"{self.record.label}导入表.xlsx"
        place = where_to(self, "空表存到哪里", name, "表格 (*.xlsx)", (".xlsx",))
        if place is None:
            return

        self._ask(
            lambda _book, _tick: work.write_blank(self.record, place),
            "正在写空表",
            lambda _: self.banner.say(f"空表在 {place}，填好再导入。"),
        )

    # -- header and columns ---------------------------------------------------------------

    def _on_pointed(self, row: int) -> None:
        steps.look_at(self.draft, self._runner.book, row)
        self.show_step(HEADER)

    def _on_sheet(self, place: int) -> None:
        self.draft.place = place
        steps.look_at(self.draft, self._runner.book)
        self.show_step(HEADER)

    def _forget_check(self) -> None:
        self.draft.intake, self.draft.edits, self.draft.said = None, {}, {}
        self.bar.show_step(COLUMNS, self._reached)

    # -- checking -------------------------------------------------------------------------

    def check(self) -> None:
        """Judges every row beside the window; nothing is saved."""
        if self._busy:
            self._waiting = True
            return
        try:
            steps.settled(self.draft)
        except Refused as refused:
            self.show_step(COLUMNS)
            self.banner.say(refused)
            return

        draft = self.draft.as_it_is()
        self._ask(
            lambda book, _tick: Changes("检查表格", result=work.check(book, draft)),
            "正在检查表格",
            self._on_checked,
        )

    def _on_checked(self, changes: Changes) -> None:
        found: Any = changes.result
        first = self.draft.intake is None
        self.draft.intake = found
        if self._waiting:
            self._waiting = False
            self.check()
        elif first and found.alike:
            self.show_step(CHECK)
            self._show_twins()
        else:
            self.show_step(CHECK)

    def _on_fixed(self, row: int, column: int, text: str) -> None:
        self.draft.edits[row, column] = text
        self.check()

    def _show_twins(self) -> None:
        assert self.draft.intake is not None
        said = {*self.draft.fields.values(), *self.draft.constants}
        self.twins.show_pairs(dict(self.record.fields), said, self.draft.intake.alike)
        self.stack.setCurrentWidget(self.twins)
        self.twins.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_twin_said(self, number: int, word: str) -> None:
        self.draft.said[number] = word

    # -- taking in, giving back -----------------------------------------------------------

    def take(self) -> None:
        """All good rows in one change, which 撤销 takes back as one."""
        draft = self.draft.as_it_is()
        self._ask(
            lambda book, tick: work.take(book, draft, tick),
            f"正在导入{self.record.label}",
            self._on_taken,
            partial(_forget_whole, self.draft, draft),
        )

    def _on_taken(self, changes: Changes) -> None:
        intake: Any = changes.result
        count = len(intake.rows) + len(intake.fills)
        self.draft.intake = intake
        self.banner.hide()
        left = bool(intake.bad or intake.alike)
        # The rest is still to be put right: what is in is recognised and not taken twice.
        more = "。剩下的改好可以接着导入，不会重复" if left else ""
        self._runner.said.emit(f"已导入 {count} 行{self.record.label}{more}")
        if left:
            self.check()
            return
        words = f"已导入 {count} 行{self.record.label}。导错了可以按 Ctrl+Z 撤销。"
        others = [f"〔{self.draft.sheets[n].name}〕" for n in self.draft.waiting]
        if others:
            words += f"\n这个文件里还有一样的表没有导：{'、'.join(others)}。"
        self.done.text.setText(words)
        self.next_sheet.setVisible(bool(others))
        self.show_step(DONE)

    def _on_next_sheet(self) -> None:
        draft = self.draft
        draft.place, draft.waiting = draft.waiting[0], draft.waiting[1:]
        steps.turn_to(draft, self._runner.book)
        self._on_ready()

    def give_back(self) -> None:
        """Their own file with the bad cells red and a column 原因."""
        if covered := cover.stops("导出"):
            self.banner.say(covered)
            return
        draft = self.draft.as_it_is()
        if draft.path is None:
            name = f"{self.record.label}{steps.RETURNED}.xlsx"
            place = where_to(self, "存到哪里", name, "表格 (*.xlsx)", (".xlsx",))
            if place is None:
                return
            out = place
        else:
            out = steps.free_name(draft.path)

        self._ask(
            lambda _book, _tick: work.give_back(draft, out),
            "正在标出有问题的格子",
            lambda _: self.banner.say(f"有问题的格子已标红：{out}。改好再导入，不会重复。"),
        )

    def _ask(
        self,
        errand: Callable[..., Any],
        label: str,
        done: Callable[[Any], None],
        unseen: Callable[[Any], None] = lambda _: None,
    ) -> None:
        """`unseen` is told instead of `done` when the page is gone by then."""
        alive = self._alive
        self._busy = True

        def on_done(changes: Any) -> None:
            if alive:
                self._busy = False
                done(changes)
            else:
                unseen(changes)

        def on_refused(refused: Refused) -> None:
            if alive:
                self._busy = self._waiting = False
                self.banner.say(refused)

        self._runner.job(errand, label=label, on_done=on_done, on_refused=on_refused)


def _forget_whole(draft: Draft, taken: Draft, changes: Changes) -> None:
    """Every row is in though nobody waited for it: there is nothing to go on with."""
    intake: Any = changes.result
    if draft.sheets is taken.sheets and not (intake.bad or intake.alike or draft.waiting):
        draft.forget()
