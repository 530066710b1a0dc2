"""表决票 and 计票单: what is voted with and what is counted on."""

from typing import Final

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import (
    Band,
    Blank,
    Block,
    Box,
    Choice,
    Document,
    Form,
    Note,
    Paragraph,
    Signature,
    SignLine,
    Slips,
    sealed,
)
from qinglian_desktop.modules.decisions.papers.values import (
    LINE,
    OPTIONS,
    Bar,
    Item,
    Meeting,
    late_mark,
)

_ON_A_QUARTER: Final = 3  # things to be voted on that a quarter of A4 holds
_ON_A_HALF: Final = 8  # upright
_STROKES, _STROKES_OF_MANY = 22, 16  # mm for the strokes of one answer
_HOW: Final = "请在一个方框里打“√”。不打、打了几个的，算弃权。票号只用来清点张数。"
_MOST_STEPS: Final = 24  # lines of the table 到会…至少; a meeting of hundreds has the rule instead


def ballots(meeting: Meeting) -> Document:
    """One numbered ballot for each who votes, several on a sheet that is cut."""
    across, down = _cut(len(meeting.items))
    last = len(meeting.voters)
    wide = max(3, len(str(last)))
    made = tuple(_ballot(meeting, f"{number:0{wide}d}") for number in range(1, last + 1))
    return sealed(Document("", "slip", (Slips(made, across, down),), unit=meeting.unit))


def _cut(items: int) -> tuple[int, int]:
    if items <= _ON_A_QUARTER:
        return 2, 2
    return (2, 1) if items <= _ON_A_HALF else (1, 1)


def _ballot(meeting: Meeting, number: str) -> Document:
    several = len(meeting.items) > 1
    asked = tuple(
        Choice(f"{place}.{item.title}" if several else item.title, OPTIONS)
        for place, item in enumerate(meeting.items, 1)
    )
    air = () if several else (Blank(),)
    mark = late_mark(meeting.late_on)
    blocks: list[Block] = [
        Paragraph(f"第 {number} 号", indent=False, align="center"), *air, *asked,
        Note(_HOW), *((Note(mark),) if mark else ()), *air,
        Signature(meeting.convener, paper_day(meeting.held_on)),
    ]  # fmt: skip
    return Document(f"{meeting.name}\n表决票", "slip", tuple(blocks))


def tally_sheet(meeting: Meeting) -> Document:
    """计票单: room for 正字 under each answer, and from how many on it has passed."""
    blocks: list[Block] = [_head(meeting)]
    for place, item in enumerate(meeting.items, 1):
        blocks.append(_counting(meeting, place, item))
    blocks += [
        _enough(meeting.bar),
        SignLine(("唱票人", "计票人")),
        SignLine(("监票人", "主持人")),
    ]
    made = Document(
        f"{meeting.name}计票单", "form", tuple(blocks), unit=meeting.unit,
        number=late_mark(meeting.late_on),
    )  # fmt: skip
    return sealed(made)


def _head(meeting: Meeting) -> Form:
    bar = meeting.bar
    due = f"{bar.due} {bar.unit}，至少到 {bar.least} {bar.unit}"
    return Form(
        (3, 13, 3, 8),
        (
            Band((Box("时间", label=True), Box(meeting.when), Box("地点", label=True),
                  Box(meeting.place))),
            Band((Box("应到", label=True), Box(due),
                  Box("实到", label=True), Box(f"{LINE}{bar.unit}"))),
            Band((Box("发出票", label=True), Box(f"{LINE}张"),
                  Box("收回票", label=True), Box(f"{LINE}张"))),
        ),
    )  # fmt: skip


def _counting(meeting: Meeting, place: int, item: Item) -> Form:
    """One matter: the answers with a wide field for strokes, the sum, passed or not."""
    title = f"{place}.{item.title}" if len(meeting.items) > 1 else item.title
    high = _STROKES if len(meeting.items) == 1 else _STROKES_OF_MANY
    answers = tuple(
        Band((Box(option, label=True), Box(""), Box(f"{LINE}票", align="right")), high)
        for option in OPTIONS
    )
    return Form(
        (3, 13, 4),
        (
            Band((Box("事项", label=True), Box(title, 2))),
            Band((Box("", label=True), Box("画“正”字", label=True), Box("合计", label=True))),
            *answers,
            *_checked(several=len(meeting.items) > 1),
        ),
    )  # fmt: skip


def _checked(*, several: bool) -> tuple[Band, ...]:
    """The sum and the outcome; on one line where several counts share a page."""
    summed, result = f"三项相加{LINE}票，应与实到人数一样", "□通过　　□没有通过"
    if several:
        return (Band((Box("核对", label=True), Box(f"三项相加{LINE}票　　{result}", 2))),)
    return (
        Band((Box("核对", label=True), Box(summed, 2))),
        Band((Box("结果", label=True), Box(result, 2))),
    )


def _enough(bar: Bar) -> Paragraph:
    """到会 22—23 人至少 12 票 …, so that nobody has to reckon at the table."""
    steps = bar.groups
    if len(steps) == 1:
        said = f"至少 {bar.yes} 票赞成才算通过。"
    elif len(steps) > _MOST_STEPS:
        said = f"{bar.rule}。"
    else:
        said = (
            "；".join(
                f"{_attendance(low, high)}{bar.unit}到会，至少 {yes} 票" for low, high, yes in steps
            )
            + "。"
        )
    return Paragraph(f"多少票算通过：{said}依据：{bar.basis}。", indent=False)


def _attendance(low: int, high: int) -> str:
    return f"{low} " if low == high else f"{low}—{high} "
