"""Composing, reviewing, posting, taking down, reprinting and correcting notices."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import SUPERVISOR, WRITER, make_book, make_details, make_posts
from qinglian_desktop.core import clock, money
from qinglian_desktop.core.document import Table, as_text
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes, Damaged, Refused
from qinglian_desktop.modules.disclosure import actions, notices, speech, steps
from qinglian_desktop.modules.disclosure.due import due
from qinglian_desktop.modules.disclosure.records import STATES, Notice, PlannedPosting
from qinglian_desktop.store.book import Book

TODAY = date(2026, 10, 12)
BOARD = "社区公开栏第一格"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.fixed(TODAY):
        yield


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with make_book(tmp_path) as made:
        yield made


def _id(changes: Changes) -> str:
    return changes.ids("notice")[0]


def _compose(book: Book, code: str | None = "G17", **facts: str) -> str:
    made = {"title": "协助街道工作情况公开", "period": "2026Q3", "body": "入户走访 120 户。"}
    return _id(actions.compose_general(book, code=code, **{**made, **facts}))


def _approved(book: Book, code: str | None = "G17", **facts: str) -> str:
    row_id = _compose(book, code, **facts)
    actions.send_to_review(book, row_id)
    actions.approve(book, row_id, SUPERVISOR)
    return row_id


def _posted(book: Book, code: str | None = "G17", day: date = TODAY, **facts: str) -> str:
    with clock.fixed(day):
        row_id = _approved(book, code, **facts)
        actions.post(book, row_id, BOARD, day)
    return row_id


def _words(book: Book, row_id: str, variant: notices.Kind = "board") -> str:
    return "\n".join(as_text(actions.document_of(book, row_id, variant)))


# -- composing ---------------------------------------------------------------------------------


def test_numbers_run_without_gaps_and_begin_anew_each_year(book: Book) -> None:
    numbers = [actions.compose_general(book, f"公开{n}", body="正文").result for n in range(3)]
    assert numbers == [f"新街子社区〔2026〕{n}号" for n in (1, 2, 3)]
    with pytest.raises(Refused):
        actions.compose_general(book, "公开", code="没有这项", body="正文")
    assert actions.compose_general(book, "公开", body="正文").result == "新街子社区〔2026〕4号"
    with clock.fixed(date(2027, 1, 1)):
        assert actions.compose_general(book, "公开", body="x").result == "新街子社区〔2027〕1号"


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=25))
def test_the_three_papers_carry_the_same_total(amounts: list[int]) -> None:
    lines = [
        dict.fromkeys(("place", "category", "quantity", "measure", "price_fen", "note"))
        | {"seq": n, "item": "慰问金", "amount_fen": fen}
        for n, fen in enumerate(amounts, 1)
    ]
    content = notices.general(lines, "")
    (board,) = (block for block in content.board if isinstance(block, Table))
    (plain,) = (block for block in content.plain if isinstance(block, Table))
    total = sum(amounts)
    assert board.grand() == plain.sums() == (total,)
    assert len(board.rows) == len(amounts)
    assert len(plain.rows) <= 8
    assert len(plain.columns) <= 4
    assert f"{money.spoken(total)}。" in content.spoken
    assert money.show(total) in content.totals
    assert all(len(line) <= 25 for line in content.spoken)


def test_a_table_shows_only_public_columns_that_say_something(book: Book) -> None:
    total = make_details(book, "三季度慰问金", [50_000, 30_050])
    row_id = _compose(book, subject="三季度慰问金")
    row = book.record(Notice, row_id)
    assert (row.total_fen, row.line_count) == (total, 2)
    paper = actions.document_of(book, row_id)
    (table,) = (block for block in paper.blocks if isinstance(block, Table))
    assert [column.label for column in table.columns] == ["序号", "单位或组别", "项目", "金额"]
    assert table.rows == (("1", "1组", "慰问金", 50_000), ("2", "2组", "慰问金", 30_050))


def test_what_the_declaration_leaves_out_is_never_printed(book: Book) -> None:
    make_details(book, "名单", [100])
    line = book.ids(Query("detail_line"))[0]
    with book.change("改") as change:
        inner = {"source": "内部来源不公开", "note": "内部备注不公开"}
        change.put_row("detail_line", line, inner)
    words = _words(book, _compose(book, subject="名单"))
    assert "内部来源" not in words and "内部备注" not in words


def test_the_sentences_to_be_read_out_are_short_and_spoken() -> None:
    said = speech.sentences("2026年10月15日前，每户领2,380.50元，共12户，2个月领完。")
    assert "".join(said) == (
        "二〇二六年十月十五日前，每户领两千三百八十元五角，共十二户，两个月领完。"
    )
    assert all(len(line) <= 25 for line in said)


def test_the_paper_names_its_issuer_by_the_kind_of_office(tmp_path: Path) -> None:
    with make_book(tmp_path, "village") as village:
        words = _words(village, _compose(village))
        assert "通惠街道红旗村村民委员会" in words
        assert "村民朋友们，／大家好。" in _words(village, _compose(village), "broadcast")
        assert "居民委员会" not in words
    with make_book(tmp_path, folder="other") as book:
        assert "通惠街道新街子社区居民委员会" in _words(book, _compose(book))
        assert "新街子社区党组织" in _words(book, _compose(book, "P05"))
        book.put_setting("collective_name", "新街子股份经济合作联合社")
        assert "新街子股份经济合作联合社" in _words(book, _compose(book, "F05"))


def test_only_confirmed_laws_are_printed_as_the_ground(book: Book) -> None:
    assert book.record(Notice, _compose(book, "F04")).basis == "《城市居民委员会组织法》第34条第2项"
    assert book.record(Notice, _compose(book, "F24")).basis is None  # practice of other places


def test_a_subject_without_lines_or_with_half_filled_ones_is_refused(book: Book) -> None:
    with pytest.raises(Refused, match="还没有明细") as told:
        _compose(book, subject="空")
    assert told.value.field == "subject"
    make_details(book, "半", [100])
    with book.change("改") as change:
        change.put_row("detail_line", book.ids(Query("detail_line"))[0], {"item": ""})
    with pytest.raises(Refused, match="1 条明细没写项目"):
        _compose(book, subject="半")
    assert book.count(Query("notice")) == 0


def test_a_draft_follows_its_lines_only_when_asked(book: Book) -> None:
    make_details(book, "名单", [100])
    row_id = _compose(book, subject="名单")
    with book.change("改") as change:
        change.put_row("detail_line", book.ids(Query("detail_line"))[0], {"amount_fen": 250})
    assert "合计\t¥1.00" in _words(book, row_id)
    actions.recompose(book, row_id)
    assert "合计\t¥2.50" in _words(book, row_id)
    assert book.record(Notice, row_id).total_fen == 250


def test_a_draft_is_edited_and_keeps_its_number(book: Book) -> None:
    row_id = _compose(book)
    before = book.record(Notice, row_id).number
    actions.save_notice(book, row_id, {"body": "入户走访 130 户。", "basis": ""})
    row = book.record(Notice, row_id)
    assert (row.number, row.body, row.basis) == (before, "入户走访 130 户。", None)
    assert "130" in _words(book, row_id)
    with pytest.raises(Refused, match="〔状态〕不能直接改"):
        actions.save_notice(book, row_id, {"state": "已上墙"})


def test_the_plan_points_to_the_notice_and_lets_go_of_a_dropped_one(book: Book) -> None:
    actions.load_catalog(book, 2026)
    actions.plan_year(book, 2026)
    row_id = _compose(book)
    line = book.find(PlannedPosting, code="G17", period="2026Q3")
    assert line is not None
    assert line["notice_id"] == row_id
    actions.drop_notice(book, row_id)
    assert book.record(PlannedPosting, line["id"]).notice_id is None


# -- privacy -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "private",
    ["11010519491231002X", "13812345678", "6222021234567890123", "138 1234 5678", "2幢3单元502室"],
)
@pytest.mark.parametrize("where", ["body", "title", "detail"])
def test_private_numbers_are_refused_before_anybody_sees_them(
    book: Book, private: str, where: str, tmp_path: Path
) -> None:
    facts = {"body": "正文。"}
    if where == "detail":
        make_details(book, "名单", [100])
        with book.change("改") as change:
            line = book.ids(Query("detail_line"))[0]
            change.put_row("detail_line", line, {"place": f"电话 {private}"})
        facts["subject"] = "名单"
    else:
        facts[where] = f"联系 {private}，谢谢"
    row_id = _compose(book, **facts)
    assert len(actions.privacy_findings(book, row_id)) == 1
    for refused in (
        lambda: actions.send_to_review(book, row_id),
        lambda: actions.print_notice(book, row_id, tmp_path / "a.pdf"),
    ):
        with pytest.raises(Refused) as told:
            refused()
        assert told.value.code == "QL-PD-031"
    assert not (tmp_path / "a.pdf").exists()
    assert book.record(Notice, row_id).state == "草稿"


@pytest.mark.parametrize(
    ("where", "place", "field"),
    [
        ("title", "标题", "title"), ("body", "正文", "body"),
        ("detail", "表里第 2 行〔类别〕", ""), ("contact", "〔反映意见〕", ""),
    ],
)  # fmt: skip
def test_what_no_font_draws_is_refused_before_the_review_and_says_where(
    book: Book, where: str, place: str, field: str
) -> None:
    facts = {"body": "正文。"}
    if where == "detail":
        make_details(book, "名单", [100, 200])
        with book.change("改") as change:
            second = book.find(book.tables["detail_line"], seq=2)
            assert second is not None
            change.put_row("detail_line", second["id"], {"category": "谢谢🎉"})
        facts["subject"] = "名单"
    elif where == "contact":
        book.put_setting("contact", "周🎉文书")
    else:
        facts[where] = "敬请监督🎉"
    row_id = _compose(book, **facts)
    with pytest.raises(Refused, match="有 1 个字印不出来") as told:
        actions.send_to_review(book, row_id)
    assert f"🎉（{place}）" in told.value.what
    assert (told.value.field, told.value.code) == (field, "QL-PD-033")
    assert book.record(Notice, row_id).state == "草稿"


def test_the_offices_own_telephones_are_printed(book: Book) -> None:
    book.put_setting("contact", "周文书")
    book.put_setting("contact_phone", "13800000000")
    book.put_setting("supervision_phone", "13900000000")
    row_id = _approved(book)
    words = _words(book, row_id)
    assert "联系电话：13800000000" in words
    assert "监督电话：13900000000" in words
    assert "有疑问：周文书，13800000000" in _words(book, row_id, "plain")


def test_masked_numbers_are_fine(book: Book) -> None:
    row_id = _compose(book, body="获得者电话 138****5678，证件尾号 1234。")
    assert actions.privacy_findings(book, row_id) == ()
    actions.send_to_review(book, row_id)


# -- review ------------------------------------------------------------------------------------


def test_the_steps_are_the_only_way(book: Book) -> None:
    for before in STATES:
        for after in STATES:
            if (before, after) in steps.STEPS:
                steps.allow(before, after)
            else:
                with pytest.raises(Refused):
                    steps.allow(before, after)
    assert {pair[0] for pair in steps.STEPS} | {"已归档"} == set(STATES)


@pytest.mark.parametrize("name", [WRITER, " 周 文书 "])
def test_nobody_reviews_what_they_wrote(book: Book, name: str) -> None:
    row_id = _compose(book)
    actions.send_to_review(book, row_id)
    with pytest.raises(Refused, match="不能自己审核") as told:
        actions.approve(book, row_id, name)
    assert told.value.code == "QL-PD-023"
    assert book.record(Notice, row_id).state == "待审"


def test_only_members_of_the_supervision_committee_review(book: Book) -> None:
    make_posts(book, SUPERVISOR, until_on=date(2026, 10, 11))
    make_posts(book, "钱委员", from_on=date(2026, 10, 12))
    row_id = _compose(book)
    actions.send_to_review(book, row_id)
    with pytest.raises(Refused, match="2026年10月12日的监委会名册里没有吴监督"):
        actions.approve(book, row_id, SUPERVISOR)
    actions.approve(book, row_id, "钱委员")
    row = book.record(Notice, row_id)
    assert (row.state, row.reviewer, row.reviewed_on) == ("审核同意", "钱委员", TODAY)


def test_a_member_of_the_supervision_committee_may_not_prepare(book: Book) -> None:
    make_posts(book, SUPERVISOR, WRITER)
    row_id = _compose(book)
    actions.send_to_review(book, row_id)
    with pytest.raises(Refused, match="填表和监督要分开"):
        actions.approve(book, row_id, SUPERVISOR)


def test_sending_back_needs_an_opinion_and_opens_the_wording_again(book: Book) -> None:
    row_id = _approved(book)
    with pytest.raises(Refused, match="不能改内容"):
        actions.save_notice(book, row_id, {"body": "别的"})
    with pytest.raises(Refused, match="退回要写意见"):
        actions.send_back(book, row_id, SUPERVISOR, "")
    actions.send_back(book, row_id, SUPERVISOR, "户数不对")
    actions.save_notice(book, row_id, {"body": "入户走访 119 户。"})
    actions.send_to_review(book, row_id)
    assert book.record(Notice, row_id).reviewer is None


def test_an_empty_notice_is_not_sent(book: Book) -> None:
    with pytest.raises(Refused, match="还没有正文，也没有明细"):
        actions.send_to_review(book, _compose(book, body=""))


def test_what_the_supervisors_review_is_not_posted_unreviewed(book: Book) -> None:
    row_id = _compose(book)
    for _ in range(2):
        with pytest.raises(Refused, match="还没有监委会的审核意见") as told:
            actions.post(book, row_id, BOARD)
        assert told.value.code == "QL-PD-026"
        if book.record(Notice, row_id).state == "草稿":
            actions.send_to_review(book, row_id)
    assert book.record(Notice, row_id).posted_on is None


def test_a_party_notice_needs_no_opinion_of_the_supervisors(book: Book) -> None:
    row_id = _compose(book, "P05")
    actions.post(book, row_id, BOARD)
    assert book.record(Notice, row_id).state == "已上墙"


# -- posting -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "code", "day", "days"),
    [
        ("community", "G17", date(2025, 12, 31), 10),
        ("community", "G17", date(2026, 1, 1), 15),
        ("village", "G17", date(2025, 12, 31), 10),
        ("village", "G17", date(2026, 1, 1), 15),
        ("community", "P05", date(2025, 12, 31), 15),  # Party matters: the catalogue's own 15
        ("community", "G47", date(2026, 3, 2), 15),  # 7 days to object, 15 on the board
        ("community", "G42", date(2026, 3, 2), 30),
        ("village", "G19", date(2026, 3, 2), 20),  # up 20 days before election day
    ],
)
def test_the_least_days_are_those_of_the_day_of_posting(
    tmp_path: Path, kind: str, code: str, day: date, days: int
) -> None:
    with make_book(tmp_path, kind) as book:
        row_id = _posted(book, code, day, period="2025Q3")
        row = book.record(Notice, row_id)
        assert row.min_days == days
        assert row.until_on == day + timedelta(days=days)
        (line,) = (x for x in due(book, day + timedelta(days=days)) if x.row_id == row_id)
        assert "可以撤下" in line.subject
        early = due(book, day + timedelta(days=days - 1))
        assert row_id not in {x.row_id for x in early}


def test_working_days_skip_the_national_holiday(book: Book) -> None:
    row_id = _posted(book, "P08", date(2026, 9, 29))
    row = book.record(Notice, row_id)
    # 30 September, then 1-7 October off, 8, 9, 10 (make-up day) and 12 October
    assert row.until_on == date(2026, 10, 12)


@pytest.mark.parametrize(("after", "state"), [(14, "公示不足"), (15, "已归档"), (16, "已归档")])
def test_the_fifteenth_day_decides(book: Book, after: int, state: str) -> None:
    day = date(2026, 9, 1)
    row_id = _posted(book, day=day)
    down = day + timedelta(days=after)
    if state == "公示不足":
        with pytest.raises(Refused, match="还要贴 1 天") as told:
            actions.take_down(book, row_id, down)
        assert told.value.code == "QL-PD-037"
        assert book.record(Notice, row_id).state == "已上墙"
    result = actions.take_down(book, row_id, down, "" if state == "已归档" else "公开栏拆迁")
    assert result.result == state
    row = book.record(Notice, row_id)
    assert (row.state, row.removed_on) == (state, down)


def test_what_came_down_early_is_due_to_be_hung_again(book: Book) -> None:
    row_id = _posted(book, day=date(2026, 9, 1))
    actions.take_down(book, row_id, date(2026, 9, 5), "大风刮掉")
    (line,) = (x for x in due(book, TODAY) if x.row_id == row_id)
    assert "要重新张贴" in line.subject
    assert "只贴了 4 天，至少要贴 15 天" in line.why
    actions.post(book, row_id, BOARD, date(2026, 9, 6))
    row = book.record(Notice, row_id)
    assert (row.state, row.removed_on, row.until_on) == ("已上墙", None, date(2026, 9, 21))


def test_a_lasting_paper_never_comes_due_and_comes_down_with_a_reason(book: Book) -> None:
    row_id = _posted(book, "G02", date(2026, 9, 1))
    assert "长期公开" in _words(book, row_id)
    assert row_id not in {line.row_id for line in due(book, TODAY)}
    with pytest.raises(Refused, match="长期公开的内容撤下要写原因"):
        actions.take_down(book, row_id)
    assert actions.take_down(book, row_id, None, "已换新名单").result == "已归档"


def test_days_that_cannot_be_are_refused(book: Book) -> None:
    row_id = _approved(book)
    with pytest.raises(Refused, match="在今天之后"):
        actions.post(book, row_id, BOARD, TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="早于审核日期2026年10月12日"):
        actions.post(book, row_id, BOARD, TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="没有写贴在哪里"):
        actions.post(book, row_id, " ")
    actions.post(book, row_id, BOARD)
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(Refused, match="撤下日期不对"):
            actions.take_down(book, row_id, day, "试")
    with pytest.raises(Refused):
        actions.post(book, row_id, BOARD)


def test_posting_freezes_content_paper_and_photo(book: Book, tmp_path: Path) -> None:
    photo = tmp_path / "wall.jpg"
    photo.write_bytes(b"wall")
    actions.load_catalog(book, 2026)
    actions.plan_year(book, 2026)
    row_id = _approved(book)
    changes = actions.post(book, row_id, BOARD, proof=[photo])
    row = book.record(Notice, row_id)
    assert changes.result == row.until_on == date(2026, 10, 27)
    assert book.files.read(row.paper_file or "")[:5] == b"%PDF-"
    assert [book.files.read(i) for i in row.proof or ()] == [b"wall"]
    assert row.fingerprint == actions.reprint_document(book, row_id).fingerprint
    line = book.find(PlannedPosting, code="G17", period="2026Q3")
    assert line is not None
    assert line["state"] == "已公开"
    words = _words(book, row_id)
    assert "公开期限：2026年10月12日至2026年10月27日（15个自然日，张贴当天不算）" in words
    assert "审核意见：监委会，吴监督，2026年10月12日，同意公开" in words


def test_a_posted_notice_cannot_be_edited(book: Book) -> None:
    row_id = _posted(book)
    for refused in (
        lambda: actions.save_notice(book, row_id, {"body": "别的"}),
        lambda: actions.recompose(book, row_id),
        lambda: actions.drop_notice(book, row_id),
        lambda: actions.send_to_review(book, row_id),
        lambda: actions.send_back(book, row_id, SUPERVISOR, "改"),
        lambda: actions.approve(book, row_id, SUPERVISOR),
    ):
        with pytest.raises(Refused) as told:
            refused()
        assert "只能发更正公告" in told.value.remedy


def test_a_reprint_is_word_for_word_whatever_changed_since(book: Book, tmp_path: Path) -> None:
    make_details(book, "名单", [10_000, 20_000])
    row_id = _posted(book, subject="名单")
    before = {v: actions.reprint_document(book, row_id, v) for v in notices.VARIANTS}
    pdf = book.files.read(book.record(Notice, row_id).paper_file or "")
    with book.change("改源数据") as change:
        for line in book.ids(Query("detail_line")):
            change.put_row("detail_line", line, {"amount_fen": 1, "item": "改过"})
    book.put_setting("contact_phone", "02312345678")
    with clock.fixed(date(2027, 3, 1)):
        after = {v: actions.reprint_document(book, row_id, v) for v in notices.VARIANTS}
        actions.print_notice(book, row_id, tmp_path / "again.pdf")
    assert after == before
    assert "合计\t¥300.00" in "\n".join(as_text(after["board"]))
    assert (tmp_path / "again.pdf").read_bytes() == pdf


def test_an_archive_that_was_changed_is_not_reprinted(book: Book) -> None:
    row_id, other = _posted(book), _posted(book, body="别的正文。")
    foreign = book.record(Notice, other).content_file
    with book.change("改存档") as change:
        change.put_row("notice", row_id, {"content_file": foreign})
    with pytest.raises(Damaged, match="指纹不符"):
        actions.reprint_document(book, row_id)
    content = book.files.read(foreign or "")
    with book.change("改存档") as change:
        forged = book.files.add(content.replace("别的正文".encode(), "假的正文".encode()))
        change.put_row("notice", other, {"content_file": forged})
    with pytest.raises(Damaged, match="指纹不符"):
        actions.reprint_document(book, other)


def test_a_draft_is_not_reprinted(book: Book) -> None:
    with pytest.raises(Refused, match="还没上墙"):
        actions.reprint_document(book, _compose(book))


def test_the_printed_days_are_the_days_of_posting(book: Book, tmp_path: Path) -> None:
    row_id = _approved(book)
    assert actions.print_notice(book, row_id, tmp_path / "a.pdf").result == 1
    with clock.fixed(TODAY + timedelta(days=1)):
        with pytest.raises(Refused, match="和上墙日期2026年10月13日不一样") as told:
            actions.post(book, row_id, BOARD, TODAY + timedelta(days=1))
        assert told.value.code == "QL-PD-029"
        actions.print_notice(book, row_id, tmp_path / "b.pdf")
        actions.post(book, row_id, BOARD)
    row = book.record(Notice, row_id)
    assert row.posted_on == TODAY + timedelta(days=1)
    assert book.files.read(row.paper_file or "") == (tmp_path / "b.pdf").read_bytes()


def test_drafts_carry_the_draft_mark_and_approved_papers_do_not(book: Book) -> None:
    row_id = _compose(book)
    assert actions.document_of(book, row_id).draft
    actions.send_to_review(book, row_id)
    assert actions.document_of(book, row_id).draft
    actions.approve(book, row_id, SUPERVISOR)
    assert not actions.document_of(book, row_id).draft


def test_a_correction_names_what_it_corrects_and_leaves_it_as_it_was(book: Book) -> None:
    row_id = _posted(book)
    before = actions.reprint_document(book, row_id)
    with pytest.raises(Refused, match="没有写更正什么"):
        actions.correct(book, row_id, " ")
    made = actions.correct(book, row_id, "120 户应为 119 户。")
    row = book.record(Notice, _id(made))
    assert row.title == "关于新街子社区〔2026〕1号的更正公告"
    assert (row.corrects, row.state, row.mode) == ("新街子社区〔2026〕1号", "草稿", "公告")
    words = _words(book, row.id)
    assert "2026年10月12日公开的新街子社区〔2026〕1号" in words
    assert "120 户应为 119 户。" in words
    assert actions.reprint_document(book, row_id) == before
    with pytest.raises(Refused, match="还没上墙"):
        actions.correct(book, row.id, "再改")
    with pytest.raises(Refused, match="还没有监委会的审核意见"):
        actions.post(book, row.id, BOARD)


# -- what is due -------------------------------------------------------------------------------


def test_a_period_is_due_from_seven_days_ahead_and_says_what_is_next(book: Book) -> None:
    actions.load_catalog(book, 2026)
    actions.plan_year(book, 2026)

    def line(day: date) -> list[tuple[str, str]]:
        found = [x for x in due(book, day) if "2026年第三季度 协助" in x.subject]
        assert all(x.due_on == date(2026, 10, 15) and x.why for x in found)
        return [(x.subject.split("：")[1], x.act) for x in found]

    assert line(date(2026, 10, 7)) == []
    assert line(date(2026, 10, 8)) == [("还没编公告", "编公告")]
    row_id = _compose(book)
    assert line(TODAY) == [("公告还没送审核", "送审核")]
    actions.send_to_review(book, row_id)
    assert line(date(2026, 10, 16)) == [("公告等审核意见", "审核")]
    actions.approve(book, row_id, SUPERVISOR)
    assert line(TODAY) == [("公告已审核，还没上墙", "打印上墙")]
    actions.post(book, row_id, BOARD)
    assert line(TODAY) == []


def test_an_event_posted_stands_in_the_matrix_in_its_month(book: Book) -> None:
    actions.load_catalog(book, 2026)
    row_id = _posted(book, "G11", date(2026, 9, 1))
    (row,) = (row for row in actions.coverage(book, 2026) if row.code == "G11")
    assert [(c.month, c.word, c.notice_id) for c in row.cells] == [(9, "已公开", row_id)]
    actions.take_down(book, row_id, date(2026, 9, 2), "贴错")
    (row,) = (row for row in actions.coverage(book, 2026) if row.code == "G11")
    assert row.cells[0].word == "公示不足"
