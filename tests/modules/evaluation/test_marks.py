"""Marks of one version beside the lines of another: what fits, and what is told to be left."""

from typing import Any

from qinglian_desktop.modules.evaluation.assessment_rows import fitting
from qinglian_desktop.modules.evaluation.page import mark_view


class _Lines:
    """A book that holds the lines of the version before."""

    def __init__(self, *rows: dict[str, Any]) -> None:
        self._rows = rows

    def page(self, _table: str, ids: list[str]) -> list[dict[str, Any]]:
        return [row for row in self._rows if row["id"] in ids]


def test_a_mark_fits_by_number_and_name_and_the_rest_is_told() -> None:
    before = [
        {"id": one, "indicator": number, "title": title}
        for one, number, title in (("a", "A01", "组织生活"), ("b", "A02", "亲自部署"))
    ]
    given = [
        {"line_id": "a", "indicator": "A01", "score": 2000},
        {"line_id": "b", "indicator": "A02", "score": 1000},
        {"line_id": "gone", "indicator": "A03", "score": 500},
    ]
    now = [
        {"indicator": "A01", "title": "组织生活"}, {"indicator": "A02", "title": "网格走访"},
        {"indicator": "A03", "title": "亲自部署"},
    ]  # fmt: skip
    fits, lost = fitting(_Lines(*before), given, now)  # type: ignore[arg-type]
    assert fits == {"A01": given[0]}
    assert lost == ("A02 亲自部署", "A03")
    assert mark_view._left(lost) == ("指标表换过，A02 亲自部署、A03没有照上一版填，请另外核评。")
    assert mark_view._left(()) == ""
