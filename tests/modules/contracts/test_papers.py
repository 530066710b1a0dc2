"""催缴通知单 with amounts and 大写, the lists for desk and meeting, the calendar: word for word."""

from datetime import date

import pytest

from leasing import make_contract, pay
from qinglian_desktop.core.document import as_text
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.contracts import papers, reads
from qinglian_desktop.modules.contracts.actions import printing
from qinglian_desktop.store.book import Book

DAY = date(2026, 11, 24)
LETTER = """\
催缴通知单
綦江区某超市：
你方与我方2025年12月20日签订的《临街门面出租》（合同编号 2025-001），截至2026年11月24日还有 2 期\
到期没有付清，共¥8,000.00（捌仟元整）。明细如下：
期次\t起止\t应付日期\t应付\t已付\t尚欠（元）\t逾期天数
第1期\t2026.1.1—2026.6.30\t2026.1.1\t6,000.00\t4,000.00\t2,000.00\t327
第2期\t2026.7.1—2026.12.31\t2026.7.1\t6,000.00\t0.00\t6,000.00\t146
合计\t¥8,000.00（捌仟元整）
请收到本通知之日起 15 日内付清。有不同意见的，请在这期间书面提出。
"""


def tick(_done: int, _total: int, _label: str = "") -> bool:
    return True


def test_the_letter_has_amounts_in_figures_and_capitals_and_a_receipt(book: Book) -> None:
    one = make_contract(book, pay_every="每半年")
    pay(book, one, 400_000)
    (letter,) = printing.letters(book, [one], DAY)
    text = "\n".join(as_text(papers.demand(letter)))
    assert text.startswith(LETTER), text
    assert "送达回执" in text and "收件人签字" in text and "送达人签字" in text
    assert text.count("¥8,000.00（捌仟元整）") == 3, "in the letter, its total and the receipt"


def test_a_batch_is_a_letter_for_each_that_is_behind(book: Book) -> None:
    behind = [make_contract(book, title=f"{n}号门面出租") for n in range(3)]
    paid = make_contract(book)
    pay(book, paid, 1_200_000)
    made = printing.print_demands(book, [*behind, paid], tick)
    assert len(made.pdfs) == 3
    assert made.missing == ()
    with pytest.raises(Refused, match="没有逾期的款"):
        printing.print_demands(book, [paid], tick)


def test_the_list_for_the_meeting_has_what_ends_and_room_for_the_proposal(book: Book) -> None:
    make_contract(book, title="鱼塘发包", start_on="2024-01-01", end_on="2026-10-31", rent_fen=0)
    make_contract(book, start_on="2026-11-30", end_on="2027-05-23")  # 180 days ahead
    make_contract(book, start_on="2026-11-30", end_on="2027-05-24")  # one day later
    found = reads.expiring(book, DAY, 180)
    assert [one.left for one in found] == [-24, 180]
    made = printing.print_expiring(book, tick)
    assert len(made.pdfs) == 1
    assert [printing.left_words(left) for left in (-24, 0, 180)] == [
        "已过 24 天", "今天到期", "还有 180 天",
    ]  # fmt: skip
    listed = papers.runs_out_list("某某集体经济组织", [
        papers.RunsOut("2025-001", "鱼塘发包", "李某", "三组鱼塘", 0, date(2026, 10, 31),
                       "已过 24 天", 500_00)], 180, DAY)  # fmt: skip
    text = "\n".join(as_text(listed))
    assert "处理意见（续签、招租、收回）" in text
    assert "已过 24 天" in text and "500.00" in text


def test_the_calendar_adds_up_by_month_and_by_contract(book: Book) -> None:
    one = make_contract(book, pay_every="每季")
    make_contract(book, start_on="2026-03-15", end_on="2029-03-14")
    pay(book, one, 300_000)
    found = reads.calendar(book, 2026, DAY)
    assert [[month.due for month in row.months] for row in found] == [
        [300_000, 0, 0, 300_000, 0, 0, 300_000, 0, 0, 300_000, 0, 0],
        [0, 0, 1_200_000, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    ]
    whole = reads.added(row.sums for row in found)
    assert whole == reads.Month(due=2_400_000, paid=300_000, late=2_100_000)
    assert reads.added([found[0].months[9]]).late == 300_000
    assert len(printing.print_calendar(book, 2026, tick).pdfs) == 1
    with pytest.raises(Refused, match="2019年没有应收"):
        printing.print_calendar(book, 2019, tick)
