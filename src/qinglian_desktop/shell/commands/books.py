"""books: the two books of an office, their vouchers among them."""

import argparse

from qinglian_desktop.shell.commands import posting


def add(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    books = sub.add_parser("books", help="两本账：从表格记凭证")
    verbs = books.add_subparsers(dest="verb", required=True)
    posting.add(verbs)
