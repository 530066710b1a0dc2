"""A notice on its way out: covered with one click, let through with a reason, refused otherwise."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notice_facts import CODES, FACTS
from office import SUPERVISOR, make_book, make_details, make_id_number, make_person
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Column, Facts, Heading, Note, Paragraph, Table, as_text
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.disclosure import actions, notices
from qinglian_desktop.modules.disclosure.actions import word, writing
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.modules.disclosure.wall_records import Objection
from qinglian_desktop.store.book import Book

TODAY = date(2026, 10, 12)
MOBILE, ACCOUNT = "13812345678", "6222021234567890123"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.fixed(TODAY):
        yield


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with make_book(tmp_path) as made:
        yield made


def _compose(book: Book, body: str, title: str = "便民服务公开") -> str:
    return str(actions.compose_general(book, title, body=body).ids("notice")[0])


def _listed(book: Book, table: Table, title: str = "慰问金发放公开", body: str = "") -> str:
    """A notice of a subject above, whose list is the whole internal one."""
    names = tuple(f"{row[0]}。" for row in table.rows)
    content = notices.Content((table,), (Paragraph("、".join(names)),), names, "")
    facts = {"title": title, "kind": "一般公开", "mode": "公开", "body": body}
    return str(writing.put_draft(book, content, facts).ids("notice")[0])


def _words(book: Book, row_id: str) -> str:
    return "\n".join(
        line
        for variant in notices.VARIANTS
        for line in as_text(actions.document_of(book, row_id, variant))
    )


def test_one_click_covers_every_paper_and_can_be_taken_back(book: Book, tmp_path: Path) -> None:
    row_id = _compose(book, f"联系 {MOBILE}，或 138 1234 5679。", f"张三{MOBILE}服务公开")
    assert len(actions.privacy_findings(book, row_id)) == 2
    actions.hide(book, row_id)
    assert actions.privacy_findings(book, row_id) == ()
    words = _words(book, row_id)
    assert MOBILE not in words and "138 1234 5679" not in words
    assert "138＊＊＊＊5678" in words
    actions.print_notice(book, row_id, tmp_path / "a.pdf")
    assert word.save_word(book, row_id, tmp_path / "a.docx").result.unknown == ()
    kept = book.record(Notice, row_id)
    assert MOBILE in (kept.body or "") and MOBILE in kept.title
    actions.unhide(book, row_id)
    assert MOBILE in _words(book, row_id)
    with pytest.raises(Refused, match="没有遮住"):
        actions.send_to_review(book, row_id)


def test_what_is_posted_covered_stays_covered(book: Book) -> None:
    row_id = _compose(book, f"电话{MOBILE}。")
    actions.hide(book, row_id)
    actions.send_to_review(book, row_id)
    with pytest.raises(Refused):
        actions.unhide(book, row_id)
    actions.approve(book, row_id, SUPERVISOR)
    actions.post(book, row_id, "公开栏第一格")
    assert MOBILE not in _words(book, row_id)
    assert actions.reprint_document(book, row_id).fingerprint in _words(book, row_id)


def test_an_account_of_the_office_is_let_through_with_a_reason(book: Book) -> None:
    row_id = _compose(book, f"捐款请汇到 {ACCOUNT}，电话{MOBILE}。")
    card, mobile = actions.privacy_findings(book, row_id)
    assert (card.kind, mobile.kind) == ("card", "mobile")
    with pytest.raises(Refused, match="没有写为什么"):
        actions.let_pass(book, row_id, card.kind, card.text, " ")
    changes = actions.let_pass(book, row_id, card.kind, card.text, "居委会的对公账号")
    assert [one.kind for one in actions.privacy_findings(book, row_id)] == ["mobile"]
    (told,) = actions.let_through(book.row("notice", row_id) or {})
    assert (told.text, told.reason, told.on) == (ACCOUNT, "居委会的对公账号", "2026-10-12")
    actions.hide(book, row_id)
    words = _words(book, row_id)
    assert ACCOUNT in words and MOBILE not in words
    assert changes.label.startswith("放行")


def test_an_address_of_the_office_may_be_read_out_too(book: Book) -> None:
    row_id = _compose(book, "请到2幢1单元101室办理。")
    (one,) = actions.privacy_findings(book, row_id)
    actions.let_pass(book, row_id, one.kind, one.text, "便民服务站的地址")
    assert actions.privacy_findings(book, row_id) == ()
    actions.send_to_review(book, row_id)


def test_no_reason_lets_an_id_number_through(book: Book) -> None:
    row_id = _compose(book, f"张三，{make_id_number()}。")
    (one,) = actions.privacy_findings(book, row_id)
    with pytest.raises(Refused, match="不能放行"):
        actions.let_pass(book, row_id, one.kind, one.text, "本人同意")


def test_the_internal_list_is_kept_whole_and_the_papers_are_not(book: Book) -> None:
    child = make_id_number("20150302")
    columns = (Column("姓名"), Column("身份证号"), Column("金额", money=True))
    table = Table(columns, (("陈小明", child, 10_000), ("李建华", make_id_number(), 20_000)))
    row_id = _listed(book, table, body="陈小明由家长代领。")
    kept = notices.substance_of(book.files.read(book.row("notice", row_id)["content_file"]))
    assert kept.board == (table,)
    words = _words(book, row_id)
    assert "陈小明" not in words and child not in words
    assert "陈＊明" in words and "李建华" in words
    covers = {(one.before, one.after) for one in actions.covers(book, row_id)}
    assert covers == {("陈小明", "陈＊明"), ("2 行", "不登")}


def test_children_on_the_register_are_found_in_any_sentence(book: Book) -> None:
    make_person(book, "陈小明", id_number=make_id_number("20150302"))
    make_person(book, "王小丽", id_number=make_id_number("20150303", "115"))
    make_person(book, "王小丽", id_number=make_id_number("19700303", "115"))  # not only a child
    row_id = _compose(book, "陈小明、王小丽获得表扬。")
    (one,) = actions.privacy_findings(book, row_id)
    assert str(one) == "不能公开的姓名 陈小明"
    actions.hide(book, row_id)
    assert "陈＊明、王小丽获得表扬。" in _words(book, row_id)
    spaced = _compose(book, "陈　小 明获得表扬。")
    assert [one.kind for one in actions.privacy_findings(book, spaced)] == ["name"]


def test_a_childs_name_inside_an_adults_name_is_no_finding(book: Book) -> None:
    make_person(book, "孙国", id_number=make_id_number("20150302"))
    make_person(book, "孙国英", id_number=make_id_number("19700302"))
    for body, names in (
        ("孙国英负责登记。", []),
        ("负责登记的是孙国英", []),
        ("孙国家的补助已经发放。", ["孙国"]),
        ("补助发给孙国", ["孙国"]),
    ):
        row_id = _compose(book, body)
        found = actions.privacy_findings(book, row_id)
        assert [one.text for one in found if one.kind == "name"] == names, body


def test_a_list_of_orphans_is_refused_whatever_is_covered(book: Book, tmp_path: Path) -> None:
    row_id = _listed(book, Table((Column("姓名"),), (("李建华",),)), "孤儿生活费发放名单")
    actions.hide(book, row_id)
    for refused in (
        lambda: actions.send_to_review(book, row_id),
        lambda: actions.print_notice(book, row_id, tmp_path / "a.pdf"),
        lambda: word.save_word(book, row_id, tmp_path / "a.docx"),
    ):
        with pytest.raises(Refused, match="未成年人的名单不公示"):
            refused()
    assert not list(tmp_path.glob("a.*"))


def test_illness_beside_a_name_is_refused_and_covered(book: Book) -> None:
    table = Table((Column("姓名"), Column("备注")), (("李建华", "肢体残疾二级"),))
    row_id = _listed(book, table)
    assert {one.kind for one in actions.privacy_findings(book, row_id)} == {"health"}
    actions.hide(book, row_id)
    assert actions.privacy_findings(book, row_id) == ()
    assert "残疾" not in _words(book, row_id)


@pytest.mark.parametrize("where", ["title", "body", "cell", "fact"])
@pytest.mark.parametrize("told", ["李建军（残疾2级）护理补贴", "李建军系肢体残疾一级"])
def test_illness_beside_a_name_outside_a_list_is_covered_in_every_paper(
    book: Book, where: str, told: str
) -> None:
    columns = (Column("项目"), Column("金额", money=True))
    table = Table(columns, ((told if where == "cell" else "补贴", 100),))
    blocks = (table, Facts((("备注", told if where == "fact" else "无"),)))
    content = notices.Content(blocks, (), (f"三组{told}一元。",) if where == "cell" else ())
    facts = {
        "title": told if where == "title" else "补贴公开", "kind": "一般公开", "mode": "公开",
        "body": told if where == "body" else "",
    }  # fmt: skip
    row_id = str(writing.put_draft(book, content, facts).ids("notice")[0])
    with pytest.raises(Refused, match="病情、残疾"):
        actions.send_to_review(book, row_id)
    actions.hide(book, row_id)
    assert actions.privacy_findings(book, row_id) == ()
    assert not re.search("残疾[一二两1-4]级|肢体残疾", _words(book, row_id))


def test_a_line_typed_by_hand_names_no_orphan(book: Book) -> None:
    make_details(book, "慰问", [100])
    with book.change("改明细") as change:
        line = book.ids(Query("detail_line"))[0]
        change.put_row("detail_line", line, {"item": "孤儿陈小红基本生活费", "place": "3组"})
    made = actions.compose_general(book, "慰问公开", subject="慰问")
    (one,) = actions.privacy_findings(book, made.ids("notice")[0])
    assert str(one) == "不能公开的姓名 陈小红"
    programme = _compose(book, "重度残疾人护理补贴发放 3 人，孤儿基本生活费 2 人。")
    assert actions.privacy_findings(book, programme) == ()


def test_a_correction_is_held_to_the_same(book: Book) -> None:
    row_id = _compose(book, "正文。")
    actions.post(book, row_id, "公开栏第一格")
    made = actions.correct(book, row_id, f"电话应为 {MOBILE}").ids("notice")[0]
    with pytest.raises(Refused, match="没有遮住"):
        actions.send_to_review(book, made)
    actions.hide(book, made)
    assert MOBILE not in _words(book, made)


_GAPS = st.sampled_from(("", " ", "-", "　"))


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rest=st.integers(0, 10**9 - 1),
    born=st.dates(date(1930, 1, 1), date(2020, 1, 1)),
    gap=_GAPS,
    place=st.sampled_from(("title", "body", "cell")),
)
def test_no_planted_number_survives_in_any_paper(
    book: Book, rest: int, born: date, gap: str, place: str
) -> None:
    mobile, number = f"13{rest:09d}", make_id_number(f"{born:%Y%m%d}")
    planted = f"{gap.join((mobile[:3], mobile[3:7], mobile[7:]))}、{number}"
    columns = (Column("事项"), Column("说明"))
    table = Table(columns, (("慰问", planted if place == "cell" else "无"),))
    title = f"公开{planted}" if place == "title" else "慰问公开"
    row_id = _listed(book, table, title, planted if place == "body" else "")
    assert actions.privacy_findings(book, row_id)
    actions.hide(book, row_id)
    bare = "".join(sign for sign in _words(book, row_id) if sign.isascii() and sign.isalnum())
    assert mobile not in bare and number not in bare
    assert actions.privacy_findings(book, row_id) == ()


def test_two_of_one_name_on_a_subsidy_list_are_told_apart_by_their_tails(book: Book) -> None:
    numbers = make_id_number("19700101"), make_id_number("19800202", "115")
    rows = [
        {"group": group, "name": "李建华", "id_number": number, "amount": 10_000}
        for group, number in (("1组", numbers[0]), ("1组", numbers[1]), ("2组", numbers[0]))
    ]
    facts = {**FACTS["N05"], "rows": rows, "total": 30_000}
    row_id = str(actions.draft(book, "N05", facts, code=CODES.get("N05")).ids("notice")[-1])
    words = _words(book, row_id)
    assert f"李建华（尾号{numbers[0][-4:]}）" in words
    assert f"李建华（尾号{numbers[1][-4:]}）" in words
    assert words.count("2组\t李建华\t") == 1
    assert "身份证号" not in words and numbers[0] not in words
    assert actions.privacy_findings(book, row_id) == ()


def test_who_objected_is_not_named_on_the_paper_that_answers(book: Book) -> None:
    row_id = _compose(book, "正文。")
    actions.post(book, row_id, "公开栏第一格")
    with book.change("登记异议") as change:
        change.put(
            Objection(
                number="异议〔2026〕1号", kind="公示", notice_id=row_id, raised_on=TODAY,
                raised_by="欧阳建国", content="金额不对",
            )
        )  # fmt: skip
    made = actions.correct(book, row_id, "欧阳建国提出金额不对，应为 500 元").ids("notice")[0]
    (one,) = actions.privacy_findings(book, made)
    assert one.kind == "name"
    actions.hide(book, made)
    assert "欧阳＊＊提出金额不对" in _words(book, made)


@pytest.mark.parametrize(
    ("kind", "column"), [("N04", "name"), ("N05", "name"), ("N15", "household"), ("N19", "member")]
)
def test_a_child_told_by_its_number_is_named_on_no_paper(
    book: Book, kind: str, column: str
) -> None:
    rows = [dict(row) for row in FACTS[kind]["rows"]]
    rows[0] |= {column: "陈小明", "id_number": make_id_number("20150302")}
    facts = {**FACTS[kind], "rows": rows}
    row_id = str(actions.draft(book, kind, facts, code=CODES.get(kind)).ids("notice")[-1])
    assert "陈＊明" in _words(book, row_id) and "陈小明" not in _words(book, row_id)


def test_who_is_masked_in_the_list_is_named_nowhere_else(book: Book) -> None:
    child = make_id_number("20150302")
    listed = Table(
        (Column("姓　名"), Column("身 份 证 号"), Column("病　情")), (("陈小明", child, "肺炎"),)
    )
    blocks = (
        listed,
        Table((Column("事项"), Column("备注")), (("补助", "陈　小明之父"),), caption="陈小明等"),
        Facts((("备注", "陈小明由父代领"),)),
        Note("注：陈小明"),
        Heading("陈小明的情况"),
    )
    content = notices.Content(blocks, (Paragraph("陈小明一百元"),), ("陈小明。",), "陈小明等 1 人")
    facts = {"title": "给陈小明的补助", "kind": "一般公开", "mode": "公开", "body": "陈小明来领。"}
    row_id = str(writing.put_draft(book, content, facts).ids("notice")[0])
    words = _words(book, row_id)
    assert not re.search(f"陈　?小明|肺炎|{child}", words)


def test_a_word_left_out_of_a_column_stays_elsewhere(book: Book) -> None:
    columns = (Column("姓名"), Column("健康状况"), Column("家庭收入"))
    row_id = _listed(book, Table(columns, (("李建华", "良好", "2026"),)), body="2026年秩序良好。")
    assert "2026年秩序良好。" in _words(book, row_id)


@pytest.mark.parametrize(
    ("title", "body", "why"),
    [
        ("本村孤儿名单", "陈大山、李小红", "未成年人的名单不公示"),
        ("困境儿童补助公开", "陈大山、李小红", "不能公开的姓名 陈大山"),
        ("补助公开", "下列孤儿已发放补助：陈大山、李小红。", "不能公开的姓名 陈大山"),
        ("工作公开", "社区矫正对象张伟明、赵大海按时报到。", "不能公开的姓名 张伟明"),
    ],
)
def test_nobody_is_named_in_a_sentence_about_such_people(
    book: Book, title: str, body: str, why: str
) -> None:
    row_id = _compose(book, body, title)
    with pytest.raises(Refused, match=why):
        actions.send_to_review(book, row_id)
    actions.hide(book, row_id)
    assert not re.search("陈大山|李小红|张伟明|赵大海", _words(book, row_id)) or "名单" in title


@pytest.mark.parametrize("told", ["欧阳建国、李丽", "欧阳建国（5组）", "欧阳建国等3人"])
def test_each_of_those_who_objected_is_left_unnamed(book: Book, told: str) -> None:
    row_id = _compose(book, "正文。")
    actions.post(book, row_id, "公开栏第一格")
    with book.change("登记异议") as change:
        change.put(
            Objection(
                number="异议〔2026〕1号", kind="公示", notice_id=row_id, raised_on=TODAY,
                raised_by=told, content="金额不对",
            )
        )  # fmt: skip
    made = actions.correct(book, row_id, "欧阳建国提出金额不对").ids("notice")[0]
    (one,) = actions.privacy_findings(book, made)
    assert str(one) == "不能公开的姓名 欧阳建国"
