"""How are rare characters in a PDF found again? By a table that spells them as UTF-16."""

import re
from typing import Any

from reportlab.pdfbase import ttfonts

_WIDE = re.compile("<([0-9A-F]{5,6})>")


def _utf16(match: re.Match[str]) -> str:
    return f"<{chr(int(match[1], 16)).encode('utf-16-be').hex().upper()}>"


class SearchableFont(ttfonts.TTFont):  # type: ignore[misc]
    """A TrueType font whose ToUnicode table also holds beyond U+FFFF.

    reportlab 4 writes `<2CB4E>` where PDF 32000 §9.10.3 wants the surrogates `<D872DF4E>`, so
    that a name like 张𬭎 could be read but neither searched nor copied.
    """

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        before = set(doc.idToObject)
        super().addObjects(doc)
        for name in set(doc.idToObject) - before:
            if name.startswith("toUnicodeCMap:"):
                stream = doc.idToObject[name]
                stream.content = _WIDE.sub(_utf16, stream.content)
