"""Work to be killed at: a computer that joins its office, and one that reads what another wrote."""

from pathlib import Path

from exchange.at_work import take
from kill_rig import Say, mark, mark_commits
from qinglian_desktop.exchange import joining
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store.book import Book


def stick_of(home: Path) -> Path:
    return home.parent / "U盘"


def join(home: Path, say: Say) -> None:
    """A first start: the file and the digits; a folder that is there already is only opened."""
    say("ready")
    if not (home / "qinglian.db").exists():
        mark("joining")
        (file,) = stick_of(home).glob("加电脑_*")
        digits = (home.parent / "digits.txt").read_text()
        joining.join(home, file, digits, RECORDS).close()
    say("joined")


def hear(home: Path, say: Say) -> None:
    """Reads every bundle of the other computer; says each when it is in."""
    with Book.open(home, RECORDS) as book:
        mark_commits(book.connection)
        say("ready")
        for path in sorted(stick_of(home).glob("对数_*")):
            mark("reading")
            take(book, path)
            say(path.name)
