"""How does a list in an .xlsx grow by rows, with all that stands below and speaks of it?

New rows look like the row before the last, the last one like the last; formulas of the row are
carried down, areas that end with the list take the new rows in, everything below moves.
"""

import re
from dataclasses import replace
from functools import partial
from html import unescape
from xml.sax.saxutils import escape

from qinglian_desktop.exchange.forms.package import Package
from qinglian_desktop.exchange.forms.references import (
    carried,
    moved_areas,
    moved_formula,
    moved_reference,
)
from qinglian_desktop.exchange.forms.shape import Growth, Place
from qinglian_desktop.exchange.forms.xml_cells import (
    CellXml,
    RowXml,
    SheetXml,
    as_utf8,
    attribute,
    cell_name,
    moved_cell,
    place_of,
    put_together,
    styled_cell,
    take_apart,
)

_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_FORMULA = re.compile(rb"<((?:\w+:)?)f((?:\s[^>]*?)?)(?:/>|>([^<]*)</\1f>)")
_CHAINED = re.compile(rb"<(?:\w+:)?Override\b[^>]*calcChain[^>]*?(?:/>|></(?:\w+:)?Override>)")
_RELATED = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*/calcChain\"[^>]*?/>")
# Elements behind the rows that name places: (element, attribute).
_AREAS = (
    ("mergeCell", "ref"), ("conditionalFormatting", "sqref"), ("dataValidation", "sqref"),
    ("hyperlink", "ref"), ("autoFilter", "ref"), ("sortState", "ref"), ("sortCondition", "ref"),
    ("protectedRange", "sqref"), ("ignoredError", "sqref"),
)  # fmt: skip
_FORMULAS = ("formula", "formula1", "formula2", "f")


def tags(data: bytes, name: str) -> list[bytes]:
    return [m[0] for m in re.finditer(rb"<(?:\w+:)?" + name.encode() + rb"\s[^>]*>", data)]


def attributes_of(tag: bytes) -> dict[str, str]:
    text = tag.decode("utf-8")
    return {m[1]: unescape(m[2] if m[2] is not None else m[3]) for m in _ATTRIBUTE.finditer(text)}


def why_not(package: Package, part: str, xml: SheetXml) -> str:
    """What in the sheet forbids to put rows in, in words; "" when nothing does."""
    for relation in package.relations(part):
        if relation.sort == "pivotTable":
            return "表里有数据透视表"
    for row in xml.rows.values():
        for cell in row.cells.values():
            if cell.formula and re.search(rb"<(?:\w+:)?f\s[^>]*t=.(?:array|dataTable)", cell.raw):
                return f"{cell.name} 是数组公式"
    return ""


# -- the sheet itself -------------------------------------------------------------------------


def grown(xml: SheetXml, sheet: str, growth: Growth) -> SheetXml:
    rows = {number: _plain_formulas(row, _shared(xml)) for number, row in xml.rows.items()}
    made: dict[int, RowXml] = {}
    for number, row in rows.items():
        made[growth.row(number)] = _moved_row(row, growth.row(number), sheet, growth)
    _put_in(made, rows, xml.prefix, sheet, growth)
    after = _moved_tail(xml.after, sheet, growth)
    return SheetXml(xml.before, made, _merged_lines(after, growth), xml.prefix)


def _shared(xml: SheetXml) -> dict[str, tuple[str, str]]:
    """Shared formulas by their number: the text and the cell it is written for."""
    found = {}
    for row in xml.rows.values():
        for cell in row.cells.values():
            if cell.formula and (match := _FORMULA.search(cell.raw)):
                given = attributes_of(match[2])
                if given.get("t") == "shared" and match[3]:
                    found[given.get("si", "")] = (unescape(match[3].decode()), cell.name)
    return found


def _plain_formulas(row: RowXml, shared: dict[str, tuple[str, str]]) -> RowXml:
    cells = {}
    for column, cell in row.cells.items():
        match = _FORMULA.search(cell.raw) if cell.formula else None
        if match is not None and attributes_of(match[2]).get("t") == "shared":
            text, origin = shared.get(attributes_of(match[2]).get("si", ""), ("", cell.name))
            cell = _with_formula(cell, carried(text, origin, cell.name))
        cells[column] = cell
    return replace(row, cells=cells)


