"""How are papers put together, numbered right through, parted into volumes, and counted again?"""

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from typing import Any, Final, NamedTuple

import pypdfium2

from qinglian_desktop.core.document import Document
from qinglian_desktop.core.outcome import Damaged, Refused, Stopped
from qinglian_desktop.core.turns import PDFIUM
from qinglian_desktop.paper.binder.front import (
    Cover,
    Entry,
    contents_pages,
    cover_page,
    divider_page,
    numbers,
    picture_page,
)
from qinglian_desktop.paper.draw import draw
from qinglian_desktop.paper.draw.page import MM
from qinglian_desktop.paper.fonts import Fonts

LIMIT: Final = 300  # pages of a volume with its cover and contents; more do not go into a binder
_FRONT: Final = 12  # pages kept free for cover and contents
# Where a page of somebody else's is put, in mm from left, top, right and bottom.
_ROOM: Final = (25.0, 14.0, 10.0, 12.0)
_AT_ONCE: Final = 8  # pages written into together

Tick = Callable[[int, int, str], bool]


class Part(NamedTuple):
    """One paper of the binder: a document of ours, or a PDF or picture as bytes.

    `group` is the heading of the divider it stands behind.
    """

    title: str
    source: Document | bytes
    group: str = ""


class Volume(NamedTuple):
    pdf: bytes
    pages: int  # all of them, counted after it was written
    entries: tuple[Entry, ...]
    front: int  # cover and contents, which carry no number


class _Piece(NamedTuple):
    """A part (or a divider) as a PDF; a divider has no line in the contents."""

    title: str
    pdf: bytes
    pages: int
    own: bool  # drawn by us: it has its margins already


def bound(
    cover: Cover,
    parts: Sequence[Part],
    fonts: Fonts,
    *,
    dividers: bool = True,
    limit: int = LIMIT,
    tick: Tick = lambda done, total, label: True,
) -> tuple[Volume, ...]:
    """The volumes, each at most `limit` pages.

    Refused, naming the paper, for what is no PDF and no picture; Stopped on 停止.
    """
    pieces = list(_pieces(parts, fonts, dividers, tick))
    shares = _shared(pieces, limit - _FRONT)
    made = []
    for number, share in enumerate(shares, 1):
        if not tick(number - 1, len(shares), f"正在装订第 {number} 卷"):
            raise Stopped
        made.append(_volume(cover, share, number, len(shares), fonts))
    return tuple(made)


# -- papers as pieces ---------------------------------------------------------------------------


def _pieces(parts: Sequence[Part], fonts: Fonts, dividers: bool, tick: Tick) -> Iterator[_Piece]:
    group = ""
    for done, part in enumerate(parts):
        if not tick(done, len(parts), f"正在排{part.title[:20]}"):
            raise Stopped
        if dividers and part.group and part.group != group:
            yield _Piece("", divider_page(part.group, fonts), 1, True)
        group = part.group
        yield _piece(part, fonts)


def _piece(part: Part, fonts: Fonts) -> _Piece:
    if isinstance(part.source, Document):
        pdf = BytesIO()
        pages = draw(part.source, pdf, fonts=fonts).pages
        return _Piece(part.title, pdf.getvalue(), pages, True)
    if part.source[:1024].lstrip().startswith(b"%PDF"):
        return _Piece(part.title, part.source, _count(part), False)
    try:
        return _Piece(part.title, picture_page(part.source, part.title, fonts), 1, True)
    except (OSError, ValueError) as trouble:
        raise Refused(
            f"〔{part.title[:30]}〕打不开，不是图片也不是 PDF", "请去掉它，或换一个文件再装订",
            code="QL-PR-081",
        ) from trouble  # fmt: skip


def _count(part: Part) -> int:
    assert isinstance(part.source, bytes)
    try:
        with PDFIUM, pypdfium2.PdfDocument(part.source) as document:
            count = len(document)
    except pypdfium2.PdfiumError as trouble:
        raise _no_pdf(part.title) from trouble
    if not count:
        raise _no_pdf(part.title)
    return count


def _no_pdf(title: str) -> Refused:
    return Refused(
        f"〔{title[:30]}〕打不开，可能有密码或不完整",
        "请去掉密码另存一份，再装订",
        code="QL-PR-082",
    )


def _shared(pieces: Sequence[_Piece], room: int) -> list[list[_Piece]]:
    """The pieces volume by volume: a paper stays whole where it can, a divider with what follows.

    A paper thicker than a volume is parted.
    """
    shares: list[list[_Piece]] = [[]]
    used = 0
    for place, piece in enumerate(pieces):
        following = pieces[place + 1].pages if not piece.title and place + 1 < len(pieces) else 0
        if used and used + piece.pages + min(following, room - 1) > room:
            shares.append([])
            used = 0
        for part in _cut(piece, room):
            if used + part.pages > room:
                shares.append([])
                used = 0
            shares[-1].append(part)
            used += part.pages
    return shares


