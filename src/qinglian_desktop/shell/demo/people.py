"""Invented people and figures: put together from syllables by chance with a fixed seed."""

from datetime import date, timedelta
from random import Random

from qinglian_desktop.core.idcard import check_digit

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = "晓建国明秀芳桂兰志强永红春梅德华玉珍文斌光荣素琴长福小燕立新"
_AREA = "999999"  # an area code that was never given out

UNITS: tuple[tuple[str, str], ...] = (
    ("新街子社区", "community"),
    ("青莲社区", "community"),
    ("桥河社区", "community"),
    ("石佛社区", "community"),
    ("红旗村", "village"),
    ("大石村", "village"),
    ("双溪村", "village"),
    ("长岭村", "village"),
    ("白杨村", "village"),
    ("金竹村", "village"),
    ("龙井村", "village"),
    ("清水村", "village"),
    ("柏林社区", "community"),
)
INCOMES = (
    ("财政拨付工作经费", "财政补助", "街道财政所", False),
    ("门面租金", "租金收入", "綦江区某商贸公司", False),
    ("社会捐赠", "捐赠收入", "某爱心企业", False),
)
PAYMENTS = (
    ("办公用品", "办公费", "綦江区某文具店", False),
    ("公开栏维修", "维修费", "某建材经营部", False),
    ("便民服务中心电费", "水电费", "某供电公司", False),
    ("环境整治用工", "误工补贴", "", True),
    ("重阳节慰问", "慰问支出", "", True),
    ("会议资料印制", "印刷费", "某印务部", False),
    ("垃圾清运", "环境卫生", "某保洁公司", False),
)


def name(chance: Random) -> str:
    given = "".join(chance.sample(_GIVEN, chance.choice((1, 2, 2))))
    return chance.choice(_SURNAMES) + given


def id_number(chance: Random, serial: int) -> str:
    """A well-formed number of nobody: the area code does not exist."""
    born = date(1940, 1, 1) + timedelta(days=chance.randrange(28000))
    first = f"{_AREA}{born:%Y%m%d}{serial % 1000:03d}"
    return first + check_digit(first)


def phone(serial: int) -> str:
    return f"1990000{serial % 10000:04d}"
