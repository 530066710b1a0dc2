"""Forms keep their fields, a square to be ticked is 8 mm, and cards stay inside their cut."""

import pytest

from qinglian_desktop.core.document import Band, Box, Choice, Document, Form, Paragraph, Slips
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.paper.draw import pages_of

from .reading import FONTS, MM, made, signs, words

WIDE, HIGH = 210, 297


def form(text: str = "", *, mm: int = 20, fills: int = -1) -> Document:
    bands = (Band((Box("内容", label=True), Box(text, top=True)), mm), Band((Box("签字", 2),), 40))
    return Document("登记表", "form", (Form((1, 4), bands, fills),), unit="桂花社区")


def ballot(*items: str, number: int = 1) -> Document:
    asked = tuple(Choice(item, ("赞成", "反对", "弃权")) for item in items)
    return Document("表决票", "slip", (Paragraph(f"{number:03d}", indent=False), *asked))


def title_size(card: Document) -> float:
    (page,) = pages_of(Document("", "slip", (Slips((card,)),)), fonts=FONTS)
    return max(text.size for text in page.texts)


def depths(document: Document, number: int = 0) -> list[float]:
    """Where the lines across the page lie, in mm."""
    page = pages_of(document, fonts=FONTS)[number]
    found = {round(r.y / MM, 1) for r in page.rules if r.y == r.to_y and r.to_x - r.x > 100 * MM}
    return sorted(found)


def test_a_field_is_as_high_as_it_asks() -> None:
    top, middle, end = depths(form())
    assert middle - top == pytest.approx(20, abs=0.2)
    assert end - middle == pytest.approx(40, abs=0.2)


def test_room_to_write_by_hand_is_never_cut() -> None:
    bands = tuple(Band((Box("签字", label=True), Box("")), 100) for _ in range(4))
    document = Document("登记表", "form", (Form((1, 4), bands),))
    for number in (0, 1):
        top, middle, end = depths(document, number)
        assert (middle - top, end - middle) == (pytest.approx(100, abs=0.2),) * 2


def test_a_short_form_is_not_parted() -> None:
    one = Form((1, 4), tuple(Band((Box("答", label=True), Box("")), 20) for _ in range(5)))
    document = Document("登记表", "form", (one, one, one))
    assert [len(depths(document, number)) for number in (0, 1)] == [12, 6]


def test_one_field_takes_the_room_that_is_left() -> None:
    short, long = depths(form(fills=0)), depths(form("租金按季度收取。" * 40, fills=0))
    assert short[-1] == pytest.approx(long[-1], abs=0.3)
    assert short[-1] == pytest.approx(HIGH - 17, abs=7)
    assert short[1] - short[0] > 150


def test_a_text_longer_than_the_page_goes_on_in_its_field() -> None:
    text = "".join(f"第{n}条按合同办理。" for n in range(400))
    document = form(text)
    printed = words(made(document))
    assert len(printed) > 2
    assert all(f"第{n}条按" in "".join(printed) for n in range(400))
    assert all("内容（续）" in page for page in printed[1:-1])
    for number in range(len(printed)):
        inside = [s for s in signs(made(document), number) if s.bottom < HIGH - 17]
        assert max(s.right for s in inside) <= WIDE - 15
        assert min(s.left for s in inside) >= 25


def test_a_name_longer_than_a_page_ends_too() -> None:
    long = "一个写得很长的名称" * 400
    document = Document("登记表", "form", (Form((1,), (Band((Box(long, label=True),), 20),)),))
    assert "".join(words(made(document))).count("名称") == 400
    both = Band((Box(long, label=True), Box("按合同办理。" * 2000)), 20)
    pages = pages_of(Document("登记表", "form", (Form((1, 1), (both,)),)), fonts=FONTS)
    assert 2 < len(pages) < 60


def test_a_square_is_eight_millimetres() -> None:
    (page,) = pages_of(Document("", "slip", (Choice("门面", ("赞成", "反对")),)), fonts=FONTS)
    across = [rule for rule in page.rules if rule.y == rule.to_y]
    assert len(across) == 4
    assert {round((rule.to_x - rule.x) / MM, 2) for rule in across} == {8.0}


@pytest.mark.parametrize(("across", "down"), [(2, 2), (2, 1), (1, 2), (3, 2)])
def test_cards_stay_inside_their_cut(across: int, down: int) -> None:
    cards = tuple(ballot("门面续租方案", number=n) for n in range(1, 8))
    data = made(Document("", "slip", (Slips(cards, across, down),)))
    printed = words(data)
    assert len(printed) == -(-7 // (across * down))
    assert [number for n in range(1, 8) for number in [f"{n:03d}"] if number in "".join(printed)]
    wide, high = WIDE / across, HIGH / down
    for number in range(len(printed)):
        for sign in signs(data, number):
            column, row = int(sign.left // wide), int(sign.top // high)
            assert column * wide + 8 <= sign.left and sign.right <= (column + 1) * wide - 5
            assert row * high + 8 <= sign.top and sign.bottom <= (row + 1) * high - 5


def test_a_crowded_card_has_smaller_type_and_one_too_full_is_refused() -> None:
    few, many = ballot("门面续租方案"), ballot(*(f"第{n}个事项的方案" for n in range(6)))
    assert title_size(few) == 20
    assert 14 <= title_size(many) < 20
    full = ballot(*(f"第{n}个事项" for n in range(20)))
    with pytest.raises(Refused, match="写不下"):
        pages_of(Document("", "slip", (Slips((full,)),)), fonts=FONTS)
