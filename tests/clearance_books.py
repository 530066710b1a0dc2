"""Three workbooks in the manner of an earlier 清产核资, with two lines of headers and totals.

Invented places and people. Figures are written as such offices write them: 万元 in one column
and 元 in the other, years in the life, months as days, 合计 at the foot.
"""

from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

FIXED = (
    ("二社综合楼", "经营性", "房屋及建筑物", "砖混", 1, "栋", 86.4, 17.28, "2015-06", "20年",
     "二社公路边", "出租", "周明远", "綦房字第0012号"),
    ("农产品加工机", "经营性", "机械设备", "JG-2", 2, "台", 12.5, 6.25, "2019-03", "10年",
     "一社晒坝", "在用", "李守田", ""),
    ("农用三轮车", "经营性", "车辆", "", 1, "辆", 1.86, 1.7856, "2018-09", "4年",
     "村办公室", "在用", "李守田", ""),
    ("文化站音响", "非经营性", "文体设施", "", 1, "套", 0.92, 0.3, "2021-05", "10年",
     "文化站", "闲置", "陈国秀", ""),
    ("蓄水池", "非经营性", "水利设施", "300立方", 3, "口", 24.0, 4.8, "2016-11", "20年",
     "三社坡上", "在用", "王家兴", ""),
)  # fmt: skip
LAND = (
    ("ZY-101", "大湾机动地", "耕地", 42.5, "东至大路，南至水沟，西至王家坡，北至公路", "红旗村集体",
     "发包", "赵永和", 8500, "否"),
    ("ZY-102", "青杠林", "林地", 136.75, "东至山脊，南至界碑，西至小溪，北至荒坡", "一社",
     "集体经营", "", "", "否"),
    ("ZY-103", "老砖厂", "工矿仓储用地", 8.2, "东至厂门，南至河，西至围墙，北至路", "红旗村集体",
     "闲置", "", "", "是"),
)  # fmt: skip
STOCK = (
    ("复合肥", "袋", 40, 5200, "库房", "李守田"),
    ("水泥", "吨", 3.5, 1575, "库房", "李守田"),
    ("防汛编织袋", "个", 500, 400, "村办公室", "陈国秀"),
)


def fixed(path: Path, rows: tuple[tuple[Any, ...], ...] = FIXED, nameless: tuple[int, ...] = ()
) -> Path:  # fmt: skip
    """固定资产清查登记表, amounts in 万元; the places in `nameless` (from 0) have no name."""
    book, sheet = _sheet(
        "固定资产清查登记表", "编制单位：红旗村股份经济合作联合社　2023年12月31日　单位：万元"
    )
    sheet.append(
        ["序号", "资产名称", "经营性/非经营性", "资产类别", "规格型号", "账面数"]
        + [None] * 3
        + ["购建时间", "使用年限", "坐落位置", "使用状况", "保管人", "产权证号"]
    )
    sheet.append([None] * 5 + ["数量", "计量单位", "原值", "累计折旧"] + [None] * 6)
    for column in (1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15):
        sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
    sheet.merge_cells("F3:I3")
    for number, row in enumerate(rows, 1):
        name = None if number - 1 in nameless else row[0]
        sheet.append([number, name, *row[1:]])
    total = ["合计"] + [None] * 14
    total[7], total[8] = round(sum(r[6] for r in rows), 4), round(sum(r[7] for r in rows), 4)
    sheet.append(total)
    sheet.append(["填表人：周文书", None, None, "审核人：吴监督"])
    return _saved(book, path)


def land(path: Path) -> Path:
    """资源性资产清查登记表, rents in 元."""
    book, sheet = _sheet("资源性资产清查登记表", "红旗村　2023年12月31日　单位：亩、元")
    sheet.append(
        [
            "地块编码",
            "地块名称",
            "地类",
            "面积(亩)",
            "四至",
            "所有权人",
            "使用状况",
            "承包人",
            "年承包费",
            "是否待界定",
        ]
    )
    for row in LAND:
        sheet.append(list(row))
    sheet.append(["合计", None, None, sum(r[3] for r in LAND), None, None, None, None, 8500, None])
    return _saved(book, path)


def stock(path: Path) -> Path:
    """库存物资清查登记表."""
    book, sheet = _sheet("库存物资清查登记表", "单位：元")
    sheet.append(["物资名称", "计量单位", "数量", "金额", "存放地点", "保管人"])
    for row in STOCK:
        sheet.append(list(row))
    sheet.append(["合计", None, None, sum(r[3] for r in STOCK), None, None])
    return _saved(book, path)


def _sheet(title: str, under: str) -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append([title])
    sheet.append([under])
    return book, sheet


def _saved(book: openpyxl.Workbook, path: Path) -> Path:
    book.save(path)
    return path
