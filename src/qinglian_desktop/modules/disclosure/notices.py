"""What does a notice say? Its substance in three papers, and the frame put around them.

The substance (tables, sentences) is made when the notice is composed; the frame adds number,
days, review and signature. Both are values; `paper` draws them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from qinglian_desktop.core import canonical, money, numerals
from qinglian_desktop.core.document import (
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Kind,
    Paragraph,
    Sheet,
    Signature,
    SignLine,
    Table,
    dated,
    from_plain,
    sealed,
    to_plain,
)
from qinglian_desktop.core.kinds import show_quantity
from qinglian_desktop.core.outcome import Damaged
from qinglian_desktop.core.record import Board, Field, Record
from qinglian_desktop.modules.disclosure.records import DetailLine
from qinglian_desktop.modules.disclosure.speech import (
    LONGEST_SENTENCE,
    script,
    sentences,
    spoken_numbers,
)

VARIANTS: Final[tuple[Kind, ...]] = ("board", "plain", "broadcast")
VARIANT_LABELS: Final = {"board": "公开栏版", "plain": "大字白话版", "broadcast": "大喇叭播音稿"}
_MOST_SPOKEN: Final = 10  # lines of a list that are read out; a longer one gives its total only
_MOST_PLAIN: Final = 8  # rows of the big-print table, which is read from two metres
_MOST_AGAIN: Final = 3  # lines of the first sentence that are worth saying twice
_SQUARE_TITLE: Final = 60  # characters
_DEPTH: Final = 64  # of the archived JSON; brackets inside texts count too


@dataclass(frozen=True, slots=True)
class Content:
    """The substance of a notice in its three papers, and the totals that a QR square tells."""

    board: tuple[Block, ...] = ()
    plain: tuple[Block, ...] = ()
    spoken: tuple[str, ...] = ()
    totals: str = ""
    short: str = ""  # what big print and loudspeaker call it, where that is not the title


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything a notice carries besides its substance."""

    title: str
    issuer: str
    number: str
    period: str
    audience: str  # 居民 or 村民
    hung_on: date  # the day of posting, or the day on which it would be posted
    draft: bool = True
    body: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    contact: str = ""
    sign: tuple[str, ...] = ("填表人", "审核人", "日期")
    layout: Kind = "board"  # of the paper for the board; official for a text as offices write it
    sheet: Sheet = ""


# -- the general notice ------------------------------------------------------------------------


def public_text(field: Field, stored: Any) -> str:
    """A value as the board may show it: left out first, masked second."""
    if stored in (None, "") or field.board is Board.OMIT:
        return ""
    text = field.kind.show(field.kind.load(stored))
    return field.kind.mask(text) if field.board is Board.MASK else text


_SHOWN = (
    ("seq", 5), ("place", 12), ("item", 18), ("category", 10), ("quantity", 8),
    ("measure", 8), ("price_fen", 11), ("amount_fen", 13),
)  # fmt: skip


def general(lines: Sequence[Mapping[str, Any]], body: str) -> Content:
    """The table of the detail lines, only with columns that say something, in three papers."""
    if not lines:
        return Content(spoken=sentences(body))
    table = _table(DetailLine, lines, _SHOWN, summed=("amount_fen",))
    total = sum(line["amount_fen"] or 0 for line in lines)
    has_money = any(line["amount_fen"] is not None for line in lines)
    spoken = [*sentences(body), f"一共{numerals.said(len(lines))}项。"]
    if len(lines) <= _MOST_SPOKEN:
        spoken += [part for line in lines for part in _spoken_line(line)]
    plain: list[Block] = [Paragraph(f"一共 {len(lines)} 项。")]
    if has_money:
        spoken += ["合计：", f"{money.spoken(total)}。"]
        plain = [Paragraph(f"一共 {len(lines)} 项，合计 {money.show(total)} 元。")]
    plain.append(_plain_table(lines, has_money))
    totals = f"共 {len(lines)} 项" + (f"，合计 {money.show(total)} 元" if has_money else "")
    return Content((table,), tuple(plain), tuple(spoken), totals)


