"""How does a text typed or pasted into a cell become a value of its field, or a problem?"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from qinglian_desktop.core import access, check
from qinglian_desktop.core.held import RowEdit
from qinglian_desktop.core.module import Query, Reader
from qinglian_desktop.core.outcome import Problem
from qinglian_desktop.core.record import Field, Level, Record, Row
from qinglian_desktop.ui import cover, wording
from qinglian_desktop.ui.link_editor import described, name_of

_STAR = "＊"
_MOST_NAMES = 20
_CHUNK = 200  # rows read at a time


class Cells(NamedTuple):
    """Texts on their way into rows: `texts[line]` for `row_ids[line]` ("" for a new row)."""

    record: type[Record]
    names: tuple[str, ...]  # the field of each column
    row_ids: Sequence[str]
    texts: Sequence[Sequence[str]]
    refused: Mapping[str, str]  # columns that take nothing, and why


class Read(NamedTuple):
    edits: list[RowEdit]
    skipped: tuple[str, ...]  # why some cells were left as they are


def read_cells(reader: Reader, cells: Cells) -> Read:
    """The edits that put these texts into their rows; what would change nothing is left out."""
    names = Names(reader)
    edits: list[RowEdit] = []
    why: dict[str, None] = {}
    for start in range(0, len(cells.row_ids), _CHUNK):
        ids = cells.row_ids[start : start + _CHUNK]
        there = {
            str(row["id"]): row
            for row in reader.page(cells.record.table, [row_id for row_id in ids if row_id])
        }
        for row_id, texts in zip(ids, cells.texts[start : start + _CHUNK], strict=True):
            edit = _edit(cells, names, there.get(row_id, {}), row_id, texts, why)
            if edit is not None:
                edits.append(edit)
    return Read(edits, tuple(why))


def _edit(
    cells: Cells, names: "Names", row: Row, row_id: str, texts: Sequence[str],
    why: dict[str, None],
) -> RowEdit | None:  # fmt: skip
    values: dict[str, Any] = {}
    bad: list[Problem] = []
    for name, text in zip(cells.names, texts, strict=True):
        if name in cells.refused:
            if text.strip():
                why[cells.refused[name]] = None
            continue
        field = cells.record.fields[name]
        if not text.strip():
            if row_id:
                values[name] = None
            continue
        if row and text.strip() == as_shown(field, row.get(name), names):
            continue  # the cell's own text, masked or covered as it may be: nothing changes
        if _is_masked(field, text) and row.get(name) not in (None, ""):
            why[f"〔{field.label}〕贴来的是遮住的内容，原来填着的没有动。要改请照原件填。"] = None
            continue  # stars in the place of a true number would lose it
        value, problem = read(cells.record, name, text, names)
        if problem is None:
            values[name] = value
        else:
            bad.append(problem)
    if not values and not bad:
        return None
    return RowEdit(row_id, values, tuple(bad))


def read(record: type[Record], name: str, text: str, names: "Names") -> tuple[Any, Problem | None]:
    """The stored value of a text, or what is wrong with it; the text itself is kept whole."""
    field, text = record.fields[name], text.strip()
    if _is_masked(field, text):
        what = f"〔{field.label}〕贴来的是遮住的内容，不能当真的存"
        return None, Problem(what, "请照原件填完整的", name, value=text)
    if field.kind.name == "link":
        return names.find(field, name, text)
    said = wording.stored(text) if field.kind.name == "choice" else text
    draft, problems = check.read_texts(record, {name: said})
    if problems:
        return None, problems[0]._replace(value=text)
    return draft.get(name), None


def _is_masked(field: Field, text: str) -> bool:
    return _STAR in text and (field.level >= Level.PERSON or text.strip() == cover.STARS)


def as_shown(field: Field, stored: Any, names: "Names") -> str:
    """The cell as it is copied: masked, and covered while F9 is on."""
    if stored in (None, ""):
        return ""
    if cover.cover().on and cover.hides(field):
        return cover.STARS
    if field.kind.name == "link":
        return names.of(field, str(stored))
    if not field.kind.fits(stored):
        return access.show(field, stored)
    text = access.show(field, stored)
    return wording.said(text) if field.kind.name == "choice" else text


class Names:
    """Rows of other lists by the name under which they are pasted."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._known: dict[tuple[str, str], str] = {}
        self._found: dict[tuple[str, str], tuple[str, ...]] = {}

    def of(self, field: Field, row_id: str) -> str:
        key = field.link, row_id
        if key not in self._known:
            rows = self._reader.page(field.link, [row_id])
            self._known[key] = name_of(self._reader, field.link, rows[0]) if rows else "（已不在）"
        return self._known[key]

    def find(self, field: Field, name: str, text: str) -> tuple[Any, Problem | None]:
        key = field.link, text
        if key not in self._found:
            self._found[key] = self._ask(field.link, text)
        ids = self._found[key]
        if len(ids) == 1:
            return ids[0], None
        what = f"有 {len(ids)} 条都叫“{text[:20]}”" if ids else f"没有找到“{text[:20]}”"
        return None, Problem(f"〔{field.label}〕{what}", "按 F2，从名单里选一个", name, value=text)

    def _ask(self, table: str, text: str) -> tuple[str, ...]:
        first = text.split(" · ", maxsplit=1)[0].split(maxsplit=1)[0]
        query = Query(table, search=first, limit=_MOST_NAMES)
        rows = self._reader.page(table, self._reader.ids(query))
        for called in (described, name_of):
            ids = tuple(str(r["id"]) for r in rows if called(self._reader, table, r) == text)
            if ids:
                return ids
        return tuple(str(r["id"]) for r in rows if text in (r.get("name"), r.get("title")))
