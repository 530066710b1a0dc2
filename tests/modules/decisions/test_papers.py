"""The papers of a meeting say what they must, word for word, and are whole on A4."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest

from qinglian_desktop.core import canonical
from qinglian_desktop.core.document import Document, as_text, from_plain, to_plain
from qinglian_desktop.modules.decisions import papers
from qinglian_desktop.modules.decisions.papers import Item, Member
from qinglian_desktop.modules.decisions.papers.minutes import FREE
from qinglian_desktop.modules.decisions.papers.register import GATES
from qinglian_desktop.modules.decisions.papers.values import ratio
from qinglian_desktop.paper.draw import draw
from qinglian_desktop.paper.fonts import Fonts

from . import meetings

GOLDEN = Path(__file__).parent / "golden"
FONTS = Fonts()
LATE = date(2026, 12, 11)


def made() -> dict[str, Document]:
    """One of each, by the name of its golden text."""
    before, after, village = meetings.representatives(), meetings.held(), meetings.villagers()
    ballots = papers.ballots(before._replace(members=before.members[:2]))
    return {
        "notice": papers.notice(before),
        "agenda": papers.agenda(before),
        "sign-in": papers.sign_in(before),
        "ballots": ballots,
        "tally": papers.tally_sheet(before),
        "minutes": papers.minutes(after),
        "village-notice": papers.notice(village),
        "village-agenda": papers.agenda(village),
        "village-tally": papers.tally_sheet(village),
        "village-minutes": papers.minutes(village),
        "households": papers.empty_form(meetings.asked()),
        "households-result": papers.result(meetings.asked()),
        **{f"register-{n}": papers.register(meetings.filed(g)) for n, g in enumerate(GATES, 1)},
    }


MADE = made()
every_paper = pytest.mark.parametrize("name", MADE)


@every_paper
def test_the_paper_says_what_it_must(name: str) -> None:
    assert as_text(MADE[name]) == (GOLDEN / f"{name}.txt").read_text("utf-8").splitlines()


@every_paper
def test_nothing_is_printed_as_a_box_and_the_archive_gives_it_back(name: str) -> None:
    assert FONTS.missing(MADE[name]) == ()
    assert (
        from_plain(canonical.loads(canonical.dumps(to_plain(MADE[name])), depth=64)) == MADE[name]
    )


def pages(document: Document) -> list[str]:
    target = BytesIO()
    draw(document, target, fonts=FONTS)
    with pypdfium2.PdfDocument(target.getvalue()) as pdf:
        return ["".join(p.get_textpage().get_text_range().split()) for p in pdf]


def test_each_step_of_the_register_is_one_page() -> None:
    for gate in GATES:
        long = "会议认为，" + "续租有利于集体增收，程序合法。" * 20
        assert len(pages(papers.register(meetings.filed(gate)._replace(content=long)))) == 1


def test_a_long_resolution_goes_on_in_its_field() -> None:
    long = "".join(f"第{n}条，租金按季度收取，逾期按合同办理。" for n in range(60))
    printed = pages(papers.register(meetings.filed()._replace(content=long)))
    assert len(printed) == 2
    assert all(f"第{n}" in "".join(printed) for n in range(60))
    assert "（续）" in printed[1]
    assert "参加人员" in printed[1]


def test_street_officials_sign_three_and_four_posting_is_told_on_five_and_six() -> None:
    for number, gate in enumerate(GATES, 1):
        text = "\n".join(as_text(papers.register(meetings.filed(gate))))
        assert ("街道到场" in text) == (number in (3, 4))
        assert ("公开情况" in text) == ("监督意见" in text) == (number in (5, 6))
        assert "□党员、居民提出　☑社区干部提出　□上级要求" in text


def test_everybody_who_votes_gets_one_ballot_with_a_number_of_its_own() -> None:
    meeting = meetings.held()  # 33 are due, one of them keeps out
    printed = "".join(pages(papers.ballots(meeting)))
    numbers = [f"第{n:03d}号" for n in range(1, 33)]
    assert [printed.count(number) for number in numbers] == [1] * 32
    assert "第033号" not in printed
    assert len(pages(papers.ballots(meetings.representatives()))) == 9


@pytest.mark.parametrize(("items", "sheets"), [(1, 3), (3, 3), (4, 5), (8, 5), (9, 10), (10, 10)])
def test_many_matters_make_larger_ballots(items: int, sheets: int) -> None:
    meeting = meetings.representatives()
    many = tuple(Item(f"第{n}个事项的名称写得长一些的方案") for n in range(items))
    printed = pages(papers.ballots(meeting._replace(items=many, members=meeting.members[:10])))
    assert len(printed) == sheets
    assert all("".join(printed).count(item.title) == 10 for item in many)


def test_what_is_enough_is_told_for_every_attendance() -> None:
    (said,) = [line for line in as_text(MADE["tally"]) if line.startswith("多少票算通过")]
    assert "22—23 人到会，至少 12 票；" in said
    assert "32—33 人到会，至少 17 票。" in said


def test_one_who_keeps_out_is_named_and_the_base_is_told() -> None:
    text = "\n".join(as_text(papers.minutes(meetings.held())))
    assert "张秀英回避，不参加表决：与承租人是夫妻。" in text
    assert "表决按29人计算。" in text
    assert "26\t2\t1\t29\t通过" in text


def test_only_marked_places_are_left_to_be_written() -> None:
    whole = "\n".join(as_text(papers.minutes(meetings.held())))
    assert "请补写" not in whole and "〔" not in whole and "None" not in whole
    bare = meetings.held()._replace(
        opinions="", decision="", chair="", recorder="", tally=None, passed=None
    )
    text = "\n".join(as_text(papers.minutes(bare)))
    for what in ("发言人和主要意见", "决议内容", "主持人", "记录人", "表决方式和票数"):
        assert FREE.format(what) in text


def test_too_few_came_so_no_vote_is_told() -> None:
    held = meetings.held()
    members = tuple(
        m._replace(attendance="缺席") if n > 19 else m for n, m in enumerate(held.members)
    )
    few = held._replace(members=members, tally=None, passed=None, decision="改为情况通报。")
    text = "\n".join(as_text(papers.minutes(few)))
    assert "应到33人，实到17人；至少到22人才能表决，不足人数，没有表决。" in text
    assert "赞成\t反对" not in text and "请补写" not in text


def test_what_was_entered_late_says_so_on_every_paper() -> None:
    meeting, form = meetings.held(), meetings.filed()._replace(late_on=LATE)
    late_asked = meetings.asked()._replace(late_on=LATE)
    marked = [
        papers.notice(meeting), papers.agenda(meeting), papers.sign_in(meeting),
        papers.ballots(meeting), papers.tally_sheet(meeting), papers.minutes(meeting),
        papers.register(form), papers.empty_form(late_asked), papers.result(late_asked),
    ]  # fmt: skip
    for paper in marked:
        for number, page in enumerate(pages(paper), 1):
            assert "补录" in page, f"{paper.title} page {number}"
            assert "2026年12月11日登记" in page


@pytest.mark.parametrize("name", [n for n in MADE if n.startswith("village")])
def test_a_village_reads_its_own_words(name: str) -> None:
    text = "\n".join(as_text(MADE[name]))
    assert "居民" not in text and "社区" not in text
    assert "村" in text


def test_a_share_that_falls_short_never_looks_like_enough() -> None:
    assert ratio(2, 3) == "66.6%"
    assert ratio(30, 33) == "90.9%"
    assert ratio(33, 33) == "100%"
    assert ratio(999, 1000) == "99.9%"
    assert ratio(1, 0) == "—"


def test_the_list_of_thirty_three_takes_two_pages_and_keeps_its_head() -> None:
    printed = pages(MADE["sign-in"])
    assert len(printed) == 2
    assert all("签名" in page for page in printed)
    assert sum(name in "".join(printed) for name in meetings.NAMES) == 33


def test_a_person_who_stands_in_is_told_beside_the_name() -> None:
    meeting = meetings.representatives()
    paper = papers.sign_in(meeting._replace(members=(Member("周桂兰", "1组", delegate="林晓"),)))
    assert "1\t周桂兰\t1组\t\t委托林晓" in as_text(paper)
