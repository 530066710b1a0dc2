"""How is a ratio measured? Whole processes, in pairs, one after the other; the median of ratios."""

import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
_SOURCE = HERE.parent / "src"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the table. `goal` None: for information only."""

    what: str
    value: float  # a ratio, or what `unit` says
    goal: float | None
    unit: str = "×"
    details: tuple[str, ...] = field(default=())

    @property
    def verdict(self) -> str:
        if self.goal is None:
            return "for information"
        return "met" if self.value <= self.goal else "NOT MET"

    @property
    def shown(self) -> str:
        return f"{self.value:.{2 if self.unit == '×' else 0}f} {self.unit}"


def child(script: str, *arguments: object) -> float:
    """Runs one of the scripts in this folder in a process of its own; seconds on the wall."""
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    paths = [str(_SOURCE), str(HERE), os.environ.get("PYTHONPATH", "")]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONDONTWRITEBYTECODE": "",  # as installed: compiled once
    }
    began = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    took = time.perf_counter() - began
    if done.returncode:
        raise SystemExit(f"{script} {arguments}: {done.stderr[-2000:]}")
    child.said = done.stdout  # type: ignore[attr-defined]
    return took


def said() -> str:
    """What the last child printed."""
    return str(getattr(child, "said", ""))


def pairs(
    ours: Callable[[], float], limit: Callable[[], float], rounds: int
) -> tuple[float, list[float], list[float]]:
    """Interleaved, the first pair thrown away (it warms the caches); (median ratio, both times)."""
    mine, theirs = [], []
    for turn in range(rounds + 1):
        # Whoever goes second finds a warmer machine: the order changes from pair to pair.
        if turn % 2:
            a, b = ours(), limit()
        else:
            b, a = limit(), ours()
        if turn:
            mine.append(a)
            theirs.append(b)
    ratio = statistics.median(a / b for a, b in zip(mine, theirs, strict=True))
    return ratio, mine, theirs


def spread(name: str, times: list[float]) -> str:
    low, high = min(times), max(times)
    return f"{name}: median {statistics.median(times):.3f} s ({low:.3f}–{high:.3f}, n={len(times)})"


def machine() -> list[str]:
    """What the figures were taken on; no name of the machine."""
    return [
        f"processor: {platform.machine()}, {os.cpu_count()} cores{_model()}",
        f"memory: {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        f"system: {platform.system()}",
        f"Python: {platform.python_version()}",
    ]


def _model() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return f" ({line.partition(':')[2].strip()})"
    except OSError:
        pass  # not Linux: the architecture must do
    return ""


def peak_mib() -> float:
    """The most memory this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
