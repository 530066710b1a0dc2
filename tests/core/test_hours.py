"""A time of day reads as it is said, and nothing else reads as one."""

import pytest

from qinglian_desktop.core.hours import read_time, show_time
from qinglian_desktop.core.unreadable import Unreadable


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("14:30", "14:30"), ("14：30", "14:30"), ("1430", "14:30"), ("930", "09:30"),
        ("9:00", "09:00"), ("9", "09:00"), ("9点", "09:00"), ("9时", "09:00"),
        ("14点半", "14:30"), ("下午2点半", "14:30"), ("下午两点半", "14:30"),
        ("下午 3:05", "15:05"),
        ("上午九点一刻", "09:15"), ("上午10点20分", "10:20"), ("中午12点", "12:00"),
        ("晚上七点", "19:00"), ("14.30", "14:30"), ("0:05", "00:05"), ("十一点", "11:00"),
        ("9点整", "09:00"), ("下午14:30", "14:30"),
    ],
)  # fmt: skip
def test_it_reads_as_it_is_said(typed: str, stored: str) -> None:
    assert read_time(typed) == stored


@pytest.mark.parametrize(
    "typed",
    ["", "25:00", "9:60", "下午", "明天", "14:3", "9点61", "12345", "-1", "三百点", "二十五点"],
)
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(Unreadable, match="时间看不懂"):
        read_time(typed)


def test_every_minute_of_the_day_comes_back() -> None:
    for minute in range(24 * 60):
        stored = f"{minute // 60:02d}:{minute % 60:02d}"
        assert read_time(show_time(stored)) == stored
