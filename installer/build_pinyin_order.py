"""How is the order of Chinese characters made? From Qt's ICU on Linux, once.

    python installer/build_pinyin_order.py resources/pinyin-order.txt

ICU holds the CLDR's order for zh: pinyin with its tone, then strokes.
"""

import sys
import textwrap
from pathlib import Path

from PySide6.QtCore import QCollator, QLocale

HEAD = (
    "# 汉字的先后：先按拼音（带声调），再按笔画。表里“姓名”等列排序用，存的内容不变。\n"
    "# 取自 Unicode CLDR 的中文拼音排序（zh-u-co-pinyin），Unicode License v3，"
    "只取 U+4E00–U+9FFF。\n"
)


def main(target: Path) -> None:
    collator = QCollator(QLocale("zh_CN"))
    ordered = sorted(map(chr, range(0x4E00, 0xA000)), key=collator.sortKey)
    target.write_text(HEAD + "\n".join(textwrap.wrap("".join(ordered), 60)) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
