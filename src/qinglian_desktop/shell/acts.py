"""What can be done by its words (Ctrl+K), beside what has a key? One table.

Each is a function of a file that is loaded when it is first asked for, so that a start stays light.
"""

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from qinglian_desktop.core.record import Owner
from qinglian_desktop.modules import catalog
from qinglian_desktop.shell import allowed

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

Act = Callable[[], object]

# word → (file of the shell, function of the window)
_ACTS: dict[str, tuple[str, str]] = {
    "键盘一览": ("help.side", "open_keys"),
    "选择列": ("lists", "choose_columns"),
    "批量改": ("lists", "bulk_edit"),
    "撤销中心": ("undo_centre", "open_it"),
    "没写完的内容": ("typed_text_page", "open_kept"),
    "回收站": ("recycle_bin", "open_it"),
    "某日状态": ("as_of_page", "open_it"),
    "周期任务": ("routines_page", "open_it"),
    "清单模板": ("checklists_page", "open_it"),
    "减负账本": ("asked_page", "open_it"),
    "照片归位": ("photos_page", "open_it"),
    "工作简报": ("work_note_page", "open_it"),
    "任务完成情况": ("tally_page", "open_it"),
    "放假安排": ("holidays_page", "open_it"),
    "日历": ("year.page", "open_it"),
    "装订成册": ("binder", "open_it"),
    "打标签": ("label_page", "open_it"),
    "打印记录": ("print_log", "open_it"),
    "打印校准": ("print_setup", "open_it"),
    "本机自查": ("selfcheck_page", "open_it"),
    "谁在用": ("people_page", "open_it"),
    "安全与恢复": ("security_page", "open_it"),
    "复核人": ("people_page", "open_it"),  # the word other pages call it by
    "数据体检": ("health_page", "open_it"),
    "到期清除": ("retention_page", "open_it"),
    "导出记录": ("export_log", "open_it"),
    "查看记录": ("reveal_log", "open_it"),
    "导出诊断": ("diagnostics", "export"),
    "规则包": ("rule_packs_page", "open_it"),
    "指标体系": ("indicators_page", "open_it"),
    "负面清单": ("vetoes_page", "open_it"),
    "隔离与等待": ("held_page", "open_it"),
    "几台电脑": ("computers_page", "open_it"),
    "待核实的做法": ("own_values_page", "open_it"),
    "找回还原前登记的": ("kept_page", "open_it"),
    "全部带走": ("take_out", "open_it"),
    "交接": ("handover_page", "open_it"),
    "年度存档": ("archive_page", "open_it"),
    "进入演练社区": ("practice", "open_it"),
}
PAPERS = ("装订成册", "打标签", "打印记录", "打印校准")  # those about paper
# What only an office that posts notices needs.
_POSTING: dict[str, tuple[str, str]] = {
    "改公告的 Word 模板": ("templates", "edit"),
    "公告的 Word 模板恢复原样": ("templates", "restore"),
    "改会议记录的 Word 模板": ("templates", "edit_minutes"),
    "会议记录的 Word 模板恢复原样": ("templates", "restore_minutes"),
    "走过场自检": ("formality_page", "open_it"),
    "决议关联": ("links_page", "open_it"),
    "公开栏格位": ("wall_ways", "boards"),
    "打印今日张贴单": ("wall_ways", "today_list"),
    "登记异议": ("wall_ways", "objection"),
    "公开档案": ("wall_ways", "archive"),
    "打明白卡": ("slips_page", "open_it"),
    "记凭证": ("book_ways", "vouchers"),
    "跨账划转": ("book_ways", "transfers"),
    "月结": ("book_ways", "months"),
    "科目表": ("book_ways", "chart"),
    "科目期初": ("book_ways", "opening"),
    "合同体检": ("care_ways", "contracts"),
    "问题合同清理": ("care_ways", "clean_up"),
    "用印登记": ("care_ways", "seals"),
    "小型工程": ("care_ways", "projects"),
    "查补贴名单": ("care_ways", "lists"),
}
# What only a street needs.
_STREET: dict[str, tuple[str, str]] = {
    "写缺包单": ("lacking_slip", "open_it"),
    "写回执": ("receipts_stick", "open_it"),
    "改名、合并、拆分": ("units_page", "open_it"),
    "查溯源码": ("trace_page", "open_it"),
    "打印提醒电话单": ("phone_list", "open_it"),
    "数据质量": ("quality_page", "open_it"),
    "跨单位比对": ("compare_page", "open_it"),
    "各单位党建情况": ("party_work_page", "open_it"),
    "写简报": ("briefing_page", "open_it"),
    "核评自评": ("marking_page", "open_it"),
}
# What is a part of a page: who has not got the page has not got it either.
_PART_OF = {
    "写缺包单": "exchange",
    "写回执": "exchange",
    "隔离与等待": "exchange",
    "几台电脑": "exchange",
    "改名、合并、拆分": "exchange",
    "查溯源码": "summary",
    "打印提醒电话单": "board",
    "数据质量": "summary",
    "跨单位比对": "summary",
    "各单位党建情况": "summary",
    "写简报": "summary",
    "核评自评": "yearend",
}

# What shows the rows of one ledger: who does not look at the ledger has not got the act.
_SHOWS = {"负面清单": "veto_event"}


def named(window: "Window") -> dict[str, Act]:
    """Every act by its words: go to a tab, import a kind of record, open a page laid over."""
    pages = {
        f"去{window.tabs[page_id].label}": partial(window.go, page_id)
        for page_id in allowed.shown(window)
    }
    hidden = allowed.hidden(window)
    street = window.book.unit.is_street
    imports = {
        f"导入{record.label}": partial(window.import_sheet, record)
        for module in catalog.MODULES
        for record in module.sheets
        if not (street and record.owner is Owner.COMMUNITY) and record.table not in hidden
    }
    words = {**_ACTS, **(_POSTING if "disclosure" in window.tabs else {})}
    words |= _STREET if street else {}
    words = {
        word: act
        for word, act in words.items()
        if allowed.may(window, _page_of(word)) and _SHOWS.get(word) not in hidden
    }
    return {**pages, **{word: partial(do, window, word) for word in words}, **imports}


def _page_of(word: str) -> str:
    return _PART_OF.get(word, allowed.HOME)


def do(window: "Window", word: str) -> None:
    """Runs the act of this word; of a page somebody else has it is said whose that is."""
    if not allowed.may(window, _page_of(word)):
        window.on_refused(allowed.refusal(window, _page_of(word)))
        return
    if _SHOWS.get(word) in allowed.hidden(window):
        window.on_refused(allowed.ledger_refusal(window, word, _SHOWS[word]))
        return
    file, function = {**_ACTS, **_POSTING, **_STREET}[word]
    getattr(import_module(f"qinglian_desktop.shell.{file}"), function)(window)
