"""A .docx from outside: read within limits, its texts as trees, and put together again.

The trees are those of the standard library's minidom: it keeps prefixes and declarations as
they were written, which other programs insist on.
"""

import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Final
from xml.dom import minidom
from xml.parsers.expat import ExpatError

from qinglian_desktop.core.outcome import Refused

LARGEST: Final = 20 * 1024 * 1024  # bytes unpacked
_MOST_PARTS: Final = 2_000
_TEXTS: Final = ("word/document.xml", "word/header", "word/footer")


def unpacked(data: bytes) -> dict[str, bytes]:
    """Every part by its name. Refused when it is no .docx or too large."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            listed = package.infolist()
            if len(listed) > _MOST_PARTS or sum(one.file_size for one in listed) > LARGEST:
                raise Refused("模板太大了", "请把里面的大图片删掉或缩小，再存一次")
            parts = {one.filename: package.read(one) for one in listed}
    except (
        zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError,
    ) as trouble:  # fmt: skip
        raise unreadable() from trouble
    if "word/document.xml" not in parts:
        raise unreadable()
    return parts


def trees(parts: Mapping[str, bytes]) -> dict[str, minidom.Document]:
    """The parts that hold text: the body, headers and footers."""
    made = {}
    for name, data in parts.items():
        if not name.startswith(_TEXTS) or not name.endswith(".xml"):
            continue
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:  # no word processor writes one
            raise unreadable()
        try:
            made[name] = minidom.parseString(data)
        except (ExpatError, ValueError, LookupError) as trouble:
            raise unreadable() from trouble
    return made


def packed(parts: Mapping[str, bytes], changed: Mapping[str, minidom.Document]) -> bytes:
    """The same package with these texts; all else byte for byte as it was."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            if name in changed:
                data = changed[name].toxml(encoding="UTF-8", standalone=True)
            # A fixed day: the same contents give the same file.
            package.writestr(
                zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED
            )
    return out.getvalue()


def unreadable() -> Refused:
    return Refused("模板打不开，不是完整的 .docx 文件", "请在 WPS 里另存为 .docx，或点“恢复原样”")
