"""A small year of a collective and its committee, for the tests of statements and their page."""

from datetime import date

from plain_books import COLLECTIVE, COMMITTEE, Leg, Voucher

TODAY = date(2026, 10, 12)


def _one(day: str, kind: str, *legs: tuple[str, int, int] | tuple[str, int, int, str],
         purpose: str = "", book: str = COLLECTIVE) -> Voucher:  # fmt: skip
    return Voucher(book, day, kind, tuple(Leg(*leg) for leg in legs), purpose)


STORY = [
    _one("2026-01-01", "期初", ("101", 3_000_00, 0), ("10201", 497_000_00, 0),
         ("15101", 300_000_00, 0), ("152", 0, 60_000_00), ("11301", 1_200_00, 0, "李建国"),
         ("301", 0, 700_000_00), ("32202", 0, 41_200_00)),
    _one("2026-01-10", "收支", ("102", 120_000_00, 0), ("50102", 0, 120_000_00, "綦江建材店"),
         purpose="门面租金"),
    _one("2026-02-03", "收支", ("51302", 2_380_50, 0, "某文具店"), ("101", 0, 2_380_50),
         purpose="办公费"),
    _one("2026-04-02", "转账", ("51301", 30_000_00, 0), ("11301", 0, 3_000_00, "王秀英"),
         ("10201", 0, 27_000_00)),
    _one("2026-06-30", "转账", ("51306", 12_000_00, 0), ("152", 0, 12_000_00)),
    _one("2026-07-09", "收支", ("102", 50_000_00, 0), ("24103", 0, 50_000_00, "区农业农村委"),
         purpose="扶持资金"),
    _one("2026-08-01", "收支", ("51308", 8_888_00, 0, "赵大海"), ("102", 0, 8_888_00),
         purpose="误工补贴"),
    _one("2026-03-03", "收支", ("102", 20_000_00, 0), ("50101", 0, 20_000_00, "通惠街道"),
         purpose="办公经费拨款", book=COMMITTEE),
]  # fmt: skip
