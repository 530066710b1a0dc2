"""books: the two books of an office, their vouchers and statements."""

import argparse

from qinglian_desktop.shell.commands import posting, statements


def add(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    books = sub.add_parser("books", help="两本账：记凭证、报表")
    verbs = books.add_subparsers(dest="verb", required=True)
    posting.add(verbs)
    statements.add(verbs)
