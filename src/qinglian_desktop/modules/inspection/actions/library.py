"""The library of good practice (经验库), and the file of a unit that serves as an example."""

import shutil
import uuid
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Document, sealed
from qinglian_desktop.core.outcome import Changes, Refused, Stopped
from qinglian_desktop.core.record import Record, Row, naming
from qinglian_desktop.exchange.sheets import exporting
from qinglian_desktop.modules.archive import records as archive
from qinglian_desktop.modules.archive.actions.filing import Tick, ending, file_name
from qinglian_desktop.modules.directives.records import REMARK, Review
from qinglian_desktop.modules.education.records import CultureSite, Experience
from qinglian_desktop.modules.evaluation import reads as evaluating
from qinglian_desktop.modules.evaluation.assessment_records import Assessment
from qinglian_desktop.modules.evaluation.records import TURNED_DOWN, BonusClaim
from qinglian_desktop.modules.inspection import papers, reads
from qinglian_desktop.modules.inspection.actions import wording
from qinglian_desktop.modules.inspection.reads import Practice
from qinglian_desktop.modules.inspection.records import LEFT, TAKEN, ExperienceNote
from qinglian_desktop.paper.draw import draw
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.store import roles
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change
from qinglian_desktop.store.files import write_whole

_NAMES = uuid.UUID("2c9e6b14-70d8-5a3f-8e21-b5f04d1a9c67")  # names the answer to a practice


def note_practice(book: Book, experience_id: str, draft: Mapping[str, Any]) -> Changes:
    """收录: what the street says to a practice, once for each; `result` is the id of the note.

    The unit that sent it reads that among the opinions of the street, with the next bundle.
    """
    found = next(
        (one for one in reads.practices(book) if one.row["id"] == experience_id), None
    )  # fmt: skip
    if found is None:
        raise Refused("这条经验已经不在了", "请刷新列表再试", code="QL-ST-070")
    told = {
        **draft, "experience_id": experience_id, "title": found.row["title"] or "",
        "unit_name": found.unit, "noted_on": clock.today().isoformat(),
    }  # fmt: skip
    chosen = told.get("chosen") or (found.note["chosen"] if found.note else TAKEN)
    with book.change(f"{chosen}：{found.unit}“{str(found.row['title'] or '')[:20]}”") as change:
        if found.note is None:
            change.result = change.add(ExperienceNote, {**told, "chosen": chosen})
        else:
            change.result = change.put_row(ExperienceNote.table, found.note["id"], told)
        remark = draft.get("remark", found.note["remark"] if found.note else None)
        _answer(change, found, chosen, str(remark or "").strip())
    return change.changes


def _answer(change: Change, one: Practice, chosen: str, remark: str) -> None:
    """An opinion beside the unit's row. What is only kept or left, without a word, is the street's
    own affair, and an opinion given before goes.
    """
    row_id = str(uuid.uuid5(_NAMES, one.row["id"]))
    there = change.book.row(Review.table, row_id)
    parts = ("已收录进街道的经验库" if chosen == TAKEN else "", remark)
    said = "：".join(filter(None, parts))
    if not said:
        if there is not None:
            change.drop(Review.table, row_id)
        return
    if there is not None:
        change.bring_back(Review.table, row_id)
    told = {
        "to_name": one.unit, "to_office": one.row["owner"], "verdict": REMARK, "said": said,
        "about": f"{Experience.label} {naming(Experience, one.row)}"[:200],
        "made_on": clock.today().isoformat(), "target_table": Experience.table,
        "target_id": one.row["id"], "target_version": one.row["vv"],
    }  # fmt: skip
    change.put_row(Review.table, row_id, told)


def library_paper(book: Book) -> Document:
    """汇编 of everything taken up; refused while that is nothing."""
    chosen = reads.practices(book, (TAKEN,))
    if not chosen:
        raise Refused("还没有收录的经验", "选中一条，按“收录”", code="QL-ST-139")
    listed = [
        (one.unit, one.row, one.note, len(one.papers)) for one in chosen if one.note is not None
    ]
    return papers.library(book.unit.name, clock.today(), listed)


def save_library_as_word(book: Book, _what: object, path: Path) -> Changes:
    return wording.as_word(book, library_paper(book), path)


# -- the example of a unit --------------------------------------------------------------------


