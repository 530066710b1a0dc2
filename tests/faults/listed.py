"""The list of faults as values."""

import tomllib
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]


class Fault(NamedTuple):
    name: str  # F01
    fault: str
    expected: str
    tests: tuple[str, ...]  # run in their short form
    long: tuple[str, ...]  # run in their long form by `make faults`
    instead: str  # why it is not here as such

    @property
    def shown_by(self) -> tuple[str, ...]:
        return (*self.long, *self.tests)


def faults() -> list[Fault]:
    text = (Path(__file__).parent / "faults.toml").read_text("utf-8")
    return [
        Fault(
            name, one["fault"], one["expected"], tuple(one.get("tests", ())),
            tuple(one.get("long", ())), one.get("instead", ""),
        )
        for name, one in tomllib.loads(text).items()
    ]  # fmt: skip
