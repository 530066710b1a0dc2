"""Published figures, imported the way a clerk imports her files; one of them becomes a notice.

All of them are a village's: its projects, its cooperative, its land. What is known to be wrong
with them (resources/samples/README.md) is told with each, for the program neither hides nor
mends it.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from qinglian_desktop import RESOURCES
from qinglian_desktop.core.record import Record
from qinglian_desktop.exchange.sheets import ImportResult, import_file
from qinglian_desktop.modules.benefits.records import SubsidyStandard
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.disclosure.records import DetailLine
from qinglian_desktop.modules.funds.records import BalanceLine, Grant
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.shell.demo.unit import Unit, hang

LEASE = "集体闲置土地租赁（许道口村公布数）"
_AS_IT_IS: Mapping[str, str | None] = MappingProxyType({})


class Sample(NamedTuple):
    file: str
    record: type[Record]
    constants: Mapping[str, str]
    known: str  # what is wrong with the published figures
    mapping: Mapping[str, str | None] = _AS_IT_IS


SAMPLES = (
    Sample(
        "zhongshan-2023-village-project-funds.csv", Grant,
        {"year": "2023", "source": "中山市农业农村局 2022-12-30 公示"},
        "只能读到前 9 行，合计 4376.65 万元，整个计划约 1.37 亿元；第 8 行是片区，不是村",
        {"示范村名称": "receiver", "镇街": "township", "类别": "category",
         "提前下达金额(万元)": "amount_fen", "序号": None},
    ),
    Sample(
        "fenghua-cooperative-2018-balance-sheet.csv", BalanceLine,
        {"sheet": "丰华种植农民专业合作社2018年资产负债表"},
        "年初数两边不平，资产 451674.20 元，负债和权益 0 元；长期资产合计写成了 0",
    ),
    Sample(
        "qijiang-grain-grower-subsidy-standard.csv", SubsidyStandard,
        {"source": "綦江区《种粮大户补贴申请指南》"},
        "公布的是“不低于”多少，各地可以提高；2026年的没有公布",
    ),
    Sample(
        "xudaokou-2023-pv-lease-lines.csv", DetailLine,
        {"subject": LEASE, "source": "明集镇公布，2023年"},
        "件数和年承包费都是约数；按单价算是 86100 元，公布的是约 80000 元",
    ),
    Sample(
        "huangnishao-2022-collective-income.csv", DetailLine,
        {"subject": "集体收入（黄泥哨村公布数）", "source": "工人日报2023-01-31"},
        "423 万元里只列了两项；70%、30% 是比例，不是金额",
    ),
)  # fmt: skip


def take(unit: Unit, out: Path, fonts: Fonts) -> list[tuple[str, Path]]:
    """Every sample with what came in, what did not and why; then the notice from the lease."""
    returned = out / "样例里退回的行"
    returned.mkdir()
    results = [line for sample in SAMPLES for line in _taken(unit, sample, returned)]
    number = disclosure.compose_general(
        unit.book,
        "关于集体闲置土地租赁情况的公开",
        body="现将集体闲置土地租赁情况公开如下。",
        subject=LEASE,
    ).result
    hang(unit, str(number), out / "公告" / unit.name, fonts, all_papers=True)
    return results


def _taken(unit: Unit, sample: Sample, folder: Path) -> list[tuple[str, Path]]:
    path = RESOURCES / "samples" / sample.file
    made = import_file(
        unit.book, sample.record, path, accept_valid=True, constants=sample.constants,
        mapping=sample.mapping or None, report=folder / f"{path.stem}.xlsx",
    ).result  # fmt: skip
    assert isinstance(made, ImportResult)
    returned = len({cell.row for cell in made.bad})
    counts = [f"导入 {made.imported} 行", f"退回 {returned} 行"]
    if made.skipped:
        counts.append(f"小计、合计 {len(made.skipped)} 行不导入")
    what = f"公布的样例 {sample.file} → {unit.name}的{sample.record.label}：{'，'.join(counts)}"
    results = [(f"{what}（已知问题：{sample.known}）", unit.book.home)]
    if made.report is not None:
        results.append((f"{sample.file} 退回的行（标红，写明原因）", made.report))
    return results
