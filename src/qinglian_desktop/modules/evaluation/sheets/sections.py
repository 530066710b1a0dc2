"""Which part of an issued table is it: what is scored, bonus, negative list; or an aspect?"""

import re

from qinglian_desktop.modules.evaluation.sheets import cells

SCORED, BONUS, TAKEN_OFF, VETOED = "指标", "加分", "扣分", "负面清单"
_SECTIONS = (
    (VETOED, r"负面清单|一票否决|否决(项|情形)|不予认定"),
    (BONUS, r"^[^含及和与]{0,8}加分(项目?|事项|指标|清单|条款|情形|表)?([（(].{0,20})?$"),
    (TAKEN_OFF, r"^(扣分|减分|倒扣)(项目?|事项|指标|清单)([（(].{0,20})?$"),
)


def section_of(text: str) -> str:
    name = cells.bare(text)
    if len(name) > 24:
        return ""
    return next((section for section, pattern in _SECTIONS if re.search(pattern, name)), "")


def names_an_aspect(text: str) -> bool:
    return re.match(r"^[（(]?[一二三四五六七八九十]+[）)]?[、.．:：]", text) is not None or bool(
        cells.told_points(text)
    )


# What a line over a table speaks of when it is no aspect.
_ABOUT_ALL = re.compile(r"指标|评价|考核|考评|体系|办法|标准|方案|细则|满分|要求|原则|对象")
_SHORT = 24


def may_be_an_aspect(text: str) -> bool:
    """A line over a table: not the title of the whole; 一、基层组织指标（18分） is none either."""
    if len(text) > _SHORT or not names_an_aspect(text):
        return False
    counted = cells.heads_a_band(text) and cells.told_points(text) is not None
    return counted or _ABOUT_ALL.search(text) is None


PAGE_SUM = re.compile(r"^(本页|本表|过次页|转次页|承前页|接前页|累计)")  # of no aspect
SUM = re.compile(r"^(小计|合计|总计|共计|总分|分值合计|小\s*计|合\s*计)")
REMARK = re.compile(r"^(注|备注|说明|填表说明|使用说明)[:：\d]")
REMARK_ALONE = re.compile(r"^(注|备注|附注|说明|填表说明|使用说明)[:：]?$")
CAP = re.compile(
    r"加分[^。；]{0,20}?(?:不超过|最高|最多|上限|封顶|以内)[^\d。；]{0,6}(\d+(?:\.\d+)?)\s*分"
)
