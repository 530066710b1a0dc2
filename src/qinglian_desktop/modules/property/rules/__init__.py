"""What holds for an asset: which fields its card needs, how it wears off, who must decide.

Pure: the pack and the stored rows are handed in.
"""

from qinglian_desktop.modules.property.rules.cards import (
    Given,
    Kind,
    asset_problem,
    given,
    lacking,
    with_kind,
)
from qinglian_desktop.modules.property.rules.wear import (
    Card,
    charges,
    month_of,
    month_word,
    spread,
    whole_plan,
)

__all__ = [
    "Card",
    "Given",
    "Kind",
    "asset_problem",
    "charges",
    "given",
    "lacking",
    "month_of",
    "month_word",
    "spread",
    "whole_plan",
    "with_kind",
]
