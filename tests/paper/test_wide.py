"""Lists lie as they are best read: upright, across, or as one wide page glued from two sheets."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pypdfium2

from qinglian_desktop.core.document import Column, Document, SignLine, Table
from qinglian_desktop.paper import fonts
from qinglian_desktop.paper.draw import draw, pages_of
from qinglian_desktop.paper.draw.fitting import best_sheet, columns_that_fit
from qinglian_desktop.paper.draw.halves import halves_of
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.paper.poster import enlarged

from . import samples
from .reading import FONTS, MM, Sign, made, signs, words

SEAM, CUT = 200.0, 10.0  # mm: the mark on the left half, and the cut on the right one


def listed(columns: int, rows: int = 30, width: int = 6) -> Document:
    heads = tuple(Column(f"第{n + 1}列") for n in range(columns))
    cells = tuple(tuple(f"{r:02d}{n:02d}"[:width] + "字" * (width - 4) for n in range(columns))
                  for r in range(rows))  # fmt: skip
    blocks = (Table(heads, cells), SignLine())
    return Document("一张表", "table", blocks, unit="某社区", made_on=date(2026, 11, 3))


def page_boxes(data: bytes) -> list[tuple[int, int]]:
    with pypdfium2.PdfDocument(data) as pdf:
        return [tuple(round(side / MM) for side in pdf.get_page_size(n)) for n in range(len(pdf))]  # type: ignore[misc]


def test_a_list_stands_upright_when_every_cell_keeps_its_line_there() -> None:
    assert best_sheet(listed(5), FONTS) == "portrait"
    assert best_sheet(listed(12), FONTS) == "landscape"
    assert best_sheet(listed(2, width=40), FONTS) == "landscape"
    upright = replace(listed(5), sheet="portrait")
    assert page_boxes(made(upright)) == [(210, 297)]
    right = max(sign.right for sign in signs(made(upright)))
    assert right <= 210 - 15 + 0.5


def test_the_weighty_columns_get_the_room() -> None:
    many = replace(listed(20), sheet="landscape")
    table = many.blocks[0]
    assert isinstance(table, Table)
    order = (19, 0, *range(1, 19))
    taken = columns_that_fit(many, table, order, FONTS)
    assert 0 in taken and 19 in taken
    assert 8 <= len(taken) < 20
    assert taken == tuple(sorted(taken))


def test_a_wide_page_comes_out_as_two_a4_sheets_that_fit_together() -> None:
    wide = replace(listed(15, width=9), sheet="wide")
    data = made(wide)
    assert set(page_boxes(data)) == {(210, 297)}
    left, right = signs(data, 0), signs(data, 1)
    table_right = max(s.right for s in right)
    assert 195 < table_right <= 210 - 15 + 0.5, "the right margin is kept"
    shared = 0
    for sign in left:
        if sign.left > SEAM - 4 and sign.right < SEAM + 4 and 40 < sign.top < 250:
            twins = [s for s in right if s.text == sign.text and abs(s.top - sign.top) < 0.2]
            assert any(abs(s.left - (sign.left - (SEAM - CUT))) < 0.2 for s in twins)
            shared += 1
    assert shared > 5, "what stands on the seam is on both sheets"


def test_nothing_is_lost_between_the_sheets_and_the_marks_say_where_to_cut() -> None:
    wide = replace(listed(16, rows=20), sheet="wide")
    said = words(made(wide))
    whole = said[0] + said[1]
    table = wide.blocks[0]
    assert isinstance(table, Table)
    for row in table.rows:
        for cell in row:
            assert str(cell)[:4] in whole
    assert "涂胶" in said[0] and "剪掉" in said[1]
    flat = pages_of(replace(wide, sheet="landscape"), fonts=FONTS)[0]
    for half, place in zip(halves_of(flat, FONTS), (SEAM, CUT), strict=True):
        assert half.over is not None
        assert {round(rule.x / MM, 1) for rule in half.over.rules} == {place}
        assert half.clip is not None
    # The strip that is cut off carries nothing but its own words.
    assert not [s for s in signs(made(wide), 1) if s.right < CUT - 3.5 and s.top < 100]


def test_each_page_of_a_list_has_a_code_that_changes_with_the_page_alone() -> None:
    first = listed(6, rows=120)
    table = first.blocks[0]
    assert isinstance(table, Table)
    rows = list(table.rows)
    rows[70] = ("9999字字", *rows[70][1:])
    second = replace(first, blocks=(replace(table, rows=tuple(rows)), SignLine()))
    codes = [[page[page.index("本页核对码") :][5:13] for page in words(made(paper))]
             for paper in (first, second)]  # fmt: skip
    differing = [n for n, (a, b) in enumerate(zip(*codes, strict=True)) if a != b]
    assert len(codes[0]) > 3
    assert len(differing) == 1


def test_the_code_of_a_page_is_the_same_in_every_run_of_the_program() -> None:
    def codes(used: Fonts) -> list[str]:
        data = BytesIO()
        draw(listed(6, rows=80), data, fonts=used)
        return [page[page.index("本页核对码") :][5:13] for page in words(data.getvalue())]

    before = codes(FONTS)
    fonts._face.cache_clear()  # the next run loads them in another order, under other names
    Fonts()["fang"].width("居")
    assert codes(Fonts()) == before
    assert len(set(before)) == len(before)


def test_a_seam_for_the_seal_stands_on_every_page_of_several_only() -> None:
    long = replace(listed(4, rows=80), seam=True, kind="official")
    pages = words(made(long))
    assert len(pages) > 1
    assert all("（骑缝章处）" in page for page in pages)
    assert "骑缝章" not in "".join(words(made(replace(long, seam=False))))
    short = replace(listed(4, rows=2), seam=True, kind="official")
    assert "骑缝章" not in "".join(words(made(short)))
    place = next(s for s in signs(made(long)) if s.text == "缝")
    assert place.left > 195 and place.right < 206, "across the right edge, where a printer reaches"
    assert 130 < place.top < 170


def twins(first: list[Sign], second: list[Sign], step: tuple[float, float]) -> int:
    """How many signs of the first sheet stand on the second, moved by `step` mm."""
    return sum(
        any(
            s.text == sign.text
            and abs(s.left - sign.left + step[0]) < 0.2
            and abs(s.top - sign.top + step[1]) < 0.2
            for s in second
        )
        for sign in first
    )


def test_any_page_is_enlarged_onto_two_sheets_that_fit_together() -> None:
    across, upright = made(samples.ledger(20)), made(samples.official())
    left, right, *_ = (signs(enlarged(across, FONTS), n) for n in range(2))
    assert twins(left, right, (SEAM - CUT, 0)) > 20
    assert twins(left, right, (SEAM - CUT, 0)) > 3 * twins(left, right, (SEAM, 0))
    upper, lower = (signs(enlarged(upright, FONTS), n) for n in range(2))
    assert twins(upper, lower, (0, SEAM - CUT)) > 20
    boxes = page_boxes(enlarged(upright, FONTS))
    assert boxes == [(297, 210)] * 2 * len(words(upright))
    assert set(page_boxes(enlarged(across, FONTS))) == {(210, 297)}


def test_enlarged_means_a_third_larger_and_marked_where_to_cut() -> None:
    upright = made(samples.official())
    small = next(s for s in signs(upright) if s.text == "关")
    large = next(s for s in signs(enlarged(upright, FONTS)) if s.text == "关")
    grown = (large.right - large.left) / (small.right - small.left)
    assert 1.3 < grown < 1.42
    for paper in (upright, made(samples.ledger(5))):
        first, second = words(enlarged(paper, FONTS))[:2]
        assert "涂胶" in first and "剪掉" in second
    with pypdfium2.PdfDocument(enlarged(upright, FONTS)) as pdf:
        picture = pdf[1].render(scale=4, grayscale=True).to_pil()
    step = 4 * MM
    dark = [
        y / step for y in range(round(20 * step)) if picture.getpixel((round(8 * step), y)) < 99
    ]
    assert abs(sum(dark) / len(dark) - CUT) < 0.3


def test_a_board_on_a3_fits_two_sheets_of_a4_whole() -> None:
    document = samples.board(sheet="a3")
    paper = made(document)
    assert set(page_boxes(paper)) == {(420, 297)}
    halves = enlarged(paper, FONTS)
    assert set(page_boxes(halves)) == {(210, 297)}
    assert len(words(halves)) == 2 * len(words(paper))
    glued = "".join(words(halves))
    for text in ("老年食堂米面油", "12,500.00", "（盖章处）"):
        assert text in glued
