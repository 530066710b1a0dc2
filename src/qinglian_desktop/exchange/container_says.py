"""In which words is a bundle refused? Every sentence of the gates, together with its code.

`whose` is the sender's name where it is known, otherwise 对方; the remedy names them.
"""

import re

from qinglian_desktop.core.outcome import Damaged, NewerData, Refused

_VERSION = re.compile(r"\A[ -~]{1,40} (\d{1,4}(?:\.\d{1,4}){1,3})\Z", re.ASCII)
ASK_AGAIN = "请重新复制一次；还是这样就请{whose}重新导出"


def size_text(size: int) -> str:
    """Bytes in the unit a person would say: 912 字节, 3.2 MB."""
    for unit, factor in (("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return f"{size} 字节"


def not_a_bundle() -> Refused:
    return Refused("这个文件不是清廉村居的数据包", "请选择扩展名为 .qlb 的文件", code="QL-UB-101")


def packed() -> Refused:
    return Refused(
        "这是压缩包或表格，不是清廉村居的数据包", "是压缩包就先解压，再选里面扩展名为 .qlb 的文件",
        code="QL-UB-101",
    )  # fmt: skip


def newer(what: str = "对方用的是新版本", program: object = "") -> NewerData:
    """`program`: what the header says wrote it; the version in it is the one that is needed."""
    found = _VERSION.search(program) if isinstance(program, str) else None
    remedy = f"请先升级本机程序到 {found[1]} 再导入" if found else "请先升级本机程序再导入"
    return NewerData(what, remedy, code="QL-UB-066")


def incomplete(missing: int, whose: str = "对方") -> Damaged:
    return Damaged(
        f"文件不完整（缺 {size_text(missing)}）", f"请让{whose}重新导出", code="QL-UB-102"
    )


def cut_short(whose: str = "对方") -> Damaged:
    return Damaged("文件不完整，开头部分就断了", f"请让{whose}重新导出", code="QL-UB-102")


def altered(whose: str = "对方") -> Damaged:
    return Damaged(
        "文件内容对不上，被改动过或已经损坏", ASK_AGAIN.format(whose=whose), code="QL-UB-103"
    )


def junk_after(extra: int, whose: str = "对方") -> Damaged:
    return Damaged(
        f"文件末尾多出 {size_text(extra)}", ASK_AGAIN.format(whose=whose), code="QL-UB-103"
    )


def unknown_signer() -> Refused:
    return Refused(
        "签名不是已登记单位的，没有导入",
        "请核对是哪个单位的包；刚换过电脑的单位要先重新登记",
        code="QL-UB-104",
    )


def forged(whose: str = "对方") -> Damaged:
    return Damaged("签名与内容对不上，没有导入", ASK_AGAIN.format(whose=whose), code="QL-UB-104")


def not_for_us(whose: str = "对方") -> Refused:
    return Refused(
        "收件单位不是本机，没有导入",
        f"请核对是否拿错了包，或请{whose}重新导出给本单位",
        code="QL-UB-105",
    )


def bad_header(which: str) -> Damaged:
    return Damaged(
        f"包的开头写得不合规定（{which}）", ASK_AGAIN.format(whose="对方"), code="QL-UB-106"
    )


def not_like_header(which: str, whose: str = "对方") -> Damaged:
    return Damaged(
        f"包的里外说法不一致（{which}）",
        f"这个包可能被人动过，请不要使用，并告诉{whose}",
        code="QL-UB-108",
    )


def bad_content(which: str) -> Damaged:
    return Damaged(
        f"包里的内容不合规定（{which}）", "请不要使用这个包，请对方重新导出", code="QL-UB-109"
    )


def over_limit(which: str) -> Refused:
    return Refused(
        f"包超出了规定的大小（{which}）", "请不要使用这个包，请对方核对后重新导出", code="QL-UB-110"
    )


def too_much(which: str) -> Refused:
    """For the sender: this would make a bundle that no reader takes."""
    return Refused(
        f"要导出的内容一个包装不下（{which}）",
        "请减少这次带出的照片和附件，分几次导出",
        code="QL-UB-116",
    )


def member_differs(name: str) -> Damaged:
    return Damaged(
        f"包里的〔{name}〕与清单对不上", "请不要使用这个包，请对方重新导出", code="QL-UB-111"
    )


def bad_line(table: str, number: int) -> Damaged:
    return Damaged(
        f"包里〔{table}〕第 {number} 行看不懂",
        "没有导入任何内容，请对方重新导出",
        code="QL-UB-112",
    )


def unreadable(whose: str = "对方") -> Damaged:
    return Damaged("文件读不出来", ASK_AGAIN.format(whose=whose), code="QL-UB-113")
