"""签到表: who is due, with room for a signature, and those who sit in."""

from qinglian_desktop.core.document import (
    Align,
    Band,
    Block,
    Box,
    Column,
    Document,
    Form,
    Paragraph,
    SignLine,
    Table,
    sealed,
)
from qinglian_desktop.modules.decisions.papers.values import LINE, Meeting, Member, late_mark

ROW = 10  # mm: a thick pen
_FREE = 4  # rows for people nobody has on a list


def sign_in(meeting: Meeting) -> Document:
    """One row for each who is due, the avoidances told, then those who sit in."""
    bar = meeting.bar
    head = Form(
        (3, 13, 3, 8),
        (
            Band((Box("时间", label=True), Box(meeting.when), Box("地点", label=True),
                  Box(meeting.place))),
            Band((Box("应到", label=True), Box(f"{bar.due} {bar.unit}"), Box("至少到", label=True),
                  Box(f"{bar.least} {bar.unit}"))),
        ),
    )  # fmt: skip
    blocks: list[Block] = [head, _table(meeting.members, "组别或职务")]
    guests = (*meeting.sits_in, *(Member("") for _ in range(_FREE)))
    blocks.append(_table(guests, "单位和职务", "列席人员"))
    blocks.append(
        Paragraph(f"应到 {bar.due} {bar.unit}，实到{LINE}{bar.unit}，请假{LINE}{bar.unit}。")
    )
    blocks.append(SignLine(("清点人", "主持人")))
    made = Document(
        f"{meeting.name}签到表", "form", tuple(blocks), unit=meeting.unit,
        number=late_mark(meeting.late_on),
    )  # fmt: skip
    return sealed(made)


def _table(people: tuple[Member, ...], role: str, caption: str = "") -> Table:
    middle: Align = "center"
    columns = (
        Column("序号", 1, middle), Column("姓名", 3, middle), Column(role, 3),
        Column("签名", 24), Column("备注", 5),
    )  # fmt: skip
    rows = tuple(
        (str(number), member.name, member.role, "", _remark(member))
        for number, member in enumerate(people, 1)
    )
    return Table(columns, rows, caption=caption, row_mm=ROW)


def _remark(member: Member) -> str:
    said = ["回避" if member.avoids else "", f"委托{member.delegate}" if member.delegate else ""]
    return "，".join(filter(None, said))
