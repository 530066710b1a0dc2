"""How is a person named on a board when the name may not stand in full, and how old is one?"""

from datetime import date
from typing import Final

from qinglian_desktop.core.kinds import DOUBLE_SURNAMES

STAR: Final = "＊"


def mask_board_name(name: str) -> str:
    """张＊, 李＊华, 欧阳＊＊, 阿＊＊＊·买＊＊: the length may be told, the name may not."""
    bare = "".join(name.split())
    if "·" in bare or "•" in bare:
        parts = bare.replace("•", "·").split("·")
        return "·".join(part[:1] + STAR * max(len(part) - 1, 1) for part in parts if part)
    if bare[:2] in DOUBLE_SURNAMES and len(bare) > 2:
        return bare[:2] + STAR * (len(bare) - 2)
    if len(bare) == 3:
        return bare[0] + STAR + bare[2]
    return bare[:1] + STAR * max(len(bare) - 1, 1) if bare else ""


def age_on(born: date, day: date) -> int:
    """Full years on that day; the birthday counts, and who is born on 29 February waits a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
