"""A resident ID number is taken whole or refused by the name of what is wrong with it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from qinglian_desktop.core.idcard import birth_of, check_digit, read_id_number, sex_of
from qinglian_desktop.core.unreadable import Unreadable

GOOD = "11010519491231002X"  # the example printed in GB 11643-1999


def refusal(text: str) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_id_number(text)
    return caught.value


@pytest.mark.parametrize(
    "text",
    [
        GOOD, GOOD.lower(), f" {GOOD} ", "'" + GOOD, "110105 19491231 002X",
        "１１０１０５１９４９１２３１００２Ｘ", "\ufeff" + GOOD, "\u202a" + GOOD + "\u202c",
    ],
)  # fmt: skip
def test_a_good_number_is_cleaned_and_kept(text: str) -> None:
    assert read_id_number(text) == GOOD


@pytest.mark.parametrize("text", ["5.1E+17", "1.10105E+17", "5.00110199001011e+17", "5E17"])
def test_a_number_a_workbook_turned_into_a_power_is_lost(text: str) -> None:
    trouble = refusal(text)
    assert trouble.what == f"变成了 {text.upper()}，后几位已丢"
    assert "文本" in trouble.remedy
    assert trouble.code == "QL-IM-012"


def test_a_tail_of_zeros_is_the_mark_of_fifteen_kept_digits() -> None:
    trouble = refusal("110105194912310000")
    assert trouble.code == "QL-IM-012"
    assert "000" in trouble.what


def test_a_true_number_may_end_in_three_zeros() -> None:
    firsts = (f"110105194912{day}{n}00" for day in range(10, 31) for n in range(10))
    number = next(first for first in firsts if check_digit(first) == "0") + "0"
    assert number.endswith("000")
    assert read_id_number(number) == number


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (GOOD[:17], "丢了最后的 X"),
        ("110105491231002", "15 位，是旧号码"),
        (GOOD[:12], "有 12 位，应是 18 位"),
        (GOOD + "1", "有 19 位，应是 18 位"),
        ("11010519491331002X", "出生日期 19491331 不存在"),
        ("11010519490230002X", "出生日期 19490230 不存在"),
        ("160105194912310021", "地区 16 不存在"),
        ("110105194912310021", "校验位"),
        ("1101051949123100XX", "不是数字的字"),
        ("张建国张建国张建国张建国张建国张建国", "不是数字的字"),
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", "不是数字的字"),
        ("", "有 0 位"),
    ],
)
def test_the_wrong_part_is_named(text: str, what: str) -> None:
    trouble = refusal(text)
    assert what in trouble.what
    assert trouble.remedy


@given(
    st.integers(510000, 519999), st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.integers(1, 999)
)
def test_the_check_digit_agrees_with_an_independent_reckoning(
    region: int, born: date, serial: int
) -> None:
    first = f"{region}{born:%Y%m%d}{serial:03}"
    number = first + check_digit(first)
    assert check_digit(first) == ric.calc_check_digit(number)
    assert read_id_number(number) == number
    assert birth_of(number) == born
    assert sex_of(number) == ("男" if serial % 2 else "女")


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(place: int, more: int) -> None:
    wrong = GOOD[:place] + str((int(GOOD[place]) + more) % 10) + GOOD[place + 1 :]
    refusal(wrong)
