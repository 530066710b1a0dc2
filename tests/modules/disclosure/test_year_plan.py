"""The plan of a whole year against one made by hand, its clock, and what happens meanwhile."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import make_book
from qinglian_desktop.core import clock, reckoning
from qinglian_desktop.core.calendar import Calendar
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.exchange.sheets import ImportRefused, import_file
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.disclosure import actions, frequency, rules
from qinglian_desktop.modules.disclosure.due import due
from qinglian_desktop.modules.disclosure.records import CatalogItem, PlannedPosting
from qinglian_desktop.shell.today_row import word_for
from qinglian_desktop.store.book import Book

_HAND_MADE = Path(__file__).parent / "data" / "plan-2027.txt"
_PARTS = {"M": 12, "Q": 4, "H": 2}


def _fixture() -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    days: dict[str, str] = {}
    items: dict[str, tuple[str, str]] = {}
    for line in _HAND_MADE.read_text("utf-8").splitlines():
        if line.startswith("day "):
            _, period, day = line.split()
            days[period] = day
        elif not line.startswith("#"):
            code, scope, kinds = line.split()
            items[code] = (scope, kinds)
    return days, items


def _periods(kinds: str) -> Iterator[tuple[str, str]]:
    """(period, key of its day) for each letter: Q → 2027Q1 …, Y! → 2027 due at the head."""
    for place, letter in enumerate(kinds):
        if letter == "Y":
            yield "2027", "2027!" if kinds[place + 1 : place + 2] == "!" else "2027"
        elif letter in _PARTS:
            for number in range(1, _PARTS[letter] + 1):
                period = f"2027-{number:02}" if letter == "M" else f"2027{letter}{number}"
                yield period, period


@pytest.mark.parametrize(
    ("kind", "collective", "scopes"),
    [("village", False, "BVF"), ("community", False, "BC"), ("community", True, "BCF")],
)
def test_the_plan_of_2027_equals_the_one_made_by_hand(
    tmp_path: Path, kind: str, collective: bool, scopes: str
) -> None:
    days, items = _fixture()
    assert len(items) == 134
    taken = {
        code: kinds
        for code, (scope, kinds) in items.items()
        if scope in scopes and not (collective and code == "F03")
    }
    by_hand = {
        (code, period): days[key]
        for code, kinds in taken.items()
        for period, key in _periods(kinds)
    }
    with make_book(tmp_path, kind) as book, clock.fixed(date(2027, 1, 4)):
        book.put_setting("has_collective", collective)
        actions.load_catalog(book, 2027)
        assert {item["code"] for item in actions.items_of(book, 2027)} == set(taken)
        made = actions.plan_year(book, 2027)
        lines = book.records(PlannedPosting)
        found = {(line.code, line.period): line.due_on.isoformat() for line in lines}
        assert len(found) == len(lines) == made.result
        assert found == by_hand


def test_every_planned_day_can_be_worked_out_again(tmp_path: Path) -> None:
    with make_book(tmp_path, "village") as book, clock.fixed(date(2026, 1, 5)):
        actions.load_catalog(book, 2026)
        actions.plan_year(book, 2026)
        calendar = book.calendar()
        for line in book.rows(Query("planned_posting")):
            told = reckoning.parse(line["why"])
            assert told is not None
            assert told.again(calendar).day.isoformat() == line["due_on"]


# -- the clock: D-7, D-3, D+1 (PD-03) ------------------------------------------------------------


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with make_book(tmp_path) as made, clock.fixed(date(2026, 1, 5)):
        actions.load_catalog(made, 2026)
        actions.plan_year(made, 2026)
        yield made


def _item(book: Book, code: str, year: int = 2026) -> str:
    found = book.find(CatalogItem, code=code, year=year)
    assert found is not None
    return str(found["id"])


DUE = date(2026, 4, 15)  # the first quarter of F04


@pytest.mark.parametrize(
    ("day", "mood", "word", "near"),
    [
        (DUE - timedelta(days=8), "", "待公开", False),
        (DUE - timedelta(days=7), "info", "待公开", False),
        (DUE - timedelta(days=4), "info", "待公开", False),
        (DUE - timedelta(days=3), "warning", "待公开", True),
        (DUE, "warning", "待公开", True),
        (DUE + timedelta(days=1), "danger", "逾期", False),
    ],
)
def test_a_posting_appears_seven_days_before_turns_amber_and_then_red(
    book: Book, day: date, mood: str, word: str, near: bool
) -> None:
    with clock.fixed(day):
        told = [line for line in due(book, day) if "居委会工作经费收支" in line.subject]
        assert [word_for(line.due_on, day)[1] for line in told] == ([mood] if mood else [])
        (row,) = (row for row in actions.coverage(book, 2026) if row.code == "F04")
        (cell,) = (cell for cell in row.cells if cell.period == "2026Q1")
        assert (cell.word, cell.near) == (word, near)


# -- what happens meanwhile ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "event_on", "due_on"),
    [
        ("G11", date(2026, 3, 2), date(2026, 3, 12)),  # 10 days
        ("G11", date(2026, 3, 4), date(2026, 3, 16)),  # the tenth is a Saturday
        ("G04", date(2026, 3, 2), date(2026, 3, 9)),  # 5 days (CQ14), a Saturday too
        ("G20", date(2026, 3, 2), date(2026, 3, 5)),  # 3 days
        ("G34", date(2026, 3, 2), date(2026, 3, 12)),  # 分阶段
        ("S01", date(2026, 3, 2), date(2026, 3, 12)),  # 长期, when it changes
        ("G19", date(2026, 3, 30), date(2026, 3, 10)),  # the election is 20 days off
        ("G21", date(2026, 3, 27), date(2026, 3, 20)),  # 22 March is a Sunday: earlier, not later
    ],
)
def test_what_happened_is_due_by_its_own_days(
    book: Book, code: str, event_on: date, due_on: date
) -> None:
    with clock.fixed(date(2026, 3, 9)):
        made = actions.enter_event(book, _item(book, code), event_on, "有了一件")
        line = book.record(PlannedPosting, str(made.result))
        assert (line.due_on, line.event_on, line.period) == (due_on, event_on, "2026-03")
        (row,) = (row for row in actions.coverage(book, 2026) if row.code == code)
        assert [(c.month, c.label) for c in row.cells if c.planned_id == line.id] == [
            (event_on.month, f"{event_on.month}月{event_on.day}日（有了一件）")
        ]


def test_the_day_of_the_appraisal_moves_the_yearly_line_itself(book: Book) -> None:
    with clock.fixed(date(2026, 11, 2)):
        actions.enter_event(book, _item(book, "G15"), date(2026, 12, 14), "年度民主评议会")
        (line,) = book.records(PlannedPosting, Where("code", "=", "G15"))
        assert (line.period, line.due_on) == ("2026", date(2026, 12, 4))
        assert "提前 10 天" in reckoning.words(line.why)


@pytest.mark.parametrize(
    ("code", "event_on", "event", "words"),
    [
        ("F04", date(2026, 3, 2), "季末", "不用登记"),
        ("G11", date(2026, 3, 2), "  ", "还没写发生了什么"),
        ("G11", date(2026, 3, 20), "要开会", "今天之后"),
        ("G11", date(2025, 12, 30), "去年的会", "不在2026年"),
    ],
)
def test_what_cannot_be_entered_is_refused_in_words(
    book: Book, code: str, event_on: date, event: str, words: str
) -> None:
    before = book.count(Query("planned_posting"))
    with clock.fixed(date(2026, 3, 9)), pytest.raises(Refused) as told:
        actions.enter_event(book, _item(book, code), event_on, event)
    assert words in told.value.what
    assert told.value.remedy
    assert book.count(Query("planned_posting")) == before


def test_one_event_is_entered_once_and_two_of_a_month_keep_their_own_notices(book: Book) -> None:
    with clock.fixed(date(2026, 3, 9)):
        item = _item(book, "G11")
        first = actions.enter_event(book, item, date(2026, 3, 2), "通过修路方案").result
        with pytest.raises(Refused, match="已经登记过"):
            actions.enter_event(book, item, date(2026, 3, 2), "通过修路方案")
        second = actions.enter_event(book, item, date(2026, 3, 4), "通过预算").result
        notice = actions.compose_line(book, str(second)).ids("notice")[0]
        assert book.record(PlannedPosting, str(second)).notice_id == notice
        assert book.record(PlannedPosting, str(first)).notice_id is None
        actions.save_notice(book, notice, {"body": "代表会议通过了今年的预算。"})
        assert book.record(PlannedPosting, str(second)).notice_id == notice
        assert book.record(PlannedPosting, str(first)).notice_id is None


def test_a_notice_that_comes_out_of_the_bin_takes_the_line_nobody_else_has(book: Book) -> None:
    with clock.fixed(date(2026, 4, 9)):
        line = book.find(PlannedPosting, code="G17", period="2026Q1")
        assert line is not None
        notice = actions.compose_line(book, line["id"]).ids("notice")[0]
        actions.drop_notice(book, notice)
        assert book.record(PlannedPosting, line["id"]).notice_id is None
        actions.bring_back_notice(book, notice)
        assert book.record(PlannedPosting, line["id"]).notice_id == notice


# -- the catalogue changes, and the plan with it -------------------------------------------------


def _states(book: Book, code: str) -> Counter[str]:
    return Counter(line.state for line in book.records(PlannedPosting, Where("code", "=", code)))


def test_another_frequency_or_day_is_followed_by_the_plan(book: Book) -> None:
    item = _item(book, "F04")
    actions.save_item(book, item, {"frequency": "按月公开，次月20日前"})
    saved = book.record(CatalogItem, item)
    assert (saved.frequency, saved.due_rule) == ("每月", "次月20日前")
    assert _states(book, "F04") == {"待公开": 12, "不适用": 4}
    months = {p.period: p.due_on for p in book.records(PlannedPosting, Where("code", "=", "F04"))}
    assert months["2026-02"] == date(2026, 3, 20)
    assert months["2026-01"] == date(2026, 2, 24)  # 20 February lies in the Spring Festival
    actions.save_item(book, item, {"frequency": "每季度", "due_rule": None})
    assert _states(book, "F04") == {"待公开": 4, "不适用": 12}


def test_what_the_clerk_set_aside_stays_aside(book: Book) -> None:
    first = book.find(PlannedPosting, code="F04", period="2026Q1")
    assert first is not None
    actions.skip_planned(book, [first["id"]], "启用前已公开")
    item = _item(book, "F04")
    actions.switch_off(book, item, "由街道统一公开")
    actions.switch_on(book, item)
    assert _states(book, "F04") == {"待公开": 3, "不适用": 1}
    assert book.record(PlannedPosting, first["id"]).reason == "启用前已公开"


def test_a_row_is_dropped_and_comes_back_with_its_periods(book: Book) -> None:
    own = {"category": "服务", "item": "停车收费", "frequency": "每季度"}
    row_id = str(actions.save_item(book, None, own).result)
    assert book.record(CatalogItem, row_id).code == "Z01"
    saving.dropper("catalog_item")(book, row_id)
    assert _states(book, "Z01") == {"不适用": 4}
    saving.restorer("catalog_item")(book, row_id)
    assert _states(book, "Z01") == {"待公开": 4}
    line = book.find(PlannedPosting, code="Z01", period="2026Q1")
    assert line is not None
    actions.compose_line(book, line["id"])
    with pytest.raises(Refused, match="有公告"):
        saving.dropper("catalog_item")(book, row_id)


def test_a_code_is_one_item_of_one_year(book: Book) -> None:
    own = {"year": 2026, "category": "服务", "item": "停车收费", "frequency": "每季度"}
    with pytest.raises(Refused, match="G17在2026年目录里是“协助人民政府") as told:
        actions.save_item(book, None, {**own, "code": "G17"})
    assert told.value.field == "code"
    with pytest.raises(Refused, match="不能改年度"):
        actions.save_item(book, _item(book, "G17"), {"year": 2027})


def test_a_row_written_after_the_plan_gets_its_periods(book: Book) -> None:
    own = {"year": 2026, "code": "Z01", "category": "服务", "item": "停车收费", "enabled": 1}
    actions.save_item(book, None, {**own, "frequency": "每季度", "due_rule": "首月20日前"})
    lines = book.records(PlannedPosting, Where("code", "=", "Z01"), order="period")
    assert [line.due_on for line in lines] == [
        date(2026, 4, 20), date(2026, 7, 20), date(2026, 10, 20), date(2027, 1, 20),
    ]  # fmt: skip
    assert actions.unplanned(book, 2026) == 0


# -- how a street's list says it -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "words", "limit"),
    [
        ("每季度", "每季度", ""),
        ("Q/M", "每季度/每月", ""),
        ("按季度", "每季度", ""),
        ("季度公开一次", "每季度", ""),
        ("每季度首月20日前", "每季度", "首月20日前"),
        ("每季度第一个月20日前公开", "每季度", "第一个月20日前"),
        ("按月公开，次月10日前", "每月", "次月10日前"),
        ("每半年一次", "每半年", ""),
        ("每年", "每年", ""),
        ("每年1月20日前", "每年", "1月20日前"),
        ("及时公开", "随时", ""),
        ("及时（10日内）", "随时", "10日内"),
        ("发生后5个工作日内", "随时", "发生后5个工作日内"),
        ("长期公开", "长期", ""),
        ("动态更新", "长期", ""),
        ("分阶段公开", "分阶段", ""),
        ("随时+每季度", "随时+每季度", ""),
    ],
)
def test_a_streets_way_of_saying_how_often_is_read(said: str, words: str, limit: str) -> None:
    assert frequency.read(said) == (words, limit)
    assert frequency.read(words).words == words


@pytest.mark.parametrize("said", ["隔三差五", "看情况", "？", "Q月度W"])
def test_what_is_no_frequency_is_refused_with_the_usable_words(said: str) -> None:
    with pytest.raises(Refused) as told:
        frequency.read(said)
    assert "每季度" in told.value.remedy


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    for read in (frequency.read, frequency.limits_of, rules.standard_code):
        try:
            read(text)
        except Refused as told:
            assert told.remedy


@pytest.mark.parametrize("code", ["0101", "01.02.03", "A-12", "ａ-１２", "GB 01"])
def test_a_code_of_the_national_standard_is_kept_in_one_spelling(code: str) -> None:
    assert rules.standard_code(code).isascii()
    assert " " not in rules.standard_code(code)


def test_a_row_is_found_by_its_standard_code(book: Book) -> None:
    actions.save_item(book, _item(book, "G17"), {"standard_code": "０１０３"})
    found = actions.item_of(book, "0103", "2026Q1")
    assert found is not None
    assert found["code"] == "G17"
    actions.compose_general(book, "协助街道工作", "0103", "2026Q2", "协助办了三件事。")


def test_the_catalogue_of_2025_has_nothing_the_law_of_2026_brought(tmp_path: Path) -> None:
    with make_book(tmp_path) as office, clock.fixed(date(2025, 6, 2)):
        actions.load_catalog(office, 2025)
        then = {item["code"]: item for item in actions.items_of(office, 2025)}
        before = set(then)
    with make_book(tmp_path, folder="next") as office, clock.fixed(date(2026, 6, 2)):
        actions.load_catalog(office, 2026)
        after = {item["code"] for item in actions.items_of(office, 2026)}
        now = {item["code"]: item for item in actions.items_of(office, 2026)}
    assert then["G11"]["basis"] == "《村民委员会组织法》第30条"
    assert now["G11"]["basis"].startswith(
        "《村民委员会组织法》第35条第1项；《城市居民委员会组织法》"
    )
    assert "待核实" in then["G08"]["basis"] and not then["G08"]["confirmed"]
    assert then["G49"]["basis"] == now["G49"]["basis"], "what did not change is called as it was"
    assert after - before == {"G14", "S04", "S05", "F27"}
    assert before < after


# -- a street's workbook -------------------------------------------------------------------------

_HEADS = (
    "序号", "公开类别", "公开事项", "公开时限", "公开方式", "公示天数", "责任人", "公开依据",
)  # fmt: skip
_WAYS = (
    ("每季度首月20日前", "Q"), ("按月公开，次月10日前", "M"), ("每半年一次", "H"), ("每年", "Y"),
    ("及时公开", ""), ("长期公开", ""),
)  # fmt: skip


def _street_sheet(path: Path, rows: int) -> Counter[str]:
    """A catalogue as streets write it: a title, no codes, frequency and day in one column."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["通惠街道2026年村（居）务公开目录"])
    sheet.append(_HEADS)
    expected: Counter[str] = Counter()
    for number in range(1, rows + 1):
        said, letter = _WAYS[number % len(_WAYS)]
        category = ("党务", "政务", "财务", "服务")[number % 4]
        name = f"街道规定的第{number}项"
        sheet.append([number, category, name, said, "公开栏", "15天", "周文书", "街道目录"])
        expected[name] = {"Q": 4, "M": 12, "H": 2, "Y": 1, "": 0}[letter]
    made.save(path)
    return expected


