"""Tables over many pages: headers repeat, rows stay whole, every total adds up."""

import re
import time
from itertools import pairwise

import pytest

from qinglian_desktop.core import money
from qinglian_desktop.core.document import (
    Column,
    Document,
    Heading,
    Paragraph,
    Signature,
    SignLine,
    Table,
)
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.paper.draw import pages_of
from qinglian_desktop.paper.draw.flow import Flow
from qinglian_desktop.paper.draw.page import Page
from qinglian_desktop.paper.draw.rows import Rows
from qinglian_desktop.paper.draw.styles import STYLES
from qinglian_desktop.paper.draw.table import measured

from . import samples
from .reading import FONTS, MM, made, words

MONEY = re.compile(r"^-?[0-9,]+\.[0-9]{2}$")


def lines(page: Page) -> list[list[str]]:
    """The texts of a page by height, each from left to right."""
    rows: dict[int, list[tuple[float, str]]] = {}
    for text in page.texts:
        rows.setdefault(round(text.y), []).append((text.x, text.text))
    return [[word for _, word in sorted(rows[y])] for y in sorted(rows)]


def amounts(row: list[str]) -> list[int]:
    return [money.parse_yuan(word) for word in row if MONEY.match(word)]


def test_a_thousand_rows_have_headers_subtotals_and_a_right_total() -> None:
    document = samples.ledger(1000)
    pages = pages_of(document, fonts=FONTS)
    table = document.blocks[0]
    assert isinstance(table, Table)
    seen, so_far = 0, [0, 0]
    for page in pages:
        rows = lines(page)
        assert sum("凭证号" in row for row in rows) == 1
        own = [row for row in rows if len(row) > 3 and row[0].isdigit()]
        (subtotal,) = [row for row in rows if row[0] == "本页小计"]
        (running,) = [row for row in rows if row[0] == "累计"]
        sums = list(table.sums(seen, seen + len(own)))
        so_far = [a + b for a, b in zip(so_far, sums, strict=True)]
        seen += len(own)
        assert amounts(subtotal) == sums
        assert amounts(running) == so_far
    assert seen == 1000
    (total,) = [row for row in lines(pages[-1]) if row[0] == "合计"]
    assert amounts(total) == so_far == list(table.sums())
    assert all(row[0] != "合计" for page in pages[:-1] for row in lines(page))


def test_the_total_is_written_out_on_the_last_page() -> None:
    document = samples.ledger(60)
    table = document.blocks[0]
    assert isinstance(table, Table)
    *_, last = words(made(document))
    for fen in table.sums():
        assert money.capital(fen) in last
    assert "填表人：" in last and "审核人：" in last and "日期：" in last


def test_pages_are_counted_on_every_page() -> None:
    pages = words(made(samples.ledger(60)))
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert f"第{number}页共{len(pages)}页" in page


def test_a_table_on_one_page_needs_no_subtotals() -> None:
    (page,) = words(made(samples.ledger(5)))
    assert "本页小计" not in page and "累计" not in page and "合计（大写）" in page


def test_carried_amounts_begin_the_running_total() -> None:
    columns = (Column("摘要"), Column("金额", money=True))
    table = Table(columns, (("电费", 100), ("水费", 250)), totals=True, carried=(10_000,))
    (page,) = pages_of(Document("续表", "table", (table,)), fonts=FONTS)
    rows = {row[0]: amounts(row) for row in lines(page)}
    assert (rows["承前"], rows["本页小计"]) == ([10_000], [350])
    assert (rows["累计"], rows["合计"]) == ([10_350], [10_350])


def test_margins_of_the_landscape_sheet() -> None:
    pages = pages_of(samples.ledger(60), fonts=FONTS)
    for page in pages:
        xs = [rule.x for rule in page.rules] + [rule.to_x for rule in page.rules]
        assert min(xs) == pytest.approx(20 * MM, abs=1)
        assert max(xs) == pytest.approx((297 - 15) * MM, abs=1)
        assert min(rule.y for rule in page.rules) >= 15 * MM - 1
        assert max(rule.to_y for rule in page.rules) <= (210 - 15) * MM
        assert all(0.9 <= tint.grey <= 1 for tint in page.tints)


