"""The papers of an audit and of a report: plain rows in, documents out, no book is asked."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from qinglian_desktop.core import money
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import (
    Band,
    Block,
    Box,
    Column,
    Document,
    Form,
    Heading,
    Paragraph,
    Signature,
    SignLine,
    Table,
    sealed,
)

_Row = Mapping[str, Any]
LINE: Final = "＿＿＿＿＿＿"
_DATED: Final = "　　　　　　　年　　月　　日"  # written by hand
NOTICE, EVIDENCE, DRAFT, RECTIFY = "审计通知书", "审计取证单", "征求意见书", "整改清单"
PAPERS: Final = (NOTICE, EVIDENCE, DRAFT, RECTIFY)


def said_day(stored: str | None, otherwise: str = LINE) -> str:
    return paper_day(date.fromisoformat(stored)) if stored else otherwise


def notice(unit: str, row: _Row, items: Sequence[str], days: int, today: date) -> Document:
    """审计通知书: who comes when to look at what, and which papers lie ready."""
    scope = row["scope"] or "；".join(items)
    who = f"{row['post'] or ''}{row['subject'] or LINE}"
    blocks: list[Block] = [
        Paragraph(f"{who}：", indent=False),
        Paragraph(
            f"根据年度审计安排，决定由{row['auditor'] or LINE}组成审计组，"
            f"自{said_day(row['opened_on'])}起，对你（单位）进行{row['kind']}。现将有关事项通知如下："
        ),
        Heading("一、审计的时间范围"),
        Paragraph(f"{said_day(row['period_from'] or row['term_from'])}至"
                  f"{said_day(row['period_until'] or row['term_until'])}，"
                  "必要时追溯到以前年度或者延伸审计有关单位。"),
        Heading("二、审计的内容"),
        Paragraph(f"{scope}。"),
        Heading("三、审计组成员"),
        Paragraph(row["members"] or f"组长：{LINE}　成员：{LINE}（不少于 2 人）"),
        Heading("四、请做好的准备"),
        Paragraph("请把账簿、凭证、合同、会议记录、资产台账、银行对账单准备好，提供必要的工作条件，"
                  "并对所提供资料的真实、完整作出书面承诺。"),
        Paragraph(f"本通知在进场 {days} 天前送达。"),
        Signature(row["organiser"] or unit, said_day(row["noticed_on"], paper_day(today))),
    ]  # fmt: skip
    return sealed(
        Document(NOTICE, "official", tuple(blocks), unit=unit, number=row["number"] or "")
    )


def evidence(unit: str, row: _Row, finding: _Row | None) -> Document:
    """审计取证单: one fact a sheet, signed by both sides."""
    found = finding or {}
    amount = found.get("amount_fen")
    told = f"\n涉及金额 {money.marked(amount)}" if amount else ""
    bands = (
        _pair("被审计人（单位）", f"{row['post'] or ''}{row['subject'] or ''}"),
        _pair("审计项目", f"{row['number'] or ''} {row['kind'] or ''}".strip()),
        _pair("事项", _issue(found) if found else ""),
        _pair("事实和证据摘要", f"{found.get('content') or ''}{told}", 82),
        _pair("依据", found.get("basis") or "", 24),
        _pair("附件", "共　　　　页", 12),
        _pair("被审计人意见", f"（有不同意见的写在这里）\n\n签字（盖章处）：{_DATED}", 36),
        _pair("审计人员", f"取证人签字：　　　　　　　复核人签字：　　　　　　　\n{_DATED}", 22),
    )  # fmt: skip
    form = Form((4, 15), bands)
    return sealed(Document(EVIDENCE, "form", (form,), unit=unit, number=row["number"] or ""))


def _pair(name: str, text: str, mm: int = 12) -> Band:
    return Band((Box(name, label=True), Box(text, top=mm > 20)), mm=mm)


def draft(unit: str, row: _Row, findings: Sequence[_Row], today: date) -> Document:
    """征求意见书: what is going to be reported, and until when an answer is waited for."""
    blocks: list[Block] = [
        Paragraph(f"{row['post'] or ''}{row['subject'] or LINE}：", indent=False),
        Paragraph(f"现将《{row['kind']}报告》征求意见稿送你（单位）征求意见，请在"
                  f"{said_day(row['opinions_by'])}前写出书面意见；到期没有提出的，视为没有不同意见。"),
        Heading("一、审计发现的问题"),
        *(_findings_said(findings) or [Paragraph("没有发现问题。")]),
        Heading("二、审计意见"),
        Paragraph(row["opinion"] or f"【请补写：审计意见】{LINE}"),
        Heading("三、被审计人（单位）的意见"),
        Paragraph(row["opinions"] or f"{LINE}{LINE}{LINE}"),
        SignLine(("被审计人", "日期")),
        Signature(row["auditor"] or row["organiser"] or unit, said_day(row["drafted_on"],
                  paper_day(today))),
    ]  # fmt: skip
    return sealed(Document(DRAFT, "official", tuple(blocks), unit=unit, number=row["number"] or ""))


def _findings_said(findings: Sequence[_Row]) -> list[Block]:
    made: list[Block] = []
    for number, one in enumerate(findings, 1):
        amount = f"，涉及 {money.marked(one['amount_fen'])}" if one["amount_fen"] else ""
        basis = f"依据：{one['basis']}。" if one["basis"] else ""
        made.append(Paragraph(f"{number}. {_issue(one)}：{one['content'] or ''}{amount}。{basis}"))
    return made


def _issue(one: _Row) -> str:
    return str(one.get("issue") or "").partition(" ")[2] or str(one.get("issue") or "")


def rectify(
    unit: str, row: _Row, findings: Sequence[_Row], again: Mapping[str, int], today: date
) -> Document:
    """整改清单: 问题, 依据, 金额, 责任人, 时限, 措施, how far it is."""
    columns = (
        Column("序号", 4, "center"), Column("问题", 18), Column("依据", 12),
        Column("金额（元）", 9, "right", money=True), Column("责任人", 7, "center"),
        Column("整改期限", 9, "center"), Column("整改措施", 16), Column("进度", 9, "center"),
    )  # fmt: skip
    rows = tuple(
        (
            str(one["seq"] or number), f"{_issue(one)}：{one['content'] or ''}{_times(one, again)}",
            one["basis"] or "", one["amount_fen"] if one["amount_fen"] is not None else "",
            one["responsible"] or "", said_day(one["due_on"], ""), one["measures"] or "",
            _progress(one, today),
        )
        for number, one in enumerate(findings, 1)
    )  # fmt: skip
    who = f"{row['post'] or ''}{row['subject'] or ''}"
    head = f"{row['kind']}（{who}），报告日期{said_day(row['reported_on'])}"
    blocks: tuple[Block, ...] = (
        Paragraph(head, indent=False),
        Table(columns, rows, totals=any(one["amount_fen"] for one in findings)),
        SignLine(("填表人", "责任单位负责人", "审核人", "日期")),
    )
    return sealed(
        Document("审计问题整改清单", "table", blocks, unit=unit, number=row["number"] or "")
    )


def _times(one: _Row, again: Mapping[str, int]) -> str:
    return f"（两年内第 {again[one['id']]} 次查出）" if one["id"] in again else ""


def _progress(one: _Row, today: date) -> str:
    open_still = one["state"] in ("待整改", "整改中")
    if open_still and one["due_on"] and one["due_on"] < today.isoformat():
        return f"{one['state']}（逾期）"
    closed = one["closed_on"] or one["submitted_on"]
    return f"{one['state']} {said_day(closed, '')}".strip()


# -- reports ----------------------------------------------------------------------------------


def report(unit: str, row: _Row, label: str, today: date) -> Document:
    """A report to the Party organisation or a 述职, as an official paper."""
    title = f"{label}{_TITLES.get(row['kind'], row['kind'])}"
    opening = f"{row['heard_by']}：" if row["heard_by"] else ""
    blocks: list[Block] = [Paragraph(opening, indent=False)] if opening else []
    blocks += _body(row["body"] or "")
    if row["heard_on"]:
        blocks.append(Heading("听取情况"))
        blocks.append(Paragraph(f"{said_day(row['heard_on'])}，{row['heard_by']}听取了报告。"
                                f"{row['opinion'] or ''}"))  # fmt: skip
    signed = row["who"] or unit
    blocks.append(Signature(signed, said_day(row["written_on"], paper_day(today)), seal=False))
    made = Document(title, "official", tuple(blocks), unit=unit, draft=not row["written_on"])
    return sealed(made)


_TITLES = {
    "半年汇报": "集体经济组织工作情况报告",
    "理事会述职": "集体经济组织理事会述职报告",
    "监事会述职": "集体经济组织监事会述职报告",
}


def _body(text: str) -> Iterator[Block]:
    for line in filter(None, (part.strip() for part in text.split("\n"))):
        is_title = line[0] in "一二三四五六七八九十" and line[1:2] == "、"
        yield Heading(line) if is_title else Paragraph(line)
