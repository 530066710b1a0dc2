"""没写完的内容: what was being typed when the program died, to be put back, copied or let go."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QHBoxLayout

from qinglian_desktop.store.unfinished import Piece
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.form import RecordForm
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

if TYPE_CHECKING:
    from qinglian_desktop.shell.typed_text import TypedText
    from qinglian_desktop.shell.window import Window

TITLE = "没写完的内容"
_HEADINGS = (
    Heading("写在哪里", 260), Heading("写到这里", 0, private=True), Heading("时间", 120),
)  # fmt: skip


def offer(window: "Window", typed: "TypedText") -> None:
    """Said once, at the first start after it; it stays until it is answered."""
    window.bar.say(
        "程序上次没有正常关闭，没有丢失内容。上次没有写完的内容还在。",
        button="看看",
        action=lambda: open_it(window, typed),
        stay=True,
    )


def open_kept(window: "Window") -> None:
    """From Ctrl+K, also after the bar was closed."""
    from qinglian_desktop.shell.typed_text import TypedText

    typed = window.findChild(TypedText)
    if typed is None or not typed.carried:
        window.bar.say("没有没写完的内容。")
        return
    open_it(window, typed)


def open_it(window: "Window", typed: "TypedText") -> None:
    page = TypedTextPage(window, typed)
    page.closed.connect(lambda: window.close_over(page))
    window.lay_over(page)


class TypedTextPage(OverPage):
    def __init__(self, window: "Window", typed: "TypedText") -> None:
        super().__init__("typed-text", TITLE)
        self._window, self._typed = window, typed
        said = look.label(
            "“放回去”会打开原来那一条，把文字填回那一格；填回去就和平时一样自动保存。", "hint"
        )
        said.setWordWrap(True)
        self.table = PlainTable(TITLE, _HEADINGS)
        self.put_back = push_button("放回去", "primary")
        self.copy = push_button("复制", icon="copy")
        self.forget = push_button("都不要了", "danger")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.put_back, self.copy):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.forget)
        self.column.addWidget(said)
        self.column.addWidget(self.table, 1)
        self.column.addLayout(buttons)
        self.put_back.clicked.connect(self.on_put_back)
        self.copy.clicked.connect(self.on_copy)
        self.forget.clicked.connect(self.on_forget)
        self.table.opened.connect(lambda _row, _column: self.on_put_back())
        enter_at(self, self.table)
        self._fill()

    def _fill(self) -> None:
        pieces = self._typed.carried
        self.table.fill([(p.place, p.text, p.at[5:16].replace("T", " ")) for p in pieces])
        if pieces:
            self.table.selectRow(0)

    def _chosen(self) -> Piece | None:
        place, pieces = self.table.currentIndex().row(), self._typed.carried
        return pieces[place] if 0 <= place < len(pieces) else None

    def _done_with(self, piece: Piece) -> None:
        self._typed.carried = [one for one in self._typed.carried if one is not piece]
        self._fill()

    def on_put_back(self) -> None:
        """Into the field it was typed into; where that is gone, to the clipboard."""
        piece = self._chosen()
        if piece is None:
            return
        if self._put(piece):
            self._done_with(piece)
            return
        self.banner.say("原来的那一格找不到了。请点“复制”，再贴到要写的地方。")

    def _put(self, piece: Piece) -> bool:
        window = self._window
        tab = window.tab_of(piece.table) if piece.table else ""
        if not tab or (piece.row_id and window.book.row(piece.table, piece.row_id) is None):
            return False
        page = window.go(tab, piece.table, piece.row_id)  # closes this page
        if not piece.row_id and hasattr(page, "new_record"):
            page.new_record()
        for form in page.findChildren(RecordForm):
            if form.isVisible() and form.record_type.table == piece.table:
                return _fill_in(form, piece)
        return False

    def on_copy(self) -> None:
        if covered := cover.stops("复制"):
            self.banner.say(covered)
        elif piece := self._chosen():
            QApplication.clipboard().setText(piece.text)
            self.banner.say("已复制，可以贴到要写的地方。")

    def on_forget(self) -> None:
        self._typed.let_go()
        self.closed.emit()


def _fill_in(form: RecordForm, piece: Piece) -> bool:
    editor = form.editors.get(piece.field)
    if editor is None:
        return False
    if editor.isHidden():
        form.toggle_more()
    editor.setFocus()  # first: what is put in is then heard like what is typed
    editor.put_text(piece.text)
    editor.mark_touched()
    return True
