"""What does a paper on its way to the printer say about itself, beside its pages?"""

from collections.abc import Callable
from typing import NamedTuple


class PaperFacts(NamedTuple):
    """`key` names the same paper whenever it is printed again; without one nothing is compared."""

    key: str = ""
    number: str = ""
    draft: bool = False
    fingerprint: str = ""
    note: str = ""  # a sentence for the clerk, such as why the paper is a draft
    other: str = ""  # another way to lay it out, in words, and how to get it
    turn: Callable[[], object] | None = None
