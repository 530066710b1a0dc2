"""Where does the real table begin on a sheet, and what is each column called?

Over it stand titles and 单位：万元; the header may take two or three lines and merged cells.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qinglian_desktop.exchange.sheets.names import plain
from qinglian_desktop.exchange.sheets.reading import Area, Figure, SheetData

_DEEPEST = 40  # rows searched for the header
_NOTES = 12  # rows at the end in which a note may name the unit
_LINES = 3  # lines one header may take
_NUMBER = re.compile(r"[-+¥￥]?[\d,，]*\.?\d+[%％]?|\d{4}[-./年]\d.*")
_UNIT = r"单位[:：为（(]?\s*(?:人民币)?\s*((?:亿|万|千|百)?元)()(?![\u4e00-\u9fff])"
# 单位：户、人、万元; 以万元为单位; 2025年收支表（万元）
_UNIT_TOO = (
    r"单位[:：为（(\s]*(?:(?:户|人|亩|个|件|次|元|公斤|吨|平方米|%)[、,，/\s]+)*(?:人民币)?"
    r"((?:亿|万|千|百)元)|以((?:亿|万|千|百)元)为单位"
)
_UNIT_IN_TITLE = re.compile(r"[（(\[【](?:人民币)?((?:亿|万|千|百)?元)()[）)\]】]")
_UNIT_WORDS = re.compile(
    r"[（(]?((?:人民币)?(?:亿|万|千|百)?元|人|户|个|亩|平方米|公斤|吨|%|％|人次|项|件)[)）]?"
)
# A day such as 2026年9月3日 tells when the table was filled in, not what it is about.
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)\s*(?:年(?!\s*\d{1,2}\s*月)|$)")


@dataclass(frozen=True, slots=True)
class Heading:
    """The header found: its rows (from 0), and what stands over each column.

    `labels` is the lowest line of each column, `joined` all its lines together; `unit` is what
    a line over or under the table says about all its amounts (单位：万元).
    """

    top: int
    bottom: int
    labels: tuple[str, ...]
    joined: tuple[str, ...]
    unit: str = ""
    year: int = 0  # the only year the title or the name of the sheet speaks of


_ONE_EACH = frozenset(("序号", "姓名", "户主", "户号", "身份证号"))  # one line, one of these

Known = Callable[[str], str]  # a header text → the field it means, or ""


def is_number(text: str) -> bool:
    return type(text) is Figure or _NUMBER.fullmatch(text.strip()) is not None


def find_heading(sheet: SheetData, known: Known) -> Heading | None:
    """The lines that name the most fields; None when no line names any."""
    best: tuple[int, int, int] | None = None
    for top in range(min(len(sheet.rows), _DEEPEST)):
        for lines in range(1, _LINES + 1):
            bottom = top + lines - 1
            if bottom >= len(sheet.rows) or (lines > 1 and _has_number(sheet.rows[bottom])):
                break
            score = _score(sheet, top, bottom, known)
            rank = (score, -lines, -top)  # as few lines as do, the highest ones
            if score and (best is None or rank > best):
                best = rank
    if best is None:
        return None
    top = -best[2]
    bottom = top - best[1] - 1
    bottom = _end(sheet, top, bottom)
    labels, joined = _labels(sheet, top, bottom)
    repeated = len(set(labels) - {""}) < sum(label != "" for label in labels)
    if top and repeated and not _stands_again(labels):
        labels, joined = _with_groups(sheet, top, bottom)
    return Heading(
        top, bottom, labels, joined, _unit_said(sheet, top, bottom), _year_said(sheet, top)
    )


def _stands_again(labels: Sequence[str]) -> bool:
    """A list that goes on to the right: what stands over its copies (1组, 2组) names no column.

    上年 and 本年 over 收入 and 支出 do; their columns follow without a gap and name no one.
    """
    named = [label for label in labels if label]
    for many in (2, 3):
        each, rest = divmod(len(named), many)
        if rest or not each or named != named[:each] * many:
            continue
        inside = labels[: len(labels) - [*reversed(labels)].index(named[-1])]
        return "" in inside or any(plain(label) in _ONE_EACH for label in named[:each])
    return False


def heading_at(sheet: SheetData, top: int, known: Known) -> Heading:
    """The header where the clerk says that it begins; it may take the lines below too."""
    best = max(
        range(top, min(top + _LINES, len(sheet.rows))),
        key=lambda n: (_score(sheet, top, n, known) if _may_end(sheet, top, n) else -1, -n),
    )
    bottom = _end(sheet, top, best)
    labels, joined = _labels(sheet, top, bottom)
    return Heading(
        top, bottom, labels, joined, _unit_said(sheet, top, bottom), _year_said(sheet, top)
    )


def _may_end(sheet: SheetData, top: int, bottom: int) -> bool:
    return not any(_has_number(sheet.rows[n]) for n in range(top + 1, bottom + 1))


def _has_number(row: Sequence[str]) -> bool:
    return any(cell and is_number(cell) for cell in row)


def _score(sheet: SheetData, top: int, bottom: int, known: Known) -> int:
    labels, joined = _labels(sheet, top, bottom)
    fields = {known(both) or known(low) for low, both in zip(labels, joined, strict=True)}
    return len(fields - {""})


def _end(sheet: SheetData, top: int, bottom: int) -> int:
    """The last header line: merged cells reach down to it, or empty ones show that they do."""
    reach = max(
        (last[0] for first, last in sheet.merged if top <= first[0] <= bottom < last[0]),
        default=bottom,
    )
    if reach - top < _LINES:
        bottom = reach
    if bottom + 1 < len(sheet.rows) and _are_units(sheet.rows[bottom + 1]):
        return bottom + 1
    while bottom + 1 < len(sheet.rows) and bottom - top + 1 < _LINES:
        if not _continues(sheet.rows[bottom], sheet.rows[bottom + 1]):
            break
        bottom += 1
    return bottom


def _continues(row: Sequence[str], below: Sequence[str]) -> bool:
    """Is `below` a second header line? Texts stand under groups, and nothing under a whole name.

    A record is hardly ever empty in its first column and never all words under empty headers.
    """
    width = max(len(row), len(below))
    upper = [*row, *[""] * (width - len(row))]
    lower = [*below, *[""] * (width - len(below))]
    filled = [n for n in range(width) if lower[n].strip()]
    if len(filled) < 2 or _has_number(below):
        return False
    first = next((n for n in range(width) if upper[n].strip()), 0)
    under_gap = any(not upper[n].strip() for n in filled)
    under_group = all(
        not upper[n].strip() or (n + 1 < width and not upper[n + 1].strip() and n + 1 in filled)
        for n in filled
    )
    return under_gap and under_group and first not in filled


def _labels(sheet: SheetData, top: int, bottom: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """For each column: its lowest header text, and all of them joined."""
    width = max((len(row) for row in sheet.rows[top : bottom + 1]), default=0)
    lines = []
    for index in range(top, bottom + 1):
        row = [plain(cell) for cell in sheet.rows[index]]
        row += [""] * (width - len(row))
        lines.append(_spread(row, index, sheet) if index < bottom else row)
    labels, joined = [], []
    for column in range(width):
        parts = [line[column] for line in lines if line[column]]
        parts = [part for n, part in enumerate(parts) if n == 0 or part != parts[n - 1]]
        labels.append(parts[-1] if parts else "")
        joined.append("".join(parts))
    return tuple(labels), tuple(joined)


def _spread(row: list[str], index: int, sheet: SheetData) -> list[str]:
    """A group name stands over all its columns: as merged, or up to the next name."""
    merged = [area for area in sheet.merged if area[0][0] <= index <= area[1][0]]
    if sheet.merged:
        for first, last in merged:
            if first[0] == index and first[1] < len(row):
                end = min(last[1] + 1, len(row))
                row[first[1] : end] = [row[first[1]]] * (end - first[1])
        return row
    below = sheet.rows[index + 1] if index + 1 < len(sheet.rows) else []
    for column in range(1, len(row)):
        own = column < len(below) and below[column].strip()
        before = column - 1 < len(below) and below[column - 1].strip()
        if not row[column] and own and before:
            row[column] = row[column - 1]
    return row


def _with_groups(
    sheet: SheetData, top: int, bottom: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Two columns of one name: what stands over them tells them apart, if anything does."""
    above = [cell for cell in sheet.rows[top - 1] if cell.strip()]
    if len(above) < 2 or any(":" in plain(cell) or is_number(cell) for cell in above):
        return _labels(sheet, top, bottom)
    return _labels(sheet, top - 1, bottom)


