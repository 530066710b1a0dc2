"""Is there anything on this paper? A seal is never put on an empty one."""

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from xml.etree import ElementTree

import pypdfium2

from qinglian_desktop.core.turns import PDFIUM

_PDF, _ZIP = b"%PDF", b"PK\x03\x04"
_LOOKED = 1024  # bytes in which a PDF must say what it is
_MOST = 20_000_000  # bytes of text unpacked of a Word file; more is certainly not blank
_PARTS = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_PICTURES = re.compile(r"word/(media|embeddings)/.+")
_TEXT = re.compile(r"\{[^}]+\}t$")
_MARKS = re.compile(r"[\s\u200b-\u200f\ufeff\x00]+")
_DRAWN = (2, 3, 4, 5)  # page objects of PDFium: paths, pictures, shadings, forms


def is_blank(data: bytes) -> bool:
    """True for an empty file, a PDF with nothing on any page, a Word file without a letter.

    What cannot be looked into (a photo, an old .doc, a locked PDF) counts as written on.
    """
    if not data.strip():
        return True
    if data[:_LOOKED].lstrip().startswith(_PDF):
        return _blank_pdf(data)
    if data.startswith(_ZIP):
        return _blank_word(data)
    return False


def pages_of(data: bytes) -> int:
    """How many pages a PDF has; 0 for anything else."""
    if not data[:_LOOKED].lstrip().startswith(_PDF):
        return 0
    try:
        with PDFIUM, pypdfium2.PdfDocument(data) as document:
            return len(document)
    except pypdfium2.PdfiumError:
        return 0


def _blank_pdf(data: bytes) -> bool:
    try:
        with PDFIUM, pypdfium2.PdfDocument(data) as document:
            return all(_blank_page(document[place]) for place in range(len(document)))
    except pypdfium2.PdfiumError:
        return False


def _blank_page(page: pypdfium2.PdfPage) -> bool:
    """A line or a frame is something; text may stand in a form inside the page."""
    words = page.get_textpage()
    try:
        if _MARKS.sub("", words.get_text_range()):
            return False
    finally:
        words.close()
    return not any(one.type in _DRAWN for one in page.get_objects(max_depth=3))


def _blank_word(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            sizes: Mapping[str, int] = {one.filename: one.file_size for one in archive.infolist()}
            parts = [name for name in sizes if _PARTS.fullmatch(name)]
            if "word/document.xml" not in parts:
                return False  # another kind of file
            if any(_PICTURES.fullmatch(name) for name in sizes):
                return False
            if sum(sizes[name] for name in parts) > _MOST:
                return False
            return not any(_says(archive.read(name)) for name in parts)
    except (zipfile.BadZipFile, ElementTree.ParseError, OSError, RuntimeError):
        return False


def _says(xml: bytes) -> bool:
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        return True  # no Word file has one; it is not unfolded here
    return any(
        _MARKS.sub("", part.text or "")
        for part in ElementTree.fromstring(xml).iter()
        if _TEXT.search(str(part.tag))
    )
