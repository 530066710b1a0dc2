"""Who of a roster is close to somebody whom the matter concerns? Proposed, never decided here."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

# What the registry calls a tie → what somebody is to the other; which of two is not written down.
_IS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "配偶": "配偶",
        "父母子女": "父母或者子女",
        "兄弟姐妹": "兄弟姐妹",
        "祖父母孙子女": "祖父母或者孙子女",
        "外祖父母外孙子女": "外祖父母或者外孙子女",
        "儿媳女婿公婆岳父母": "儿媳、女婿或者公婆、岳父母",
    }
)
_LEAST: Final = 2  # signs of a name that is looked for in a text
EXECUTOR, OTHER_SIDE, NAMED = "经办人", "对方", "事项里写到的"


class Concern(NamedTuple):
    """Somebody whom the matter concerns, and as what."""

    name: str
    role: str


class Tie(NamedTuple):
    """Two close relatives, as one of them declared it."""

    one: str
    other: str
    relation: str


class Proposal(NamedTuple):
    """Somebody of the roster who should keep out, or be asked; `reason` goes into the minutes."""

    name: str
    reason: str  # 是经办人李某的配偶
    firm: bool  # False: only a hint to ask

    @property
    def words(self) -> str:
        if self.firm:
            return f"{self.name}{self.reason}，应当回避。"
        return f"{self.name}{self.reason}，问一问是不是亲属。"


def named_in(text: str, names: Iterable[str]) -> tuple[Concern, ...]:
    """Which of these names stand in what is written about the matter."""
    found = dict.fromkeys(name for name in names if len(name) >= _LEAST and name in text)
    return tuple(Concern(name, NAMED) for name in found)


def proposals(
    roster: Sequence[str],
    concerned: Iterable[Concern],
    ties: Iterable[Tie],
    homes: Mapping[str, frozenset[str]],
) -> tuple[Proposal, ...]:
    """One line for each of the roster, the firmest reason first; who carries it out may vote."""
    known, listed = tuple(ties), tuple(dict.fromkeys(concerned))
    made = (_of(name, listed, known, homes) for name in dict.fromkeys(roster))
    found = [one for one in made if one is not None]
    return tuple(sorted(found, key=lambda one: not one.firm))


def _of(
    name: str,
    concerned: Sequence[Concern],
    ties: Sequence[Tie],
    homes: Mapping[str, frozenset[str]],
) -> Proposal | None:
    for one in concerned:
        if one.name == name and one.role == OTHER_SIDE:
            return Proposal(name, "是这件事的对方", firm=True)
    for one in concerned:
        for tie in ties:
            if {tie.one, tie.other} == {name, one.name} and name != one.name:
                relation = _IS.get(tie.relation, "近亲属")
                return Proposal(name, f"是{one.role}{one.name}的{relation}", firm=True)
    for one in concerned:
        if one.name != name and homes.get(name, frozenset()) & homes.get(one.name, frozenset()):
            return Proposal(name, f"和{one.role}{one.name}在同一户", firm=False)
    return None