def demonstration_paper(book: Book, unit_id: str) -> Document:
    """示范档案: from what the unit has reported, its newest year first."""
    one = _unit(book, unit_id)
    office = one["office_id"]
    figures = reads.of_unit(book, office, archive.BaselineFigure, "number")
    newest = max((row["year"] or 0 for row in figures), default=0)
    parts = papers.Parts(
        figures=[row for row in figures if row["year"] == newest],
        actions=reads.of_unit(book, office, archive.OptionalAction, "start_on"),
        problems=reads.of_unit(book, office, archive.Problem, "number"),
        sites=_seen(book, office, CultureSite, "name"),
        honours=_honours(book, office),
        assessments=_newest(reads.of_unit(book, office, Assessment)),
    )
    told = [(each.row, each.note, len(each.papers)) for each in _of_unit(book, office)]
    return papers.demonstration(one["name"], book.unit.name, clock.today(), parts, told)


def _seen(book: Book, office: str, record: type[Record], order: str) -> list[Row] | None:
    """None where somebody else's department looks after them: nothing is said of those."""
    if record.table in roles.hidden(book):
        return None
    return reads.of_unit(book, office, record, order)


def _honours(book: Book, office: str) -> list[Row]:
    """What the unit claims, without what the street has turned down."""
    claims = reads.of_unit(book, office, BonusClaim, "happened_on")
    said = {
        year: evaluating.rulings_on(book, year) for year in {row["year"] for row in claims}
    }  # fmt: skip
    return [
        row for row in claims
        if said[row["year"]].get(row["id"], {}).get("verdict") != TURNED_DOWN
    ]  # fmt: skip


def _newest(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The last version of each year."""
    last: dict[int, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: row["version"] or 0):
        last[row["year"] or 0] = row
    return [last[year] for year in sorted(last)]


def _unit(book: Book, unit_id: str) -> dict[str, Any]:
    one = reads.unit(book, unit_id)
    if one is None or one["deleted"]:
        raise Refused("这个单位已经不在名册里", "请在“全街道一览”核对单位", code="QL-ST-075")
    return one


def _of_unit(book: Book, office: str) -> list[Practice]:
    """Everything the unit tells but what the street has said is left out."""
    return [
        one for one in reads.practices(book)
        if one.row["owner"] == office and one.chosen != LEFT
    ]  # fmt: skip


def save_demonstration_as_word(book: Book, unit_id: str, path: Path) -> Changes:
    return wording.as_word(book, demonstration_paper(book, unit_id), path)


def export_demonstration(book: Book, unit_id: str, place: Path, tick: Tick) -> Changes:
    """导出: a folder with the file as PDF and Word and the papers of the practices beside it.

    `result` is the folder. Refused when it is there already; it is never written over.
    """
    one = _unit(book, unit_id)
    root = place / f"{file_name(one['name'])}示范档案"
    if root.exists():
        raise Refused(
            f"〔{root.name}〕已经有了", "换一个地方，或者把旧的改个名字", code="QL-ST-081"
        )
    paper = demonstration_paper(book, unit_id)
    told = _of_unit(book, one["office_id"])
    root.mkdir(parents=True)
    try:
        lacking = _fill(book, root, paper, told, tick)
    except BaseException:  # stopped, or no room: half of it would pass for the whole
        shutil.rmtree(root, ignore_errors=True)
        raise
    exporting.note(book, f"{one['name']}示范档案", len(told), root)
    said = f"，有 {lacking} 件材料还没送到街道" if lacking else ""
    return Changes(f"{one['name']}示范档案已导出{said}", result=root)


def _fill(
    book: Book, root: Path, paper: Document, told: Sequence[Practice], tick: Tick
) -> int:  # fmt: skip
    """The file and the papers beside it; how many have not come to the street yet."""
    lacking = 0
    for done, each in enumerate(told):
        if not tick(done, len(told), f"正在导出{each.row['title'] or ''}"):
            raise Stopped
        lacking += _papers_of(book, each, root / "材料", done + 1)
    pdf = BytesIO()
    draw(sealed(paper), pdf, fonts=Fonts())
    write_whole(root / f"{root.name}.pdf", pdf.getvalue())
    wording.as_word(book, paper, root / f"{root.name}.docx")
    return lacking


def _papers_of(book: Book, one: Practice, folder: Path, number: int) -> int:
    """The papers of a practice under its title; how many have not come to the street yet."""
    lacking = 0
    for place, file_id in enumerate(one.papers, 1):
        if not book.files.has(file_id):
            lacking += 1
            continue
        folder.mkdir(exist_ok=True)
        data = book.files.read(file_id)
        name = file_name(f"{number} {one.row['title'] or ''} {place}")
        write_whole(folder / f"{name}{ending(data)}", data)
    return lacking
