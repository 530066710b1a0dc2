"""Which terms end soon? Asked at every start."""

from datetime import date, timedelta

from qinglian_desktop.core.module import Due, Where
from qinglian_desktop.modules.registry import rules
from qinglian_desktop.modules.registry.reads import own_posts
from qinglian_desktop.modules.registry.records import Post
from qinglian_desktop.store.book import Book

LEAD = 180  # days before the end of a term


def due(book: Book, day: date) -> list[Due]:
    """Terms that end within LEAD days, one line for each body and day."""
    ending: dict[tuple[str, date], list[Post]] = {}
    last = (day + timedelta(days=LEAD)).isoformat()
    soon = (Where("until_on", ">=", day.isoformat()), Where("until_on", "<=", last))
    for post in own_posts(book, *soon):
        if post.until_on is not None:
            ending.setdefault((post.body, post.until_on), []).append(post)
    return [
        Due(
            due_on=until_on,
            subject=f"{body} {_who(posts)}任期届满",
            why=rules.ending_why(until_on, LEAD),
            module="registry",
            act="看名册",
            table=Post.table,
            row_id=posts[0].id,
            lead=LEAD,
        )
        for (body, until_on), posts in sorted(ending.items(), key=lambda item: item[0][1])
    ]


def _who(posts: list[Post]) -> str:
    return posts[0].person_name if len(posts) == 1 else f"{len(posts)} 人"
