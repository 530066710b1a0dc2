"""What a route is: the facts it is asked with and the answer it gives, as plain values."""

from datetime import date
from typing import NamedTuple

from qinglian_desktop.modules.decisions.rules.matters import Matter

FULL, SHORT, NONE, ELSEWHERE, FORBIDDEN = "完整", "简易", "不需要", "不属于本程序", "禁止"
ASK = "问清再定"
PATHS = (FULL, SHORT, NONE, ELSEWHERE, FORBIDDEN)

# The gates of the full path (§5.1) and of the short ones, as the clerk calls them.
FULL_STEPS = ("提议", "商议", "街道预审", "审议", "决议", "决议公开", "结果公开", "归档")
SHORT_STEPS = ("商议", "决议公开", "结果公开", "归档")
APPRAISAL_STEPS = ("民主评议", "公示", "街道（区）决定", "公布", "归档")
HOMESTEAD_STEPS = ("小组讨论", "公示", "街道审批", "公布", "归档")
PRE_REVIEW_STEP = "街道预审"
PAPERS = ("动议记录", "提议意见", "商议意见", "审议意见", "签到表", "计票单", "会议记录", "决议")


class Delegation(NamedTuple):
    """What the full meeting gave to the representatives: which classes, from when until when."""

    classes: tuple[str, ...]  # M01 …; the matters must be named (CQ10)
    from_on: date
    until_on: date | None
    step: str = ""  # the meeting that gave it


class Facts(NamedTuple):
    """What the router must know besides the matter. None: nobody has said yet."""

    has_collective: bool | None = None  # does the unit have a 集体经济组织?
    group_owned: bool = False  # it belongs to one 村民小组
    group_collective: bool = False  # that group has a 集体经济组织 of its own
    outsiders: bool = False  # to people or firms outside the collective
    charter_allows: bool = False  # the charter gives it to the 成员代表大会
    delegations: tuple[Delegation, ...] = ()
    amount: int | None = None  # 分
    threshold: int | None = None  # 分; the unit's own 大额 line, with its resolution
    canvassed: bool = False  # every household was asked in writing (一事一议)
    pre_review: bool | None = None  # the unit's switch for the class; None: the default
    lift_above: int | None = None  # 分; 提级监督 from this amount on


class Choice(NamedTuple):
    """One body that may decide, and whether it may now."""

    row: str  # of the vote table
    body: str
    label: str
    allowed: bool
    why: str = ""  # the condition, or why not


class Approval(NamedTuple):
    """Whose approval or filing is needed, when, on what ground."""

    when: str
    who: str
    what: str
    basis: str


class Route(NamedTuple):
    """How one matter is decided on one day."""

    matter: Matter
    path: str  # one of PATHS, or ASK
    choices: tuple[Choice, ...] = ()  # bodies that may decide, the usual one first
    delegable: bool = False
    delegation_needed: bool = False  # the representatives need a live delegation
    acting_for_collective: bool = False
    floor: str = ""  # a second row of the vote table that must be met as well
    approvals: tuple[Approval, ...] = ()
    papers: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    party_study: str = ""  # the ground of the Party organisation's study before the vote
    pre_review: bool = False
    lifted: bool = False
    emergency_allowed: bool = True
    decided_by: str = ""  # who decides, where it is none of our meetings
    basis: str = ""
    notes: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()  # what must be answered first (ASK)
    asks: str = ""  # the fact a 有/没有 settles; "" where only the street can tell
    versions: tuple[str, ...] = ()  # the packs looked into

    @property
    def class_code(self) -> str:
        return self.matter.class_code

    @property
    def chosen(self) -> Choice | None:
        """The body that decides as things stand: the representatives when they may, else all."""
        usable = [choice for choice in self.choices if choice.allowed]
        small = ("representatives", "member-representatives")
        return next((c for c in usable if c.body in small), usable[0] if usable else None)

    @property
    def row(self) -> str:
        """The row of the vote table by which it is decided; "" where no meeting of ours decides."""
        return self.chosen.row if self.chosen else ""

    @property
    def body(self) -> str:
        return self.chosen.body if self.chosen else ""

    @property
    def body_label(self) -> str:
        return self.chosen.label if self.chosen else self.decided_by
