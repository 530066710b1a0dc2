"""Reports to the Party organisation and 述职: who reminds, who drafts, who heard it."""

from datetime import date
from pathlib import Path

import pytest

from office import make_entry, make_opening
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import as_text
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules import catalog
from qinglian_desktop.modules.audits import actions
from qinglian_desktop.modules.audits.records import COUNCIL, HALF_YEAR, HEARD, CollectiveReport
from qinglian_desktop.modules.funds.records import COLLECTIVE, INCOME
from qinglian_desktop.store.book import Book

TODAY = date(2026, 11, 24)


def report(book: Book, kind: str = HALF_YEAR, period: str = "2026H1", **facts: str) -> str:
    draft = {"kind": kind, "period": period, **facts}
    return str(actions.save_report(book, None, draft).result)


def row(book: Book, row_id: str) -> dict[str, object]:
    found = book.row(CollectiveReport.table, row_id)
    assert found is not None
    return found


def test_a_missing_half_year_report_is_in_today_with_its_reason_until_it_was_heard(
    book: Book,
) -> None:
    def asked() -> list[str]:
        return [one.subject for one in catalog.due_today(book, TODAY) if one.module == "audits"]

    assert asked() == []  # no books of a collective, nothing is owed
    make_opening(book, 2025, bank_fen=100, account=COLLECTIVE)
    said = asked()
    assert "2026年上半年向党组织的汇报还没报告" in said
    assert "2025年理事会述职还没报告" in said and "2025年监事会述职还没报告" in said
    (line,) = [
        one for one in catalog.due_today(book, TODAY) if one.subject.startswith("2026年上半年")
    ]
    assert line.due_on == date(2026, 7, 31)
    assert "每半年一次" in line.why and "街道方案" in line.why
    row_id = report(book, body="已写好。")
    assert "2026年上半年向党组织的汇报写好了，还没听取" in asked()
    with pytest.raises(Refused, match="哪个会听取"):
        actions.save_report(book, row_id, {"heard_on": "2026-11-20"})
    actions.save_report(book, row_id, {"heard_on": "2026-11-20", "heard_by": "社区党委会议"})
    assert row(book, row_id)["state"] == HEARD
    assert not any("2026年上半年" in one for one in asked())


def test_nothing_is_owed_for_the_time_before_the_books(book: Book) -> None:
    make_opening(book, 2026, bank_fen=100, account=COLLECTIVE)
    said = [one.subject for one in catalog.due_today(book, TODAY) if one.module == "audits"]
    assert said == ["2026年上半年向党组织的汇报还没报告"]


def test_a_report_that_is_not_yet_due_waits(book: Book) -> None:
    make_opening(book, 2026, account=COLLECTIVE)
    with clock.fixed(date(2026, 7, 1)):
        day = clock.today()
        (line,) = [
            one for one in catalog.due_today(book, day) if one.subject.startswith("2026年上半年")
        ]
        assert line.due_on > day


def test_the_draft_says_what_the_books_say_and_never_writes_over_words(book: Book) -> None:
    make_opening(book, 2026, bank_fen=1_000_000, account=COLLECTIVE)
    facts = {"account": COLLECTIVE}
    make_entry(book, 3_200_000, date(2026, 3, 5), INCOME, purpose="出租收入", **facts)
    make_entry(book, 450_000, date(2026, 5, 6), purpose="管护费", **facts)
    make_entry(book, 999_900, date(2026, 7, 6), purpose="下半年的事", **facts)
    row_id = report(book)
    actions.compose(book, row_id)
    text = str(row(book, row_id)["body"])
    assert (
        "期初结余 10,000.00 元，收入 32,000.00 元，支出 4,500.00 元，期末结余 37,500.00 元" in text
    )
    assert "收入主要是：出租收入 32,000.00 元" in text and "下半年的事" not in text
    assert "【请补写：" in text
    with pytest.raises(Refused, match="已经写了内容"):
        actions.compose(book, row_id)
    paper = as_text(actions.report_paper(book, row_id))
    assert paper[0] == "2026年上半年集体经济组织工作情况报告"


def test_a_report_leaves_as_a_word_file(book: Book, tmp_path: Path) -> None:
    row_id = report(book, kind=COUNCIL, period="2025", body="一、工作\n按时公开。", who="郑建国")
    path = tmp_path / "述职.docx"
    assert not actions.save_report_as_word(book, row_id, path).result
    assert path.read_bytes().startswith(b"PK")
    with pytest.raises(Refused, match="还没有内容"):
        actions.report_paper(book, report(book))


@pytest.mark.parametrize(
    ("kind", "period", "code"),
    [(HALF_YEAR, "2026", "QL-SZ-287"), (COUNCIL, "2026H1", "QL-SZ-287"),
     (HALF_YEAR, "下个月", "QL-RP-003")],
)  # fmt: skip
def test_a_period_that_does_not_fit_is_refused(
    book: Book, kind: str, period: str, code: str
) -> None:
    with pytest.raises(Refused) as caught:
        report(book, kind, period)
    assert caught.value.code == code


def test_one_report_a_period(book: Book) -> None:
    report(book)
    with pytest.raises(Refused, match="已经登记"):
        report(book, period="2026年上半年")


def test_another_period_has_another_last_day_and_is_not_heard_before_it_begins(
    book: Book,
) -> None:
    row_id = report(book)
    assert row(book, row_id)["due_on"] == "2026-07-31"
    actions.save_report(book, row_id, {"period": "2025H2"})
    assert str(row(book, row_id)["due_on"]).startswith("2026-01")
    with pytest.raises(Refused, match="听取日期早于2025年下半年"):
        actions.save_report(book, row_id, {"heard_on": "2024-07-20", "heard_by": "党委会议"})
