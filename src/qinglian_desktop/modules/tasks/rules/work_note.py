"""What does a note of a week or month of work say? 完成, 在办, 需协调, in words.

An item stands in it when its state changed in those days, once, and no other does.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import Block, Document, Heading, Paragraph, Signature, sealed
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.tasks.records import OPEN, STATES

DONE, DOING, ASKING = PARTS = ("完成", "在办", "需协调")
STOPPED = STATES[-1]
NOTHING = "这段时间没有变化的任务。"
_MOVED = re.compile(f"({'|'.join(STATES)}) → ({'|'.join(STATES)})(?:：(.*))?", re.S)
_PUT_OFF = "推迟到"  # how the note of a postponed task begins
_LONGEST = 60  # characters of one line of progress


class Went(NamedTuple):
    """One item with where it stood before these days and at their end."""

    task: Row
    before: str
    after: str
    back: bool = False  # sent back or taken up again, not simply going on
    reason: str = ""


class Item(NamedTuple):
    part: str
    row_id: str
    words: str
    stopped: bool = False  # it came to an end without being done


def items(went: Iterable[Went], notes: Mapping[str, Sequence[str]], last: date) -> tuple[Item, ...]:
    """Each item in its part, in the order of the ledger; `notes` are its lines of progress."""
    return tuple(
        Item(part_of(one, said := notes.get(one.task["id"], ()), last), one.task["id"],
             _words(one, said, last), one.after == STOPPED)
        for one in went
    )  # fmt: skip


def part_of(one: Went, notes: Sequence[str], last: date) -> str:
    """需协调 is what is open still and late, put off, or sent back."""
    if one.after not in OPEN:
        return DONE
    put_off = any(note.startswith(_PUT_OFF) for note in notes)
    return ASKING if one.back or put_off or _late(one.task, last) else DOING


def _late(task: Row, last: date) -> int:
    """Days since it was due; 0 when it is not late."""
    due = task["due_on"]
    return max(0, (last - date.fromisoformat(due)).days) if due else 0


def _words(one: Went, notes: Sequence[str], last: date) -> str:
    facts = [one.after if one.after == one.before else f"{one.before} → {one.after}"]
    if one.reason:
        facts.append(one.reason)
    if one.after in OPEN and (late := _late(one.task, last)):
        facts.append(f"已超过期限 {late} 天")
    said = [_short(note) for note in notes if not _MOVED.fullmatch(note)]
    ends = f"。{'；'.join(said)}" if said else ""
    return f"{_short(str(one.task['title'] or one.task['code'] or ''))}（{'，'.join(facts)}）{ends}"


def _short(text: str) -> str:
    one = " ".join(text.split()).rstrip("。")
    return one if len(one) <= _LONGEST else f"{one[: _LONGEST - 1]}…"


def counts(found: Iterable[Item]) -> dict[str, int]:
    listed = [item.part for item in found]
    return {part: listed.count(part) for part in PARTS}


def told(found: Iterable[Item], *, zero: bool = False) -> str:
    """完成 3 项（其中终止 1 项），在办 2 项; parts with none only where `zero` asks for them."""
    items = list(found)
    stopped = sum(item.stopped for item in items)
    said = []
    for part, number in counts(items).items():
        ended = f"（其中终止 {stopped} 项）" if part == DONE and stopped else ""
        if number or zero:
            said.append(f"{part} {number} 项{ended}")
    return "，".join(said)


def text_of(found: Iterable[Item], part: str) -> str:
    """The lines of one part, numbered, as they stand in the box that can be edited."""
    lines = [item.words for item in found if item.part == part]
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def span(first: date, last: date) -> str:
    """2026年11月1日至30日: what both days share is said once."""
    ends = paper_day(last)
    if first.year == last.year:
        ends = ends.partition("年")[2]
        if first.month == last.month:
            ends = ends.partition("月")[2]
    return f"{paper_day(first)}至{ends}"


def paper(
    unit: str, title: str, when: str, parts: Mapping[str, str], today: date, said: str
) -> Document:
    """The note as an official paper, with the words as the clerk left them."""
    blocks: list[Block] = [Paragraph(f"现将{when}的工作情况报告如下。{said}")]
    for sign, part in zip("一二三", PARTS, strict=True):
        blocks.append(Heading(f"{sign}、{part}"))
        lines = [line.strip() for line in parts.get(part, "").splitlines() if line.strip()]
        blocks += [Paragraph(line) for line in lines or ["无。"]]
    blocks.append(Signature(unit, paper_day(today), seal=False))
    return sealed(Document(title, "official", tuple(blocks), unit=unit, period=when))
