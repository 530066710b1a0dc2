"""What can be done with the ledgers of supervision: saved with what follows, and printed."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Document
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.oversight import cadre_papers, papers, reads, rules
from qinglian_desktop.modules.oversight.cadre_records import (
    COURSE,
    PLEDGE,
    PRAISE,
    REPORT,
    IntegrityNote,
)
from qinglian_desktop.modules.oversight.records import (
    MonitorLog,
    PersonalReport,
    Promise,
    SpecialCheck,
    SpecialPlan,
    SupervisionAttendance,
    SupervisionMeeting,
    SupervisionOpinion,
    SupervisionReport,
)
from qinglian_desktop.modules.working_out import Sort, Span
from qinglian_desktop.store.book import Book


def _of_row(rule: Callable[[Row], Row]) -> Callable[[Book, Row], Row]:
    def follows(_book: Book, row: Row) -> Row:
        return rule(row)

    return follows


_MONTH_OF_MEETING = Span("due_period", "held_on", "M")
_SORTS = (
    Sort(SupervisionMeeting, _of_row(rules.present_rate), (_MONTH_OF_MEETING,)),
    Sort(SupervisionAttendance, _of_row(rules.present_rate)),
    Sort(SupervisionReport, _of_row(rules.vote_rate), (Span("year", "reported_on", "Y"),)),
    Sort(SupervisionOpinion, _of_row(rules.opinion_days), letter="监"),
    Sort(MonitorLog, spans=(Span("month", "", "M"),)),
    Sort(SpecialPlan, spans=(Span("year", "made_on", "Y"),)),
    Sort(SpecialCheck, _of_row(rules.refuse_more_hits), (Span("quarter", "checked_on", "Q"),)),
    Sort(Promise, _of_row(rules.promise_days), letter="诺"),
    Sort(PersonalReport, letter="婚丧"),
    Sort(IntegrityNote, _of_row(rules.integrity_note)),
)
SORTS: Mapping[str, Sort] = MappingProxyType({one.record.table: one for one in _SORTS})


def meeting_paper(book: Book, row_id: str) -> Document:
    row = reads.there(book, SupervisionMeeting, row_id)
    title = f"{book.word('supervisors')}例会记录"
    return papers.meeting(book.unit.name, title, row, reads.items_of(book, row_id))


def opinion_paper(book: Book, row_id: str) -> Document:
    row = reads.there(book, SupervisionOpinion, row_id)
    return papers.opinion(book.unit.name, book.word("supervisors"), row, clock.today())


def log_paper(book: Book, row_id: str) -> Document:
    return papers.monitor_log(book.unit.name, reads.there(book, MonitorLog, row_id))


def cadre_paper(book: Book, row_id: str) -> Document:
    """The whole file of the cadre this entry belongs to."""
    person = (reads.there(book, IntegrityNote, row_id)["person"] or "").strip()
    if not person:
        label = IntegrityNote.fields["person"].label
        raise Refused(f"还没填{label}", "填好再印", field="person", code="QL-OV-053")
    return cadre_papers.of_one(book.unit.name, person, *reads.file_of(book, person))


def cadres_paper(book: Book) -> Document:
    """The list of all files as of this year."""
    today = clock.today()
    people = []
    for person, titles in reads.cadres(book, today.isoformat()).items():
        counts = reads.class_counts(book, person, today.year)
        one = dict.fromkeys((PLEDGE, REPORT, COURSE, PRAISE), 0) | counts
        people.append(one | {"person": person, "titles": "、".join(titles)})
    return cadre_papers.catalogue(book.unit.name, today.year, people)
