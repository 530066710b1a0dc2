"""A street and its units through one year: founded, worked, bundled, assessed, marked.

Every bundle is a real one, written by its office, carried as a file and read by the other.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.kinds import FILES
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange import directing, incoming, issuing, outgoing
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.directives import actions as directives
from qinglian_desktop.modules.directives.records import DONE
from qinglian_desktop.modules.evaluation import actions as evaluation
from qinglian_desktop.modules.evaluation import assessment_reads as reads
from qinglian_desktop.modules.evaluation import marking
from qinglian_desktop.modules.evaluation.assessment_records import OUTCOMES
from qinglian_desktop.modules.evaluation.records import ACCEPTED, TURNED_DOWN
from qinglian_desktop.modules.inspection import actions as inspection
from qinglian_desktop.modules.inspection import reads as inspection_reads
from qinglian_desktop.modules.yearend import actions as yearend
from qinglian_desktop.modules.yearend.records import ABSENT
from qinglian_desktop.shell import from_street
from qinglian_desktop.store import signers
from qinglian_desktop.store.book import Book, Operator
from year import plain
from year.doing import LAST, YEAR, Year
from year.script import lay_out
from year.units import Profile

PIN = "2468"
REVIEWED, BACK = OUTCOMES
CLERK, SECOND = "周文书", "吴监督"
FOUNDED = date(YEAR, 1, 2)
_STREET = "通惠街道"


class World:
    """The street's book, its units, and the plain files that were written out on the last day."""

    def __init__(self, folder: Path, profiles: Iterable[Profile]) -> None:
        self.folder = folder
        self.files: dict[str, plain.Files] = {}
        with clock.fixed(FOUNDED):
            self.street = issuing.found_street(folder / "街道", _STREET, "500110007", RECORDS)
            self.street.operator = Operator("钱街道")
            self.units = [self._found(number, one) for number, one in enumerate(profiles)]

    def _found(self, number: int, profile: Profile) -> Year:
        usb = self.stick(profile.name)
        code = f"500110007{number + 1:03d}"
        file = issuing.issue_unit(self.street, profile.name, profile.kind, code, usb).result
        assert isinstance(file, Path)
        book = issuing.found_unit(self.folder / "单位" / profile.name, file, RECORDS)
        book.operator = Operator(CLERK)
        enrolment, fingerprint = issuing.write_enrolment(book, usb)
        issuing.enrol_unit(self.street, enrolment, fingerprint)
        year = Year(book, profile, number)
        lay_out(year)
        return year

    def stick(self, name: str) -> Path:
        folder = self.folder / "U盘" / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def close(self) -> None:
        for one in self.units:
            one.book.close()
        self.street.close()

    def play(self) -> None:
        """From the plan to what the street has marked."""
        self.work()
        self.confirm_vetoes()
        there = [one for one in self.units if not one.profile.idle]
        for one in there:
            if not one.profile.late:
                self.assess(one, date(YEAR + 1, 1, 8))
        for one in there:
            if not one.profile.late:
                outcome = BACK if one.profile.second else REVIEWED
                self.mark(one, date(YEAR + 1, 1, 26), outcome)
        for one in there:
            if one.profile.second:
                self.again_handed_in(one, date(YEAR + 1, 2, 3))
                self.mark(one, date(YEAR + 1, 2, 9), REVIEWED)
            elif one.profile.late:
                self.assess(one, date(YEAR + 1, 2, 20))
                self.mark(one, date(YEAR + 1, 2, 24), REVIEWED)

        self.evaluate()

    # -- the year --------------------------------------------------------------------------------

    def work(self) -> None:
        """Everybody works; bundles at half-year and at the end, an inspection in between."""
        for one in self.units:
            self._until(one, date(YEAR, 6, 30))
        self.inspect()
        for one in self.units:
            self._until(one, LAST)
            folder = self.folder / "明细" / one.profile.name
            plain.write_out(one.book.connection, one.book.tables.records, folder)
            self.files[one.profile.name] = plain.Files(folder, YEAR)
            one.play(date(YEAR + 1, 1, 5))
        self.recheck()

    def inspect(self) -> None:
        """The street looks at every unit; what it finds goes down and is a task there at once."""
        with clock.fixed(date(YEAR, 7, 1)):
            days = {"from_on": f"{YEAR}-07-02", "to_on": f"{YEAR}-07-04"}
            sheet = "清廉村居综合督查"
            round_id = _put(self.street, "inspection_round", title="半年督查", sheet=sheet, **days)
            inspection.plan_visits(self.street, round_id)
        with clock.fixed(date(YEAR, 7, 4)):
            of_round = (Where("round_id", "=", round_id),)
            visits = self.street.rows(Query("inspection_visit", of_round))
            by_unit = {row["unit_name"]: row for row in visits}
            for number, one in enumerate(self.units):
                visit = by_unit[one.profile.name]
                for place in range(number % 3 + 1):
                    _put(self.street, "inspection_finding", visit_id=visit["id"],
                         unit_id=visit["unit_id"], found_on=f"{YEAR}-07-03", severity="较重",
                         what=f"第 {place + 1} 个问题", asked="照单整改")  # fmt: skip
                inspection.send_all_down(self.street, visit["id"])
            for one in self.units:
                self.down(one)
                one.on(date(YEAR, 7, 10), partial(self._answer, one))

    def _answer(self, one: Year) -> None:
        """The first order is carried out and shown; an idle unit answers nothing."""
        if one.profile.idle:
            return
        order = one.book.rows(Query("directive", order=(("title", False), ("id", False))))[0]
        photo = FILES.dump((one.book.files.add(f"整改照片 {one.profile.name}".encode()),))
        directives.answer(one.book, order["id"], {"state": DONE, "said": "已改好", "files": photo})

    def recheck(self) -> None:
        """What was shown is looked at again and closed, and the unit hears of it."""
        with clock.fixed(date(YEAR + 1, 1, 6)):
            for row in self.street.rows(Query("inspection_finding")):
                if inspection_reads.stand(self.street, row) == DONE:
                    draft = {"recheck": "现场看过", "rechecked_by": "李督查"}
                    saving.saver("inspection_finding")(self.street, row["id"], draft)
                    inspection.pass_recheck(self.street, row["id"])
            for one in self.units:
                self.down(one)

    def _until(self, one: Year, day: date) -> None:
        one.play(day)
        with clock.fixed(day):
            self.bundle(one)

    def bundle(self, one: Year) -> None:
        """Up to the street, and the receipt back."""
        usb = self.stick(one.profile.name)
        sent: Any = outgoing.export_bundle(one.book, usb).result
        outcome: Any = incoming.import_file(self.street, sent.path).result
        incoming.import_file(one.book, outcome.receipt)

    def down(self, one: Year) -> None:
        """What the street has for a unit, on its stick."""
        usb = self.stick(one.profile.name)
        directing.write_down(self.street, usb, (one.book.unit.code,))
        from_street.read_all(one.book, usb, lambda *_: True)

    # -- the self-assessment ---------------------------------------------------------------------

    def assess(self, one: Year, begun: date) -> str:
        """A version is scored line by line, heard by the party, frozen and sent."""
        book = one.book
        with clock.fixed(begun):
            made = str(evaluation.begin(book, YEAR).result)
            self._score(one, made)
        self._hand_in(one, made, begun)
        return made

    def _score(self, one: Year, assessment: str) -> None:
        book, profile = one.book, one.profile
        for line in reads.lines(book, assessment):
            if line["basis"] == "不适用":
                continue
            score = self._own_score(profile, line)
            if score is not None:
                draft = {"self_score": score, "note": "台账以外另有纸质材料"}
                saving.saver("assessment_line")(book, line["id"], draft)
        evaluation.take_suggestions(book, assessment)

    def _own_score(self, profile: Profile, line: Row) -> int | None:
        """In thousandths; None where the suggestion is taken as it is."""
        by_hand = _BY_HAND.get(line["indicator"])
        if by_hand is not None:
            share = Decimal(1) if profile.diligence >= 0.9 else Decimal(f"{profile.diligence}")
            half = (Decimal(by_hand) * share * 2).quantize(Decimal(1)) / 2
            return int(line["suggested"] + min(half, Decimal(by_hand)) * 1000)
        if profile.own_scores and line["indicator"] == "C02":
            return int(line["points"])
        if profile.own_scores and line["indicator"] == "E01":
            return int(max(line["suggested"] - 300, 0))
        return None

    def _hand_in(self, one: Year, assessment: str, day: date) -> None:
        with clock.fixed(day):
            evaluation.finish(one.book, assessment)
            evaluation.hear(one.book, assessment, day, "支委会", "同意报送")
            evaluation.freeze(one.book, assessment, day)
            self.bundle(one)

    def again_handed_in(self, one: Year, day: date) -> str:
        """A second version: what the street asked for is put right, and handed in once more."""
        before = reads.current(one.book, YEAR)
        assert before is not None
        with clock.fixed(day):
            made = str(evaluation.new_version(one.book, before["id"]).result)
            marks = reads.word_of_street(one.book, reads.there(one.book, made)).scores
            for line in reads.lines(one.book, made):
                score = marks.get(line["indicator"], line["self_score"])
                if line["basis"] != "不适用" and score != line["self_score"]:
                    draft = {"self_score": score, "note": "照街道核评改", "differs": "照核评"}
                    saving.saver("assessment_line")(one.book, line["id"], draft)
        self._hand_in(one, made, day)
        return made

    # -- the street ------------------------------------------------------------------------------

    def confirm_vetoes(self) -> None:
        """What other offices have confirmed, and one that two people take off again."""
        with clock.fixed(date(YEAR, 10, 9)):
            signers.add(self.street, SECOND, "纪工委", PIN)
            for one in self.units:
                if not one.profile.veto:
                    continue
                draft = {
                    "article": one.profile.veto, "unit_name": one.profile.name,
                    "happened_on": f"{YEAR}-09-01", "confirmed_by": "街道纪工委",
                    "document_no": f"通惠纪函〔{one.book.unit.code}〕",
                }  # fmt: skip
                made = str(saving.saver("veto_event")(self.street, None, draft).result)
                if one.profile.lifted:
                    evaluation.lift_veto(self.street, made, "整改验收合格", SECOND, PIN)

    def mark(self, one: Year, day: date, outcome: str) -> None:
        """Some lines get less than the unit gave itself, with why; then it goes back."""
        with clock.fixed(day):
            given = marking.marks_of(self.street, one.book.unit.office_id, YEAR)
            assert given is not None
            row = str(given.row["id"])
            evaluation.carry_over(self.street, row)
            lines = [line for line in given.lines if (line["self_score"] or 0) >= 1000]
            if given.row["version"] == 1:
                for number, line in enumerate(lines[2::7], 1):
                    draft = {"score": max(line["self_score"] - 250 * number, 0), "said": "材料不齐"}
                    evaluation.mark_line(self.street, line["id"], draft)
            evaluation.take_own(self.street, row)
            evaluation.send_back(self.street, row, outcome, "请看各条意见")
            self.down(one)

    def evaluate(self) -> None:
        """Bonus by bonus, unit by unit, then the notice; what was decided goes down."""
        with clock.fixed(date(YEAR + 1, 3, 2)):
            self._rule_on_claims()
            for one in self.units:
                said = "全年没有报送自评" if one.profile.idle else ""
                conclusion = ABSENT if one.profile.idle else ""
                yearend.settle(self.street, YEAR, one.book.unit.office_id, conclusion, said)
            made = yearend.issue(self.street, YEAR, "通惠街道〔2026〕58号", demands="照单整改。")
            self.notice = str(made.result)
            for one in self.units:
                self.down(one)

    def _rule_on_claims(self) -> None:
        """Most are accepted; every sixth gets less than it asks for, every seventh nothing."""
        claims = self.street.rows(Query("bonus_claim", order=(("what", False),)))
        for number, claim in enumerate(claims, 1):
            if number % 7 == 0:
                evaluation.rule(self.street, claim["id"], TURNED_DOWN, {"said": "没有文件"})
            elif number % 6 == 0:
                draft = {"points": 250, "said": "只认可一部分"}
                evaluation.rule(self.street, claim["id"], ACCEPTED, draft)
            else:
                evaluation.rule(self.street, claim["id"], ACCEPTED, {})


def _put(book: Book, table: str, **draft: Any) -> str:
    return str(saving.saver(table)(book, None, draft).result)


# What only people can judge of an indicator, in points.
_BY_HAND = {
    "A05": "4", "A06": "2", "B04": "0.5", "B07": "2", "D02": "2", "D03": "4", "D04": "3",
    "E03": "1", "E04": "2", "E05": "1", "F02": "3", "F04": "2",
}  # fmt: skip
