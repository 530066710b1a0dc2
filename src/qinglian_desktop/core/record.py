"""The declaration of a record: one field is said once, and eight readers come to it.

Readers: table schema, completeness check, form, list, workbook in and out, bundle, trail,
search. A declaration is data and types; it does nothing by itself.
"""

from collections.abc import Mapping
from dataclasses import MISSING, FrozenInstanceError
from enum import Enum, IntEnum
from typing import Any, ClassVar, NamedTuple, Self, dataclass_transform

from qinglian_desktop.core.kinds import FEN, LINK, TEXT, Kind

Row = dict[str, Any]  # a row as stored: str, int or None by field name, with its envelope
WHOLE = "*"  # the stamp of a row that is merged whole or not at all


class Level(IntEnum):
    """Who may open a field; SEALED lives in the second file."""

    OPEN = 0  # 公开
    INNER = 1  # 内部
    PERSON = 2  # 个人
    SENSITIVE = 3  # 敏感
    SEALED = 4  # 限制


class Board(Enum):
    """What the notice board may show of a field; what is not said is left out."""

    OMIT = "不登"
    MASK = "遮住"
    FULL = "照登"


class Owner(Enum):
    """Which office writes rows of this kind; the other side only reads them."""

    COMMUNITY = "村居"
    STREET = "街道"
    EITHER = "谁登记归谁"
    LOCAL = "只在本机"  # never leaves this office


class Tie(Enum):
    """What becomes of a row when the row its link names is to be deleted."""

    HOLDS = "held"  # that row stays as long as this one points to it
    PART = "part"  # goes to the bin with it, and comes back with it
    LOOSE = "loose"  # may outlive it: whoever reads the link asks whether it still stands


class Field(NamedTuple):
    label: str
    kind: Kind
    level: Level = Level.INNER
    board: Board = Board.OMIT
    choices: tuple[str, ...] = ()
    required: bool = True  # needed before reporting or posting; an unfinished row is still kept
    link: str = ""  # the table a LINK points to
    tie: Tie = Tie.HOLDS  # of a link: what deleting the row it names means for this one
    example: str = ""  # shown in the form, the import template and the remedy of a bad cell
    default: Any = None
    given: bool = False  # needed, but left empty the program gives it itself (a number)
    kept: bool = False  # the program writes it with what it does; no form asks for it
    ahead: bool = False  # a day still to come: typed without its year it is the next such day
    drawn_from: str = ""  # the ID number field that tells it; an empty one is taken from there
    suggests: str = ""  # a NAME that may be somebody of this table; other names stay allowed
    why: str = ""  # of a deadline: the REASON field that keeps why it is that day
    alike: tuple[str, ...] = ()  # amounts are compared among rows that agree in these fields
    veiled: bool = False  # words in which names or amounts stand: F9 hides them like those

    @property
    def asked(self) -> bool:
        """Must the clerk or the sheet fill it in?"""
        return self.required and not self.given


def fact(label: str, kind: Kind = TEXT, *, default: Any = MISSING, **rest: Any) -> Any:
    """Declare one field. With a default it may stay empty; without one it is 必填."""
    if rest.get("link"):
        kind = LINK
    required = default is MISSING
    return Field(label, kind, required=required, default=None if required else default, **rest)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(fact,))
class _Declared:
    """Tells the type checker that what stands below is declared by its annotations."""


