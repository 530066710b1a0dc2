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
