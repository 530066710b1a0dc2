"""A binder: every paper in its order, the contents right, counted after it was written."""

from datetime import date
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from qinglian_desktop.core.document import Document, PageBreak, Paragraph
from qinglian_desktop.core.outcome import Refused, Stopped
from qinglian_desktop.paper.binder import Cover, Part, Volume, bound

from . import samples
from .reading import FONTS, MM, made, signs, words

COVER = Cover("桂花社区\n2026年第三季度居务公开资料", samples.UNIT, "2026年第三季度",
              date(2026, 11, 3))  # fmt: skip


def sheets(title: str, count: int) -> Document:
    """A paper of so many pages, each of which says which one it is."""
    blocks = [PageBreak(), Paragraph(f"{title}之1")]
    for number in range(2, count + 1):
        blocks += [PageBreak(), Paragraph(f"{title}之{number}")]
    return Document(title, "official", tuple(blocks[1:]))


def picture(width: int, height: int) -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (width, height), "#557799").save(drawn, "JPEG")
    return drawn.getvalue()


def number_of(data: bytes, page: int) -> str:
    """The number in the upper right corner."""
    with pypdfium2.PdfDocument(data) as pdf:
        seen = pdf[page]
        width, height = seen.get_size()
        corner = (width - 30 * MM, height - 12 * MM, width, height - 6 * MM)
        return str(seen.get_textpage().get_text_bounded(*corner)).strip()


def assert_right(volume: Volume, limit: int = 300) -> list[str]:
    """Every page numbered in order, every line of the contents true; answers its texts."""
    said = words(volume.pdf)
    assert len(said) == volume.pages <= limit
    for page in range(volume.front, volume.pages):
        assert number_of(volume.pdf, page) == str(page - volume.front + 1)
    contents = "".join(said[1 : volume.front])
    for entry in volume.entries:
        first = "".join(entry.title.split())
        assert f"{first}{entry.page}" in contents
        assert first.partition("（第")[0] in said[volume.front + entry.page - 1]
    return said


def test_three_hundred_pages_are_numbered_right_through() -> None:
    parts = [Part(f"第{n}件", sheets(f"第{n}件", 7), f"第{n // 10 + 1}组") for n in range(40)]
    (volume,) = bound(COVER, parts, FONTS)
    assert 280 + 4 < volume.pages <= 300
    said = assert_right(volume)
    assert len(volume.entries) == 40
    order = [page for page in said if "之" in page]
    assert ["".join(f"第{n}件之{k}") in page for n in range(40) for k, page in
            enumerate(order[n * 7 : n * 7 + 7], 1)] == [True] * 280  # fmt: skip
    dividers = [n for n, page in enumerate(said) if page.startswith("第") and "组" in page]
    assert len(dividers) == 4
    assert "2026年第三季度" in said[0] and f"{volume.pages - volume.front}页" in said[0]


def test_more_than_three_hundred_pages_become_volumes() -> None:
    parts = [Part(f"第{n}件", sheets(f"第{n}件", 100), "公告") for n in range(3)]
    volumes = bound(COVER, parts, FONTS)
    assert [len(v.entries) for v in volumes] == [2, 1]
    for number, volume in enumerate(volumes, 1):
        said = assert_right(volume)
        assert f"第{number}卷共2卷" in said[0]
    told = [entry.title for volume in volumes for entry in volume.entries]
    assert told == [part.title for part in parts]


def test_a_paper_thicker_than_a_volume_is_parted_and_says_so() -> None:
    volumes = bound(COVER, [Part("账页", sheets("账页", 30))], FONTS, limit=24)
    assert [v.entries[0].title for v in volumes] == [
        "账页（第 1 至 12 页）", "账页（第 13 至 24 页）", "账页（第 25 至 30 页）",
    ]  # fmt: skip
    for volume in volumes:
        assert_right(volume, 24)


def test_a_divider_never_ends_a_volume() -> None:
    parts = [Part("甲", sheets("甲", 11), ""), Part("乙", sheets("乙", 3), "第二类")]
    first, second = bound(COVER, parts, FONTS, limit=24)
    assert [e.title for e in first.entries] == ["甲"]
    assert "第二类" in words(second.pdf)[second.front]
    assert "第二类" not in "".join(words(first.pdf))


