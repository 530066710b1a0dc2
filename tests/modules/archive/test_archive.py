"""The files of a unit: survey with origins, problems on their way, plan, twelve volumes."""

import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from shutil import copytree
from typing import Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from PIL import Image

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Table, as_text
from qinglian_desktop.core.outcome import Refused, Stopped
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.archive import actions, reads, rules
from qinglian_desktop.modules.archive.due import due
from qinglian_desktop.modules.archive.records import VOLUMES
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.modules.evaluation import actions as assessing
from qinglian_desktop.modules.evaluation import assessment_reads, assessment_rules, snapshot
from qinglian_desktop.modules.saving import saver
from qinglian_desktop.modules.tasks import actions as tasks
from qinglian_desktop.store import packs
from qinglian_desktop.store.book import Book

TODAY = date(2026, 11, 20)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_book(tmp_path) as made:
        yield made


def put(book: Book, table: str, **draft: Any) -> str:
    return str(saver(table)(book, None, draft).result)


def row(book: Book, table: str, row_id: str) -> dict[str, Any]:
    found = book.row(table, row_id)
    assert found is not None
    return found


def picture(book: Book, tmp_path: Path, name: str = "照片.jpg", colour: int = 3) -> str:
    data = BytesIO()
    Image.new("RGB", (40, 30), (colour, 9, 9)).save(data, "JPEG")
    (tmp_path / name).write_bytes(data.getvalue())
    return book.take_file(tmp_path / name)


def problem(book: Book, **draft: Any) -> str:
    told = {"found_on": "2026-11-02", "description": "财务公开栏没有写清招待支出"}
    return put(book, "problem", **{**told, **draft})


# -- the packs ----------------------------------------------------------------------------------


def test_the_packs_name_ledgers_fields_and_volumes_that_are_there() -> None:
    declared = {record.table: record for record in RECORDS}
    (pack,) = packs.named(rules.VOLUMES)
    assert rules.volumes(pack) == VOLUMES
    entries = rules.catalogue(pack)
    assert len({one.id for one in entries}) == len(entries)
    assert len({(one.volume, one.name) for one in entries}) == len(entries)
    for one in entries:
        record = declared.get(one.table)
        if record is None:
            assert one.table == ""
            continue
        names = [name for name, _, _ in one.where]
        names += [] if one.standing else one.days
        assert set(names) <= set(record.fields), one.name
        for name, _, value in one.where:
            if choices := record.fields[name].choices:
                listed = value if isinstance(value, list) else [value]
                assert {v for v in listed if v} <= set(choices), one.name
    (form,) = packs.named(rules.BASELINE)
    for spec in form.rows("figures"):
        record = declared.get(spec.get("table", ""))
        if record is None:
            assert spec.get("table", "") == ""
        else:
            names = [name for name, _, _ in spec.get("where", ())]
            assert {*names, *([spec["field"]] if "field" in spec else [])} <= set(record.fields)


# -- the survey ---------------------------------------------------------------------------------


def households(book: Book, many: int) -> None:
    for number in range(many):
        put(book, "household", number=f"{number % 2 + 1}-{number:03}", group_name=f"{number % 2}组")


def figure(book: Book, item: str) -> dict[str, Any]:
    found = [one for one in book.rows(reads_figures()) if one["item"] == item]
    assert len(found) == 1
    return found[0]


def reads_figures() -> Any:
    from qinglian_desktop.core.module import Query

    return Query("baseline_figure")


def test_a_new_form_is_filled_from_the_ledgers_and_tells_where_each_number_comes_from(
    book: Book,
) -> None:
    households(book, 5)
    put(book, "body", name="社区党委", kind="党组织")
    put(book, "body", name="居委会", kind="委员会")
    for body, title in (("社区党委", "书记"), ("居委会", "主任")):
        put(book, "post", body=body, person_name="周建国", title=title, from_on="2024-01-01")
    put(
        book, "post", body="居委会", person_name="李小梅", title="委员", from_on="2024-01-01",
        until_on="2025-12-31",
    )  # fmt: skip
    form = put(book, "baseline")
    assert row(book, "baseline", form)["year"] == 2026
    told = {
        name: (figure(book, name)["value"], figure(book, name)["origin"])
        for name in ("households", "groups", "committee", "both", "area", "assets")
    }
    assert told == {
        "households": ("5", "台账算出"),
        "groups": ("2", "台账算出"),
        "committee": ("1", "台账算出"),
        "both": ("是", "台账算出"),
        "area": (None, "还没有数"),
        "assets": (None, "还没有数"),  # of a ledger nobody has begun nothing is said
    }
    assert figure(book, "households")["counted_on"] == "2026-11-20"
    with pytest.raises(Refused, match="已经有了"):
        put(book, "baseline", year=2026)


