"""How does a notice get onto the screen and into the printer? Run beside the window."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from PySide6.QtGui import QImage

from qinglian_desktop.core.document import Document
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.modules.disclosure import actions, steps
from qinglian_desktop.modules.disclosure.notices import VARIANT_LABELS
from qinglian_desktop.paper.draw import draw
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.ui import cover
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.paper_view import joined, pictures
from qinglian_desktop.ui.plain_ledgers import OnPrint, Print

SCREEN_DPI = 120


def drawn(row_id: str, variant: Any, book: Any) -> list[QImage] | str:
    """The pages as images, or in words why they cannot be drawn."""
    pdf = BytesIO()
    try:
        draw(actions.document_of(book, row_id, variant), pdf, fonts=Fonts())
    except Refused as refused:
        return str(refused)
    return pictures(pdf.getvalue(), SCREEN_DPI)


def facts_of(row: Mapping[str, Any], variants: tuple[str, ...]) -> PaperFacts:
    """What the preview knows of a notice; it is a draft until it is approved."""
    draft = row["state"] not in (*steps.FROZEN, "审核同意")
    return PaperFacts(
        f"notice:{row['id']}:{'+'.join(variants)}", row["number"], draft, row["fingerprint"] or "",
        "审核同意以后，纸上的“草稿”两个字自动去掉。" if draft else "",
    )  # fmt: skip


def file_title(book: Any, row: Mapping[str, Any]) -> str:
    """What a file of this notice is called: as it hangs, so that its name tells no more."""
    title = actions.shown_title(book, row)
    return "".join(sign for sign in title if sign not in '\\/:*?"<>|\n')[:60]


def printed(book: Any, row_id: str, variants: tuple[Any, ...], tick: Any) -> Changes:
    """The chosen papers one after the other in one PDF; `result` is its bytes, never a file."""
    made, parts = Changes(""), list[bytes]()
    for done, variant in enumerate(variants):
        tick(done, len(variants), f"画{VARIANT_LABELS[variant]}")
        pdf = BytesIO()
        changes = actions.print_notice(book, row_id, pdf, variant)
        made = changes if changes.step else made
        parts.append(pdf.getvalue())
    return Changes(made.label, made.touched, made.step, joined(parts))


def show_paper(
    desk: Desk,
    make: Callable[..., Document],
    *given: Any,
    title: str,
    on_refused: Callable[[Refused], None],
    draft_note: str = "",
) -> None:
    """A paper, drawn in the worker, in the print preview; `draft_note` stands beside a draft."""
    if covered := cover.stops("打印"):
        on_refused(covered)
        return

    def work(book: Any, _tick: Any) -> Changes:
        pdf = BytesIO()
        paper = make(book, *given)
        draw(paper, pdf, fonts=Fonts())
        return Changes("", result=(pdf.getvalue(), paper.draft))

    def done(changes: Changes) -> None:
        made: Any = changes.result
        key = f"{make.__name__}:{':'.join(map(str, given))}"
        note = draft_note if made[1] else ""
        desk.preview(made[0], title, PaperFacts(key, draft=made[1], note=note))

    desk.runner.job(work, label=f"正在排版{title}", on_done=done, on_refused=on_refused)


def papers_of(desk: Desk, actions: Any) -> OnPrint:
    """For plain ledgers: the papers of a subject, by the names its actions give them."""

    def show(page: LedgerPage, paper: Print, row_id: str) -> None:
        given = (row_id,) if row_id else ()
        show_paper(
            desk, getattr(actions, paper.name), *given,
            title=paper.word.removeprefix("打印"), on_refused=page.banner.say,
        )  # fmt: skip

    return show
