"""ST-06, the whole road: handed in, reviewed, judged, issued; the unit reads its conclusion."""

from datetime import date
from decimal import Decimal

import pytest

from exchange.at_work import World, report
from exchange.test_marks_travel import down, hand_in, ours
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.evaluation import actions as evaluating
from qinglian_desktop.modules.evaluation import assessment_records as records
from qinglian_desktop.modules.evaluation import reads as standing
from qinglian_desktop.modules.yearend import actions, reads, rules
from qinglian_desktop.modules.yearend.records import ABSENT
from qinglian_desktop.store.book import Book

YEAR = 2026


@pytest.fixture
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("world"))


def claim(unit: Book, article: str, what: str) -> None:
    draft = {"year": YEAR, "article": article, "what": what}
    saving.saver("bonus_claim")(unit, None, draft)


def test_a_conclusion_goes_down_with_the_notice_and_not_before(world: World) -> None:
    street, usb = world.street, world.usb
    with clock.fixed(date(YEAR, 12, 20)):
        unit, silent = world.unit(1), world.unit(2)
        version = hand_in(unit)
        claim(unit, "J04", "自选动作成了制度")
        claim(unit, "J06", "全年都报备")
        report(unit, street, usb)
        report(silent, street, usb)
        assert [one.state for one in reads.judged(street, YEAR)] == [
            rules.TO_REVIEW, rules.NOTHING
        ]  # fmt: skip

        line = ours(street, version)[0]
        evaluating.mark_line(street, line["id"], {"score": 0, "said": "没有记录"})
        evaluating.take_own(street, version)
        evaluating.send_back(street, version, records.REVIEWED)
        one = reads.judged(street, YEAR)[0]
        assert one.state == rules.TO_RULE and one.own is not None and one.review is not None
        assert one.changed == 1 and one.own > one.review
        first, second = one.case.bonus.claims
        evaluating.rule(street, first.claim_id, "认可", {})
        evaluating.rule(street, second.claim_id, "不认可", {"said": "有两起没有报备"})
        actions.settle(street, YEAR, unit.unit.office_id)
        actions.settle(street, YEAR, silent.unit.office_id, ABSENT, "今年新成立")

        down(street, unit, usb)
        assert unit.count(Query("bonus_ruling")) == 2, "what was said to claims travels at once"
        assert unit.count(Query("year_verdict")) == 0, "a conclusion waits for the notice"
        assert standing.conclusion_of_street(unit, YEAR) == ""
        total = standing.bonus_of(unit, YEAR)
        assert total.points == Decimal(1) and not total.open
        assert [c.words for c in total.claims] == ["", "街道没有认可：有两起没有报备"]

        actions.issue(street, YEAR, "通惠街道〔2026〕58号")
        down(street, unit, usb)
        down(street, silent, usb)
        (mine,) = unit.rows(Query("year_verdict"))
        assert mine["conclusion"] == one.worked_out and mine["points"] == int(one.review * 1000)
        assert mine["document_no"] == "通惠街道〔2026〕58号"
        told = standing.conclusion_of_street(unit, YEAR)
        assert f"结论“{one.worked_out}”（通惠街道〔2026〕58号）" in told
        (theirs,) = silent.rows(Query("year_verdict"))
        assert (theirs["conclusion"], theirs["said"]) == (ABSENT, "今年新成立")

        # A second version after the notice: what was issued stands, and the street sees it.
        evaluating.new_version(unit, version)
        hand_in(unit)
        report(unit, street, usb)
        again = reads.judged(street, YEAR)[0]
        assert again.state == rules.TO_REVIEW
        with pytest.raises(Refused, match="已经印发"):
            actions.settle(street, YEAR, unit.unit.office_id)
    world.close()
