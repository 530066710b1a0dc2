"""What do the copies ask of the clerk today? Nothing, as long as all is well."""

from datetime import date
from pathlib import Path

from qinglian_desktop.core.module import Due
from qinglian_desktop.store.copy_log import Log, days_since, is_ahead

NAG = 7  # days without a copy off this computer
_MODULE = "settings"


def due(home: Path, day: date) -> list[Due]:
    """A red line when the last trial failed; one when nothing left this computer for a week."""
    log, found = Log.load(home), []
    if not log.tried_ok:
        what = f"最近一次试还原没有通过：{log.tried_said}"
        why = "真要还原时这份备份靠不住。请立即换一个盘备份"
        found.append(Due(day, what, why, _MODULE, act="去备份"))
    if is_ahead(log.away_at):
        what = f"上次备份到别的盘，记的是 {log.away_at[:10]}，比今天还晚"
        why = "那天或今天这台电脑的日期不对。核对右下角的日期，再按“立即备份”"
        found.append(Due(day, what, why, _MODULE, act="去备份"))
    elif log.since and days_since(log.away_at or log.since) >= NAG:
        since = (
            f"已经 {days_since(log.away_at)} 天没有备份到别的盘"
            if log.away_at
            else "备份还只在这台电脑上"
        )
        why = "电脑坏了或丢了，这些天的就没有了。请插上备份盘，按“立即备份”"
        found.append(Due(day, since, why, _MODULE, act="去备份"))
    return found
