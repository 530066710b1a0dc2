"""What was found in a text, and what its kinds are called."""

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["id", "mobile", "card", "address", "name", "birth"]

NAMES: Final[dict[Kind, str]] = {
    "id": "身份证号",
    "mobile": "手机号",
    "card": "银行卡号",
    "address": "门牌号",
    "name": "不能公开的姓名",
    "birth": "出生日期",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, as it stands in the text, and where it begins."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def __str__(self) -> str:
        return f"{NAMES[self.kind]} {' '.join(self.text.split())}"