def _cut(piece: _Piece, room: int) -> Iterator[_Piece]:
    if piece.pages <= room:
        yield piece
        return
    for start in range(0, piece.pages, room):
        stop = min(start + room, piece.pages)
        made = BytesIO()
        with PDFIUM, pypdfium2.PdfDocument(piece.pdf) as document:
            some = pypdfium2.PdfDocument.new()
            some.import_pages(document, list(range(start, stop)))
            some.save(made)
            some.close()
        title = f"{piece.title}（第 {start + 1} 至 {stop} 页）"
        yield _Piece(title, made.getvalue(), stop - start, piece.own)


# -- one volume ---------------------------------------------------------------------------------


def _volume(
    cover: Cover, pieces: Sequence[_Piece], number: int, volumes: int, fonts: Fonts
) -> Volume:
    entries, at = [], 1
    for piece in pieces:
        if piece.title:
            entries.append(Entry(piece.title, at))
        at += piece.pages
    contents = contents_pages(entries, fonts)
    front = (cover_page(cover, number, volumes, at - 1, fonts), contents)
    with PDFIUM:
        whole = pypdfium2.PdfDocument.new()
    try:
        for pdf in front:
            with PDFIUM, pypdfium2.PdfDocument(pdf) as document:
                whole.import_pages(document)
        first = len(whole)
        for piece in pieces:
            _add(whole, piece, len(whole) - first + 1, fonts)
        made = BytesIO()
        with PDFIUM:
            whole.save(made)
    finally:
        with PDFIUM:
            whole.close()
    volume = Volume(made.getvalue(), first + at - 1, tuple(entries), first)
    _count_again(volume)
    return volume


def _add(whole: Any, piece: _Piece, number: int, fonts: Fonts) -> None:
    """The pages of a piece with their numbers from `number` on.

    A few at a time in a file of their own: to write into a page takes the library as long as
    the file is thick, and nobody else may draw meanwhile.
    """
    for start in range(0, piece.pages, _AT_ONCE):
        pages = list(range(start, min(start + _AT_ONCE, piece.pages)))
        try:
            with PDFIUM, pypdfium2.PdfDocument(piece.pdf) as document:
                few = pypdfium2.PdfDocument.new()
                if piece.own:
                    few.import_pages(document, pages)
                else:
                    for page in pages:
                        _place(few, document, page)
                _stamp(few, number + start, fonts)
                whole.import_pages(few)
                few.close()
        except pypdfium2.PdfiumError as trouble:
            raise _no_pdf(piece.title) from trouble


def _place(few: Any, document: Any, number: int) -> None:
    """A page of somebody else's on A4, upright as it is read, clear of binding and number."""
    wide, high = document[number].get_size()
    across = wide > high
    sheet = (297 * MM, 210 * MM) if across else (210 * MM, 297 * MM)
    edges = [edge * MM for edge in _ROOM]
    room = (sheet[0] - edges[0] - edges[2], sheet[1] - edges[1] - edges[3])
    scale = min(room[0] / wide, room[1] / high, 1.0)
    # What the library hands over is turned already, and begins at the corner that is seen.
    matrix = pypdfium2.PdfMatrix().translate(-wide / 2, -high / 2).scale(scale, scale)
    matrix = matrix.translate(edges[0] + room[0] / 2, edges[3] + room[1] / 2)
    placed = document.page_as_xobject(number, few).as_pageobject()
    placed.set_matrix(matrix)
    target = few.new_page(*sheet)
    target.insert_obj(placed)
    target.gen_content()


def _stamp(few: Any, number: int, fonts: Fonts) -> None:
    """The running number over every page."""
    sizes = [few.get_page_size(page) for page in range(len(few))]
    with pypdfium2.PdfDocument(numbers(sizes, number, fonts)) as document:
        for place in range(len(sizes)):
            page = few[place]
            page.insert_obj(document.page_as_xobject(place, few).as_pageobject())
            page.gen_content()


def _count_again(volume: Volume) -> None:
    """What was written is opened once more: every page is there and carries its number."""
    with PDFIUM, pypdfium2.PdfDocument(volume.pdf) as document:
        count = len(document)
        wrong = count != volume.pages
        for page in range(volume.front, count):
            seen = document[page]
            width, height = seen.get_size()
            corner = (width - 40 * MM, height - 12 * MM, width, height - 6 * MM)
            told = seen.get_textpage().get_text_bounded(*corner)
            wrong = wrong or str(page - volume.front + 1) not in told.split()
    if wrong:
        raise Damaged(
            "装订好的页数和目录对不上", "请再装订一次；还不对，请分开装订", code="QL-PR-083"
        )
