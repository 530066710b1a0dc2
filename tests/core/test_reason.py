"""A reason in one line keeps what, by which law, and what is still to be verified."""

from datetime import date

import pytest

from qinglian_desktop.core.reason import brief

LAWS = {"《重庆市实施〈村民委员会组织法〉办法》": "重庆实施办法"}
DUE = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("why", "line"),
    [
        (
            (
                "次月15日前上墙；依据：《重庆市实施〈村民委员会组织法〉办法》第30条（重庆市法规，社区参照）"
                "；2026年11月15日（周日），周日，顺延到2026年11月16日（周一）"
            ),
            "次月15日前上墙；重庆实施办法第30条（社区参照）；11月15日，周日，顺延到11月16日",
        ),
        (
            (
                "次年1月31日前（法律没有规定，可以改）；依据：一般经验（待核实）"
                "；2027 年放假安排还没导入，工作日先按周一到周五算"
            ),
            "次年1月31日前；一般经验（待核实）",
        ),
        (
            "不少于 15 天：《某法》第34条，国家法律法规；最早2027年1月3日可以撤下",
            "不少于 15 天：《某法》第34条；最早2027年1月3日可以撤下",  # another year is said
        ),
        ("《某法》第1条，国家法律法规（天数待核实）", "《某法》第1条（天数待核实）"),
        ("登记任务时定的日期", "登记任务时定的日期"),
    ],
)
def test_a_reason_is_said_in_one_line(why: str, line: str) -> None:
    assert brief(why, DUE, LAWS) == line
