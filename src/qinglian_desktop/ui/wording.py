"""How is a choice called in this office? 居委会 or 村委会 on screen, one word in the file."""

from collections.abc import Callable

# Stored choice → its entry in the table of words (resources/packs/words.toml).
_WORDS = {
    "委员会": "committee_short",
    "务监督委员会": "supervisors",
    "代表会议": "representatives",
    "全体会议": "meeting",
}
_now: dict[str, str] = {}


def use(word: Callable[[str], str] | None) -> None:
    """`word` answers for the open office; None leaves the stored words."""
    _now.clear()
    if word is not None:
        _now.update({stored: word(key) for stored, key in _WORDS.items()})


def said(stored: str) -> str:
    """What the clerk reads for a stored choice."""
    return _now.get(stored, stored)


def stored(shown: str) -> str:
    """The choice behind what the clerk reads."""
    return next((key for key, word in _now.items() if word == shown), shown)
