"""Surveys of satisfaction: counted sheets, a rate by the formula, and nobody's name."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import make_book
from qinglian_desktop.core import clock, kinds
from qinglian_desktop.core.document import Document, as_text
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Level
from qinglian_desktop.core.share import percent
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.survey import actions, rules
from qinglian_desktop.modules.survey.records import ANSWERS, RECORDS
from qinglian_desktop.store.book import Book

TODAY = date(2026, 11, 20)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_book(tmp_path) as made:
        yield made


def spoken(document: Document) -> str:
    return "\n".join(as_text(document))


def save(book: Book, table: str, row_id: str | None = None, **draft: Any) -> dict[str, Any]:
    saved = saving.saver(table)(book, row_id, draft).result
    return book.row(table, str(saved)) or {}


def answers(*counts: int) -> dict[str, int]:
    return dict(zip(ANSWERS, counts, strict=True))


def test_a_survey_has_no_room_for_a_name_or_a_telephone() -> None:
    personal = {kinds.NAME, kinds.PHONE, kinds.ID_NUMBER}
    for record in RECORDS:
        for field in record.fields.values():
            assert field.kind not in personal
            assert field.level < Level.PERSON


@pytest.mark.parametrize(
    ("households", "planned"), [(0, 30), (1500, 30), (1501, 31), (1550, 31), (1551, 32)]
)
def test_the_sample_is_two_of_a_hundred_and_never_below_thirty(
    households: int, planned: int
) -> None:
    assert rules.sample(30, 2, households) == planned


@given(st.lists(st.integers(0, 300), min_size=5, max_size=5))
def test_the_rate_is_the_formula_cut_off_to_one_decimal(counts: list[int]) -> None:
    valid, good = sum(counts), counts[0] + counts[1]
    made = rules.counted(answers(*counts), valid)
    known = valid - counts[4]
    if not known:
        assert made["satisfied_rate"] is None
    else:
        told = made["satisfied_rate"]
        assert told % 100 == 0
        assert told * known <= good * 100_000 < (told + 100) * known


def test_a_share_never_passes_for_the_next_band() -> None:
    assert percent(9495, 10_000) == 94_900
    assert percent(19, 20) == 95_000
    assert percent(12, 10) == 100_000
    assert percent(1, 0) is percent(None, 5) is None


def test_the_rate_comes_with_the_last_count(book: Book) -> None:
    row = save(book, "survey_result", surveyed_on="2026-11-18")
    assert (row["year"], row["sample_planned"]) == (2026, 30)
    row = save(book, "survey_result", row["id"], issued=40, returned=38, valid=36)
    assert (row["satisfied_rate"], row["told"]) == (None, None)
    row = save(book, "survey_result", row["id"], **answers(20, 10, 3, 0, 1))
    assert row["satisfied_rate"] is None
    assert row["told"] == "五种回答加起来 34 份，比有效的少 2 份"
    row = save(book, "survey_result", row["id"], poor=2)
    assert (row["satisfied_rate"], row["told"]) == (85_700, None)  # 30 of 35 who know
    with pytest.raises(Refused, match="比有效的 36 份多"):
        save(book, "survey_result", row["id"], poor=3)
    with pytest.raises(Refused, match="有效份数比收回份数多"):
        save(book, "survey_result", row["id"], valid=39)


def test_too_few_sheets_are_said(book: Book) -> None:
    row = save(
        book, "survey_result", surveyed_on="2026-11-18", sample_planned=60, valid=36,
        **answers(30, 6, 0, 0, 0),
    )  # fmt: skip
    assert row["satisfied_rate"] == 100_000
    assert "比计划的 60 份少" in row["told"]


def test_each_question_stands_on_the_same_sheets(book: Book) -> None:
    row = save(book, "survey_result", surveyed_on="2026-11-18", valid=10)
    line = save(
        book, "survey_line", survey_id=row["id"], seq=3, question="公开满意吗",
        **answers(6, 2, 1, 0, 1),
    )  # fmt: skip
    assert line["satisfied_rate"] == 88_800
    said = spoken(actions.count_sheet(book, row["id"]))
    assert "公开满意吗" in said
    assert "88.8%" in said
    assert "您对环境卫生满意吗" in said, "what was not counted yet is there to be counted"


def test_the_questions_follow_the_valid_sheets_of_their_survey(book: Book) -> None:
    survey = save(book, "survey_result", surveyed_on="2026-11-18", valid=10)
    line = save(
        book, "survey_line", survey_id=survey["id"], seq=2, question="作风满意吗",
        **answers(6, 2, 1, 0, 1),
    )  # fmt: skip
    with pytest.raises(Refused, match="比有效的 10 份多"):
        save(book, "survey_line", line["id"], poor=1)
    save(book, "survey_result", survey["id"], valid=9)
    followed = book.row("survey_line", line["id"]) or {}
    assert followed["satisfied_rate"] is None
    assert followed["told"] == "五种回答加起来 10 份，比有效的多 1 份"
    save(book, "survey_result", survey["id"], valid=10)
    assert (book.row("survey_line", line["id"]) or {})["satisfied_rate"] == 88_800


def test_the_questionnaire_asks_for_no_name(book: Book) -> None:
    said = spoken(actions.questionnaire(book))
    assert "不写姓名、不写电话" in said
    assert "总的来说，您对社区的工作满意吗" in said
    assert said.count("□") == 5 * 8, "five answers to each of eight questions"