def _with_formula(cell: CellXml, text: str) -> CellXml:
    def put(match: re.Match[bytes]) -> bytes:
        return b"<" + match[1] + b"f>" + escape(text).encode() + b"</" + match[1] + b"f>"

    return replace(cell, raw=_FORMULA.sub(put, cell.raw, count=1))


def _formula_of(cell: CellXml) -> str:
    match = _FORMULA.search(cell.raw) if cell.formula else None
    return unescape(match[3].decode()) if match is not None and match[3] else ""


def _moved_row(row: RowXml, number: int, sheet: str, growth: Growth) -> RowXml:
    cells = {}
    for column, cell in row.cells.items():
        if text := _formula_of(cell):
            moved = moved_formula(text, sheet, sheet, growth, row.number)
            if moved != text:
                cell = _with_formula(cell, moved)
        cells[column] = moved_cell(cell, number) if number != row.number else cell
    if number == row.number:
        return replace(row, cells=cells, changed=True)
    return replace(
        row, number=number, head=attribute(row.head, "r", str(number + 1)), cells=cells,
        changed=True,
    )  # fmt: skip


def _put_in(
    made: dict[int, RowXml], rows: dict[int, RowXml], prefix: str, sheet: str, growth: Growth
) -> None:
    """The new rows, and the looks of the last one."""
    listed = growth.first <= growth.last
    # A form without one empty row: the new ones look like what stands below the header.
    last = rows.get(growth.last if listed else growth.last + 1)
    if last is None:
        return
    middle = rows.get(growth.last - 1) if growth.last > growth.first else None
    middle = middle or last
    old = made.get(growth.last)
    if listed and old is not None:
        for column, cell in old.cells.items():
            if column in middle.cells:
                old.cells[column] = styled_cell(cell, middle.cells[column].style)
    for step in range(1, growth.more + 1):
        number = growth.last + step
        looks = last if step == growth.more else middle
        head = attribute(attribute(looks.head, "r", str(number + 1)), "spans", None)
        given = {k: v for k, v in looks.attributes.items() if k not in ("r", "spans")}
        cells = {}
        for column, cell in last.cells.items():
            style = looks.cells[column].style if column in looks.cells else cell.style
            if listed and middle is not last and _same(cell, middle.cells.get(column)):
                cells[column] = styled_cell(moved_cell(cell, number), style)
            else:
                cells[column] = _copied(cell, number, prefix, style, sheet, growth, carry=listed)
        made[number] = RowXml(number, head, given, cells)


def _same(cell: CellXml, above: CellXml | None) -> bool:
    """Is it printed alike in every row: a rate, a unit?"""
    if above is None or cell.formula or above.formula:
        return False
    return cell.raw.partition(b">")[2] == above.raw.partition(b">")[2] != b""


def _copied(
    cell: CellXml, row: int, prefix: str, style: str, sheet: str, growth: Growth, *, carry: bool
) -> CellXml:
    name = cell_name(row, cell.column)
    said = f' s="{style}"' if style else ""
    text = _formula_of(cell) if carry else ""
    if not text:
        raw = f'<{prefix}c r="{name}"{said}/>'.encode()
        return CellXml(row, cell.column, style, raw)
    moved = carried(moved_formula(text, sheet, sheet, growth, cell.row), cell.name, name)
    raw = f'<{prefix}c r="{name}"{said}><{prefix}f>{escape(moved)}</{prefix}f></{prefix}c>'.encode()
    return CellXml(row, cell.column, style, raw, formula=True)


def _moved_tail(tail: bytes, sheet: str, growth: Growth) -> bytes:
    """Merged cells, formats by condition, choices, links, page breaks behind the rows."""
    for element, name in _AREAS:
        tail = _each(tail, element, name, partial(moved_areas, growth=growth))
    tail = _each(tail, "brk", "id", lambda text: _moved_break(text, growth), only_in=b"rowBreaks")

    def moved(match: re.Match[bytes]) -> bytes:
        text = unescape(match[3].decode("utf-8"))
        made = moved_formula(text, sheet, sheet, growth)
        return match[1] + escape(made).encode() + match[4]

    words = "|".join(_FORMULAS).encode()
    pattern = rb"(<((?:\w+:)?(?:" + words + rb"))(?:\s[^>]*)?>)([^<]*)(</\2>)"
    tail = re.sub(pattern, moved, tail)
    places = re.compile(rb"(<((?:\w+:)?sqref)>)([^<]*)(</\2>)")
    return places.sub(lambda m: m[1] + moved_areas(m[3].decode(), growth).encode() + m[4], tail)


