"""The thirteen units of the invented year: no two of them did the same."""

from typing import NamedTuple


class Claim(NamedTuple):
    """A bonus a unit claims."""

    article: str
    what: str
    level: str = ""


class Profile(NamedTuple):
    """What a unit is and how well it keeps its work; `diligence` is the share that gets done."""

    name: str
    kind: str
    diligence: float
    collective: bool = False
    satisfied: int = 92  # of a hundred valid sheets
    sheets: int = 100
    claims: tuple[Claim, ...] = ()
    veto: str = ""  # the article the street confirms
    lifted: bool = False  # … and two people take off again
    overdue: bool = False  # something from above stays open for months
    idle: bool = False  # nothing was done at all
    late: bool = False  # the bundle comes a month after the others
    after: bool = False  # things are entered and changed after the cut-off day
    own_scores: bool = False  # the unit says something else than the suggestion
    second: bool = False  # handed in, sent back, handed in again


_MANY = (
    Claim("J01", "院坝议事会在全市现场会上介绍", "市级"),
    Claim("J01", "同一做法被区里转发", "区级"),
    Claim("J02", "入选区级优秀案例", "区级"),
    Claim("J04", "廉情驿站运行满一年"),
    Claim("J05", "纠纷全部在社区化解"),
    Claim("J06", "红白事全部报备"),
    Claim("J07", "人居环境每月都在 90 分以上"),
)
_SOME = (
    Claim("J03", "主动退回多领的误工补贴"),
    Claim("J03", "主动纠正公示差错"),
    Claim("J03", "主动报告亲属承包"),
    Claim("J08", "在职党员人均服务 30 小时"),
)

ALL: tuple[Profile, ...] = (
    Profile("新街子社区", "community", 0.97, satisfied=97, claims=_MANY, own_scores=True),
    Profile("红旗村", "village", 0.85, collective=True, satisfied=91, veto="V05", claims=_SOME),
    Profile("青莲社区", "community", 0.0, idle=True, late=True),
    Profile("桥河社区", "community", 0.7, satisfied=84, overdue=True),
    Profile("石佛社区", "community", 0.9, collective=True, satisfied=95, second=True),
    Profile("大石村", "village", 0.95, collective=True, satisfied=96, claims=_MANY[2:]),
    Profile("双溪村", "village", 0.5, collective=True, satisfied=78, after=True),
    Profile("长岭村", "village", 0.86, satisfied=88, own_scores=True, claims=_SOME[:2]),
    Profile("白杨村", "village", 0.9, collective=True, veto="V11", lifted=True),
    Profile("金竹村", "village", 0.65, collective=True, sheets=20, late=True),
    Profile("龙井村", "village", 0.99, collective=True, satisfied=99, claims=_MANY + _SOME),
    Profile("清水村", "village", 0.3, satisfied=90, overdue=True, veto="V15"),
    Profile("柏林社区", "community", 0.88, satisfied=90, after=True, second=True),
)  # fmt: skip
FEW = (ALL[0]._replace(after=True), ALL[1]._replace(second=True), ALL[2])
