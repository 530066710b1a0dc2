"""加分项 at the unit: what is claimed, what it brings under the caps, what the street said."""

from PySide6.QtWidgets import QLabel

from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.modules.evaluation import computing, reads
from qinglian_desktop.modules.evaluation.page.year import Chosen
from qinglian_desktop.modules.evaluation.records import BonusClaim, BonusRuling
from qinglian_desktop.modules.evaluation.standing import Counted
from qinglian_desktop.modules.evaluation.system import shown
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.ledger_page import LedgerPage

_COLUMNS = ("year", "article", "what", "level", "happened_on", "document_no", "files")
_TABLES = (BonusClaim.table, BonusRuling.table, "rule_pack")


def make_page(desk: Desk, chosen: Chosen) -> LedgerPage:
    """The ledger of claims with a line over it that says what they come to."""
    page = desk.ledger(BonusClaim, title="加分项", columns=_COLUMNS)
    page.list.empty.text.setText("有证明文件的加分事项，一件登记一条。")
    page.put_below_head(BonusLine(desk, chosen))
    return page


class BonusLine(QLabel):
    """What the claims of the year come to; it follows them."""

    def __init__(self, desk: Desk, chosen: Chosen) -> None:
        super().__init__()
        self._desk, self._chosen = desk, chosen
        self.setProperty("role", "hint")
        self.setWordWrap(True)
        desk.runner.changed.connect(self._on_changed)
        chosen.changed.connect(self.tell)
        self.tell()

    def tell(self) -> None:
        words = words_of(self._desk, self._chosen.year)
        self.setText(words)
        look.named(self, "加分合计", words)

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(*_TABLES):
            self.tell()


def words_of(desk: Desk, year: int) -> str:
    """2026 年加分 3.5 分, and of each claim what it brings where that is not plain."""
    system = computing.system_of(desk.book, year)
    found = reads.bonus_of(desk.book, year)
    most = f"最多 {shown(system.bonus_cap)} 分，单列，不计入 100 分"
    if not found.claims:
        kinds = "、".join(f"{one.id} {one.title}" for one in system.bonuses[:3])
        return f"{year} 年还没有登记加分（{most}）。例如：{kinds}。"
    over = found.before_cap - found.points
    capped = f"，超过上限的 {shown(over)} 分不计" if over > 0 else ""
    open_ones = f"，其中 {found.open} 件街道还没核" if found.open else "，街道都核过了"
    lines = [f"{year} 年加分 {shown(found.points)} 分（{most}{capped}）{open_ones}。"]
    lines += [_line(one) for one in found.claims if one.words]
    return "\n".join(lines)


def _line(one: Counted) -> str:
    return f"{one.bonus.id} {one.bonus.title}：计 {shown(one.points)} 分，{one.words}。"
