"""会议通知 and 议程: what goes out before a meeting, set as an official paper."""

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import (
    Block,
    Document,
    Facts,
    Heading,
    Paragraph,
    Signature,
    SignLine,
    sealed,
)
from qinglian_desktop.core.numerals import SAID, words
from qinglian_desktop.modules.decisions.papers.values import Item, Meeting, late_mark, names


def notice(meeting: Meeting) -> Document:
    """会议通知: when, where, what about, how many must come."""
    told = meeting.told_on or meeting.held_on
    extra = f"{meeting.short_notice}，本次会议缩短通知时间。" if meeting.short_notice else ""
    blocks: list[Block] = [
        Paragraph(f"各位{_addressed(meeting)}：", indent=False),
        Paragraph(
            f"定于{meeting.when}在{meeting.place}召开{meeting.name}。{extra}现将有关事项通知如下。"
        ),
        Heading("一、议题"),
        *(Paragraph(f"{number}.{item.title}") for number, item in enumerate(meeting.items, 1)),
        Heading("二、参加人员"),
        Paragraph(
            f"应到{meeting.due}{meeting.bar.unit}。{_sitting_in(meeting)}"
        ),
        Heading("三、到会和表决要求"),
        Paragraph(_needed(meeting)),
        Heading("四、其他"),
        Paragraph(_rest(meeting)),
        Signature(meeting.convener, paper_day(told)),
    ]  # fmt: skip
    return _official(meeting, f"关于召开{meeting.name}的通知", blocks)


def _addressed(meeting: Meeting) -> str:
    """Who is spoken to: those who make up the meeting."""
    for ending, word in (
        ("代表会议", "代表"), ("党员大会", ""), ("成员大会", ""), ("业主大会", ""),
    ):  # fmt: skip
        if meeting.name.endswith(ending):
            return meeting.name.removesuffix("大会" if not word else "会议")
    if meeting.name.endswith(f"{meeting.words.resident}会议"):
        return meeting.words.resident
    return "参会人员"


def _sitting_in(meeting: Meeting) -> str:
    return f"列席：{names(meeting.sits_in)}。" if meeting.sits_in else ""


def _needed(meeting: Meeting) -> str:
    bar = meeting.bar
    whole = f"到会至少{bar.least}{bar.unit}才能开会表决"
    if bar.groups and bar.groups[0][2] != bar.groups[-1][2]:
        most = bar.groups[-1]
        said = f"到会{bar.least}{bar.unit}的，至少{bar.yes}{bar.unit}赞成；全部到会的，"
        said += f"至少{most[2]}{bar.unit}赞成，才算通过"
    else:
        said = f"至少{bar.yes}{bar.unit}赞成才算通过"
    return f"{whole}；{said}。依据：{bar.basis}。"


def _rest(meeting: Meeting) -> str:
    said = [
        f"会前请阅看：{meeting.bring}。" if meeting.bring else "",
        f"{meeting.proxy}。" if meeting.proxy else "",
        "与议题有利害关系的，请在会前说明，表决时回避。",
        "请按时到会，在签到表上签字；不能到会的，请提前请假。",
        f"联系人：{meeting.contact}。" if meeting.contact else "",
    ]
    return "".join(said)


def agenda(meeting: Meeting) -> Document:
    """议程, in the order in which a meeting that decides goes on."""
    blocks: list[Block] = [
        Facts(
            (
                ("时间", meeting.when),
                ("地点", meeting.place),
                ("主持", meeting.chair or "＿＿＿＿＿＿"),
                ("记录", meeting.recorder or "＿＿＿＿＿＿"),
            )
        )
    ]
    points = enumerate(_points(meeting), 1)
    blocks += [Paragraph(f"{_ordinal(number)}、{text}") for number, text in points]
    blocks.append(SignLine(("主持人", "日期")))
    return _official(meeting, f"{meeting.name}议程", blocks)


def _ordinal(number: int) -> str:
    """一, 二 … 十, 十一: as headings are numbered."""
    said = words(number, SAID)
    return said.removeprefix("一") if 10 <= number < 20 else said


def _points(meeting: Meeting) -> list[str]:
    bar = meeting.bar
    made = [
        f"清点人数，报告应到{bar.due}{bar.unit}、实到＿＿{bar.unit}；到会{bar.least}{bar.unit}以上，宣布开会"
    ]
    if meeting.excluded:
        made.append(f"报告依法不计入总数的{meeting.excluded_count}人和联系记录")
    elif meeting.tells_excluded:
        made.append("报告依法不计入总数的＿＿人和联系记录")
    if meeting.avoiding:
        made.append(f"宣布回避：{names(meeting.avoiding)}不参加表决")
    made.append(f"推选唱票、计票、监票各1人，{meeting.words.supervisors}到场监督")
    made += [_item(item, meeting) for item in meeting.items]
    made.append("主持人宣布表决结果，宣读决议")
    made.append("主持人、记录人、监票人和列席的监督委员会成员签字")
    return made


def _item(item: Item, meeting: Meeting) -> str:
    known = f"。参照：{item.reference.removesuffix('。')}" if item.reference else ""
    return f"审议“{item.title}”：说明方案，讨论提问，{meeting.vote_way}表决{known}"


def _official(meeting: Meeting, title: str, blocks: list[Block]) -> Document:
    mark = late_mark(meeting.late_on)
    made = Document(
        title, "official", tuple(blocks), unit=meeting.unit, number=mark,
        made_on=meeting.told_on if title.endswith("通知") else None,
    )  # fmt: skip
    return sealed(made)
