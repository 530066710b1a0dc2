"""What a clerk types is read as it was meant, or refused with every way it could be meant."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglian_desktop.core import clock, kinds, typed
from qinglian_desktop.core.check import read_texts
from qinglian_desktop.core.days import read_day
from qinglian_desktop.core.idcard import newer
from qinglian_desktop.core.record import Field
from qinglian_desktop.core.typed_days import read_typed_day
from qinglian_desktop.core.unreadable import Unreadable
from qinglian_desktop.modules.funds.records import Entry

TODAY = date(2026, 11, 24)
FIELDS = {
    "day": Field("日期", kinds.DAY),
    "deadline": Field("截止日期", kinds.DAY, ahead=True),
    "money": Field("金额", kinds.FEN),
    "id": Field("身份证号", kinds.ID_NUMBER),
    "phone": Field("电话", kinds.PHONE),
}


def fixtures() -> Iterator[tuple[str, str, str]]:
    table = Path(__file__).with_name("data") / "typed.tsv"
    for line in table.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, text, read = line.split("\t")
            yield kind, text, read


def test_there_are_at_least_120_fixtures_and_none_twice() -> None:
    asked = [(kind, text) for kind, text, _ in fixtures()]
    assert len(asked) == len(set(asked)) >= 120


@pytest.mark.parametrize(("kind", "text", "read"), list(fixtures()))
def test_what_is_typed_is_what_is_read(kind: str, text: str, read: str) -> None:
    with clock.fixed(TODAY):
        if read.startswith("! "):
            with pytest.raises(Unreadable) as caught:
                typed.read(FIELDS[kind], text)
            assert read[2:] in f"{caught.value.what}，{caught.value.remedy}"
        else:
            assert str(typed.read(FIELDS[kind], text)) == read


@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)), st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_a_guessed_year_is_the_nearest_on_its_side(today: date, meant: date) -> None:
    short = f"{meant.month}-{meant.day}"
    with clock.fixed(today):
        try:
            past, ahead = read_typed_day(short), read_typed_day(short, ahead=True)
        except Unreadable:
            assert (meant.month, meant.day) == (2, 29)
            return
    assert past <= today <= ahead
    assert (past.month, past.day) == (ahead.month, ahead.day) == (meant.month, meant.day)
    if (meant.month, meant.day) != (2, 29):
        assert (today - past).days < 366 and (ahead - today).days < 366


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_a_whole_day_is_read_as_a_sheet_reads_it(day: date) -> None:
    for text in (day.isoformat(), f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日"):
        assert read_typed_day(text) == read_day(text) == day


@given(
    st.text("〇零一二三四五六七八九十年月日号周上下底初末天后前廿0123456789-./ 今明", max_size=12)
)
def test_any_run_of_date_signs_is_a_day_or_a_refusal(text: str) -> None:
    for ahead in (False, True):
        try:
            assert 1900 <= read_typed_day(text, ahead=ahead).year <= 2200
        except Unreadable as trouble:
            assert trouble.remedy


@pytest.mark.parametrize("text", ["1103", "3日", "下周三", "月底", "26.11.3", "111"])
def test_a_sheet_and_the_command_line_do_not_guess_a_day(text: str) -> None:
    draft, problems = read_texts(Entry, {"day": text})
    assert draft == {} and [problem.field for problem in problems] == ["day"]


def test_an_old_number_is_told_the_new_one_it_became() -> None:
    assert newer("110105491231002") == "11010519491231002X"
    assert newer("110105491331002") == newer("1101054912310") == newer("张三") == ""


def numbers() -> Any:
    return st.from_regex(r"[0-9]{1,3}[.,][0-9]{1,3}", fullmatch=True)


@given(numbers())
def test_a_comma_or_point_that_may_mean_two_things_is_never_guessed(text: str) -> None:
    try:
        fen = typed.read(FIELDS["money"], text)
    except Unreadable:
        return
    point = "." in text
    tail = text[text.index("." if point else ",") + 1 :]
    assert (point and (len(tail) < 3 or text.startswith("0"))) or (not point and len(tail) == 3)
    assert fen >= 0
