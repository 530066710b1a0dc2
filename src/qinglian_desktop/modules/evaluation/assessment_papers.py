"""自评表, 自评报告 and 佐证目录: plain values in, documents out, no book is asked."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from qinglian_desktop.core.days import paper_day, short_day_of
from qinglian_desktop.core.document import (
    Block,
    Column,
    Document,
    Facts,
    Heading,
    Kind,
    Note,
    Paragraph,
    Signature,
    SignLine,
    Table,
    sealed,
)
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.evaluation import assessment_rules as rules
from qinglian_desktop.modules.evaluation.assessment_rules import Gap, Tally, told
from qinglian_desktop.modules.evaluation.evidence import Evidence
from qinglian_desktop.modules.evaluation.system import shown


class Told(NamedTuple):
    """All that the papers of one version say."""

    unit: str
    row: Row
    system: str  # the indicators it was scored by, with 待核实 where they are a proposal
    lines: Sequence[Row]
    whole: Tally
    bonus: Decimal
    claims: Sequence[tuple[str, Decimal]]
    level: str
    standing: str  # 负面清单, "" where nothing applies
    evidence: Mapping[str, Sequence[Evidence]]
    gaps: Sequence[Gap]
    optional: Sequence[str]  # 自选动作
    day: date  # of the paper
    draft: bool


def table(given: Told) -> Document:
    """自评表: every line with what the records say and what the unit says."""
    columns = (
        Column("编号", 5, "center"), Column("指标", 26), Column("分值", 5, "right"),
        Column("系统建议", 6, "right"), Column("自评", 5, "right"), Column("说明", 22),
        Column("佐证", 8),
    )  # fmt: skip
    rows, strong = _table_rows(given)
    blocks: tuple[Block, ...] = (
        Facts(_head(given)),
        Table(columns, rows, strong=strong),
        SignLine(("填表人", "党组织负责人", "日期")),
    )
    title = f"{given.row['year']}年度清廉村居建设自评表"
    return _paper(given, title, "table", blocks)


def _head(given: Told) -> tuple[tuple[str, str], ...]:
    row, whole = given.row, given.whole
    pairs = [
        ("单位", given.unit),
        ("评价期间", f"{row['year']}年1月1日至{paper_day(date.fromisoformat(row['cutoff_on']))}"),
        ("指标体系", given.system),
        ("自评得分", _sum_words(whole)),
        ("加分", f"{shown(given.bonus)} 分（单列，不计入上面的得分）"),
        ("等次", given.level or "未达到任何等次"),
        ("负面清单", given.standing or "没有"),
    ]
    if row["heard_on"]:
        heard = paper_day(date.fromisoformat(row["heard_on"]))
        said = f"，{row['heard_said']}" if row["heard_said"] else ""
        pairs.append(("党组织审议", f"{heard} {row['heard_by'] or ''}{said}"))
    lacking = sum(rules.applies(line) and not _papers(given, line) for line in given.lines)
    late = sum(one.late for found in given.evidence.values() for one in found)
    pairs.append(("佐证", f"没有佐证的 {lacking} 项，补录的记录 {late} 条"))
    return tuple(pairs)


def _sum_words(whole: Tally) -> str:
    if whole.most == whole.whole:
        return f"{shown(whole.points)} 分"
    return (
        f"{shown(whole.points)} 分（实得 {shown(whole.earned)} 分 × {shown(whole.whole)} "
        f"÷ 适用 {shown(whole.most)} 分）"
    )


def _table_rows(given: Told) -> tuple[tuple[tuple[str, ...], ...], tuple[int, ...]]:
    """The lines under their aspects; which rows are the aspects."""
    rows: list[tuple[str, ...]] = []
    strong = []
    for aspect in given.whole.aspects:
        strong.append(len(rows))
        rows.append(("", aspect.name, shown(aspect.most), "", shown(aspect.earned), "", ""))
        rows += [_row(given, line) for line in given.lines if line["dimension"] == aspect.name]
    return tuple(rows), tuple(strong)


def _row(given: Told, line: Row) -> tuple[str, ...]:
    if not rules.applies(line):
        return (line["indicator"], line["title"], told(line["points"]), "不适用", "",
                line["formula"] or "", "")  # fmt: skip
    words = "；".join(filter(None, (line["note"], line["differs"])))
    papers = _papers(given, line)
    return (
        line["indicator"], line["title"], told(line["points"]), told(line["suggested"]),
        told(line["self_score"]), words, f"{papers} 件" if papers else "没有",
    )  # fmt: skip


def _papers(given: Told, line: Row) -> int:
    """Records that collect themselves, and papers added by hand."""
    return len(given.evidence.get(line["indicator"], ())) + _added(line)


def _added(line: Row) -> int:
    return str(line["files"] or "").count('"') // 2


# -- 自评报告 ------------------------------------------------------------------------------------


def report(given: Told) -> Document:
    """自评报告: what it came to, aspect by aspect, the gaps, what is done about them."""
    row, whole = given.row, given.whole
    title = f"{given.unit}\n{row['year']}年度清廉村居建设自评报告"
    blocks: list[Block] = [
        Paragraph(
            f"按照《{given.system}》，我单位对 {row['year']} 年清廉村居建设情况逐项自评。"
            f"数据取自各本台账，截止到{paper_day(_until(given))}。"
            "现将自评情况报告如下："
        ),
        Heading("一、自评结果"),
        Paragraph(_result(given)),
        Heading("二、各方面情况"),
    ]
    for number, aspect in enumerate(whole.aspects, 1):
        blocks.append(Heading(f"（{_NUMBERS[number - 1]}）{aspect.name}", 2))
        blocks.append(Paragraph(_aspect(given, aspect)))
    blocks.append(Heading("三、特色做法和自选动作"))
    blocks += [Paragraph(f"{number}. {what}") for number, what in enumerate(given.optional, 1)] or [
        Paragraph("本年度没有登记自选动作。")
    ]
    blocks.append(Heading("四、存在的差距"))
    blocks += [Paragraph(_gap(number, gap)) for number, gap in enumerate(given.gaps, 1)] or [
        Paragraph("没有失分项。")
    ]
    blocks.append(Heading("五、下一步打算"))
    tasked = sum(bool(gap.task_id) for gap in given.gaps)
    blocks.append(Paragraph(_next(len(given.gaps), tasked)))
    blocks.append(Signature(given.unit, paper_day(given.day)))
    return _paper(given, title, "official", tuple(blocks))


def _until(given: Told) -> date:
    """The last day the records tell of: the cut-off day, or that of the paper before it."""
    return min(date.fromisoformat(given.row["cutoff_on"]), given.day)


_NUMBERS = "一二三四五六七八九十"


def _result(given: Told) -> str:
    level = f"，等次为“{given.level}”" if given.level else ""
    bonus = f"另有加分 {shown(given.bonus)} 分（单列）。" if given.bonus else "没有加分。"
    claims = "；".join(f"{what} {shown(points)} 分" for what, points in given.claims if points)
    standing = f"负面清单：{given.standing}。" if given.standing else "没有负面清单所列情形。"
    more = f"加分事项：{claims}。" if claims else ""
    return f"自评得分 {_sum_words(given.whole)}{level}。{bonus}{more}{standing}"


def _aspect(given: Told, aspect: rules.Aspect) -> str:
    lines = [line for line in given.lines if line["dimension"] == aspect.name]
    ours = [line for line in lines if rules.applies(line)]
    full = sum(rules.lost(line) <= 0 for line in ours)
    records = sum(len(given.evidence.get(line["indicator"], ())) for line in ours)
    apart = len(lines) - len(ours)
    not_ours = f"，不适用 {apart} 项" if apart else ""
    return (
        f"共 {len(lines)} 项{not_ours}，应得 {shown(aspect.most)} 分，"
        f"自评 {shown(aspect.earned)} 分；得满分的 {full} 项，有 {records} 条台账记录作佐证。"
    )


def _gap(number: int, gap: Gap) -> str:
    return f"{number}. {gap.indicator} {gap.title}：少 {shown(gap.lost)} 分。{gap.how}。"


def _next(many: int, tasked: int) -> str:
    if not many:
        return "继续按台账办理，保持现有做法。"
    if not tasked:
        return f"以上 {many} 项逐项明确责任人和期限，抓紧补齐。"
    left = f"，其余 {many - tasked} 项抓紧明确" if many > tasked else ""
    return f"以上 {many} 项中 {tasked} 项已转成整改任务，有责任人和期限{left}。"


# -- 佐证目录 ------------------------------------------------------------------------------------


def catalogue(given: Told) -> Document:
    """佐证目录: which records show which indicator, as they stood on the cut-off day."""
    columns = (
        Column("序号", 4, "center"), Column("指标", 5, "center"), Column("台账", 10),
        Column("记录", 28), Column("日期", 9, "center"), Column("附件", 5, "center"),
        Column("备注", 7),
    )  # fmt: skip
    rows: list[tuple[str, ...]] = []
    for line in given.lines:
        for one in given.evidence.get(line["indicator"], ()):
            papers = f"{one.papers} 件" if one.papers else ""
            rows.append(
                (str(len(rows) + 1), line["indicator"], one.ledger, one.name,
                 short_day_of(one.day), papers, "补录" if one.late else "")
            )  # fmt: skip
        if added := _added(line):
            rows.append(
                (str(len(rows) + 1), line["indicator"], "另附的佐证", line["title"], "",
                 f"{added} 件", "")
            )  # fmt: skip
    cutoff = paper_day(_until(given))
    blocks: tuple[Block, ...] = (
        Paragraph(f"{given.unit}，{given.row['title']}，截止{cutoff}", indent=False),
        Table(columns, tuple(rows)),
        Note("记录由各本台账自动归集，截止日以后登记或改动的不在内。"),
    )
    return _paper(given, f"{given.row['year']}年度自评佐证目录", "table", blocks)


class OfLine(NamedTuple):
    """All that the paper of one indicator says."""

    unit: str
    row: Row
    line: Row
    street: str  # what the street gave it, "" while it gave nothing
    evidence: Sequence[Evidence]
    day: date


def one_line(given: OfLine) -> Document:
    """打印本项: what is asked, how it was counted, what the unit says, what shows it."""
    line, row = given.line, given.row
    score = f"{told(line['self_score'])} 分" if line["self_score"] is not None else "还没自评"
    words = "；".join(filter(None, (line["note"], line["differs"])))
    pairs = (
        ("哪一版", row["title"]), ("方面", line["dimension"]),
        ("分值", f"{told(line['points'])} 分"), ("评分办法", line["scoring"] or "没有写"),
        ("系统建议", f"{told(line['suggested'])} 分（{line['basis']}）"),
        ("怎么算的", line["formula"] or "没有算式"), ("自评分", score),
        ("说明", words or "没有写"), ("街道核评", given.street or "还没有核评"),
    )  # fmt: skip
    columns = (
        Column("序号", 4, "center"), Column("台账", 10), Column("记录", 30),
        Column("日期", 9, "center"), Column("附件", 5, "center"), Column("备注", 6),
    )  # fmt: skip
    rows = [
        (str(number), one.ledger, one.name, short_day_of(one.day),
         f"{one.papers} 件" if one.papers else "", "补录" if one.late else "")
        for number, one in enumerate(given.evidence, 1)
    ]  # fmt: skip
    if added := _added(line):
        rows.append((str(len(rows) + 1), "另附的佐证", line["title"], "", f"{added} 件", ""))
    behind: Block = Table(columns, tuple(rows)) if rows else Note("截止日前没有相关记录。")
    title = f"{line['indicator']} {line['title']}"
    return sealed(
        Document(
            title, "table", (Facts(pairs), behind, SignLine(("填表人", "党组织负责人", "日期"))),
            unit=given.unit, number=row["title"], draft=not row["frozen_on"], made_on=given.day,
        )
    )  # fmt: skip


def _paper(given: Told, title: str, kind: Kind, blocks: tuple[Block, ...]) -> Document:
    made = Document(
        title,
        kind,
        blocks,
        unit=given.unit,
        number=given.row["title"],
        draft=given.draft,
        made_on=given.day,
    )
    return sealed(made)
