"""Which personal data may a notice show? Left out first, masked second, refused last.

The substance of a notice is the whole internal list; what hangs is made from it here, never the
other way round. What is done to which field is data (pack `board-privacy`); each step answers
what stood there before and why it does not any more.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

from qinglian_desktop.core.days import age_on
from qinglian_desktop.core.document import Block, Cell, Facts, Heading, Note, Paragraph, Table
from qinglian_desktop.core.idcard import birth_of
from qinglian_desktop.core.kinds import mask_phone
from qinglian_desktop.core.pack import Pack
from qinglian_desktop.core.privacy import any_of, covered, mask_board_name
from qinglian_desktop.core.unreadable import Unreadable

PACK: Final = "board-privacy"
OF_AGE: Final = 18
_ID: Final = re.compile(r"[0-9]{17}[0-9Xx]|[0-9]{15}")
_DAY: Final = re.compile(r"(\d{4})\D(\d{1,2})(?:\D(\d{1,2}))?")
_PLACE: Final = re.compile(r"^.*?(?:[0-9一二三四五六七八九十]+(?:号楼|幢|栋|组|社))")


class Rule(NamedTuple):
    """What is done to a field: full 照登, mask 遮住, omit 不登."""

    field: str
    label: str
    board: str
    mask: str
    why: str


class Cover(NamedTuple):
    """One line of 脱敏对照: where, what stood there, what stands there now, and why."""

    where: str
    before: str
    after: str
    why: str


class Policy(NamedTuple):
    """The rules of one notice; `minors` are names that may never stand in full."""

    rules: Mapping[str, Rule]  # by the word a label holds
    office: tuple[str, ...]
    groups: tuple[str, ...]
    refused: tuple[tuple[tuple[str, ...], str], ...]
    health: tuple[str, ...]
    day: date
    minors: frozenset[str] = frozenset()
    # Which of some names are those of people who may be named: 孙国英, where 孙国 is a child.
    adults: Callable[[frozenset[str]], frozenset[str]] = lambda _names: frozenset()

    def of(self, label: str) -> Rule | None:
        """The rule for a heading or the name of a fact; the longest word in it decides."""
        whole = "".join(label.split())  # 姓　名, 身 份 证 号: set wide to fill the column
        bare = re.sub(r"[（(].*$", "", whole)
        if any(word in whole for word in self.office):
            return None
        words = [word for word in self.rules if word in bare]
        return self.rules[max(words, key=len)] if words else None

    def field(self, label: str) -> str:
        rule = self.of(label)
        return rule.field if rule else ""


def policy_of(pack: Pack, kind: str, title: str, day: date, minors: Collection[str] = ()) -> Policy:
    """The rules for this sort of notice on that day."""
    other: dict[str, str] = {}
    for row in pack.rows("kind"):
        if any(word in kind + title for word in row["words"]):
            other |= row["fields"]
    rules = {
        word: Rule(row["id"], row["label"], other.get(row["id"], row["board"]), row["mask"],
                   row["why"])
        for row in pack.rows("field")
        for word in row["words"]
    }  # fmt: skip
    refused = tuple((tuple(row["words"]), str(row["why"])) for row in pack.rows("refused"))
    health = tuple(pack.value("health.words"))
    office, groups = tuple(pack.value("office")), tuple(pack.value("groups"))
    return Policy(rules, office, groups, refused, health, day, frozenset(minors))


# -- what hangs is made from what is kept ------------------------------------------------------


class Public(NamedTuple):
    """Blocks as they may hang, each change made for it, and what no sentence may say either."""

    blocks: tuple[Block, ...]
    covers: tuple[Cover, ...]
    hidden: Mapping[str, str]  # what stood there → what may be said instead

    def words(self, text: str) -> str:
        """A sentence in which nobody is named whom the lists do not name."""
        if not self.hidden:
            return text
        found = {_bare(before): after for before, after in self.hidden.items()}
        return any_of(self.hidden).sub(
            lambda one: found.get(_bare(one[0])) or mask_board_name(one[0]), text
        )

    def said(self, block: Block, policy: Policy) -> Block:
        """The block with every text of it so; a column with a rule of its own had its turn."""
        if not self.hidden:
            return block
        match block:
            case Paragraph(text=text) | Heading(text=text) | Note(text=text):
                return replace(block, text=self.words(text))
            case Facts(pairs=pairs):
                return Facts(tuple((n, v if policy.of(n) else self.words(v)) for n, v in pairs))
            case Table(columns=columns):
                free = [policy.of(column.label) is None for column in columns]
                rows = tuple(
                    tuple(
                        self.words(cell) if may and isinstance(cell, str) else cell
                        for may, cell in zip(free, row, strict=True)
                    )
                    for row in block.rows
                )
                return replace(block, rows=rows, caption=self.words(block.caption))
            case _:
                return block


def public(blocks: Sequence[Block], policy: Policy) -> Public:
    """The blocks as they may hang."""
    made: list[Block] = []
    covers: list[Cover] = []
    hidden: dict[str, str] = {}
    for block in blocks:
        if isinstance(block, Table):
            card = tuple(column.label for column in block.columns) == _CARD
            table, done = _card(block, policy) if card else _table(block, policy, hidden)
            hidden |= _told(done, policy) if card else {}
            covers += done
            made += [table] if table is not None else []
        elif isinstance(block, Facts):
            facts, done = _facts(block, policy)
            covers += done
            hidden |= _told(done, policy)
            made.append(facts)
        else:
            made.append(block)
    said = Public((), (), hidden)
    return said._replace(
        blocks=tuple(said.said(block, policy) for block in made), covers=tuple(covers)
    )


_NAMES_OF: Final = ("name", "complainant", "guardian")


def _told(covers: Sequence[Cover], policy: Policy) -> dict[str, str]:
    """What no other sentence may say either: names, and what tells somebody by itself."""
    return {
        one.before: "＊＊＊" if one.after == "不登" else one.after
        for one in covers
        if len(one.before) > 1
        and (policy.field(one.where.strip("〔〕")) in _NAMES_OF or _telling(one.before))
    }


def _telling(text: str) -> bool:
    """Is this so long that it means the same wherever it stands? 良好 and 2026 do not."""
    return len(text) > _LONG if text.replace(".", "").isdigit() else len(text) > _SHORT


_LONG, _SHORT = 7, 3


_CARD: Final = ("项目", "内容") * 2  # a person as a form of two pairs of columns


def _card(table: Table, policy: Policy) -> tuple[Table | None, list[Cover]]:
    """The facts of one person, under the same rules as facts that stand line by line."""
    pairs = [
        (str(row[place]), str(row[place + 1]))
        for row in table.rows
        for place in (0, 2)
        if row[place]
    ]
    facts, covers = _facts(Facts(tuple(pairs)), policy, own=False)
    if facts.pairs == tuple(pairs):
        return table, covers
    kept = [*facts.pairs, *([("", "")] * (len(facts.pairs) % 2))]
    rows = tuple((*left, *right) for left, right in zip(kept[::2], kept[1::2], strict=True))
    return (replace(table, rows=rows) if rows else None), covers


def _facts(block: Facts, policy: Policy, *, own: bool = True) -> tuple[Facts, list[Cover]]:
    """`own`: a telephone or an account among the facts of a notice is the office's as a rule."""
    pairs, covers = [], list[Cover]()
    born = next((born_on(v) for n, v in block.pairs if policy.field(n) == "id_number"), None)
    for name, value in block.pairs:
        rule = policy.of(name)
        if own and rule is not None and rule.field in ("phone", "card"):
            rule = None  # a private one is found in the text
        shown = value
        if rule is not None and value:
            shown = _shown(rule, value)
            if rule.field == "name" and born and age_on(born, policy.day) < OF_AGE:
                shown = mask_board_name(value)
        if shown != value and rule is not None:
            covers.append(Cover(f"〔{name}〕", value, shown or "不登", rule.why))
        if shown or not value:
            pairs.append((name, shown))
    return Facts(tuple(pairs)), covers


