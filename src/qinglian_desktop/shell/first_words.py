"""What stands where a ledger has no rows yet: what belongs there, and how to begin.

Only for ledgers whose page says nothing of its own (`Plain.empty`, or the page itself). Marks as
in the packs: `{resident}` is 居民 or 村民.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

_MARK = re.compile(r"\{(\w+)\}")


def first_words(table: str, word: Callable[[str], str]) -> str:
    """In the words of this office; "" where the page says it itself."""
    return _MARK.sub(lambda found: word(found[1]), _WORDS.get(table, ""))


_WORDS: Final[Mapping[str, str]] = {
    "delegation": "会议定过“多少钱以下由谁定”的，照会议记录登记在这里。",
    "consultation": "和{resident}商量过的事，谁来了、怎么说的、商量出什么，一次登记一条。",
    "matter_standard": "多少钱以上要开会定，照会议定的登记。登记了，程序才会按它提醒。",
    "catalog_item": "先导入街道发的公开目录，没有的就一项一项登记。",
    "detail_line": "公告后面要附的明细，一行一条。名单长的按“导入”。",
    "disclosure_demand": "{resident}联名要求公开某件事的，收到就登记，到期没答复会提醒。",
    "notice": "从“要公开的”里点一格开始最快；临时要贴的按“写公告”。",
    "voucher": "收支登记会自己成凭证。转账、结转这样的才在这里记。",
    "grant_line": "上级拨来、指定用处的钱，一笔一条。",
    "balance_line": "把街道发的或会计做的资产负债表导进来，先核对，再做期初。",
    "approval": "要花的钱先开审批单，打印出来签字，再记支出。",
    "cash_count": "每月点一次现金，账面数自动带出来，填实点的数就行。",
    "budget_line": "年初定的预算，一个用途一条。登记以后，花了多少自动算。",
    "receipt_slip": "开出去的收据，一张一条。号码按收据本接着走。",
    "receipt_book": "从街道领来的收据本，一本一条，写起号和止号。",
    "invoice": "收到的发票在这里登记，重号、作废的会提醒。",
    "opening_balance": "开始用那一年，账上有多少现金、多少存款，一本账一条。",
    "account": "制度科目下面要再分细的，在这里加。",
    "bank_account": "先登记开户行和账号，才能导入银行流水来对账。",
    "entry": "按 Ctrl+N 登记第一笔。旧账有表格的按“导入”。",
    "subsidy_standard": "每种补贴一年一个标准，登记了，名单里的金额自动核对。",
    "person": "先把已有的{resident}表导进来，后面所有表都从这里取。",
    "household": "导入{resident}表时户会自动建好，也可以一户一户登记。",
    "body": "两委、监委会、{representatives}这些机构，一个一条。",
    "post": "先录入{representative}和两委成员，会议人数才能自动算。",
    "kin": "干部申报的亲属，一人一条。录入收款人时会提醒回避。",
    "routine": "每月、每季度都要做的事，登记一次，到时候任务自己建好。",
}
