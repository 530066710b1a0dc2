"""The end of a year at the street: thirteen units, and a notice whose every figure is right."""

import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from shutil import copytree

import pypdfium2
import pytest

from modules.yearend import made_street
from modules.yearend.made_street import YEAR, Plan, bonus_of, conclusion_of, points_of
from office import make_book
from qinglian_desktop import RESOURCES
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Document, Paragraph, Table
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Damaged, Refused, Shut
from qinglian_desktop.exchange import rule_packs
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.evaluation import actions as evaluating
from qinglian_desktop.modules.evaluation.system import shown
from qinglian_desktop.modules.yearend import actions, due, reads, rules
from qinglian_desktop.modules.yearend.records import ABSENT, YearReview, YearVerdict
from qinglian_desktop.paper.draw import draw
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.store import packs
from qinglian_desktop.store.book import Book

TODAY = date(YEAR + 1, 1, 20)
NUMBER = "通惠街道〔2027〕3号"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Plan]]:
    """The street before anything was settled, to be copied."""
    with clock.fixed(TODAY):
        book, plans = made_street.street(tmp_path_factory.mktemp("street"))
    book.close()
    return book.home, plans


@pytest.fixture
def plans(made: tuple[Path, list[Plan]]) -> list[Plan]:
    return made[1]


@pytest.fixture
def street(made: tuple[Path, list[Plan]], tmp_path: Path) -> Iterator[Book]:
    book = Book.open(Path(copytree(made[0], tmp_path / "street")), RECORDS)
    with clock.fixed(TODAY):
        yield book
    book.close()


