"""Who uses the program here: a person of this office with a role and a PIN of their own."""

import re
import unicodedata
from datetime import date
from typing import Final

from qinglian_desktop.core.kinds import DAY, FLAG, NAME
from qinglian_desktop.core.record import Owner, Record, fact

_BESIDE: Final = r"[（(\[【].*?[)）\]】]"  # 张三（出纳）
_TITLES: Final = (
    "监委会主任", "监委会", "副书记", "副主任", "理事长", "监事长", "报账员", "书记", "主任",
    "委员", "会计", "出纳", "文书", "同志", "理事", "监事", "监委",
)  # fmt: skip
_NO_LETTER: Final = r"[\W_]+"  # spaces in the middle, dots, marks that nobody sees
_SHORTEST: Final = 2  # letters of a name: 吴主任 keeps its title
_BETWEEN: Final = r"[、，,；;/／|+＋&]"


class Signer(
    Record,
    table="signer",
    label="谁在用",
    owner=Owner.LOCAL,
    key=("name",),
    named_by=("name", "role"),
):
    """The PIN itself stands nowhere; what it is compared with stands apart (store/signers).

    `checks` is empty in rows of before people were told apart: they were all added to check.
    """

    name: str = fact("姓名", NAME, example="吴监督")
    role: str = fact("岗位")  # one of those store/people knows; departments are data of a pack
    since: date = fact("从哪天起", DAY)
    left_on: date | None = fact("到哪天止", DAY, default=None)
    pin_on: date | None = fact("PIN 设于", DAY, default=None)
    pin_by: str | None = fact("PIN 谁设的", default=None)
    checks: bool | None = fact("复核", FLAG, default=None)
    admin: bool | None = fact("管理员", FLAG, default=None)


def bare(name: str) -> str:
    """The name alone, however it was typed: wide letters, spaces, brackets, a title."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    alone = re.sub(_NO_LETTER, "", re.sub(_BESIDE, "", folded) or folded)
    while title := next((one for one in _TITLES if alone.endswith(one)), ""):
        if len(alone) - len(title) < _SHORTEST:
            break
        alone = alone[: -len(title)]
    while title := next((one for one in _TITLES if alone.startswith(one)), ""):
        if len(alone) - len(title) < _SHORTEST:
            break
        alone = alone[len(title) :]
    return alone


def names_in(text: str) -> tuple[str, ...]:
    """The bare names of everybody who is named there, with and without a number after them."""
    parts = [bare(part) for part in re.split(_BETWEEN, text)]
    return tuple(name for part in parts for name in (part, re.sub(r"\d+$", "", part)) if name)