class Record(_Declared):
    """A complete, typed record. Rules, notices and reports accept only these.

    To a type checker and a caller it is a frozen, keyword-only dataclass. It is built by hand
    because a generated one costs half a millisecond a class, at every start of the program.
    """

    table: ClassVar[str] = ""
    label: ClassVar[str] = ""
    owner: ClassVar[Owner] = Owner.COMMUNITY
    key: ClassVar[
        tuple[str, ...]
    ] = ()  # the number people know it by; suggests twins, never merges
    fields: ClassVar[Mapping[str, Field]] = {}
    sealed: ClassVar[bool] = False
    named_by: ClassVar[tuple[str, ...]] = ()  # the fields that name it in a list or message
    restarts: ClassVar[str] = ""  # the day field in whose year the number counts: it begins anew
    happened: ClassVar[str] = ""  # the day field that says when the thing itself took place
    sides: ClassVar[str] = ""  # the choice whose amounts are added up apart (收入 and 支出)
    deadlines: ClassVar[Mapping[str, str]] = {}  # day field → the field that says why that day
    adds_up: ClassVar[bool] = True  # False where a total of the amounts would only mislead
    with_totals: ClassVar[bool] = False  # totals in its sheets are rows of it, as a statement's
    whole: ClassVar[bool] = False  # two computers of an office never mix their versions of a row
    shared: ClassVar[Mapping[str, str]] = {}  # field → the field whose stamp it shares
    rather: ClassVar[str] = ""  # what to do with a row that others hang on, in place of deleting

    id: str = ""

    def __init_subclass__(
        cls,
        *,
        table: str,
        label: str,
        owner: Owner,
        key: tuple[str, ...],
        named_by: tuple[str, ...] = (),
        restarts: str = "",
        happened: str = "",
        sides: str = "",
        adds_up: bool = True,
        with_totals: bool = False,
        sealed: bool = False,
        whole: bool = False,
        together: tuple[tuple[str, ...], ...] = (),
        rather: str = "",
    ) -> None:
        declared = {name: value for name, value in vars(cls).items() if isinstance(value, Field)}
        for name, field in declared.items():
            if field.required:
                delattr(cls, name)
            else:
                setattr(cls, name, field.default)
        cls.table, cls.label, cls.owner, cls.key = table, label, owner, key
        cls.named_by = named_by or key
        cls.restarts, cls.happened, cls.sealed = restarts, happened, sealed
        cls.sides, cls.adds_up, cls.with_totals = sides, adds_up, with_totals
        cls.fields, cls.rather = declared, rather
        cls.deadlines = {name: field.why for name, field in declared.items() if field.why}
        cls.whole = whole or any(field.kind is FEN for field in declared.values())
        cls.shared = {
            name: group[0] for group in (*together, *cls.deadlines.items()) for name in group
        }

    def __init__(self, **values: Any) -> None:
        fields = type(self).fields
        if unknown := values.keys() - fields.keys() - {"id"}:
            raise TypeError(f"{type(self).__name__} has no field {', '.join(sorted(unknown))}")
        lacking = [name for name, f in fields.items() if f.required and name not in values]
        if lacking:
            raise TypeError(f"{type(self).__name__} needs {', '.join(lacking)}")
        self.__dict__.update(values)

    def __setattr__(self, name: str, value: Any) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    @classmethod
    def stamp_name(cls, name: str) -> str:
        """Under which name a change of this field is stamped.

        Fields that make sense only with one another share a stamp, so that a merge takes all of
        them from one side: a day and why it is that day, what `together` names. Money is whole by
        itself, votes and signed steps say so (`whole=True`).
        """
        return WHOLE if cls.whole else cls.shared.get(name, name)

    def changed(self, **values: Any) -> Self:
        """The same record with other values; the one at hand stays as it is."""
        return type(self)(**{**self.__dict__, **values})

    def _values(self) -> tuple[Any, ...]:
        return (self.id, *(getattr(self, name) for name in type(self).fields))

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        assert isinstance(other, Record)
        return self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self._values())

    def __repr__(self) -> str:
        names = ("id", *type(self).fields)
        said = ", ".join(f"{n}={v!r}" for n, v in zip(names, self._values(), strict=True))
        return f"{type(self).__name__}({said})"


# The envelope of every exchanged row, beside the declared fields.
ENVELOPE: Mapping[str, type] = {
    "id": str,
    "owner": str,  # office id; the only office that may change the row
    "vv": str,  # row version vector, canonical JSON {stream: n}
    "fv": str,  # stamps of fields changed after creation, canonical JSON {field: [n, stream]}
    "deleted": int,
    "row_hash": str,
    "ext": str,  # fields of a newer program, kept and sent on; canonical JSON object
    "created_at": str,
    "updated_at": str,
    "updated_by": str,
}


def columns(record: type[Record]) -> dict[str, type]:
    """Every column of the table: the envelope, then the declared fields."""
    return {**ENVELOPE, **{name: field.kind.column for name, field in record.fields.items()}}


def defaults(record: type[Record]) -> Row:
    """The stored values an empty form starts with."""
    return {
        name: None if field.default is None else field.kind.dump(field.default)
        for name, field in record.fields.items()
        if field.default is not None
    }


def to_row(record: Record) -> Row:
    """A complete record as stored values, without its envelope."""
    row: Row = {}
    for name, field in type(record).fields.items():
        value = getattr(record, name)
        row[name] = None if value is None else field.kind.dump(value)
    return row


def naming(record: type[Record], row: Mapping[str, Any]) -> str:
    """How a row is called in a message or a list: its title fields, joined."""
    parts = []
    for name in record.named_by:
        field, value = record.fields[name], row.get(name)
        if value not in (None, ""):
            parts.append(field.kind.show(field.kind.load(value)))
    return " ".join(parts) or f"没有写名称的{record.label}"
