"""What a walk through an issued workbook collects: its lines, its aspects, its sums."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass
class Line:
    """One indicator, bonus or veto as it was issued."""

    section: str
    dimension: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    points: Decimal | None = None
    anchors: dict[str, tuple[int, int]] = field(default_factory=dict)
    where: str = ""  # sheet and row, for a message

    def text(self, role: str) -> str:
        return self.texts.get(role, "")


@dataclass
class Issued:
    """A whole table: its aspects with the points it says they have, its lines."""

    title: str = ""
    aspects: dict[str, Decimal | None] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    total: Decimal | None = None
    bonus_cap: Decimal | None = None

    def of(self, section: str) -> list[Line]:
        return [line for line in self.lines if line.section == section]
