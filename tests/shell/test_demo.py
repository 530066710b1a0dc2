"""The whole demonstration on two units; its figures against sums made here, row by row."""

import json
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from qinglian_desktop import RESOURCES
from qinglian_desktop.core import money
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.exchange.sheets import check_sheet, write_table
from qinglian_desktop.modules.catalog import MODULES, RECORDS
from qinglian_desktop.modules.contracts.triangle import ALL_THERE, NEITHER, corners
from qinglian_desktop.modules.directives import reads
from qinglian_desktop.modules.funds.records import COMMITTEE
from qinglian_desktop.modules.saving import reviewer
from qinglian_desktop.modules.street import actions as street
from qinglian_desktop.shell.demo import people, story
from qinglian_desktop.shell.pages import tabs_of
from qinglian_desktop.store.book import Book

UNITS = ("新街子社区", "红旗村")
OF_NOTICE = Where("book", "=", COMMITTEE)  # whose notice is read


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


# What a good year does not bring, or only the street writes.
_NOT_PLAYED = {
    "checklist", "routine", "veto_event", "assessment_step",
    "assessment_mark", "merge_conflict",
}  # fmt: skip
_OF_A_VILLAGE = {"toilet", "sewage_facility"}


@pytest.mark.parametrize("name", UNITS)
def test_no_list_of_a_unit_is_shown_empty(demo, name: str) -> None:
    """Of plan, Party work, supervision, customs, files and self-assessment."""
    out, _ = demo
    subjects = {"tasks", "party", "oversight", "customs", "archive", "evaluation"}
    tables = {t for tab in tabs_of(street=False) if tab.page_id in subjects for t in tab.tables}
    with Book.open(out / "单位" / name, RECORDS) as book:
        kept = sorted((tables & set(book.tables.records)) - _NOT_PLAYED)
        empty = {table for table in kept if not book.count(Query(table))}
        assert empty == (set() if book.unit.kind == "village" else _OF_A_VILLAGE)
        drawn = [row["files"] for row in book.rows(Query("party_meeting"))]
        assert 0 < drawn.count(None) < len(drawn), "the newest sheets are not scanned yet"
        for table in ("problem", "task"):
            states = {row["status" if table == "problem" else "state"]
                      for row in book.rows(Query(table))}  # fmt: skip
            assert len(states) > 2, table


def test_two_units_answer_the_street_and_the_order_is_closed(demo) -> None:
    out, _ = demo
    with Book.open(out / "街道", RECORDS) as office:
        stands = Counter((one.row["kind"], one.stand) for one in reads.matters(office))
        answers = office.rows(Query("directive_answer"))
        assert office.files.has(json.loads(answers[0]["files"] or answers[1]["files"])[0])
    assert stands["整改通知", "已办结"] == 1
    assert stands["任务", "办理中"] == 1
    assert len(answers) == 2


def test_the_street_has_exactly_what_its_units_have(demo) -> None:
    out, _ = demo
    closed = story._quarters(story.clock.today(), 1)[-2]
    with Book.open(out / "街道", RECORDS) as office:
        tables = {table.key: table for table in street.summary(office, closed)}
        for index, name in enumerate(UNITS):
            with Book.open(out / "单位" / name, RECORDS) as own:
                wanted = _sums(own, closed)
                within = {str(part) for part in closed.parts}
                asked = [r for r in own.rows(Query("planned_posting")) if r["period"] in within]
                for table in ("entry", "person", "household", "notice", "task"):
                    there = [
                        r for r in office.rows(Query(table)) if r["owner"] == own.unit.office_id
                    ]
                    here = own.rows(Query(table))
                    assert {r["id"]: r["row_hash"] for r in there} == {
                        r["id"]: r["row_hash"] for r in here
                    }
            line = tables["funds"].lines[index]
            own_income, own_spent, common_income, common_spent, count, _ = line.values
            both = (own_income + common_income, own_spent + common_spent, count)
            assert (line.name, *both) == (name, *wanted)
            planned, *_, left_out, _, _ = tables["disclosure"].lines[index].values
            assert planned + left_out == len(asked) > 20


def _sums(book: Book, period: Period, *where: Where) -> tuple[int, int, int]:
    income = spending = count = 0
    for row in book.rows(Query("entry", where)):
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
        income, spending, count = _sums(own, closed, OF_NOTICE)
        rows = [
            r
            for r in own.rows(Query("entry", (OF_NOTICE,)))
            if closed.first.isoformat() <= r["day"] <= closed.last.isoformat()
        ]
    assert count == len(rows) > 30
    for row in rows:
        assert money.show(row["amount_fen"]) in squeezed
        assert row["voucher_no"] in squeezed
    for total in (income, spending):
        assert money.show(total) in squeezed
        assert money.capital(total) in squeezed


def test_every_paper_that_was_made_is_listed(demo) -> None:
    out, results = demo
    listed = {path for _, path in results}
    made = {*out.rglob("*.pdf"), *out.rglob("*.xlsx"), *out.rglob("U盘/*/*包*.qlb")}
    assert len(made) > 10
    assert made <= listed
    assert {out / "单位" / name for name in UNITS} <= listed


def test_each_sample_says_what_came_in_and_what_is_wrong_with_it(demo) -> None:
    _, results = demo
    told = {what.split()[1]: what for what, _ in results if what.startswith("公布的样例")}
    assert sorted(told) == sorted(path.name for path in (RESOURCES / "samples").glob("*.csv"))
    assert all("已知问题：" in what and "红旗村的" in what for what in told.values())
    assert "公开明细：导入 3 行，退回 2 行" in told["huangnishao-2022-collective-income.csv"]
    assert "导入 34 行" in told["fenghua-cooperative-2018-balance-sheet.csv"]
    (returned,) = (path for what, path in results if "退回的行" in what)
    assert returned.suffix == ".xlsx"


