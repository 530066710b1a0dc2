"""How does a matter between street and unit move on? Each side's own steps, in one place."""

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.directives.records import (
    CLOSED,
    DONE,
    OPEN,
    ORDER,
    WITHDRAWN,
)

SENT_BACK = "退回再办"  # how a matter stands whose answer the street did not take
NEEDS_DAY = (ORDER,)  # kinds that are nothing without a last day and what is to be shown


def stands(state: str, answer: str, *, sent_back: bool) -> str:
    """Where a matter stands, read from the street's row, the unit's and the street's opinion."""
    if state in (CLOSED, WITHDRAWN):
        return state
    if sent_back:
        return SENT_BACK
    return answer or OPEN


def allow_close(stand: str, note: str) -> None:
    """Closed when the unit says it is done; else only with a word why."""
    if stand in (CLOSED, WITHDRAWN):
        raise Refused(f"这一件{stand}，不用再办结", "看别的一件", code="QL-UB-221")
    if stand != DONE and not note.strip():
        raise Refused(
            "单位还没说办完，办结要写原因",
            "请在“办结说明”里写一句，例：现场看过，已改好",
            field="closed_note",
            code="QL-UB-222",
        )


def refuse_unfinished(answer: dict[str, object], evidence: str | None) -> None:
    """Done needs a word of what was done, and the evidence that was asked for."""
    if answer.get("state") != DONE:
        return
    if not answer.get("said"):
        raise Refused(
            "还没写怎么办的", "写一句就行，例：已补贴并拍照", field="said", code="QL-UB-223"
        )
    if evidence and not answer.get("files"):
        raise Refused(
            f"街道要看佐证：{evidence}", "请把照片或扫描件加到“佐证”里", field="files",
            code="QL-UB-224",
        )  # fmt: skip
