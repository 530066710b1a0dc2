"""清单模板 (TL-06): the office's own lists of steps, made anew or from those of the program."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout

from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.modules.tasks.actions import checklists as actions
from qinglian_desktop.modules.tasks.records import Checklist
from qinglian_desktop.modules.tasks.rules import checklists as rules
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.over_ledger import OverLedger

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

COLUMNS = ("title", "steps", "note")
_EMPTY = "还没有本单位的清单。按“照着改”从现成的开始，或者按“新增”自己写。"
_NONE_CHOSEN = "选中一条，这里写出它的步骤。办任务时在任务卡上按“套用清单”。"


def open_it(window: "Window") -> None:
    page = ChecklistsPage(window)
    page.closed.connect(partial(window.close_over, page))
    window.lay_over(page)


class ChecklistsPage(OverLedger):
    def __init__(self, window: "Window") -> None:
        ledger = window.desk.ledger(Checklist, title="清单模板", columns=COLUMNS)
        super().__init__("checklists", "清单模板", ledger)
        self._window = window
        ledger.list.empty.text.setText(_EMPTY)
        self.copy = push_button("照着改")
        self.copy.setToolTip("从程序带的清单开始，改成本单位自己的")
        self.copy.setMenu(QMenu(self.copy))
        self.copy.menu().aboutToShow.connect(self._fill_menu)
        ledger.head.put(self.copy)
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 10, 16, 12)
        inside.setSpacing(4)
        self.count, self.steps = look.label("", "strong"), look.label("", "hint")
        for words in (self.count, self.steps):
            words.setWordWrap(True)
            inside.addWidget(words)
        self.put_in(card)
        ledger.table.selectionModel().currentRowChanged.connect(self._tell)
        window.runner.changed.connect(self._on_changed)
        cover.cover().changed.connect(self._tell)
        self._tell()

    def new_record(self) -> None:
        self.ledger.new_record()

    def _fill_menu(self) -> None:
        menu = self.copy.menu()
        menu.clear()
        book = self._window.book
        own = set(book.distinct(Checklist.table, "title"))
        for template in actions.shipped(book, but=own):
            words = f"{template.title}（{len(template.steps)} 步）"
            menu.addAction(words, partial(self.copy_of, template))
        if menu.isEmpty():
            menu.addAction("程序带的都已经改成本单位的了").setEnabled(False)

    def copy_of(self, template: rules.Template) -> None:
        """Its own list at once, open to be changed."""
        if not self.ledger.save_waiting():
            return
        done = self._window.runner.act(actions.own_copy, template, on_refused=self.banner.say)
        if done is not None:
            self.ledger.open_record(str(done.result))

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(Checklist.table):
            self._tell()

    def _tell(self, *_: Any) -> None:
        """The steps of the row that is chosen, numbered as a task will have them."""
        row = self._window.book.row(Checklist.table, self.ledger.table.current_id() or "")
        if row is None or row["deleted"]:
            self.count.setText(_NONE_CHOSEN)
            self.steps.hide()
            return
        steps = rules.lines(row["steps"] or "")
        self.count.setText(f"{cover.veiled(str(row['title'] or '还没写名称'))}，共 {len(steps)} 步")
        told = "　".join(f"{place} {step}" for place, step in enumerate(steps, 1))
        self.steps.setText(cover.veiled(told))
        self.steps.setVisible(bool(steps))