def test_no_row_is_cut_and_no_text_leaves_its_cell() -> None:
    text = "社区服务中心空调维修更换压缩机及加注制冷剂并清洗外机" * 3
    rows = tuple((str(i), text, 100 + i) for i in range(40))
    columns = (Column("序号", 3), Column("摘要", 10), Column("金额", 6, money=True))
    pages = pages_of(Document("明细", "table", (Table(columns, rows, totals=True),)), fonts=FONTS)
    assert len(pages) > 1
    for page in pages:
        whole = "".join(t.text for t in page.texts)
        assert whole.count(text) == sum(t.text.isdigit() for t in page.texts)
        for t in page.texts:
            right = t.x + sum(FONTS["sans"][s][1] for s in t.text) * t.size
            assert right <= (297 - 15) * MM + 1


def test_a_row_taller_than_a_page_goes_on_and_loses_nothing() -> None:
    text = "".join(chr(0x4E00 + i) for i in range(8000))
    columns = (Column("摘要", 10), Column("金额", 6, money=True))
    table = Table(columns, (("短", 5), (text, 700), ("尾", 9)), totals=True)
    pages = pages_of(Document("明细", "table", (table, SignLine())), fonts=FONTS)
    body = "".join(t.text for page in pages for t in page.texts)
    assert all(body.count(sign) >= 1 for sign in text)
    assert len(pages) < 30
    sums = [amounts(row) for page in pages for row in lines(page) if row[0] == "本页小计"]
    assert sum(one[0] for one in sums) == 714
    assert body.count("7.00") == 1


def test_a_crowded_table_shrinks_before_it_breaks_amounts() -> None:
    columns = tuple(Column(f"第{i}季度金额", money=True) for i in range(12))
    table = Table(columns, ((123_456_789_012,) * 12,), totals=False)
    (page,) = pages_of(Document("汇总", "table", (table,)), fonts=FONTS)
    shown = [t for t in page.texts if t.text.startswith("1,234")]
    assert shown and all(t.size >= 9 for t in shown)
    columns = columns[:8]
    table = Table(columns, ((123_456_789_012,) * 8,))
    (page,) = pages_of(Document("汇总", "table", (table,)), fonts=FONTS)
    assert sum(t.text == "1,234,567,890.12" for t in page.texts) == 8


def test_totals_of_a_table_that_begins_with_money_are_told_in_words() -> None:
    table = Table((Column("收入", money=True), Column("说明")), ((500, "甲"),), totals=True)
    (text,) = words(made(Document("表", "table", (table,))))
    assert "合计：收入5.00" in text and "伍元整" in text


def test_an_empty_table_still_has_its_header_and_total() -> None:
    table = Table((Column("摘要"), Column("金额", money=True)), (), totals=True)
    (text,) = words(made(Document("表", "table", (table,))))
    assert "摘要" in text and "零元整" in text


def test_a_header_that_fills_the_page_is_refused_in_words() -> None:
    table = Table((Column("列" * 9000), Column("乙")), (("1", "2"),))
    with pytest.raises(Refused, match="表头文字太长"):
        pages_of(Document("表", "table", (table,)), fonts=FONTS)


def test_a_heading_stays_with_the_table_it_names_and_the_table_with_its_signature() -> None:
    columns = (Column("摘要"), Column("金额", money=True))
    for count in range(1, 40, 3):
        rows = tuple(("电费", 100) for _ in range(count))
        blocks = (
            Paragraph("\n".join(["说明"] * 14)), Heading("二、明细"), Table(columns, rows),
            Signature(samples.UNIT, "2026年10月8日"),
        )  # fmt: skip
        pages = words(made(Document("公开", "board", blocks)))
        assert all(("二、明细" in page) <= ("摘要" in page) for page in pages)
        assert "电费" in pages[-1] and "盖章处" in pages[-1]


