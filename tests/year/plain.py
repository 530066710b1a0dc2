"""Tables as plain CSV files, and small sums over them; nothing of the program is used."""

import csv
import zipfile
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

Cells = dict[str, str]


class Files:
    """One unit's tables as they lay there on the last day of the year."""

    def __init__(self, folder: Path, year: int) -> None:
        self.folder, self.year = folder, year
        self.first, self.last = f"{year}-01-01", f"{year}-12-31"

    def rows(self, table: str) -> list[Cells]:
        with (self.folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def within(self, table: str, day: str, **wanted: str) -> list[Cells]:
        """Rows whose day lies in the year."""
        return [
            row for row in self.rows(table)
            if self.first <= row[day] <= self.last
            and all(row[name] == value for name, value in wanted.items())
        ]  # fmt: skip


def ratio(good: int | Fraction, of: int | Fraction) -> Fraction:
    return Fraction(good) / Fraction(of) if of else Fraction(0)


def f(text: str) -> Fraction:
    return Fraction(text)


def months(days: Iterable[str]) -> int:
    return len({day[5:7] for day in days})


def quarters(days: Iterable[str]) -> int:
    return len({(int(day[5:7]) - 1) // 3 for day in days})


def halves(days: Iterable[str]) -> int:
    return len({day[5:7] > "06" for day in days})


def kept(rows: Iterable[Cells], due: str, done: str) -> Fraction | None:
    """Done by the day it was due, of all; None where nothing was due."""
    listed = list(rows)
    if not listed:
        return None
    return ratio(sum("" < row[done] <= row[due] for row in listed), len(listed))


def attended(rows: Iterable[Cells]) -> Fraction:
    told = [row for row in rows if int(row["expected"] or 0)]
    shares = [
        min(Fraction(int(row["present"] or 0), int(row["expected"])), Fraction(1)) for row in told
    ]
    return ratio(sum(shares, Fraction(0)), len(shares))


def rounded(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def write_out(connection: Any, tables: Iterable[str], folder: Path, owner: str = "") -> Path:
    """Every row that is not in the recycle bin, as CSV, one file a table."""
    folder.mkdir(parents=True)
    for table in tables:
        where, given = ("WHERE deleted = 0", ())
        if owner:
            where, given = f"{where} AND owner = ?", (owner,)
        found = connection.execute(f'SELECT * FROM "{table}" {where} ORDER BY id', given)
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            sheet = csv.writer(file)
            sheet.writerow([column[0] for column in found.description])
            sheet.writerows(found.fetchall())
    return folder


_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def of_word(path: Path) -> tuple[list[list[str]], str]:
    """The rows of all tables of a .docx, cell by cell, and all of its words."""
    with zipfile.ZipFile(path) as parts:
        body = ElementTree.fromstring(parts.read("word/document.xml"))

    def words(node: ElementTree.Element) -> str:
        return "".join(text.text or "" for text in node.iter(f"{_WORD}t"))

    rows = [[words(cell) for cell in row.iter(f"{_WORD}tc")] for row in body.iter(f"{_WORD}tr")]
    return rows, words(body)


_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def charts(path: Path) -> list[dict[str, dict[str, int]]]:
    """Of each chart of a .docx: series → what it stands over → its value."""
    with zipfile.ZipFile(path) as parts:
        return [
            _series(ElementTree.fromstring(parts.read(name)))
            for name in sorted(parts.namelist())
            if name.startswith("word/charts/") and name.endswith(".xml")
        ]


def _series(root: ElementTree.Element) -> dict[str, dict[str, int]]:
    def values(node: ElementTree.Element, part: str) -> list[str]:
        return [v.text or "" for v in node.findall(f"{_CHART}{part}//{_CHART}v")]

    return {
        values(one, "tx")[0]: dict(
            zip(values(one, "cat"), map(int, values(one, "val")), strict=True)
        )
        for one in root.iter(f"{_CHART}ser")
    }
