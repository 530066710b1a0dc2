"""Printers for tests: their paper is a file, and one can be out of paper or gone."""

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter

from qinglian_desktop.core.document import Block, Document, PageBreak, Paragraph
from qinglian_desktop.paper.draw import draw
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.shell.print_preview import printers
from qinglian_desktop.shell.print_preview.printers import Printer

NAME = "前台的打印机"


class Desk:
    """What stands on the desk of the test: one printer, or none."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.here, self.works = folder, True, True
        self.ready = True
        self.printed: list[Path] = []

    def installed(self) -> list[Printer]:
        state = "可以打印" if self.ready else "缺纸、卡纸或没开"
        return [Printer(NAME, self.ready, state, usual=True)] if self.here else []

    def opened(self, name: str) -> QPrinter | None:
        if not self.here or name != NAME:
            return None
        path = self.folder / f"出纸{len(self.printed) + 1}.pdf"
        made = QPrinter()
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        if self.works:
            self.printed.append(path)
            made.setOutputFileName(str(path))
        else:
            made.setOutputFileName(str(self.folder / "没有这个文件夹" / "x.pdf"))
        return made


def a_printer(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Desk:
    desk = Desk(folder)
    monkeypatch.setattr(printers, "installed", desk.installed)
    monkeypatch.setattr(printers, "opened", desk.opened)
    return desk


def paper(path: Path, texts: list[str], **facts: Any) -> Path:
    """One page for each text."""
    blocks: list[Block] = []
    for text in texts:
        blocks += [PageBreak(), Paragraph(text)]
    draw(Document("一叠纸", "board", tuple(blocks[1:]), **facts), path, fonts=Fonts())
    return path


def page_sizes(path: Path) -> list[tuple[int, int]]:
    """Width and height of every page in whole mm."""
    with pypdfium2.PdfDocument(path) as pdf:
        sizes = [pdf.get_page_size(n) for n in range(len(pdf))]
    return [(round(w / 72 * 25.4), round(h / 72 * 25.4)) for w, h in sizes]


def ink(path: Path, page: int = 0, dpi: int = 200) -> tuple[float, float, float, float]:
    """Left, top, right and bottom edge in mm of everything that is printed on a page."""
    with pypdfium2.PdfDocument(path) as pdf:
        picture = pdf[page].render(scale=dpi / 72, grayscale=True).to_pil()
    box = picture.point(lambda v: 255 if v < 128 else 0).getbbox()
    assert box is not None, "an empty page"
    left, top, right, bottom = (edge / dpi * 25.4 for edge in box)
    return left, top, right, bottom


def looks_like(path: Path, page: int, other: Path, number: int) -> bool:
    """Is a page the same picture as one of another file?"""
    small = []
    for file, place in ((path, page), (other, number)):
        with pypdfium2.PdfDocument(file) as pdf:
            picture = pdf[place].render(scale=100 / 72, grayscale=True).to_pil()
        small.append(picture.resize((210, 297)).tobytes())
    differing = sum(abs(a - b) > 64 for a, b in zip(*small, strict=True))
    return differing < 60
