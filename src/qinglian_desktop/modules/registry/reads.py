"""Who holds which post, and who is close to whom?"""

from collections.abc import Iterable
from datetime import date

from qinglian_desktop.core.module import Where
from qinglian_desktop.modules.registry import rules
from qinglian_desktop.modules.registry.records import Body, Kin, Person, Post
from qinglian_desktop.modules.registry.rules import Bar
from qinglian_desktop.store.book import Book


def own_posts(book: Book, *where: Where) -> list[Post]:
    """Posts in the bodies of this office, those who came first in front."""
    return book.records(Post, Where("owner", "=", book.unit.office_id), *where, order="from_on")


def serving(book: Book, kind: str, day: date) -> list[Post]:
    """Who serves on that day in any body of this kind (委员会, 务监督委员会, …)."""
    own = Where("owner", "=", book.unit.office_id)
    names = {body.name for body in book.records(Body, Where("kind", "=", kind), own)}
    return [post for post in own_posts(book) if post.body in names and rules.serves(post, day)]


def bars(book: Book, name: str, day: date) -> list[Bar]:
    """What speaks against this person in the supervising body on that day."""
    return bars_of(book, [name], day)[name]


def bars_of(book: Book, names: Iterable[str], day: date) -> dict[str, list[Bar]]:
    """The same for several people, each asked about once."""
    committee = serving(book, "委员会", day)
    posts = [post for post in own_posts(book) if rules.serves(post, day)]
    ties = book.records(Kin, Where("owner", "=", book.unit.office_id))
    found = {name: rules.bars(name, committee, posts, ties) for name in names}
    seats = {post.person_name for post in committee}
    for name, told in found.items():
        if not any(bar.firm for bar in told):
            told += _at_home(book, name, seats)
    return found


def _at_home(book: Book, name: str, committee: set[str]) -> list[Bar]:
    """One household is no proof, but a reason to ask."""
    asked = tuple({name, *committee})
    own = Where("owner", "=", book.unit.office_id)
    people = book.records(Person, Where("name", "in", asked), own)
    houses = {p.household_no for p in people if p.name == name and p.household_no}
    near = {p.name for p in people if p.household_no in houses} & committee - {name}
    return [Bar(f"和{other}在同一户，可能是近亲属", firm=False) for other in sorted(near)]
