"""Where is a file for people to be written? Asks the clerk; the ending is never forgotten."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from qinglian_desktop.ui.messages import ask


def where_to(
    parent: QWidget, title: str, name: str, kinds: str, endings: tuple[str, ...]
) -> Path | None:
    """The file chosen, or None. A name typed without an ending gets the first of `endings`.

    The system's dialog asks before a file is replaced, but about the name as it was typed.
    """
    chosen, _ = QFileDialog.getSaveFileName(parent, title, name, kinds)
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix.lower() in endings:
        return path
    whole = path.with_name(path.name + endings[0])
    if whole.exists() and not ask(parent, f"〔{whole.name}〕已经有了。", "换掉它", "先不存"):
        return None
    return whole
