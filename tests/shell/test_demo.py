"""The whole demonstration on two units; its figures against sums made here, row by row."""

from pathlib import Path

import pytest
from pypdf import PdfReader

from qinglian_desktop.core import money
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.street import actions as street
from qinglian_desktop.shell.demo import story
from qinglian_desktop.store.book import Book

UNITS = ("新街子社区", "青莲社区")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[str, Path]]]:
    out = tmp_path_factory.mktemp("demo") / "演示"
    patch = pytest.MonkeyPatch()
    patch.setattr(story, "_pictures", lambda *_: [])
    with patch.context():
        results = story.play(out, units=2)
    patch.undo()
    return out, results


def test_every_result_lies_where_it_is_said_to(demo) -> None:
    _, results = demo
    assert len(results) > 10
    for what, path in results:
        assert path.exists(), what


def test_the_street_has_exactly_what_its_units_have(demo) -> None:
    out, _ = demo
    closed = story._quarters(story.clock.today(), 1)[-2]
    with Book.open(out / "街道", RECORDS) as office:
        tables = {table.key: table for table in street.summary(office, closed)}
        for index, name in enumerate(UNITS):
            with Book.open(out / "单位" / name, RECORDS) as own:
                wanted = _sums(own, closed)
                for table in ("entry", "person", "household", "notice", "task"):
                    there = [
                        r for r in office.rows(Query(table)) if r["owner"] == own.unit.office_id
                    ]
                    here = own.rows(Query(table))
                    assert {r["id"]: r["row_hash"] for r in there} == {
                        r["id"]: r["row_hash"] for r in here
                    }
            line = tables["funds"].lines[index]
            assert (line.name, line.values[0], line.values[1], line.values[4]) == (name, *wanted)


def _sums(book: Book, period: Period) -> tuple[int, int, int]:
    income = spending = count = 0
    for row in book.rows(Query("entry")):
        if period.first.isoformat() <= row["day"] <= period.last.isoformat():
            count += 1
            if row["direction"] == "收入":
                income += row["amount_fen"]
            else:
                spending += row["amount_fen"]
    return income, spending, count


def test_the_finance_notice_says_every_line_and_the_right_total(demo) -> None:
    out, results = demo
    path = next(p for what, p in results if "财务收支公开（公开栏版）" in what and UNITS[0] in what)
    text = "".join(page.extract_text() for page in PdfReader(path).pages)
    squeezed = "".join(text.split())
    closed = story._quarters(story.clock.today(), 1)[-2]
    with Book.open(out / "单位" / UNITS[0], RECORDS) as own:
        income, spending, count = _sums(own, closed)
        rows = [
            r
            for r in own.rows(Query("entry"))
            if closed.first.isoformat() <= r["day"] <= closed.last.isoformat()
        ]
    assert count == len(rows) > 30
    for row in rows:
        assert money.show(row["amount_fen"]) in squeezed
        assert row["voucher_no"] in squeezed
    for total in (income, spending):
        assert money.show(total) in squeezed
        assert money.capital(total) in squeezed


def test_the_published_samples_came_in_as_published(demo) -> None:
    out, _ = demo
    with Book.open(out / "单位" / UNITS[0], RECORDS) as own:
        grants = own.rows(Query("grant_line"))
        assert sum(row["amount_fen"] for row in grants) == 4_376_65 * 10_000 * 100 // 100
        assert len(grants) == 9
        assert not [r for r in own.rows(Query("balance_line")) if r["item"].endswith("合计")]
        assert own.count(Query("subsidy_standard")) == 3
        lines = own.rows(Query("detail_line"))
        assert any(r["item"] == "公布的年承包费" for r in lines)
        assert not any(r["item"] == "分红比例" for r in lines)  # 70% is not an amount


def test_another_demo_replaces_only_a_demo(demo, tmp_path: Path) -> None:
    (tmp_path / "别的文件.txt").write_text("不要动我", encoding="utf-8")
    with pytest.raises(Refused, match="有别的文件"):
        story.play(tmp_path, units=1)
    assert (tmp_path / "别的文件.txt").read_text("utf-8") == "不要动我"
