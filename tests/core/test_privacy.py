"""What a public paper may never carry is found however it is written; ordinary text is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglian_desktop.core.privacy import findings

FOUND = {
    "张建国 11010519491231002X": ("id", "11010519491231002X"),
    "身份证：110105 19491231 002x。": ("id", "110105 19491231 002x"),
    "身份证１１０１０５１９４９１２３１００２Ｘ": ("id", "１１０１０５１９４９１２３１００２Ｘ"),
    "身份证500101199003071234": ("id", "500101199003071234"),
    "500101-19900307-1234": ("id", "500101-19900307-1234"),
    "旧证130503670401001号": ("id", "130503670401001"),
    "电话13812345678": ("mobile", "13812345678"),
    "电话138 1234 5678": ("mobile", "138 1234 5678"),
    "电话138-1234-5678": ("mobile", "138-1234-5678"),
    "电话１３８１２３４５６７８": ("mobile", "１３８１２３４５６７８"),
    "电话138—1234—5678": ("mobile", "138—1234—5678"),
    "+86 13812345678": ("mobile", "86 13812345678"),
    "卡号6222021234567890123": ("card", "6222021234567890123"),
    "卡号6222 0212 3456 7890 123": ("card", "6222 0212 3456 7890 123"),
    "卡号4000-1234-5678-9010": ("card", "4000-1234-5678-9010"),
    "tel13812345678": ("mobile", "13812345678"),
    "8613812345678": ("mobile", "8613812345678"),
    "4-4-4-4-2：5001 0119 9003 0712 34": ("id", "5001 0119 9003 0712 34"),
    "长号1381234567811010519491231": ("card", "1381234567811010519491231"),
    "住3幢2单元501室": ("address", "3幢2单元501室"),
    "住桂花苑5号楼1203号": ("address", "5号楼1203号"),
    "住２单元３０１": ("address", "２单元３０１"),
    "桂花路128号3-2室": ("address", "路128号3-2室"),
    "清溪村三组25号": ("address", "组25号"),
    "12-3-502室": ("address", "12-3-502室"),
}

NOT_FOUND = (
    "监督电话：023-12345678；12345热线",
    "桂居公〔2026〕12号",
    "2026年10月8日至2026年10月22日",
    "2026-10-08 2026-10-22",
    "138****5678",
    "**************1234",
    "1101**********002X",
    "合计（大写）：伍万零贰佰叁拾捌元伍角整 ¥50,238.50",
    "三组 共25户",
    "3幢 王*英",
    "桂花路128号门面续租方案",
    "第2单元楼道照明",
    "核对码 7B4727A9",
    "凭证号 记-001至记-045",
    "面积 1,234,567.89 平方米",
    "统一社会信用代码 91350100M000100Y43",
    "数据 1234567890",
    "123.45\t133.42\t2026-07-01\t记-003\t1999",
    "3862.40 12500.00 2380.00 1496.10",
    "20261008-20261022",
    "信用代码 915001050123456705",
)


@pytest.mark.parametrize(("text", "wanted"), FOUND.items())
def test_found_as_it_stands(text: str, wanted: tuple[str, str]) -> None:
    (one,) = findings(text)
    assert (one.kind, one.text) == wanted
    assert text[one.start :].startswith(one.text)


@pytest.mark.parametrize("text", NOT_FOUND)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert findings(text) == ()


def test_several_findings_come_in_order() -> None:
    text = "张建国 13812345678 11010519491231002X，住3幢2单元501室"
    assert [one.kind for one in findings(text)] == ["mobile", "id", "address"]
    assert str(findings(text)[0]) == "手机号 13812345678"


@given(st.text(max_size=40), st.integers(10**9, 2 * 10**9 - 1), st.text("，。、甲乙 ", max_size=5))
def test_a_mobile_is_found_in_any_company(before: str, rest: int, after: str) -> None:
    number = "13" + str(rest)[1:]
    text = before + "：" + number + after
    assert any(number in one.text for one in findings(text))
