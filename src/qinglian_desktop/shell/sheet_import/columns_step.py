"""Step 3: which column is what? A list of the file's columns; each is pointed at a field."""

from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from qinglian_desktop.shell.sheet_import.draft import Draft, copies, filled_by, samples, targets
from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_HEADINGS = (
    Heading("列", 56),
    Heading("表里写的", 220),
    Heading("前几格", 0, private=True),
    Heading("填到", 220),
)
_TARGET = 3
LEFT_OUT = "不导入"


class ColumnsStep(QWidget):
    changed = Signal()
    done = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft: Draft | None = None
        self._columns: list[int] = []
        self.said = look.label("")
        self.said.setWordWrap(True)
        self.table = PlainTable("表里的列和要填的项目", _HEADINGS)
        self.given = QWidget()
        self._flow = FlowLayout(self.given, 12)
        self.fillers: dict[str, QLineEdit | ChoiceBox] = {}
        self.next = push_button("检查", "primary")
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.said)
        column.addWidget(self.table, 1)
        column.addWidget(self.given)
        column.addLayout(foot)
        self.table.opened.connect(lambda row, _column: self.ask(row))
        self.table.clicked.connect(self._on_click)
        self.next.clicked.connect(self.done)
        enter_at(self, self.table)

    def show_draft(self, draft: Draft) -> None:
        self._draft = draft
        assert draft.chosen is not None
        heading = draft.chosen.heading
        self._columns = [n for n, label in enumerate(heading.joined) if label]
        self._list()
        self._offer_constants()

    def _list(self) -> None:
        from qinglian_desktop.exchange.sheets.mapping import letters

        draft = self._draft
        assert draft is not None and draft.chosen is not None
        joined, fields = draft.chosen.heading.joined, draft.record.fields
        words, beside = targets(draft.record), copies(draft)
        words_of = {n: words.get(draft.fields.get(n, ""), LEFT_OUT) for n in self._columns}
        words_of |= {
            n: f"同 {letters(left)} 列" for n, left in beside.items() if left in draft.fields
        }
        row = self.table.row()
        self.table.fill(
            [
                (
                    letters(n),
                    joined[n],
                    samples(draft, n),
                    words_of[n] + " ▾",
                )
                for n in self._columns
            ]
        )
        self.table.selectRow(max(row, 0))
        out = sum(word == LEFT_OUT for word in words_of.values())
        said = f"表里有 {len(self._columns)} 列，{out} 列不导入。" if out else "每一列都对上了。"
        if draft.missing:
            lacking = "、".join(f"〔{fields[name].label}〕" for name in draft.missing)
            said += f"还缺{lacking}：点一列的“填到”指给它，或在下面写上。"
        else:
            said += "点“填到”那一格可以改。"
        self.said.setText(said)

    def _offer_constants(self) -> None:
        """What must be there and stands in no column: one content for all rows."""
        draft = self._draft
        assert draft is not None
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.fillers = {}
        wanted = [*draft.missing, *(n for n in draft.constants if n not in draft.missing)]
        for name in dict.fromkeys(wanted):
            if name in draft.fields.values():
                continue
            self._flow.addWidget(self._filler(draft, name))
        self.given.setVisible(bool(self.fillers))

    def _filler(self, draft: Draft, name: str) -> QWidget:
        field = draft.record.fields[name]
        box, row = QWidget(), QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        word = look.label(f"{field.label}都填", "field")
        editor: QLineEdit | ChoiceBox
        if field.choices:
            editor = ChoiceBox(f"{field.label}都填")
            editor.addItems(["（没有）", *field.choices])
            editor.setCurrentText(draft.constants.get(name, "") or "（没有）")
            editor.currentTextChanged.connect(partial(self._on_constant, name))
        else:
            editor = QLineEdit(draft.constants.get(name, ""))
            look.named(editor, f"{field.label}都填")
            editor.setPlaceholderText(field.example or field.kind.example)
            editor.textChanged.connect(partial(self._on_constant, name))
        self.fillers[name] = editor
        row.addWidget(word)
        row.addWidget(editor)
        box.setLayout(row)
        return box

    def _on_constant(self, name: str, text: str) -> None:
        assert self._draft is not None
        self._draft.constants[name] = "" if text == "（没有）" else text
        self._list()
        self.changed.emit()

    def _on_click(self, index: QModelIndex) -> None:
        if index.column() == _TARGET:
            self.ask(index.row())

    def ask(self, row: int) -> None:
        """The fields this column may fill, in a menu beside it."""
        index = self.table.model().index(row, _TARGET)
        place = self.table.visualRect(index).bottomLeft()
        self.menu(row).popup(self.table.viewport().mapToGlobal(place + QPoint(0, 1)))

    def menu(self, row: int) -> QMenu:
        draft = self._draft
        assert draft is not None
        column, now = self._columns[row], draft.fields.get(self._columns[row])
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        taken = set(draft.fields.values())
        for name, target in {"": LEFT_OUT, **targets(draft.record)}.items():
            word = target
            if name in taken and name != now:
                word += "（从另一列改过来）"
            act = menu.addAction(word)
            act.setCheckable(True)
            act.setChecked((now or "") == name)
            act.triggered.connect(partial(self.point, column, name))
        return menu

    def point(self, column: int, name: str, _checked: bool = False) -> None:
        """This column fills that field from now on; "" leaves it out."""
        draft = self._draft
        assert draft is not None
        mine = set(filled_by(name))
        rivals = {one for one in targets(draft.record) if mine.intersection(filled_by(one))}
        if "=" in name:  # 收入 and 支出 stand side by side
            rivals = {one for one in rivals if one == name or "=" not in one}
        draft.fields = {n: o for n, o in draft.fields.items() if n != column and o not in rivals}
        if name:
            draft.fields[column] = name
            for one in mine:
                draft.constants.pop(one, None)
        self._list()
        self._offer_constants()
        self.changed.emit()
