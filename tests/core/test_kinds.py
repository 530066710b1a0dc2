"""Every kind of value: what is read, stored, shown and masked is the same thing throughout."""

import json
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglian_desktop.core import kinds
from qinglian_desktop.core.idcard import check_digit
from qinglian_desktop.core.kinds import Kind
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.unreadable import Unreadable

LIMIT = 10**15
storable = st.text(st.characters(exclude_categories=["Cs", "Cc"]))  # nobody types control signs
figures = st.integers(1 - LIMIT, LIMIT - 1)
ids = st.text("0123456789abcdef", min_size=64, max_size=64)


def an_id_number(born: date, region: int, serial: int) -> str:
    first = f"{region:06}{born:%Y%m%d}{serial:03}"
    return first + check_digit(first)


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": storable.map(str.strip),
    "long": storable.map(str.strip),
    "reason": storable.map(str.strip),
    "choice": storable.map(str.strip),
    "name": storable.map(str.strip),
    "link": storable.map(str.strip),
    "id_number": st.builds(
        an_id_number,
        st.dates(date(1900, 1, 1), date(2099, 12, 31)),
        st.integers(500000, 509999),
        st.integers(1, 999),
    ),
    "phone": st.one_of(
        st.integers(13000000000, 19999999999).map(str), st.integers(2000000, 9999999).map(str)
    ),
    "period": st.builds(
        lambda day, kind: str(Period.holding(day, kind)),
        st.dates(date(1900, 1, 1), date(2200, 12, 31)),
        st.sampled_from("MQHY"),
    ),
    "day": st.dates(date(1900, 1, 1), date(2200, 12, 31)),
    "moment": st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)).map(
        lambda moment: moment.isoformat(timespec="seconds")
    ),
    "money": figures,
    "count": figures,
    "quantity": figures,
    "flag": st.booleans(),
    "files": st.lists(ids, max_size=4).map(tuple),
}
every_kind = pytest.mark.parametrize("kind", kinds.ALL, ids=lambda kind: kind.name)


@st.composite
def kind_and_value(draw: st.DrawFn) -> tuple[Kind, Any]:
    kind = draw(st.sampled_from(kinds.ALL))
    return kind, draw(VALUES[kind.name])


def test_there_are_sixteen_kinds_of_different_names() -> None:
    assert len({kind.name for kind in kinds.ALL}) == len(kinds.ALL) == 16
    assert set(VALUES) == {kind.name for kind in kinds.ALL}


@given(kind_and_value())
def test_a_value_comes_back_from_the_table_as_it_went_in(given_pair: tuple[Kind, Any]) -> None:
    kind, value = given_pair
    stored = kind.dump(value)
    assert type(stored) is kind.column
    assert kind.fits(stored)
    assert kind.load(stored) == value
    assert type(kind.load(stored)) is kind.python


@given(kind_and_value())
def test_what_is_shown_can_be_typed_in_again(given_pair: tuple[Kind, Any]) -> None:
    kind, value = given_pair
    if kind is kinds.FILES:
        assert kind.read(";".join(value)) == value
        return
    assert kind.read(kind.show(value)) == value


@every_kind
@given(text=st.one_of(st.text(), st.text("0123456789.,-+eE年月日十〇Xx：: T万亿元")))
def test_no_text_makes_a_reader_stumble(kind: Kind, text: str) -> None:
    try:
        value = kind.read(text)
    except Unreadable as trouble:
        assert trouble.what and trouble.remedy
        assert len(trouble.what + trouble.remedy) <= 70
    else:
        assert kind.fits(kind.dump(value))


@every_kind
@given(
    stored=st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary(),
        st.dates().map(str), st.lists(st.text()).map(json.dumps),
    )
)  # fmt: skip
def test_whatever_fits_can_be_loaded_shown_and_masked(kind: Kind, stored: Any) -> None:
    if kind.fits(stored):
        assert type(stored) is kind.column
        assert type(kind.mask(kind.show(kind.load(stored)))) is str


