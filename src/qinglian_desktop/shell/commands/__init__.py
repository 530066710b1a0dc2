"""The list of commands, in the order `qinglian --help` shows them."""

import argparse

from qinglian_desktop.shell.commands import (
    books,
    bundles,
    care,
    decisions,
    forms,
    notices,
    offices,
    plans,
    rules,
    shows,
    tables,
    takeout,
)


def add_all(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    groups = (
        offices, tables, forms, books, notices, plans, decisions, rules, bundles, care, takeout,
        shows,
    )  # fmt: skip
    for group in groups:
        group.add(sub)
