"""books statement on the command line: the figures, the rows behind each, the workbook."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from book_story import STORY
from office import make_book
from plain_books import COLLECTIVE, COMMITTEE
from posted import post
from qinglian_desktop.shell import cli


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    with make_book(tmp_path) as book:
        post(book, STORY)
        home = book.home
    yield home


def _ask(home: Path, capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> Any:
    given = ["--home", str(home), "--today", "2026-10-12", "--json", "books", "statement", *words]
    assert cli.main(given) == status
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_every_figure_comes_with_the_rows_that_make_it(
    home: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "表.xlsx"
    asked = ("资产负债表", "--book", COLLECTIVE, "--period", "2026Q3", "--out", str(out))
    told = _ask(home, capsys, *asked)
    money = next(line for line in told["lines"] if line.get("项目") == "货币资金")
    assert money["期末数"]["fen"] == 631_731_50
    figures = [cell for line in told["lines"] for cell in line.values() if isinstance(cell, dict)]
    opened = [cell for cell in figures if cell["rows"]]
    assert len(opened) > 20
    assert all(sum(row["fen"] for row in cell["rows"]) == cell["fen"] for cell in opened)
    assert {row["table"] for cell in opened for row in cell["rows"]} == {"entry", "voucher"}
    assert all(tie["left_fen"] == tie["right_fen"] for tie in told["ties"])
    assert openpyxl.load_workbook(out).sheetnames == ["资产负债表"]


def test_what_there_is_not_is_refused_in_words(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _ask(home, capsys, "利润表", "--book", COLLECTIVE, "--period", "2026", status=1)
    assert "没有“利润表”这张报表" in said["refused"]["what"]
    said = _ask(home, capsys, "position", "--book", COMMITTEE, "--period", "2026", status=1)
    assert "这本账不编" in said["refused"]["what"]
    said = _ask(home, capsys, "trial", "--book", "食堂", "--period", "2026", status=1)
    assert "没有“食堂”这本账" in said["refused"]["what"]
