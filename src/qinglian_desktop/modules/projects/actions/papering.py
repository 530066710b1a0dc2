"""Drawing the list of papers of a project."""

from collections.abc import Callable
from typing import Any

from qinglian_desktop.core import money
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.modules.decisions.actions.papering import draw_all
from qinglian_desktop.modules.decisions.actions.preparing import unit_name
from qinglian_desktop.modules.projects import papers, reads
from qinglian_desktop.modules.projects.papers import Filed, Stage
from qinglian_desktop.store.book import Book

PAPER = "工程资料清单"


def filed(book: Book, row_id: str) -> Filed:
    """The project as its list of papers wants it."""
    found = reads.case(book, row_id)
    row, facts = found.row, found.facts
    started = facts.day("started_on")
    told = (
        ("项目名称", row["name"] or ""),
        ("地点", row["place"] or ""),
        ("承包方", row["contractor"] or ""),
        ("合同价", f"{money.show(facts.contract_fen)} 元" if facts.contract_fen else ""),
        ("开工日期", paper_day(started) if started else ""),
        ("已付", f"{money.show(facts.paid_fen)} 元"),
    )
    stages = tuple(
        Stage(one["name"], tuple(one["papers"]), found.missing)
        for one in reads.pack_of(book).rows("stages")
    )
    hints = [f"{hint.what}。{hint.remedy}。" for hint in found.hints]
    if hints and row["explanation"]:
        hints.append(f"说明：{row['explanation']}")
    return Filed(
        unit_name(book), row["number"] or "", row["name"] or "", told, stages, row["stage"],
        tuple(hints),
    )  # fmt: skip


def print_papers(book: Book, row_id: str, tick: Callable[[int, int, str], Any]) -> Changes:
    """`result` is a tuple of one drawn paper."""
    return Changes("", result=draw_all([(PAPER, papers.papers(filed(book, row_id)))], tick))
