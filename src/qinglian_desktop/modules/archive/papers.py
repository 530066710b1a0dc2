"""The papers of the files of a unit, from plain rows: survey, problems, plan, summary, contents."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from qinglian_desktop.core.access import show
from qinglian_desktop.core.days import paper_day, short_day_of
from qinglian_desktop.core.document import (
    Blank,
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
from qinglian_desktop.core.kinds import mask_name
from qinglian_desktop.modules.archive.records import (
    BY_HAND,
    CLOSED,
    COUNTED,
    DRAFT,
    OptionalAction,
)
from qinglian_desktop.modules.tasks.records import OPEN
from qinglian_desktop.modules.tasks.rules.tallies import DONE

_Row = Mapping[str, Any]
_NONE = "（今年没有登记）"
_FIGURES = (
    Column("序号", 6, "center"), Column("项目", 24), Column("填报数", 16, "right"),
    Column("单位", 8, "center"), Column("数从哪里来", 34), Column("哪天算的", 14, "center"),
)  # fmt: skip
_PROBLEMS = (
    Column("编号", 10, "center"), Column("发现日期", 10, "center"), Column("来源", 10),
    Column("问题", 28), Column("整改措施", 22), Column("责任人", 8, "center"),
    Column("整改期限", 10, "center"), Column("复查情况", 16), Column("销号日期", 10, "center"),
)  # fmt: skip
_TASKS = (
    Column("编号", 8, "center"), Column("任务", 36), Column("责任人", 13, "center"),
    Column("截止日期", 14, "center"), Column("佐证", 23),
)  # fmt: skip
_ACTIONS = (
    Column("序号", 6, "center"), Column("做法", 18), Column("针对的问题", 22),
    Column("怎么做", 30), Column("开始日期", 12, "center"), Column("进展", 8, "center"),
)  # fmt: skip


def baseline(unit: str, form: _Row, figures: Sequence[_Row]) -> Document:
    """基础情况表 with the origin of each number."""
    rows = tuple(
        (
            str(number), row["name"] or "", row["value"] or "", row["unit"] or "",
            _origin(row), short_day_of(row["counted_on"]),
        )
        for number, row in enumerate(figures, 1)
    )  # fmt: skip
    blocks: list[Block] = [Table(_FIGURES, rows)]
    for name, title in (("strong", "工作基础"), ("weak", "薄弱环节")):
        if text := " ".join((form[name] or "").split()):
            blocks.append(Note(f"{title}：{text}"))
    blocks.append(SignLine(("填表人", "负责人", "日期")))
    return Document(
        f"{form['year']}年“清廉村居”基础情况表", "table", tuple(blocks), unit=unit,
        period=f"填表日期：{paper_day(date.fromisoformat(form['made_on']))}"
        if form["made_on"] else "",
        sheet="portrait",
    )  # fmt: skip


def _origin(row: _Row) -> str:
    said = row["origin"] or ""
    if row["origin"] == BY_HAND and row["counted"]:
        said += f"（台账上是 {row['counted']}）"
    elif row["origin"] == COUNTED and row["source"]:
        said += f"：{row['source']}"
    return f"{said}；{row['note']}" if row["note"] else said


def problems(unit: str, year: int, rows: Sequence[_Row]) -> Document:
    """问题清单与销号单."""
    closed = sum(row["status"] == CLOSED for row in rows)
    lines = tuple(
        (
            row["number"] or "", short_day_of(row["found_on"]), row["source"] or "",
            row["description"] or "", row["measures"] or "", _who(row["responsible"]),
            short_day_of(row["due_on"]), row["recheck"] or "",
            short_day_of(row["closed_on"]) or (row["status"] or ""),
        )
        for row in rows
    )  # fmt: skip
    said = f"共 {len(rows)} 个问题，已销号 {closed} 个，还有 {len(rows) - closed} 个。"
    blocks = (Paragraph(said), Table(_PROBLEMS, lines), SignLine(("填表人", "负责人", "日期")))
    return Document(f"{year}年问题清单与销号单", "table", blocks, unit=unit, sheet="landscape")


def plan(
    unit: str,
    row: _Row,
    tasks: Sequence[_Row],
    actions: Sequence[_Row],
    problem_rows: Sequence[_Row],
) -> Document:
    """实施方案: its chapters, the table of tasks, the initiatives, who approved it."""
    blocks: list[Block] = []
    chapters = (
        ("一、指导思想和目标", _paragraphs(row["aims"])),
        ("二、基本情况和薄弱环节", _paragraphs(row["weak"])),
        ("三、任务分解表", _tasks(tasks)),
        ("四、自选动作", _actions(actions)),
        ("五、进度安排", _paragraphs(row["schedule"])),
        ("六、组织保障", _paragraphs(row["safeguards"])),
        ("七、附件", _paragraphs(row["annex"])),
    )
    for title, inner in chapters:
        blocks += [Heading(title), *inner]
    if problem_rows:
        blocks += [Heading("附：问题清单"), *_problem_lines(problem_rows)]
    if row["approved_on"]:
        on = paper_day(date.fromisoformat(row["approved_on"]))
        blocks.append(Note(f"{on}{row['approved_by'] or ''}通过，第{row['version']}版。"))
    day = row["approved_on"]
    blocks.append(Signature(unit, paper_day(date.fromisoformat(day)) if day else ""))
    return Document(
        row["title"] or f"{row['year']}年实施方案", "official", tuple(blocks), unit=unit,
        draft=row["state"] == DRAFT,
    )  # fmt: skip


def _paragraphs(text: str | None) -> list[Block]:
    lines = [line.strip() for line in (text or "").splitlines() if line.strip()]
    return [Paragraph(line) for line in lines] or [Paragraph("【请补写】")]


def _tasks(tasks: Sequence[_Row]) -> list[Block]:
    if not tasks:
        return [Paragraph("任务台账里还没有今年的任务。")]
    rows = tuple(
        (
            row["code"] or "", row["title"] or "", _who(row["assignee"]),
            short_day_of(row["due_on"]), row["evidence"] or "",
        )
        for row in tasks
    )  # fmt: skip
    return [Table(_TASKS, rows)]


def _actions(actions: Sequence[_Row]) -> list[Block]:
    if not actions:
        return [Paragraph(_NONE)]
    rows = tuple(
        (
            str(number), row["title"] or "", row["problem"] or "", row["measures"] or "",
            short_day_of(row["start_on"]), row["status"] or "",
        )
        for number, row in enumerate(actions, 1)
    )  # fmt: skip
    return [Table(_ACTIONS, rows)]


def _problem_lines(rows: Sequence[_Row]) -> list[Block]:
    columns = (
        Column("编号", 10, "center"), Column("问题", 40), Column("责任人", 10, "center"),
        Column("整改期限", 12, "center"), Column("状态", 10, "center"),
    )  # fmt: skip
    lines = tuple(
        (
            row["number"] or "", row["description"] or "", _who(row["responsible"]),
            short_day_of(row["due_on"]), row["status"] or "",
        )
        for row in rows
    )  # fmt: skip
    return [Table(columns, lines)]


def special(unit: str, year: int, actions: Sequence[_Row]) -> Document:
    """特色和自选动作, the section of the files; said in so many words where there is none."""
    blocks: list[Block] = []
    if not actions:
        blocks.append(Paragraph(_NONE))
    for number, row in enumerate(actions, 1):
        pairs = tuple(
            (field.label, show(field, row[name]))
            for name, field in OptionalAction.fields.items()
            if name not in ("year", "title", "files") and row[name] not in (None, "")
        )
        blocks += [Heading(f"{number}. {row['title'] or '没有写名称'}", 2), Facts(pairs), Blank()]
    return Document(f"{year}年特色和自选动作", "table", tuple(blocks), unit=unit, sheet="portrait")


class Aspect(NamedTuple):
    """One aspect of the self-assessment: what can be had, what was had, and the year before."""

    name: str
    most: str
    now: str
    before: str  # "" where there is no self-assessment of the year before
    change: str


class Scores(NamedTuple):
    """What the self-assessment of the year came to, in words that are ready for paper."""

    words: str
    aspects: tuple[Aspect, ...]


_ASPECTS = (
    Column("方面", 26), Column("应得", 10, "right"), Column("自评", 10, "right"),
    Column("上年", 10, "right"), Column("变化", 10, "right"),
)  # fmt: skip


def _scores(scores: Scores | None) -> list[Block]:
    if scores is None:
        return [Paragraph("今年还没有自评。")]
    return [Paragraph(scores.words), Table(_ASPECTS, scores.aspects)]


def summary(
    unit: str,
    year: int,
    tasks: Sequence[_Row],
    problem_rows: Sequence[_Row],
    actions: Sequence[_Row],
    counts: Mapping[str, int],
    scores: Scores | None,
    missing: int,
    made_on: date,
) -> Document:
    """年终总结: a draft with every number in its place; the clerk writes the rest."""
    done, going, stopped = _states(tasks)
    ended = f"，终止 {stopped} 项" if stopped else ""
    closed = sum(row["status"] == CLOSED for row in problem_rows)
    told = "，".join(f"{word} {number} 件" for word, number in counts.items() if number)
    blocks: list[Block] = [
        Heading("一、任务完成情况"),
        Paragraph(f"全年任务 {len(tasks)} 项，办结 {done} 项，还在办 {going} 项{ended}。"),
        Table(_BY_ITEM, _by_item(tasks)),
        Heading("二、问题整改情况"),
        Paragraph(
            f"清单上的问题 {len(problem_rows)} 个，已销号 {closed} 个，"
            f"没有销号 {len(problem_rows) - closed} 个。"
        ),
        *(_problem_lines(problem_rows) if problem_rows else ()),
        Heading("三、主要工作"),
        Paragraph(f"各本台账全年登记：{told}。" if told else "各本台账今年还没有登记。"),
        Heading("四、自评情况"),
        *_scores(scores),
        Heading("五、特色做法"),
        *_actions(actions),
        Heading("六、存在的困难"),
        *([Paragraph(f"档案还有 {missing} 个条目没有归齐，见缺项清单。")] if missing else []),
        Paragraph("【请补写】"),
        Heading("七、下一步打算"),
        Paragraph("【请补写】"),
        Signature(unit, paper_day(made_on)),
    ]
    return Document(f"{year}年“清廉村居”建设工作总结", "official", tuple(blocks), unit=unit)


_BY_ITEM = (
    Column("方案条目", 20), Column("任务", 10, "right"), Column("办结", 10, "right"),
    Column("在办", 10, "right"), Column("终止", 10, "right"),
)  # fmt: skip


def _by_item(tasks: Sequence[_Row]) -> tuple[tuple[str, ...], ...]:
    items = list(dict.fromkeys(row["item"] or "其他" for row in tasks))
    found = []
    for item in items:
        of_item = [row for row in tasks if (row["item"] or "其他") == item]
        found.append((item, str(len(of_item)), *map(str, _states(of_item))))
    return tuple(found)


def _states(tasks: Sequence[_Row]) -> tuple[int, int, int]:
    """How many are done, how many go on, how many were stopped."""
    done = sum(row["state"] == DONE for row in tasks)
    going = sum((row["state"] or OPEN[0]) in OPEN for row in tasks)
    return done, going, len(tasks) - done - going


def _who(name: str | None) -> str:
    return mask_name(name) if name else ""
