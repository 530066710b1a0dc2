"""会议记录: everything the program knows filled in, what only people know marked to be written."""

from typing import Final

from qinglian_desktop.core.document import (
    Block,
    Column,
    Document,
    Facts,
    Heading,
    Paragraph,
    SignLine,
    Table,
    sealed,
)
from qinglian_desktop.modules.decisions.papers.values import (
    Item,
    Meeting,
    Member,
    late_mark,
    names,
)

FREE: Final = "【请补写：{}】"  # the only thing of a finished paper that is still to be written


def minutes(meeting: Meeting) -> Document:
    blocks: list[Block] = [
        Facts(_facts(meeting)),
        Heading("一、议题"),
        *(_listed(meeting.items)),
        Heading("二、讨论情况"),
        *_said(meeting.opinions, "发言人和主要意见"),
        *([Paragraph(f"不同意见：{meeting.dissent}")] if meeting.dissent else []),
        Heading("三、到会和表决"),
        *(Paragraph(text) for text in _counted(meeting)),
        *_votes(meeting),
        Heading("四、决议"),
        *_said(meeting.decision or _outcome(meeting), "决议内容"),
        SignLine(("主持人", "记录人", "监督委员会", "日期")),
    ]
    number = "　".join(filter(None, (meeting.items[0].number if meeting.items else "",
                                    late_mark(meeting.late_on))))  # fmt: skip
    title = f"{meeting.name}会议记录".replace("会议会议", "会议")
    return sealed(Document(title, "official", tuple(blocks), unit=meeting.unit, number=number))


def _facts(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    unit = meeting.bar.unit
    missing = tuple(m for m in meeting.members if m.votes and not m.there)
    pairs = (
        ("时间", meeting.when),
        ("地点", meeting.place),
        ("主持人", meeting.chair or FREE.format("主持人")),
        ("记录人", meeting.recorder or FREE.format("记录人")),
        ("应到", f"{meeting.due} {unit}"),
        ("实到", f"{meeting.present} {unit}"),
        ("没到会的", _absent(missing)),
        ("列席", names(meeting.sits_in)),
    )
    return (*pairs, ("性质", "紧急情况先办后议，本次为补议")) if meeting.ratifies else pairs


def _absent(missing: tuple[Member, ...]) -> str:
    """张三（请假）、李四; of hundreds only how many, the list is the 签到表."""
    if not missing:
        return "无"
    if len(missing) > 30:
        return f"{len(missing)} 人，见签到表"
    return "、".join(
        m.name + (f"（{m.attendance}）" if m.attendance == "请假" else "") for m in missing
    )


def _listed(items: tuple[Item, ...]) -> list[Block]:
    if not items:
        return [to_write("议题")]
    made: list[Block] = []
    for number, item in enumerate(items, 1):
        made.append(Paragraph(f"{number}.{item.title}"))
        made += [Paragraph(part) for part in item.content.split("\n") if part.strip()]
    return made


def _said(text: str, what: str) -> list[Block]:
    parts = [part for part in text.split("\n") if part.strip()]
    return [Paragraph(part) for part in parts] or [to_write(what)]


def to_write(what: str) -> Paragraph:
    """In bold, so that nobody overlooks it."""
    return Paragraph(FREE.format(what), bold=True)


def _counted(meeting: Meeting) -> list[str]:
    """Why the meeting could decide: who counted, who did not, and by which article."""
    bar = meeting.bar
    enough = "可以表决" if meeting.present >= bar.least else "不足人数，没有表决"
    came = f"应到{bar.due}{bar.unit}，实到{meeting.present}{bar.unit}"
    made = [f"{came}；至少到{bar.least}{bar.unit}才能表决，{enough}。"]
    if meeting.excluded:
        reasons = "、".join(f"{reason}{count}人" for reason, count in meeting.excluded)
        basis = f"按{meeting.excluded_basis}，" if meeting.excluded_basis else ""
        made.append(
            f"{basis}不计入总数的成年人共{meeting.excluded_count}人：{reasons}。"
            "人数和联系记录已在会上报告。"
        )
    made += [f"{m.name}回避，不参加表决：{m.avoids}。" for m in meeting.avoiding]
    if meeting.avoiding and meeting.base is not None:
        made.append(f"表决按{meeting.base}{bar.unit}计算。")
    made.append(f"表决规则：{bar.rule}。依据：{bar.basis}。")
    return made


def _votes(meeting: Meeting) -> list[Block]:
    """赞成, 反对, 弃权 with their sum; without figures they are to be written."""
    tally = meeting.tally
    if meeting.present < meeting.bar.least:
        return []
    if tally is None:
        return [to_write("表决方式和票数")]
    columns = tuple(Column(word, 10, "center") for word in ("赞成", "反对", "弃权", "合计", "结果"))
    result = {True: "通过", False: "没有通过", None: ""}[meeting.passed]
    row = (str(tally.yes), str(tally.no), str(tally.abstain), str(tally.cast), result)
    return [Paragraph(f"以{meeting.vote_way}方式表决，结果如下："), Table(columns, (row,))]


def _outcome(meeting: Meeting) -> str:
    """When nobody wrote a resolution: what the figures say, never more than that."""
    titles = "；".join(f"“{item.title}”" for item in meeting.items)
    if meeting.passed is None or not titles:
        return ""
    return f"{titles}{'通过' if meeting.passed else '没有通过'}。"
