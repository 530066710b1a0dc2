"""How many cases of a fault did a run go through? Each test says so, run.py adds up."""

import json
import os
from pathlib import Path


def counted(fault: str, cases: int, what: str = "") -> None:
    """So many cases of this fault were gone through and all held; outside a run nobody asks."""
    if told := os.environ.get("QINGLIAN_FAULTS"):
        with Path(told).open("a", encoding="utf-8") as out:
            out.write(json.dumps({"fault": fault, "cases": cases, "what": what}) + "\n")
