"""Before and after a meeting, and the secretary's log: plain rows in, documents out."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from qinglian_desktop.core.days import paper_day, short_day
from qinglian_desktop.core.document import (
    Band,
    Block,
    Box,
    Column,
    Document,
    Form,
    Note,
    Paragraph,
    Signature,
    SignLine,
    Table,
    sealed,
)
from qinglian_desktop.core.period import Period

_Row = Mapping[str, Any]
LINE: Final = "＿＿＿＿＿＿"
NOTICE, SIGN_IN, MINUTES = "会议通知", "签到表", "会议记录"
PAPERS: Final = (NOTICE, SIGN_IN, MINUTES)
_HAND_MM: Final = 10  # of a row in which somebody signs
_EMPTY_ROWS: Final = 20  # of a sign-in sheet for people nobody has named


def called(row: _Row) -> str:
    """党课; a joint meeting has no kind."""
    return str(row.get("kind") or "大党委联席会")


def _day(stored: str | None, otherwise: str = LINE) -> str:
    return paper_day(date.fromisoformat(stored)) if stored else otherwise


def _when(row: _Row) -> str:
    time = f" {row['begins_at']}" if row["begins_at"] else ""
    return f"{_day(row['held_on'])}{time}"


def notice(unit: str, row: _Row, branch: str, people: Sequence[str], today: date) -> Document:
    """会议通知: when, where, about what, who comes."""
    whom = "、".join(people) if 0 < len(people) <= 12 else f"{branch or unit}全体应到人员"
    subject = row.get("subject") or ""
    topic = (row["topic"] or LINE).rstrip("。")
    blocks: list[Block] = [
        Paragraph(f"{whom}：", indent=False),
        Paragraph(f"定于{_when(row)}在{row['place'] or LINE}召开{called(row)}，请准时参加。"
                  "有事来不了的，请提前请假。"),
        Paragraph(f"议题：{topic}。"),
        *([Paragraph(f"专题：{subject}。")] if subject not in ("", "没有专题") else []),
        *([Paragraph(f"主持人：{row['chair']}。")] if row["chair"] else []),
        Signature(branch or unit, paper_day(today)),
    ]  # fmt: skip
    return sealed(Document(f"{called(row)}通知", "official", tuple(blocks), unit=unit))


def sign_in(unit: str, row: _Row, branch: str, people: Sequence[str]) -> Document:
    """签到表: two names a line; whoever is expected and not named writes his own."""
    wanted = row.get("expected") or (0 if people else _EMPTY_ROWS)
    names = [*people, *[""] * (wanted - len(people))]
    half = -(-len(names) // 2)
    rows = []
    for place in range(half):
        other = place + half
        right = (str(other + 1), names[other]) if other < len(names) else ("", "")
        rows.append((str(place + 1), names[place], "", *right, ""))
    columns = (
        Column("序号", 6, "center"), Column("姓名", 14, "center"), Column("签字", 18),
        Column("序号", 6, "center"), Column("姓名", 14, "center"), Column("签字", 18),
    )  # fmt: skip
    expected = row.get("expected") or len(people) or LINE
    blocks: tuple[Block, ...] = (
        Paragraph(f"会议：{called(row)}　　组织：{branch or unit}", indent=False),
        Paragraph(f"时间：{_when(row)}　　地点：{row['place'] or LINE}", indent=False),
        Table(columns, tuple(rows), row_mm=_HAND_MM),
        Paragraph(f"应到 {expected} 人，实到＿＿＿＿人", indent=False),
        SignLine(("记录人", "主持人", "日期")),
    )
    return sealed(Document(f"{called(row)}签到表", "table", blocks, unit=unit, sheet="portrait"))


def minutes(unit: str, row: _Row, branch: str) -> Document:
    """会议记录: what is typed, with room to write by hand where nothing is."""
    if "expected" in row:
        there = f"应到 {_told(row['expected'])} 人，实到 {_told(row['present'])} 人"
    else:  # of a joint meeting the units are named
        there = row["present"] or ""
    text, decided = row["minutes"] or "", row["decided"] or ""
    bands = [
        _pair("会议", called(row), "组织", branch or unit),
        _pair("时间", _when(row), "地点", row["place"] or ""),
        _pair("主持人", row["chair"] or "", "记录人", row["recorder"] or ""),
        _wide("到会", there),
        *([_wide("没到的人", row["absent"])] if row.get("absent") else []),
        _wide("议题", row["topic"] or ""),
        _wide("会议记录", text, 110 if not text else 60),
        _wide("形成意见", decided, 30),
        _wide("签字", "主持人：　　　　　　　记录人：　　　　　　　日期：　　　　　　", 14),
    ]
    form = Form((5, 11, 5, 11), tuple(bands), fills=len(bands) - 3)
    return sealed(Document(f"{called(row)}记录", "form", (form,), unit=unit))


def _told(value: Any) -> str:
    return str(value) if value is not None else "＿＿"


def _pair(one: str, text: str, other: str, beside: str) -> Band:
    return Band((Box(one, label=True), Box(text), Box(other, label=True), Box(beside)))


def _wide(name: str, text: str, mm: int = 11) -> Band:
    return Band((Box(name, label=True), Box(text, span=3, top=mm > 14)), mm=mm)


def duty_year(unit: str, year: int, months: Mapping[Period, Sequence[_Row]]) -> Document:
    """履责纪实表: month by month; a month without anything says so."""
    columns = (
        Column("月份", 7, "center"), Column("日期", 10, "center"), Column("姓名", 8, "center"),
        Column("类别", 9, "center"), Column("做了什么", 34), Column("结果", 18),
    )  # fmt: skip
    rows: list[tuple[str, ...]] = []
    missing = []
    for month, found in months.items():
        word = f"{month.number}月"
        if not found:
            rows.append((word, "", "", "", "没有记录", ""))
            missing.append(word)
        for place, row in enumerate(found):
            day = short_day(date.fromisoformat(row["done_on"])) if row["done_on"] else ""
            rows.append((word if place == 0 else "", day, row["person"] or "", row["kind"] or "",
                         row["text"] or "", row["outcome"] or ""))  # fmt: skip
    said = f"缺 {len(missing)} 个月：{'、'.join(missing)}。" if missing else "每个月都有记录。"
    blocks: tuple[Block, ...] = (
        Table(columns, tuple(rows)), Note(said), SignLine(("第一责任人", "记录人", "日期")),
    )  # fmt: skip
    return sealed(Document(f"{year}年党组织负责人履责纪实表", "table", blocks, unit=unit))


HEADINGS: Final = ("哪种会", "党组织", "应开", "按期", "补开", "没开", "没开的是")


def party_year(unit: str, year: int, lines: Sequence[tuple[str, ...]], until: date) -> Document:
    """组织生活对照表: what the cycle table asks for, and what was held."""
    widths = (14, 16, 6, 6, 6, 6, 26)
    columns = tuple(
        Column(word, width, "left" if word in ("哪种会", "党组织", "没开的是") else "center")
        for word, width in zip(HEADINGS, widths, strict=True)
    )
    due = sum(int(line[2]) for line in lines)
    done, late, missing = (sum(int(line[n]) for line in lines) for n in (3, 4, 5))
    blocks: tuple[Block, ...] = (
        Paragraph(f"到{paper_day(until)}，组织生活和专题应开 {due} 次，按期开了 {done} 次，"
                  f"补开 {late} 次，没开 {missing} 次。", indent=False),
        Table(columns, tuple(lines)),
        Note("多久开一次照“党建网格周期表”，标“待核实”的以街道答复为准。"),
        SignLine(("填表人", "党组织负责人", "日期")),
    )  # fmt: skip
    return sealed(Document(f"{year}年组织生活对照表", "table", blocks, unit=unit))
