"""What happens beside the window when a paper is printed or saved, and is it written down?"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtPrintSupport import QPrinter

from qinglian_desktop.core.outcome import Changes, Refused, Stopped
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.modules.printing import actions
from qinglian_desktop.modules.printing.records import PRINTED, SAVED, WAITING
from qinglian_desktop.shell.print_preview.sending import NOT_PRINTED, Order, send
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.files import write_whole
from qinglian_desktop.ui.paper_file import PaperFile

Tick = Callable[..., bool]


class Errand(NamedTuple):
    pdf: bytes
    title: str
    facts: PaperFacts
    order: Order
    printer: str = ""
    codes: tuple[str, ...] = ()  # of all pages, where they are known already


def last_codes(key: str, book: Book) -> tuple[str, ...]:
    return actions.last_codes(book, key)


def printed(book: Book, errand: Errand, printer: QPrinter, tick: Tick) -> Changes:
    """Sent page by page; what could not be printed waits in the log with its paper."""
    paper = PaperFile(errand.pdf)
    try:
        send(paper, errand.order, printer, tick)
    except Stopped:
        raise Refused(
            "已停止打印", "已送到打印机的几页还会出来，请抽掉", code="QL-PR-088"
        ) from None
    except Refused as refused:
        if refused.code == NOT_PRINTED and errand.facts.key:
            _note(book, errand, paper, WAITING)
        raise
    else:
        return _note(book, errand, paper, PRINTED)
    finally:
        paper.close()


def keep_waiting(book: Book, errand: Errand, tick: Tick) -> Changes:
    """There is no printer: the paper waits in the log until there is one."""
    paper = PaperFile(errand.pdf)
    try:
        return _note(book, errand, paper, WAITING)
    finally:
        paper.close()


def saved(book: Book, errand: Errand, path: Path, tick: Tick) -> Changes:
    """The chosen pages as a PDF where the clerk wants it."""
    paper = PaperFile(errand.pdf)
    try:
        write_whole(path, paper.part(errand.order.plan.pages))
        return _note(book, errand, paper, SAVED)
    finally:
        paper.close()


def enlarged(book: Book, pdf: bytes, tick: Tick) -> Changes:
    """`result` is the paper with every page on two sheets."""
    from qinglian_desktop.paper import poster
    from qinglian_desktop.paper.fonts import Fonts

    return Changes("", result=poster.enlarged(pdf, Fonts()))


def _note(book: Book, errand: Errand, paper: PaperFile, state: str) -> Changes:
    codes: tuple[str, ...] = ()
    if state == PRINTED and errand.facts.key:
        codes = errand.codes or tuple(paper.code(page) for page in range(paper.count))
    made = actions.Printed(
        errand.title, errand.facts, errand.order.plan, paper.count, state, errand.printer, codes
    )
    return actions.note(book, made, errand.pdf)
