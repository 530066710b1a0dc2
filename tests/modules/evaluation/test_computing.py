"""What the records come to: compared with questions asked by hand, as of the cut-off day."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from modules.evaluation.made_year import YEAR, entered, fill
from office import make_book, make_unit
from qinglian_desktop.core import clock
from qinglian_desktop.core.kinds import QUANTITY
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.customs.records import DEDUCTED
from qinglian_desktop.modules.evaluation import computing, reads, scoring
from qinglian_desktop.modules.evaluation.scoring import NO_DATA, NOT_APPLICABLE, SCORED, Suggestion
from qinglian_desktop.modules.evaluation.standing import PAUSED
from qinglian_desktop.modules.saving import saver
from qinglian_desktop.store.book import Book

AFTER = date(YEAR + 1, 1, 2)
LAST = f"{YEAR}-12-31"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    made = make_book(tmp_path_factory.mktemp("year"))
    fill(made)
    yield made
    made.close()


@pytest.fixture(scope="module")
def found(book: Book) -> dict[str, Suggestion]:
    with clock.fixed(AFTER):
        return {one.indicator_id: one for one in computing.suggestions(book, YEAR)}


def ask(book: Book, sql: str) -> Fraction:
    """One figure by SQL written for it; y1 and y2 are the first and last day of the year."""
    given = {"y1": f"{YEAR}-01-01", "y2": LAST, "y": YEAR}
    names = {name: value for name, value in given.items() if f":{name}" in sql}
    value = book.connection.execute(sql, names).fetchone()[0]
    return Fraction(value or 0).limit_denominator(10**9)


def in_time(table: str, due: str, done: str, more: str = "") -> Callable[[Book], Fraction]:
    """Done by the day, of those due in the year."""

    def share(book: Book) -> Fraction:
        owed = f"FROM {table} WHERE deleted = 0 AND {due} BETWEEN :y1 AND :y2 {more}"
        good = ask(book, f"SELECT count(*) {owed} AND {done} <= {due}")
        return good / ask(book, f"SELECT count(*) {owed}")

    return share


def months(table: str, field: str, more: str = "") -> Callable[[Book], Fraction]:
    return _distinct(table, f"substr({field}, 6, 2)", field, more)


def quarters(table: str, field: str, more: str = "") -> Callable[[Book], Fraction]:
    return _distinct(table, f"(substr({field}, 6, 2) + 2) / 3", field, more)


def halves(table: str, field: str, more: str = "") -> Callable[[Book], Fraction]:
    return _distinct(table, f"substr({field}, 6, 2) > '06'", field, more)


def _distinct(table: str, part: str, field: str, more: str) -> Callable[[Book], Fraction]:
    def many(book: Book) -> Fraction:
        where = f"deleted = 0 AND {field} BETWEEN :y1 AND :y2 {more}"
        return ask(book, f"SELECT count(DISTINCT {part}) FROM {table} WHERE {where}")

    return many


def attended(table: str, more: str = "") -> Callable[[Book], Fraction]:
    """The average share, worked out in whole fractions."""

    def mean(book: Book) -> Fraction:
        rows = book.connection.execute(
            f"SELECT present, expected FROM {table} WHERE deleted = 0 AND expected > 0 "
            f"AND held_on BETWEEN ? AND ? {more}",
            (f"{YEAR}-01-01", LAST),
        ).fetchall()
        shares = [Fraction(min(present or 0, expected), expected) for present, expected in rows]
        return sum(shares, Fraction(0)) / len(shares)

    return mean


def _a01(book: Book) -> Fraction:
    held = Fraction(0)
    for kind in ("支委会", "主题党日"):  # of an office that has named no branch
        held += months("party_meeting", "held_on", f"AND kind = '{kind}'")(book)
    for kind in ("支部党员大会", "党课"):
        held += quarters("party_meeting", "held_on", f"AND kind = '{kind}'")(book)
    for kind in ("组织生活会", "民主评议党员"):
        once = f"SELECT count(*) > 0 FROM party_meeting WHERE kind = '{kind}' AND deleted = 0"
        held += ask(book, f"{once} AND held_on BETWEEN :y1 AND :y2")
    return one_place(3 * held / 34)  # the issue says 保留1位小数


def one_place(exact: Fraction) -> Fraction:
    return Fraction(int(exact * 10 + Fraction(1, 2)), 10)


def _a02(book: Book) -> Fraction:
    clean = "AND (subject = '清廉村居' OR topic LIKE '%清廉村居%')"
    logged = "SELECT count(DISTINCT month) FROM duty_log WHERE deleted = 0 AND month LIKE :y || '%'"
    return halves("party_meeting", "held_on", clean)(book) + max(
        1 - Fraction("0.2") * (12 - ask(book, logged)), Fraction(0)
    )


def _a03(book: Book) -> Fraction:
    met = 1 - Fraction("0.25") * (4 - quarters("joint_meeting", "held_on")(book))
    kept = in_time("joint_item", "due_on", "done_on", "AND list = '项目' AND status <> '不办了'")
    return met + kept(book)


def _a04(book: Book) -> Fraction:
    all_of = ask(book, "SELECT count(*) FROM check_in WHERE deleted = 0 AND year = :y")
    posts = ask(book, "SELECT count(post) FROM check_in WHERE deleted = 0 AND year = :y")
    told = ask(
        book,
        "SELECT count(*) FROM check_in c WHERE deleted = 0 AND year = :y AND feedback_on <= :y2 "
        "AND EXISTS (SELECT 1 FROM service_log s WHERE s.check_in_id = c.id AND s.deleted = 0 "
        "AND s.served_on BETWEEN :y1 AND :y2)",
    )
    return (posts + told) / all_of


def _b03(book: Book) -> Fraction:
    owed = (
        "FROM planned_posting p LEFT JOIN notice n ON n.id = p.notice_id AND n.deleted = 0 "
        "AND n.state IN ('已上墙', '已归档') AND n.posted_on >= :y1 WHERE p.deleted = 0 "
        "AND p.state <> '不适用' AND p.due_on BETWEEN :y1 AND :y2"
    )
    good = ask(book, f"SELECT count(*) {owed} AND n.posted_on <= p.due_on")
    return 4 * good / ask(book, f"SELECT count(*) {owed}")


def _b08(book: Book) -> Fraction:
    lists = (
        "SELECT programme, min(state IN ('没有问题', '已核实') AND notice_id IS NOT NULL) AS good "
        "FROM benefit_line WHERE deleted = 0 AND period = :y || '' GROUP BY programme"
    )
    return 2 * ask(book, f"SELECT avg(good) FROM ({lists})")


def _c01(book: Book) -> Fraction:
    met = 2 - Fraction("0.2") * (12 - months("supervision_meeting", "held_on")(book))
    told = "SELECT count(*) > 0 FROM supervision_report WHERE deleted = 0 AND year = :y"
    return max(met, Fraction(0)) + attended("supervision_attendance")(book) + ask(book, told)


def _c02(book: Book) -> Fraction:
    sent = "deleted = 0 AND month LIKE :y || '%' AND sent_on <= :y2"
    return ask(book, f"SELECT count(DISTINCT month) FROM monitor_log WHERE {sent}") / 6


def _c04(book: Book) -> Fraction:
    above = "AND source IN ('街道督查', '纪工委下沉', '巡察', '审计', '上级系统预警')"
    return 4 * in_time("problem", "due_on", "closed_on", above)(book)


def _c05(book: Book) -> Fraction:
    planned = "SELECT count(*) > 0 FROM special_plan WHERE deleted = 0 AND year = :y"
    checked = "SELECT count(DISTINCT quarter) FROM special_check WHERE deleted = 0"
    looked = ask(book, f"{checked} AND quarter LIKE :y || '%'") / 4
    kept = in_time("problem", "due_on", "closed_on", "AND plan_item = '（七）'")(book)
    return ask(book, planned) + looked + kept


def _c06(book: Book) -> Fraction:
    owed = "FROM audit WHERE deleted = 0 AND due_on BETWEEN :y1 AND :y2"
    done = ask(book, f"SELECT count(*) {owed} AND published_on <= :y2")
    audited = done / ask(book, f"SELECT count(*) {owed}")
    put_right = in_time("finding", "due_on", "closed_on")(book)
    return Fraction("1.2") * audited + Fraction("0.8") * put_right


def _d01(book: Book) -> Fraction:
    there = "SELECT count(*) FROM grid_staff s WHERE s.grid_id = g.id AND s.deleted = 0 AND "
    there += "coalesce(until_on, '9999') >= :y2 AND role"
    whole = f"({there} = '网格长') > 0 AND ({there} IN ('专职', '兼职')) > 0"
    staffed = ask(book, f"SELECT avg({whole}) FROM grid g WHERE deleted = 0")
    homes = ask(book, "SELECT count(*) FROM household WHERE deleted = 0")
    seen = ask(
        book,
        "SELECT count(DISTINCT household_no) FROM grid_visit v WHERE deleted = 0 "
        "AND visited_on BETWEEN :y1 AND :y2 AND household_no IN "
        "(SELECT number FROM household WHERE deleted = 0)",
    )
    return staffed + seen / homes + in_time("grid_event", "due_on", "closed_on")(book)


def _d07(book: Book) -> Fraction:
    looked = months("environment_inspection", "inspected_on")(book) / 12
    score = ask(
        book,
        "SELECT sum(score) FROM environment_inspection WHERE deleted = 0 AND month LIKE :y || '%'",
    ) / ask(
        book,
        "SELECT count(*) FROM environment_inspection WHERE deleted = 0 AND month LIKE :y || '%'",
    )
    return looked + score / 100_000 + in_time("environment_issue", "due_on", "closed_on")(book)


def _e01(book: Book) -> Fraction:
    kinds = "AND kind IN ('廉政', '警示')"
    return quarters("training", "held_on", kinds)(book) / 2 + attended("training", kinds)(book)


def _e02(book: Book) -> Fraction:
    kind = "AND kind = '财务'"
    held = Fraction("0.6") * halves("training", "held_on", kind)(book)
    return held + Fraction("0.8") * attended("training", kind)(book)


def _f01(book: Book) -> Fraction:
    of_year = "FROM survey_result WHERE deleted = 0 AND surveyed_on BETWEEN :y1 AND :y2"
    known = ask(book, f"SELECT sum(valid) - sum(unknown) {of_year}")
    rate = ask(book, f"SELECT sum(satisfied) + sum(fairly) {of_year}") / known * 100
    return Fraction(next((p for at, p in ((95, 5), (90, 4), (85, 3), (80, 2)) if rate >= at), 0))


def _f03(book: Book) -> Fraction:
    return 2 * in_time("promise", "due_on", "closed_on")(book)


BY_HAND: dict[str, Callable[[Book], Fraction]] = {
    "A01": _a01, "A02": _a02, "A03": _a03, "A04": _a04, "B03": _b03, "B08": _b08, "C01": _c01,
    "C02": _c02, "C04": _c04, "C05": _c05, "C06": _c06, "D01": _d01, "D07": _d07,
    "E01": _e01, "E02": _e02, "F01": _f01, "F03": _f03,
}  # fmt: skip


@pytest.mark.parametrize("indicator_id", BY_HAND)
def test_a_suggestion_is_what_is_counted_by_hand(
    book: Book, found: dict[str, Suggestion], indicator_id: str
) -> None:
    exact = BY_HAND[indicator_id](book)
    hand = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(
        Decimal("0.01"), ROUND_HALF_UP
    )
    one = found[indicator_id]
    assert one.state == SCORED
    assert one.points == hand
    assert 0 < one.points < one.most, "a case that tells something"


def test_points_are_rounded_as_the_issue_says_and_the_formula_tells_so(
    found: dict[str, Suggestion],
) -> None:
    assert found["A01"].points == Decimal("1.2")
    assert found["A01"].formula.endswith("3 × 14 ÷ 34 = 1.2353；保留 1 位小数，得 1.2 分")


def test_most_of_the_indicators_are_counted_from_records(found: dict[str, Suggestion]) -> None:
    counted = [one.indicator_id for one in found.values() if one.state == SCORED]
    assert len(counted) >= 23
    assert sum(one.computed for one in found.values()) >= 26


def test_each_number_opens_to_the_rows_it_was_counted_from(
    book: Book, found: dict[str, Suggestion]
) -> None:
    for one in found.values():
        for behind in one.behind:
            assert book.count(behind.query) == behind.many > 0
    (row,) = [b for b in found["C02"].behind if b.query.table == "monitor_log"]
    assert all(log["sent_on"] <= LAST for log in book.rows(row.query))


def test_what_was_entered_late_is_told_and_costs_nothing(found: dict[str, Suggestion]) -> None:
    one = found["F03"]
    assert one.late > 0
    assert f"补录 {one.late} 条" in one.notes
    assert one.late <= one.counted


def test_what_has_no_record_says_so_and_is_no_failure(tmp_path: Path) -> None:
    empty = make_book(tmp_path)
    with clock.fixed(AFTER):
        listed = computing.suggestions(empty, YEAR)
    states = {one.indicator_id: one.state for one in listed}
    gone = {name for name, state in states.items() if state == NOT_APPLICABLE}
    assert gone == {"A07", "B04", "B05", "B06", "C06"}, "without a collective organisation"
    assert set(states.values()) == {NO_DATA, NOT_APPLICABLE}
    assert all(one.points == 0 for one in listed)
    empty.close()


def test_the_whole_leaves_out_what_does_not_apply(
    book: Book, found: dict[str, Suggestion], tmp_path: Path
) -> None:
    rules = computing.system_of(book, YEAR)
    states = {name: one.state for name, one in found.items()}
    whole = scoring.total(rules, states, lambda name: found[name].points)
    assert whole.applicable == 100
    assert whole.earned == sum(one.points for one in found.values())
    states |= dict.fromkeys(("A07", "B04", "B05", "B06", "C06"), NOT_APPLICABLE)
    less = scoring.total(rules, states, lambda name: found[name].points)
    assert less.applicable == 89
    assert less.points == (less.earned * 100 / 89).quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_a_few_rows_are_called_too_few(tmp_path: Path) -> None:
    small = make_book(tmp_path)
    with entered(small, date(YEAR, 12, 30)) as change:
        for number in range(2):
            draft = {"number": f"{number}", "what": "路灯", "promised_on": f"{YEAR}-05-01"}
            draft |= {"due_on": f"{YEAR}-06-01", "closed_on": f"{YEAR}-05-02"}
            change.add(small.tables["promise"], draft)
    with clock.fixed(AFTER):
        (one,) = [o for o in computing.suggestions(small, YEAR) if o.indicator_id == "F03"]
    assert one.points == 2
    assert "样本过少：好事实事按承诺期限办结只有 2 件" in one.notes
    small.close()


def test_before_the_year_is_over_only_what_is_due_so_far_counts(tmp_path: Path) -> None:
    half = make_book(tmp_path)
    with entered(half, date(YEAR, 7, 1)) as change:
        for month in range(1, 7):
            change.add(half.tables["supervision_meeting"], {"held_on": f"{YEAR}-{month:02d}-10"})
    with clock.fixed(date(YEAR, 7, 20)):
        (one,) = [o for o in computing.suggestions(half, YEAR) if o.indicator_id == "C01"]
    assert one.points == 2, "six meetings of six"
    half.close()


# -- the cut-off day -------------------------------------------------------------------------------


def test_what_is_changed_after_the_cut_off_day_changes_nothing(tmp_path: Path) -> None:
    kept = make_book(tmp_path)
    fill(kept, seed=11)
    with clock.fixed(date(YEAR + 1, 1, 1)):
        before = computing.suggestions(kept, YEAR)
    assert any(one.state == SCORED for one in before)
    with entered(kept, AFTER) as change:
        for table in ("promise", "grid_event", "training", "supervision_meeting", "check_in"):
            record = kept.tables[table]
            rows = kept.rows(Query(table))
            if table == "check_in":
                of_it = (Where("check_in_id", "=", rows[0]["id"]),)
                for service in kept.rows(Query("service_log", of_it)):
                    change.drop("service_log", service["id"])
            change.drop(table, rows[0]["id"])
            name = {"training": "present", "check_in": "post"}.get(table, "")
            if table in ("promise", "grid_event"):
                change.put_row(table, rows[1]["id"], {"closed_on": rows[1]["due_on"]})
            elif name:
                change.put_row(table, rows[1]["id"], {name: 1 if name == "present" else "新岗"})
            copied = {name: rows[2][name] for name in record.fields}
            change.add(record, copied)
    with clock.fixed(AFTER):
        after = computing.suggestions(kept, YEAR)
        live = computing.suggestions(kept, YEAR, cutoff=AFTER)
    assert after == before
    assert live != before, "without the cut-off day it would have changed"
    kept.close()


def test_a_unit_of_the_street_gets_the_score_it_has_at_home(tmp_path: Path) -> None:
    """At the street the rows of all units lie side by side; each is counted alone."""
    homes = []
    for number in (1, 2):
        home = make_book(tmp_path, name=f"第{number}社区", code=f"{number}", folder=f"u{number}")
        fill(home, seed=number)
        homes.append(home)
    street = Book.create(tmp_path / "street", RECORDS, make_unit("street"))
    street.connection.execute("BEGIN")
    for home in homes:
        for table in home.tables.records:
            rows = home.rows(Query(table, deleted=True))
            if rows and table in street.tables.records:
                _copy(street, table, rows)
    street.connection.execute("COMMIT")
    with clock.fixed(AFTER):
        offices = [home.unit.office_id for home in homes]
        together = computing.of_units(street, YEAR, offices)
        for home in homes:
            assert together[home.unit.office_id] == computing.suggestions(home, YEAR)
    for book in (*homes, street):
        book.close()


def _copy(street: Book, table: str, rows: list[dict[str, object]]) -> None:
    names = ", ".join(f'"{name}"' for name in rows[0])
    marks = ", ".join("?" * len(rows[0]))
    street.connection.executemany(
        f'INSERT INTO "{table}" ({names}) VALUES ({marks})', [tuple(row.values()) for row in rows]
    )


def test_a_problem_long_overdue_pauses_the_evaluation(book: Book) -> None:
    """V10, by the records themselves: not closed ninety days after its day."""
    late = "FROM problem WHERE deleted = 0 AND source <> '自查' AND due_on < '2026-10-02'"
    late += " AND (closed_on IS NULL OR closed_on > '2026-12-31')"
    many = ask(book, f"SELECT count(*) {late}")
    with clock.fixed(AFTER):
        found = reads.standing_of(book, YEAR)
    (hit,) = found.hits
    assert (hit.veto.id, found.state) == ("V10", PAUSED)
    assert sum(one.many for one in hit.behind) == many > 0
    assert f"台账里有 {many} 条" in found.words


def test_every_query_behind_is_a_list_of_this_unit(
    book: Book, found: dict[str, Suggestion]
) -> None:
    for one in found.values():
        for behind in one.behind:
            owned = Where("owner", "=", book.unit.office_id)
            mine = behind.query._replace(where=(*behind.query.where, owned))
            assert book.count(mine) == behind.many


def test_a_score_of_91_5_counts_as_91_5_and_not_as_thousandths(tmp_path: Path) -> None:
    """The ledger keeps thousandths; what is typed, shown and scored is the same figure."""
    with clock.fixed(date(2026, 12, 31)), make_book(tmp_path) as office:
        lost = dict.fromkeys(DEDUCTED, 0)
        for month, off, score in (("01", "8.5", "91.5"), ("02", "11.5", "88.5")):
            lost["rubbish_off"] = QUANTITY.read(off)
            row_id = saver("environment_inspection")(
                office, None, {"inspected_on": f"2026-{month}-10", **lost}
            ).result
            row = office.row("environment_inspection", str(row_id)) or {}
            assert (row["score"], QUANTITY.show(row["score"])) == (QUANTITY.read(score), score)
        draft = {"surveyed_on": "2026-11-01", "valid": 40, "satisfied": 30, "fairly": 6,
                 "middling": 2, "poor": 1, "unknown": 1}  # fmt: skip
        saver("survey_result")(office, None, draft)
        told = {one.indicator_id: one for one in computing.suggestions(office, 2026)}
    parts = {part.part.measure: part for part in told["D07"].parts}
    mean = parts["environment-score"]
    assert mean.found is not None
    assert (mean.found.good, mean.found.of, mean.points) == (90, 100, Fraction(9, 10))
    (rate,) = (part.found for part in told["F01"].parts if part.part.measure == "satisfaction")
    assert rate is not None
    assert (rate.good, rate.of) == (36, 39)
