"""How did this record come to be as it is? The 经过 of one row, in words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qinglian_desktop.core import access
from qinglian_desktop.core.record import Field, Record
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.flow import emptied

_MOST = 20  # lines shown, newest first
_LONGEST = 24  # characters of one value


def told(record: type[Record], lines: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """(when, who and what; which fields became what) for each change, newest first."""
    return [(_head(line), fields(record, line)) for line in reversed(lines)][:_MOST]


def _head(line: Mapping[str, Any]) -> str:
    moment = str(line.get("at", "")).replace("T", " ")[:16]
    late = ""
    if line.get("event_on") and line.get("event_on") != line.get("entered_on"):
        late = f"（补录，发生在 {line['event_on']}）"
    reason = f"，原因：{line['reason']}" if line.get("reason") else ""
    return f"{moment} · {line.get('operator', '')} · {deed(line.get('label', ''))}{late}{reason}"


def fields(
    record: type[Record], line: Mapping[str, Any], say: Callable[[Field, Any], str] | None = None
) -> str:
    """The fields a change touched: 负责人 空 → 张晓梅."""
    say = say or value
    before, after = line.get("before") or {}, line.get("after") or {}
    if not before:
        return ""
    return "；".join(
        f"{field.label} {say(field, before.get(name))} → {say(field, after.get(name))}"
        for name, field in record.fields.items()
        if before.get(name) != after.get(name) and field.kind.name != "link"
    )


def value(field: Field, stored: Any) -> str:
    """One value as a list shows it: masked, covered, not too long."""
    hidden = stored not in (None, "") and cover.cover().on and cover.hides(field)
    return cover.STARS if hidden else plain(field, stored)


def plain(field: Field, stored: Any, longest: int = _LONGEST) -> str:
    """The same without the cover, for tables that cover their cells themselves."""
    if stored in (None, ""):
        return "空"
    text = access.show(field, stored)
    return text if len(text) <= longest else text[:longest] + "…"


def deed(label: str) -> str:
    """The label of a change; under the cover without the name behind its colon."""
    return label.partition("：")[0] if cover.cover().on else label


class History(QWidget):
    """The time line at the foot of a drawer."""

    def __init__(self, record: type[Record], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._record = record
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._lines: list[Mapping[str, Any]] = []
        cover.cover().changed.connect(self._on_cover)

    def show_lines(self, lines: Iterable[Mapping[str, Any]]) -> None:
        self._lines = list(lines)
        emptied(self._column)
        self.setVisible(bool(self._lines))
        if not self._lines:
            return
        self._column.addWidget(look.label("经过", "group"))
        for head, fields in told(self._record, self._lines):
            for text in filter(None, (head, fields)):
                words = look.label(text, "hint")
                words.setWordWrap(True)
                words.setIndent(0 if text is head else look.metrics().px(12))
                self._column.addWidget(words)

    def texts(self) -> list[str]:
        """The lines as shown."""
        return [text for pair in told(self._record, self._lines) for text in pair if text]

    def _on_cover(self, _on: bool) -> None:
        self.show_lines(self._lines)
