"""会后登记 (D-04): everybody was there unless unticked, three figures, and what was said."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.kinds import NAME
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.decisions import actions, joint, kinship, reads, steps
from qinglian_desktop.modules.decisions.actions import Held, Shown
from qinglian_desktop.modules.decisions.page.attendance import Attendance, away_of
from qinglian_desktop.modules.decisions.page.avoid_row import AvoidRow
from qinglian_desktop.modules.decisions.page.before_row import BeforeRow
from qinglian_desktop.modules.decisions.page.branch_box import BranchBox
from qinglian_desktop.modules.decisions.page.excluded import ExcludedList
from qinglian_desktop.modules.decisions.page.ways_before import WaysBefore
from qinglian_desktop.modules.decisions.records import AVOIDS, DECISION, TALK, MatterStep
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import Banner, fill, push_button
from qinglian_desktop.ui.small_form import SmallForm

_WHEN = ("held_on", "held_time", "place")
_FIGURES = ("due_count", "present_count")
_VOTES = ("yes_count", "no_count", "abstain_count")
_WORDS = ("opinions", "decision", "supervisors", "chair", "recorder", "vote_way", "street_people",
          "dissent", "files")  # fmt: skip
_TAKEN = ("chair", "recorder", "supervisors", "street_people", "vote_way")
_LINES = ("supervisors", "street_people")  # names on one line, hidden like names
_PAUSE = 120  # ms after the last key before the figures are judged again


class MeetingForm(QFrame):
    """`asked` carries how the meeting was held; the page enters it."""

    asked = Signal(object)  # Held
    reason_given = Signal(str)  # why 提议 and 商议 are one sitting
    prepare_asked = Signal(str)  # the gate whose meeting is still to come
    homes_asked = Signal()  # 入户征求意见
    all_asked = Signal()  # the full meeting is to decide instead
    roster_asked = Signal()  # the registry has nobody of this body

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._matter_id, self._gate, self._step_id = desk, "", "", ""
        self._shown: Shown | None = None
        self.setProperty("role", "card")
        fields = MatterStep.fields
        self.title = look.label("", "group")
        self.needs = look.label("")
        self.needs.setWordWrap(True)
        self.basis = look.label("", "hint")
        self.basis.setWordWrap(True)
        self.banner = Banner()
        self.when = SmallForm({n: fields[n] for n in _WHEN}, in_a_row=_WHEN[1:])
        self.late = look.label("", "warning")
        self.late.setWordWrap(True)
        self.before = BeforeRow()
        self.people = Attendance()
        self.avoid = AvoidRow()
        self.branch = BranchBox()
        self.figures = _form(desk, _FIGURES)
        self.excluded = ExcludedList()
        self.parts = _form(desk, ("part",))
        self.more_parts = look.tick("还有分会场没开（最后一场登记完再合计）")
        self.households = look.tick("按户派代表开会")
        self.tally = look.label("")
        self.tally.setWordWrap(True)
        self.votes = SmallForm({n: fields[n] for n in _VOTES}, in_a_row=_VOTES)
        self.verdict = look.chip("草稿", parent=self)
        self.combined = look.tick("和提议合在一场会上开")
        self.why_combined = QLineEdit()
        self.why_combined.setPlaceholderText("合开的原因，例：书记、主任一肩挑，两委都到会")
        look.named(self.why_combined, "合开的原因")
        lines = {n: fields[n]._replace(kind=NAME) for n in _LINES}
        self.words = SmallForm(
            {n: lines.get(n, fields[n]) for n in _WORDS}, reader=desk.book,
            store_file=desk.store_file,
        )  # fmt: skip
        self.save = push_button("登记", "primary")
        self.brief = push_button("改为情况通报")
        self.ways = WaysBefore()
        self._lay_out()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._on_pause)
        for form in (self.when, self.figures, self.votes):
            form.changed.connect(self._pause.start)
        for form in (self.when, self.figures, self.votes, self.words, self.parts):
            form.submitted.connect(self.on_save)
        self.before.chosen.connect(self.take_over)
        self.avoid.chosen.connect(self.people.mark_avoiding)
        self.avoid.chosen.connect(self.judge)
        self.branch.changed.connect(self.judge)
        self.people.changed.connect(self._pause.start)
        self.excluded.changed.connect(self._pause.start)
        self.households.clicked.connect(self._pause.start)
        self.more_parts.clicked.connect(self._pause.start)
        self.combined.toggled.connect(self.why_combined.setVisible)
        self.ways.prepare.clicked.connect(self._on_prepare)
        self.ways.homes.clicked.connect(self.homes_asked)
        self.ways.to_all.clicked.connect(self.all_asked)
        self.ways.to_roster.clicked.connect(self.roster_asked)
        self.save.clicked.connect(self.on_save)
        self.brief.clicked.connect(self.on_brief)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(10)
        marks = QWidget()
        FlowLayout(marks).addWidget(self.verdict)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        flow.addWidget(self.save)
        flow.addWidget(self.brief)
        for part in (
            self.title, self.ways, self.needs, self.basis, self.banner, self.before,
            self.when, self.late, self.combined, self.why_combined, self.branch, self.people,
            self.avoid, self.households, self.figures, self.excluded, self.parts,
            self.more_parts, self.tally, self.votes, marks, self.words, buttons,
        ):  # fmt: skip
            column.addWidget(part)

    # -- which meeting --------------------------------------------------------------------

    def show_gate(self, matter_id: str, gate: str, row: Mapping[str, Any] | None = None) -> None:
        """The meeting of this gate; `row` is the step as planned, or as it was entered before."""
        book = self._desk.book
        self._matter_id, self._gate = matter_id, gate
        self._step_id = str((row or {}).get("id") or "") if (row or {}).get("held_on") else ""
        found = reads.case(book, matter_id)
        body = reads.body_at(found.matter, gate)
        before: Mapping[str, Any] = row or {}
        entered = bool(before.get("held_on"))
        self.banner.hide()
        self.title.setText(f"{'更正' if entered else '登记'}{gate}：{reads.body_name(book, body)}")
        place = before.get("place") or ("" if entered else reads.last_place(book))
        day = before.get("held_on") or self._day(before)
        time = before.get("held_time") or str(before.get("planned_at") or "")[11:16]
        self.when.put({**before, "held_on": day, "held_time": time or None, "place": place or None})
        listed = body in reads.LISTED
        self.people.setVisible(listed)
        self._put_branches(found, gate, before)
        self.people.show_people(self._roster(found.matter, body), away_of(book, before))
        self.figures.setVisible(not listed)
        self.excluded.setVisible(not listed)
        in_parts = body in actions.IN_PARTS and not listed
        self.parts.setVisible(in_parts)
        self.more_parts.setVisible(in_parts)
        self.households.setVisible(reads.by_households(found.matter, gate))
        known = None if listed or entered else self._counted(found.matter, body)
        roster = before.get("roster_count") or before.get("due_count")
        self.figures.put({**before, "due_count": roster or known})
        self.excluded.put(reads.excluded_of(book, before["id"]) if before.get("id") else ())
        self.parts.put(before)
        self.more_parts.setChecked(entered and not before.get("result"))
        self.votes.put(before)
        self._put_words(found, gate, before)
        whole = actions.WHOLE.get(body) if gate == DECISION and not entered else None
        first = self.ways.show_ways(
            entered=entered, planned=bool(before.get("planned_at")),
            whole=reads.body_name(book, whole) if whole is not None else "",
        )  # fmt: skip
        fill(self.save, not first)  # one filled button on the screen
        self.combined.setVisible(gate == TALK)
        self.combined.setChecked(bool(before.get("combined")))
        self.why_combined.setVisible(gate == TALK and self.combined.isChecked())
        self.why_combined.setText(found.matter["one_sitting_reason"] or "")
        self.save.setText(self._word(found, gate, entered=entered))
        self.save.setAccessibleName(self.save.text())
        self.before.show_found(() if entered else joint.before(book, found, gate, clock.today()))
        self.judge()

    def take_over(self, one: joint.Before) -> None:
        """That meeting without what belongs to its matter: votes, opinions, who avoided.

        Who avoided there was in the room, and is taken to be here.
        """
        row, book = one.row, self._desk.book
        self.when.put({name: row[name] for name in _WHEN})
        told = self.words.values()
        self.words.put({**told, **{name: row[name] for name in _TAKEN}})
        self.households.setChecked(row["counted_by"] == "户")
        self.figures.put({"due_count": row["roster_count"], "present_count": row["present_count"]})
        self.excluded.put(reads.excluded_of(book, row["id"]))
        self.parts.put(row)
        self.branch.choose(row["part"] or "")
        self.more_parts.setChecked(not row["result"])
        matter = reads.case(book, self._matter_id).matter
        away = [how for how in away_of(book, row) if how.attendance != AVOIDS]
        self.people.show_anew(self._roster(matter, reads.body_at(matter, self._gate)), away)
        self.judge()
        self.votes.editors["yes_count"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_branches(self, found: reads.Case, gate: str, before: Mapping[str, Any]) -> None:
        party = reads.body_at(found.matter, gate) == reads.PARTY_MEETING
        day = date.fromisoformat(self.when.value("held_on"))
        names = reads.branches(self._desk.book, day) if party else ()
        row = dict(before) if before.get("held_on") else None
        met = [one["part"] for one in actions.other_parts(found, gate, row)]
        self.branch.show_branches(names, met, before.get("part") or "")

    def _day(self, planned: Mapping[str, Any]) -> str:
        """The day it was planned for, when that is not still to come; else today."""
        day = str(planned.get("planned_at") or "")[:10]
        today = clock.today().isoformat()
        return day if day and day <= today else today

    def _put_words(self, found: reads.Case, gate: str, before: Mapping[str, Any]) -> None:
        begin = dict(before)
        if not before.get("held_on"):
            day = date.fromisoformat(self.when.value("held_on"))
            begin.setdefault("supervisors", None)
            begin["supervisors"] = begin["supervisors"] or reads.supervisors(self._desk.book, day)
            begin["recorder"] = begin.get("recorder") or self._desk.book.operator.name
            begin["decision"] = begin.get("decision") or found.matter["content"]
        self.words.put(begin)
        self.words.show_field("decision", gate == steps.deciding(found.matter))

    def _word(self, found: reads.Case, gate: str, *, entered: bool) -> str:
        if entered:
            return "存更正"
        return "登记并生成公告" if gate == steps.deciding(found.matter) else f"登记{gate}"

    def _counted(self, matter: Mapping[str, Any], body: str) -> int | None:
        """How many the registry knows to be due, where nobody is called by name."""
        group = reads.group_of(matter, body)
        day = date.fromisoformat(self.when.value("held_on"))
        return reads.roster(self._desk.book, body, day, group=group).due

    def _roster(self, matter: Mapping[str, Any], body: str) -> tuple[reads.Member, ...]:
        day = self.when.value("held_on")
        when = date.fromisoformat(day) if day else clock.today()
        if body not in reads.LISTED:
            return ()
        return reads.roster(self._desk.book, body, when, part=self.branch.part).people

    # -- judged while it is filled in -----------------------------------------------------

    def held(self) -> Held:
        """The meeting as the form says it was."""
        day = self.when.value("held_on")
        words = {**self.words.values(), **self.when.values()}
        files = words.pop("files")
        words.pop("held_on")
        branch = self.branch
        figures = self.figures.values() if not self.figures.isHidden() else {}
        return Held(
            date.fromisoformat(day) if day else clock.today(),
            self.votes.value("yes_count"),
            self.votes.value("no_count"),
            self.votes.value("abstain_count"),
            away=self.people.away(),
            present=figures.get("present_count"),
            due=figures.get("due_count"),
            excluded=self.excluded.people() if not self.excluded.isHidden() else (),
            households=self.households.isChecked() and not self.households.isHidden(),
            words=words,
            files=tuple(MatterStep.fields["files"].kind.load(files)) if files else (),
            part=self.parts.value("part") or "" if branch.isHidden() else branch.part,
            more_parts=self.more_parts.isChecked() if branch.isHidden() else branch.more,
            combined=self.combined.isChecked(),
            like=self.before.step_id,
        )

    def _on_pause(self) -> None:
        if self.isVisible():  # the window may have been closed meanwhile
            self.judge()

    def judge(self) -> None:
        """Who counts and whether it passes, with the figures as they stand."""
        self._pause.stop()
        if not self._matter_id:
            return
        found = reads.case(self._desk.book, self._matter_id)
        body = reads.body_at(found.matter, self._gate)
        if body in reads.LISTED:
            self.people.show_people(self._roster(found.matter, body))
        held = self.held()
        out = {one.name for one in held.away if one.attendance == AVOIDS}
        proposed = kinship.proposed(self._desk.book, found.matter, self.people.people)
        self.avoid.show_found([one for one in proposed if one.name not in out])
        self._warn(held.held_on)
        known = tuple(one._replace(interest=one.interest or "…") for one in held.away)
        self._shown = None
        try:
            self._shown = actions.look(
                self._desk.book,
                self._matter_id,
                self._gate,
                held._replace(away=known),
                self._step_id,
            )
        except Refused as refused:
            self.ways.to_roster.setVisible(refused.field == "roster")
            self._say_needs("", "")
            self.verdict.hide()
            self.brief.hide()
            self._say_tally("" if self._waits(held) else str(refused))
            return
        self.ways.to_roster.hide()
        self._show(self._shown, held)

    def _warn(self, day: date) -> None:
        today = clock.today()
        words = steps.late_warning(day, today, reads.late_days(self._desk.book, today))
        self.late.setText(words)
        self.late.setVisible(bool(words))

    def _waits(self, held: Held) -> bool:
        return not self.figures.isHidden() and held.present is None

    def _show(self, shown: Shown, held: Held) -> None:
        tally, unit = shown.tally, "户" if held.households else "人"
        self._say_needs(f"应到 {shown.due} {unit}，{shown.needs.words}。", shown.rule.basis)
        counted = f"实到 {tally.present} {unit}"
        cast = sum(vote or 0 for vote in (held.yes, held.no, held.abstain))
        gap = cast - tally.present
        if None not in (held.yes, held.no, held.abstain) and gap:
            word = "差" if gap < 0 else "多"
            counted = f"三项票数合计 {cast}，与实到 {tally.present} 不符，{word} {abs(gap)} 票。"
        self._say_tally("；".join(filter(None, (counted, tally.words))))
        few = shown.present < shown.needs.present and not held.more_parts
        self.brief.setVisible(few)
        self.verdict.setVisible(bool(shown.verdict))
        if shown.verdict:
            word = {"通过": "通过", "未通过": "未通过，可再议"}.get(shown.verdict, shown.verdict)
            self.verdict.say(word, "success" if shown.verdict == "通过" else "warning")

    def _say_tally(self, words: str) -> None:
        self.tally.setText(words)
        self.tally.setVisible(bool(words))

    def _say_needs(self, words: str, basis: str) -> None:
        self.needs.setText(words)
        self.needs.setVisible(bool(words))
        self.basis.setText(f"依据：{basis}" if basis else "")
        self.basis.setVisible(bool(basis))

    # -- handing over ---------------------------------------------------------------------

    def _on_prepare(self) -> None:
        self.prepare_asked.emit(self._gate)

    def on_save(self) -> None:
        self._hand_over(self.held())

    def on_brief(self) -> None:
        self._hand_over(self.held()._replace(briefing=True))

    def _hand_over(self, held: Held) -> None:
        self.banner.hide()
        if any(form.problem() for form in (self.when, self.figures, self.votes, self.words)):
            return
        if self.combined.isChecked() and self.why_combined.text().strip():
            self.reason_given.emit(self.why_combined.text().strip())
        self.asked.emit(held)

    def on_refused(self, refused: Refused) -> None:
        """Where it belongs: under its field, else at the head of the card."""
        field = {"yes": "yes_count", "present": "present_count"}.get(refused.field, refused.field)
        if field == "interest" and self.people.point_at_reason():
            self.banner.say(refused)
            return
        if field == "one_sitting_reason":
            self.combined.setChecked(True)
            self.why_combined.show()
            self.why_combined.setFocus(Qt.FocusReason.OtherFocusReason)
            self.banner.say(refused)
            return
        for form in (self.when, self.figures, self.votes, self.words, self.parts):
            if form.show_refusal(refused, field):
                return
        self.banner.say(refused)

    def take_focus(self) -> None:
        """To the day of the meeting."""
        self.when.editors["held_on"].setFocus(Qt.FocusReason.OtherFocusReason)


def _form(desk: Desk, names: tuple[str, ...]) -> SmallForm:
    return SmallForm({name: MatterStep.fields[name] for name in names}, reader=desk.book)
