"""How does a posted notice get to those who do not pass the board? Only as it was posted."""

from io import BytesIO
from pathlib import Path
from typing import Final

from qinglian_desktop.core.document import Document, Kind
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.disclosure import steps
from qinglian_desktop.modules.disclosure.actions.posting import reprint_document
from qinglian_desktop.modules.disclosure.notices import VARIANT_LABELS
from qinglian_desktop.modules.disclosure.reads import own_notice
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.files import write_whole

WAYS: Final = {".html": "网页", ".png": "长图", ".pdf": "PDF"}


def share(book: Book, row_id: str, path: Path, variant: Kind = "board") -> Changes:
    """The notice as it hangs or hung, as a web page, a long picture or a PDF by the file's ending.

    `result` is the path. Refused before it hangs: what goes round in a chat cannot be called
    back. Damaged when the archive is no longer what was posted.
    """
    row = own_notice(book, row_id)
    ending = path.suffix.lower()
    if ending not in WAYS:
        raise Refused(
            f"发到群里的文件写不成〔{path.name}〕",
            "文件名请用 .html、.png 或 .pdf 结尾",
            field="out",
        )
    if row["state"] not in steps.FROZEN:
        raise Refused(
            f"{row['number']}还没上墙，不能往群里发",
            "发出去就收不回来了，请先审核、上墙，再来导出",
            code="QL-PD-053",
        )
    paper = reprint_document(book, row_id, variant)
    large = reprint_document(book, row_id, "plain") if variant == "board" else None
    data = _made(paper, large, ending)
    write_whole(path, data)
    with book.change(f"导出{WAYS[ending]}（{VARIANT_LABELS[variant]}）：{row['number']}") as change:
        change.result = path
    return change.changes


def _made(paper: Document, large: Document | None, ending: str) -> bytes:
    if ending == ".html":
        from qinglian_desktop.exchange.web_page import web_page

        return web_page(paper, large)
    from qinglian_desktop.paper.fonts import Fonts

    if ending == ".png":
        from qinglian_desktop.paper.picture import long_picture

        return long_picture(paper, Fonts())
    from qinglian_desktop.paper.draw import draw

    pdf = BytesIO()
    draw(paper, pdf, fonts=Fonts())
    return pdf.getvalue()