def _shown(rule: Rule, text: str) -> str:
    if rule.board == "full":
        return text
    return _MASKS[rule.mask](text) if rule.board == "mask" else ""


def _stars(text: str) -> str:
    return "＊" * min(len(text), 4)


def _tail(text: str) -> str:
    bare = "".join(text.split())
    return "＊＊＊＊" + bare[-4:] if len(bare) > 8 else _stars(bare)


def _month(text: str) -> str:
    found = _DAY.search(text)
    return f"{found[1]}年{int(found[2])}月" if found else _stars(text)


def _place(text: str) -> str:
    found = _PLACE.match(text)
    return found[0] if found else "＊＊＊"


def _names(text: str) -> str:
    parts = re.split(r"([、，,；;\s]+)", text)
    return "".join(mask_board_name(part) if part.strip("、，,；; \t") else part for part in parts)


_MASKS: Final[Mapping[str, Callable[[str], str]]] = {
    "name": _names,
    "tail": _tail,
    "phone": lambda text: covered(mask_phone(text)),
    "place": _place,
    "month": _month,
    "stars": _stars,
}


# -- a list ------------------------------------------------------------------------------------


def _table(
    table: Table, policy: Policy, hidden: dict[str, str]
) -> tuple[Table | None, list[Cover]]:
    found = [None if column.numeric else policy.of(column.label) for column in table.columns]
    # An age is a number, and still somebody's.
    for place, column in enumerate(table.columns):
        if column.counted and policy.field(column.label) == "age":
            found[place] = policy.of(column.label)
    rows, covers = _named(table, found, policy, hidden)
    kept = [p for p, rule in enumerate(found) if rule is None or rule.board != "omit"]
    for place, rule in enumerate(found):
        if rule is None or rule.field == "name":
            continue
        label = table.columns[place].label
        told = [str(row[place]) for row in table.rows if row[place] not in ("", 0)]
        if rule.board == "omit" and told:
            covers.append(Cover(f"〔{label}〕整列", f"{len(told)} 行", "不登", rule.why))
            hidden |= {text: "＊＊＊" for text in told if _telling(text)}
        elif rule.board == "mask":
            for row in rows:
                before = str(row[place])
                row[place] = _MASKS[rule.mask](before) if before else ""
                if row[place] != before:
                    covers.append(Cover(f"〔{label}〕", before, str(row[place]), rule.why))
    if not kept:
        return None, covers
    return _with(table, kept, rows), covers


