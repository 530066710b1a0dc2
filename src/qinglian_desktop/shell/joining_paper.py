"""The sheet that goes with the file for one more computer: which file, which digits, what to do."""

from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Column, Document, Facts, Note, Paragraph, Table


def sheet_of(added: Any, unit: str) -> Document:
    """加电脑的纸, of what `joining.add_computer` has written; the digits are kept nowhere else."""
    groups = tuple(added.digits.split())
    columns = tuple(Column(f"第 {place} 组", 10, align="center") for place in range(1, 5))
    blocks = (
        Paragraph(f"给〔{added.name}〕用。这张纸和 U 盘分开放，两样都在才能建立。"),
        Table(columns, (groups,), row_mm=14),
        Facts(
            (
                ("哪个文件", added.path.name),
                ("怎么用", "在新电脑上第一次打开程序，选 U 盘里的这个文件，输入上面 16 位数字"),
                ("用几次", "只能建立一台；要再加，请在 1 号电脑上重新写一份"),
                ("用过以后", "把这张纸撕掉，U 盘上的文件也删掉"),
            )
        ),
        Note("不要拍照，不要和 U 盘装在一起。"),
    )
    title = f"{unit}加电脑用的数字"
    return Document(title, "table", blocks, unit=unit, made_on=clock.today(), sheet="portrait")
