"""books: the two books of an office, their statements among them."""

import argparse

from qinglian_desktop.shell.commands import statements


def add(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    books = sub.add_parser("books", help="两本账：报表")
    verbs = books.add_subparsers(dest="verb", required=True)
    statements.add(verbs)
