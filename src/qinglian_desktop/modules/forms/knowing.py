"""Is this a form that was filled before, and what has changed in it since?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from qinglian_desktop.core.module import Query
from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange.forms import FormFile, FormSheet, Place
from qinglian_desktop.exchange.forms.layout import blanks_of, likeness
from qinglian_desktop.exchange.sheets.names import plain
from qinglian_desktop.modules.forms import proposing
from qinglian_desktop.modules.forms.mapping import Column, FormMapping, Spot, from_text
from qinglian_desktop.modules.forms.records import FormMap
from qinglian_desktop.store.book import Book

_ALIKE = 0.55  # of the words two forms have together
_SAME_KIND = 0.3  # with every column of the header the same, titles may differ more


class Known(NamedTuple):
    """A form remembered: its row, the mapping as it fits this file, what is new in the file."""

    row_id: str
    mapping: FormMapping
    new: tuple[str, ...] = ()  # headers nobody has pointed out yet
    gone: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """表格变了：多了“备注2”列。…; "" for a form that is as it was."""
        parts = []
        if self.new:
            parts.append(f"多了{_listed(self.new)}列")
        if self.gone:
            parts.append(f"少了{_listed(self.gone)}列")
        if not parts:
            return ""
        rest = f"只要补 {len(self.new)} 列" if self.new else "看一眼再填就行"
        return f"表格变了：{'，'.join(parts)}。旧的对应都保留，{rest}。"


def _listed(words: Sequence[str]) -> str:
    shown = "、".join(f"“{word}”" for word in words[:3])
    return f"{shown}等 {len(words)} " if len(words) > 3 else shown


def recognise(book: Book, form: FormFile) -> Known | None:
    """The remembered form this file is most like; None when it is like none."""
    best: tuple[float, Known] | None = None
    seen: dict[tuple[str, str], proposing.Seen] = {}  # each sheet is read once for each record
    for row in book.rows(Query(FormMap.table, order=(("filled_on", True),))):
        found = _fitting(book, form, row, seen)
        if found and (best is None or found[0] > best[0]):
            best = found
    return best[1] if best else None


def _fitting(
    book: Book, form: FormFile, row: Row, read: dict[tuple[str, str], proposing.Seen]
) -> tuple[float, Known] | None:
    mapping = from_text(row["content"])
    best: tuple[float, Known] | None = None
    for sheet in form.sheets:
        if sheet.hidden or not sheet.rows:
            continue
        key = (sheet.name, mapping.source)
        if key not in read:
            words = proposing.words_for(book, mapping.source) if mapping.source else None
            read[key] = proposing.see(sheet, words)
        seen = read[key]
        alike = likeness(seen.words, mapping.words)
        headers = [label for label in seen.heading.labels if label] if seen.heading else []
        before = [column.header for column in mapping.columns]
        same = bool(before) and headers == before
        if alike < _ALIKE and not (same and alike >= _SAME_KIND):
            continue
        score = alike + (1 if same else 0)
        if best is None or score > best[0]:
            best = score, fitted(book, row["id"], mapping, sheet)
    return best


def fitted(book: Book, row_id: str, mapping: FormMapping, sheet: FormSheet) -> Known:
    """The mapping on this sheet: columns found again by their header, places by their word."""
    words = proposing.words_for(book, mapping.source) if mapping.source else None
    seen = proposing.see(sheet, words)
    spots, _ = _spots_again(sheet, seen, mapping.spots)
    if seen.heading is None or words is None:
        made = replace(mapping, sheet=sheet.name, spots=spots)
        return Known(row_id, made)
    old = _by_name(mapping.columns)
    found = _by_name(proposing.columns_of(sheet, seen.heading, words))
    columns = [
        old[name]._replace(at=each.at)
        if name in old
        else each._replace(take=_if_free(each, mapping))
        for name, each in found.items()
    ]
    new = tuple(header for header, n in found if (header, n) not in old)
    gone = tuple(header for header, n in old if (header, n) not in found)
    made = replace(mapping, sheet=sheet.name, columns=tuple(columns), spots=spots, words=seen.words)
    return Known(row_id, made, new, gone)


def _by_name(columns: Sequence[Column]) -> dict[tuple[str, int], Column]:
    """By their header and which of that header they are: a form may ask for two 姓名."""
    met: Counter[str] = Counter()
    found = {}
    for column in columns:
        found[column.header, met[column.header]] = column
        met[column.header] += 1
    return found


def _if_free(column: Column, mapping: FormMapping) -> str:
    return "" if any(each.take == column.take for each in mapping.columns) else column.take


def _spots_again(
    sheet: FormSheet, seen: proposing.Seen, spots: Sequence[Spot]
) -> tuple[tuple[Spot, ...], tuple[Spot, ...]]:
    """The places by the word beside them; (found, lost)."""
    blanks = blanks_of(sheet, seen.heading.area if seen.heading else None)
    places: dict[tuple[str, bool], list[Place]] = {}
    for blank in blanks:
        places.setdefault((blank.label, blank.within), []).append(blank.place)
    found, lost = [], []
    for spot in spots:
        here = places.get((spot.label, spot.within), [])
        if (spot.row, spot.column) in here or label_of(sheet, spot.row, spot.column) == spot.label:
            found.append(spot)
        elif len(here) == 1:
            found.append(spot._replace(row=here[0][0], column=here[0][1]))
        elif moved := _by_label(sheet, spot):
            found.append(spot._replace(row=moved[0], column=moved[1]))
        else:
            lost.append(spot)
    return tuple(found), tuple(lost)


def label_of(sheet: FormSheet, row: int, column: int) -> str:
    """The words that say what a cell is for: at its left, else above it."""
    left = next(
        (plain(sheet.text(row, n)) for n in range(column - 1, -1, -1) if sheet.text(row, n)), ""
    )
    above = next(
        (plain(sheet.text(n, column)) for n in range(row - 1, -1, -1) if sheet.text(n, column)), ""
    )
    return f"{left} / {above}" if left and above else left or above


def _by_label(sheet: FormSheet, spot: Spot) -> Place | None:
    if not spot.label or spot.within:
        return None
    found = [
        (row, column)
        for row in range(len(sheet.rows))
        for column in range(sheet.width)
        if not sheet.text(row, column) and label_of(sheet, row, column) == spot.label
    ]
    return found[0] if len(found) == 1 else None
