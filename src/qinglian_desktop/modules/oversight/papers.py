"""The papers of supervision: plain rows in, documents out, no book is asked."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from qinglian_desktop.core.days import paper_day, paper_day_of
from qinglian_desktop.core.document import (
    Band,
    Block,
    Box,
    Column,
    Document,
    Form,
    Paragraph,
    Signature,
    SignLine,
    Table,
    sealed,
)
from qinglian_desktop.core.period import said as period_said
from qinglian_desktop.modules.oversight.records import NO_CLUES

_Row = Mapping[str, Any]
LINE: Final = "＿＿＿＿＿＿"
_DATED: Final = "　　　　　　　年　　月　　日"  # written by hand
_TALL: Final = 24  # mm from which a text begins at the upper edge


def _pair(name: str, text: str, mm: int = 12) -> Band:
    return Band((Box(name, label=True), Box(text, span=3, top=mm >= _TALL)), mm=mm)


def _two(name: str, text: str, other: str, more: str) -> Band:
    return Band(
        (Box(name, label=True), Box(text), Box(other, label=True, align="center"), Box(more))
    )


def meeting(unit: str, title: str, row: _Row, items: Sequence[_Row]) -> Document:
    """例会记录: who was there, what was looked at and how it was judged."""
    when = f"{paper_day_of(row['held_on'])} {row['begins_at'] or ''}".strip()
    bands = (
        _two("时间", when, "地点", row["place"] or ""),
        _two("主持人", row["chair"] or "", "记录人", row["recorder"] or ""),
        _two("应到", _people(row["expected"]), "实到", _people(row["present"])),
        _pair("到会人员", row["attendees"] or "", 18),
        _pair("列席人员", row["guests"] or ""),
        _pair("议题", row["topic"] or "", 18),
    )
    blocks: list[Block] = [Form((4, 8, 4, 8), bands)]
    columns = (
        Column("序号", 5, "center"), Column("类别", 6, "center"), Column("审议事项", 20),
        Column("意见", 24), Column("同意", 5, "center"), Column("不同意", 6, "center"),
        Column("弃权", 5, "center"),
    )  # fmt: skip
    rows = tuple(
        (
            str(number), one["kind"] or "", one["what"] or "", one["opinion"] or "",
            _votes(one["agree"]), _votes(one["against"]), _votes(one["abstain"]),
        )
        for number, one in enumerate(items, 1)
    )  # fmt: skip
    blocks.append(Table(columns, rows or (("",) * len(columns),) * 4, row_mm=11))
    blocks.append(
        Form(
            (4, 20),
            (
                Band((Box("会议记录", label=True), Box(row["minutes"] or "", top=True)), mm=40),
                Band((Box("形成的意见", label=True), Box(row["decided"] or "", top=True)), mm=30),
            ),
        )
    )
    blocks.append(SignLine(("主持人", "记录人", "参会人员", "日期")))
    return sealed(
        Document(title, "form", tuple(blocks), unit=unit, period=period_said(row["due_period"]))
    )


def _people(count: int | None) -> str:
    return f"{count} 人" if count is not None else ""


def _votes(count: int | None) -> str:
    return "" if count is None else str(count)


def opinion(unit: str, supervisors: str, row: _Row, today: date) -> Document:
    """监督意见书: fact, ground, advice, by when it is answered; the answer to be cut off below."""
    reply = paper_day_of(row["reply_due"], f"{LINE}")
    blocks: tuple[Block, ...] = (
        Paragraph(f"{row['addressed_to'] or LINE}：", indent=False),
        Paragraph(f"经{supervisors}集体讨论，现对下面的事项提出监督意见。"),
        Paragraph(f"一、事实。{_ended(row['matter'])}"),
        Paragraph(f"二、依据。{_ended(row['basis'])}"),
        Paragraph(f"三、建议。{_ended(row['suggestion'])}"),
        Paragraph(f"请在{reply}前书面答复是否采纳；不采纳的写明原因。"),
        Signature(f"{unit}{supervisors}", paper_day_of(row["given_on"], paper_day(today))),
        Form(
            (4, 20),
            (
                Band((Box("答复", label=True), Box(_answered(row), top=True)), mm=34),
                Band((Box("答复人", label=True), Box(_DATED, align="right")), mm=12),
            ),
        ),
    )
    return sealed(Document("监督意见书", "official", blocks, unit=unit, number=row["number"] or ""))


def _ended(text: str | None) -> str:
    """With its full stop; a line to write on where nothing is said."""
    said = (text or LINE).rstrip()
    return said if said.endswith(("。", "！", "？")) else f"{said}。"


def _answered(row: _Row) -> str:
    if row["adopted"] is None and not row["reply"]:
        return "□ 采纳　　□ 没有采纳，原因：\n\n"
    word = {1: "采纳。", 0: "没有采纳。"}.get(row["adopted"], "")
    why = f"原因：{row['why_not']}" if row["why_not"] else ""
    return f"{word}{row['reply'] or ''}{why}"


def monitor_log(unit: str, row: _Row) -> Document:
    """履职纪实: the month of a monitor, with the warning over it."""
    bands = (
        _two("监督员", row["person"] or "", "月份", period_said(row["month"])),
        _two("列席会议", _times(row["meetings"], "次"), "走访", _times(row["households"], "户")),
        _pair("监督事项", row["matters"] or "", 34),
        _pair("一般情况", row["findings"] or "", 60),
        _pair("建议", row["suggestions"] or "", 40),
        _pair("签字", f"监督员：　　　　　　　{_DATED}"),
        _pair("报送", _sent(row), 18),
    )
    blocks: tuple[Block, ...] = (
        Paragraph(f"注意：{NO_CLUES}。", indent=False, bold=True),
        Form((4, 8, 4, 8), bands),
    )
    return sealed(Document("监察监督员履职纪实", "form", blocks, unit=unit))


def _times(count: int | None, word: str) -> str:
    return f"{count} {word}" if count is not None else ""


def _sent(row: _Row) -> str:
    if not row["sent_on"]:
        return f"报街道纪工委：{_DATED}　收件人："
    return f"{paper_day_of(row['sent_on'])}报街道纪工委。{row['receipt'] or ''}"
