"""On which articles does an answer rest? Those in force that day, each told once."""

from collections.abc import Mapping
from typing import Any

from qinglian_desktop.core.pack import Pack
from qinglian_desktop.modules.decisions.rules.law import Law
from qinglian_desktop.modules.decisions.rules.matters import Matter


def joined(*grounds: str) -> str:
    """The grounds, each told once; with its evidence where one of them says it."""
    parts = [part for ground in grounds for part in ground.split("；") if part]
    said = {part.partition("（国家")[0].partition("（重庆")[0] for part in parts if "（" in part}
    return "；".join(dict.fromkeys(part for part in parts if part not in said or "（" in part))


def in_force(law: Law, row: Matter) -> str:
    """The grounds of a row that held on the day for this kind of unit."""
    return holding(law, {"source": row.source, "basis": row.basis})


def holding(law: Law, rule: Mapping[str, Any]) -> str:
    """Of the articles a rule names, those that held on the day, with its words for them."""
    codes, grounds = rule["source"].split("; "), rule["basis"].split("；")
    if len(codes) != len(grounds):
        return str(rule["basis"])  # a changed pack that names them otherwise: all are shown
    pairs = zip(codes, grounds, strict=True)
    return "；".join(basis for code, basis in pairs if _holds(law, code))


def _holds(law: Law, code: str) -> bool:
    """Did the law of that code already hold, and does it bind this kind of unit?"""
    letters = "".join(c for c in code.partition("(")[0] if c.isalpha())
    local = law.local.value("decides.code")
    held: Mapping[str, bool | Pack | None] = {
        **{code: code == local for code in ("V", "R", "Vold", "Rold")},
        "CE": law.collective,
        "SA": law.assistance,
        "CQ": law.chongqing,
    }
    return bool(held.get(letters, True))
