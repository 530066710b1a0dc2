"""What looks like a formality: shown to the clerk alone before a decision is made public."""

from PySide6.QtWidgets import QWidget

from qinglian_desktop.modules.disclosure import following
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.messages import Banner, ask

_SHOWN = 4  # lines of the question; the self-check lists all


def cleared(parent: QWidget, desk: Desk, notice_id: str, banner: Banner) -> bool:
    """True when nothing stands out, or the clerk has seen it and goes on."""
    told = following.doubts(desk.book, notice_id)
    if not told:
        return True
    more = [f"还有 {len(told) - _SHOWN} 处。"] if len(told) > _SHOWN else []
    lines = "\n".join([*(f"· {line}" for line in told[:_SHOWN]), *more])
    text = f"自检看到 {len(told)} 处要留意。只给本单位自己看，不报送、不打印。\n{lines}"
    if ask(parent, text, "照样往下办", "先去补"):
        return True
    banner.say("先没有往下办。到四议公开按〔自检〕，逐条补好或写明情况，再回来。")
    return False
