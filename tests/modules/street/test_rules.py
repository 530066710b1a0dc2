"""What the board says of a unit, and which bundles are wanting."""

from datetime import date

import pytest

from qinglian_desktop.modules.street.rules import gap_words, state_word

DAY = date(2026, 11, 24)
ENROLLED = {"state": "已登记"}


def bundle(number: int, base: int, high: int, on: str = "2026-11-03", refused: int = 0) -> dict:
    return {
        "number": number, "base_seq": base, "high_seq": high,
        "received_at": f"{on}T08:00:00", "refused_count": refused,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("received", "said"),
    [
        ([], ""),
        ([bundle(1, 0, 10)], ""),
        ([bundle(1, 0, 10), bundle(3, 10, 20)], ""),  # the third holds what the second held
        ([bundle(1, 0, 10), bundle(3, 15, 20)], "缺第 2 号包"),
        ([bundle(2, 5, 9)], "缺第 1 号包"),
    ],
)
def test_a_bundle_is_wanting_only_where_rows_are(received: list[dict], said: str) -> None:
    assert gap_words(received) == said
    assert gap_words(received[::-1]) == said


@pytest.mark.parametrize(
    ("unit", "received", "word"),
    [
        ({"state": "已发单位文件"}, [], "待登记"),
        ({"state": "已停用"}, [bundle(1, 0, 1)], "已停用"),
        (ENROLLED, [], "还没报送"),
        (ENROLLED, [bundle(1, 0, 5)], "本月已报"),
        (ENROLLED, [bundle(1, 0, 5, "2026-10-30")], "本月未报"),
        (ENROLLED, [bundle(1, 0, 5, refused=2)], "有退回"),
        (ENROLLED, [bundle(2, 5, 9)], "缺前面的包"),
    ],
)
def test_the_board_says_one_plain_word(unit: dict, received: list[dict], word: str) -> None:
    assert state_word(unit, received, DAY) == word
