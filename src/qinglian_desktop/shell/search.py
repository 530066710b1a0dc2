"""Where is that? Commands, people, rows of every ledger, attachments by name, cards of the help.

By word, amount, initials, pinyin or ear; in five groups, each with its few best hits.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from qinglian_desktop.core.access import show
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Level, Record

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

GROUPS = ("操作", "人员", "记录", "附件", "帮助", "存档")
ACTS, PEOPLE, ROWS, FILES, HELP, ARCHIVED = GROUPS
EACH = 4  # hits of one ledger; the page itself shows the rest
MOST = 6  # hits of one group
_FRESH = 2_000  # rows read into the index before a search answers; the rest follow in the quiet
_AROUND = 12  # characters shown before a hit inside a long text
TRACE = "查溯源码"
_STATES = ("state", "status")

Marks = tuple[tuple[int, int], ...]  # (first, past the last) character that was hit


class Hit(NamedTuple):
    """One line of the answer. Without a table it is a thing that can be done, or a card."""

    table: str
    row_id: str  # of a command: its words; of a card: its name
    label: str
    title: str
    group: str = ROWS
    detail: str = ""
    day: str = ""
    state: str = ""
    near: bool = False  # only alike to the ear
    marks: Marks = ()
    detail_marks: Marks = ()


def find(
    book: Any, text: str, records: Iterable[type[Record]], acts: Sequence[str] = ()
) -> list[Hit]:
    """What holds or sounds like `text`, in the order of the groups."""
    from qinglian_desktop.store import finder

    by_table = {record.table: record for record in records if not record.sealed}
    freshen(book, _FRESH)
    found = book.find_words(text, (*by_table, finder.FILES), EACH)
    hits = [_marked(Hit("", act, "操作", act, ACTS), text) for act in acts_like(text, acts)[:EACH]]
    hits += _traced(book, text) if TRACE in acts else []
    for near in (False, True):
        for one in found:
            if one.near is not near:
                continue
            if one.table == finder.FILES:
                hits += _file_hit(book, one.row_id, by_table, text)
            elif (row := book.row(one.table, one.row_id)) and not row["deleted"]:
                hits.append(_row_hit(by_table[one.table], row, text, near=near))
    if not book.writable:  # the index may never have been made here
        hits += _read_through(book, text, by_table, {(hit.table, hit.row_id) for hit in hits})
    hits += _archived(book, text, by_table)
    hits += _cards(book, text)
    return [hit for group in GROUPS for hit in [h for h in hits if h.group == group][:MOST]]


def _traced(book: Any, text: str) -> list[Hit]:
    """The number of a printed table that has this code."""
    from qinglian_desktop.modules.street import codes, tracing

    if not codes.is_one(text) or (found := tracing.paper_of(book, text)) is None:
        return []
    code, title = codes.plain(text), found[0]["title"]
    return [
        Hit("", code, TRACE, f"溯源码 {code}", ACTS, f"{title}上的一个数", found[0]["printed_on"])
    ]


def _archived(book: Any, text: str, by_table: Mapping[str, type[Record]]) -> list[Hit]:
    """Rows of closed years that are not in the ledgers any more as they were then."""
    from qinglian_desktop.store import archives

    if not archives.listed(book.home):
        return []
    from qinglian_desktop.modules.catalog import RECORDS

    found = archives.find(book, text, RECORDS, EACH)
    hits = []
    for one in found:
        if one.table in by_table:
            hit = _row_hit(by_table[one.table], one.row, text, near=False)
            hits.append(
                hit._replace(group=ARCHIVED, row_id=str(one.archive.year), label=one.archive.name)
            )
    return hits


def freshen(book: Any, most: int) -> int:
    """Reads the index on; while something long is being written it is asked as it stands."""
    try:
        count: int = book.catch_up_words(most)
    except Refused:
        return 0
    return count


def open_hit(window: "Window", hit: Hit) -> None:
    """Goes where the hit is, or does it."""
    from qinglian_desktop.shell import keys

    if hit.group == HELP:
        from qinglian_desktop.shell.help import side

        side.open_it(window, hit.row_id)
    elif hit.group == ARCHIVED:
        from qinglian_desktop.shell import archive_page

        asked = next((hit.title[first:last] for first, last in hit.marks), "")
        archive_page.open_it(window, int(hit.row_id), hit.table, asked)
    elif hit.label == TRACE:
        from qinglian_desktop.shell import trace_page

        trace_page.open_it(window, hit.row_id)
    elif hit.table:
        window.go(window.tab_of(hit.table), hit.table, hit.row_id)
    else:
        keys.acts(window)[hit.row_id]()


def _read_through(
    book: Any, text: str, by_table: Mapping[str, type[Record]], known: set[tuple[str, str]]
) -> list[Hit]:
    return [
        _row_hit(record, row, text)
        for table, record in by_table.items()
        for row in book.rows(Query(table, search=text, limit=EACH))
        if (table, row["id"]) not in known
    ]


def acts_like(text: str, acts: Sequence[str]) -> list[str]:
    """The commands that hold the text, or whose initials or pinyin begin with it."""
    asked = text.strip().lower()
    return [act for act in acts if asked and (asked in act.lower() or _sounds_so(act, asked))]


def _sounds_so(word: str, asked: str) -> bool:
    from qinglian_desktop.store import sounds

    return len(asked) > 1 and sounds.begins(word, asked)


def _cards(book: Any, text: str) -> list[Hit]:
    """Cards of the help: those whose title fits before those that only speak of it."""
    from qinglian_desktop.shell.help import cards

    asked = text.strip().lower()
    titled, told = [], []
    for card in cards.every(book.word) if len(asked) > 1 else ():
        hit = Hit("", card.name, "怎么办", card.title, HELP)
        if asked in card.title.lower() or _sounds_so(card.title, asked):
            titled.append(_marked(hit._replace(detail=card.steps[0]), text))
        elif line := next((t for t in card.texts() if asked in t.lower()), ""):
            told.append(_marked(hit._replace(detail=_around(line, text)), text))
    return (titled + told)[:EACH]


# -- one row ------------------------------------------------------------------------------


def _row_hit(record: type[Record], row: Mapping[str, Any], text: str, *, near: bool = False) -> Hit:
    group = PEOPLE if record.table == "person" else ROWS
    title = _title(record, row)
    detail = "" if _pattern(text).search(title) else _detail(record, row, text)
    state = next((str(row[name]) for name in _STATES if row.get(name)), "")
    made = Hit(
        record.table, row["id"], record.label, title, group, detail, _day(record, row), state, near
    )
    return _marked(made, text)


def _file_hit(
    book: Any, key: str, by_table: Mapping[str, type[Record]], text: str
) -> Iterable[Hit]:
    """An attachment opens the record it belongs to, if it still does."""
    table, row_id, file_id = key.split()
    record, row = by_table.get(table), book.row(table, row_id) if table in by_table else None
    if record is None or row is None or row["deleted"]:
        return
    held = [str(row.get(n) or "") for n, f in record.fields.items() if f.kind.name == "files"]
    name = book.file_names(table, row_id).get(file_id)
    if name and any(file_id in listed for listed in held):
        detail = f"{record.label} {_title(record, row)}"
        hit = Hit(table, row_id, "附件", name, FILES, detail, _day(record, row))
        yield _marked(hit, text)


def _title(record: type[Record], row: Mapping[str, Any]) -> str:
    """How the row is called in the list; a personal number in its name stays masked.

    People of one name are told apart by group and year of birth.
    """
    parts = [
        show(record.fields[name], row.get(name))
        for name in record.named_by
        if record.fields[name].level < Level.SEALED
    ]
    if record.table == "person" and row.get("born_on"):
        parts.append(f"{str(row['born_on'])[:4]}年")
    return " ".join(part for part in parts if part)[:60] or f"没有写名称的{record.label}"


def _detail(record: type[Record], row: Mapping[str, Any], text: str) -> str:
    """The field that holds what was looked for, as it may be shown."""
    pattern = _pattern(text)
    usual: dict[str, str] = {}
    for name, field in record.fields.items():
        if field.level >= Level.SEALED or row.get(name) in (None, "") or field.link:
            continue
        if field.kind.name in ("files", "flag") or name in _STATES:
            continue
        shown = show(field, row[name])
        plain = field.kind.show(field.kind.load(row[name]))
        if pattern.search(plain):
            return f"{field.label} {_around(shown, text)}"
        if name not in record.named_by and field.level < Level.PERSON:
            usual.setdefault(field.kind.name, f"{field.label} {_around(shown, text)}")
    return next((usual[kind] for kind in ("money", "long", "text") if kind in usual), "")


def _day(record: type[Record], row: Mapping[str, Any]) -> str:
    """The day it happened or is due; a birthday is nobody's business here."""
    days = [n for n, f in record.fields.items() if f.kind.name == "day" and f.level < Level.PERSON]
    order = [name for name in (record.happened, "due_on", *days) if name]
    return next((str(row[name]) for name in order if row.get(name)), "")


