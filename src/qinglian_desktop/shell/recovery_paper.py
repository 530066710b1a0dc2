"""The papers of the two ways back: the sheet with its code, the recovery key of a street."""

from qinglian_desktop.core import clock, code
from qinglian_desktop.core.document import (
    Column,
    Document,
    Facts,
    Note,
    Paragraph,
    SignLine,
    Table,
)
from qinglian_desktop.store.recovery import Sheet

_LINE = 25  # letters of the key in one line


def sheet_of(sheet: Sheet, unit: str) -> Document:
    """恢复单: ten groups to type, the same as a square to scan, and where to keep it."""
    groups = code.grouped(sheet.code)
    half = len(groups) // 2
    rows = tuple(
        tuple(cell for at in range(half) for cell in (str(line * half + at + 1),
                                                       groups[line * half + at]))
        for line in range(2)
    )  # fmt: skip
    columns = tuple(
        column
        for _ in range(half)
        for column in (Column("组", 4, align="center"), Column("数字", 10, align="center"))
    )
    blocks = (
        Paragraph(f"忘记 PIN 时，用下面 {len(groups)} 组数字可以设新的 PIN，数据都在。"),
        Table(columns, rows, row_mm=14),
        Facts(
            (
                ("怎么用", "打开程序，按【忘记 PIN】，照着输入，或用扫码枪扫下面的方块"),
                ("放在哪", "装进信封封好，由书记锁进柜子，不要和电脑放在一起"),
                ("谁能用", "拿到这张纸的人就能打开数据，请像公章一样保管"),
                ("用过以后", "这张就作废，程序会请你再打一张"),
            )
        ),
        SignLine(),
        Note("不要拍照，不要复印，不要存在电脑里。"),
    )
    title = f"{unit}数据恢复单（第 {sheet.number} 张）"
    return Document(title, "table", blocks, unit=unit, made_on=clock.today(), qr=sheet.code,
                    sheet="portrait")  # fmt: skip


def key_of(key: str, street: str) -> Document:
    """恢复密钥, printed twice: it opens the data of each unit that asks, so it lies in a safe."""
    lines = tuple((key[at : at + _LINE],) for at in range(0, len(key), _LINE))
    blocks = (
        Paragraph("单位忘记 PIN、电脑损坏时，只有它能帮忙打开。请打印两份。"),
        Table((Column("恢复密钥（几行连着输，大小写都可以）", 20),), lines, row_mm=12),
        Facts(
            (
                ("怎么用", "在“设置—安全与恢复”里按【帮单位找回】，照着输入，或扫下面的方块"),
                ("放在哪", "两份分开，各锁一个保险柜，由两个人保管"),
                ("谁能用", "拿到这张纸的人能打开各单位求助的数据，请像公章一样保管"),
            )
        ),
        SignLine(),
        Note("不要拍照，不要存在电脑里。打印后照着试一次，电脑里就不再留。"),
    )
    return Document(
        f"{street}恢复密钥", "table", blocks, unit=street, made_on=clock.today(), qr=key,
        sheet="portrait",
    )  # fmt: skip
