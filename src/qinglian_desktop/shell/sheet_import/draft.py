"""What the clerk has decided about one import so far, and the work done with it. No Qt here."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qinglian_desktop.core.kinds import mask_phone
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Record, Row

if TYPE_CHECKING:
    from qinglian_desktop.exchange.sheets import Chosen, Intake, SheetData
    from qinglian_desktop.exchange.sheets.sides import Sides

SOURCE, HEADER, COLUMNS, CHECK, DONE = range(5)
STEPS = ("选文件", "认表头", "对应列", "检查", "导入")
_LAYOUTS = "sheet_layouts"  # the setting that remembers how columns were matched
_MOST = 30  # layouts remembered for one table
_COUNTERS = ("序号", "编号", "行号", "序", "原因")
_SAMPLES, _SAMPLE = 3, 14  # values shown of a column, characters of each
_SEEN = 40  # rows looked at for them
RETURNED = "_有问题的行"
PASTED = "粘贴的内容"


@dataclass
class Draft:
    """One import from its file to its rows. `step` is where the clerk is."""

    record: type[Record]
    step: int = SOURCE
    path: Path | None = None  # None for what was pasted
    name: str = ""
    sheets: "list[SheetData]" = field(default_factory=list)
    place: int = 0  # which of them
    chosen: "Chosen | None" = None
    fields: dict[int, str] = field(default_factory=dict)  # column (from 0) → field
    constants: dict[str, str] = field(default_factory=dict)  # field → the text for all rows
    edits: dict[tuple[int, int], str] = field(default_factory=dict)
    said: dict[int, str] = field(default_factory=dict)
    intake: "Intake | None" = None
    remembered: bool = False
    waiting: tuple[int, ...] = ()  # other sheets of the file that look the same, not yet taken in

    @property
    def sheet(self) -> "SheetData":
        return self.sheets[self.place]

    @property
    def missing(self) -> tuple[str, ...]:
        """Fields that must be filled and that neither a column nor the clerk gives."""
        given = {one for name in self.fields.values() for one in filled_by(name)}
        given |= {name for name, text in self.constants.items() if text.strip()}
        if (sides := _sides(self.record)) and any("=" in name for name in self.fields.values()):
            given.add(sides.choice)
        return tuple(n for n, f in self.record.fields.items() if f.asked and n not in given)

    def as_it_is(self) -> "Draft":
        """For work beside the window: what the clerk goes on changing does not reach it."""
        return replace(
            self,
            fields=dict(self.fields),
            constants=dict(self.constants),
            edits=dict(self.edits),
            said=dict(self.said),
        )

    def forget(self) -> None:
        """Begin anew with another file."""
        fresh = Draft(self.record)
        self.__dict__.update(fresh.__dict__)


def filled_by(target: str) -> list[str]:
    """The fields that a target fills: of 收入 the amount, of a period both days."""
    return target.partition("=")[0].split("+")


def _sides(record: type[Record]) -> "Sides | None":
    from qinglian_desktop.exchange.sheets.sides import sides_of

    return sides_of(record)


def targets(record: type[Record]) -> dict[str, str]:
    """What a column may fill, with its word: the fields, and 收入 and 支出 by themselves."""
    from qinglian_desktop.exchange.sheets import importable
    from qinglian_desktop.exchange.sheets.periods import period_of

    found = {name: record.fields[name].label for name in importable(record)}
    if sides := _sides(record):
        label = record.fields[sides.amount].label
        found |= {sides.token(word): f"{label}（{word}）" for word in sides.words}
    if days := period_of(record):
        found["+".join(days)] = "和".join(record.fields[name].label for name in days)
    return found


def copies(draft: Draft) -> dict[int, int]:
    """Columns that go with one further left, where a table stands beside itself."""
    from qinglian_desktop.exchange.sheets.copies import side_by_side

    assert draft.chosen is not None
    first, *others = side_by_side(draft.chosen.heading, draft.record)
    if not all(column in first for column in draft.fields):
        return {}
    return {column: left for other in others for left, column in zip(first, other, strict=True)}


def load(draft: Draft, sheets: "list[SheetData]", path: Path | None, book: Any) -> None:
    """Another file: the likeliest sheet, its header, and columns as they were matched before."""
    draft.forget()
    draft.path, draft.name = path, path.name if path else PASTED
    draft.sheets = sheets
    best = _by_likeness(draft.record, sheets, book)
    draft.place, draft.waiting = best[0], best[1:]
    turn_to(draft, book)


def turn_to(draft: Draft, book: Any) -> None:
    """The sheet at `place`: as far as it is clear by itself."""
    look_at(draft, book)
    plan = draft.chosen.plan if draft.chosen else None
    if plan is None:
        draft.step = HEADER
    elif draft.remembered or not (draft.missing or _strange(draft)):
        draft.step = CHECK
    else:
        draft.step = COLUMNS


def _by_likeness(record: type[Record], sheets: "Sequence[SheetData]", book: Any) -> tuple[int, ...]:
    """The likeliest sheet, and behind it the others that have all it takes too."""
    from qinglian_desktop.exchange.sheets import guess
    from qinglian_desktop.exchange.sheets.choosing import EXAMPLE, HOW_TO

    mapping = heard(book, record)
    scores: dict[int, tuple[bool, int]] = {}
    for place, sheet in enumerate(sheets):
        usual = not sheet.hidden and sheet.name not in (EXAMPLE, HOW_TO)
        found = guess(record, sheet, mapping) if usual else None
        rows = found is not None and found.heading.bottom + 1 < len(sheet.rows)
        scores[place] = (usual, len(found.plan.columns) if found and rows else 0)
    best = max(scores, key=lambda place: (*scores[place], -place))
    same = (n for n, score in scores.items() if n != best and score == scores[best] and score[1])
    return (best, *same)


def look_at(draft: Draft, book: Any, top: int | None = None) -> None:
    """The header of the sheet (where the clerk points, when given) and what its columns mean."""
    from qinglian_desktop.exchange.sheets import guess

    draft.edits, draft.said, draft.intake, draft.remembered = {}, {}, None, False
    draft.chosen = guess(draft.record, draft.sheet, heard(book, draft.record), top=top)
    draft.fields = {}
    if draft.chosen is None:
        return
    plan = draft.chosen.plan
    draft.fields = {
        column.index: f"{column.field}={column.side}" if column.side else column.field
        for column in plan.columns
        if column.part < 0
    }
    parts = [column for column in plan.columns if column.part >= 0]
    draft.fields |= {column.index: "+".join(c.field for c in parts) for column in parts}
    draft.constants = {name: str(value) for name, value in plan.constants.items()}
    for layout in _layouts(book, draft.record):
        if layout["headers"] == list(draft.chosen.heading.joined):
            draft.fields = {int(n): name for n, name in layout["fields"].items()}
            draft.constants |= layout["constants"]
            draft.remembered = not draft.missing


def _strange(draft: Draft) -> bool:
    assert draft.chosen is not None
    return any(header not in _COUNTERS for header in draft.chosen.plan.unmapped)


def settled(draft: Draft) -> "Chosen":
    """The sheet with the columns as the clerk has put them; Refused in words otherwise."""
    from qinglian_desktop.exchange.sheets import plan_said
    from qinglian_desktop.exchange.sheets.given import read_constants

    assert draft.chosen is not None
    fields = draft.record.fields
    if draft.missing:
        lacking = "、".join(f"〔{fields[name].label}〕" for name in draft.missing)
        raise Refused(f"还缺{lacking}", "请给它指一列，或在下面写上整张表都一样的内容")
    given = {n: text for n, text in draft.constants.items() if text.strip()}
    given = {n: text for n, text in given.items() if n not in draft.fields.values()}
    constants: Row = read_constants(draft.record, given)
    plan = plan_said(draft.record, draft.chosen.heading, draft.fields, constants)
    return replace(draft.chosen, plan=plan)


def free_name(path: Path) -> Path:
    """Beside the file, under a name nothing has: a returned file may hold hours of work."""
    stem = path.stem.partition(RETURNED)[0]
    for number in range(1, 1000):
        again = f"（{number}）" if number > 1 else ""
        made = path.with_name(f"{stem}{RETURNED}{again}.xlsx")
        if not made.exists():
            return made
    raise Refused("有问题的行已经导出过太多次", "请删掉不用的几个再导出")


# -- how columns were matched before ----------------------------------------------------------


def _layouts(book: Any, record: type[Record]) -> list[dict[str, Any]]:
    found = book.setting(_LAYOUTS, {})
    return list(found.get(record.table, ())) if isinstance(found, dict) else []


def heard(book: Any, record: type[Record]) -> dict[str, str | None]:
    """What each header meant the last time: its field, or None for one left out."""
    meant: dict[str, str | None] = {}
    for layout in _layouts(book, record):
        for index, header in enumerate(layout["headers"]):
            if header and layout["headers"].count(header) == 1:
                name = layout["fields"].get(str(index))
                if name is None or name in record.fields:  # 收入 and 支出 are seen anew
                    meant[header] = name
    return meant


def remember(book: Any, draft: Draft) -> None:
    assert draft.chosen is not None
    if not book.writable:
        return
    headers = list(draft.chosen.heading.joined)
    mine = {
        "headers": headers,
        "fields": {str(index): name for index, name in draft.fields.items()},
        "constants": {n: t for n, t in draft.constants.items() if not _of_title(draft, n)},
    }
    kept = [one for one in _layouts(book, draft.record) if one["headers"] != headers]
    everything = dict(book.setting(_LAYOUTS, {}))
    everything[draft.record.table] = [*kept, mine][-_MOST:]
    book.put_setting(_LAYOUTS, everything)


def _of_title(draft: Draft, name: str) -> bool:
    """A year that the title of this one file says is not the next one's."""
    assert draft.chosen is not None
    return draft.constants[name] == str(draft.chosen.heading.year)


# -- what is shown ----------------------------------------------------------------------------


def veiled(text: str) -> str:
    """A cell as a list may show it: ID and phone numbers with their middle hidden.

    An ID number that is old or has lost digits is as private as a whole one.
    """
    bare = text.strip()
    if 15 <= len(bare) <= 20 and bare[:-1].isdecimal():
        return f"＊＊＊＊{bare[-4:]}"
    return mask_phone(bare) if len(bare) == 11 and bare.isdecimal() and bare[0] == "1" else text


def samples(draft: Draft, index: int) -> str:
    """The first values of a column, to tell what it is."""
    assert draft.chosen is not None
    found: list[str] = []
    first = draft.chosen.heading.bottom + 1
    for row in draft.sheet.rows[first : first + _SEEN]:
        text = " ".join(veiled(row[index]).split()) if index < len(row) else ""
        if text and text not in found:
            found.append(text if len(text) <= _SAMPLE else text[:_SAMPLE] + "…")
        if len(found) == _SAMPLES:
            break
    return "、".join(found)