def test_rows_to_write_on_are_high_enough_for_a_pen() -> None:
    table = Table((Column("姓名"), Column("签名")), (("张建国", ""),) * 5, row_mm=9)
    (page,) = pages_of(Document("签到表", "table", (table,)), fonts=FONTS)
    ys = sorted({round(r.y, 2) for r in page.rules if r.y == r.to_y})
    gaps = [b - a for a, b in pairwise(ys[1:])]
    assert len(gaps) >= 5 and min(gaps) >= 9 * MM - 0.01


def test_a_thousand_rows_are_laid_out_in_reasonable_time() -> None:
    document = samples.ledger(1000)
    begun = time.perf_counter()
    pages_of(document, fonts=FONTS)
    assert time.perf_counter() - begun < 5


def lines_in(columns: tuple[Column, ...], *rows: tuple[str, ...]) -> list[int]:
    """The most lines that a cell of each column takes on a board."""
    style = STYLES["board"]
    grid = measured(Table(columns, rows), style, FONTS, style.measure)
    made = list(grid.rows(style.depth))
    return [max(len(row.boxes[place].lines) for row in made) for place in range(len(columns))]


def test_room_goes_where_it_saves_lines_and_not_where_a_weight_says() -> None:
    text, side = "便民服务中心七月份的电费和水费", "綦江区某商贸有限责任公司通惠分店"
    for weights in ((10, 10), (40, 3), (3, 40)):
        columns = (
            Column("摘要", weights[0]), Column("收款方", weights[1]), Column("用途"),
            Column("经手人"), Column("审批人"),
        )  # fmt: skip
        rows = [(text, side, "水电费", "尤琴素", "尤永华")] * 20
        assert sorted(lines_in(columns, *rows)) == [1, 1, 1, 1, 2], weights


def test_one_long_text_does_not_starve_the_others() -> None:
    columns = (Column("摘要"), Column("收款方"))
    rows = [("电费", "綦江区某商贸有限责任公司")] * 30
    rows.append(("空调维修更换压缩机及加注制冷剂并清洗外机" * 6, "某供电公司"))
    assert lines_in(columns, *rows)[1] == 1


@pytest.mark.parametrize("above", range(1, 30))
def test_no_table_begins_with_a_lone_row_at_the_foot_of_a_page(above: int) -> None:
    ledger = samples.ledger(60)
    before = tuple(Paragraph(f"第{n}段，说明这张表是怎么来的。") for n in range(above))
    document = samples.ledger(60, blocks=(*before, *ledger.blocks))
    pages = pages_of(document, fonts=FONTS)
    counts = [sum(len(row) > 3 and row[0].isdigit() for row in lines(page)) for page in pages]
    assert next(count for count in counts if count) >= 3


def test_tables_with_the_same_headings_have_their_edges_in_line() -> None:
    columns = (Column("编号", 6, "center"), Column("事项", 20), Column("说明", 20))
    short = Table(columns, (("1", "路灯", "修"),))
    long = Table(columns, (("2026-001", "三单元门口装路灯", "放学时段有人看路口，一直到天黑" * 3),))
    other = Table((*columns[:2], Column("期限", 10)), (("1", "路灯", "12月"),))
    flow = Flow(Document("三张清单", "table", (short, long, other)), FONTS)
    widths = [Rows(flow, table, ()).grid.widths for table in (short, long, other)]
    assert widths[0] == widths[1] != widths[2]


def test_two_tall_rows_are_enough_of_a_beginning() -> None:
    columns = (Column("编号", 6), Column("任务", 20))
    tall = Table(
        columns,
        tuple((str(n), "登记三会一课、主题党日，整理活动照片和签到表" * 3) for n in range(9)),
    )
    low = Table(columns, tuple((str(n), "登记") for n in range(60)))
    flow = Flow(Document("方案", "official", (tall, low)), FONTS)
    first, second = Rows(flow, tall, ()), Rows(flow, low, ())
    heights = [row.height for row in first.rows]
    assert sum(heights[:2]) < first.lead < sum(heights[:3]) + first.grid.head.height
    assert second.lead > sum(row.height for row in second.rows[:3])