@pytest.mark.parametrize(
    ("kind", "stored"),
    [
        (kinds.DAY, "2026-02-30"),
        (kinds.DAY, "2025-02-29"),
        (kinds.DAY, "0000-01-01"),
        (kinds.DAY, "２０２６-01-01"),
        (kinds.DAY, "2026-1-1"),
        (kinds.MOMENT, "2026-13-01T10:00"),
        (kinds.MOMENT, "2026-11-03T25:00"),
        (kinds.FEN, LIMIT),
        (kinds.FEN, True),
        (kinds.FEN, 1.0),
        (kinds.COUNT, "12"),
        (kinds.FLAG, 2),
        (kinds.FLAG, True),
        (kinds.TEXT, "a\x00b"),
        (kinds.TEXT, "半\ud83d个"),
        (kinds.TEXT, "长" * 20_001),
        (kinds.TEXT, b"bytes"),
        (kinds.FILES, "[不是"),
        (kinds.FILES, '["../../etc/passwd"]'),
        (kinds.FILES, "[1]"),
        (kinds.FILES, "[" * 5000),
    ],
)
def test_a_value_that_would_trip_a_reader_later_does_not_fit(kind: Kind, stored: Any) -> None:
    assert not kind.fits(stored)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (kinds.COUNT, "1,234", 1234),
        (kinds.COUNT, " 12.0 ", 12),
        (kinds.COUNT, "-3", -3),
        (kinds.QUANTITY, "7.5", 7500),
        (kinds.QUANTITY, "0.125", 125),
        (kinds.QUANTITY, "12.50", 12500),
        (kinds.QUANTITY, "1,200", 1_200_000),
        (kinds.FEN, "2,380.50", 238050),
        (kinds.FEN, "2380", 238000),
        (kinds.FLAG, "√", True),
        (kinds.FLAG, "否", False),
        (kinds.FLAG, "", False),
        (kinds.PHONE, "138 0000-0000", "13800000000"),
        (kinds.PHONE, "１３８００００００００", "13800000000"),
        (kinds.PHONE, "13800000000.0", "13800000000"),
        (kinds.PHONE, "（023）48662211", "02348662211"),
        (kinds.MOMENT, "2026-11-03 14:30", "2026-11-03T14:30"),
        (kinds.NAME, "  张晓梅\n", "张晓梅"),
    ],
)
def test_values_are_read_as_clerks_write_them(kind: Kind, text: str, value: Any) -> None:
    assert kind.read(text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (kinds.COUNT, "十二个"),
        (kinds.COUNT, "1e3"),
        (kinds.COUNT, "1" * 16),
        (kinds.QUANTITY, "1e999999"),
        (kinds.QUANTITY, "9" * 40),
        (kinds.QUANTITY, "NaN"),
        (kinds.QUANTITY, "sNaN"),
        (kinds.QUANTITY, "Infinity"),
        (kinds.QUANTITY, "0.0001"),
        (kinds.QUANTITY, "1_000"),
        (kinds.FEN, "1e5"),
        (kinds.FEN, "一大笔"),
        (kinds.FLAG, "也许"),
        (kinds.PHONE, "138"),
        (kinds.PHONE, "1380000000"),
        (kinds.PHONE, "138000000000"),
        (kinds.PHONE, "没有"),
        (kinds.PHONE, "1234"),
        (kinds.PHONE, "54321"),
        (kinds.MOMENT, "2026-11-03 24:30"),
        (kinds.FILES, "发票.jpg"),
        (kinds.TEXT, "半\ud83d个"),
        (kinds.TEXT, "长" * 20_001),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(kind: Kind, text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        kind.read(text)
    assert caught.value.what
    assert caught.value.remedy


def test_a_phone_number_short_of_a_digit_says_how_many() -> None:
    with pytest.raises(Unreadable, match="电话少 1 位"):
        kinds.PHONE.read("1380000000")
    with pytest.raises(Unreadable, match="电话多 1 位"):
        kinds.PHONE.read("138000000000")


def test_a_pasted_page_does_not_hide_the_message() -> None:
    with pytest.raises(Unreadable) as caught:
        kinds.COUNT.read("很长的一段话" * 500)
    assert len(str(caught.value)) < 60


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张晓梅", "张＊＊"),
        ("张明", "张＊"),
        ("欧阳晓梅", "欧阳＊＊"),
        ("欧阳", "欧＊"),
        ("张", "张＊"),
        ("", ""),
    ],
)
def test_a_name_keeps_its_surname(name: str, masked: str) -> None:
    assert kinds.NAME.mask(name) == masked


@given(st.one_of(VALUES["id_number"], st.text("0123456789X", max_size=20)))
def test_a_masked_id_number_never_shows_birthday_or_more_than_four_digits(number: str) -> None:
    masked = kinds.ID_NUMBER.mask(number)
    assert len([c for c in masked if c != "＊"]) <= 4
    if len(number) == 18:
        assert masked == "＊" * 14 + number[-4:]
        assert number[6:14] not in masked


@given(st.text("0123456789", max_size=14))
def test_a_masked_phone_never_shows_more_than_seven_digits(number: str) -> None:
    assert sum(c.isdigit() for c in kinds.PHONE.mask(number)) <= 7
    assert number not in kinds.PHONE.mask(number) or number == ""


@every_kind
def test_the_example_of_a_kind_can_be_read(kind: Kind) -> None:
    if kind.example:
        assert kind.fits(kind.dump(kind.read(kind.example)))
