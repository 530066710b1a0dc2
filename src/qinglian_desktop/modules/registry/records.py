"""People, households, bodies and posts (人户名册): what every other table takes from."""

from datetime import date

from qinglian_desktop.core.kinds import CHOICE, COUNT, DAY, FLAG, ID_NUMBER, LONG, NAME, PHONE
from qinglian_desktop.core.record import Board, Level, Owner, Record, fact

PERSON = Level.PERSON
# Close relatives as 民法典 1045 lists them, and those by marriage whom avoidance rules add.
RELATIONS = (
    "配偶", "父母子女", "兄弟姐妹", "祖父母孙子女", "外祖父母外孙子女", "儿媳女婿公婆岳父母",
    "其他近亲属",
)  # fmt: skip


class Household(
    Record,
    table="household",
    label="户",
    owner=Owner.COMMUNITY,
    key=("number",),
    named_by=("number", "head"),
):
    number: str = fact("户号", board=Board.FULL, example="2-015")
    head: str | None = fact("户主", NAME, board=Board.MASK, default=None, suggests="person")
    group_name: str | None = fact("组/网格", board=Board.FULL, default=None, example="2组")
    address: str | None = fact("住址", level=PERSON, default=None)
    phone: str | None = fact("联系电话", PHONE, level=PERSON, default=None)
    note: str | None = fact("备注", LONG, default=None)


class Person(
    Record,
    table="person",
    label="人员",
    owner=Owner.COMMUNITY,
    key=("name", "id_number"),
    rather="登记重了的，先在那些记录里改选另一条；搬走、去世的改状态、填日期",
    named_by=("name", "group_name"),
    together=(("id_number", "sex", "born_on"), ("state", "left_on")),
):
    name: str = fact("姓名", NAME, board=Board.MASK)
    sex: str | None = fact(
        "性别", CHOICE, choices=("男", "女"), default=None, drawn_from="id_number"
    )
    id_number: str | None = fact("身份证号", ID_NUMBER, level=PERSON, default=None)
    born_on: date | None = fact("出生日期", DAY, level=PERSON, default=None, drawn_from="id_number")
    phone: str | None = fact("联系电话", PHONE, level=PERSON, default=None)
    household_no: str | None = fact("户号", board=Board.FULL, default=None, example="2-015")
    relation: str | None = fact("与户主关系", default=None, example="户主")
    group_name: str | None = fact("组/网格", board=Board.FULL, default=None, example="2组")
    address: str | None = fact("住址", level=PERSON, default=None)
    tags: str | None = fact("身份标签", default=None, example="党员、网格员")
    state: str = fact("状态", CHOICE, choices=("在册", "迁出", "去世"), default="在册")
    left_on: date | None = fact("去世或迁出日期", DAY, level=PERSON, default=None)
    note: str | None = fact("备注", LONG, default=None)


class Body(Record, table="body", label="机构", owner=Owner.COMMUNITY, key=("name",)):
    name: str = fact("机构名称", board=Board.FULL)
    kind: str = fact(
        "类别",
        CHOICE,
        board=Board.FULL,
        choices=(
            "党组织",
            "委员会",
            "务监督委员会",
            "代表会议",
            "党员大会",
            "集体经济组织理事会",
            "集体经济组织监事会",
            "红白理事会",
            "道德评议会",
            "其他",
        ),
    )
    seats: int | None = fact("应有人数", COUNT, board=Board.FULL, default=None)
    note: str | None = fact("备注", LONG, default=None)


class Post(
    Record,
    table="post",
    label="任职",
    owner=Owner.COMMUNITY,
    key=("body", "person_name", "title", "from_on"),
    named_by=("person_name", "title"),
):
    body: str = fact("机构", board=Board.FULL)
    person_name: str = fact("姓名", NAME, board=Board.FULL, suggests="person")
    person_id: str | None = fact("人员", link="person", default=None)
    title: str = fact("职务", board=Board.FULL, example="主任")
    from_on: date = fact("任职起", DAY, board=Board.FULL)
    until_on: date | None = fact("任职止", DAY, board=Board.FULL, default=None, ahead=True)
    votes: bool = fact("有表决权", FLAG, default=True)
    phone: str | None = fact("办公电话", PHONE, board=Board.FULL, default=None)


class Kin(
    Record,
    table="kin",
    label="亲属关系",
    owner=Owner.COMMUNITY,
    key=("person_name", "relative_name"),
):
    """Who is a close relative of whom, as the person declared it; for avoidance."""

    person_name: str = fact("姓名", NAME, suggests="person")
    relative_name: str = fact("亲属姓名", NAME, suggests="person")
    relation: str = fact("是什么关系", CHOICE, choices=RELATIONS)
    note: str | None = fact("备注", LONG, default=None)
