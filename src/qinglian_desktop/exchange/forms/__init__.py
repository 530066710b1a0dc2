"""Forms from above (上级发来的表): read as they look, filled without touching the rest."""

import struct
from pathlib import Path

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.forms.shape import (
    Dated,
    Filling,
    FormFile,
    FormSheet,
    Growth,
    Place,
    Value,
)
from qinglian_desktop.exchange.sheets import prescan
from qinglian_desktop.exchange.sheets.reading import read_bytes

__all__ = [
    "Dated", "Filling", "FormFile", "FormSheet", "Growth", "Place", "Value", "form_of", "open_form",
]  # fmt: skip


def open_form(path: Path) -> FormFile:
    """The form in a file, whatever its name says; Refused in words when it is none."""
    return form_of(read_bytes(path), path.stem)


def form_of(data: bytes, name: str = "表") -> FormFile:
    """Read as a whole at once: what a damaged or hostile file holds becomes words here."""
    try:
        form = _opened(data, name)
        assert form.sheets is not None
    except (LookupError, ValueError, struct.error, RecursionError) as trouble:
        raise prescan.damaged() from trouble
    return form


def _opened(data: bytes, name: str) -> FormFile:
    if data.startswith(b"PK\x03\x04"):
        from qinglian_desktop.exchange.forms.xlsx import XlsxForm

        return XlsxForm(data, name)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        from qinglian_desktop.exchange.forms.xls import XlsForm

        return XlsForm(data, name)
    raise Refused(
        "这不是 .xls 或 .xlsx 表格，填不了",
        "请用 WPS 打开，另存为 .xlsx 再拖进来",
        code="QL-FM-001",
    )
