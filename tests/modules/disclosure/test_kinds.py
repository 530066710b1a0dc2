"""The twenty kinds: what each asks, which figures must agree, and how long each hangs."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notice_facts import CODES, FACTS
from office import SUPERVISOR, make_book, make_person
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Table, as_text
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.disclosure import actions, kinds
from qinglian_desktop.modules.disclosure.kinds.composing import filled
from qinglian_desktop.modules.disclosure.records import GENERAL, MODES, NOTICE_KINDS, Notice
from qinglian_desktop.store import packs
from qinglian_desktop.store.book import Book

TODAY = date(2026, 10, 12)
(PACK,) = packs.worded("notice-kinds", "community")
KINDS = {kind.id: kind for kind in kinds.kinds_of(PACK)}
each_kind = pytest.mark.parametrize("number", KINDS)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.fixed(TODAY):
        yield


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """One office for all notices of this file; they do not meet."""
    with make_book(tmp_path_factory.mktemp("kinds")) as made:
        yield made


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Book]:
    with make_book(tmp_path) as made:
        yield made


def _draft(book: Book, number: str, **changed: Any) -> str:
    facts = {**FACTS[number], **changed}
    facts = {name: value for name, value in facts.items() if value is not None}
    return actions.draft(book, number, facts, code=CODES.get(number)).ids("notice")[-1]


def _said(number: str, **changed: Any) -> list[str]:
    kind = KINDS[number]
    facts = kinds.stored(kind, {**FACTS[number], **changed})
    return [str(one) for one in kinds.disagreements(kind, kinds.with_defaults(kind, facts))]


# -- the pack ----------------------------------------------------------------------------------


def test_the_pack_and_the_record_know_the_same_twenty_kinds() -> None:
    assert [kind.id for kind in KINDS.values()] == [f"N{n:02d}" for n in range(1, 21)]
    assert (*(kind.label for kind in KINDS.values()), GENERAL) == NOTICE_KINDS


@each_kind
def test_a_kind_names_only_what_it_has(number: str) -> None:
    kind = KINDS[number]
    fields = set(kind.record.fields)
    figures = {made.name for made in kind.computed}
    tables = {table.name: set(table.row.fields) for table in kind.tables}
    for made in kind.computed:
        for path in (*made.add, *made.of):
            table, _, column = path.rpartition(".")
            assert column in (tables[table] if table else fields), path
        assert not made.rows or made.rows in tables
    for part in kind.parts:
        assert not part.table or part.table in tables
        assert set(part.facts) <= fields | figures | {"shown_counterparty"}
        assert part.say or part.facts or part.table
    for table in kind.tables:
        assert set(table.plain) <= set(table.row.fields)
    assert kind.mode in MODES
    assert kind.layout in ("official", "board")
    catalogue = {row["id"] for row in packs.named("disclosure-catalogue")[0].rows("items")}
    assert set(kind.codes) <= catalogue


def test_every_item_of_the_catalogue_is_proposed_at_most_one_kind() -> None:
    codes = [code for kind in KINDS.values() for code in kind.codes]
    assert len(codes) == len(set(codes))


@each_kind
def test_what_is_left_empty_is_named_before_it_is_sent(book: Book, number: str) -> None:
    row_id = actions.draft(book, number, {}, title="草稿").ids("notice")[-1]
    actions.document_of(book, row_id)  # a draft with nothing in it is drawn all the same
    row = book.row("notice", row_id)
    assert row is not None
    asked = {one.field for one in actions.why_not_ready(book, row)}
    kind = KINDS[number]
    needed = {name for name, field in kind.record.fields.items() if field.required}
    needed |= {table.name for table in kind.tables if not table.optional}
    assert needed <= asked
    with pytest.raises(Refused):
        actions.send_to_review(book, row_id)


def test_a_fact_the_kind_does_not_have_is_the_callers_mistake(book: Book) -> None:
    with pytest.raises(ValueError, match="N02 has no colour"):
        actions.draft(book, "N02", {"colour": "red"})
    with pytest.raises(Refused, match="没有“N21”这种公告"):
        actions.draft(book, "N21", {})


def test_a_draft_is_part_of_the_change_it_is_made_in(fresh: Book) -> None:
    with pytest.raises(RuntimeError), fresh.change("会议") as change:
        made = actions.draft(fresh, "决议公告", FACTS["N02"], code="G11")
        assert made.result == "新街子社区〔2026〕1号"
        raise RuntimeError
    assert fresh.find(Notice, number="新街子社区〔2026〕1号") is None
    with fresh.change("会议") as change:
        actions.draft(fresh, "决议公告", FACTS["N02"], code="G11")
    fresh.undo(change.changes.step)
    assert list(fresh.records(Notice)) == []


def test_elections_are_numbered_by_themselves(fresh: Book) -> None:
    titles = []
    for _ in range(2):
        row_id = _draft(fresh, "N11")
        titles.append(fresh.record(Notice, row_id).title)
    assert titles == [
        f"新街子社区居民选举委员会公告\n（第{n}号）" for n in (1, 2)
    ]  # fmt: skip


def test_the_form_changes_facts_and_the_title_follows_until_it_is_written(book: Book) -> None:
    row_id = _draft(book, "N02")
    actions.fill(book, row_id, {"subject": "老年食堂补贴", "deadline": None})
    assert book.record(Notice, row_id).title == "关于老年食堂补贴的决议公告"
    assert "deadline" not in actions.facts_of(book, row_id)
    actions.save_notice(book, row_id, {"title": "自己写的标题"})
    actions.fill(book, row_id, {"subject": "又换了"})
    assert book.record(Notice, row_id).title == "自己写的标题"
    assert actions.facts_of(book, row_id)["subject"] == "又换了"
    words = as_text(actions.document_of(book, row_id))
    assert any("就“又换了”" in line for line in words)


def test_facts_outlive_the_posting_and_travel_in_the_kept_file(book: Book) -> None:
    row_id = _draft(book, "N02")
    actions.send_to_review(book, row_id)
    actions.approve(book, row_id, SUPERVISOR)
    actions.post(book, row_id, "公开栏")
    assert actions.facts_of(book, row_id)["resolution"].startswith("同意底层门面")
    with pytest.raises(Refused, match="只能发更正公告"):
        actions.fill(book, row_id, {"subject": "偷改"})


@each_kind
def test_every_kind_is_corrected_by_a_notice_that_names_it(book: Book, number: str) -> None:
    row_id = _draft(book, number)
    row = book.record(Notice, row_id)
    actions.send_to_review(book, row_id)
    actions.approve(book, row_id, SUPERVISOR)
    actions.post(book, row_id, "公开栏")
    before = actions.reprint_document(book, row_id)
    made = actions.correct(book, row_id, "有一处写错，已改正。", facts=FACTS[number])
    fixed = book.record(Notice, made.ids("notice")[-1])
    assert (fixed.corrects, fixed.kind, fixed.mode) == (row.number, row.kind, "公告")
    words = "\n".join(as_text(actions.document_of(book, fixed.id)))
    assert row.number in words
    assert "有一处写错，已改正。" in words
    tables = [b for b in before.blocks if isinstance(b, Table)]
    shown = [b for b in actions.document_of(book, fixed.id).blocks if isinstance(b, Table)]
    assert shown == tables  # the corrected facts are shown whole again
    actions.send_to_review(book, fixed.id)
    assert actions.reprint_document(book, row_id) == before


# -- sentences ---------------------------------------------------------------------------------


@given(st.text("甲乙。；，", max_size=12), st.text("丙丁。；", max_size=8))
def test_a_sentence_ends_once_and_says_nothing_with_a_gap(first: str, second: str) -> None:
    made = filled("议题<a>，由<b>办。|议题<a>。", {"a": first, "b": second})
    if not first:
        assert made == ""
    else:
        assert made.count("由") == bool(second)
        assert not made.endswith("。。")
        assert made[-1] in "。；"


@pytest.mark.parametrize("number", ["N04", "N05", "N15", "N19"])
@pytest.mark.parametrize("many", [1, 8, 9, 40])
def test_the_big_print_carries_the_total_of_the_board(number: str, many: int) -> None:
    kind = KINDS[number]
    (row, *_) = FACTS[number]["rows"]
    rows = [{**row, "amount": row["amount"] + at} for at in range(many)]
    content = kinds.composed(kind, kinds.stored(kind, {**FACTS[number], "rows": rows}), {})
    (board,) = (block for block in content.board if isinstance(block, Table))
    (plain,) = (block for block in content.plain if isinstance(block, Table))
    assert plain.sums()[-1] == board.grand()[-1] == sum(one["amount"] for one in rows)
    assert len(plain.rows) == min(many, 8)


# -- what must agree ---------------------------------------------------------------------------


@each_kind
def test_the_sample_of_every_kind_agrees(number: str) -> None:
    assert _said(number) == []


@pytest.mark.parametrize(
    ("number", "changed", "told"),
    [
        ("N01", {"closing_bank": 14_093_807}, "差 0.01 元"),
        ("N02", {"yes": 37}, "三项票数合计 40，与实到 41 不符，差 1 票"),
        ("N02", {"due": 40}, "实到 41 人比应到 40 人还多"),
        ("N02", {"excluded_why": ""}, "写明原因"),
        ("N02", {"yes": 19, "no": 19, "abstain": 3}, "赞成票不比反对票多，却写着通过"),
        ("N03", {"money_spent": 250_001}, "实际用钱比原定多 0.01 元"),
        ("N04", {"rows": [{"name": "甲", "heads": 0}]}, "至少 1 人"),
        ("N05", {"total": 80_999}, "应发总额和名单合计对不上"),
        ("N06", {"price": 2_999_999}, "成交价比底价少 0.01 元"),
        ("N08", {"price": 13_679_999}, "比中标价多 0.01 元"),
        ("N08", {"settlement": 13_679_999}, "比结算价多 0.01 元"),
        ("N11", {"valid": 1176}, "有效票和无效票合计 1181 张，与收回 1180 张不符"),
        ("N11", {"issued": 1179}, "收回 1180 张比发出 1179 张还多"),
        ("N12", {"valid": 42}, "四项合计 43 票，与有效票 42 不符"),
        ("N12", {"due": 42}, "比应参加的还多"),
        ("N14", {"balance": 149_999}, "接收减使用和结余对不上"),
        ("N15", {"retained": 12_500_001}, "分配加留存和收到的补偿费对不上"),
        ("N19", {"per_share": 10_001}, "份额乘每股和金额对不上"),
        ("N19", {"distributable": 8_074_999}, "名单合计 750.00 元，比可以分的 749.99 元多"),
        ("N20", {"objections": 1}, "写的是收到 1 件，列出来 2 件"),
        ("N20", {"to_on": date(2026, 8, 31)}, "公示止比公示起还早"),
    ],
)
def test_a_figure_that_does_not_agree_is_told_with_the_difference(
    number: str, changed: dict[str, Any], told: str
) -> None:
    assert any(told in said for said in _said(number, **changed)), _said(number, **changed)


@given(
    st.lists(st.integers(0, 10**9), max_size=8), st.lists(st.integers(1, 10**9), max_size=8),
    st.integers(0, 10**9), st.integers(-3, 3),
)  # fmt: skip
def test_a_quarter_balances_only_to_the_cent(
    income: list[int], spending: list[int], opening: int, off: int
) -> None:
    facts = {
        "opening_cash": 0, "opening_bank": opening, "closing_cash": 0,
        "closing_bank": opening + sum(income) - sum(spending) + off,
        "income": [{"amount": fen} for fen in income],
        "spending": [{"amount": fen} for fen in spending],
    }  # fmt: skip
    assert bool(kinds.disagreements(KINDS["N01"], facts)) == (off != 0)


def test_a_list_of_relief_says_nothing_else_and_names_no_minor(fresh: Book) -> None:
    row_id = _draft(fresh, "N04")
    actions.save_notice(fresh, row_id, {"body": "他家有人生病。"})
    with pytest.raises(Refused, match="只能写规定的几项"):
        actions.send_to_review(fresh, row_id)
    actions.save_notice(fresh, row_id, {"body": ""})
    make_person(fresh, "陈桂兰", born_on=date(2012, 1, 1))
    with pytest.raises(Refused, match="未满 18 周岁") as told:
        actions.send_to_review(fresh, row_id)
    assert "监护人" in told.value.remedy
    make_person(fresh, "陈桂兰", born_on=date(1950, 1, 1))  # somebody grown of the same name
    actions.send_to_review(fresh, row_id)


def test_who_gave_without_wanting_to_be_named_is_masked(book: Book) -> None:
    words = "\n".join(as_text(actions.document_of(book, _draft(book, "N14"))))
    assert "清溪商会" in words
    assert "李热心" not in words
    assert "李＊＊" in words


def test_a_person_in_a_contract_is_masked_and_a_company_is_not(book: Book) -> None:
    row_id = _draft(book, "N06", counterparty="王秀英", is_person=True)
    words = "\n".join(as_text(actions.document_of(book, row_id)))
    assert "王秀英" not in words
    assert "对方：王＊＊" in words


# -- three modes, three clocks -----------------------------------------------------------------


def _posted(book: Book, number: str, code: str | None, day: date, **facts: Any) -> Notice:
    with clock.fixed(day):
        made = actions.draft(book, number, FACTS[number], code=code, **facts)
        row_id = made.ids("notice")[-1]
        actions.send_to_review(book, row_id)
        actions.approve(book, row_id, SUPERVISOR)
        actions.post(book, row_id, "公开栏", day)
    return book.record(Notice, row_id)


@pytest.mark.parametrize(
    ("number", "code", "window", "until"),
    [
        # 低保: seven days to object, and fifteen on the board as it is a public matter.
        ("N04", "G47", date(2026, 9, 8), date(2026, 9, 16)),
        # Party matters lie outside the two organic laws: five working days are all.
        ("N07", "P09", date(2026, 9, 8), date(2026, 9, 8)),
        ("N05", "G57", date(2026, 9, 8), date(2026, 9, 16)),
        ("N15", "G43", date(2026, 9, 16), date(2026, 9, 16)),
        ("N02", "G11", None, date(2026, 9, 16)),
        ("N13", "G26", None, date(2026, 9, 16)),
    ],
)
def test_people_may_object_for_the_window_and_the_paper_hangs_for_the_law(
    book: Book, number: str, code: str, window: date | None, until: date
) -> None:
    row = _posted(book, number, code, date(2026, 9, 1))
    assert (row.window_on, row.until_on) == (window, until)
    words = "\n".join(as_text(actions.document_of(book, row.id)))
    label = {"公示": "公示期限", "公开": "公开期限", "公告": "公告期限"}[row.mode]
    last = window or until
    assert f"{label}：2026年9月1日至2026年9月{last.day}日（" in words
    assert ("自然日" in words) or ("工作日" in words)
    assert ("张贴到：2026年9月16日（公开不少于15个自然日）" in words) == (
        window is not None and window < until
    )


def test_the_last_day_of_a_window_is_not_a_day_off(book: Book) -> None:
    row = _posted(book, "N04", "G47", date(2026, 9, 19))  # day 7 is Saturday 26 September
    assert row.window_on is not None
    assert row.window_on == date(2026, 9, 28)
    assert row.until_on == date(2026, 10, 4)


@pytest.mark.parametrize("early", [0, 5])
def test_a_call_to_a_meeting_is_counted_back_from_it_and_hangs_until_then(
    book: Book, early: int
) -> None:
    posted = date(2026, 10, 12) - timedelta(days=early)
    row = _posted(book, "N18", None, posted, event_on=date(2026, 11, 6))
    stay = actions.stay_of(book, {**(book.row("notice", row.id) or {})}, posted)
    assert row.until_on == date(2026, 11, 6)
    assert stay.by == date(2026, 10, 27)
    assert "提前 10 天上墙" in "；".join(stay.why)


def test_each_meeting_is_called_by_its_own_days(book: Book) -> None:
    """Representatives of a village need three days, and are not refused for want of ten."""
    row_id = _draft(book, "N18")
    actions.fill(book, row_id, {"told_days": 3})
    row = book.row("notice", row_id) or {}
    assert actions.stay_of(book, row, date(2026, 11, 2)).by == date(2026, 11, 3)


def test_a_call_put_right_hangs_until_its_meeting_too(book: Book) -> None:
    meeting = date(2026, 11, 6)
    row = _posted(book, "N18", None, date(2026, 10, 12), event_on=meeting)
    made = actions.correct(book, row.id, "地点改为一楼").ids("notice")[-1]
    posted = date(2026, 10, 15)
    assert actions.stay_of(book, book.row("notice", made) or {}, posted).until_on == meeting
    moved = {**FACTS["N18"], "meeting_on": date(2026, 11, 13)}
    made = actions.correct(book, row.id, "改期", facts=moved).ids("notice")[-1]
    assert book.record(Notice, made).event_on == date(2026, 11, 13)
    with clock.fixed(date(2026, 11, 20)):
        made = actions.correct(book, row.id, "地点写错了").ids("notice")[-1]
        assert book.record(Notice, made).event_on is None


def test_the_days_of_the_gates_follow_one_another(book: Book) -> None:
    row_id = _draft(book, "N02")
    assert actions.why_not_ready(book, book.row("notice", row_id) or {}) == ()
    actions.fill(book, row_id, {"gate3": "2026-09-07"})
    (told,) = actions.why_not_ready(book, book.row("notice", row_id) or {})
    assert (told.what, told.field) == ("四步的日期前后颠倒了", "gate3")
    actions.fill(book, row_id, {"gate3": "2026-09-20", "gate4": "2026-09-29"})
    (told,) = actions.why_not_ready(book, book.row("notice", row_id) or {})
    assert told.field == "gate4"


def test_the_day_of_the_event_is_taken_from_the_form(book: Book) -> None:
    row_id = _draft(book, "N18")
    assert book.record(Notice, row_id).event_on == date(2026, 11, 6)
    actions.fill(book, row_id, {"meeting_on": "2026-11-13"})
    assert book.record(Notice, row_id).event_on == date(2026, 11, 13)
    words = "\n".join(as_text(actions.document_of(book, row_id)))
    assert "至2026年11月13日（" in words


def test_a_voter_list_hangs_until_the_election(book: Book) -> None:
    row = _posted(
        book, "N11", "G19", date(2026, 10, 12), event_on=date(2026, 11, 20), period="2026"
    )
    assert row.until_on == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("number", "code", "issuer"),
    [
        ("N04", "G47", "通惠街道办事处"),
        ("N07", "P08", "新街子社区党组织"),
        ("N12", "G16", "通惠街道新街子社区居务监督委员会"),
        ("N12", "P12", "新街子社区党组织"),
        ("N10", "G21", "新街子社区居民选举委员会"),
        ("N11", None, "新街子社区居民选举委员会"),
        ("N06", "F13", "新街子社区集体经济组织"),
        ("N08", "G34", "通惠街道新街子社区居民委员会"),
    ],
)
def test_the_right_body_puts_its_name_and_seal_to_it(
    book: Book, number: str, code: str | None, issuer: str
) -> None:
    made = actions.draft(book, number, FACTS[number], code=code)
    paper = actions.document_of(book, made.ids("notice")[-1])
    assert paper.unit == issuer
