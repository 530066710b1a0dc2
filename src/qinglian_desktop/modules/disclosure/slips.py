"""明白卡: one slip a household, cut from a list; together they say what the list says."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from qinglian_desktop.core import money
from qinglian_desktop.core.document import Blank, Document, Facts, Note, Paragraph
from qinglian_desktop.core.kinds import mask_phone
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.privacy import covered, mask_board_name

GROUP, DOOR, NAME, AMOUNT = "group", "door", "name", "amount"
ROLES: Final[Mapping[str, str]] = {
    GROUP: "组别", DOOR: "门牌或户号", NAME: "户主或姓名", AMOUNT: "金额或积分",
}  # fmt: skip
# Which heading is which, the surest word first.
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    GROUP: ("组别", "村民小组", "居民小组", "小组", "组/网格", "网格", "单位或组别", "楼栋", "组"),
    DOOR: ("门牌号", "门牌", "房号", "户号", "单元房号", "家庭住址", "住址", "地址"),
    NAME: ("户主姓名", "户主", "姓名", "领取人", "申请人", "享受人", "业主", "家庭代表"),
    AMOUNT: ("实发金额", "应发金额", "补贴金额", "发放金额", "合计金额", "应缴金额", "欠费金额",
             "金额合计", "金额", "合计", "积分合计", "总积分", "积分", "补贴", "应缴", "应发",
             "实发"),
}  # fmt: skip
_PRIVATE: Final = ("身份证", "证件号", "卡号", "账号", "帐号", "一卡通", "电话", "手机", "联系方式")
_NUMBERED: Final = ("序号", "编号", "行次")
PER_SHEET: Final = 4
_FEW: Final = 5  # facts that leave room for air around the sum
_LINES, _SIGNS = 11, 18  # of facts on a quarter of A4
_OPEN: Final = re.compile(r"(?:[0-9一二三四五六七八九十]+\s*[组社队村]|[组社队村区镇街道])\s*$")
_APART: Final = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")  # 张　三
_POINTS: Final = re.compile("积分|分值|得分")


Pairs = tuple[tuple[str, str], ...]


class Roles(NamedTuple):
    """Which column of the list is what; -1 for none."""

    group: int = -1
    door: int = -1
    name: int = -1
    amount: int = -1


class Slip(NamedTuple):
    """What one household is told: who, the facts of each of its rows, and its sum."""

    group: str
    door: str
    name: str
    facts: Pairs
    amount: int


class Cut(NamedTuple):
    """All slips in the order of groups and doors; `total` is that of the list."""

    slips: tuple[Slip, ...]
    total: int
    points: bool = False

    def told(self, amount: int) -> str:
        """A sum as it is printed: money in yuan, points as they are counted."""
        if not self.points:
            return f"{money.show(amount)} 元"
        return f"{amount / 100:g} 分" if amount % 100 else f"{amount // 100:,} 分"


def sheets_for(count: int) -> int:
    return -(-count // PER_SHEET)


def in_piles(papers: Sequence[Document]) -> tuple[Document, ...]:
    """So that the sheets, cut as one pile, give four piles that laid on each other are in order.

    Where the last pile is shorter an empty place holds the others where they belong.
    """
    sheets = sheets_for(len(papers))
    places = (quarter * sheets + sheet for sheet in range(sheets) for quarter in range(PER_SHEET))
    return tuple(papers[n] if n < len(papers) else Document("", "slip", ()) for n in places)


def paper_of(slip: Slip, title: str, total: str, foot: Sequence[str]) -> Document:
    """One household's slip: whose it is, its facts, its sum, and whom to ask."""
    whom = "　".join(part for part in (slip.group, slip.door, slip.name) if part)
    air = (Blank(),) if len(slip.facts) <= _FEW else ()
    return Document(
        title,
        "slip",
        (
            Paragraph(whom, indent=False, bold=True),
            Facts(_that_fit(slip.facts)),
            *air,
            Paragraph(total, indent=False, bold=True),
            *air,
            *map(Note, foot),
        ),
    )


