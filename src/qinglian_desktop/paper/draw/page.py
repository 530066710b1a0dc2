"""What lies where on a page? Texts, lines and tints with their places, before any PDF exists.

Places are in points from the left and from the top edge; a text's place is its baseline.
"""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

from qinglian_desktop.paper.draw.breaking import Line, latin
from qinglian_desktop.paper.fonts import Typeface

MM: Final = 72 / 25.4
ASCENT: Final = 0.88  # of the type size, from the top of the character's square to its baseline
_STRETCH: Final = 0.3  # of the type size; a line needing more to be full is left ragged


class Text(NamedTuple):
    x: float
    y: float
    face: str
    size: float
    text: str
    spacing: float


class Rule(NamedTuple):
    x: float
    y: float
    to_x: float
    to_y: float
    weight: float


class Tint(NamedTuple):
    """A filled rectangle; `grey` 0 is black, 1 white."""

    x: float
    y: float
    width: float
    height: float
    grey: float


class Turned(NamedTuple):
    """Large pale text around a centre, turned by degrees: the mark of a draft."""

    x: float
    y: float
    face: str
    size: float
    text: str
    degrees: float
    grey: float


@dataclass(slots=True)
class Page:
    texts: list[Text] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    tints: list[Tint] = field(default_factory=list)
    turned: list[Turned] = field(default_factory=list)
    # Left, upper edge and side of each square kept free for a seal; nothing is drawn there.
    seals: list[tuple[float, float, float]] = field(default_factory=list)
    clip: tuple[float, float] | None = None  # the x between which anything is drawn
    over: "Page | None" = None  # what is drawn on top, unclipped

    def put(
        self,
        x: float,
        top: float,
        text: str,
        face: Typeface,
        size: float,
        *,
        tracking: float = 0.0,
        stretch: float = 0.0,
    ) -> float:
        """Write a text whose character squares begin at `top`; the x after its last character.

        `tracking` widens every gap, `stretch` only those outside Latin words and numbers.
        """
        y = top + ASCENT * size
        for name, run, width, solid in _runs(text, face, bool(stretch)):
            spacing = tracking if solid else tracking + stretch
            self.texts.append(Text(x, y, name, size, run, spacing))
            x += width * size + len(run) * spacing + (stretch if solid else 0.0)
        return x

    def put_line(
        self,
        x: float,
        top: float,
        line: Line,
        face: Typeface,
        size: float,
        width: float,
        *,
        align: str = "left",
        tracking: float = 0.0,
    ) -> None:
        """Write a broken line in a measure of `width`; a full left line reaches both edges."""
        if align == "right":
            x += width - line.width
        elif align == "center":
            x += (width - line.width) / 2
        stretch = 0.0
        if line.full and align == "left" and (gaps := _gaps(line.text)):
            stretch = (width - line.width) / gaps
            if not 0 < stretch <= _STRETCH * size:
                stretch = 0.0
        self.put(x, top, line.text, face, size, tracking=tracking, stretch=stretch)

    def rule(self, x: float, y: float, to_x: float, to_y: float, weight: float = 0.4) -> None:
        self.rules.append(Rule(x, y, to_x, to_y, weight))


def _runs(text: str, face: Typeface, apart: bool) -> list[tuple[str, str, float, bool]]:
    """Stretches of text of one font: name, text, width in em, and whether it may not be stretched.

    Latin words are told from Chinese only when `apart`, that is when the line is stretched.
    """
    made: list[tuple[str, str, float, bool]] = []
    for sign in text:
        found, width = face[sign]
        shown = sign if found.has(sign) else "〓"
        solid = apart and latin(sign)
        if made and made[-1][0] == found.name and made[-1][3] == solid:
            name, run, reach, _ = made[-1]
            made[-1] = (name, run + shown, reach + width, solid)
        else:
            made.append((found.name, shown, width, solid))
    return made


def _gaps(text: str) -> int:
    """How many places of a line can be widened: between characters, outside Latin words."""
    return sum(not (latin(before) and latin(after)) for before, after in pairwise(text))
