"""How is a reason said in one line? The law by its everyday name, days without what is plain."""

import re
from collections.abc import Mapping
from datetime import date

from qinglian_desktop.core.pack import EVIDENCE_LABELS, FIRM

_SURE = "|".join(sorted(EVIDENCE_LABELS[tag] for tag in FIRM))
_CUTS = (
    (re.compile(r"（周[一二三四五六日]）"), ""),
    (re.compile(r"（[^（）；]*可以改）"), ""),
    (re.compile(rf"（(?:{_SURE})）"), ""),  # （重庆市法规）
    (re.compile(rf"（(?:{_SURE})，"), "（"),  # （重庆市法规，社区参照）
    (re.compile(rf"，(?:{_SURE})(?=$|；|（)"), ""),  # ，国家法律法规；
    (re.compile(r"；\d{4} 年放假安排还没导入[^；]*"), ""),
    (re.compile(r"依据："), ""),
)
_LAW = re.compile(r"《[^《》]*》")


def brief(why: str, due_on: date, laws: Mapping[str, str]) -> str:
    """The reason for a day without what a clerk need not read each morning.

    `laws` gives the everyday name of a title in 《》. What is still to be verified stays.
    """
    text = _LAW.sub(lambda title: laws.get(title[0], title[0]), why)
    text = re.sub(rf"{due_on.year}年(?=\d+月\d+日)", "", text)
    for pattern, left in _CUTS:
        text = pattern.sub(left, text)
    return text