def _moved_break(text: str, growth: Growth) -> str:
    return str(growth.row(int(text) - 1) + 1) if text.isdigit() else text


def _each(data: bytes, element: str, name: str, change: object, only_in: bytes = b"") -> bytes:
    """Every element of that name with one attribute put through `change`."""
    begin, end = 0, len(data)
    if only_in:
        found = re.search(
            rb"<(?:\w+:)?" + only_in + rb"\b.*?</(?:\w+:)?" + only_in + rb">", data, re.S
        )
        if found is None:
            return data
        begin, end = found.span()

    def put(match: re.Match[bytes]) -> bytes:
        given = attributes_of(match[0])
        if name not in given:
            return match[0]
        assert callable(change)
        made = change(given[name])
        if made == given[name]:
            return match[0]
        pattern = rb"(\s" + name.encode() + rb"\s*=\s*)(?:\"[^\"]*\"|'[^']*')"
        return re.sub(pattern, lambda m: m[1] + b'"' + escape(made).encode() + b'"', match[0])

    pattern = rb"<(?:\w+:)?" + element.encode() + rb"(?=[\s/>])[^>]*>"
    return data[:begin] + re.sub(pattern, put, data[begin:end]) + data[end:]


def _merged_lines(tail: bytes, growth: Growth) -> bytes:
    """Cells merged within the last row of the list are merged in each new row as well."""
    if growth.first > growth.last:
        return tail
    added = []
    for tag in tags(tail, "mergeCell"):
        first, _, last = attributes_of(tag).get("ref", "").partition(":")
        if not last:
            continue
        (top, left), (bottom, right) = place_of(first), place_of(last)
        if top == bottom == growth.last or (
            top == growth.last and bottom == growth.last + growth.more
        ):
            added += [
                f"{cell_name(row, left)}:{cell_name(row, right)}"
                for row in range(growth.last + (top == bottom), growth.last + growth.more + 1)
            ]
            if top != bottom:
                tail = tail.replace(tag, b"")
    if not added:
        return tail
    found = re.search(rb"<((?:\w+:)?)mergeCells\b[^>]*>", tail)
    assert found is not None
    prefix = found[1].decode()
    made = "".join(f'<{prefix}mergeCell ref="{area}"/>' for area in added).encode()
    tail = tail[: found.end()] + made + tail[found.end() :]
    count = len(tags(tail, "mergeCell"))
    return tail[: found.start()] + attribute(found[0], "count", str(count)) + tail[found.end() :]


# -- what stands around it --------------------------------------------------------------------


