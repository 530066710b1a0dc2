"""How is an .xlsx filled so that all but the filled cells stays as its maker left it?

Only the XML of the cells is written anew. Results that were worked out for the empty form are
taken out, and the program that opens the file is asked to work them out again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from qinglian_desktop.exchange.forms import growing
from qinglian_desktop.exchange.forms.package import (
    Element,
    Package,
    children,
    local,
    recalculated,
)
from qinglian_desktop.exchange.forms.shape import Filling, FormSheet, Place, Value
from qinglian_desktop.exchange.forms.xml_cells import (
    CellXml,
    RowXml,
    SheetXml,
    as_utf8,
    attribute,
    new_cell,
    put_together,
    take_apart,
)
from qinglian_desktop.exchange.sheets import prescan
from qinglian_desktop.exchange.sheets.reading import SheetData, sheets_of

_1904 = 1462  # days between the two beginnings of time
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))


@dataclass(frozen=True)
class _Part:
    name: str
    part: str
    hidden: bool


class XlsxForm:
    suffix = ".xlsx"

    def __init__(self, data: bytes, name: str = "表") -> None:
        self._package = Package(data)
        self._texts = {sheet.name: sheet for sheet in sheets_of(data, name)}
        if "xl/vbaproject.bin" in (part.lower() for part in self._package.parts):
            self.suffix = ".xlsm"
        self._book = self._package.workbook()
        self._tree = self._package.tree(self._book)
        targets = {r.id: r for r in self._package.relations(self._book)}
        self._parts = [
            _Part(
                each.get("name", ""),
                targets[_relation(each)].target,
                each.get("state", "visible") != "visible",
            )
            for each in children(self._tree, "sheet")
            if _relation(each) in targets and targets[_relation(each)].sort == "worksheet"
        ]
        self._apart: dict[str, SheetXml] = {}

    def _sheet_xml(self, name: str) -> SheetXml:
        """Read once; what is filled is a copy."""
        if name not in self._apart:
            part = next((each for each in self._parts if each.name == name), None)
            if part is None:
                raise prescan.damaged()
            self._apart[name] = take_apart(self._package.part(part.part))
        found = self._apart[name]
        rows = {
            number: RowXml(number, r.head, r.attributes, dict(r.cells), r.changed, r.raw)
            for number, r in found.rows.items()
        }
        return SheetXml(found.before, rows, found.after, found.prefix)

    @cached_property
    def sheets(self) -> Sequence[FormSheet]:
        return [self._as_shown(each) for each in self._parts]

    def _as_shown(self, part: _Part) -> FormSheet:
        texts = self._texts.get(part.name) or SheetData(part.name, [])
        xml = self._sheet_xml(part.name)
        formulas = frozenset(
            (c.row, c.column) for r in xml.rows.values() for c in r.cells.values() if c.formula
        )
        styled = max((n for n, row in xml.rows.items() if row.cells), default=-1)
        widths = {
            column: float(each.get("width", "9"))
            for each in children(self._package.tree(part.part), "col")
            for column in range(int(each.get("min", "1")) - 1, min(int(each.get("max", "1")), 256))
        }
        drawn = max((max(row.cells) + 1 for row in xml.rows.values() if row.cells), default=0)
        return FormSheet(
            part.name, texts.rows, texts.merged, part.hidden, formulas, styled, drawn, widths
        )

    def why_not_longer(self, sheet: str) -> str:
        part = next(each.part for each in self._parts if each.name == sheet)
        return growing.why_not(self._package, part, self._sheet_xml(sheet))

    def filled(self, filling: Filling) -> bytes:
        part = next(each.part for each in self._parts if each.name == filling.sheet)
        xml = self._sheet_xml(filling.sheet)
        changed: dict[str, bytes] = {}
        without: frozenset[str] = frozenset()
        book = as_utf8(self._package.part(self._book))
        if growth := filling.growth:
            parts = {each.name: each.part for each in self._parts}
            around = growing.Around(self._package, filling.sheet, growth, parts, self._book)
            book = around.workbook(book)
            changed |= around.others()
            xml = growing.grown(xml, filling.sheet, growth)
            changed_parts, without = around.without_chain()
            changed |= changed_parts
        touched = self._write(xml, filling)
        has_formulas = self._uncache(xml)
        changed[part] = _with_dimension(put_together(xml), touched)
        changed |= self._others_uncached(filling.sheet, changed)
        if has_formulas or any(sheet.formulas for sheet in self.sheets):
            book = recalculated(book)
        if book != as_utf8(self._package.part(self._book)):
            changed[self._book] = book
        return self._package.written(changed, without)

    def _write(self, xml: SheetXml, filling: Filling) -> list[Place]:
        styles = _Columns(xml)
        sample = xml.rows.get(filling.first)
        writes = filling.writes()
        bottom = filling.first + max(len(filling.lines), filling.last - filling.first + 1)
        for (row, column), value in sorted(writes.items(), key=lambda one: one[0]):
            there = xml.rows.get(row)
            if there is None:
                head = f'<{xml.prefix}row r="{row + 1}">'.encode()
                there = xml.rows[row] = RowXml(row, head, {})
            before = there.cells.get(column)
            if before is not None and before.formula:
                continue  # a formula is never written over
            if before is not None:
                style = before.style
            elif sample is not None and filling.first <= row < bottom and column in sample.cells:
                style = sample.cells[column].style
            else:
                style = there.attributes.get("s", "") or styles.of(column)
            if value is None and before is None:
                continue
            there.cells[column] = self._cell(xml.prefix, row, column, style, value)
            there.head = attribute(there.head, "spans", None)
            there.changed = True
        return list(writes)

    def _cell(self, prefix: str, row: int, column: int, style: str, value: Value) -> CellXml:
        dated = style.isdigit() and int(style) in self._date_styles
        days = _1904 if self._since_1904 else 0
        return new_cell(prefix, row, column, style, value, dated=dated, days_from=days)

    @cached_property
    def _since_1904(self) -> bool:
        told = [each.get("date1904", "") for each in children(self._tree, "workbookPr")]
        return any(word in ("1", "true") for word in told)

    @cached_property
    def _date_styles(self) -> frozenset[int]:
        """Which cell styles show a number as a day."""
        styles = [r for r in self._package.relations(self._book) if r.sort == "styles"]
        if not styles:
            return frozenset()
        tree = self._package.tree(styles[0].target)
        codes = {e.get("numFmtId"): e.get("formatCode", "") for e in children(tree, "numFmt")}
        lists = [each for each in tree if local(each) == "cellXfs"]
        looks = [each for each in (lists[0] if lists else []) if local(each) == "xf"]
        return frozenset(
            n for n, look in enumerate(looks) if is_date(look.get("numFmtId", "0"), codes)
        )

    def _uncache(self, xml: SheetXml) -> bool:
        any_formula = False
        for row in xml.rows.values():
            for column, cell in row.cells.items():
                if cell.formula:
                    any_formula = True
                    raw = cell.uncached()
                    if raw != cell.raw:
                        row.cells[column] = CellXml(
                            cell.row, cell.column, cell.style, raw, formula=True
                        )
                        row.changed = True
        return any_formula

    def _others_uncached(self, sheet: str, changed: dict[str, bytes]) -> dict[str, bytes]:
        """Sheets whose formulas speak of the filled one show no figures of the empty form."""
        found = {}
        marks = (f"{sheet}!".encode(), f"{sheet.replace(chr(39), chr(39) * 2)}'!".encode())
        for other in self._parts:
            data = changed.get(other.part) or self._package.part(other.part)
            if other.name == sheet or not any(mark in data for mark in marks):
                continue
            xml = take_apart(data)
            if self._uncache(xml):
                found[other.part] = put_together(xml)
        return found


class _Columns:
    """Styles of whole columns, for cells that are not there yet."""

    def __init__(self, xml: SheetXml) -> None:
        self._styles: dict[int, str] = {}
        for tag in growing.tags(xml.before, "col"):
            given = growing.attributes_of(tag)
            if given.get("style") and given.get("min", "").isdigit():
                first, last = int(given["min"]) - 1, min(int(given.get("max", "1")), 256)
                self._styles |= dict.fromkeys(range(first, last), given["style"])

    def of(self, column: int) -> str:
        return self._styles.get(column, "")


def _relation(element: Element) -> str:
    return next((v for k, v in element.attrib.items() if k.endswith("}id")), "")


def is_date(number: str | None, codes: dict[str | None, str]) -> bool:
    """Does a number format show days?"""
    from openpyxl.styles.numbers import is_date_format

    if code := codes.get(number):
        return bool(is_date_format(code)) and any(mark in code.lower() for mark in "yd年日e")
    return (number or "").isdigit() and int(number or 0) in _DATES and number not in _CLOCKS


_CLOCKS = ("18", "19", "20", "21", "45", "46", "47")


def _with_dimension(data: bytes, places: list[Place]) -> bytes:
    """The sheet says how far it reaches; cells beyond are added to that."""
    return growing.reaching(data, places)
