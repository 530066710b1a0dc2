"""The papers of inspections, joint meetings and the library of practices, from plain rows."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from qinglian_desktop.core.days import paper_day, paper_day_of, short_day_of
from qinglian_desktop.core.document import (
    Block,
    Column,
    Document,
    Facts,
    Heading,
    Note,
    Paragraph,
    Signature,
    SignLine,
    Table,
)

_Row = Mapping[str, Any]
_PLAN = (
    Column("序号", 6, "center"), Column("单位", 20), Column("计划日期", 14, "center"),
    Column("谁去", 24), Column("实际日期", 14, "center"), Column("备注", 22),
)  # fmt: skip
_SHEET = (
    Column("序号", 6, "center"), Column("检查内容", 26), Column("看什么", 24),
    Column("结果", 16), Column("发现的问题", 28),
)  # fmt: skip
_AGAIN = (
    Column("编号", 14, "center"), Column("上次发现的问题", 34), Column("整改期限", 14, "center"),
    Column("现在", 14, "center"), Column("复查情况", 24),
)  # fmt: skip
_FINDINGS = (
    Column("编号", 12, "center"), Column("发现日期", 11, "center"), Column("发现的问题", 30),
    Column("程度", 8, "center"), Column("整改要求", 22), Column("期限", 11, "center"),
    Column("到哪一步", 11, "center"),
)  # fmt: skip
_TOPICS = (
    Column("序号", 6, "center"), Column("单位", 16), Column("议题", 34), Column("从哪里来", 14),
    Column("现在的情况", 30),
)  # fmt: skip
_TASKS = (
    Column("序号", 6, "center"), Column("要办的事", 34), Column("谁办", 18),
    Column("截止日期", 14, "center"), Column("办到哪一步", 14, "center"),
)  # fmt: skip
_BOXES = "□好\n□有问题"
_BY_HAND = "　" * 16  # keeps the column wide where nothing is printed yet
_LINE_MM = 13  # room to write by hand
_NOTHING = "【请补写】"


def plan(unit: str, row: _Row, visits: Sequence[_Row]) -> Document:
    """督查计划: which unit on which day, in the order of the days."""
    lines = tuple(
        (
            str(number), visit["unit_name"] or "", short_day_of(visit["planned_on"]),
            visit["inspectors"] or row["inspectors"] or "", short_day_of(visit["visited_on"]), "",
        )
        for number, visit in enumerate(visits, 1)
    )  # fmt: skip
    pairs = [("检查表", row["sheet"] or ""), ("重点", row["focus"] or "照检查表")]
    if row["ground"]:
        pairs.insert(0, ("依据", row["ground"]))
    blocks = (Facts(tuple(pairs)), Table(_PLAN, lines))
    return Document(
        f"{row['title']}计划", "table", blocks, unit=unit, period=_period(row), sheet="portrait"
    )


def sheet_title(row: _Row) -> str:
    return f"{row['sheet']}检查表"


def sheet(
    row: _Row, visit: _Row, points: Sequence[tuple[str, str, str]], before: Sequence[_Row]
) -> list[Block]:
    """The sheet of one unit, to be filled by hand."""
    pairs = (
        ("督查", row["title"] or ""),
        ("被查单位", visit["unit_name"] or ""),
        ("日期", paper_day_of(visit["planned_on"])),
        ("检查人", visit["inspectors"] or row["inspectors"] or ""),
    )
    lines = tuple(
        (str(number), what, look, _BOXES, _BY_HAND)
        for number, (_, what, look) in enumerate(points, 1)
    )
    blocks: list[Block] = [Facts(pairs), Table(_SHEET, lines, row_mm=_LINE_MM)]
    if before:
        blocks.append(Heading("以前发现、还没销号的", 2))
        again = tuple(
            (
                one["number"] or "",
                one["what"] or "",
                short_day_of(one["due_on"]),
                one["state"],
                _BY_HAND,
            )
            for one in before
        )
        blocks.append(Table(_AGAIN, again, row_mm=_LINE_MM))
    blocks.append(SignLine(("检查人", "被查单位负责人", "日期")))
    return blocks


def report(
    unit: str, row: _Row, visits: Sequence[_Row], found: Sequence[tuple[_Row, str]]
) -> Document:
    """督查情况: unit by unit in the order of the visits; it praises and ranks nobody."""
    went = [visit for visit in visits if visit["visited_on"]]
    closed = sum(one["state"] == "已销号" for one, _ in found)
    blocks: list[Block] = [
        Paragraph(
            f"{_period(row)}，照“{row['sheet']}”看了 {len(went)} 个单位"
            f"（计划 {len(visits)} 个），发现问题 {len(found)} 条，已销号 {closed} 条，"
            f"还有 {len(found) - closed} 条。"
        )
    ]
    of_visit: dict[str, list[tuple[_Row, str]]] = {}
    for one, stand in found:
        of_visit.setdefault(one["visit_id"], []).append((one, stand))
    for visit in visits:
        seen = of_visit.get(visit["id"], [])
        if not visit["visited_on"] and not seen:
            continue
        blocks.append(Heading(visit["unit_name"] or ""))
        if visit["result"]:
            blocks += _paragraphs(visit["result"])
        if not seen:
            blocks.append(Paragraph("没有发现问题。"))
            continue
        lines = tuple(
            (
                one["number"] or "", short_day_of(one["found_on"]), one["what"] or "",
                one["severity"] or "", one["asked"] or "", short_day_of(one["due_on"]), stand,
            )
            for one, stand in seen
        )  # fmt: skip
        blocks.append(Table(_FINDINGS, lines))
    return Document(f"{row['title']}情况", "table", tuple(blocks), unit=unit, sheet="landscape")


# -- the joint meeting ----------------------------------------------------------------------------


def agenda(unit: str, meeting: _Row, topics: Sequence[_Row]) -> Document:
    blocks: tuple[Block, ...] = (
        Facts(_when_and_where(meeting)),
        Table(_TOPICS, _topic_lines(topics)) if topics else Paragraph("还没有议题。"),
    )
    return Document(f"{meeting['title']}议程", "table", blocks, unit=unit, sheet="portrait")


def _topic_lines(topics: Sequence[_Row]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            str(number), row["unit_name"] or "", row["title"] or "", row["kind"] or "",
            row["state_words"] or "",
        )
        for number, row in enumerate(topics, 1)
    )  # fmt: skip


def _when_and_where(meeting: _Row) -> tuple[tuple[str, str], ...]:
    pairs = (
        ("时间", " ".join(filter(None, (paper_day_of(meeting["held_on"]), meeting["begins_at"])))),
        ("地点", meeting["place"] or ""),
        ("主持", meeting["chair"] or ""),
        ("记录", meeting["recorder"] or ""),
        ("参加", meeting["attendees"] or ""),
        ("请假", meeting["absent"] or ""),
    )
    return tuple((name, value) for name, value in pairs if value)


def minutes(
    unit: str, meeting: _Row, topics: Sequence[_Row], given: Sequence[tuple[_Row, str]]
) -> Document:
    """纪要: what was spoken about, what was decided, who does it until when."""
    spoken = [row for row in topics if (row["decision"] or "").strip()]
    blocks: list[Block] = [
        Facts(_when_and_where(meeting)),
        Heading("一、会议情况"),
        *_paragraphs(meeting["minutes"]),
        Heading("二、议定的事"),
    ]
    for number, row in enumerate(spoken, 1):
        where = f"{row['unit_name']}：" if row["unit_name"] else ""
        stood = f"（{row['state_words']}）" if row["state_words"] else ""
        blocks.append(Paragraph(f"{number}．{where}{row['title']}{stood}。", bold=True))
        blocks += _paragraphs(row["decision"])
    if not spoken:
        blocks.append(Paragraph(_NOTHING))
    left = len(topics) - len(spoken)
    if left and spoken:
        blocks.append(Note(f"议程上还有 {left} 项没有议定，下次会议再议。"))
    if given:
        lines = tuple(
            (
                str(number), row["what"] or "", row["unit_name"] or row["office"] or "",
                short_day_of(row["due_on"]), stand,
            )
            for number, (row, stand) in enumerate(given, 1)
        )  # fmt: skip
        blocks += [Heading("三、任务分工"), Table(_TASKS, lines)]
    blocks.append(Signature(unit, paper_day_of(meeting["issued_on"] or meeting["held_on"])))
    return Document(f"{meeting['title']}纪要", "official", tuple(blocks), unit=unit)


# -- good practice ---------------------------------------------------------------------------------


def library(
    unit: str, day: date, chosen: Sequence[tuple[str, _Row, _Row, int]]
) -> Document:  # fmt: skip
    """好经验好做法汇编: (unit, practice, what the street said, papers), unit by unit."""
    names = list(dict.fromkeys(name for name, *_ in chosen))
    blocks: list[Block] = [
        Paragraph(f"收录 {len(names)} 个单位的好经验好做法 {len(chosen)} 篇，按单位编码排列。")
    ]
    number = 0
    for name, listed in groupby(chosen, key=lambda one: one[0]):
        blocks.append(Heading(name))
        for _, row, note, papers in listed:
            number += 1
            blocks += _practice(number, row, note, papers)
    blocks.append(Signature(unit, paper_day(day), seal=False))
    return Document("清廉村居好经验好做法汇编", "official", tuple(blocks), unit=unit)


def _practice(number: int, row: _Row, note: _Row | None, papers: int) -> list[Block]:
    category = f"（{note['category']}）" if note and note["category"] else ""
    blocks: list[Block] = [Heading(f"{number}．{row['title']}{category}", 2)]
    for name, label in (("problem", "解决什么问题"), ("measures", "怎么做的"), ("results", "效果")):
        text = " ".join((row[name] or "").split())
        if text:
            blocks.append(Paragraph(f"{label}：{text}"))
    if row["award"]:
        blocks.append(Paragraph(f"表彰：{row['award']}"))
    if row["media"]:
        blocks.append(Paragraph(f"报道：{row['media']}"))
    if note and note["remark"]:
        blocks.append(Paragraph(f"街道点评：{note['remark']}"))
    if papers:
        blocks.append(Note(f"材料 {papers} 件，在导出的文件夹里。"))
    return blocks


class Parts(NamedTuple):
    """What a demonstration file is made of, as rows of the unit."""

    figures: Sequence[_Row]
    actions: Sequence[_Row]
    problems: Sequence[_Row]
    sites: Sequence[_Row] | None  # None: somebody else's department looks after them
    honours: Sequence[_Row]
    assessments: Sequence[_Row]


def demonstration(
    name: str, street: str, day: date, parts: Parts,
    practices: Sequence[tuple[_Row, _Row | None, int]],
) -> Document:  # fmt: skip
    """示范档案 of one unit, from what it reported; a part with nothing says so."""
    closed = sum(row["status"] == "已销号" for row in parts.problems)
    sites: list[Block] = []
    if parts.sites is not None:
        sites = [Heading("六、清廉阵地"), *_lines(parts.sites, "name", "place", "state")]
    blocks: list[Block] = [
        Heading("一、基本情况"), *_figures(parts.figures),
        Heading("二、自评和认定"), *_assessments(parts.assessments),
        Heading("三、特色做法"), *_lines(parts.actions, "title", "measures", "results"),
        Heading("四、好经验好做法"),
    ]  # fmt: skip
    if not practices:
        blocks.append(Paragraph("还没有报来。"))
    for number, (row, note, papers) in enumerate(practices, 1):
        blocks += _practice(number, row, note, papers)
    blocks += [
        Heading("五、问题整改"),
        Paragraph(
            f"清单上的问题 {len(parts.problems)} 个，已销号 {closed} 个，"
            f"还有 {len(parts.problems) - closed} 个。"
        ),
        *sites,
        Heading(f"{'七' if sites else '六'}、荣誉和加分"),
        *_lines(parts.honours, "what", "level", "document_no"),
        Note(f"照{street}合并的数据编写，{paper_day(day)}的情况。"),
        Signature(street, paper_day(day), seal=False),
    ]  # fmt: skip
    return Document(f"{name}清廉村居示范档案", "official", tuple(blocks), unit=street)


def _figures(rows: Sequence[_Row]) -> list[Block]:
    pairs = tuple(
        (str(row["name"]), f"{row['value']}{row['unit'] or ''}") for row in rows if row["value"]
    )
    return [Facts(pairs)] if pairs else [Paragraph("还没有报来。")]


def _assessments(rows: Sequence[_Row]) -> list[Block]:
    told = [
        Paragraph(
            f"{row['title']}：{row['state']}" + (f"，{row['level']}" if row["level"] else "") + "。"
        )
        for row in rows
    ]
    return [*told] if told else [Paragraph("还没有报来。")]


def _lines(rows: Sequence[_Row], first: str, *more: str) -> list[Block]:
    blocks: list[Block] = []
    for number, row in enumerate(rows, 1):
        said = "；".join(" ".join(str(row[name]).split()) for name in more if row[name])
        blocks.append(Paragraph(f"{number}．{row[first] or ''}" + (f"：{said}" if said else "")))
    return blocks or [Paragraph("还没有报来。")]


# -- words ------------------------------------------------------------------------------------


def _paragraphs(text: str | None) -> list[Block]:
    lines = [line.strip() for line in (text or "").splitlines() if line.strip()]
    return [Paragraph(line) for line in lines] or [Paragraph(_NOTHING)]


def _period(row: _Row) -> str:
    last = row["to_on"] if row["to_on"] and row["to_on"] != row["from_on"] else ""
    return (
        f"{paper_day_of(row['from_on'])}至{paper_day_of(last)}"
        if last
        else paper_day_of(row["from_on"])
    )