class Around:
    """The other parts of the workbook that speak of the sheet."""

    def __init__(
        self, package: Package, sheet: str, growth: Growth, parts: dict[str, str], book: str
    ) -> None:
        self._package, self._sheet, self._growth = package, sheet, growth
        self._parts, self._book = parts, book

    def _moved(self, text: str, own: str) -> str:
        return moved_formula(text, own, self._sheet, self._growth)

    def workbook(self, data: bytes) -> bytes:
        """Print areas, titles and other names."""
        pattern = re.compile(rb"(<((?:\w+:)?definedName)(?:\s[^>]*)?>)([^<]*)(</\2>)")

        def put(match: re.Match[bytes]) -> bytes:
            text = unescape(match[3].decode("utf-8"))
            return match[1] + escape(self._moved(text, "")).encode() + match[4]

        return pattern.sub(put, data)

    def others(self) -> dict[str, bytes]:
        """Formulas of other sheets, charts, pictures, remarks and tables of this one."""
        found: dict[str, bytes] = {}
        for name, part in self._parts.items():
            if name == self._sheet or self._sheet.encode() not in self._package.part(part):
                continue
            xml = take_apart(self._package.part(part))
            for row in xml.rows.values():
                for column, cell in row.cells.items():
                    text = _formula_of(cell)
                    if text and (moved := self._moved(text, name)) != text:
                        found_raw = _FORMULA.sub(
                            lambda m, to=moved: (  # type: ignore[misc]
                                b"<" + m[1] + b"f" + m[2] + b">" + escape(to).encode()
                                + b"</" + m[1] + b"f>"
                            ),
                            cell.raw, count=1,
                        )  # fmt: skip
                        row.cells[column], row.changed = replace(cell, raw=found_raw), True
            found[part] = put_together(xml)
        for part in self._package.parts:
            if re.match(r"xl/charts/[^/]+\.xml", part, re.I):
                found[part] = self._formulas_in(as_utf8(self._package.part(part)))
        for relation in self._package.relations(self._parts[self._sheet]):
            if relation.sort in ("drawing", "vmlDrawing", "comments", "table", "threadedComment"):
                found[relation.target] = self._hanging(relation.sort, relation.target)
        return {p: data for p, data in found.items() if data != self._package.part(p)}

    def _formulas_in(self, data: bytes) -> bytes:
        pattern = re.compile(rb"(<((?:\w+:)?f)>)([^<]*)(</\2>)")
        return pattern.sub(
            lambda m: (
                m[1] + escape(self._moved(unescape(m[3].decode("utf-8")), "")).encode() + m[4]
            ),
            data,
        )

    def _hanging(self, sort: str, part: str) -> bytes:
        growth, data = self._growth, self._package.part(part)
        if sort == "drawing":
            return re.sub(
                rb"(<((?:\w+:)?row)>)(\d+)(</\2>)",
                lambda m: m[1] + str(growth.row(int(m[3]))).encode() + m[4],
                data,
            )
        if sort == "vmlDrawing":
            data = re.sub(
                rb"(<((?:\w+:)?Row)>)(\d+)(</\2>)",
                lambda m: m[1] + str(growth.row(int(m[3]))).encode() + m[4],
                data,
            )
            return re.sub(rb"(<((?:\w+:)?Anchor)>)([^<]*)(</\2>)", self._anchor, data)
        element = {"comments": "comment", "threadedComment": "threadedComment"}.get(sort)
        change = partial(moved_reference, growth=growth)
        if element:
            return _each(data, element, "ref", change)
        for element in ("table", "autoFilter", "sortState", "sortCondition"):
            data = _each(data, element, "ref", change)
        return data

    def _anchor(self, match: re.Match[bytes]) -> bytes:
        numbers = match[3].decode().split(",")
        for place in (2, 6):
            if place < len(numbers) and numbers[place].strip().isdigit():
                numbers[place] = f" {self._growth.row(int(numbers[place]))}"
        return match[1] + ",".join(numbers).encode() + match[4]

    def without_chain(self) -> tuple[dict[str, bytes], frozenset[str]]:
        """The order of calculation names cells by place; without it, it is found anew."""
        chain = [r for r in self._package.relations(self._book) if r.sort == "calcChain"]
        if not chain:
            return {}, frozenset()
        folder, _, file = self._book.rpartition("/")
        rels = f"{folder}/_rels/{file}.rels".lstrip("/")
        types = "[Content_Types].xml"
        return {
            rels: _RELATED.sub(b"", self._package.part(rels)),
            types: _CHAINED.sub(b"", self._package.part(types)),
        }, frozenset({chain[0].target.lower()})


def reaching(data: bytes, places: list[Place]) -> bytes:
    """`dimension` widened to take in these places."""
    found = re.search(rb"<(?:\w+:)?dimension\b[^>]*>", data[:20_000])
    if found is None or not places:
        return data
    first, _, last = attributes_of(found[0]).get("ref", "A1").partition(":")
    (top, left), (bottom, right) = place_of(first), place_of(last or first)
    rows, columns = [row for row, _ in places], [column for _, column in places]
    low = cell_name(min(top, *rows), min(left, *columns))
    high = cell_name(max(bottom, *rows), max(right, *columns))
    tag = _each(found[0], "dimension", "ref", lambda _: f"{low}:{high}")
    return data[: found.start()] + tag + data[found.end() :]
