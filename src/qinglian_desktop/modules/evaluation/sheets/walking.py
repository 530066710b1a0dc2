"""From the rows of an issued workbook to its lines: nothing that is scored gets lost on the way.

Row by row: a heading again, the line of an aspect, a subtotal, a note, one more line of the
indicator above, or an indicator.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from qinglian_desktop.exchange.sheets.reading import SheetData
from qinglian_desktop.modules.evaluation.sheets import cells
from qinglian_desktop.modules.evaluation.sheets.cells import (
    DIMENSION,
    ID,
    MIDDLE,
    NOTE,
    PAPERS,
    PARTS,
    POINTS,
    TITLE,
    WORDS,
    Cell,
    Columns,
    Grid,
)
from qinglian_desktop.modules.evaluation.sheets.lines import Issued, Line
from qinglian_desktop.modules.evaluation.sheets.sections import (
    BONUS,
    SCORED,
    VETOED,
    names_an_aspect,
    section_of,
)
from qinglian_desktop.modules.evaluation.sheets.tables import is_like, joined, single, tables

_SUM = re.compile(r"^(小计|合计|总计|共计|总分|分值合计|小\s*计|合\s*计)")
_REMARK = re.compile(r"^(注|备注|说明|填表说明|使用说明)[:：\d]")
_REMARK_ALONE = re.compile(r"^(注|备注|附注|说明|填表说明|使用说明)[:：]?$")
_CAP = re.compile(
    r"加分[^。；]{0,20}?(?:不超过|最高|最多|上限|封顶|以内)[^\d。；]{0,6}(\d+(?:\.\d+)?)\s*分"
)
# What a line over a table speaks of when it is no aspect.
_ABOUT_ALL, _SHORT = (
    re.compile(r"指标|评价|考核|考评|体系|办法|标准|方案|细则|满分|要求|原则|对象"),
    24,
)
_BELOW = re.compile(
    r"(?:(?:评分|计分|评价|考核|扣分|赋分)(?:标准|办法|方法|细则|规则)|"
    r"(?P<papers>(?:佐证|印证|证明|备查)(?:材料|资料)))"
    r"[:：]\s*(?P<told>.+)"
)
_NUMBERED_SHEET = re.compile(r"^[（(]?([一二三四五六七八九十]+|\d{1,2})[）)]?[、.．:：]\s*\D{2}")
_TOO = (WORDS, PAPERS, TITLE, PARTS)  # what one more line of an indicator may go on with


class Walker:
    """Reads sheet after sheet; what one begins the next may go on with."""

    def __init__(self) -> None:
        self.issued = Issued()
        self._section = SCORED
        self._aspect = ""
        self._columns: Columns | None = None
        self._last: Line | None = None
        self._left = Decimal(0)  # of its points, while 其中 tells what they are made of

    def read(self, sheets: Sequence[SheetData]) -> Issued:
        shown = [sheet for sheet in sheets if not sheet.hidden] or list(sheets)
        for sheet in shown:
            self._sheet(cells.grid_of(sheet), alone=len(shown) == 1)
        return self.issued

    def _sheet(self, grid: Grid, *, alone: bool) -> None:
        section = section_of(grid.name)
        named = section or (not alone and _NUMBERED_SHEET.match(grid.name) is not None)
        self._section = section or (SCORED if named else self._section)
        if named and not section:
            self._enter(grid.name)
        for found, numbers in tables(grid):
            if found is not None:
                self._columns = found
            self._table(grid, numbers, within=found is not None)

    def _table(self, grid: Grid, numbers: Sequence[int], *, within: bool) -> None:
        """The rows under one heading; or those over the first, which may go on with a table."""
        begins = next((n for n in numbers if within or self._goes_on_here(grid.rows[n])), None)
        for number in numbers:
            if begins is None or number < begins:
                self._above(grid.rows[number])
        if begins is None or self._columns is None:
            return
        lines = [grid.rows[number] for number in numbers if number >= begins]
        for part in cells.halves(cells.settled(self._columns, lines)):
            for number in numbers:
                if number >= begins:
                    self._row(grid, grid.rows[number], part, number)

    def _goes_on_here(self, line: Sequence[Cell]) -> bool:
        return self._columns is not None and is_like(self._columns, line)

    def _above(self, line: Sequence[Cell]) -> None:
        """What stands over a table: its title, which section it is."""
        text = single(line)
        if not text or cells.is_noise(text):
            return
        self._note(text)
        if section := section_of(text):
            self._section = section
        elif names_an_aspect(text) and not _ABOUT_ALL.search(text) and len(text) <= _SHORT:
            self._section = SCORED
            self._enter(text)
            return
        if not self.issued.title and len(text) > 4:
            self.issued.title = text

    def _row(self, grid: Grid, line: Sequence[Cell], columns: Columns, number: int) -> None:
        texts = [cell.text for cell in line if cell.text]
        if cells.is_lettered(texts) or all(cells.is_noise(text) for text in texts):
            return
        if _REMARK_ALONE.match(texts[0]) and len(set(texts)) > 1:
            for text in texts:
                self._note(text)
            return
        alone = single(line)
        if alone and (self._is_the_title(alone) or self._heads(alone, line, columns)):
            return
        held = {role: self._held(line, columns, role) for role in set(columns.roles.values())}
        if self._sums(held, line, columns):
            return
        title = held.get(TITLE) or held.get(MIDDLE)
        got = self._points(line, columns)
        if columns.finest < 0 and title is not None:
            got = cells.told_points(title.text)
        if self._is_an_aspect(held, got, columns) or self._of_which(held, got):
            return
        dimension = held.get(DIMENSION)
        if dimension is not None and section_of(dimension.text) not in ("", self._section):
            self._follow_aspect(dimension)
            self._last = None
        if self._goes_on(held, got):
            return
        if title is None and held.get(WORDS) is None:
            self._enter_with_points(dimension, got)
            return
        self._begin(grid, held, got, number, title)

    # -- rows that are no indicators ---------------------------------------------------------

    def _is_the_title(self, text: str) -> bool:
        """The title of the whole again, at the head of the next page."""
        return bool(self.issued.title) and cells.bare(text) == cells.bare(self.issued.title)

    def _enter_with_points(self, dimension: Cell | None, got: Decimal | None) -> None:
        """An aspect on a line of its own, in the column of aspects, with what it has."""
        if dimension is None or got is None or section_of(dimension.text):
            return
        self._section = SCORED
        self._enter(dimension.text)
        if self._aspect and self.issued.aspects.get(self._aspect) is None:
            self.issued.aspects[self._aspect] = got

    def _heads(self, text: str, line: Sequence[Cell], columns: Columns) -> bool:
        """A line of its own: a section, an aspect, a remark."""
        self._note(text)
        if _REMARK.match(text) or self._told_below(text):
            return True
        place = next(n for n, cell in enumerate(line) if cell.text)
        across = line[place].wide * 2 > len(columns.roles)
        role = columns.roles.get(place, "")
        if (section := section_of(text)) and (across or role not in (WORDS, PAPERS)):
            self._section, self._last = section, None
            return True
        told = cells.told_points(text)
        heads = across or (
            role not in (WORDS, PAPERS, NOTE) and (told is not None or names_an_aspect(text))
        )
        if heads and not _SUM.match(text):
            self._section = SCORED
            self._enter(text)
            return True
        return False

    def _told_below(self, text: str) -> bool:
        """评分标准：…… in a line of its own below the indicator it belongs to."""
        found = _BELOW.match(text)
        if found is None or self._last is None:
            return False
        role = PAPERS if found["papers"] else WORDS
        self._last.texts[role] = joined(self._last.text(role), found["told"], broken=False)
        return True

    def _of_which(self, held: dict[str, Cell | None], got: Decimal | None) -> bool:
        """其中：…… with points of their own: they are in those of the indicator above."""
        name, last = held.get(TITLE) or held.get(MIDDLE), self._last
        if name is None or got is None or last is None or last.points is None:
            return False
        if name.text.startswith("其中"):
            self._left = last.points
        if got > self._left or held.get(WORDS) is not None:
            self._left = Decimal(0)
            return False
        self._left -= got
        told = f"{name.text}（{got.normalize():f}分）"
        last.texts[WORDS] = joined(last.text(WORDS), told, broken=False)
        return True

    def _is_an_aspect(
        self, held: dict[str, Cell | None], got: Decimal | None, columns: Columns
    ) -> bool:
        """一 | name | points, among rows that say how they are scored and are numbered 1, 2, 3.

        Or both in one: 一、name | points.
        """
        number, name = held.get(ID), held.get(TITLE) or held.get(ID)
        if held.get(WORDS) is not None or not columns.of(WORDS) or columns.of(DIMENSION):
            return False
        if name is None:
            return False
        parted = number is not None and number is not name and cells.heads_a_part(number.text)
        if not parted and (got is None or not cells.heads_a_band(name.text)):
            return False
        self._section = SCORED
        self._enter(name.text)
        if got is not None:
            self.issued.aspects[self._aspect] = got
        return True

    def _enter(self, text: str) -> None:
        """An aspect begins, or goes on on the next page."""
        name = cells.bare(text)
        if not name:
            return
        self._aspect, self._last = name, None
        told = cells.told_points(text)
        if self.issued.aspects.get(name) is None:
            self.issued.aspects[name] = told

    def _sums(
        self, held: dict[str, Cell | None], line: Sequence[Cell], columns: Columns
    ) -> bool:  # fmt: skip
        """小计 and 合计: what an aspect, or all of it, should come to."""
        first = next((cell.text for cell in line if cell.text), "")
        heads = [held.get(role) for role in (DIMENSION, MIDDLE, TITLE, ID)]
        said = next((c.text for c in heads if c is not None and _SUM.match(c.text)), "")
        if not said and not _SUM.match(first):
            return False
        value = self._points(line, columns)
        if value is None or self._section != SCORED:
            return True
        word = cells.plain(said or first)
        dimension = held.get(DIMENSION)
        if dimension is not None and not _SUM.match(dimension.text):
            self._follow_aspect(dimension)  # 小计 at the head of an aspect
        inside = dimension is not None and dimension.text != said and self._aspect
        if word.startswith("小计") or inside:
            self.issued.aspects.setdefault(self._aspect, None)
            if self.issued.aspects[self._aspect] is None:
                self.issued.aspects[self._aspect] = value
        else:
            self.issued.total = value
        return True

    def _note(self, text: str) -> None:
        if found := _CAP.search(text):
            self.issued.bonus_cap = Decimal(found[1])

    # -- indicators --------------------------------------------------------------------------

    def _begin(
        self,
        grid: Grid,
        held: dict[str, Cell | None],
        got: Decimal | None,
        number: int,
        title: Cell | None,
    ) -> None:
        self._follow_aspect(held.get(DIMENSION))
        line = Line(self._section, self._aspect, where=f"〔{grid.name}〕第 {number + 1} 行")
        for role, cell in held.items():
            if cell is not None:
                line.anchors[role] = cell.anchor
                if role != POINTS:
                    line.texts[role] = cell.text
        if title is not None and TITLE not in line.texts:
            line.texts[TITLE] = title.text
        elif (middle := line.text(MIDDLE)) not in ("", line.text(TITLE)):
            line.texts[TITLE] = f"{middle}：{line.text(TITLE)}"
        if TITLE in line.texts:
            line.texts[TITLE] = cells.unnumbered(line.texts[TITLE])
        line.points = got
        if got is not None and cells.told_points(line.text(TITLE)) == got:
            line.texts[TITLE] = cells.without_points(line.text(TITLE))
        for text in line.texts.values():
            self._note(text)
        same = self._same(line)
        if same is not None:
            for role, text in line.texts.items():
                same.texts.setdefault(role, text)
            same.points = line.points if same.points is None else same.points
            self._last = same
            return
        self.issued.lines.append(line)
        self._last = line

    def _follow_aspect(self, cell: Cell | None) -> None:
        if cell is None:
            return
        if section := section_of(cell.text):
            self._section = section
            return
        name = cells.bare(cell.text)
        if name != self._aspect or self._section != SCORED:
            if self._section != VETOED:
                self._section = SCORED
            self._enter(cell.text)

    def _same(self, line: Line) -> Line | None:
        """The line of an earlier page whose other columns this one brings (same number)."""
        own = line.text(ID)
        if not own or (line.points is not None and line.text(WORDS)):
            return None
        alike = (
            other for other in self.issued.lines
            if other.text(ID) == own and other.section == line.section
        )  # fmt: skip
        found = next(alike, None)
        if found is None or (line.text(TITLE) and line.text(TITLE) != found.text(TITLE)):
            return None
        new = {role for role in line.texts if role not in found.texts}
        return found if new or found.points is None else None

    def _goes_on(self, held: dict[str, Cell | None], got: Decimal | None) -> bool:
        """One more line of the indicator above: its points cell reaches over it, or it has none."""
        last = self._last
        if last is None:
            return False
        own = held.get(POINTS)
        shares = own is not None and last.anchors.get(POINTS) == own.anchor
        fresh = {
            role: cell for role, cell in held.items()
            if cell is not None and last.anchors.get(role) != cell.anchor
        }  # fmt: skip
        again = self._named_again(fresh.get(TITLE))
        if not shares and not again:
            if got is not None or ID in fresh or self._section == VETOED:
                return False
            if TITLE in fresh and self._section == BONUS and last.points is None:
                return False
        for role in _TOO:
            cell = fresh.get(role)
            if cell is not None and not (role == TITLE and again):
                before = last.text(role)
                last.texts[role] = joined(before, cell.text, broken=not shares)
                last.anchors[role] = cell.anchor
        return True

    def _named_again(self, title: Cell | None) -> bool:
        """Is it the indicator of the page before: its words once more, with （续）?"""
        if title is None or self._last is None or cells.once(title.text) == title.text:
            return False
        named = cells.plain(cells.unnumbered(cells.once(title.text)))
        return named == cells.plain(self._last.text(TITLE))

    def _held(self, line: Sequence[Cell], columns: Columns, role: str) -> Cell | None:
        """What stands in the columns of a role; several levels of one are joined."""
        chosen = [columns.finest] if role == POINTS else columns.of(role)
        found = [line[n] for n in chosen if 0 <= n < len(line) and line[n].text]
        if not found:
            return None
        texts = list(dict.fromkeys(cell.text for cell in found))
        return found[-1]._replace(text="；".join(texts) if role != ID else texts[-1])

    def _points(self, line: Sequence[Cell], columns: Columns) -> Decimal | None:
        """The points of this line: of two columns of points the finer one."""
        cell = self._held(line, columns, POINTS)
        if cell is None:
            return None
        if len(columns.of(POINTS)) > 1:
            self._coarse(line, columns, cell)
        return cells.points(cell.text)

    def _coarse(self, line: Sequence[Cell], columns: Columns, fine: Cell) -> None:
        """The other column says what the whole aspect has."""
        dimension = self._held(line, columns, DIMENSION)
        names = min((*columns.of(TITLE), *columns.of(MIDDLE)), default=len(line))
        for column in columns.of(POINTS):
            if column > names and not cells.is_coarse(columns.labels[column]):
                continue  # what a single way of scoring brings
            cell = line[column]
            value = cells.points(cell.text)
            if dimension is None or cell.anchor == fine.anchor or value is None:
                continue
            if cell.anchor[0] == dimension.anchor[0]:
                self.issued.aspects[cells.bare(dimension.text)] = value


def walk(sheets: Sequence[SheetData]) -> Issued:
    """The lines of a whole workbook."""
    return Walker().read(sheets)
