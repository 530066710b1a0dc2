"""Where does somebody live? Group and building may stand on a board, the door may not."""

import re
from typing import Final

from qinglian_desktop.core.privacy.finding import Finding

_NUMBER: Final = r"[0-9A-Za-z一二三四五六七八九十百零〇]{1,6}"
_HOUSE: Final = r"(?:号楼|幢|栋|号院|座)"
# What is numbered in a group and is nobody's home.
_THING: Final = (
    "楼|线|文|公告|令|井|机井|水井|变压器|电杆|杆|路灯|灯|地|塘|田|渠|泵|桥|门面|商铺|铺面|摊位|"
    "车位|厂房|仓库|大棚|公厕|水池|堰"
)
_UNIT: Final = rf"(?:{_NUMBER}|[东西南北中左右])\s*(?:单元|门|梯)"
_FLAT: Final = r"[0-9〇零一二三四五六七八九]{3,4}"
# What follows a figure that counts and names no door: 3栋801户, 5栋1200平方米.
_COUNTED: Final = r"(?![0-9〇零一二三四五六七八九]|\s*(?:户|人|名|元|万|平|㎡|米|套|间|个|年|吨))"
_DOOR: Final = re.compile(
    # 3幢2单元501室, 5号楼1203号
    rf"{_NUMBER}\s*{_HOUSE}\s*(?:{_NUMBER}\s*(?:单元|门|梯)\s*)?"
    rf"(?:{_NUMBER}\s*(?:层|楼)\s*)?{_NUMBER}\s*(?:室|号|户|房)"
    # 3幢2-501, 3幢8-1, 5栋1204, 12#3-502
    rf"|{_NUMBER}\s*(?:{_HOUSE}|#\s*楼?)\s*-?\s*(?:[0-9]{{1,2}}-){{1,2}}[0-9]{{1,4}}"
    r"(?![0-9\-]|\s*(?:层|楼|单元))"
    rf"|{_NUMBER}\s*(?:{_HOUSE}|#\s*楼?)\s*-?\s*{_FLAT}{_COUNTED}"
    # 2单元801, 3幢2单元8-1, 5号楼东单元301
    rf"|(?:{_NUMBER}\s*(?:{_HOUSE}|#\s*楼?)\s*)?{_UNIT}\s*(?:{_NUMBER}\s*(?:层|楼)\s*)?"
    rf"{_NUMBER}(?:\s*-\s*[0-9]{{1,4}})?\s*(?:室|号|户|房)?"
    rf"|(?:[路街巷弄道]|大道)\s*{_NUMBER}\s*号?\s*(?:附\s*{_NUMBER}\s*号\s*)?"
    rf"(?:{_NUMBER}\s*(?:幢|栋|单元|楼)\s*)?[0-9]+(?:-[0-9]+){{0,3}}\s*(?:室|户)"
    # 和平路12号附3号, 通惠大道88号5-3
    rf"|(?:[路街巷弄道]|大道)\s*{_NUMBER}\s*号\s*"
    rf"(?:附\s*{_NUMBER}\s*号|(?:[0-9]{{1,2}}-){{1,2}}[0-9]{{1,4}}(?![0-9]))"
    rf"|(?:[组村社寨湾坝]|小区|院子|大院|院落)\s*{_NUMBER}(?:-[0-9]{{1,4}})?\s*号"
    rf"(?:附\s*{_NUMBER}\s*号)?(?!{_THING})"
    # 门牌25号; 门牌25块 is what was bought
    r"|门牌(?:号码?)?\s*[:是为]?\s*[0-9]+(?:-[0-9]+)*(?![0-9\-])(?!\s*(?:块|个|张|元|套|户|副))\s*号?"
    rf"|(?<![0-9-])[0-9]{{1,3}}(?:-[0-9]{{1,4}}){{2,3}}\s*(?:室|号|户|房)"
    # 3-2-501 alone: a day or a voucher is written otherwise
    rf"|(?<![0-9\-.年])[1-9][0-9]?-[1-9][0-9]?-[1-9][0-9]{{2,3}}(?![0-9\-.])"
)
# What is one's home because the text says so: 住和平路12号, 住址：红旗村3组桥边25号.
_HOME: Final = re.compile(
    r"(?:家住|现住|居住地?|住址|住在|户籍地?址?|住)(?!房|院|建|宅)[^\n\t，。；0-9]{0,24}?"
    r"(?:[0-9]{1,3}\s*[组社队]\s*[^\n\t，。；0-9]{0,16}?)?"
    rf"({_NUMBER}\s*号(?:附\s*{_NUMBER}\s*号)?(?!楼|院))"
)
# 501室 and 3单元 alone are a home unless they are called an office or a place to be repaired.
_ROOM: Final = re.compile(
    r"(?<![0-9A-Za-z-])[0-9〇零一二三四五六七八九]{3,4}\s*(?:室|房)(?!间)"
    r"|第?(?<!\d)(?<!\d-)[0-9一二三四五六七八九十]{1,3}\s*单元"
)
_PUBLIC_BEFORE: Final = re.compile(
    r"(?:委会|中心|大厅|办公[^，。；\n]{0,3}|服务[^，。；\n]{0,3}|会议|活动|学校|医院|卫生|街道[^，。；\n]{0,4}|第)"
    r"[^，。；\n\t]{0,6}$"
)
_PUBLIC_AFTER: Final = re.compile(
    r"\s*(?:楼道|楼梯|电梯|外墙|屋顶|管道|管网|下水|水管|路灯|照明|门禁|化粪|绿化|消防|会议|办公|活动|维修|改造|加装|门口)"
)


def doors(folded: str, text: str) -> list[Finding]:
    """Door numbers of a folded text, as they stand in `text`."""
    spans = [match.span() for match in _DOOR.finditer(folded)]
    for match in _HOME.finditer(folded):
        if not _within(match.span(1), spans):
            spans.append(match.span(1))
    for match in _ROOM.finditer(folded):
        if _within(match.span(), spans) or match[0].startswith("第"):
            continue
        before, after = folded[max(match.start() - 20, 0) : match.start()], folded[match.end() :]
        if not _PUBLIC_BEFORE.search(before) and not _PUBLIC_AFTER.match(after):
            spans.append(match.span())
    return [Finding("address", text[start:end], start) for start, end in spans]


def _within(span: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in spans)
