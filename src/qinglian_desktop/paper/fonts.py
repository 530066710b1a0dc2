"""Which font draws which character on paper, and which characters can no font draw?

A role (仿宋, 小标宋, 黑体 …) is a chain: the office's own official font when it lies in one of the
given folders, then the shipped one, then a wide fallback for rare names. Fonts are read when the
first character asks for them and kept for the life of the program.
"""

import functools
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from qinglian_desktop import RESOURCES
from qinglian_desktop.core.document import Document, as_text
from qinglian_desktop.core.outcome import Damaged

Role = Literal["fang", "title", "sans", "bold", "kai"]
ROLES: Final[dict[Role, str]] = {
    "fang": "仿宋",
    "title": "小标宋",
    "sans": "黑体",
    "bold": "黑体加粗",
    "kai": "楷体",
}
# File names under which offices have the official fonts; TrueType only.
_LOCAL: Final[dict[Role, tuple[str, ...]]] = {
    "fang": ("simfang.ttf", "仿宋_gb2312.ttf", "simfang_gb2312.ttf", "stfangso.ttf"),
    "title": ("fzxbsjw.ttf", "fzxbsjw--gb1-0.ttf", "方正小标宋简体.ttf", "方正小标宋_gbk.ttf"),
    "sans": ("simhei.ttf",),
    "bold": (),
    "kai": ("simkai.ttf", "楷体_gb2312.ttf", "simkai_gb2312.ttf", "stkaiti.ttf"),
}
_SHIPPED: Final[dict[Role, tuple[str, ...]]] = {
    "fang": ("QinglianFang.ttf",),
    "title": ("QinglianTitle.ttf",),
    "sans": ("QinglianSans.ttf",),
    "bold": ("QinglianSansBold.ttf",),
    "kai": ("QinglianKai.ttf",),
}
_FALLBACK: Final = ("QinglianWide.ttf", "QinglianSans.ttf")
GETA: Final = "〓"  # the printer's sign for a character that is not in the case


@dataclass(frozen=True, slots=True)
class Face:
    """One font file ready for the page: its registered name and its widths in 1/1000."""

    name: str
    glyphs: Any  # code point → glyph number
    widths: Any  # code point → width in 1/1000 of the size

    def has(self, sign: str) -> bool:
        return ord(sign) in self.glyphs


@functools.cache
def _face(path: Path) -> Face | None:
    """The font of a file, None when it is not there, not TrueType or forbids embedding."""
    from reportlab.pdfbase import pdfmetrics, ttfonts

    from qinglian_desktop.paper.searchable import SearchableFont

    try:
        name = f"{path.stem}-{len(pdfmetrics.getRegisteredFontNames())}"
        font = SearchableFont(name, str(path))
    except (OSError, ttfonts.TTFError):
        return None
    if not _may_be_embedded(font.face.get_table("OS/2")):
        return None
    pdfmetrics.registerFont(font)
    return Face(font.fontName, font.face.charToGlyph, font.face.charWidths)


def _may_be_embedded(os2: bytes) -> bool:
    """Whether the font's own licence bits (OS/2 fsType) allow outlines in a PDF as a subset."""
    licence = int.from_bytes(os2[8:10], "big")
    return licence & 0xF != 2 and not licence & 0x300


class Typeface(dict[str, tuple[Face, float]]):
    """The chain of one role: each character with the face that draws it and its width in em.

    A character that no font has is drawn as 〓; `draws` tells before that.
    """

    def __init__(self, chain: tuple[Path, ...]) -> None:
        super().__init__()
        self._chain = chain

    def __missing__(self, sign: str) -> tuple[Face, float]:
        face = self._face_of(sign)
        if face is None and sign == GETA:
            raise Damaged("程序自带的字体文件找不到了", "请重新安装本程序", code="QL-PR-092")
        found = self[GETA] if face is None else (face, face.widths.get(ord(sign), 1000) / 1000)
        self[sign] = found
        return found

    def _face_of(self, sign: str) -> Face | None:
        faces = (face for path in self._chain if (face := _face(path)) is not None)
        return next((face for face in faces if face.has(sign)), None)

    def draws(self, sign: str) -> bool:
        face, _ = self[sign]
        return face.has(sign)

    def width(self, text: str) -> float:
        """Width of a text in em."""
        return sum(self[sign][1] for sign in text)


class Fonts:
    """The typefaces of all roles.

    `folders` are places where the office's own fonts may lie (the system's font folder); they
    come from the shell, so that a test gives the same page on every machine.
    """

    def __init__(self, folders: Iterable[Path] = (), *, shipped: Path | None = None) -> None:
        shipped = shipped or RESOURCES / "fonts"
        own = _files(tuple(folders))
        self._chains: dict[Role, tuple[Path, ...]] = {
            role: (
                *(own[name] for name in _LOCAL[role] if name in own),
                *(shipped / name for name in (*_SHIPPED[role], *_FALLBACK)),
            )
            for role in ROLES
        }
        self._typefaces: dict[Role, Typeface] = {}

    def __getitem__(self, role: Role) -> Typeface:
        if role not in self._typefaces:
            self._typefaces[role] = Typeface(self._chains[role])
        return self._typefaces[role]

    def official(self) -> dict[Role, bool]:
        """For each role whether the office's own official font is used (settings page)."""
        return {
            role: any(
                path.name.lower() in _LOCAL[role] and _face(path) is not None
                for path in self._chains[role]
            )
            for role in ROLES
        }

    def missing(self, document: Document) -> tuple[str, ...]:
        """The characters of the document that no font can draw, in the order they appear."""
        signs = dict.fromkeys(sign for line in as_text(document) for sign in printable(line))
        # Every chain ends in the same fallbacks, so one role answers for all.
        face = self["sans" if document.kind in ("table", "board", "plain") else "fang"]
        return tuple(sign for sign in signs if not face.draws(sign))


def _files(folders: tuple[Path, ...]) -> dict[str, Path]:
    """Font files of the folders by lower-case name; a folder that is not there is empty."""
    found: dict[str, Path] = {}
    for folder in folders:
        if folder.is_dir():
            for path in sorted(folder.iterdir()):
                found.setdefault(path.name.lower(), path)
    return found


@functools.cache
def _kept(sign: str) -> str:
    if sign in "\t\xa0":
        return " "
    return "" if unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs") else sign


def printable(text: str) -> str:
    """The text without signs that have no shape: controls, joiners, marks of direction."""
    if text.isprintable():
        return text
    return "".join(map(_kept, text))
