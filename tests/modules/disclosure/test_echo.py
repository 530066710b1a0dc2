"""回音壁, 查阅登记 and the archive: asked, answered, printed on the next notice, kept whole."""

import csv
import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

import noticing
from office import SUPERVISOR, make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import as_text
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.modules.disclosure import actions
from qinglian_desktop.modules.disclosure.actions import archive
from qinglian_desktop.modules.disclosure.due import due
from qinglian_desktop.store.book import Book

TODAY = date(2026, 10, 12)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.fixed(TODAY):
        yield


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with make_book(tmp_path) as made:
        yield made


def ask(book: Book, notice_id: str, question: str, answer: str = "", **facts: str) -> str:
    draft = {"notice_id": notice_id, "question": question, "asked_on": TODAY.isoformat()}
    return str(actions.save_question(book, None, {**draft, "answer": answer, **facts}).result)


def words(book: Book, notice_id: str) -> str:
    return "\n".join(as_text(actions.document_of(book, notice_id)))


# -- questions -------------------------------------------------------------------------------


def test_three_questions_two_answers_stand_on_the_next_notice(book: Book) -> None:
    before = noticing.posted(book, TODAY, period="2026Q2")
    ask(book, before, "路灯什么时候修", "11月底前修好", asked_by="李建华")
    ask(book, before, "补助怎么算的？\n", "每户\n200 元。")
    ask(book, before, "垃圾清运费谁出", asked_by="王秀英")
    after = noticing.approved(book)
    text = words(book, after)
    assert "上期回音" in text
    assert "1. 问：路灯什么时候修？答：11月底前修好。" in text
    assert "2. 问：补助怎么算的？答：每户 200 元。" in text
    assert "3. 问：垃圾清运费谁出？答：办理中。" in text
    assert text.count("办理中。") == 1
    assert "李建华" not in text and "王秀英" not in text
    spoken = "".join(as_text(actions.document_of(book, after, "broadcast")))
    assert "上期收到三个问题，答复了两个，一个办理中" in spoken.replace("\n", "").replace("／", "")
    plain = "".join(as_text(actions.document_of(book, after, "plain")))
    assert "入户走访 120 户" in plain and "上期收到3个问题，答复了2个，1个办理中" in plain


def test_what_was_printed_is_not_carried_on_and_what_is_open_is(book: Book) -> None:
    first = noticing.posted(book, TODAY, period="2026Q1")
    done, left = ask(book, first, "路灯什么时候修", "已修好"), ask(book, first, "费用谁出")
    second = noticing.approved(book, period="2026Q2")
    actions.post(book, second, "公开栏", TODAY)
    frozen = words(book, second)
    assert "路灯" in frozen
    with pytest.raises(Refused, match="已经印在公告上"):
        actions.save_question(book, done, {"answer": "其实没修"})
    with pytest.raises(Refused, match="不能删"):
        actions.drop_question(book, done)
    actions.save_question(book, left, {"answer": "集体出"})
    third = words(book, noticing.approved(book, period="2026Q3"))
    assert "集体出" in third and "路灯" not in third
    assert words(book, second) == frozen, "what hangs is not rewritten"


def test_a_paper_hung_again_still_carries_its_echo(book: Book) -> None:
    first = noticing.posted(book, TODAY, period="2026Q1")
    ask(book, first, "路灯什么时候修", "已修好")
    second = noticing.posted(book, TODAY, period="2026Q2")
    with clock.fixed(TODAY + DAY):
        actions.take_down(book, second, reason="大风")
        actions.post(book, second, "公开栏", clock.today())
    assert words(book, second).count("路灯什么时候修") == 1


def test_numbers_run_within_a_notice_and_are_not_given_twice(book: Book) -> None:
    notice, other = noticing.posted(book, TODAY), noticing.posted(book, TODAY, period="2026Q2")
    one, two = ask(book, notice, "一"), ask(book, notice, "二")
    assert (book.row("question", ask(book, other, "别的")) or {})["seq"] == 1
    actions.drop_question(book, two)
    assert [(book.row("question", r) or {})["seq"] for r in (one, ask(book, notice, "三"))] == [
        1,
        3,
    ]


