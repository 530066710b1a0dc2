"""Which colours and sizes does the program use? The tokens of the visual rules, as plain data.

Contrast was measured with the WCAG formula; tests/ui/test_look.py recomputes every pair.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

THEMES: Final = ("light", "dark", "contrast")
SIZES: Final = ("standard", "large", "extra")
MOODS: Final = ("danger", "warning", "info", "success", "neutral", "draft")

_NAMES: Final = (
    "bg.app", "bg.surface", "bg.header", "bg.alt", "bg.hover", "bg.selected", "bg.input",
    "text.primary", "text.secondary", "text.tertiary", "text.link", "text.disabled",
    "accent", "accent.hover", "accent.pressed", "on.accent",
    "line.input", "line.divider", "focus",
    "danger.fg", "danger.bg", "warning.fg", "warning.bg", "info.fg", "info.bg",
    "success.fg", "success.bg", "neutral.fg", "neutral.bg", "draft.fg", "draft.bg",
    "cell.changed", "cell.error", "hit.fg", "hit.bg", "danger.button", "on.danger",
)  # fmt: skip

_LIGHT: Final = """
#F4F6F5 #FFFFFF #EBEFED #F8FAF9 #EAF3EF #D3E9DF #FFFFFF
#1A1F1C #47524D #59645F #0B5C8A #7B8580
#17624A #114D3A #0C3A2B #FFFFFF
#6B7771 #D5DCD8 #0B57D0
#A8201A #FCEBEA #7A4B00 #FFF3D6 #0B4F86 #E6F1FA
#1A6338 #E4F4EA #47524D #EBEFED #5B3E8C #F1ECF9
#FFF3D6 #FCEBEA #1A1F1C #FFE48A #A8201A #FFFFFF
"""
_DARK: Final = """
#141816 #1C211F #252B28 #202623 #26332D #23493A #171C1A
#E7ECE9 #B9C3BE #ABB6B1 #8CC4F0 #7F8A85
#74C9A7 #8AD6B7 #5FB593 #0A2118
#86918C #333B37 #A8C7FA
#FF9A92 #3B1F1D #F4C667 #36290F #93C3F2 #14293C
#86D6A3 #14301F #B9C3BE #252B28 #C9B3F2 #2A2140
#36290F #3B1F1D #1A1F1C #FFE48A #FF9A92 #2A0907
"""
# Black and white with yellow for action and cyan for links; every line is drawn 2 px wide.
_CONTRAST: Final = """
#000000 #000000 #000000 #000000 #1A1A1A #00344D #000000
#FFFFFF #FFFFFF #FFFFFF #00FFFF #C8C8C8
#FFFF00 #FFFF66 #E6E600 #000000
#FFFFFF #FFFFFF #00FFFF
#FF9C94 #000000 #FFD75E #000000 #7FD4FF #000000
#7CF29C #000000 #FFFFFF #000000 #DCC2FF #000000
#332B00 #3B0000 #1A1F1C #FFE48A #FF9C94 #000000
"""


def _named(colours: str) -> Mapping[str, str]:
    return MappingProxyType(dict(zip(_NAMES, colours.split(), strict=True)))


_THEMES: Final = {"light": _named(_LIGHT), "dark": _named(_DARK), "contrast": _named(_CONTRAST)}


def tokens(theme: str) -> Mapping[str, str]:
    """Every colour of a theme by token name, as `#RRGGBB`. KeyError for an unknown theme."""
    return _THEMES[theme]


class Metrics(NamedTuple):
    """Sizes in logical pixels; `scale` multiplies every width the design gives at 标准."""

    scale: float
    body: int
    hint: int
    title: int
    group: int
    figure: int
    row: int
    button: int
    field: int
    header: int
    toolbar: int
    nav_item: int
    nav_width: int
    nav_narrow: int
    status: int
    icon: int

    def px(self, width: int) -> int:
        """A width or gap of the design, in this size."""
        return round(width * self.scale)


_SIZES: Final = {
    "standard": Metrics(1.0, 16, 14, 22, 18, 28, 36, 36, 36, 40, 48, 44, 176, 72, 28, 20),
    "large": Metrics(1.1875, 19, 17, 26, 21, 33, 44, 44, 44, 48, 56, 50, 204, 84, 34, 24),
    "extra": Metrics(1.5, 24, 21, 32, 26, 40, 54, 54, 54, 60, 68, 58, 248, 104, 42, 28),
}


def sizes(size: str) -> Metrics:
    """The sizes of one type size. KeyError for an unknown one."""
    return _SIZES[size]


_WORDS: Final = {
    "danger": (
        "没通过",
        "逾期",
        "已逾期",
        "红色预警",
        "公示不足",
        "已超期",
        "冲突",
        "重大",
        "久欠",
        "盘亏",
        "要先改",
    ),
    "warning": (
        "临期",
        "黄色预警",
        "退回",
        "退回再办",
        "待核",
        "待核定",
        "不认可",
        "加分没核",
        "有变化",
        "没有报送",
        "待审",
        "待公开",
        "待复核",
        "未核实",
        "缺包",
        "待核实",
        "缺前面的包",
        "有退回",
        "待看",
        "改过",
        "不能退",
        "退回去",
        "没打成",
        "恢复",
        "待答复",
        "待更正",
        "要公开",
        "待办",
        "不同意",
        "欠款",
        "没有收",
        "进账有、收据无",
        "收据进账都没有",
        "到期未续",
        "待清理",
        "毁损",
        "待整改",
        "待复查",
        "缺",
        "要核实",
        "待处理",
        "待核评",
        "退回补充",
        "缺意见",
        "还没自评",
        "要写原因",
        "要写说明",
    ),
    "info": (
        "街道已定",
        "以后生效",
        "新登记的",
        "进行中",
        "履行中",
        "办理中",
        "公示中",
        "蓝色提示",
        "已上墙",
        "在办",
        "已报送",
        "已收到",
        "待登记",
        "新增",
        "可以撤销",
        "上级核实",
        "在贴",
        "其他",
        "盘盈",
        "整改中",
        "会议通过",
        "立项",
        "实施",
        "已出报告",
        "已写好",
        "清理中",
        "已转任务",
        "协商中",
        "没看过",
        "已办完",
        "等它收到",
        "有新的",
        "办理中",
        "还没写过",
        "核评中",
    ),
    "success": (
        "本单位定的",
        "已说明",
        "已核定",
        "认可",
        "已印发",
        "已完成",
        "三样齐",
        "通过",
        "无异议",
        "审核同意",
        "已公开",
        "办结",
        "已办结",
        "已合并",
        "在册",
        "本月已报",
        "已打印",
        "已答复",
        "已给看",
        "贴够已撤",
        "同意",
        "相符",
        "已公布",
        "已销号",
        "已报街道",
        "固化",
        "有",
        "已听取",
        "核评完",
        "已评",
        "已自评",
    ),
    "draft": ("草稿", "补录"),
}
_MOOD_OF: Final = {word: mood for mood, words in _WORDS.items() for word in words}


def mood_of(word: str) -> str:
    """Which of the six state looks a state word has; words without colour are neutral."""
    return _MOOD_OF.get(word, "neutral")
