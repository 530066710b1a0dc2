"""Who is named in a sentence? Names that stand apart, as in 下列孤儿：陈大山、李小红."""

import re
from typing import Final

from qinglian_desktop.core.kinds import DOUBLE_SURNAMES

_SURE: Final = (
    "王李张刘陈杨赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖董袁潘蒋蔡杜叶魏吕丁沈姚卢姜崔"
    "钟谭陆汪范廖贾夏韦付邹孟熊秦邱尹薛闫段雷侯龙陶黎贺顾毛郝龚邵严覃戴莫"
)
# Surnames that also begin words (金额, 方案, 安全): only with a given name of two signs.
_ALSO: Final = "黄高于余程苏任卢田金石白江史万钱武孔向汤冉牟谯尚安常时易文温游包"
_HAN: Final = r"[\u4e00-\u9fff]"
_NAME: Final = (
    rf"(?:{'|'.join(sorted(DOUBLE_SURNAMES))}){_HAN}{{1,2}}"
    rf"|[{_SURE}{_ALSO}]{_HAN}{{2}}|[{_SURE}]{_HAN}|{_HAN}{{1,6}}·{_HAN}{{1,6}}"
)
_BEFORE: Final = (
    r"(?:(?<=[、，,：:；;（( \u3000\t\n和与])|(?<=对象|人员|患者|儿童|孤儿|学生|受害)|^)"
)
_AFTER: Final = r"(?=[、，,。；;：:（(）) \u3000\t\n]|等|的|系|患|因|属|$)"
_ALONE: Final = re.compile(rf"{_BEFORE}({_NAME}){_AFTER}", re.MULTILINE)
_CALLED: Final = re.compile(rf"(?<=对象|人员|患者|儿童|孤儿|学生)([{_SURE}]{_HAN}{{2}})")
_BEGUN: Final = re.compile(rf"{_BEFORE}([{_SURE}{_ALSO}]{_HAN}{{2}})")
_NOBODY: Final = re.compile(
    "主任|书记|委员|会长|老师|医生|先生|女士|同志|某|等|张贴|马上|许多|范围|严格|严重|周边|周期|"
    "夏季|秦家|郑重|陈述|许可|何时|何种|叶片|杜绝|常委|安排|安全|文件|时间|高度"
)


def people_in(text: str) -> frozenset[str]:
    """Names in a list; once one stands apart, also those run into what follows them."""
    alone = {
        one for one in (*_ALONE.findall(text), *_CALLED.findall(text)) if not _NOBODY.search(one)
    }
    begun = _BEGUN.findall(text) if alone else ()
    return frozenset(alone | {one for one in begun if not _NOBODY.search(one)})