def test_a_question_is_due_in_three_days_and_gone_when_answered(book: Book) -> None:
    made = ask(book, noticing.posted(book, TODAY), "路灯什么时候修")
    (line,) = [x for x in due(book, TODAY) if x.table == "question"]
    assert line.due_on == date(2026, 10, 15) and "第31条" in line.why
    actions.save_question(book, made, {"answer": "月底"})
    found = book.row("question", made) or {}
    assert (found["state"], found["answered_on"], found["answered_by"]) == (
        "已答复", "2026-10-12", "周文书",
    )  # fmt: skip
    assert not [x for x in due(book, TODAY) if x.table == "question"]


def test_a_question_may_be_put_on_another_draft(book: Book) -> None:
    made = ask(book, noticing.posted(book, TODAY), "路灯什么时候修", "月底")
    other = actions.compose_general(book, "别的事", body="内容。").ids("notice")[0]
    assert "路灯" not in words(book, other)
    actions.carry_to(book, made, other)
    assert "路灯" in words(book, other)
    with pytest.raises(Refused, match="不能再加内容"):
        actions.carry_to(book, made, noticing.approved(book, period="2026Q1"))


def test_a_question_with_a_private_number_does_not_reach_the_board(book: Book) -> None:
    before = noticing.posted(book, TODAY, period="2026Q2")
    ask(book, before, "我的补助到账没有，电话 13800000001")
    after = actions.compose_general(
        book, "协助街道工作情况公开", "G17", "2026Q3", "入户走访 120 户。"
    ).ids("notice")[0]
    with pytest.raises(Refused, match="个人信息没有遮住"):
        actions.send_to_review(book, after)


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        ({"notice_id": None}, "没有选问的是哪份公告"),
        ({"question": " "}, "没有写问的什么"),
        ({"asked_on": "2026-10-13"}, "在今天之后"),
    ],
)
def test_half_a_question_is_refused_with_its_field(book: Book, draft: dict, said: str) -> None:
    whole = {
        "notice_id": noticing.posted(book, TODAY),
        "question": "路灯",
        "asked_on": "2026-10-12",
    }
    with pytest.raises(Refused, match=said) as refused:
        actions.save_question(book, None, {**whole, **draft})
    assert refused.value.field in draft


def test_only_what_hangs_can_be_asked_about(book: Book) -> None:
    with pytest.raises(Refused, match="还没上墙"):
        ask(book, noticing.approved(book), "路灯")


# -- requests to look into papers ------------------------------------------------------------


def test_a_request_past_its_limit_is_in_today_and_gone_when_shown(book: Book) -> None:
    draft = {"requested_on": "2026-10-01", "person": "李建华", "wanted": "第三季度账目"}
    made = str(actions.save_request(book, None, draft).result)
    (line,) = [x for x in due(book, TODAY) if x.table == "inspection_request"]
    assert line.due_on == date(2026, 10, 8) and line.due_on < TODAY, "国庆 moves it"
    assert "待核实" in line.why
    actions.save_request(book, made, {"shown": "账簿两本"})
    assert (book.row("inspection_request", made) or {})["state"] == "已给看"
    assert not [x for x in due(book, TODAY) if x.table == "inspection_request"]


def test_the_receipt_names_the_matter_and_masks_the_name(book: Book) -> None:
    draft = {"person": "李建华", "phone": "13800000001", "wanted": "第三季度账目"}
    made = str(actions.save_request(book, None, draft).result)
    said = "\n".join(as_text(actions.receipt(book, made)))
    for part in ("查阅登记回执", "查阅〔2026〕1号", "李＊＊", "第三季度账目", "2026年10月15日"):
        assert part in said
    assert "李建华" not in said and "13800000001" not in said


def test_shown_and_not_shown_cannot_both_be(book: Book) -> None:
    draft = {"person": "李建华", "wanted": "账目", "shown": "账簿", "refusal": "涉及他人"}
    with pytest.raises(Refused, match="只能写一样"):
        actions.save_request(book, None, draft)


# -- the archive -----------------------------------------------------------------------------