def _with(table: Table, kept: Sequence[int], rows: Sequence[Sequence[Cell]]) -> Table:
    """The table with these columns only; carried sums stay with their columns."""
    carried = table.carried and tuple(
        amount for place, amount in zip(table.summed, table.carried, strict=True) if place in kept
    )
    return replace(
        table,
        columns=tuple(table.columns[place] for place in kept),
        rows=tuple(tuple(row[place] for place in kept) for row in rows),
        carried=carried,
    )


def _named(
    table: Table, found: Sequence[Rule | None], policy: Policy, hidden: dict[str, str]
) -> tuple[list[list[Cell]], list[Cover]]:
    """The rows with their names as they may hang: children masked, same names told apart."""
    rows: list[list[Cell]] = [list(row) for row in table.rows]
    covers: list[Cover] = []
    fields = [rule.field if rule else "" for rule in found]
    here = _place_of(fields, "id_number")
    group = next((p for p, c in enumerate(table.columns) if _bare(c.label) in policy.groups), None)
    for place, rule in enumerate(found):
        if rule is None or rule.field not in ("name", "complainant"):
            continue
        count = Counter(
            (row[group] if group is not None else "", _bare(row[place]))
            for row in table.rows
            if row[place]
        )
        for row, whole in zip(rows, table.rows, strict=True):
            name = str(whole[place])
            if not name:
                continue
            shown, why = _shown(rule, name), rule.why
            if shown == name and (
                _bare(name) in policy.minors or _is_child(fields, whole, policy.day)
            ):
                shown, why = mask_board_name(name), "未成年人的姓名不能写全"
            if shown != name and len(name) > 1:
                hidden[name] = shown
            same = count[(whole[group] if group is not None else "", _bare(name))] > 1
            number = "".join(str(whole[here]).split()) if here is not None else ""
            if same and _ID.fullmatch(number):
                shown, why = f"{shown}（尾号{number[-4:].upper()}）", "同组同名，加身份证后四位"
            if shown != name:
                row[place] = shown
                covers.append(Cover(f"〔{table.columns[place].label}〕", name, shown, why))
    return rows, covers


def _bare(cell: Cell) -> str:
    return "".join(str(cell).split())


def _place_of(fields: Sequence[str], wanted: str) -> int | None:
    return next((place for place, field in enumerate(fields) if field == wanted), None)


def _is_child(fields: Sequence[str], row: Sequence[Cell], day: date) -> bool:
    """Under 18 on that day, by ID number, birthday or age in the same row."""
    for place, field in enumerate(fields):
        text = "".join(str(row[place]).split())
        if field in ("id_number", "birth") and (born := born_on(text)):
            return age_on(born, day) < OF_AGE
        if field == "age" and text.isdigit():
            return int(text) < OF_AGE
    return False


def born_on(text: str) -> date | None:
    """The day of birth in an ID number, or a day written out; a month counts from its last day."""
    bare = "".join(text.split())
    try:
        if _ID.fullmatch(bare):
            return birth_of(bare if len(bare) == 18 else f"{bare[:6]}19{bare[6:]}")
        if found := _DAY.search(bare):
            year, month, day = int(found[1]), int(found[2]), int(found[3] or 28)
            return date(year, month, day)
    except (ValueError, Unreadable):
        return None
    return None
