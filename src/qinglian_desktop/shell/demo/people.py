"""Invented people and figures: put together from syllables by chance with a fixed seed."""

from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from qinglian_desktop.core.idcard import check_digit

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = "晓建国明秀芳桂兰志强永红春梅德华玉珍文斌光荣素琴长福小燕立新"
_AREA = "500000"  # the whole municipality: never given to a person, yet read like any other

UNITS: tuple[tuple[str, str], ...] = (
    ("新街子社区", "community"),
    ("红旗村", "village"),
    ("青莲社区", "community"),
    ("桥河社区", "community"),
    ("石佛社区", "community"),
    ("大石村", "village"),
    ("双溪村", "village"),
    ("长岭村", "village"),
    ("白杨村", "village"),
    ("金竹村", "village"),
    ("龙井村", "village"),
    ("清水村", "village"),
    ("柏林社区", "community"),
)


class Deal(NamedTuple):
    """What money comes in or goes out for; `months` where it fits only part of the year."""

    summary: str
    purpose: str
    party: str  # "" for a person, whose name is made up
    months: tuple[int, ...] = ()

    def fits(self, day: date) -> bool:
        return not self.months or day.month in self.months


INCOMES = (
    Deal("财政拨付工作经费", "财政补助", "街道财政所"),
    Deal("门面租金", "租金收入", "綦江区某商贸公司"),
    Deal("社会捐赠", "捐赠收入", "某爱心企业"),
)
PAYMENTS = (
    Deal("办公用品", "办公费", "綦江区某文具店"),
    Deal("公开栏维修", "维修费", "某建材经营部"),
    Deal("便民服务中心电费", "水电费", "某供电公司"),
    Deal("环境整治用工", "误工补贴", ""),
    Deal("会议资料印制", "印刷费", "某印务部"),
    Deal("垃圾清运", "环境卫生", "某保洁公司"),
    Deal("春节慰问困难户", "慰问支出", "", (1, 2)),
    Deal("“七一”慰问老党员", "慰问支出", "", (6, 7)),
    Deal("重阳节慰问", "慰问支出", "", (10,)),
    Deal("防汛物资", "防汛支出", "綦江区某五金店", (5, 6, 7, 8)),
)


def names(chance: Random, count: int) -> list[str]:
    """So many different people."""
    found: list[str] = []
    while len(found) < count:
        if (one := name(chance)) not in found:
            found.append(one)
    return found


def name(chance: Random) -> str:
    given = "".join(chance.sample(_GIVEN, chance.choice((1, 2, 2))))
    return chance.choice(_SURNAMES) + given


def id_number(chance: Random, serial: int) -> str:
    """A well-formed number of nobody: no person was ever given this area code."""
    born = date(1940, 1, 1) + timedelta(days=chance.randrange(28000))
    first = f"{_AREA}{born:%Y%m%d}{serial % 1000:03d}"
    return first + check_digit(first)


def phone(serial: int) -> str:
    return f"1990000{serial % 10000:04d}"
