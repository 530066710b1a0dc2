"""300 notices of two pages, from facts to PDF, beside bare reportlab with the same tables.

The bare side sets the same words and tables with reportlab's own tables and paragraphs in the
same embedded fonts; it knows no grid, no totals, no fingerprint and draws no square.
"""

import sys
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from measure import Finding, child, pairs, spread

MANY, ROWS, GOAL = 300, 32, 1.5
_DAY = date(2026, 10, 12)
_NAMES = ("陈桂兰", "李德明", "欧阳春", "王秀英", "张建国")


def measure(scratch: Path, rounds: int) -> Finding:
    del scratch
    ratio, mine, theirs = pairs(
        lambda: child("papers.py", "ours"), lambda: child("papers.py", "bare"), rounds
    )
    return Finding(
        f"{MANY} notices of 2 pages ÷ bare reportlab with the same tables", ratio, GOAL,
        details=(spread("ours", mine), spread("bare", theirs)),
    )  # fmt: skip


def rows(number: int) -> list[dict[str, Any]]:
    return [
        {
            "group": f"{at % 8 + 1}组", "name": _NAMES[at % 5], "base": 2_000 + at * 50,
            "rate": 6_000 + number, "amount": 12_000 + number * 7 + at * 300,
        }
        for at in range(ROWS)
    ]  # fmt: skip


def ours() -> None:
    from qinglian_desktop.modules.disclosure import kinds, notices
    from qinglian_desktop.paper.draw import draw
    from qinglian_desktop.paper.fonts import Fonts
    from qinglian_desktop.store import packs

    (pack,) = packs.worded("notice-kinds", "village")
    kind, fonts = kinds.kind_of(pack, "N05"), Fonts()
    unit = "清溪街道桂花村村民委员会"
    for number in range(1, MANY + 1):
        facts = {
            "programme": "耕地地力保护补贴", "document": "《2026年补贴实施方案》",
            "standard": "每亩 60 元", "rows": rows(number),
        }  # fmt: skip
        content = kinds.composed(kind, facts, {"issuer": unit})
        frame = notices.Frame(
            title="耕地地力保护补贴发放名单公示", issuer=unit, number=f"桂花村〔2026〕{number}号",
            period="2026年", audience="村民", hung_on=_DAY, draft=False,
            facts=(("公示期限", "2026年10月12日至2026年10月19日（7个自然日）"),),
            sign=("填表人", "审核人（监委会）", "批准人"),
        )  # fmt: skip
        paper = notices.framed(content, frame)["board"]
        drawn = draw(paper, BytesIO(), fonts=fonts)
        assert drawn.pages == 2, drawn


def bare() -> None:
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    from qinglian_desktop import RESOURCES

    for name in ("QinglianTitle", "QinglianSans", "QinglianSansBold"):
        pdfmetrics.registerFont(TTFont(name, str(RESOURCES / "fonts" / f"{name}.ttf")))
    title = ParagraphStyle("t", fontName="QinglianTitle", fontSize=24, leading=33, wordWrap="CJK")
    body = ParagraphStyle("b", fontName="QinglianSans", fontSize=14, leading=22, wordWrap="CJK")
    look = [
        ("FONT", (0, 0), (-1, -1), "QinglianSans", 14, 17.5),
        ("FONT", (0, 0), (-1, 0), "QinglianSansBold", 14, 17.5),
        ("FONT", (4, 1), (-1, -1), "QinglianSansBold", 14, 17.5),
        ("GRID", (0, 0), (-1, -1), 0.4, colors.black),
        ("ALIGN", (3, 1), (-1, -1), "RIGHT"),
    ]
    head = ["序号", "组别", "姓名", "面积或人数", "标准（元）", "金额（元）"]
    for number in range(1, MANY + 1):
        listed = rows(number)
        cells = [
            [
                str(at), row["group"], row["name"], f"{row['base'] / 1000:g}",
                f"{row['rate'] / 100:,.2f}", f"{row['amount'] / 100:,.2f}",
            ]
            for at, row in enumerate(listed, 1)
        ]  # fmt: skip
        total = ["合计", "", "", "", "", f"{sum(row['amount'] for row in listed) / 100:,.2f}"]
        story = [
            Paragraph("耕地地力保护补贴发放名单公示", title),
            Paragraph(f"编号：桂花村〔2026〕{number}号　所属期：2026年", body),
            Paragraph("根据《2026年补贴实施方案》，现将发放名单公示如下。", body),
            Paragraph("补贴标准：每亩 60 元", body),
            Table([head, *cells, total], repeatRows=1, style=look),
            Paragraph("公示期限：2026年10月12日至2026年10月19日（7个自然日）", body),
            Paragraph("填表人：　　　　审核人（监委会）：　　　　批准人：", body),
            Paragraph("清溪街道桂花村村民委员会", body),
            Paragraph("2026年10月12日", body),
        ]
        paper = SimpleDocTemplate(BytesIO(), pagesize=A4)
        paper.build(story)
        assert paper.page == 2, paper.page


if __name__ == "__main__":
    {"ours": ours, "bare": bare}[sys.argv[1]]()
