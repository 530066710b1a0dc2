"""The twenty kinds of notice (N01–N20): what each asks, how it is composed, what must agree."""

from qinglian_desktop.modules.disclosure.kinds.checks import disagreements
from qinglian_desktop.modules.disclosure.kinds.composing import composed, title_of
from qinglian_desktop.modules.disclosure.kinds.declared import (
    Facts,
    Listed,
    NoticeKind,
    kind_of,
    kinds_of,
    problems,
    stored,
    with_defaults,
)

__all__ = [
    "Facts",
    "Listed",
    "NoticeKind",
    "composed",
    "disagreements",
    "kind_of",
    "kinds_of",
    "problems",
    "stored",
    "title_of",
    "with_defaults",
]