def _are_units(row: Sequence[str]) -> bool:
    """A line of 人, 户, 万元 under the names of the columns."""
    filled = ["".join(cell.split()) for cell in row if cell and not cell.isspace()]
    return bool(filled) and all(_UNIT_WORDS.fullmatch(cell) for cell in filled)


def _unit_said(sheet: SheetData, top: int, bottom: int) -> str:
    """The unit of all amounts: over the table, in its title or name, or in a note below.

    Two different ones are told together (元、万元): nobody can know which one is meant.
    """
    above = [cell for row in reversed(sheet.rows[:top]) for cell in row if cell]
    below = [c for row in sheet.rows[max(bottom + 1, len(sheet.rows) - _NOTES) :] for c in row]
    said = dict.fromkeys(
        found[1] or found[2]
        for text in above
        if (
            found := re.search(_UNIT_TOO, text)
            or re.search(_UNIT, text)
            or _UNIT_IN_TITLE.search(text)
        )
    )
    if not said and (found := _UNIT_IN_TITLE.search(sheet.name)):
        return found[1]
    if not said:
        notes = (re.search(_UNIT_TOO, text) for text in below if "单位" in text)
        said = dict.fromkeys(found[1] or found[2] for found in notes if found)
    return "、".join(said)


def _year_said(sheet: SheetData, top: int) -> int:
    """2025年 in the title, else in the name of the sheet, when it is the only one."""
    for texts in ([c for row in sheet.rows[:top] for c in row if "年" in c], [sheet.name]):
        said = (text for text in texts if "日期" not in text and "时间" not in text)
        years = {found[1] for text in said for found in _YEAR.finditer(text)}
        if years:
            return int(years.pop()) if len(years) == 1 else 0
    return 0


def covering(areas: Sequence[Area], column: int) -> dict[int, int]:
    """Row → row whose merged cell covers it, for one column of merged cells reaching down."""
    return {
        row: first[0]
        for first, last in areas
        if first[1] <= column <= last[1]
        for row in range(first[0] + 1, last[0] + 1)
    }
