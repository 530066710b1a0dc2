"""What a public paper may never carry is found however it is written; ordinary text is not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglian_desktop.core.days import age_on
from qinglian_desktop.core.idcard import check_digit
from qinglian_desktop.core.privacy import any_of, covered, findings, mask_board_name
from qinglian_desktop.core.privacy.people import people_in

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
    "电话138.1234.5678": ("mobile", "138.1234.5678"),
    "电话（138）12345678": ("mobile", "138）12345678"),
    "电话138 1234-5678": ("mobile", "138 1234-5678"),
    "电话1 3 8 1 2 3 4 5 6 7 8": ("mobile", "1 3 8 1 2 3 4 5 6 7 8"),
    "电话一三八一二三四五六七八": ("mobile", "一三八一二三四五六七八"),
    "电话幺三八 幺二三四 五六七八": ("mobile", "幺三八 幺二三四 五六七八"),
    "电话壹叁捌壹贰叁肆伍陆柒捌": ("mobile", "壹叁捌壹贰叁肆伍陆柒捌"),
    "电话138\u200b12345678": ("mobile", "138\u200b12345678"),
    "电话138\n12345678": ("mobile", "138\n12345678"),
    "+86-138-1234-5678": ("mobile", "86-138-1234-5678"),
    "0086 13812345678": ("mobile", "0086 13812345678"),
    "身份证1101051949\n1231002X": ("id", "1101051949\n1231002X"),
    "身份证110105 19491231\n002X": ("id", "110105 19491231\n002X"),
    "身份证110105.19491231.002X": ("id", "110105.19491231.002X"),
    "一一〇一〇五一九四九一二三一〇〇二X": ("id", "一一〇一〇五一九四九一二三一〇〇二X"),
    "旧证130503 670401 001号": ("id", "130503 670401 001"),
    "旧证130503-670401-001号": ("id", "130503-670401-001"),
    "卡号6228 4800 1234 5678": ("card", "6228 4800 1234 5678"),
    "卡号622202 0212 3456 7894": ("card", "622202 0212 3456 7894"),
    "开户账号：12345678901": ("card", "12345678901"),
    "社保卡号 5001234567": ("card", "5001234567"),
    "出生日期：1949年12月31日": ("birth", "1949年12月31日"),
    "生于2015-03-02，": ("birth", "2015-03-02"),
    "张小明，2015年3月2日出生": ("birth", "2015年3月2日"),
    "王某住3幢2-501": ("address", "3幢2-501"),
    "家住和平路12号": ("address", "12号"),
    "住址：红旗村25号附2号": ("address", "村25号附2号"),
    "张三 501室": ("address", "501室"),
    "王五，3单元": ("address", "3单元"),
    "六组 周某 3-2-501": ("address", "3-2-501"),
    "三幢二单元五〇一室": ("address", "三幢二单元五〇一室"),
    "一栋二单元，陈某": ("address", "二单元"),
    "王五 五〇一室": ("address", "五〇一室"),
    "电话138 12 34 56 78": ("mobile", "138 12 34 56 78"),
    "\ufe0f\u20e3".join("13812345678"): ("mobile", "\ufe0f\u20e3".join("13812345678")),
    "清溪小区２５号": ("address", "小区２５号"),
    "3幢2单元801": ("address", "3幢2单元801"),
    "A区3栋801，王某": ("address", "3栋801"),
    "3号楼2单元8-1": ("address", "3号楼2单元8-1"),
    "5号楼东单元301": ("address", "5号楼东单元301"),
    "三栋八〇一": ("address", "三栋八〇一"),
    "12#3-502": ("address", "12#3-502"),
    "12＃楼 502": ("address", "12＃楼 502"),
    "和平路12号附3号": ("address", "路12号附3号"),
    "通惠大道88号5-3": ("address", "大道88号5-3"),
    "村民小组3-25号": ("address", "组3-25号"),
    "门牌：25": ("address", "门牌：25"),
    "家住3组黄桷树旁25号": ("address", "25号"),
    "1980.1.1出生": ("birth", "1980.1.1"),
    "（1980.01.01生）": ("birth", "1980.01.01"),
    "出生日期：19800101": ("birth", "19800101"),
    "一九八〇年十月一日出生": ("birth", "一九八〇年十月一日"),
    "郑国强138123456782021年1月": ("mobile", "13812345678"),
    "议字03138 1234 5678": ("mobile", "138 1234 5678"),
    "议字036222 0212 3456 7890 123": ("card", "6222 0212 3456 7890 123"),
    "电话13812345678①": ("mobile", "13812345678"),
    "电话⑴⑶⑻⑴⑵⑶⑷⑸⑹⑺⑻": ("mobile", "⑴⑶⑻⑴⑵⑶⑷⑸⑹⑺⑻"),
    "电话¹³⁸¹²³⁴⁵⁶⁷⁸": ("mobile", "¹³⁸¹²³⁴⁵⁶⁷⁸"),
    "电话138l2345678": ("mobile", "138l2345678"),
    "电话138*1234*5678": ("mobile", "138*1234*5678"),
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
    "合计1380000，2026年发放",
    "3幢2单元楼道照明维修",
    "三组5号变压器增容、二社3号水井清淤",
    "第一单元",
    "5号楼2单元电梯加装",
    "社区便民服务中心101室办理",
    "居委会201室接待",
    "出生年月：1990年5月",
    "住房安全整治25号文件",
    "2026-10-8",
    "银行存款账户尾号 1234",
    "上午9:00-11:30，下午14:00-17:00",
    "一、二、三、四、五、六、七、八、九、十、十一",
    "三组一百二十户，每户一百元",
    "记-001、记-002、记-003、记-004",
    "12,345.00\t67,890.12\n2,380.00\t1,496.10",
    "5栋1200平方米、3栋2026年维修",
    "1号楼3-6层，1幢至3幢2-3楼，1号楼2-3单元",
    "更换门牌25块，门牌1200个",
    "12#井、12#楼楼顶、3#楼105人",
    "绿化80m²，共138户",
)


def test_every_flat_is_covered_whole() -> None:
    told = "3幢2单元8-1、12#3-502、和平路12号附3号、红旗村3组25号附1号"
    assert covered(told) == "3幢＊＊＊、12#＊＊＊、和平路＊＊＊、红旗村3组＊＊＊"


@pytest.mark.parametrize(
    "told", ["阿依·买买提", "阿依•买买提", "阿依 ・ 买买提", "阿依买买提", "阿　依·买买提"]
)
def test_a_name_is_found_with_any_point_or_none(told: str) -> None:
    assert any_of({"阿依·买买提"}).fullmatch(told)


def test_names_are_read_where_they_stand_apart() -> None:
    assert people_in("社区矫正对象张伟明、赵大海按时报到") == {"张伟明", "赵大海"}
    assert people_in("下列孤儿：欧阳小明，陈芳") == {"欧阳小明", "陈芳"}
    assert not people_in("王主任、李书记走访孤儿，宣传、张贴海报，补助金额、余额、方案公开")


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


@pytest.mark.parametrize("text", FOUND)
def test_one_click_leaves_nothing_to_be_found(text: str) -> None:
    made = covered(text)
    assert findings(made) == ()
    assert covered(made) == made
    assert made != text


@pytest.mark.parametrize("text", NOT_FOUND)
def test_covering_leaves_ordinary_text_as_it_is(text: str) -> None:
    assert covered(text) == text


@pytest.mark.parametrize(
    ("text", "wanted"),
    {
        "电话138-1234-5678。": "电话138＊＊＊＊5678。",
        "卡号6222021234567890123": "卡号＊＊＊＊0123",
        "身份证11010519491231002X，张三": "身份证＊＊＊＊，张三",
        "住3幢2单元501室，王五": "住3幢＊＊＊，王五",
        "生于2015-03-02，男": "生于2015年，男",
    }.items(),
)
def test_what_may_stay_stays(text: str, wanted: str) -> None:
    assert covered(text) == wanted


# -- whatever stands around it, however it is written ------------------------------------------

_AROUND = st.text("，。：；、甲乙 \n王张（）的电话号码", max_size=6)
_HANDS = ("0123456789X", "０１２３４５６７８９Ｘ", "〇一二三四五六七八九X", "零壹贰叁肆伍陆柒捌玖X")


@st.composite
def _ids(draw: st.DrawFn) -> str:
    born = draw(st.dates(date(1920, 1, 1), date(2026, 1, 1)))
    first = f"500110{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return first + check_digit(first)


def _written(draw: st.DrawFn, number: str, groups: tuple[int, ...]) -> str:
    """The number in one of four hands, in groups parted by one sort of gap."""
    hand = str.maketrans("0123456789X", draw(st.sampled_from(_HANDS)))
    gap, here, parts = draw(st.sampled_from(("", " ", "-", "　", "—", "\n", "\u200b"))), 0, []
    for size in groups:
        parts.append(number[here : here + size])
        here += size
    return gap.join(part for part in (*parts, number[here:]) if part).translate(hand)


@st.composite
def _planted(draw: st.DrawFn) -> tuple[str, str]:
    """A private number as people write it, and its bare digits."""
    sort = draw(st.sampled_from(("id", "mobile", "card")))
    if sort == "id":
        number = draw(_ids())
        return number, _written(draw, number, draw(st.sampled_from(((), (6, 8, 4), (6, 12)))))
    if sort == "mobile":
        number = f"1{draw(st.integers(3, 9))}{draw(st.integers(0, 10**9 - 1)):09d}"
        return number, _written(draw, number, draw(st.sampled_from(((), (3, 4, 4), (3, 8)))))
    number = f"62220{draw(st.integers(0, 10**14 - 1)):014d}"
    return number, _written(draw, number, ())


_BACK = str.maketrans(
    {sign: "0123456789X"[place] for hand in _HANDS for place, sign in enumerate(hand)}
)


@given(_AROUND, _planted(), _AROUND)
def test_no_planted_number_survives(before: str, planted: tuple[str, str], after: str) -> None:
    number, written = planted
    text = f"{before}号{written}，{after}"
    assert findings(text)
    bare = "".join(sign for sign in covered(text).translate(_BACK) if sign in "0123456789X")
    assert number not in bare


# -- names and ages ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "wanted"),
    {
        "张三": "张＊",
        "李建华": "李＊华",
        "欧阳修": "欧阳＊",
        "欧阳建国": "欧阳＊＊",
        "司马光": "司马＊",
        "阿依古丽·买买提": "阿＊＊＊·买＊＊",
        "迪丽•热巴": "迪＊·热＊",
        "王 五": "王＊",
        "张": "张＊",
        "": "",
        "王小明明": "王＊＊＊",
    }.items(),
)
def test_a_name_on_the_board_is_masked_by_its_shape(name: str, wanted: str) -> None:
    assert mask_board_name(name) == wanted


def test_one_is_of_age_on_the_birthday() -> None:
    born = date(2008, 11, 26)
    assert (age_on(born, date(2026, 11, 25)), age_on(born, date(2026, 11, 26))) == (17, 18)
    leap = date(2008, 2, 29)
    assert (age_on(leap, date(2026, 2, 28)), age_on(leap, date(2026, 3, 1))) == (17, 18)


# What hands and programs put between the digits: blanks of every width, marks that cannot be seen
# (soft hyphen, direction, joiners, a stroke through each figure), points of lists and of tables.
BETWEEN = (
    " ", "  ", "\u3000", "\xa0", "\u202f", "\u2009", "\xad", "\u200b", "\u200e", "\u202d", "\u2060",
    "\ufeff", "\u0332", "\u2028", "\r\n", "-", "－", "—", "‑", "_", ".", "．", "·", "/", ",", "，",
    "、", "：", ";", "；", "|", "｜", "=", "'", "*",
)  # fmt: skip
HANDS = (
    "０１２３４５６７８９", "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "⓪①②③④⑤⑥⑦⑧⑨",
    "٠١٢٣٤٥٦٧٨٩", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
)  # fmt: skip


@pytest.mark.parametrize("sign", BETWEEN, ids=lambda sign: f"U+{ord(sign[0]):04X}")
@pytest.mark.parametrize("sizes", [(6, 8, 4), (3, 3, 4, 4, 4), (9, 9), (14, 4)])
def test_an_id_number_is_found_whatever_stands_between_its_groups(
    sign: str, sizes: tuple[int, ...]
) -> None:
    whole, parts = "11010519491231002X", list[str]()
    for size in sizes:
        parts.append(whole[sum(map(len, parts)) :][:size])
    told = f"证号{sign.join(parts)}请核实"
    (found,) = findings(told)
    assert (found.kind, found.bare) == ("id", whole)
    assert not any(part in covered(told) for part in parts if len(part) > 4)


@pytest.mark.parametrize("sign", BETWEEN, ids=lambda sign: f"U+{ord(sign[0]):04X}")
def test_a_telephone_is_found_whatever_stands_between_its_groups(sign: str) -> None:
    for parts in (("138", "1234", "5678"), ("1381234", "5678"), ("138", "12345678")):
        assert [one.kind for one in findings(f"电话{sign.join(parts)}。")] == ["mobile"]


@pytest.mark.parametrize("digits", HANDS)
@pytest.mark.parametrize("number", ["110105194912310021", "13812345678", "013812345678"])
def test_digits_in_any_hand_are_digits(digits: str, number: str) -> None:
    written = "".join(digits[int(one)] for one in number)
    assert len(findings(f"见{written}。")) == 1
