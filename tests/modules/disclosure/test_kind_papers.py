"""Each of the twenty kinds on paper, in a village and a community: words and measured places."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from notice_facts import CODES, FACTS, finance
from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Document, as_text
from qinglian_desktop.modules.disclosure import actions
from qinglian_desktop.modules.disclosure.notices import VARIANTS
from qinglian_desktop.paper.draw import pages_of
from qinglian_desktop.paper.draw.page import ASCENT, MM, Page, Text
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.store.book import Book

TODAY = date(2026, 10, 12)
GOLDEN = Path(__file__).parent / "golden"
FONTS = Fonts()
UNITS = ("community", "village")


@pytest.fixture(scope="module", params=UNITS)
def papers(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, dict[str, dict[str, Document]]]]:
    """Per kind its three papers as they would be hung, of an office of each sort."""
    unit: str = request.param
    with clock.fixed(TODAY), make_book(tmp_path_factory.mktemp(unit), unit) as book:
        book.put_setting("contact", "周文书")
        book.put_setting("contact_phone", "023-48600001")
        book.put_setting("supervision_phone", "023-48600002，街道纪工委 023-48600003")
        yield unit, {number: _papers(book, number) for number in FACTS}


def _papers(book: Book, number: str) -> dict[str, Document]:
    facts = FACTS[number]
    changes = actions.draft(
        book, number, facts, code=CODES.get(number),
        period="2026Q3" if number == "N01" else None, event_on=facts.get("meeting_on"),
    )  # fmt: skip
    row_id = changes.ids("notice")[-1]
    row = book.row("notice", row_id)
    assert row is not None
    assert actions.why_not_ready(book, row) == ()
    assert actions.privacy_findings(book, row_id) == ()
    return {v: replace(actions.document_of(book, row_id, v), draft=False) for v in VARIANTS}


def test_every_kind_reads_word_for_word_as_it_was_agreed(
    papers: tuple[str, dict[str, dict[str, Document]]],
) -> None:
    unit, made = papers
    said = []
    for number, variants in made.items():
        for variant, paper in variants.items():
            lines = as_text(replace(paper, fingerprint=""))
            said.append(f"== {number} {variant}\n" + "\n".join(lines))
    assert "\n\n".join(said) + "\n" == (GOLDEN / f"{unit}.txt").read_text("utf-8")


def test_every_kind_is_drawn_whole_with_its_sizes_and_margins(
    papers: tuple[str, dict[str, dict[str, Document]]],
) -> None:
    for number, variants in papers[1].items():
        paper = variants["board"]
        assert FONTS.missing(paper) == (), number
        pages = pages_of(paper, fonts=FONTS)
        title = pages[0].texts[0]
        if paper.kind == "official":
            _official(number, pages)
            assert title.size == 22
            assert _edges(title)[0] >= 28 * MM
        elif paper.sheet == "a3":
            assert title.size == 32
            _inside(number, pages, 420, 25, 20, 20)
        else:
            assert title.size == 24
            _inside(number, pages, 210, 16, 16, 16)


def _inside(number: str, pages: list[Page], wide: int, left: int, right: int, top: int) -> None:
    for page in pages:
        for text in page.texts:
            first, last = _edges(text)
            assert first >= left * MM - 0.5, (number, text)
            assert last <= (wide - right) * MM + 0.5, (number, text)
            assert text.y - ASCENT * text.size >= top * MM - 0.5, (number, text)


def _official(number: str, pages: list[Page]) -> None:
    """GB/T 9704: 37 mm above, 28 mm at the left, 156 mm of text, numbers outside."""
    _inside(number, pages, 210, 28, 26, 37)
    for place, page in enumerate(pages, 1):
        mark = next(text for text in page.texts if text.text == f"— {place} —")
        first, last = _edges(mark)
        assert mark.size == 14
        if place % 2:
            assert last == pytest.approx(184 * MM - 14, abs=1), number
        else:
            assert first == pytest.approx(28 * MM + 14, abs=1), number
        assert mark.y == pytest.approx((262 + 7) * MM + 0.38 * 14, abs=1), number
    lines = {round(text.x - 28 * MM, 1) for text in pages[0].texts if text.size == 16}
    assert {x for x in lines if x < 33} <= {0.0, 32.0, round(2 * 156 * MM / 28, 1)}, number


def test_a_seal_has_its_square_and_nothing_else_stands_there(
    papers: tuple[str, dict[str, dict[str, Document]]],
) -> None:
    for number, variants in papers[1].items():
        paper = variants["board"]
        pages = pages_of(paper, fonts=FONTS)
        ((page, left, top, side),) = ((page, *seal) for page in pages for seal in page.seals)
        assert side == pytest.approx(45 * MM)
        own = {paper.unit, "2026年10月12日", "（盖章处）"}
        within = [
            text.text
            for text in page.texts
            if _edges(text)[1] > left + 1
            and _edges(text)[0] < left + side - 1
            and top + 1 < text.y - ASCENT * text.size + text.size / 2 < top + side - 1
        ]
        assert set(within) <= own, (number, within)
        assert "2026年10月12日" in within
        assert not any(
            min(r.x, r.to_x) < left + side and max(r.x, r.to_x) > left and top < r.y < top + side
            for r in page.rules
        ), number
        day = next(text for text in page.texts if text.text == "2026年10月12日")
        if paper.kind == "official":
            assert (184 * MM) - _edges(day)[1] == pytest.approx(4 * 16, abs=4), number
            above = max((t.y + 0.12 * t.size for t in page.texts if t.y < top + 2), default=105)
            assert top - above < 225 * MM / 22, number  # within one line of the text above


def test_no_seal_stands_alone_on_a_page(
    papers: tuple[str, dict[str, dict[str, Document]]],
) -> None:
    """Something of the notice stands above it, if only the line for its signatures."""
    for number, variants in papers[1].items():
        for page in pages_of(variants["board"], fonts=FONTS):
            if page.seals:
                top = page.seals[0][1]
                above = [t.text for t in page.texts if t.y < top + 45 * MM / 2]
                own = {variants["board"].unit, "扫码核对，不用联网"}
                assert set(above) - own, number


def _edges(text: Text) -> tuple[float, float]:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    wide = stringWidth(text.text, text.face, text.size) + (len(text.text) - 1) * text.spacing
    return text.x, text.x + wide


@pytest.mark.parametrize("sheet", ["a3", "wide"])
def test_a_long_quarter_hangs_on_numbered_sheets_that_carry_the_sum_forward(
    tmp_path: Path, sheet: str
) -> None:
    with clock.fixed(TODAY), make_book(tmp_path, "village") as book:
        changes = actions.draft(book, "N01", finance(139), code="F03", period="2026Q3")
        paper = actions.document_of(book, changes.ids("notice")[-1])
    assert paper.sheet == "a3"
    pages = pages_of(replace(paper, sheet=sheet), fonts=FONTS)  # type: ignore[arg-type]
    step = 2 if sheet == "wide" else 1  # a wide page is two sheets of A4
    fronts = pages[::step]
    assert len(fronts) >= 6
    carried = ""
    for number, page in enumerate(fronts, 1):
        texts = [text.text for text in page.texts]
        rights = [text.text for text in pages[(number - 1) * step + step - 1].texts]
        if number > 1:
            assert any(text.endswith(f"（第 {number} 张）") for text in texts + rights)
        if "承上张" in texts + rights:
            assert carried in rights
        if "累计" in texts + rights:
            place = [t.y for t in page.texts if t.text == "累计"] or [
                t.y for t in pages[(number - 1) * step + step - 1].texts if t.text == "累计"
            ]
            last = pages[(number - 1) * step + step - 1].texts
            carried = next(t.text for t in last if abs(t.y - place[-1]) < 1 and "," in t.text)
    assert carried
