"""Forms from above (一表通填): which were pointed out once, and which numbers were handed up."""

from datetime import date

from qinglian_desktop.core.kinds import CHOICE, COUNT, DAY, FILES, LONG, QUANTITY
from qinglian_desktop.core.record import Owner, Record, fact

BY_FORM, BY_HAND = "填表", "手工登记"


class FormMap(
    Record,
    table="form_map",
    label="填过的表",
    owner=Owner.LOCAL,
    key=("name",),
):
    name: str = fact("表名", example="党员花名册")
    asked_by: str | None = fact("哪个部门要", default=None, example="街道党群办")
    filled_on: date | None = fact("上次填", DAY, default=None)
    times: int = fact("填过几次", COUNT, default=0)
    id_writing: str | None = fact("证件号写法", default=None)
    content: str = fact("对应关系", LONG)  # canonical JSON (mapping.py)
    blank: tuple[str, ...] | None = fact("空表", FILES, default=None)


class ReportedNumber(
    Record,
    table="reported_number",
    label="报过的数",
    owner=Owner.LOCAL,
    key=("reported_on", "what", "to_whom"),
    named_by=("what", "reported_on"),
    happened="reported_on",
):
    reported_on: date = fact("日期", DAY)
    to_whom: str = fact("给谁", example="街道民政办")
    what: str = fact("哪个数", example="60 岁以上老人")
    definition: str = fact("口径", LONG, example="人员：年龄不小于 60，状态是在册")
    value: int = fact("数值", QUANTITY, example="128")
    unit: str | None = fact("计量单位", default=None, example="人")
    rows: int | None = fact("凭据（行）", COUNT, default=None)
    reason: str | None = fact("与上次不同的原因", LONG, default=None)
    origin: str = fact("怎么来的", CHOICE, choices=(BY_FORM, BY_HAND), default=BY_HAND)
    meaning: str | None = fact("口径标识", default=None)  # same hash, same definition
    evidence: tuple[str, ...] | None = fact("当时名单", FILES, default=None)


class AskedTable(
    Record,
    table="asked_table",
    label="要表登记",
    owner=Owner.LOCAL,
    key=("asked_on", "who", "what"),
    named_by=("what", "asked_on"),
    happened="asked_on",
    adds_up=True,
):
    """Somebody above asked for a table of their own; the program counts what it held already."""

    asked_on: date = fact("日期", DAY)
    who: str = fact("谁要", example="街道民政办")
    what: str = fact("什么表", example="高龄老人花名册")
    due_on: date | None = fact("要求时限", DAY, default=None, ahead=True)
    wanted: str = fact("要哪些字段", LONG, example="姓名、身份证号、电话、住址")
    field_count: int | None = fact("字段数", COUNT, default=None, kept=True)
    held_count: int | None = fact("已有字段", COUNT, default=None, kept=True)
    held: str | None = fact("不用再填的字段", LONG, default=None, kept=True)
    again: int | None = fact("以前要过几次", COUNT, default=None, kept=True)
    note: str | None = fact("备注", LONG, default=None)
