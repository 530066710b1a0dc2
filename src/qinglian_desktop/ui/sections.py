"""How does one tab hold several pages? A row of words on top; each page is built when shown."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from qinglian_desktop.ui import look
from qinglian_desktop.ui.flow import FlowLayout, Pages
from qinglian_desktop.ui.messages import push_button

Section = tuple[str, str, Callable[[], QWidget]]  # key (a table name where it is one), word, build


def stop_at_checked(group: QButtonGroup) -> None:
    """Tab comes to the word that is open; Qt would come to the one that had the keys last."""
    for button in group.buttons():
        open_one = button.isChecked()
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if open_one else Qt.FocusPolicy.ClickFocus)


class Sections(QWidget):
    shown = Signal(str)  # the key of the section that was opened

    def __init__(
        self, page_id: str, title: str, sections: Sequence[Section], parent: QWidget | None = None,
        *, above: QWidget | None = None,
    ) -> None:  # fmt: skip
        """`above` stands over the words, and Tab comes to it before them."""
        super().__init__(parent)
        self.page_id, self.title = page_id, title
        look.named(self, title)
        self._build = {key: build for key, _, build in sections}
        self._built: dict[str, QWidget] = {}
        self._stack = Pages()
        self._words = QButtonGroup(self)
        row = FlowLayout(gap=8)  # many words in large type take a second line
        for place, (key, word, _) in enumerate(sections):
            button = push_button(word, "choice")
            button.setCheckable(True)
            button.setAutoDefault(False)
            self._words.addButton(button, place)
            button.clicked.connect(partial(self.show_section, key))
            row.addWidget(button)
        self.head = QWidget()
        self.head.setProperty("role", "clear")
        self.head.setLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.edges = QVBoxLayout()
        self.edges.setContentsMargins(24, 12, 24, 0)
        if above is not None:
            self.edges.addWidget(above)
        self.edges.addWidget(self.head)
        column.addLayout(self.edges)
        column.addWidget(self._stack, 1)
        self._keys = [key for key, _, _ in sections]
        self.show_section(self._keys[0])

    @property
    def current(self) -> QWidget:
        shown = self._stack.currentWidget()
        assert shown is not None
        return shown

    def show_section(self, key: str, _checked: bool = False) -> QWidget:
        """Show one page; what waits on the page that is left is saved first."""
        left = self._stack.currentWidget()
        if left is not None and hasattr(left, "flush"):
            left.flush()
        page = self._built.get(key)
        if page is None:
            page = self._built[key] = self._build[key]()
            self._stack.addWidget(page)
        elif page is not left and hasattr(page, "reload"):
            page.reload()
        self._stack.setCurrentWidget(page)
        self._words.button(self._keys.index(key)).setChecked(True)
        stop_at_checked(self._words)
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.emit(key)
        return page

    @property
    def key(self) -> str:
        """Which section is open."""
        return self._keys[self._words.checkedId()]

    def keys(self) -> list[str]:
        return list(self._keys)

    def pages(self) -> list[QWidget]:
        """The sections built so far."""
        return list(self._built.values())

    # -- what the window asks of a page ---------------------------------------------------

    def reload(self) -> None:
        if hasattr(self.current, "reload"):
            self.current.reload()

    def new_record(self) -> None:
        if hasattr(self.current, "new_record"):
            self.current.new_record()

    def print_page(self) -> None:
        if hasattr(self.current, "print_page"):
            self.current.print_page()

    def flush(self) -> None:
        for page in self._built.values():
            if hasattr(page, "flush"):
                page.flush()

    def show_row(self, table: str, row_id: str) -> None:
        """Go to the section of this table and open the row there."""
        if table not in self._build:
            return
        page = self.show_section(table)
        for name in ("show_row", "open_record"):
            if row_id and hasattr(page, name):
                getattr(page, name)(*((table, row_id) if name == "show_row" else (row_id,)))
                return
