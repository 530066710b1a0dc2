"""Ids rise whatever the clock does; today is what the program was told."""

import threading
import uuid
from datetime import date, datetime, timedelta

import pytest

from qinglian_desktop.core import clock


class Wound(datetime):
    """A machine clock that a test winds."""

    moment = datetime(2026, 11, 3, 9, 30)

    @classmethod
    def now(cls, tz: object = None) -> "Wound":
        return cls.fromtimestamp(cls.moment.timestamp())


def test_an_id_says_version_seven_and_the_right_variant() -> None:
    for _ in range(200):
        made = uuid.UUID(clock.new_id())
        assert made.version == 7
        assert made.variant == uuid.RFC_4122


def test_an_id_carries_the_millisecond_of_its_making(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_last_tick", [0])
    monkeypatch.setattr(clock, "datetime", Wound)
    assert uuid.UUID(clock.new_id()).int >> 80 == int(Wound.moment.timestamp() * 1000)


def test_ids_rise_even_within_one_tick() -> None:
    made = [clock.new_id() for _ in range(20_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


@pytest.mark.parametrize("back", [timedelta(seconds=1), timedelta(days=365), timedelta(days=20000)])
def test_ids_rise_when_the_clock_steps_back(
    monkeypatch: pytest.MonkeyPatch, back: timedelta
) -> None:
    monkeypatch.setattr(clock, "datetime", Wound)
    before = [clock.new_id() for _ in range(10)]
    monkeypatch.setattr(Wound, "moment", Wound.moment - back)
    after = [clock.new_id() for _ in range(10)]
    assert before + after == sorted(before + after)
    assert all(uuid.UUID(made).version == 7 for made in after)


def test_ids_made_in_several_threads_are_all_different() -> None:
    made: list[str] = []
    jobs = [
        threading.Thread(target=lambda: made.extend([clock.new_id() for _ in range(2000)]))
        for _ in range(4)
    ]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    assert len(set(made)) == 8000


def test_today_is_the_day_it_was_told() -> None:
    told = date(2020, 2, 29)
    with clock.fixed(told):
        assert clock.today() == told
        assert clock.now().startswith("2020-02-29T")
        with clock.fixed(date(2021, 1, 1)):
            assert clock.today() == date(2021, 1, 1)
        assert clock.today() == told
    clock.fix(told)
    assert clock.today() == told
    clock.fix(None)
    assert clock.now()[:10] == clock.today().isoformat()


def test_a_fixed_day_ends_with_its_block_when_the_block_fails() -> None:
    with pytest.raises(ZeroDivisionError), clock.fixed(date(2020, 1, 1)):
        raise ZeroDivisionError
    assert clock.today() != date(2020, 1, 1)


def test_now_is_to_the_second() -> None:
    assert datetime.fromisoformat(clock.now()).microsecond == 0
    assert len(clock.now()) == 19


def test_many_ids_at_once_are_as_good_as_single_ones() -> None:
    made = [clock.new_id(), *clock.new_ids(5000), clock.new_id()]
    assert made == sorted(set(made))
    assert {(uuid.UUID(one).version, uuid.UUID(one).variant) for one in made} == {
        (7, uuid.RFC_4122)
    }
    assert all(str(uuid.UUID(one)) == one for one in made)
    assert {one[19] for one in made} == set("89ab")
    assert clock.new_ids(0) == []
