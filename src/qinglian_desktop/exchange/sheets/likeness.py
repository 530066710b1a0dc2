"""Who in the file is probably somebody who is there already, under another spelling?

Nothing is merged here: each pair is shown, and the clerk says whether it is one person. Two
people with sound ID numbers that differ in more than two places are two people.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from qinglian_desktop.core.idcard import birth_of
from qinglian_desktop.core.kinds import ID_NUMBER, NAME, PHONE
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.store import sounds

SAME, FILL, NEW = "same", "fill", "new"  # what the clerk may say about a pair


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of the file (number from 1) beside the one it is like.

    `other_number` is the row of the file it is like, 0 for a row of the book.
    """

    number: int
    draft: Row
    other: Mapping[str, Any]
    other_number: int
    why: str

    @property
    def row_id(self) -> str:
        """The row of the book; empty where the other one is in the file too."""
        return "" if self.other_number else str(self.other["id"])

    @property
    def gaps(self) -> Row:
        """What the file knows and the row of the book does not."""
        return {
            name: value
            for name, value in self.draft.items()
            if value not in (None, "") and self.other.get(name) in (None, "")
        }


class _Person(NamedTuple):
    row: Mapping[str, Any]
    number: int  # in the file; 0 in the book
    name: str
    sound: str
    id_number: str
    born: str
    phone: str
    group: str
    household: str

    @property
    def bare(self) -> bool:
        """Nothing is known but the name."""
        return not any(self[4:])


class Likeness:
    """Asked once for each good row, from the top of the file down."""

    def __init__(self, record: type[Record], existing: Iterable[Mapping[str, Any]]) -> None:
        kinds = {field.kind: name for name, field in reversed(list(record.fields.items()))}
        labels = {field.label: name for name, field in record.fields.items()}
        self.asks = ID_NUMBER in kinds and NAME in kinds
        self._name, self._id = kinds.get(NAME, ""), kinds.get(ID_NUMBER, "")
        self._phone, self._born = kinds.get(PHONE, ""), labels.get("出生日期", "")
        self._group, self._household = labels.get("组/网格", ""), labels.get("户号", "")
        self._by_id: dict[str, _Person] = {}
        self._by_sound: dict[str, list[_Person]] = {}
        if self.asks:
            for row in existing:
                self._remember(self._facts(row, 0))

    def find(self, number: int, draft: Row) -> Pair | None:
        """The likeliest twin of this row; the row itself counts for those below."""
        if not self.asks:
            return None
        person = self._facts(draft, number)
        found = self._twin(person)
        self._remember(person)
        if found is None:
            return None
        other, why = found
        return Pair(number, draft, other.row, other.number, why)

    def _facts(self, row: Mapping[str, Any], number: int) -> _Person:
        def said(name: str) -> str:
            return str(row.get(name) or "") if name else ""

        name, id_number = "".join(said(self._name).split()), said(self._id)
        born = birth_of(id_number).isoformat() if len(id_number) == 18 else said(self._born)
        return _Person(
            row,
            number,
            name,
            _sound(name),
            id_number,
            born,
            said(self._phone),
            said(self._group),
            said(self._household),
        )

    def _remember(self, person: _Person) -> None:
        if person.id_number:
            self._by_id.setdefault(person.id_number, person)
        if person.sound:
            self._by_sound.setdefault(person.sound, []).append(person)

    def _twin(self, person: _Person) -> tuple[_Person, str] | None:
        if person.id_number and (same := self._by_id.get(person.id_number)):
            alike = same.name == person.name
            return same, "身份证号相同" if alike else "身份证号相同，姓名不同"
        for other in self._by_sound.get(person.sound, ()):
            if why := likeness(person, other):
                return other, why
        return None


def likeness(a: _Person, b: _Person) -> str:
    """Why these two, whose names sound alike, may be one; "" when they are not."""
    names = "姓名相同" if a.name == b.name else "姓名音近"
    if a.id_number and b.id_number:
        off = _differing(a.id_number, b.id_number)
        return f"{names}，身份证号只差 {off} 位" if off <= 2 else ""
    if a.phone and a.phone == b.phone:
        return f"{names}，电话相同"
    if a.born and b.born:
        return f"{names}，出生日期相同" if a.born == b.born else ""
    if a.name != b.name:
        return ""
    if a.household and a.household == b.household:
        return "姓名相同，户号相同"
    if a.phone and b.phone and _differing(a.phone, b.phone) == 1:
        return "姓名相同，电话只差 1 位"
    if a.group and a.group == b.group:
        return "姓名相同，组相同"
    return "姓名相同，别的没有写" if a.bare or b.bare else ""


def _differing(a: str, b: str) -> int:
    return sum(x != y for x, y in zip(a, b, strict=False)) + abs(len(a) - len(b))


def _sound(name: str) -> str:
    """How a name may be heard; a name that is not Chinese stands for itself."""
    said = sounds.sounds(name)
    return sounds.fold(said[0].full) if said else name.casefold()


def find_pairs(likeness_of: Likeness, rows: Sequence[tuple[int, Row]]) -> dict[int, Pair]:
    """By the id() of its draft: every row of the file that is probably there already.

    Not by its number: where tables stand beside each other several rows share one.
    """
    found = (likeness_of.find(number, draft) for number, draft in rows)
    return {id(pair.draft): pair for pair in found if pair is not None}