@pytest.fixture(scope="module")
def settled_home(made: tuple[Path, list[Plan]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, every unit settled by the rules."""
    home = Path(copytree(made[0], tmp_path_factory.mktemp("settled") / "street"))
    with clock.fixed(TODAY), Book.open(home, RECORDS) as book:
        for plan in made[1]:
            actions.settle(book, YEAR, plan.office)
    return home


@pytest.fixture
def settled(settled_home: Path, tmp_path: Path) -> Iterator[Book]:
    book = Book.open(Path(copytree(settled_home, tmp_path / "settled")), RECORDS)
    with clock.fixed(TODAY):
        yield book
    book.close()


def table_of(paper: Document) -> list[tuple[str, ...]]:
    (table,) = [block for block in paper.blocks if isinstance(block, Table)]
    return [tuple(map(str, row)) for row in table.rows]


def words_of(paper: Document) -> str:
    return "\n".join(block.text for block in paper.blocks if isinstance(block, Paragraph))


def pdf_text(paper: Document) -> str:
    pdf = BytesIO()
    draw(paper, pdf, fonts=Fonts())
    with pypdfium2.PdfDocument(pdf.getvalue()) as file:
        return "\f".join(page.get_textpage().get_text_range() for page in file)


def test_thirteen_units_come_to_what_plain_arithmetic_says(street: Book, plans: list[Plan]) -> None:
    found = reads.judged(street, YEAR)
    assert [one.case.code for one in found] == sorted(plan.code for plan in plans)
    for one, plan in zip(found, plans, strict=True):
        assert one.own == points_of(plan, marked=False)
        assert one.review == points_of(plan, marked=True)
        assert one.bonus == bonus_of(plan)
        assert one.worked_out == conclusion_of(plan)
        assert one.state == rules.TO_SETTLE
    drawn = Counter(map(conclusion_of, plans))
    assert len(drawn) >= 4, "the fixture is to hold several conclusions"
    assert any(one.own != one.review for one in found)
    assert max(map(bonus_of, plans)) == 5 > min(map(bonus_of, plans)), "the cap is met"


def test_the_notice_of_thirteen_units_has_the_right_numbers(
    settled: Book, plans: list[Plan], tmp_path: Path
) -> None:
    row_id = str(actions.issue(settled, YEAR, NUMBER, demands="按清单补齐").result)
    paper = actions.paper_of(settled, YEAR, row_id)
    assert table_of(paper) == [
        (str(number), plan.name, f"{points_of(plan, marked=False):.2f}",
         f"{points_of(plan, marked=True):.2f}", f"{bonus_of(plan):.2f}", conclusion_of(plan))
        for number, plan in enumerate(plans, 1)
    ]  # fmt: skip
    words = words_of(paper)
    for conclusion, many in Counter(map(conclusion_of, plans)).items():
        assert f"{conclusion} {many} 个" in words
    assert "第3社区：负面清单第 5 条" in words and "第8社区：负面清单第 6 条" in words
    for plan in plans:
        told = f"{plan.name} {shown(bonus_of(plan))} 分（"
        assert (told in words) == (bonus_of(plan) > 0)
    first = [plan.name for plan in plans if conclusion_of(plan) == "示范"]
    assert f"{'、'.join(first)}为示范单位，在全面从严治党年度考核中按考核办法加分" in words
    assert "待核实" in words and "按清单补齐" in words
    assert not paper.draft and paper.number == NUMBER

    # The same figures in the file for Word.
    actions.save_notice_as_word(settled, YEAR, tmp_path / "通报.docx", row_id)
    with zipfile.ZipFile(tmp_path / "通报.docx") as package:
        document = package.read("word/document.xml").decode()
    for cells in table_of(paper):
        assert all(f">{cell}</w:t>" in document for cell in cells)
    assert f">{NUMBER}</w:t>" in document


def test_an_issued_notice_is_reprinted_the_same_whatever_comes_later(
    settled: Book, plans: list[Plan], tmp_path: Path
) -> None:
    row_id = str(actions.issue(settled, YEAR, NUMBER).result)
    before = pdf_text(actions.paper_of(settled, YEAR, row_id))
    actions.save_notice_as_word(settled, YEAR, tmp_path / "a.docx", row_id)
    settled.connection.execute("UPDATE assessment_line SET self_score = 0")
    settled.connection.execute("UPDATE enrolled_unit SET name = '改名社区'")
    with clock.fixed(date(YEAR + 2, 3, 1)):
        assert pdf_text(actions.paper_of(settled, YEAR, row_id)) == before
        actions.save_notice_as_word(settled, YEAR, tmp_path / "b.docx", row_id)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    assert plans[0].name in before and "改名社区" not in before


def test_a_meddled_snapshot_is_not_printed(settled: Book) -> None:
    row_id = str(actions.issue(settled, YEAR, NUMBER).result)
    settled.connection.execute("UPDATE year_review SET digest = 'x'")
    with pytest.raises(Damaged, match="和印发时不一样"):
        actions.paper_of(settled, YEAR, row_id)


def test_nothing_is_issued_before_every_unit_is_settled(street: Book, plans: list[Plan]) -> None:
    with pytest.raises(Refused, match="13 家待核定"):
        actions.issue(street, YEAR, NUMBER)
    draft = actions.paper_of(street, YEAR)
    assert draft.draft and len(table_of(draft)) == 13
    actions.settle(street, YEAR, plans[0].office)
    with pytest.raises(Refused, match="12 家待核定"):
        actions.issue(street, YEAR, NUMBER)
    assert street.count(Query(YearReview.table)) == 0
    assert all(row["to_office"] is None for row in street.rows(Query(YearVerdict.table)))


@pytest.mark.parametrize(
    ("number", "day", "what"),
    [(" ", TODAY, "还没填文号"), (NUMBER, date(YEAR + 1, 1, 21), "还没到")],
)
def test_a_notice_needs_its_number_and_day(
    settled: Book, number: str, day: date, what: str
) -> None:
    with pytest.raises(Refused, match=what):
        actions.issue(settled, YEAR, number, day)


def test_a_lower_level_needs_a_reason_and_a_higher_one_is_not_to_be_had(
    street: Book, plans: list[Plan]
) -> None:
    good = next(plan for plan in plans if conclusion_of(plan) == "示范")
    fair = next(plan for plan in plans if conclusion_of(plan) == "合格")
    with pytest.raises(Refused, match="要写原因"):
        actions.settle(street, YEAR, good.office, "合格")
    actions.settle(street, YEAR, good.office, "合格", "材料抽查有出入")
    with pytest.raises(Refused, match="不能定为“示范”"):
        actions.settle(street, YEAR, fair.office, "示范", "表现好")
    with pytest.raises(Refused, match="不能定为“合格”"):
        actions.settle(street, YEAR, plans[2].office, "合格", "已经整改")  # 负面清单
    words = words_of(actions.paper_of(street, YEAR))
    assert f"{good.name}按复核分为示范，定为合格：材料抽查有出入。" in words


def test_what_changes_afterwards_is_looked_at_again(settled: Book, plans: list[Plan]) -> None:
    plan = next(plan for plan in plans if not plan.veto)
    settled.connection.execute(
        "UPDATE assessment_mark SET score = 0 WHERE to_office = ?", (plan.office,)
    )
    one = next(o for o in reads.judged(settled, YEAR) if o.case.office == plan.office)
    assert one.state == rules.CHANGED and one.conclusion == one.worked_out
    with pytest.raises(Refused, match="1 家有变化"):
        actions.issue(settled, YEAR, NUMBER)
    actions.settle(settled, YEAR, plan.office)
    assert actions.issue(settled, YEAR, NUMBER).result


def test_a_unit_without_a_self_assessment_is_left_out_with_a_reason(
    street: Book, plans: list[Plan]
) -> None:
    silent, unfrozen = plans[0], plans[1]
    street.connection.execute("DELETE FROM assessment WHERE owner = ?", (silent.office,))
    street.connection.execute(
        "UPDATE assessment SET frozen_on = NULL, state = '自评' WHERE owner = ?",
        (unfrozen.office,),
    )
    found = reads.judged(street, YEAR)
    assert [one.state for one in found[:2]] == [rules.NOTHING, rules.UNFROZEN]
    assert rules.lacking(found).startswith("1 家没有收到，1 家没有报送")
    with pytest.raises(Refused, match="还没有收到"):
        actions.settle(street, YEAR, silent.office)
    with pytest.raises(Refused, match="要写原因"):
        actions.settle(street, YEAR, silent.office, ABSENT)
    actions.settle(street, YEAR, silent.office, ABSENT, "今年新成立")
    assert reads.judged(street, YEAR)[0].state == rules.SETTLED
    paper = actions.paper_of(street, YEAR)
    assert table_of(paper)[0] == ("1", silent.name, "—", "—", "—", ABSENT)
    assert f"{silent.name}没有参加本年度评价：今年新成立。" in words_of(paper)


def test_a_version_that_was_not_reviewed_or_went_back_is_not_settled(
    street: Book, plans: list[Plan]
) -> None:
    office, where = plans[0].office, (plans[0].office,)
    set_back = "UPDATE assessment_review SET outcome = '退回补充' WHERE to_office = ?"
    street.connection.execute(set_back, where)
    assert reads.judged(street, YEAR)[0].state == rules.BACK
    with pytest.raises(Refused, match="退回补充"):
        actions.settle(street, YEAR, office)
    street.connection.execute("DELETE FROM assessment_review WHERE to_office = ?", where)
    with pytest.raises(Refused, match="还没核评完"):
        actions.settle(street, YEAR, office)
    assert rules.lacking(reads.judged(street, YEAR)) == "1 家待核评，12 家待核定"


def test_claims_are_judged_before_the_unit_is(street: Book, plans: list[Plan]) -> None:
    plan = plans[0]
    claim = made_street.put(street, "bonus_claim", plan.office, year=YEAR, article="J06",
                            what="全年报备")  # fmt: skip
    one = reads.judged(street, YEAR)[0]
    assert one.state == rules.TO_RULE
    with pytest.raises(Refused, match="还有 1 件加分没核"):
        actions.settle(street, YEAR, plan.office)
    with pytest.raises(Refused, match="最多 1 分"):
        evaluating.rule(street, claim, "认可", {"points": 1500})
    with pytest.raises(Refused, match="没写原因"):
        evaluating.rule(street, claim, "认可", {"points": 500})
    with pytest.raises(Refused, match="为什么不认可"):
        evaluating.rule(street, claim, "不认可", {})
    evaluating.rule(street, claim, "不认可", {"said": "有两起没有报备"})
    one = reads.judged(street, YEAR)[0]
    (ruled,) = [c for c in one.case.bonus.claims if c.claim_id == claim]
    assert ruled.points == 0 and ruled.words == "街道没有认可：有两起没有报备"
    assert one.state == rules.TO_SETTLE and one.bonus == bonus_of(plan)
    evaluating.rule(street, claim, "认可", {"points": 500, "said": "按半数"})
    assert street.count(Query("bonus_ruling")) == 1 + sum(len(p.claims) for p in plans)
    # A claim that was changed since is looked at anew.
    street.connection.execute("UPDATE bonus_claim SET article = 'J04' WHERE id = ?", (claim,))
    assert reads.judged(street, YEAR)[0].state == rules.TO_RULE


def test_what_was_issued_stands_and_is_put_right_by_a_next_version(
    settled: Book, plans: list[Plan]
) -> None:
    issued = actions.issue(settled, YEAR, NUMBER)
    row_id = str(issued.result)
    first = table_of(actions.paper_of(settled, YEAR, row_id))
    with pytest.raises(Refused, match="已经印发"):
        actions.settle(settled, YEAR, plans[0].office)
    for table in (YearReview.table, YearVerdict.table):
        row = settled.rows(Query(table))[0]
        with pytest.raises(Shut):
            saving.saver(table)(settled, row["id"], {"said": "改"})
        with pytest.raises(Shut), settled.change("改") as change:
            change.put_row(table, row["id"], {"year": YEAR - 1})
        with pytest.raises(Shut), settled.change("删") as change:
            change.drop(table, row["id"])
    with pytest.raises(Refused):
        settled.undo(issued.step)
    actions.reopen(settled, YEAR)
    good = next(plan for plan in plans if conclusion_of(plan) == "示范")
    actions.settle(settled, YEAR, good.office, "合格", "复查发现问题")
    rows = settled.rows(Query(YearVerdict.table))
    sent = [row for row in rows if row["to_office"]]
    assert len(rows) == 14 and {row["document_no"] for row in sent} == {NUMBER}
    assert len(sent) == 13, "what is being put right waits for its notice"
    second = str(actions.issue(settled, YEAR, "通惠街道〔2027〕9号").result)
    assert second != row_id and len(reads.reviews(settled, YEAR)) == 2
    assert table_of(actions.paper_of(settled, YEAR, row_id)) == first
    changed = table_of(actions.paper_of(settled, YEAR, second))
    assert [a[1] for a, b in zip(first, changed, strict=True) if a != b] == [good.name]
    (last,) = [row for row in settled.rows(Query(YearVerdict.table)) if row["id"] not in
               {row["id"] for row in sent}]  # fmt: skip
    assert (last["to_office"], last["conclusion"]) == (good.office, "合格")


def test_a_demonstration_unit_gets_what_the_street_said(settled: Book, tmp_path: Path) -> None:
    (pack,) = packs.named("year-end")
    text = (RESOURCES / "packs" / "evaluation" / "year-end.toml").read_text(encoding="utf-8")
    told = text.replace("points = 0", "points = 2").replace(pack.version, "2027-1")
    told = told.replace("2018-12-29", "2027-01-01")
    (tmp_path / "年终评价.toml").write_text(told.replace('"GK"', '"SEED"'), encoding="utf-8")
    rule_packs.take(settled, rule_packs.read(settled, tmp_path / "年终评价.toml"))
    words = words_of(actions.paper_of(settled, YEAR))
    assert "在全面从严治党年度考核中各加 2 分。" in words


def test_a_unit_neither_settles_nor_issues(tmp_path: Path) -> None:
    with make_book(tmp_path) as book:
        for act in (
            lambda: actions.settle(book, YEAR, "x"), lambda: actions.issue(book, YEAR, NUMBER),
        ):  # fmt: skip
            with pytest.raises(Refused, match="由街道来做"):
                act()


def test_the_next_unit_goes_round_and_stops(street: Book, plans: list[Plan]) -> None:
    found = reads.judged(street, YEAR)
    assert rules.next_after(found, 0) == 1 and rules.next_after(found, 12) == 0
    done = [one._replace(state=rules.SETTLED) for one in found]
    assert rules.next_after(done, 4) == -1 and rules.next_after((), -1) == -1
    left = [*done[:6], found[6], *done[7:]]
    assert rules.next_after(left, 6) == 6 and rules.next_after(left, 9) == 6


def test_points_are_told_to_the_hundredth() -> None:
    assert points_of(
        Plan("", "", "", (made_street.Line("A", 3000, 2000, None, applies=True),), (), ""),
        marked=False,
    ) == Decimal("2.00")


def test_today_tells_what_is_to_be_settled_and_then_issued(street: Book, plans: list[Plan]) -> None:
    (line,) = due.due(street, TODAY)
    assert line.subject == f"{YEAR} 年终评价：13 家核评完了，还没核定"
    assert line.due_on == date(YEAR, 12, 31) + timedelta(days=90) and "待核实" in line.why
    for plan in plans[1:]:
        actions.settle(street, YEAR, plan.office)
    assert due.due(street, TODAY)[0].subject.startswith(f"{YEAR} 年终评价：1 家")
    actions.settle(street, YEAR, plans[0].office)
    assert due.due(street, TODAY)[0].act == "去印发"
    actions.issue(street, YEAR, NUMBER)
    assert due.due(street, TODAY) == []
