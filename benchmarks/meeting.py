"""The five papers of a meeting of 33: from the click to a PDF, fonts read for the first time."""

import statistics
import sys
import time
from datetime import date
from io import BytesIO
from pathlib import Path

from measure import Finding, child, said

PEOPLE, GOAL = 33, 5_000.0


def measure(scratch: Path, rounds: int) -> Finding:
    del scratch
    times = []
    for _ in range(rounds):
        child("meeting.py", "ours")
        times.append(float(said()))
    told = f"{min(times):.0f}–{max(times):.0f} ms (n={rounds})"
    return Finding(
        f"the five papers of a meeting of {PEOPLE}", statistics.median(times), GOAL, unit="ms",
        details=(told,),
    )  # fmt: skip


def ours() -> None:
    began = time.perf_counter()
    from qinglian_desktop.modules.decisions import papers
    from qinglian_desktop.modules.decisions.papers import Bar, Item, Meeting, Member
    from qinglian_desktop.paper.draw import draw
    from qinglian_desktop.paper.fonts import Fonts

    steps = tuple((n, n // 2 + 1) for n in range(22, PEOPLE + 1))
    bar = Bar(PEOPLE, 22, steps, "应到的三分之二以上到会", "《城市居民委员会组织法》第28条")
    meeting = Meeting(
        "清溪街道桂花社区居民委员会", "居民代表会议", "桂花社区居民委员会",
        date(2026, 12, 1), "14:30", "社区会议室", (Item("桂花路门面续租方案", "2026-003"),),
        tuple(Member(f"周桂{number:02d}", "1组") for number in range(PEOPLE)), bar,
    )  # fmt: skip
    fonts = Fonts()
    made = (papers.notice, papers.agenda, papers.sign_in, papers.ballots, papers.tally_sheet)
    pages = sum(draw(paper(meeting), BytesIO(), fonts=fonts).pages for paper in made)
    assert pages == 14, pages
    print((time.perf_counter() - began) * 1000)


if __name__ == "__main__":
    {"ours": ours}[sys.argv[1]]()
