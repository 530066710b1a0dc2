"""Amounts: what a clerk types, what is shown, 大写 by Art. 52, and what a loudspeaker says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglian_desktop.core import money, numerals

AMOUNTS = st.integers(min_value=-money.LIMIT + 1, max_value=money.LIMIT - 1)

CAPITALS = {
    0: "零元整",
    1: "壹分",
    5: "伍分",
    10: "壹角整",
    20: "贰角整",
    99: "玖角玖分",
    100: "壹元整",
    101: "壹元零壹分",
    110: "壹元壹角整",
    111: "壹元壹角壹分",
    1000: "壹拾元整",
    1005: "壹拾元零伍分",
    1050: "壹拾元伍角整",
    1100: "壹拾壹元整",
    2000: "贰拾元整",
    10000: "壹佰元整",
    10001: "壹佰元零壹分",
    10100: "壹佰零壹元整",
    11000: "壹佰壹拾元整",
    11100: "壹佰壹拾壹元整",
    32504: "叁佰贰拾伍元零肆分",
    100000: "壹仟元整",
    100100: "壹仟零壹元整",
    101000: "壹仟零壹拾元整",
    110000: "壹仟壹佰元整",
    100950: "壹仟零玖元伍角整",
    140950: "壹仟肆佰零玖元伍角整",
    168032: "壹仟陆佰捌拾元叁角贰分",
    238000: "贰仟叁佰捌拾元整",
    600714: "陆仟零柒元壹角肆分",
    1000000: "壹万元整",
    1000100: "壹万零壹元整",
    1001000: "壹万零壹拾元整",
    1010000: "壹万零壹佰元整",
    1100000: "壹万壹仟元整",
    1000001: "壹万元零壹分",
    1640902: "壹万陆仟肆佰零玖元零贰分",
    3200000: "叁万贰仟元整",
    10000000: "壹拾万元整",
    10000001: "壹拾万元零壹分",
    10000100: "壹拾万零壹元整",
    10700053: "壹拾万零柒仟元伍角叁分",
    10070000: "壹拾万零柒佰元整",
    11000000: "壹拾壹万元整",
    100000000: "壹佰万元整",
    100500000: "壹佰万零伍仟元整",
    105000000: "壹佰零伍万元整",
    1000000000: "壹仟万元整",
    1000000001: "壹仟万元零壹分",
    1000100000: "壹仟万零壹仟元整",
    1234567890: "壹仟贰佰叁拾肆万伍仟陆佰柒拾捌元玖角整",
    10000000000: "壹亿元整",
    10000000100: "壹亿零壹元整",
    10001000000: "壹亿零壹万元整",
    10100000000: "壹亿零壹佰万元整",
    11000000000: "壹亿壹仟万元整",
    100000000000: "壹拾亿元整",
    1000000000000: "壹佰亿元整",
    12000000000000: "壹仟贰佰亿元整",
    100000000000000: "壹万亿元整",
    120000000000000: "壹万贰仟亿元整",
    100000000000100: "壹万亿零壹元整",
    999999999999999: "玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
    -3000: "负叁拾元整",
    -5: "负伍分",
    -238050: "负贰仟叁佰捌拾元伍角整",
}

SPOKEN = {
    0: "零元",
    5: "五分",
    50: "五角",
    200: "两元",
    1000: "十元",
    1200: "十二元",
    1250: "十二元五角",
    11200: "一百一十二元",
    20000: "二百元",
    100002: "一千元零二分",
    238000: "两千三百八十元",
    2000000: "两万元",
    3200000: "三万二千元",
    10200000: "十万零两千元",
    12000000: "十二万元",
    20000000000: "两亿元",
    -3000: "负三十元",
}

TYPED = {
    "2380": 238000,
    "2,380.5": 238050,
    "¥1,234.50": 123450,
    "￥1,234.50元": 123450,
    "1.2万": 1200000,
    "1.2万元": 1200000,
    "3亿": 30000000000,
    "-30": -3000,
    "−30": -3000,
    "¥-30": -3000,
    "-¥30": -3000,
    "+30": 3000,
    "２３８０": 238000,
    "２，３８０．５０": 238050,
    " 2 380 ": 238000,
    "0.05": 5,
    "0.10": 10,
    "0.100": 10,
    "007": 700,
    "0": 0,
    "人民币2380元整": 238000,
    "RMB 12": 1200,
    "1,234,567.89": 123456789,
    "三百二": 32000,
    "一万二": 1200000,
    "十五元": 1500,
    "一百零五块": 10500,
    "两千三百八十元五角": 238050,
    "五角": 50,
    "贰仟叁佰捌拾元整": 238000,
    "人民币壹仟陆佰捌拾元零叁角贰分": 168032,
    "壹拾万柒仟元零伍角叁分": 10700053,
    "9999999999999.99": 999999999999999,
}

NOT_MONEY = (
    "", "  ", "abc", "0.001", "12.345", "1,2", "1,23,456", "12,34", "1e5", "NaN", "inf", "--5",
    "+-5", "-¥-5", "1.2.3", ".5", "5.", "元", "万", "负", "1万20", "12元5", "二十百", "三百百",
    "五元三百角", "0.00000001万", "10000000000000", "100000亿", "1000000万亿", "9" * 60, "²", "½",
    "1/2", "12%", "$5", "五十步", "=1+2",
)  # fmt: skip


@pytest.mark.parametrize(("fen", "words"), CAPITALS.items())
def test_capital_follows_article_52(fen: int, words: str) -> None:
    assert money.capital(fen) == words


@pytest.mark.parametrize(("fen", "words"), SPOKEN.items())
def test_spoken_amounts(fen: int, words: str) -> None:
    assert money.spoken(fen) == words


@pytest.mark.parametrize(("text", "fen"), TYPED.items())
def test_what_a_clerk_types(text: str, fen: int) -> None:
    assert money.parse_yuan(text) == fen


@pytest.mark.parametrize("text", NOT_MONEY)
def test_what_is_no_amount_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError) as refusal:
        money.parse_yuan(text)
    assert any("一" <= sign <= "鿿" for sign in str(refusal.value))


def test_shown_with_thousands_and_two_decimals() -> None:
    assert money.show(238000) == "2,380.00"
    assert money.show(-5) == "-0.05"
    assert money.show(123456789) == "1,234,567.89"
    assert money.marked(238000) == "¥2,380.00（贰仟叁佰捌拾元整）"


@pytest.mark.parametrize("fen", [money.LIMIT, -money.LIMIT])
def test_amounts_beyond_the_limit_have_no_words(fen: int) -> None:
    with pytest.raises(ValueError, match="金额太大"):
        money.capital(fen)
    with pytest.raises(ValueError, match="金额太大"):
        money.spoken(fen)


@given(AMOUNTS)
def test_every_spelling_reads_back(fen: int) -> None:
    assert money.parse_yuan(money.show(fen)) == fen
    assert money.parse_yuan(money.capital(fen)) == fen
    assert money.parse_yuan(money.spoken(fen)) == fen


@given(AMOUNTS)
def test_capital_is_closed_exactly_when_there_is_no_cent(fen: int) -> None:
    words = money.capital(fen)
    assert words.endswith("整") == (abs(fen) % 10 == 0)
    assert "零零" not in words and "零元" not in words.removeprefix("零元整")
    assert words.startswith("负") == (fen < 0)


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    try:
        fen = money.parse_yuan(text)
    except ValueError:
        return
    assert abs(fen) < money.LIMIT


_BARE = st.from_regex(r"[0-9]{1,13}(\.[0-9]{1,2})?", fullmatch=True)


@given(st.lists(_BARE | st.sampled_from(("", "9999999999999.99", "0.29")), max_size=5))
def test_many_bare_amounts_are_read_as_one_by_one(texts: list[str]) -> None:
    assert money.bare_fens(texts) == [text and money.parse_yuan(text) for text in texts]


@given(
    st.lists(_BARE, max_size=2),
    st.sampled_from(
        (" 1", "1\n", "1\n2", "\n", "1,200", "-1", "1.", ".5", "1.234", "１", "1e3", "三")
    ),
)
def test_an_amount_that_is_not_bare_is_left_to_be_read_with_care(
    texts: list[str], other: str
) -> None:
    assert money.bare_fens([*texts, other]) is money.bare_fens([other, *texts]) is None


@given(st.integers(min_value=1, max_value=10**15))
def test_counts_said_aloud_read_back(number: int) -> None:
    assert numerals.read(numerals.said(number)) == number


def test_counts_said_aloud() -> None:
    said = [numerals.said(n) for n in (0, 2, 10, 15, 20, 102, 110, 2000, 22000, -2)]
    assert " ".join(said) == "零 两 十 十五 二十 一百零二 一百一十 两千 两万二千 负二"


@given(st.from_regex(r"[0-9]{1,13}(\.[0-9]{1,2})?", fullmatch=True))
def test_an_amount_as_workbooks_write_it_is_what_the_same_with_a_sign_is(text: str) -> None:
    assert money.parse_yuan(text) == money.parse_yuan(f"¥{text}") == money.parse_yuan(f" {text}元")
