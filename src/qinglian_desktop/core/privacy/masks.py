"""How is a person named on a board when the name may not stand in full?"""

import re
from collections.abc import Collection
from typing import Final

from qinglian_desktop.core.kinds import DOUBLE_SURNAMES

STAR: Final = "＊"
_DOTS: Final = "·•・‧∙⋅●."
_BLANKS: Final = "[ \u3000]{0,2}"


def mask_board_name(name: str) -> str:
    """张＊, 李＊华, 欧阳＊＊, 阿＊＊＊·买＊＊: the length may be told, the name may not."""
    bare = "".join(name.split())
    parts = [part for part in re.split(f"[{_DOTS}]", bare) if part]
    if len(parts) > 1:
        return "·".join(part[:1] + STAR * max(len(part) - 1, 1) for part in parts)
    if bare[:2] in DOUBLE_SURNAMES and len(bare) > 2:
        return bare[:2] + STAR * (len(bare) - 2)
    if len(bare) == 3:
        return bare[0] + STAR + bare[2]
    return bare[:1] + STAR * max(len(bare) - 1, 1) if bare else ""


def any_of(names: Collection[str]) -> re.Pattern[str]:
    """Any of these names however it is set: 陈　小明, and 阿依•买买提 with any point or none."""
    return re.compile("|".join(_set(name) for name in sorted(names, key=len, reverse=True)))


def _set(name: str) -> str:
    signs = (sign for sign in name if not sign.isspace())
    parts = (f"[{_DOTS}]?" if sign in _DOTS else re.escape(sign) for sign in signs)
    return _BLANKS.join(parts)
