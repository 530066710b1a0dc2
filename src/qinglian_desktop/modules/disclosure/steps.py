"""How does a notice move from draft to archive? The allowed steps as a table of pairs."""

from qinglian_desktop.core.outcome import Refused

EDITABLE = ("草稿", "退回")
WAITING = (*EDITABLE, "待审", "审核同意")  # not on the board yet
ON_BOARD = "已上墙"
TOO_SHORT = "公示不足"
FROZEN = (ON_BOARD, TOO_SHORT, "已归档")

STEPS = frozenset(
    {
        ("草稿", "待审"),
        ("退回", "待审"),
        ("待审", "审核同意"),
        ("待审", "退回"),
        ("审核同意", "退回"),  # withdrawn before it is hung, so that it can be put right
        ("草稿", ON_BOARD),  # only where the catalogue asks for no opinion
        ("退回", ON_BOARD),
        ("审核同意", ON_BOARD),
        (ON_BOARD, TOO_SHORT),
        (ON_BOARD, "已归档"),
        (TOO_SHORT, ON_BOARD),  # came down early: hung again
    }
)

_REMEDY = {
    "草稿": "先送审核",
    "退回": "改好后再送审核",
    "待审": "等审核意见，或让审核人退回",
    "审核同意": "现在可以打印、上墙；要改内容请让审核人退回",
    ON_BOARD: "已上墙的内容不能再改，只能发更正公告",
    TOO_SHORT: "请重新张贴",
    "已归档": "已归档的只能原样重印",
}


def allow(before: str, after: str) -> None:
    """Refused unless a notice may go from one state to the other."""
    if (before, after) not in STEPS:
        raise Refused(f"“{before}”的公告不能变成“{after}”", _REMEDY[before], code="QL-PD-011")


def editable(state: str, number: str) -> None:
    """Refused unless the wording may still be changed."""
    if state not in EDITABLE:
        raise Refused(f"{number}是“{state}”，不能改内容", _REMEDY[state], code="QL-PD-012")
