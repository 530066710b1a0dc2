"""What is kept of a self-assessment when it is handed in, and read again word for word."""

from datetime import date
from typing import Any, Final

from qinglian_desktop.core import canonical, clock
from qinglian_desktop.core.document import Document, from_plain, to_plain
from qinglian_desktop.core.kinds import FILES
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Damaged
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.evaluation import assessment_papers as papers
from qinglian_desktop.modules.evaluation import assessment_reads as reads
from qinglian_desktop.modules.evaluation import assessment_rules as rules
from qinglian_desktop.modules.evaluation import evidence
from qinglian_desktop.modules.evaluation import reads as standing
from qinglian_desktop.modules.evaluation.assessment_records import AssessmentLine
from qinglian_desktop.modules.evaluation.computing import suggestions, system_of
from qinglian_desktop.modules.evaluation.evidence import Evidence
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

TABLE, REPORT, CATALOGUE = PAPERS = ("自评表", "自评报告", "佐证目录")
_MAKERS: Final = {
    TABLE: papers.table, REPORT: papers.report, CATALOGUE: papers.catalogue
}  # fmt: skip
_VERSION: Final = 1
_DEPTH: Final = 12


def made(book: Book, row: Row, lines: list[Row]) -> dict[str, Any]:
    """Rules, numbers, evidence and papers as plain values."""
    told = _told(book, row, lines)
    names = (*AssessmentLine.fields, "id")
    system = system_of(book, row["year"])
    return {
        "v": _VERSION,
        "unit": told.unit,
        "year": row["year"],
        "version": row["version"],
        "pack": system.pack,
        "indicators": [
            [one.id, one.dimension, one.title, str(one.points), one.rule, one.words, one.papers]
            for one in system.indicators
        ],
        "lines": [{name: line[name] for name in names} for line in lines],
        "evidence": {
            name: [[*one[:5], one.papers, int(one.late)] for one in found]
            for name, found in told.evidence.items()
        },
        "points": str(told.whole.points),
        "bonus": str(told.bonus),
        "level": told.level,
        "standing": told.standing,
        "papers": {name: to_plain(make(told)) for name, make in _MAKERS.items()},
    }


def paper(book: Book, assessment_id: str, name: str) -> Document:
    """One of PAPERS: as it was handed in, or as it would be now, marked as a draft."""
    row = reads.there(book, assessment_id)
    if row["snapshot"]:
        return from_plain(kept(book, row)["papers"][name])
    return _MAKERS[name](_told(book, row, reads.lines(book, assessment_id)))


def kept(book: Book, row: Row) -> dict[str, Any]:
    """What was frozen; Damaged when it is not what was handed in."""
    (file_id,) = FILES.load(row["snapshot"])
    data = book.files.read(file_id)
    if canonical.digest(data) != row["digest"]:
        raise Damaged(f"{row['title']}的存档和报送时不一样", "请从备份里找回", code="QL-SA-083")
    found: dict[str, Any] = canonical.loads(data, depth=_DEPTH)
    return found


def line_paper(book: Book, line_id: str) -> Document:
    """One indicator on paper: as it was handed in, or as it is now."""
    line = ledger.there(book, AssessmentLine.table, line_id)
    row = reads.there(book, line["assessment_id"])
    found = evidence_of(book, row) if row["snapshot"] else evidence.collected(book, row["year"])
    street = reads.word_of_street(book, row)
    score = rules.told(street.scores.get(line["indicator"]))
    parts = [f"{score} 分" if score else "", street.said.get(line["indicator"], "")]
    of = f"第 {street.version} 版：" if street.version != row["version"] else ""
    day = date.fromisoformat(row["frozen_on"]) if row["frozen_on"] else clock.today()
    return papers.one_line(
        papers.OfLine(
            book.unit.name, row, line, of + "，".join(filter(None, parts)) if any(parts) else "",
            found.get(line["indicator"], ()), day,
        )
    )  # fmt: skip


def evidence_of(book: Book, row: Row) -> dict[str, tuple[Evidence, ...]]:
    """What stood behind each line when it was handed in, by indicator.

    At a street the kept file may come later than the rows; until then it is counted anew.
    """
    (file_id,) = FILES.load(row["snapshot"])
    if not book.files.has(file_id):
        return evidence.collected(book, row["year"], unit=row["owner"])
    return {
        name: tuple(Evidence._make((*one[:6], bool(one[6]))) for one in found)
        for name, found in kept(book, row)["evidence"].items()
    }


def _told(book: Book, row: Row, lines: list[Row]) -> papers.Told:
    year = row["year"]
    system, whole = system_of(book, year), rules.tally(lines)
    bonus, state = standing.bonus_of(book, year), standing.standing_of(book, year)
    found = suggestions(book, year)
    draft = not row["frozen_on"]
    unsure = f"（{system.unsure}）" if system.unsure else ""
    return papers.Told(
        unit=book.unit.name,
        row=row,
        system=f"{system.title} {system.pack.partition('@')[2]}{unsure}",
        lines=lines,
        whole=whole,
        bonus=bonus.points,
        claims=[(one.bonus.title, one.points) for one in bonus.claims],
        level=state.state or system.level_of(whole.points),
        standing=state.words,
        evidence=evidence.of_suggestions(book, year, found),
        gaps=reads.gaps(book, row["id"]),
        optional=_optional(book, year),
        day=clock.today() if draft else date.fromisoformat(row["frozen_on"]),
        draft=draft,
    )


def _optional(book: Book, year: int) -> list[str]:
    """自选动作 of the year, where the office keeps them."""
    record = book.tables.records.get("optional_action")
    if record is None:
        return []
    rows = book.rows(Query(record.table, (Where("year", "=", year),)))
    return [
        "：".join(str(row[name]) for name in ("title", "results") if row.get(name)) for row in rows
    ]
