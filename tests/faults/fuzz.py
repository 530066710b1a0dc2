"""A small fuzzer that is led by coverage: inputs that reach new lines of ours are built upon.

    found = Fuzzer(target, seeds, watched=("exchange/container",)).run(inputs=500)

What a target may raise is Refused; anything else ends the run with the input that did it. Only the
lines of the watched files are followed, so that libraries run at full speed.
"""

import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

from qinglian_desktop.core.outcome import Refused

Target = Callable[[bytes], object]
_LARGEST = 1 << 17  # bytes of an input
_WORDS = (
    b"", b"\x00", b"\xff\xff\xff\xff", b"{", b"}", b"[", b"]", b'"', b"\\u0000", b"\\ud800", b"NaN",
    b"-0", b"1e999", b"9" * 40, b"null", b"true", b"\n", b"\r\n", b"\xed\xa0\x80",
    b"<", b"/>", b"&#0;",
    b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"../", b"\xd0\xcf\x11\xe0",
)  # fmt: skip


class Broken(AssertionError):  # noqa: N818  (what became of the reader)
    """An input that got something else out of the target than an answer or a refusal."""

    def __init__(self, data: bytes, error: BaseException) -> None:
        self.data = data
        super().__init__(f"{error!r} by {data[:200]!r}")


class Found(NamedTuple):
    inputs: int
    lines: int  # of the watched files that were reached
    kept: int  # inputs that reached something new
    refused: int
    slowest: float  # seconds of one input


class Fuzzer:
    def __init__(
        self, target: Target, seeds: Sequence[bytes], watched: Sequence[str], *,
        words: Sequence[bytes] = (), seed: int = 1,
    ) -> None:  # fmt: skip
        self._target, self._watched = target, tuple(watched)
        self._words = (*_WORDS, *words)
        self._chance = random.Random(seed)
        self._reached: set[tuple[Any, ...]] = set()
        self._ours: dict[str, bool] = {}
        self.corpus = list(seeds)

    def run(self, *, inputs: int, until: float = float("inf")) -> Found:
        """So many inputs, or as many as there is time for (`until`, as time.time())."""
        refused, slowest, done, first = 0, 0.0, 0, len(self.corpus)
        for data in tuple(self.corpus):
            self._try(data)
        while done < inputs and time.time() < until:
            data = self._made()
            began = time.perf_counter()
            new, was_refused = self._try(data)
            slowest = max(slowest, time.perf_counter() - began)
            refused += was_refused
            done += 1
            if new:
                self.corpus.append(data)
        reached = len({(place, line) for place, _, line in self._reached})
        return Found(done, reached, len(self.corpus) - first, refused, slowest)

    def _try(self, data: bytes) -> tuple[bool, bool]:
        """Did it reach anything new, and was it refused?"""
        before, refused = len(self._reached), False
        sys.settrace(self._on_call)
        try:
            self._target(data)
        except Refused as trouble:
            refused = True
            if not (trouble.what and trouble.remedy):
                raise Broken(data, trouble) from trouble
        except BaseException as error:
            raise Broken(data, error) from error
        finally:
            sys.settrace(None)
        return len(self._reached) > before, refused

    def _on_call(self, frame: FrameType, event: str, _: object) -> Any:
        path = frame.f_code.co_filename
        ours = self._ours.get(path)
        if ours is None:
            told = Path(path).as_posix()
            ours = self._ours[path] = any(one in told for one in self._watched)
        if not ours:
            return None
        before = frame.f_lineno

        def on_line(inner: FrameType, what: str, _: object) -> Any:
            nonlocal before
            if what == "line":
                self._reached.add((path, before, inner.f_lineno))  # from where to where
                before = inner.f_lineno
            return on_line

        return on_line

    def _made(self) -> bytes:
        """One of the corpus, the newer ones more often, changed once or several times."""
        chance = self._chance
        place = max(chance.randrange(len(self.corpus)), chance.randrange(len(self.corpus)))
        data = bytearray(self.corpus[place])
        for _ in range(1 + int(chance.expovariate(1))):
            self._change(data)
        return bytes(data[:_LARGEST])

    def _change(self, data: bytearray) -> None:
        chance = self._chance
        at, run = chance.randrange(len(data) + 1), chance.randrange(1, 40)
        way = chance.randrange(7)
        if way == 0 and at < len(data):
            data[at] ^= 1 << chance.randrange(8)
        elif way == 1 and at < len(data):
            data[at] = chance.randrange(256)
        elif way == 2:
            data[at:at] = chance.choice(self._words)
        elif way == 3:
            data[at : at + run] = chance.choice(self._words)
        elif way == 4:
            del data[at : at + run]
        elif way == 5:
            other = chance.choice(self.corpus)
            start = chance.randrange(len(other) + 1)
            data[at : at + run] = other[start : start + run]
        else:
            data[at:at] = data[at : at + run]