def test_a_form_of_another_year_brings_no_figures_of_the_year_before(book: Book) -> None:
    households(book, 5)
    form = put(book, "baseline", year=2025)
    old = {row["item"]: row for row in book.rows(reads_figures())}
    saver("baseline_figure")(book, old["area"]["id"], {"value": "3.2"})
    changes = saver("baseline")(book, form, {"year": 2026})
    assert changes.touches("baseline_figure"), "the open page reads its figures again"
    now = {row["item"]: row for row in book.rows(reads_figures())}
    assert {row["year"] for row in now.values()} == {2026}
    assert now.keys() == old.keys()
    assert (now["area"]["value"], now["households"]["value"]) == ("3.2", "5")
    book.undo(changes.step)
    assert {row["year"] for row in book.rows(reads_figures())} == {2025}


def test_what_is_written_by_hand_stays_and_says_so(book: Book) -> None:
    households(book, 5)
    form = put(book, "baseline")
    saver("baseline_figure")(book, figure(book, "households")["id"], {"value": "7"})
    saver("baseline_figure")(book, figure(book, "area")["id"], {"value": "3.2"})
    households_row = figure(book, "households")
    assert (households_row["origin"], households_row["counted"]) == ("手工填写", "5")
    households(book, 1)
    put(book, "household", number="9-001", group_name="3组")
    actions.fill_baseline(book, form)
    after = figure(book, "households")
    assert (after["value"], after["counted"], after["origin"]) == ("7", "7", "台账算出")
    assert figure(book, "area")["value"] == "3.2"
    assert figure(book, "groups")["value"] == "3"
    saver("baseline_figure")(book, after["id"], {"value": "8"})
    paper = "\n".join(as_text(actions.baseline_paper(book, form)))
    assert "手工填写（台账上是 7）" in paper
    assert "台账算出：人户名册里户的组别" in paper


def test_a_figure_of_the_offices_own_is_called_by_its_name(book: Book) -> None:
    form = put(book, "baseline")
    own = put(book, "baseline_figure", name="快递柜", value="3", unit="处")
    told = row(book, "baseline_figure", own)
    assert (told["year"], told["item"], told["origin"]) == (2026, "快递柜", "手工填写")
    assert "快递柜" in "\n".join(as_text(actions.baseline_paper(book, form)))
    with pytest.raises(Refused, match="已经有了"):
        put(book, "baseline_figure", name="快递柜", value="4")


# -- problems -----------------------------------------------------------------------------------


def test_a_problem_goes_its_way_to_the_end(book: Book) -> None:
    found = problem(book)
    first = row(book, "problem", found)
    assert (first["number"], first["status"], first["due_on"]) == (
        "2026-001", "待整改", "2027-01-01",
    )  # fmt: skip
    task_id = str(actions.raise_task(book, found).result)
    task = row(book, "task", task_id)
    assert task["source_no"] == "问题清单2026-001"
    assert task["due_on"] == "2027-01-01"
    assert (task["year"], task["code"]) == (2026, "临001"), "due next year, at work in this one"
    assert (row(book, "problem", found)["task_id"], row(book, "problem", found)["status"]) == (
        task_id, "整改中",
    )  # fmt: skip
    with pytest.raises(Refused, match="已经转成任务"):
        actions.raise_task(book, found)
    for state in ("进行中", "待核", "已完成"):
        tasks.move_task(book, task_id, state)
    assert [one.subject for one in due(book, TODAY)] == [
        "“财务公开栏没有写清招待支出”的任务办结了，问题还没销号"
    ]
    actions.report_done(book, found)
    waiting = row(book, "problem", found)
    assert (waiting["done_on"], waiting["recheck_on"]) == ("2026-11-20", "2026-12-20")
    assert due(book, TODAY) == []
    assert [one.due_on for one in due(book, date(2026, 12, 15))] == [date(2026, 12, 20)]
    with pytest.raises(Refused, match="还没写复查情况"):
        actions.close_problem(book, found)
    saver("problem")(book, found, {"recheck": "看了公开栏，已经写清"})
    actions.close_problem(book, found)
    assert row(book, "problem", found)["closed_on"] == "2026-11-20"
    assert due(book, date(2027, 3, 1)) == []


