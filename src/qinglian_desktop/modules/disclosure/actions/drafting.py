"""How does a notice of one of the twenty kinds begin, and how is its form filled in?

    changes = disclosure.draft(book, "N02", {"subject": "…", "held_on": date(…), …}, code="G11")
    row_id = changes.ids("notice")[-1]

Subjects above hand down what their records say; the clerk fills in the rest by form.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import age_on
from qinglian_desktop.core.module import Where
from qinglian_desktop.core.outcome import Changes, Problem, Refused
from qinglian_desktop.core.pack import doubt
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure import kinds, notices, rules, steps
from qinglian_desktop.modules.disclosure.actions import writing
from qinglian_desktop.modules.disclosure.kinds import Facts, NoticeKind
from qinglian_desktop.modules.disclosure.kinds.composing import money_of
from qinglian_desktop.modules.disclosure.notices import Content
from qinglian_desktop.modules.disclosure.reads import (
    KINDS,
    issuer_of_kind,
    item_of,
    kind_row,
    own_notice,
)
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.store.book import Book

_GROWN = 18  # years; a minor is never named on a list of relief (未成年人保护法 4, 103)


def kind_named(book: Book, named: str, day: date | None = None) -> NoticeKind:
    """The kind of this number (N02) or label (决议公告); Refused when there is none."""
    return kinds.kind_of(book.pack(KINDS, day or clock.today()), named)


def kinds_there(book: Book) -> tuple[NoticeKind, ...]:
    """The twenty kinds, as the pack of today lists them."""
    return kinds.kinds_of(book.pack(KINDS, clock.today()))


def person_facts(book: Book, name: str) -> Row:
    """What the register tells of the only person of this name, by the columns of the lists."""
    known = book.records(Person, Where("name", "=", name))
    if len(known) != 1:
        return {}
    (one,) = known
    born = f"{one.born_on.year}年{one.born_on.month}月" if one.born_on else None
    told = {"sex": one.sex, "born": born, "group": one.group_name, "place": one.group_name}
    return {column: value for column, value in told.items() if value}


def draft(
    book: Book,
    named: str,
    facts: Facts,
    *,
    code: str | None = None,
    period: str | None = None,
    title: str = "",
    body: str = "",
    mode: str = "",
    basis: str | None = None,
    event_on: date | None = None,
    about: str = "",
) -> Changes:
    """A draft notice of the kind `named` (N02 or 决议公告). `result` is its number.

    `facts` are values by the names of the pack `notice-kinds`: texts, whole numbers (money in
    分, quantities in thousandths), days, and for a table a list of rows; what is left out the
    clerk fills in by form. `event_on` is the day a 公告 is counted back from. Refused for a code
    that is in no catalogue and a period that cannot be read; ValueError for a fact that the kind
    does not have. A caller with an open change gets the draft as a part of it.
    """
    kind = kind_named(book, named)
    given = kinds.with_defaults(kind, kinds.stored(kind, facts))
    with book.change(f"编公告：{kind.label}") as change:
        if kind.series and not given.get(kind.series):
            given[kind.series] = change.number(f"{kind.id}:{clock.today().year}")
        values: Row = {
            "kind": kind.label,
            "mode": mode or kind.mode,
            "code": code,
            "period": period,
            "body": body.strip() or None,
            "basis": basis or _basis(book, kind, code),
            "event_on": event_on.isoformat() if event_on else None,
            "about": about or None,
        }
        _put(book, kind, given, {**values, "title": title.strip()})
    return change.changes


def fill(book: Book, row_id: str, facts: Mapping[str, Any]) -> Changes:
    """What the clerk changed in the form of a draft; an empty value empties its field.

    The title follows the facts as long as the clerk has not written one.
    """
    row = own_notice(book, row_id)
    steps.editable(row["state"], row["number"])
    kind = _kind_of(book, row)
    before = facts_of(book, row_id)
    after = {**before, **kinds.stored(kind, facts)}
    for name, value in facts.items():
        if value in (None, "", [], ()):
            after.pop(name, None)
    words = _words(book, kind, row)
    own = row["title"] not in ("", kinds.title_of(kind, before, words))
    title = row["title"] if own else ""
    kept = ("code", "period", "body", "basis", "event_on", "about", "corrects", "mode", "sheet")
    values = {name: row[name] for name in (*kept, "contact", "contact_phone")}
    return _put(book, kind, after, {**values, "kind": kind.label, "title": title}, row_id)


def _put(book: Book, kind: NoticeKind, facts: Row, values: Row, row_id: str = "") -> Changes:
    words = _words(book, kind, values)
    title = values["title"] or kinds.title_of(kind, facts, words)
    told = {**values, "title": title, **_counted(kind, facts)}
    told["event_on"] = facts.get(kind.event) or values.get("event_on")
    content = kinds.composed(kind, facts, words)
    if values.get("corrects"):
        content = notices.correcting(content, values["body"] or "")
    return writing.put_draft(book, content, told, row_id=row_id, asked=facts)


def _counted(kind: NoticeKind, facts: Row) -> Row:
    lines = sum(len(facts.get(table.name) or ()) for table in kind.tables)
    return {"line_count": lines or None, "total_fen": money_of(kind, facts)}


def substance(book: Book, row: Mapping[str, Any], facts: Facts) -> tuple[Content, Row, Row]:
    """A notice's kind composed from other facts: substance, its counts, and the facts kept."""
    kind = _kind_of(book, row)
    given = kinds.with_defaults(kind, kinds.stored(kind, facts))
    return kinds.composed(kind, given, _words(book, kind, row)), _counted(kind, given), given


