"""Which key does what in a list? One table, so that help and tests read the same."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_K, _M = Qt.Key, Qt.KeyboardModifier
_NONE, _CTRL, _SHIFT, _ALT = (
    _M.NoModifier, _M.ControlModifier, _M.ShiftModifier, _M.AltModifier,
)  # fmt: skip
_ALL = _CTRL | _SHIFT | _ALT | _M.MetaModifier

# What only moves or chooses is done by the table; everything else by the hands of the page.
_ACTS: dict[tuple[int, Qt.KeyboardModifier], str] = {
    (_K.Key_F2, _NONE): "edit",
    (_K.Key_F4, _NONE): "list",
    (_K.Key_Down, _ALT): "list",
    (_K.Key_Insert, _NONE): "mode",
    (_K.Key_Delete, _NONE): "delete",
    (_K.Key_Backspace, _NONE): "clear",
    (_K.Key_C, _CTRL): "copy",
    (_K.Key_Insert, _CTRL): "copy",
    (_K.Key_X, _CTRL): "cut",
    (_K.Key_V, _CTRL): "paste",
    (_K.Key_Insert, _SHIFT): "paste",
    (_K.Key_D, _CTRL): "fill down",
    (_K.Key_Return, _CTRL): "fill all",
    (_K.Key_Enter, _CTRL): "fill all",
    (_K.Key_Semicolon, _CTRL): "today",
    (_K.Key_Apostrophe, _CTRL): "above",
    (_K.Key_Space, _NONE): "tick",
    (_K.Key_Space, _SHIFT): "rows",
    (_K.Key_F3, _NONE): "next hit",
    (_K.Key_F8, _NONE): "next problem",
    (_K.Key_Up, _CTRL): "edge up",
    (_K.Key_Down, _CTRL): "edge down",
    (_K.Key_Left, _CTRL): "edge left",
    (_K.Key_Right, _CTRL): "edge right",
    (_K.Key_Up, _CTRL | _SHIFT): "edge up extend",
    (_K.Key_Down, _CTRL | _SHIFT): "edge down extend",
    (_K.Key_Left, _CTRL | _SHIFT): "edge left extend",
    (_K.Key_Right, _CTRL | _SHIFT): "edge right extend",
}
_ENTRY: dict[tuple[int, Qt.KeyboardModifier], str] = {
    (_K.Key_Return, _NONE): "go down",
    (_K.Key_Enter, _NONE): "go down",
    (_K.Key_Return, _SHIFT): "go up",
    (_K.Key_Enter, _SHIFT): "go up",
}


def act_of(event: QKeyEvent, *, entering: bool) -> str:
    """The act of this key; "type" for a letter, "" for a key the list itself knows."""
    key = event.key(), event.modifiers() & _ALL
    if entering and key in _ENTRY:
        return _ENTRY[key]
    if key in _ACTS:
        return _ACTS[key]
    plain = not event.modifiers() & (_CTRL | _ALT | _M.MetaModifier)
    return "type" if plain and event.text() and event.text().isprintable() else ""
