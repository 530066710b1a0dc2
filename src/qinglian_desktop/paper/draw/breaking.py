"""Where does a Chinese line end? 禁则: no closing mark begins a line, no opening mark ends one."""

from typing import Final, NamedTuple

from qinglian_desktop.paper.fonts import Typeface, printable

NOT_FIRST: Final = frozenset("，。、；：？！）》〉」』】〕〗｝”’…—～·•％‰℃°′″,.;:?!)]}>%ー々〻")
NOT_LAST: Final = frozenset("（《〈「『【〔〖｛“‘￥¥＄$£№#([{<")
_SENSE: Final = frozenset("：，、；》")  # after which a title may be broken
_UNEVEN: Final = 0.7  # of the measure, by which the two lines of a title may differ
_PAIRS: Final = frozenset("—…")  # —— and …… are one sign
_JOINS: Final = frozenset(".,-/:%_@'~+&×")  # inside numbers, times and short codes
_NO_BREAK_AFTER_DIGIT: Final = frozenset("%％‰℃°年月日号元角分")


class Line(NamedTuple):
    """One line of text: its natural width in points, and whether it was broken for want of room."""

    text: str
    width: float
    full: bool


def lines_of(
    text: str,
    face: Typeface,
    size: float,
    width: float,
    *,
    first: float = 0.0,
    tracking: float = 0.0,
) -> list[Line]:
    """Break `text` into lines of at most `width` points; a line feed always ends a line.

    `first` is the indent of each paragraph's first line, `tracking` what is added after every
    character (the 公文 grid sets 16 pt type on a 15.8 pt pitch).
    """
    made: list[Line] = []
    for paragraph in text.split("\n"):
        made += _broken(printable(paragraph), face, size, width, first, tracking)
    return made


def _broken(
    text: str, face: Typeface, size: float, width: float, first: float, tracking: float
) -> list[Line]:
    whole = face.width(text) * size + len(text) * tracking
    if whole <= width - first + 0.01:
        return [Line(text, whole, False)]
    made: list[Line] = []
    held, reach, room = "", 0.0, width - first
    for piece in pieces(text):
        wide = face.width(piece) * size + len(piece) * tracking
        if reach + wide <= room + 0.01:
            held, reach = held + piece, reach + wide
            continue
        if held.strip():
            made.append(_line(held, face, size, tracking, True))
            room = width
        # A piece wider than a line (60 digits, a row of exclamation marks) is cut where it must.
        *cut, held = _chopped(piece.lstrip(), face, size, room, tracking)
        made += [_line(part, face, size, tracking, True) for part in cut]
        reach = face.width(held) * size + len(held) * tracking
        room = width
    if held or not made:
        made.append(_line(held, face, size, tracking, False))
    return made


def _line(text: str, face: Typeface, size: float, tracking: float, full: bool) -> Line:
    text = text.rstrip(" ")
    return Line(text, face.width(text) * size + len(text) * tracking, full)


def _chopped(piece: str, face: Typeface, size: float, width: float, tracking: float) -> list[str]:
    parts, part, reach = [], "", 0.0
    for sign in piece:
        wide = face[sign][1] * size + tracking
        if part and reach + wide > width + 0.01:
            parts.append(part)
            part, reach = "", 0.0
        part, reach = part + sign, reach + wide
    return [*parts, part]


def pieces(text: str) -> list[str]:
    """The text in pieces between which a line may end."""
    made: list[str] = []
    start = 0
    for here in range(1, len(text)):
        if _may_end(text[here - 1], text[here]):
            made.append(text[start:here])
            start = here
    made.append(text[start:])
    return made


def _may_end(before: str, after: str) -> bool:
    if after in NOT_FIRST or before in NOT_LAST:
        return False
    if latin(before) and latin(after):
        return False
    if before.isdigit() and after in _NO_BREAK_AFTER_DIGIT:
        return False
    if before == "月" and after.isdigit():
        return False  # a day keeps its month; it may be parted from its year
    return not (before in _PAIRS and before == after)


def latin(sign: str) -> bool:
    """Letters, digits and what stands between them; a space is none."""
    return sign < "\u2e80" and (sign.isalnum() or sign in _JOINS)


def titled(text: str, face: Typeface, size: float, width: float) -> list[Line]:
    """The lines of a title: broken where its sense parts, else into nearly equal lines."""
    made: list[Line] = []
    for part in map(printable, text.split("\n")):
        made += _parted(part, face, size, width) or balanced(part, face, size, width)
    return made


def _parted(text: str, face: Typeface, size: float, width: float) -> list[Line]:
    """Two lines that end at a mark of the text; none where one line or no mark does."""
    if face.width(text) * size <= width:
        return []
    best, found = width * _UNEVEN, list[Line]()
    for at in range(1, len(text)):
        if text[at] in NOT_FIRST or text[at - 1] in NOT_LAST:
            continue
        if text[at - 1] not in _SENSE and text[at] != "《":
            continue
        pair = [Line(half, face.width(half) * size, False) for half in (text[:at], text[at:])]
        apart = abs(pair[0].width - pair[1].width)
        if max(line.width for line in pair) <= width and apart < best:
            best, found = apart, pair
    return found


def balanced(text: str, face: Typeface, size: float, width: float) -> list[Line]:
    """Lines of nearly equal length, as a title wants them, no more of them than needed."""
    made: list[Line] = []
    for part in text.split("\n"):
        best = lines_of(part, face, size, width)
        low, high = width / len(best) * 0.6, width
        while len(best) > 1 and high - low > size / 4:
            middle = (low + high) / 2
            tried = lines_of(part, face, size, middle)
            if len(tried) <= len(best):
                best, high = tried, middle
            else:
                low = middle
        made += best
    return made