def test_a_whole_archive_has_nothing_to_say_and_a_changed_one_is_named(book: Book) -> None:
    good, bad = noticing.posted(book, TODAY), noticing.posted(book, TODAY, period="2026Q2")
    assert actions.check_all(book) == []
    other = book.row("notice", good) or {}
    with book.change("改动存档") as change:
        change.put_row("notice", bad, {"content_file": other["content_file"]})
    (found,) = actions.check_all(book)
    assert found.notice_id == bad and found.what.startswith("指纹不符")
    with pytest.raises(Damaged):
        actions.reprint_document(book, bad)


def test_a_lost_original_is_named(book: Book) -> None:
    notice = noticing.posted(book, TODAY)
    book.files.path((book.row("notice", notice) or {})["paper_file"]).unlink()
    (found,) = actions.check_all(book)
    assert "不在了" in found.what


def test_an_earlier_posting_of_a_paper_hung_again_is_checked_too(book: Book) -> None:
    slot, notice = noticing.board(book), noticing.approved(book)
    actions.hang(book, notice, slot, 1)
    (first,) = book.rows(archive.wall_reads.Query("hanging"))
    with clock.fixed(TODAY + DAY):
        actions.take_off(book, first["id"], reason="大风")
        actions.hang(book, notice, slot, 1)
    book.files.path(first["content_file"]).unlink()
    (found,) = actions.check_all(book)
    assert found.where == "大门口公开栏第 1 格"


def test_one_notice_goes_into_a_folder_with_its_story_and_without_names(
    book: Book, tmp_path: Path
) -> None:
    photo = tmp_path / "上墙.jpg"
    photo.write_bytes(b"\xff\xd8\xff picture")
    slot, notice = noticing.board(book), noticing.approved(book)
    actions.hang(book, notice, slot, 1, proof=[photo])
    ask(book, notice, "=1+1 是多少", "二", asked_by="王秀英")
    made = noticing.objection(book, notice, phone="13800000001")
    actions.settle(book, made, "told", "已说明")
    folder = actions.export_notice(book, notice, tmp_path / "导出").result.folder
    names = {path.name for path in folder.iterdir()}
    assert names == {
        "公开栏版.pdf", "公开栏版.txt", "大字白话版.txt", "大喇叭播音稿.txt", "照片1.jpg",
        "公开情况.txt", "张贴记录.csv", "提问和答复.csv", "异议和处理.csv", "目录.csv",
    }  # fmt: skip
    pdf = folder / "公开栏版.pdf"
    assert pdf.read_bytes() == book.files.read((book.row("notice", notice) or {})["paper_file"])
    everything = "".join(p.read_text("utf-8-sig") for p in folder.iterdir() if p.suffix != ".pdf"
                         and p.suffix != ".jpg")  # fmt: skip
    for private in ("李建华", "王秀英", "13800000001"):
        assert private not in everything
    assert "'=1+1" in everything, "no cell begins a formula"
    with (folder / "目录.csv").open(encoding="utf-8-sig", newline="") as listed:
        sums = dict(list(csv.reader(listed))[1:])
    assert set(sums) == names - {"目录.csv"}
    for name, told in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == told
    with pytest.raises(Refused, match="已经有了"):
        actions.export_notice(book, notice, tmp_path / "导出")


def test_what_is_said_beside_a_notice_in_a_folder_names_nobody(book: Book, tmp_path: Path) -> None:
    made = actions.compose_general(book, "给李建华13812345678的答复", body="已经答复。")
    (notice,) = made.ids("notice")
    actions.hide(book, notice)
    actions.send_to_review(book, notice)
    actions.approve(book, notice, SUPERVISOR)
    actions.post(book, notice, "公开栏第一格")
    ask(book, notice, "我王秀英住3幢2单元801，怎么没有我", "已电话13800000001告诉王 秀英",
        asked_by="王秀英（5组）")  # fmt: skip
    folder = actions.export_notice(book, notice, tmp_path / "导出").result.folder
    texts = [p.read_text("utf-8-sig") for p in folder.iterdir() if p.suffix != ".pdf"]
    everything = "".join([folder.name, *texts])
    for private in ("13812345678", "王秀英", "王 秀英", "801", "13800000001"):
        assert private not in everything
    assert "138＊＊＊＊5678" in folder.name and "怎么没有我" in everything


def test_a_draft_has_no_archive(book: Book, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="还没上墙"):
        actions.export_notice(book, noticing.approved(book), tmp_path)
