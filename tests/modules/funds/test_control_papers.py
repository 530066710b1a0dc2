"""The papers beside the books: their words as kept, one page each, nothing printed as a box."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest

from qinglian_desktop.core.document import Document, as_text
from qinglian_desktop.modules.funds import approving
from qinglian_desktop.modules.funds import control_papers as papers
from qinglian_desktop.modules.funds.approving import Signed
from qinglian_desktop.modules.funds.budget import Planned
from qinglian_desktop.modules.funds.budget import figures as budget_figures
from qinglian_desktop.modules.funds.control import BUILDING, RUNNING
from qinglian_desktop.paper.draw import draw
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.store import packs

GOLDEN = Path(__file__).parent / "golden"
FONTS = Fonts()
DAY = date(2026, 11, 3)
TIERS = packs.worded("payment-approval", "community")[0]


def slip(yuan: float, sort: str = RUNNING, *, collective: bool = False) -> papers.Slip:
    fen = round(yuan * 100)
    return papers.Slip(
        "新街子社区", "集体经济组织账" if collective else "居委会账", "2026-001", DAY,
        "便民服务大厅办公用品", "綦江区某文具店", fen,
        approving.tier_of(TIERS, sort, fen, collective=collective),
    )  # fmt: skip


SIGNED = (
    Signed("handler", "周文书", DAY),
    Signed("supervisors", "吴敏", date(2026, 11, 5), "吴敏、郑立"),
)
MADE = {
    "slip-empty": papers.approval(slip(2380)._replace(papers=("发票或收据", "验收单"))),
    "slip-signed": papers.approval(
        slip(12380.5)._replace(signed=SIGNED, decision="通家决〔2026〕3号")
    ),
    "slip-building": papers.approval(slip(88_000, BUILDING, collective=True)),
    "count": papers.cash_count(
        papers.Counting(
            "新街子社区", "居委会账", DAY, 320_000, 319_000, 1_000, "周文书", "吴敏", "找零差错"
        )
    ),
    "count-empty": papers.cash_count(papers.Counting("新街子社区", "居委会账", DAY, 320_000)),
    "budget": papers.budget_table(
        "新街子社区", "居委会账", 2026, DAY,
        budget_figures(
            [Planned("1", "办公费", 100_000), Planned("2", "会议费", 50_000)],
            {"办公费": 100_100, "电费": 38_050},
        ),
    ),
}  # fmt: skip
every_paper = pytest.mark.parametrize("name", MADE)


def pages(document: Document) -> list[str]:
    target = BytesIO()
    draw(document, target, fonts=FONTS)
    with pypdfium2.PdfDocument(target.getvalue()) as pdf:
        return ["".join(p.get_textpage().get_text_range().split()) for p in pdf]


@every_paper
def test_the_paper_says_what_it_must(name: str) -> None:
    assert as_text(MADE[name]) == (GOLDEN / f"{name}.txt").read_text("utf-8").splitlines()


@every_paper
def test_it_is_one_page_and_every_sign_can_be_drawn(name: str) -> None:
    assert len(pages(MADE[name])) == 1
    assert FONTS.missing(MADE[name]) == ()


def test_a_slip_has_a_box_with_a_date_for_each_who_signs() -> None:
    for one in (slip(500), slip(5_000), slip(50_000, BUILDING)):
        (printed,) = pages(papers.approval(one))
        for step in one.tier.steps:
            assert step.name in printed
        assert printed.count("签字日期") == len(one.tier.steps)
        assert "年月日" in printed and "（盖章处）" in printed
    assert "¥5,000.00（伍仟元整）" in pages(papers.approval(slip(5_000)))[0]
