"""Rows come in once, all or nothing unless asked, and every bad cell is named with its reason."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from exchange.sheets.corpus import (
    DATA,
    PERSON_HEADER,
    person_id,
    person_rows,
    write_csv,
    write_xlsx,
)
from office import make_book, make_entry, make_id_number
from qinglian_desktop import RESOURCES
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused, Stopped
from qinglian_desktop.exchange.sheets import (
    ImportRefused,
    ImportResult,
    check_sheet,
    import_file,
    import_rows,
)
from qinglian_desktop.modules.benefits.records import SubsidyStandard
from qinglian_desktop.modules.disclosure.records import DetailLine
from qinglian_desktop.modules.funds.records import BalanceLine, Entry, Grant
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.store.book import Book

PEOPLE = Query("person")
SAMPLES = RESOURCES / "samples"


def spoiled(count: int = 500) -> tuple[list[list[str]], dict[int, tuple[str, str]]]:
    """Rows of which seven are bad, and what is wrong by row number: (column, code or words)."""
    rows: list[list[Any]] = [PERSON_HEADER, *person_rows(count)]
    wrong = {
        18: ("身份证号", "变成了 5.1E+17，后几位已丢"),
        57: ("身份证号", "后三位成了 000，原来的数字已丢"),
        101: ("身份证号", "只有 17 位，可能丢了最后的 X"),
        202: ("联系电话", "电话少 1 位"),
        303: ("姓名", "没有填"),
        404: ("身份证号", "对不上校验位，可能有一位打错"),
        500: ("联系电话", "〔见附件〕不是电话号码"),
    }
    rows[17][1] = "5.1E+17"
    rows[56][1] = rows[56][1][:15] + "000"
    rows[100][1] = rows[100][1][:17]
    rows[201][2] = rows[201][2][:10]
    rows[302][0] = ""
    rows[403][1] = rows[403][1][:17] + ("1" if rows[403][1][17] != "1" else "2")
    rows[499][2] = "见附件"
    return rows, wrong


def test_five_hundred_rows_with_seven_bad_ones(tmp_path: Path) -> None:
    rows, wrong = spoiled()
    with make_book(tmp_path) as book:
        intake = check_sheet(book, Person, write_xlsx(tmp_path / "a.xlsx", rows))
        assert intake.summary == "共 500 行，493 行可以导入，7 行有问题"
        assert {cell.row: (cell.column, cell.reason) for cell in intake.bad} == wrong
        assert all(cell.remedy for cell in intake.bad)
        assert str(intake.bad[0]) == (
            "第 18 行〔身份证号〕变成了 5.1E+17，后几位已丢。"
            "请从原表重新复制，复制前把这一列设成“文本”。"
        )
        assert intake.bad[0].place == "B18"
        assert book.count(PEOPLE) == 0


def test_one_bad_row_refuses_the_file_and_nothing_is_written(tmp_path: Path) -> None:
    rows, _ = spoiled()
    with make_book(tmp_path) as book:
        steps = len(book.steps())
        with pytest.raises(ImportRefused) as refused:
            import_file(book, Person, write_csv(tmp_path / "a.csv", rows, "gbk"))
        assert refused.value.code == "QL-IM-011"
        assert refused.value.what == "共 500 行，493 行可以导入，7 行有问题"
        assert len(refused.value.problems) == 7
        assert book.count(PEOPLE) == 0
        assert len(book.steps()) == steps


def test_accepted_the_good_rows_come_in_as_one_step_that_can_be_undone(tmp_path: Path) -> None:
    rows, _ = spoiled()
    with make_book(tmp_path) as book:
        path = write_csv(tmp_path / "a.csv", rows)
        changes = import_file(book, Person, path, accept_valid=True)
        assert isinstance(changes.result, ImportResult)
        assert (changes.result.imported, len(changes.result.bad)) == (493, 7)
        assert book.count(PEOPLE) == 493
        assert book.steps(1)[0]["label"] == "导入人员 493 条"
        assert book.row("person", changes.touched[0][1])["state"] == "在册"  # type: ignore[index]
        book.undo(changes.step)
        assert book.count(PEOPLE) == 0
        assert book.trail_broken_at() is None
        again = import_file(book, Person, path, accept_valid=True)
        assert again.result.imported == 493  # type: ignore[attr-defined]


def test_importing_twice_equals_once(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [PERSON_HEADER, *person_rows(60)])
    with make_book(tmp_path) as book:
        import_file(book, Person, path)
        steps = len(book.steps())
        again = import_file(book, Person, path)
        assert again.step == 0
        assert isinstance(again.result, ImportResult)
        assert (again.result.imported, len(again.result.already)) == (0, 60)
        assert book.count(PEOPLE) == 60
        assert len(book.steps()) == steps


def test_records_without_their_number_are_counted_not_merged(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [["项目", "金额"], *[["慰问金", "100"]] * 2])
    subject = {"主题": "慰问"}
    with make_book(tmp_path) as book:
        first = import_file(book, DetailLine, path, constants=subject)
        again = import_file(book, DetailLine, path, constants=subject)
        assert (first.result.imported, again.result.imported) == (2, 0)  # type: ignore[attr-defined]
        more = write_csv(tmp_path / "b.csv", [["项目", "金额"], *[["慰问金", "100"]] * 3])
        third = import_file(book, DetailLine, more, constants=subject)
        assert third.result.imported == 1  # type: ignore[attr-defined]
        assert book.totals(Query("detail_line"), ["amount_fen"]) == {"amount_fen": 30000}


def test_the_same_number_with_another_content_is_a_bad_row(tmp_path: Path) -> None:
    header = ["账本", "日期", "收/支", "摘要", "用途", "对方", "金额", "凭证号"]
    line = ["委员会", "2026-9-1", "支出", "办公用品", "办公费", "某文具店"]
    rows = [header, [*line, "10", "0001"], [*line, "20", "0002"], [*line, "21", "0002"],
            [*line, "20", "0002"]]  # fmt: skip
    with make_book(tmp_path) as book:
        make_entry(book, 999, voucher_no="0001")
        intake = check_sheet(book, Entry, write_xlsx(tmp_path / "a.xlsx", rows))
    assert [number for number, _ in intake.rows] == [3]
    assert intake.already == (5,)
    assert [(cell.row, cell.column, cell.value, cell.reason) for cell in intake.bad] == [
        (2, "凭证号", "0001", "已有同号记录（账本、凭证号相同），内容却不一样"),
        (4, "凭证号", "0002", "和第 3 行同号（账本、凭证号相同），内容却不一样"),
    ]


DAMAGED: tuple[tuple[Any, str], ...] = (
    ("5.1E+17", "变成了 5.1E+17，后几位已丢"),
    ("5.10101E+17", "变成了 5.10101E+17，后几位已丢"),
    ("5.10101e17", "变成了 5.10101E17，后几位已丢"),
    ("110105194912310000", "后三位成了 000，原来的数字已丢"),
    ("１１０１０５１９４９１２３１００００", "后三位成了 000，原来的数字已丢"),
    (110105194912310021, "后三位成了 000，原来的数字已丢"),
    (5.10101198001011e17, "后三位成了 000，原来的数字已丢"),
    (11010519491231002, "只有 17 位，可能丢了最后的 X"),
    ("11010519491231002", "只有 17 位，可能丢了最后的 X"),
    ("110105491231002", "只有 15 位，是旧号码"),
    ("1101051949123100", "有 16 位，应是 18 位"),
    ("110105194912310028", "对不上校验位，可能有一位打错"),
)


@pytest.mark.parametrize(("stored", "reason"), DAMAGED)
def test_a_damaged_id_number_is_named_and_never_guessed(
    tmp_path: Path, stored: Any, reason: str
) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["姓名", "身份证号"], ["赵大海", stored]])
    intake = check_sheet(None, Person, path)
    assert intake.rows == ()
    assert [cell.reason for cell in intake.bad] == [reason]


def test_a_number_ending_in_zeros_that_happens_to_fit_is_not_believed(tmp_path: Path) -> None:
    days = (date(1950, 1, 1) + timedelta(n) for n in range(200))
    made = (make_id_number(f"{day:%Y%m%d}", "100") for day in days)
    number = next(number for number in made if number.endswith("000"))
    as_number = write_xlsx(tmp_path / "a.xlsx", [["姓名", "身份证号"], ["赵大海", int(number)]])
    (bad,) = check_sheet(None, Person, as_number).bad
    assert (bad.reason, bad.code) == ("被存成了数字，后几位已丢", "QL-IM-012")
    beside_a_lost_one = [["姓名", "身份证号"], ["赵大海", number], ["钱小溪", "5.1E+17"]]
    path = write_csv(tmp_path / "b.csv", beside_a_lost_one)
    assert [cell.row for cell in check_sheet(None, Person, path).bad] == [2, 3]
    many = [*beside_a_lost_one, *([row[0], row[1]] for row in person_rows(40))]
    path = write_csv(tmp_path / "many.csv", many)
    assert [cell.row for cell in check_sheet(None, Person, path).bad] == [3]
    alone = write_csv(tmp_path / "c.csv", beside_a_lost_one[:2])
    assert [draft["id_number"] for _, draft in check_sheet(None, Person, alone).rows] == [number]


def test_an_id_number_kept_as_a_number_in_an_old_workbook_is_named() -> None:
    (bad,) = check_sheet(None, Person, DATA / "numbers.xls").bad
    assert (bad.row, bad.code) == (2, "QL-IM-012")


def test_stopping_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qinglian_desktop.exchange.sheets.intake._STEP", 200)
    path = write_csv(tmp_path / "a.csv", [PERSON_HEADER, *person_rows(450)])
    seen: list[tuple[int, int]] = []

    def tick(done: int, total: int) -> bool:
        seen.append((done, total))
        return done < 400

    with make_book(tmp_path) as book:
        intake = check_sheet(book, Person, path)
        with pytest.raises(Stopped):
            import_rows(book, intake, tick=tick)
        assert book.count(PEOPLE) == 0
        assert seen == [(0, 450), (200, 450), (400, 450)]


def test_a_street_does_not_import_what_communities_register(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [PERSON_HEADER, *person_rows(2)])
    with make_book(tmp_path, "street") as book, pytest.raises(Refused, match="由村居登记"):
        import_file(book, Person, path)


# -- the returned file --------------------------------------------------------------------


def marked(path: Path) -> list[tuple[str, Any]]:
    """The red cells of a returned file with the 原因 beside them."""
    page = openpyxl.load_workbook(path).active
    return [
        (cell.coordinate, page.cell(cell.row, page.max_column).value)
        for row in page.iter_rows()
        for cell in row
        if cell.fill.fill_type == "solid" and cell.fill.start_color.rgb == "FFFFC7CE"
    ]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_returned_file_takes_only_what_was_missing(tmp_path: Path, kind: str) -> None:
    rows, wrong = spoiled()
    good = person_rows(500)
    source = tmp_path / f"名册.{kind}"
    (write_xlsx if kind == "xlsx" else write_csv)(source, rows)
    with make_book(tmp_path) as book:
        back = tmp_path / "退回.xlsx"
        import_file(book, Person, source, accept_valid=True, report=back)
        cells = marked(back)
        assert [int(place[1:]) for place, _ in cells] == list(wrong)
        assert all(wrong[int(place[1:])][1] in reason for place, reason in cells)

        page = (fixed := openpyxl.load_workbook(back)).active
        for number in list(wrong)[:5]:
            for column in range(4):
                page.cell(number, column + 1).value = good[number - 2][column]
        fixed.save(back)
        second = tmp_path / "退回2.xlsx"
        changes = import_file(book, Person, back, accept_valid=True, report=second)
        assert changes.result.imported == 5  # type: ignore[attr-defined]
        assert len(changes.result.already) == 493  # type: ignore[attr-defined]
        assert changes.result.unmapped == ()  # type: ignore[attr-defined]
        assert book.count(PEOPLE) == 498
        assert [int(place[1:]) for place, _ in marked(second)] == list(wrong)[5:]


def test_the_returned_file_is_their_own_file(tmp_path: Path) -> None:
    rows = [["红旗村名册"], [*PERSON_HEADER, "年龄"], ["赵大海", "123", "", "2组", "=2026-1949"]]
    path = write_xlsx(tmp_path / "a.xlsx", rows, ("A1:E1",))
    book = openpyxl.load_workbook(path)
    book.create_sheet("别的表")["A1"] = "留着"
    book.active.column_dimensions["B"].width = 33
    book.save(path)
    with make_book(tmp_path) as mine, pytest.raises(ImportRefused) as refused:
        import_file(mine, Person, path, report=tmp_path / "b.xlsx")
    assert "〔b.xlsx〕" in refused.value.remedy
    back = openpyxl.load_workbook(tmp_path / "b.xlsx")
    assert back.sheetnames == ["名册", "别的表"]
    assert [str(area) for area in back.active.merged_cells.ranges] == ["A1:E1"]
    assert back.active["E3"].value == "=2026-1949"
    assert back.active.column_dimensions["B"].width == 33
    assert back.active["F2"].value == "原因"
    assert back.active["F3"].value.startswith("〔身份证号〕有 3 位")


def test_the_returned_file_never_replaces_the_one_that_came(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [PERSON_HEADER, ["赵大海", "1", "", ""]])
    with make_book(tmp_path) as book, pytest.raises(Refused, match="同名"):
        import_file(book, Person, path, report=path)


def test_an_old_workbook_comes_back_as_a_new_one(tmp_path: Path) -> None:
    source = tmp_path / "名册.xls"
    source.write_bytes((DATA / "numbers.xls").read_bytes())
    with make_book(tmp_path) as book, pytest.raises(ImportRefused):
        import_file(book, Person, source, report=tmp_path / "b.xlsx")
    assert [place for place, _ in marked(tmp_path / "b.xlsx")] == ["B2"]


# -- what was really published ------------------------------------------------------------


def take(book: Book, record: Any, name: str, **how: Any) -> ImportResult:
    result = import_file(book, record, SAMPLES / name, **how).result
    assert isinstance(result, ImportResult)
    again = import_file(book, record, SAMPLES / name, **how).result
    assert isinstance(again, ImportResult)
    assert again.imported == 0
    return result


BALANCE = Query("balance_line")


def test_the_published_grants_add_up(tmp_path: Path) -> None:
    said = {"示范村名称": "receiver", "镇街": "township", "提前下达金额(万元)": "amount_fen"}
    with make_book(tmp_path) as book:
        result = take(
            book,
            Grant,
            "zhongshan-2023-village-project-funds.csv",
            mapping=json.loads(json.dumps(said)),
            constants={"year": "2023"},
        )
        assert (result.imported, result.unmapped) == (9, ("序号",))
        # 600+465.2+600+453.8+450+453.8+453.8+446.25+453.8 = 4376.65 万元
        assert book.totals(Query("grant_line"), ["amount_fen"]) == {"amount_fen": 4_376_650_000}


def test_the_published_balance_sheet_comes_whole_with_its_own_totals(tmp_path: Path) -> None:
    with make_book(tmp_path) as book:
        result = take(
            book,
            BalanceLine,
            "fenghua-cooperative-2018-balance-sheet.csv",
            constants={"sheet": "2018年资产负债表"},
        )
        assert (result.imported, len(result.skipped)) == (34, 0)
        told = {r["item"]: (r["opening_fen"], r["closing_fen"]) for r in book.rows(BALANCE)}
    assert told["资产总计"] == (45_167_420, 55_970_892)
    assert told["长期资产合计"] == (0, 0)
    assert told["短期借款"] == (None, None)
    assert "减:累计折旧" in told


def test_the_published_standards_come_in(tmp_path: Path) -> None:
    with make_book(tmp_path) as book:
        result = take(book, SubsidyStandard, "qijiang-grain-grower-subsidy-standard.csv")
        assert (result.imported, result.unmapped) == (3, ())
        found = book.rows(Query("subsidy_standard", order=(("year", False),)))
    assert [(r["year"], r["area_from"], r["rate_fen"]) for r in found] == [
        (2023, 50_000, 7_000),
        (2024, 50_000, 4_500),
        (2025, 50_000, 2_000),
    ]


def test_the_published_lease_lines_come_in(tmp_path: Path) -> None:
    with make_book(tmp_path) as book:
        result = take(
            book,
            DetailLine,
            "xudaokou-2023-pv-lease-lines.csv",
            constants={"subject": "2023年光伏租赁"},
        )
        assert (result.imported, result.unmapped) == (5, ())
        found = book.rows(Query("detail_line"))
    assert [(r["quantity"], r["measure"], r["price_fen"]) for r in found[:3]] == [
        (1_400_000, "件", 6_000),
        (70_000, "件", 3_000),
        (7_000, "亩", None),
    ]


def test_a_share_in_the_amount_column_is_named_and_the_rest_may_come_in(tmp_path: Path) -> None:
    name, constants = "huangnishao-2022-collective-income.csv", {"subject": "2022年集体收入"}
    with make_book(tmp_path) as book:
        with pytest.raises(ImportRefused) as refused:
            import_file(book, DetailLine, SAMPLES / name, constants=constants)
        assert [(c.row, c.value, c.reason) for c in refused.value.intake.bad] == [
            (5, "70%", "“70%”不是金额"),
            (6, "30%", "“30%”不是金额"),
        ]
        result = take(book, DetailLine, name, constants=constants, accept_valid=True)
        assert result.imported == 3
        found = {r["item"]: r["amount_fen"] for r in book.rows(Query("detail_line"))}
    assert found["全年累计收入"] == 423_000_000


def test_ids_of_the_corpus_are_sound() -> None:
    assert len({person_id(n) for n in range(900)}) == 900
