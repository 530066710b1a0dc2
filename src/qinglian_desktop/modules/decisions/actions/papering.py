"""Printing for a meeting: which papers, how many pages each has, what came back signed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Document
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused, Stopped
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions import joint, papers, reads
from qinglian_desktop.modules.decisions.actions.filing import held_meeting, register_of
from qinglian_desktop.modules.decisions.actions.preparing import Asked, check, paper_basis
from qinglian_desktop.modules.decisions.papers import Meeting
from qinglian_desktop.modules.decisions.records import MatterStep, MeetingPaper
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

Tick = Callable[[int, int, str], object]

NOTICE, AGENDA, SIGN_IN, BALLOTS, TALLY = "会议通知", "议程", "签到表", "表决票", "计票单"
MINUTES, REGISTER = "会议记录", "决策实施登记表"
# Before a meeting, in the order in which they are needed.
BEFORE: Final[Mapping[str, Callable[[Meeting], Document]]] = MappingProxyType(
    {
        NOTICE: papers.notice,
        AGENDA: papers.agenda,
        SIGN_IN: papers.sign_in,
        BALLOTS: papers.ballots,
        TALLY: papers.tally_sheet,
    }
)
APART: Final = (BALLOTS, TALLY)  # of several matters before one meeting, each has its own
SIGNED: Final = (SIGN_IN, TALLY, MINUTES, REGISTER)  # whose pages come back with signatures


class Sheets(NamedTuple):
    """One paper drawn: its name, its PDF, its pages, signs that no font could draw."""

    name: str
    pdf: bytes
    pages: int
    missing: tuple[str, ...] = ()
    fingerprint: str = ""


def print_before(
    book: Book, step_id: str, asked: Asked, chosen: Sequence[str], tick: Tick
) -> Changes:
    """Draws the chosen papers of a planned meeting; `result` is a tuple of `Sheets`.

    How many pages each has is kept with the step, to be compared with what comes back signed.
    """
    step = ledger.there(book, MatterStep.table, step_id)
    meeting = check(book, step["matter_id"], step["gate"], asked).meeting
    made = [
        (owner, name, BEFORE[name](one))
        for name in BEFORE
        if name in chosen
        for owner, one in _copies(book, step, meeting, name)
    ]
    drawn = draw_all([(name, document) for _, name, document in made], tick)
    return _kept(book, [owner for owner, _, _ in made], drawn)


def _copies(book: Book, step: Row, meeting: Meeting, name: str) -> Iterator[tuple[Row, Meeting]]:
    """A paper for the whole meeting, kept with this step; what is voted with, for each matter.

    Who avoids is another one for each matter, and each has a file of its own.
    """
    sitting = joint.planned_with(book, reads.case(book, step["matter_id"]), step["gate"])
    if name not in APART or len(meeting.items) == 1:
        yield step, meeting
        return
    steps = {row["matter_id"]: row for row in (step, *sitting.fellows)}
    for matter, item in zip(sitting.matters, meeting.items, strict=True):
        yield steps[matter["id"]], meeting._replace(items=(item,))


def draft_notice(book: Book, step_id: str, asked: Asked) -> Changes:
    """The 会议通知 as a draft for the board; `result` is the id of the notice.

    Refused while day, time or place are missing.
    """
    step = ledger.there(book, MatterStep.table, step_id)
    meeting = check(book, step["matter_id"], step["gate"], asked).meeting
    matter = reads.case(book, step["matter_id"]).matter
    rule = reads.vote_rule(book, matter, step["gate"], asked.day, households=asked.households)
    if not asked.time or not asked.place:
        raise Refused("时间或地点还没填", "填好再编通知", field="time", code="QL-DW-098")
    facts = {
        "body": meeting.name,
        "meeting_on": asked.day,
        "hours": meeting.time,
        "place": meeting.place,
        "who": f"应到{meeting.due}{meeting.bar.unit}",
        "agenda": "\n".join(f"{n}.{item.title}" for n, item in enumerate(meeting.items, 1)),
        "papers": asked.bring,
        "proxy": "不能到会的，请提前请假",
        "urgent": asked.short_notice,
        "told_days": rule.notice_days,
    }
    given = {name: value for name, value in facts.items() if value}
    # A body has rules of its own for its call; those of the full meeting are not printed for it.
    basis = paper_basis(rule.basis if rule.unsure else rule.notice_basis)
    made = disclosure.draft(book, "N18", given, event_on=asked.day, basis=basis)
    return Changes(made.label, made.touched, made.step, made.ids(Notice.table)[-1])


def print_minutes(book: Book, step_id: str, tick: Tick) -> Changes:
    """The minutes of a meeting that was held; `result` is a tuple of `Sheets`."""
    step = ledger.there(book, MatterStep.table, step_id)
    made = papers.minutes(held_meeting(book, step_id))
    return _kept(book, [step], draw_all([(MINUTES, made)], tick))


def print_register(book: Book, matter_id: str, gates: Sequence[str], tick: Tick) -> Changes:
    """《决策实施登记表》 of the chosen steps; pages are kept with each step that there is."""
    found = reads.case(book, matter_id)
    forms = [one for one in register_of(book, matter_id) if one.gate in gates]
    drawn = draw_all([(one.gate, papers.register(one)) for one in forms], tick)
    rows = {gate: found.step(gate) for gate in gates}
    kept = [
        (whole.last, one._replace(name=REGISTER))
        for one in drawn
        if (whole := rows.get(one.name)) is not None and whole.last["owner"] == book.unit.office_id
    ]
    if not kept:
        return Changes("", result=drawn)
    with book.change(f"打印{REGISTER}：{found.matter['title'][:30]}") as change:
        for step, one in kept:
            _keep(change, step, one)
        change.result = drawn
    return change.changes


def draw_all(documents: Iterable[tuple[str, Document]], tick: Tick) -> tuple[Sheets, ...]:
    from qinglian_desktop.paper.draw import draw
    from qinglian_desktop.paper.fonts import Fonts

    fonts, made = Fonts(), list[Sheets]()
    listed = list(documents)
    for done, (name, document) in enumerate(listed):
        if tick(done, len(listed), f"正在排{name}") is False:
            raise Stopped
        pdf = BytesIO()
        drawn = draw(document, pdf, fonts=fonts)
        made.append(Sheets(name, pdf.getvalue(), drawn.pages, drawn.missing, document.fingerprint))
    return tuple(made)


def _kept(book: Book, owners: Sequence[Row], drawn: tuple[Sheets, ...]) -> Changes:
    """Notes the pages of what was drawn with its step; one of another office is only read."""
    if not drawn or owners[0]["owner"] != book.unit.office_id:
        return Changes("", result=drawn)
    names = "、".join(dict.fromkeys(one.name for one in drawn))
    with book.change(f"打印会议材料：{names}"[:60]) as change:
        for step, one in zip(owners, drawn, strict=True):
            _keep(change, step, one)
        change.result = drawn
    return change.changes


def _keep(change: Change, step: Row, one: Sheets) -> None:
    facts: Row = {
        "pages": one.pages,
        "printed_on": clock.today().isoformat(),
        "fingerprint": one.fingerprint or None,
    }
    there = paper_row(change.book, step["id"], one.name)
    if there is None:
        change.add(MeetingPaper, {"step_id": step["id"], "paper": one.name, **facts})
    else:
        change.put_row(MeetingPaper.table, there["id"], facts)


def paper_row(book: Book, step_id: str, name: str) -> Row | None:
    where = (Where("step_id", "=", step_id), Where("paper", "=", name))
    return next(iter(book.rows(Query(MeetingPaper.table, where, limit=1))), None)


# -- what comes back -------------------------------------------------------------------------


class Returned(NamedTuple):
    """A signed paper: how many pages it should have, how many were scanned, what is missing."""

    paper: str
    pages: int | None
    scanned: int
    words: str  # 签到表应有 3 页，收到 2 页，缺第3页。; "" when all is there
    files: tuple[str, ...] = ()


def returned(book: Book, step_id: str) -> tuple[Returned, ...]:
    """Every signed paper of a step that was printed or scanned, in the order of the papers."""
    rows = {
        row["paper"]: row
        for row in book.rows(Query(MeetingPaper.table, (Where("step_id", "=", step_id),)))
    }
    names = [name for name in SIGNED if name in rows]
    return tuple(_returned(rows[name]) for name in names)


def _returned(row: Row) -> Returned:
    from qinglian_desktop.paper.counting import told

    files = tuple(MeetingPaper.fields["scans"].kind.load(row["scans"])) if row["scans"] else ()
    there, wanted = row["scanned_pages"] or 0, row["pages"]
    words = told(row["paper"], wanted, there) if wanted else ""
    return Returned(row["paper"], wanted, there, words, files)


def lacking(book: Book, step_id: str) -> tuple[str, ...]:
    """In words what is still missing of the signed papers of a step."""
    return tuple(one.words for one in returned(book, step_id) if one.words)


def take_scans(
    book: Book, step_id: str, name: str, scans: Sequence[Path | str], *, anew: bool = False
) -> Changes:
    """Keeps scanned pages of a paper and counts them; `result` is `Returned`.

    More pages come after those that are there; `anew` puts them in their place. Refused, naming
    it, for a file that is no photo, scan or PDF.
    """
    step = ledger.there(book, MatterStep.table, step_id)
    if name not in SIGNED:
        raise Refused(
            f"〔{name}〕不用扫描签字页", f"请选{'、'.join(SIGNED)}里的一种", code="QL-DW-093"
        )
    there = paper_row(book, step_id, name)
    before = () if there is None or anew else _returned(there).files
    _count(scans)  # what is no page is refused before anything is kept
    whole = tuple(dict.fromkeys((*before, *ledger.stored(book, scans))))
    pages = sum(_pages(book.files.read(one), "签字页") for one in whole)
    facts: Row = {
        "scans": MeetingPaper.fields["scans"].kind.dump(whole),
        "scanned_pages": pages,
    }
    with book.change(f"收{name}的签字页：{step['gate']}") as change:
        if there is None:
            change.add(MeetingPaper, {"step_id": step_id, "paper": name, **facts})
        else:
            change.put_row(MeetingPaper.table, there["id"], facts)
        row = paper_row(book, step_id, name)
        assert row is not None
        change.result = _returned(row)
    return change.changes


def _count(scans: Iterable[Path | str]) -> None:
    for scan in scans:
        if isinstance(scan, Path) and scan.is_file():
            _pages(scan.read_bytes(), scan.name)


def _pages(data: bytes, name: str) -> int:
    from qinglian_desktop.paper.counting import pages_in

    return pages_in(data, name)
