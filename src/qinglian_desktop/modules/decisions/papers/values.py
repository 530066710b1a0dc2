"""What do the papers of a meeting have to know? Plain values, whoever collects them."""

from datetime import date
from typing import Final, NamedTuple

from qinglian_desktop.core.days import paper_day

WEEKDAYS: Final = ("一", "二", "三", "四", "五", "六", "日")
LINE: Final = "＿＿＿＿"  # written on by hand
OPTIONS: Final = ("赞成", "反对", "弃权")


class Words(NamedTuple):
    """What villages and communities call differently."""

    kind: str = "社区"
    resident: str = "居民"
    supervisors: str = "居务监督委员会"


class Item(NamedTuple):
    """One thing to be decided."""

    title: str
    number: str = ""
    content: str = ""
    reference: str = ""  # what other ledgers know about it: 同类单价


class Member(NamedTuple):
    """Somebody who is due, or sits in; `avoids` says why he does not vote."""

    name: str
    role: str = ""
    votes: bool = True
    attendance: str = ""
    avoids: str = ""
    delegate: str = ""

    @property
    def there(self) -> bool:
        return self.attendance in ("到会", "迟到", "早退", "回避")


class Bar(NamedTuple):
    """How many must come and how many must agree: figures, the rule in words, its article.

    `steps` says for each possible attendance from `least` on how many yes are enough.
    """

    due: int
    least: int
    steps: tuple[tuple[int, int], ...]
    rule: str
    basis: str
    unit: str = "人"

    @property
    def yes(self) -> int:
        """Enough when just the least are there."""
        return self.steps[0][1] if self.steps else 0

    def yes_of(self, present: int) -> int:
        """How many yes are enough when so many are there; 0 when the meeting may not vote."""
        return dict(self.steps).get(present, 0)

    @property
    def groups(self) -> tuple[tuple[int, int, int], ...]:
        """(from, to, yes): attendances with the same number of yes together."""
        made: list[tuple[int, int, int]] = []
        for present, yes in self.steps:
            if made and made[-1][2] == yes:
                made[-1] = (made[-1][0], present, yes)
            else:
                made.append((present, present, yes))
        return tuple(made)


class Tally(NamedTuple):
    yes: int
    no: int
    abstain: int

    @property
    def cast(self) -> int:
        return self.yes + self.no + self.abstain


class Meeting(NamedTuple):
    """A meeting as it is called, held and written down; what is not known yet is empty."""

    unit: str
    name: str
    convener: str
    held_on: date
    time: str
    place: str
    items: tuple[Item, ...]
    members: tuple[Member, ...]
    bar: Bar
    words: Words = Words()
    chair: str = ""
    recorder: str = ""
    sits_in: tuple[Member, ...] = ()
    told_on: date | None = None
    short_notice: str = ""  # why it is called at shorter notice than the rule has
    proxy: str = ""  # who may stand in for whom, where the rule allows it
    bring: str = ""  # papers handed out with the notice
    contact: str = ""
    vote_way: str = "无记名投票"
    excluded: tuple[tuple[str, int], ...] = ()  # reason and how many adults are not counted
    excluded_basis: str = ""
    tells_excluded: bool = False  # before: the law lets some be left out, which must be told
    late_on: date | None = None  # entered so long after it was held that it is marked 补录
    ratifies: bool = False
    tally: Tally | None = None
    base: int | None = None
    came: int | None = None  # where only figures are kept
    passed: bool | None = None
    opinions: str = ""
    dissent: str = ""
    decision: str = ""

    @property
    def due(self) -> int:
        return self.bar.due

    @property
    def present(self) -> int:
        if self.came is not None:
            return self.came
        return sum(member.there for member in self.members if member.votes)

    @property
    def voters(self) -> tuple[Member, ...]:
        """Those who get a ballot."""
        return tuple(m for m in self.members if m.votes and not m.avoids)

    @property
    def avoiding(self) -> tuple[Member, ...]:
        return tuple(member for member in self.members if member.avoids)

    @property
    def excluded_count(self) -> int:
        return sum(count for _, count in self.excluded)

    @property
    def when(self) -> str:
        """2026年12月1日（星期二）14:30, with 补录 beside it when it was entered late."""
        day = f"{long_day(self.held_on)}{self.time}"
        return f"{day}（补录，{paper_day(self.late_on)}登记）" if self.late_on else day


def long_day(day: date) -> str:
    return f"{paper_day(day)}（星期{WEEKDAYS[day.weekday()]}）"


def late_mark(late_on: date | None) -> str:
    """What stands on a paper of something that was entered late; nobody can take it off."""
    return f"补录：{paper_day(late_on)}登记" if late_on else ""


def ratio(part: int, whole: int) -> str:
    """90.9%, cut off and never rounded up: a share that falls short may not look like enough."""
    if whole <= 0:
        return "—"
    tenths = part * 1000 // whole
    return f"{tenths // 10}.{tenths % 10}%" if tenths % 10 else f"{tenths // 10}%"


def names(members: tuple[Member, ...], most: int = 60) -> str:
    """张三、李四 …; of very many the first and how many there are."""
    if not members:
        return "无"
    shown = "、".join(member.name for member in members[:most])
    return shown if len(members) <= most else f"{shown}等 {len(members)} 人"
