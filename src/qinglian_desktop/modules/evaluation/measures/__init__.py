"""The registry of measures: every way of counting that a pack may name, with its words."""

from qinglian_desktop.modules.evaluation.measures import (
    governance,
    oversight,
    party,
    people,
    power,
)
from qinglian_desktop.modules.evaluation.measures.frame import (
    Frame,
    Measure,
    Rows,
    Source,
    registry,
)

__all__ = [
    "Frame", "Measure", "Rows", "Source",
    "governance", "oversight", "party", "people", "power", "registry",
]  # fmt: skip
