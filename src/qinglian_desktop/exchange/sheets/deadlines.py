"""Until which day is something to be done that a table gives as 2025年6月底前?"""

import calendar
import re
from datetime import date

from qinglian_desktop.core.days import in_digits

_UNTIL = re.compile(r"(?:(20\d\d)年)?(?:(\d{1,2})月)?(?:(\d{1,2})[日号]|(底))(?:以前|之前|前)?")


def read_deadline(text: str, year: int) -> date | None:
    """The last day meant, in words alone; None where the text says something else or no year.

    `year` is the one the table is about, 0 where it names none.
    """
    found = _UNTIL.fullmatch(in_digits("".join(text.split())))
    if found is None or not (found[1] or year) or not (found[2] or found[4]):
        return None
    which, month = int(found[1] or year), int(found[2] or 12)
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(which, month)[1]
    day = last if found[4] else int(found[3])
    return date(which, month, day) if 1 <= day <= last else None
