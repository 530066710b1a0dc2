"""请核实: fifteen seeded pairs and series are found, what is usual is not; words stay careful."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglian_desktop.modules.funds import approving, hints
from qinglian_desktop.modules.funds.control import RUNNING
from qinglian_desktop.modules.funds.hints import Payment
from qinglian_desktop.store import packs

PACK = packs.worded("payment-hints", "community")[0]
TIERS = packs.worded("payment-approval", "community")[0]
FIRST = date(2026, 9, 1)


def look(payments: list[Payment]) -> tuple[hints.Hint, ...]:
    return hints.look(PACK, payments, lambda sort: approving.thresholds(TIERS, sort))


def pay(
    name: str, day: int, yuan: float, payee: str, purpose: str = "办公费", receipt: str = ""
) -> Payment:
    receipts = (receipt,) if receipt else ()
    return Payment(
        name, FIRST + timedelta(days=day), round(yuan * 100), payee, purpose, name, receipts,
        RUNNING,
    )  # fmt: skip


# rule, the payments it is about: each an island with a payee of its own
SEEDED: list[tuple[str, list[Payment]]] = [
    ("PAY-08", [pay("a1", 0, 312, "甲店", receipt="No.00012345"),
                pay("a2", 40, 645, "乙店", receipt="12345")]),
    ("PAY-08", [pay("b1", 3, 88, "丙店", receipt="２３４５６"),
                pay("b2", 3, 91, "丁店", receipt="23456")]),
    ("PAY-08", [pay("c1", 5, 77, "戊店", receipt="FP 34-567"),
                pay("c2", 60, 77, "戊店", receipt="fp34567"),
                pay("c3", 80, 12, "戊店", receipt="FP34567")]),
    ("PAY-14", [pay("d1", 0, 456.7, "己公司"), pay("d2", 30, 456.7, "己公司", "宣传费")]),
    ("PAY-14", [pay("e1", 8, 233, "庚公司"), pay("e2", 8, 233, "庚公司")]),
    ("PAY-14", [pay("f1", 1, 99.5, "辛 公司"), pay("f2", 20, 99.5, "辛公司"),
                pay("f3", 45, 99.5, "辛公司")]),
    ("PAY-06", [pay("g1", 0, 6_001, "壬公司"), pay("g2", 2, 5_500, "壬公司")]),
    ("PAY-06", [pay("h1", 0, 9_900, "癸公司", "维修"), pay("h2", 10, 9_800, "癸公司", "维修")]),
    ("PAY-06", [pay("i1", 5, 4_100, "子公司", "宣传"), pay("i2", 6, 4_200, "子公司", "宣传"),
                pay("i3", 7, 4_300, "子公司", "宣传")]),
    ("PAY-06", [pay("j1", 0, 10_000, "丑公司", "采购"), pay("j2", 1, 3_001, "丑公司", "采购")]),
    ("PAY-06", [pay("k1", 3, 4_000, "寅店"), pay("k2", 6, 4_100, "寅店"),
                pay("k3", 12, 4_200, "寅店"), pay("k4", 13, 4_300, "寅店")]),
    ("ROUND", [pay("l1", 0, 2_000, "卯队", "活动"), pay("l2", 40, 3_000, "卯队", "活动"),
               pay("l3", 80, 5_000, "卯队", "活动")]),
    ("ROUND", [pay("m1", 10, 1_000, "辰队", "甲事"), pay("m2", 33, 7_000, "辰队", "乙事"),
               pay("m3", 90, 4_000, "辰队", "丙事")]),
    ("ROUND", [pay("n1", 0, 11_000, "巳队", "甲"), pay("n2", 31, 12_000, "巳队", "乙"),
               pay("n3", 62, 13_000, "巳队", "丙"), pay("n4", 92, 14_000, "巳队", "丁")]),
    ("PAY-14", [pay("o1", 50, 640, "午店"), pay("o2", 52, 640, "午店", "印刷")]),
]  # fmt: skip
# What looks alike and is not.
USUAL = [
    pay("u1", 0, 3_000, "张某", "9月工资"), pay("u2", 29, 3_000, "张某", "10月工资"),
    pay("u3", 58, 3_000, "张某", "11月工资"),
    pay("u4", 0, 455, "某电力", "电费"), pay("u5", 30, 455, "某电力", "电费"),
    pay("u6", 0, 456.7, "未店"), pay("u7", 31, 456.7, "未店"),  # one day too late
    pay("u8", 0, 6_001, "申店"), pay("u9", 11, 5_500, "申店"),
    pay("v1", 0, 6_001, "酉店"), pay("v2", 1, 3_999, "酉店"),  # 10,000 in all
    pay("w1", 0, 600, "甲己店"), pay("w2", 1, 900, "甲己店"),  # a tier too small to be watched
    pay("v3", 0, 9_900, "戌店"), pay("v4", 1, 2_990, "戌店"),  # the second is small beside it
    pay("v5", 0, 1_000, "亥店"), pay("v6", 93, 2_000, "亥店"), pay("v7", 186, 3_000, "亥店"),
    pay("v8", 0, 250, "甲甲店", receipt="0"), pay("v9", 1, 251, "乙乙店", receipt="-"),
]  # fmt: skip


def test_fifteen_seeded_cases_are_found_and_nothing_else() -> None:
    seeded = [payment for _, group in SEEDED for payment in group]
    found = {(hint.rule, hint.rows) for hint in look([*USUAL, *seeded])}
    assert found == {(rule, tuple(p.row_id for p in group)) for rule, group in SEEDED}
    assert len(SEEDED) == 15


def test_what_is_usual_is_not_asked_about() -> None:
    assert look(USUAL) == ()


def test_a_hint_asks_to_look_and_judges_nobody() -> None:
    for hint in look([payment for _, group in SEEDED for payment in group]):
        assert hint.what.endswith("请核实") and hint.basis
        assert not any(word in hint.what + hint.name for word in ("违规", "违纪", "套取", "虚假"))
    (one,) = look(SEEDED[6][1])
    assert one.what == (
        "2 天内付给同一方 2 笔“办公费”，合计 11,501.00 元，单笔都没过 10,000.00 元"
        "（凭证 g1、g2），请核实"
    )


def test_one_more_payment_is_another_hint() -> None:
    before = look(SEEDED[4][1])
    after = look([*SEEDED[4][1], pay("e3", 9, 233, "庚公司")])
    assert before[0].key != after[0].key
    assert look(list(reversed(SEEDED[4][1])))[0].key == before[0].key


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("No.00012345", "12345"),
        ("００１２", "12"),
        (" 12-34 ", "1234"),
        ("—", ""),
        ("渝A1", "渝A1"),
    ],
)
def test_a_receipt_number_has_one_spelling(written: str, plain: str) -> None:
    assert hints.plain_receipt(written) == plain


@given(st.permutations([payment for _, group in SEEDED[:6] for payment in group]))
def test_the_order_of_the_rows_does_not_matter(payments: list[Payment]) -> None:
    assert look(payments) == look(sorted(payments))


@pytest.mark.parametrize("words", ["无", "见附件", "3张", "共 2 份", "———"])
def test_words_that_are_no_number_are_no_receipt_twice(words: str) -> None:
    one, other = pay("a", 0, 312, "甲店", receipt=words), pay("b", 40, 645, "乙店", receipt=words)
    assert look([one, other]) == ()


def test_each_number_of_a_list_is_compared_and_a_space_in_a_purpose_splits_nothing() -> None:
    listed = pay("a", 0, 312, "甲店", receipt="0012、0013")
    (hint,) = look([listed, pay("b", 40, 645, "乙店", receipt="13")])
    assert (hint.rule, hint.rows) == ("PAY-08", ("a", "b"))
    assert "票据号 0013 " in hint.what
    parts = [pay("a", 0, 6_001, "壬公司", "办公费"), pay("b", 2, 5_500, "壬公司", "办公 费")]
    assert [one.rule for one in look(parts)] == ["PAY-06"]
