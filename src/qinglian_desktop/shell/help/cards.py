"""What does the card of a screen say? One small file a card under resources/help/."""

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

from qinglian_desktop import RESOURCES

FOLDER = RESOURCES / "help"
Word = Callable[[str], str]  # a key of words.toml → how this office says it
_MARK = re.compile(r"\{([a-z_]+)\}")


class Question(NamedTuple):
    ask: str
    answer: str


class Card(NamedTuple):
    """One screen: what one wants there, in three steps, and what else is asked about it."""

    name: str
    title: str
    steps: tuple[str, ...]
    questions: tuple[Question, ...] = ()
    related: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    go: str = ""

    def texts(self) -> tuple[str, ...]:
        """Everything on the card that can be searched, title first."""
        asked = tuple(text for question in self.questions for text in question)
        return (self.title, *self.steps, *asked, *self.keys)


@cache
def names() -> tuple[str, ...]:
    """The screens that have a card."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def every(word: Word | None = None) -> list[Card]:
    return [card(name, word) for name in names()]


def card(name: str, word: Word | None = None) -> Card:
    """The card of this name, in the words of the office. KeyError when there is none."""
    read = _read(name)

    def said(text: str) -> str:
        return _MARK.sub(lambda mark: word(mark[1]), text) if word else text

    return Card(
        name,
        said(read["title"]),
        tuple(map(said, read["steps"])),
        tuple(Question(said(q["ask"]), said(q["answer"])) for q in read.get("questions", ())),
        tuple(read.get("related", ())),
        tuple(map(said, read.get("keys", ()))),
        read.get("go", ""),
    )


@cache
def _read(name: str) -> Mapping[str, Any]:
    if name not in names():
        raise KeyError(name)
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def nearest(screen: str) -> str:
    """The card of a screen; of the tab where the section has none, and "" where neither has."""
    for name in (screen, screen.partition(".")[0]):
        if name in names():
            return name
    return ""
