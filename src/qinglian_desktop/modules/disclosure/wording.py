"""Which words of a notice do people not know, and how does one say it instead?

The board keeps the words of the office. The big-print paper and the script say plain ones; a word
that people should learn (低保) stays and is explained where it comes first.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

from qinglian_desktop.core.document import (
    Block,
    Cell,
    Document,
    Facts,
    Heading,
    Note,
    Paragraph,
    Signature,
    Table,
    as_text,
    sealed,
)
from qinglian_desktop.core.pack import Pack

PACK: Final = "plain-words"
_NAMED: Final = re.compile(r"《[^》]*》")


class Word(NamedTuple):
    """A word of the office and what it means.

    `tell`: it stays and is explained; `head`: in a title, too, its plain words take its place.
    """

    term: str
    plain: str
    tell: bool = False
    head: bool = False

    def __str__(self) -> str:
        return f"“{self.term}”居民可能看不懂，建议：{self.plain}。"


class Words(NamedTuple):
    """The words of the pack by term, and one pattern that finds them, the longest first."""

    known: tuple[Word, ...]
    leave: tuple[str, ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        return _pattern(tuple(word.term for word in self.known), self.leave)

    def of(self, term: str) -> Word | None:
        return next((word for word in self.known if word.term == term), None)


@lru_cache(maxsize=8)
def _pattern(terms: tuple[str, ...], leave: tuple[str, ...]) -> re.Pattern[str]:
    every = sorted((*terms, *leave), key=len, reverse=True)
    return re.compile(rf"{_NAMED.pattern}|{'|'.join(map(re.escape, every))}")


def words_of(pack: Pack) -> Words:
    return Words(
        tuple(
            Word(row["term"], row["plain"], bool(row.get("tell")), bool(row.get("head")))
            for row in pack.rows("words")
        ),
        tuple(pack.value("leave")),
    )


def hints(texts: Iterable[str], words: Words) -> tuple[Word, ...]:
    """What of a paper people may not understand, each word once and in the order it comes."""
    found: dict[str, Word] = {}
    for text in texts:
        for match in words.pattern.finditer(text):
            if word := words.of(match[0]):
                found.setdefault(word.term, word)
    return tuple(found.values())


class Telling:
    """Says a paper in plain words; remembers what was explained already."""

    def __init__(self, words: Words) -> None:
        self._words, self._pattern = words, words.pattern
        self.owing: dict[str, Word] = {}  # came where there was no room to explain
        self.told: set[str] = set()

    def swap(self, text: str) -> str:
        """Plain words for what is not kept; no explanation."""
        return self._pattern.sub(self._swapped, text)

    def head(self, text: str) -> str:
        """A title: most of its words are a name by which people find it, and stay."""
        return self._pattern.sub(self._headed, text)

    def _headed(self, found: re.Match[str]) -> str:
        word = self._words.of(found[0])
        if word is None or word.head:
            return found[0] if word is None else word.plain
        if word.term not in self.told:
            self.owing[word.term] = word
        return word.term

    def _swapped(self, found: re.Match[str]) -> str:
        word = self._words.of(found[0])
        if word is None:
            return found[0]
        if not word.tell:
            return word.plain
        if word.term not in self.told:
            self.owing[word.term] = word
        return word.term

    def say(self, text: str) -> str:
        """Plain words, and behind a word that is kept what it means when it comes first."""
        return self._pattern.sub(self._said, text)

    def _said(self, found: re.Match[str]) -> str:
        word = self._words.of(found[0])
        if word is None or not word.tell or word.term in self.told:
            return found[0] if word is None or word.tell else word.plain
        self.told.add(word.term)
        self.owing.pop(word.term, None)
        meaning = f"（{word.plain}）"
        stands = found.string.startswith(meaning, found.end())
        return word.term if stands else word.term + meaning


def plain_paper(paper: Document, words: Words) -> Document:
    """The big-print paper in plain words; what a table or title kept is explained below."""
    telling = Telling(words)
    title = telling.head(paper.title)
    blocks = [_block(block, telling) for block in paper.blocks]
    notes = [Note(f"“{word.term}”：{word.plain}。") for word in telling.owing.values()]
    place = next((p for p, b in enumerate(blocks) if isinstance(b, Signature)), len(blocks))
    made = (*blocks[:place], *notes, *blocks[place:])
    return sealed(replace(paper, title=title, blocks=made, fingerprint=""))


def _block(block: Block, telling: Telling) -> Block:
    match block:
        case Paragraph(text=text):
            return replace(block, text=telling.say(text))
        case Heading(text=text):
            return replace(block, text=telling.swap(text))
        case Note(text=text):
            return replace(block, text=telling.say(text))
        case Facts(pairs=pairs):
            return Facts(tuple((telling.swap(n), telling.say(v)) for n, v in pairs))
        case Table():
            columns = tuple(replace(c, label=telling.swap(c.label)) for c in block.columns)
            rows = tuple(tuple(_cell(cell, telling) for cell in row) for row in block.rows)
            return replace(block, columns=columns, rows=rows, caption=telling.swap(block.caption))
        case _:
            return block


def _cell(cell: Cell, telling: Telling) -> Cell:
    return telling.swap(cell) if isinstance(cell, str) else cell


def plain_lines(lines: Sequence[str], words: Words) -> list[str]:
    """Lines to be spoken, in plain words; an explanation follows the sentence it explains."""
    telling, made = Telling(words), list[str]()
    for line in lines:
        made.append(telling.swap(line))
        if line[-1:] not in "。！？／":
            continue
        for word in telling.owing.values():
            made.append(f"{word.term}，就是{word.plain}。")
            telling.told.add(word.term)
        telling.owing = {}
    return made


def unknown_words(paper: Document, words: Words) -> tuple[Word, ...]:
    """Words of the list that stand in a paper and are explained nowhere in it."""
    texts = as_text(replace(paper, unit="", qr="", number=""))
    whole = "\n".join(texts)
    return tuple(
        word
        for word in hints(texts, words)
        if f"{word.term}（{word.plain}）" not in whole
        and f"“{word.term}”：{word.plain}" not in whole
        and f"{word.term}，就是{word.plain}" not in whole.replace("\n", "").replace("／", "")
    )