def test_sixty_items_of_a_streets_workbook_each_get_their_periods(tmp_path: Path) -> None:
    path = tmp_path / "目录.xlsx"
    expected = _street_sheet(path, 60)
    with make_book(tmp_path) as office, clock.fixed(date(2026, 1, 5)):
        done = import_file(
            office,
            CatalogItem,
            path,
            reviewer=saving.reviewer("catalog_item"),
            complete=saving.completer("catalog_item"),
        )
        assert len(done.ids("catalog_item")) == 60
        rows = actions.items_of(office, 2026)
        assert {row["code"] for row in rows} == {f"Z{n:02}" for n in range(1, 61)}
        assert [row["category"] for row in rows[::15]] == ["党务", "政务", "财务", "服务"]
        assert {row["code"]: row["due_rule"] for row in rows}["Z01"] == "次月10日前"
        made = actions.plan_year(office, 2026)
        lines = Counter(line.item for line in office.records(PlannedPosting))
        assert lines == +expected
        assert made.result == expected.total()
        quarter = office.find(PlannedPosting, item="街道规定的第6项", period="2026Q1")
        assert quarter is not None
        assert quarter["due_on"] == "2026-04-20"
        with pytest.raises(ImportRefused) as again:
            import_file(
                office,
                CatalogItem,
                path,
                reviewer=saving.reviewer("catalog_item"),
                complete=saving.completer("catalog_item"),
            )
        assert "已经有" in again.value.intake.bad[0].reason
        assert office.count(Query("catalog_item")) == 60


@pytest.mark.parametrize(
    ("text", "words", "limit"),
    [
        ("一年两次", "每半年", ""), ("每年公开4次", "每季度", ""), ("每3个月", "每季度", ""),
        ("每六个月", "每半年", ""), ("每年6月公布", "每年", "当年6月30日前"),
        ("每年2月", "每年", "当年2月29日前"), ("次年1月底前", "每年", "次年1月31日前"),
        ("逐月公布", "每月", ""), ("按年度", "每年", ""),
    ],
)  # fmt: skip
def test_how_often_and_by_when_are_not_mistaken(text: str, words: str, limit: str) -> None:
    assert frequency.read(text) == (words, limit)
    frequency.limits_of(limit)


@pytest.mark.parametrize("text", ["每周", "每日", "每季度末月25日前", "定期"])
def test_what_no_plan_can_hold_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="看不懂"):
        frequency.read(text)


def test_the_end_of_february_is_its_own_in_every_year() -> None:
    limit = frequency.Limit.parse("当年2月底前")
    assert limit is not None
    for year, last in ((2027, 28), (2028, 29)):
        period = Period.parse(str(year))
        assert limit.way(period).landing(Calendar({}, {}, frozenset())) == date(year, 2, last)
