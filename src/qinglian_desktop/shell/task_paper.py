"""The card of one task on paper: what is asked, the steps, the notes."""

from datetime import date

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import Block, Column, Document, Facts, Heading, Table
from qinglian_desktop.core.kinds import DAY
from qinglian_desktop.core.record import Level
from qinglian_desktop.modules.tasks import reads
from qinglian_desktop.modules.tasks.reads import Moved
from qinglian_desktop.modules.tasks.records import Task
from qinglian_desktop.store.book import Book

_FACTS = (
    "code", "item", "state", "due_on", "source_no", "issuer", "lead_office", "offices", "helpers",
    "assignee", "clause", "basis", "evidence",
)  # fmt: skip
_STEPS = (
    Column("步", 6, align="center"), Column("步骤", 40), Column("做完日期", 16),
    Column("谁做的", 14),
)  # fmt: skip
_MOVED = (
    Column("哪天改的", 16), Column("原定", 16), Column("改到", 16), Column("谁", 12),
    Column("原因", 30),
)  # fmt: skip
_NOTES = (Column("日期", 18), Column("谁", 14), Column("进展", 50))


def moved_words(one: Moved) -> str:
    """原定2026年12月5日，改到2026年12月20日：下雨（周文书，2026年11月24日）."""
    now = f"改到{paper_day(one.now)}" if one.now else "改成不定期限"
    who = "，".join(filter(None, (one.who, paper_day(date.fromisoformat(one.at)))))
    return f"原定{paper_day(one.was)}，{now}：{one.reason}（{who}）"


def of(book: Book, task_id: str) -> Document:
    """A paper of the office: the names of those who worked on it stand in full, as on its cards."""
    row = book.row(Task.table, task_id) or {}
    fields = Task.fields
    facts = []
    for name in _FACTS:
        value, field = row.get(name), fields[name]
        if not value:
            continue
        text = paper_day(DAY.load(value)) if field.kind is DAY else str(value)
        facts.append((field.label, field.kind.mask(text) if field.level >= Level.PERSON else text))
    blocks: list[Block] = [Facts(tuple(facts))]
    if steps := reads.steps(book, task_id):
        lines = tuple(
            (str(s.place), s.title, paper_day(s.done_on) if s.done_on else "", s.who or "")
            for s in steps
        )
        blocks += [Heading("清单步骤"), Table(_STEPS, lines)]
    if notes := reads.notes(book, task_id):
        told = tuple((paper_day(n.noted_on), n.who or "", n.text) for n in notes)
        blocks += [Heading("进展记录"), Table(_NOTES, told)]
    if moved := reads.moved_days(book, task_id):
        days = tuple(
            (
                paper_day(date.fromisoformat(m.at)), paper_day(m.was),
                paper_day(m.now) if m.now else "不定期限", m.who, m.reason,
            )
            for m in moved
        )  # fmt: skip
        blocks += [Heading("改期"), Table(_MOVED, days)]
    title = str(row.get("title") or "任务卡")
    return Document(
        title, "table", tuple(blocks), unit=book.unit.name, made_on=clock.today(), sheet="portrait"
    )
