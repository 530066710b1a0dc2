"""The official page keeps GB/T 9704: margins, 22 lines of 28 characters, page numbers, 落款."""

from collections import defaultdict
from dataclasses import replace

import pytest

from qinglian_desktop.core.document import Column, Document, Heading, Paragraph, Signature, Table
from qinglian_desktop.paper.draw import pages_of

from . import samples
from .reading import FONTS, MM, Sign, fonts_of, made, signs, words

FULL = Document("公告", "official", (Paragraph("居" * 28 * 60, indent=False),), made_on=samples.DAY)


def rows(found: list[Sign]) -> list[list[Sign]]:
    lines: dict[float, list[Sign]] = defaultdict(list)
    for sign in found:
        lines[round(sign.bottom, 1)].append(sign)
    return [lines[key] for key in sorted(lines)]


def test_a_full_page_has_22_lines_of_28_characters_inside_the_margins() -> None:
    body = [sign for sign in signs(made(FULL), 1) if sign.text == "居"]
    lines = rows(body)
    assert [len(line) for line in lines] == [28] * 22
    assert min(sign.left for sign in body) == pytest.approx(28, abs=1)
    assert max(sign.right for sign in body) == pytest.approx(28 + 156, abs=1)
    assert min(sign.top for sign in body) == pytest.approx(37, abs=1)
    assert max(sign.bottom for sign in body) <= 37 + 225
    pitch = (lines[-1][0].bottom - lines[0][0].bottom) / 21
    assert pitch == pytest.approx(225 / 22, abs=0.05)


def test_the_title_is_centred_22_points_in_the_title_face() -> None:
    (page, *_) = pages_of(samples.official(), fonts=FONTS)
    title = page.texts[0]
    assert (title.size, title.face[:13]) == (22, "QinglianTitle")
    width = sum(FONTS["title"][sign][1] for sign in title.text) * 22
    assert title.x + width / 2 == pytest.approx((28 + 156 / 2) * MM, abs=1)
    assert title.y - 0.88 * 22 == pytest.approx(37 * MM, abs=1)


def test_levels_have_their_faces_and_the_body_16_point_fangsong() -> None:
    paper = Document(
        "公告", "official",
        (Heading("一、甲"), Heading("（一）乙", 2), Heading("1.丙", 3), Paragraph("正文")),
    )  # fmt: skip
    (page,) = pages_of(paper, fonts=FONTS)
    faces = {text.text: (text.face.split("-")[0], text.size) for text in page.texts}
    assert faces["一、甲"] == ("QinglianSans", 16)
    assert faces["（一）乙"] == ("QinglianKai", 16)
    assert faces["1.丙"] == faces["正文"] == ("QinglianFang", 16)


def test_page_numbers_stand_outside_odd_right_even_left() -> None:
    data = made(FULL)
    for number, (left, right) in enumerate([(150, 184), (28, 60)]):
        assert f"—{number + 1}—" in words(data)[number]
        dashes = [s for s in signs(data, number) if s.text == "—"]
        assert all(left < s.left and s.right < right for s in dashes)
        assert all(s.top > 262 for s in dashes)


def test_with_a_seal_the_name_stands_centred_over_the_date() -> None:
    (page,) = pages_of(_signed(True), fonts=FONTS)
    name, day, place = (next(t for t in page.texts if t.text == x) for x in _WORDS)
    middles = [t.x + FONTS["fang"].width(t.text) * t.size / 2 for t in (name, day, place)]
    assert max(middles) - min(middles) < 3
    end = day.x + FONTS["fang"].width(day.text) * 16
    assert (28 + 156) * MM - end == pytest.approx(4 * 16, abs=4)
    assert name.y < day.y < place.y


def test_without_a_seal_the_date_begins_two_characters_after_the_name() -> None:
    (page,) = pages_of(_signed(False), fonts=FONTS)
    name, day = (next(t for t in page.texts if t.text == x) for x in _WORDS[:2])
    assert day.x - name.x == pytest.approx(32, abs=1)
    assert all(text.text != "（盖章处）" for text in page.texts)


def test_a_signature_never_stands_alone_on_a_page() -> None:
    for lines in range(12, 26):
        body = Paragraph("\n".join(["居民"] * lines))
        paper = Document("公告", "official", (body, Signature(samples.UNIT, "2026年10月8日")))
        last = words(made(paper))[-1]
        assert "居民居民" in last.replace(samples.UNIT, "") and samples.UNIT in last


def test_a_heading_never_ends_a_page() -> None:
    for lines in range(14, 24):
        body = Paragraph("\n".join(["甲"] * lines))
        paper = Document("公告", "official", (body, Heading("一、乙"), Paragraph("丙")))
        for page in words(made(paper)):
            assert ("一、乙" in page) == ("丙" in page)


def test_a_heading_and_its_line_stand_with_the_table_they_introduce() -> None:
    table = Table((Column("项目"), Column("说明")), (("甲", "乙"),) * 30)
    for lines in range(10, 22):
        body = Paragraph("\n".join(["丁"] * lines))
        paper = Document(
            "公告", "official", (body, Heading("一、明细"), Paragraph("都是现金。"), table)
        )
        (first,) = (page for page in words(made(paper)) if "一、明细" in page)
        assert "项目说明甲乙" in first


def test_every_line_is_in_the_text_in_reading_order() -> None:
    text = "".join(words(made(samples.official())))
    places = [
        text.index(part)
        for part in (
            "关于桂花社区居民代表会议决议的公告", "桂居公〔2026〕12号", "一、会议情况",
            "¥32,000.00（叁万贰仟元整）", "（一）门面续租方案", "公示期限：2026年10月8日",
            samples.UNIT + "2026年10月8日（盖章处）",
        )
    ]  # fmt: skip
    assert places == sorted(places)


def test_a_draft_is_marked_on_every_page_and_a_final_paper_is_not() -> None:
    draft = samples.official(draft=True)
    assert all("草稿" in page for page in words(made(draft)))
    assert not any("草稿" in page for page in words(made(replace(draft, draft=False))))
    mark = pages_of(draft, fonts=FONTS)[0].turned[0]
    assert mark.grey >= 0.9 and mark.degrees > 20


def test_fonts_are_embedded_as_subsets_and_nothing_else_is_named() -> None:
    found = fonts_of(made(samples.official(draft=True)))
    assert len(found) >= 4
    assert all(found.values()), found


_WORDS = (samples.UNIT, "2026年10月8日", "（盖章处）")


def _signed(seal: bool) -> Document:
    return Document(
        "公告", "official", (Paragraph("正文"), Signature(samples.UNIT, "2026年10月8日", seal))
    )