def _table(
    record: type[Record],
    rows: Sequence[Mapping[str, Any]],
    shown: Sequence[tuple[str, int]],
    summed: Sequence[str],
) -> Table:
    """A table of the fields that some row fills; money stays an integer of 分."""
    used = [
        (name, weight, record.fields[name])
        for name, weight in shown
        if record.fields[name].board is not Board.OMIT
        and any(row.get(name) not in (None, "") for row in rows)
    ]
    columns = tuple(
        Column(
            field.label,
            weight,
            "right" if field.kind.numeric else "left",
            money=field.kind.name == "money",
            summed=name in summed,
        )
        for name, weight, field in used
    )
    cells = tuple(tuple(_cell(field, row.get(name)) for name, _, field in used) for row in rows)
    return Table(columns, cells, totals=any(c.money and c.summed for c in columns))


def _cell(field: Field, stored: Any) -> Cell:
    if field.kind.name == "money":
        return "" if stored is None else int(stored)
    return public_text(field, stored)


def _plain_table(lines: Sequence[Mapping[str, Any]], has_money: bool) -> Table:
    """Place, item and amount; what does not fit is one last row, so that the sum still holds."""
    shown, rest = lines, lines[:0]
    if len(lines) > _MOST_PLAIN:
        shown, rest = lines[: _MOST_PLAIN - 1], lines[_MOST_PLAIN - 1 :]
    rows: list[tuple[Cell, ...]] = [
        (_what(line), _quantity(line), "" if line["amount_fen"] is None else line["amount_fen"])
        for line in shown
    ]
    if rest:
        rows.append((f"其余 {len(rest)} 项", "", sum(line["amount_fen"] or 0 for line in rest)))
    columns = (Column("内容", 20), Column("数量", 9, "right"))
    if not has_money:
        return Table(columns, tuple(row[:2] for row in rows))
    return Table((*columns, Column("金额（元）", 12, "right", money=True)), tuple(rows))


def _what(line: Mapping[str, Any]) -> str:
    return " ".join(str(line[name]) for name in ("place", "item") if line[name])


def _quantity(line: Mapping[str, Any]) -> str:
    return show_quantity(line["quantity"]) + (line["measure"] or "") if line["quantity"] else ""


def _spoken_line(line: Mapping[str, Any]) -> list[str]:
    if line["amount_fen"] is None:
        return list(sentences(f"{_what(line)}{_quantity(line)}。"))
    said = f"{money.spoken(line['amount_fen'])}。"
    head = spoken_numbers(f"{_what(line)}：")
    return [head + said] if len(head + said) <= LONGEST_SENTENCE else [*sentences(head), said]


# -- the frame ---------------------------------------------------------------------------------


def framed(content: Content, frame: Frame) -> dict[Kind, Document]:
    """The three papers with number, days, review and signature around the substance."""
    body = tuple(Paragraph(part) for part in frame.body.split("\n") if part.strip())
    signature = Signature(frame.issuer, dated(frame.hung_on))
    signed = (SignLine(frame.sign),) if frame.sign else ()
    board = (*body, *content.board, Facts(frame.facts), *signed, signature)
    # Read from afar, or aloud after the issuer; a title in two lines is one there.
    short = content.short or frame.title.replace("\n", "").removeprefix(frame.issuer)
    ask = (Paragraph(f"有疑问：{frame.contact}", indent=False),) if frame.contact else ()
    plain = (*(content.plain or body), *ask, Signature(frame.issuer, dated(frame.hung_on), False))
    spoken = script(
        (
            f"{frame.audience}朋友们，／大家好。",
            *sentences(f"现在播报{frame.issuer}的公开内容。"),
            *sentences(f"{short}。"),
        ),
        content.spoken,
        _again(content, short),
        (*_ask(frame), "播报完毕。／详细内容，／请到公开栏查看。"),
    )
    blocks: dict[Kind, tuple[Block, ...]] = {
        "board": board,
        "plain": plain,
        "broadcast": tuple(Paragraph(line, indent=False) for line in spoken),
    }
    titles = {"board": frame.title, "plain": short, "broadcast": short}
    return {
        variant: _document(variant, titles[variant], blocks[variant], content, frame)
        for variant in VARIANTS
    }


