"""Issued tables drawn by chance: other words, other order, merged or not, on pages or not."""

import random
from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook

from qinglian_desktop.modules.evaluation.system import Indicator, System, shown

_WORDS = {
    "aspect": ("方面", "评价方面", "一级指标", "类别", "考核项目", "评价维度", "大类", "板块"),
    "title": ("指标", "评价指标", "二级指标", "指标内容", "考核内容", "具体指标", "评价要素"),
    "points": ("分值", "分值（分）", "满分", "标准分", "权重", "基本分", "分数", "赋分"),
    "words": ("评分标准", "评分办法", "计分办法", "评分细则", "考核办法", "扣分标准", "计分规则"),
    "papers": ("佐证材料", "印证材料", "备查资料", "支撑材料", "证明材料", "资料要求"),
    "id": ("序号", "编号", "指标编号"),
    "later": ("自评得分", "备注"),
}


class Drawn:
    """One table, the same for the same seed."""

    def __init__(self, seed: int, rules: System) -> None:
        self.draw, self.rules = random.Random(seed), rules
        self.book = Workbook()
        self.page: Any = self.book.active
        self.columns = [*self._columns()]
        self.merged, self.told, self.sums = (self.draw.random() < p for p in (0.6, 0.4, 0.3))
        self.grouped = self.draw.random() < 0.3
        self.each, self.on_page = self.draw.choice((0, 0, 7, 10)), 0
        self._fill()

    def _columns(self) -> Iterator[tuple[str, str]]:
        kinds = ["aspect", "title", "points", "words"]
        kinds += ["papers"] * (self.draw.random() < 0.5) + ["later"] * (self.draw.random() < 0.4)
        if self.draw.random() < 0.5:
            kinds.insert(self.draw.choice((0, 1)), "id")
        if self.draw.random() < 0.2:
            kinds.remove("points")
            kinds.append("points")
        for kind in kinds:
            yield kind, self.draw.choice(_WORDS[kind])

    def _head(self, more: str = "") -> None:
        wide = len(self.columns)
        if more != "again":
            self.page.append([f"清廉社区评价指标{more}"])
            self._merge(self.page.max_row, 1, wide)
        if self.grouped:
            self.page.append(["评价内容", *[None] * (wide - 1)])
            self._merge(self.page.max_row, 1, wide - 2)
        self.page.append([label for _, label in self.columns])

    def _merge(self, row: int, first: int, last: int) -> None:
        self.page.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)

    def _fill(self) -> None:
        self._head()
        for aspect in self.rules.dimensions:
            listed = [one for one in self.rules.indicators if one.dimension == aspect.id]
            name = f"{aspect.name}（{shown(aspect.points)}分）" if self.told else aspect.name
            self._aspect(name, listed)
            if self.sums:
                self._row({"title": "小计", "points": float(aspect.points)})
        if self.draw.random() < 0.5:
            self._row({self.columns[0][0]: "合计", "points": 100})
        if self.draw.random() < 0.3:
            self.page.append(["注：加分最高不超过5分，由街道认定。"])

    def _aspect(self, name: str, listed: list[Indicator]) -> None:
        top = self.page.max_row + 1
        for place, one in enumerate(listed):
            if self.each and self.on_page == self.each:
                self._close(top)
                self._turn()
                top = self.page.max_row + 1
                name = f"{name}（续）" if place and self.draw.random() < 0.5 else name
            first = self.page.max_row + 1 == top
            points = float(one.points) if self.draw.random() < 0.7 else f"{shown(one.points)}分"
            self.on_page += 1
            self._row({
                "aspect": name if self.merged or first else None, "title": one.title,
                "points": points, "words": one.words, "papers": one.papers, "id": self.on_page,
            })  # fmt: skip
        self._close(top)

    def _row(self, values: dict[str, Any]) -> None:
        self.page.append([values.get(kind) for kind, _ in self.columns])

    def _close(self, top: int) -> None:
        """The cells of the aspect become one."""
        column = 1 + [kind for kind, _ in self.columns].index("aspect")
        last = self.page.max_row
        if self.merged and last > top:
            self.page.merge_cells(
                start_row=top, end_row=last, start_column=column, end_column=column
            )

    def _turn(self) -> None:
        """The next page: another sheet, or further down with the heading again."""
        self.on_page = 0
        if self.draw.random() < 0.5:
            self.page = self.book.create_sheet()
            self._head("（续）")
        else:
            self.page.append([None, f"第{self.draw.randrange(1, 9)}页"])
            self._head("again")
