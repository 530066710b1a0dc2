"""Who holds which post?"""

from qinglian_desktop.core.module import Where
from qinglian_desktop.modules.registry.records import Post
from qinglian_desktop.store.book import Book


def own_posts(book: Book, *where: Where) -> list[Post]:
    """Posts in the bodies of this office, those who came first in front."""
    return book.records(Post, Where("owner", "=", book.unit.office_id), *where, order="from_on")
