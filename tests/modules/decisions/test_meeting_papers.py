"""Before a meeting the plain numbers and what stands in the way; after it what came back signed."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from cases import REPRESENTATIVES, hold, late_after, make_matter, make_office, names
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import as_text
from qinglian_desktop.core.meeting_days import Fair
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.word.templates import MINUTES
from qinglian_desktop.modules.decisions import actions, papers, reads, rules
from qinglian_desktop.modules.decisions.actions import Attends, filing, minutes, papering, preparing
from qinglian_desktop.modules.decisions.actions.preparing import Asked, Checkup
from qinglian_desktop.modules.decisions.records import (
    DECISION,
    PROPOSAL,
    PUBLISHED,
    STUDY,
    TALK,
)
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.store import market_days
from qinglian_desktop.store.book import Book

TODAY = date(2026, 3, 16)
FIRST = TODAY - timedelta(days=10)
DAY = TODAY + timedelta(days=15)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_office(tmp_path) as made:
        yield made


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_office(tmp_path / "village", "village") as made:
        yield made


def silent(_done: int, _total: int, _label: str) -> bool:
    return True


def planned(book: Book, *, title: str = "临街门面出租", at: str = "14:30") -> tuple[str, str]:
    """A matter that came as far as its decision, and the step of that meeting."""
    matter = make_matter(book, FIRST, title=title)
    hold(book, matter, FIRST, until=STUDY)
    draft = {"planned_at": f"{DAY.isoformat()}T{at}", "place": "社区会议室"}
    return matter, str(actions.plan_meeting(book, matter, DECISION, draft).result)


def looked(book: Book, **facts: object) -> Checkup:
    matter, _ = planned(book)
    return preparing.check(book, matter, DECISION, Asked(DAY, "14:30", **facts))  # type: ignore[arg-type]


# -- 会前体检 ---------------------------------------------------------------------------------


def test_thirty_three_representatives_the_numbers_are_those_of_the_rule(book: Book) -> None:
    found = looked(book)
    rule = rules.rule_for(reads.law(book, DAY), "representatives")
    wanted = rules.needs(rule, REPRESENTATIVES)
    bar = found.meeting.bar
    assert (bar.due, bar.least, bar.yes) == (33, wanted.present, wanted.yes) == (33, 22, 12)
    assert found.needs == (
        "应到 33 人，至少到 22 人才能开；到 22 人时至少 12 人赞成，全到时至少 17 人赞成才算通过"
    )
    for present in range(22, 34):
        assert bar.yes_of(present) == rules.needs(rule, 33, present).yes
    assert "第28条" in found.basis
    assert [one.name for one in found.meeting.members] == names("周", 33)
    assert not found.problems


def test_paper_names_the_article_and_keeps_a_doubt(book: Book) -> None:
    found = looked(book)
    assert "（国家法律法规）" in found.basis
    assert found.meeting.bar.basis == found.basis.removesuffix("（国家法律法规）")
    matter = make_matter(book, FIRST)
    party = preparing.check(book, matter, STUDY, Asked(DAY, "09:00")).meeting.bar.basis
    assert party.endswith("（待核实）") and "上级文件" not in party


def test_a_roster_that_is_empty_says_where_to_go(book: Book) -> None:
    matter = make_matter(book, FIRST, body="成员代表大会")
    found = preparing.check(book, matter, DECISION, Asked(DAY, "09:00"))
    assert found.no_roster and not found.needs
    assert any("名册里没有" in one and "请先录" in one for one in found.problems)


def test_another_meeting_at_the_same_time_is_named(book: Book) -> None:
    planned(book, title="三号院加装电梯")
    other = make_matter(book, FIRST)
    same = preparing.check(book, other, STUDY, Asked(DAY, "14:30"))
    assert same.clash == "与另一个会时间相同：居民代表会议 14:30（三号院加装电梯）。"
    assert "太近" in preparing.check(book, other, STUDY, Asked(DAY, "15:00")).clash
    assert not preparing.check(book, other, STUDY, Asked(DAY, "15:30")).clash
    assert not preparing.check(book, other, STUDY, Asked(DAY + timedelta(days=1), "14:30")).clash


def test_a_market_day_or_a_holiday_is_named_with_days_that_suit_better(book: Book) -> None:
    market_days.keep(book, Fair.read("147"))
    matter = make_matter(book, FIRST)
    market = preparing.check(book, matter, STUDY, Asked(date(2026, 4, 20), "09:00"))
    assert market.problems[-1] == (
        "2026年4月20日（周一）赶场，人可能来不齐。往后可以开的日子："
        "2026年4月21日（周二）、2026年4月22日（周三）、2026年4月24日（周五）。"
    )
    holiday = preparing.check(book, matter, STUDY, Asked(date(2026, 5, 1), "09:00"))
    assert holiday.problems[-1].startswith("2026年5月1日（周五）劳动节放假，")
    plain = preparing.check(book, matter, STUDY, Asked(date(2026, 4, 21), "09:00"))
    assert not any("来不齐" in one for one in plain.problems)


@pytest.mark.parametrize(("body", "days"), [("全体会议", 10), ("代表会议", 3)])
def test_the_last_day_to_tell_people_is_counted_backwards(
    village: Book, body: str, days: int
) -> None:
    matter = make_matter(village, FIRST, body=body)
    last = DAY - timedelta(days=days)
    found = preparing.check(village, matter, DECISION, Asked(DAY, "09:00"))
    assert found.told_by == last
    assert f"还有 {(last - TODAY).days} 天" in found.notice
    assert found.why[0].endswith("起算当天不算（民法典第201条）")


def test_told_too_late_the_earliest_day_is_offered(village: Book) -> None:
    matter = make_matter(village, FIRST, body="全体会议")
    soon = TODAY + timedelta(days=4)
    late = preparing.check(village, matter, DECISION, Asked(soon, "09:00"))
    assert "已经晚了 6 天" in late.notice and "请改到3月26日以后开" in late.notice
    assert "写明原因" in late.notice
    told = preparing.check(village, matter, DECISION, Asked(soon, "09:00", short_notice="汛情紧急"))
    assert "已写明提前的原因：汛情紧急" in told.notice
    assert "汛情紧急，本次会议缩短通知时间。" in "\n".join(as_text(papers.notice(told.meeting)))


def test_a_villagers_meeting_is_told_of_those_who_are_not_counted(
    village: Book, book: Book
) -> None:
    for office, told in ((village, True), (book, False)):
        matter = make_matter(office, FIRST, body="全体会议")
        found = preparing.check(office, matter, DECISION, Asked(DAY, "09:00"))
        text = "\n".join(as_text(papers.agenda(found.meeting)))
        assert ("报告依法不计入总数的＿＿人和联系记录" in text) is told


def test_a_day_gone_by_is_told_and_a_step_without_a_meeting_refused(book: Book) -> None:
    matter = make_matter(book, FIRST)
    past = preparing.check(book, matter, PROPOSAL, Asked(TODAY - timedelta(days=1), "09:00"))
    assert any("已经过了" in one for one in past.problems)
    assert not past.notice
    with pytest.raises(Refused, match="不用开会"):
        preparing.check(book, matter, PUBLISHED, Asked(DAY, "09:00"))


def test_what_comes_first_and_a_missing_delegation_are_told(book: Book) -> None:
    matter = make_matter(book, FIRST, matter_class="M12 社区服务和经费")
    found = preparing.check(book, matter, DECISION, Asked(DAY, "09:00"))
    assert any(one.startswith("先完成“提议”") for one in found.problems)
    assert any("没有居民会议对这类事的授权" in one for one in found.problems)


# -- printing --------------------------------------------------------------------------------


def test_five_papers_for_thirty_three_people(book: Book) -> None:
    _, step = planned(book)
    drawn = papering.print_before(
        book, step, Asked(DAY, "14:30", "社区会议室"), list(papering.BEFORE), silent
    ).result
    assert [(one.name, one.pages) for one in drawn] == [
        ("会议通知", 1), ("议程", 1), ("签到表", 2), ("表决票", 9), ("计票单", 1),
    ]  # fmt: skip
    for one in drawn:
        with pypdfium2.PdfDocument(one.pdf) as pdf:
            assert len(pdf) == one.pages
        assert not one.missing


def test_only_what_was_chosen_is_printed_and_its_pages_are_kept(book: Book) -> None:
    _, step = planned(book)
    asked = Asked(DAY, "14:30", "社区会议室")
    papering.print_before(book, step, asked, ["签到表"], silent)
    papering.print_before(book, step, asked, ["签到表", "计票单"], silent)
    assert [(one.paper, one.pages) for one in papering.returned(book, step)] == [
        ("签到表", 2), ("计票单", 1),
    ]  # fmt: skip


# -- after the meeting -----------------------------------------------------------------------


def test_the_minutes_say_who_kept_out_and_on_which_base_was_counted(book: Book) -> None:
    matter, step = planned(book)
    with clock.fixed(DAY):
        away = (Attends("周甲", "回避", interest="与承租人是夫妻"), Attends("周乙", "请假"))
        given = {"supervisors": "吴监督", "chair": "郑甲", "recorder": "林晓", "place": "会议室"}
        meeting = actions.Held(DAY, 25, 4, 2, away=away, words=given)
        actions.record_meeting(book, matter, DECISION, meeting)
        text = "\n".join(as_text(papers.minutes(filing.held_meeting(book, step))))
    assert "应到32人，实到31人" in text
    assert "周甲回避，不参加表决：与承租人是夫妻。" in text
    assert "没到会的：周乙（请假）" in text
    assert "25\t4\t2\t31\t通过" in text
    assert "列席：吴监督" in text


def test_a_meeting_not_held_has_no_minutes(book: Book) -> None:
    _, step = planned(book)
    with pytest.raises(Refused, match="还没有登记开过会"):
        filing.held_meeting(book, step)


def test_the_word_file_leaves_nothing_to_fill_but_what_is_marked(
    book: Book, tmp_path: Path
) -> None:
    matter = make_matter(book, FIRST)
    hold(book, matter, FIRST)
    found = reads.case(book, matter).step(DECISION)
    assert found is not None
    path = tmp_path / "会议记录.docx"
    assert minutes.save_minutes(book, found.last["id"], path).result == ()
    with zipfile.ZipFile(path) as package:
        text = package.read("word/document.xml").decode()
    assert "〔" not in text and "None" not in text and "{" not in text
    for said in ("居民代表会议记录", "应到33人，实到33人", "同意出租，租期三年。", "大家同意"):
        assert said in text


def test_an_own_template_is_used_and_what_it_misnames_is_told(book: Book, tmp_path: Path) -> None:
    matter = make_matter(book, FIRST)
    hold(book, matter, FIRST)
    found = reads.case(book, matter).step(DECISION)
    assert found is not None
    own = MINUTES.own(book.home)
    with zipfile.ZipFile(own) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    changed = parts["word/document.xml"].replace("〔编号〕".encode(), "〔卷宗〕".encode())
    with zipfile.ZipFile(own, "w") as package:
        for name, data in (parts | {"word/document.xml": changed}).items():
            package.writestr(name, data)
    path = tmp_path / "会议记录.docx"
    assert minutes.save_minutes(book, found.last["id"], path).result == ("〔卷宗〕",)


def test_the_register_has_six_forms_from_the_case(book: Book) -> None:
    matter = make_matter(book, FIRST - timedelta(days=1))
    hold(book, matter, FIRST, apart=0)
    forms = filing.register_of(book, matter)
    assert [one.gate for one in forms] == ["提议", "商议", "审议", "决议", "决议公开", "结果公开"]
    assert [(one.due, one.present) for one in forms[:4]] == [(5, 5), (9, 9), (20, 20), (33, 33)]
    assert {one.origin for one in forms} == {"干部提出"}
    assert forms[3].content.startswith("同意出租，租期三年。\n赞成33票，反对0票，弃权0票，通过。")
    assert forms[5].held_on is None


def test_a_step_entered_late_is_marked_on_its_form_alone(book: Book) -> None:
    late_after(book, 3)
    matter = make_matter(book, FIRST)
    hold(book, matter, FIRST, apart=3)  # 10, 7, 4 and 1 days ago
    assert [one.late_on for one in filing.register_of(book, matter)[:4]] == [TODAY] * 3 + [None]
    found = reads.case(book, matter).step(TALK)
    assert found is not None
    text = "\n".join(as_text(papers.minutes(filing.held_meeting(book, found.last["id"]))))
    assert "补录：2026年3月16日登记" in text


def test_the_forms_of_another_office_are_printed_and_nothing_is_written(book: Book) -> None:
    matter = make_matter(book, FIRST)
    hold(book, matter, FIRST)
    before = len(book.steps())
    drawn = papering.print_register(book, matter, ["提议", "结果公开"], silent).result
    assert [one.pages for one in drawn] == [1, 1]
    assert len(book.steps()) == before + 1
    found = reads.case(book, matter).step(PROPOSAL)
    assert found is not None
    assert papering.returned(book, found.last["id"])[0].paper == "决策实施登记表"


# -- scans -----------------------------------------------------------------------------------


def photo(folder: Path, name: str, shade: int) -> Path:
    path = folder / name
    Image.new("L", (60, 80), shade).save(path)
    return path


def scan(folder: Path, name: str, pages: int) -> Path:
    path = folder / name
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(200, 300)
    document.save(path)
    document.close()
    return path


def signed(book: Book, pages: int = 3) -> str:
    """A step whose sign-in sheet was printed on so many pages."""
    _, step = planned(book)
    papering.print_before(book, step, Asked(DAY, "14:30"), ["签到表"], silent)
    row = papering.paper_row(book, step, "签到表")
    assert row is not None
    with book.change("页数") as change:
        change.put_row("meeting_paper", row["id"], {"pages": pages})
    return step


def test_three_pages_and_two_photos_the_third_is_missing(book: Book, tmp_path: Path) -> None:
    step = signed(book)
    two = [photo(tmp_path, "1.jpg", 10), photo(tmp_path, "2.jpg", 90)]
    found = papering.take_scans(book, step, "签到表", two).result
    assert found.words == "签到表应有 3 页，收到 2 页，缺第3页。"
    assert papering.lacking(book, step) == (found.words,)
    whole = papering.take_scans(book, step, "签到表", [photo(tmp_path, "3.jpg", 160)]).result
    assert (whole.scanned, whole.words) == (3, "")
    assert papering.lacking(book, step) == ()


def test_the_file_of_a_case_wants_every_signed_page(book: Book, tmp_path: Path) -> None:
    matter = make_matter(book, FIRST)
    hold(book, matter, FIRST)
    found = reads.case(book, matter).step(DECISION)
    assert found is not None
    step = found.last["id"]
    papering.print_minutes(book, step, silent)
    with book.change("页数") as change:
        row = papering.paper_row(book, step, "会议记录")
        assert row is not None
        change.put_row("meeting_paper", row["id"], {"pages": 2})

    def there() -> bool:
        items = {one.label: one.there for one in actions.checklist(book, matter)}
        return items["决议：签字的会议材料"]

    assert not there()
    papering.take_scans(book, step, "会议记录", [photo(tmp_path, "1.jpg", 10)])
    assert not there()
    papering.take_scans(book, step, "会议记录", [photo(tmp_path, "2.jpg", 90)])
    assert there()


def test_a_scan_of_several_pages_counts_its_pages(book: Book, tmp_path: Path) -> None:
    step = signed(book)
    found = papering.take_scans(book, step, "签到表", [scan(tmp_path, "a.pdf", 1)]).result
    assert found.words == "签到表应有 3 页，收到 1 页，缺第2—3页。"
    assert (
        papering.take_scans(book, step, "签到表", [scan(tmp_path, "b.pdf", 3)], anew=True).result[3]
        == ""
    )
    pages = [Image.new("1", (50, 50), n % 2) for n in range(4)]
    pages[0].save(tmp_path / "c.tif", save_all=True, append_images=pages[1:])
    many = papering.take_scans(book, step, "签到表", [tmp_path / "c.tif"], anew=True).result
    assert many.words == "签到表应有 3 页，收到 4 页，多了 1 页。请核对。"


def test_the_same_photo_twice_is_one_page(book: Book, tmp_path: Path) -> None:
    step = signed(book)
    once = photo(tmp_path, "1.jpg", 10)
    papering.take_scans(book, step, "签到表", [once])
    assert papering.take_scans(book, step, "签到表", [once]).result.scanned == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("坏.jpg", b"\xff\xd8\xff\xe0 cut short"),
        ("笔记.txt", "不是图片".encode()),
        ("坏.pdf", b"%PDF-1.7 nothing"),
        ("空.png", b""),
    ],
)
def test_what_is_no_page_is_refused_and_nothing_is_kept(
    book: Book, tmp_path: Path, name: str, data: bytes
) -> None:
    step = signed(book)
    path = tmp_path / name
    path.write_bytes(data)
    before = book.files.all()
    with pytest.raises(Refused, match=name.split(".", maxsplit=1)[0]):
        papering.take_scans(book, step, "签到表", [path])
    assert book.files.all() == before
    assert papering.returned(book, step)[0].scanned == 0


def test_a_photo_cut_short_on_its_way_is_refused(book: Book, tmp_path: Path) -> None:
    step = signed(book)
    whole = io.BytesIO()
    Image.effect_noise((400, 400), 80).save(whole, "PNG")
    path = tmp_path / "断.png"
    path.write_bytes(whole.getvalue()[:-4000])
    with pytest.raises(Refused, match="打不开"):
        papering.take_scans(book, step, "签到表", [path])


def test_a_scan_can_be_taken_back(book: Book, tmp_path: Path) -> None:
    step = signed(book)
    done = papering.take_scans(book, step, "签到表", [photo(tmp_path, "1.jpg", 10)])
    book.undo(done.step)
    assert papering.returned(book, step)[0].scanned == 0


def test_a_ballot_need_not_come_back(book: Book, tmp_path: Path) -> None:
    _, step = planned(book)
    with pytest.raises(Refused, match="不用扫描"):
        papering.take_scans(book, step, "表决票", [photo(tmp_path, "1.jpg", 10)])


@pytest.mark.parametrize(
    ("kind", "days", "basis"),
    [
        ("village", 3, "《重庆市实施〈村民委员会组织法〉办法》第11条"),
        ("community", None, "《城市居民委员会组织法》第28条；《城市居民委员会组织法》第29条"),
    ],
)
def test_the_call_on_the_board_rests_on_the_rule_of_its_own_meeting(
    tmp_path: Path, kind: str, days: int | None, basis: str
) -> None:
    """Not on that of the full meeting, with its ten days."""
    with clock.fixed(TODAY), make_office(tmp_path, kind) as book:
        matter = make_matter(book, TODAY - timedelta(days=5))
        hold(book, matter, TODAY - timedelta(days=4), until=STUDY)
        day = TODAY + timedelta(days=4)
        draft = {"planned_at": f"{day.isoformat()}T14:30", "place": "会议室"}
        step = str(actions.plan_meeting(book, matter, DECISION, draft).result)
        made = papering.draft_notice(book, step, Asked(day, "14:30", "会议室")).result
        row = book.row("notice", str(made)) or {}
        assert row["basis"] == basis
        facts = disclosure.facts_of(book, str(made))
        assert facts.get("told_days") == days


def test_what_kind_of_source_it_is_stays_off_the_notice(book: Book) -> None:
    matter = make_matter(book, FIRST - timedelta(days=1))
    hold(book, matter, FIRST, apart=0)
    (notice,) = [r for r in book.rows(Query("notice")) if r["kind"] == "决议公告"]
    said = disclosure.facts_of(book, notice["id"])["threshold_source"]
    assert "第28条" in said and "国家法律法规" not in said