def test_a_problem_without_a_day_is_on_the_paper_of_the_year_it_was_entered(book: Book) -> None:
    put(book, "problem", description="还没写日期的")
    problem(book)
    text = "\n".join(as_text(actions.problems_paper(book, 2026)))
    assert "共 2 个问题" in text and "还没写日期的" in text
    assert "共 0 个问题" in "\n".join(as_text(actions.problems_paper(book, 2025)))


def test_a_look_that_was_not_passed_puts_it_back_to_work(book: Book) -> None:
    found = problem(book)
    actions.report_done(book, found)
    saver("problem")(book, found, {"recheck": "还有一笔没写"})
    actions.reopen(book, found)
    again = row(book, "problem", found)
    assert (again["status"], again["done_on"], again["recheck_on"], again["recheck"]) == (
        "整改中", None, None, None,
    )  # fmt: skip
    assert again["note"] == "2026年11月20日复查没有通过：还有一笔没写"


def test_a_problem_whose_task_was_deleted_can_become_one_again(book: Book) -> None:
    found = problem(book)
    first = str(actions.raise_task(book, found).result)
    with book.change("删") as change:
        change.drop("task", first)
    assert str(actions.raise_task(book, found).result) != first


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        ({"found_on": "2026-11-21"}, "今天之后"),
        ({"due_on": "2026-11-01"}, "早于发现日期"),
        ({"status": "已销号"}, "还没写复查情况"),
    ],
)
def test_days_and_states_that_do_not_go_together_are_refused(
    book: Book, draft: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        problem(book, **draft)


# -- the plan -----------------------------------------------------------------------------------


def test_a_plan_is_drafted_approved_filed_and_renewed(book: Book, tmp_path: Path) -> None:
    tasks.load_plan(book, 2026)
    households(book, 4)
    put(book, "baseline", weak="公开栏更新慢")
    problem(book)
    plan = put(book, "unit_plan", title="2026年“清廉社区”建设实施方案")
    with pytest.raises(Refused, match="还没写"):
        actions.approve(book, plan)
    assert actions.draft_plan(book, plan).result == 5
    told = row(book, "unit_plan", plan)
    assert "户数 4 户" in told["weak"]
    assert "公开栏更新慢" in told["weak"]
    assert "1. 财务公开栏没有写清招待支出" in told["weak"]
    with pytest.raises(Refused, match="哪次会"):
        actions.approve(book, plan)
    meeting = put(
        book, "party_meeting", kind="支部党员大会", held_on="2026-11-10", topic="研究方案"
    )
    saver("unit_plan")(book, plan, {"meeting_id": meeting})
    actions.approve(book, plan)
    assert row(book, "unit_plan", plan)["approved_on"] == "2026-11-10"
    with pytest.raises(Refused, match="不能再改内容"):
        saver("unit_plan")(book, plan, {"aims": "别的"})
    with pytest.raises(Refused, match="不在这里改"):
        saver("unit_plan")(book, plan, {"state": "草稿"})  # and then other words in it
    actions.file_plan(book, plan)
    second = str(actions.new_version(book, plan).result)
    assert row(book, "unit_plan", second)["version"] == 2
    saver("unit_plan")(book, second, {"approved_by": "社区党委会议", "approved_on": "2026-11-19"})
    actions.approve(book, second)
    assert row(book, "unit_plan", plan)["state"] == "已有新版"
    paper = "\n".join(as_text(actions.plan_paper(book, second)))
    for chapter in ("任务分解表", "自选动作", "进度安排", "组织保障", "社区党委会议通过，第2版"):
        assert chapter in paper
    path = tmp_path / "方案.docx"
    assert actions.save_plan_as_word(book, second, path).result == ()
    with zipfile.ZipFile(path) as package:
        text = package.read("word/document.xml").decode()
    assert text.count("<w:tr>") + text.count("<w:tr ") > 127  # every task of the plan is there


# -- the twelve volumes -------------------------------------------------------------------------


def entry(book: Book, name: str, year: int = 2026, until: date = TODAY) -> reads.Collected:
    return next(one for one in reads.collected(book, year, until) if one.entry.name == name)


def test_rows_of_all_ledgers_stand_in_their_volume_by_themselves(
    book: Book, tmp_path: Path
) -> None:
    photo = picture(book, tmp_path)
    problem(book, files=f'["{photo}"]')
    put(book, "duty_log", done_on="2026-03-05", person="周建国", text="研究月度工作")
    put(
        book, "filed_paper", volume="01 组织领导", entry="工作专班和分工",
        title="成立工作专班的通知", made_on="2026-02-01",
    )  # fmt: skip
    put(book, "filed_paper", volume="04 制度清单", title="接待办法", made_on="2026-02-01")
    assert [item.files for item in entry(book, "问题清单").items] == [(photo,)]
    duty = entry(book, "第一责任人履责纪实")
    assert [item.day for item in duty.items] == ["2026-03"]
    assert "3月" not in duty.missing
    assert duty.missing == tuple(f"{n}月" for n in (1, 2, *range(4, 11)))
    assert [item.title for item in entry(book, "工作专班和分工").items] == ["成立工作专班的通知"]
    other = entry(book, "其他材料")
    assert (other.entry.volume, len(other.items)) == ("04 制度清单", 1)
    assert entry(book, "问题清单", 2025, date(2025, 12, 31)).items == ()


def test_of_a_later_day_nothing_is_collected(book: Book) -> None:
    problem(book, found_on="2026-11-02")
    assert entry(book, "问题清单", until=date(2026, 11, 1)).items == ()
    assert len(entry(book, "问题清单", until=date(2026, 11, 2)).items) == 1


def test_the_missing_list_names_what_should_be_there(book: Book) -> None:
    found = reads.collected(book, 2026, TODAY)
    lacking = {gap.name: gap.missing for gap in reads.gaps(found)}
    assert lacking["基础情况表"] == ("2026年",)
    assert lacking["大党委联席会"] == ("第一季度", "第二季度", "第三季度")
    assert "特色和自选动作" not in lacking  # may be empty
    put(book, "joint_meeting", held_on="2026-05-12", topic="更新清单")
    assert entry(book, "大党委联席会").missing == ("第一季度", "第三季度")
    put(book, "baseline")
    assert entry(book, "基础情况表").missing == ()


@given(
    st.sampled_from(("M", "Q", "H")),
    st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=15),
    st.dates(date(2026, 1, 1), date(2027, 6, 30)),
)
def test_a_period_is_missing_when_it_has_ended_and_no_day_lies_in_it(
    every: str, days: list[date], until: date
) -> None:
    one = rules.Entry("x", "01 组织领导", "x", "", (), (), every, True, False)
    told = rules.lacking(one, 2026, [day.isoformat() for day in days], until)
    wanted = [
        rules.period_words(period)
        for period in Period.within(2026, every)
        if period.last < until and not any(day in period for day in days)
    ]
    assert list(told) == wanted