def _again(content: Content, short: str) -> tuple[str, ...]:
    """What is said once more: the sums, else what came first."""
    sums = [part for part in re.split("[，；]", content.totals) if "元" in part]
    if sums:
        return tuple(line for part in sums for line in sentences(f"{part}。"))
    ends = [place for place, line in enumerate(content.spoken, 1) if line[-1:] in "。！？"]
    first = content.spoken[: ends[0]] if ends else ()
    return first if 0 < len(first) <= _MOST_AGAIN else sentences(f"{short}。")


def _ask(frame: Frame) -> tuple[str, ...]:
    """Whom to ask, when that is more than the issuer, who was named at the beginning."""
    told = frame.contact and frame.contact != frame.issuer
    return sentences(f"有疑问，请找{frame.contact}。") if told else ()


def _document(
    variant: Kind, title: str, blocks: tuple[Block, ...], content: Content, frame: Frame
) -> Document:
    public, hung = variant != "broadcast", variant == "board"
    square = "\n".join(
        part
        for part in (
            _brief(frame.title.replace("\n", "")),
            f"所属期：{frame.period}" if frame.period else "",
            content.totals,
        )
        if part
    )
    return sealed(
        Document(
            title,
            frame.layout if hung else variant,
            blocks,
            unit=frame.issuer,
            number=frame.number,
            period=frame.period,
            draft=frame.draft,
            made_on=frame.hung_on,
            qr=square if public else "",
            sheet=frame.sheet if hung else "",
        )
    )


def _brief(title: str) -> str:
    """A title as the square tells it: one that goes on for lines would make it a palm wide."""
    return title if len(title) <= _SQUARE_TITLE else f"{title[: _SQUARE_TITLE - 1]}…"


def correcting(content: Content, body: str) -> Content:
    """What is put right is said first, also in big print and aloud."""
    return replace(
        content,
        plain=(Paragraph(body), *content.plain),
        spoken=(*sentences(body), *content.spoken),
        short="",
    )


# -- keeping -----------------------------------------------------------------------------------


def kept(
    content: Content,
    papers: Mapping[Kind, Document] | None = None,
    facts: Mapping[str, Any] | None = None,
) -> bytes:
    """The bytes in which a notice's substance is kept, and once posted its three papers.

    `facts` are what the form of its kind was filled with; they travel with the notice.
    """
    plain: dict[str, Any] = {
        "substance": {
            "board": to_plain(Document("", "board", content.board)),
            "plain": to_plain(Document("", "plain", content.plain)),
            "spoken": list(content.spoken),
            "totals": content.totals,
        }
    }
    if content.short:
        plain["substance"]["short"] = content.short
    if papers is not None:
        plain["papers"] = {variant: to_plain(paper) for variant, paper in papers.items()}
    if facts is not None:
        plain["facts"] = dict(facts)
    return canonical.dumps(plain)


def facts_of(data: bytes) -> dict[str, Any] | None:
    """The facts that `kept` wrote, None for a notice without a form; Damaged when not whole."""
    try:
        found = canonical.loads(data, depth=_DEPTH).get("facts")
        return None if found is None else dict(found)
    except (AttributeError, TypeError, ValueError) as trouble:
        raise _broken() from trouble


def substance_of(data: bytes) -> Content:
    """The substance that `kept` wrote; Damaged when it is not whole."""
    try:
        plain = canonical.loads(data, depth=_DEPTH)["substance"]
        return Content(
            from_plain(plain["board"]).blocks,
            from_plain(plain["plain"]).blocks,
            tuple(str(line) for line in plain["spoken"]),
            str(plain["totals"]),
            str(plain.get("short", "")),
        )
    except (KeyError, TypeError, ValueError) as trouble:
        raise _broken() from trouble


def paper_of(data: bytes, variant: Kind) -> Document:
    """A paper as it was posted; Damaged when it is not whole or its fingerprint differs."""
    try:
        paper = from_plain(canonical.loads(data, depth=_DEPTH)["papers"][variant])
    except (KeyError, TypeError, ValueError) as trouble:
        raise _broken() from trouble
    if paper != sealed(paper):
        raise _broken()
    return paper


def _broken() -> Damaged:
    return Damaged("指纹不符：存档被改动过", "请从备份核对", code="QL-PD-041")
