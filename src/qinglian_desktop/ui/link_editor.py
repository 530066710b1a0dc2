"""How is another record picked? By typing part of its name, from a list that tells twins apart."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QStringListModel, Qt, QTimer
from PySide6.QtWidgets import QCompleter, QWidget

from qinglian_desktop.core.module import Query, Reader
from qinglian_desktop.core.outcome import Problem
from qinglian_desktop.core.record import Field, Record, naming
from qinglian_desktop.core.unreadable import Unreadable
from qinglian_desktop.ui.line_editors import LineEditor

_MOST = 20  # names in the list
_PAUSE = 150  # ms after the last letter


def record_of(reader: Reader, table: str) -> type[Record] | None:
    """The declaration of a linked table, where the reader knows it (a book does)."""
    known = getattr(reader, "tables", None)
    try:
        found = known[table] if known is not None else None
    except KeyError:
        return None
    return found if isinstance(found, type) and issubclass(found, Record) else None


def name_of(reader: Reader, table: str, row: Mapping[str, Any]) -> str:
    record = record_of(reader, table)
    if record is not None:
        return naming(record, row)
    named = (row.get(name) for name in ("title", "name", "item", "label", "number"))
    return next((str(text) for text in named if text), str(row.get("id", "")))


def described(reader: Reader, table: str, row: Mapping[str, Any]) -> str:
    """Name · birth year · last four digits: two people of one name show the difference."""
    born, number = str(row.get("born_on") or ""), str(row.get("id_number") or "")
    parts = [name_of(reader, table, row)]
    if born:
        parts.append(f"{born[:4]}年")
    if number:
        parts.append(f"尾号{number[-4:]}")
    return " · ".join(parts)


class LinkEditor(LineEditor):
    """Stores the id of the picked row, shows its name."""

    def __init__(self, field: Field, reader: Reader | None, parent: QWidget | None = None) -> None:
        self._reader = reader
        self._offered: list[tuple[str, str]] = []  # (what is shown, id)
        self._picked: tuple[str, str] | None = None
        super().__init__(field, parent)
        self.width_at_standard = 320
        self.fit()
        self._names = QStringListModel(self)
        self.completer = QCompleter(self._names, self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer.setMaxVisibleItems(10)
        self.completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.line.setCompleter(self.completer)
        self.completer.activated.connect(self._on_picked)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.offer)
        self.line.textEdited.connect(self._ask_later)

    def placeholder(self) -> str:
        return "必填，输入几个字再选" if self.field.required else "输入几个字再选"

    def _ask_later(self, _text: str) -> None:
        self._picked = None
        self._pause.start()

    def offer(self) -> None:
        """Look for what is typed and open the list."""
        self._pause.stop()
        if self._reader is None:
            return
        query = Query(self.field.link, search=self.text().strip(), limit=_MOST)
        rows = self._reader.page(self.field.link, self._reader.ids(query))
        self._offered = []
        for row in rows:
            shown = described(self._reader, self.field.link, row)
            alike = sum(text.startswith(shown) for text, _ in self._offered)
            # Two people may share every shown word; a number keeps their lines apart.
            mark = f"（同名第{alike + 1}位）" if alike else ""
            self._offered.append((shown + mark, str(row["id"])))
        self._names.setStringList([shown for shown, _ in self._offered])
        if self._offered and self.line.hasFocus():
            self.completer.complete()

    def _on_picked(self, shown: str) -> None:
        self.pick([text for text, _ in self._offered].index(shown))

    def pick(self, place: int) -> None:
        """Take the offered row at this place."""
        self._picked = self._offered[place]
        self.put_text(self._picked[0])
        self.mark_touched()

    def shown(self, stored: Any) -> str:
        if not stored or self._reader is None:
            return str(stored or "")
        rows = self._reader.page(self.field.link, [str(stored)])
        if not rows:
            return "（原来的记录已经不在了）"
        return described(self._reader, self.field.link, rows[0])

    def parsed(self, text: str) -> str:
        if self._picked is not None:
            return self._picked[1]
        exact = [row_id for shown, row_id in self._offered if shown == text.strip()]
        if len(exact) == 1:
            return exact[0]
        raise Unreadable(f"还没选定“{text.strip()[:20]}”", "请从列出来的名字里选一个")

    def _show_stored(self) -> None:
        self._picked = None
        self.put_text(self.shown(self._original))

    def problem(self) -> Problem | None:
        return super().problem() if self.touched else None
