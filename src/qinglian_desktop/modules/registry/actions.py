"""What can be done with people, bodies and posts; who serves on a day."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from qinglian_desktop.core import check, clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Problem, Refused, refuse
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.registry import rules
from qinglian_desktop.modules.registry.reads import bars as _bars
from qinglian_desktop.modules.registry.reads import own_posts, serving
from qinglian_desktop.modules.registry.records import Person, Post
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book


def save_person(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Saves a person, half-filled or not; the ID number fills birthday and sex.

    Refused when the number is wrong, belongs to somebody already registered (who is named), or
    contradicts birthday or sex. `result` is the id.
    """
    before = ledger.there(book, Person.table, row_id) if row_id else {}
    made = {**before, **draft}
    refuse(rules.person_problem(made, clock.today()))
    filled = dict(draft)
    if made.get("id_number"):
        told = rules.facts_of_number(made["id_number"])
        filled |= {name: value for name, value in told.items() if made.get(name) != value}
        _no_twin(book, row_id, told["id_number"])
    return ledger.save_row(book, Person.table, row_id, filled)


def _no_twin(book: Book, row_id: str | None, number: str) -> None:
    others = (
        Where("id_number", "=", number),
        Where("owner", "=", book.unit.office_id),
        Where("id", "!=", row_id or ""),
    )
    for twin in book.rows(Query(Person.table, others, limit=1)):
        refuse(rules.taken_number(number, twin["name"], twin["group_name"]))


def review_people(book: Book) -> Callable[[Row], Row | Problem]:
    """The rules of `save_person` for rows of a sheet, in the order of the sheet."""
    own, today = Where("owner", "=", book.unit.office_id), clock.today()
    known = {
        row["id_number"]: (row["name"], row["group_name"])
        for row in book.rows(Query(Person.table, (own, Where("id_number", "filled"))))
    }

    def review(row: Row) -> Row | Problem:
        if problem := rules.person_problem(row, today):
            return problem
        number = row.get("id_number")
        if not number:
            return row
        if number in known:
            return rules.taken_number(number, *known[number])
        known[number] = (row.get("name") or "", row.get("group_name"))
        return {**row, **rules.facts_of_number(number)}

    return review


def save_post(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Saves a post; a complete one is refused when its term overlaps. `result` is the id."""
    before = ledger.there(book, Post.table, row_id) if row_id else {}
    made = {**before, "votes": 1, **draft} if not row_id else {**before, **draft}
    if check.is_complete(Post, made):
        post = check.load(Post, {**made, "id": row_id or ""})
        others = own_posts(book, Where("body", "=", post.body))
        refuse(rules.term_problem(post, others))
    return ledger.save_row(book, Post.table, row_id, draft)


def review_posts(book: Book) -> Callable[[Row], Row | Problem]:
    """The rules of `save_post` for rows of a sheet; a row is also held against those above it."""
    before = own_posts(book)

    def review(row: Row) -> Row | Problem:
        post = check.load(Post, {"votes": 1, **row, "id": f"row {len(before)}"})
        if problem := rules.term_problem(post, before):
            return problem
        before.append(post)
        return row

    return review


def roster(book: Book, body: str, day: date) -> list[Post]:
    """Who serves in that body on that day, in the order they came in."""
    return [post for post in own_posts(book, Where("body", "=", body)) if rules.serves(post, day)]


def members(book: Book, kind: str, day: date) -> list[Post]:
    """Who serves on that day in any body of this kind (务监督委员会, …)."""
    return serving(book, kind, day)


def legal_bars(book: Book, name: str, day: date) -> list[rules.Bar]:
    """What by law keeps this person out of the supervising body."""
    return [bar for bar in _bars(book, name, day) if bar.firm]


def tag_people(book: Book, ids: Iterable[str], tag: str, *, on: bool = True) -> Changes:
    """Gives people a tag (身份标签), or takes it away; one undoable change."""
    if not (tag := tag.strip()):
        raise Refused("没有写标签", "例：党员", field="tags", code="QL-RG-006")
    with book.change(f"{'加' if on else '去掉'}标签：{tag}") as change:
        for row_id in ids:
            row = ledger.there(book, Person.table, row_id)
            tags = [each for each in rules.tags_of(row["tags"]) if each != tag]
            change.put_row(Person.table, row_id, {"tags": "、".join([*tags, tag] if on else tags)})
    return change.changes


def people_tagged(book: Book, tag: str) -> list[Person]:
    """People in the roster (在册) who carry exactly this tag."""
    found = book.records(
        Person,
        Where("tags", "contains", tag),
        Where("state", "=", "在册"),
        Where("owner", "=", book.unit.office_id),
        order="name",
    )
    return [person for person in found if tag in rules.tags_of(person.tags)]
