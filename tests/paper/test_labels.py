"""Labels come out where the labels are, from any place of the sheet on, and keep inside them."""

import pypdfium2
import pytest

from qinglian_desktop.paper.draw.calibration import AWAY, calibration_page
from qinglian_desktop.paper.labels import SHEETS, Label, Sheet, label_pages

from .reading import FONTS, MM, signs, words

every_sheet = pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.word)
LONG = Label(
    "欧阳上官诸葛·阿依古丽",
    ("户号 2-015", "新街子社区2组石佛岗沿河路38号附12号3幢2单元17-4", "收件人请当面拆开核对"),
    "2-015",
)


def place_of(sheet: Sheet, left: float, top: float) -> int:
    """Which label (from 1) a point in mm lies on."""
    column = int((left - sheet.left) // (sheet.width + sheet.across))
    return int((top - sheet.top) // sheet.height) * sheet.columns + column + 1


@every_sheet
def test_a_sheet_lies_on_a4(sheet: Sheet) -> None:
    assert sheet.places == 24
    right = sheet.left + sheet.columns * sheet.width + (sheet.columns - 1) * sheet.across
    assert right <= 210.1 - sheet.left + 0.5
    assert sheet.top + sheet.rows * sheet.height <= 297


@every_sheet
@pytest.mark.parametrize("first", [1, 5, 24])
def test_labels_begin_where_the_used_ones_end(sheet: Sheet, first: int) -> None:
    labels = [Label(f"户{chr(0x4E00 + n)}") for n in range(30)]
    data = label_pages(labels, sheet, FONTS, first=first)
    pages = words(data)
    assert len(pages) == -(-(first - 1 + 30) // 24)
    found = {}
    for number in range(len(pages)):
        for sign in signs(data, number):
            if sign.text != "户":
                found[sign.text] = number * 24 + place_of(sheet, sign.left, sign.top)
    assert found == {chr(0x4E00 + n): first + n for n in range(30)}


@every_sheet
def test_a_long_address_stays_inside_its_label(sheet: Sheet) -> None:
    data = label_pages([LONG] * 24, sheet, FONTS)
    for sign in signs(data):
        place = place_of(sheet, sign.left, sign.top) - 1
        row, column = divmod(place, sheet.columns)
        left = sheet.left + column * (sheet.width + sheet.across)
        top = sheet.top + row * sheet.height
        assert sign.left >= left + 3.5 and sign.right <= left + sheet.width - 3.5
        assert sign.top >= top + 2 and sign.bottom <= top + sheet.height - 2
    said = words(data)[0]
    assert said.count("欧阳上官诸葛·阿依古丽") == 24
    assert said.count("户号2-015") == 24


def test_nobody_to_write_to_is_said_on_paper() -> None:
    assert "没有可打印的标签" in words(label_pages([], SHEETS[0], FONTS))[0]


def test_the_calibration_page_says_where_to_measure_and_has_its_lines_there() -> None:
    data = calibration_page(FONTS)
    assert max(sign.right for sign in signs(data)) < 195
    assert "再打一次" in words(data)[0]
    with pypdfium2.PdfDocument(data) as pdf:
        picture = pdf[0].render(scale=8, grayscale=True).to_pil()
    step = 8 * MM
    across = [x for x in range(picture.width) if picture.getpixel((x, round(250 * step))) < 128]
    down = [y for y in range(picture.height) if picture.getpixel((round(180 * step), y)) < 128]
    assert [sum(line) / len(line) / step for line in (across, down)] == pytest.approx(
        [AWAY, AWAY], abs=0.1
    )