# -- what was hit -------------------------------------------------------------------------


def _pattern(text: str) -> re.Pattern[str]:
    """The text with any blanks left out and with thousands commas anywhere: 2380 in 2,380.00."""
    plain = [sign for sign in text.strip().lower() if sign not in ", ，"]
    return re.compile("[,， ]?".join(map(re.escape, plain)) or "(?!)", re.IGNORECASE)


def _around(text: str, asked: str) -> str:
    """A long text from shortly before the hit."""
    text = " ".join(text.split())
    found = _pattern(asked).search(text)
    begin = max(found.start() - _AROUND, 0) if found else 0
    return ("…" if begin else "") + text[begin : begin + 60]


def _marked(hit: Hit, text: str) -> Hit:
    plainly = tuple(m.span() for m in _pattern(text).finditer(hit.detail))
    return hit._replace(marks=marks_of(hit.title, text), detail_marks=plainly)


def marks_of(words: str, text: str) -> Marks:
    """Where the text stands in these words; for initials and pinyin, what they say."""
    from qinglian_desktop.store import sounds

    if found := tuple(m.span() for m in _pattern(text).finditer(words)):
        return found
    asked = text.strip().lower()
    if spans := tuple(m.span() for part in asked.split() for m in _pattern(part).finditer(words)):
        return spans
    letters = sounds.letters(text)
    span = sounds.span(words, letters) if letters else None
    return (span,) if span else ()
