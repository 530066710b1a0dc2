"""Left out first, masked second, refused last: by the kind of notice and the field."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import make_id_number
from qinglian_desktop.core.document import Column, Document, Facts, Paragraph, Table, as_text
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.privacy import findings
from qinglian_desktop.modules.disclosure import privacy, unlisted
from qinglian_desktop.store import packs

DAY = date(2026, 11, 26)
ADULT, CHILD = make_id_number("19700101"), make_id_number("20150302")


def _policy(title: str = "慰问金发放公开", kind: str = "", *minors: str) -> privacy.Policy:
    (pack,) = packs.named(privacy.PACK)
    return privacy.policy_of(pack, kind, title, DAY, minors)


def _list(labels: str, *rows: str) -> Table:
    columns = tuple(Column(label) for label in labels.split())
    return Table(columns, tuple(tuple(row.split(" ")) for row in rows))


def _hung(table: Table, policy: privacy.Policy | None = None) -> Table:
    (made,) = privacy.public((table,), policy or _policy()).blocks
    assert isinstance(made, Table)
    return made


@pytest.mark.parametrize(
    "label",
    [
        "身份证号",
        "公民身份号码",
        "证件号码",
        "手机号",
        "联系电话",
        "联系方式",
        "银行卡号",
        "一卡通账号",
        "社保卡号",
        "出生日期",
        "残疾等级",
        "病种",
        "健康状况",
        "致贫原因",
        "家庭收入",
        "家庭成员姓名",
        "配偶",
        "车牌号",
        "本人照片",
        "宗教信仰",
        "年龄",
        "开户行",
        "残疾证号",
        "电话（手机）",
    ],
)
def test_a_column_that_nobody_needs_does_not_hang(label: str) -> None:
    made = _hung(_list(f"组别 姓名 {label} 备注", "1组 李建华 甲乙丙丁 无"))
    assert [column.label for column in made.columns] == ["组别", "姓名", "备注"]
    assert made.rows == (("1组", "李建华", "无"),)


@pytest.mark.parametrize(
    ("label", "before", "after"),
    [
        ("家庭住址", "桂花苑3幢2单元501室", "桂花苑3幢"),
        ("住址", "红旗村三组25号", "红旗村三组"),
        ("住址", "和平路12号", "＊＊＊"),
        ("举报人", "张建国", "张＊国"),
        ("投诉人", "欧阳建国", "欧阳＊＊"),
        ("信访人", "阿依古丽·买买提", "阿＊＊＊·买＊＊"),
        ("提问人", "李建华、王五", "李＊华、王＊"),
        ("姓名", "李建华", "李建华"),
        ("户主", "李建华", "李建华"),
        ("经手人", "周文书", "周文书"),
        ("监督电话", "023-48660001", "023-48660001"),
        ("银行存款", "12000", "12000"),
    ],
)
def test_a_field_is_shown_as_the_pack_says(label: str, before: str, after: str) -> None:
    assert _hung(_list(f"事项 {label}", f"慰问 {before}")).rows == (("慰问", after),)
    facts = privacy.public((Facts(((label, before),)),), _policy()).blocks[0]
    assert facts == Facts(((label, after),))


def test_a_candidate_is_shown_with_year_and_month_of_birth() -> None:
    table = _list("姓名 出生日期 学历", "李建华 1970年1月1日 大专")
    made = _hung(table, _policy("关于居民委员会候选人的公示", "候选人（人选）公示"))
    assert made.rows == (("李建华", "1970年1月", "大专"),)
    assert _hung(table).rows == (("李建华", "大专"),)


def test_children_are_never_named_in_full() -> None:
    table = _list("姓名 身份证号 金额", f"陈小明 {CHILD} 100", f"李建华 {ADULT} 100")
    assert _hung(table).rows == (("陈＊明", "100"), ("李建华", "100"))
    by_age = _list("姓名 年龄", "陈小明 17", "李建华 18")
    assert _hung(by_age).rows == (("陈＊明",), ("李建华",))
    by_birth = _list("姓名 出生日期", "陈小明 2008-11-27", "李建华 2008-11-26")
    assert _hung(by_birth).rows == (("陈＊明",), ("李建华",))
    known = _hung(_list("姓名", "陈小明", "陈　小明", "李建华"), _policy("助学金", "", "陈小明"))
    assert [row[0] for row in known.rows] == ["陈＊明", "陈＊明", "李建华"]


def test_a_child_is_named_nowhere_else_either() -> None:
    blocks = (Paragraph("陈小明等二人领取。"), _list("姓名 身份证号", f"陈小明 {CHILD}"))
    made = privacy.public(blocks, _policy())
    assert made.blocks[0] == Paragraph("陈＊明等二人领取。")
    assert made.words("陈小明，一百元。") == "陈＊明，一百元。"


def test_only_the_same_name_in_one_group_gets_a_tail() -> None:
    other = make_id_number("19800202", "115")
    third = make_id_number("19900303", "226")
    table = _list(
        "组别 姓名 身份证号",
        f"1组 李建华 {ADULT}",
        f"1组 李建华 {other}",
        f"2组 李建华 {third}",
        f"1组 王五 {third}",
    )
    assert _hung(table).rows == (
        ("1组", f"李建华（尾号{ADULT[-4:]}）"),
        ("1组", f"李建华（尾号{other[-4:]}）"),
        ("2组", "李建华"),
        ("1组", "王五"),
    )


def test_the_same_name_without_a_number_stays_as_it_is() -> None:
    table = _list("组别 姓名", "1组 李建华", "1组 李建华")
    assert _hung(table) == table


def test_sums_and_carried_amounts_stay_under_their_columns() -> None:
    columns = (
        Column("姓名"),
        Column("电话"),
        Column("亩数", counted=True),
        Column("金额", money=True),
    )
    table = Table(columns, (("李建华", "13812345678", 3, 500),), totals=True, carried=(7, 900))
    made = _hung(table)
    assert made.columns == (columns[0], columns[2], columns[3])
    assert made.grand() == table.grand() == (10, 1400)


def test_every_change_says_what_stood_there_and_why() -> None:
    table = _list("组别 姓名 身份证号 住址", f"1组 陈小明 {CHILD} 红旗村三组25号")
    covers = privacy.public((table,), _policy()).covers
    assert [(one.where, one.before, one.after) for one in covers] == [
        ("〔姓名〕", "陈小明", "陈＊明"),
        ("〔身份证号〕整列", "1 行", "不登"),
        ("〔住址〕", "红旗村三组25号", "红旗村三组"),
    ]
    assert all(one.why for one in covers)


@pytest.mark.parametrize(
    ("title", "body", "table"),
    [
        ("困境儿童慰问名单", "", "姓名|李建华"),
        ("孤儿基本生活费发放公开", "", "姓名|李建华"),
        ("补贴发放公开", "", "姓名 类别|李建华 孤儿"),
        ("补贴发放公开", "", "姓名 事实无人抚养|李建华 是"),
        ("社区矫正人员名单", "", "序号 人员|1 李建华"),
        ("关于慰问的公开", "附：严重精神障碍患者名单", "事项|慰问"),
        ("戒毒人员帮扶公示", "", "姓名|李建华"),
        ("慰问金发放公开", "", "项目 类别|李建华 孤儿"),
        ("联审意见公示", "", "姓名|李建华"),
    ],
)
def test_some_lists_never_hang(title: str, body: str, table: str) -> None:
    head, row = table.split("|")
    with pytest.raises(Refused, match="只留底"):
        unlisted.refuse_lists(title, body, (_list(head, row),), _policy(title))


@pytest.mark.parametrize(
    ("title", "body", "table"),
    [
        ("困境儿童关爱工作情况公开", "走访困境儿童 5 人次。", "事项 人数|走访 5"),
        ("禁毒宣传情况公开", "发放吸毒危害宣传单。", "事项 份数|宣传单 300"),
        ("财务收支公开", "", "用途 收款方|慰问困境儿童 某超市"),
        ("慰问金发放公开", "", "姓名 类别|李建华 老党员"),
        ("财务收支公开", "", "项目 备注|超市购物 六一儿童节走访慰问困境儿童五人次"),
    ],
)
def test_what_was_done_may_be_told(title: str, body: str, table: str) -> None:
    head, row = table.split("|")
    unlisted.refuse_lists(title, body, (_list(head, row),), _policy(title))


def test_illness_beside_a_name_is_found_and_a_programme_is_not() -> None:
    policy = _policy()
    ill = _list("姓名 备注", "李建华 肢体残疾二级")
    assert unlisted.health_words("", (ill,), policy)[0] == ("表里第 1 行", "残疾二级")
    assert unlisted.health_words("张三患肝癌住院。", (), policy)
    programme = _list("姓名 项目", "李建华 重度残疾人护理补贴")
    assert not unlisted.health_words("开展大病救助、肺结核防治宣传。", (programme,), policy)


@given(
    st.lists(
        st.tuples(
            st.integers(3, 9),
            st.integers(0, 10**9 - 1),
            st.dates(date(1930, 1, 1), date(2025, 1, 1)),
            st.integers(1, 40),
            st.integers(101, 2506),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_no_private_number_of_a_list_is_left(people: list[tuple[int, int, date, int, int]]) -> None:
    rows = []
    for digit, rest, born, house, room in people:
        number = make_id_number(f"{born:%Y%m%d}")
        phone = f"1{digit}{rest:09d}"
        rows.append(("1组", "李建华", number, phone, f"桂花苑{house}幢1单元{room}室"))
    columns = tuple(map(Column, ("组别", "姓名", "身份证号", "联系电话", "家庭住址")))
    made = privacy.public((Table(columns, tuple(rows)),), _policy())
    text = "\n".join(as_text(Document("公开", "board", made.blocks)))
    assert findings(text) == ()
    assert not [cell for row in rows for cell in row[2:] if cell in text]


def test_a_person_on_a_card_is_held_to_the_same_rules() -> None:
    columns = tuple(map(Column, ("项目", "内容", "项目", "内容")))
    rows = (
        ("姓名", "李建华", "出生年月", "1970-01-01"),
        ("住址", "红旗村三组25号", "联系电话", "13812345678"),
        ("学历", "大专", "", ""),
    )
    made = _hung(Table(columns, rows), _policy("候选人公示", "候选人（人选）公示"))
    assert made.rows == (
        ("姓名", "李建华", "出生年月", "1970年1月"),
        ("住址", "红旗村三组", "学历", "大专"),
    )
    assert _hung(Table(columns, rows)).rows[0] == ("姓名", "李建华", "住址", "红旗村三组")
