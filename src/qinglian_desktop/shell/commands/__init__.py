"""The list of commands, in the order `qinglian --help` shows them."""

import argparse

from qinglian_desktop.shell.commands import (
    bundles,
    care,
    decisions,
    forms,
    notices,
    offices,
    shows,
    tables,
)


def add_all(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    for group in (offices, tables, forms, notices, decisions, bundles, care, shows):
        group.add(sub)
