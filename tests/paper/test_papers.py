"""The other papers: board, big print, loudspeaker; the square; the file itself."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PdfReader

from qinglian_desktop.core import money
from qinglian_desktop.core.document import Document, Paragraph, Table, from_plain, to_plain
from qinglian_desktop.paper.draw import draw, pages_of, qr
from qinglian_desktop.paper.draw.page import MM

from . import samples
from .reading import FONTS, fonts_of, made, words

PAPERS: dict[str, Callable[[], Document]] = {
    "official": samples.official,
    "ledger": samples.ledger,
    "board": samples.board,
    "plain": samples.plain,
    "broadcast": samples.broadcast,
    "everything": samples.everything,
}


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_holds_its_words_and_embeds_its_fonts(name: str) -> None:
    document = PAPERS[name]()
    data = made(document)
    text = "".join(words(data))
    for block in document.blocks:
        if isinstance(block, Table):
            shown = (cell for row in block.rows for cell in row if cell != "")
            assert all((money.show(c) if isinstance(c, int) else c) in text for c in shown)
        if isinstance(block, Paragraph) and len(block.text) < 20:
            assert block.text in text
    assert document.fingerprint in text
    assert all(fonts_of(data).values())


@pytest.mark.parametrize("name", PAPERS)
def test_the_same_document_gives_the_same_bytes(name: str) -> None:
    document = PAPERS[name]()
    assert made(document) == made(from_plain(to_plain(document)))


def test_the_foot_tells_unit_number_fingerprint_and_day() -> None:
    document = samples.board()
    for page in words(made(document)):
        for part in (samples.UNIT, "桂居公〔2026〕13号", f"核对码{document.fingerprint}"):
            assert part in page
        assert "打印日期2026年10月8日" in page and "第1份" in page


def test_title_number_and_unit_are_in_the_properties() -> None:
    about = PdfReader(BytesIO(made(samples.board()))).metadata
    assert about is not None
    assert about.title == "桂花社区2026年第三季度财务收支公开"
    assert about.subject == "桂居公〔2026〕13号"
    assert about.author == samples.UNIT


def test_a_notice_is_small(tmp_path: Path) -> None:
    body = "".join(chr(0x4E00 + i * 3) for i in range(1500))
    long = Document("公告", "official", tuple(Paragraph(body) for _ in range(4)))
    drawn = draw(long, tmp_path / "long.pdf", fonts=FONTS)
    assert drawn.pages >= 10
    assert drawn.size == (tmp_path / "long.pdf").stat().st_size <= 1_500_000


def test_the_board_is_large_enough_to_read_from_a_step_away() -> None:
    (page,) = pages_of(samples.board(), fonts=FONTS)
    title = page.texts[0]
    assert title.size == 24
    shown = [text for text in page.texts if text.text == "12,500.00"]
    assert [text.size for text in shown] == [14]
    assert shown[0].face.startswith("QinglianSansBold")


def test_the_square_is_big_enough_and_says_what_was_printed() -> None:
    text = "桂花社区财务公开\n编号：桂居公〔2026〕13号\n核对码：7B4727A9"
    assert qr.side(text) >= 22 * MM
    (page,) = pages_of(samples.board(), fonts=FONTS)
    dark = [tint for tint in page.tints if tint.grey == 0]
    left, right = min(t.x for t in dark), max(t.x + t.width for t in dark)
    assert right - left >= 22 * MM
    assert any(t.grey == 1 and t.width > right - left for t in page.tints)  # its white border
    assert "扫码核对" in words(made(samples.board()))[0]
    none = pages_of(replace(samples.board(), qr=""), fonts=FONTS)[0]
    assert all(tint.grey > 0 for tint in none.tints)


def test_a_square_without_a_signature_still_gets_its_place() -> None:
    paper = Document("通知", "board", (Paragraph("停水一天。"),), qr="停水通知")
    (page,) = pages_of(paper, fonts=FONTS)
    assert any(tint.grey == 0 for tint in page.tints)


def test_big_print_is_big() -> None:
    (page,) = pages_of(samples.plain(), fonts=FONTS)
    sizes = {text.text: text.size for text in page.texts}
    assert sizes["社区的钱怎么花的"] == 36
    assert sizes["看不懂的，到社区一楼问。"] == 26


def test_the_loudspeaker_reads_one_sentence_a_line() -> None:
    (page,) = pages_of(samples.broadcast(), fonts=FONTS)
    spoken = [text for text in page.texts if text.text.endswith("／")]
    assert [text.size for text in spoken] == [18] * 6
    gaps = [b.y - a.y for a, b in pairwise(spoken)]
    assert gaps == pytest.approx([36] * 5)


def test_two_notices_can_be_drawn_by_two_threads_at_once() -> None:
    from concurrent.futures import ThreadPoolExecutor

    documents = [samples.two_page_notice(number) for number in range(8)]
    alone = [made(document) for document in documents]
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(made, documents)) == alone