def test_a_notice_stands_in_the_quarter_it_is_for_and_not_in_that_of_its_posting(
    book: Book,
) -> None:
    def missing(day: date) -> tuple[str, ...]:
        found = reads.collected(book, 2026, day)
        return next(one for one in found if one.entry.name == "公开公告").missing

    def hang(period: str | None, posted: str) -> None:
        told = {"title": "公开", "state": "已上墙", "period": period, "posted_on": posted}
        with book.change("贴出") as change:
            change.add(Notice, told)

    for period, posted in (("2026Q1", "2026-04-10"), ("2026Q2", "2026-07-10"), (None, "2026-08-01"),
                           ("2026", "2026-03-01")):  # fmt: skip
        hang(period, posted)
    assert missing(date(2026, 11, 2)) == ()
    assert missing(date(2026, 7, 5)) == (), "posted later, but not due before the 20th either"
    assert missing(date(2026, 7, 30)) == ()
    assert missing(date(2027, 1, 20)) == ()
    assert missing(date(2027, 1, 21)) == ("第四季度",)
    hang("2026Q4", "2027-01-20")
    assert missing(date(2027, 1, 21)) == ()


def test_names_of_residents_are_masked_in_the_files(book: Book) -> None:
    put(book, "check_in", person="张晓梅", unit="某小学", reported_on="2026-04-01")
    (item,) = entry(book, "在职党员报到").items
    assert "张晓梅" not in item.title
    assert item.title.startswith("张＊＊")


