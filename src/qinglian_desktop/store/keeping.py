"""Which copies stay? All of two days, then one a day, a week, a month; never fewer than three.

Pure: moments in, moments out, so that four hundred days can be tried with a made-up clock.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

_ALL = timedelta(days=2)
_DAILY, _WEEKLY, _MONTHLY = 7, 4, 12
LEAST = 3


def staying(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """Of the moments at which copies were made, those to be kept.

    A copy that claims to come from the future stays: the clock may have been wrong then or now.
    """
    newest_first = sorted(set(moments), reverse=True)
    kept = {moment for moment in newest_first if moment > now - _ALL}
    older = [moment for moment in newest_first if moment not in kept]
    kept |= _one_each(older, "%Y-%m-%d", _DAILY)
    kept |= _one_each(older, "%G-%V", _WEEKLY)
    kept |= _one_each(older, "%Y-%m", _MONTHLY)
    return kept | set(newest_first[:LEAST])


def _one_each(newest_first: list[datetime], pattern: str, most: int) -> set[datetime]:
    """The newest of each day, week or month, for so many of them that have one at all."""
    found: dict[str, datetime] = {}
    for moment in newest_first:
        found.setdefault(moment.strftime(pattern), moment)
    return set(list(found.values())[:most])
