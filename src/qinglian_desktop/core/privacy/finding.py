"""What was found in a text, and what its kinds are called."""

import re
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["id", "mobile", "card", "address", "name", "birth", "health"]

NAMES: Final[dict[Kind, str]] = {
    "id": "身份证号",
    "mobile": "手机号",
    "card": "银行卡号",
    "address": "门牌号",
    "name": "不能公开的姓名",
    "birth": "出生日期",
    "health": "病情、残疾",
}


# Digits as they are said and as sums are written.
SAID: Final = {
    ord(sign): str(digit)
    for digit, signs in enumerate(
        ("〇零○Ｏ", "一壹幺", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for sign in signs
}
_BETWEEN: Final = re.compile(r"[\W_]")
_HALF: Final = {ord("０") + n: str(n) for n in range(10)} | {ord("Ｘ"): "X"} | SAID


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, as it stands in the text, and where it begins."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def bare(self) -> str:
        """The same without blanks and dashes: one number however it was written."""
        return _BETWEEN.sub("", self.text.translate(_HALF))

    def __str__(self) -> str:
        return f"{NAMES[self.kind]} {' '.join(self.text.split())}"
