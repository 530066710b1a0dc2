"""The rows of the files of a unit, and what the catalogue finds in all ledgers."""

from qinglian_desktop.modules.archive.reads.catalogue import (
    Collected,
    Gap,
    Item,
    collected,
    gaps,
    papers_of,
)
from qinglian_desktop.modules.archive.reads.counting import Figure, figures, origin_of
from qinglian_desktop.modules.archive.reads.rows import own, pack_of, problems, tasks_of, there

__all__ = [
    "Collected", "Figure", "Gap", "Item", "collected", "figures", "gaps", "origin_of", "own",
    "pack_of", "papers_of", "problems", "tasks_of", "there",
]  # fmt: skip