def pages_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_the_whole_is_bound_with_cover_contents_and_page_numbers(
    book: Book, tmp_path: Path
) -> None:
    photo = picture(book, tmp_path)
    problem(book, files=f'["{photo}"]')
    told: Any = actions.bind(book, 2026, True, lambda *_: True).result
    (pdf,) = told
    pages = pages_of(pdf)
    assert "2026年清廉档案" in pages[0]
    contents = pages[1] + pages[2]
    for volume in VOLUMES:
        assert volume in contents
    assert "特色和自选动作" in contents
    whole = "\n".join(pages)
    assert "今年没有登记" in whole
    assert "缺项清单" in whole


@pytest.mark.parametrize("with_action", [False, True])
def test_the_export_has_the_section_of_initiatives_also_where_there_is_none(
    book: Book, tmp_path: Path, with_action: bool
) -> None:
    """SA-11: the export contains the section; empty is allowed."""
    photo = picture(book, tmp_path)
    if with_action:
        put(book, "optional_action", title="院坝廉情驿站", files=f'["{photo}"]')
    root: Any = actions.export_folder(book, 2026, tmp_path, lambda *_: True).result
    assert sorted(one.name for one in root.iterdir() if one.is_dir()) == sorted(VOLUMES)
    text = "\n".join(pages_of((root / "清廉档案 第1册.pdf").read_bytes()))
    assert "2026年特色和自选动作" in text
    assert ("院坝廉情驿站" in text) is with_action
    kept = [one.name for one in (root / "12 总结特色").iterdir()]
    assert kept == (["12-01 特色和自选动作 院坝廉情驿站.jpg"] if with_action else [])
    sheet = load_workbook(root / "目录.xlsx", read_only=True)
    assert sheet.sheetnames == [*VOLUMES, "缺项清单"]
    sheet.close()
    with pytest.raises(Refused, match="已经有了"):
        actions.export_folder(book, 2026, tmp_path, lambda *_: True)


@pytest.mark.parametrize("stop", [True, False])
def test_an_export_that_does_not_come_to_its_end_leaves_nothing(
    book: Book, tmp_path: Path, stop: bool
) -> None:
    """So that the next one is not refused because of half a folder that looks whole."""
    broken = tmp_path / "坏的.pdf"
    broken.write_bytes(b"%PDF-1.4 and no more")
    row_id = problem(book, files=f'["{book.take_file(broken)}"]')
    out = tmp_path / "U盘"
    out.mkdir()
    with pytest.raises(Stopped if stop else Refused):
        actions.export_folder(book, 2026, out, lambda done, *_: not (stop and done == 5))
    assert list(out.iterdir()) == []
    saver("problem")(book, row_id, {"files": None})
    root: Any = actions.export_folder(book, 2026, out, lambda *_: True).result
    assert list(out.iterdir()) == [root]


def test_a_place_that_cannot_be_written_is_said(book: Book, tmp_path: Path) -> None:
    gone = tmp_path / "拔掉的U盘"
    gone.write_text("no folder", "utf-8")
    with pytest.raises(Refused, match="写不进〔拔掉的U盘〕"):
        actions.export_folder(book, 2026, gone, lambda *_: True)


def test_an_attachment_is_called_by_what_it_is() -> None:
    from qinglian_desktop.modules.archive.actions.filing import ending

    for folder, told in (("word", ".docx"), ("xl", ".xlsx"), ("ppt", ".pptx"), ("别的", ".zip")):
        kept = BytesIO()
        with zipfile.ZipFile(kept, "w") as package:
            package.writestr(f"{folder}/one.xml", "x")
        assert ending(kept.getvalue()) == told
    assert ending(b"PK\x03\x04 cut off") == ".zip"
    assert ending(b"\0\0\0\x18ftypheic\0\0") == ".heic"
    assert ending(b"RIFF\0\0\0\0WEBPVP8 ") == ".webp"


def test_a_plan_without_a_title_is_spoken_of_in_words(book: Book) -> None:
    plan = put(book, "unit_plan")
    actions.draft_plan(book, plan)
    told = {"approved_by": "社区党委会议", "approved_on": "2026-11-19"}
    saver("unit_plan")(book, plan, told)
    actions.approve(book, plan)
    assert [one.subject for one in due(book, TODAY)] == ["实施方案通过了，还没报街道"]


