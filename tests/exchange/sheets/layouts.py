"""Twenty ways in which offices lay out one and the same list of three people."""

from dataclasses import dataclass, field

from exchange.sheets.corpus import person_id, person_name

A, B, C = ([person_name(n), person_id(n), f"{n + 1}组"] for n in range(3))
H = ["姓名", "身份证号", "组别"]
RAW = [A, B, C]


def numbered(rows: list[list[str]]) -> list[list[str]]:
    return [[str(n), *row] for n, row in enumerate(rows, 1)]


@dataclass(frozen=True)
class Layout:
    """`first` is the row number of the first record, `skipped` those that are no records."""

    name: str
    rows: list[list[object]]
    first: int
    skipped: tuple[int, ...] = ()
    merged: tuple[str, ...] = ()
    formats: tuple[str, ...] = field(default=("xlsx", "csv"))


def _(name: str, rows: list, first: int, *skipped: int, merged: tuple[str, ...] = (),
      formats: tuple[str, ...] = ("xlsx", "csv")) -> Layout:  # fmt: skip
    return Layout(name, rows, first, skipped, merged, formats)


LAYOUTS = (
    _("plain", [H, *RAW], 2),
    _("title row", [["红旗村人员名册"], H, *RAW], 3, merged=("A1:C1",)),
    _(
        "title, office and day",
        [["红旗村人员名册"], ["填报单位：红旗村", "", "2026年9月"], H, *RAW],
        4,
    ),
    _("empty rows before and between", [[], ["名册"], [], H, *RAW], 5),
    _("running number", [["序号", *H], *numbered(RAW)], 2),
    _("empty first column", [["", *H], *(["", *row] for row in RAW)], 2),
    _("marks and blanks in the header", [["姓 名*", "身份证\n号码（必填）", "组  别："], *RAW], 2),
    _("other names", [["名字", "公民身份号码", "村民小组"], *RAW], 2),
    _(
        "two lines under one group",
        [["姓名", "证件", "", "组别"], ["", "类型", "身份证号", ""],
         *([n, "身份证", i, g] for n, i, g in RAW)],
        3,
        merged=("A1:A2", "B1:C1", "D1:D2"),
    ),
    _(
        "two lines, groups over every column",
        [["基本情况", "", "居住"], H, *RAW],
        3,
        merged=("A1:B1",),
    ),
    _(
        "header merged downwards only",
        [["名册"], H, ["", "", ""], *RAW],
        4,
        merged=("A2:A3", "B2:B3", "C2:C3"),
        formats=("xlsx",),
    ),
    _(
        "three lines",
        [["名册"], ["姓名", "其他情况", ""], ["", "证件", "居住"], ["", "身份证号", "组别"], *RAW],
        5,
        merged=("A2:A4", "B2:C2"),
    ),
    _("total row", [H, *RAW, ["合计", "3人", ""]], 2, 5),
    _(
        "spaced total with a running number",
        [["序号", *H], *numbered(RAW), ["4", "合  计", "", ""]],
        2, 5,
    ),
    _(
        "subtotals between",
        [H, A, B, ["小计", "", "2人"], C, ["小计", "", ""], ["总计：3人"]],
        2, 4, 6, 7,
    ),
    _("merged total", [H, *RAW, ["本页合计", "", ""]], 2, 5, merged=("A5:C5",)),
    _("note at the bottom", [H, *RAW, ["备注：身份证号由本人核对"]], 2, 5),
    _(
        "notes and signatures",
        [H, *RAW, [], ["说明：", "", ""], ["1.本表一式两份。"], ["2.留存社区一份。"],
         ["填表人：周文书", "审核：吴监督", "2026年9月30日"]],
        2, 6, 7, 8, 9,
    ),
    _(
        "header again on the second page",
        [H, A, B, H, C, ["以上数据截至九月三十日，由各组上报。"]],
        2, 4, 6,
    ),
    _(
        "one group for merged rows",
        [["2026年名册"], H, [A[0], A[1], "1组"], [B[0], B[1], None], [C[0], C[1], None]],
        3,
        merged=("C3:C5",),
        formats=("xlsx",),
    ),
)  # fmt: skip