def test_a_demo_without_a_village_says_that_the_samples_stayed_out(tmp_path: Path) -> None:
    patch = pytest.MonkeyPatch()
    patch.setattr(story, "_pictures", lambda *_: [])
    with patch.context():
        results = story.play(tmp_path / "演示", units=1)
    patch.undo()
    assert any("样例没有导入" in what for what, _ in results)


def test_three_people_keep_approve_and_watch_the_books(demo) -> None:
    out, _ = demo
    for name in UNITS:
        with Book.open(out / "单位" / name, RECORDS) as own:
            entries = own.rows(Query("entry"))
            notices = own.rows(Query("notice"))
            reviewers = {row["reviewer"] for row in notices if row["kind"] != "决议公告"}
            people = [{r[name] for r in entries if r[name]} for name in ("handler", "approver")]
            assert len(set.union(*people, reviewers)) == 3
            assert all(len(one) == 1 for one in (*people, reviewers))


def test_a_decision_hangs_and_people_ask_about_it(demo) -> None:
    out, _ = demo
    for name in UNITS:
        with Book.open(out / "单位" / name, RECORDS) as own:
            stages = {row["title"]: row["stage"] for row in own.rows(Query("matter"))}
            assert stages == {"修缮文化广场": "决议", "添置应急物资": "决议公开"}
            (notice,) = (n for n in own.rows(Query("notice")) if n["kind"] == "决议公告")
            assert notice["state"] == "已上墙"
            assert notice["id"] in {row["notice_id"] for row in own.rows(Query("hanging"))}
            (objection,) = own.rows(Query("objection"))
            assert (objection["notice_id"], objection["state"]) == (notice["id"], "待答复")
            (question,) = own.rows(Query("question"))
            assert question["state"] == "已答复"
            assert own.count(Query("inspection_request")) == 1


def test_events_happen_in_their_months() -> None:
    months = {
        deal.summary: [n for n in range(1, 13) if deal.fits(date(2026, n, 15))]
        for deal in people.PAYMENTS
    }
    assert months["重阳节慰问"] == [10]
    assert months["“七一”慰问老党员"] == [6, 7]
    assert months["办公用品"] == list(range(1, 13))
    for month in range(1, 13):
        assert sum(month in fitting for fitting in months.values()) >= 6


def test_no_internal_remark_hangs_on_the_board(demo) -> None:
    _, results = demo
    path = next(p for what, p in results if "集体闲置土地租赁情况的公开（公开栏版）" in what)
    text = "".join("".join(page.extract_text() for page in PdfReader(path).pages).split())
    assert "550瓦光伏组件场地租金" in text and "通惠街道红旗村村民委员会" in text
    assert "86100" not in text and "原文" not in text


def test_only_the_sentence_about_size_hints_is_left_out() -> None:
    code = (
        "from PySide6.QtCore import qWarning\n"
        "from qinglian_desktop.shell.screenshots import _without_noise\n"
        "with _without_noise():\n"
        "    qWarning('This plugin does not support propagateSizeHints()')\n"
        "    qWarning('something else')\n"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stderr == "something else\n"


def test_the_published_samples_came_in_as_published(demo) -> None:
    out, _ = demo
    with Book.open(out / "单位" / UNITS[1], RECORDS) as own:
        grants = own.rows(Query("grant_line"))
        assert sum(row["amount_fen"] for row in grants) == 4_376_65 * 10_000 * 100 // 100
        assert len(grants) == 9
        totals = [r for r in own.rows(Query("balance_line")) if r["item"].endswith("合计")]
        assert len(totals) == 8  # a statement's totals are lines of it
        assert own.count(Query("subsidy_standard")) == 3
        lines = own.rows(Query("detail_line"))
        assert any(r["item"] == "公布的年承包费" for r in lines)
        assert not any(r["item"] == "分红比例" for r in lines)  # 70% is not an amount


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_every_table_comes_back_as_it_went_out(demo, tmp_path: Path, ending: str) -> None:
    out, _ = demo
    with Book.open(out / "单位" / UNITS[1], RECORDS) as own:
        for record in (record for module in MODULES for record in module.sheets):
            rows = own.rows(Query(record.table))
            path = tmp_path / f"{record.table}.{ending}"
            write_table(path, record, rows, reveal=True)
            if rows:
                back = check_sheet(own, record, path, reviewer=reviewer(record.table))
                told = (record.label, back.rows, back.bad, back.skipped, len(back.already))
                assert told == (record.label, (), (), (), len(rows))


def test_another_demo_replaces_only_a_demo(demo, tmp_path: Path) -> None:
    (tmp_path / "别的文件.txt").write_text("不要动我", encoding="utf-8")
    with pytest.raises(Refused, match="有别的文件"):
        story.play(tmp_path, units=1)
    assert (tmp_path / "别的文件.txt").read_text("utf-8") == "不要动我"


def test_hardly_a_page_of_the_collective_is_shown_empty(demo) -> None:
    out, _ = demo
    tab = next(tab for tab in tabs_of(street=False) if tab.page_id == "funds")
    kept = {record.table for record in RECORDS} & set(tab.tables)
    with Book.open(out / "单位" / UNITS[0], RECORDS) as own:
        empty = {table for table in kept if not own.count(Query(table))}
        assert empty == {"balance_line", "book_month", "labour_pay"}
        assert own.count(Query("entry", (Where("transfer_id", "filled"),))) == 2
        states = Counter(corner.state for corner in corners(own, story.clock.today()))
    assert states[ALL_THERE] > states.total() // 2 and not states[NEITHER]
