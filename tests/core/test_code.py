"""The code of a way back: is every slip of a finger seen, and the group named?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglian_desktop.core import code
from qinglian_desktop.core.outcome import Refused

made = st.builds(code.make)
places = st.integers(0, 9)


def refused(text: str) -> Refused:
    with pytest.raises(Refused) as caught:
        code.read(text)
    assert caught.value.code == "QL-SE-086" and caught.value.remedy
    return caught.value


@given(made, st.sampled_from((" ", "-", "\n", "　", "、")))
def test_it_is_read_however_it_is_spaced(right: str, between: str) -> None:
    assert code.read(between.join(code.grouped(right))) == right
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in right)
    assert code.read(wide) == right
    assert code.read(right.replace("0", "O").replace("1", "l")) == right


@given(made, places, st.integers(0, 4), st.integers(1, 9))
def test_one_wrong_digit_is_seen_and_its_group_named(
    right: str, group: int, place: int, shift: int
) -> None:
    at = group * 5 + place
    wrong = f"{right[:at]}{(int(right[at]) + shift) % 10}{right[at + 1 :]}"
    assert refused(wrong).what == f"第 {group + 1} 组和恢复单对不上"


@given(made, places, st.integers(0, 3))
def test_two_neighbours_exchanged_are_seen(right: str, group: int, place: int) -> None:
    at = group * 5 + place
    if right[at] != right[at + 1]:
        wrong = f"{right[:at]}{right[at + 1]}{right[at]}{right[at + 2 :]}"
        assert f"第 {group + 1} 组" in refused(wrong).what


@given(made, places, places)
def test_two_groups_exchanged_are_seen(right: str, one: int, other: int) -> None:
    groups = list(code.grouped(right))
    if one != other:
        groups[one], groups[other] = groups[other], groups[one]
        assert "对不上" in refused("".join(groups)).what


def test_too_few_too_many_and_nothing() -> None:
    right = code.make()
    assert "现在输了 45 位" in refused(right[:45]).what
    assert "现在输了 55 位" in refused(right + "00000").what
    assert "还没有输入" in refused("  ").what
    assert len({code.make() for _ in range(50)}) == 50
