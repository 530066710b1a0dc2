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