def test_our_own_papers_keep_every_sign_and_place() -> None:
    paper = samples.official()
    (volume,) = bound(COVER, [Part("决议", paper)], FONTS)
    alone, inside = signs(made(paper), 0), signs(volume.pdf, volume.front)
    stamped = [sign for sign in inside if sign.top > 11]
    assert [(s.text, round(s.left, 1), round(s.top, 1)) for s in stamped] == [
        (s.text, round(s.left, 1), round(s.top, 1)) for s in alone
    ]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("shift", [0, 30])
def test_a_page_of_somebody_else_stands_as_it_is_read(turn: int, shift: int) -> None:
    """However it is turned and wherever its corner is: the same picture, smaller, in its room."""
    writer = PdfWriter(BytesIO(made(samples.ledger(5))))
    page = writer.pages[0]
    page.mediabox.lower_left = (-shift, -shift)
    page.cropbox.lower_left = (-shift, -shift)
    page.rotate(turn)
    turned = BytesIO()
    writer.write(turned)
    (volume,) = bound(COVER, [Part("来文", turned.getvalue())], FONTS)
    with pypdfium2.PdfDocument(turned.getvalue()) as pdf, pypdfium2.PdfDocument(volume.pdf) as book:
        before, after = (page.render(scale=1, grayscale=True).to_pil()
                         for page in (pdf[0], book[volume.front]))  # fmt: skip
    after.paste(255, (after.width - 100, 0, after.width, 34))  # the number is not of the page
    pictures, boxes = [], []
    for picture in (before, after):
        box = picture.point(lambda v: 255 * (v < 200)).getbbox()
        assert box is not None
        boxes.append(box)
        pictures.append(picture.crop(box).resize((120, 120), Image.Resampling.BOX).tobytes())
    differing = sum(abs(a - b) for a, b in zip(*pictures, strict=True)) / len(pictures[0])
    assert differing < 10
    left, top, right, bottom = (edge / MM for edge in boxes[1])
    assert left >= 24.5 and top >= 13.5
    assert right <= after.width / MM - 9.5 and bottom <= after.height / MM - 11.5
    assert min(right - left, bottom - top) > 60, "not made smaller than it must be"


def test_a_large_sheet_becomes_a4_and_a_photo_keeps_its_shape() -> None:
    a3 = PdfWriter()
    a3.add_blank_page(842, 1191)
    data = BytesIO()
    a3.write(data)
    parts = [Part("图纸", data.getvalue()), Part("横照片", picture(1600, 900)),
             Part("竖照片", picture(900, 1600))]  # fmt: skip
    (volume,) = bound(COVER, parts, FONTS)
    with pypdfium2.PdfDocument(volume.pdf) as pdf:
        sizes = [tuple(round(s / MM) for s in pdf.get_page_size(n)) for n in range(len(pdf))]
    assert sizes[volume.front :] == [(210, 297), (297, 210), (210, 297)]
    assert "横照片" in words(volume.pdf)[volume.front + 1]
    pages = PdfReader(BytesIO(volume.pdf)).pages
    assert len(pages[volume.front + 2].images) == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"hello", "QL-PR-081"), (b"%PDF-1.7 broken", "QL-PR-082"), (b"", "QL-PR-081")],
)
def test_what_cannot_be_read_is_named(data: bytes, code: str) -> None:
    with pytest.raises(Refused, match="〔坏文件〕") as refused:
        bound(COVER, [Part("坏文件", data)], FONTS)
    assert refused.value.code == code


def test_a_pdf_with_a_password_is_named() -> None:
    writer = PdfWriter(BytesIO(made(sheets("密", 1))))
    writer.encrypt("geheim", algorithm="RC4-128")
    locked = BytesIO()
    writer.write(locked)
    with pytest.raises(Refused, match="可能有密码"):
        bound(COVER, [Part("有密码的", locked.getvalue())], FONTS)


def test_stopping_writes_nothing() -> None:
    parts = [Part(f"{n}", sheets(f"{n}", 1)) for n in range(5)]
    with pytest.raises(Stopped):
        bound(COVER, parts, FONTS, tick=lambda done, total, label: done < 3)


def test_many_titles_take_several_contents_pages() -> None:
    long = "材料，题名很长，要在目录里折行才放得下，看看折得对不对，页码还在行末吗，能不能看清楚"
    parts = [Part(f"第{n}份{long}", sheets(f"第{n}份", 1)) for n in range(30)]
    (volume,) = bound(COVER, parts, FONTS)
    assert volume.front > 2
    said = words(volume.pdf)
    assert all("目录" in page for page in said[1 : volume.front])
    assert [e.page for e in volume.entries] == list(range(1, 31))
