"""Which part of an .xlsx is what? Reads the relations, writes the zip back as it was."""

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from typing import NamedTuple
from xml.etree import ElementTree

from qinglian_desktop.exchange.forms.xml_cells import as_utf8
from qinglian_desktop.exchange.sheets import prescan

Element = ElementTree.Element


class Relation(NamedTuple):
    id: str
    sort: str  # the last word of its type: worksheet, drawing, calcChain …
    target: str  # the part's name in the zip; as written where it lies outside


class Package:
    """The parts of one workbook by name."""

    def __init__(self, data: bytes) -> None:
        prescan.check_zip(data)
        self._data = data
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self._infos = archive.infolist()
            self.parts = {info.filename: archive.read(info) for info in self._infos}
        self._names = {name.lower(): name for name in self.parts}

    def part(self, name: str) -> bytes:
        found = self._names.get(name.lower())
        if found is None:
            raise prescan.damaged()
        return self.parts[found]

    def tree(self, name: str) -> Element:
        try:
            return ElementTree.fromstring(as_utf8(self.part(name)))
        except ElementTree.ParseError as trouble:
            raise prescan.damaged() from trouble

    def relations(self, name: str) -> list[Relation]:
        """What a part points to; "" asks for the package itself."""
        folder, file = posixpath.split(name)
        place = self._names.get(posixpath.join(folder, "_rels", f"{file}.rels").lower())
        if place is None:
            return []
        return [
            Relation(
                each.get("Id", ""),
                each.get("Type", "").rpartition("/")[2],
                _joined(folder, each.get("Target", ""), each.get("TargetMode", "")),
            )
            for each in self.tree(place)
        ]

    def workbook(self) -> str:
        for relation in self.relations(""):
            if relation.sort == "officeDocument":
                return relation.target
        return "xl/workbook.xml"

    def written(self, changed: Mapping[str, bytes], without: frozenset[str]) -> bytes:
        """The same zip with some parts in new words; all the others byte for byte."""
        lower = {name.lower(): data for name, data in changed.items()}
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for info in self._infos:
                if info.filename.lower() in without:
                    continue
                copied = zipfile.ZipInfo(info.filename, info.date_time)
                copied.compress_type = info.compress_type
                if copied.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    copied.compress_type = zipfile.ZIP_DEFLATED
                copied.external_attr = info.external_attr
                content = lower.get(info.filename.lower(), self.parts[info.filename])
                archive.writestr(copied, content)
        return out.getvalue()


def _joined(folder: str, target: str, mode: str) -> str:
    if mode == "External":
        return target
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(folder, target))


def local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def children(element: Element, *names: str) -> list[Element]:
    """All elements below with one of these local names."""
    return [each for each in element.iter() if local(each) in names]


_CALC = re.compile(rb"<((?:\w+:)?)calcPr\b[^>]*?/?>")
_BEFORE_CALC = ("definedNames", "externalReferences", "functionGroups", "sheets")


def recalculated(workbook: bytes) -> bytes:
    """workbook.xml that asks for every formula to be worked out when it is opened."""
    if found := _CALC.search(workbook):
        tag = re.sub(rb"\sfullCalcOnLoad\s*=\s*(?:\"[^\"]*\"|'[^']*')", b"", found[0])
        end = tag.index(b"calcPr") + len(b"calcPr")
        made = tag[:end] + b' fullCalcOnLoad="1"' + tag[end:]
        return workbook[: found.start()] + made + workbook[found.end() :]
    for word in _BEFORE_CALC:
        pattern = rb"</((?:\w+:)?)" + word.encode() + rb"\s*>|<((?:\w+:)?)" + word.encode() + rb"/>"
        if found := re.search(pattern, workbook):
            prefix = found[1] if found[1] is not None else found[2]
            made = b"<" + prefix + b'calcPr fullCalcOnLoad="1"/>'
            return workbook[: found.end()] + made + workbook[found.end() :]
    return workbook