def _words(book: Book, kind: NoticeKind, values: Mapping[str, Any]) -> dict[str, str]:
    """What the notice itself knows and its sentences may say: issuer and period."""
    item = item_of(book, values.get("code"), values.get("period"))
    period = values.get("period")
    return {
        "issuer": issuer_of_kind(book, kind_row(book, kind.label), item),
        "period": Period.parse(period).label if period else "",
    }


def _basis(book: Book, kind: NoticeKind, code: str | None) -> str | None:
    """What the kind rests on, where no item of the catalogue says it; None when in doubt."""
    told = {"basis": kind.source.get("basis", ""), "confirmed": not doubt(kind.source)}
    return None if code else rules.printed_basis(told, book.unit.kind)


def facts_of(book: Book, row_id: str) -> Row:
    """What the form of a notice was filled with; empty for one in free form."""
    row = own_notice(book, row_id)
    return notices.facts_of(book.files.read(row["content_file"])) or {}


def _kind_of(book: Book, row: Mapping[str, Any]) -> NoticeKind:
    return kind_named(book, row["kind"])


# -- before it leaves the desk -----------------------------------------------------------------


def why_not_ready(book: Book, row: Mapping[str, Any]) -> tuple[Problem, ...]:
    """What of the form is empty or does not agree; nothing for a notice in free form."""
    facts = notices.facts_of(book.files.read(row["content_file"]))
    if facts is None:
        return ()
    kind = _kind_of(book, row)
    found = [*kinds.problems(kind, facts), *kinds.disagreements(kind, facts)]
    if kind.no_body and not row["corrects"] and (row["body"] or "").strip():
        what = f"{kind.label}只能写规定的几项，〔正文〕里还有别的话"
        found.append(Problem(what, "把正文清空；和救助无关的不能公开", field="body"))
    if kind.check == "relief":
        found += _minors(book, facts)
    return tuple(found)


def _minors(book: Book, facts: Facts) -> list[Problem]:
    """Applicants whom the register knows only as minors."""
    today = clock.today()
    found = []
    for number, row in enumerate(facts.get("rows") or (), 1):
        name = row.get("name") or ""
        known = book.records(Person, Where("name", "=", name)) if name else []
        ages = [age_on(person.born_on, today) for person in known if person.born_on]
        if ages and max(ages) < _GROWN:
            what = f"名单第 {number} 行的申请人未满 {_GROWN} 周岁"
            found.append(Problem(what, "未成年人不能写在名单上，请写监护人", field="rows"))
    return found


def refuse_unready(book: Book, row: Mapping[str, Any]) -> None:
    """Refused with QL-PD-202 while the form has gaps or its figures do not agree."""
    if found := why_not_ready(book, row):
        first = found[0]
        more = f"（还有 {len(found) - 1} 处）" if len(found) > 1 else ""
        raise Refused(
            f"{first.what}{more}", first.remedy, field=first.field, code="QL-PD-202",
            problems=found,
        )  # fmt: skip
