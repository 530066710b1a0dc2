"""What follows from what in the ledgers of supervision, and what cannot be."""

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.core.share import percent
from qinglian_desktop.modules.oversight.cadre_records import VERDICT, IntegrityNote
from qinglian_desktop.modules.oversight.records import Promise, SpecialCheck, SupervisionOpinion


def present_rate(row: Row) -> Row:
    return {"present_rate": percent(row.get("present"), row.get("expected"))}


def vote_rate(row: Row) -> Row:
    """满意 and 基本满意 of all votes; only once every vote that came back is told."""
    votes, told = row.get("votes"), [row.get(n) for n in ("satisfied", "fairly", "poor")]
    counted = sum(one or 0 for one in told)
    if votes is not None and counted > votes:
        raise Refused(
            f"三种票加起来 {counted} 张，比收回的 {votes} 张多", "核对每一种的票数", field="votes",
            code="QL-OV-002",
        )  # fmt: skip
    whole = votes if votes and counted == votes else None
    return {"satisfied_rate": percent(sum(one or 0 for one in told[:2]), whole)}


def refuse_more_hits(row: Row) -> Row:
    compared, hits = row.get("compared"), row.get("hits")
    if compared is not None and hits is not None and hits > compared:
        label = SpecialCheck.fields["hits"].label
        raise Refused(
            f"〔{label}〕比比对的条数还多", "核对两个数", field="hits", code="QL-OV-003"
        )  # fmt: skip
    return {}


def in_order(record: type[Record], row: Row, *names: str) -> None:
    """Days that follow one another; the later one is named where they do not."""
    last = ""
    for name in names:
        day = row.get(name)
        if not day:
            continue
        if last and day < row[last]:
            fields = record.fields
            what = f"{fields[name].label}早于{fields[last].label}"
            raise Refused(what, "核对两个日期", field=name, code="QL-OV-004")
        last = name


def opinion_days(row: Row) -> Row:
    in_order(SupervisionOpinion, row, "given_on", "replied_on")
    in_order(SupervisionOpinion, row, "given_on", "reply_due")
    return {}


def promise_days(row: Row) -> Row:
    in_order(Promise, row, "promised_on", "due_on")
    in_order(Promise, row, "promised_on", "closed_on")
    return {}


_WORDED = ("title", "result", "note", "files")


def integrity_note(row: Row) -> Row:
    """Of what the street keeps only whether there is one is written, and its number."""
    if row.get("kind") != VERDICT:
        if row.get("held") is not None or row.get("kept_at"):
            raise Refused(
                f"只有“{VERDICT}”才填有没有和街道存档号", "换一类，或者清空这两栏", field="held",
                code="QL-OV-051",
            )  # fmt: skip
        return {}
    for name in _WORDED:
        if row.get(name) and row[name] != "[]":
            label = IntegrityNote.fields[name].label
            raise Refused(
                f"{VERDICT}不能写〔{label}〕", "只填有没有、街道存档号，内容由街道保管", field=name,
                code="QL-OV-050",
            )  # fmt: skip
    if row.get("held") is None:
        raise Refused("还没选有没有", "选“是”或“否”", field="held", code="QL-OV-052")
    return {}