def _that_fit(facts: Pairs) -> Pairs:
    """What a quarter of A4 holds; what it does not is counted, never silently gone."""
    room, kept = _LINES, list[tuple[str, str]]()
    for name, value in facts:
        room -= -(-(len(name) + len(value) + 1) // _SIGNS)
        if room < 1:
            return (*kept, ("其余", f"{len(facts) - len(kept)} 项，请到公开栏看，或来办公室查"))
        kept.append((name, value))
    return tuple(kept)


def known(label: str) -> str:
    """What a heading means, "" for a fact that is only printed; for finding the header."""
    bare = _bare(label)
    role = next((role for role, words in _WORDS.items() if bare in words), "")
    return role or (bare if bare in _NUMBERED or any(w in bare for w in _PRIVATE) else "")


def roles_of(labels: Sequence[str]) -> Roles:
    """The likeliest column for each role; the clerk may choose another."""
    bare = [_bare(label) for label in labels]
    taken: dict[str, int] = {}
    for role, words in _WORDS.items():
        for word in words:
            exact = [n for n, label in enumerate(bare) if label == word]
            within = [n for n, label in enumerate(bare) if word in label and len(word) > 1]
            free = [n for n in (*exact, *within) if n not in taken.values()]
            if free:
                taken[role] = free[-1] if role == AMOUNT else free[0]
                break
    return Roles(**taken)


def _bare(label: str) -> str:
    return re.sub(r"[\s　]+|[（(].*$", "", label)


def cut(
    labels: Sequence[str],
    rows: Sequence[Sequence[str]],
    roles: Roles,
    order: Callable[[str], str],
    *,
    unit: str = "",
    masked: bool = False,
) -> Cut:
    """The slips of a list. Rows of one household become one slip.

    `order` makes a text comparable as people read it (2组 before 10组). Numbers of cards and
    persons are printed by their last digits; `masked` also covers the name. Refused when a row
    has no name or an amount that cannot be read.
    """
    if roles.name < 0:
        raise Refused("不知道哪一列是户主或姓名", "请选一列", field=NAME, code="QL-PD-055")
    points = roles.amount >= 0 and bool(_POINTS.search(labels[roles.amount]))
    person = next((n for n, label in enumerate(labels) if "身份证" in _bare(label)), -1)
    found: dict[tuple[str, ...], list[tuple[Pairs, int]]] = {}
    for number, row in enumerate(rows, 1):
        key: tuple[str, ...] = (
            _at(row, roles.group), _at(row, roles.door), _APART.sub("", _at(row, roles.name)),
        )  # fmt: skip
        if not key[2]:
            raise Refused(
                f"名单第 {number} 行没有姓名", "补上姓名，或去掉这一行，再做明白卡",
                code="QL-PD-056",
            )  # fmt: skip
        amount = _amount(row, roles.amount, number, labels, unit)
        # Two of one name are one household only where a door or a number says so.
        whose = _at(row, person)
        key += (whose or ("" if _is_door(key[1]) else str(number)),)
        found.setdefault(key, []).append((_facts(labels, row, roles), amount))
    own = labels[roles.amount] if roles.amount >= 0 else ""
    slips = [_slip(key, told, masked, own) for key, told in found.items()]
    ordered = sorted(zip(found, slips, strict=True), key=lambda pair: tuple(map(order, pair[0])))
    total = sum(amount for told in found.values() for _, amount in told)
    return Cut(tuple(slip for _, slip in ordered), total, points)


def _is_door(text: str) -> bool:
    """Does this tell one household from another? 12号 does, a group or a whole village does not."""
    return bool(text) and not _OPEN.search(text)


def _at(row: Sequence[str], place: int) -> str:
    return " ".join(row[place].split()) if 0 <= place < len(row) else ""


def _amount(row: Sequence[str], place: int, number: int, labels: Sequence[str], unit: str) -> int:
    text = _at(row, place)
    if not text or text in ("-", "—", "/"):
        return 0
    try:
        bare = text.removesuffix("分") if _POINTS.search(labels[place]) else text
        factor = 10_000 if "万元" in unit or "万元" in labels[place] else 1
        return money.parse_yuan(bare) * factor
    except ValueError as trouble:
        raise Refused(
            f"名单第 {number} 行〔{labels[place]}〕：{str(trouble).rstrip('。')}",
            "改好这一格再做明白卡", code="QL-PD-057",
        ) from trouble  # fmt: skip


def _facts(labels: Sequence[str], row: Sequence[str], roles: Roles) -> tuple[tuple[str, str], ...]:
    made = []
    for place, label in enumerate(labels):
        text = _at(row, place)
        if place in roles[:3] or not text or not label or _bare(label) in _NUMBERED:
            continue
        private = any(word in _bare(label) for word in _PRIVATE)
        made.append((" ".join(label.split()), _tail(text) if private else covered(text)))
    return tuple(made)


def _tail(text: str) -> str:
    """The last digits only: whose slip it is knows the others."""
    bare = "".join(text.split())
    if len(bare) == 11 and bare.isdigit():
        return mask_phone(bare)
    return f"＊＊＊＊{bare[-4:]}" if len(bare) > 8 else "＊＊＊＊"


def _slip(key: Sequence[str], told: Sequence[tuple[Pairs, int]], masked: bool, own: str) -> Slip:
    """`own` is the label of the sums: one row alone does not say its sum twice."""
    group, door, name = key[:3]
    facts: list[tuple[str, str]] = []
    for number, (pairs, _) in enumerate(told, 1):
        # What each row repeats is told once; of several rows each is numbered.
        mark = f"{number}. " if len(told) > 1 else ""
        same = {pair for pair in pairs if all(pair in other for other, _ in told)}
        facts += [
            (label if (label, text) in same else f"{mark}{label}", text)
            for label, text in pairs
            if (len(told) > 1 or label != own) and ((label, text) not in same or number == 1)
        ]
    amount = sum(amount for _, amount in told)
    return Slip(group, door, mask_board_name(name) if masked else name, tuple(facts), amount)
