"""What the unit wants said about its report: its words, and how much it knows to be unfinished."""

from collections.abc import Mapping
from typing import Any

LONGEST = 500  # characters


def facts(text: str, unfinished: int) -> dict[str, Any]:
    """The facts of the manifest; none when there is nothing to say."""
    text = " ".join(text.split())[:LONGEST]
    made: dict[str, Any] = {"text": text} if text else {}
    if unfinished:
        made["unfinished"] = unfinished
    return {"remark": made} if made else {}


def told(facts: Mapping[str, Any]) -> str:
    """The remark of a bundle that came, as the street reads it; "" when there is none."""
    remark = facts.get("remark")
    if not isinstance(remark, dict):
        return ""
    text, unfinished = remark.get("text"), remark.get("unfinished")
    parts = []
    if isinstance(text, str) and text and len(text) <= LONGEST and text.isprintable():
        parts.append(f"单位附言：{text}")
    if type(unfinished) is int and 0 < unfinished < 2**31:
        parts.append(f"单位知道还有 {unfinished} 处没填完")
    return "；".join(parts)