def test_the_summary_counts_what_the_ledgers_hold(book: Book, tmp_path: Path) -> None:
    tasks.load_plan(book, 2026)
    (first, second, *_) = reads.tasks_of(book, 2026)
    for state in ("进行中", "待核", "已完成"):
        tasks.move_task(book, first["id"], state)
    problem(book)
    text = "\n".join(as_text(actions.summary_paper(book, 2026)))
    assert "全年任务 127 项，办结 1 项，还在办 126 项" in text
    assert "清单上的问题 1 个，已销号 0 个，没有销号 1 个" in text
    tasks.move_task(book, second["id"], "已终止", "并入别的任务")
    text = "\n".join(as_text(actions.summary_paper(book, 2026)))
    assert "全年任务 127 项，办结 1 项，还在办 125 项，终止 1 项" in text
    (by_item,) = [
        one for one in actions.summary_paper(book, 2026).blocks
        if isinstance(one, Table) and one.columns[0].label == "方案条目"
    ]  # fmt: skip
    added = [sum(int(line[place]) for line in by_item.rows) for place in range(1, 5)]
    assert added == [127, 1, 125, 1]
    actions.save_summary_as_word(book, 2026, tmp_path / "总结.docx")
    assert zipfile.is_zipfile(tmp_path / "总结.docx")


@pytest.fixture(scope="module")
def assessed_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with an assessment of two years, that of 2026 handed in."""
    made = make_book(tmp_path_factory.mktemp("assessed"))
    for year, less in ((2025, 1000), (2026, 0)):
        with clock.fixed(date(year, 12, 20)):
            first = str(assessing.begin(made, year).result)
            for line in assessment_reads.lines(made, first):
                if assessment_rules.applies(line):
                    score = max(line["points"] - less, 0)
                    told = {"self_score": score, "note": "有佐证", "differs": "补齐了"}
                    saver("assessment_line")(made, line["id"], told)
            assessing.finish(made, first)
            assessing.hear(made, first, None, "党委会议")
            assessing.freeze(made, first)
    made.close()
    return made.home


@pytest.fixture
def assessed(assessed_home: Path, tmp_path: Path) -> Iterator[Book]:
    home = Path(copytree(assessed_home, tmp_path / "home"))
    with clock.fixed(date(2026, 12, 28)), Book.open(home, RECORDS) as made:
        yield made


def test_the_summary_tells_the_scores_and_what_changed(assessed: Book) -> None:
    paper = actions.summary_paper(assessed, 2026)
    text = "\n".join(as_text(paper))
    assert "年度自评（已报送街道）折算 100 分" in text
    (table,) = (b for b in paper.blocks if isinstance(b, Table) and b.columns[0].label == "方面")
    lines = assessment_reads.lines(assessed, assessment_reads.versions(assessed, 2026)[0]["id"])
    ours = [line for line in lines if assessment_rules.applies(line)]
    for name, most, now, before, change in table.rows:
        points = [line["points"] for line in ours if line["dimension"] == name]
        least = sum(max(one - 1000, 0) for one in points)
        assert (float(most), float(now)) == (sum(points) / 1000, sum(points) / 1000)
        assert float(before) == least / 1000
        assert change == f"+{(sum(points) - least) / 1000:g}"
    assert {row[0] for row in table.rows} == {line["dimension"] for line in lines}


def test_the_binder_holds_the_assessment_as_it_was_handed_in(assessed: Book) -> None:
    of_year = {one.entry.id: one for one in reads.collected(assessed, 2026, clock.today())}
    assert len(of_year["11-01"].items) == 1
    assert of_year["11-01"].items[0].files == (), "the kept state is no paper to be read"
    (pdf,) = actions.bind(assessed, 2026, True, lambda *_: True).result  # type: ignore[misc]
    whole = "\n".join(pages_of(pdf))
    for name in snapshot.PAPERS:
        assert name in whole
    second = str(assessing.new_version(assessed, of_year["11-01"].items[0].row_id).result)
    again = {one.entry.id: one for one in reads.collected(assessed, 2026, clock.today())}
    assert [item.row_id for item in again["11-01"].items] != [second], "a draft is not filed"
    assert "自评表" not in {gap.name for gap in reads.gaps(tuple(again.values()))}


def test_without_a_handed_in_assessment_it_is_missing(book: Book) -> None:
    assessing.begin(book, 2026)
    lacking = {gap.name for gap in reads.gaps(reads.collected(book, 2026, TODAY))}
    assert "自评表" in lacking
    assert "首次自评" not in lacking
